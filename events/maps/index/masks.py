"""Which rows of a segment pass a question.

A mask is an array of booleans for a run of rows, or None where all of them pass.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from events.kept import Kept
from events.maps.index.dictionaries import Dictionaries
from events.maps.index.mercator import columns_and_rows
from events.maps.index.questions import CONFIDENCE_STEPS, NO_CONFIDENCE, Question
from events.maps.index.rows import STATUSES, TYPES
from events.maps.index.segment import Segment, place_of

Mask = NDArray[np.bool_]
_SPOT_FIELDS = ("countries", "divisions", "place_id", "area")
_LARGE = 0.05  # part of a segment from which on the mask of all of it is made and kept


def _bytes_of(kept: tuple[NDArray[Any] | None]) -> int:
    return 0 if kept[0] is None else kept[0].nbytes


class MaskCache(Kept[tuple[Any, ...], tuple[Any]]):
    """The masks and sums used last, up to so many bytes; in a tuple, as None is a mask too."""

    def __init__(self, most_bytes: int) -> None:
        super().__init__(most_bytes, _bytes_of, at_least=1)


def timeless_mask(
    segment: Segment,
    question: Question,
    dictionaries: Dictionaries,
    rows: slice,
    cache: MaskCache | None = None,
) -> Mask | None:
    """Of these rows: which pass the question, whatever their days."""
    question = question.without_window()
    if passes_everywhere(segment, question):
        return None
    if cache is None:
        return _mask(segment, question, dictionaries, rows)
    key = (id(segment), question)
    known = cache.get(key)
    if known is None:
        if rows.stop - rows.start < _LARGE * len(segment):
            return _mask(segment, question, dictionaries, rows)
        known = cache.put(key, (_mask(segment, question, dictionaries, slice(0, len(segment))),))
    (mask,) = known
    return None if mask is None else mask[rows]


def with_window(
    segment: Segment, window: tuple[int, int] | None, mask: Mask | None, rows: slice
) -> Mask | None:
    """The mask of these rows, less those outside the window (``Segment.window``)."""
    if window is None:
        return np.zeros(rows.stop - rows.start, bool)
    least, most = window
    passing: Mask | None = None
    if least > 0:
        passing = segment.last[rows] >= least
    if most < len(segment.days) - 1:
        ends = segment.first[rows] <= most
        passing = ends if passing is None else np.logical_and(passing, ends, out=passing)
    return both(mask, passing)


def both(one: Mask | None, two: Mask | None) -> Mask | None:
    """Neither array is written to."""
    if one is None or two is None:
        return two if one is None else one
    return one & two


def passes_everywhere(segment: Segment, question: Question) -> bool:
    """Whether every row of the segment passes, apart from days."""
    wanted = {STATUSES.index(status) for status in question.statuses if status in STATUSES}
    if question.statuses and not wanted.issuperset(segment.statuses):
        return False
    rest = question.without_window().without("statuses")
    return rest == _EVERYTHING


_EVERYTHING = Question(statuses=())


def fails_everywhere(segment: Segment, question: Question) -> bool:
    """Whether the statuses asked for are in no row of the segment."""
    if not question.statuses:
        return False
    codes = {STATUSES.index(status) for status in question.statuses if status in STATUSES}
    return codes.isdisjoint(segment.statuses)


def _mask(
    segment: Segment, question: Question, dictionaries: Dictionaries, rows: slice
) -> Mask | None:
    mask = _kinds(segment, question, rows)
    if question.types:
        codes = [TYPES.index(name) for name in question.types if name in TYPES]
        mask = both(mask, _among(segment.type[rows], codes, len(TYPES)))
    if question.confidence is not None:
        least = math.ceil(question.confidence * CONFIDENCE_STEPS - 1e-6)
        mask = both(mask, segment.confidence[rows] >= min(max(least, 0), NO_CONFIDENCE))
    if question.sources:
        found = [dictionaries.sources.find(str(source)) for source in question.sources]
        sets = dictionaries.source_sets.with_any_of(code for code in found if code is not None)
        mask = both(mask, sets[segment.source[rows]])
    if question.actors:
        found = [dictionaries.actors.find(name) for name in question.actors]
        sets = dictionaries.actor_sets.with_any_of(code for code in found if code is not None)
        mask = both(mask, sets[segment.actors[rows]])
    if any(getattr(question, name) for name in _SPOT_FIELDS) or question.place_id is not None:
        mask = both(mask, _by_spot(segment, question, dictionaries, rows))
    if question.ids is not None:
        mask = both(mask, is_in(segment.event[rows], question.ids.ids))
    return mask


def _kinds(segment: Segment, question: Question, rows: slice) -> Mask | None:
    if not (question.where_precs or question.date_precs or question.statuses):
        return None
    kinds = np.arange(256)
    passing = np.ones(256, bool)
    if question.where_precs:
        passing &= np.isin(kinds & 7, question.where_precs)
    if question.date_precs:
        passing &= np.isin(kinds >> 3 & 7, question.date_precs)
    if question.statuses:
        codes = [STATUSES.index(status) for status in question.statuses if status in STATUSES]
        passing &= np.isin(kinds >> 6, codes)
    mask: Mask = passing[segment.kind[rows]]
    return mask


def _among(values: NDArray[Any], codes: list[int], size: int) -> Mask:
    """Whether each small number is one of the codes; comparing is quicker than looking up."""
    if len(codes) > 3:
        table = np.zeros(size, bool)
        table[codes] = True
        found: Mask = table[values]
        return found
    mask = np.zeros(len(values), bool)
    for code in codes:
        mask |= values == code
    return mask


def is_in(events: NDArray[Any], ids: NDArray[np.int64]) -> Mask:
    """Whether each event is one of these ids (sorted)."""
    if not len(ids) or not len(events):
        return np.zeros(len(events), bool)
    most = int(events.max())
    if most > 50_000_000:
        return np.isin(events, ids)
    table = np.zeros(most + 1, bool)
    table[ids[(ids >= 0) & (ids <= most)]] = True
    found: Mask = table[events]
    return found


def _by_spot(segment: Segment, question: Question, dictionaries: Dictionaries, rows: slice) -> Mask:
    spots, sizes = spots_of(segment, rows)
    mask = np.ones(len(sizes), bool)
    if question.countries or question.divisions:
        mask &= _areas(question, dictionaries)[segment.spot_area[spots]]
    if question.place_id is not None:
        mask &= segment.spot_place[spots] == question.place_id
        mask &= segment.spot_cell[spots] >= 0
    if question.area is not None:
        at = np.flatnonzero(mask & (segment.spot_cell[spots] >= 0))
        inside = question.area.has(*columns_and_rows(segment.spot_cell[spots][at]))
        mask = np.zeros(len(sizes), bool)
        mask[at[inside]] = True
    return np.repeat(mask, sizes)


def spots_of(segment: Segment, rows: slice) -> tuple[slice, NDArray[np.int64]]:
    """The spots that these rows are at, and how many of the rows are at each."""
    low = place_of(segment.spot_start, rows.start, "right") - 1
    high = place_of(segment.spot_start, rows.stop)
    low = max(min(low, high), 0)
    edges = np.clip(segment.spot_start[low : high + 1].astype(np.int64), rows.start, rows.stop)
    return slice(low, high), np.diff(edges)


def _areas(question: Question, dictionaries: Dictionaries) -> Mask:
    """For each area of the dictionary, whether it passes."""
    areas = list(dictionaries.areas)
    passing = np.zeros(len(areas), bool)
    for code, area in enumerate(areas):
        passing[code] = bool(area) and (
            (not question.countries or area.split(".", 1)[0] in question.countries)
            and (not question.divisions or area in question.divisions)
        )
    return passing
