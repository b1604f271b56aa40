"""One article in, a whole reading out; and texts that are no articles."""

from __future__ import annotations

import random
import threading
import time
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from events.geoparsing.gazetteer import GazetteerMissing
from events.geoparsing.parsed import MAX_CHARACTERS, PIECE_CHARACTERS, Parsed, TextTooLong, pieces
from events.geoparsing.reader import Reader
from events.geoparsing.types import Block, Document, Reading, Span
from tests.places import reader

STORY = (
    "Floods killed eleven people in Valencia, Spain, on Tuesday, the interior ministry said."
    " Madrid sent soldiers."
)


def sound(text: str, reading: Reading) -> None:
    """What must hold of every reading, whatever the text."""
    for toponym in reading.toponyms:
        assert text[toponym.start : toponym.end] == toponym.text
        assert 0.0 <= toponym.confidence <= 1.0
        for candidate in toponym.candidates:
            assert -90 <= candidate.place.latitude <= 90
            assert -180 <= candidate.place.longitude <= 180
    for expression in reading.dates:
        assert text[expression.start : expression.end] == expression.text
    for draft in reading.events:
        assert 0 <= draft.start <= draft.trigger.start < draft.trigger.end <= len(text)
        assert all(0 <= index < len(reading.toponyms) for index in draft.locations)
        assert all(0 <= index < len(reading.dates) for index in draft.dates)


def test_an_article_is_read_whole() -> None:
    reading = reader().read(Document(STORY, published=date(2024, 10, 31)))
    sound(STORY, reading)
    valencia, spain, madrid = reading.toponyms
    assert [t.role for t in reading.toponyms] == ["literal", "literal", "associative"]
    assert valencia.place is not None
    assert valencia.place.country == "ES"
    assert spain.place is not None
    assert spain.place.feature == "PCLI"
    assert madrid.place is not None
    assert reading.published.day == date(2024, 10, 31)
    assert not reading.published.inferred
    assert [d.first_day for d in reading.dates if d.text == "Tuesday"] == [date(2024, 10, 29)]
    flood = next(draft for draft in reading.events if draft.type == "natural_disaster")
    assert [reading.toponyms[i].text for i in flood.locations] == ["Valencia"]


def test_the_day_of_publication_is_inferred_where_it_is_not_given() -> None:
    text = f"VALENCIA, Oct. 31, 2024 (AP) - {STORY}"
    published = reader().read(Document(text)).published
    assert (published.day, published.inferred) == (date(2024, 10, 31), True)


def test_exactly_the_mentions_are_read_in_their_order() -> None:
    start = STORY.index("Madrid")
    spans = (Span(start, start + 6), Span(0, 6), Span(start, start + 6))
    toponyms = reader().read(Document(STORY, mentions=spans)).toponyms
    assert [Span(t.start, t.end) for t in toponyms] == list(spans)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\t\n ",
        "\x00\x01\x02\x7f\x80",
        "\ud83d Half a pair met in Nairobi.",
        "<script>alert('Baku')</script> </script> fled to Paris",
        "=cmd|' /C calc'!A0 in Rome, +1 in Oslo, @SUM(1) in Bonn",
        "On 31 February 2022 and 2022-13-45 a bomb exploded in Kabul.",
        "الجيش في القاهرة قال إن القوات تحركت يوم الاثنين.",
        "שלום מתל אביב, ירושלים",
        "\u202eThe army of Iran\u202c moved.",
        "A" * 30_000,
        "Paris " * 5_000,
        "Paris-" * 5_000,
        "((((" * 5_000,
        "\n".join(["Fiji"] * 3_000),
        "a.b@" * 8_000,
        "St. " * 5_000,
        "U.S." * 5_000,
        "of the and " * 3_000,
        "東京都" * 3_000,
    ],
)
def test_texts_that_are_no_articles_are_read_soundly(text: str) -> None:
    sound(text, reader().read(Document(text)))


def test_bytes_of_a_binary_file_are_read_soundly() -> None:
    noise = random.Random(5).randbytes(20_000)
    for text in (noise.decode("latin-1"), noise.decode("utf-8", "replace")):
        sound(text, reader().read(Document(text)))


def test_a_text_above_the_limit_is_refused_with_a_sentence() -> None:
    with pytest.raises(TextTooLong, match=r"5,000,001 characters; at most 5,000,000 are read"):
        reader().read(Document("x" * (MAX_CHARACTERS + 1)))


def test_the_limit_itself_is_read() -> None:
    text = ("Nothing at all is told here by anyone.\n" * 40 + "\n") * 10
    text = text + "=" * (MAX_CHARACTERS - len(text))
    sound(text, reader().read(Document(text)))


def test_time_grows_with_the_length_and_no_faster() -> None:
    def seconds(copies: int) -> float:
        text = "\n\n".join(f"Report {n}. {STORY}" for n in range(copies))
        started = time.process_time()
        reader().read(Document(text))
        return time.process_time() - started

    seconds(10)
    small, large = seconds(60), seconds(480)
    assert large < 8 * small * 3 + 1


def test_a_missing_gazetteer_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(GazetteerMissing, match=r"run: manage\.py build_gazetteer"):
        Reader(tmp_path / "none.sqlite3").read(Document("x"))


def test_threads_share_one_reader() -> None:
    wanted = [t.text for t in reader().read(Document(STORY)).toponyms]
    seen: list[list[str]] = []

    def work() -> None:
        seen.append([t.text for t in reader().read(Document(STORY)).toponyms])

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == [wanted] * 4


# The parse


def test_long_blocks_are_cut_into_pieces_that_join_without_a_gap() -> None:
    text = "One sentence stands here. " * 4_000 + "x" * 50_000
    cut = list(pieces(text, 5, len(text)))
    assert cut[0][0] == 5
    assert cut[-1][1] == len(text)
    assert all(one[1] == other[0] for one, other in pairwise(cut))
    assert all(0 < end - start <= PIECE_CHARACTERS for start, end in cut)
    assert text[: cut[0][1]].endswith(". ")


def test_sentences_and_words_know_where_they_stand() -> None:
    text = (
        "Menu\n\nRain fell in Oslo. Snow fell in Bergen.\n\nRain fell in Oslo. Snow fell in Bergen."
    )
    first, second = text.index("Rain"), text.rindex("Rain")
    blocks = [
        Block(0, 4, "furniture"),
        Block(first, second - 2, "body"),
        Block(second, len(text), "body", 1),
    ]
    parsed = Parsed(text, blocks)
    assert [text[s.start : s.end] for s in parsed.sentences] == [
        "Rain fell in Oslo.",
        "Snow fell in Bergen.",
    ]
    start = text.index("Bergen")
    token = parsed.token_at(start + 2)
    assert token is not None
    assert token.text == "Bergen"
    assert parsed.span_of(token) == Span(start, start + 6)
    sentence = parsed.sentence_at(start)
    assert sentence is not None
    assert sentence.block == 1
    assert [word.text for _, word in parsed.tokens(sentence)][-2:] == ["Bergen", "."]
    words = parsed.words_in(Span(text.index("fell"), text.index("Oslo") + 4))
    assert words is not None
    assert words.text == "fell in Oslo"
    assert parsed.token_at(1) is None
    assert parsed.sentence_at(second) is None
    assert parsed.original(text.rindex("Bergen")) == start
