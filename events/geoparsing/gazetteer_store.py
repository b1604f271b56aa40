"""Writing a gazetteer: a staging area that takes places and names as they stream by.

Everything is sorted by SQLite on disk, so memory stays flat at any number of rows.  The file is
made beside its final path and moved there when it is whole: a killed build leaves the old
gazetteer, or none, and a stray ``.building`` file that the next build removes.
"""

# ruff: noqa: S608 - SQL is put together from constants alone; values are always bound

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from math import log10
from operator import itemgetter
from pathlib import Path
from types import TracebackType
from typing import Protocol, TypeVar

from events.geoparsing.gazetteer import (
    ALTERNATE,
    CAPITALS,
    DEMONYM,
    PREFERRED,
    SCHEMA,
    SHORT_PREFIX,
    SHORTENED,
    cell_of,
)
from events.geoparsing.gazetteer_features import feature_rule
from events.geoparsing.names import fold_name, is_abbreviation

FOREIGN = 5  # while building: a country's name in another language; gives way to a city's own name
LARGE_TOWN = 50_000
SHORT_PREFIX_PLACES = 60
CACHE_KIB = 128 * 1024
_COMPASS_APART = re.compile(r"\b(north|south) (east|west)(?=ern\b|\b)")
_COMPASS_JOINED = re.compile(r"\b(north|south)(east|west)(?=ern\b|\b)")
MAX_SCANNED_WORDS = 8  # longer names are found by look-up, but texts are not scanned for them

T = TypeVar("T")


class Progress(Protocol):
    """Passes rows on and shows how far they are; a row may stand for a phase of work."""

    def __call__(self, label: str, rows: Iterable[T], total: int | None = None) -> Iterable[T]: ...


def silent(label: str, rows: Iterable[T], total: int | None = None) -> Iterable[T]:
    """No progress shown."""
    return rows


_STAGE = """
CREATE TABLE stage_place (
    ref INTEGER PRIMARY KEY, score REAL, key TEXT, name TEXT, latitude REAL, longitude REAL,
    feature TEXT, country TEXT, admin1 TEXT, admin2 TEXT, population INTEGER, radius_m INTEGER,
    where_prec INTEGER);
CREATE TABLE stage_name (ref INTEGER, norm TEXT, kind INTEGER, name TEXT);
"""
_FINAL = """
CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE place (
    id INTEGER PRIMARY KEY, geonameid INTEGER, key TEXT, name TEXT NOT NULL,
    latitude REAL NOT NULL, longitude REAL NOT NULL, feature TEXT NOT NULL,
    country TEXT NOT NULL, admin1 TEXT NOT NULL, admin2 TEXT NOT NULL,
    population INTEGER NOT NULL, radius_m INTEGER NOT NULL, where_prec INTEGER NOT NULL,
    cell INTEGER);
CREATE TABLE name (
    norm TEXT NOT NULL, place INTEGER NOT NULL, kind INTEGER NOT NULL,
    PRIMARY KEY (norm, place)) WITHOUT ROWID;
CREATE TABLE place_names (place INTEGER PRIMARY KEY, names TEXT NOT NULL);
CREATE TABLE prefix (
    prefix TEXT NOT NULL, place INTEGER NOT NULL, kind INTEGER NOT NULL,
    PRIMARY KEY (prefix, place)) WITHOUT ROWID;
CREATE TABLE country (
    code TEXT PRIMARY KEY, place INTEGER NOT NULL, capital INTEGER, neighbours TEXT NOT NULL
    ) WITHOUT ROWID;
CREATE TABLE division (
    country TEXT, admin1 TEXT, place INTEGER NOT NULL, PRIMARY KEY (country, admin1)
    ) WITHOUT ROWID;
"""
_ADD_PLACE = "INSERT OR IGNORE INTO stage_place VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)"


@dataclass(frozen=True, slots=True)
class SourcePlace:
    """A place on its way into the gazetteer.  Give a ``geonameid`` or a ``key``, or both.

    ``radius_m`` and ``where_prec`` of None are filled in from the feature code.
    """

    name: str
    latitude: float
    longitude: float
    feature: str
    country: str = ""
    admin1: str = ""
    admin2: str = ""
    population: int = 0
    geonameid: int | None = None
    key: str = ""
    radius_m: int | None = None
    where_prec: int | None = None
    names: tuple[str, ...] = ()
    boost: float = 0.0  # added to the prominence, in powers of ten of population


class GazetteerStore:
    """Takes places and names, then ``finish``es into a gazetteer.  A context manager."""

    def __init__(self, path: Path) -> None:
        self.path = path.absolute()
        self.path.parent.mkdir(parents=True, exist_ok=True)
        remove_leftovers(self.path)
        self.building = self.path.with_name(f"{self.path.name}.{os.getpid()}.building")
        self.building.unlink(missing_ok=True)
        self.staging = self.building.with_suffix(".staging")
        self.staging.unlink(missing_ok=True)
        self.db = sqlite3.connect(self.building, isolation_level=None)
        self.db.execute("PRAGMA page_size=8192")
        self.db.execute("PRAGMA journal_mode=OFF")
        self.db.execute("PRAGMA synchronous=OFF")
        self.db.execute(f"PRAGMA cache_size=-{CACHE_KIB}")
        self.db.execute("ATTACH ? AS stage", (str(self.staging),))
        self.db.execute("PRAGMA stage.journal_mode=OFF")
        self.db.execute("PRAGMA stage.synchronous=OFF")
        self.db.executescript(_STAGE.replace("CREATE TABLE ", "CREATE TABLE stage."))
        self.db.executescript(_FINAL)
        self.db.execute("BEGIN")
        self.refs: dict[str, int] = {}  # keys without a geonameid, to negative numbers
        self.countries: dict[str, int] = {}  # country code to ref
        self.capitals: dict[str, int] = {}
        self.neighbours: dict[str, str] = {}
        self.divisions: dict[tuple[str, str], int] = {}  # country and admin1 code to ref
        self.with_counties: set[str] = set()  # countries whose second-order divisions are in

    def __enter__(self) -> GazetteerStore:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.db.close()
        self.building.unlink(missing_ok=True)
        self.staging.unlink(missing_ok=True)

    # Filling

    def ref(self, key: str) -> int:
        """The number under which a key is known while building (its geonameid where it has one)."""
        if key.startswith("gn:"):
            return int(key[3:])
        return self.refs.setdefault(key, -1 - len(self.refs))

    def add(self, place: SourcePlace) -> int:
        """Add one place with its names; a place that is there already only gains the names."""
        self.add_all([place])
        return self.ref_of(place)

    def ref_of(self, place: SourcePlace) -> int:
        if place.geonameid is not None:
            return place.geonameid
        if not place.key:
            raise ValueError(f"{place.name!r} has neither a geonameid nor a key")
        return self.ref(place.key)

    def add_all(self, places: Iterable[SourcePlace]) -> None:
        """Stream places with their names in; memory does not grow with their number."""
        batch: list[SourcePlace] = []
        for place in places:
            batch.append(place)
            if len(batch) >= 5_000:
                self._write(batch)
                batch.clear()
        self._write(batch)

    def _write(self, places: list[SourcePlace]) -> None:
        self.db.executemany(_ADD_PLACE, [self._row(place) for place in places])
        self.add_names(
            (self.ref_of(place), name, kind)
            for place in places
            for name, kind in [(place.name, PREFERRED), *((n, ALTERNATE) for n in place.names)]
        )

    def _row(self, place: SourcePlace) -> tuple[object, ...]:
        rule = feature_rule(place.feature)
        score = log10(max(place.population, 1)) + rule.boost + place.boost
        score += 0.3 * log10(1 + len(place.names))  # what has many names is talked of
        radius = rule.radius(place.population) if place.radius_m is None else place.radius_m
        return (
            self.ref_of(place),
            score,
            place.key or None,
            place.name,
            place.latitude,
            place.longitude,
            place.feature,
            place.country,
            place.admin1,
            place.admin2,
            place.population,
            radius,
            rule.where_prec if place.where_prec is None else place.where_prec,
        )

    def add_names(self, names: Iterable[tuple[int, str, int]]) -> None:
        """Stream (ref, name, kind) in; names of places that never come are dropped at the end."""
        self.db.executemany("INSERT INTO stage_name VALUES (?,?,?,?)", _name_rows(names))

    def has(self, ref: int) -> bool:
        row = self.db.execute("SELECT 1 FROM stage_place WHERE ref = ?", (ref,))
        return row.fetchone() is not None

    # Finishing

    def finish(self, facts: dict[str, str], progress: Progress = silent) -> None:
        """Sort, index and move into place."""
        steps: list[Callable[[], None]] = [
            self._number_places,
            self._sort_names,
            self._make_way_for_towns,
            self._sort_prefixes,
            self._join_names,
            self._index,
            lambda: self._write_facts(facts),
        ]
        for step in progress("sorting", steps, len(steps)):
            step()
        self.db.execute("COMMIT")
        self.db.execute("DETACH stage")
        self.db.execute("ANALYZE")
        self.db.close()
        with self.building.open("rb") as file:
            os.fsync(file.fileno())
        self.building.replace(self.path)

    def _number_places(self) -> None:
        """Ids in order of prominence: ORDER BY id is then most prominent first, everywhere."""
        self.db.create_function("cell_of", 2, cell_of, deterministic=True)
        self.db.execute(
            "INSERT INTO place SELECT NULL, CASE WHEN ref > 0 THEN ref END, key, name, latitude,"
            " longitude, feature, country, admin1, admin2, population, radius_m, where_prec,"
            " CASE WHEN where_prec <= 2 THEN cell_of(latitude, longitude) END"
            " FROM stage_place ORDER BY score DESC, ref"
        )
        self.db.execute("CREATE TABLE stage.numbers (ref INTEGER PRIMARY KEY, place INTEGER)")
        self._number_keys()
        self.db.execute(
            "INSERT INTO stage.numbers SELECT geonameid, id FROM place"
            " WHERE geonameid IS NOT NULL ORDER BY geonameid"
        )

    def _number_keys(self) -> None:
        places = dict(self.db.execute("SELECT key, id FROM place WHERE key IS NOT NULL").fetchall())
        self.db.executemany(
            "INSERT INTO stage.numbers VALUES (?, ?)",
            [(ref, places[key]) for key, ref in self.refs.items() if key in places],
        )

    def _sort_names(self) -> None:
        self.db.execute(
            "INSERT INTO name SELECT s.norm, m.place, min(s.kind) FROM stage_name s"
            " JOIN stage.numbers m ON m.ref = s.ref GROUP BY s.norm, m.place"
        )

    def _make_way_for_towns(self) -> None:
        """Granada is Grenada in Spanish, but it is a city before that."""
        self.db.execute(
            f"DELETE FROM name WHERE kind = {FOREIGN} AND EXISTS (SELECT 1 FROM name other"
            " JOIN place p ON p.id = other.place WHERE other.norm = name.norm"
            f" AND other.kind = {PREFERRED} AND other.place != name.place"
            f" AND p.population >= {LARGE_TOWN})"
        )
        self.db.execute(f"UPDATE name SET kind = {ALTERNATE} WHERE kind = {FOREIGN}")

    def _sort_prefixes(self) -> None:
        self.db.execute(
            "INSERT INTO prefix SELECT prefix, place, kind FROM (SELECT prefix, place, kind,"
            " row_number() OVER (PARTITION BY prefix ORDER BY place) AS nth FROM ("
            " SELECT substr(norm, 1, length.n) AS prefix, place, min(kind) AS kind FROM name,"
            " (SELECT value AS n FROM json_each(?)) AS length"
            f" WHERE kind != {DEMONYM} GROUP BY 1, 2)) WHERE nth <= {SHORT_PREFIX_PLACES}",
            (str(list(range(1, SHORT_PREFIX + 1))),),
        )

    def _join_names(self) -> None:
        written = self.db.execute(
            "SELECT m.place, s.name FROM stage_name s JOIN stage.numbers m ON m.ref = s.ref"
            f" WHERE s.kind != {DEMONYM} ORDER BY m.place, s.kind, s.name"
        )
        self.db.executemany("INSERT INTO place_names VALUES (?, ?)", _joined(written))

    def _index(self) -> None:
        self.db.execute(  # place("gn:…")
            "CREATE UNIQUE INDEX place_geonameid ON place (geonameid) WHERE geonameid IS NOT NULL"
        )
        self.db.execute("CREATE UNIQUE INDEX place_key ON place (key) WHERE key IS NOT NULL")
        self.db.execute("CREATE INDEX place_cell ON place (cell) WHERE cell IS NOT NULL")  # near()
        number = "(SELECT place FROM stage.numbers WHERE ref = ?)"
        self.db.executemany(
            f"INSERT INTO country SELECT ?, {number}, {number}, ?",
            [
                (code, ref, self.capitals.get(code), self.neighbours.get(code, ""))
                for code, ref in self.countries.items()
            ],
        )
        self.db.executemany(
            f"INSERT INTO division SELECT ?, ?, {number}",
            [(country, admin1, ref) for (country, admin1), ref in self.divisions.items()],
        )

    def _write_facts(self, facts: dict[str, str]) -> None:
        places = self.db.execute("SELECT count(*) FROM place").fetchone()[0]
        names, words = self.db.execute(
            "SELECT count(*), max(length(norm) - length(replace(norm, ' ', '')) + 1) FROM name"
        ).fetchone()
        counted = {
            "schema": str(SCHEMA),
            "places": str(places),
            "names": str(names),
            "max_words": str(min(words or 1, MAX_SCANNED_WORDS)),
        }
        self.db.executemany("INSERT INTO facts VALUES (?, ?)", ({**facts, **counted}).items())


def remove_leftovers(path: Path) -> None:
    """Remove what killed builds left beside ``path``; those of running builds stay."""
    for leftover in path.parent.glob(f"{path.name}.*.building"):
        _remove_if_dead(leftover)
    for leftover in path.parent.glob(f"{path.name}.*.staging"):
        _remove_if_dead(leftover)


def _remove_if_dead(leftover: Path) -> None:
    pid = leftover.name.split(".")[-2]
    if not pid.isdecimal():
        return
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        leftover.unlink(missing_ok=True)
    except PermissionError:
        return


def _name_rows(names: Iterable[tuple[int, str, int]]) -> Iterator[tuple[int, str, int, str]]:
    for ref, name, kind in names:
        norm = fold_name(name)
        if not norm:
            continue
        if kind in (ALTERNATE, FOREIGN) and is_abbreviation(name):
            kind = CAPITALS
        yield ref, norm, kind, name
        if "ə" in name:  # Azerbaijani; Turks write e where others write a: Cebrayıl, Cabrayil
            yield ref, fold_name(name.replace("ə", "e")), kind, name
        if (other := other_compass(norm)) != norm:
            yield ref, other, kind, name


def other_compass(norm: str) -> str:
    """ "north west region" as "northwest region", and the other way round."""
    apart = _COMPASS_APART.sub(r"\1\2", norm)
    return apart if apart != norm else _COMPASS_JOINED.sub(r"\1 \2", norm)


def abbreviation_kind(name: str) -> int:
    """CAPITALS for "KY" and "N.Y.", SHORTENED for "Ky." and "Calif."."""
    return CAPITALS if name == name.upper() else SHORTENED


def _joined(rows: Iterable[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    for place, group in groupby(rows, key=itemgetter(0)):
        yield place, "\n".join(dict.fromkeys(name.replace("\n", " ") for _, name in group))
