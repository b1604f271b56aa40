"""Place pages, the choice of a language and the frame of another site, in a real browser."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from pytest_django.live_server_helper import LiveServer

from tests.browser.test_accessibility import serious
from tests.world import a_place, an_event

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DRAWN = "() => Number(document.querySelector('canvas.dots')?.dataset.drawn) > 0"
HOSTILE = "<img src=x onerror='window.harmed=1'>"


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        """Says nothing."""


@pytest.fixture
def another_site(tmp_path: Path, live_server: LiveServer) -> Iterator[str]:
    """The address of a page on another host that frames the map and the front page."""
    address = live_server.url.replace("localhost", "127.0.0.1")
    (tmp_path / "index.html").write_text(
        f'<!doctype html><link rel="icon" href="data:,"><title>Blog</title>'
        f'<iframe id="embed" src="{address}/embed/?show_list=0" width="600" height="400"></iframe>'
    )
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(tmp_path)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://localhost:{server.server_address[1]}/"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_a_place_page_is_sound(open_page: Any, scheme: str, width: int) -> None:
    place = a_place(("x:1", HOSTILE, 40.4, 49.9, "AZ"), radius_m=20_000)
    an_event(title=HOSTILE, places=(place,))
    page = open_page(
        place.get_absolute_url(),
        color_scheme=scheme,
        reduced_motion="reduce",
        viewport={"width": width, "height": 844},
    )
    page.wait_for_function(DRAWN)
    assert page.locator("h1").inner_text() == HOSTILE
    assert page.evaluate("window.harmed") is None
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert serious(page) == []


@pytest.mark.parametrize("script", [True, False])
def test_a_press_changes_the_language_and_it_stays(open_page: Any, script: bool) -> None:
    event = an_event()
    page = open_page(f"/events/{event.pk}/", java_script_enabled=script)
    assert page.context.cookies() == []
    page.get_by_role("button", name="Azərbaycanca").click()
    page.get_by_text("Harada", exact=True).wait_for()
    assert page.url.endswith(f"/events/{event.pk}/")
    assert [cookie["name"] for cookie in page.context.cookies()] == ["django_language"]
    page.get_by_role("link", name="Kodlar kitabçası").click()
    page.get_by_role("heading", name="Hadisə növləri").wait_for()


def test_another_site_frames_the_map_without_cookies(
    browser: Any, live_server: LiveServer, another_site: str
) -> None:
    an_event()
    page = browser.new_page()
    page.goto(another_site)
    frame = page.frame_locator("#embed")
    frame.locator("canvas.dots").wait_for()
    assert page.context.cookies() == []
    with page.context.expect_page() as opened:
        frame.get_by_role("link", name="Open the full map").click()
    opened.value.wait_for_load_state()
    assert "/embed/" not in opened.value.url
    assert opened.value.locator("header.site-header").count() == 1
    page.context.close()
