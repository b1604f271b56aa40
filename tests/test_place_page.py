"""The page of a place: where it is, what happened there over time, in the reader's language."""

from __future__ import annotations

import csv
import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils.translation import override
from pytest_django import DjangoAssertNumQueries

from events.models import Place
from events.place_names import LISTED, country_in_words, place_label, place_name
from tests.world import ASTARA, BAKU, QUITO, a_place, an_event

pytestmark = pytest.mark.django_db
HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"


def text_of(client: Client, url: str, **headers: str) -> str:
    response = client.get(url, headers=headers)
    assert response.status_code == 200
    return response.content.decode()


def test_a_place_says_where_it_is_and_what_happened(
    client: Client, settings: Any, gazetteer_path: Path
) -> None:
    settings.GAZETTEER_PATH = gazetteer_path
    baku = a_place(BAKU, admin1="09", feature="PPLC", radius_m=12_000)
    an_event(title="Drill", day=date(2021, 3, 1), places=(baku, a_place(ASTARA)))
    an_event(title="March", type="protest", day=date(2023, 3, 1), places=(baku,))
    an_event(title="Elsewhere", places=(a_place(QUITO),))
    an_event(title="Draft", status="draft", places=(baku,))
    page = text_of(client, baku.get_absolute_url())
    for words in (
        "<title>Baku ",
        "Azerbaijan",
        "capital",
        "40.3777° N, 49.8920° E",
        "radius 12 km",
        'href="https://www.geonames.org/587084"',
        "2 events",
        'href="/?place=',
        'href="/events.csv?place=',
        'href="/events.atom?place=',
        'type="application/atom+xml"',
    ):
        assert words in page, words
    assert re.findall(r"<h3><a[^>]+>(\w+)<", page) == ["March", "Drill"]
    assert "L.map(" in page


def test_readers_see_only_places_with_published_events(client: Client) -> None:
    place = a_place()
    assert client.get(f"/places/{place.pk}/").status_code == 404
    draft = an_event(status="draft")
    assert client.get(f"/places/{place.pk}/").status_code == 404
    client.force_login(User.objects.create_superuser("ed", "", "a long password"))
    page = text_of(client, f"/places/{place.pk}/")
    assert "No event is published here yet." in page
    assert f"/admin/events/place/{place.pk}/change/" in page
    assert draft.title not in page


@pytest.mark.parametrize("number", ["0", "999999", "9" * 30, "9" * 5000, "-1", "x"])
def test_an_unknown_number_is_not_found(client: Client, number: str) -> None:
    assert client.get(f"/places/{number}/").status_code == 404


def test_events_over_time_are_bars(client: Client) -> None:
    for number in range(3):
        an_event(title=f"E{number}", day=date(2020 + number, 3, 1))
    an_event(
        title="Year", day=None, first_day=date(2021, 1, 1), last_day=date(2021, 12, 31), date_prec=5
    )
    page = text_of(client, f"/places/{a_place().pk}/")
    drawn = page.partition('<svg class="bars"')[2].partition("</svg>")[0]
    assert drawn.count("<title>") == 25  # months
    assert "<title>March 2020: 1 event</title>" in drawn
    assert "<title>March 2021: 1.1 events</title>" in drawn
    assert 'aria-label="Events from March 2020 to March 2022"' in drawn
    assert "style=" not in page


def test_a_long_list_is_paged(client: Client) -> None:
    for number in range(35):
        an_event(title=f"Event {number:02}", day=date(2022, 1, 1) + timedelta(days=number))
    url = f"/places/{a_place().pk}/"
    first = text_of(client, url)
    assert "35 events" in first
    assert re.findall(r"<h3><a[^>]+>(Event \d+)", first)[0] == "Event 34"
    assert 'href="?page=2"' in first
    assert (
        re.findall(r"<h3><a[^>]+>(Event \d+)", text_of(client, f"{url}?page=2"))[-1] == "Event 00"
    )
    for page in ("0", "-1", "99", "x", "9" * 40, "\x00"):
        assert client.get(url, {"page": page}).status_code == 200


def test_a_fixed_number_of_queries(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(5):
        an_event(title=f"E{number}", places=(a_place(BAKU), a_place(ASTARA)))
    url = a_place().get_absolute_url()
    with django_assert_num_queries(5):  # place; days; events, locations, evidence
        client.get(url)


def test_hostile_names_stay_text(client: Client) -> None:
    place = a_place(("x:1", HOSTILE, 1.0, 2.0, "<b"), other_names=f"{HOSTILE}\n\u202e\x01")
    an_event(title=HOSTILE, places=(place,))
    page = text_of(client, f"/places/{place.pk}/")
    assert "<script>alert" not in page
    assert "<img" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_events_and_articles_lead_to_the_place(client: Client) -> None:
    event = an_event()
    link = f'href="/places/{a_place().pk}/"'
    assert link in text_of(client, f"/events/{event.pk}/")
    assert link in text_of(client, f"/articles/{event.article_id}/")


# Names in the reader's language


def named(**fields: Any) -> Place:
    return Place(latitude=0, longitude=0, **{"feature": "PPL", **fields})


@pytest.mark.parametrize(
    ("name", "country", "feature", "others", "az", "tr", "ru"),
    [
        ("Azerbaijan", "AZ", "PCLI", "", "Azərbaycan", "Azerbaycan", "Азербайджан"),
        ("Baku", "AZ", "PPLC", "", "Bakı", "Bakü", "Баку"),
        ("London", "GB", "PPLC", "", "London", "Londra", "Лондон"),
        ("London", "CA", "PPL", "", "London", "London", "London"),
        ("Jabrayil", "AZ", "PPL", "Cəbrayıl\nДжабраил", "Cəbrayıl", "Cebrayıl", "Джебраил"),
        ("Saatli", "AZ", "PPL", "Saatlı\nСаатлы\nSəəd", "Saatlı", "Saatli", "Саатлы"),
        ("Corlu", "TR", "PPL", "Çorlu\nЧорлу\nЧорлӯ", "Corlu", "Çorlu", "Чорлу"),
        ("Port Suez", "EG", "PPL", "Порт-Суец\nПорт-Суэц", *("Port Suez",) * 2, "Порт-Суэц"),
        ("Kobel", "JP", "PPL", "Кобел\nГород\nKobél", "Kobel", "Kobel", "Кобел"),
        ("Sulu Sea", "", "SEA", "море Сулу", "Sulu Sea", "Sulu Sea", "море Сулу"),
        ("Pacific Ocean", "", "OCN", "", "Sakit okean", "Büyük Okyanus", "Тихий океан"),
        ("Gaza Strip", "PS", "ADM1", "", "Qəzza zolağı", "Gazze Şeridi", "Сектор Газа"),
        ("Europe", "US", "PPL", "", "Europe", "Europe", "Europe"),
        ("Nowhere", "ZZ", "PPL", "Совсем другое", "Nowhere", "Nowhere", "Nowhere"),
        ("<b>\x00\u0301", "??", "", "\n\n", "<b>\x00\u0301", "<b>\x00\u0301", "<b>\x00\u0301"),
    ],
)  # fmt: skip
def test_a_name_is_in_the_reader_s_language_where_one_is_known(
    name: str, country: str, feature: str, others: str, az: str, tr: str, ru: str
) -> None:
    place = named(name=name, country=country, feature=feature, other_names=others)
    for language, wanted in (("en", name), ("az", az), ("tr", tr), ("ru", ru), ("xx", name)):
        with override(language):
            assert place_name(place) == wanted, language


def test_the_label_has_the_country_s_code_and_countries_have_names() -> None:
    with override("ru"):
        assert place_label(named(name="Baku", country="AZ")) == "Баку, AZ"
        assert country_in_words("TR") == "Турция"
        assert country_in_words("??") == "??"
        assert country_in_words("") == ""
    assert place_label(named(name="Sea", country="")) == "Sea"


def test_the_list_of_names_is_whole() -> None:
    with LISTED.open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    assert len(rows) > 200
    assert all(all(row[name] for name in ("name", "az", "tr", "ru")) for row in rows)
    keys = [(row["country"], row["name"]) for row in rows]
    assert len(set(keys)) == len(keys)
    assert not any(re.search("[a-zA-Z]", row["ru"]) for row in rows)
    assert not any(re.search("[а-яА-Я]", row["az"] + row["tr"]) for row in rows)
