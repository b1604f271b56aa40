"""The filter of an address as a question to the map's index."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from events.days import number_or_none
from events.kept import Kept
from events.maps.index import (
    Area,
    EventIds,
    IndexNotReady,
    Question,
    Snapshot,
    current_index,
)
from events.models import Event
from events.search import Found, WordsNotReady, find

if TYPE_CHECKING:
    from events.filters import EventFilter

MOST_KEPT = 16  # names of places of which a process keeps the events

_kept: Kept[str, EventIds] = Kept(MOST_KEPT)


def question_of(event_filter: EventFilter, version: str = "") -> Question:
    """``version``: of the index, for which the events near a name are kept."""
    return Question(
        types=event_filter.types,
        sources=event_filter.sources,
        countries=event_filter.countries,
        divisions=event_filter.divisions,
        where_precs=event_filter.where_precs,
        date_precs=event_filter.date_precs,
        confidence=event_filter.confidence,
        actors=event_filter.actors,
        statuses=event_filter.shown_statuses,
        place_id=event_filter.place_id,
        ids=_ids_of(event_filter, version),
        area=Area(event_filter.area) if event_filter.area else None,
        first=number_or_none(event_filter.first),
        last=number_or_none(event_filter.last),
    )


def asked(event_filter: EventFilter) -> tuple[Snapshot, Question] | None:
    """The index with the filter as a question to it; None while one of them is being made."""
    try:
        index = current_index()
        return index, question_of(event_filter, index.version)
    except (IndexNotReady, WordsNotReady):
        return None


def with_found(question: Question, found: Found) -> EventIds:
    """The events that a search found, of those to which the question is bound already."""
    ids = EventIds(found.key, found.ids)
    return ids if question.ids is None else _both(ids, question.ids)


def _ids_of(event_filter: EventFilter, version: str) -> EventIds | None:
    found = find(event_filter.words) if event_filter.words else None
    words = None if found is None else EventIds(found.key, found.ids)
    if not event_filter.place:
        return words
    near = _near(event_filter.place, version)
    return near if words is None else _both(words, near)


def _both(one: EventIds, two: EventIds) -> EventIds:
    ids = np.intersect1d(one.ids, two.ids, assume_unique=True)
    return EventIds(f"{one.key} & {two.key}", ids)


def _near(name: str, version: str) -> EventIds:
    """Events at places of this name, or anywhere in the country of it."""
    key = f"{version} near {name}"
    known = _kept.get(key)
    if known is not None:
        return known
    from events.filters import country_named

    events = Event.objects.near_name_or_in(name, country_named(name)).order_by("pk")
    ids = np.fromiter(events.values_list("pk", flat=True).iterator(), np.int64)
    return _kept.put(key, EventIds(key, ids))
