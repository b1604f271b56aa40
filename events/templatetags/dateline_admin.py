"""What templates of the admin need to know of the settings."""

from __future__ import annotations

import json

from django import template
from django.conf import settings
from django.templatetags.static import static

DETAILS = ("110m", "50m", "10m")  # of the base map, coarse to fine
register = template.Library()


@register.inclusion_tag("admin/dateline/map.html")
def point_map(group: str = "") -> dict[str, str]:
    """The map of a form's points; ``group`` is the id of the inline group it belongs to."""
    files = {detail: static(f"vendor/world-atlas/countries-{detail}.json") for detail in DETAILS}
    return {
        "atlas": json.dumps(files),
        "group": group,
        "tile_url": settings.TILE_URL,
        "tile_attribution": settings.TILE_ATTRIBUTION,
    }
