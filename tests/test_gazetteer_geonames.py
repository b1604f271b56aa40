"""A gazetteer from a GeoNames dump: the format as GeoNames writes it, and all that goes wrong."""

from __future__ import annotations

import tracemalloc
import zipfile
from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from events.geoparsing import gazetteer_sources as sources
from events.geoparsing.gazetteer import ALTERNATE, PREFERRED, SHORTENED, Gazetteer
from events.geoparsing.gazetteer_build import KEYED_NAMES
from events.geoparsing.gazetteer_geonames import (
    Dump,
    Tally,
    add_dump,
    read_names,
    read_places,
    read_table,
    with_first_ids,
    with_second_ids,
)
from events.geoparsing.gazetteer_sources import SourceError
from events.geoparsing.gazetteer_store import GazetteerStore, SourcePlace, silent


def row(geonameid: object, name: str, **more: object) -> str:
    """A line of a geoname table, as allCountries.txt has it: 19 fields."""
    given: dict[str, object] = {
        "alternates": "", "latitude": 40.0, "longitude": 49.0, "feature_class": "P",
        "feature": "PPL", "country": "AZ", "admin1": "09", "admin2": "", "population": 0,
    } | more  # fmt: skip
    return "\t".join(
        map(
            str,
            (
                geonameid, name, name, given["alternates"], given["latitude"], given["longitude"],
                given["feature_class"], given["feature"], given["country"], "", given["admin1"],
                given["admin2"], "", "", given["population"], "", "12", "Asia/Baku", "2024-01-01",
            ),
        )
    )  # fmt: skip


GOOD = [
    row(587084, "Baku", alternates="BAK,Bakı,Баку,ba ku", feature="PPLC", population=2351300,
        latitude=40.37767, longitude=49.89201),
    row(587083, "Baki", feature_class="A", feature="ADM1", population=3000000),
    row(147622, "Lankaran District", feature_class="A", feature="ADM2", admin1="29", admin2="29A"),
    row(630672, "Caspian Sea", alternates="Caspian", feature_class="H", feature="SEA", country="",
        admin1="", latitude=42, longitude=50.5),
    row(585000, "Shahdag", feature_class="T", feature="MT", latitude=41.27, longitude=48.0),
    row(585001, "Heydar Aliyev International Airport", feature_class="S", feature="AIRP"),
]  # fmt: skip
NASTY = [
    "only\tthree\tfields",
    row("x12", "No number"),
    row(585010, "Off the map", latitude=123.4),
    row(585011, "Not a coordinate", longitude="here"),
    row(585012, "Too many people", population=10**14),
    row(585013, "  "),
    row(585014, "One field more") + "\t",
]


def zipped(path: Path, lines: Iterable[str], member: str = "") -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("readme.txt", "not a table\n" * 2)
        archive.writestr(member or f"{path.stem}.txt", "\n".join(lines) + "\n")
    return path


def filler(count: int) -> list[str]:
    return [row(9_000_000 + n, f"Village {n}", population=n) for n in range(count)]


def gazetteer_of(path: Path, dump: Dump) -> tuple[Gazetteer, list[str]]:
    said: list[str] = []
    with GazetteerStore(path) as store:
        add_dump(store, dump, silent, said.append)
        store.finish({"built": "2000-01-01", "source": "test", "licence": "", "dump": ""})
    return Gazetteer.open(path), said


def test_a_dump_becomes_a_gazetteer(tmp_path: Path) -> None:
    places = zipped(tmp_path / "AZ.zip", GOOD + filler(300))
    gazetteer, said = gazetteer_of(tmp_path / "g.sqlite3", Dump(places=places))
    assert said == []
    assert gazetteer.facts["places"] == 306
    baku = gazetteer.lookup("Баку")[0].place
    assert (baku.key, baku.feature, baku.population) == ("gn:587084", "PPLC", 2351300)
    assert not gazetteer.known("ba ku")
    assert gazetteer.lookup("BAK") == ()
    sea = gazetteer.lookup("Caspian")[0].place
    assert (sea.feature, sea.country, sea.where_prec) == ("SEA", "", 7)
    airport = gazetteer.place("gn:585001")
    assert airport is not None
    assert (airport.where_prec, airport.radius_m) == (1, 2_000)


def test_malformed_rows_are_skipped_and_told(tmp_path: Path) -> None:
    lines = [*GOOD, *NASTY, "", *filler(400)]
    places = zipped(tmp_path / "AZ.zip", lines)
    gazetteer, said = gazetteer_of(tmp_path / "g.sqlite3", Dump(places=places))
    assert gazetteer.facts["places"] == len(GOOD) + 400
    assert said[0].startswith("AZ.zip: 7 of 413 rows skipped; line 7: 3 fields, not 19; line 8: ")
    assert "latitude 123.4" in said[0]


def test_bytes_that_are_not_text_are_skipped(tmp_path: Path) -> None:
    path = tmp_path / "AZ.txt"
    path.write_bytes("\n".join(GOOD).encode() + b"\n\xff\xfe\x00\x00\n" + row(5, "Last").encode())
    gazetteer, said = gazetteer_of(tmp_path / "g.sqlite3", Dump(places=path))
    assert gazetteer.known("Last")
    assert said == ["AZ.txt: 1 of 8 rows skipped; line 7: not UTF-8"]


@pytest.mark.parametrize(
    ("lines", "complaint"),
    [
        (["a,b,c"] * 5, "not a GeoNames table; line 1: 1 fields, not 19"),
        (["a,b,c"] * 5000, "not a GeoNames table; line 1: 1 fields"),
        ([], "holds no rows"),
        (["# a comment", ""], "holds no rows"),
    ],
)
def test_a_file_that_is_something_else_is_refused(
    tmp_path: Path, lines: list[str], complaint: str
) -> None:
    path = tmp_path / "other.txt"
    path.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(SourceError, match=complaint):
        gazetteer_of(tmp_path / "g.sqlite3", Dump(places=path))
    assert [file.name for file in tmp_path.iterdir()] == ["other.txt"]


def test_a_download_that_broke_off_is_refused(tmp_path: Path) -> None:
    whole = zipped(tmp_path / "AZ.zip", filler(2000)).read_bytes()
    cut = tmp_path / "cut.zip"
    cut.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(SourceError, match="its download broke off"):
        gazetteer_of(tmp_path / "g.sqlite3", Dump(places=cut))
    spoilt = bytearray(whole)
    spoilt[len(spoilt) // 2] ^= 0xFF
    cut.write_bytes(spoilt)
    with pytest.raises(SourceError, match=r"cut\.zip breaks off at line \d+|not a GeoNames table"):
        gazetteer_of(tmp_path / "g.sqlite3", Dump(places=cut))


def test_a_zip_without_a_table_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "pictures.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("picture.png", b"\x89PNG")
    with pytest.raises(SourceError, match=r"holds no \.txt file"):
        gazetteer_of(tmp_path / "g.sqlite3", Dump(places=path))


def test_the_largest_table_of_a_renamed_zip_is_read(tmp_path: Path) -> None:
    places = zipped(tmp_path / "download (1).zip", GOOD, member="AZ.txt")
    gazetteer, _ = gazetteer_of(tmp_path / "g.sqlite3", Dump(places=places))
    assert gazetteer.known("Baku")


@pytest.mark.parametrize(
    ("features", "kept"),
    [({"P"}, {"Baku"}), ({"A"}, {"Baki", "Lankaran District"}), ({"MT", "SEA"}, {"Shahdag"})],
)
def test_only_the_wanted_features(tmp_path: Path, features: set[str], kept: set[str]) -> None:
    places = zipped(tmp_path / "AZ.zip", GOOD)
    dump = Dump(places=places, features=frozenset(features))
    found = {place.name for place in read_places(places, dump, Tally(places))}
    assert kept <= found
    assert len(found) < len(GOOD)


# Alternate names

NAMES = [
    "1\t587084\tru\tБаку\t\t\t\t\t\t",
    "2\t587084\ten\tBaku City\t1\t\t\t\t\t",
    "3\t587084\tlink\thttps://en.wikipedia.org/wiki/Baku\t\t\t\t\t\t",
    "4\t587084\tiata\tGYD\t\t\t\t\t\t",
    "5\t587084\tabbr\tBk.\t\t\t\t\t\t",
    "6\t99\ten\tGhost town\t\t\t\t\t\t",
    "7\tx\ten\tNo number\t\t\t\t\t\t",
    "8\t587084\twkdt\tQ9248\t\t\t\t\t\t",
    "9\t587084\taz\tBakı\t\t\t\t1\t1900\t1991",
]


def test_alternate_names_of_a_dump(tmp_path: Path) -> None:
    places = zipped(tmp_path / "AZ.zip", GOOD)
    names = zipped(tmp_path / "alternateNamesV2.zip", NAMES)
    gazetteer, said = gazetteer_of(tmp_path / "g", Dump(places=places, alternate_names=names))
    assert said == ["alternateNamesV2.zip: 1 of 9 rows skipped; line 7: geonameid 'x'"]
    assert gazetteer.lookup("Баку")[0].place.key == "gn:587084"
    assert gazetteer.lookup("Baku City")[0].kind == "preferred"
    assert gazetteer.lookup("Bk.")[0].kind == "abbreviation"
    assert not any(map(gazetteer.known, ("GYD", "Ghost town", "Q9248", "No number", "bk.")))


def test_the_older_table_of_names_has_fewer_fields(tmp_path: Path) -> None:
    path = tmp_path / "alternateNames.txt"
    path.write_text("".join("\t".join(n.split("\t")[:8]) + "\n" for n in NAMES), encoding="utf-8")
    kinds = [kind for _, _, kind in read_names(path, Tally(path))]
    assert kinds == [ALTERNATE, PREFERRED, SHORTENED, ALTERNATE, ALTERNATE]


# Division codes


def test_division_codes_give_ids(tmp_path: Path) -> None:
    first, second = tmp_path / "admin1CodesASCII.txt", tmp_path / "admin2Codes.txt"
    first.write_text("AZ.09\tBaki\tBaki\t587083\nXX.1\tNone\tNone\t1\n", encoding="utf-8")
    second.write_text("US.KY.067\tFayette County\tFayette County\t4291942\n", encoding="utf-8")
    baku = SourcePlace("Bakı", 40, 49, "ADM1", country="AZ", admin1="09", key="iso:AZ-BA")
    (found,) = with_first_ids([baku], first)
    assert (found.geonameid, found.key, found.names) == (587083, "", ("Baki",))
    county = SourcePlace("Fayette County", 38, -84, "ADM2", country="US", admin1="KY", key="k")
    (found,) = with_second_ids([county], second)
    assert (found.geonameid, found.admin2) == (4291942, "067")
    assert list(with_second_ids([baku], second)) == [baku]
    assert list(with_first_ids([baku], None)) == [baku]


@pytest.mark.parametrize("content", ["", "AZ.09,Baki\n", "AZ.09\tBaki\tBaki\tmany\n"])
def test_division_codes_of_another_format_are_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "admin1CodesASCII.txt"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(SourceError, match=r"admin1CodesASCII\.txt"):
        list(with_first_ids([], path))


# Streaming


def test_a_line_without_end_does_not_fill_the_memory(tmp_path: Path) -> None:
    path = tmp_path / "endless.txt"
    path.write_bytes(row(1, "First").encode() + b"\n" + b"x" * 30_000_000)
    tracemalloc.start()
    assert len(list(read_table(path, Tally(path), (19,)))) == 1
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 8_000_000


def test_memory_does_not_grow_with_the_rows(tmp_path: Path) -> None:
    path = tmp_path / "many.txt"
    with path.open("w", encoding="utf-8") as file:
        file.writelines(line + "\n" for line in filler(15_000))

    def peak_of(count: int) -> int:
        with GazetteerStore(tmp_path / "g.sqlite3") as store:
            tracemalloc.start()
            store.add_all(islice(read_places(path, Dump(places=path), Tally(path)), count))
            peak = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
        return peak

    assert peak_of(15_000) < 1.5 * peak_of(6_000)


# The command


def test_the_command_lays_a_dump_over_the_packaged_sources(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def towns() -> dict[str, dict[str, Any]]:
        keys = {
            key[3:]
            for file, column in KEYED_NAMES.items()
            for _, _, key_type, key in sources.keyed_names(file, column)
            if key_type == "city"
        }
        return {
            key: {
                "geonameid": int(key), "name": "T", "latitude": 1.0, "longitude": 2.0,
                "countrycode": "AQ", "admin1code": "00", "population": 1, "alternatenames": [],
            }
            for key in keys
        }  # fmt: skip

    monkeypatch.setattr(sources, "load_towns", towns)
    monkeypatch.setattr(sources, "locale_identifiers", list)
    path, places = tmp_path / "g.sqlite3", zipped(tmp_path / "AZ.zip", [*GOOD, NASTY[0]])
    call_command("build_gazetteer", output=path, geonames=places)
    assert "1 of 7 rows skipped" in capsys.readouterr().err
    gazetteer = Gazetteer.open(path)
    division, capital = gazetteer.division("AZ", "09"), gazetteer.capital("AZ")
    assert division is not None
    assert (division.key, division.name) == ("gn:587083", "Baki")
    assert "Bakı" in gazetteer.names("gn:587083")
    assert capital is not None
    assert capital.key == "gn:587084"
    assert gazetteer.known("Bavaria")

    call_command("build_gazetteer", output=path, geonames=places)
    assert "up to date" in capsys.readouterr().out
    call_command("build_gazetteer", output=path)
    assert "built from AZ.zip" in capsys.readouterr().out
    assert Gazetteer.open(path).facts["dump"].startswith("AZ.zip")


def test_the_command_says_which_file_is_wrong(tmp_path: Path) -> None:
    path = tmp_path / "broken.zip"
    path.write_bytes(b"PK\x03\x04 not really")
    with pytest.raises(CommandError, match=r"not built: .*broken\.zip is not a zip file"):
        call_command("build_gazetteer", output=tmp_path / "g.sqlite3", geonames=path)
    with pytest.raises(CommandError, match="Q is no feature class"):
        call_command("build_gazetteer", output=tmp_path / "g", geonames=path, features="P,Q")
