"""regions.csv: the gazetteer can be built from every row, and no name means two rows."""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path

import pycountry
import pytest

from events.geoparsing.names import normalise_name

FILE = Path(__file__).parents[1] / "events" / "geoparsing" / "data" / "regions.csv"
COLUMNS = [
    "key", "name", "names", "feature", "latitude", "longitude", "radius_m", "where_prec",
    "country", "geonameid",
]  # fmt: skip
# GeoNames feature codes that a curated area may have: https://www.geonames.org/export/codes.html
FEATURE_CODES = (
    "AIRB AIRP ANS AREA ATOL BAY BCH BDG BLDG BNKU BP BSN CAPE CH CHN CMP CMTY CNL CNYN CRTR CST"
    " CSTL DAM DLTA DPR DSRT EST ESTY FLLS FRST GLCR GULF HBR HLL HLLS HSP HSTS HTL INLT INSM ISL"
    " ISLS ISTH LK LKS LTER MFG MILB MN MNMT MOOR MSQE MT MTS MUS OCN PAL PASS PCLH PEN PLAT PLN"
    " PRK PRN PSN RDGU RECR REL RESN RF RGN RGNH RK RSRT RSV RUIN SD SEA SHOL SHRN SPIT SQR ST"
    " STDM STM STNB STRT SWMP TERR TNL TOWR TRGU TRL TRNU UNIV VAL VLC WALL"
)
FEATURES = frozenset(FEATURE_CODES.split())
COUNTRIES = frozenset(country.alpha_2 for country in pycountry.countries) | {"XK"}
OPEN_WATERS = frozenset(["OCN", "SEA", "STRT"])
# Demonyms, abbreviations and editors' events point at these; keys are never renamed.
PROMISED = (
    "abkhazia balkans caribbean caucasus chechnya crimea darfur donbas gaza-strip karabakh kashmir"
    " kurdistan latin-america levant middle-east palestinian-territories republika-srpska"
    " scandinavia siberia south-ossetia soviet-union tibet transnistria west-bank yugoslavia"
)
SMALLEST = 300
EARTH_HALF_ROUND_M = 20_040_000


def read(path: Path = FILE) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


ROWS = read()


def all_names(row: dict[str, str]) -> list[str]:
    return [row["name"], *filter(None, row["names"].split("|"))]


def broken(row: dict[str, str]) -> list[str]:
    """What is wrong with a row, in words; [] for a good one."""
    lat, lon, radius = (float(row[c]) for c in ("latitude", "longitude", "radius_m"))
    checks = {
        "key is no dl: slug": re.fullmatch(r"dl:[a-z0-9]+(-[a-z0-9]+)*", row["key"]) is None,
        "feature is unknown": row["feature"] not in FEATURES,
        "latitude is off the globe": not -90 <= lat <= 90,
        "longitude is off the globe": not -180 <= lon <= 180,
        "radius is no size on earth": not 0 < radius < EARTH_HALF_ROUND_M,
        "radius is not whole metres": not row["radius_m"].isdigit(),
        "where_prec is not 1 to 7": re.fullmatch("[1-7]", row["where_prec"]) is None,
        "country is unknown": row["country"] not in COUNTRIES | {""},
        "geonameid is no number": re.fullmatch(r"[1-9]\d*|", row["geonameid"]) is None,
        "a name has loose spaces": any(n != " ".join(n.split()) for n in all_names(row)),
        "a name has no letters": not all(normalise_name(n) for n in all_names(row)),
        "a place known to 25 km is larger": row["where_prec"] == "2" and radius > 25_000,
        "a cell begins as a formula": any(
            value[:1] in "=+-@" for column, value in row.items()
            if value and column not in ("latitude", "longitude")
        ),
    }  # fmt: skip
    return [what for what, wrong in checks.items() if wrong]


def test_the_columns_are_those_that_the_builder_reads() -> None:
    first_line = FILE.read_text(encoding="utf-8").split("\n", 1)[0]
    assert first_line.split(",") == COLUMNS


def test_the_file_is_utf_8_with_unix_line_ends() -> None:
    data = FILE.read_bytes()
    assert b"\r" not in data
    assert data.endswith(b"\n")
    assert not data.startswith(b"\xef\xbb\xbf")


def test_there_are_enough_rows() -> None:
    assert len(ROWS) >= SMALLEST


def test_every_row_is_sound() -> None:
    assert {row["key"]: broken(row) for row in ROWS if broken(row)} == {}


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("key", "dl:Bad Key"), ("feature", "NOPE"), ("latitude", "90.5"), ("longitude", "-181"),
        ("radius_m", "0"), ("radius_m", "12.5"), ("where_prec", "8"), ("country", "ZZ"),
        ("geonameid", "abc"), ("name", "=cmd()"), ("names", "@evil"), ("names", "A|...|B"),
    ],
)  # fmt: skip
def test_a_bad_value_is_noticed(column: str, value: str) -> None:
    assert broken({**ROWS[0], column: value})


def test_keys_are_unique_and_sorted() -> None:
    keys = [row["key"] for row in ROWS]
    assert keys == sorted(set(keys))


def test_no_name_means_two_rows() -> None:
    counted = Counter(name for row in ROWS for name in {normalise_name(n) for n in all_names(row)})
    assert [name for name, count in counted.items() if count > 1] == []


def test_no_row_repeats_a_name() -> None:
    repeated = {}
    for row in ROWS:
        folded = [normalise_name(name) for name in all_names(row)]
        if len(folded) != len(set(folded)):
            repeated[row["key"]] = folded
    assert repeated == {}


def test_seas_and_oceans_are_known_as_open_waters() -> None:
    rows = [row for row in ROWS if row["feature"] in OPEN_WATERS]
    assert len(rows) > 80
    assert [row["key"] for row in rows if row["where_prec"] != "7"] == []


@pytest.mark.parametrize("slug", PROMISED.split())
def test_a_promised_key_stays(slug: str) -> None:
    assert f"dl:{slug}" in {row["key"] for row in ROWS}
