"""Fitting the weights for places to gold, and scoring them.  The gold is made up here."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from io import StringIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.core.management import CommandError, call_command
from hypothesis import given, settings
from hypothesis import strategies as st

from events import geoparsing
from events.geoparsing.encoder import Encoder
from events.geoparsing.parsed import load_model
from events.geoparsing.resolution import confidence_of
from events.geoparsing.training import by_hand
from events.geoparsing.training.examples import Example, examples_of
from events.geoparsing.training.fitting import (
    Choice,
    could_be,
    fit,
    fit_conditional,
    fit_logistic,
)
from events.geoparsing.training.gold import BadGold, GoldDocument, GoldToponym, read_corpus
from events.geoparsing.training.scoring import (
    MEASURES,
    Answer,
    Error,
    Score,
    Tally,
    figures,
    reliability,
    right_of_surest,
    score_found,
    score_given,
)
from events.geoparsing.types import Candidate, GazetteerPlace, Toponym
from events.geoparsing.weights import SHIPPED, SHIPPED_PATH, BadWeights, read_weights
from events.management.commands.evaluate_geoparser import spread
from tests.places import gazetteer

TOWNS = {
    "Nairobi": (-1.28, 36.82),
    "Oslo": (59.91, 10.75),
    "Lima": (-12.05, -77.04),
    "Ankara": (39.92, 32.85),
    "Hanoi": (21.02, 105.84),
    "Quito": (-0.23, -78.52),
    "Cairo": (30.06, 31.25),
    "Warsaw": (52.23, 21.01),
    "Dakar": (14.69, -17.44),
    "Madrid": (40.42, -3.70),
}
EVERY_PART = frozenset({"recognition", "resolution", "roles"})


def marked(text: str, name: str, **fields: object) -> dict[str, object]:
    return {"start": text.index(name), "end": text.index(name) + len(name), **fields}


def towns_gold(path: Path) -> Path:
    """Two sentences a town: one happens there, in the other it stands for its government."""
    lines = []
    for town, (latitude, longitude) in TOWNS.items():
        text = f"A bus burned in {town} on Monday. The driver, Peter Miller, was not hurt."
        toponym = marked(text, town, lat=latitude, lon=longitude, type="Literal")
        lines.append({"id": f"{town} 1", "text": text, "toponyms": [toponym]})
        text = f"{town} said on Friday that it would not sign the treaty."
        toponym = marked(text, town, lat=latitude, lon=longitude, type="Metonymic")
        lines.append({"id": f"{town} 2", "text": text, "toponyms": [toponym]})
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    return path


def roles_gold(path: Path) -> Path:
    lines = []
    for number, town in enumerate(TOWNS):
        for text, type in ((f"He lives in {town} now.", "Literal"), (f"{town} won.", "Metonymic")):
            toponyms = [marked(text, town, type=type)]
            lines.append(
                {"id": number * 2 + (type == "Literal"), "text": text, "toponyms": toponyms}
            )
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    return path


def run(command: str, *arguments: object, **options: object) -> str:
    output = StringIO()
    call_command(command, *map(str, arguments), stdout=output, **options)
    return output.getvalue()


# Gold


def test_gold_is_read_with_its_blank_lines_and_missing_fields(tmp_path: Path) -> None:
    path = tmp_path / "own.jsonl"
    toponym = {"start": 3, "end": 7, "lat": 59.91, "lon": 10, "geonameid": 3143244, "type": None}
    line = {"id": 7, "text": "In Oslo.", "toponyms": [toponym, {"start": 0, "end": 2}]}
    path.write_text(f"\n{json.dumps(line)}\n \n", "utf-8")
    corpus = read_corpus(path)
    assert (corpus.name, corpus.complete, corpus.roles) == ("own", True, False)
    (document,) = corpus.documents
    assert document.id == "7"
    assert document.toponyms == (
        GoldToponym(3, 7, (59.91, 10.0), 3143244),
        GoldToponym(0, 2),
    )


def test_a_file_of_roles_marks_all_toponyms_only_where_it_says_so(tmp_path: Path) -> None:
    path = tmp_path / "own.jsonl"
    toponym = {"start": 3, "end": 7, "type": "Literal"}
    for complete, said in ((False, {}), (False, {"complete": False}), (True, {"complete": True})):
        path.write_text(json.dumps({"id": 1, "text": "In Oslo.", "toponyms": [toponym], **said}))
        assert read_corpus(path).complete is complete


@pytest.mark.parametrize(
    ("toponym", "complaint"),
    [
        ({"start": 3}, "no whole numbers"),
        ({"start": 3, "end": 7.0}, "no whole numbers"),
        ({"start": True, "end": 7}, "no whole numbers"),
        ({"start": 3, "end": 9}, "3 to 9, outside the text of 8 characters"),
        ({"start": -1, "end": 7}, "outside the text"),
        ({"start": 7, "end": 7}, "outside the text"),
        ({"start": 3, "end": 7, "text": "Lima"}, "'Lima', the text has 'Oslo'"),
        ({"start": 3, "end": 7, "lat": 1}, "not two numbers"),
        ({"start": 3, "end": 7, "lat": "1", "lon": "1"}, "not two numbers"),
        ({"start": 3, "end": 7, "lat": 91, "lon": 0}, "not degrees"),
        ({"start": 3, "end": 7, "lat": float("nan"), "lon": 0}, "not degrees"),
        ({"start": 3, "end": 7, "geonameid": "3143244"}, "no whole number"),
        ({"start": 3, "end": 7, "type": 1}, '"type" is not a string'),
        ("Oslo", "is no object"),
    ],
)
def test_a_bad_toponym_is_refused_with_file_line_and_place(
    tmp_path: Path, toponym: object, complaint: str
) -> None:
    path = tmp_path / "own.jsonl"
    line = {"id": "1", "text": "In Oslo.", "toponyms": [{"start": 3, "end": 7}, toponym]}
    path.write_text("\n" + json.dumps(line), "utf-8")
    with pytest.raises(BadGold, match=re.escape(complaint)) as caught:
        read_corpus(path)
    assert str(caught.value).startswith(f"{path}, line 2: toponyms[1]")


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        (b'{"id": "1", "text"', "no JSON"),
        (b'{"id": "1", "text": "\xff", "toponyms": []}', "no JSON"),
        (b"[" * 100_000, "no JSON"),
        (b'{"id": ' + b"9" * 5000 + b"}", "no JSON"),
        (b'["id"]', "no JSON object"),
        (b'{"text": "", "toponyms": []}', '"id" is missing'),
        (b'{"id": true, "text": "", "toponyms": []}', '"id" is missing'),
        (b'{"id": "1", "toponyms": []}', '"text" is missing'),
        (b'{"id": "1", "text": ""}', '"toponyms" is missing'),
        (b'{"id": "1", "text": "", "complete": 1, "toponyms": []}', '"complete" is neither'),
        (b'{"id": 0, "text": "", "toponyms": []}', "came before"),
    ],
)
def test_a_bad_line_is_refused_with_its_number(tmp_path: Path, line: bytes, complaint: str) -> None:
    path = tmp_path / "own.jsonl"
    path.write_bytes(b'{"id": "0", "text": "", "toponyms": []}\n' + line + b"\n")
    with pytest.raises(BadGold, match=re.escape(complaint)) as caught:
        read_corpus(path)
    assert f"{path}, line 2: " in str(caught.value)


def test_a_file_that_is_empty_or_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadGold, match="Cannot read"):
        read_corpus(tmp_path / "nowhere.jsonl")
    (tmp_path / "empty.jsonl").write_text("\n\n")
    with pytest.raises(BadGold, match="holds no document"):
        read_corpus(tmp_path / "empty.jsonl")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=6,
)
FIELDS = ("start", "end", "text", "lat", "lon", "geonameid", "type", "fcode")


@settings(max_examples=200, deadline=None)
@given(
    st.fixed_dictionaries({"start": st.integers(0, 3), "end": st.integers(0, 5)}), JSON, st.data()
)
def test_whatever_a_toponym_holds_it_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory,
    span: dict[str, Any],
    value: object,
    data: st.DataObject,
) -> None:
    toponym = {**span, data.draw(st.sampled_from(FIELDS)): value}
    path = tmp_path_factory.getbasetemp() / "arbitrary.jsonl"
    path.write_text(json.dumps({"id": 1, "text": "Oslo", "toponyms": [toponym]}), "utf-8")
    try:
        (document,) = read_corpus(path).documents
    except BadGold:
        return
    (read,) = document.toponyms
    assert 0 <= read.start < read.end <= 4


# Fitting

ROWS = st.lists(
    st.tuples(st.sets(st.sampled_from("abcde"), min_size=1), st.booleans()), min_size=1, max_size=30
)


@settings(max_examples=60, deadline=None)
@given(ROWS, st.sampled_from([0.5, 2.0]))
def test_the_fitted_weights_are_the_top(rows: list[tuple[set[str], bool]], penalty: float) -> None:
    weights = fit_logistic(rows, penalty)
    for feature, weight in weights.items():
        slope = -penalty * weight
        for row, label in rows:
            if feature in row:
                odds = sum(weights[other] for other in row)
                slope += label - 1 / (1 + np.exp(-odds))
        assert slope == pytest.approx(0, abs=1e-5)


def test_rare_features_are_left_out_and_nothing_teaches_nothing() -> None:
    assert set(fit_logistic([({"a"}, True), ({"a", "b"}, False)], 1.0, least=2)) == {"a"}
    assert fit_logistic([], 1.0) == {}
    assert fit_conditional([], 1.0) == {}


def test_a_conditional_logit_finds_the_shares_that_balance_the_penalty() -> None:
    # One feature, won in 3 of 4 choices: 4 (3/4 - s) = w with s = 1 / (1 + exp(-w)).
    rivals = [{"tall": 1.0}, {}]
    choices = [Choice(rivals, (1.0, 0.0), 3.0), Choice(rivals, (0.0, 1.0), 1.0)]
    weight = fit_conditional(choices, 1.0)["tall"]
    assert 3 - 4 / (1 + np.exp(-weight)) == pytest.approx(weight, abs=1e-6)


def test_separable_and_huge_features_end_in_finite_weights() -> None:
    weights = fit_conditional(
        [Choice([{"far": 1e6}, {"far": -1e6}, {}], (1.0, 0.0, 0.0), 1.0)], 1.0
    )
    assert np.isfinite(list(weights.values())).all()
    assert weights["far"] > 0


def examples(path: Path) -> list[Example]:
    return list(examples_of(read_corpus(path), gazetteer(), Encoder()))


def test_the_same_gold_gives_the_same_weights(tmp_path: Path) -> None:
    gold = examples(towns_gold(tmp_path / "towns.jsonl"))
    once = fit(gold)
    assert once.role["dep=nsubj"] < 0 < once.role["prep=in"]
    fit(gold[:18])  # leaves no trace in the examples
    assert fit(gold).to_json() == once.to_json()
    assert fit(gold[::-1]).to_json() == once.to_json()


def test_what_is_set_by_hand_is_in_every_fit_and_in_what_is_shipped(tmp_path: Path) -> None:
    for weights in (fit(examples(towns_gold(tmp_path / "towns.jsonl"))), SHIPPED):
        for part in (weights.first, weights.joint):
            assert by_hand.RESOLUTION_SET.items() <= part.items()
            for feature, most in by_hand.RESOLUTION_AT_MOST.items():
                assert part[feature] <= most


def a_place(latitude: float, longitude: float, feature: str = "PPL", id: int = 1) -> GazetteerPlace:
    return GazetteerPlace(
        f"gn:{id}", id, "Somewhere", latitude, longitude, feature, "NO", "", "", 0, 1, 1
    )


def test_a_large_place_may_have_its_point_elsewhere() -> None:
    country, town = GoldToponym(0, 1, (60.0, 10.0), 2, "", "PCLI"), GoldToponym(0, 1, (60.0, 10.0))
    assert could_be(a_place(61.0, 10.0), town)
    assert not could_be(a_place(64.0, 10.0), town)
    assert could_be(a_place(64.0, 10.0, "PCLI"), country)
    assert not could_be(a_place(64.0, 10.0, "PCLI"), GoldToponym(0, 1, (60.0, 10.0), 2, "", "PPL"))
    assert not could_be(a_place(-60.0, 10.0, "PCLI"), country)
    assert could_be(a_place(-60.0, 10.0, id=2), country)  # the same id


# Scoring

TEXT = "Oslo, Lima, Oslo and Cairo"
GOLD = GoldDocument(
    "1",
    TEXT,
    (
        GoldToponym(0, 4, (59.9, 10.7), 1, "Literal"),
        GoldToponym(6, 10, (-12.0, -77.0), None, "Metonymic"),
        GoldToponym(12, 16),  # without a point: recognition only
        GoldToponym(21, 26, (30.0, 31.2), None, "of another scheme"),
    ),
)


def answer(start: int, end: int, place: GazetteerPlace | None, confidence: float = 0.9) -> Toponym:
    candidates = (Candidate(place, confidence),) if place else ()
    return Toponym(start, end, TEXT[start:end], "name", "literal", confidence, candidates)


def test_recognition_is_exact_and_places_are_taken_from_what_overlaps() -> None:
    found = [
        answer(0, 4, a_place(0, 0)),  # far, but the same id
        answer(5, 10, a_place(-12.5, -77.0, id=9)),  # another span, 56 km off
        answer(17, 20, a_place(0, 0, id=9)),  # spurious
        answer(21, 26, a_place(28.0, 31.2, id=9)),  # 222 km off
    ]
    tally, errors = Tally(), list[Error]()
    score_found(GOLD, found, tally, errors)
    assert (tally.gold, tally.found, tally.exact, tally.right) == (4, 4, 2, 2)
    assert [(error.kind, error.name) for error in errors] == [
        ("spurious", " Lima"),
        ("spurious", "and"),
        ("missed", "Lima"),
        ("missed", "Oslo"),
    ]


def test_given_spans_are_scored_by_place_role_and_confidence() -> None:
    answers = [
        answer(0, 4, a_place(59.0, 10.7, id=9), 0.7),  # right
        answer(6, 10, a_place(12.0, -77.0, id=9), 0.9),  # wrong and sure; the role is wrong too
        answer(12, 16, None),
        answer(21, 26, a_place(30.1, 31.2, id=9), 0.69),  # right, not sure
    ]
    tally, errors = Tally(), list[Error]()
    score_given(GOLD, answers, tally, errors)
    assert (tally.located, tally.right_given, tally.sure, tally.sure_right) == (3, 2, 2, 1)
    assert (tally.typed, tally.role_right) == (2, 1)
    assert [(error.kind, error.name) for error in errors] == [("role", "Lima"), ("place", "Lima")]
    score_given(GOLD, [], tally := Tally(), errors)
    assert (tally.located, tally.right_given, tally.typed) == (3, 0, 0)


def told(tallies: Sequence[Tally], parts: Any = EVERY_PART) -> dict[str, tuple[float, ...]]:
    return {f.label: (f.value, f.low, f.high) for f in figures(tallies, parts)}


def test_figures_are_the_sums_of_all_documents() -> None:
    tallies = [Tally(gold=4, found=5, exact=3), Tally(gold=6, found=1, exact=1), Tally()]
    figure = told(tallies)
    assert figure["recognition, precision"][0] == pytest.approx(4 / 6)
    assert figure["recognition, recall"][0] == pytest.approx(4 / 10)
    assert figure["recognition, F1"][0] == pytest.approx(2 * 4 / 16)
    assert set(figure) == {f"recognition, {what}" for what in ("precision", "recall", "F1")}
    assert told(tallies, frozenset({"roles"})) == {}
    assert told([Tally()]) == {}


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=20))
def test_intervals_hold_within_what_the_documents_have(counts: list[tuple[int, int]]) -> None:
    tallies = [Tally(gold=exact + missed, exact=exact) for exact, missed in counts]
    figure = told(tallies)
    if not sum(tally.gold for tally in tallies):
        assert figure == {}
        return
    value, low, high = figure["recognition, recall"]
    shares = [tally.exact / tally.gold for tally in tallies if tally.gold]
    assert min(shares) - 1e-9 <= low <= high <= max(shares) + 1e-9
    assert min(shares) - 1e-9 <= value <= max(shares) + 1e-9
    assert told(tallies) == figure  # the same draws


# Commands


def test_training_writes_what_evaluation_reads(tmp_path: Path) -> None:
    towns, roles = towns_gold(tmp_path / "towns.jsonl"), roles_gold(tmp_path / "roles.jsonl")
    output = tmp_path / "weights.json"
    before = SHIPPED_PATH.read_bytes()
    run("train_geoparser", towns, roles, output=output)
    once = output.read_bytes()
    run("train_geoparser", towns, roles, output=output)
    assert output.read_bytes() == once
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "roles.jsonl",
        "towns.jsonl",
        "weights.json",
    ]
    assert SHIPPED_PATH.read_bytes() == before
    said = run("evaluate_geoparser", towns, roles, weights=output)
    towns_said, _, roles_said = said.partition("roles: ")
    assert "towns: 20 documents, 20 toponyms" in towns_said
    assert all(measure.label in towns_said for measure in MEASURES)
    assert "20 documents, 20 toponyms" in roles_said
    assert "recognition" not in roles_said
    assert re.search(r"right role, spans given +\d\.\d{3} +\d", roles_said)


def test_what_is_shipped_reads_simple_sentences(tmp_path: Path) -> None:
    said = run("evaluate_geoparser", towns_gold(tmp_path / "towns.jsonl"))
    assert re.search(r"recognition, F1 +1\.000 +1\.000 to 1\.000 +40 of 40", said)
    assert re.search(r"right place, spans given +1\.000 .* 20 of 20", said)


def test_leaving_one_out_tells_what_the_others_do_not_teach(tmp_path: Path) -> None:
    towns, roles = towns_gold(tmp_path / "towns.jsonl"), roles_gold(tmp_path / "roles.jsonl")
    said = run("evaluate_geoparser", towns, roles, leave_one_out=True)
    towns_said, _, roles_said = said.partition("roles: ")
    assert "the other files do not teach recognition" in towns_said
    assert "right place" not in towns_said
    assert "right role" in roles_said
    with pytest.raises(CommandError, match="two files"):
        run("evaluate_geoparser", towns, leave_one_out=True)


def test_each_document_is_read_by_weights_not_fitted_to_it(tmp_path: Path) -> None:
    said = run("evaluate_geoparser", towns_gold(tmp_path / "towns.jsonl"), cross_validate=True)
    # What stands in every document of a kind is learnt from the others.
    assert re.search(r"right role, spans given +1\.000 .* 20 of 20", said)
    with pytest.raises(CommandError, match="not allowed with"):
        call_command("evaluate_geoparser", "x", "--cross-validate", "--leave-one-out")


def test_reliability_counts_answers_by_their_confidence() -> None:
    answers = [Answer(0.05, False), Answer(0.92, True), Answer(0.98, False), Answer(1.0, True)]
    first, last = reliability(answers)
    assert (first.answers, first.confidence, first.right) == (1, 0.05, 0.0)
    assert last.answers == 3
    assert last.right == pytest.approx(2 / 3)
    assert last.confidence == pytest.approx((0.92 + 0.98 + 1) / 3)
    assert reliability([]) == []


def test_the_surest_are_as_many_as_asked_for() -> None:
    answers = [Answer(0.2, False), Answer(0.9, True), Answer(0.5, False), Answer(0.8, True)]
    score = Score(tallies=[Tally(located=3), Tally(located=2)], answers=answers)
    assert right_of_surest(score, 0.4) == 1.0
    assert right_of_surest(score, 0.6) == pytest.approx(2 / 3)
    assert right_of_surest(score, 1.0) is None, "one of five has no answer"
    assert right_of_surest(Score(), 0.5) is None


def test_a_confidence_grows_with_the_share_and_is_taught_by_what_was_not_learnt(
    tmp_path: Path,
) -> None:
    weights = fit(examples(towns_gold(tmp_path / "towns.jsonl"))).confidence
    for taught in (weights, SHIPPED.confidence):
        said = [confidence_of(share, taught) for share in (0.0, 0.3, 0.6, 0.9, 1.0)]
        assert said == sorted(said)
        assert 0 < said[0] < said[-1] < 1
    assert confidence_of(0.3, {}) == 0.3


def test_errors_are_shown_and_demonyms_can_be_left_out(tmp_path: Path) -> None:
    path = tmp_path / "own.jsonl"
    text = "Turkish jets landed in Ankara."
    toponym = marked(text, "Ankara", lat=-40.0, lon=0.0, type="Metonymic")
    path.write_text(json.dumps({"id": "x\ty", "text": text, "toponyms": [toponym]}), "utf-8")
    said = run("evaluate_geoparser", path, errors=5)
    assert "spurious\tx y\tTurkish" in said
    assert re.search(r"place\tx y\tAnkara\tAnkara, .*TR, [\d,]+ km off, confidence", said)
    assert "role\tx y\tAnkara\tliteral" in said
    assert "1 of 2" in said
    said = run("evaluate_geoparser", path, errors=5, names_only=True)
    assert "spurious" not in said
    assert re.search(r"recognition, precision +1\.000 .* 1 of 1", said)


@given(st.integers(0, 30), st.integers(0, 30))
def test_errors_are_taken_from_all_over_the_corpus(count: int, most: int) -> None:
    errors = [Error("missed", str(number), "", "") for number in range(count)]
    taken = [int(error.document) for error in spread(errors, most)]
    assert len(taken) == min(count, most)
    assert taken == sorted(set(taken))
    if len(taken) > 1:
        assert taken[0] == 0
        assert taken[-1] >= count - 2 * count // len(taken)


def test_commands_say_in_a_sentence_what_is_wrong(tmp_path: Path) -> None:
    towns, roles = towns_gold(tmp_path / "towns.jsonl"), roles_gold(tmp_path / "roles.jsonl")
    bad = tmp_path / "bad.jsonl"
    bad.write_text("{")
    for command in ("train_geoparser", "evaluate_geoparser"):
        with pytest.raises(CommandError, match=re.escape(f"{bad}, line 1: no JSON")):
            run(command, towns, bad)
    with pytest.raises(CommandError, match="does not teach recognition and resolution"):
        run("train_geoparser", roles, output=tmp_path / "weights.json")
    with pytest.raises(CommandError, match="There is no folder"):
        run("train_geoparser", roles, output=tmp_path / "nowhere" / "weights.json")
    with pytest.raises(CommandError, match="holds no weights"):
        run("evaluate_geoparser", towns, weights=bad)
    with pytest.raises(CommandError, match="Cannot read"):
        run("evaluate_geoparser", towns, weights=tmp_path / "none.json")
    assert not (tmp_path / "weights.json").exists()


# What is shipped


@pytest.mark.parametrize(
    "text",
    [
        "[]",
        "{}",
        '{"recognition": {}, "role": {}, "resolution": []}',
        SHIPPED.to_json().replace('"any": ', '"any": "1", "other": ', 1),
        SHIPPED.to_json().replace('"any": ', '"any": NaN, "other": ', 1),
    ],
)
def test_a_file_that_holds_no_weights_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "weights.json"
    path.write_text(text)
    with pytest.raises(BadWeights, match="holds no weights"):
        read_weights(path)


def test_the_shipped_weights_hold_no_words_of_any_text() -> None:
    """Every word of a feature's name stands in the code, or is one of the parser's labels."""
    model = load_model()
    known = {label for name in model.pipe_names for label in model.pipe_labels.get(name, ())}
    for path in Path(geoparsing.__path__[0]).glob("*.py"):
        known.update(re.findall(r"[\w']+", path.read_text("utf-8")))
    parts = (
        SHIPPED.recognition,
        SHIPPED.recognition_again,
        SHIPPED.role,
        SHIPPED.role_again,
        SHIPPED.first,
        SHIPPED.joint,
        SHIPPED.confidence,
    )
    for feature in {feature for part in parts for feature in part}:
        words = set(re.findall(r"[\w']*[^\W\d_][\w']*", feature))
        unknown = {w for w in words - known if not re.fullmatch(r"town1M|town10+k|town1k", w)}
        assert not unknown, feature
    assert read_weights(SHIPPED_PATH).to_json() == SHIPPED_PATH.read_text("utf-8")
