"""Which words of a text name a place."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.places import found, texts


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The troops arrived in Baku on Monday.", ["Baku"]),
        ("Talks were held in Nairobi, Kenya, last week.", ["Nairobi", "Kenya"]),
        ("The Gaza Strip was shelled.", ["Gaza Strip"]),
        ("Mexico City's airport was closed.", ["Mexico City"]),
        ("Protesters marched through Buenos Aires and Rosario.", ["Buenos Aires", "Rosario"]),
        ("Floods hit Bosnia and Herzegovina.", ["Bosnia and Herzegovina"]),
        ("A court in Licking County heard the case.", ["Licking County"]),
        ("Ships left the port of Rio de Janeiro.", ["Rio de Janeiro"]),
        ("Soldiers died in the Galwan valley on Monday.", ["Galwan valley"]),
    ],
)
def test_names_are_found_with_exact_spans(text: str, expected: list[str]) -> None:
    assert texts(text) == expected


def test_an_article_and_a_possessive_are_no_part_of_a_name() -> None:
    assert texts("The Netherlands’ army left the Philippines.") == ["Netherlands", "Philippines"]
    assert texts("Turkey’s president flew to Germany.") == ["Turkey", "Germany"]


@pytest.mark.parametrize("name", ["U.S.", "US", "UK", "U.K.", "UAE"])
def test_abbreviations_of_countries_are_found(name: str) -> None:
    assert texts(f"Officials from the {name} arrived in Geneva on Friday.") == [name, "Geneva"]


def test_abbreviations_need_their_capitals() -> None:
    assert texts("They told us to go in, and us is what they meant.") == []


def test_an_abbreviated_state_keeps_its_full_stop() -> None:
    assert texts("A barn burned near Owensboro, Ky., on Tuesday.") == ["Owensboro", "Ky."]


def test_peoples_and_languages_are_demonyms() -> None:
    toponyms = found("Turkish jets and Georgian soldiers met French pilots.")
    assert [(t.text, t.form) for t in toponyms] == [
        ("Turkish", "demonym"),
        ("Georgian", "demonym"),
        ("French", "demonym"),
    ]


def test_names_within_names_of_organisations_are_found() -> None:
    assert "Mansfield" in texts("The Mansfield Police Department arrested two men.")
    assert "Cleveland" in texts("She was taken to Cleveland State University in an ambulance.")


def test_a_dateline_in_capitals_is_found() -> None:
    assert texts("BAKU, Dec 6 (AA) — Two countries began a drill on Tuesday.")[0] == "BAKU"


@pytest.mark.parametrize(
    "text",
    [
        "Paris Hilton sang for an hour.",
        "Chad Smith plays the drums, and Chad likes it.",
        "Michael Jordan scored 40 points. Jordan said that he was tired.",
        "Police said on Monday that nobody was hurt in March.",
        "We ate roast turkey with chips and a nice sandwich.",
        "He is reading the best book of all time.",
        "The Independence of the Union was debated in Congress.",
    ],
)
def test_persons_days_and_everyday_words_are_no_places(text: str) -> None:
    assert texts(text) == []


def test_jordan_the_country_is_found_where_no_jordan_is_a_man() -> None:
    assert texts("King Abdullah of Jordan met refugees in Amman.") == ["Jordan", "Amman"]


def test_names_of_which_the_text_says_that_they_are_districts_are_places() -> None:
    told = "They drilled in the capital, Baku, and in the districts of Astara, Jabrayil and Imishli"
    expected = ["Baku", "Astara", "Jabrayil", "Imishli"]
    assert texts(f"{told}, the defence ministry said.") == expected


def test_a_list_of_little_known_towns_is_read_to_its_end() -> None:
    text = "The drill takes in the Azerbaijani cities of Baku, Astara, Jabrayil and Imishli."
    assert texts(text) == ["Azerbaijani", "Baku", "Astara", "Jabrayil", "Imishli"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A report from Джебраил reached the newsroom.", "Джебраил"),
        ("A report from 東京 reached the newsroom.", "東京"),
        ("A report from القاهرة reached the newsroom.", "القاهرة"),
    ],
)
def test_names_in_other_scripts_are_found(text: str, expected: str) -> None:
    assert expected in texts(text)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("The blast hit the church of St. Peter and St. Paul in Cairo on Sunday.", ["Cairo"]),
        ("Thousands came to the feast of Saint John in Valletta on Sunday.", ["Valletta"]),
        ("Two trains collided in St. Louis on Monday.", ["St. Louis"]),
        ("The parish of Orleans lies near the city of St. Paul.", ["Orleans", "St. Paul"]),
    ],
)
def test_the_saint_of_a_church_is_no_town(text: str, names: list[str]) -> None:
    assert texts(text) == names


def test_a_town_before_a_colon_is_a_dateline() -> None:
    assert "KUANTAN" in texts("KUANTAN: Two brothers drowned on Monday, the police said.")


def test_furniture_names_no_place() -> None:
    text = (
        "Soldiers crossed the river near Kharkiv on Monday, and the army said that fighting went on"
        " for most of the night.\n\nLeave a Reply\n\nGreetings from Lisbon"
    )
    assert texts(text) == ["Kharkiv"]


def test_a_repeated_caption_has_its_places_each_time() -> None:
    caption = "Soldiers take part in a drill in Tbilisi, Dec. 6, 2022. (AA Photo)"
    text = f"{caption}\n\nThe drill went on for two days, the ministry said.\n\n{caption}"
    toponyms = [t for t in found(text) if t.text == "Tbilisi"]
    assert len(toponyms) == 2
    assert all(text[t.start : t.end] == "Tbilisi" for t in toponyms)


@pytest.mark.parametrize("text", ["", " ", "\n\n", ".", "\x00", "\ud800 Baku", "=cmd|'/C calc'!A0"])
def test_texts_of_nothing_are_read(text: str) -> None:
    assert all(text[t.start : t.end] == t.text for t in found(text))


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300))
def test_any_text_gives_spans_that_lie_in_it_and_apart(text: str) -> None:
    last = 0
    for toponym in found(text):
        assert text[toponym.start : toponym.end] == toponym.text
        assert last <= toponym.start < toponym.end <= len(text)
        last = toponym.end
