"""The admin in a real browser, network cut off: the map of points, the search, no complaints.

``open_page`` fails a test whose page complains in the console, as it does when the
Content-Security-Policy refuses something.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from pytest_django import Settings

from events import geocoding
from events.models import Event, Location, Place
from tests.admin_forms import an_editor, change_url
from tests.loopback_nominatim import Nominatim, loopback_nominatim
from tests.tiny_gazetteer import build_tiny_gazetteer
from tests.world import ASTARA, BAKU, a_place, an_article, an_event

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
HOSTILE = "</script><script>window.harmed=1</script><img src=x onerror=window.harmed=1>"
PHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def gazetteer_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("gazetteer") / "tiny.sqlite3"
    build_tiny_gazetteer(path)
    return path


@pytest.fixture
def edit(open_page: Any, settings: Settings, gazetteer_path: Path) -> Any:
    """Opens a page of the admin as an editor."""
    settings.GAZETTEER_PATH = gazetteer_path
    client = Client()
    client.force_login(an_editor(is_superuser=True))
    cookies = {"sessionid": client.cookies["sessionid"].value}

    def open_(address: str, **options: Any) -> Page:
        page: Page = open_page(address, cookies=cookies, **options)
        return page

    return open_


@pytest.fixture
def nominatim(settings: Settings) -> Iterator[type[Nominatim]]:
    """The only service that is configured, on this machine."""
    with loopback_nominatim() as (handler, options):
        settings.GEOCODERS = ["gazetteer", "nominatim"]
        settings.GEOCODER_OPTIONS = {"nominatim": options}
        settings.GEOCODER_MIN_DELAY = 0
        geocoding._configured.cache_clear()
        yield handler
        geocoding._configured.cache_clear()


def an_exercise() -> Event:
    """A draft at Baku and Astara."""
    return an_event(status="draft", places=(a_place(BAKU), a_place(ASTARA)))


def box(page: Page, name: str) -> Locator:
    return page.locator(f'[name="{name}"]')


def number(page: Page, name: str) -> float:
    return float(box(page, name).input_value())


def pins(page: Page) -> Locator:
    return page.locator(".dl-pin")


def drag(page: Page, pin: Locator, right: int, down: int) -> None:
    pin.scroll_into_view_if_needed()
    corner = pin.bounding_box()
    assert corner is not None
    x, y = corner["x"] + corner["width"] / 2, corner["y"] + corner["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + right / 2, y + down / 2)
    page.mouse.move(x + right, y + down)
    page.mouse.up()


def pick(page: Page, row: int, words: str, name: str) -> None:
    """Types words into the row's box and takes the place of that name with the keyboard."""
    field = page.locator(f"#id_locations-{row}-place")
    field.fill(words)  # at once: one search, whose list no later answer replaces
    options = page.locator(f"#locations-{row} [role=option]")
    options.filter(has_text=name).first.wait_for()
    for _ in range(20):
        field.press("ArrowDown")
        chosen = page.locator(f'#locations-{row} [role=option][aria-selected="true"] strong')
        if chosen.inner_text() == name:
            field.press("Enter")
            return
    raise AssertionError(f"{name} is not in the list")


def pick_article(page: Page, row: int, words: str) -> None:
    """Takes the first article whose title has the words, in the list of a row of evidence.

    Waits for the answer to the opened list and then to the words: a list that an answer replaces
    under the pointer loses the click.
    """
    page.locator(f"#evidence-{row} .select2-selection").click()
    loading = page.locator(".select2-results .loading-results")
    options = page.locator(".select2-results__option[aria-selected]")
    options.first.wait_for()
    loading.wait_for(state="detached")
    with page.expect_response(lambda answer: f"term={words}" in answer.url):
        page.locator(".select2-search__field").fill(words)
    loading.wait_for(state="detached")
    options.first.click()
    name = f"evidence-{row}-article"
    page.wait_for_function("name => document.getElementsByName(name)[0].value !== ''", arg=name)


def save(page: Page) -> None:
    page.locator('input[name="_save"]').first.click()
    page.wait_for_url("**/admin/events/event/**")
    page.locator("#changelist").wait_for()


def test_dragging_a_pin_moves_the_location(edit: Any) -> None:
    event = an_exercise()
    page = edit(change_url(event))
    assert pins(page).count() == 2
    latitude, longitude = (
        number(page, "locations-0-latitude"),
        number(page, "locations-0-longitude"),
    )
    drag(page, pins(page).first, 60, -40)
    assert number(page, "locations-0-latitude") > latitude
    assert number(page, "locations-0-longitude") > longitude
    assert number(page, "locations-1-latitude") == ASTARA[2]
    moved = number(page, "locations-0-latitude")
    save(page)
    location = event.locations.get(place__name="Baku")
    assert location.latitude == moved
    event.refresh_from_db()
    assert event.curated


def test_the_base_map_is_drawn_without_a_network(edit: Any) -> None:
    page = edit(change_url(an_exercise()))
    page.wait_for_function(
        "() => Number(document.querySelector('canvas.base-canvas')?.dataset.drawn) > 0"
    )


def test_a_place_is_searched_by_name_and_picked(edit: Any) -> None:
    event = an_exercise()
    page = edit(change_url(event))
    pick(page, 0, "jebra", "Jabrayil")
    assert box(page, "locations-0-place").input_value() == "gn:148141"
    assert number(page, "locations-0-latitude") == 39.399
    assert number(page, "locations-0-longitude") == 47.028
    assert page.locator("#id_locations-0-place").input_value() == "Jabrayil"
    save(page)
    assert {row.place.name for row in event.locations.all()} == {"Jabrayil", "Astara"}


def test_a_service_is_asked_by_choice_alone(edit: Any, nominatim: type[Nominatim]) -> None:
    nominatim.answer = [{"lat": "41.2", "lon": "47.17", "display_name": f"Mill{HOSTILE}, Sheki"}]
    event = an_exercise()
    page = edit(change_url(event))
    field, note = page.locator("#id_locations-0-place"), page.locator("#locations-0 [role=status]")
    options = page.locator("#locations-0 [role=option]")
    field.fill("")
    field.press_sequentially("old mill")
    options.filter(has_text="Ask nominatim for “old mill”").wait_for()
    assert note.inner_text() == "No place has a name that begins so."
    field.press("Enter")
    assert options.first.get_attribute("aria-selected") == "true"
    assert nominatim.asked == []
    field.press("Enter")
    options.filter(has_text="Sheki · nominatim").wait_for()
    assert nominatim.asked == ["old mill"]
    assert options.count() == 1
    field.press("Enter")
    assert number(page, "locations-0-latitude") == 41.2
    assert page.evaluate("window.harmed") is None
    save(page)
    assert event.locations.get(latitude=41.2).place.key == "nominatim:41.20000,47.17000"


def test_a_service_may_be_asked_below_what_was_found(edit: Any, nominatim: type[Nominatim]) -> None:
    nominatim.status = 503
    page = edit(change_url(an_exercise()))
    field, note = page.locator("#id_locations-0-place"), page.locator("#locations-0 [role=status]")
    field.fill("jebra")
    options = page.locator("#locations-0 [role=option]")
    options.filter(has_text="Jabrayil").first.wait_for()
    assert note.inner_text() == "1 place"
    field.press("ArrowUp")
    assert options.last.get_attribute("aria-selected") == "true"
    options.last.click()
    note.filter(has_text="nominatim: Geocoder").wait_for()
    assert options.count() == 0
    field.blur()
    assert field.input_value() == "Baku, AZ"


def test_a_place_low_in_the_list_is_picked_with_the_mouse(edit: Any) -> None:
    page = edit(change_url(an_exercise()))
    page.locator("#id_locations-0-place").fill("lon")
    options = page.locator("#locations-0 [role=option]")
    options.nth(1).wait_for()
    last = options.last
    assert page.evaluate(
        """([x, y]) => document.elementFromPoint(x, y).closest("[role=option]") !== null""",
        _middle(last),
    )
    words = last.inner_text()
    last.click()
    assert words.startswith(page.locator("#id_locations-0-place").input_value())
    assert number(page, "locations-0-latitude") != BAKU[2]


def _middle(element: Locator) -> list[float]:
    element.scroll_into_view_if_needed()
    corner = element.bounding_box()
    assert corner is not None
    return [corner["x"] + corner["width"] / 2, corner["y"] + corner["height"] / 2]


def test_an_added_row_has_a_search_and_a_pin_of_its_own(edit: Any) -> None:
    event = an_exercise()
    page = edit(change_url(event))
    page.locator("#locations-group .add-row a").click()
    assert pins(page).count() == 2
    pick(page, 2, "karab", "Karabakh")
    assert pins(page).count() == 3
    assert box(page, "locations-2-where_prec").input_value() == "5"
    assert box(page, "locations-2-radius_m").input_value() == "60000"
    drag(page, pins(page).nth(2), 0, 30)
    assert number(page, "locations-2-latitude") < 39.8
    save(page)
    area = event.locations.get(place__key="dl:karabakh")
    assert (area.where_prec, area.radius_m) == (5, 60000)


def test_a_row_taken_away_again_takes_its_pin_along(edit: Any) -> None:
    page = edit(change_url(an_exercise()))
    page.locator("#locations-group .add-row a").click()
    page.locator("#locations-group .add-row a").click()
    pick(page, 2, "Ganja", "Ganja")
    pick(page, 3, "Shusha", "Shusha")
    page.locator("#locations-2 .inline-deletelink").click()
    assert pins(page).count() == 3
    assert page.locator("#id_locations-2-place").input_value() == "Shusha"
    drag(page, pins(page).nth(2), 0, 30)
    assert number(page, "locations-2-latitude") < 39.76


def test_a_row_marked_to_be_deleted_has_no_pin(edit: Any) -> None:
    page = edit(change_url(an_exercise()))
    box(page, "locations-1-DELETE").check()
    assert pins(page).count() == 1
    box(page, "locations-1-DELETE").uncheck()
    assert pins(page).count() == 2


def test_numbers_move_the_pin_and_nonsense_takes_it_away(edit: Any) -> None:
    page = edit(change_url(an_exercise()))
    before = pins(page).first.bounding_box()
    box(page, "locations-0-latitude").fill("40.9")
    after = pins(page).first.bounding_box()
    assert before is not None
    assert after is not None
    assert after["y"] < before["y"]
    for nonsense in ("91", ""):
        box(page, "locations-0-latitude").fill(nonsense)
        assert pins(page).count() == 1


def test_a_pin_moves_by_the_keyboard(edit: Any) -> None:
    page = edit(change_url(an_exercise()))
    pins(page).first.focus()
    latitude, longitude = (
        number(page, "locations-0-latitude"),
        number(page, "locations-0-longitude"),
    )
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Shift+ArrowLeft")
    assert number(page, "locations-0-latitude") > latitude
    assert number(page, "locations-0-longitude") < longitude


def test_a_click_on_the_map_moves_the_row_in_hand(edit: Any) -> None:
    page = edit(change_url(an_exercise()))
    page.locator("#id_locations-1-latitude").focus()
    page.locator(".dl-map").click(position={"x": 40, "y": 250})
    assert number(page, "locations-1-longitude") < ASTARA[3]
    assert number(page, "locations-0-longitude") == BAKU[3]


def test_a_name_that_was_not_picked_changes_nothing(edit: Any) -> None:
    event = an_exercise()
    page = edit(change_url(event))
    field = page.locator("#id_locations-0-place")
    field.fill("somewhere else")
    field.press("Enter")
    assert page.url.endswith(change_url(event))
    field.press("Escape")
    field.blur()
    assert field.input_value() == "Baku, AZ"
    save(page)
    event.refresh_from_db()
    assert not event.curated


def test_the_enter_key_saves_and_does_not_publish(edit: Any) -> None:
    event = an_exercise()
    page = edit(change_url(event))
    box(page, "title").fill("Better")
    box(page, "title").press("Enter")
    page.locator("#changelist").wait_for()
    event.refresh_from_db()
    assert (event.title, event.status) == ("Better", "draft")


def test_points_at_the_edges_of_the_map(edit: Any) -> None:
    event = an_exercise()
    locations = list(event.locations.all())
    for row, (latitude, longitude) in zip(locations, [(0, 180), (90, -180)], strict=True):
        Location.objects.filter(pk=row.pk).update(latitude=latitude, longitude=longitude)
    page = edit(change_url(event))
    assert pins(page).count() == 2
    box(page, "locations-0-latitude").focus()
    pins(page).first.focus()
    page.keyboard.press("Shift+ArrowRight")
    assert -180 <= number(page, "locations-0-longitude") < -100


def test_a_place_of_an_editor_has_a_map_too(edit: Any) -> None:
    place = Place.objects.create(name="The old mill", latitude=40, longitude=48, radius_m=5000)
    page = edit(change_url(place))
    drag(page, pins(page).first, 30, 0)
    assert number(page, "longitude") > 48
    assert number(page, "latitude") == pytest.approx(40, abs=0.01)


def test_a_source_is_given_a_home_and_may_lose_it(edit: Any) -> None:
    page = edit("/admin/events/source/add/")
    page.fill("#id_name", "The Caspian Post")
    page.locator("#id_home").fill("baku")
    page.locator("[role=option]").filter(has_text="Baku").first.click()
    assert box(page, "home").input_value() == "gn:587084"
    page.locator("#id_home").fill("")
    page.locator("#id_home").blur()
    assert box(page, "home").input_value() == ""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_of_the_admin_keeps_the_policy_and_fits_a_phone(edit: Any, scheme: str) -> None:
    article = an_article(f"{HOSTILE} said the text.", title=HOSTILE)
    place = Place.objects.create(name=HOSTILE[:200], latitude=1, longitude=1)
    event = an_event(title=HOSTILE, article=article, places=(place,), status="draft")
    entry = event.history.latest()
    page = edit("/admin/", viewport=PHONE, color_scheme=scheme)
    root = page.url.removesuffix("/admin/")
    for address in (
        "/admin/events/event/",
        "/admin/events/event/add/",
        change_url(event),
        f"/admin/events/event/{event.pk}/history/",
        f"/admin/events/event/{event.pk}/history/{entry.history_id}/",
        f"/admin/events/event/{event.pk}/delete/",
        "/admin/events/article/",
        change_url(article),
        "/admin/events/article/add/",
        f"/admin/events/article/{article.pk}/history/",
        "/admin/events/place/",
        change_url(place),
        "/admin/events/source/add/",
        "/admin/events/geocodeanswer/",
        "/admin/auth/user/add/",
        "/admin/password_change/",
    ):
        page.goto(root + address)
        page.wait_for_load_state("networkidle")
        assert page.evaluate("window.harmed") is None, address
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, address


def test_calendars_article_lists_and_popups_keep_the_policy(edit: Any) -> None:
    event = an_exercise()
    page = edit(change_url(event))
    page.locator(".fieldBox.field-first_day .datetimeshortcuts a").last.click()
    page.locator(".calendarbox td a:visible").first.click()
    page.locator(".fieldBox.field-time_of_day .datetimeshortcuts a").last.click()
    page.locator(".clockbox a:visible").first.click()
    page.locator("#evidence-group .add-row a").click()
    pick_article(page, 1, "jets")
    page.locator("#evidence-1 textarea").fill("took off")
    page.locator('input[name="_continue"]').first.click()
    page.locator(".messagelist").wait_for()
    assert event.evidence.get(quote="took off").start == 5


def test_an_earlier_version_is_brought_back_in_the_browser(edit: Any) -> None:
    event = an_exercise()
    page = edit(change_url(event))
    box(page, "title").fill("Changed by mistake")
    save(page)
    page.goto(page.url.partition("/admin/")[0] + f"/admin/events/event/{event.pk}/history/")
    page.locator("#change-history tbody tr").last.locator("a").first.click()
    page.locator('input[value="Revert"]').first.click()
    page.locator("#changelist").wait_for()
    event.refresh_from_db()
    assert event.title == "Jets took off in Baku"


def test_the_merge_page_in_a_browser(edit: Any) -> None:
    keep, other = an_event(title=HOSTILE), an_event(title="Other", places=(a_place(ASTARA),))
    page = edit("/admin/events/event/")
    for row in page.locator("input.action-select").all():
        row.check()
    page.select_option("select[name=action]", "merge")
    page.locator("button[name=index]").first.click()
    page.locator(f'input[name=keep][value="{keep.pk}"]').check()
    page.locator('input[type=submit][value="Merge"]').click()
    page.locator(".messagelist").wait_for()
    other.refresh_from_db()
    assert other.merged_into == keep
    assert page.evaluate("window.harmed") is None


def test_the_map_and_the_search_speak_the_editor_s_language(edit: Any) -> None:
    page = edit(change_url(an_exercise()), locale="tr-TR")
    assert page.locator("html").get_attribute("lang") == "tr"
    assert pins(page).first.get_attribute("aria-label") == "İğne 1: Baku, AZ"
    search = page.locator("[data-dl-picker] [role=combobox]").first
    search.fill("Asta")
    page.locator(".dl-picker-note", has_text=re.compile(r"^\d+ yer$")).wait_for()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Русский").click()
    assert page.locator("html").get_attribute("lang") == "ru"
    assert pins(page).first.get_attribute("aria-label") == "Метка 1: Baku, AZ"
