"""The events of a map as the page of one file holds them: cards to read, columns to draw from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from events.cards import card_of
from events.days import number_or_none
from events.exports.inlined import json_array, script_json
from events.geoparsing.taxonomy import EVENT_TYPES
from events.models import Event, Location

MOST_EVENTS = 50_000  # in one file: some 40 MB, which a browser still opens in seconds
COLUMNS = (
    *("id", "latitude", "longitude", "first", "last", "type", "where_prec", "radius_m"),
    *("date_prec", "confidence", "fatalities", "country", "division", "status", "source", "actor"),
)
_TYPE_INDEX = {code: index for index, code in enumerate(EVENT_TYPES)}


class EventData:
    """Two JSON texts of the same events, written in one reading of the database.

    ``cards()`` is to be read to its end before ``columns()``, which it gathers.
    """

    def __init__(self, events: Iterable[Event], site: str = "") -> None:
        """``events`` are from ``with_everything()``; ``site`` is where their pages are."""
        self.events = events
        self.site = site.rstrip("/")
        self.rows: dict[str, list[Any]] = {name: [] for name in COLUMNS}
        self.sources: dict[str, str] = {}

    def cards(self) -> Iterator[str]:
        """Each event as a card, its addresses leading to the site that it came from."""
        return json_array(self._card(event) for event in islice(self.events, MOST_EVENTS))

    def columns(self) -> str:
        """Parallel arrays with a row for each location; days count from 1970-01-01."""
        return script_json({"types": list(EVENT_TYPES), "sources": self.sources, **self.rows})

    def _card(self, event: Event) -> dict[str, Any]:
        locations: list[Location | None] = [*event.locations.all()]
        shared = self._shared(event)
        for location in locations or [None]:
            row = {**shared, **_of_location(location)}
            for name, column in self.rows.items():
                column.append(row[name])
        return with_site(card_of(event), self.site)

    def _shared(self, event: Event) -> dict[str, Any]:
        """What all rows of an event have in common."""
        sources = {row.article.source for row in event.evidence.all() if row.article.source}
        self.sources |= {str(source.pk): source.name for source in sources}
        return {
            "id": event.pk,
            "first": number_or_none(event.first_day),
            "last": number_or_none(event.last_day),
            "type": _TYPE_INDEX.get(event.type, _TYPE_INDEX["other"]),
            "date_prec": event.date_prec,
            "confidence": event.confidence,
            "fatalities": event.fatalities,
            "status": event.status,
            "source": sorted(str(source.pk) for source in sources),
            "actor": [str(actor) for actor in event.actors],
        }


def with_site(card: dict[str, Any], site: str) -> dict[str, Any]:
    """A card whose pages are found from anywhere, not from beside the file."""
    source = card["source"]
    return {
        **card,
        "url": site + card["url"],
        "places": [{**place, "url": site + place["url"]} for place in card["places"]],
        "source": {**source, "page": site + source["page"]} if source else None,
    }


def _of_location(location: Location | None) -> dict[str, Any]:
    if location is None:
        empty = ("latitude", "longitude", "where_prec", "radius_m")
        return {**dict.fromkeys(empty), "country": "", "division": ""}
    place = location.place
    return {
        "latitude": round(location.latitude, 5),
        "longitude": round(location.longitude, 5),
        "where_prec": location.where_prec,
        "radius_m": location.radius_m,
        "country": place.country,
        "division": f"{place.country}.{place.admin1}" if place.country and place.admin1 else "",
    }
