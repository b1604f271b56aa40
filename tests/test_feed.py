"""The Atom feed: valid XML whatever events hold, points in GeoRSS, ids that stay."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from events.models import Event, Source
from tests.world import ASTARA, BAKU, QUITO, a_place, an_article, an_event

pytestmark = pytest.mark.django_db
ATOM, GEORSS = "{http://www.w3.org/2005/Atom}", "{http://www.georss.org/georss}"
HOSTILE = "<script>alert(1)</script> ]]> &amp; \x01\x0b\x1b\ufffe\uffff \u202e🚀"


def feed_of(client: Client, query: str = "") -> Any:
    response = client.get(f"/events.atom{query}")
    assert response.status_code == 200
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ElementTree.fromstring(response.content)


def entries_of(client: Client, query: str = "") -> list[Any]:
    return list(feed_of(client, query).findall(f"{ATOM}entry"))


def text(element: Any, name: str) -> str:
    found = element.find(name)
    assert found is not None, name
    return str(found.text)


def links(element: Any) -> dict[str, str]:
    return {link.get("rel"): link.get("href") for link in element.findall(f"{ATOM}link")}


def at(event: Event, minutes: int) -> None:
    """Says when an event changed."""
    moment = datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    Event.objects.filter(pk=event.pk).update(changed_at=moment)


def test_an_entry_says_what_a_reader_needs(client: Client) -> None:
    place = a_place(BAKU, radius_m=12_000)
    event = an_event(title="Drill in Baku", places=(place,))
    feed = feed_of(client)
    assert text(feed, f"{ATOM}title") == "Dateline: events"
    assert links(feed) == {
        "alternate": "http://testserver/",
        "self": "http://testserver/events.atom",
    }
    (entry,) = feed.findall(f"{ATOM}entry")
    assert text(entry, f"{ATOM}title") == "Drill in Baku"
    day = event.created_at.date().isoformat()
    assert text(entry, f"{ATOM}id") == f"tag:testserver,{day}:/events/{event.pk}//"
    assert links(entry) == {
        "alternate": f"http://testserver/events/{event.pk}/",
        "via": "https://caspian.example/jets",
    }
    assert text(entry, f"{ATOM}summary") == "Jets took off in Baku on Monday."
    assert "Military exercise · 5 December 2022 · Baku, AZ" in text(entry, f"{ATOM}content")
    assert text(entry, f"{ATOM}author/{ATOM}name") == "The Caspian Post"
    category = entry.find(f"{ATOM}category")
    assert (category.get("term"), category.get("label")) == (
        "military_exercise",
        "Military exercise",
    )
    updated = datetime.fromisoformat(text(entry, f"{ATOM}updated"))
    assert abs(updated - event.changed_at) < timedelta(seconds=1)
    assert text(entry, f"{GEORSS}point") == "40.37767 49.89201"
    assert text(entry, f"{GEORSS}featurename") == "Baku, AZ"
    assert text(entry, f"{GEORSS}radius") == "12000"


def test_several_places_are_several_points_and_none_is_none(client: Client) -> None:
    an_event(places=(a_place(BAKU), a_place(ASTARA)))
    an_event(places=())
    without, several = entries_of(client)
    points = [point.text for point in several.findall(f"{GEORSS}point")]
    assert points == ["40.37767 49.89201", "38.45598 48.87498"]
    assert several.find(f"{GEORSS}featurename") is None
    assert without.find(f"{GEORSS}point") is None


def test_the_latest_changes_come_first_and_fifty_at_most(client: Client) -> None:
    events = [an_event(title=f"E{number}") for number in range(55)]
    for number, event in enumerate(events):
        at(event, number)
    at(events[3], 100)
    titles = [text(entry, f"{ATOM}title") for entry in entries_of(client)]
    assert len(titles) == 50
    assert titles[:3] == ["E3", "E54", "E53"]
    assert text(feed_of(client), f"{ATOM}updated") == "2024-01-01T01:40:00+00:00"


def test_any_filter_has_its_feed(client: Client) -> None:
    an_event(title="Drill", places=(a_place(BAKU),))
    an_event(title="Vote", type="election", places=(a_place(QUITO),))
    an_event(title="Draft", status="draft")
    for query, wanted in (
        ("", {"Drill", "Vote"}),
        ("?type=election", {"Vote"}),
        (f"?place={a_place(BAKU).pk}", {"Drill"}),
        ("?q=vote&from=2022-01-01", {"Vote"}),
        ("?from=x&type=y&place=99999999999999999999999", set()),
    ):
        found = {text(entry, f"{ATOM}title") for entry in entries_of(client, query)}
        assert found == wanted, query
    assert text(feed_of(client, f"?place={a_place().pk}"), f"{ATOM}title").endswith("events, Baku")
    assert links(feed_of(client, "?q=a b&type=riot"))["self"].endswith("?q=a+b&type=riot")


def test_a_feed_without_events_is_the_same_each_time(client: Client) -> None:
    first, second = client.get("/events.atom"), client.get("/events.atom")
    assert first.content == second.content
    assert text(feed_of(client), f"{ATOM}updated") == "1970-01-01T00:00:00+00:00"


def test_hostile_text_stays_text_in_valid_xml(client: Client) -> None:
    source = Source.objects.create(name=HOSTILE)
    article = an_article(f"Jets {HOSTILE} in Baku.", url="javascript:alert(1)", source=source)
    place = a_place(("x:1", HOSTILE, 90.0, -180.0, ""))
    an_event(title=HOSTILE, places=(place,), article=article)
    (entry,) = entries_of(client, "?q=alert")
    shown = "<script>alert(1)</script> ]]> &amp; \u202e🚀"
    assert text(entry, f"{ATOM}title") == shown
    assert text(entry, f"{ATOM}summary") == f"Jets {shown} in Baku."
    assert entry.find(f"{ATOM}summary").get("type") == "text"
    assert text(entry, f"{ATOM}author/{ATOM}name") == shown
    assert text(entry, f"{GEORSS}featurename") == shown
    assert text(entry, f"{GEORSS}point") == "90.00000 -180.00000"
    assert "via" not in links(entry)
    feed_of(client, "?q=%00%0b%EF%BF%BE%22%3E%3Cx%3E")


def test_nothing_new_is_said_with_304(client: Client) -> None:
    event = an_event()
    first = client.get("/events.atom")
    assert first["Cache-Control"] == "no-cache"
    again = client.get("/events.atom", headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    since = client.get("/events.atom", headers={"if-modified-since": first["Last-Modified"]})
    assert since.status_code == 304
    location = event.locations.get()
    location.latitude = 41
    location.save()
    moved = client.get("/events.atom", headers={"if-none-match": first["ETag"]})
    assert moved.status_code == 200
    assert b"41.00000" in moved.content


def test_only_reading_is_allowed(client: Client) -> None:
    assert client.post("/events.atom").status_code == 405
    assert client.head("/events.atom").status_code == 200


def test_a_fixed_number_of_queries(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(5):
        an_event(title=f"E{number}", places=(a_place(BAKU), a_place(ASTARA)))
    with django_assert_num_queries(3):  # events, locations, evidence
        client.get("/events.atom")


def test_pages_name_the_feed(client: Client) -> None:
    event = an_event()
    link = '<link rel="alternate" type="application/atom+xml"'
    for address in ("/codebook/", f"/events/{event.pk}/", f"/places/{a_place().pk}/"):
        assert client.get(address).content.decode().count(link) == 1, address
