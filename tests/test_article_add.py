"""/articles/add/: only for editors; shows what is read before it is saved; refuses in sentences."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from events.ingest.reading import shared_reader
from events.models import Article, Event
from tests.tiny_gazetteer import build_tiny_gazetteer

pytestmark = pytest.mark.django_db

TEXT = (
    "BAKU, Dec. 6, 2022 - A joint military exercise began in Baku and Astara on Monday, "
    "the ministry said on Tuesday.\n\nAnkara and Baku are holding the drill until Friday."
)


@pytest.fixture(scope="module", autouse=True)
def tiny_gazetteer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    path = build_tiny_gazetteer(tmp_path_factory.mktemp("gazetteer") / "g.sqlite3").path
    shared_reader.cache_clear()
    yield path
    shared_reader.cache_clear()


@pytest.fixture(autouse=True)
def use_it(settings: Any, tiny_gazetteer: Path) -> None:
    settings.GAZETTEER_PATH = tiny_gazetteer


@pytest.fixture
def editor(client: Client, admin_user: Any) -> Client:
    client.force_login(admin_user)
    return client


def test_readers_are_asked_to_sign_in(client: Client) -> None:
    response = client.get("/articles/add/")
    assert response.status_code == 302
    assert response["Location"].startswith("/admin/login/")


def test_who_may_not_add_is_refused(client: Client, django_user_model: Any) -> None:
    client.force_login(django_user_model.objects.create_user("visitor"))
    assert client.get("/articles/add/").status_code == 403


def test_the_reading_is_shown_and_nothing_saved(editor: Client) -> None:
    response = editor.post("/articles/add/", {"text": TEXT, "read": "1"})
    page = response.content.decode()
    assert response.status_code == 200
    assert "Military exercise" in page
    assert "Baku · Astara" in page
    assert "Published 6 December 2022" in page
    assert "inferred" in page
    assert not Article.objects.exists()


def test_saving_makes_drafts(editor: Client) -> None:
    response = editor.post("/articles/add/", {"text": TEXT, "source": "Post", "save": "1"})
    article = Article.objects.get()
    assert response["Location"] == article.get_absolute_url()
    assert (article.published, article.published_inferred) == (date(2022, 12, 6), True)
    event = Event.objects.get(type="military_exercise")
    assert event.status == "draft"
    assert {location.place.name for location in event.locations.all()} == {"Baku", "Astara"}
    again = editor.post("/articles/add/", {"text": TEXT, "save": "1"}, follow=True)
    assert "already here" in again.content.decode()
    assert Event.objects.filter(type="military_exercise").count() == 1


def test_a_file_becomes_the_text_of_the_form(editor: Client) -> None:
    upload = SimpleUploadedFile("a.md", f"---\ntitle: Drill\n---\n{TEXT}".encode())
    page = editor.post("/articles/add/", {"file": upload, "read": "1"}).content.decode()
    assert 'value="Drill"' in page
    assert "BAKU, Dec. 6, 2022" in page


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"text": ""}, "The text is empty"),
        ({"text": " \n\t\r\n "}, "The text is empty"),
        ({"text": "x" * 5_000_000}, "5,000,000 characters"),
        ({"text": TEXT, "published": "2022-02-31"}, "valid date"),
        ({"text": TEXT, "url": "javascript:alert(1)"}, "valid URL"),
        ({"text": TEXT, "title": "x" * 501}, "500 characters"),
        ({"text": "a\x00b"}, "Null characters"),
        ({"text": "", "file": SimpleUploadedFile("a.txt", bytes(range(256)) * 9)}, "binary"),
        ({"text": "", "file": SimpleUploadedFile("a.exe", b"MZ")}, "only .txt"),
    ],
)
def test_nasty_input_gets_a_sentence(editor: Client, fields: dict[str, Any], says: str) -> None:
    response = editor.post("/articles/add/", {**fields, "read": "1"})
    assert response.status_code == 422
    assert says in response.content.decode()
    assert not Article.objects.exists()


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", "</script><img src=x onerror=a>"])
def test_markup_is_shown_as_text(editor: Client, name: str) -> None:
    text = f"{name} said an exercise began in Baku on Monday."
    fields = {"text": text, "title": name, "source": name, "read": "1"}
    page = editor.post("/articles/add/", fields).content.decode()
    assert name not in page
    assert "&lt;" in page
    saved = editor.post("/articles/add/", {**fields, "save": "1"}, follow=True).content.decode()
    assert name not in saved


def test_right_to_left_text(editor: Client) -> None:
    text = "بدأت مناورات عسكرية في باكو يوم الاثنين 5 ديسمبر 2022."
    response = editor.post("/articles/add/", {"text": text, "read": "1"})
    assert response.status_code == 200
    assert 'dir="auto"' in response.content.decode()


def test_without_a_gazetteer_the_page_says_what_to_run(
    editor: Client, settings: Any, tmp_path: Path
) -> None:
    shared_reader.cache_clear()
    settings.GAZETTEER_PATH = tmp_path / "none.sqlite3"
    response = editor.post("/articles/add/", {"text": TEXT, "read": "1"})
    shared_reader.cache_clear()
    assert response.status_code == 503
    assert "build_gazetteer" in response.content.decode()
