"""The map, the timeline and the list in a real browser, with the network cut off."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.world import ASTARA, BAKU, QUITO, a_place, an_article, an_event, events_at

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
AT_BAKU = "at=6/40.37767/49.89201"
HOSTILE = '<script>window.harmed=1</script></script>"><img src=x onerror=window.harmed=1>'
PHONE = {"width": 390, "height": 844}


def wait_for_dots(page: Page, number: int | None = None) -> None:
    """Until the layer has drawn (so many) dots, the base map its countries, and all is at hand."""
    page.wait_for_function(
        """(number) => {
            const drawn = (name) => document.querySelector(name)?.dataset.drawn;
            const dots = drawn("canvas.dots");
            const explorer = document.getElementById("explorer");
            return Number(drawn("canvas.base-canvas")) > 0 && dots !== undefined
                && (explorer === null || explorer.dataset.ready === "true")
                && (number === null ? Number(dots) > 0 : Number(dots) === number);
        }""",
        arg=number,
    )


def until(page: Page, condition: str) -> None:
    """Wait for a condition in the page (a function: the policy bars eval of expressions)."""
    page.wait_for_function(f"() => {condition}")


def middle_of_the_map(page: Page) -> tuple[float, float]:
    box = page.locator(".folium-map").bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def query_of(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def colours(page: Page, canvas: str) -> int:
    """How many different colours a canvas shows."""
    return int(
        page.evaluate(
            """(name) => {
                const canvas = document.querySelector(name);
                const { width, height } = canvas;
                const { data } = canvas.getContext("2d").getImageData(0, 0, width, height);
                return new Set(new Uint32Array(data.buffer)).size;
            }""",
            canvas,
        )
    )


def test_the_map_is_drawn_and_a_dot_opens_its_event(open_page: Any) -> None:
    an_event(title="Jets over Baku", places=(a_place(BAKU),))
    page = open_page(f"/?{AT_BAKU}")
    wait_for_dots(page, 1)
    assert colours(page, "canvas.base-canvas") > 3
    assert colours(page, "canvas.dots") > 2
    page.mouse.click(*middle_of_the_map(page))
    popup = page.locator(".leaflet-popup")
    popup.wait_for()
    words = popup.inner_text()
    for expected in ("Jets over Baku", "5 December 2022", "Baku, AZ", "Jets took off in Baku"):
        assert expected in words
    assert popup.get_by_role("link", name="Original").get_attribute("href") == (
        "https://caspian.example/jets"
    )
    assert page.locator(".event-item.is-picked").count() == 1
    page.keyboard.press("Escape")
    popup.wait_for(state="detached")


def test_several_events_at_one_point_open_a_list(open_page: Any) -> None:
    for number in range(3):
        an_event(title=f"Drill {number}")
    page = open_page(f"/?{AT_BAKU}")
    wait_for_dots(page, 1)
    page.mouse.click(*middle_of_the_map(page))
    page.locator(".leaflet-popup", has_text="3 events here").wait_for()
    page.get_by_role("button", name="Drill 1 5 December 2022").click()
    page.locator(".leaflet-popup h3", has_text="Drill 1").wait_for()


def test_hostile_words_stay_words(open_page: Any) -> None:
    place = a_place(("x:1", HOSTILE, 40.37767, 49.89201, ""))
    article = an_article(f"Jets {HOSTILE} in Baku.", title=HOSTILE)
    event = an_event(title=HOSTILE, places=(place,), article=article)
    page = open_page(f"/?{AT_BAKU}")
    wait_for_dots(page, 1)
    page.mouse.click(*middle_of_the_map(page))
    page.locator(".leaflet-popup h3").wait_for()
    assert page.locator(".leaflet-popup h3").inner_text() == HOSTILE
    assert page.evaluate("window.harmed") is None
    for address in (f"/events/{event.pk}/", f"/articles/{article.pk}/"):
        page = open_page(address)
        assert HOSTILE in page.locator("h1").inner_text()
        assert page.evaluate("window.harmed") is None


def test_the_brush_moves_dots_count_list_and_address(open_page: Any) -> None:
    for number in range(40):
        an_event(
            title=f"Event {number}",
            day=date(2022, 1, 1) + timedelta(days=number * 9),
            places=(a_place((f"x:{number}", "P", number, number, "")),),
        )
    page = open_page("/")
    wait_for_dots(page, 40)
    box = page.locator("#timeline").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] * 0.5, box["y"] + 30)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.7, box["y"] + 30, steps=5)
    until(page, "Number(document.querySelector('canvas.dots').dataset.drawn) < 20")
    assert page.locator("#count").inner_text().startswith("About ")
    assert page.locator("#list .event-list").get_attribute("data-count") == "40"
    page.mouse.up()
    until(page, "Number(document.querySelector('.event-list').dataset.count) < 20")
    count = page.locator("#list .event-list").get_attribute("data-count")
    page.locator("#count", has_text=re.compile(f"^{count} events$")).wait_for()
    assert page.locator("#timeline-count").inner_text() == f"{count} of 40"
    assert page.locator("#announce").inner_text() == f"{count} events shown."
    assert page.locator("canvas.dots").get_attribute("data-drawn") == count
    assert {"from", "to"} <= query_of(page).keys()
    address = page.url

    page.go_back()
    until(page, "document.querySelector('.event-list').dataset.count === '40'")
    wait_for_dots(page, 40)
    page.go_forward()
    until(page, f"document.querySelector('.event-list').dataset.count === '{count}'")

    again = open_page(address[address.index("/", 8) :])
    wait_for_dots(again, int(str(count)))
    again.locator("#count", has_text=re.compile(f"^{count} events$")).wait_for()


def test_filters_change_the_map_the_list_and_the_address(open_page: Any) -> None:
    an_event(title="Drill in Baku")
    an_event(title="Vote in Quito", type="election", places=(a_place(QUITO),))
    page = open_page("/")
    wait_for_dots(page)
    page.get_by_text("Filters and legend").click()
    page.locator("label.chip", has_text="Election").click()
    until(page, "document.querySelector('.event-list').dataset.count === '1'")
    wait_for_dots(page)
    assert page.locator(".event-item").inner_text().startswith("Vote in Quito")
    assert query_of(page)["type"] == ["election"]
    assert "type=election" in str(page.locator("#csv").get_attribute("href"))
    page.get_by_label("Words").fill("nothing like it")
    page.get_by_role("button", name="Search").click()
    page.get_by_text("No published event fits these filters").wait_for()
    page.get_by_role("link", name="Reset").click()
    until(page, "document.querySelector('.event-list').dataset.count === '2'")
    assert "type" not in query_of(page)
    assert page.get_by_label("Words").input_value() == ""


def test_typed_dates_set_the_window(open_page: Any) -> None:
    an_event(title="Old", day=date(2020, 5, 1))
    an_event(title="New", day=date(2022, 5, 1))
    page = open_page("/")
    wait_for_dots(page)
    page.get_by_label("From", exact=True).fill("2022-01-01")
    page.get_by_label("From", exact=True).blur()
    until(page, "document.querySelector('.event-list').dataset.count === '1'")
    assert query_of(page)["from"] == ["2022-01-01"]
    page.get_by_label("to", exact=True).fill("2021-01-01")
    page.get_by_text("before it begins").wait_for()
    page.get_by_role("button", name="All time", exact=True).click()
    until(page, "document.querySelector('.event-list').dataset.count === '2'")
    assert page.get_by_label("From", exact=True).input_value() == ""


def test_more_events_are_added_to_the_list(open_page: Any) -> None:
    for number in range(65):
        an_event(title=f"Event {number}")
    page = open_page("/")
    wait_for_dots(page)
    assert page.locator(".event-item").count() == 30
    page.get_by_role("link", name="More events").focus()
    page.keyboard.press("Enter")
    until(page, "document.querySelectorAll('.event-item').length >= 60")
    assert page.evaluate("document.activeElement.closest('.event-item') !== null")
    page.locator("#side-panel").evaluate("panel => panel.scrollTo(0, panel.scrollHeight)")
    until(page, "document.querySelectorAll('.event-item').length === 65")
    assert page.get_by_role("link", name="More events").count() == 0
    titles = page.locator(".event-item h3").all_text_contents()
    assert titles == [f"Event {number}" for number in reversed(range(65))]


def test_the_keyboard_alone(open_page: Any) -> None:
    an_event(title="Old", day=date(2020, 5, 1))
    an_event(title="New", day=date(2022, 5, 1), places=(a_place(ASTARA),))
    page = open_page("/?at=5/40/48")
    wait_for_dots(page, 2)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"

    page.locator(".folium-map").focus()
    page.keyboard.press("ArrowRight")
    until(page, "!location.search.includes('/48.0000') && location.search.includes('at=')")
    page.keyboard.press("+")
    until(page, "/at=(5.5|6)/.test(location.search)")

    seen = []
    for _ in range(60):
        page.keyboard.press("Tab")
        seen.append(page.evaluate("document.activeElement.getAttribute('aria-label') ?? ''"))
        if seen[-1] == "First day shown":
            break
    assert seen[-1] == "First day shown"
    handle = page.get_by_role("slider", name="First day shown")
    before = int(str(handle.get_attribute("aria-valuenow")))
    page.keyboard.press("Shift+ArrowRight")
    after = int(str(handle.get_attribute("aria-valuenow")))
    assert after > before
    page.keyboard.press("End")
    until(page, "document.querySelector('.event-list').dataset.count === '1'")
    assert re.fullmatch(r"\d+ \w+ 2022", str(handle.get_attribute("aria-valuetext")))
    page.keyboard.press("Home")
    until(page, "document.querySelector('.event-list').dataset.count === '2'")

    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.className") == "event-pick":
            break
    assert page.evaluate("document.activeElement.textContent.trim()") == "New"
    page.keyboard.press("Enter")
    page.locator(".leaflet-popup h3", has_text="New").wait_for()
    assert page.evaluate("document.activeElement.getAttribute('role')") == "dialog"
    page.keyboard.press("Escape")
    until(page, "document.activeElement.className === 'event-pick'")


def test_a_phone_shows_everything_in_its_width(open_page: Any) -> None:
    an_event(title="A title that is rather long, as titles of news often are, in " + "Q" * 80)
    page = open_page("/", viewport=PHONE, has_touch=True)
    wait_for_dots(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.get_by_role("button", name="List").tap()
    page.locator(".event-pick").first.tap()
    page.locator(".leaflet-popup h3").wait_for()
    box = page.locator(".leaflet-popup").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= PHONE["width"]
    page.get_by_role("button", name="Close popup").tap()
    page.locator(".leaflet-popup").wait_for(state="detached")


def test_the_date_line_has_no_gap(open_page: Any) -> None:
    """Russia, Fiji and Antarctica cross it; a point at ±180° is seen from both sides."""
    an_event(places=(a_place(("x:1", "Line", 0.0, 180.0, "")),))
    page = open_page("/?at=5/0/-179.9")
    wait_for_dots(page, 1)
    x, y = middle_of_the_map(page)
    page.mouse.click(x - 4, y)
    page.locator(".leaflet-popup h3").wait_for()


def test_without_a_script_the_list_and_the_form_work(open_page: Any) -> None:
    an_event(title="Drill in Baku")
    an_event(title="Vote in Quito", type="election", places=(a_place(QUITO),))
    page = open_page("/", java_script_enabled=False)
    assert "need JavaScript" in page.content()
    page.get_by_label("Words").fill("quito")
    page.get_by_role("button", name="Search").click()
    assert page.locator(".event-item").count() == 1
    page.get_by_role("link", name=re.compile("Event page.*Vote in Quito")).click()
    assert page.locator("h1").inner_text() == "Vote in Quito"


def test_ten_thousand_events_are_drawn_at_once(open_page: Any) -> None:
    events_at(
        (
            f"Event {number}",
            date(2015, 1, 1) + timedelta(days=number % 3000),
            (number * 37 % 14_000) / 100 - 70,
            (number * 91 % 34_000) / 100 - 170,
        )
        for number in range(10_000)
    )
    page = open_page("/")
    wait_for_dots(page)
    page.locator("#count", has_text="10,000 events").wait_for()
    page.locator("#timeline").hover()
    took = page.evaluate(
        """() => {
            const began = performance.now();
            const handle = document.querySelector(".timeline-handle");
            for (let i = 0; i < 10; i += 1) {
                handle.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowRight" }));
            }
            return (performance.now() - began) / 10;
        }"""
    )
    assert took < 50, f"one step of the brush took {took:.0f} ms"
