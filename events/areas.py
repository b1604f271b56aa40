"""Areas in the address: what a reader draws, a box of two corners or a polygon; what a map shows.

Points are (latitude, longitude) in degrees (WGS 84).  A box is given by its
south-western and its north-eastern corner; a first longitude above the second
crosses the date line, as do longitudes that run on: from 175 to 190 reaches
170° west.  Which points lie within is for events/maps/index/areas.py to say.
"""

from __future__ import annotations

import math

from django.utils.translation import gettext

Point = tuple[float, float]
Points = tuple[Point, ...]
Box = tuple[float, float, float, float]  # west, south, east, north

MOST_POINTS = 100
FARTHEST = 540.0  # degrees east or west: one and a half turns, as the map scrolls
FARTHEST_VIEW = 3_600.0  # degrees that a map may have been scrolled
DECIMALS = 5  # of degrees, about a metre


def read_area(text: str) -> Points:
    """``40.1,47.5~41,49`` as points; () when empty; ValueError, a sentence, for anything else."""
    if not text:
        return ()
    parts = text.split("~")
    if not 2 <= len(parts) <= MOST_POINTS:
        raise ValueError(
            gettext("Give two corners of a box or up to {most} points of a polygon.").format(
                most=MOST_POINTS
            )
        )
    points = tuple(_read_point(part) for part in parts)
    _, south, _, north = bounds_of(points)
    longitudes = [longitude for _, longitude in points]
    if south == north or min(longitudes) == max(longitudes):
        raise ValueError(gettext("The points enclose nothing."))
    return points


def _read_point(text: str) -> Point:
    try:
        latitude, longitude = (float(part) for part in text.split(","))
    except ValueError:
        raise ValueError(gettext("Give points as latitude,longitude joined by ~.")) from None
    if not (math.isfinite(latitude) and math.isfinite(longitude)):
        raise ValueError(gettext("Give latitudes and longitudes as plain numbers."))
    if not (-90 <= latitude <= 90 and -FARTHEST <= longitude <= FARTHEST):
        raise ValueError(gettext("A point is not on the globe."))
    return round(latitude, DECIMALS) + 0.0, round(longitude, DECIMALS) + 0.0


def area_in_address(points: Points) -> str:
    """The shortest text that ``read_area`` reads as these points."""
    return "~".join(f"{_short(latitude)},{_short(longitude)}" for latitude, longitude in points)


def _short(degrees: float) -> str:
    text = f"{degrees:.{DECIMALS}f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def bounds_of(points: Points) -> Box:
    """The box around the points, longitudes within ±180; west is beyond east across the date line.

    An area of a whole turn or more has all longitudes.
    """
    latitudes = [latitude for latitude, _ in points]
    longitudes = [longitude for _, longitude in points]
    is_box = len(points) == 2
    west, east = longitudes if is_box else (min(longitudes), max(longitudes))
    if abs(east - west) >= 360:
        return -180.0, min(latitudes), 180.0, max(latitudes)
    return _wrapped(west), min(latitudes), _wrapped(east), max(latitudes)


def box_around(latitude: float, longitude: float, metres: float) -> Box:
    """A box that holds the circle around a point; near the poles it has all longitudes."""
    high = metres / 111_000
    wide = high / max(0.01, math.cos(math.radians(min(89.0, abs(latitude) + high))))
    south, north = latitude - high, latitude + high
    if wide >= 180:
        return -180.0, south, 180.0, north
    return _wrapped(longitude - wide), south, _wrapped(longitude + wide), north


def _wrapped(longitude: float) -> float:
    """The same meridian within ±180; 180 and -180 stay as they are."""
    if -180 <= longitude <= 180:
        return longitude
    return (longitude + 180) % 360 - 180


def read_bounds(text: str) -> Box | None:
    """``west,south,east,north`` of what a map shows; None when empty.

    A map may show more than the globe, or turn it round several times.  ValueError, a
    sentence, for anything else.
    """
    if not text:
        return None
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError:
        raise ValueError(gettext("Give west,south,east,north in degrees.")) from None
    if not all(math.isfinite(number) for number in (west, south, east, north)):
        raise ValueError(gettext("Give west,south,east,north as plain numbers."))
    south, north = max(south, -90.0), min(north, 90.0)
    if south > north or max(abs(west), abs(east)) > FARTHEST_VIEW:
        raise ValueError(gettext("There is no such part of the map."))
    if east - west >= 360:
        return -180.0, south, 180.0, north
    return _wrapped(west), south, _wrapped(east), north
