"""Articles in the admin: the text stands, the rest can be put right, and they can be read again."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import Settings

from events.geoparsing.types import Document, Reading
from events.ingest import reading
from events.models import Article, Event
from tests.admin_forms import an_editor, change_url, errors_of, sent_by, signed_in
from tests.world import a_draft, a_reading, a_source, an_article, an_event

pytestmark = pytest.mark.django_db
LIST = "/admin/events/article/"
TEXT = "Jets took off in Baku on Monday."


@pytest.fixture
def client() -> Client:
    return signed_in()


class ReaderOfJets:
    """Finds jets that take off, where there are some; never opens a gazetteer."""

    def read(self, document: Document) -> Reading:
        drafts = [a_draft(document.text, "took off")] if "took off" in document.text else []
        return a_reading(document.text, *drafts)


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "shared_reader", ReaderOfJets)


def said(response: Any) -> str:
    return " ".join(str(message) for message in response.context["messages"])


def test_the_list_counts_events_by_status_in_a_fixed_number_of_queries(client: Client) -> None:
    def queries_with(first: int, last: int) -> int:
        for number in range(first, last):
            article = an_article(f"Text {number}.", source=a_source(f"Source {number}"))
            an_event(article=article, status="draft")
            an_event(article=article, status="draft")
            an_event(article=article, status="rejected")
        with CaptureQueriesContext(connection) as captured:
            page = client.get(LIST)
        for row in page.context["cl"].result_list:
            assert (row.drafts, row.live, row.rejected) == (2, 0, 1)
        return len(captured)

    queries_with(0, 2)
    few = queries_with(2, 4)
    assert queries_with(4, 20) == few
    assert few <= 12


@pytest.mark.parametrize("words", ["Jets took", "caspian post", "caspian.example", "took off"])
def test_search_finds_title_text_source_and_address(client: Client, words: str) -> None:
    an_article(TEXT)
    an_article("Nothing at all.", title="Else", source=a_source("Other"), url="https://x.example/")
    found = client.get(LIST, {"q": words}).context["cl"].result_list
    assert [article.text for article in found] == [TEXT]


def test_the_text_cannot_be_changed(client: Client) -> None:
    article = an_article(TEXT)
    page = client.get(change_url(article))
    assert TEXT in page.content.decode()
    assert 'name="text"' not in page.content.decode()
    client.post(change_url(article), {**sent_by(page), "text": "Forged.", "title": "New title"})
    article.refresh_from_db()
    assert (article.text, article.title) == (TEXT, "New title")


def test_a_day_that_an_editor_gives_is_no_longer_inferred(client: Client) -> None:
    article = an_article(TEXT, published_inferred=True, published_reason="says Monday")
    page = client.get(change_url(article))
    assert "inferred from the text: says Monday" in page.content.decode()
    client.post(change_url(article), {**sent_by(page), "published": "2022-12-07"})
    article.refresh_from_db()
    assert (article.published, article.published_inferred) == (date(2022, 12, 7), False)


def test_saving_without_a_change_writes_no_history(client: Client) -> None:
    article = an_article(TEXT)
    assert (
        client.post(change_url(article), sent_by(client.get(change_url(article)))).status_code
        == 302
    )
    assert article.history.count() == 1


@pytest.mark.parametrize(
    ("boxes", "sentence"),
    [
        ({"text": ""}, "required"),
        ({"text": TEXT}, "there already"),
        ({"text": "a\x00b"}, "Null characters"),
        ({"text": "x" * 1001}, "at most 1,000 are read"),
        ({"text": "New.", "url": "javascript:alert(1)"}, "valid URL"),
        ({"text": "New.", "published": "2022-02-31"}, "valid date"),
        ({"text": "New.", "title": "x" * 501}, "at most 500"),
    ],
)
def test_an_article_that_cannot_be_kept_is_refused(
    client: Client, settings: Settings, boxes: dict[str, str], sentence: str
) -> None:
    settings.MAX_ARTICLE_CHARACTERS = 1000
    an_article(TEXT)
    answer = client.post(LIST + "add/", {"language": "en", **boxes})
    assert sentence in errors_of(answer)
    assert Article.objects.count() == 1


def test_an_article_added_here_has_plain_line_ends(client: Client) -> None:
    assert client.post(LIST + "add/", {"language": "en", "text": "One.\r\nTwo."}).status_code == 302
    assert Article.objects.get().text == "One.\nTwo."


def test_a_very_long_text_is_shown_in_part(client: Client) -> None:
    page = client.get(change_url(an_article("long " * 10_000))).content.decode()
    assert "30,000 more characters" in page or "29,999 more characters" in page
    assert len(page) < 100_000


def test_an_article_is_offered_by_name_where_evidence_asks_for_one(client: Client) -> None:
    article = an_article(TEXT)
    query = {
        "app_label": "events",
        "model_name": "evidence",
        "field_name": "article",
        "term": "jets",
    }
    answer = client.get("/admin/autocomplete/", query)
    assert answer.json()["results"] == [{"id": str(article.pk), "text": article.title}]


# Reading again


@pytest.mark.usefixtures("reader")
def test_reading_again_leaves_alone_what_an_editor_decided(client: Client) -> None:
    article = an_article(TEXT)
    url = reverse("admin:events_article_read", args=[article.pk])
    assert "1 drafted" in said(client.post(url, follow=True))
    event = Event.objects.get()
    page = client.get(change_url(event))
    client.post(change_url(event), {**sent_by(page), "title": "As I want it"})
    assert "0 drafted" in said(client.post(url, follow=True))
    assert Event.objects.get().title == "As I want it"
    assert "1 left as an editor decided" in said(client.post(url, follow=True))


@pytest.mark.usefixtures("reader")
def test_several_articles_are_read_by_the_action(client: Client) -> None:
    articles = [an_article(TEXT), an_article(TEXT + " Twice.")]
    data = {"action": "read_again", "_selected_action": [article.pk for article in articles]}
    client.post(LIST, data)
    assert Event.objects.count() == 2


def test_too_many_articles_at_once_are_refused(client: Client) -> None:
    articles = [an_article(f"Text {number}.") for number in range(21)]
    data = {"action": "read_again", "_selected_action": [article.pk for article in articles]}
    assert "at most 20" in said(client.post(LIST, data, follow=True))


def test_without_a_gazetteer_reading_again_says_what_to_run(
    client: Client, settings: Settings, tmp_path: Path
) -> None:
    settings.GAZETTEER_PATH = tmp_path / "none.sqlite3"
    reading.shared_reader.cache_clear()
    article = an_article(TEXT)
    url = reverse("admin:events_article_read", args=[article.pk])
    try:
        assert "build_gazetteer" in said(client.post(url, follow=True))
    finally:
        reading.shared_reader.cache_clear()
    assert not Event.objects.exists()


def test_reading_again_needs_a_press_of_the_button_and_the_right_to_change() -> None:
    article = an_article(TEXT)
    url = reverse("admin:events_article_read", args=[article.pk])
    assert signed_in(an_editor()).get(url).status_code == 405
    reader = User.objects.create(username="reader", is_staff=True)
    reader.user_permissions.add(Permission.objects.get(codename="view_article"))
    assert signed_in(reader).post(url).status_code == 403
    assert Client().post(url).status_code == 302
    guarded = Client(enforce_csrf_checks=True)
    guarded.force_login(an_editor("other"))
    assert guarded.post(url).status_code == 403
    assert (
        signed_in(an_editor("third"))
        .post(reverse("admin:events_article_read", args=[10**6]))
        .status_code
        == 404
    )
