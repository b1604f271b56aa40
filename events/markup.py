"""Texts cut at the spans marked in them, in time linear in the text and the spans (after sorting).

Nothing here makes HTML: templates do, and escape every piece.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mark:
    """A span of the text, from ``start`` to before ``end``; ``kind`` says what it is."""

    start: int
    end: int
    kind: str
    ref: str = ""  # what the mark leads to, such as an anchor on the page


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text, marked or not."""

    text: str
    mark: Mark | None = None


OPEN, CLOSE, TEXT = "open", "close", "text"


@dataclass(frozen=True, slots=True)
class Token:
    """``mark`` is what opens or closes, or the innermost mark around the text."""

    kind: str
    text: str
    mark: Mark | None


def flat_pieces(text: str, offset: int, marks: Iterable[Mark], order: Sequence[str]) -> list[Piece]:
    """Cut ``text``, which begins at ``offset``, so that no piece has two marks.

    Where marks overlap, the kind that comes first in ``order`` is shown.  Marks
    outside the text are cut to it.
    """
    end = offset + len(text)
    rank = {kind: number for number, kind in enumerate(order)}
    kept = [mark for mark in marks if mark.start < end and mark.end > offset and mark.kind in rank]
    pieces: list[Piece] = []
    position = offset
    for mark in sorted(_without_overlaps(kept, rank), key=lambda mark: mark.start):
        start, stop = max(mark.start, position), min(mark.end, end)
        if start >= stop:
            continue
        if start > position:
            pieces.append(Piece(text[position - offset : start - offset]))
        pieces.append(Piece(text[start - offset : stop - offset], mark))
        position = stop
    if position < end:
        pieces.append(Piece(text[position - offset :]))
    return pieces


def _without_overlaps(marks: list[Mark], rank: dict[str, int]) -> Iterator[Mark]:
    """Of overlapping marks the better kind, then the earlier one; a sentence holds few."""
    taken: list[Mark] = []
    for mark in sorted(marks, key=lambda mark: (rank[mark.kind], mark.start, -mark.end)):
        if all(mark.end <= other.start or other.end <= mark.start for other in taken):
            taken.append(mark)
            yield mark


def nested_tokens(text: str, marks: Iterable[Mark]) -> Iterator[Token]:
    """The whole text with its marks opened and closed in order; a mark inside another nests in it.

    A mark that begins inside another and ends after it is cut where the outer
    one ends.  The TEXT tokens, joined, are exactly the text.
    """
    open_marks: list[tuple[int, Mark]] = []
    position = 0
    for mark in sorted(marks, key=lambda mark: (mark.start, -mark.end)):
        while open_marks and open_marks[-1][0] <= mark.start:
            end, closed = open_marks.pop()
            yield from _text(text, position, end, closed)
            yield Token(CLOSE, "", closed)
            position = end
        end = min(mark.end, open_marks[-1][0] if open_marks else len(text))
        if not position <= mark.start < end:
            continue
        yield from _text(text, position, mark.start, open_marks[-1][1] if open_marks else None)
        yield Token(OPEN, "", mark)
        position = mark.start
        open_marks.append((end, mark))
    while open_marks:
        end, closed = open_marks.pop()
        yield from _text(text, position, end, closed)
        yield Token(CLOSE, "", closed)
        position = end
    yield from _text(text, position, len(text), None)


def _text(text: str, start: int, end: int, mark: Mark | None) -> Iterator[Token]:
    if start < end:
        yield Token(TEXT, text[start:end], mark)
