"""A real Chromium for the browser tests, with the network cut off.

The tests are skipped, with a line that says why, where there is no Chromium or
where the front-end packages are not installed.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Route
    from pytest_django.live_server_helper import LiveServer

    OpenPage = Callable[..., Page]

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
LOCAL = ("http://localhost:", "http://127.0.0.1:", "data:", "blob:")


def chromium_path() -> str:
    """Where Chromium is: CHROMIUM, or the first of its usual names; "" where there is none."""
    found = (os.environ.get("CHROMIUM"), *(shutil.which(name) for name in NAMES))
    return next((path for path in found if path), "")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    path = chromium_path()
    if not path:
        pytest.skip("no Chromium: install Debian's chromium or set CHROMIUM to its path")
    if not (Path(settings.NODE_MODULES) / "leaflet" / "dist").is_dir():
        pytest.skip("no front-end packages: run npm ci")
    # Playwright keeps an event loop in this thread; Django's queries here are synchronous all the
    # same, in tests that drive a server of another thread.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_api.sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield started
        started.close()
    os.environ.pop("DJANGO_ALLOW_ASYNC_UNSAFE", None)


class Watch:
    """What a page must not do: ask another machine, or complain in the console."""

    def __init__(self) -> None:
        self.outside: list[str] = []
        self.complaints: list[str] = []
        self.asked: set[Request] = set()

    def on_route(self, route: Route) -> None:
        if route.request.url.startswith(LOCAL):
            route.continue_()
            return
        self.outside.append(route.request.url)
        route.abort()

    def on_request(self, request: Request) -> None:
        self.asked.add(request)

    def on_answer(self, request: Request) -> None:
        self.asked.discard(request)

    def wait(self, page: Page) -> None:
        """Until the server is done with this page: its threads must not meet the next test."""
        for _ in range(60):
            page.wait_for_timeout(50)
            if not self.asked:
                return

    def on_console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(message.text)


@pytest.fixture
def open_page(browser: Browser, live_server: LiveServer) -> Iterator[OpenPage]:
    """Opens an address of the live server; checks that nothing went outside or complained."""
    watch = Watch()
    contexts: list[Any] = []

    def open_(address: str, **options: Any) -> Page:
        options.setdefault("viewport", {"width": 1280, "height": 800})
        cookies: dict[str, str] = options.pop("cookies", {})
        context = browser.new_context(**options)
        contexts.append(context)
        context.add_cookies(
            [
                {"name": name, "value": value, "url": live_server.url}
                for name, value in cookies.items()
            ]
        )
        context.route("**/*", watch.on_route)
        page = context.new_page()
        page.on("console", watch.on_console)
        page.on("request", watch.on_request)
        page.on("requestfinished", watch.on_answer)
        page.on("requestfailed", watch.on_answer)
        page.on("pageerror", lambda error: watch.complaints.append(str(error)))
        page.set_default_timeout(15_000)
        page.goto(live_server.url + address)
        return page

    yield open_
    for context in contexts:
        for page in context.pages:
            watch.wait(page)
        context.close()
    assert watch.outside == []
    assert watch.complaints == []
