"""manage.py geoparse: JSON Lines in, JSON Lines out."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.management import CommandError, call_command

from events.management.commands import geoparse

TEXT = "Two trains collided in Nairobi, Kenya, on Monday, killing three people, police said."
TOPONYM_KEYS = {
    "start", "end", "text", "form", "role", "name", "latitude", "longitude", "geonameid",
    "country", "feature", "confidence", "alternatives",
}  # fmt: skip
DATE_KEYS = {"start", "end", "text", "type", "value", "mod", "first_day", "last_day", "date_prec"}
EVENT_KEYS = {
    "type", "title", "start", "end", "trigger", "first_day", "last_day", "date_prec", "main",
    "planned", "actors", "fatalities", "locations", "dates", "confidence",
}  # fmt: skip


def line(**fields: object) -> str:
    return json.dumps({"id": "1", "text": TEXT, "published": "2022-12-07", **fields})


def run(tmp_path: Path, *lines: str | bytes, **options: object) -> tuple[list[Any], str, str]:
    """The lines of output, what stderr said, and the error that ended the run ("" where none)."""
    source, target, stderr = tmp_path / "in.jsonl", tmp_path / "out.jsonl", io.StringIO()
    source.write_bytes(b"".join(t.encode() + b"\n" if isinstance(t, str) else t for t in lines))
    failure = ""
    try:
        call_command("geoparse", input=source, output=target, stderr=stderr, **options)
    except CommandError as error:
        failure = str(error) if error.returncode == 1 else f"status {error.returncode}"
    answers = [json.loads(text) for text in target.read_text("utf-8").splitlines()]
    return answers, stderr.getvalue(), failure


def test_a_line_has_every_field_of_the_contract(tmp_path: Path) -> None:
    (answer,), stderr, failure = run(tmp_path, line())
    assert (stderr, failure) == ("", "")
    assert set(answer) == {
        "id", "published", "published_inferred", "toponyms", "dates", "events",
    }  # fmt: skip
    assert (answer["id"], answer["published"]) == ("1", "2022-12-07")
    assert answer["published_inferred"] is False
    nairobi, kenya = answer["toponyms"]
    assert set(nairobi) == TOPONYM_KEYS
    assert (nairobi["text"], nairobi["name"], nairobi["country"]) == ("Nairobi", "Nairobi", "KE")
    assert TEXT[nairobi["start"] : nairobi["end"]] == "Nairobi"
    assert (nairobi["form"], nairobi["role"], nairobi["feature"]) == ("name", "literal", "PPLC")
    assert nairobi["geonameid"] == 184745
    assert 0 < nairobi["confidence"] <= 1
    assert kenya["feature"] == "PCLI"
    for alternative in nairobi["alternatives"] + kenya["alternatives"]:
        assert set(alternative) == {"geonameid", "name", "latitude", "longitude", "confidence"}
    monday = next(d for d in answer["dates"] if d["text"] == "Monday")
    assert set(monday) == DATE_KEYS
    assert (monday["first_day"], monday["last_day"]) == ("2022-12-05", "2022-12-05")
    event = answer["events"][0]
    assert set(event) == EVENT_KEYS
    assert (event["type"], event["main"]) == ("accident", True)
    assert [answer["toponyms"][i]["text"] for i in event["locations"]] == ["Nairobi"]
    assert [answer["dates"][i]["text"] for i in event["dates"]] == ["Monday"]


def test_the_day_of_publication_is_inferred_where_it_is_not_given(tmp_path: Path) -> None:
    text = f"NAIROBI, Dec. 7, 2022 (Reuters) - {TEXT}"
    (answer,), _, _ = run(tmp_path, json.dumps({"id": 7, "text": text}))
    assert (answer["id"], answer["published"]) == ("7", "2022-12-07")
    assert answer["published_inferred"] is True


def test_exactly_the_mentions_are_resolved(tmp_path: Path) -> None:
    start = TEXT.index("Nairobi")
    spans = [{"start": start, "end": start + 7}, {"start": 0, "end": 3}]
    (answer,), _, failure = run(tmp_path, line(mentions=spans))
    assert failure == ""
    assert [(t["start"], t["end"]) for t in answer["toponyms"]] == [(start, start + 7), (0, 3)]
    assert answer["toponyms"][0]["country"] == "KE"
    (answer,), _, _ = run(tmp_path, line(mentions=[]))
    assert answer["toponyms"] == []


def test_exactly_the_triggers_are_events(tmp_path: Path) -> None:
    start = TEXT.index("collided")
    (answer,), _, _ = run(tmp_path, line(triggers=[{"start": start, "end": start + 8}]))
    (event,) = answer["events"]
    assert event["trigger"] == {"start": start, "end": start + 8}
    assert [answer["toponyms"][i]["text"] for i in event["locations"]] == ["Nairobi"]


@pytest.mark.parametrize(
    ("bad", "id", "reason"),
    [
        ("{", None, "not JSON"),
        ("[1]", None, "not a JSON object"),
        ("[" * 100_000, None, "not JSON"),
        (b"\xff\xfe{}\n", None, "not UTF-8"),
        ('{"text": "x"}', None, '"id"'),
        ('{"id": true, "text": "x"}', None, '"id"'),
        ('{"id": "a"}', "a", '"text"'),
        ('{"id": "a", "text": 5}', "a", '"text"'),
        ('{"id": "a", "text": "x", "published": "2022-02-31"}', "a", "2022-02-31"),
        ('{"id": "a", "text": "x", "published": 20220206}', "a", '"published"'),
        ('{"id": "a", "text": "x", "title": 1}', "a", '"title"'),
        ('{"id": "a", "text": "x", "mentions": {}}', "a", '"mentions"'),
        ('{"id": "a", "text": "x", "mentions": [{"start": 0}]}', "a", "mentions[0]"),
        ('{"id": "a", "text": "x", "mentions": [{"start": 0, "end": 2}]}', "a", "outside"),
        ('{"id": "a", "text": "x", "triggers": [{"start": -1, "end": 1}]}', "a", "outside"),
        ('{"id": "a", "text": "x", "mentions": [{"start": true, "end": 1}]}', "a", "whole"),
    ],
)
def test_a_bad_line_is_answered_and_the_run_goes_on(
    tmp_path: Path, bad: str | bytes, id: str | None, reason: str
) -> None:
    answers, stderr, failure = run(tmp_path, bad, line(id="good"))
    assert answers[0]["id"] == id
    assert set(answers[0]) == {"id", "error"}
    assert reason in answers[0]["error"]
    assert answers[0]["error"].startswith("line 1: ")
    assert "line 1: " in stderr
    assert answers[1]["id"] == "good"
    assert answers[1]["toponyms"]
    assert failure == "1 of 2 lines could not be read"


def test_a_text_that_is_too_long_gets_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("events.geoparsing.contract.MAX_CHARACTERS", 50)
    answers, _, failure = run(tmp_path, line())
    assert f"{len(TEXT)} characters; at most 50 are read" in answers[0]["error"]
    assert failure


def test_an_endless_line_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(geoparse, "MAX_LINE_BYTES", 400)
    answers, _, failure = run(tmp_path, "x" * 2_000, line(id="good"))
    assert [a["id"] for a in answers] == [None, "good"]
    assert "longer than" in answers[0]["error"]
    assert failure


def test_blank_lines_and_a_byte_order_mark_are_no_lines(tmp_path: Path) -> None:
    answers, stderr, failure = run(tmp_path, b"\xef\xbb\xbf" + line().encode() + b"\n", "", "  ")
    assert (len(answers), stderr, failure) == (1, "", "")


def test_half_a_surrogate_pair_comes_back_as_it_was(tmp_path: Path) -> None:
    answers, _, failure = run(tmp_path, '{"id": "\\ud800", "text": "\\ud800 met in Nairobi."}')
    assert failure == ""
    assert answers[0]["id"] == "\ud800"


def test_workers_keep_the_order(tmp_path: Path) -> None:
    lines = [line(id=str(n), text=f"{TEXT} " * (1 + n % 3)) for n in range(12)]
    lines.insert(5, "{")
    alone, _, _ = run(tmp_path, *lines)
    together, stderr, failure = run(tmp_path, *lines, workers=2)
    assert together == alone
    assert [a["id"] for a in together if a["id"]] == [str(n) for n in range(12)]
    assert "line 6" in stderr
    assert failure == "1 of 13 lines could not be read"


def test_without_a_gazetteer_a_sentence_says_what_to_run(tmp_path: Path, settings: Any) -> None:
    settings.GAZETTEER_PATH = tmp_path / "none.sqlite3"
    source = tmp_path / "in.jsonl"
    source.write_text(line())
    with pytest.raises(CommandError, match=r"run: manage\.py build_gazetteer") as caught:
        call_command("geoparse", input=source, output=tmp_path / "out.jsonl")
    assert "\n" not in str(caught.value)


def test_files_that_cannot_be_opened_get_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="Cannot open"):
        call_command("geoparse", input=tmp_path / "none.jsonl")
    with pytest.raises(CommandError, match="Cannot open"):
        call_command("geoparse", output=tmp_path / "no folder" / "out.jsonl")
    both = tmp_path / "both.jsonl"
    both.write_text(line())
    with pytest.raises(CommandError, match="same file"):
        call_command("geoparse", input=both, output=both)
    assert both.read_text() == line()


@pytest.mark.parametrize("value", ["0", "-1", "two", "1000"])
def test_a_wrong_number_of_workers_gets_a_sentence(value: str) -> None:
    with pytest.raises(CommandError, match="workers"):
        call_command("geoparse", "--workers", value)


def test_it_streams_and_ends_quietly_when_nobody_listens() -> None:
    command = [sys.executable, str(django_settings.BASE_DIR / "manage.py"), "geoparse"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdin.write(line().encode() + b"\n")
        process.stdin.flush()
        # the first answer is there while the input is still open
        assert json.loads(process.stdout.readline())["id"] == "1"
        process.stdout.close()
        for _ in range(3):
            process.stdin.write(line().encode() + b"\n")
        process.stdin.close()
        process.wait(timeout=60)
        assert process.stderr.read() == b""
