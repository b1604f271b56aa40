"""How the map moves under the hand, in a real Chromium: brush, pan, zoom.

    python -m tests.benchmarks.map_moves http://127.0.0.1:8000/ [rounds]

Serve the site as ``make run`` does.  Prints milliseconds between frames while the brush is dragged
over the timeline and while the map is dragged (median, 95th percentile, most), how many requests
the brush sent while it was held (none is right), and milliseconds from letting go, or from a step
of zoom, until the map shows the exact answer; and the longest time without any event on the map.
"""

from __future__ import annotations

import statistics
import sys
from collections.abc import Callable

from playwright.sync_api import Page, Request, sync_playwright

from tests.browser.conftest import chromium_path

STEPS = 90  # movements of the pointer in one drag
RECORD = """() => {
    window.frames = []; let before = performance.now();
    const each = (now) => {
        window.frames.push(now - before); before = now; window.wanted = requestAnimationFrame(each);
    };
    window.wanted = requestAnimationFrame(each);
}"""
STOP = "() => { cancelAnimationFrame(window.wanted); return window.frames.slice(1); }"
# The longest time, from now on, in which the layer shows no event at all.
WATCH = """() => {
    window.blank = 0; let since = 0;
    const look = (now) => {
        const { drawn, areas } = document.querySelector("canvas.dots").dataset;
        if (Number(drawn) + Number(areas) > 0) since = 0;
        else { since ||= now; window.blank = Math.max(window.blank, now - since); }
        window.watching = requestAnimationFrame(look);
    };
    window.watching = requestAnimationFrame(look);
}"""
WATCHED = "() => { cancelAnimationFrame(window.watching); return window.blank; }"
# From now until the layer has every tile of the view and has painted it.
SETTLED = """() => new Promise((done) => {
    const began = performance.now(); let calm = 0;
    const look = () => {
        const isReady = document.querySelector("canvas.dots")?.dataset.ready === "true";
        calm = isReady ? calm + 1 : 0;
        if (calm >= 2) done(performance.now() - began); else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
})"""


def report(name: str, values: list[float], unit: str = "ms") -> None:
    ordered = sorted(values)
    p95 = ordered[min(len(ordered) - 1, round(0.95 * len(ordered)))]
    print(  # noqa: T201
        f"{name:36} median {statistics.median(ordered):7.1f} {unit}   p95 {p95:7.1f} {unit}   "
        f"most {ordered[-1]:7.1f} {unit}"
    )


class Moves:
    def __init__(self, page: Page) -> None:
        self.page = page
        self.asked: list[str] = []
        page.on("request", self._on_request)

    def _on_request(self, request: Request) -> None:
        self.asked.append(request.url)

    def middle(self, selector: str) -> tuple[float, float, float, float]:
        box = self.page.locator(selector).bounding_box()
        assert box is not None
        return box["x"], box["y"], box["width"], box["height"]

    def brush(self) -> tuple[list[float], int, float]:
        """Frames of one drag over the timeline, requests during it, and the wait after it."""
        x, y, wide, high = self.middle("#timeline")
        mouse = self.page.mouse
        mouse.move(x + wide * 0.3, y + high / 3)
        mouse.down()
        mouse.move(x + wide * 0.35, y + high / 3)
        self.asked.clear()
        self.page.evaluate(RECORD)
        for step in range(STEPS):
            mouse.move(x + wide * (0.35 + 0.5 * step / STEPS), y + high / 3)
        frames, asked = self.page.evaluate(STOP), len(self.asked)
        mouse.up()
        return frames, asked, float(self.page.evaluate(SETTLED))

    def pan(self) -> list[float]:
        x, y, wide, high = self.middle(".folium-map")
        mouse = self.page.mouse
        mouse.move(x + wide * 0.7, y + high / 2)
        mouse.down()
        self.page.evaluate(RECORD)
        for step in range(STEPS):
            mouse.move(x + wide * (0.7 - 0.5 * step / STEPS), y + high * (0.5 + 0.2 * step / STEPS))
        frames: list[float] = self.page.evaluate(STOP)
        mouse.up()
        return frames

    def zoom(self) -> float:
        self.page.keyboard.press("+")
        self.page.wait_for_timeout(30)
        return float(self.page.evaluate(SETTLED))


def measured(page: Page, rounds: int, reset: Callable[[], None]) -> None:
    moves = Moves(page)
    brushed: list[float] = []
    panned: list[float] = []
    asked, waits, zooms, blanks = 0, [], [], []
    for _ in range(rounds):
        reset()
        frames, requests, wait = moves.brush()
        brushed += frames
        asked += requests
        waits.append(wait)
        reset()
        page.evaluate(WATCH)
        panned += moves.pan()
        blanks.append(float(page.evaluate(WATCHED)))
        reset()
        page.evaluate(WATCH)
        page.locator(".folium-map").focus()
        zooms += [moves.zoom() for _ in range(5)]
        blanks.append(float(page.evaluate(WATCHED)))
    report("between frames, brush", brushed)
    print(f"{'requests while the brush was held':36} {asked}")  # noqa: T201
    report("exact after letting the brush go", waits)
    report("between frames, pan", panned)
    report("whole after a step of zoom", zooms)
    report("longest blank, pan and zoom", blanks)


def main(url: str, rounds: int = 5) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1280, "height": 800})

        def reset() -> None:
            page.goto(url)
            page.evaluate(SETTLED)
            page.wait_for_timeout(2500)  # cubes are fetched once the map has been calm

        reset()
        print(page.inner_text("#count"))  # noqa: T201
        measured(page, rounds, reset)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1], *(int(number) for number in sys.argv[2:3]))
