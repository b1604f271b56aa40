"""The columns behind the map: complete, small, and answered with 304 while nothing changes."""

import gzip
import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from events.geoparsing.taxonomy import EVENT_TYPES
from events.maps.data import COLUMNS
from events.models import Event, Location
from tests.tiny_gazetteer import build_tiny_gazetteer
from tests.world import ASTARA, BAKU, a_place, an_article, an_event

pytestmark = pytest.mark.django_db
URL = "/map/data.json"


def test_a_row_a_location_with_days_from_1970(client: Client) -> None:
    area = a_place(("dl:karabakh", "Karabakh", 39.8, 46.75, ""), where_prec=5, radius_m=70_000)
    event = an_event(places=(a_place(BAKU), area), day=date(1970, 1, 2))
    data = client.get(URL).json()
    assert data["rows"] == 2
    assert data["id"] == [event.pk, event.pk]
    assert (data["latitude"], data["longitude"]) == ([40.37767, 39.8], [49.89201, 46.75])
    assert (data["first"], data["last"]) == ([1, 1], [1, 1])
    assert (data["where_prec"], data["radius_m"]) == ([1, 5], [0, 70_000])
    assert [data["types"][index] for index in data["type"]] == ["military_exercise"] * 2
    assert data["types"] == list(EVENT_TYPES)


def test_the_window_is_left_to_the_browser_and_drafts_are_left_out(client: Client) -> None:
    an_event(day=date(2022, 12, 5))
    an_event(title="Draft", status="draft")
    an_event(title="No", status="rejected")
    assert client.get(URL + "?from=2030-01-01").json()["rows"] == 1
    assert client.get(URL + "?type=riot").json()["rows"] == 0


def test_an_event_without_a_location_has_a_row_without_a_point(client: Client) -> None:
    an_event(places=())
    data = client.get(URL).json()
    assert (data["latitude"], data["longitude"], data["where_prec"]) == ([None], [None], [None])


def test_the_ends_of_the_world_and_of_time(client: Client) -> None:
    corners = [(90.0, 180.0), (-90.0, -180.0)]
    for number, (latitude, longitude) in enumerate(corners):
        place = a_place((f"x:{number}", f"Corner {number}", latitude, longitude, ""))
        an_event(title=f"Corner {number}", places=(place,), day=date.min if number else date.max)
    data = client.get(URL).json()
    assert list(zip(data["latitude"], data["longitude"], strict=True)) == corners
    assert data["first"] == [2932896, -719162]


def test_nothing_at_all_is_whole_columns_of_nothing(client: Client) -> None:
    data = client.get(URL).json()
    assert data["rows"] == 0
    assert all(data[name] == [] for name in COLUMNS)


def test_bad_values_are_said(client: Client) -> None:
    response = client.get(URL + "?source=x&type=picnic")
    assert response.status_code == 200
    assert len(response.json()["errors"]) == 2
    assert client.get(URL).json()["errors"] == []
    assert len(client.get(URL + "?type=picnic").json()["errors"]) == 1


def test_unchanged_events_are_answered_with_304(client: Client) -> None:
    event = an_event()
    etag = client.get(URL)["ETag"]

    def again() -> int:
        return client.get(URL, headers={"if-none-match": etag}).status_code

    assert again() == 304
    assert client.get(URL + "?type=riot", headers={"if-none-match": etag}).status_code == 200
    Event.objects.filter(pk=event.pk).update(status="draft")
    assert again() == 200
    Event.objects.filter(pk=event.pk).update(status="published")
    assert again() == 304
    Location.objects.filter(event=event).update(latitude=1.5, longitude=2.5)
    assert again() == 200
    Location.objects.filter(event=event).update(latitude=40.37767, longitude=49.89201)
    event.save()
    assert again() == 200


def test_towns_of_the_gazetteer_name_the_base_map(
    client: Client, tmp_path: Path, settings: Any
) -> None:
    settings.GAZETTEER_PATH = tmp_path / "none.sqlite3"
    empty = client.get("/map/towns.json")
    assert empty.json()["name"] == []
    assert empty["Cache-Control"] == "max-age=0"
    settings.GAZETTEER_PATH = build_tiny_gazetteer(tmp_path / "tiny.sqlite3").path
    answer = client.get("/map/towns.json", headers={"if-none-match": empty["ETag"]})
    towns = answer.json()
    assert {len(column) for column in towns.values()} == {len(towns["name"])}
    assert towns["population"] == sorted(towns["population"], reverse=True)
    assert towns["capital"][towns["name"].index("Baku")] == 1
    assert "Astara" not in towns["name"], "15,190 people are too few"
    again = client.get("/map/towns.json", headers={"if-none-match": answer["ETag"]})
    assert again.status_code == 304


def test_the_answer_is_compressed(client: Client) -> None:
    for number in range(50):
        an_event(title=f"Event {number}")
    response = client.get(URL, headers={"accept-encoding": "gzip"})
    assert response["Content-Encoding"] == "gzip"
    assert json.loads(gzip.decompress(response.content))["rows"] == 50
    assert client.get(URL, headers={"if-none-match": response["ETag"]}).status_code == 304


def test_two_queries_whatever_the_number(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(40):
        an_event(title=f"Event {number}", places=(a_place(BAKU), a_place(ASTARA)))
    with django_assert_num_queries(2):
        assert client.get(URL).json()["rows"] == 80


def test_ten_thousand_events(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    article, place = an_article(), a_place()
    events = Event.objects.bulk_create(
        Event(
            title=f"Event {number}",
            type="protest",
            status="published",
            article=article,
            first_day=date(2000, 1, 1) + timedelta(days=number % 9000),
            last_day=date(2000, 1, 1) + timedelta(days=number % 9000),
            date_prec=1,
        )
        for number in range(10_000)
    )
    Location.objects.bulk_create(
        Location(event=event, place=place, latitude=number % 160 - 80, longitude=number % 360 - 180)
        for number, event in enumerate(events)
    )
    with django_assert_num_queries(2):
        response = client.get(URL, headers={"accept-encoding": "gzip"})
    assert len(response.content) < 300_000
    assert json.loads(gzip.decompress(response.content))["rows"] == 10_000
