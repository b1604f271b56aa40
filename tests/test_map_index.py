"""The map's index answers as plain Python over the same events does, whatever is asked."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from events.cells import MAX_LATITUDE
from events.maps.index import (
    Area,
    Axis,
    Bounds,
    EventIds,
    Question,
    Snapshot,
    Tile,
    lists,
    masks,
    sums,
    tiles,
)
from events.maps.index import blocks as blocks_module
from events.maps.index.mercator import metres_from
from events.maps.index.rows import STATUSES, TYPES
from tests import index_truth as truth
from tests.index_truth import Fact, Spot

EDGES = [-180.0, -179.999999, -90.0, 0.0, 45.0, 90.0, 179.999999, 180.0]
COUNTRIES = [("AZ", "09"), ("AZ", "10"), ("TR", ""), ("TR", "34"), ("", ""), ("US", "CA")]
DAYS = (-3_000, 20_000)


def a_spot(chance: random.Random) -> Spot:
    if chance.random() < 0.15:
        latitude, longitude = chance.choice([90, -90, 86, MAX_LATITUDE, 0]), chance.choice(EDGES)
    elif chance.random() < 0.5:
        latitude, longitude = chance.choice([(40.4, 49.9), (40.4, 49.9001), (41.0, 29.0)])
    else:
        latitude, longitude = chance.uniform(-89, 89), chance.uniform(-180, 180)
    country, admin1 = chance.choice(COUNTRIES)
    return Spot(
        latitude, longitude, chance.randint(1, 9), country, admin1,
        chance.randint(1, 7), chance.choice([0, 0, 500, 25_000]),
    )  # fmt: skip


def a_fact(chance: random.Random, number: int) -> Fact:
    first: int | None = chance.randint(*DAYS)
    last: int | None = (first or 0) + chance.choice([0, 0, 0, 0, 1, 6, 30, 400, 9_000])
    status = chance.choice(["published"] * 8 + ["draft", "rejected"])
    if status != "published" and chance.random() < 0.3:
        first = last = None
    spots = [a_spot(chance) for _ in range(chance.choice([0, 1, 1, 1, 1, 2, 3]))]
    return Fact(
        number, chance.choice(TYPES), status, first, last, chance.randint(1, 5),
        chance.choice([None, 0.0, 0.3, 0.7, 0.705, 0.9999, 1.0, chance.randint(0, 9_999) / 10_000]),
        chance.choice([0, 0, 0, 1, 7, 300]),
        tuple(chance.sample(range(1, 6), chance.choice([0, 1, 1, 2]))),
        tuple(chance.sample(["Army", "Police", "ƏliƏ", "=1+1"], chance.choice([0, 0, 1, 2]))),
        tuple({spot.place: spot for spot in spots}.values()),
    )  # fmt: skip


def some_facts(seed: int, count: int) -> list[Fact]:
    chance = random.Random(seed)
    return [a_fact(chance, number) for number in range(1, count + 1)]


def changed_facts(seed: int, facts: list[Fact]) -> list[Fact]:
    """The same with some edited, moved, published or deleted, and new ones."""
    chance = random.Random(seed)
    kept = [fact for fact in facts if chance.random() > 0.05]
    kept = [a_fact(chance, fact.id) if chance.random() < 0.15 else fact for fact in kept]
    return kept + [a_fact(chance, len(facts) + number) for number in range(1, 30)]


class World:
    """Events, and the index of them, as built at once or after changes."""

    def __init__(self, seed: int, count: int):
        before = some_facts(seed, count)
        self.facts = changed_facts(seed + 1, before) if seed % 3 else before
        self.index: Snapshot = truth.snapshot_after(before, self.facts, steps=1 + seed % 3)


@pytest.fixture(scope="module", autouse=True)
def _small_sizes() -> Iterator[None]:
    """So that a few hundred rows go every way that millions go."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tiles, "_SLICED", 60)
        patch.setattr(tiles, "MOST_POINTS", 40)
        patch.setattr(lists, "_SEARCHED", 50)
        patch.setattr(masks, "_LARGE", 0.3)
        yield


@pytest.fixture(scope="module")
def worlds() -> list[World]:
    return [World(seed, count) for seed, count in enumerate([0, 1, 40, 100, 200, 300, 250])]


days = st.integers(DAYS[0] - 100, DAYS[1] + 9_100)
degrees_north = st.one_of(st.floats(-90, 90), st.sampled_from([40.4, 0.0, 85.5, -90.0, 90.0]))
degrees_east = st.one_of(st.floats(-180, 180), st.sampled_from([*EDGES, 49.9]))


@st.composite
def some_bounds(draw: st.DrawFn) -> Bounds | None:
    if draw(st.booleans()):
        return None
    south, north = sorted([draw(degrees_north), draw(degrees_north)])
    shift = draw(st.sampled_from([0, 0, 0, 360, -360]))
    return draw(degrees_east) + shift, south, draw(degrees_east) + shift, north


@st.composite
def some_area(draw: st.DrawFn) -> Area | None:
    count = draw(st.sampled_from([0, 0, 0, 2, 3, 4, 7]))
    if not count:
        return None
    shift = draw(st.sampled_from([0, 0, 100]))
    points = [
        (draw(degrees_north), draw(degrees_east) + (shift if count > 2 else 0))
        for _ in range(count)
    ]
    return Area(tuple(points))


def few(values: list[Any], most: int = 2) -> st.SearchStrategy[tuple[Any, ...]]:
    chosen = st.lists(st.sampled_from(values), min_size=1, max_size=most, unique=True)
    return st.one_of(st.just(()), st.just(()), st.just(()), chosen.map(tuple))


@st.composite
def some_ids(draw: st.DrawFn) -> EventIds | None:
    if draw(st.integers(0, 3)):
        return None
    seed = draw(st.integers(0, 10**6))
    ids = random.Random(seed).sample(range(320), 80)
    return EventIds(f"ids {seed}", np.array(sorted(ids), np.int64))


questions = st.builds(
    Question,
    types=few([*TYPES, "unheard of"], 5),
    sources=few([1, 2, 3, 4, 5, 99]),
    countries=few(["AZ", "TR", "US", "XX"]),
    divisions=few(["AZ.09", "TR.34", "TR.", "XX.1"]),
    where_precs=few([1, 2, 3, 6, 7]),
    date_precs=few([1, 2, 5]),
    confidence=st.sampled_from([None, None, None, 0.0, 0.3, 0.7, 0.705, 0.9999, 1.0]),
    actors=few(["Army", "ƏliƏ", "=1+1", "Nobody"]),
    statuses=st.sampled_from([("published",)] * 5 + [(), ("draft",), ("draft", "published")]),
    place_id=st.sampled_from([None] * 6 + [1, 5, 0]),
    ids=some_ids(),
    area=some_area(),
    first=st.one_of(st.none(), days),
    last=st.one_of(st.none(), days),
)
# Half of the questions are the common one, where the most is at stake.
questions = st.one_of(
    questions,
    st.builds(Question, first=st.one_of(st.none(), days), last=st.one_of(st.none(), days)),
)
axes = st.builds(
    lambda step, year, bins: Axis(step[0], step[1], date(year, 1, 1), bins),
    st.sampled_from(
        [("day", 1), ("day", 7), ("month", 1), ("month", 3), ("year", 1), ("year", 10)]
    ),
    st.integers(1950, 2020),
    st.integers(1, 60),
)
often = settings(
    max_examples=150, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
chosen_world = st.integers(0, 6)


def as_plain(tile: Tile) -> tuple[Counter[tuple[Any, ...]], dict[int, tuple[int, int]]]:
    columns = (
        tile.event, tile.first, tile.last, tile.radius, tile.fatalities, tile.x, tile.y,
        tile.type, tile.where,
    )  # fmt: skip
    points = Counter(zip(*(column.tolist() for column in columns), strict=True))
    cells = zip(tile.count.tolist(), tile.cell_fatalities.tolist(), strict=True)
    return points, dict(zip(tile.cell.tolist(), cells, strict=True))


@st.composite
def some_tile(draw: st.DrawFn) -> tuple[int, int, int]:
    z = draw(st.sampled_from([0, 0, 1, 2, 3, 3, 4, 5, 9, 16, 27]))
    if draw(st.booleans()):  # where most events are
        return z, int((49.9 + 180) / 360 * 2**z), int(0.3735 * 2**z)
    return z, draw(st.integers(0, 2**z - 1)), draw(st.integers(0, 2**z - 1))


@often
@given(chosen_world, questions, some_tile())
def test_tiles(worlds: list[World], world: int, asked: Question, at: tuple[int, int, int]) -> None:
    assert as_plain(worlds[world].index.tile(asked, *at)) == truth.tile(
        worlds[world].facts, asked, *at
    )


@contextmanager
def by_way_of_those_outside(*, chosen: bool) -> Iterator[None]:
    """Sums within bounds as in large parts and views of most of the world, or as elsewhere."""
    with patch.multiple(sums, WORTH=0 if chosen else 20_000, MOST=0):
        yield


@settings(often, max_examples=400)
@given(chosen_world, questions, some_bounds(), st.booleans())
def test_counts(
    worlds: list[World], world: int, asked: Question, bounds: Bounds | None, outside: bool
) -> None:
    with by_way_of_those_outside(chosen=outside):
        found = worlds[world].index.count(asked, bounds)
    assert found == truth.count(worlds[world].facts, asked, bounds)


@often
@given(chosen_world, questions, some_tile(), axes)
def test_cubes(
    worlds: list[World], world: int, asked: Question, at: tuple[int, int, int], axis: Axis
) -> None:
    cube = worlds[world].index.cube(asked, *at, axis)
    found = {
        cell: (begun, over)
        for cell, begun, over in zip(
            cube.cell.tolist(), cube.begun.tolist(), cube.over.tolist(), strict=True
        )
    }
    assert found == truth.cube(worlds[world].facts, asked, *at, axis)


@often
@given(chosen_world, questions, some_bounds(), axes, st.booleans())
def test_histograms(
    worlds: list[World],
    world: int,
    asked: Question,
    bounds: Bounds | None,
    axis: Axis,
    outside: bool,
) -> None:
    with by_way_of_those_outside(chosen=outside):
        found = worlds[world].index.histogram(asked, bounds, axis)
    expected = truth.histogram(worlds[world].facts, asked, bounds, axis)
    assert found.shape == (len(TYPES), axis.bins)
    np.testing.assert_allclose(found, expected, atol=1e-4)


@settings(often, max_examples=120)
@given(chosen_world, questions, some_bounds(), st.booleans())
def test_facets(
    worlds: list[World], world: int, asked: Question, bounds: Bounds | None, outside: bool
) -> None:
    with by_way_of_those_outside(chosen=outside):
        found = worlds[world].index.facets(asked, bounds)
    expected = truth.facets(worlds[world].facts, asked, bounds)
    assert {name: dict(values) for name, values in found.items()} == expected
    for values in found.values():
        counts = [count for _, count in values]
        assert counts == sorted(counts, reverse=True)


@often
@given(chosen_world, questions, some_bounds(), st.integers(1, 40))
def test_lists_newest_first(
    worlds: list[World], world: int, asked: Question, bounds: Bounds | None, limit: int
) -> None:
    index, found, after = worlds[world].index, [], None
    expected = truth.newest(worlds[world].facts, asked, bounds)[: limit * 3]
    for _ in range(3):
        page, after = index.ids(asked, bounds, after=after, limit=limit)
        found += page
        if after is None:
            break
    assert found == expected


@often
@given(chosen_world, questions, some_bounds(), st.integers(1, 40), degrees_north, degrees_east)
def test_lists_nearest_first(
    worlds: list[World], world: int, asked: Question, bounds: Bounds | None, limit: int,
    latitude: float, longitude: float,
) -> None:  # fmt: skip
    near, found, after = (latitude, longitude), [], None
    distances: dict[int, int] = {}
    for fact, spot in truth.passing(worlds[world].facts, asked, bounds):
        cell = np.array([spot.cell]) if spot else None
        far = lists.FAR if cell is None else int(metres_from(*near, cell)[0])
        distances[fact.id] = min(far, distances.get(fact.id, far))
    expected = sorted(distances, key=lambda number: (distances[number], -number))
    for _ in range(3):
        page, after = worlds[world].index.ids(
            asked, bounds, order="nearest", near=near, after=after, limit=limit
        )
        found += page
        if after is None:
            break
    assert found == expected[: limit * 3]


@often
@given(chosen_world, questions)
def test_extents(worlds: list[World], world: int, asked: Question) -> None:
    facts, index = worlds[world].facts, worlds[world].index
    assert index.extent(asked) == truth.extent(facts, asked)
    spots = [spot for _, spot in truth.passing(facts, asked) if spot]
    box = index.box(asked)
    assert (box is None) == (not spots)
    if box is not None:
        west, south, east, north = box
        wide = (west - 1e-6, south - 1e-6, east + 1e-6, north + 1e-6)
        assert all(truth.in_bounds(spot, wide) for spot in spots)


@often
@given(chosen_world, questions, some_tile())
def test_the_cube_gives_the_tile_s_counts(
    worlds: list[World], world: int, asked: Question, at: tuple[int, int, int]
) -> None:
    """What the browser reckons while brushing is what the tile says on release."""
    axis = Axis("month", 3, date(1960, 1, 1), 120)
    edges = axis.edges()
    low, high = 10, 60
    window = asked.without_window()
    tile = worlds[world].index.tile(
        Question(**{**_fields(window), "first": int(edges[low]), "last": int(edges[high]) - 1}), *at
    )
    cube = worlds[world].index.cube(asked, *at, axis)
    begun = cube.begun[:, : high + 1].sum(axis=1)
    over = cube.over[:, : low + 1].sum(axis=1)
    counts = {c: n for c, n in zip(cube.cell.tolist(), (begun - over).tolist(), strict=True) if n}
    assert counts == dict(zip(tile.cell.tolist(), tile.count.tolist(), strict=True))


def _fields(asked: Question) -> dict[str, Any]:
    return {name: getattr(asked, name) for name in Question.__dataclass_fields__}


def test_statuses_and_level_are_what_the_tests_think() -> None:
    assert STATUSES == ("draft", "published", "rejected")
    assert blocks_module.LEVEL == 7
