"""The columns that the front page's map and timeline are drawn from.

One row per location (an event without one has a row without a point), as
parallel arrays: short to send, quick to read.  The window of time is left to
the browser, so that brushing never asks the server.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Max, Sum

from events.filters import EventFilter
from events.geoparsing.taxonomy import EVENT_TYPES
from events.models import Event

EPOCH = date(1970, 1, 1).toordinal()
COLUMNS = ("id", "latitude", "longitude", "first", "last", "type", "where_prec", "radius_m")
VERSION = 1  # of the columns: part of the ETag
_FIELDS = (
    "id",
    "locations__latitude",
    "locations__longitude",
    "first_day",
    "last_day",
    "type",
    "locations__where_prec",
    "locations__radius_m",
)
MOST_KEPT, LONGEST_KEPT = 16, 4_000_000  # answers, characters
_answers: dict[str, str] = {}  # by ETag, which names a state of all events and the filter
_TYPE_INDEX = {code: index for index, code in enumerate(EVENT_TYPES)}


@dataclass(frozen=True, slots=True)
class Stamp:
    """Which state of the published events a response shows."""

    etag: str
    changed_at: datetime | None


def current_stamp(event_filter: EventFilter) -> Stamp:
    """One query over all published events: any change to what the map draws changes the ETag.

    The sums catch what leaves ``changed_at`` as it was: a status set in bulk, and
    locations moved by themselves.  A bulk update of types or days has to set it.
    """
    facts = Event.objects.published().aggregate(
        events=Count("id", distinct=True),
        rows=Count("id"),
        ids=Sum("id"),
        changed=Max("changed_at"),
        latitudes=Sum("locations__latitude"),
        longitudes=Sum("locations__longitude"),
        radii=Sum("locations__radius_m"),
    )
    query = event_filter.without_window().query_string(view=False)
    words = json.dumps([VERSION, facts, query, event_filter.errors], default=str)
    digest = hashlib.sha256(words.encode()).hexdigest()[:32]
    return Stamp(f'"{digest}"', facts["changed"])


def columns_json(event_filter: EventFilter, etag: str) -> str:
    """The columns and the filter's errors as JSON; kept until the events change, unless huge."""
    known = _answers.get(etag)
    if known is not None:
        return known
    columns = map_columns(event_filter) | {"errors": event_filter.errors}
    answer = json.dumps(columns, separators=(",", ":"))
    if len(answer) <= LONGEST_KEPT:
        _answers[etag] = answer
        while len(_answers) > MOST_KEPT:
            _answers.pop(next(iter(_answers)), None)
    return answer


def map_columns(event_filter: EventFilter) -> dict[str, Any]:
    """The filter's events without its window; days count from 1970-01-01; one query."""
    columns: dict[str, list[Any]] = {name: [] for name in COLUMNS}
    appends = [columns[name].append for name in COLUMNS]
    for row in _rows(event_filter):
        for append, value in zip(appends, row, strict=True):
            append(value)
    return {"types": list(EVENT_TYPES), "rows": len(columns["id"]), **columns}


def _rows(event_filter: EventFilter) -> Iterator[tuple[Any, ...]]:
    events = event_filter.without_window().events().order_by("id")
    for row in events.values_list(*_FIELDS).iterator(chunk_size=5000):
        event, latitude, longitude, first, last, kind, where_prec, radius = row
        yield (
            event,
            None if latitude is None else round(latitude, 5),
            None if longitude is None else round(longitude, 5),
            None if first is None else first.toordinal() - EPOCH,
            None if last is None else last.toordinal() - EPOCH,
            _TYPE_INDEX.get(kind, _TYPE_INDEX["other"]),
            where_prec,
            radius,
        )
