"""Places, sources and geocoders' answers in the admin, and the search that fills its boxes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from events.models import GeocodeAnswer, Place, Source
from tests.admin_forms import an_editor, change_url, errors_of, sent_by, signed_in
from tests.tiny_gazetteer import build_tiny_gazetteer
from tests.world import ASTARA, BAKU, a_place, a_source, an_event

pytestmark = pytest.mark.django_db
PLACES, SEARCH = "/admin/events/place/", "/gazetteer/search/"


@pytest.fixture(autouse=True)
def tiny_gazetteer(settings: Settings, gazetteer_path: Path) -> None:
    settings.GAZETTEER_PATH = gazetteer_path


@pytest.fixture
def client() -> Client:
    return signed_in()


def names(response: Any) -> list[str]:
    return [place.name for place in response.context["cl"].result_list]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "bak"}, ["Baku"]),
        ({"q": "Бак"}, ["Baku"]),
        ({"origin": "editor"}, ["The old mill"]),
        ({"origin": "gazetteer"}, ["Astara", "Baku"]),
        ({"country": "AZ"}, ["Astara", "Baku"]),
        ({"q": "%"}, []),
    ],
)
def test_places_are_found(client: Client, query: dict[str, str], found: list[str]) -> None:
    a_place(BAKU, other_names="Bakı\nБаку")
    a_place(ASTARA)
    Place.objects.create(name="The old mill", latitude=1, longitude=2)
    assert names(client.get(PLACES, query)) == found


def test_a_place_counts_its_events(client: Client) -> None:
    an_event(title="A")
    an_event(title="B")
    assert client.get(PLACES).context["cl"].result_list[0].events == 2


POINT = {"name": "Mill", "latitude": "1", "longitude": "2", "where_prec": "1", "radius_m": "0"}


@pytest.mark.parametrize(
    ("boxes", "sentence"),
    [
        ({"latitude": "91"}, "Latitude goes from -90"),
        ({"longitude": "-181"}, "Longitude goes from -180"),
        ({"latitude": ""}, "required"),
        ({"country": "AZE"}, "at most 2"),
        ({"country": "1!"}, "Two letters"),
        ({"where_prec": "8"}, "not one of the available choices"),
    ],
)
def test_a_place_off_the_globe_is_refused(
    client: Client, boxes: dict[str, str], sentence: str
) -> None:
    assert sentence in errors_of(client.post(PLACES + "add/", {**POINT, **boxes}))
    assert not Place.objects.exists()


def test_an_editor_adds_a_place_of_their_own(client: Client) -> None:
    assert client.post(PLACES + "add/", {**POINT, "country": "az"}).status_code == 302
    place = Place.objects.get()
    assert (place.key, place.country) == (None, "AZ")
    assert place.history.get().history_user is not None


def test_two_places_of_editors_have_no_key_each(client: Client) -> None:
    for name in ("Mill", "Well"):
        client.post(PLACES + "add/", {**POINT, "name": name})
    assert Place.objects.filter(key__isnull=True).count() == 2


def test_a_source_gets_its_home_from_the_gazetteer(client: Client) -> None:
    boxes = {"name": "Post", "domain": "post.example", "home": "gn:587084", "country": ""}
    assert client.post("/admin/events/source/add/", boxes).status_code == 302
    assert Source.objects.get().home == Place.objects.get(key="gn:587084")


def test_a_source_may_lose_its_home(client: Client) -> None:
    source = a_source()
    source.home = a_place()
    source.save()
    data = sent_by(client.get(change_url(source)))
    assert client.post(change_url(source), {**data, "home": ""}).status_code == 302
    source.refresh_from_db()
    assert source.home is None


def test_answers_of_geocoders_are_only_looked_at_and_purged() -> None:
    row = GeocodeAnswer.objects.create(
        service="photon", question="<b>Baku</b>", answer=[{"x": 1}], asked_at=timezone.now()
    )
    editor, boss = signed_in(), signed_in(an_editor("boss", is_superuser=True))
    url = "/admin/events/geocodeanswer/"
    assert "<b>Baku" not in editor.get(url).content.decode()
    assert editor.get(url + "add/").status_code == 403
    assert editor.post(f"{url}{row.pk}/change/", {"service": "x"}).status_code == 403
    purge = {"action": "purge", "_selected_action": [row.pk]}
    editor.post(url, purge)
    assert GeocodeAnswer.objects.count() == 1
    boss.post(url, purge)
    assert GeocodeAnswer.objects.count() == 0


# The search behind the boxes


def found(client: Client, words: str) -> list[dict[str, Any]]:
    answer = client.get(SEARCH, {"q": words})
    assert answer.status_code == 200
    results: list[dict[str, Any]] = answer.json()["results"]
    return results


@pytest.mark.parametrize("words", ["Jabrayil", "jabr", "Cəbrayıl", "Джебраил", "  JEBRAIL "])
def test_any_spelling_finds_the_place_with_what_a_form_needs(client: Client, words: str) -> None:
    first = found(client, words)[0]
    assert (first["value"], first["name"]) == ("gn:148141", "Jabrayil")
    assert (first["latitude"], first["longitude"], first["where_prec"]) == (39.399, 47.028, 1)
    assert "Azerbaijan" in first["detail"]


def test_places_of_one_name_can_be_told_apart(client: Client) -> None:
    details = {choice["detail"] for choice in found(client, "Paris")}
    assert len(details) == 2
    assert any("Texas" in detail for detail in details)


def test_an_area_brings_its_precision_and_radius(client: Client) -> None:
    karabakh = found(client, "Karabakh")[0]
    assert (karabakh["where_prec"], karabakh["radius_m"]) == (5, 60000)


def test_places_of_editors_come_first(client: Client) -> None:
    mine = Place.objects.create(name="Baku harbour", latitude=40.3, longitude=49.9)
    first, second = found(client, "baku")[:2]
    assert first["value"] == str(mine.pk)
    assert second["value"] == "gn:587084"


@pytest.mark.parametrize("words", ["", " ", "\x00", "zzzzqqq", "%", "'; DROP TABLE place;--", "‮"])
def test_nothing_is_found_for_nonsense(client: Client, words: str) -> None:
    assert found(client, words) == []


def test_a_name_longer_than_any_is_refused(client: Client) -> None:
    answer = client.get(SEARCH, {"q": "x" * 101})
    assert answer.status_code == 400
    assert "at most 100" in answer.json()["notice"]


def test_only_editors_may_search() -> None:
    assert Client().get(SEARCH, {"q": "baku"}).status_code == 403
    reader = User.objects.create(username="reader")
    assert signed_in(reader).get(SEARCH, {"q": "baku"}).status_code == 403
    assert signed_in(an_editor()).post(SEARCH, {"q": "baku"}).status_code == 405


def test_without_a_gazetteer_the_search_says_what_to_run(
    client: Client, settings: Settings, tmp_path: Path
) -> None:
    settings.GAZETTEER_PATH = tmp_path / "none.sqlite3"
    mine = Place.objects.create(name="Baku harbour", latitude=40.3, longitude=49.9, country="AZ")
    answer = client.get(SEARCH, {"q": "baku"}).json()
    assert [choice["value"] for choice in answer["results"]] == [str(mine.pk)]
    assert "build_gazetteer" in answer["notice"]


def test_a_rebuilt_gazetteer_is_opened_anew(
    client: Client, settings: Settings, tmp_path: Path
) -> None:
    settings.GAZETTEER_PATH = tmp_path / "late.sqlite3"
    assert found(client, "Jabrayil") == []
    build_tiny_gazetteer(tmp_path / "late.sqlite3")
    assert found(client, "Jabrayil")[0]["value"] == "gn:148141"
