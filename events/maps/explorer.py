"""What the front page hands to its scripts: addresses, symbols, words for codes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse

from events.codes import DatePrec, Status, WherePrec
from events.filters import EventFilter
from events.kept import Kept
from events.maps.asking import asked
from events.maps.index import Question, Snapshot
from events.maps.summary import summary_of
from events.maps.symbols import all_symbols, as_config
from events.models import Source
from events.place_names import place_label
from events.translations import script_words

# What the front page's modules import, told in advance so that nothing waits for anything: before
# the first events are on the screen, and after.
FIRST_MODULES = (
    *("axis", "basemap", "binary", "canvas-layer", "cube", "days", "event-layer", "first-map"),
    *("heat", "leaflet", "map-view", "marks", "mercator", "server-index"),
    *("store", "tiles", "words"),
)
LATER_MODULES = (
    *("area", "cards", "explorer", "filters", "list", "pages", "place-search", "player", "popup"),
    *("questions", "selection", "share", "sheets", "timeline", "timeline-bars", "timeline-steps"),
)
VIEW = ("at", "show", "span", "order")  # of an address: how it is looked at, not what is there
FAR_BELOW = 6  # zoom from which the tile of the world shows nothing of use
MOST_KEPT = 32
_sources: Kept[str, list[Source]] = Kept(2)  # by version of the index
_reaches: Kept[tuple[str, Question], dict[str, Any]] = Kept(MOST_KEPT)
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
    """JSON for the page; where known, ``box`` and ``extent`` spare the map its first question."""
    return {
        "addresses": {"tiles": TILES, "cubes": CUBES} | _known_addresses(),
        "firstTile": _first_tile(event_filter),
        "explorer": module_address("explorer"),
        "later": [module_address(name) for name in LATER_MODULES],
        **_words_and_symbols(event_filter, is_editor=is_editor),
        **_reach(event_filter),
    }


def shown_sources() -> list[Source]:
    """Sources on whose articles a published event rests, by name."""
    ready = asked(EventFilter())
    if ready is None:
        return list(Source.objects.of_published_events().order_by("name"))
    index, question = ready
    known = _sources.get(index.version)
    if known is not None:
        return known
    found = Source.objects.in_bulk(index.sources(question)).values()
    return _sources.put(index.version, sorted(found, key=lambda source: source.name.casefold()))


def module_address(name: str) -> str:
    return static(f"js/{name}.js")


def standalone_config(shown: QueryDict) -> dict[str, Any]:
    """The same for a page that asks no server; ``shown``: the address that it was saved from."""
    kept = [(name, shown.get(name, "")) for name in VIEW if shown.get(name)]
    words = _words_and_symbols(EventFilter(), is_editor=False)
    return {"addresses": {}, "query": urlencode(kept, safe="/~"), **words}


def _words_and_symbols(event_filter: EventFilter, *, is_editor: bool) -> dict[str, Any]:
    exact = event_filter.exact_place()
    return {
        "symbols": as_config(all_symbols()),
        "isEditor": is_editor,
        "words": script_words(),
        "labels": {
            "type": {symbol.code: symbol.label for symbol in all_symbols()},
            "where_prec": _labels(WherePrec),
            "date_prec": _labels(DatePrec),
            "status": {str(value): str(label) for value, label in Status.choices},
            "place": {str(exact.pk): place_label(exact)} if exact else {},
        },
    }


def _first_tile(event_filter: EventFilter) -> str:
    """The tile of the whole world, which stands in for all others; "" where it would not help."""
    if event_filter.at is not None and event_filter.at.zoom >= FAR_BELOW:
        return ""
    query = replace(event_filter, order="").query_string(view=False)
    return f"{TILES}0/0/0?{query}" if query else f"{TILES}0/0/0"


def _reach(event_filter: EventFilter) -> dict[str, Any]:
    """Where and when the events are; nothing while the index is built."""
    ready = asked(event_filter)
    if ready is None:
        return {}
    index, question = ready
    key = (index.version, question)
    known = _reaches.get(key)
    return known if known is not None else _reaches.put(key, _reach_of(index, question))


def _reach_of(index: Snapshot, question: Question) -> dict[str, Any]:
    parts = ("extent", "box")
    return summary_of(index, question, bounds=None, axis=None, parts=parts, editor=False)


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
