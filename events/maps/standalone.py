"""A map in one HTML file that opens from a disk, with no network: folium's page with all in it.

The events are written while they are read, so that a large map needs no large memory.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from events.exports.inlined import (
    PREFIX,
    data_address,
    import_map,
    script_json,
    static_text,
    style,
)
from events.exports.standalone import EventData
from events.filter_values import View
from events.maps.elements import BASE_FILES, ModuleCall, base_map_config
from events.maps.figure import WHOLE_WORLD, SiteMap, closed, render_parts
from events.maps.towns import towns_json, towns_version
from events.models import Event

DETAILS = ("110m", "50m")  # the finest borders alone would be 3.7 MB
CONFIG, COLUMNS, CARDS = "explorer-config", "explorer-columns", "explorer-cards"
STYLES = ("vendor/leaflet/leaflet.css", "css/site.css", "css/explorer.css")
CLASSIC = ("vendor/leaflet/leaflet.js", "vendor/topojson-client/topojson-client.min.js")


def standalone_page(
    events: Iterable[Event], view: View | None, context: dict[str, Any], site: str
) -> Iterator[str]:
    """The page piece by piece; ``context`` is the explorer's, ``site`` where it was saved from."""
    data = EventData(events, site)
    marks = {"cards_here": secrets.token_hex(16), "columns_here": secrets.token_hex(16)}
    page = render_to_string("events/standalone.html", {**context, **_parts(view), **marks})
    head, rest = page.split(marks["cards_here"])
    middle, foot = rest.split(marks["columns_here"])
    yield head
    yield from data.cards()
    yield middle
    yield data.columns()
    yield foot


def _parts(view: View | None) -> dict[str, Any]:
    made = SiteMap(view or WHOLE_WORLD)
    atlas = {
        name: data_address(static_text(BASE_FILES.format(name)), "application/json")
        for name in DETAILS
    }
    towns = data_address(towns_json(towns_version(), get_language() or "en"), "application/json")
    config = base_map_config(atlas, towns)
    made.add_child(ModuleCall(f"{PREFIX}basemap.js", "addBaseMap", config))
    ids = {"configId": CONFIG, "columnsId": COLUMNS, "cardsId": CARDS}
    made.add_child(ModuleCall(f"{PREFIX}standalone.js", "exploreHere", ids))
    return {
        "map": render_parts(made),
        "nonce": secrets.token_urlsafe(16),
        # Our own files and Leaflet's; nothing of an event is in them.
        "style": mark_safe(closed(style(STYLES))),  # noqa: S308
        "classic": [mark_safe(closed(static_text(path))) for path in CLASSIC],  # noqa: S308
        "imports": mark_safe(script_json(import_map("js/basemap.js", "js/standalone.js"))),  # noqa: S308
    }
