"""Reading a GeoNames dump as a stream: allCountries.zip, AZ.zip, alternateNamesV2.zip and the like.

Formats: https://download.geonames.org/export/dump/readme.txt.  Rows that are malformed are
skipped, counted and reported with their line; a file in which more than one row in a hundred is
malformed is refused, for it is something else.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from math import log10
from pathlib import Path
from typing import IO

from events.geoparsing.gazetteer import ALTERNATE, PREFERRED
from events.geoparsing.gazetteer_features import feature_rule
from events.geoparsing.gazetteer_sources import SourceError, worth_keeping
from events.geoparsing.gazetteer_store import (
    GazetteerStore,
    Progress,
    SourcePlace,
    abbreviation_kind,
)
from events.geoparsing.names import fold_name

PLACE_FIELDS = 19
NAME_FIELDS = (8, 10)  # alternateNames.txt, alternateNamesV2.txt
MAX_LINE = 1_000_000  # bytes; the longest real rows are some 15,000
SHOWN = 5
NOT_NAMES = frozenset(
    [
        "link",
        "post",
        "iata",
        "icao",
        "faac",
        "wkdt",
        "unlc",
        "tcid",
        "phon",
        "piny",
        "fr_1793",
        "nuts",
        "ise",
        "isin",
    ]
)
FEATURE_CLASSES = frozenset("AHLPRSTUV")


@dataclass(frozen=True, slots=True)
class Dump:
    """The files of a dump.  ``features``: classes (P) and codes (ADM1) to keep; empty keeps all."""

    places: Path | None = None
    alternate_names: Path | None = None
    admin1: Path | None = None
    admin2: Path | None = None
    features: frozenset[str] = frozenset()

    def describe(self) -> str:
        """Names and sizes: enough to tell one download from another."""
        files = (self.places, self.alternate_names, self.admin1, self.admin2)
        described = [f"{file.name} ({file.stat().st_size} bytes)" for file in files if file]
        if self.features:
            described.append("features " + " ".join(sorted(self.features)))
        return ", ".join(described)


@dataclass(slots=True)
class Tally:
    """Rows read and rows skipped of one file."""

    file: Path
    read: int = 0
    skipped: int = 0
    examples: list[str] = field(default_factory=list)

    def skip(self, line: int, why: str) -> None:
        self.skipped += 1
        if len(self.examples) < SHOWN:
            self.examples.append(f"line {line}: {why}")
        if self.skipped >= 100 and self.skipped * 100 > self.read:
            raise SourceError(f"{self.file} is not a GeoNames table; {'; '.join(self.examples)}")

    def report(self, notice: Callable[[str], None]) -> None:
        if not self.read:
            raise SourceError(f"{self.file} holds no rows")
        if self.skipped == self.read:
            raise SourceError(f"{self.file} is not a GeoNames table; {'; '.join(self.examples)}")
        if self.skipped:
            notice(
                f"{self.file.name}: {self.skipped:,} of {self.read:,} rows skipped;"
                f" {'; '.join(self.examples)}"
            )


def check_dump(dump: Dump) -> None:
    """Raise SourceError at once where a file cannot be opened, not after minutes of work."""
    for path in (dump.places, dump.alternate_names, dump.admin1, dump.admin2):
        if path is not None:
            with _opened(path):
                pass


def add_dump(
    store: GazetteerStore, dump: Dump, progress: Progress, notice: Callable[[str], None]
) -> None:
    """Lay a dump over what the store holds.  Raises SourceError with the file and line."""
    if dump.places is not None:
        tally = Tally(dump.places)
        places = read_places(dump.places, dump, tally)
        store.add_all(_noting(store, progress(dump.places.name, places)))  # type: ignore[arg-type]
        tally.report(notice)
    if dump.alternate_names is not None:
        tally = Tally(dump.alternate_names)
        store.add_names(
            progress(dump.alternate_names.name, read_names(dump.alternate_names, tally))
        )
        tally.report(notice)


def _noting(store: GazetteerStore, places: Iterator[SourcePlace]) -> Iterator[SourcePlace]:
    """Tell the store which of the places passing by are capitals and divisions."""
    for place in places:
        ref = store.ref(f"gn:{place.geonameid}")
        if place.feature == "PPLC":
            store.capitals[place.country] = ref
        elif place.feature == "ADM1":
            store.divisions.setdefault((place.country, place.admin1), ref)
        elif place.feature == "ADM2":
            store.with_counties.add(place.country)
        yield place


def read_places(path: Path, dump: Dump, tally: Tally) -> Iterator[SourcePlace]:
    """The places of a geoname table that the dump's features keep."""
    with_names = dump.alternate_names is None
    for line, fields in read_table(path, tally, (PLACE_FIELDS,)):
        feature_class, feature = fields[6], fields[7]
        if dump.features and not dump.features & {feature_class, feature}:
            continue
        try:
            place = _place(fields, with_names)
        except ValueError as error:
            tally.skip(line, str(error))
            continue
        yield place


def _place(fields: list[str], with_names: bool) -> SourcePlace:
    geonameid, latitude, longitude = int(fields[0]), float(fields[4]), float(fields[5])
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise ValueError(f"no such point: latitude {fields[4]}, longitude {fields[5]}")
    if geonameid <= 0 or not fields[1].strip():
        raise ValueError(f"geonameid {fields[0]!r} with the name {fields[1]!r}")
    population = int(fields[14] or 0)
    if not 0 <= population < 10**11:
        raise ValueError(f"population {fields[14]!r}")
    feature = fields[7] or fields[6]
    rule = feature_rule(feature, fields[6])
    alternates = fields[3].split(",") if fields[3] else []
    names = tuple(filter(worth_keeping, alternates)) if with_names else ()
    return SourcePlace(
        geonameid=geonameid,
        name=fields[1].strip()[:200],
        latitude=latitude,
        longitude=longitude,
        feature=feature,
        country=fields[8],
        admin1=fields[10],
        admin2=fields[11],
        population=population,
        radius_m=rule.radius(population),
        where_prec=rule.where_prec,
        names=names,
        boost=0.0 if with_names else 0.3 * log10(1 + len(alternates)),
    )


def read_names(path: Path, tally: Tally) -> Iterator[tuple[int, str, int]]:
    """(geonameid, name, kind) of an alternate names table; codes, links and junk are left out."""
    for line, fields in read_table(path, tally, NAME_FIELDS):
        language, name = fields[2], fields[3].strip()
        if language in NOT_NAMES:
            continue
        if not fields[1].isdecimal():
            tally.skip(line, f"geonameid {fields[1]!r}")
        elif language == "abbr":
            yield int(fields[1]), name, abbreviation_kind(name)
        elif worth_keeping(name):
            english = language == "en" and fields[4] == "1"
            yield int(fields[1]), name, PREFERRED if english else ALTERNATE


def with_first_ids(places: Iterable[SourcePlace], path: Path | None) -> Iterator[SourcePlace]:
    """First-order divisions with the geonameid and name that admin1CodesASCII.txt gives them."""
    known = {code: (name, ref) for code, name, ref in _read_divisions(path)} if path else {}
    for place in places:
        code = f"{place.country}.{place.admin1}"
        if place.feature != "ADM1" or code not in known:
            yield place
            continue
        name, ref = known[code]
        yield replace(place, geonameid=ref, key="", names=(*place.names, name))


def with_second_ids(places: Iterable[SourcePlace], path: Path | None) -> Iterator[SourcePlace]:
    """Second-order divisions with the code and geonameid that admin2Codes.txt gives their name."""
    known: dict[tuple[str, str], tuple[str, int]] = {}
    for code, name, ref in _read_divisions(path) if path else ():
        first, _, second = code.rpartition(".")
        known[first, fold_name(name)] = (second, ref)
    for place in places:
        first = f"{place.country}.{place.admin1}"
        names = (place.name, *place.names)
        found = next((known[key] for n in names if (key := (first, fold_name(n))) in known), None)
        yield replace(place, geonameid=found[1], key="", admin2=found[0]) if found else place


def _read_divisions(path: Path) -> Iterator[tuple[str, str, int]]:
    """(code such as AZ.09, name, geonameid) of admin1CodesASCII.txt or admin2Codes.txt."""
    tally = Tally(path)
    for line, fields in read_table(path, tally, (4,)):
        if not fields[3].isdecimal():
            raise SourceError(f"{path} line {line}: geonameid {fields[3]!r} is not a number")
        yield fields[0], fields[1], int(fields[3])
    if tally.skipped or not tally.read:
        raise SourceError(f"{path} is not a table of divisions; {'; '.join(tally.examples)}")


def read_table(
    path: Path, tally: Tally, widths: tuple[int, ...]
) -> Iterator[tuple[int, list[str]]]:
    """(line number, fields) of a tab-separated UTF-8 file, plain or zipped."""
    with _opened(path) as file:
        line = 0
        while True:
            line += 1
            try:
                raw = file.readline(MAX_LINE)
            except (zipfile.BadZipFile, zlib.error, EOFError, OSError) as error:
                raise SourceError(f"{path} breaks off at line {line}: {error}") from error
            if not raw:
                return
            if raw.isspace() or raw.startswith(b"#"):
                continue
            tally.read += 1
            try:
                fields = raw.rstrip(b"\r\n").decode("utf-8").split("\t")
            except UnicodeDecodeError:
                tally.skip(line, "not UTF-8")
                continue
            if len(fields) not in widths or "\0" in fields[1]:
                wanted = " or ".join(map(str, widths))
                tally.skip(line, f"{len(fields)} fields, not {wanted}")
                continue
            yield line, fields


@contextmanager
def _opened(path: Path) -> Iterator[IO[bytes]]:
    if not path.is_file():
        raise SourceError(f"There is no file {path}")
    if path.suffix.lower() != ".zip":
        with path.open("rb") as plain:
            yield plain
        return
    try:
        archive = zipfile.ZipFile(path)
    except zipfile.BadZipFile as error:
        raise SourceError(f"{path} is not a zip file, or its download broke off") from error
    with archive, archive.open(_table_in(archive, path)) as member:
        yield io.BufferedReader(member, 1 << 20)  # type: ignore[type-var]


def _table_in(archive: zipfile.ZipFile, path: Path) -> str:
    """The member that holds the table: of the file's own name, else the largest .txt."""
    members = [info for info in archive.infolist() if info.filename.lower().endswith(".txt")]
    if not members:
        raise SourceError(f"{path} holds no .txt file")
    for info in members:
        if info.filename.lower() == f"{path.stem.lower()}.txt":
            return info.filename
    return max(members, key=lambda info: info.file_size).filename
