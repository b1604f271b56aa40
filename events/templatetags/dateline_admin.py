"""What templates of the admin need to know of the settings."""

from __future__ import annotations

import json

from django import template
from django.conf import settings
from django.templatetags.static import static

from events.place_names import countries_by_number
from events.translations import PICKER, Words, script_words

DETAILS = ("110m", "50m", "10m")  # of the base map, coarse to fine
register = template.Library()


@register.inclusion_tag("admin/dateline/map.html")
def point_map(group: str = "") -> dict[str, str]:
    """The map of a form's points; ``group`` is the id of the inline group it belongs to."""
    files = {detail: static(f"vendor/world-atlas/countries-{detail}.json") for detail in DETAILS}
    return {
        "atlas": json.dumps(files),
        "names": json.dumps(countries_by_number()),
        "group": group,
        "tile_url": settings.TILE_URL,
        "tile_attribution": settings.TILE_ATTRIBUTION,
    }


@register.simple_tag
def picker_words() -> Words:
    """What the script of the map and of the search box says, in the editor's language."""
    return script_words(PICKER)
