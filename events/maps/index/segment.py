"""A segment: rows sorted by cell, encoded small; the unit that questions are put to.

About 20 bytes a row.  What many rows share is kept once: days, radii, and *spots*,
runs of rows at one cell and place.  A tile is one run of spots, so one run of rows.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Any, Literal, Self

import numpy as np
from numpy.typing import NDArray

from events.cells import ZOOM
from events.maps.index.blocks import Blocks, build_blocks
from events.maps.index.mercator import Ints
from events.maps.index.questions import NO_DAY, Question
from events.maps.index.rows import NO_CELL, STATUSES, TYPES, Rows
from events.maps.index.tally import Tally, build_tally

AnyArray = NDArray[Any]
UNSIGNED = (np.uint8, np.uint16, np.uint32, np.uint64)


@dataclass(frozen=True, slots=True)
class Segment:
    """Arrays by row, unless said otherwise.

    ``first``, ``last``: places in ``days`` (sorted).  ``radius``: place in ``radii``.
    ``kind``: where_prec, date_prec << 3, status << 6.  ``spot_*``: by spot; ``spot_start`` has
    one more, the number of rows.  Rows without a location come first, in a spot at NO_CELL.
    ``shared``: positions of the rows of events with several rows, in order; ``group``: for
    each of those, which event, counted from 0 to ``groups`` - 1.
    """

    event: AnyArray
    first: AnyArray
    last: AnyArray
    type: AnyArray
    kind: AnyArray
    source: AnyArray
    actors: AnyArray
    radius: AnyArray
    confidence: AnyArray
    fatalities: AnyArray
    days: AnyArray
    radii: AnyArray
    spot_cell: AnyArray
    spot_place: AnyArray
    spot_area: AnyArray
    spot_start: AnyArray
    shared: AnyArray
    group: AnyArray
    groups: int
    statuses: tuple[int, ...]
    blocks: Blocks | None = None
    tally: Tally | None = None

    def __len__(self) -> int:
        return len(self.event)

    @property
    def nbytes(self) -> int:
        return sum(array.nbytes for array in self.arrays().values())

    def arrays(self) -> dict[str, AnyArray]:
        """Every array by name, those of the blocks and the tally as ``blocks_…``, ``tally_…``."""
        found = {item.name: getattr(self, item.name) for item in fields(self)}
        arrays = {name: value for name, value in found.items() if isinstance(value, np.ndarray)}
        for part in ("blocks", "tally"):
            some: Blocks | Tally | None = getattr(self, part)
            if some:
                arrays |= {f"{part}_{name}": array for name, array in some.arrays().items()}
        return arrays

    @classmethod
    def of_arrays(cls, arrays: dict[str, AnyArray], groups: int, statuses: tuple[int, ...]) -> Self:
        sorted_out: dict[str, dict[str, AnyArray]] = {"blocks": {}, "tally": {}, "": {}}
        for name, array in arrays.items():
            part, _, rest = name.partition("_")
            if part in ("blocks", "tally"):
                sorted_out[part][rest] = array
            else:
                sorted_out[""][name] = array
        return cls(
            **sorted_out[""],
            groups=groups,
            statuses=statuses,
            blocks=Blocks(**sorted_out["blocks"]) if sorted_out["blocks"] else None,
            tally=Tally(**sorted_out["tally"]) if sorted_out["tally"] else None,
        )

    # Days -----------------------------------------------------------------------------------
    def window(self, question: Question) -> tuple[int, int] | None:
        """The window as places in ``days``: the least last and the most first; None: nothing.

        Without a window all places, that of what is undated too.
        """
        if not question.has_window:
            return 0, len(self.days) - 1
        low = NO_DAY + 1 if question.first is None else question.first
        if question.last is not None and low > question.last:
            return None
        least = place_of(self.days, max(low, NO_DAY + 1))
        most = len(self.days) - 1
        if question.last is not None:
            most = place_of(self.days, question.last, "right") - 1
        return (least, most) if least < len(self.days) and most >= 0 else None

    @property
    def has_undated(self) -> bool:
        return bool(len(self.days) and self.days[0] == NO_DAY)

    # Rows -----------------------------------------------------------------------------------
    def rows_of_cells(self, edges: Ints) -> Ints:
        """For each edge, a cell: the position of the first row at or after it."""
        spots = np.searchsorted(self.spot_cell, edges)
        return self.spot_start[spots].astype(np.int64)

    def spots_at(self, positions: Ints) -> Ints:
        """The spot of each of these rows."""
        at: Ints = np.searchsorted(
            self.spot_start, positions.astype(self.spot_start.dtype), "right"
        )
        return at - 1

    def shared_in(self, rows: slice) -> slice:
        """Which of the shared rows are among these."""
        low, high = (place_of(self.shared, edge) for edge in (rows.start, rows.stop))
        return slice(low, high)

    def take(self, positions: Ints) -> Segment:
        """A small segment of some of the rows (positions in order), sharing days and codes."""
        spots = self.spots_at(positions)
        used, counts = np.unique(spots, return_counts=True)
        events = self.event[positions].astype(np.int64)
        shared, group, groups = _shared_rows(events)
        return Segment(
            **{
                name: getattr(self, name)[positions]
                for name in (
                    *("event", "first", "last", "type", "kind", "source", "actors", "radius"),
                    *("confidence", "fatalities"),
                )
            },
            days=self.days,
            radii=self.radii,
            spot_cell=self.spot_cell[used],
            spot_place=self.spot_place[used],
            spot_area=self.spot_area[used],
            spot_start=np.concatenate([[0], np.cumsum(counts)]),
            shared=shared,
            group=group,
            groups=groups,
            statuses=tuple(np.unique(self.kind[positions] >> 6).tolist()),
        )


def place_of(ordered: AnyArray, value: int, side: Literal["left", "right"] = "left") -> int:
    """Where a number belongs in an ordered array; a number of another type would copy it all."""
    least, most = _limits(ordered.dtype)
    if value > most:
        return len(ordered)
    return int(ordered.searchsorted(ordered.dtype.type(max(value, least)), side))


@lru_cache
def _limits(dtype: np.dtype[Any]) -> tuple[int, int]:
    limits = np.iinfo(dtype)
    return int(limits.min), int(limits.max)


def build_segment(rows: Rows, *, quick: bool = False) -> Segment:
    """Sort and encode; ``quick``: with blocks and a tally, worth it for many rows."""
    rows = rows.take(np.lexsort((rows.place, rows.cell)))
    days, ranks = _ranks(np.concatenate([rows.first, rows.last]))
    first, last = ranks[: len(rows)], ranks[len(rows) :]
    radii, radius = _ranks(rows.radius)
    spot_start = _starts(rows)
    begins = spot_start[:-1]
    spot_cell = rows.cell[begins]
    shared, group, groups = _shared_rows(rows.event)
    kind = rows.where | rows.date_prec << 3 | rows.status << 6
    return Segment(
        event=smallest(rows.event),
        first=first,
        last=last,
        type=rows.type,
        kind=kind,
        source=smallest(rows.source),
        actors=smallest(rows.actors),
        radius=radius,
        confidence=rows.confidence,
        fatalities=smallest(rows.fatalities),
        days=days,
        radii=radii,
        spot_cell=spot_cell,
        spot_place=smallest(rows.place[begins]),
        spot_area=smallest(rows.area[begins]),
        spot_start=spot_start.astype(np.int32 if len(rows) < 2**31 else np.int64),
        shared=shared,
        group=group,
        groups=groups,
        statuses=tuple(np.unique(rows.status).tolist()),
        blocks=build_blocks(spot_cell, spot_start, first, last, rows.fatalities) if quick else None,
        tally=_tally(rows, days, first, last, shared, group) if quick else None,
    )


def _tally(
    rows: Rows, days: AnyArray, first: AnyArray, last: AnyArray, shared: AnyArray, group: AnyArray
) -> Tally | None:
    once = np.ones(len(rows), bool)
    once[shared] = False
    once[shared[np.unique(group, return_index=True)[1]]] = True
    return build_tally(len(TYPES), days, rows.type[once], first[once], last[once])


def smallest(values: AnyArray) -> AnyArray:
    """The same whole numbers, none below zero, in the smallest type that holds them."""
    most = int(values.max(initial=0))
    return values.astype(next(kind for kind in UNSIGNED if most <= np.iinfo(kind).max))


def _ranks(values: AnyArray) -> tuple[AnyArray, AnyArray]:
    """The distinct values in order, and each value's place among them."""
    distinct = np.unique(values)
    if len(distinct) and int(distinct[-1]) - int(distinct[0]) < 4_000_000:
        low = int(distinct[0])
        table = np.zeros(int(distinct[-1]) - low + 1, np.uint32)
        table[distinct.astype(np.int64) - low] = np.arange(len(distinct))
        return distinct, smallest(table[values.astype(np.int64) - low])
    return distinct, smallest(np.searchsorted(distinct, values))


def _starts(rows: Rows) -> Ints:
    """Where each spot begins, and the number of rows."""
    if not len(rows):
        return np.zeros(1, np.int64)
    new = np.zeros(len(rows) - 1, bool)
    for column in (rows.cell, rows.place, rows.area):
        new |= column[1:] != column[:-1]
    return np.concatenate([[0], np.flatnonzero(new) + 1, [len(rows)]])


def _shared_rows(event: Ints) -> tuple[AnyArray, AnyArray, int]:
    order = np.argsort(event, kind="stable")
    ordered = event[order]
    same = ordered[1:] == ordered[:-1]
    several = np.zeros(len(event), bool)
    several[1:] |= same
    several[:-1] |= same
    positions = order[several]
    group = np.cumsum(np.diff(ordered[several], prepend=-1) != 0) - 1
    by_position = np.argsort(positions)
    groups = int(group[-1]) + 1 if len(group) else 0
    return smallest(positions[by_position]), smallest(group[by_position]), groups


def split_by_status(rows: Rows, published: int) -> tuple[Rows, Rows]:
    """The published rows, which readers ask about, and all others."""
    is_published = rows.status == published
    return rows.take(is_published), rows.take(~is_published)


def memory_by_array(segment: Segment) -> dict[str, int]:
    return {name: array.nbytes for name, array in segment.arrays().items()}


assert len(STATUSES) <= 4  # noqa: S101 - two bits of a kind
assert NO_CELL < 0 < ZOOM  # noqa: S101 - rows without a location sort before all cells
