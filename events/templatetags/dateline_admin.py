"""What templates of the admin need to know of the settings."""

from __future__ import annotations

from django import template
from django.conf import settings

register = template.Library()


@register.inclusion_tag("admin/dateline/map.html")
def point_map(group: str = "") -> dict[str, str]:
    """The map of a form's points; ``group`` is the id of the inline group it belongs to."""
    return {
        "group": group,
        "tile_url": settings.TILE_URL,
        "tile_attribution": settings.TILE_ATTRIBUTION,
    }
