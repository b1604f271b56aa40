"""Folium maps in parts, for a page with a strict Content-Security-Policy.

As it comes, folium loads files from four CDNs and styles the whole page.  A
``SiteMap`` names our own static files instead, and ``render_parts`` hands out
what folium made piece by piece: the template puts the one script under its
nonce, as an ES module, and leaves folium's styles to our style sheet.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import folium
from branca.element import CssLink, Figure, JavascriptLink
from django.conf import settings
from django.templatetags.static import static
from django.utils.safestring import SafeString, mark_safe

from events.filter_values import View

WHOLE_WORLD = View(2, 25.0, 15.0)
MIN_ZOOM, MAX_ZOOM = 1, 14


class SiteMap(folium.Map):
    """A folium map whose files are our own.

    ``default_js`` and ``default_css`` hold paths below the static folder;
    ``render_parts`` turns them into addresses.
    """

    default_js = [
        ("leaflet", "vendor/leaflet/leaflet.js"),
        ("topojson", "vendor/topojson-client/topojson-client.min.js"),
    ]
    default_css = [("leaflet_css", "vendor/leaflet/leaflet.css")]

    def __init__(self, view: View = WHOLE_WORLD, **options: Any) -> None:
        super().__init__(
            location=(view.latitude, view.longitude),
            tiles=None,
            world_copy_jump=True,
            control_scale=True,
            zoom_control="topright",
            **options,
        )
        self.options.update(zoom=view.zoom, min_zoom=MIN_ZOOM, max_zoom=MAX_ZOOM, zoom_snap=0.5)
        if settings.TILE_URL:
            self.options["max_zoom"] = 18


@dataclass(frozen=True, slots=True)
class MapParts:
    """What a template places: addresses of styles and scripts, the map's element, its script."""

    styles: list[str]
    scripts: list[str]
    html: SafeString
    script: SafeString


def render_parts(site_map: SiteMap) -> MapParts:
    """Render once; ``script`` must run as a module, after ``scripts`` (which are deferred)."""
    figure = site_map.get_root()
    if not isinstance(figure, Figure):
        raise TypeError("the map has been put into something that is not a figure")
    for child in list(figure._children.values()):
        child.render()
    header = figure.header._children.values()
    return MapParts(
        styles=[static(link.url) for link in header if isinstance(link, CssLink)],
        scripts=[static(link.url) for link in header if isinstance(link, JavascriptLink)],
        # Folium's own markup and our elements' (every value in it passed through tojson).
        html=mark_safe(figure.html.render()),  # noqa: S308
        script=mark_safe(closed(figure.script.render())),  # noqa: S308
    )


def closed(script: str) -> str:
    """A second fence: nothing in the script can end the element that it stands in."""
    return script.replace("</", "<\\/").replace("<!--", "<\\!--")
