"""Days, points and codes in words."""

from datetime import date

import pytest

from events.wording import (
    date_precision_in_words,
    days_in_words,
    point_in_words,
    radius_in_words,
    where_precision_in_words,
)


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2022, 12, 5), date(2022, 12, 5), "5 December 2022"),
        (date(2022, 12, 5), date(2022, 12, 6), "5–6 December 2022"),
        (date(2020, 9, 27), date(2020, 11, 10), "27 September – 10 November 2020"),
        (date(2022, 12, 31), date(2023, 1, 2), "31 December 2022 – 2 January 2023"),
        (date(2022, 2, 1), date(2022, 2, 28), "February 2022"),
        (date(2022, 3, 1), date(2022, 5, 31), "March–May 2022"),
        (date(2022, 12, 1), date(2023, 2, 28), "December 2022 – February 2023"),
        (date(2022, 1, 1), date(2022, 12, 31), "2022"),
        (date(2014, 1, 1), date(2018, 12, 31), "2014–2018"),
        (date(9999, 12, 1), date.max, "December 9999"),
        (date.min, date.min, "1 January 1"),
        (None, None, "date not known"),
    ],
)
def test_an_interval_reads_as_people_write_it(
    first: date | None, last: date | None, words: str
) -> None:
    assert days_in_words(first, last) == words


def test_codes_read_as_words_and_unknown_codes_as_nothing() -> None:
    assert date_precision_in_words(1) == "known to the day"
    assert where_precision_in_words(4) == "somewhere in this province"
    assert date_precision_in_words(None) == where_precision_in_words(99) == ""


def test_points_and_radii() -> None:
    assert point_in_words(40.38, 49.89) == "40.3800° N, 49.8900° E"
    assert point_in_words(-90, -180) == "90.0000° S, 180.0000° W"
    assert (radius_in_words(0), radius_in_words(800), radius_in_words(70_400)) == (
        "",
        "800 m",
        "70 km",
    )
