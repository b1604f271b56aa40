# ruff: noqa: E501 - lists of words
"""Any text is read, in linear time, and nothing is said of it that is not there."""

from __future__ import annotations

import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from events.geoparsing.blocks import split_blocks
from events.geoparsing.dates import DateReader, infer_published
from events.geoparsing.dates.languages.en import ENGLISH
from events.geoparsing.dates.lexicon import tokenise

READER = DateReader()
DAYS = st.none() | st.dates()
# Words that rules begin, join and end with, so that the odd corners of the grammar are met too.
WORDS = st.sampled_from(
    [
        "the",
        "a",
        "last",
        "next",
        "this",
        "that",
        "same",
        "each",
        "every",
        "early",
        "late",
        "mid",
        "-",
        ",",
        ".",
        "of",
        "in",
        "on",
        "at",
        "and",
        "or",
        "to",
        "from",
        "between",
        "until",
        "Monday",
        "Mon.",
        "Sundays",
        "May",
        "March",
        "Jan.",
        "December",
        "5",
        "31",
        "31st",
        "2022",
        "1999",
        "480",
        "BC",
        "0",
        "00",
        "24:00",
        "12:61",
        "12:30",
        "a.m.",
        "pm",
        "noon",
        "midnight",
        "week",
        "weeks",
        "day",
        "year",
        "years",
        "decade",
        "century",
        "quarter",
        "third",
        "second",
        "first",
        "two",
        "twenty",
        "one",
        "few",
        "couple",
        "dozen",
        "half",
        "1/2",
        "1/0",
        "more",
        "than",
        "nearly",
        "ago",
        "earlier",
        "later",
        "before",
        "after",
        "following",
        "previous",
        "today",
        "tomorrow",
        "yesterday",
        "tonight",
        "morning",
        "night",
        "weekend",
        "overnight",
        "summer",
        "fall",
        "Christmas",
        "Easter",
        "Eid",
        "al",
        "Fitr",
        "Ramadan",
        "Nowruz",
        "Good",
        "Labor",
        "Day",
        "Orthodox",
        "twice",
        "FY2013",
        "set",
        "daylong",
        "2007-08",
        "0600",
        "now",
        "past",
        "future",
        "1970s",
        "'80s",
        "'98",
        "2022-12-06",
        "2022-02-30",
        "13/12/2022",
        "99/99/9999",
        "Q3",
        "annually",
        "daily",
        "EST",
        "local",
        "time",
        "9999",
        "9999999999",
        "\n",
        "\n\n",
        "'",
        "’s",
        "(",
        ")",
        "$",
        "said",
        "will",
    ]
)


def check(text: str, published: date | None) -> None:
    found = READER.read(text, published)
    at = 0
    for expression in found:
        assert at <= expression.start < expression.end <= len(text)
        assert text[expression.start : expression.end] == expression.text
        assert (expression.first_day is None) == (expression.last_day is None)
        assert (expression.first_day is None) == (expression.date_prec is None)
        if expression.first_day and expression.last_day:
            assert expression.first_day <= expression.last_day
        at = expression.end
    assert found == READER.read(text, published)


@given(st.text(), DAYS)
def test_any_text(text: str, published: date | None) -> None:
    check(text, published)
    infer_published(text, split_blocks(text))


@settings(max_examples=400)
@given(st.lists(WORDS, max_size=14), DAYS)
def test_any_words_of_time(words: list[str], published: date | None) -> None:
    text = " ".join(words)
    check(text, published)
    inferred = infer_published(text)
    assert inferred.inferred
    assert all(0 <= span.start < span.end <= len(text) for span in inferred.evidence)
    assert 0 <= inferred.confidence < 1


@pytest.mark.parametrize("published", [date.min, date.max])
def test_the_ends_of_the_calendar(published: date) -> None:
    text = (
        "Yesterday, tomorrow, last week, next week, next year, last month, a century ago, in three weeks, "
        "300 years later, on Monday, the following Friday, next March, last winter, the weekend, overnight."
    )
    check(text, published)


@pytest.mark.parametrize(
    "part",
    ["1 ", "the ", "1", "May 1, ", "one ", "twenty ", "more than at least ", "the last ", "Monday ", "1990-", "12:30 ", "a week ago ", "the end of the ", "quarter ", "\n", "a.", ".\n\n", "2022-12-06 ", "half a ", "'", "\x00"],
)  # fmt: skip
def test_hostile_text_takes_linear_time(part: str) -> None:
    text = part * (60_000 // len(part))
    started = time.process_time()
    READER.read(text, date(2022, 12, 6))
    infer_published(text, split_blocks(text))
    assert time.process_time() - started < 10


def test_five_megabytes_of_prose_are_read_in_seconds() -> None:
    text = (
        "The army said on Monday that its soldiers had left the town of Goma near the lake.\n\n"
        * 60_000
    )
    started = time.process_time()
    assert len(READER.read(text, date(2022, 12, 6))) == 60_000
    assert time.process_time() - started < 60


def test_letters_of_other_scripts_and_their_digits_are_not_figures() -> None:
    assert READER.read("٢٠٢٢ and ２０２２ and 𝟐𝟎𝟐𝟐 and ² ½", None) == []
    assert tokenise("", ENGLISH).kinds == ""
