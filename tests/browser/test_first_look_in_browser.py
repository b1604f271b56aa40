"""The drawing that the page comes with lies where the map draws the same events a moment later."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.test_explorer_in_browser import wait_for_hands
from tests.browser.test_map_in_browser import PHONE, until, wait_for_dots
from tests.world import BAKU, QUITO, a_place, an_event

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MARK = "performance.getEntriesByName('dateline-dots').length > 0"
DOTS = """[...document.querySelectorAll('#first-look path')].map((dot) => {
    const box = dot.getBoundingClientRect();
    return [box.left + box.width / 2, box.top + box.height / 2];
})"""
IS_ON_MAP = "([x, y]) => Boolean(document.elementFromPoint(x, y)?.closest('.folium-map'))"
IS_OVER = "document.querySelector('.folium-map').classList.contains('is-over-dot')"


def drawn_first(page: Page) -> list[tuple[float, float]]:
    """Where the dots are before any module has run; the page is then as it always is."""
    page.route("**/first-map*.js", lambda route: route.fulfill(body=EMPTY, content_type=SCRIPT))
    page.reload()
    until(page, MARK)
    found: list[tuple[float, float]] = page.evaluate(DOTS)
    page.unroute("**/first-map*.js")
    page.reload()
    return found


EMPTY, SCRIPT = "export function explore() {}", "text/javascript"


@pytest.mark.parametrize("viewport", [{"width": 1280, "height": 800}, PHONE])
@pytest.mark.parametrize("query", ["", "?at=2.5/5/-70", "?at=1/0/0"])
def test_it_lies_where_the_map_will_draw(
    open_page: Any, viewport: dict[str, int], query: str
) -> None:
    an_event(places=(a_place(BAKU),), type="protest")
    an_event(places=(a_place(QUITO),), type="explosion")
    page = open_page(f"/{query}", viewport=viewport)
    wait_for_dots(page)
    tries = (
        lies_where_it_draws(page) for _ in range(3)
    )  # a machine under load may draw in between
    assert any(tries)


def lies_where_it_draws(page: Page) -> bool:
    """Whether the mouse finds each dot where the drawing had it, and nothing beside it."""
    dots = drawn_first(page)
    wait_for_dots(page)
    assert len(dots) == 2
    assert page.locator("#first-look").count() == 0
    seen = [(x, y) for x, y in dots if page.evaluate(IS_ON_MAP, [x, y])]
    assert seen
    for x, y in seen:
        beside = 30 if page.evaluate(IS_ON_MAP, [x + 30, y + 30]) else -30
        if not points_at(page, x + beside, y + beside, f"!{IS_OVER}"):
            return False
        if not points_at(page, x, y, IS_OVER):
            return False
    return True


def points_at(page: Page, x: float, y: float, condition: str) -> bool:
    """Whether a condition holds soon while the mouse moves about a point, as a hand does; what is
    under a mouse that stands still is not asked again when the map draws anew."""
    for step in range(100):
        page.mouse.move(x + step % 2, y)
        if page.evaluate(f"() => {condition}"):
            return True
        page.wait_for_timeout(50)
    return False


def test_a_map_without_events_goes_on(open_page: Any) -> None:
    page = open_page("/")
    page.locator("#count", has_text="0 events").wait_for()
    page.locator("#filter-more summary").click()
    page.locator("#facets").wait_for()


def test_what_is_set_before_the_scripts_are_there_is_done(open_page: Any) -> None:
    an_event(places=(a_place(BAKU),), type="protest")
    an_event(places=(a_place(QUITO),), type="explosion")
    page = open_page("/")
    wait_for_hands(page)
    waiting: list[Any] = []
    page.route("**/first-map*.js", lambda route: waiting.append(route))
    page.reload(wait_until="commit")  # "load" may wait for the script that is held back
    page.locator("#show").select_option("heat")
    page.locator("#filter-more summary").first.click()
    page.locator("label.chip", has=page.locator("[value=protest]")).click()
    page.locator("#filters [name=q]").fill("market")
    until(page, "document.querySelector('script[src*=leaflet]') !== null")
    assert "show=" not in page.url
    for _ in range(200):
        if waiting:
            break
        page.wait_for_timeout(25)
    for route in waiting:
        route.continue_()
    wait_for_hands(page)
    assert page.locator("#show").input_value() == "heat"
    assert page.locator("#filters [name=q]").input_value() == "market"
    assert "show=heat" in page.url
    assert "type=protest" in page.url
    page.locator("#count", has_text="1 event").wait_for()
