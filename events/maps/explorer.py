"""What the front page hands to its scripts: addresses, symbols, words for codes."""

from __future__ import annotations

from typing import Any

from django.urls import NoReverseMatch, reverse

from events.codes import DatePrec, Status, WherePrec
from events.filters import EventFilter
from events.maps.symbols import all_symbols, as_config

# What the front page's modules import, told in advance so that nothing waits for anything.
MODULES = (
    *("area", "axis", "binary", "canvas-layer", "cards", "cube", "days", "event-layer"),
    *("explorer", "filters", "heat", "leaflet", "list", "map-view", "marks", "mercator"),
    *("place-search", "player", "popup", "questions", "selection", "server-index", "share"),
    *("sheets", "store", "tiles", "timeline", "timeline-steps", "words"),
)
# A tile's or cube's address without its numbers; the other addresses, by their names.
TILES, CUBES = "/map/tiles/", "/map/cubes/"
ADDRESSES = {
    "summary": "map-summary",
    "list": "map-list",
    "cards": "event-cards",
    "places": "map-places",
    "csv": "export-csv",
    "embed": "embed",
    "standalone": "map-standalone",
}


def explorer_config(event_filter: EventFilter, *, is_editor: bool) -> dict[str, Any]:
    """JSON for the page; ``box`` and ``extent`` of all events are added where they are known."""
    exact = event_filter.exact_place()
    return {
        "addresses": {"tiles": TILES, "cubes": CUBES} | _known_addresses(),
        "symbols": as_config(all_symbols()),
        "isEditor": is_editor,
        "labels": {
            "type": {symbol.code: symbol.label for symbol in all_symbols()},
            "where_prec": _labels(WherePrec),
            "date_prec": _labels(DatePrec),
            "status": {str(value): str(label) for value, label in Status.choices},
            "place": {str(exact.pk): str(exact)} if exact else {},
        },
    }


def _known_addresses() -> dict[str, str]:
    found = {}
    for name, view in ADDRESSES.items():
        try:
            found[name] = reverse(f"events:{view}")
        except NoReverseMatch:
            continue  # a site may leave a page out
    return found


def _labels(codes: type[WherePrec] | type[DatePrec]) -> dict[str, str]:
    return {str(value): str(label).capitalize() for value, label in codes.choices}
