"""An editor settles a name on the page of an article in a real browser, network cut off."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client

from events.ingest.drafts import read_article
from events.models import Article, SettledName
from tests.admin_forms import an_editor
from tests.world import a_source, an_article

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TEXAS = "gn:4717560"


@pytest.fixture
def article(tiny_world: None) -> Article:
    text = "Fire destroyed a bakery in Paris on Monday, police said."
    article = an_article(text, source=a_source("The Paris News"))
    read_article(article=article)
    return article


@pytest.mark.parametrize("script", [True, False])
@pytest.mark.parametrize("width", [390, 1280])
def test_one_press_settles_a_name_and_one_takes_it_back(
    open_page: Any, article: Article, width: int, script: bool
) -> None:
    client = Client()
    client.force_login(an_editor())
    cookies = {"sessionid": client.cookies["sessionid"].value}
    page: Page = open_page(
        article.get_absolute_url(),
        cookies=cookies,
        viewport={"width": width, "height": 844},
        java_script_enabled=script,
    )
    _open(page, script).get_by_role("button", name="Paris means Paris, US").click()
    page.get_by_text("From now on “Paris” means Paris, US in The Paris News.").wait_for()
    assert SettledName.objects.get().source == article.source
    assert article.toponyms.get().candidates[0]["key"] == TEXAS
    _open(page, script).get_by_role("button", name="Take back").click()
    page.get_by_text("is taken back").wait_for()
    assert not SettledName.objects.exists()


def _open(page: Page, script: bool) -> Any:
    """What a name was read as: beside the word where scripts run, else in the list."""
    if script:
        page.locator("#text a", has_text="Paris").click()
        return page.get_by_role("dialog")
    page.locator("details.name summary").click()
    return page.locator("details.name")
