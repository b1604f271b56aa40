"""Beside an event in the admin: what may be the same, what was joined with it, and the buttons."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext

from events.admin.history import editor_of
from events.admin.wording import event_days, places_text
from events.cards import first_quote
from events.joining import CannotMerge, merge, split
from events.matching import same_as, say_not_the_same
from events.models import Event


def same_context(event: Event) -> dict[str, Any]:
    """For the event's form: proposals with their reasons, and the reports that are joined."""
    joined = [_in_words(row) for row in event.merged.with_everything().order_by("pk")]
    return {
        "proposed": [
            {**_in_words(match.event), "reasons": match.reasons, "agrees": match.agrees}
            for match in same_as(event)
        ],
        "joined": joined,
        "reports": len(joined) + 1,
    }


def _in_words(event: Event) -> dict[str, Any]:
    return {
        "event": event,
        "days": event_days(event),
        "places": places_text(list(event.locations.all())),
        "quote": first_quote(event),
    }


def same_urls(wrap: Callable[..., Any]) -> list[URLPattern]:
    return [
        path("<int:pk>/join/", wrap(join_view), name="events_event_join"),
        path("<int:pk>/apart/", wrap(apart_view), name="events_event_apart"),
        path("<int:pk>/split/", wrap(split_view), name="events_event_split"),
    ]


def join_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Joins this report to the event of ``other``, which is kept."""
    event, other = _pair(request, pk)
    try:
        kept = merge(keep=other, others=[event], user=editor_of(request))
    except CannotMerge as error:
        messages.error(request, str(error))
        return _to(event)
    done = gettext("“{report}” is now a report of “{event}”. It can be split off again.")
    messages.success(request, done.format(report=event, event=kept))
    return _to(kept)


def apart_view(request: HttpRequest, pk: int) -> HttpResponse:
    event, other = _pair(request, pk)
    say_not_the_same(one=event, other=other, user=editor_of(request))
    done = gettext("“{title}” is not proposed here any more.")
    messages.success(request, done.format(title=other))
    return _to(event)


def split_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes ``other`` out of this event again."""
    event, other = _pair(request, pk)
    if other.merged_into_id != event.pk:
        raise Http404(gettext("That event is not joined with this one."))
    split(event=other, user=editor_of(request))
    say_not_the_same(one=event, other=other, user=editor_of(request))
    messages.success(request, gettext("“{title}” is a draft of its own again.").format(title=other))
    return _to(event)


def _pair(request: HttpRequest, pk: int) -> tuple[Event, Event]:
    if request.method != "POST" or not request.user.has_perm("events.change_event"):
        raise PermissionDenied
    text = request.POST.get("other", "")
    if not (text.isascii() and text.isdigit() and len(text) < 19) or int(text) == pk:
        raise Http404(gettext("There is no such event."))
    return get_object_or_404(Event, pk=pk), get_object_or_404(Event, pk=int(text))


def _to(event: Event) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("admin:events_event_change", args=[event.pk]))
