"""Places of the gazetteer as rows, and places that a service knows, asked by an editor."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone
from geopy.exc import GeocoderTimedOut
from geopy.location import Location as Found
from pytest_django import Settings

from events import geocoding
from events.admin.fields import find_place
from events.geocoding import GeocoderChain, Service
from events.geoparsing.gazetteer import Gazetteer
from events.ingest.drafts import save_reading
from events.known_places import gazetteer, place_of_key, row_of
from events.models import GeocodeAnswer, Place
from tests.admin_forms import change_event, errors_of, signed_in
from tests.world import ASTARA, BAKU, a_draft, a_place, a_reading, an_article, an_event

pytestmark = pytest.mark.django_db
SEARCH = "/gazetteer/search/"
OLD_MILL = Found("Old Mill, Sheki, Azerbaijan", (41.2, 47.17, 0), {"place_id": 1})


@pytest.fixture(autouse=True)
def tiny_gazetteer(settings: Settings, gazetteer_path: Path) -> None:
    settings.GAZETTEER_PATH = gazetteer_path
    settings.GEOCODERS = ["gazetteer"]


Ask = Callable[[str], list[Found] | None]


@pytest.fixture
def services(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Puts services in the place of the configured ones, by name."""

    def configure(**asks: Ask) -> None:
        settings.GEOCODERS = ["gazetteer", *asks]
        chain = GeocoderChain([Service(name, ask) for name, ask in asks.items()])
        monkeypatch.setattr(geocoding, "online_chain", lambda: chain)

    return configure


def never(query: str) -> list[Found]:
    raise AssertionError(f"the service was asked for {query}")


def search(client: Client, words: str, **query: str) -> dict[str, Any]:
    found: dict[str, Any] = client.get(SEARCH, {"q": words, **query}).json()
    return found


# Rows of the gazetteer


TEXT = "Jets took off in Baku and Astara on Monday."


def save_a_reading() -> None:
    draft = a_draft(TEXT, "took off", locations=[0, 1])
    save_reading(article=an_article(TEXT), reading=a_reading(TEXT, draft))


def test_a_reading_and_an_editor_make_the_same_row() -> None:
    picked = place_of_key(BAKU[0])
    assert picked is not None
    assert "Bakı" in picked.other_names.split("\n")
    save_a_reading()
    read = Place.objects.get(key=BAKU[0])
    assert read.other_names == picked.other_names


def test_without_a_gazetteer_a_reading_is_saved_without_other_names(
    settings: Settings, tmp_path: Path
) -> None:
    known = gazetteer().place(BAKU[0])
    assert known is not None
    settings.GAZETTEER_PATH = tmp_path / "none.sqlite3"
    assert row_of(known).other_names == ""
    save_a_reading()
    assert set(Place.objects.values_list("other_names", flat=True)) == {""}
    assert Place.objects.count() == 2


def test_names_are_looked_up_for_new_rows_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    a_place(BAKU, other_names="as an editor wrote")
    asked: list[str] = []
    names = Gazetteer.names

    def counted(self: Gazetteer, key: str) -> list[str]:
        asked.append(key)
        return names(self, key)

    monkeypatch.setattr(Gazetteer, "names", counted)
    save_a_reading()
    assert asked == [ASTARA[0]]
    assert Place.objects.get(key=BAKU[0]).other_names == "as an editor wrote"


# Services, asked on demand


def test_without_services_nothing_is_offered_and_online_means_nothing() -> None:
    client = signed_in()
    plain = search(client, "baku")
    assert set(plain) == {"results", "notice"}
    assert search(client, "baku", online="1") == plain


def test_typing_asks_no_service_and_offers_to_ask(services: Any) -> None:
    services(nominatim=never, photon=never)
    client = signed_in()
    found = search(client, "  old   mill ")
    assert found["results"] == []
    assert found["ask"] == "Ask nominatim or photon for “old mill”"
    assert search(client, "baku")["results"][0]["value"] == BAKU[0]


def test_an_answer_is_a_choice_and_says_who_gave_it_and_when(services: Any) -> None:
    services(nominatim=lambda query: [OLD_MILL])
    client = signed_in()
    fresh = search(client, "old mill", online="1")
    row = GeocodeAnswer.objects.get()
    assert fresh == {
        "notice": "",
        "results": [
            {
                "value": f"answer:{row.pk}:0",
                "name": "Old Mill",
                "detail": "Old Mill, Sheki, Azerbaijan · nominatim",
                "latitude": 41.2,
                "longitude": 47.17,
                "where_prec": 1,
                "radius_m": 0,
            }
        ],
    }
    services(nominatim=never)
    day = timezone.localdate(row.asked_at)
    kept = search(client, "Old Mill", online="1")["results"]
    words = f"{day.day} {day:%B} {day.year}"
    assert kept[0]["detail"] == f"Old Mill, Sheki, Azerbaijan · nominatim · {words}"
    assert kept[0]["value"] == fresh["results"][0]["value"]


def test_what_a_service_fails_with_is_told_and_the_next_is_asked(services: Any) -> None:
    def slow(query: str) -> None:
        raise GeocoderTimedOut("no answer")

    services(nominatim=slow, photon=lambda query: [OLD_MILL])
    found = search(signed_in(), "old mill", online="1")
    assert found["notice"] == "nominatim: GeocoderTimedOut: no answer"
    assert "photon" in found["results"][0]["detail"]


def test_what_no_service_knows_is_said(services: Any) -> None:
    services(nominatim=lambda query: [], photon=lambda query: None)
    assert search(signed_in(), "zzz", online="1") == {
        "results": [],
        "notice": "No place named “zzz” is known to nominatim or photon.",
    }


def test_a_service_that_lacks_its_key_is_a_sentence(settings: Settings) -> None:
    settings.GEOCODERS = ["opencage"]
    settings.GEOCODER_OPTIONS = {}
    assert "GEOCODER_OPENCAGE" in search(signed_in(), "old mill", online="1")["notice"]


def test_only_who_may_change_events_asks_a_service(services: Any) -> None:
    services(nominatim=never)
    looker = User.objects.create(username="looker", is_staff=True)
    looker.user_permissions.add(Permission.objects.get(codename="view_event"))
    client = signed_in(looker)
    assert "ask" not in search(client, "baku")
    refused = client.get(SEARCH, {"q": "baku", "online": "1"})
    assert (refused.status_code, refused.json()["results"]) == (403, [])
    assert Client().get(SEARCH, {"q": "baku", "online": "1"}).status_code == 403


def an_answer(*found: Any, answer: Any = None) -> GeocodeAnswer:
    return GeocodeAnswer.objects.create(
        service="nominatim",
        question="old mill",
        answer=list(found) if answer is None else answer,
        asked_at=datetime(2022, 12, 5, tzinfo=UTC),
    )


MILL = {"address": "Old Mill, Sheki", "latitude": 41.2000001, "longitude": -0.000001, "raw": {}}


def test_a_picked_answer_is_a_place_made_once() -> None:
    value = f"answer:{an_answer(MILL).pk}:0"
    client = signed_in()
    for title in ("A", "B"):
        event = an_event(title=title)
        boxes = {"latitude": "", "longitude": ""}
        answer = change_event(
            client, event, **{f"locations__0__{k}": v for k, v in {**boxes, "place": value}.items()}
        )
        assert answer.status_code == 302
        location = event.locations.get()
        assert (location.latitude, location.longitude) == (41.2, 0)
        assert location.place.key == "nominatim:41.20000,0.00000"
    place = Place.objects.get(key__startswith="nominatim")
    assert (place.name, place.geonameid, place.where_prec, place.radius_m) == (
        "Old Mill",
        None,
        1,
        0,
    )
    assert place.history.get().history_user is not None


def test_a_form_that_is_sent_back_still_shows_the_picked_place() -> None:
    value = f"answer:{an_answer(MILL).pk}:0"
    changes = {"locations__0__place": value, "title": ""}
    answer = change_event(signed_in(), an_event(), **changes)
    assert "required" in errors_of(answer)
    page = answer.content.decode()
    assert f'value="{value}"' in page
    assert 'value="Old Mill"' in page
    assert not Place.objects.filter(key__startswith="nominatim").exists()


@pytest.mark.parametrize(
    "ending",
    ["", ":", ":1", ":-1", ":x", ":0:0", ":0 ", ":٠", ":9999", ":0\n", "9:0", ":" + "0" * 80],
)
def test_what_points_at_no_answer_is_not_known(ending: str) -> None:
    with pytest.raises(ValidationError, match="not known any more"):
        find_place(f"answer:{an_answer(MILL).pk}{ending}")
    with pytest.raises(ValidationError, match="not known any more"):
        find_place("answer:" + "9" * 18 + ":0")


@pytest.mark.parametrize(
    "change",
    [
        {"latitude": 90.1},
        {"longitude": -181},
        {"latitude": "41"},
        {"latitude": True},
        {"longitude": None},
        {"longitude": 10**400},
        {"address": ""},
        {"address": " , Sheki"},
        {"address": "\u202e\u0007, Sheki"},
        {"address": ["Old Mill"]},
    ],
)
def test_a_damaged_answer_is_not_taken(change: dict[str, Any]) -> None:
    row = an_answer({**MILL, **change})
    with pytest.raises(ValidationError, match="not known any more"):
        find_place(f"answer:{row.pk}:0")


@pytest.mark.parametrize("answer", [{"0": MILL}, "old mill", 5, [5], [None], [[MILL]]])
def test_an_answer_that_is_no_list_of_places_is_not_taken(answer: Any) -> None:
    with pytest.raises(ValidationError, match="not known any more"):
        find_place(f"answer:{an_answer(answer=answer).pk}:0")


def test_a_name_without_end_is_cut() -> None:
    row = an_answer({**MILL, "address": "Mill\u202e " * 100_000})
    name = find_place(f"answer:{row.pk}:0").name
    assert name.startswith("Mill Mill")
    assert len(name) <= 200


def test_only_the_places_that_can_be_used_are_offered(services: Any, settings: Settings) -> None:
    settings.GEOCODER_CACHE_DAYS = 10_000
    services(nominatim=never)
    row = an_answer({**MILL, "address": ""}, {**MILL, "address": "x" * 5000})
    results = search(signed_in(), "old mill", online="1")["results"]
    assert [choice["value"] for choice in results] == [f"answer:{row.pk}:1"]
    assert len(results[0]["name"]) == 200
    assert results[0]["detail"].endswith(" · nominatim · 5 December 2022")
