"""Areas that a reader draws: a box of two corners, or a polygon.

Points are (latitude, longitude) in degrees (WGS 84).  Longitudes run on across
the date line: an area from 175 to 190 reaches 170° west.  Sides of a polygon
are straight in degrees, as on the map's own grid; inside is what an odd number
of sides surrounds.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

Point = tuple[float, float]
Points = tuple[Point, ...]
Box = tuple[float, float, float, float]  # west, south, east, north

MOST_POINTS = 100
FARTHEST = 540.0  # degrees east or west: one and a half turns, as the map scrolls
DECIMALS = 5  # of degrees, about a metre
TURNS = (-360.0, 0.0, 360.0)


def read_area(text: str) -> Points:
    """``40.1,47.5~41,49`` as points; () when empty; ValueError, a sentence, for anything else."""
    if not text:
        return ()
    parts = text.split("~")
    if not 2 <= len(parts) <= MOST_POINTS:
        raise ValueError(f"Give two corners of a box or up to {MOST_POINTS} points of a polygon.")
    points = tuple(_read_point(part) for part in parts)
    _, south, _, north = bounds_of(points)
    longitudes = [longitude for _, longitude in points]
    if south == north or min(longitudes) == max(longitudes):
        raise ValueError("The points enclose nothing.")
    return points


def _read_point(text: str) -> Point:
    try:
        latitude, longitude = (float(part) for part in text.split(","))
    except ValueError:
        raise ValueError("Give points as latitude,longitude joined by ~.") from None
    if not (math.isfinite(latitude) and math.isfinite(longitude)):
        raise ValueError("Give latitudes and longitudes as plain numbers.")
    if not (-90 <= latitude <= 90 and -FARTHEST <= longitude <= FARTHEST):
        raise ValueError("A point is not on the globe.")
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
    west, east = min(longitudes), max(longitudes)
    if east - west >= 360:
        return -180.0, min(latitudes), 180.0, max(latitudes)
    return _wrapped(west), min(latitudes), _wrapped(east), max(latitudes)


def _wrapped(longitude: float) -> float:
    """The same meridian within ±180; 180 and -180 stay as they are."""
    if -180 <= longitude <= 180:
        return longitude
    return (longitude + 180) % 360 - 180


def is_inside(points: Points, latitude: float, longitude: float) -> bool:
    """Whether a polygon of three or more points surrounds this one (even-odd rule)."""
    return any(_surrounds(points, latitude, longitude + turn) for turn in TURNS)


def _surrounds(points: Points, latitude: float, longitude: float) -> bool:
    inside = False
    for (y1, x1), (y2, x2) in _sides(points):
        if (y1 > latitude) != (y2 > latitude):
            crossing = (x2 - x1) * (latitude - y1) / (y2 - y1) + x1
            inside ^= longitude < crossing
    return inside


def _sides(points: Points) -> Iterator[tuple[Point, Point]]:
    return zip(points, (*points[1:], points[0]), strict=True)
