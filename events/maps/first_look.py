"""The events of the whole world as a small drawing in the page: there before any script is.

It is what the map draws of its first tile, and stands until the map draws that itself.
``static/js/first-look.js`` puts it where the map will look.
"""

from __future__ import annotations

from math import log

import numpy as np
from django.utils.safestring import SafeString, mark_safe

from events.exports.inlined import static_text
from events.filters import EventFilter
from events.kept import Kept
from events.maps.asking import asked
from events.maps.index import Question, Tile
from events.maps.index.tiles import SIDE
from events.maps.symbols import all_symbols

WORLD = 65_536  # units of the drawing along each side, as a tile counts them
STEPS = 7  # of the ramp of colours
MOST_POINTS = 500
FAR_BELOW = 4  # zoom from which a drawing of the world shows nothing of use
MOST_KEPT = 32
_kept: Kept[tuple[str, Question], SafeString] = Kept(MOST_KEPT)


def first_look(event_filter: EventFilter, show: str) -> SafeString:
    """The inside of an ``svg``; "" where it would not help.  ``show``: how events are drawn."""
    if show or (event_filter.at is not None and event_filter.at.zoom >= FAR_BELOW):
        return SafeString()
    ready = asked(event_filter)
    if ready is None:
        return SafeString()
    index, question = ready
    key = (index.version, question)
    known = _kept.get(key)
    return (
        _kept.put(key, drawing(index.tile(question, 0, 0, 0), question)) if known is None else known
    )


def first_look_script() -> SafeString:
    """Put into the page, as it is to run before anything is fetched."""
    return mark_safe(static_text("js/first-look.js"))  # noqa: S308


def drawing(tile: Tile, question: Question) -> SafeString:
    """Nothing but numbers of ours goes into it."""
    return mark_safe("".join([*_areas(tile), *_points(tile, question)]))  # noqa: S308


def _areas(tile: Tile) -> list[str]:
    side, gap = WORLD // SIDE, WORLD // SIDE // 20
    counts = tile.count.tolist()
    least, most = max(1, min(counts, default=1)), max(counts, default=1)
    return [
        f'<rect class="ramp-{step_of(count, least, most) + 1}" x="{cell % SIDE * side + gap}"'
        f' y="{cell // SIDE * side + gap}" width="{side - 2 * gap}" height="{side - 2 * gap}"'
        f' rx="{side // 7}"/>'
        for count, cell in zip(counts, tile.cell.tolist(), strict=True)
    ]


def step_of(value: int, least: int, most: int) -> int:
    """Each step of the ramp is so many times the one before, as ``event-layer.js`` has it."""
    if value <= least:
        return 0
    return min(STEPS - 1, int(log(value / least) / log(max(2, most / least)) * (STEPS - 0.001)))


def _points(tile: Tile, question: Question) -> list[str]:
    """One path for each family of types; a line of no length is a dot of so many pixels."""
    passing = np.ones(len(tile.event), bool)
    if question.first is not None:
        passing &= tile.last >= question.first
    if question.last is not None:
        passing &= tile.first <= question.last
    paths: dict[str, list[str]] = {}
    families = [symbol.family for symbol in all_symbols()]
    chosen = np.unique(np.stack([tile.type, tile.x, tile.y])[:, passing], axis=1)
    for kind, x, y in chosen[:, :MOST_POINTS].T.tolist():
        paths.setdefault(families[int(kind)], []).append(f"M{int(x)} {int(y)}h0")
    return [
        f'<path class="family-{family}" d="{"".join(dots)}"/>' for family, dots in paths.items()
    ]
