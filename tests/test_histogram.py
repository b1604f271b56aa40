"""Bars over time: few enough to draw, whole units, nothing lost and nothing piled up."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.histogram import HEIGHT, MOST_BARS, bars_of


def test_no_events_have_no_bars() -> None:
    assert bars_of([]) == bars_of([(date(2020, 1, 1), date(2020, 1, 1), 0)]) == []


@pytest.mark.parametrize(
    ("first", "last", "begins", "days"),
    [
        (date(2022, 12, 5), date(2022, 12, 5), date(2022, 11, 28), 1),
        (date(2022, 1, 1), date(2022, 2, 28), date(2022, 1, 1), 1),
        (date(2022, 1, 5), date(2022, 12, 28), date(2022, 1, 3), 7),
        (date(2020, 2, 5), date(2023, 12, 28), date(2020, 2, 1), 29),
        (date(2012, 2, 5), date(2023, 12, 28), date(2012, 1, 1), 91),
        (date(1972, 2, 5), date(2023, 12, 28), date(1972, 1, 1), 366),
        (date(1950, 2, 5), date(2023, 12, 28), date(1950, 1, 1), 730),
        (date.min, date.max, date.min, 499 * 365 + 124 - 3),
    ],
)
def test_bars_are_whole_units(first: date, last: date, begins: date, days: int) -> None:
    bars = bars_of([(first, first, 1), (last, last, 1)])
    assert bars[0].first == begins
    assert (bars[0].last - bars[0].first).days + 1 in {days, days - 1, days - 2, days + 1}
    assert bars[-1].last >= last


def test_an_interval_is_spread_over_its_days() -> None:
    year = (date(2022, 1, 1), date(2022, 12, 31), 12)
    bars = bars_of([year, (date(2019, 1, 1), date(2019, 1, 1), 1)])
    months = [bar for bar in bars if bar.first.year == 2022]
    assert len(months) == 12
    assert all(0.9 < bar.events < 1.1 for bar in months)
    assert bars[0].events == 1
    assert bars[1].height == 0


days = st.dates()


@given(st.lists(st.tuples(days, st.integers(0, 4000), st.integers(1, 10**6)), min_size=1))
def test_every_event_is_in_the_bars_once(spans: list[tuple[date, int, int]]) -> None:
    whole = [
        (first, min(first + timedelta(days=min(long, (date.max - first).days)), date.max), events)
        for first, long, events in spans
    ]
    bars = bars_of(whole)
    assert 1 <= len(bars) <= MOST_BARS
    assert sum(bar.events for bar in bars) == pytest.approx(sum(span[2] for span in whole))
    assert max(bar.height for bar in bars) == HEIGHT
    assert bars[0].first <= min(span[0] for span in whole)
    assert bars[-1].last >= max(span[1] for span in whole)
    for before, after in pairwise(bars):
        assert before.last + timedelta(days=1) == after.first
