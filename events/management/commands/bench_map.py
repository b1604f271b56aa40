"""Times of what the map asks: tiles, cubes, histogram, filters, list, changes, builds."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db import connection, transaction
from django.test import Client
from django.urls import Resolver404, resolve

from events.journal import Mark, current_mark
from events.maps.index import Axis, IndexNotReady, Question, Snapshot, current_index, files
from events.maps.index import current as current_module
from events.maps.index.delta import Delta, snapshot_of
from events.maps.index.masks import MaskCache
from events.maps.index.mercator import columns_and_rows
from events.maps.index.rows import Rows
from events.maps.index.synthetic import synthetic_rows
from events.models import Article, Event, Evidence, Location

Task = Callable[[], object]
VIEW = (40.0, 30.0, 60.0, 45.0)  # degrees: the Caspian, Mesopotamia, Iran
AXIS = Axis("month", 3, date(1950, 1, 1), 308)


class Command(BaseCommand):
    help = (
        "Measure the map's index: of the database, or with --synthetic N of N made-up events "
        "without one."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--synthetic", type=int, metavar="N", help="events, without a database")
        parser.add_argument("--rounds", type=int, default=60, help="times each is asked")
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument(
            "--changes", action="store_true", help="add 1,000 made-up events, edit, publish"
        )

    def handle(
        self, *, synthetic: int | None, rounds: int, seed: int, changes: bool, **_: Any
    ) -> None:
        self.rounds, self.chance = rounds, random.Random(seed)  # noqa: S311 - not for secrets
        if synthetic:
            with TemporaryDirectory(prefix="map-index-") as folder:
                settings.MAP_INDEX_DIR = Path(folder)
                self.measure(self.made_index(synthetic, seed))
            return
        self.measure(self.database_index())
        self.measure_pages()
        if changes:
            self.measure_changes()

    # Builds -----------------------------------------------------------------------------------
    def made_index(self, count: int, seed: int) -> Snapshot:
        self.say(f"{count:,} made-up events, indexed without a database.")
        rows, words = synthetic_rows(count, seed)
        started = time.perf_counter()
        base = files.make_base(rows, words, Mark("bench"))
        folder = files.write_base(base)
        self.say(f"built from columns and written in {time.perf_counter() - started:.1f} s")
        opened = files.read_base("bench", folder.name)
        if opened is None:
            raise RuntimeError("the base just written cannot be read")
        self.say_size(opened)
        self.say(f"\n{'milliseconds':44} {'median':>8} {'p95':>8}")
        for changed in (1, 1_000):
            read = rows.take(np.flatnonzero(rows.event <= changed)).with_areas(words.settled()[1])
            events = frozenset(range(1, changed + 1))
            change = partial(_changed, opened, events, read)
            self.time(f"{changed:,} changed, but reading them", partial(_same, change), rounds=10)
        return snapshot_of(opened, Delta(), 0, MaskCache(64 << 20))

    def database_index(self) -> Snapshot:
        started = time.perf_counter()
        base = current_module.build()
        if base is None:
            raise RuntimeError("another process is building the index: try again")
        took = time.perf_counter() - started
        self.say(f"{connection.vendor}: built from the database and written in {took:.1f} s")
        self.say_size(base)
        return current_index()

    def say_size(self, base: files.Base) -> None:
        rows = sum(len(segment) for segment in base.segments)
        self.say(
            f"{base.events:,} events, {rows:,} rows, {base.nbytes / 1e6:.0f} MB "
            f"({base.nbytes / max(rows, 1):.1f} bytes a row), memory-mapped"
        )

    # Questions --------------------------------------------------------------------------------
    def measure(self, index: Snapshot) -> None:
        spots = _Spots(index)
        self.say(f"\n{'milliseconds':44} {'median':>8} {'p95':>8}")
        types = ("protest", "riot")
        for low, high in ((0, 3), (4, 14)):
            zooms = f"z{low} to z{high}"
            self.time(
                f"tile with a window, {zooms}, where events are",
                partial(self.tile, index, lambda z: spots.tile(self.chance, z), low, high),
            )
            self.time(
                f"tile with a window, {zooms}, busiest",
                partial(self.tile, index, spots.busiest, low, high),
            )
            self.time(
                f"tile with a window and types, z{low}, busiest",
                partial(self.tile, index, spots.busiest, low, low, types=types),
            )
            cube = partial(index.cube, Question(), *spots.busiest(low), AXIS)
            self.time(f"cube of {AXIS.bins} bins, z{low}, busiest", partial(_same, cube), rounds=10)
        for name, bounds in (("world", None), ("view", VIEW)):
            for kind, asked in (("", {}), (", types", {"types": types})):
                self.measure_summary(index, name + kind, asked, bounds)

    def tile(
        self,
        index: Snapshot,
        tile_of: Callable[[int], tuple[int, int, int]],
        low: int,
        high: int,
        **asked: Any,
    ) -> Task:
        tile = tile_of(self.chance.randint(low, high))
        question = self.window(**asked)
        return lambda: index.tile(question, *tile).to_bytes()

    def measure_summary(
        self, index: Snapshot, name: str, asked: dict[str, Any], bounds: Any
    ) -> None:
        rounds = max(5, self.rounds // 4)
        tasks: dict[str, Callable[[Question], object]] = {
            "count": lambda question: index.count(question, bounds),
            "histogram": lambda question: index.histogram(question, bounds, AXIS),
            "facets": lambda question: index.facets(question, bounds),
            "first page of the newest": lambda question: index.ids(question, bounds),
            "first page of the nearest": lambda question: index.ids(
                question, bounds, order="nearest", near=(40.4, 49.9)
            ),
        }
        for task, ask in tasks.items():
            ready = partial(self.asking, ask, **asked)
            self.time(f"{task}, {name}", ready, rounds=rounds)

    def asking(self, ask: Callable[[Question], object], **asked: Any) -> Task:
        return partial(ask, self.window(**asked))

    def window(self, **asked: Any) -> Question:
        first = self.chance.randint(-7_000, 19_000)
        return Question(first=first, last=first + self.chance.choice([30, 365, 3_650]), **asked)

    # Pages ------------------------------------------------------------------------------------
    def measure_pages(self) -> None:
        """Through Django: middleware, view, headers, compression."""
        try:
            resolve("/map/tiles/0/0/0")
        except Resolver404:
            self.say("the site has no /map/tiles/: nothing measured through Django")
            return
        client = Client(headers={"accept-encoding": "gzip"}, SERVER_NAME="localhost")
        spots = _Spots(current_index())
        for low, high in ((0, 3), (4, 14)):
            ready = partial(self.page, client, spots, low, high)
            self.time(f"tile with a window, z{low} to z{high}, through Django", ready)

    def page(self, client: Client, spots: _Spots, low: int, high: int) -> Task:
        z, x, y = spots.tile(self.chance, self.chance.randint(low, high))
        first = date(1950, 1, 1) + timedelta(days=self.chance.randint(0, 25_000))
        address = f"/map/tiles/{z}/{x}/{y}?from={first}&to={first + timedelta(days=365)}"
        return lambda: client.get(address).content

    # Changes ----------------------------------------------------------------------------------
    def measure_changes(self) -> None:
        """From the end of the change to an index that shows it; what was added is removed."""
        self.say(f"\n{'milliseconds until a change is shown':44} {'median':>8} {'p95':>8}")
        some = list(Event.objects.published().order_by("-id")[:50])
        self.time_changes("edit", [event.save for event in some])
        self.time_changes("publish", list(self.publishing(some)))
        added: list[list[int]] = []
        try:
            self.time_changes(
                "import of 1,000 events", [lambda: added.append(import_events(1_000))] * 5
            )
        finally:
            for ids in added:
                Event.objects.filter(pk__in=ids).delete()

    def publishing(self, events: list[Event]) -> Iterator[Task]:
        for event in events:
            Event.objects.filter(pk=event.pk).update(status="draft")
        for event in events:
            yield partial(Event.objects.filter(pk=event.pk).update, status="published")

    def time_changes(self, name: str, changes: list[Callable[..., object]]) -> None:
        current_index()
        took = []
        for change in changes:
            change()
            started = time.perf_counter()
            _until_shown()
            took.append(time.perf_counter() - started)
        self.say_times(name, took)

    # Clock ------------------------------------------------------------------------------------
    def time(self, name: str, ready: Callable[[], Task], rounds: int | None = None) -> None:
        """``ready`` makes a task, which is timed: each another one; the first is not counted."""
        ready()()
        took = []
        for _ in range(rounds or self.rounds):
            task = ready()
            started = time.perf_counter()
            task()
            took.append(time.perf_counter() - started)
        self.say_times(name, took)

    def say_times(self, name: str, took: list[float]) -> None:
        median, late = np.percentile(took, [50, 95]) * 1_000
        self.say(f"{name:44} {median:8.2f} {late:8.2f}")

    def say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()


def _same(task: Task) -> Task:
    return task


class _Spots:
    """Where events are, for tiles to ask for."""

    def __init__(self, index: Snapshot):
        segment = max((part.segment for part in index.parts), key=len)
        located = segment.spot_cell >= 0
        self.cells = segment.spot_cell[located].astype(np.int64)
        self.sizes = np.diff(segment.spot_start)[located].astype(np.int64)
        self.columns, self.rows = columns_and_rows(self.cells)
        self.sums = np.cumsum(self.sizes)

    def tile(self, chance: random.Random, z: int) -> tuple[int, int, int]:
        """The tile of a row taken by chance."""
        at = int(np.searchsorted(self.sums, chance.randrange(int(self.sums[-1])), "right"))
        return z, int(self.columns[at]) >> (31 - z), int(self.rows[at]) >> (31 - z)

    def busiest(self, z: int) -> tuple[int, int, int]:
        _, which = np.unique(self.cells >> 2 * (31 - z), return_inverse=True)
        at = int(np.argmax(np.bincount(which, self.sizes)[which]))
        return z, int(self.columns[at]) >> (31 - z), int(self.rows[at]) >> (31 - z)


def _changed(base: files.Base, events: frozenset[int], read: Rows) -> Snapshot:
    return snapshot_of(base, Delta().later(base, events, read, 1), 1, MaskCache(1))


def _until_shown() -> None:
    """Ask until the journal has nothing that the index has not read."""
    while True:
        try:
            version = current_index().version
        except IndexNotReady:
            continue
        if int(version.split(".")[1]) >= current_mark().last:
            return
        time.sleep(0.005)


@transaction.atomic
def import_events(count: int) -> list[int]:
    """Published events like those there are, added as an import does."""
    article = Article.objects.order_by("pk").first()
    places = list(Location.objects.order_by("pk").select_related("place")[:count])
    if article is None or not places:
        return []
    events = Event.objects.bulk_create(
        Event(
            type="protest",
            title=f"Made up: import {number}",
            first_day=date(2026, 1, 1),
            last_day=date(2026, 1, 2),
            date_prec=2,
            status="published",
            article=article,
        )
        for number in range(count)
    )
    Location.objects.bulk_create(
        Location(
            event=event,
            place=places[number % len(places)].place,
            latitude=places[number % len(places)].latitude,
            longitude=places[number % len(places)].longitude,
        )
        for number, event in enumerate(events)
    )
    Evidence.objects.bulk_create(
        Evidence(event=event, article=article, start=0, end=len(article.text), quote=article.text)
        for event in events
    )
    return [event.pk for event in events]
