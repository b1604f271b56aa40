"""What a small transformer makes of a sentence whose event is marked: which names are where it was.

The features of ``speaking`` are what grammar and words say one by one; the network reads the
sentence as a whole.  It is asked about events that the caller gives, not about ordinary drafts, of
which an article has dozens.  ``manage.py train_tie_reader`` makes it, docs/events.md has the
figures.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

from events.geoparsing.drafts.gist import PLACE
from events.geoparsing.drafts.setting import Setting
from events.geoparsing.encoder import Encoder, Reads, Window, vocabulary
from events.geoparsing.wordpieces import MARKED

MODEL_PATH = Path(__file__).parent.parent / "data" / "tie_encoder.onnx"
#: Pieces of a sentence that are read, about the event; few sentences of news are longer.
MOST_PIECES = 126


@cache
def shipped() -> Encoder:
    """The network that reading uses, loaded once per process when it is first asked."""
    return Encoder(MODEL_PATH)


def window_of(setting: Setting) -> Window:
    """The sentence of an event, its trigger marked."""
    parsed, trigger = setting.parsed, setting.parsed.span_of(setting.trigger)
    sentence = parsed.span_of(setting.trigger.sent)
    pieces = vocabulary().pieces(parsed.text, sentence.start, sentence.end)
    at = Window(pieces).at(trigger)
    first = 0
    if at is not None:
        pieces[at] = [replace(piece, case=MARKED) for piece in pieces[at]]
        first = max(0, min(at.start - MOST_PIECES // 2, len(pieces) - MOST_PIECES))
    return Window(pieces[first : first + MOST_PIECES])


def odds_read(setting: Setting, reads: Reads) -> list[float | None]:
    """Log odds of each name of being where the event was; None of those that are not read."""
    window = window_of(setting)
    if not window.pieces or not setting.names:
        return [None] * len(setting.names)
    rows = reads.read(setting.parsed.text, [window])[0]
    places = [window.at(name.span) for name in setting.names]
    return [float(rows[at, PLACE].mean()) if at is not None else None for at in places]
