"""``cell``: a point as one sortable 64-bit number.

A Morton code (bits of x and y interleaved) of Web Mercator tile coordinates at
zoom 31.  The points of tile z/x/y are one range of cells, so a tile is one
``BETWEEN`` on one index in every database; a parent tile is a right shift by 2.
The code has 62 bits, so it fits a signed BIGINT.
"""

from __future__ import annotations

import math

ZOOM = 31
MAX_LATITUDE = 85.0511287798066  # where Web Mercator ends; nearer the poles is drawn on its edge
_SIDE = 1 << ZOOM


def _spread(value: int) -> int:
    """Put a zero bit between the bits of a 31-bit number."""
    value = (value | value << 16) & 0x0000FFFF0000FFFF
    value = (value | value << 8) & 0x00FF00FF00FF00FF
    value = (value | value << 4) & 0x0F0F0F0F0F0F0F0F
    value = (value | value << 2) & 0x3333333333333333
    return (value | value << 1) & 0x5555555555555555


def cell_of(latitude: float, longitude: float) -> int:
    """The cell of a WGS 84 point in degrees; raises ValueError outside ±90 and ±180."""
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise ValueError(f"no such point: latitude {latitude}, longitude {longitude}")
    return _spread(column_of(longitude)) | _spread(row_of(latitude)) << 1


def column_of(longitude: float) -> int:
    """How far east of the date line, 0 to 2**31 - 1."""
    return min(max(int((longitude + 180) / 360 * _SIDE), 0), _SIDE - 1)


def row_of(latitude: float) -> int:
    """How far south of the north edge of the map, 0 to 2**31 - 1."""
    clipped = math.radians(max(-MAX_LATITUDE, min(MAX_LATITUDE, latitude)))
    return min(max(int((1 - math.asinh(math.tan(clipped)) / math.pi) / 2 * _SIDE), 0), _SIDE - 1)


def tile_range(z: int, x: int, y: int) -> tuple[int, int]:
    """First and last cell of a Web Mercator tile; raises ValueError when there is no such tile."""
    if not (0 <= z <= ZOOM and 0 <= x < 1 << z and 0 <= y < 1 << z):
        raise ValueError(f"no such tile: {z}/{x}/{y}")
    shift = 2 * (ZOOM - z)
    first = (_spread(x) | _spread(y) << 1) << shift
    return first, first + (1 << shift) - 1
