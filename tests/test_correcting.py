"""Beside the text an editor puts type, days and places right; that outlives another reading."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from events.ingest.drafts import read_article, save_reading
from events.models import Article, Event, SettledName
from tests.admin_forms import an_editor
from tests.world import ASTARA, BAKU, a_draft, a_place, a_reading, a_source, an_article, an_event

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tiny_world")]
TEXAS, FRANCE = "gn:4717560", "gn:2988507"
FIRE = "Fire destroyed a bakery in Paris on 5 March 2021, and a mill on 7 March 2021, police said."
HOSTILE = '"><script>alert(1)</script>'


@pytest.fixture
def fire(tiny_world: None) -> Event:
    article = an_article(FIRE, source=a_source("The Paris News"))
    read_article(article=article)
    event = article.events.first()
    assert event is not None
    assert event.locations.get().place.key == FRANCE
    return event


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(an_editor())
    return client


def send(client: Client, event: Event, **data: Any) -> Any:
    assert event.article is not None
    address = reverse("events:event-correct", args=[event.article.pk, event.pk])
    answer = client.post(address, data, follow=True)
    event.refresh_from_db()
    return answer


def said(answer: HttpResponse) -> str:
    return " ".join(str(message) for message in answer.context["messages"])  # type: ignore[attr-defined]


def test_the_type_is_put_right_and_outlives_another_reading(editor: Client, fire: Event) -> None:
    answer = send(editor, fire, type="explosion")
    assert answer.redirect_chain[-1][0].endswith(f"#event-{fire.pk}")
    assert (fire.type, fire.curated) == ("explosion", True)
    entry = fire.history.latest()
    assert entry.history_change_reason == "corrected beside the article: type"
    assert entry.history_user is not None
    assert fire.article is not None
    read_article(article=fire.article)
    fire.refresh_from_db()
    assert fire.type == "explosion"


def test_days_are_chosen_from_the_text_and_rest_on_its_words(editor: Client, fire: Event) -> None:
    assert fire.article is not None
    seventh = fire.article.time_expressions.get(first_day=date(2021, 3, 7))
    send(editor, fire, days=seventh.pk)
    assert (fire.first_day, fire.last_day, fire.date_prec) == (date(2021, 3, 7),) * 2 + (1,)
    assert [row.quote for row in fire.evidence.filter(kind="date")] == ["7 March 2021"]


def test_a_place_is_another_of_its_candidates_and_that_is_settled(
    editor: Client, fire: Event
) -> None:
    location = fire.locations.get()
    page = editor.get(reverse("events:article", args=[fire.article_id])).content.decode()
    assert f'<option value="{TEXAS}">Paris, US</option>' in page
    send(editor, fire, **{f"place-{location.pk}": TEXAS})
    location.refresh_from_db()
    assert (location.place.key, round(location.latitude, 2)) == (TEXAS, 33.66)
    assert location.evidence.get(kind="place").quote == "Paris"
    settled = SettledName.objects.get()
    assert (settled.name, settled.place) == ("Paris", location.place)
    assert "place Paris" in fire.history.latest().history_change_reason


def test_a_field_takes_no_id_of_what_a_word_of_the_text_opens(editor: Client, fire: Event) -> None:
    # A location's number may be that of a name in the text: both were "place-1" once, and the
    # word opened the field's choices.
    location = fire.locations.get()
    page = editor.get(reverse("events:article", args=[fire.article_id])).content.decode()
    fields = [f"event-{fire.pk}-{name}" for name in ("type", "days", f"place-{location.pk}")]
    assert all(f'for="{key}"' in page and f' id="{key}"' in page for key in fields)
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert "place-1" in ids
    assert len(ids) == len(set(ids))


def test_a_place_that_the_event_is_at_already_becomes_that_one(editor: Client) -> None:
    event = an_event(places=(a_place(BAKU), a_place(ASTARA)))
    baku = event.locations.get(place__name="Baku")
    send(editor, event, **{f"place-{baku.pk}": ASTARA[0]})
    assert [row.place.name for row in event.locations.all()] == ["Astara"]


def test_a_place_is_taken_away(editor: Client) -> None:
    event = an_event(places=(a_place(BAKU), a_place(ASTARA)))
    baku = event.locations.get(place__name="Baku")
    send(editor, event, **{f"place-{baku.pk}": "none"})
    assert [row.place.name for row in event.locations.all()] == ["Astara"]


def test_what_is_so_already_changes_nothing(editor: Client, fire: Event) -> None:
    entries = fire.history.count()
    location = fire.locations.get()
    send(editor, fire, type=fire.type, days="", **{f"place-{location.pk}": FRANCE})
    assert fire.history.count() == entries
    assert not fire.curated


@pytest.mark.parametrize(("button", "status"), [("publish", "published"), ("reject", "rejected")])
def test_a_draft_is_decided_on_beside_the_text(
    editor: Client, fire: Event, button: str, status: str
) -> None:
    send(editor, fire, decide=button)
    assert fire.status == status


def test_an_event_without_days_is_not_published(editor: Client) -> None:
    event = an_event(day=None, status="draft")
    assert "Only an event with days" in said(send(editor, event, decide="publish"))
    assert event.status == "draft"


@pytest.mark.parametrize(
    "data",
    [
        {"type": "party"},
        {"type": HOSTILE},
        {"days": "0"},
        {"days": "-1"},
        {"days": "9" * 40},
        {"days": HOSTILE},
        {"place": "gn:999999999999"},
        {"place": HOSTILE},
        {"place": "x" * 101},
        {"place": "row:1;drop"},
    ],
)
def test_what_cannot_be_chosen_is_refused_whole(
    editor: Client, fire: Event, data: dict[str, str]
) -> None:
    data = dict(data)
    location = fire.locations.get()
    if "place" in data:
        data = {f"place-{location.pk}": data["place"], "type": "explosion"}
    answer = send(editor, fire, **data)
    assert answer.status_code == 200
    assert said(answer)
    assert HOSTILE not in answer.content.decode()
    assert (fire.type == "explosion", fire.curated) == (False, False)
    assert fire.locations.get().place.key == FRANCE


def test_days_of_another_article_are_refused(editor: Client, fire: Event) -> None:
    other = an_article("A storm hit Baku on 9 May 2020.", title="Storm")
    read_article(article=other)
    days = fire.first_day
    send(editor, fire, days=other.time_expressions.latest("pk").pk)
    assert fire.first_day == days


def test_only_editors_correct_and_only_what_the_article_tells(client: Client, fire: Event) -> None:
    stranger = an_article("Nothing happened in Baku.", title="Other")
    address = reverse("events:event-correct", args=[fire.article_id, fire.pk])
    assert client.get(address).status_code == 405
    assert client.post(address, {"type": "explosion"}).status_code == 302  # to the login
    client.force_login(an_editor())
    other = reverse("events:event-correct", args=[stranger.pk, fire.pk])
    assert client.post(other, {"type": "explosion"}).status_code == 404
    assert client.post(address.replace(str(fire.pk), "9" * 30)).status_code == 404
    fire.refresh_from_db()
    assert fire.type != "explosion"


def test_readers_see_no_lists(client: Client) -> None:
    event = an_event()
    page = client.get(reverse("events:article", args=[event.article_id])).content.decode()
    assert "<select" not in page.partition("reader-side")[2].partition("</aside>")[0]
    assert 'data-spans="0-' in page


def test_merged_reports_are_not_listed_twice(editor: Client) -> None:
    text = "Jets took off in Baku on Monday."
    for words in ("One", "Another"):
        article = an_article(f"{text} {words} paper.", title=words)
        save_reading(
            article=article, reading=a_reading(article.text, a_draft(article.text, "took"))
        )
    latest = Article.objects.latest("pk")
    page = editor.get(reverse("events:article", args=[latest.pk])).content.decode()
    assert page.count('<div class="card"') == 1
