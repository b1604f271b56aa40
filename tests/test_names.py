"""Which spellings are one name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.geoparsing.names import (
    MAX_NAME_LENGTH,
    is_abbreviation,
    matches_case,
    normalise_name,
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Cəbrayıl", "CƏBRAYIL"),
        ("Cəbrayıl", "Cabrayil"),
        ("İmişli", "Imisli"),
        ("İSTANBUL", "istanbul"),
        ("U.S.", "US"),
        ("U. S. A.", "USA"),
        ("Washington, D.C.", "Washington DC"),
        ("St. Louis", "Saint-Louis"),
        ("St.Louis", "Saint Louis"),
        ("Mt. Vernon", "MOUNT VERNON"),
        ("Sana'a", "Sanaa"),
        ("Xi’an", "Xian"),
        ("Nagorno-Karabakh", "nagorno  karabakh"),
        ("Straße", "STRASSE"),
        ("Łódź", "Lodz"),
        ("São Tomé & Príncipe", "Sao Tome and Principe"),
        ("Ёлкино", "елкино"),
        ("ДЖЕБРАИЛ", "Джебраил"),
        ("الرِّيَاض", "الرياض"),
        ("تهران", "تهران\u200c"),
        ("کرمان", "كرمان"),
        ("Ｂａｋｕ", "Baku"),
        ("Århus", "A\u030arhus"),
    ],
)
def test_spellings_of_one_name(one: str, other: str) -> None:
    assert normalise_name(one) == normalise_name(other) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Baku", "Batu"),
        ("Баку", "Baku"),
        ("दिल्ली", "दल्ला"),
        ("かな", "がな"),
        ("MT", "Mount"),
        ("St", "Saint"),
        ("New York", "Newyork"),
        ("Springfield 2", "Springfield"),
    ],
)
def test_names_that_stay_apart(one: str, other: str) -> None:
    assert normalise_name(one) != normalise_name(other)


@pytest.mark.parametrize("nothing", ["", "   ", "...", "'’-", "\u200b", "\t\n", "—", "´"])
def test_a_name_without_letters_is_no_name(nothing: str) -> None:
    assert normalise_name(nothing) == ""


def test_a_very_long_name_is_cut() -> None:
    assert len(normalise_name("a" * 5_000_000)) == MAX_NAME_LENGTH


@given(st.text(max_size=120))
def test_folding_twice_changes_nothing_more(name: str) -> None:
    once = normalise_name(name)
    assert once == " ".join(once.split())
    assert normalise_name(once.upper()) == normalise_name(once.upper().lower())


@given(st.text(alphabet=st.characters(max_codepoint=0x24F), max_size=60))
def test_latin_names_are_stable(name: str) -> None:
    once = normalise_name(name)
    assert normalise_name(once) == once


@pytest.mark.parametrize("name", ["US", "U.S.", "UAE", "NSW", "США", "DPRK", "D.C."])
def test_abbreviations(name: str) -> None:
    assert is_abbreviation(name)


@pytest.mark.parametrize("name", ["Us", "Baku", "OTTAWA", "A", "", "北京", "R2D2", "Ky."])
def test_not_abbreviations(name: str) -> None:
    assert not is_abbreviation(name)


@pytest.mark.parametrize(
    ("capitals", "query", "matches"),
    [
        (True, "US", True),
        (True, "U.S.", True),
        (True, "us", False),
        (True, "Us", False),
        (False, "Calif.", True),
        (False, "CALIF", True),
        (False, "calif.", False),
        (False, "...", False),
    ],
)
def test_abbreviations_ask_for_their_capitals(capitals: bool, query: str, matches: bool) -> None:
    assert matches_case("abbreviation", capitals, query) is matches
    assert matches_case("alternate", capitals, query)
