"""What several views ask of a request."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.urls import NoReverseMatch, reverse

from events.filter_values import MAX_ID
from events.filters import EventFilter


def is_editor(request: HttpRequest) -> bool:
    return bool(request.user.is_active and request.user.is_staff)


def known_id(pk: int) -> int:
    """Numbers beyond what a BIGINT holds are nobody's id, and an error in some databases."""
    if pk > MAX_ID:
        raise Http404("There is no such number.")
    return pk


def map_url(event_filter: EventFilter) -> str:
    """The map that shows exactly this."""
    query = event_filter.query_string()
    return reverse("events:map") + (f"?{query}" if query else "")


def edit_url(request: HttpRequest, model: str, pk: int) -> str:
    if not request.user.has_perm(f"events.change_{model}"):
        return ""
    try:
        return reverse(f"admin:events_{model}_change", args=[pk])
    except NoReverseMatch:
        return ""
