"""The front page: folium's parts under a strict policy, and a list that works without a script."""

import json
import re
from datetime import date
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.world import ASTARA, BAKU, a_place, an_article, an_event

pytestmark = pytest.mark.django_db
HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"


def text_of(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def test_the_policy_allows_no_inline_code_but_by_nonce(client: Client) -> None:
    response = client.get("/")
    policy = response["Content-Security-Policy"]
    assert "unsafe-inline" not in policy
    assert "unsafe-eval" not in policy
    nonce = re.search(r"'nonce-([^']+)'", policy)
    assert nonce is not None
    page = response.content.decode()
    inline = re.findall(r"<script(?![^>]*\bsrc=)([^>]*)>", page)
    assert len(inline) == 3
    for attributes in inline:
        assert f'nonce="{nonce[1]}"' in attributes or 'type="application/json"' in attributes
    assert re.findall("<style[^>]*>", page) == [f'<style nonce="{nonce[1]}">']
    assert not re.search(r"<[^>]+\s(?:style|on\w+)=", page)


def test_every_file_is_our_own(client: Client) -> None:
    page = text_of(client, "/")
    loaded = re.findall(r'<(?:script|link|img|iframe)[^>]+(?:src|href)="([^"]+)"', page)
    imported = re.findall(r'import \{[^}]+\} from "([^"]+)"', page)
    assert "/static/vendor/leaflet/leaflet.js" in loaded
    assert len(imported) == 2
    own = ("/static/", "/map/tiles/", "/events.atom")
    assert all(address.startswith(own) for address in loaded + imported)


def test_folium_makes_the_map_where_the_address_says(client: Client) -> None:
    page = text_of(client, "/?at=6.5/40.1/47.5")
    script = page.rpartition('<script type="module"')[2]
    assert "L.map(" in script
    assert '"zoom": 6.5' in script
    assert "[40.1, 47.5]" in script


def test_the_map_names_its_sources(client: Client) -> None:
    page = text_of(client, "/")
    for words in ("GeoNames", "CC BY 4.0", "Natural Earth"):
        assert words in page.rpartition('<script type="module"')[2]
        assert words.replace(" ", "&nbsp;") in page or words in page


def test_tiles_of_the_operator_take_the_base_map_s_place(client: Client, settings: Any) -> None:
    settings.TILE_URL = "https://tiles.example.org/{z}/{x}/{y}.png"
    settings.TILE_ATTRIBUTION = "Tiles </script><script>alert(1)</script> & co"
    script = text_of(client, "/").rpartition('<script type="module"')[2]
    assert "L.tileLayer(" in script
    assert "https://tiles.example.org/{z}/{x}/{y}.png" in script
    assert "addBaseMap" not in script
    assert "GeoNames" in script
    assert script.count("</script>") == 1
    assert "<script" not in script


def test_the_page_itself_holds_the_list_and_a_plain_form(client: Client) -> None:
    an_event(title="Drill", places=(a_place(BAKU), a_place(ASTARA)))
    an_event(title="March", type="protest", day=date(2021, 5, 1))
    page = text_of(client, "/?type=protest&from=2021-01-01&to=2021-12-31&q=march")
    assert "1 event<" in page
    assert ">March<" in page
    assert ">Drill<" not in page
    assert re.search(r'value="protest"\s+checked', page)
    assert 'value="2021-01-01"' in page
    assert 'value="march"' in page
    assert 'method="get"' in page
    assert "/events.csv?q=march&amp;type=protest&amp;from=2021-01-01&amp;to=2021-12-31" in page


def test_nothing_published_is_said(client: Client) -> None:
    assert "No event is published yet" in text_of(client, "/")
    an_event()
    assert "No published event fits" in text_of(client, "/?type=riot")


def test_errors_of_the_address_are_shown_and_escaped(client: Client) -> None:
    page = text_of(client, "/?from=x&type=%3Cscript%3Ealert(1)%3C/script%3E")
    assert "From: Enter a valid date." in page
    assert "<script>alert" not in page


def test_a_place_by_number_is_named(client: Client) -> None:
    place = a_place(BAKU)
    an_event()
    page = text_of(client, f"/?place={place.pk}")
    assert "Baku, AZ" in page
    assert f'name="place" value="{place.pk}" checked' in page
    assert "not known" in text_of(client, "/?place=999999")


def test_hostile_titles_places_and_sources_stay_text(client: Client) -> None:
    article = an_article(f"Jets {HOSTILE} in Baku.", title=HOSTILE, url="javascript:alert(1)")
    assert article.source is not None
    article.source.name = HOSTILE
    article.source.save()
    place = a_place(("x:1", HOSTILE, 1.0, 2.0, ""))
    event = an_event(title=HOSTILE, places=(place,), article=article)
    for url in ("/", "/map/list/", f"/events/{event.pk}/", f"/articles/{article.pk}/"):
        page = text_of(client, url)
        assert "<script>alert" not in page
        assert "<img" not in page
        assert "javascript:" not in page
    for url in (f"/events/{event.pk}/card/", f"/events/cards/?id={event.pk}"):
        response = client.get(url)
        assert response["Content-Type"] == "application/json"
        assert response["X-Content-Type-Options"] == "nosniff"
        card = response.json().get("cards", [response.json()])[0]
        assert card["title"] == HOSTILE
        assert card["source"]["url"] == ""


def test_the_configuration_cannot_end_its_element(client: Client) -> None:
    page = text_of(client, "/")
    config = re.search(r'<script id="explorer-config"[^>]*>(.*?)</script>', page, re.DOTALL)
    assert config is not None
    assert json.loads(config[1])["addresses"]["summary"] == "/map/summary"


def test_a_card_says_what_a_popup_shows(client: Client) -> None:
    event = an_event(title="Drill", places=(a_place(BAKU),))
    card = client.get(f"/events/{event.pk}/card/").json()
    assert card["dates"] == "5 December 2022"
    assert card["datePrecision"] == "known to the day"
    assert card["places"][0] | {"latitude": 0, "longitude": 0} == {
        "name": "Baku, AZ",
        "url": f"/places/{a_place(BAKU).pk}/",
        "precision": "the exact place",
        "latitude": 0,
        "longitude": 0,
        "radius": 0,
    }
    assert card["quote"] == "Jets took off in Baku on Monday."
    assert card["source"]["url"] == "https://caspian.example/jets"
    assert card["url"] == f"/events/{event.pk}/"


def test_cards_leave_out_what_is_unknown_or_unpublished(client: Client) -> None:
    event, draft = an_event(), an_event(title="Draft", status="draft")
    query = f"id={event.pk}&id={draft.pk}&id=99999&id=x&id={'9' * 30}&id=-1"
    cards = client.get(f"/events/cards/?{query}").json()["cards"]
    assert [card["id"] for card in cards] == [event.pk]
    assert client.get(f"/events/{draft.pk}/card/").status_code == 404


def test_a_fixed_number_of_queries(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    places = (a_place(BAKU), a_place(ASTARA))
    events = [an_event(title=f"Event {number}", places=places) for number in range(25)]
    client.get("/?type=protest")
    with django_assert_num_queries(6):  # the journal four times; events, locations
        client.get("/")
    with django_assert_num_queries(4):
        client.get("/")
    with django_assert_num_queries(3):
        client.get("/events/cards/?" + "&".join(f"id={event.pk}" for event in events))


def test_only_reading_is_allowed(client: Client) -> None:
    for url in ("/", "/map/summary", "/map/list/", "/events/cards/"):
        assert client.post(url).status_code == 405
        assert client.head(url).status_code == 200
