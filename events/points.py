"""Where something is, as places, locations and the gazetteer all say it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from events.geoparsing.gazetteer import distance_km

if TYPE_CHECKING:
    from events.geoparsing.types import GazetteerPlace
    from events.models import Location, Place

    Somewhere = Place | Location | GazetteerPlace

POINT = ("latitude", "longitude", "where_prec", "radius_m")


def point_of(row: Somewhere) -> dict[str, Any]:
    """The point with its precision, as fields for another row."""
    return {name: getattr(row, name) for name in POINT}


def metres_between(one: Somewhere, other: Somewhere) -> float:
    """The great-circle distance of two points."""
    return 1000 * distance_km(one.latitude, one.longitude, other.latitude, other.longitude)
