"""What a small transformer makes of the words of a text: where names of places are, and their role.

The network (``data/place_encoder.onnx``, made by ``manage.py train_encoder``) reads sentences.
Recognition asks it only about those in which the readable evidence leaves a doubt; its answer is
one more piece of evidence there.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from math import log
from pathlib import Path
from typing import Protocol

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from events.geoparsing.parsed import Parsed, Sentence
from events.geoparsing.types import Span
from events.geoparsing.wordpieces import Piece, WordPieces

MODEL_PATH = Path(__file__).parent / "data" / "place_encoder.onnx"
VOCABULARY_PATH = Path(__file__).parent / "data" / "place_encoder.txt"

#: Pieces of a window, with the two that mark its ends.
WINDOW_PIECES = 80
#: Columns of what is read of a piece: it is outside of a name, it begins one, it goes on with one
#: (log odds of which the largest wins), and the name is literal (log odds).
OUTSIDE, BEGINS, GOES_ON, LITERAL = range(4)
_LITTLE = 1e-6

Logits = NDArray[np.float32]


@dataclass(slots=True)
class Window:
    """A sentence as pieces; for training, consecutive sentences of one block."""

    pieces: list[Piece]
    block: int = 0

    @property
    def start(self) -> int:
        return self.pieces[0].start

    @property
    def end(self) -> int:
        return self.pieces[-1].end

    def at(self, span: Span) -> slice | None:
        """The pieces that overlap a span; None where the window does not hold it."""
        first = bisect_right(self.pieces, span.start, key=lambda piece: piece.end)
        last = bisect_left(self.pieces, span.end, key=lambda piece: piece.start)
        return slice(first, last) if first < last else None


class Reads(Protocol):
    """Whatever reads windows: the network, or what it said when they were not in its gold."""

    def read(self, text: str, windows: Sequence[Window]) -> list[Logits]:
        """For each window an array of (pieces, 4); see the columns above."""
        ...


class Encoder:
    """The network, loaded when it is first asked."""

    def __init__(self, model: Path = MODEL_PATH) -> None:
        self.model = model

    @cached_property
    def _session(self) -> onnxruntime.InferenceSession:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1  # processes, not threads
        return onnxruntime.InferenceSession(self.model, options, providers=["CPUExecutionProvider"])

    def read(self, text: str, windows: Sequence[Window]) -> list[Logits]:
        """For each window an array of (pieces, 4).

        One window at a time: on one core a batch costs more than it saves, for its shorter windows
        are filled up to the longest, and a window's answer would depend on its neighbours.
        """
        return [self._session.run(None, batch_of([window]))[0][0, 1:-1] for window in windows]


def batch_of(windows: Sequence[Window]) -> dict[str, NDArray[np.int64]]:
    """The network's input: arrays of (windows, pieces of the longest), the ends marked."""
    words = vocabulary()
    longest = max(len(window.pieces) for window in windows) + 2
    ids, cases, mask = (np.zeros((len(windows), longest), dtype=np.int64) for _ in range(3))
    for row, window in enumerate(windows):
        count = len(window.pieces)
        ids[row, 0], ids[row, count + 1] = words.first, words.last
        ids[row, 1 : count + 1] = [piece.id for piece in window.pieces]
        cases[row, 1 : count + 1] = [piece.case for piece in window.pieces]
        mask[row, : count + 2] = 1
    return {"ids": ids, "cases": cases, "mask": mask}


@cache
def vocabulary() -> WordPieces:
    """The pieces that the network knows, read once."""
    return WordPieces(VOCABULARY_PATH)


def windows_of(parsed: Parsed) -> Iterator[Window]:
    """A text as windows, a sentence each; very long ones are cut."""
    for sentence in parsed.sentences:
        yield from _windows(parsed, sentence)


def _windows(parsed: Parsed, sentence: Sentence) -> Iterator[Window]:
    pieces = vocabulary().pieces(parsed.text, sentence.start, sentence.end)
    for first in range(0, len(pieces), WINDOW_PIECES - 2):
        yield Window(pieces[first : first + WINDOW_PIECES - 2], sentence.block)


class Readings:
    """What the network says of one text, window by window, each cut and read when first asked
    about."""

    def __init__(self, parsed: Parsed, reads: Reads) -> None:
        self.parsed = parsed
        self.reads = reads
        self._cut: dict[int, list[Window]] = {}  # by the start of their sentence
        self._read: dict[int, tuple[Logits, Logits]] = {}  # by window's start: shares, logits

    def read(self, spans: Iterable[Span]) -> None:
        """Read the windows in which the spans begin, as far as they were not read yet."""
        asked = [self._window_at(span.start) for span in spans]
        wanted = {w.start: w for w in asked if w is not None and w.start not in self._read}
        windows = [wanted[start] for start in sorted(wanted)]
        logits = self.reads.read(self.parsed.text, windows) if windows else []
        for window, rows in zip(windows, logits, strict=True):
            self._read[window.start] = (shares(rows), rows)

    def name_odds(self, span: Span) -> float | None:
        """Log odds that exactly these words are a name; None where nothing was read."""
        found = self._pieces_of(span)
        if found is None:
            return None
        likely, _, first, last = found
        share = float(likely[first, BEGINS] * np.prod(likely[first + 1 : last, GOES_ON]))
        if last < len(likely):
            share *= 1 - float(likely[last, GOES_ON])
        return log((share + _LITTLE) / (1 - share + _LITTLE))

    def literal_odds(self, span: Span) -> float | None:
        """Log odds that a name is literal; None where nothing was read."""
        found = self._pieces_of(span)
        if found is None:
            return None
        _, rows, first, last = found
        return float(rows[first:last, LITERAL].mean())

    def _window_at(self, offset: int) -> Window | None:
        sentence = self.parsed.sentence_at(offset)
        if sentence is None:
            return None
        if sentence.start not in self._cut:
            self._cut[sentence.start] = list(_windows(self.parsed, sentence))
        windows = self._cut[sentence.start]
        return next((w for w in reversed(windows) if w.start <= offset < w.end), None)

    def _pieces_of(self, span: Span) -> tuple[Logits, Logits, int, int] | None:
        """Shares and logits of the window that was read, and the pieces (first, after the last)."""
        window = self._window_at(span.start)
        if window is None or window.start not in self._read:
            return None
        at = window.at(span)
        return (*self._read[window.start], at.start, at.stop) if at is not None else None


def told(odds: float, most: int) -> str:
    """Log odds as a whole number of at most so much, for the name of a feature."""
    return f"{max(-most, min(most, round(odds))):+d}"


def shares(rows: Logits) -> Logits:
    """Of (pieces, 4): the probabilities of outside, begins, goes on."""
    three = np.exp(rows[:, :LITERAL] - rows[:, :LITERAL].max(axis=1, keepdims=True))
    return np.asarray(three / three.sum(axis=1, keepdims=True))
