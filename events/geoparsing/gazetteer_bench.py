"""How long the gazetteer takes to open and to answer: ``manage.py build_gazetteer --bench``."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

from events.geoparsing.gazetteer import Gazetteer

T = TypeVar("T")

# As a recogniser asks: places of many and of few namesakes, several scripts, and many plain words.
NAMES = [
    "Baku",
    "Astara",
    "Jabrayil",
    "Imishli",
    "Cəbrayıl",
    "Джебраил",
    "London",
    "Paris",
    "Springfield",
    "Georgia",
    "US",
    "U.S.",
    "us",
    "Turkish",
    "Georgians",
    "Washington",
    "Karabakh",
    "Berlin",
    "Nairobi",
    "Москва",
    "北京",
    "القاهرة",
    "Lima",
    "Texas",
    "Bavaria",
    "Nowhereville",
    "Xyzzy",
    "Tuesday",
    "parliament",
    "Ministry",
    "Defence",
    "Said",
    "The",
    "March",
    "Kyiv",
    "Gaza",
    "Damascus",
    "San Jose",
    "San Antonio",
    "New York",
    "New South Wales",
    "Ministry of Defence",
    "the United States",
    "Kentucky",
    "Ky.",
    "Franklin County",
]
CROWDED = ("Paris", "San Jose", "Springfield", "Santa Cruz")
POINTS = ((40.4, 49.9), (51.5, -0.1), (0.0, -30.0), (48.86, 2.35), (-18.1, 179.9), (90.0, 0.0))
PREFIXES = ("b", "ba", "bak", "san", "saint", "Нью", "spring")


def bench(path: Path) -> Iterator[str]:
    """Lines with medians and 95th percentiles.  Raises GazetteerMissing."""
    started = time.perf_counter()
    gazetteer = Gazetteer.open(path)
    gazetteer.lookup("Baku")
    yield f"open and first look-up: {(time.perf_counter() - started) * 1e3:.1f} ms"
    size = path.stat().st_size / 1e6
    facts = gazetteer.facts
    yield f"{facts['places']:,} places, {facts['names']:,} names, {size:.1f} MB, {facts['source']}"
    uncached = gazetteer._find.__wrapped__
    yield _timed("look-up, mixed list, uncached", uncached, NAMES * 50)
    yield _timed("look-up, mixed list", gazetteer.lookup, NAMES * 50)
    for name in CROWDED:
        count = len(gazetteer.lookup(name, 1_000))
        yield _timed(f"look-up of {name} ({count} places), uncached", uncached, [name] * 200)
    yield _timed("near, 100 km", lambda point: gazetteer.near(*point), POINTS * 20)
    yield _timed("search", gazetteer.search, PREFIXES * 10)


def _timed(label: str, work: Callable[[T], Any], values: Sequence[T]) -> str:
    times = []
    for value in values:
        started = time.perf_counter()
        work(value)
        times.append((time.perf_counter() - started) * 1e6)
    p95 = sorted(times)[int(len(times) * 0.95)]
    return f"{label}: median {statistics.median(times):,.1f} µs, 95 % within {p95:,.1f} µs"
