"""Milliseconds from opening the map to the first dots on it, in a real Chromium.

    python -m tests.benchmarks.first_dots http://127.0.0.1:8000/ [openings]

Serve the site as ``make run`` does; ``manage.py make_events 10000`` fills a database.  Each opening
is a new browser profile without a cache.  Prints the count of events, then least, median and most.
"""

from __future__ import annotations

import statistics
import sys

from playwright.sync_api import Browser, sync_playwright

from tests.browser.conftest import chromium_path

WHEN = "performance.getEntriesByName('dateline-dots')[0]?.startTime ?? 0"
PATIENCE_MS = 30_000


def open_once(browser: Browser, url: str) -> tuple[float, str]:
    """Milliseconds since the navigation began, and what the page says it shows."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.goto(url)
    for _ in range(PATIENCE_MS // 50):  # the page's policy allows no waiting script in it
        drawn = float(page.evaluate(WHEN))
        if drawn:
            break
        page.wait_for_timeout(50)
    found = drawn, page.inner_text("#count")
    context.close()
    return found


def main(url: str, openings: int = 7) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=["--no-sandbox"])
        open_once(browser, url)  # the server's first answer is not counted
        found = [open_once(browser, url) for _ in range(openings)]
        browser.close()
    times = [milliseconds for milliseconds, _ in found]
    print(found[0][1])  # noqa: T201
    print(  # noqa: T201
        f"{openings} openings: least {min(times):.0f} ms, "
        f"median {statistics.median(times):.0f} ms, most {max(times):.0f} ms"
    )


if __name__ == "__main__":
    main(sys.argv[1], *(int(number) for number in sys.argv[2:3]))
