"""Cells: a tile is one range, a parent tile is a shift, every point on Earth has one."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.cells import MAX_LATITUDE, ZOOM, cell_of, tile_range

latitudes = st.floats(-90, 90)
longitudes = st.floats(-180, 180)


def tile_of(latitude: float, longitude: float, z: int) -> tuple[int, int]:
    """The slippy-map tile of a point, by the textbook formula."""
    side = 2**z
    radians = math.radians(max(-MAX_LATITUDE, min(MAX_LATITUDE, latitude)))
    x = int((longitude + 180) / 360 * side)
    y = int((1 - math.log(math.tan(radians) + 1 / math.cos(radians)) / math.pi) / 2 * side)
    return min(max(x, 0), side - 1), min(max(y, 0), side - 1)


@given(latitudes, longitudes)
def test_a_cell_fits_a_signed_bigint_and_lies_in_its_tile(lat: float, lon: float) -> None:
    cell = cell_of(lat, lon)
    assert 0 <= cell < 2 ** (2 * ZOOM)
    first, last = tile_range(0, 0, 0)
    assert first <= cell <= last


@pytest.mark.parametrize(
    ("lat", "lon"),
    [(40.38, 49.89), (-0.23, -78.52), (64.15, -21.94), (-54.8, -68.3), (51.4778, 0.01)],
)
@pytest.mark.parametrize("z", [1, 4, 9, 14, 18])
def test_the_cell_lies_in_the_textbook_tile_and_in_no_neighbour(
    lat: float, lon: float, z: int
) -> None:
    x, y = tile_of(lat, lon, z)
    cell = cell_of(lat, lon)
    first, last = tile_range(z, x, y)
    assert first <= cell <= last
    first, last = tile_range(z, (x + 1) % 2**z, y)
    assert not first <= cell <= last


@given(st.integers(1, 20), st.data())
def test_a_parent_tile_is_a_right_shift(z: int, data: st.DataObject) -> None:
    x = data.draw(st.integers(0, 2**z - 1))
    y = data.draw(st.integers(0, 2**z - 1))
    first, last = tile_range(z, x, y)
    parent_first, parent_last = tile_range(z - 1, x // 2, y // 2)
    assert parent_first <= first <= last <= parent_last


@pytest.mark.parametrize(
    ("lat", "lon"), [(90, 0), (-90, 0), (0, 180), (0, -180), (90, 180), (-90, -180)]
)
def test_the_poles_and_the_date_line_have_cells(lat: float, lon: float) -> None:
    assert 0 <= cell_of(lat, lon) < 2**62


@pytest.mark.parametrize(
    ("lat", "lon"), [(90.1, 0), (0, 180.5), (math.nan, 0), (0, math.inf), (-91, 0)]
)
def test_no_such_point(lat: float, lon: float) -> None:
    with pytest.raises(ValueError, match="no such point"):
        cell_of(lat, lon)


@pytest.mark.parametrize("tile", [(-1, 0, 0), (0, 1, 0), (3, 8, 0), (3, 0, -1), (40, 0, 0)])
def test_no_such_tile(tile: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match="no such tile"):
        tile_range(*tile)
