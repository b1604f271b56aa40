"""Which place of the gazetteer lies in which."""

from __future__ import annotations

import math

from events.geoparsing.types import GazetteerPlace


def contains(outer: GazetteerPlace, inner: GazetteerPlace) -> bool:
    """Whether one place lies in another: by country and division, else by radius."""
    if outer.key == inner.key:
        return False
    if outer.feature.startswith("PCL"):
        return outer.country == inner.country and not inner.feature.startswith("PCL")
    if outer.feature.startswith("ADM1"):
        return (outer.country, outer.admin1) == (inner.country, inner.admin1) and not (
            inner.feature.startswith(("PCL", "ADM1"))
        )
    if outer.feature.startswith("ADM2"):
        return (outer.country, outer.admin1, outer.admin2) == (
            inner.country,
            inner.admin1,
            inner.admin2,
        ) and inner.feature.startswith("PPL")
    if outer.feature.startswith("PPL") or outer.radius_m < 3 * max(inner.radius_m, 1):
        return False
    return distance_m(outer, inner) <= outer.radius_m


def distance_m(one: GazetteerPlace, other: GazetteerPlace) -> float:
    """Great-circle distance in metres."""
    lat1, lat2 = math.radians(one.latitude), math.radians(other.latitude)
    half_lat = (lat2 - lat1) / 2
    half_lon = math.radians(other.longitude - one.longitude) / 2
    h = math.sin(half_lat) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin(half_lon) ** 2
    return 2 * 6_371_000 * math.asin(min(1.0, math.sqrt(h)))
