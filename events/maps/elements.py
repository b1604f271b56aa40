"""Our elements on folium maps: the offline base map, the explorer's layer, and fixed places.

Each is a few lines of script that import one of our ES modules and hand it the
map.  No data of events is written into a script: the explorer fetches it, and
fixed places read it from a ``json_script`` element of the page.
"""

from __future__ import annotations

from typing import Any

import folium
from branca.element import MacroElement
from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language, gettext
from folium.template import Template

from events.filter_values import View
from events.maps.figure import WHOLE_WORLD, MapParts, SiteMap, render_parts
from events.place_names import countries_by_number

GEONAMES = (
    '<a href="https://www.geonames.org/">GeoNames</a> '
    '(<a href="https://creativecommons.org/licenses/by/4.0/">CC BY 4.0</a>)'
)
BASE_FILES = "vendor/world-atlas/countries-{}.json"
NATURAL_EARTH = '<a href="https://www.naturalearthdata.com/">Natural Earth</a>'


class ModuleCall(MacroElement):
    """Imports ``function`` from one of our modules and calls it with the map and ``config``."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
            import { {{ this.function }} } from {{ this.module|tojson }};
            {{ this.function }}({{ this._parent.get_name() }}, {{ this.config|tojson }});
        {% endmacro %}
        """
    )

    def __init__(self, module: str, function: str, config: dict[str, Any]) -> None:
        """``module``: an address, or a name of the page's import map."""
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = function
        self.module = module
        self.function = function
        self.config = config


def base_map() -> ModuleCall:
    """Countries of Natural Earth, drawn in the browser from our own files."""
    detail = {name: static(BASE_FILES.format(name)) for name in ("110m", "50m", "10m")}
    language = get_language() or "en"
    towns = reverse("events:map-towns")
    config = base_map_config(detail, towns if language == "en" else f"{towns}?language={language}")
    return ModuleCall(static("js/basemap.js"), "addBaseMap", config)


def base_map_config(atlas: dict[str, str], towns: str) -> dict[str, Any]:
    """``atlas``: where the countries of each detail are; ``towns``: where names of towns are."""
    attribution = f"{gettext('Base map:')} {NATURAL_EARTH}. {_data_attribution()}"
    names = countries_by_number()
    return {"atlas": atlas, "towns": towns, "attribution": attribution, "names": names}


def _data_attribution() -> str:
    return f"{gettext('Places:')} {GEONAMES}"


def tile_layer() -> folium.TileLayer:
    """The operator's tiles instead of the base map (``TILE_URL``, ``TILE_ATTRIBUTION``)."""
    attribution = settings.TILE_ATTRIBUTION or settings.TILE_URL.split("/")[2]
    return folium.TileLayer(
        settings.TILE_URL, attr=f"{attribution}. {_data_attribution()}", name="tiles", max_zoom=18
    )


def site_map(view: View | None = None, **options: Any) -> SiteMap:
    """A map with whichever base it has on this site."""
    made = SiteMap(view or WHOLE_WORLD, **options)
    made.add_child(tile_layer() if settings.TILE_URL else base_map())
    return made


def explorer_map(view: View | None, config_id: str) -> MapParts:
    """The front page's map; ``config_id`` is the ``json_script`` element with its addresses."""
    made = site_map(view)
    made.add_child(ModuleCall(static("js/first-map.js"), "explore", {"configId": config_id}))
    return render_parts(made)


def places_map(config_id: str) -> MapParts:
    """A map of the fixed places that the ``json_script`` element ``config_id`` lists."""
    made = site_map()
    made.add_child(ModuleCall(static("js/places-map.js"), "showPlaces", {"configId": config_id}))
    return render_parts(made)
