"""News is read against its day of publication."""

from __future__ import annotations

from datetime import date

import pytest

from events.geoparsing.dates import DateReader

TUESDAY = date(2022, 12, 6)
READER = DateReader()


def values(text: str, published: date | None = TUESDAY) -> list[tuple[str, str]]:
    return [(found.text, found.value) for found in READER.read(text, published)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Jets took off on Monday, officials said.", [("Monday", "2022-12-05")]),
        ("It was reported Tuesday morning.", [("Tuesday morning", "2022-12-06TMO")]),
        ("He spoke on Tuesday.", [("Tuesday", "2022-12-06")]),
        ("They will meet on Friday.", [("Friday", "2022-12-09")]),
        ("They searched the ruins through Friday night.", [("Friday night", "2022-12-02TNI")]),
        ("They fought until Friday.", [("Friday", "2022-12-02")]),
        ("They extended the talks until Friday.", [("Friday", "2022-12-09")]),
        ("The talks had been due to end Friday.", [("Friday", "2022-12-02")]),
        ("They met on Friday.", [("Friday", "2022-12-02")]),
        (
            "It went on over Monday night into early Tuesday.",
            [("Monday night", "2022-12-05TNI"), ("early Tuesday", "2022-12-06")],
        ),
        (
            "This week’s drill follows one of last month.",
            [("This week", "2022-W49"), ("last month", "2022-11")],
        ),
        ("The vote is tomorrow.", [("tomorrow", "2022-12-07")]),
        (
            "Fighting broke out the day before yesterday.",
            [("the day before yesterday", "2022-12-04")],
        ),
        ("Ten days ago he resigned.", [("Ten days ago", "2022-11-26")]),
        ("He resigned last Tuesday.", [("last Tuesday", "2022-11-29")]),
        ("The talks are set for Friday.", [("Friday", "2022-12-09")]),
        ("They set fire to a bus on Friday.", [("Friday", "2022-12-02")]),
        ("The board changes, effective Feb. 1.", [("Feb. 1", "2023-02-01")]),
        ("Prices have risen since January.", [("January", "2022-01")]),
        ("It was extended through January.", [("January", "2023-01")]),
        (
            "It killed one on Sunday and is forecast to hit land late Monday or early Tuesday.",
            [
                ("Sunday", "2022-12-04"),
                ("late Monday", "2022-12-12"),
                ("early Tuesday", "2022-12-13"),
            ],
        ),
        ("They met on Monday and Tuesday.", [("Monday", "2022-12-05"), ("Tuesday", "2022-12-06")]),
        ("It expects first-quarter sales of $1 billion.", [("first-quarter", "2023-Q1")]),
        ("It runs from October to March.", [("October", "2022-10"), ("March", "2023-03")]),
        (
            "It ran from 30 November to 2 December.",
            [("30 November", "2022-11-30"), ("2 December", "2022-12-02")],
        ),
        (
            "The fair is on from Dec. 30 to Jan. 2.",
            [("Dec. 30", "2022-12-30"), ("Jan. 2", "2023-01-02")],
        ),
        ("It opened on Feb. 29.", [("Feb. 29", "2020-02-29")]),
        ("It fell in January.", [("January", "2022-01")]),
        ("It fell on Dec. 30.", [("Dec. 30", "2021-12-30")]),
        ("It fell in December.", [("December", "2022-12")]),
        ("It must leave no later than Friday.", [("Friday", "2022-12-09")]),
        ("It was on a recent Friday.", [("Friday", "XXXX-WXX-5")]),
        ("It hit Thursday overnight.", [("Thursday overnight", "2022-12-01TNI")]),
        (
            "Schools will be shut from Thursday until next Wednesday.",
            [("Thursday", "2022-12-08"), ("next Wednesday", "2022-12-14")],
        ),
        ("It opened in March.", [("March", "2022-03")]),
        ("It will open in March.", [("March", "2023-03")]),
        ("It opened on 12 November.", [("12 November", "2022-11-12")]),
        ("It will open on 12 February.", [("12 February", "2023-02-12")]),
        ("The crew was due to land on Friday.", [("Friday", "2022-12-09")]),
        ("Following Friday's fire, they left.", [("Friday", "2022-12-02")]),
        ("She would not comment on Friday.", [("Friday", "2022-12-02")]),
        ("She would not leave before Friday.", [("Friday", "2022-12-09")]),
        ("It would have hit the coast Friday.", [("Friday", "2022-12-02")]),
        ("It is unlikely to get approved on Friday.", [("Friday", "2022-12-09")]),
        ("It was to have opened on Friday.", [("Friday", "2022-12-02")]),
        ("It could shut as early as Friday.", [("Friday", "2022-12-09")]),
        ("It was told of as early as Friday.", [("Friday", "2022-12-02")]),
        ("Snow is forecast for Friday.", [("Friday", "2022-12-09")]),
        ("Talks were to go on Friday.", [("Friday", "2022-12-09")]),
        ("It is being held through Friday.", [("Friday", "2022-12-09")]),
        ("They met ahead of a Friday vote.", [("Friday", "2022-12-09")]),
        ("Guests may come Friday.", [("Friday", "2022-12-09")]),
        ("They may have met on Friday.", [("Friday", "2022-12-02")]),
        ("They said the vote is on Friday.", [("Friday", "2022-12-09")]),
        ("This is Friday's only train.", [("Friday", "2022-12-02")]),
        ("They were sent there ahead of Friday's vote.", [("Friday", "2022-12-09")]),
        ("They said talks on Friday will go on.", [("Friday", "2022-12-09")]),
        ("They said Friday will do.", [("Friday", "2022-12-02")]),
        ("A verdict is likely Friday.", [("Friday", "2022-12-09")]),
        ("Talks may be held on Friday.", [("Friday", "2022-12-09")]),
        (
            "The mayor, in office since May, said on Friday no.",
            [("May", "2022-05"), ("Friday", "2022-12-02")],
        ),
        (
            "The paper to be out soon says that sales fell through February.",
            [("February", "2022-02")],
        ),
        ("She could not be reached on Friday.", [("Friday", "2022-12-02")]),
        ("She promises to pay on Friday.", [("Friday", "2022-12-09")]),
        ("They were planning to march on Friday.", [("Friday", "2022-12-09")]),
    ],
)
def test_counts_from_the_day_of_publication(text: str, expected: list[tuple[str, str]]) -> None:
    assert values(text) == expected


def test_a_day_without_its_year_belongs_to_the_past_that_the_sentence_tells() -> None:
    text = "The war erupted on Sept. 27, 2020, and ended with a truce on Nov. 10."
    assert values(text) == [("Sept. 27, 2020", "2020-09-27"), ("Nov. 10", "2020-11-10")]


def test_a_year_earlier_is_the_quarter_or_the_year_that_is_reported_on() -> None:
    text = (
        "Net was $2 million in the third quarter, up from $1 million a year earlier.\n\n"
        "For the nine months, net was $5 million, up from $4 million a year earlier."
    )
    assert values(text) == [
        ("the third quarter", "2022-Q3"),
        ("a year earlier", "2021-Q3"),
        ("the nine months", "P9M"),
        ("a year earlier", "2021"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("up from the quarter a year ago", ("the quarter a year ago", "2021-Q3")),
        (
            "in the corresponding period last year",
            ("the corresponding period last year", "2021-Q3"),
        ),
        ("than last year's quarter", ("last year's quarter", "2021-Q3")),
        ("after a year-earlier loss", ("year-earlier", "2021-Q3")),
        ("in the year-earlier nine months", ("the year-earlier nine months", "P9M")),
    ],
)
def test_a_period_of_last_year_is_the_quarter_that_is_reported_on(
    text: str, expected: tuple[str, str]
) -> None:
    told = values(f"Net was $2 million in the third quarter, {text}.")
    assert told == [("the third quarter", "2022-Q3"), expected]


@pytest.mark.parametrize(
    "aside", ["After a weak second quarter, it grew", "It foresees a fourth-quarter charge"]
)
def test_a_quarter_beside_the_one_that_is_reported_on(aside: str) -> None:
    text = f"Net rose to $3 million in the third quarter. {aside}. Net was $2 million a year ago."
    assert values(text)[-1] == ("a year ago", "2021-Q3")


def test_the_quarter_that_ended_in_a_month() -> None:
    text = "For the quarter ended Sept. 30, net was $3 million, up from $2 million a year earlier."
    assert [value for _, value in values(text)] == ["2022-Q3", "2022-09-30", "2021-Q3"]


def test_untold_time_later_is_a_length_in_the_news() -> None:
    assert values("Minutes later, the roof fell.") == [("Minutes later", "PTXM")]
    assert values("It began years ago.") == [("years ago", "PAST_REF")]


def test_a_time_later_is_a_length_where_no_day_is_told_to_count_from() -> None:
    assert values("The roof fell 20 minutes later.") == [("20 minutes later", "PT20M")]
    text = "It began on Monday and ended two days later."
    assert values(text) == [("Monday", "2022-12-05"), ("two days later", "2022-12-07")]


def test_a_period_of_last_year_without_any_quarter() -> None:
    assert values("Fewer came in the same period last year.") == [
        ("the same period last year", "2021")
    ]
    assert values("Sales fell from last year's quarter.") == [("last year's quarter", "2021-Q3")]


def test_earlier_this_year_ends_on_the_day_of_publication() -> None:
    (found,) = READER.read("They trained together earlier this year.", TUESDAY)
    assert (found.value, found.mod) == ("2022", "START")
    assert (found.first_day, found.last_day, found.date_prec) == (date(2022, 1, 1), TUESDAY, 5)


def test_no_day_is_made_up_without_a_day_of_publication() -> None:
    for found in READER.read("On Monday, last week and today, and on 10 November.", None):
        assert found.value.startswith("XX"), found
        assert (found.first_day, found.last_day, found.date_prec) == (None, None, None)
