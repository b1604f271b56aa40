"""The filter in the address: what it lets through, and what it says of values it cannot read."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.http import QueryDict

from events.filters import EventFilter
from tests.tiny_gazetteer import build_tiny_gazetteer
from tests.world import ASTARA, BAKU, QUITO, a_place, a_source, an_article, an_event


def read(query: str) -> EventFilter:
    return EventFilter.from_query(QueryDict(query))


def titles(query: str) -> set[str]:
    return set(read(query).events().values_list("title", flat=True))


def test_everything_in_the_address_is_read_and_written_again() -> None:
    query = (
        "q=joint+drill&type=protest&type=riot&source=3&source=5&place=Baku"
        "&from=2020-01-01&to=2022-12-31&at=6.5/40.1000/47.5000"
    )
    event_filter = read(query)
    assert event_filter.errors == ()
    assert event_filter.query_string() == query
    assert read(event_filter.query_string()) == event_filter


def test_an_empty_address_is_an_empty_filter() -> None:
    assert read("").is_empty
    assert read("q=&type=&source=&place=&from=&to=&at=").is_empty
    assert read("at=3/1/1").is_empty


@pytest.mark.parametrize(
    ("query", "error"),
    [
        ("from=2022-02-31", "From: Enter a valid date."),
        ("to=yesterday", "To: Enter a valid date."),
        ("from=2023-01-02&to=2023-01-01", "before it begins"),
        ("type=picnic", "Type: there is none called “picnic”."),
        ("source=one", "Source: “one” is not the number"),
        ("source=" + "9" * 30, "is not the number"),
        ("q=" + "x" * 201, "Words: Ensure this value has at most 200"),
        ("q=" + "+a" * 11, "11 words are too many"),
        ("q=a%00b", "Words: Null characters are not allowed."),
        ("place=a%00b", "Place: Null characters are not allowed."),
        ("at=1/2", "Map view: Give zoom/latitude/longitude"),
        ("at=nan/1/1", "plain numbers"),
        ("at=6/91/0", "no such place"),
        ("at=1e9/1/1", "no such place"),
    ],
)
def test_a_bad_value_is_left_out_and_said(query: str, error: str) -> None:
    event_filter = read(query)
    assert any(error in message for message in event_filter.errors)
    assert event_filter.query_string() == ""


@pytest.mark.django_db
def test_hostile_values_reach_the_database_without_harm() -> None:
    an_event()
    for query in (
        "q=%25%27+OR+1%3D1--",
        "place=%5C_%25",
        "place=" + "9" * 40,
        "q=%F0%9F%92%A9",
    ):
        assert titles(query) == set()


@pytest.mark.django_db
def test_each_part_lets_the_right_events_through() -> None:
    other = an_article("Voters queued in Quito.", source=a_source("El Correo"))
    an_event(title="Exercise", places=(a_place(BAKU), a_place(ASTARA)), day=date(2022, 12, 5))
    an_event(
        title="Vote",
        type="election",
        places=(a_place(QUITO),),
        article=other,
        day=date(2023, 8, 20),
    )
    an_event(title="Draft", status="draft")
    assert titles("") == {"Exercise", "Vote"}
    assert titles("type=election") == {"Vote"}
    assert titles("type=election&type=military_exercise") == {"Exercise", "Vote"}
    assert titles("place=asta") == {"Exercise"}
    assert titles(f"place={a_place(QUITO).pk}") == {"Vote"}
    assert titles("place=1234567") == set()
    assert titles(f"source={other.source_id}") == {"Vote"}
    assert titles("q=queued") == {"Vote"}
    assert titles("q=queued+jets") == set()
    assert titles("from=2023-01-01") == {"Vote"}
    assert titles("to=2022-12-05") == {"Exercise"}
    assert titles("from=2022-12-06&to=2023-08-19") == set()


@pytest.mark.django_db
def test_the_name_of_a_country_means_everything_in_it(tmp_path: Path, settings: Any) -> None:
    an_event(title="In Baku", places=(a_place(BAKU),))
    an_event(title="In Quito", places=(a_place(QUITO),))
    settings.GAZETTEER_PATH = tmp_path / "none.sqlite3"
    assert titles("place=Azerbaijan") == set()
    settings.GAZETTEER_PATH = build_tiny_gazetteer(tmp_path / "tiny.sqlite3").path
    assert titles("place=Azerbaijan") == titles("place=Азербайджан") == {"In Baku"}
    assert titles("place=Baku") == {"In Baku"}
    assert titles("place=Armenia") == set()


@pytest.mark.django_db
def test_an_event_over_an_interval_is_in_every_window_that_touches_it() -> None:
    an_event(
        day=None, first_day=date(2020, 9, 27), last_day=date(2020, 11, 10), date_prec=5, title="War"
    )
    assert titles("from=2020-11-10") == titles("to=2020-09-27") == {"War"}
    assert titles("from=2020-10-01&to=2020-10-02") == {"War"}
    assert titles("from=2020-11-11") == titles("to=2020-09-26") == set()
