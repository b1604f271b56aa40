"""The list beside the map: by cursor, in three orders, without a script, without an index."""

from __future__ import annotations

import re
from datetime import date, timedelta
from urllib.parse import quote

import pytest
from django.http import QueryDict
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from events import search
from events.filters import EventFilter
from events.maps import asking, listing
from events.maps.index import IndexNotReady
from events.models import Event
from events.views import explore
from tests.world import ASTARA, BAKU, QUITO, a_place, an_article, an_event

pytestmark = pytest.mark.django_db


def read(client: Client, query: str) -> tuple[list[str], str, int]:
    """Titles, the cursor of the next page, the count."""
    response = client.get(f"/map/list/?{query}")
    assert response.status_code == 200
    text = response.content.decode()
    after = re.search(r'data-after="([^"]*)"', text)
    count = re.search(r'data-count="(\d+)"', text)
    assert after is not None
    assert count is not None
    return re.findall(r'<span dir="auto">([^<]+)</span></button>', text), after[1], int(count[1])


def read_all(client: Client, query: str) -> list[str]:
    titles: list[str] = []
    after = ""
    for _ in range(20):
        page, after, _ = read(client, f"{query}&after={quote(after)}")
        assert len(page) == listing.PAGE_SIZE or not after
        titles += page
        if not after:
            return titles
    raise AssertionError("the list has no end")


def _not_ready() -> None:
    raise IndexNotReady


@pytest.fixture(params=["index", "sql"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    if request.param == "sql":
        monkeypatch.setattr(asking, "current_index", _not_ready)
        monkeypatch.setattr(explore, "current_index", _not_ready)
    return str(request.param)


@pytest.mark.usefixtures("way")
def test_pages_follow_each_other_newest_first(client: Client) -> None:
    for number in range(95):
        an_event(title=f"Event {number:02}", day=date(2022, 1, 1) + timedelta(days=number // 7))
    first, after, count = read(client, "")
    assert (len(first), count) == (30, 95)
    assert first[0] == "Event 94"
    titles = read_all(client, "")
    assert titles == [f"Event {number:02}" for number in reversed(range(95))]
    an_event(title="New", day=date(2023, 1, 1))
    assert read(client, f"after={after}")[0][0] == "Event 64", "what is new shifts no page"


@pytest.mark.usefixtures("way")
def test_a_wrong_cursor_gives_the_first_page(client: Client) -> None:
    an_event(title="Drill")
    for after in ("x", "%00", "1", "1.", ".1", "-1.-1", "1.5.7", "9" * 30 + ".1", "1." + "9" * 30):
        for order in ("newest", "nearest&at=3/0/0", "relevance&q=jets"):
            assert client.get(f"/map/list/?after={after}&order={order}").status_code == 200
    for after in ("nonsense", "2022-02-31.5", "~", "9" * 500):
        assert read(client, f"after={after}")[0] == ["Drill"]


@pytest.mark.usefixtures("way")
def test_events_without_days_come_last(client: Client) -> None:
    for number in range(40):
        an_event(title=f"Draft {number:02}", status="draft", day=None)
    an_event(title="Dated", status="draft", day=date(1900, 1, 1))
    chosen = EventFilter.from_query(QueryDict("status=draft"), editor=True)
    titles, after = [], ""
    for _ in range(2):
        page = listing.page_of(chosen, None, after)
        events = Event.objects.in_bulk(page.ids)
        titles += [events[pk].title for pk in page.ids]
        after = page.after
    assert titles == ["Dated", *(f"Draft {number:02}" for number in reversed(range(40)))]
    assert after == ""
    assert [event.title for event in listing.all_listed(chosen, None)] == titles


@pytest.mark.usefixtures("way")
def test_only_what_the_map_shows(client: Client) -> None:
    an_event(title="Drill", places=(a_place(BAKU), a_place(ASTARA)))
    an_event(title="Vote", places=(a_place(QUITO),))
    an_event(title="Nowhere", places=())
    assert read(client, "")[2] == 3
    assert read(client, "in=45,35,55,45") == (["Drill"], "", 1)
    assert read(client, "in=45,35,55,45&area=-1,-79~1,-78") == ([], "", 0)
    assert read(client, "in=nonsense")[2] == 3
    text = client.get("/events.csv?in=45,35,55,45").getvalue().decode()
    assert text.count("Drill") == 2, "with all its locations"
    assert "Vote" not in text


def test_nearest_to_the_middle_of_the_map(client: Client) -> None:
    an_event(title="Far", places=(a_place(QUITO),))
    an_event(title="Baku", places=(a_place(BAKU),))
    an_event(title="Both", places=(a_place(QUITO), a_place(ASTARA)))
    an_event(title="Nowhere", places=())
    near_astara = ["Both", "Baku", "Far", "Nowhere"]
    assert read(client, "order=nearest&at=6/38.4/48.8")[0] == near_astara
    assert read(client, "order=nearest&at=6/38.4/408.8")[0] == near_astara
    assert read(client, "order=nearest&in=48,38,49,39")[0] == ["Both"]
    assert read(client, "order=nearest")[0][0] == "Nowhere", "no middle: newest first"


def test_nearest_page_by_page(client: Client) -> None:
    for number in range(70):
        place = a_place((f"x:{number}", f"Town {number}", number / 10, 0.0, ""))
        an_event(title=f"Event {number:02}", places=(place,))
    titles = read_all(client, "order=nearest&at=3/0/0")
    assert titles == [f"Event {number:02}" for number in range(70)]


def test_most_words_in_the_title_first(client: Client) -> None:
    article = an_article("A joint drill was held.")
    for number in range(100):
        title = ("Joint drill", "The drill", "Nothing")[number % 3]
        day = date(2022, 1, 1) + timedelta(days=number)
        an_event(title=f"{title} {number:02}", article=article, day=day)
    titles = read_all(client, "order=relevance&q=joint+drill")
    numbers = [int(title[-2:]) for title in titles]
    assert len(titles) == 100
    assert [title[:-3] for title in titles] == (
        ["Joint drill"] * 34 + ["The drill"] * 33 + ["Nothing"] * 33
    )
    assert numbers[:34] == sorted(numbers[:34], reverse=True)
    assert numbers[34:67] == sorted(numbers[34:67], reverse=True)
    assert len(read_all(client, "order=relevance")) == 100, "no words: newest first"
    assert read(client, "order=relevance&q=unheard")[0] == []
    assert read_all(client, "order=relevance&q=joint+drill&to=2022-01-03") == [
        "Joint drill 00",
        "The drill 01",
        "Nothing 02",
    ]


def test_a_page_that_ends_with_the_last_event_has_no_next(client: Client) -> None:
    for number in range(60):
        an_event(title=f"{'Drill' if number < 30 else 'Other'} {number}")
    for query in ("", "order=relevance&q=jets", "order=nearest&at=3/0/0"):
        assert len(read_all(client, query)) == 60
    Event.objects.filter(title__startswith="Other").delete()
    for query in ("", "order=relevance&q=drill", "order=nearest&at=3/0/0"):
        assert read(client, query)[1] == ""


def test_the_page_without_a_script_goes_on(client: Client) -> None:
    for number in range(35):
        an_event(title=f"Event {number:02}", type="riot")
    page = client.get("/?type=riot&at=6/40/47").content.decode()
    assert "35 events" in page
    link = re.search(r'class="more" rel="next" href="([^"]+)"', page)
    assert link is not None
    address = link[1].replace("&amp;", "&")
    assert address.startswith("/?type=riot&")
    rest = client.get(address).content.decode()
    assert "Event 04" in rest
    assert "Event 05" not in rest
    assert 'rel="next"' not in rest


def test_the_version_is_told(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    assert client.get("/map/list/")["X-Map-Version"] == client.get("/map/summary")["X-Map-Version"]
    monkeypatch.setattr(asking, "current_index", _not_ready)
    monkeypatch.setattr(explore, "current_index", _not_ready)
    an_event(title="Drill")
    response = client.get("/map/list/")
    assert "X-Map-Version" not in response
    assert "Drill" in response.content.decode()


def test_what_is_found_by_letters_is_not_kept(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        an_event(title=f"Drill {number}")
    with monkeypatch.context() as patched:
        patched.setattr(search, "MOST_UNREAD", 2)
        titles, _, count = read(client, "q=rill")
        assert (len(titles), count) == (3, 3)
        assert client.get("/map/summary?q=rill").status_code == 503
    assert read(client, "q=rill")[2] == 0, "no word begins so"


def test_a_fixed_number_of_queries(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    places = (a_place(BAKU), a_place(ASTARA))
    for number in range(25):
        an_event(title=f"Event {number}", places=places)
    client.get("/map/summary")
    with django_assert_num_queries(4):  # twice the journal; events, locations
        client.get("/map/list/?type=military_exercise")
    with django_assert_num_queries(2):  # the same lines as a moment ago
        client.get("/map/list/")
    with django_assert_num_queries(1):
        client.get("/map/list/?type=military_exercise")


def test_a_file_of_more_than_a_batch(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "BATCH", 10)
    monkeypatch.setattr(listing, "CHUNK", 4)
    for number in range(35):
        an_event(title=f"Event {number:02}")
    text = client.get("/events.csv?from=2022-01-01").getvalue().decode()
    assert re.findall(r"Event (\d\d)", text) == [f"{n:02}" for n in reversed(range(35))]
