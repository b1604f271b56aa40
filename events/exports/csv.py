"""Events as CSV (RFC 4180, UTF-8), streamed row by row."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator

from events.exports.columns import COLUMNS, Cell, rows_of
from events.models import Event
from events.querysets import EventQuerySet

BYTE_ORDER_MARK = "\ufeff"  # by which Excel knows UTF-8
CHUNK = 500  # events read from the database at a time
# A spreadsheet takes a cell that begins so for a formula, the full-width forms too.
_FORMULA = tuple("=+-@\t\r\n＝＋－＠")


def csv_lines(events: EventQuerySet, *, excel: bool = False) -> Iterator[str]:
    """The lines of all these events, in their order."""
    return lines_of(events.with_everything().iterator(chunk_size=CHUNK), excel=excel)


def lines_of(events: Iterable[Event], *, excel: bool = False) -> Iterator[str]:
    """The header, then one line per event and location; a byte order mark first for ``excel``.

    The events are from ``with_everything()``.
    """
    writer = csv.writer(_Echo())
    header = writer.writerow([column.name for column in COLUMNS])
    yield (BYTE_ORDER_MARK if excel else "") + header
    for event in events:
        for row in rows_of(event):
            yield writer.writerow([safe(column.value(row)) for column in COLUMNS])


def safe(cell: Cell) -> Cell:
    """Text that a spreadsheet would run gets an apostrophe; a number is never touched."""
    if isinstance(cell, str) and cell.startswith(_FORMULA):
        return "'" + cell
    return cell


class _Echo:
    """A file that hands back what is written to it: csv.writer's line."""

    def write(self, line: str) -> str:
        return line
