"""The map in one file, opened from a disk with the network cut: it explores like the site."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client

from tests.world import BAKU, a_place, an_article, an_event

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
HOSTILE = '</script><script>window.harmed=1</script>"><img src=x onerror=window.harmed=1>'


@pytest.fixture
def open_file(browser: Browser, tmp_path: Path) -> Iterator[Any]:
    """Saves the map of an address as a file and opens it; no request may leave the machine."""
    asked: list[str] = []
    complaints: list[str] = []
    context = browser.new_context(viewport={"width": 1280, "height": 800}, offline=True)

    def open_(query: str = "") -> Page:
        path = tmp_path / "dateline-map.html"
        path.write_bytes(b"".join(Client().get(f"/map/standalone.html{query}")))
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda said: complaints.append(said.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(path.as_uri())
        page.wait_for_function(
            "() => Number(document.querySelector('canvas.dots')?.dataset.drawn) > 0"
            " && Number(document.querySelector('canvas.base-canvas')?.dataset.drawn) > 0"
        )
        return page

    yield open_
    context.close()
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    assert complaints == []


def some_events() -> None:
    article = an_article(f"Jets {HOSTILE} in Baku.")
    an_event(title=f"Jets {HOSTILE}", article=article)
    for year in (2019, 2020, 2021):
        place = a_place((f"x:{year}", f"Town {year}", 30 + year - 2019, 40, "IQ"))
        an_event(title=f"Protest {year}", type="protest", day=date(year, 6, 1), places=(place,))


def count(page: Page) -> str:
    return page.locator("#count").inner_text()


def test_it_shows_filters_and_opens_events_without_a_network(open_file: Any) -> None:
    some_events()
    page = open_file()
    page.locator(".event-item").nth(3).wait_for()
    assert count(page) == "4 events"
    assert page.locator(".event-item").count() == 4
    page.get_by_role("button", name="Protest 2020").click()
    page.locator(".leaflet-popup h3", has_text="Protest 2020").wait_for()
    page.keyboard.press("Escape")
    page.fill("#q", "protest")
    page.keyboard.press("Enter")
    page.wait_for_function("() => document.querySelectorAll('.event-item').length === 3")
    page.go_back()
    page.wait_for_function("() => document.querySelectorAll('.event-item').length === 4")


def test_the_brush_works_there_too(open_file: Any) -> None:
    some_events()
    page = open_file()
    page.fill("#from", "2020-01-01")
    page.fill("#to", "2020-12-31")
    page.wait_for_function("() => document.querySelectorAll('.event-item').length === 1")
    assert count(page) == "1 event"


def test_no_words_of_an_event_run(open_file: Any) -> None:
    some_events()
    page = open_file(f"?at=6/{BAKU[2]}/{BAKU[3]}")
    assert f"Jets {HOSTILE}" in page.locator(".event-list").inner_text()
    page.locator(".event-pick").first.click()
    page.locator(".leaflet-popup h3").wait_for()
    assert page.locator(".leaflet-popup h3").inner_text() == f"Jets {HOSTILE}"
    assert page.evaluate("window.harmed") is None
