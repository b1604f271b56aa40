"""A base and what changed since: the parts of a snapshot."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from events.maps.index.files import Base
from events.maps.index.masks import MaskCache, is_in
from events.maps.index.mercator import Ints
from events.maps.index.parts import Part
from events.maps.index.rows import Rows, no_rows
from events.maps.index.segment import build_segment
from events.maps.index.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Delta:
    """``events`` changed since the base, and their ``rows`` as they are now.

    ``gone``: for each segment of the base the positions of their rows.  ``changes``: how
    many rows of the journal said so.
    """

    events: frozenset[int] = frozenset()
    rows: Rows = field(default_factory=no_rows)
    gone: tuple[Ints, ...] = ()
    changes: int = 0

    def later(self, base: Base, events: frozenset[int], read: Rows, changes: int) -> Delta:
        """With these events read again, after so many more rows of the journal."""
        ids = np.array(sorted(events), np.int64)
        kept = self.rows.take(~is_in(self.rows.event, ids))
        new = np.array(sorted(events - self.events), np.int64)
        gone = [np.flatnonzero(is_in(segment.event, new)) for segment in base.segments]
        if self.gone:
            gone = [np.union1d(old, more) for old, more in zip(self.gone, gone, strict=True)]
        return Delta(
            self.events | events,
            Rows.join([kept, read]),
            tuple(gone),
            self.changes + changes,
        )


def snapshot_of(base: Base, delta: Delta, last: int, cache: MaskCache) -> Snapshot:
    """``last`` is the number of the newest row of the journal."""
    gone = delta.gone or tuple(np.zeros(0, np.int64) for _ in base.segments)
    pairs = list(zip(base.segments, gone, strict=True))
    parts = [Part(segment, 1, positions, cache) for segment, positions in pairs]
    parts += [Part(segment.take(at), -1) for segment, at in pairs if len(at)]
    if len(delta.rows):
        parts.append(Part(build_segment(delta.rows)))
    return Snapshot(f"{base.build}.{last}.{delta.changes}", parts, base.dictionaries)
