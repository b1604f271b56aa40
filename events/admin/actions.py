"""Actions on the events chosen in the admin's list; other modules append to ``EVENT_ACTIONS``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext, ngettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from events import curation, joining
from events.admin.history import editor_of
from events.admin.wording import days_text, event_days, percent
from events.codes import Status
from events.exports.http import csv_response
from events.models import Event

# What the editor is told; the history keeps the reason in English, whoever acted.
PUBLISHED = ngettext_lazy("{n} event published.", "{n} events published.", "n")
REJECTED = ngettext_lazy("{n} event rejected.", "{n} events rejected.", "n")
REOPENED = ngettext_lazy("{n} event put back to draft.", "{n} events put back to draft.", "n")


def _say(request: HttpRequest, decided: curation.Decided, chosen: int, done: Any) -> None:
    """How many changed, how many were so already, and how many could not be."""
    text = done.format(n=decided.changed)
    same = chosen - decided.changed - decided.undated
    if same:
        text += " " + ngettext("{n} was so already.", "{n} were so already.", same).format(n=same)
    messages.success(request, text)
    if decided.undated:
        undated = gettext("{n} not published: give the first and the last day before.")
        messages.warning(request, undated.format(n=decided.undated))


def _decide(
    request: HttpRequest, queryset: QuerySet[Event], how: Any, reason: str, done: Any
) -> None:
    chosen = list(Event.objects.filter(pk__in=queryset.order_by().values("pk")).only("pk"))
    decided = how(events=chosen, user=editor_of(request), reason=reason)
    _say(request, decided, len(chosen), done)


@admin.action(description=_("Publish"), permissions=["change"])
def publish(modeladmin: Any, request: HttpRequest, queryset: QuerySet[Event]) -> None:
    _decide(request, queryset, curation.publish, "published", PUBLISHED)


@admin.action(description=_("Reject"), permissions=["change"])
def reject(modeladmin: Any, request: HttpRequest, queryset: QuerySet[Event]) -> None:
    _decide(request, queryset, curation.reject, "rejected", REJECTED)


@admin.action(description=_("Back to draft"), permissions=["change"])
def reopen(modeladmin: Any, request: HttpRequest, queryset: QuerySet[Event]) -> None:
    _decide(request, queryset, curation.reopen, "put back to draft", REOPENED)


@admin.action(description=_("Merge into one event"), permissions=["change"])
def merge(modeladmin: Any, request: HttpRequest, queryset: QuerySet[Event]) -> HttpResponse | None:
    """Shows the chosen events side by side; merges when the one to keep was chosen there."""
    chosen = list(queryset.values_list("pk", flat=True)[: joining.MOST_MERGED + 1])
    count = len(chosen)
    if not 2 <= count <= joining.MOST_MERGED:
        few = gettext("Choose at least two events to merge.")
        many = gettext("Choose at most {most} events to merge.")
        messages.error(request, few if count < 2 else many.format(most=joining.MOST_MERGED))
        return None
    events = list(Event.objects.filter(pk__in=chosen).with_everything().order_by("first_day", "pk"))
    keep = next((event for event in events if str(event.pk) == request.POST.get("keep")), None)
    if keep is None:
        if "keep_asked" in request.POST:
            messages.error(request, gettext("Choose the event to keep."))
        return _merge_page(modeladmin, request, events)
    try:
        joining.merge(
            keep=keep, others=[e for e in events if e is not keep], user=editor_of(request)
        )
    except joining.CannotMerge as error:
        messages.error(request, str(error))
        return None
    said = ngettext("{n} event is now one: “{title}”.", "{n} events are now one: “{title}”.", count)
    messages.success(request, said.format(n=count, title=keep.title))
    return None


@dataclass(frozen=True, slots=True)
class _Column:
    """One event of the merge page."""

    event: Event
    days: str
    confidence: str
    sentences: list[str]
    chosen: bool


def _merge_page(modeladmin: Any, request: HttpRequest, events: list[Event]) -> HttpResponse:
    united = joining.united_days(events)
    favourite = max(events, key=_worth)
    columns = [
        _Column(
            event=event,
            days=event_days(event),
            confidence=percent(event.confidence),
            sentences=[quote.quote for quote in event.evidence.all() if quote.kind == "sentence"],
            chosen=event is favourite,
        )
        for event in events
    ]
    title = ngettext("Merge {n} event into one", "Merge {n} events into one", len(events))
    context = {
        **modeladmin.admin_site.each_context(request),
        "title": title.format(n=len(events)),
        "opts": modeladmin.model._meta,
        "columns": columns,
        "days": days_text(united.first, united.last, united.prec) if united else "",
        "status": Status(joining.merged_status(events)).label,
        "checkbox_name": ACTION_CHECKBOX_NAME,
        "media": modeladmin.media,
    }
    return TemplateResponse(request, "admin/dateline/merge.html", context)


def _worth(event: Event) -> tuple[bool, bool, bool, float]:
    """Which event is offered as the one to keep: decided on, published, main, surest."""
    return (event.curated, event.status == Status.PUBLISHED, event.main, event.confidence or 0)


def _export(queryset: QuerySet[Event], *, excel: bool) -> StreamingHttpResponse:
    """The chosen events in the order of the list's days, read anew as exports read them."""
    events = Event.objects.filter(pk__in=queryset.order_by().values("pk"))
    return csv_response(events.newest_first(), excel=excel)


@admin.action(description=_("Export as CSV"), permissions=["view"])
def export_csv(
    modeladmin: Any, request: HttpRequest, queryset: QuerySet[Event]
) -> StreamingHttpResponse:
    return _export(queryset, excel=False)


@admin.action(description=_("Export as CSV for Excel"), permissions=["view"])
def export_excel(
    modeladmin: Any, request: HttpRequest, queryset: QuerySet[Event]
) -> StreamingHttpResponse:
    return _export(queryset, excel=True)


EVENT_ACTIONS: list[Callable[..., Any]] = [
    publish,
    reject,
    reopen,
    merge,
    export_csv,
    export_excel,
]
