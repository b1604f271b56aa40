"""The figures of the date reader.  The gold is made up here."""

from __future__ import annotations

import json
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from events.geoparsing.dates import DateReader
from events.geoparsing.training.dates import (
    DatedDocument,
    Error,
    GoldTime,
    Score,
    compare,
    figures,
    paces,
    pairs,
    read_dated,
    score,
)
from events.geoparsing.training.gold import BadGold
from events.geoparsing.types import TimeExpression
from events.management.commands import evaluate_dates

TEXT = "They met late on Monday, and again the next week. Nobody came in 1998."


def gold(text: str, *marked: tuple[str, str, str], id: str = "a") -> dict[str, object]:
    timexes = [
        {"start": text.index(words), "end": text.index(words) + len(words), "type": t, "value": v}
        for words, t, v in marked
    ]
    return {"id": id, "text": text, "dct": "2022-12-06", "timexes": timexes}


def written(path: Path, *lines: dict[str, object]) -> Path:
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    return path


def found(start: int, end: int, type: str = "DATE", value: str = "2022") -> TimeExpression:
    return TimeExpression(start, end, "x" * (end - start), type, value)  # type: ignore[arg-type]


def test_equal_spans_pair_first_and_then_the_longest_overlap() -> None:
    marked = [GoldTime(0, 10), GoldTime(12, 20), GoldTime(30, 34)]
    read = [found(0, 3), found(4, 10), found(10, 20), found(12, 20), found(40, 44)]
    assert set(pairs(marked, read)) == {(0, 1), (1, 3)}
    assert list(pairs([GoldTime(0, 10)], [found(10, 12)])) == [], "spans that touch share nothing"


def test_a_document_is_counted_and_its_errors_are_told() -> None:
    document = DatedDocument(
        "a",
        "x" * 60,
        None,
        (
            GoldTime(0, 4, "DATE", "2022"),
            GoldTime(10, 18, "DATE", "2022"),
            GoldTime(20, 24, "DURATION", "P1D"),
            GoldTime(30, 34, "DATE", "2022"),
        ),
    )
    errors: list[Error] = []
    tally = compare(
        document,
        [found(0, 4), found(12, 18), found(20, 24, "DATE", "2021"), found(50, 54)],
        errors,
    )
    assert (tally.gold, tally.found, tally.strict, tally.relaxed) == (4, 4, 2, 3)
    assert (tally.type, tally.value) == (2, 2)
    assert sorted(error.kind for error in errors) == ["missed", "span", "spurious", "value"]
    labels = {figure.label: figure.value for figure in figures([tally])}
    assert labels["strict F1"] == 0.5
    assert labels["relaxed F1"] == 0.75
    assert labels["value F1"] == 0.5


def test_intervals_hold_the_figure_and_are_the_same_every_time() -> None:
    documents = [
        DatedDocument(str(i), TEXT, date(2022, 12, 6), (GoldTime(9, 23 - i % 2, "DATE", ""),))
        for i in range(20)
    ]
    into = Score()
    score(documents, DateReader(), into)
    told = list(figures(into.tallies))
    assert told == list(figures(into.tallies))
    strict = next(figure for figure in told if figure.label == "strict, recall")
    assert strict.low < strict.value < strict.high
    assert into.bytes == 20 * len(TEXT)


def test_the_command_prints_a_table_errors_and_paces(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evaluate_dates, "SIZES", (10_000, 50_000))
    lines = [
        gold(TEXT, ("late on Monday", "DATE", "2022-12-05"), ("1998", "DATE", "1998"), id=str(i))
        for i in range(9)
    ]
    out = StringIO()
    call_command(
        "evaluate_dates", written(tmp_path / "made.jsonl", *lines), errors=2, speed=True, stdout=out
    )
    said = out.getvalue()
    assert "made: 9 documents, 18 expressions marked" in said
    assert said.count("\n  spurious\t") == 2, said
    assert "again [the next week]" in said
    assert "50,000 characters" in said
    assert "strict F1" in said


def test_the_held_out_third_is_told_by_the_name(tmp_path: Path) -> None:
    lines = [gold(TEXT, ("1998", "DATE", "1998"), id=f"document {i}") for i in range(60)]
    path = written(tmp_path / "made.jsonl", *lines)
    held = [document.id for document in read_dated(path) if document.held_out]
    assert 10 < len(held) < 30
    out = StringIO()
    call_command("evaluate_dates", path, held_out=True, stdout=out)
    assert f"made, held out: {len(held)} documents" in out.getvalue()
    out = StringIO()
    call_command("evaluate_dates", path, errors=99, stdout=out)
    shown = [line.split("\t")[1] for line in out.getvalue().splitlines() if "\t" in line]
    assert shown
    assert not set(shown) & set(held), "the errors of the held-out third are not looked at"


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("{", "line 1: no JSON"),
        ("[]", "no JSON object"),
        ('{"id": "a", "timexes": []}', '"text" is missing'),
        ('{"id": true, "text": "", "timexes": []}', '"id" is missing'),
        ('{"id": "a", "text": "", "timexes": {}}', '"timexes" is missing or not a list'),
        ('{"id": "a", "text": "", "timexes": [1]}', "timexes[0] is no object"),
        ('{"id": "a", "text": "b", "timexes": [{"start": 0, "end": 9}]}', "outside the text"),
        ('{"id": "a", "text": "b", "timexes": [{"start": "0", "end": 1}]}', "no whole numbers"),
        (
            '{"id": "a", "text": "b", "timexes": [{"start": 0, "end": 1, "value": 3}]}',
            "is not a string",
        ),
        ('{"id": "a", "text": "", "dct": "yesterday", "timexes": []}', '"dct" is no day'),
        ('{"id": "a", "text": "", "dct": 3, "timexes": []}', '"dct" is no day'),
        ("", "holds no document"),
    ],
)
def test_bad_gold_is_refused_with_its_line(tmp_path: Path, line: str, complaint: str) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_text(line, "utf-8")
    with pytest.raises(BadGold, match=complaint.replace("[", r"\[")):
        read_dated(path)
    with pytest.raises(CommandError):
        call_command("evaluate_dates", path, stdout=StringIO())


def test_the_same_id_twice_and_a_missing_file_are_refused(tmp_path: Path) -> None:
    path = written(tmp_path / "twice.jsonl", gold(TEXT), gold(TEXT))
    with pytest.raises(BadGold, match="came before"):
        read_dated(path)
    with pytest.raises(BadGold, match="Cannot read"):
        read_dated(tmp_path / "none.jsonl")


def test_paces_are_of_the_size_asked_for() -> None:
    document = DatedDocument("a", TEXT, date(2022, 12, 6), ())
    (pace,) = paces([document], DateReader(), [1000])
    assert (pace.characters, pace.bytes) == (1000, 1000)
    assert pace.speed > 0
