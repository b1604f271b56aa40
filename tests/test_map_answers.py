"""Tiles, cubes and numbers as the map asks for them: versioned, compressed, safe from readers."""

from __future__ import annotations

import gzip
import json
import struct
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.http import QueryDict
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from events.filters import EventFilter
from events.kept import Kept
from events.maps import answers, listing
from events.maps.index import IndexNotReady
from events.models import Event, Location
from events.search_build import bring_up_to_date
from events.views import explore
from tests.tiny_gazetteer import build_tiny_gazetteer
from tests.world import ASTARA, BAKU, QUITO, a_place, a_source, an_article, an_event

pytestmark = pytest.mark.django_db

TILE, CUBE = "/map/tiles/0/0/0", "/map/cubes/0/0/0?axis=year1:2020-01-01:5"
SUMMARY, LIST = "/map/summary", "/map/list/"


def tile_counts(content: bytes) -> tuple[int, int]:
    """Points and cells, as the header says."""
    kind, points, cells, _ = struct.unpack("<4sIII", content[:16])
    assert kind == b"DLT1"
    return points, cells


def points(client: Client, query: str = "") -> int:
    response = client.get(f"{TILE}?{query}")
    assert response.status_code == 200
    return tile_counts(response.content)[0]


def summary(client: Client, query: str = "") -> dict[str, Any]:
    response = client.get(f"{SUMMARY}?{query}")
    assert response.status_code == 200, response.content
    found: dict[str, Any] = response.json()
    return found


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(User.objects.create_user("editor", password="x", is_staff=True))
    return client


@pytest.fixture
def world() -> None:
    other = an_article("Voters queued in Quito.", source=a_source("El Correo"))
    an_event(title="Drill", places=(a_place(BAKU, admin1="09"), a_place(ASTARA, admin1="08")))
    an_event(
        title="Vote",
        type="election",
        places=(a_place(QUITO),),
        article=other,
        day=date(2023, 8, 20),
        confidence=None,
        actors=["Voters"],
    )
    an_event(title="Hidden", status="draft", actors=["Secret"])


# Tiles and cubes --------------------------------------------------------------------------------
@pytest.mark.usefixtures("world")
def test_a_tile_is_binary_and_holds_a_row_a_location(client: Client) -> None:
    response = client.get(TILE)
    assert response["Content-Type"] == "application/octet-stream"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Map-Version"]
    assert tile_counts(response.content) == (3, 0)
    assert points(client, "type=election") == 1
    assert points(client, "q=queued") == 1
    assert points(client, "place=asta") == 2
    assert points(client, "q=jets&place=quito") == 0
    assert points(client, "country=AZ") == 2
    assert points(client, "division=AZ.08") == 1
    assert points(client, "area=40,49~41,50") == 1
    assert points(client, "from=2030-01-01") == 3, "the browser applies the window to points"
    assert points(client, "type=picnic&source=x") == 3, "what is wrong is left out"


@pytest.mark.usefixtures("world")
def test_a_cube_counts_by_bins(client: Client) -> None:
    response = client.get(CUBE)
    assert response.status_code == 200
    kind, cells, bins, _ = struct.unpack("<4sIII", response.content[:16])
    assert (kind, cells, bins) == (b"DLC1", 0, 5)


@pytest.mark.parametrize(
    "tile",
    [
        *("0/1/0", "0/0/1", "1/2/0", "23/0/0", "-1/0/0", "x/0/0", "0/0/0.5", "0/0/%00", "0/²/0"),
        *("9" * 30 + "/0/0", "3/0/" + "9" * 30),
    ],
)
def test_no_such_tile(client: Client, tile: str) -> None:
    for url in (f"/map/tiles/{tile}", f"/map/cubes/{tile}?axis=year1:2020-01-01:5"):
        response = client.get(url)
        assert response.status_code == 400
        assert response.json()["error"].endswith(".")


@pytest.mark.parametrize(
    "axis",
    [
        *("", "x", "month2:2020-01-01:5", "year1:2020-01-01:0", "year1:2020-01-01:601"),
        *("year1:2020-02-01:5", "year1:2020-02-31:5", "day1:2020-01-01:99999999", "a" * 9999),
    ],
)
def test_no_such_axis(client: Client, axis: str) -> None:
    urls = [f"/map/cubes/0/0/0?axis={axis}", *[f"{SUMMARY}?axis={axis}"] * bool(axis)]
    for url in urls:
        response = client.get(url)
        assert response.status_code == 400
        assert response.json()["error"].endswith(".")


def test_few_queries_and_no_session(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(40):
        an_event(title=f"Event {number}", places=(a_place(BAKU), a_place(ASTARA)))
    bring_up_to_date()
    client.force_login(User.objects.create_user("reader", password="x"))
    client.get(TILE)
    with django_assert_num_queries(1) as captured:  # the journal
        assert points(client, "type=military_exercise") == 80
    assert "session" not in captured.captured_queries[0]["sql"]
    with django_assert_num_queries(1):
        client.get(CUBE)
    points(client, "q=jets")
    with django_assert_num_queries(4):  # the index' journal; the words: state, journal, table
        assert points(client, "q=took") == 80
    with django_assert_num_queries(4):  # session and user; journal; names of sources
        summary(client, "axis=year1:2020-01-01:5")
    client.logout()
    with django_assert_num_queries(2):
        summary(client, "axis=year1:2020-01-01:5&parts=facets")


# Unchanged, compressed, kept --------------------------------------------------------------------
@pytest.mark.usefixtures("world")
@pytest.mark.parametrize("url", [TILE, CUBE, SUMMARY, LIST])
def test_unchanged_events_are_answered_with_304(client: Client, url: str) -> None:
    first = client.get(url)
    etag = first["ETag"]
    assert "no-cache" in first["Cache-Control"]
    again = client.get(url, headers={"if-none-match": etag})
    assert again.status_code == 304
    assert again.content == b""
    assert again["X-Map-Version"] == first["X-Map-Version"]
    joined = "&" if "?" in url else "?"
    other = client.get(f"{url}{joined}type=riot", headers={"if-none-match": etag})
    assert other.status_code == 200
    Event.objects.filter(title="Vote").update(first_day=date(2021, 1, 1))
    changed = client.get(url, headers={"if-none-match": etag})
    assert changed.status_code == 200
    assert changed["X-Map-Version"] != first["X-Map-Version"]


def test_answers_are_compressed_once(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(50):
        an_event(title=f"Event {number}")
    for url in (TILE, SUMMARY):
        packed = client.get(url, headers={"accept-encoding": "gzip, br"})
        assert packed["Content-Encoding"] == "gzip"
        assert "Accept-Encoding" in packed["Vary"]
        assert gzip.decompress(packed.content) == client.get(url).content
        assert len(packed.content) < len(client.get(url).content)
    monkeypatch.setattr(explore, "summary_of", lambda *_, **__: pytest.fail("asked again"))
    assert client.get(SUMMARY).status_code == 200


def test_what_is_kept_has_a_limit(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answers, "_kept", Kept(1000, len))
    for number in range(50):
        assert client.get(f"{SUMMARY}?q=x{number}").status_code == 200
    assert sum(map(len, answers._kept.values())) <= 1000
    monkeypatch.setattr(answers, "_kept", Kept(1, len))
    assert client.get(TILE).status_code == 200


@pytest.mark.parametrize("url", [TILE, CUBE, SUMMARY])
def test_the_first_index_is_waited_for(
    client: Client, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(explore, "current_index", _not_ready)
    response = client.get(url)
    assert response.status_code == 503
    assert response["Retry-After"] == "1"
    assert response.json() == {"building": True}
    assert "no-store" in response["Cache-Control"]


def _not_ready() -> None:
    raise IndexNotReady


# The summary ------------------------------------------------------------------------------------
@pytest.mark.usefixtures("world")
def test_counts_of_the_view_and_of_all(client: Client) -> None:
    found = summary(client, "parts=count")
    assert set(found) == {"version", "errors", "count", "total"}
    assert (found["count"], found["total"]) == (2, 2), "an event of two places counts once"
    found = summary(client, "from=2023-01-01&in=-180,-90,180,90")
    assert (found["count"], found["total"]) == (1, 2)
    assert summary(client, "in=48,38,50,41")["count"] == 1
    assert summary(client, "in=-532,-300,-302,300")["count"] == 2, "the map turned round"
    assert summary(client, "in=0,0,1,1")["count"] == 0
    assert summary(client, "q=unheard")["total"] == 0


@pytest.mark.usefixtures("world")
def test_the_histogram_has_a_row_for_each_type_there_is(client: Client) -> None:
    an_event(
        day=None, first_day=date(2021, 7, 2), last_day=date(2022, 6, 30), date_prec=5, places=()
    )
    found = summary(client, "axis=year1:2020-01-01:5&parts=histogram&from=2030-01-01")
    assert found["histogram"] == {
        "types": ["military_exercise", "election"],
        "bins": [[0, 0.5, 1.5, 0, 0], [0, 0, 0, 1, 0]],
    } or found["histogram"]["bins"][0][1:3] == pytest.approx([0.5, 1.5], abs=0.01)
    assert "histogram" not in summary(client, "parts=histogram")


@pytest.mark.usefixtures("world")
def test_facets_are_labelled_and_follow_the_other_filters(
    client: Client, settings: Any, tmp_path: Path
) -> None:
    settings.GAZETTEER_PATH = build_tiny_gazetteer(tmp_path / "tiny.sqlite3").path
    facets = summary(client, "parts=facets")["facets"]
    assert facets["type"] == [
        ["military_exercise", "Military exercise", 1],
        ["election", "Election", 1],
    ]
    assert {row[1] for row in facets["source"]} == {"The Caspian Post", "El Correo"}
    assert ["AZ", "Azerbaijan", 1] in facets["country"]
    assert ["EC", "Ecuador", 1] in facets["country"]
    assert ["AZ.09", "AZ.09", 1] in facets["division"]
    assert ["where_prec", 1, "exact place", 2][1:] in facets["where_prec"]
    assert facets["date_prec"] == [[1, "day", 2]]
    assert [0.8, "at least 80%", 2] in facets["confidence"]
    assert [0.9, "at least 90%", 1] in facets["confidence"], "without confidence it stays"
    assert facets["actor"] == [["Voters", "Voters", 1]]
    assert "status" not in facets
    facets = summary(client, "parts=facets&type=election")["facets"]
    assert len(facets["type"]) == 2, "a filter does not count itself out"
    assert [row[0] for row in facets["country"]] == ["EC"]


@pytest.mark.usefixtures("world")
def test_extent_and_box(client: Client) -> None:
    found = summary(client, "parts=extent,box&from=2023-01-01")
    assert found["extent"] == ["2022-12-05", "2023-08-20"]
    assert found["box"] == pytest.approx([QUITO[3], QUITO[2], QUITO[3], QUITO[2]], abs=1e-4)
    found = summary(client, "parts=extent,box&type=riot")
    assert (found["extent"], found["box"]) == (None, None)


@pytest.mark.parametrize(
    ("query", "error"),
    [
        ("in=1,2,3", "View: Give west,south,east,north in degrees."),
        ("in=nan,0,1,1", "View: Give west,south,east,north as plain numbers."),
        ("in=0,5,1,1", "View: There is no such part of the map."),
        ("in=1e300,0,1,1", "View: There is no such part of the map."),
        ("in=%00", "View: Give west,south,east,north in degrees."),
        ("in=" + "9" * 9999, "View: Give west,south,east,north in degrees."),
        ("status=draft", "Status: only editors may choose it."),
        ("type=picnic", "Type: there is none called “picnic”."),
    ],
)
def test_wrong_values_are_left_out_and_said(client: Client, query: str, error: str) -> None:
    an_event()
    found = summary(client, f"{query}&parts=count,nonsense,{'x' * 500}")
    assert found["errors"] == [error]
    assert found["count"] == 1


def test_nothing_at_all(client: Client) -> None:
    found = summary(client, "axis=day1:0001-01-01:600")
    assert found["count"] == found["total"] == 0
    assert found["histogram"] == {"types": [], "bins": []}
    assert points(client) == 0


# What is not published --------------------------------------------------------------------------
@pytest.mark.usefixtures("world")
def test_readers_see_nothing_unpublished_whatever_they_ask(client: Client) -> None:
    for query in ("status=draft", "status=draft&status=published", "status=", "status=%00"):
        assert points(client, query) == 3
        found = summary(client, query)
        assert found["total"] == 2
        assert "Secret" not in json.dumps(found)
        assert "status" not in found["facets"]
        assert "Hidden" not in client.get(f"{LIST}?{query}").content.decode()
        assert "Hidden" not in client.get(f"/events.csv?{query}").getvalue().decode()


@pytest.mark.usefixtures("world")
def test_editors_choose_statuses(editor: Client) -> None:
    assert points(editor) == 3
    assert points(editor, "status=draft") == 1
    assert ["draft", "draft", 1] in summary(editor)["facets"]["status"]
    assert "status" not in Client().get(SUMMARY).json()["facets"]
    response = editor.get(f"{SUMMARY}?status=draft&parts=count,facets")
    assert "private" in response["Cache-Control"]
    assert "Cookie" in response["Vary"]
    assert response.json()["total"] == 1
    assert sorted(response.json()["facets"]["status"]) == [
        ["draft", "draft", 1],
        ["published", "published", 2],
    ]
    assert "Hidden" in editor.get(f"{LIST}?status=draft").content.decode()
    assert "Hidden" in editor.get("/events.csv?status=draft").getvalue().decode()
    etag = response["ETag"]
    reader = Client().get(
        f"{SUMMARY}?status=draft&parts=count,facets", headers={"if-none-match": etag}
    )
    assert reader.status_code == 200
    assert reader.json()["total"] == 2


# Places to jump to ------------------------------------------------------------------------------
def test_places_to_jump_to(client: Client, settings: Any, tmp_path: Path) -> None:
    settings.GAZETTEER_PATH = tmp_path / "none.sqlite3"
    assert client.get("/map/places/?q=bak").json() == []
    settings.GAZETTEER_PATH = build_tiny_gazetteer(tmp_path / "tiny.sqlite3").path
    (baku,) = client.get("/map/places/?q=bak").json()
    assert baku == {
        "name": "Baku",
        "latitude": 40.378,
        "longitude": 49.892,
        "zoom": 11,
        "detail": "Azerbaijan · capital · 2,351,300",
    }
    (azerbaijan,) = client.get("/map/places/?q=azerbaijan").json()
    assert azerbaijan["zoom"] in (6, 7)
    for query in ("", "%00", "%25", "x" * 101, "💩"):
        assert client.get(f"/map/places/?q={query}").json() == []


def test_only_reading_is_allowed(client: Client) -> None:
    for url in (TILE, CUBE, SUMMARY, LIST, "/map/places/"):
        assert client.post(url).status_code == 405
        assert client.head(url).status_code == 200


# The same as plain SQL says ---------------------------------------------------------------------
QUERIES = [
    "",
    "type=protest&type=election",
    "country=AZ",
    "country=AZ&where_prec=1",
    "division=AZ.09&confidence=0.5",
    "date_prec=1&actor=Army",
    "place=asta",
    "q=jets+bak",
    "q=event",
    "from=2022-01-05&to=2022-01-20",
    "area=38,48~39,49",
    "area=39,45~41,52~37,52",
    "country=EC&area=39,45~41,52~37,52",
]


@pytest.mark.parametrize("query", QUERIES)
def test_index_and_sql_agree(client: Client, query: str) -> None:
    kinds = ("protest", "election", "riot")
    towns = (a_place(BAKU, admin1="09"), a_place(ASTARA, admin1="08"), a_place(QUITO))
    for number in range(24):
        an_event(
            title=f"Event {number}",
            type=kinds[number % 3],
            places=towns[number % 4 : number % 4 + 2],
            day=date(2022, 1, 1 + number),
            confidence=None if number % 5 == 0 else number / 24,
            actors=["Army"] if number % 2 else [],
            date_prec=1 + number % 2,
        )
    Location.objects.filter(place__name="Astara").update(where_prec=5)
    event_filter = EventFilter.from_query(QueryDict(query))
    for bounds in (None, (48.0, 38.0, 50.0, 41.0)):
        inside = f"in={','.join(map(str, bounds))}" if bounds else ""
        events = event_filter.events(bounds)
        assert summary(client, f"{query}&{inside}&parts=count")["count"] == events.count()
        listed = listing.page_of(event_filter, bounds, "")
        assert listed.ids == list(events.newest_first().values_list("pk", flat=True))
        text = client.get(f"/events.csv?{query}&{inside}").getvalue().decode()
        assert {line.split(",")[0] for line in text.splitlines()[1:] if line} == {
            str(event.pk) for event in events
        }
