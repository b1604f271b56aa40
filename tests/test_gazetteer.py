"""Looking names, keys and points up in a tiny world."""

from __future__ import annotations

import multiprocessing
import sqlite3
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.geoparsing.gazetteer import (
    EARTH_KM,
    Gazetteer,
    GazetteerMissing,
    NameMatch,
    cell_of,
    cell_ranges,
    distance_km,
)
from tests.tiny_gazetteer import build_tiny_gazetteer


@pytest.fixture(scope="module")
def gazetteer(tmp_path_factory: pytest.TempPathFactory) -> Gazetteer:
    return build_tiny_gazetteer(tmp_path_factory.mktemp("gazetteer") / "tiny.sqlite3")


def names_of(matches: tuple[NameMatch, ...] | list[NameMatch]) -> list[str]:
    return [f"{match.place.name}, {match.place.country}" for match in matches]


# Names


@pytest.mark.parametrize("spelling", ["Jabrayil", "Cəbrayıl", "Cebrayıl", "Джебраил", "JEBRAIL"])
def test_one_place_in_many_spellings(gazetteer: Gazetteer, spelling: str) -> None:
    assert [match.place.key for match in gazetteer.lookup(spelling)] == ["gn:148141"]


def test_the_most_prominent_comes_first(gazetteer: Gazetteer) -> None:
    assert names_of(gazetteer.lookup("Paris")) == ["Paris, FR", "Paris, US"]
    assert names_of(gazetteer.lookup("London")) == ["London, GB", "London, CA"]
    assert [match.place.feature for match in gazetteer.lookup("Georgia")] == ["PCLI", "ADM1"]
    assert names_of(gazetteer.lookup("Astara")) == ["Āstārā, IR", "Astara, AZ"]


def test_a_limit_keeps_the_first(gazetteer: Gazetteer) -> None:
    everything = gazetteer.lookup("Springfield")
    assert len(everything) == 3
    assert gazetteer.lookup("Springfield", limit=2) == everything[:2]
    assert gazetteer.lookup("Springfield", limit=0) == ()


@pytest.mark.parametrize("name", ["US", "U.S.", "U. S."])
def test_an_abbreviation_in_capitals(gazetteer: Gazetteer, name: str) -> None:
    (match,) = gazetteer.lookup(name)
    assert (match.place.country, match.form, match.kind) == ("US", "name", "abbreviation")


@pytest.mark.parametrize("word", ["us", "Us", "u.s.", "ky", "tx"])
def test_a_small_word_is_no_abbreviation(gazetteer: Gazetteer, word: str) -> None:
    assert gazetteer.lookup(word) == ()
    assert not gazetteer.known(word)


@pytest.mark.parametrize("name", ["Ky.", "KY", "Ky"])
def test_an_abbreviation_in_two_forms(gazetteer: Gazetteer, name: str) -> None:
    assert names_of(gazetteer.lookup(name)) == ["Kentucky, US"]


def test_a_demonym_says_that_it_is_one(gazetteer: Gazetteer) -> None:
    (match,) = gazetteer.lookup("Turkish")
    assert (match.place.country, match.form, match.kind) == ("TR", "demonym", "demonym")
    assert gazetteer.lookup("Chechen")[0].place.name == "Chechnya"


def test_preferred_and_alternate_names(gazetteer: Gazetteer) -> None:
    kinds = {match.place.feature: match.kind for match in gazetteer.lookup("New York")}
    assert kinds == {"PPL": "alternate", "ADM1": "preferred"}


def test_a_leading_the_is_ignored(gazetteer: Gazetteer) -> None:
    assert names_of(gazetteer.lookup("the Middle East")) == ["Middle East, "]
    assert names_of(gazetteer.lookup("The US")) == ["United States, US"]
    assert gazetteer.lookup("the us") == ()
    assert gazetteer.lookup("the") == ()


@pytest.mark.parametrize(
    "nasty", ["", " ", "%", "_", "'; DROP TABLE name; --", "\x00", "\ud800", "x" * 1_000_000, "*"]
)
def test_nasty_names_are_unknown(gazetteer: Gazetteer, nasty: str) -> None:
    assert gazetteer.lookup(nasty) == ()
    assert not gazetteer.known(nasty)
    assert gazetteer.search(nasty) == []
    assert gazetteer.place(nasty) is None


def test_known_and_the_longest_name(gazetteer: Gazetteer) -> None:
    assert gazetteer.known("baku")
    assert not gazetteer.known("Nowhereville")
    assert gazetteer.max_words == 4  # Islamic Republic of Iran


# Completion


def test_search_puts_the_exact_name_first(gazetteer: Gazetteer) -> None:
    assert names_of(gazetteer.search("Washington"))[:2] == ["Washington, US", "Washington, US"]
    assert names_of(gazetteer.search("par")) == ["Paris, FR", "Paris, US"]
    assert names_of(gazetteer.search("ба")) == ["Baku, AZ"]


def test_search_within_a_country(gazetteer: Gazetteer) -> None:
    assert names_of(gazetteer.search("a", country="ir")) == ["Āstārā, IR"]
    assert names_of(gazetteer.search("Paris", country="US")) == ["Paris, US"]


def test_search_leaves_demonyms_out_and_keeps_the_limit(gazetteer: Gazetteer) -> None:
    assert "Turkey, TR" not in names_of(gazetteer.search("Turkis"))
    assert len(gazetteer.search("a", limit=3)) == 3
    assert gazetteer.search("a", limit=0) == []


# Keys


def test_places_by_key(gazetteer: Gazetteer) -> None:
    baku = gazetteer.place("gn:587084")
    assert baku is not None
    assert (baku.name, baku.feature, baku.country, baku.where_prec) == ("Baku", "PPLC", "AZ", 1)
    assert 5_000 < baku.radius_m < 30_000
    karabakh = gazetteer.place("dl:karabakh")
    assert karabakh is not None
    assert (karabakh.geonameid, karabakh.radius_m, karabakh.where_prec) == (None, 60_000, 5)


@pytest.mark.parametrize("key", ["gn:1", "gn:", "gn:x", "gn:99999999999999999999", "dl:none"])
def test_unknown_keys(gazetteer: Gazetteer, key: str) -> None:
    assert gazetteer.place(key) is None
    assert gazetteer.names(key) == []


def test_countries_divisions_capitals_and_neighbours(gazetteer: Gazetteer) -> None:
    country, division = gazetteer.country("az"), gazetteer.division("US", "GA")
    capital = gazetteer.capital("TR")
    assert country is not None
    assert division is not None
    assert capital is not None
    assert (country.name, division.name, capital.name) == ("Azerbaijan", "Georgia", "Ankara")
    assert gazetteer.neighbours("AZ") == {"AM", "GE", "IR", "RU", "TR"}
    assert gazetteer.country("XX") is None
    assert gazetteer.division("US", "ZZ") is None
    assert gazetteer.neighbours("XX") == frozenset()


def test_all_names_of_a_place(gazetteer: Gazetteer) -> None:
    assert gazetteer.names("gn:587084") == ["Baku", "Bakou", "Bakı", "Баку"]
    assert "US" in gazetteer.names("gn:6252001")
    assert "Americans" not in gazetteer.names("gn:6252001")
    assert gazetteer.names("dl:donbas") == ["Donbas", "Donbass", "Донбас"]


# Points


def test_near_is_sorted_and_bounded(gazetteer: Gazetteer) -> None:
    found = gazetteer.near(38.45, 48.87, limit=5, max_km=60)
    assert [place.name for _, place in found] == ["Astara", "Āstārā", "Lankaran"]
    assert [km for km, _ in found] == sorted(km for km, _ in found)
    assert gazetteer.near(38.45, 48.87, limit=1)[0][1].name == "Astara"
    assert gazetteer.near(0, -30) == []
    assert gazetteer.near(38.45, 48.87, limit=0) == []


def test_near_crosses_the_date_line(gazetteer: Gazetteer) -> None:
    (found,) = gazetteer.near(-18.1, -179.9, max_km=300)
    assert found[1].name == "Suva"
    assert found[0] == pytest.approx(distance_km(-18.1, -179.9, -18.142, 178.442))
    ((km, place),) = gazetteer.near(-18.1, 180.1, max_km=300)  # the same point, said otherwise
    assert km == pytest.approx(found[0])
    assert place == found[1]


@pytest.mark.parametrize("latitude", [90.0, -90.0])
def test_near_a_pole(gazetteer: Gazetteer, latitude: float) -> None:
    (found,) = gazetteer.near(latitude, 12.3, limit=1, max_km=15_000)
    everyone = gazetteer.near(latitude, -170.0, limit=200, max_km=20_100)
    assert everyone[0][0] == pytest.approx(found[0])
    assert everyone[0][1] == found[1]
    assert len(everyone) > 40


@pytest.mark.parametrize("point", [(91, 0), (float("nan"), 0), (0, float("inf"))])
def test_near_refuses_what_is_no_point(gazetteer: Gazetteer, point: tuple[float, float]) -> None:
    with pytest.raises(ValueError, match="No such point"):
        gazetteer.near(*point)


latitudes = st.floats(-90, 90) | st.sampled_from([-90.0, -89.99, 89.99, 90.0])
longitudes = st.floats(-180, 180) | st.sampled_from([-180.0, -179.999, 179.999, 180.0])


@given(latitudes, longitudes, latitudes, longitudes, st.floats(0, 2 * EARTH_KM))
def test_cells_cover_every_point_within_reach(
    latitude: float, longitude: float, latitude2: float, longitude2: float, more: float
) -> None:
    km = distance_km(latitude, longitude, latitude2, longitude2) + more
    cell = cell_of(latitude2, longitude2)
    assert any(first <= cell <= last for first, last in cell_ranges(latitude, longitude, km))


@given(latitudes, longitudes, st.floats(-0.3, 0.3), st.floats(-0.3, 0.3))
def test_cells_cover_points_close_by(
    latitude: float, longitude: float, north: float, east: float
) -> None:
    latitude2 = min(max(latitude + north, -90), 90)
    longitude2 = (longitude + east + 180) % 360 - 180
    km = distance_km(latitude, longitude, latitude2, longitude2)
    cell = cell_of(latitude2, longitude2)
    assert any(first <= cell <= last for first, last in cell_ranges(latitude, longitude, km))


# Threads, forks, broken files


def test_threads_use_one_gazetteer(gazetteer: Gazetteer) -> None:
    answers: list[int] = []

    def ask() -> None:
        answers.extend(len(gazetteer.near(40.4, 49.9)) for _ in range(20))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 160
    assert len(set(answers)) == 1


def _ask_in_child(gazetteer: Gazetteer, answers: multiprocessing.Queue[list[str]]) -> None:
    answers.put([*names_of(gazetteer.lookup("Batumi")), *gazetteer.names("gn:148141")[:1]])


def test_a_fork_opens_its_own_connection(gazetteer: Gazetteer) -> None:
    gazetteer.lookup("Baku")
    context = multiprocessing.get_context("fork")
    answers: multiprocessing.Queue[list[str]] = context.Queue()
    child = context.Process(target=_ask_in_child, args=(gazetteer, answers))
    child.start()
    assert answers.get(timeout=30) == ["Batumi, GE", "Jabrayil"]
    child.join(30)
    assert names_of(gazetteer.lookup("Ganja")) == ["Ganja, AZ"]


def test_a_missing_gazetteer_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(GazetteerMissing, match=r"no gazetteer at .*manage\.py build_gazetteer"):
        Gazetteer.open(tmp_path / "none.sqlite3")


@pytest.mark.parametrize("content", [b"", b"not a database" * 1000, b"SQLite format 3\x00" * 99])
def test_a_broken_gazetteer_says_what_to_run(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "broken file?#.sqlite3"
    path.write_bytes(content)
    with pytest.raises(GazetteerMissing, match=r"not a whole gazetteer.*build_gazetteer"):
        Gazetteer.open(path)


def test_an_older_schema_is_refused(tmp_path: Path) -> None:
    path = build_tiny_gazetteer(tmp_path / "old.sqlite3").path
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE facts SET value = '0' WHERE name = 'schema'")
    connection.close()
    with pytest.raises(GazetteerMissing, match="another version"):
        Gazetteer.open(path)


def test_a_file_cut_short_is_refused_or_whole(tmp_path: Path) -> None:
    path = build_tiny_gazetteer(tmp_path / "cut.sqlite3").path
    path.write_bytes(path.read_bytes()[:5_000])
    with pytest.raises(GazetteerMissing, match="build_gazetteer"):
        Gazetteer.open(path)


def test_the_facts(gazetteer: Gazetteer) -> None:
    assert gazetteer.facts["places"] > 70
    assert gazetteer.facts["names"] > gazetteer.facts["places"]
    assert "GeoNames" in gazetteer.facts["licence"]
