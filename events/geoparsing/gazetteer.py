"""The gazetteer: from names to places, places to names, points to places.

One read-only SQLite file, built by ``gazetteer_build`` (``manage.py build_gazetteer``), mapped into
memory and opened once per thread and process.  Ids of places follow their prominence, so that
ordering by id puts Paris in France before Paris in Texas at no cost.
"""

# ruff: noqa: S608 - SQL is put together from constants alone; values are always bound

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from math import asin, ceil, cos, degrees, floor, isfinite, radians, sin, sqrt
from pathlib import Path
from typing import Any, Literal, Self

from events.geoparsing.lent import LENT_KEY, lent_place
from events.geoparsing.names import matches_case, normalise_name
from events.geoparsing.types import Form, GazetteerPlace

SCHEMA = 2  # raised when the tables change; an older file is refused and built anew
EARTH_KM = 6371.0088
CELLS_PER_DEGREE = 10
ROW_CELLS = 360 * CELLS_PER_DEGREE
LAST_ROW = 180 * CELLS_PER_DEGREE - 1
FIRST_RING_KM = 6.0
ROUNDING = 1e-7  # degrees, a centimetre
SHORT_PREFIX = 3  # prefixes up to this length are answered from a table of their own
MMAP_BYTES = 0x7FFF0000
MAX_MATCHES = 250  # of one name; no text needs the 251st San José

Kind = Literal["preferred", "alternate", "abbreviation", "demonym"]
# As stored; the first that a name has for a place is kept.  SHORTENED (Ky.) asks for one capital,
# CAPITALS (US) for nothing but capitals.
KINDS: tuple[Kind, ...] = ("preferred", "alternate", "abbreviation", "abbreviation", "demonym")
PREFERRED, ALTERNATE, SHORTENED, CAPITALS, DEMONYM = range(len(KINDS))

PLACE_COLUMNS = (
    "geonameid, key, name, latitude, longitude, feature, country, admin1, admin2, "
    "population, radius_m, where_prec"
)
_COLUMNS = ", ".join(f"p.{column}" for column in PLACE_COLUMNS.split(", "))
_FIND = (
    f"SELECT n.kind, p.id, {_COLUMNS} FROM name n JOIN place p ON p.id = n.place"
    " WHERE n.norm = ? ORDER BY n.place LIMIT ?"
)
_BEGINNING = (
    f"SELECT min(n.kind), p.id, {_COLUMNS} FROM name n JOIN place p ON p.id = n.place"
    f" WHERE n.norm >= ? AND n.norm < ? AND n.kind != {DEMONYM} AND (? = '' OR p.country = ?)"
    " GROUP BY n.place ORDER BY n.place LIMIT ?"
)
_SHORT_BEGINNING = (
    f"SELECT x.kind, p.id, {_COLUMNS} FROM prefix x JOIN place p ON p.id = x.place"
    " WHERE x.prefix = ? ORDER BY x.place LIMIT ?"
)
_IN_CELLS = f"SELECT p.id, {_COLUMNS} FROM place p WHERE p.cell BETWEEN ? AND ?"


class GazetteerMissing(Exception):
    """There is no gazetteer to open; the message says what is missing and what to run."""


@dataclass(frozen=True, slots=True)
class NameMatch:
    """A place that bears a name, and how: by name, by abbreviation, or by its people."""

    place: GazetteerPlace
    form: Form
    kind: Kind


class _Connection:
    """A connection that closes itself when its thread ends."""

    def __init__(self, path: Path) -> None:
        self.pid = os.getpid()
        self.sqlite = connect_read_only(path)

    def __del__(self) -> None:
        if hasattr(self, "sqlite"):
            self.sqlite.close()


class Gazetteer:
    """Read-only, thread-safe, usable after a fork.  Open with ``Gazetteer.open``."""

    def __init__(self, path: Path, facts: dict[str, Any]) -> None:
        self.path = path
        self.facts = facts
        self.max_words = int(facts["max_words"])
        self._local = threading.local()
        self._neighbours: dict[str, frozenset[str]] | None = None
        self._find = lru_cache(maxsize=20_000)(self._find_uncached)
        self.place = lru_cache(maxsize=20_000)(self._place)
        self.country = lru_cache(maxsize=512)(self._country)
        self.division = lru_cache(maxsize=8_192)(self._division)

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open a built file.  Raises GazetteerMissing when it is absent, half built or old."""
        path = Path(path)
        if not path.is_file():
            raise GazetteerMissing(
                f"There is no gazetteer at {path}; run: manage.py build_gazetteer"
            )
        try:
            facts = read_facts(path)
        except (sqlite3.Error, ValueError) as error:
            raise GazetteerMissing(
                f"{path} is not a whole gazetteer ({error}); run: manage.py build_gazetteer"
            ) from error
        if facts.get("schema") != SCHEMA:
            raise GazetteerMissing(
                f"{path} was built by another version (schema {facts.get('schema')}, this one reads"
                f" {SCHEMA}); run: manage.py build_gazetteer"
            )
        return cls(path, facts)

    # Names to places

    def lookup(self, name: str, limit: int = 60) -> tuple[NameMatch, ...]:
        """The places that bear this name, most prominent first; () when it is unknown.

        Case, diacritics, dots and hyphens do not matter, except that abbreviations need their
        capitals ("US" is a country, "us" is not).  A leading "the" is ignored where the name is
        not known with it.  At most MAX_MATCHES come back, whatever the limit.
        """
        found = self._find(name)
        return found if len(found) <= limit else found[:limit]

    def known(self, name: str) -> bool:
        """Whether any place bears this name."""
        return bool(self._find(name))

    def search(self, prefix: str, limit: int = 20, country: str = "") -> list[NameMatch]:
        """Places of which a name begins with ``prefix``: exact matches first, then by prominence.

        ``country`` (ISO 3166-1 alpha-2) keeps the places of one country.
        """
        norm = normalise_name(prefix)
        if not norm or limit < 1:
            return []
        country = country.upper()
        matches = {match.place.key: match for match in self.lookup(prefix, MAX_MATCHES)}
        if country:
            matches = {k: m for k, m in matches.items() if m.place.country == country}
        if len(matches) < limit:
            for row in self._beginning(norm, limit, country):
                match = _match(row)
                matches.setdefault(match.place.key, match)
        return list(matches.values())[:limit]

    # Keys to places and names

    def _place(self, key: str) -> GazetteerPlace | None:
        """The place with a key such as ``gn:587084``, ``dl:karabakh`` or ``near:gn:587084``."""
        if key.startswith(LENT_KEY):
            lender = None if key.startswith(LENT_KEY * 2) else self.place(key[len(LENT_KEY) :])
            return lent_place(lender) if lender else None
        if key.startswith("gn:") and key[3:].isdecimal() and len(key) <= 15:
            return self._one("p.geonameid = ?", int(key[3:]))
        try:
            key.encode()
        except UnicodeEncodeError:  # half a character, out of broken JSON
            return None
        return self._one("p.key = ?", key)

    def _country(self, code: str) -> GazetteerPlace | None:
        """A country by its ISO 3166-1 alpha-2 code."""
        return self._one("p.id = (SELECT place FROM country WHERE code = ?)", code.upper())

    def _division(self, country: str, admin1: str) -> GazetteerPlace | None:
        """A first-order division by country and GeoNames admin1 code."""
        return self._one(
            "p.id = (SELECT place FROM division WHERE country = ? AND admin1 = ?)",
            country.upper(),
            admin1,
        )

    def capital(self, country: str) -> GazetteerPlace | None:
        """The seat of government of a country, by its ISO 3166-1 alpha-2 code."""
        return self._one("p.id = (SELECT capital FROM country WHERE code = ?)", country.upper())

    def names(self, key: str) -> list[str]:
        """Every name of a place as it is written, the preferred one first; [] if unknown."""
        place = self.place(key)
        if place is None:
            return []
        row = self._connection().execute(
            "SELECT names FROM place_names WHERE place ="
            " (SELECT id FROM place WHERE key = ?1"
            " UNION SELECT id FROM place WHERE geonameid = ?2)",
            (place.key, place.geonameid),
        )
        return list(dict.fromkeys([place.name, *str(next(row, ("",))[0]).split("\n")]))

    def neighbours(self, country: str) -> frozenset[str]:
        """ISO alpha-2 codes of the countries that share a border with this one."""
        if self._neighbours is None:
            rows = self._connection().execute("SELECT code, neighbours FROM country")
            self._neighbours = {code: frozenset(others.split()) for code, others in rows}
        return self._neighbours.get(country.upper(), frozenset())

    # Points to places

    def near(
        self, latitude: float, longitude: float, limit: int = 10, max_km: float = 100.0
    ) -> list[tuple[float, GazetteerPlace]]:
        """Places whose point is exact (``where_prec`` 1 or 2), as (km, place), nearest first.

        Countries, divisions and areas have no point to be near to and are left out.
        Raises ValueError where the point is not on the globe.
        """
        if not (isfinite(latitude) and isfinite(longitude) and -90 <= latitude <= 90):
            raise ValueError(f"No such point: latitude {latitude}, longitude {longitude}")
        radius = min(FIRST_RING_KM, max_km)
        while True:
            found = self._within(latitude, longitude, radius)
            if len(found) >= limit or radius >= max_km:
                found.sort(key=lambda pair: (pair[0], pair[1].key))
                return found[:limit]
            radius = min(radius * 2, max_km)

    def _within(
        self, latitude: float, longitude: float, km: float
    ) -> list[tuple[float, GazetteerPlace]]:
        connection = self._connection()
        found: list[tuple[float, GazetteerPlace]] = []
        for first, last in cell_ranges(latitude, longitude, km):
            for row in connection.execute(_IN_CELLS, (first, last)):
                distance = distance_km(latitude, longitude, row[4], row[5])
                if distance <= km:
                    found.append((distance, _as_place(row)))
        return found

    # Below the surface

    def _find_uncached(self, name: str) -> tuple[NameMatch, ...]:
        norm = normalise_name(name)
        if not norm:
            return ()
        found = self._matches(norm, name)
        if not found and norm.startswith("the "):
            return self._matches(norm[4:], name[name.lower().find("the") + 3 :])
        return found

    def _matches(self, norm: str, name: str) -> tuple[NameMatch, ...]:
        rows = self._connection().execute(_FIND, (norm, MAX_MATCHES))
        return tuple(
            _match(row) for row in rows if matches_case(KINDS[row[0]], row[0] == CAPITALS, name)
        )

    def _beginning(self, norm: str, limit: int, country: str) -> Iterable[tuple[Any, ...]]:
        connection = self._connection()
        if len(norm) <= SHORT_PREFIX and not country:
            return connection.execute(_SHORT_BEGINNING, (norm, limit))
        return connection.execute(_BEGINNING, (norm, norm + "\U0010ffff", country, country, limit))

    def _one(self, where: str, *values: object) -> GazetteerPlace | None:
        sql = f"SELECT p.id, {_COLUMNS} FROM place p WHERE {where}"
        row = self._connection().execute(sql, values).fetchone()
        return _as_place(row) if row else None

    def _connection(self) -> sqlite3.Connection:
        """This thread's own connection, opened anew in a forked child."""
        held: _Connection | None = getattr(self._local, "held", None)
        if held is None or held.pid != os.getpid():
            held = self._local.held = _Connection(self.path)
        return held.sqlite


def connect_read_only(path: Path) -> sqlite3.Connection:
    uri = path.absolute().as_uri() + "?mode=ro&immutable=1"
    connection = sqlite3.connect(uri, uri=True, check_same_thread=False)
    connection.execute(f"PRAGMA mmap_size={MMAP_BYTES}")
    return connection


def read_facts(path: Path) -> dict[str, Any]:
    """What a gazetteer says of itself.  Raises sqlite3.Error or ValueError when it is not one."""
    connection = connect_read_only(path)
    try:
        rows = connection.execute("SELECT name, value FROM facts").fetchall()
    finally:
        connection.close()
    facts: dict[str, Any] = dict(rows)
    for name in ("schema", "places", "names", "max_words"):
        if name not in facts:
            raise ValueError(f"it does not say its {name}")
        facts[name] = int(facts[name])
    return facts


def distance_km(latitude: float, longitude: float, latitude2: float, longitude2: float) -> float:
    """The great-circle distance between two points in degrees (haversine, mean radius)."""
    north, north2 = radians(latitude), radians(latitude2)
    half = (
        sin((north2 - north) / 2) ** 2
        + cos(north) * cos(north2) * sin(radians(longitude2 - longitude) / 2) ** 2
    )
    return 2 * EARTH_KM * asin(min(1.0, sqrt(half)))


def cell_of(latitude: float, longitude: float) -> int:
    """The cell of a tenth of a degree that holds a point; rows run from the south pole north."""
    return _row_of(latitude) * ROW_CELLS + floor((longitude + 180) * CELLS_PER_DEGREE) % ROW_CELLS


def cell_ranges(latitude: float, longitude: float, km: float) -> Iterator[tuple[int, int]]:
    """Ranges (first, last) of cells that cover every point within ``km`` of a point."""
    reach = degrees(km / EARTH_KM) + ROUNDING
    south, north = latitude - reach, latitude + reach
    first, last = 0, ROW_CELLS - 1
    if south > -90 and north < 90:  # otherwise a pole is within reach, and with it every meridian
        width = degrees(asin(min(1.0, sin(radians(reach)) / cos(radians(latitude)))))
        columns = ceil(2 * width * CELLS_PER_DEGREE) + 1
        if columns < ROW_CELLS:
            first = floor((longitude - width + 180) * CELLS_PER_DEGREE) % ROW_CELLS
            last = first + columns
    for row in range(_row_of(max(south, -90)), _row_of(min(north, 90)) + 1):
        start = row * ROW_CELLS
        yield start + first, start + min(last, ROW_CELLS - 1)
        if last >= ROW_CELLS:
            yield start, start + last - ROW_CELLS


def _row_of(latitude: float) -> int:
    return min(max(floor((latitude + 90) * CELLS_PER_DEGREE), 0), LAST_ROW)


def _match(row: tuple[Any, ...]) -> NameMatch:
    kind: int = row[0]
    form: Form = "demonym" if kind == DEMONYM else "name"
    return NameMatch(_as_place(row[1:]), form, KINDS[kind])


def _as_place(row: tuple[Any, ...]) -> GazetteerPlace:
    return GazetteerPlace(row[2] or f"gn:{row[1]}", row[1], *row[3:])
