"""What encoders said of gold that they had not learnt, kept in a file.

Weights that were fitted to what an encoder says of its own lessons would trust it too much, and
figures measured so would flatter.  ``manage.py train_encoder`` writes the file.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from events.geoparsing.encoder import Logits, Window
from events.geoparsing.wordpieces import MARKED

MOST_BYTES = 500_000_000


class BadHeldOut(ValueError):
    """A file does not hold what encoders said, or not of these texts."""


class HeldOut:
    """Answers in the place of the network; see ``encoder.Reads``."""

    def __init__(self, said: Mapping[str, Logits]) -> None:
        self.said = said

    def read(self, text: str, windows: Sequence[Window]) -> list[Logits]:
        """For each window an array of (pieces, 4).  Raises BadHeldOut for another text."""
        return [self._of(key_of(text, window), len(window.pieces)) for window in windows]

    def _of(self, key: str, pieces: int) -> Logits:
        rows = self.said.get(key)
        if rows is None or len(rows) != pieces:
            raise BadHeldOut("The file of held-out readings was made of other texts")
        return rows

    @classmethod
    def load(cls, path: Path) -> HeldOut:
        """Raises BadHeldOut, saying what is wrong with the file."""
        try:
            if path.stat().st_size > MOST_BYTES:
                raise BadHeldOut(f"{path} has more than {MOST_BYTES:,} bytes")
            with path.open("rb") as opened, np.load(opened, allow_pickle=False) as file:
                keys, ends, rows = file["keys"], file["ends"], file["rows"]
        except (OSError, EOFError, ValueError, KeyError, BadZipFile) as error:
            raise BadHeldOut(f"{path} holds no held-out readings: {error}") from error
        parts = np.split(rows.astype(np.float32), ends[:-1])
        return cls(dict(zip(keys.tolist(), parts, strict=True)))

    def save(self, path: Path) -> None:
        """Write the file, with half the digits: they are evidence in whole numbers."""
        keys = sorted(self.said)
        rows = [self.said[key] for key in keys]
        np.savez_compressed(
            path,
            keys=np.array(keys),
            ends=np.cumsum([len(part) for part in rows]),
            rows=np.concatenate(rows).astype(np.float16),
        )


def key_of(text: str, window: Window) -> str:
    """The same for the same window of the same text, with the same words marked."""
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    marked = "".join(f"+{piece.start}" for piece in window.pieces if piece.case == MARKED)
    return f"{digest[:20]}/{window.start}{marked}"
