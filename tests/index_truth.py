"""The truth that the map's index is held to: plain Python over a list of events."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from events.cells import cell_of, column_of, row_of, tile_range
from events.journal import Mark
from events.maps.index import tiles
from events.maps.index.areas import Area, Bounds
from events.maps.index.axis import Axis
from events.maps.index.delta import Delta, snapshot_of
from events.maps.index.dictionaries import Dictionaries
from events.maps.index.files import Base, make_base
from events.maps.index.masks import MaskCache
from events.maps.index.questions import NO_CONFIDENCE, NO_DAY, Question
from events.maps.index.rows import DTYPES, NO_CELL, STATUSES, TYPES, Rows
from events.maps.index.snapshot import Snapshot

SIDE = 2**31


@dataclass(frozen=True)
class Spot:
    latitude: float
    longitude: float
    place: int
    country: str = ""
    admin1: str = ""
    where: int = 1
    radius: int = 0

    @property
    def cell(self) -> int:
        return cell_of(self.latitude, self.longitude)


@dataclass(frozen=True)
class Fact:
    """One event."""

    id: int
    type: str = "other"
    status: str = "published"
    first: int | None = 0
    last: int | None = 0
    date_prec: int = 1
    confidence: float | None = None
    fatalities: int = 0
    sources: tuple[int, ...] = ()
    actors: tuple[str, ...] = ()
    spots: tuple[Spot, ...] = ()

    @property
    def rows(self) -> list[tuple[Fact, Spot | None]]:
        return [(self, spot) for spot in self.spots] or [(self, None)]


def rows_of(facts: Iterable[Fact], words: Dictionaries) -> Rows:
    table: dict[str, list[int]] = {name: [] for name in DTYPES}
    for fact, spot in [row for some in facts for row in some.rows]:
        values = {
            "event": fact.id,
            "cell": spot.cell if spot else NO_CELL,
            "place": spot.place if spot else 0,
            "area": words.area(spot.country, spot.admin1) if spot else words.areas.code(""),
            "first": NO_DAY if fact.first is None else fact.first,
            "last": NO_DAY if fact.last is None else fact.last,
            "type": TYPES.index(fact.type),
            "status": STATUSES.index(fact.status),
            "where": spot.where if spot else 0,
            "date_prec": 0 if fact.first is None else fact.date_prec,
            "radius": spot.radius if spot else 0,
            "confidence": NO_CONFIDENCE
            if fact.confidence is None
            else int(fact.confidence * 10_000 + 1e-6),
            "fatalities": fact.fatalities,
            "source": words.source_set(fact.sources),
            "actors": words.actor_set(fact.actors),
        }
        for name, value in values.items():
            table[name].append(value)
    return Rows(**{name: np.array(table[name], dtype) for name, dtype in DTYPES.items()})


def base_of(facts: Iterable[Fact]) -> Base:
    words = Dictionaries()
    return make_base(rows_of(facts, words), words, Mark("test"))


def snapshot_after(before: Sequence[Fact], after: Sequence[Fact], steps: int = 1) -> Snapshot:
    """What the index shows of ``after`` when its base was built of ``before``."""
    base, delta = base_of(before), Delta()
    old, new = {fact.id: fact for fact in before}, {fact.id: fact for fact in after}
    changed = sorted(number for number in old.keys() | new if old.get(number) != new.get(number))
    for step in range(steps):
        some = changed[step::steps] + changed[:1]
        # A first event that changes in every step is still there once.
        read = rows_of([new[n] for n in dict.fromkeys(some) if n in new], base.dictionaries)
        delta = delta.later(base, frozenset(some), read, len(some))
    return snapshot_of(base, delta, 0, MaskCache(1 << 20))


# What passes ------------------------------------------------------------------------------------
def event_passes(fact: Fact, asked: Question) -> bool:
    if asked.types and fact.type not in asked.types:
        return False
    if asked.statuses and fact.status not in asked.statuses:
        return False
    if asked.sources and not set(asked.sources) & set(fact.sources):
        return False
    if asked.actors and not set(asked.actors) & set(fact.actors):
        return False
    if asked.date_precs and (fact.first is None or fact.date_prec not in asked.date_precs):
        return False
    if asked.confidence is not None and not (
        fact.confidence is None or fact.confidence >= asked.confidence
    ):
        return False
    if asked.ids is not None and fact.id not in asked.ids.ids.tolist():
        return False
    return in_window(fact, asked)


def in_window(fact: Fact, asked: Question) -> bool:
    if not asked.has_window:
        return True
    if fact.first is None or fact.last is None:
        return False
    if asked.first is not None and asked.last is not None and asked.first > asked.last:
        return False
    return (asked.first is None or fact.last >= asked.first) and (
        asked.last is None or fact.first <= asked.last
    )


def spot_passes(spot: Spot | None, asked: Question) -> bool:
    about_spots = asked.countries or asked.divisions or asked.where_precs
    if spot is None:
        return not (about_spots or asked.area) and asked.place_id is None
    if asked.countries and spot.country not in asked.countries:
        return False
    if asked.divisions and f"{spot.country}.{spot.admin1}" not in asked.divisions:
        return False
    if asked.where_precs and spot.where not in asked.where_precs:
        return False
    if asked.place_id is not None and spot.place != asked.place_id:
        return False
    return asked.area is None or in_area(spot, asked.area)


def in_area(spot: Spot, area: Area) -> bool:
    if len(area.points) == 2:
        (south, west), (north, east) = area.points
        return in_bounds(spot, (west, min(south, north), east, max(south, north)))
    corners = [((lng + 180) / 360 * SIDE, row_of(lat)) for lat, lng in area.points]
    y = row_of(spot.latitude) + 0.5
    return any(
        _in_ring(column_of(spot.longitude) + 0.5 + turn, y, corners) for turn in (-SIDE, 0, SIDE)
    )


def _in_ring(x: float, y: float, corners: list[tuple[float, int]]) -> bool:
    inside = False
    for (x1, y1), (x2, y2) in zip(corners, corners[1:] + corners[:1], strict=True):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            inside = not inside
    return inside


def in_bounds(spot: Spot | None, bounds: Bounds | None) -> bool:
    if bounds is None:
        return True
    if spot is None:
        return False
    west, south, east, north = bounds
    if not row_of(north) <= row_of(spot.latitude) <= row_of(south):
        return False
    if abs(east - west) >= 360:
        return True
    x = column_of(spot.longitude)
    west, east = (
        side if -180 <= side <= 180 else (side + 180) % 360 - 180 for side in (west, east)
    )
    if west <= east:
        return column_of(west) <= x <= column_of(east)
    return x >= column_of(west) or x <= column_of(east)


def passing(
    facts: Iterable[Fact], asked: Question, bounds: Bounds | None = None
) -> list[tuple[Fact, Spot | None]]:
    return [
        (fact, spot)
        for fact in facts
        if event_passes(fact, asked)
        for fact, spot in fact.rows
        if spot_passes(spot, asked) and in_bounds(spot, bounds)
    ]


# Answers ----------------------------------------------------------------------------------------
def count(facts: Iterable[Fact], asked: Question, bounds: Bounds | None) -> int:
    return len({fact.id for fact, _ in passing(facts, asked, bounds)})


def tile(
    facts: Sequence[Fact], asked: Question, z: int, x: int, y: int
) -> tuple[Counter[tuple[Any, ...]], dict[int, tuple[int, int]]]:
    """Points (each as a tuple) and cells: number -> (count, fatalities)."""
    always = _by_cell(passing(facts, asked.without_window()), z, x, y)
    everything = sum(map(len, always.values())) <= tiles.MOST_POINTS
    points: Counter[tuple[Any, ...]] = Counter()
    cells: dict[int, tuple[int, int]] = {}
    for cell, rows in always.items():
        if everything or len(rows) <= 4:
            points.update(point(fact, spot, z, x, y) for fact, spot in rows)
            continue
        within = [fact for fact, _ in rows if in_window(fact, asked)]
        if within:
            cells[cell] = (len(within), sum(fact.fatalities for fact in within))
    return points, cells


def _by_cell(
    rows: Iterable[tuple[Fact, Spot | None]], z: int, x: int, y: int
) -> dict[int, list[tuple[Fact, Spot]]]:
    first, last = tile_range(z, x, y)
    cells: dict[int, list[tuple[Fact, Spot]]] = {}
    for fact, spot in rows:
        if spot is not None and first <= spot.cell <= last:
            column, row = (part >> (27 - z) for part in (_column(spot), _row(spot)))
            cells.setdefault(row % 16 * 16 + column % 16, []).append((fact, spot))
    return cells


def _column(spot: Spot) -> int:
    return column_of(spot.longitude)


def _row(spot: Spot) -> int:
    return row_of(spot.latitude)


def point(fact: Fact, spot: Spot, z: int, x: int, y: int) -> tuple[Any, ...]:
    across = (
        (part << z << 16 >> 31) - (at << 16) for part, at in ((_column(spot), x), (_row(spot), y))
    )
    return (
        fact.id,
        NO_DAY if fact.first is None else fact.first,
        NO_DAY if fact.last is None else fact.last,
        spot.radius,
        fact.fatalities,
        *across,
        TYPES.index(fact.type),
        spot.where,
    )


def cube(
    facts: Sequence[Fact], asked: Question, z: int, x: int, y: int, axis: Axis
) -> dict[int, tuple[list[int], list[int]]]:
    """Of each counted cell the rows begun, and over: before the axis, then by bin."""
    always = _by_cell(passing(facts, asked.without_window()), z, x, y)
    if sum(map(len, always.values())) <= tiles.MOST_POINTS:
        return {}
    edges = axis.edges().tolist()
    return {
        cell: (
            _histogram([fact.first for fact, _ in rows], edges),
            _histogram([fact.last for fact, _ in rows], edges),
        )
        for cell, rows in always.items()
        if len(rows) > 4
    }


def _histogram(days: list[int | None], edges: list[int]) -> list[int]:
    bins = [0] * len(edges)
    for day in days:
        at = 0 if day is None else sum(edge <= day for edge in edges)
        if at < len(edges):
            bins[at] += 1
    return bins


def histogram(
    facts: Sequence[Fact], asked: Question, bounds: Bounds | None, axis: Axis
) -> list[list[float]]:
    edges = axis.edges().tolist()
    bins = [[0.0] * axis.bins for _ in TYPES]
    chosen = {fact.id: fact for fact, _ in passing(facts, asked.without_window(), bounds)}
    for fact in chosen.values():
        if fact.first is None or fact.last is None:
            continue
        for number in range(axis.bins):
            days = min(fact.last + 1, edges[number + 1]) - max(fact.first, edges[number])
            if days > 0:
                bins[TYPES.index(fact.type)][number] += days / (fact.last + 1 - fact.first)
    return bins


def facets(
    facts: Sequence[Fact], asked: Question, bounds: Bounds | None
) -> dict[str, dict[Any, int]]:
    found: dict[str, dict[Any, int]] = {}
    fields = {
        "type": "types", "source": "sources", "country": "countries", "division": "divisions",
        "where_prec": "where_precs", "date_prec": "date_precs", "confidence": "confidence",
        "actor": "actors", "status": "statuses",
    }  # fmt: skip
    for name, field in fields.items():
        pairs = {
            (fact.id, value)
            for fact, spot in passing(facts, asked.without(field), bounds)
            for value in _values(name, fact, spot)
        }
        found[name] = dict(Counter(value for _, value in pairs))
    return found


def _values(name: str, fact: Fact, spot: Spot | None) -> list[Any]:
    if name == "country":
        return [spot.country] if spot and spot.country else []
    if name == "division":
        known = spot and spot.country and spot.admin1
        return [f"{spot.country}.{spot.admin1}"] if known and spot else []
    if name == "where_prec":
        return [spot.where] if spot else []
    if name == "date_prec":
        return [] if fact.first is None else [fact.date_prec]
    if name == "confidence":
        none = fact.confidence is None
        return [None if none else min(int((fact.confidence or 0) * 10 + 1e-9), 9) / 10]
    if name in ("source", "actor"):
        return list(set(fact.sources if name == "source" else fact.actors))
    return [fact.type if name == "type" else fact.status]


def newest(facts: Sequence[Fact], asked: Question, bounds: Bounds | None) -> list[int]:
    """Ids; events without days last."""
    chosen = {fact.id: fact for fact, _ in passing(facts, asked, bounds)}.values()
    ordered = sorted(chosen, key=lambda fact: (fact.first is None, -(fact.first or 0), -fact.id))
    return [fact.id for fact in ordered]


def extent(facts: Sequence[Fact], asked: Question) -> tuple[int, int] | None:
    chosen = [fact for fact, _ in passing(facts, asked.without_window()) if fact.first is not None]
    if not chosen:
        return None
    return min(fact.first or 0 for fact in chosen), max(fact.last or 0 for fact in chosen)
