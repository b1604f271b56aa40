"""Arbitrary Unicode at the whole reader: nothing makes it crash, and what it says is sound."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from events.geoparsing.names import name_key
from events.geoparsing.types import Decision, Document, GazetteerPlace, Span
from tests.places import reader
from tests.test_reader import sound

# Words that many rules wait for, so that arbitrary text gets past the first of them.
WORDS = (
    "Paris", "Baku", "Москве", "İstanbul'da", "東京", "القاهرة", "U.S.", "St.", "Ky.", "Turkish",
    "the city of", "in", "near", "between", "and", ",", ".", "\n\n", "\n", " ", "’s", "-", "(", ")",
    "bombed", "attacked", "met", "killed 5", "on Monday", "in December 2022", "last week", "BAKU -",
    "Share", "Photo:", "(Reuters)", "President", "\u200f", "\u0301", "\ufeff", "\x00", "\ud83d",
    "der", "und", "в", "из", "és", "la", "ə", "ı",
)  # fmt: skip
ANY = st.text(st.characters(), max_size=12)  # surrogates and what is not assigned too
TEXT = st.lists(st.one_of(st.sampled_from(WORDS), ANY), max_size=40).map(" ".join)
PLACE = GazetteerPlace("x:1", None, "Zork", 1.0, 2.0, "", "AZ", "", "", 0, 0, 1)
READS = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@READS
@given(text=st.one_of(st.text(st.characters(), max_size=400), TEXT), published=st.booleans())
def test_any_text_is_read_soundly(text: str, published: bool) -> None:
    day = date(2022, 12, 6) if published else None
    sound(text, reader().read(Document(text, published=day)))


@READS
@given(text=TEXT, names=st.lists(st.one_of(st.sampled_from(WORDS), ANY), max_size=4))
def test_any_name_may_be_settled_struck_or_added(text: str, names: list[str]) -> None:
    keys = [key for key in map(name_key, names) if key]
    settled = {key: Decision(PLACE if n % 2 else None, "x" * n) for n, key in enumerate(keys)}
    document = Document(text, settled=settled, added=dict.fromkeys(keys, (PLACE,)))
    sound(text, reader().read(document))


@READS
@given(text=TEXT, data=st.data())
def test_any_mentions_are_read(text: str, data: st.DataObject) -> None:
    if not text:
        return
    offsets = st.integers(0, len(text) - 1)
    starts = data.draw(st.lists(offsets, max_size=5))
    spans = tuple(
        Span(start, data.draw(st.integers(start + 1, min(len(text), start + 30))))
        for start in starts
    )
    reading = reader().read(Document(text, mentions=spans, triggers=spans))
    assert [Span(t.start, t.end) for t in reading.toponyms] == list(spans)
    sound(text, reading)


def test_a_mention_may_reach_into_the_next_block() -> None:
    text = "Paris Paris Paris Paris Paris Paris \n\n Paris"
    (toponym,) = reader().read(Document(text, mentions=(Span(10, 40),))).toponyms
    assert toponym.text == text[10:40]


@pytest.mark.parametrize("length", [1, 2, 3, 199, 200, 201, 3_000])
@pytest.mark.parametrize("char", ["a", "A", "Я", "İ", "ß", "ﬃ", "ﷺ", "東", "\u0301", "\ud800", "."])
def test_one_character_again_and_again(char: str, length: int) -> None:
    text = char * length
    sound(text, reader().read(Document(text, settled={name_key(text) or "x": Decision(PLACE)})))
