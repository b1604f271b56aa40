"""Titles in the article's own words, and numbers of the dead."""

from __future__ import annotations

import pytest

from events.geoparsing.drafts.titles import MAX_TITLE
from events.geoparsing.drafts.wording import number_value
from tests.drafting import tell_one


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("three", 3),
        ("twenty - three", 23),
        ("twenty-three", 23),
        ("two hundred and five", 205),
        ("two thousand", 2000),
        ("1,200", 1200),
        ("1.5 million", 1_500_000),
        ("two dozen", 24),
        ("", None),
        ("hundreds", None),
        ("many", None),
        ("999999999 million million", None),
    ],
)
def test_numbers_in_words_and_figures(words: str, value: int | None) -> None:
    assert number_value(words.split()) == value


@pytest.mark.parametrize(
    ("sentence", "dead"),
    [
        ("A bomb in {Homs} exploded, killing eight people.", 8),
        ("An earthquake in {Izmir} killed at least 1,200 people.", 1200),
        ("Two dozen soldiers were killed in clashes in {Homs}.", 24),
        ("An explosion in {Homs} left 12 people dead.", 12),
        ("A flood in {Lyon} has claimed 14 lives.", 14),
        ("No one was killed when a bomb exploded in {Homs}.", 0),
        ("A bomb exploded in {Homs} and hundreds died.", None),
        ("An earthquake in {Izmir} killed several hundred people.", None),
        ("A bomb exploded in {Homs} at 12 noon.", None),
    ],
)
def test_the_dead(sentence: str, dead: int | None) -> None:
    assert tell_one(sentence).draft.fatalities == dead


def test_a_title_is_cut_out_of_the_sentence() -> None:
    text = (
        "Although the weather was bad, thousands of workers marched through the old town of "
        "{Lyon} on Monday, which surprised the prefect, who had expected far fewer people, and the "
        "shopkeepers, who had closed early."
    )
    told = tell_one(text)
    assert told.draft.title.startswith("Thousands of workers marched through the old town of Lyon")
    assert len(told.draft.title) <= MAX_TITLE
    assert told.draft.title[1:] in told.text


def test_hostile_words_stay_words() -> None:
    told = tell_one("A bomb exploded in {Homs} near <script>alert(1)</script> on Monday.")
    assert "<script>" in told.draft.title
