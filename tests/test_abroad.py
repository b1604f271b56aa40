"""Towns far from English are found, also where nothing but a war is told of them."""

from __future__ import annotations

import pytest

from events.geoparsing.types import Document
from tests.places import gazetteer, reader

SAHEL = (
    "BAMAKO (Reuters) - Soldiers held Gao and Mopti in Mali on Monday, officials in Niger said. "
)


def names(text: str) -> list[str]:
    return [toponym.text for toponym in reader().read(Document(text)).toponyms]


@pytest.mark.parametrize(
    ("text", "town"),
    [
        ("Rebels captured Bakhmut in 2023.", "Bakhmut"),
        ("The army recaptured Kidal from rebels.", "Kidal"),
        ("Fighting reached Toretsk on Monday.", "Toretsk"),
        ("The shelling of Chuhuyiv killed nine people, officials said.", "Chuhuyiv"),
        ("Koudougou was bombed twice last week, residents said.", "Koudougou"),
        ("Thousands fled Antratsyt as the front moved closer.", "Antratsyt"),
    ],
)
def test_what_is_fought_for_is_a_place(text: str, town: str) -> None:
    assert town in names(text)


@pytest.mark.parametrize(
    "text",
    [
        SAHEL + "Kigali denies backing them, and complained that Kinshasa had not kept promises.",
        SAHEL + "Kidal was evacuated in October, Tessalit in November and Menaka in June.",
    ],
)
def test_the_towns_of_a_text_abroad_need_less(text: str) -> None:
    towns = {"Kigali", "Kinshasa"} if "Kigali" in text else {"Kidal", "Menaka"}
    assert towns <= {*names(text)}


def test_a_place_of_the_text_is_one_throughout() -> None:
    text = SAHEL + "Djibo in Burkina Faso is besieged.\n\nDjibo has been cut off for months."
    assert names(text).count("Djibo") == 2


@pytest.mark.parametrize(
    ("text", "other"),
    [
        (SAHEL + "Hamas condemned it, and so did Hezbollah.", {"Hamas", "Hezbollah"}),
        (SAHEL + "Moussa Mara spoke. Mara was prime minister.", {"Mara", "Moussa"}),
        (SAHEL + "NATO met.", {"NATO"}),
        ("Gunmen attacked Trump in 2024.", {"Trump"}),
    ],
)
def test_persons_and_organisations_stay_what_they_are(text: str, other: set[str]) -> None:
    assert other.isdisjoint(names(text))


def test_at_home_nothing_needs_less() -> None:
    text = "Clinton and Scott met in Columbus, Ohio, and in Dayton and Cleveland."
    assert {"Clinton", "Scott"}.isdisjoint(names(text))


def test_a_division_is_known_in_one_word_and_in_two() -> None:
    for name in ("Northwest", "North-West", "North West"):
        countries = {match.place.country for match in gazetteer().lookup(name)}
        assert {"CM", "ZA"} <= countries
