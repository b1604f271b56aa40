"""The forms that a date takes, and what they come to on the calendar."""

from __future__ import annotations

from datetime import date

import pytest

from events.geoparsing.dates import DateReader
from events.geoparsing.dates.feasts import nowruz
from events.geoparsing.dates.intervals import interval, precision

TUESDAY = date(2022, 12, 6)
READER = DateReader()


def read(text: str) -> list[tuple[str, str, str]]:
    return [(found.text, found.value, found.mod) for found in READER.read(text, TUESDAY)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Dec. 6, 2022", [("Dec. 6, 2022", "2022-12-06", "")]),
        ("Tuesday, 6 December 2022", [("Tuesday, 6 December 2022", "2022-12-06", "")]),
        ("the 6th of December 2022", [("the 6th of December 2022", "2022-12-06", "")]),
        ("2022-12-06", [("2022-12-06", "2022-12-06", "")]),
        ("2022-12-06T10:31:00Z", [("2022-12-06T10:31:00Z", "2022-12-06T10:31:00Z", "")]),
        ("3-5 May 2021", [("3", "2021-05-03", ""), ("5 May 2021", "2021-05-05", "")]),
        ("between 3 and 5 May 2021", [("3", "2021-05-03", ""), ("5 May 2021", "2021-05-05", "")]),
        ("May 3-5, 2021", [("May 3", "2021-05-03", ""), ("5, 2021", "2021-05-05", "")]),
        ("from March to June 2020", [("March", "2020-03", ""), ("June 2020", "2020-06", "")]),
        (
            "November 2020 to March 2021",
            [("November 2020", "2020-11", ""), ("March 2021", "2021-03", "")],
        ),
        ("since 2014", [("2014", "2014", "")]),
        ("mid-1996", [("mid-1996", "1996", "MID")]),
        ("the 1970s", [("the 1970s", "197", "")]),
        ("the late 1990s", [("the late 1990s", "199", "END")]),
        ("the 20th century", [("the 20th century", "19", "")]),
        ("the third quarter of 2021", [("the third quarter of 2021", "2021-Q3", "")]),
        ("Q3 2021", [("Q3 2021", "2021-Q3", "")]),
        ("the second half of 2021", [("the second half of 2021", "2021-H2", "")]),
        ("in the summer of 1914", [("the summer of 1914", "1914-SU", "")]),
        ("in 480 BC", [("480 BC", "BC0480", "")]),
        ("nineteen ninety-six", [("nineteen ninety-six", "1996", "")]),
        ("a 44-day war", [("44-day", "P44D", "")]),
        ("nearly three decades", [("nearly three decades", "P30Y", "LESS_THAN")]),
        ("more than two hours", [("more than two hours", "PT2H", "MORE_THAN")]),
        ("at least 2 1/2 years", [("at least 2 1/2 years", "P2Y6M", "EQUAL_OR_MORE")]),
        ("two to three weeks", [("two to three weeks", "P2W", "")]),
        ("twenty-four hours", [("twenty-four hours", "PT24H", "")]),
        ("every Friday", [("every Friday", "XXXX-WXX-5", "")]),
        ("annually", [("annually", "P1Y", "")]),
        ("now and recently", [("now", "PRESENT_REF", ""), ("recently", "PAST_REF", "")]),
        ("Christmas 2021", [("Christmas 2021", "2021-12-25", "")]),
        ("Easter 2024", [("Easter 2024", "2024-03-31", "")]),
        ("Good Friday 2022", [("Good Friday 2022", "2022-04-15", "")]),
        ("Easter Monday 2022", [("Easter Monday 2022", "2022-04-18", "")]),
        ("Orthodox Easter 2024", [("Orthodox Easter 2024", "2024-05-05", "")]),
        ("Eid al-Fitr 2023", [("Eid al-Fitr 2023", "2023-04-21", "APPROX")]),
        ("Eid al-Adha 2022", [("Eid al-Adha 2022", "2022-07-09", "APPROX")]),
        ("Nowruz 2024", [("Nowruz 2024", "2024-03-20", "")]),
        ("Labor Day 2022", [("Labor Day 2022", "2022-09-05", "")]),
        ("May Day 2021", [("May Day 2021", "2021-05-01", "")]),
        ("Election Day 2020", [("Election Day 2020", "2020-11-03", "")]),
        ("They met on Christmas Day", [("Christmas Day", "2021-12-25", "")]),
        ("They will meet on Christmas Day", [("Christmas Day", "2022-12-25", "")]),
        ("They met last Easter", [("last Easter", "2022-04-17", "")]),
        ("Thanksgiving 2022", [("Thanksgiving 2022", "2022-11-24", "")]),
        ("in 2007-08", [("2007", "2007", ""), ("08", "2008", "")]),
        ("the 1995/96 season", [("1995", "1995", ""), ("96", "1996", "")]),
        ("the winter of 2011-12", [("the winter of 2011-12", "2012-WI", "")]),
        ("the summer of last year", [("the summer of last year", "2021-SU", "")]),
        ("fiscal year 2013 and FY2014", [("fiscal year 2013", "2013", ""), ("FY2014", "2014", "")]),
        ("the last quarter of 2012", [("the last quarter of 2012", "2012-Q4", "")]),
        ("the latest quarter", [("the latest quarter", "2022-Q3", "")]),
        ("the current quarter", [("the current quarter", "2022-Q4", "")]),
        ("two and a half years", [("two and a half years", "P2Y6M", "")]),
        ("one-and-a-half hours", [("one-and-a-half hours", "PT1H30M", "")]),
        ("a quarter of a century", [("a quarter of a century", "P25Y", "")]),
        ("hundreds of years", [("hundreds of years", "PXY", "")]),
        ("eight trading days", [("eight trading days", "P8D", "")]),
        ("a daylong meeting", [("daylong", "P1D", "")]),
        ("an 8-month-old truce", [("8-month-old", "P8M", "")]),
        ("The year 2009 began", [("The year 2009", "2009", "")]),
        (
            "fiscal years 2010 and 2011",
            [("fiscal years 2010", "2010", ""), ("2011", "2011", "")],
        ),
        ("on 28/29 April 2021", [("28/29 April 2021", "2021-04-28", "")]),
        ("the last month of the war", [("the last month", "P1M", "")]),
        (
            "It was open from 9 a.m. to 2 p.m. Saturday",
            [("9 a.m.", "2022-12-03T09:00", ""), ("2 p.m. Saturday", "2022-12-03T14:00", "")],
        ),
        (
            "It was open from 9 a.m. to 2 p.m. on Dec. 1",
            [("9 a.m.", "2022-12-01T09:00", ""), ("2 p.m. on Dec. 1", "2022-12-01T14:00", "")],
        ),
        ("at 4 in the morning on Dec. 5", [("4 in the morning on Dec. 5", "2022-12-05T04:00", "")]),
        (
            "about 6:30 in the evening",
            [("about 6:30 in the evening", "2022-12-06T18:30", "APPROX")],
        ),
        ("They left in the morning", [("the morning", "2022-12-06TMO", "")]),
        ("They left by late afternoon", [("late afternoon", "2022-12-06TAF", "END")]),
        ("a quarter-century low", [("a quarter-century", "P25Y", "")]),
        ("Easter weekend 2022", [("Easter weekend 2022", "2022-W15-WE", "")]),
        ("Memorial Day weekend 2022", [("Memorial Day weekend 2022", "2022-W21-WE", "")]),
        ("from 1945 to 1975—even later", [("1945", "1945", ""), ("1975", "1975", "")]),
        (
            "It ran 4:30-7:30 p.m. Thursday",
            [("4:30", "2022-12-01T16:30", ""), ("7:30 p.m. Thursday", "2022-12-01T19:30", "")],
        ),
        (
            "30/04/2018 - 02/05/2018",
            [("30/04/2018", "2018-04-30", ""), ("02/05/2018", "2018-05-02", "")],
        ),
        (
            "04/30/2018, 05/02/2018",
            [("04/30/2018", "2018-04-30", ""), ("05/02/2018", "2018-05-02", "")],
        ),
        (
            "13/12/2018, 12/13/2018, 05/02/2018",
            [("13/12/2018", "2018-12-13", ""), ("12/13/2018", "2018-12-13", "")],
        ),
        ("the decade-old feud", [("decade-old", "P10Y", "")]),
        ("the two-year-old conflict", [("two-year-old", "P2Y", "")]),
        ("They met on the Fourth of July", [("the Fourth of July", "2022-07-04", "")]),
        ("spread over three years", [("three years", "P3Y", "")]),
        ("for over three years", [("over three years", "P3Y", "MORE_THAN")]),
        ("over a week", [("over a week", "P1W", "MORE_THAN")]),
        ("for an additional year", [("an additional year", "P1Y", "")]),
        ("twice a week", [("twice a week", "P1W", "")]),
        ("three times a year", [("three times a year", "P1Y", "")]),
        ("weeks ago", [("weeks ago", "PAST_REF", "")]),
        ("in recent weeks and months", [("recent weeks and months", "PAST_REF", "")]),
        ("right now", [("right now", "PRESENT_REF", "")]),
        (
            "the late 19th and early 20th centuries",
            [("the late 19th", "18", "END"), ("early 20th centuries", "19", "START")],
        ),
        ("79 AD", [("79 AD", "0079", "")]),
        ("at 0600 GMT on Dec. 5", [("0600 GMT on Dec. 5", "2022-12-05T06:00", "")]),
        ("Monday at 10 a.m.", [("Monday at 10 a.m.", "2022-12-05T10:00", "")]),
        (
            "It began at 14:30 local time on 3 March",
            [("14:30 local time on 3 March", "2022-03-03T14:30", "")],
        ),
        ("seven o'clock", [("seven o'clock", "2022-12-06T07:00", "")]),
        ("April and May 2020", [("April", "2020-04", ""), ("May 2020", "2020-05", "")]),
        ("They told of the March accession", [("March", "2022-03", "")]),
        ("the start of next week", [("the start of next week", "2022-W50", "START")]),
        ("after 9/11", [("9/11", "2001-09-11", "")]),
        ("decades-old rivals", [("decades-old", "PXE", "")]),
        ("from Monday to Friday", [("Monday", "2022-12-05", ""), ("Friday", "2022-12-09", "")]),
        ("this past Sunday", [("this past Sunday", "2022-12-04", "")]),
        ("5 p.m. on Dec. 5, 2022", [("5 p.m. on Dec. 5, 2022", "2022-12-05T17:00", "")]),
        ("She sings later this evening", [("later this evening", "2022-12-06TEV", "END")]),
        ("It shut late last night", [("late last night", "2022-12-05TNI", "END")]),
        ("to sum up a three-day visit", [("three-day", "P3D", "")]),
        ("under a two-year lease", [("two-year", "P2Y", "")]),
        ("in under a month", [("under a month", "P1M", "LESS_THAN")]),
        ("over a three-year period", [("a three-year period", "P3Y", "")]),
        ("the same 10-day period", [("the same 10-day period", "P10D", "")]),
        ("a 3 year long drought", [("3 year long", "P3Y", "")]),
        ("a ferry that in the past he took", [("the past", "PAST_REF", "")]),
        ("and, more recently, fish", [("more recently", "PAST_REF", "")]),
        ("as recently as May 2021", [("May 2021", "2021-05", "")]),
        ("the then-current owner", [("then-current", "PAST_REF", "")]),
        ("over the years", [("the years", "PXY", "")]),
        ("in the early years", [("the early years", "PXY", "")]),
        ("in the first hours of the strike", [("the first hours", "PTXH", "")]),
        ("in the months ahead", [("the months ahead", "PXM", "")]),
        ("over the next year or so", [("the next year or so", "2023", "")]),
        ("the latter part of 2021", [("the latter part of 2021", "2021", "END")]),
        ("the early part of May 2021", [("the early part of May 2021", "2021-05", "START")]),
        ("after the early May 2021 storm", [("early May 2021", "2021-05", "START")]),
        ("before the summer festival", [("summer", "2022-SU", "")]),
        ("the week of Dec. 12", [("the week of Dec. 12", "2022-W50", "")]),
        ("7:30 tonight", [("7:30 tonight", "2022-12-06T19:30", "")]),
        ("today at 3 p.m.", [("today at 3 p.m.", "2022-12-06T15:00", "")]),
        ("between five and ten years", [("five and ten years", "P5Y", "")]),
        ("in the year since the flood", [("the year", "P1Y", "")]),
        ("the June Fed meeting", [("June", "2022-06", "")]),
        ("weeks or months", [("weeks or months", "PXW", "")]),
        ("in a year or two", [("a year or two", "P1Y", "")]),
        ("in past years", [("past years", "PAST_REF", "")]),
        ("the next three quarters", [("the next three quarters", "P3Q", "")]),
        ("after several quarters of loss", [("several quarters", "PXQ", "")]),
        ("three quarters of the men", []),
        ("the next quarter century", [("the next quarter century", "P25Y", "")]),
        ("For the week, it fell.", [("the week", "2022-W49", "")]),
        ("by mid-century", [("mid-century", "20", "MID")]),
        ("in mid-week", [("mid-week", "2022-W49", "MID")]),
        ("in '72", [("'72", "1972", "")]),
        ("one two-hour film", [("two-hour", "PT2H", "")]),
        ("one hundred days", [("one hundred days", "P100D", "")]),
        ("following three days of rain", [("three days", "P3D", "")]),
        ("the following three days", [("the following three days", "P3D", "")]),
        ("by mid-afternoon", [("mid-afternoon", "2022-12-06TAF", "MID")]),
        ("It grew day by day, a day-to-day matter", []),
        (
            "It began in May 2008. The following August it ended.",
            [("May 2008", "2008-05", ""), ("The following August", "2008-08", "")],
        ),
        ("at 9:30 this morning", [("9:30 this morning", "2022-12-06T09:30", "")]),
        ("at 7:30 last night", [("7:30 last night", "2022-12-05T19:30", "")]),
        (
            "late spring or early summer of 2021",
            [("late spring", "2021-SP", "END"), ("early summer of 2021", "2021-SU", "START")],
        ),
        ("in the past election", []),
        ("on the March for Bread", []),
        ("year-end 2021", [("year-end 2021", "2021", "END")]),
        ("the winter of 2010-2011", [("the winter of 2010-2011", "2011-WI", "")]),
        ("the past decade", [("the past decade", "P10Y", "")]),
        ("a half-century-old bridge", [("half-century-old", "P50Y", "")]),
        ("in mid-to-late May 2021", [("mid-to-late May 2021", "2021-05", "END")]),
        ("the final three months of the war", [("the final three months", "P3M", "")]),
        ("the final weeks", [("the final weeks", "PXW", "")]),
        ("the first week of May 2021", [("the first week of May 2021", "2021-W18", "")]),
        ("the last week of May 2021", [("the last week of May 2021", "2021-W21", "")]),
        ("the third weekend of May 2021", [("the third weekend of May 2021", "2021-W19-WE", "")]),
        ("the first Monday in May 2021", [("the first Monday in May 2021", "2021-05-03", "")]),
        ("the last Sunday of May 2021", [("the last Sunday of May 2021", "2021-05-30", "")]),
        ("the last day of May 2021", [("the last day of May 2021", "2021-05-31", "")]),
        (
            "the fifth Sunday of June 2021",
            [("Sunday", "2022-12-04", ""), ("June 2021", "2021-06", "")],
        ),
        ("the first half of May 2021", [("the first half of May 2021", "2021-05", "START")]),
        (
            "about 9:30 a.m. (0630 GMT) on Sunday",
            [
                ("about 9:30 a.m.", "2022-12-04T09:30", "APPROX"),
                ("0630 GMT", "2022-12-04T06:30", ""),
                ("Sunday", "2022-12-04", ""),
            ],
        ),
    ],
)
def test_forms(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "31 February 2022",
        "Feb. 30",
        "April 31, 2020",
        "29 February 2021",
        "at 25:70",
        "2022-13-45",
        "32/13/2022",
        "2000 soldiers",
        "$2010",
        "He may march on.",
        "The sun sat on the wed.",
        "prices fall in winter coats",
        "the second man",
        "Daily Courier",
        "F-16",
        "chapter 3:16",
        "Mr. Reupke, 52 years old, resigned.",
        "a 3-month-old baby",
        "in her late thirties",
        "Easter Island",
        "Monday Night Football",
        "Resolution 1701",
        "Flight 1549",
        "the two-year-old girl",
        "a year-old boy",
        "three 18-year-olds",
        "the last day of school",
        "31/32 April 2021",
        "the Sunday Times told of Bloody Sunday",
        "8/11",
        "May days",
        "a memorial day",
        "Labor party",
        "call 1995-96-12",
        "a part of 2010-11-12-13",
        "the first half of the match",
        "2560 GMT",
        "as CNA Today wrote",
        'on the "Today" show',
        "He met June Carter.",
        "August Wilson wrote it.",
        'the comedy "This Day" was cut',
    ],
)
def test_what_is_no_day_is_left_alone(text: str) -> None:
    assert [found for found in read(text) if found[1][:4].isdigit() or "P1D" in found[1]] == []


@pytest.mark.parametrize(
    ("text", "type_", "value"),
    [
        ("it lasts a year", "DURATION", "P1Y"),
        ("It will one day be built.", "DATE", "FUTURE_REF"),
        ("It took one day.", "DURATION", "P1D"),
    ],
)
def test_a_length_and_some_day(text: str, type_: str, value: str) -> None:
    assert [(found.type, found.value) for found in READER.read(text, TUESDAY)] == [(type_, value)]


def test_a_rate_is_no_time_of_the_news() -> None:
    assert read("three ferries a week, $600 a year, 24 hours a day") == [("24 hours", "PT24H", "")]
    assert read("within a week") == [("a week", "P1W", "")]


def test_half_a_month_has_its_days() -> None:
    (found,) = READER.read("the second half of May 2021", TUESDAY)
    assert (found.first_day, found.last_day) == (date(2021, 5, 16), date(2021, 5, 31))


def test_the_week_after_a_week_that_was_told() -> None:
    assert read("Last week she fell ill. The week before, she sang.") == [
        ("Last week", "2022-W48", ""),
        ("The week before", "2022-W47", ""),
    ]


def test_a_length_in_a_title_is_none() -> None:
    assert read('on "90 Minutes" they laughed') == []
    assert read('"90 minutes" is too long') == [("90 minutes", "PT90M", "")]


def test_the_rest_of_the_year_begins_on_the_day_of_publication() -> None:
    (found,) = READER.read("It stays shut for the rest of the year.", TUESDAY)
    assert (found.text, found.value) == ("the rest of the year", "2022")
    assert (found.first_day, found.last_day) == (TUESDAY, date(2022, 12, 31))


def test_a_day_and_month_in_figures_are_not_guessed() -> None:
    assert read("on 06/12/2022") == []
    assert read("on 13/12/2022") == [("13/12/2022", "2022-12-13", "")]
    (found,) = DateReader(day_first=True).read("on 06/12/2022", None)
    assert found.value == "2022-12-06"
    (found,) = DateReader(day_first=False).read("on 06/12/2022", None)
    assert found.value == "2022-06-12"


@pytest.mark.parametrize(
    ("text", "first", "last", "prec"),
    [
        ("Eid al-Fitr 2023", date(2023, 4, 20), date(2023, 4, 22), 2),  # the moon may be late
        ("Nowruz 2024", date(2024, 3, 20), date(2024, 3, 21), 2),
        ("Ramadan 2022", date(2022, 4, 2), date(2022, 5, 1), 4),
    ],
)
def test_a_feast_is_as_long_as_it_may_be(text: str, first: date, last: date, prec: int) -> None:
    (found,) = READER.read(text, TUESDAY)
    assert (found.first_day, found.last_day, found.date_prec) == (first, last, prec)


def test_the_iranian_new_year_of_known_years() -> None:
    late = [year for year in range(2000, 2031) if nowruz(year) == date(year, 3, 21)]
    early = [2000, 2004, 2008, 2012, 2016, 2020, 2024, 2028, 2029]
    assert late == [year for year in range(2000, 2031) if year not in early]


@pytest.mark.parametrize(
    ("value", "mod", "first", "last", "prec"),
    [
        ("2022-12-05", "", "2022-12-05", "2022-12-05", 1),
        ("2022-12-05TNI", "", "2022-12-05", "2022-12-05", 1),
        ("2022-W49", "", "2022-12-05", "2022-12-11", 3),
        ("2022-W49-WE", "", "2022-12-10", "2022-12-11", 2),
        ("2020-02", "", "2020-02-01", "2020-02-29", 4),
        ("2020-01", "START", "2020-01-01", "2020-01-10", 4),
        ("2020-Q3", "", "2020-07-01", "2020-09-30", 5),
        ("2020-H1", "", "2020-01-01", "2020-06-30", 5),
        ("2020-WI", "", "2019-12-01", "2020-02-29", 5),
        ("2020-SU", "", "2020-06-01", "2020-08-31", 5),
        ("2020", "", "2020-01-01", "2020-12-31", 5),
        ("2020", "END", "2020-09-01", "2020-12-31", 5),
        ("197", "", "1970-01-01", "1979-12-31", 5),
        ("19", "", "1900-01-01", "1999-12-31", 5),
    ],
)
def test_values_on_the_calendar(value: str, mod: str, first: str, last: str, prec: int) -> None:
    days = interval(value, mod)
    assert days == (date.fromisoformat(first), date.fromisoformat(last))
    assert precision(*days) == prec


@pytest.mark.parametrize(
    "value",
    ["P3D", "PAST_REF", "XXXX-11-10", "XXXX-WXX-1", "BC0480", "2021-02-30", "0000", "2022-W60", ""],
)
def test_values_outside_the_calendar_have_no_days(value: str) -> None:
    assert interval(value) is None
