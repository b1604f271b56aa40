"""The admin is in the editor's language: its pages, their forms and what actions answer."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.utils import timezone
from django.utils.translation import override
from pytest_django import Settings

from events.joining import merge
from events.models import Article, Event, GeocodeAnswer, Place, SettledName
from tests.admin_forms import an_editor, change_event, change_url, sent_by, signed_in
from tests.world import a_place, a_source, an_article, an_event

pytestmark = pytest.mark.django_db
LANGUAGES = ("az", "tr", "ru")
LATIN = re.compile(r"[A-Za-z]{2}")
# Names, codes, reasons that the history keeps, and what Django itself leaves in English.
SHARED = re.compile(
    r"Dateline|English|Azərbaycanca|Türkçe|GeoNames|caspian\.example\S*|https://|gn:\d+|UA|IANA"
    r"|merged with event|True|False|^Search$|^en$|^Status:?$|^[Rr]adius \(m\):?$"
)
SAID_BY = ("title", "aria-label", "placeholder", "alt", "label")
KYIV = ("gn:703448", "Київ", 50.45466, 30.5238, "UA")


class Pieces(HTMLParser):
    """Every text of a page that a person sees or hears."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.hidden = 0
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.hidden += tag in ("script", "style")
        values = dict(attrs)
        shown = SAID_BY + (("value",) if tag == "input" and values["type"] == "submit" else ())
        self.found |= {(values.get(name) or "").strip() for name in shown}

    def handle_endtag(self, tag: str) -> None:
        self.hidden -= tag in ("script", "style")

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.found.add(" ".join(data.split()))


@pytest.fixture(autouse=True)
def tiny_gazetteer(settings: Settings, gazetteer_path: Path) -> None:
    settings.GAZETTEER_PATH = gazetteer_path


@pytest.fixture
def client() -> Client:
    return signed_in(an_editor("Віра", is_superuser=True))


def told(event: Event) -> Event:
    """The same event as another article has it."""
    article = an_article("Літаки злетіли знову.", url="", source=a_source("Газета"))
    places = tuple(row.place for row in event.locations.select_related("place"))
    return an_event(title="Літаки злетіли", article=article, places=places, status="draft")


@pytest.fixture
def event() -> Event:
    """With what the forms show: reports joined and proposed, an inferred day, a settled name.

    Nothing in it is written in Latin letters, so a text in these that all languages share is ours.
    """
    source = a_source("Вісник")
    article = an_article(
        "Літаки злетіли.", source=source, published_inferred=True, published_reason="бо так"
    )
    place = a_place(KYIV)
    event = an_event(title="Літаки", article=article, places=(place,), status="draft")
    merge(keep=event, others=[told(event)])
    event.refresh_from_db()
    an_event(title="Літаки летять", article=article, places=(place,), status="draft", actors=["Я"])
    article.toponyms.create(
        start=0, end=6, text="Літаки", role="literal", form="name", confidence=0.5
    )
    SettledName.objects.create(name="Київ", place=place, source=source, article=article)
    SettledName.objects.create(name="Літо", article=article)
    GeocodeAnswer.objects.create(service="служба", question="де", asked_at=timezone.now())
    return event


def pages_of(event: Event) -> list[str]:
    location, article = event.locations.get(), event.article
    assert article is not None
    rows = [
        *(event, article, article.source, location.place),
        *(SettledName.objects.all()[0], GeocodeAnswer.objects.get()),
    ]
    base = "/admin/events/"
    names = [row._meta.model_name for row in rows if row]
    return [
        *("/admin/", base),
        *(f"{base}{name}/" for name in names),
        *(f"{base}{name}/add/" for name in names[:-1]),
        *(change_url(row) for row in [*rows, location]),
        *(change_url(row).replace("/change/", "/delete/") for row in rows),
        *(change_url(row).replace("change/", "history/") for row in [*rows[:-1], location]),
        change_url(location).replace("change/", f"history/{location.history.latest().pk}/"),
    ]


def texts_of(client: Client, address: str, language: str, data: Any = None) -> set[str]:
    headers = {"accept-language": language}
    send = client.get if data is None else client.post
    response = send(address, data, headers=headers)
    assert response.status_code == 200, address
    return Pieces(response.content.decode()).found


def in_both(client: Client, address: str, language: str, data: Any = None) -> set[str]:
    """What the page says in English and in the language alike, but for what all languages share."""
    both = texts_of(client, address, "en", data) & texts_of(client, address, language, data)
    return {text for text in both if LATIN.search(SHARED.sub("", text))}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_of_the_admin_is_in_english(client: Client, event: Event, language: str) -> None:
    found = {address: in_both(client, address, language) for address in pages_of(event)}
    assert {address: texts for address, texts in found.items() if texts} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_wrong_with_a_form_is_said_in_the_language(
    client: Client, event: Event, language: str
) -> None:
    address = change_url(event)
    filled = sent_by(client.get(address))
    wrong = {
        "first_day": "2022-12-06",
        "last_day": "2022-12-05",
        "time_zone": "Київ",
        "actors": "Я\n" * 101,
        "seen": "давно",
        "locations-0-latitude": "91",
        "locations-0-longitude": "181",
        "evidence-0-quote": "Небо",
        "evidence-0-start": "",
        "evidence-0-end": "",
    }
    assert in_both(client, address, language, {**filled, **wrong}) == set()
    place = change_url(Place.objects.get())
    filled = sent_by(client.get(place))
    assert in_both(client, place, language, {**filled, "country": "У"}) == set()
    new = "/admin/events/article/add/"
    twice = {"text": Article.objects.all()[0].text, "language": "en"}
    assert in_both(client, new, language, twice) == set()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("action", ["publish", "reject", "reopen", "merge"])
def test_actions_answer_in_the_language(
    client: Client, event: Event, action: str, language: str
) -> None:
    an_event(title="Колись", article=event.article, places=(), day=None, status="draft")
    rows = list(Event.objects.filter(merged_into=None).values_list("pk", flat=True))
    said = {}
    for each in ("en", language):
        page = client.post(
            "/admin/events/event/",
            {"action": action, "_selected_action": rows},
            headers={"accept-language": each},
            follow=True,
        )
        said[each] = Pieces(page.content.decode()).found
    both = said["en"] & said[language]
    assert {text for text in both if LATIN.search(SHARED.sub("", text))} == set()


def test_an_action_says_how_many_in_the_form_of_the_number(client: Client, event: Event) -> None:
    rows = list(Event.objects.filter(merged_into=None).values_list("pk", flat=True))
    page = client.post(
        "/admin/events/event/",
        {"action": "publish", "_selected_action": rows},
        headers={"accept-language": "ru"},
        follow=True,
    ).content.decode()
    assert "2 события опубликованы." in page
    assert {
        row.history.latest().history_change_reason for row in Event.objects.filter(pk__in=rows)
    } == {"published"}


def test_the_history_keeps_reasons_in_english(client: Client, event: Event) -> None:
    client.cookies["django_language"] = "tr"
    change_event(client, event, locations__0__latitude="50.5", evidence__0__kind="trigger")
    reason = event.history.latest().history_change_reason
    assert reason == "location Київ, UA: latitude; evidence Літаки злетіли.: kind"


def test_the_status_is_marked_by_its_code_whatever_it_is_called(
    client: Client, event: Event
) -> None:
    page = client.get("/admin/events/event/", headers={"accept-language": "az"}).content.decode()
    assert '<span class="dl-status dl-draft">qaralama</span>' in page
    assert '<span class="dl-status dl-merged">birləşdirilib</span>' in page


def test_a_place_has_a_name_that_is_not_a_person_s(client: Client) -> None:
    page = client.get("/admin/events/place/add/", headers={"accept-language": "ru"})
    assert "Название:" in Pieces(page.content.decode()).found


def test_the_language_is_chosen_at_the_foot_of_the_admin_too(client: Client) -> None:
    page = client.get("/admin/events/event/?q=x").content.decode()
    assert '<input type="hidden" name="next" value="/admin/events/event/?q=x">' in page
    client.post("/language/", {"language": "az", "next": "/admin/"})
    page = client.get("/admin/", headers={"accept-language": "ru"}).content.decode()
    assert '<html lang="az"' in page
    assert "Hadisələr" in page
    assert "django_language" not in Client().get("/admin/login/").cookies


def test_the_script_of_the_forms_has_its_words(client: Client, event: Event) -> None:
    page = client.get(change_url(event), headers={"accept-language": "tr"}).content.decode()
    words = re.search(r'<script id="dl-words" type="application/json">(.*?)</script>', page)
    assert words is not None
    said = json.loads(words[1])
    assert said["no place chosen"] == "yer seçilmedi"
    assert said["{n} places"] == {"one": "{n} yer", "other": "{n} yer"}
    assert "Play" not in said  # of the map's scripts


@pytest.mark.parametrize("language", ["az", "tr"])
def test_no_name_begins_with_an_i_that_would_lose_its_dot(language: str) -> None:
    """Django writes names with a capital, by the rules of English: i becomes I."""
    with override(language):
        names = [
            str(words)
            for model in apps.get_app_config("events").get_models()
            for words in (
                model._meta.verbose_name,
                model._meta.verbose_name_plural,
                *(getattr(field, "verbose_name", "") for field in model._meta.get_fields()),
            )
        ]
    # "id" and the tables of the history are never shown by their names
    assert [name for name in names if name.startswith("i") and name.upper() != "ID"] == []
