"""Pages in a language written from right to left: mirrored, nothing cut off, maps as ever."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.utils import translation

from tests.world import ASTARA, BAKU, a_place, an_article, an_event

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def arabic(settings: Any) -> Iterator[None]:
    """The site with Arabic, in which it has no words of its own."""
    settings.LANGUAGES = [*django_settings.LANGUAGES, ("ar", "Arabic")]
    yield
    translation.activate("en")


@pytest.mark.parametrize("width", [1280, 390])
def test_pages_run_from_right_to_left(open_page: Any, arabic: None, width: int) -> None:
    article = an_article("Jets took off in Baku.\nأعلنت الوزارة.", title="تمرين في باكو")
    event = an_event(article=article, title="تمرين", places=(a_place(BAKU), a_place(ASTARA)))
    options = {"locale": "ar", "viewport": {"width": width, "height": 844}}
    for address in (
        f"/events/{event.pk}/",
        f"/articles/{article.pk}/",
        f"/places/{a_place().pk}/",
        "/codebook/",
    ):
        page = open_page(address, **options)
        assert page.evaluate("document.documentElement.dir") == "rtl", address
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
        brand, nav = page.locator(".brand").bounding_box(), page.locator(".site-nav").bounding_box()
        assert brand["x"] > nav["x"], address
    page = open_page(f"/places/{a_place().pk}/", **options)
    first, last = page.locator(".bars-ends span").all()
    assert first.bounding_box()["x"] < last.bounding_box()["x"]
    page.wait_for_function("() => Number(document.querySelector('canvas.dots')?.dataset.drawn) > 0")
