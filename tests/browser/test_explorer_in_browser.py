"""What people do with the explorer: play, filter, draw, zoom, share, print, on desk and phone."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.test_map_in_browser import (
    PHONE,
    middle_of_the_map,
    query_of,
    until,
    wait_for_dots,
)
from tests.world import ASTARA, QUITO, a_place, a_source, an_article, an_event, events_at

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
EVERYTHING = 40


def forty_events() -> None:
    """One a quarter from 2013 on, from Baku eastwards; every fourth a protest."""
    for number in range(EVERYTHING):
        an_event(
            title=f"Event {number}",
            type="protest" if number % 4 == 0 else "explosion",
            day=date(2013, 1, 1) + timedelta(days=number * 91),
            places=(a_place((f"x:{number}", f"Place {number}", 40.0, 49.0 + number, "AZ")),),
        )


def many_events(number: int, title: str = "Event") -> None:
    """So many that the map counts them by areas: over ten years, at a hundred places."""
    events_at(
        (f"{title} {one}", date(2010, 1, 1) + timedelta(days=one * 7 % 3650), *_grid(one))
        for one in range(number)
    )


def _grid(one: int) -> tuple[float, float]:
    return 30.0 + one % 10 * 2, 30.0 + one % 100 // 10 * 3


def shown(page: Page) -> int:
    return int(page.locator("#list .event-list").get_attribute("data-count") or 0)


def settled(page: Page, number: int) -> None:
    until(page, f"document.querySelector('.event-list').dataset.count === '{number}'")
    page.locator("#count", has_text=re.compile(rf"^{number:,} events?$")).wait_for()


def wait_for_areas(page: Page, more_than: int = 0) -> None:
    until(page, f"Number(document.querySelector('canvas.dots')?.dataset.areas) > {more_than}")
    wait_for_hands(page)


def wait_for_hands(page: Page) -> None:
    """Until the page answers to what people do."""
    until(page, "document.getElementById('explorer').dataset.ready === 'true'")


def requests_of(page: Page) -> list[str]:
    """Grows with every address that the page asks from now on."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    return asked


def until_nothing_is_asked(page: Page) -> None:
    """Until two seconds have gone by with no request and no answer: the page waits for calm less.

    The browser's own "networkidle" is told once, and may be told before the page asks for cubes.
    """
    seen: list[str] = []
    for kind in ("request", "requestfinished", "requestfailed"):
        page.on(kind, lambda request: seen.append(request.url))
    before = -1
    while before != len(seen):
        before = len(seen)
        page.wait_for_timeout(2000)


def drag(page: Page, start: float, end: float) -> None:
    """Over the timeline, from one part of its width to another; the button stays down."""
    box = page.locator("#timeline").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] * start, box["y"] + 40)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * end, box["y"] + 40, steps=8)


def test_nothing_is_asked_while_the_window_is_dragged(open_page: Any) -> None:
    many_events(9000)
    page = open_page("/?at=5/38/44")
    wait_for_areas(page, 50)
    page.locator("#timeline").hover()
    until_nothing_is_asked(page)
    asked = requests_of(page)
    drag(page, 0.3, 0.6)
    page.locator("#count", has_text="About").wait_for()
    page.wait_for_timeout(300)
    assert asked == []
    about = page.locator("#count").inner_text()
    page.mouse.up()
    page.locator("#count", has_text=re.compile(r"^[\d,]+ events$")).wait_for()
    exact = page.locator("#count").inner_text()
    numbers = [int(re.sub(r"\D", "", text)) for text in (about, exact)]
    assert abs(numbers[0] - numbers[1]) < 0.05 * numbers[1]
    assert any("/map/tiles/" in address for address in asked)


def test_the_middle_of_the_window_moves_it_and_its_handles_resize_it(open_page: Any) -> None:
    forty_events()
    page = open_page("/?from=2016-01-01&to=2017-12-31")
    settled(page, 8)
    window = page.get_by_role("slider", name="Window of time")
    box = window.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 30)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 1.5, box["y"] + 30, steps=4)
    page.mouse.up()
    until(page, "!location.search.includes('2016-01-01')")
    first, last = (date.fromisoformat(query_of(page)[name][0]) for name in ("from", "to"))
    assert (last - first).days == 730
    assert first.year in {2017, 2018}

    handle = page.locator(".timeline-handle.side-1").bounding_box()
    assert handle is not None
    page.mouse.move(handle["x"] + 5, handle["y"] + 30)
    page.mouse.down()
    page.mouse.move(handle["x"] + 105, handle["y"] + 30, steps=4)
    page.mouse.up()
    until(page, f"!location.search.includes('to={last}')")
    assert date.fromisoformat(query_of(page)["from"][0]) == first
    assert date.fromisoformat(query_of(page)["to"][0]) > last


def test_keys_move_the_window(open_page: Any) -> None:
    forty_events()
    page = open_page("/?from=2016-01-01&to=2016-12-31")
    settled(page, 4)
    window = page.get_by_role("slider", name="Window of time")
    window.focus()
    page.keyboard.press("ArrowRight")
    until(page, "!location.search.includes('from=2016-01-01')")
    page.keyboard.press("Home")
    until(page, "location.search.startsWith('?to=')")
    page.wait_for_timeout(1100)  # what comes sooner is the same step for the back button
    page.keyboard.press("End")
    until(page, "location.search.startsWith('?from=')")
    assert "to" in str(window.get_attribute("aria-valuetext"))
    page.go_back()
    until(page, "location.search.startsWith('?to=')")


def test_play_moves_the_window_and_pause_keeps_it(open_page: Any) -> None:
    forty_events()
    page = open_page("/")
    wait_for_dots(page, EVERYTHING)
    page.locator("#speed").select_option("4")
    page.get_by_role("button", name="Play").click()
    until(page, "document.getElementById('from').value > '2013-06-01'")
    until(page, "Number(document.querySelector('canvas.dots').dataset.drawn) < 10")
    page.get_by_role("button", name="Pause").click()
    until(page, "location.search.includes('from=')")
    until(page, "Number(document.querySelector('.event-list').dataset.count) < 10")

    page.locator("#timeline-reset").click()
    page.locator("#play-mode").select_option("growing")
    page.get_by_role("button", name="Play").click()
    until(page, "document.getElementById('to').value > '2015-01-01'")
    assert page.locator("#from").input_value() == ""
    page.get_by_role("button", name="Pause").wait_for()
    page.get_by_role("button", name="Play").wait_for(timeout=20_000)  # it stops at the end
    settled(page, EVERYTHING)


def test_with_less_motion_play_shows_still_pictures(open_page: Any) -> None:
    forty_events()
    page = open_page("/", reduced_motion="reduce")
    wait_for_dots(page, EVERYTHING)
    page.get_by_role("button", name="Play").click()
    seen = page.evaluate(
        """() => new Promise((resolve) => {
            const seen = new Set();
            const began = performance.now();
            const look = (now) => {
                seen.add(document.getElementById("to").value);
                if (now - began < 1500) requestAnimationFrame(look); else resolve(seen.size);
            };
            requestAnimationFrame(look);
        })"""
    )
    assert 2 <= seen <= 5


def test_the_axis_is_zoomed_by_wheel_and_buttons_and_stays_in_the_address(open_page: Any) -> None:
    forty_events()
    page = open_page("/")
    wait_for_dots(page, EVERYTHING)
    page.locator("#timeline").hover()
    page.mouse.wheel(0, -600)
    until(page, "location.search.includes('span=')")
    first, last = (date.fromisoformat(day) for day in query_of(page)["span"][0].split("~"))
    assert 300 < (last - first).days < 2500
    again = open_page(page.url[page.url.index("/", 8) :])
    wait_for_dots(again, EVERYTHING)
    assert again.locator("#count").inner_text() == "40 events"
    page.get_by_role("button", name="Show all time").click()
    until(page, "!location.search.includes('span=')")
    page.get_by_role("button", name="Show less time").click()
    until(page, "location.search.includes('span=')")


def test_a_bar_says_what_it_holds(open_page: Any) -> None:
    for _ in range(7):
        an_event(day=date(2020, 3, 5))
    an_event(day=date(2010, 1, 1))
    page = open_page("/")
    wait_for_dots(page)
    page.locator("#timeline-count", has_text="8 of 8").wait_for()
    box = page.locator("#timeline").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] - 14, box["y"] + 40)
    page.locator(".timeline-tip", has_text="March 2020: 7 events").wait_for()


def test_facets_count_under_all_other_filters(open_page: Any) -> None:
    post, globe = a_source("The Caspian Post"), a_source("The Globe")
    told = an_article("Jets took off in Baku on Tuesday.", source=globe)
    an_event(title="Drill", article=an_article(source=post))
    an_event(title="March", type="protest", article=told)
    an_event(title="Vote", type="election", article=told, places=(a_place(QUITO),))
    page = open_page("/")
    wait_for_dots(page)
    page.get_by_text("Filters and legend").click()
    page.locator("label.chip", has_text="Protest").locator(".facet-count").wait_for()
    page.locator(".facet[data-facet=country] summary").click()
    page.locator(".facet[data-facet=country] label", has_text="Ecuador").click()
    settled(page, 1)
    assert query_of(page)["country"] == ["EC"]
    count = page.locator("label.chip", has_text="Protest").locator(".facet-count")
    protests = "document.querySelector('label.chip:has([value=protest]) .facet-count')"
    until(page, f"{protests}.textContent === '0'")
    assert count.inner_text() == "0"
    azerbaijan = page.locator(".facet[data-facet=country] li", has_text="Azerbaijan")
    assert azerbaijan.locator(".facet-count").inner_text() == "2"
    azerbaijan.get_by_role("checkbox").check()
    settled(page, 3)
    assert page.locator("#filter-badge").inner_text() == "2 set"

    page.locator(".facet[data-facet=source] summary").click()
    page.locator(".facet[data-facet=source] label", has_text="The Globe").click()
    settled(page, 2)
    page.get_by_role("button", name="Remove the filter Ecuador").click()
    settled(page, 1)
    page.get_by_role("button", name="Remove the filter The Globe").click()
    settled(page, 2)
    page.go_back()
    settled(page, 1)
    assert page.locator(".facet[data-facet=source] input:checked").count() == 1


def test_confidence_words_and_a_place_are_filters_too(open_page: Any) -> None:
    an_event(title="Sure", confidence=0.95)
    an_event(title="Unsure", confidence=0.4, places=(a_place(ASTARA),))
    page = open_page("/")
    wait_for_dots(page)
    page.get_by_text("Filters and legend").click()
    page.locator("#confidence option").nth(1).wait_for(state="attached")
    page.locator("#confidence").select_option("0.9")
    settled(page, 1)
    page.get_by_role("button", name=re.compile("Remove the filter Confidence")).click()
    settled(page, 2)
    page.get_by_label("Place", exact=True).fill("Astara")
    page.get_by_label("Place", exact=True).press("Enter")
    settled(page, 1)
    assert page.locator(".event-item").inner_text().startswith("Unsure")


def test_the_list_follows_the_map_that_was_moved_not_one_that_was_opened(open_page: Any) -> None:
    an_event(title="In Baku")
    an_event(title="In Quito", places=(a_place(QUITO),))
    an_event(title="Nowhere", places=())
    page = open_page("/")
    wait_for_dots(page, 2)
    assert shown(page) == 3
    page.get_by_role("button", name="In Quito").click()
    page.locator(".leaflet-popup h3").wait_for()
    page.keyboard.press("Escape")
    page.wait_for_timeout(500)
    assert shown(page) == 3
    page.goto(f"{page.url}?at=6/40.4/49.9")
    settled(page, 1)
    page.get_by_role("button", name="Show all events").click()
    settled(page, 3)
    assert "at" not in query_of(page)


def test_the_list_is_ordered_by_distance_from_the_middle(open_page: Any) -> None:
    forty_events()
    page = open_page("/?at=3/40/69")
    wait_for_hands(page)
    until(page, "document.querySelector('.event-item h3').textContent.includes('Event 39')")
    page.get_by_label("Order of the list").select_option("nearest")
    until(page, "document.querySelector('.event-item h3').textContent.includes('Event 20')")
    assert query_of(page)["order"] == ["nearest"]
    page.get_by_role("searchbox", name="Words").fill("event")
    page.get_by_role("button", name="Search").click()
    until(page, "!document.querySelector('#order [value=relevance]').disabled")
    page.get_by_label("Order of the list").select_option("relevance")
    until(page, "location.search.includes('order=relevance')")
    settled(page, EVERYTHING)


def test_a_box_and_a_polygon_limit_everything(open_page: Any) -> None:
    forty_events()
    page = open_page("/?at=3/40/60")
    wait_for_dots(page, EVERYTHING)
    x, y = middle_of_the_map(page)
    page.get_by_role("button", name="Draw a box").click()
    page.locator("#map-hint", has_text="Drag a box").wait_for()
    page.mouse.move(x - 60, y - 60)
    page.mouse.down()
    page.mouse.move(x + 60, y + 60, steps=4)
    page.mouse.up()
    until(page, "location.search.includes('area=')")
    until(page, "Number(document.querySelector('.event-list').dataset.count) < 30")
    in_box = shown(page)
    assert 5 < in_box < 30
    page.locator("path.selection").wait_for()
    page.get_by_role("button", name="Remove the filter In the box drawn").click()
    settled(page, EVERYTHING)

    page.get_by_role("button", name="Draw an area").click()
    for dx, dy in ((-60, -60), (60, -60), (60, 60), (-60, 60)):
        page.mouse.click(x + dx, y + dy)
        page.wait_for_timeout(300)  # or it would be a double click
    page.keyboard.press("Enter")
    until(page, f"document.querySelector('.event-list').dataset.count === '{in_box}'")
    assert query_of(page)["area"][0].count("~") == 3

    page.get_by_role("button", name="Draw an area").click()
    page.keyboard.press("Escape")
    assert page.locator("#map-hint").is_hidden()


def test_areas_are_looked_into_and_their_events_are_listed_in_pages(open_page: Any) -> None:
    many_events(1500, "Crowd")
    page = open_page("/?at=3/36/45")
    wait_for_areas(page)
    page.locator("#legend-ramp").wait_for()
    page.mouse.click(*middle_of_the_map(page))
    until(page, "!/at=3.36/.test(location.search)")

    page = open_page("/?at=13/30/30")
    wait_for_dots(page, 1)
    page.mouse.click(*middle_of_the_map(page))
    page.locator(".leaflet-popup h3", has_text="15 events here").wait_for()


def test_hundreds_at_one_point_are_listed_by_pages(open_page: Any) -> None:
    for number in range(75):
        an_event(title=f"Event {number}")
    page = open_page("/?at=6/40.37767/49.89201")
    wait_for_dots(page, 1)
    page.mouse.click(*middle_of_the_map(page))
    popup = page.locator(".leaflet-popup")
    popup.get_by_role("heading", name="75 events here").wait_for()
    assert popup.locator("li").count() == 30
    until(page, "!document.querySelector('.leaflet-pan-anim')")  # the map makes room for it
    popup.get_by_role("button", name="More events").click()
    until(page, "document.querySelectorAll('.leaflet-popup li').length === 60")
    popup.get_by_role("button", name="More events").click()
    until(page, "document.querySelectorAll('.leaflet-popup li').length === 75")
    assert popup.get_by_role("button", name="More events").is_hidden()


@pytest.mark.parametrize("show", ["count", "fatalities", "heat"])
def test_other_ways_to_draw(open_page: Any, show: str) -> None:
    many_events(6000)
    page = open_page("/?at=4/38/44")
    wait_for_areas(page)
    page.get_by_label("Draw the events as").select_option(show)
    until(page, f"location.search.includes('show={show}')")
    page.go_back()
    until(page, "document.getElementById('show').value === ''")


def test_an_event_published_meanwhile_is_seen(open_page: Any) -> None:
    an_event(title="First")
    page = open_page("/?at=6/40.37767/49.89201")
    wait_for_dots(page, 1)
    settled(page, 1)
    an_event(title="Second", places=(a_place(ASTARA),))
    page.locator("#timeline-panel").focus()
    page.locator(".folium-map").focus()
    page.keyboard.press("ArrowRight")
    settled(page, 2)
    wait_for_dots(page, 2)


def test_what_is_seen_is_what_is_exported(open_page: Any) -> None:
    forty_events()
    page = open_page("/?type=protest&at=6/40/49")
    until(page, "document.querySelector('.event-list').dataset.count < 10")
    page.locator("#share summary").click()
    address = str(page.locator("#csv").get_attribute("href"))
    assert address.startswith("/events.csv?type=protest&in=")
    answer = page.request.get(page.url.partition("/?")[0] + address)
    assert len(answer.text().strip().splitlines()) == shown(page) + 1


def test_a_place_is_found_by_its_name(open_page: Any, settings: Any, gazetteer_path: Any) -> None:
    settings.GAZETTEER_PATH = gazetteer_path
    an_event()
    page = open_page("/")
    wait_for_dots(page)
    search = page.get_by_role("combobox", name="Find a place on the map")
    search.fill("Astar")
    page.get_by_role("option").first.wait_for()
    search.press("Enter")
    until(page, "location.search.includes('at=')")
    _, latitude, longitude = (float(part) for part in query_of(page)["at"][0].split("/"))
    assert latitude == pytest.approx(38.456, abs=0.1)
    assert longitude == pytest.approx(48.875, abs=0.1)
    search.fill("zzzzzz")
    page.get_by_text("No place has this name.").wait_for()
    search.press("Escape")
    assert page.locator("#place-options").is_hidden()


def test_sheets_of_a_phone(open_page: Any) -> None:
    forty_events()
    page = open_page("/", viewport=PHONE, has_touch=True)
    wait_for_dots(page)
    assert page.locator("#timeline").is_visible()
    assert page.locator("#list").is_hidden()
    page.get_by_role("button", name="List").tap()
    assert page.locator("#list").is_visible()
    assert page.locator("#timeline").is_hidden()
    page.get_by_role("button", name="Filters").tap()
    page.locator("label.chip", has_text="Protest").tap()
    settled(page, 10)
    page.get_by_role("button", name="Filters").tap()
    assert page.locator("#side-panel").is_hidden()
    box = page.locator("#map-panel").bounding_box()
    assert box is not None
    assert box["height"] > 600
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_right_to_left_nothing_leaves_the_page(open_page: Any) -> None:
    an_event()
    for viewport in ({"width": 1280, "height": 800}, PHONE):
        page = open_page("/", viewport=viewport)
        wait_for_dots(page)
        page.evaluate("document.documentElement.dir = 'rtl'")
        assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]


def test_print_is_one_page_with_what_is_shown(open_page: Any) -> None:
    forty_events()
    page = open_page("/?type=protest&from=2014-01-01")
    wait_for_dots(page)
    settled(page, 8)
    pdf = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1
    assert page.locator("#print-window").is_hidden()
    assert (
        page.locator("#print-window").text_content() == "8 events · Protest · From 1 January 2014"
    )


def test_an_editor_sees_what_is_not_published(open_page: Any, client: Any, admin_user: Any) -> None:
    an_event(title="Published")
    an_event(title="Draft", status="draft", places=(a_place(ASTARA),))
    client.force_login(admin_user)
    page = open_page("/", cookies={"sessionid": client.cookies["sessionid"].value})
    settled(page, 1)
    page.get_by_text("Filters and legend").click()
    page.locator(".facet[data-facet=status] summary").click()
    page.locator(".facet[data-facet=status] label", has_text="draft").click()
    page.locator(".event-item", has_text="Draft").wait_for()
    settled(page, 1)
    wait_for_dots(page, 1)
    page.locator(".facet[data-facet=status] label", has_text="published").click()
    settled(page, 2)
    wait_for_dots(page, 2)


@pytest.mark.parametrize("hidden", ["list", "timeline"])
def test_a_small_frame_shows_what_it_is_told(open_page: Any, hidden: str) -> None:
    an_event()
    page = open_page(f"/embed/?show_{hidden}=0", viewport={"width": 390, "height": 500})
    wait_for_dots(page, 1)
    box = page.locator("#map-panel").bounding_box()
    assert box is not None
    assert box["height"] > 200
    assert page.locator("#dock button[data-sheet=list]").is_visible() == (hidden != "list")
    assert page.locator("#timeline-panel").is_visible() == (hidden != "timeline")
