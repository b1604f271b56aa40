"""axe-core finds nothing serious on the public pages, in light and in dark."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from events.models import Evidence, Toponym
from tests.world import ASTARA, BAKU, a_place, an_article, an_event

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
AXE = Path(settings.NODE_MODULES) / "axe-core" / "axe.min.js"
TEXT = "Jets took off in Baku on Monday.\nAnkara welcomed it."


def serious(page: Any) -> list[str]:
    """What axe-core holds to be serious or critical, with the first element of each."""
    if not AXE.is_file():
        pytest.skip("no axe-core: run npm ci")
    page.evaluate(AXE.read_text())
    found = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")["violations"]
    return [
        f"{violation['id']}: {violation['nodes'][0]['html'][:200]}"
        for violation in found
        if violation["impact"] in {"serious", "critical"}
    ]


def a_whole_event() -> tuple[int, int]:
    """The numbers of an event and of its article, with something of everything."""
    article = an_article(TEXT)
    event = an_event(article=article, places=(a_place(BAKU), a_place(ASTARA)), actors=["Ankara"])
    for kind, start, end in (("trigger", 5, 13), ("place", 17, 21), ("date", 25, 31)):
        quote = TEXT[start:end]
        Evidence.objects.create(
            event=event, article=article, kind=kind, start=start, end=end, quote=quote
        )
    candidate = {"name": "Baku", "country": "AZ", "latitude": 40.4, "longitude": 49.9}
    for start, role in ((17, "literal"), (33, "associative")):
        end = start + (4 if role == "literal" else 6)
        Toponym.objects.create(
            article=article,
            start=start,
            end=end,
            text=TEXT[start:end],
            role=role,
            form="name",
            confidence=0.9,
            candidates=[candidate | {"confidence": 0.9, "reasons": ["capital"]}],
        )
    return event.pk, article.pk


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_serious_on_the_public_pages(open_page: Any, scheme: str, width: int) -> None:
    event, article = a_whole_event()
    options = {
        "color_scheme": scheme,
        "reduced_motion": "reduce",
        "viewport": {"width": width, "height": 844},
    }

    page = open_page("/?from=2022-01-01&to=2022-12-31", **options)
    page.wait_for_function("() => Number(document.querySelector('canvas.dots')?.dataset.drawn) > 0")
    if width < 800:
        assert serious(page) == []
        page.get_by_role("button", name="Filters").click()
    else:
        page.get_by_text("Filters and legend").click()
    page.locator(".facet-count").first.wait_for()
    page.locator(".facet:visible summary").first.click()
    assert serious(page) == []
    if width < 800:
        page.get_by_role("button", name="List").click()
    page.locator("#share summary").click()
    assert serious(page) == []
    page.keyboard.press("Escape")
    page.locator(".event-pick").first.click()
    page.locator(".leaflet-popup h3").wait_for()
    assert serious(page) == []

    page = open_page(f"/events/{event}/", **options)
    page.wait_for_function("() => Number(document.querySelector('canvas.dots')?.dataset.drawn) > 0")
    assert serious(page) == []

    page = open_page(f"/articles/{article}/", **options)
    page.locator(".article-text a").first.click()
    page.locator(".popover h3").wait_for()
    assert serious(page) == []
    page.keyboard.press("Escape")
    page.locator("details.name summary").first.click()
    assert serious(page) == []

    assert serious(open_page("/codebook/", **options)) == []


def test_nothing_serious_on_the_page_for_what_is_not_there(browser: Any, live_server: Any) -> None:
    page = browser.new_page()
    page.goto(live_server.url + "/no/such/page")
    assert serious(page) == []
    page.close()
