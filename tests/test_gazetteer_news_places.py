"""news_places.csv: the gazetteer can be built from every row, and none is there twice."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from events.geoparsing.gazetteer import distance_km
from events.geoparsing.gazetteer_sources import DATA
from events.geoparsing.names import normalise_name
from tests.places import gazetteer
from tests.test_gazetteer_regions import COUNTRIES, FEATURES, all_names, read

FILE = DATA / "news_places.csv"
COLUMNS = ["key", "name", "names", "feature", "latitude", "longitude", "country", "admin1"]
SMALLEST = 300
LONE_ISLANDS = frozenset(["FK", "GS", "MV", "NO", "UM"])  # the next town may be another country's
SETTLED = FEATURES | {"PPL", "PPLQ", "PPLX", "ADM2", "LCTY", "PSTB"}
SITES = frozenset(["GRGE", "MKT", "OILF", "PK", "PRT", "RSTN", "TMPL"])


ROWS = read(FILE)


def broken(row: dict[str, str]) -> list[str]:
    """What is wrong with a row, in words; [] for a good one."""
    lat, lon = float(row["latitude"]), float(row["longitude"])
    names = all_names(row)
    checks = {
        "key is no news: slug": not re.fullmatch(
            rf"news:{row['country']}\.[a-z0-9]+(-[a-z0-9]+)*", row["key"]
        ),
        "feature is unknown": row["feature"] not in SETTLED | SITES,
        "latitude is off the globe": not -90 <= lat <= 90,
        "longitude is off the globe": not -180 <= lon <= 180,
        "country is unknown": row["country"] not in COUNTRIES,
        "a name has loose spaces": any(n != " ".join(n.split()) for n in names),
        "a name has no letters": not all(normalise_name(n) for n in names),
        "a name stands twice": len(set(names)) < len(names),
        "a cell begins as a formula": any(
            value[:1] in "=+-@" for column, value in row.items()
            if value and column not in ("latitude", "longitude")
        ),
    }  # fmt: skip
    return [what for what, wrong in checks.items() if wrong]


def test_the_file_is_whole() -> None:
    data = FILE.read_bytes()
    assert data.decode("utf-8").split("\n", 1)[0].split(",") == COLUMNS
    assert b"\r" not in data
    assert data.endswith(b"\n")
    assert len(ROWS) >= SMALLEST


def test_every_row_is_sound() -> None:
    assert {row["key"]: broken(row) for row in ROWS if broken(row)} == {}


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("key", "news:XX.bad key"), ("feature", "NOPE"), ("latitude", "90.5"),
        ("longitude", "-181"), ("country", "ZZ"), ("name", "=cmd()"), ("names", "A|...|B"),
        ("names", "A|A"),
    ],
)  # fmt: skip
def test_a_bad_value_is_noticed(column: str, value: str) -> None:
    assert broken({**ROWS[0], column: value})


def test_keys_are_unique_and_sorted() -> None:
    assert all(one["key"] < other["key"] for one, other in pairwise(ROWS))


@pytest.mark.parametrize("row", ROWS[::25], ids=lambda row: row["key"])
def test_a_place_is_found_by_its_name(row: dict[str, str]) -> None:
    keys = [match.place.key for match in gazetteer().lookup(row["name"], 50)]
    assert row["key"] in keys


def test_no_place_is_far_from_every_town_of_its_country() -> None:
    """A slip of a sign or of two columns puts a village on another continent."""
    far = {}
    for row in ROWS:
        if row["country"] in LONE_ISLANDS:
            continue
        lat, lon = float(row["latitude"]), float(row["longitude"])
        near = gazetteer().near(lat, lon, limit=40, max_km=400)
        others = [place for _, place in near if place.key != row["key"]]
        if others and not any(place.country == row["country"] for place in others):
            far[row["key"]] = distance_km(lat, lon, others[0].latitude, others[0].longitude)
    assert far == {}
