# ruff: noqa: E501 - a row is read best on one line
"""The full range of news: every kind of expression that the plan names, with its days.

Published on Tuesday 6 December 2022.
"""

from __future__ import annotations

from datetime import date

import pytest

from events.geoparsing.dates import DateReader
from events.geoparsing.dates.ranges import ranges
from events.geoparsing.types import TimeExpression

TUESDAY = date(2022, 12, 6)
READER = DateReader()


def read(text: str) -> list[TimeExpression]:
    return READER.read(text, TUESDAY)


def days(found: TimeExpression) -> str:
    return "none" if found.first_day is None else f"{found.first_day} {found.last_day}"


@pytest.mark.parametrize(
    ("text", "words", "value", "mod", "interval"),
    [
        ("It was hit on Tuesday morning.", "Tuesday morning", "2022-12-06TMO", "", "2022-12-06 2022-12-06"),
        ("It closed in early December.", "early December", "2022-12", "START", "2022-12-01 2022-12-10"),
        ("It opened in mid-November.", "mid-November", "2022-11", "MID", "2022-11-11 2022-11-20"),
        ("It opened in late November.", "late November", "2022-11", "END", "2022-11-21 2022-11-30"),
        ("It opened at the end of June.", "the end of June", "2022-06", "END", "2022-06-21 2022-06-30"),
        ("It opened in mid-2021.", "mid-2021", "2021", "MID", "2021-05-02 2021-09-01"),
        ("It was shut last week.", "last week", "2022-W48", "", "2022-11-28 2022-12-04"),
        ("It was shut earlier this year.", "earlier this year", "2022", "START", "2022-01-01 2022-12-06"),
        ("It will open later this year.", "later this year", "2022", "END", "2022-12-06 2022-12-31"),
        ("It has stood since 2014.", "2014", "2014", "", "2014-01-01 2014-12-31"),
        ("Sales fell in the second quarter of 2022.", "the second quarter of 2022", "2022-Q2", "", "2022-04-01 2022-06-30"),
        ("They met last summer.", "last summer", "2022-SU", "", "2022-06-01 2022-08-31"),
        ("They met in the winter of 2021-22.", "the winter of 2021-22", "2022-WI", "", "2021-12-01 2022-02-28"),
        ("They met in the 1990s.", "the 1990s", "199", "", "1990-01-01 1999-12-31"),
        ("They met in the early 1990s.", "the early 1990s", "199", "START", "1990-01-01 1993-05-01"),
        ("They met in the 19th century.", "the 19th century", "18", "", "1800-01-01 1899-12-31"),
        ("They paid in fiscal 2021.", "fiscal 2021", "2021", "", "2021-01-01 2021-12-31"),
        ("It fell at 14:30 local time on 3 December.", "14:30 local time on 3 December", "2022-12-03T14:30", "", "2022-12-03 2022-12-03"),
        ("It was dated 2022-12-03.", "2022-12-03", "2022-12-03", "", "2022-12-03 2022-12-03"),
        ("It was dated 13/12/2021.", "13/12/2021", "2021-12-13", "", "2021-12-13 2021-12-13"),
        ("It was dated 12/13/2021.", "12/13/2021", "2021-12-13", "", "2021-12-13 2021-12-13"),
        ("It was dated 3.12.2022.", "3.12.2022", "2022-12-03", "", "2022-12-03 2022-12-03"),
        ("It was a 44-day war.", "44-day", "P44D", "", "none"),
        ("It lasted nearly three decades.", "nearly three decades", "P30Y", "LESS_THAN", "none"),
        ("They prayed every Friday.", "every Friday", "XXXX-WXX-5", "", "none"),
        ("They met a few days ago.", "a few days ago", "PAST_REF", "", "none"),
        ("They met recently.", "recently", "PAST_REF", "", "none"),
        ("They will meet in the near future.", "the near future", "FUTURE_REF", "", "none"),
        ("It was hit about two weeks ago.", "about two weeks ago", "2022-W47", "APPROX", "2022-11-21 2022-11-27"),
        ("They met on Easter Sunday.", "Easter Sunday", "2022-04-17", "", "2022-04-17 2022-04-17"),
        ("They met at Eid al-Adha.", "Eid al-Adha", "2022-07-09", "APPROX", "2022-07-08 2022-07-10"),
        ("They met at Nowruz.", "Nowruz", "2022-03-21", "", "2022-03-20 2022-03-21"),
    ],
)  # fmt: skip
def test_expressions(text: str, words: str, value: str, mod: str, interval: str) -> None:
    (found,) = read(text)
    assert (found.text, found.value, found.mod, days(found)) == (words, value, mod, interval)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("It went on over Monday night into early Tuesday.", "2022-12-05", "2022-12-06"),
        ("It was held between 3 and 5 May.", "2022-05-03", "2022-05-05"),
        ("It was held on 3-5 May.", "2022-05-03", "2022-05-05"),
        ("It was held on May 3-5.", "2022-05-03", "2022-05-05"),
        ("It was held from March to June.", "2022-03-01", "2022-06-30"),
        ("It lasted from 2014 to 2016.", "2014-01-01", "2016-12-31"),
        ("It was held from 30 November to 2 December.", "2022-11-30", "2022-12-02"),
    ],
)
def test_stretches_have_two_ends(text: str, first: str, last: str) -> None:
    found = read(text)
    ((i, j),) = ranges(text, found)
    assert (str(found[i].first_day), str(found[j].last_day)) == (first, last)


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        ("The town fell on 3 May 2021. The following day it burned.", "The following day", "2021-05-04"),
        ("The town fell on 3 May 2021. Two days earlier it had burned.", "Two days earlier", "2021-05-01"),
        ("The town fell on 3 May 2021. A week later it burned.", "A week later", "2021-W19"),
        ("The town fell on 3 May 2021. It burned the next morning.", "the next morning", "2021-05-04TMO"),
        ("The town fell in May 2021. The following month it burned.", "The following month", "2021-06"),
        ("The town fell in 2012. Two years later it burned.", "Two years later", "2014"),
        ("War broke out on Sept. 27, 2020, and ended on Nov. 10.", "Nov. 10", "2020-11-10"),
        ("War broke out on Sept. 27, 2020. It ended on Nov. 10.", "Nov. 10", "2020-11-10"),
    ],
)  # fmt: skip
def test_the_day_in_focus_goes_before_the_day_of_publication(
    text: str, words: str, value: str
) -> None:
    assert {e.text: e.value for e in read(text)}[words] == value


@pytest.mark.parametrize(
    "text",
    [
        "War broke out on Sept. 27, 2020. It will end on Nov. 10.",
        "War broke out on Sept. 27, 2020. On Monday they said that it ended on Nov. 10.",
        "War broke out on Sept. 27, 2020.\n\nIt ended on Nov. 10.",
        "They spoke of the truce of September 2020. It was kept until they met on Nov. 10.",
    ],
)
def test_a_past_that_is_not_told_on_gives_no_year(text: str) -> None:
    assert read(text)[-1].value != "2020-11-10"


@pytest.mark.parametrize("text", ["31 February", "at 25:70", "on 30 February 2022", "31 June"])
def test_the_impossible_is_left_alone(text: str) -> None:
    assert read(text) == []
