"""On the page of an article one choice puts an event right, and its words light up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client

from events.ingest.drafts import read_article
from events.models import Article, Event
from tests.admin_forms import an_editor
from tests.world import a_source, an_article

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TEXAS = "gn:4717560"
LIT = "() => [...(CSS.highlights.get('event') ?? [])].map((range) => range.toString())"


@pytest.fixture
def article(tiny_world: None) -> Article:
    # Letters beyond 16 bits stand before the names: offsets are counted in code points.
    text = "🔥🔥 Fire destroyed a bakery in Paris on 5 March 2021, and a mill on 7 March 2021."
    article = an_article(text, source=a_source("The Paris News"))
    read_article(article=article)
    return article


@pytest.mark.parametrize("script", [True, False])
def test_one_choice_puts_an_event_right(open_page: Any, article: Article, script: bool) -> None:
    client = Client()
    client.force_login(an_editor())
    page: Page = open_page(
        article.get_absolute_url(),
        cookies={"sessionid": client.cookies["sessionid"].value},
        java_script_enabled=script,
    )
    for name, value in (("Type", "explosion"), ("Where: Paris, FR", TEXAS)):
        with page.expect_navigation():
            page.locator(".correct").first.get_by_label(name).select_option(value)
            if not script:
                page.locator(".correct-save").first.click()
        page.get_by_text("is put right").wait_for()
    event = Event.objects.filter(type="explosion").get()
    assert event.locations.get().place.key == TEXAS
    assert event.curated


def test_an_event_lights_up_its_words(open_page: Any, article: Article) -> None:
    client = Client()
    client.force_login(an_editor())
    cookies = {"sessionid": client.cookies["sessionid"].value}
    page: Page = open_page(article.get_absolute_url(), cookies=cookies)
    page.locator(".card[data-spans]").first.hover()
    lit = page.evaluate(LIT)
    assert "Paris" in lit
    assert "".join(lit).count("🔥") in (0, 2)
    page.mouse.move(2, 2)
    page.wait_for_function("() => !CSS.highlights.has('event')")
