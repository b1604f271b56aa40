"""Ids of events in an order, a page at a time, and the extents of what passes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from events.maps.index.areas import Bounds
from events.maps.index.mercator import (
    SIDE,
    Ints,
    columns_and_rows,
    latitudes,
    longitudes,
    metres_from,
)
from events.maps.index.parts import Piece, column_of
from events.maps.index.questions import NO_DAY, Question
from events.maps.index.segment import place_of

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
    pieces: Sequence[Piece],
    question: Question,
    *,
    near: tuple[float, float] | None,
    after: Cursor | None,
    limit: int,
) -> tuple[list[int], Cursor | None]:
    """Newest first, or nearest where there is a point; the cursor to go on from, if there is more.

    An event stands where its nearest passing location puts it.
    """
    found = []
    for piece in pieces:
        if near is None:
            latest = _latest(piece, question, after)
            found.append(_newest(piece, latest, after, limit + 1))
        else:
            found.append(_nearest(piece, near, after, limit + 1))
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


def _nearest(piece: Piece, near: tuple[float, float], after: Cursor | None, enough: int) -> Ints:
    """All rows up to some distance: of an event with a nearer location before the cursor nothing
    may be left over, so ``page_of`` heeds the cursor when each event's nearest is known."""
    spots, passing = piece.by_spot
    cells = piece.segment.spot_cell[spots].astype(np.int64)
    metres = np.where(cells < 0, FAR, metres_from(*near, np.maximum(cells, 0)))
    order = np.argsort(metres, kind="stable")
    sofar = np.cumsum(passing[order])
    start = 0 if after is None else int(np.searchsorted(metres[order], after[0], "right"))
    wanted = 8 * enough + (int(sofar[start - 1]) if start else 0)
    while True:
        last = min(int(np.searchsorted(sofar, wanted)), len(order) - 1)
        at = _at_spots(piece, spots, metres <= metres[order[last]])
        spot = piece.segment.spots_at(at) - spots.start
        keys = np.stack([metres[spot], piece.segment.event[at].astype(np.int64)], axis=1)
        if last == len(order) - 1 or _has_enough(keys, after, enough):
            return keys
        wanted *= 4


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


def _latest(piece: Piece, question: Question, after: Cursor | None) -> int:
    """The place of the last first day that there can be."""
    days = piece.segment.days
    window = piece.segment.window(question)
    latest = window[1] if window else len(days) - 1
    if after is not None:
        day = NO_DAY if after[0] == UNDATED else -after[0]
        latest = min(latest, place_of(days, day, "right") - 1)
    return latest


def _newest(piece: Piece, latest: int, after: Cursor | None, enough: int) -> Ints:
    """(-first day, event) of rows among which are the first ``enough`` events after the cursor."""
    first = piece.segment.first[piece.rows]
    count = piece.count()
    least, step = 0, max(1, int(16 * enough / max(count, 1) * latest))
    while count > _SEARCHED:  # as if evenly spread over the days, then twice as many
        least = max(latest - step, 0)
        chosen = _between(piece, first, least, latest)
        if least == 0 or (
            np.count_nonzero(chosen) >= enough and _enough(piece, chosen, after, enough)
        ):
            break
        step *= 2
    return _least(_after(piece, _between(piece, first, least, latest), after), enough)


def _least(keys: Ints, enough: int) -> Ints:
    """The rows with the least values, so many that ``enough`` events are among them."""
    wanted = 2 * enough
    while wanted < len(keys):
        chosen: Ints = keys[keys[:, 0] <= np.partition(keys[:, 0], wanted)[wanted]]
        if len(np.unique(chosen[:, 1])) >= enough:
            return chosen
        wanted *= 8
    return keys


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
def kept(piece: Piece) -> Piece:
    """The piece without the rows that another part takes away."""
    gone, rows = piece.part.gone, piece.rows
    if gone is None or not len(gone):
        return piece
    mask = np.ones(rows.stop - rows.start, bool) if piece.mask is None else piece.mask.copy()
    mask[gone[(gone >= rows.start) & (gone < rows.stop)] - rows.start] = False
    return Piece(piece.part, rows, mask)


def days_of(piece: Piece) -> tuple[int, int] | None:
    """The first and the last day of the rows that pass."""
    segment = piece.segment
    first, last = (column_of([kept(piece)], name) for name in ("first", "last"))
    if segment.has_undated:
        dated = first > 0
        first, last = first[dated], last[dated]
    if not len(first):
        return None
    return int(segment.days[first.min()]), int(segment.days[last.max()])


def cells_of(piece: Piece) -> Ints:
    """The cells with a location that passes."""
    spots, counts = kept(piece).by_spot
    cells = piece.segment.spot_cell[spots][counts > 0].astype(np.int64)
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
