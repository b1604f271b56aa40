"""The network that reads a sentence with a given event, and how its word is weighed."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from events.geoparsing.drafts import tie_reader
from events.geoparsing.drafts.setting import Setting
from events.geoparsing.drafts.tie_reader import MOST_PIECES, odds_read, window_of
from events.geoparsing.drafts.tying import EventWeights, beside_network, odds_of
from events.geoparsing.encoder import Logits, Window
from events.geoparsing.training.event_gold import GoldSentence
from events.geoparsing.training.events import tie_examples
from events.geoparsing.training.held_out import key_of
from events.geoparsing.types import Span
from events.geoparsing.wordpieces import MARKED, Piece
from tests.places import gazetteer

TEXT = "Rebels attacked a base near Raqqa, an officer said in Damascus."


class Says:
    """Stands for the network: log odds of 3 for every piece of a word, else -3."""

    def __init__(self, text: str, word: str) -> None:
        self.start = text.index(word)
        self.end = self.start + len(word)

    def read(self, text: str, windows: Sequence[Window]) -> list[Logits]:
        return [
            np.array([[self._odds(piece)] for piece in w.pieces], dtype=np.float32) for w in windows
        ]

    def _odds(self, piece: Piece) -> float:
        return 3.0 if self.start <= piece.start < self.end else -3.0


def setting(text: str, word: str) -> Setting:
    start = text.index(word)
    gold = GoldSentence("1", text, Span(start, start + len(word)), ())
    (example,) = tie_examples([gold], gazetteer())
    assert example.setting is not None
    return example.setting


def test_the_verb_is_marked_and_nothing_else() -> None:
    window = window_of(setting(TEXT, "attacked"))
    marked = [TEXT[p.start : p.end] for p in window.pieces if p.case == MARKED]
    assert "".join(marked) == "attacked"
    assert key_of(TEXT, window) != key_of(TEXT, window_of(setting(TEXT, "said")))


def test_of_a_long_sentence_what_is_about_the_event_is_read() -> None:
    text = f"{'Bab, ' * 40}rebels attacked Raqqa{', and Homs' * 40}."
    read = setting(text, "attacked")
    window = window_of(read)
    assert len(window.pieces) <= MOST_PIECES
    assert window.start < text.index("attacked") < window.end
    odds = odds_read(read, tie_reader.shipped())
    assert len(odds) == len(read.names)
    assert None in odds
    assert any(said is not None for said in odds)


def test_its_word_is_weighed_beside_the_looks() -> None:
    read = setting(TEXT, "attacked")
    names = [TEXT[n.start : n.end] for n in read.names]
    weights = EventWeights(beside={"always": 0.0, "looks": 0.5, "network": 1.0})
    odds = dict(zip(names, odds_of(read, weights, Says(TEXT, "Raqqa")), strict=True))
    assert odds["Raqqa"] > 0.9 > 0.1 > odds["Damascus"]
    assert odds_of(read, EventWeights(), Says(TEXT, "Raqqa")) == [0.5] * len(names)


def test_a_name_that_was_not_read_keeps_its_odds() -> None:
    assert beside_network([0.3, 0.3], [None, 9.0], {"network": 1.0}) == pytest.approx(
        [0.3, 1], abs=0.01
    )


@pytest.mark.parametrize("likely", [0.0, 1.0])
def test_what_is_certain_is_weighed_too(likely: float) -> None:
    (found,) = beside_network([likely], [0.0], {"looks": 1.0})
    assert found == pytest.approx(likely, abs=1e-5)
