"""A page of the list beside the map, or all that it lists: ids by the index, rows by the database.

While the first index is built the database alone answers, more slowly.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Literal

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from events.areas import Box
from events.cards import item_of
from events.filters import EventFilter
from events.kept import Kept
from events.maps.asking import asked, with_found
from events.maps.index import Question, Snapshot
from events.models import Event
from events.querysets import EventQuerySet
from events.search import by_title, find

PAGE_SIZE = 30
BATCH = 20_000  # ids asked of the index at once, for a file
CHUNK = 500  # events read of the database at once
LONGEST_CURSOR = 100
MOST_LINES = 5_000  # of which a process keeps the markup, 1 kB each
_lines: Kept[tuple[str, str | None, int], SafeString] = Kept(MOST_LINES)


@dataclass(frozen=True, slots=True)
class Page:
    """``after`` asks for the next page; "" when there is none.

    ``version`` is that of the index; "" without it.
    """

    ids: list[int]
    count: int
    after: str
    version: str = ""

    def lines(self) -> list[SafeString]:
        """Each event as a line of a list; those that were deleted a moment ago are left out."""
        language = get_language()
        lines = {pk: _lines.get((self.version, language, pk)) for pk in self.ids}
        unknown = [pk for pk, line in lines.items() if line is None]
        for event in _events(unknown, Event.objects.with_places()) if unknown else []:
            line = render_to_string("events/_list_line.html", {"item": item_of(event)})
            lines[event.pk] = line
            if self.version:  # else nothing says when it is no longer right
                _lines.put((self.version, language, event.pk), line)
        return [line for line in lines.values() if line is not None]


def page_of(event_filter: EventFilter, bounds: Box | None, after: str) -> Page:
    """A wrong cursor gives the first page."""
    after = after if len(after) <= LONGEST_CURSOR else ""
    ready = asked(event_filter)
    if ready is None:
        return _page_without_index(event_filter, bounds, after)
    index, question = ready
    ids, following = _ids(index, event_filter, question, bounds, after)
    return Page(ids, index.count(question, bounds), following, index.version)


def all_listed(event_filter: EventFilter, bounds: Box | None) -> Iterator[Event]:
    """Everything that the filter and the bounds show, newest first, with all that a row shows."""
    ready = asked(event_filter)
    if ready is None:
        events = event_filter.events(bounds).undated_last().with_everything()
        yield from events.iterator(chunk_size=CHUNK)
        return
    index, question = ready
    after: str | None = None
    everything = Event.objects.with_everything()
    while True:
        ids, after = index.ids(question, bounds, after=after, limit=BATCH)
        for start in range(0, len(ids), CHUNK):
            yield from _events(ids[start : start + CHUNK], everything)
        if after is None:
            return


def count_listed(event_filter: EventFilter, bounds: Box | None) -> int:
    ready = asked(event_filter)
    if ready is None:
        return event_filter.events(bounds).count()
    index, question = ready
    return index.count(question, bounds)


def _events(ids: list[int], wanted: EventQuerySet) -> list[Event]:
    """In this order; those that were deleted a moment ago are left out."""
    events = wanted.with_ids(ids).in_bulk()
    return [events[pk] for pk in ids if pk in events]


def _ids(
    index: Snapshot, event_filter: EventFilter, question: Question, bounds: Box | None, after: str
) -> tuple[list[int], str]:
    if event_filter.order == "relevance" and event_filter.words:
        return _most_relevant(index, event_filter, question, bounds, after)
    near = _near(event_filter, bounds) if event_filter.order == "nearest" else None
    ids, following = _asked(index, question, bounds, after, PAGE_SIZE, near=near)
    return ids, following or ""


def _near(event_filter: EventFilter, bounds: Box | None) -> tuple[float, float] | None:
    """The middle of what the map shows."""
    if event_filter.at is not None:
        longitude = (event_filter.at.longitude + 180) % 360 - 180
        return event_filter.at.latitude, longitude
    if bounds is None:
        return None
    west, south, east, north = bounds
    width = east - west if east >= west else east - west + 360
    return (south + north) / 2, (west + width / 2 + 180) % 360 - 180


def _most_relevant(
    index: Snapshot, event_filter: EventFilter, question: Question, bounds: Box | None, after: str
) -> tuple[list[int], str]:
    """By how many of the words stand in the title, then newest; the cursor begins with that number.

    Events with one number of words after those with another, each page filled from both.
    """
    ids: list[int] = []
    least, _, cursor = after.partition("~")
    for score, found in by_title(find(event_filter.words)).items():
        if least.isdecimal() and score > int(least):
            continue
        here = replace(question, ids=with_found(question, found))
        start = cursor if least == str(score) else ""
        room = PAGE_SIZE - len(ids)
        more, following = _asked(index, here, bounds, start, max(room, 1))
        if more and not room:
            return ids, f"{score}~"
        ids += more
        if following is not None:
            return ids, f"{score}~{following}"
    return ids, ""


def _asked(
    index: Snapshot,
    question: Question,
    bounds: Box | None,
    after: str,
    limit: int,
    *,
    near: tuple[float, float] | None = None,
) -> tuple[list[int], str | None]:
    """Nearest first where there is a point, else newest."""
    ids = partial(index.ids, question, bounds, near=near, limit=limit)
    order: Literal["nearest", "newest"] = "nearest" if near else "newest"
    try:
        return ids(order=order, after=after or None)
    except (ValueError, OverflowError):  # a cursor that was never given out
        return ids(order=order)


# Without the index -------------------------------------------------------------------------------
def _page_without_index(event_filter: EventFilter, bounds: Box | None, after: str) -> Page:
    """Newest first whatever the order; the cursor is the last event's day and id."""
    events = event_filter.events(bounds)
    listed = list(_later(events, after).undated_last()[: PAGE_SIZE + 1])
    last = listed[PAGE_SIZE - 1] if len(listed) > PAGE_SIZE else None
    ids = [event.pk for event in listed[:PAGE_SIZE]]
    return Page(ids, events.count(), _cursor(last) if last else "")


def _cursor(event: Event) -> str:
    return f"{event.first_day.isoformat() if event.first_day else ''}.{event.pk}"


def _later(events: EventQuerySet, after: str) -> EventQuerySet:
    day, _, pk = after.partition(".")
    if not (pk.isascii() and pk.isdigit() and len(pk) < 19):
        return events
    try:
        return events.listed_after(date.fromisoformat(day) if day else None, int(pk))
    except ValueError:
        return events
