"""Ids of events in an order, a page at a time, and the extents of what passes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from events.maps.index.areas import Bounds
from events.maps.index.dictionaries import Dictionaries
from events.maps.index.masks import spots_of
from events.maps.index.mercator import (
    SIDE,
    Ints,
    columns_and_rows,
    latitudes,
    longitudes,
    metres_from,
)
from events.maps.index.parts import Part, Piece, pieces_of
from events.maps.index.questions import NO_DAY, Question

Order = Literal["newest", "nearest"]
# The value that events are ordered by, least first, then the id, most first.
Cursor = tuple[int, int]
FAR = 2**40  # metres to an event without a location
UNDATED = 2**40  # where the order begins with the newest day, events without days come last
_SEARCHED = 100_000  # passing rows from which on the newest are looked for by trial


def read_cursor(text: str | None) -> Cursor | None:
    """``value.event``; ValueError with a sentence for anything else."""
    if not text:
        return None
    value, _, event = text.partition(".")
    if len(text) > 40 or not all(_is_whole(part) for part in (value, event)):
        raise ValueError("There is no such place in the list to go on from.")
    return int(value), int(event)


def _is_whole(text: str) -> bool:
    digits = text.removeprefix("-")
    return digits.isascii() and digits.isdigit()


def page_of(
    parts: Sequence[Part],
    question: Question,
    dictionaries: Dictionaries,
    bounds: Bounds | None,
    *,
    near: tuple[float, float] | None,
    after: Cursor | None,
    limit: int,
) -> tuple[list[int], Cursor | None]:
    """Newest first, or nearest where there is a point; the cursor to go on from, if there is more.

    An event stands where its nearest passing location puts it.
    """
    found = []
    for part in parts:
        if part.sign < 0:
            continue
        pieces = pieces_of(part, question, dictionaries, bounds)
        found += [_keys(piece, near, after, limit + 1) for piece in pieces]
    keys = np.concatenate([np.zeros((0, 2), np.int64), *found])
    # The least value of each event, then the page.
    keys = keys[np.lexsort((keys[:, 0], keys[:, 1]))]
    first = np.ones(len(keys), bool)
    first[1:] = keys[1:, 1] != keys[:-1, 1]
    keys = keys[first]
    if near is not None and after is not None:
        keys = keys[_is_after(keys[:, 0], keys[:, 1], after)]
    keys = keys[np.lexsort((-keys[:, 1], keys[:, 0]))]
    page = keys[:limit]
    more = len(keys) > limit
    cursor = (int(page[-1, 0]), int(page[-1, 1])) if more and len(page) else None
    return page[:, 1].tolist(), cursor


def _keys(
    piece: Piece, near: tuple[float, float] | None, after: Cursor | None, enough: int
) -> Ints:
    """(value, event) of rows among which are the first ``enough`` events after the cursor."""
    if near is None:
        return _newest(piece, after, enough)
    return _nearest(piece, near, after, enough)


def _nearest(piece: Piece, near: tuple[float, float], after: Cursor | None, enough: int) -> Ints:
    """All rows up to some distance: of an event with a nearer location before the cursor nothing
    may be left over, so ``page_of`` heeds the cursor when each event's nearest is known."""
    spots, sizes = spots_of(piece.segment, piece.rows)
    cells = piece.segment.spot_cell[spots].astype(np.int64)
    metres = np.where(cells < 0, FAR, metres_from(*near, np.maximum(cells, 0)))
    order = np.argsort(metres, kind="stable")
    sofar = np.cumsum(_passing_by_spot(piece, sizes)[order])
    start = 0 if after is None else int(np.searchsorted(metres[order], after[0], "right"))
    wanted = 8 * enough + (int(sofar[start - 1]) if start else 0)
    while True:
        last = min(int(np.searchsorted(sofar, wanted)), len(order) - 1)
        at = _at_spots(piece, spots, metres <= metres[order[last]])
        spot = np.searchsorted(piece.segment.spot_start, at, "right") - 1 - spots.start
        keys = np.stack([metres[spot], piece.segment.event[at].astype(np.int64)], axis=1)
        if last == len(order) - 1 or _has_enough(keys, after, enough):
            return keys
        wanted *= 4


def _passing_by_spot(piece: Piece, sizes: Ints) -> Ints:
    if piece.mask is None:
        return sizes
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    sums: Ints = np.add.reduceat(piece.mask, starts, dtype=np.int64)
    return sums


def _at_spots(piece: Piece, spots: slice, chosen: NDArray[np.bool_]) -> Ints:
    """Positions of the passing rows at these spots."""
    edges = np.clip(
        piece.segment.spot_start[spots.start : spots.stop + 1].astype(np.int64),
        piece.rows.start,
        piece.rows.stop,
    )
    runs = [np.zeros(0, np.int64)]
    if chosen.all():
        runs.append(piece.positions())
    else:
        for spot in np.flatnonzero(chosen).tolist():
            low, high = int(edges[spot]), int(edges[spot + 1])
            if piece.mask is None:
                runs.append(np.arange(low, high))
            else:
                start = piece.rows.start
                runs.append(np.flatnonzero(piece.mask[low - start : high - start]) + low)
    return _not_gone(piece, np.sort(np.concatenate(runs)))


def _has_enough(keys: Ints, after: Cursor | None, enough: int) -> bool:
    """Whether so many events have their nearest location after the cursor."""
    ordered = keys[np.lexsort((keys[:, 0], keys[:, 1]))]
    first = np.ones(len(ordered), bool)
    first[1:] = ordered[1:, 1] != ordered[:-1, 1]
    if after is not None:
        first &= _is_after(ordered[:, 0], ordered[:, 1], after)
    return int(np.count_nonzero(first)) >= enough


def _newest(piece: Piece, after: Cursor | None, enough: int) -> Ints:
    segment = piece.segment
    first = segment.first[piece.rows]
    count = piece.count()
    most = len(segment.days) - 1
    if after is not None:
        day = NO_DAY if after[0] == UNDATED else -after[0]
        most = int(np.searchsorted(segment.days, day, "right")) - 1
    least, step = 0, 1
    if count > _SEARCHED:
        least = most
        while least > 0:
            least = max(most - step, 0)
            chosen = _between(piece, first, least, most)
            gone = 0 if piece.part.gone is None else len(piece.part.gone)
            if np.count_nonzero(chosen) >= 8 * enough + gone and _enough(
                piece, chosen, after, enough
            ):
                break
            step *= 4
    chosen = _between(piece, first, least, most)
    return _after(piece, chosen, after)


def _enough(piece: Piece, chosen: NDArray[np.bool_], after: Cursor | None, enough: int) -> bool:
    return len(np.unique(_after(piece, chosen, after)[:, 1])) >= enough


def _between(piece: Piece, first: NDArray[Any], least: int, most: int) -> NDArray[np.bool_]:
    chosen: NDArray[np.bool_] = first <= most
    if least:
        chosen &= first >= least
    if piece.mask is not None:
        chosen &= piece.mask
    return chosen


def _after(piece: Piece, chosen: NDArray[np.bool_], after: Cursor | None) -> Ints:
    segment = piece.segment
    at = _not_gone(piece, np.flatnonzero(chosen) + piece.rows.start)
    days = segment.days[segment.first[at]].astype(np.int64)
    values = np.where(days == NO_DAY, UNDATED, -days)
    events = segment.event[at].astype(np.int64)
    keys = np.stack([values, events], axis=1)
    return keys if after is None else keys[_is_after(values, events, after)]


def _is_after(values: Ints, events: Ints, after: Cursor) -> NDArray[np.bool_]:
    value, event = after
    later: NDArray[np.bool_] = (values > value) | ((values == value) & (events < event))
    return later


def _not_gone(piece: Piece, at: Ints) -> Ints:
    gone = piece.part.gone
    return at if gone is None or not len(gone) else at[~np.isin(at, gone)]


# Extents ----------------------------------------------------------------------------------------
def days_of(piece: Piece) -> tuple[int, int] | None:
    """The first and the last day of the rows that pass."""
    at = _not_gone(piece, piece.positions())
    segment = piece.segment
    first, last = segment.first[at], segment.last[at]
    if segment.has_undated:
        dated = first > 0
        first, last = first[dated], last[dated]
    if not len(first):
        return None
    return int(segment.days[first.min()]), int(segment.days[last.max()])


def cells_of(piece: Piece) -> Ints:
    """The cells with a location that passes."""
    segment = piece.segment
    at = _not_gone(piece, piece.positions())
    spots = np.unique(np.searchsorted(segment.spot_start, at, "right") - 1)
    cells = segment.spot_cell[spots].astype(np.int64)
    return cells[cells >= 0]


def box_of(cells: Ints) -> Bounds | None:
    """The least box (west, south, east, north) around cells; across the date line where shorter."""
    if not len(cells):
        return None
    columns, rows = columns_and_rows(cells)
    columns = np.unique(columns)
    gaps = np.diff(columns, append=columns[0] + SIDE)
    widest = int(np.argmax(gaps))
    around = np.roll(columns, -widest - 1)
    north, south = latitudes(np.array([rows.min(), rows.max()])).tolist()
    west, east = longitudes(around[[0, -1]]).tolist()
    return west, south, east, north
