"""The history of an event's locations, for the history page of the event."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.admin.utils import label_for_field
from django.urls import reverse
from django.utils.translation import gettext

from events.models import Location, Place

MOST_CHANGES = 200
FIELDS = ("place", "latitude", "longitude", "where_prec", "radius_m", "event")


@dataclass(frozen=True, slots=True)
class LocationChange:
    """One entry: the record, the name of its place, and (field, old, new) of each change."""

    record: Any
    name: str
    fields: list[tuple[str, Any, Any]]
    url: str


def location_changes(event_id: str) -> list[LocationChange]:
    """Every change of every location that the event has or had, the newest first."""
    if not event_id.isdecimal():
        return []
    records = list(
        Location.history.filter(event_id=event_id)
        .select_related("history_user")
        .order_by("-history_date", "-history_id")[:MOST_CHANGES]
    )
    names = Place.objects.in_bulk({record.place_id for record in records})
    return [_change(record, _before(record, records), names) for record in records]


def _before(record: Any, records: list[Any]) -> Any:
    older = (other for other in records[records.index(record) + 1 :] if other.id == record.id)
    return next(older, None)


def _change(record: Any, before: Any, names: dict[int, Place]) -> LocationChange:
    def shown(entry: Any, field: str) -> Any:
        value = getattr(entry, f"{field}_id" if field in ("place", "event") else field)
        return str(names.get(value, value)) if field == "place" else value

    fields = [
        (str(label_for_field(name, Location)), shown(before, name), shown(record, name))
        for name in FIELDS
        if before is not None and shown(before, name) != shown(record, name)
    ]
    url = reverse("admin:events_location_simple_history", args=[record.id, record.history_id])
    name = str(names.get(record.place_id, gettext("a place since removed")))
    return LocationChange(record, name, fields, url)
