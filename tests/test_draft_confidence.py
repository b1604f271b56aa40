"""How sure drafts are: fitted to judged drafts, from signs in words."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from events.geoparsing.drafts.confidence import ANY, confidence, shipped
from events.geoparsing.training.drafts import (
    DraftExample,
    fit_drafts,
    of_unseen,
    sureness,
)
from events.geoparsing.training.event_gold import PARTS
from tests.drafting import tell, tell_one


def test_a_draft_says_what_its_confidence_is_made_of() -> None:
    draft = tell_one("A bomb exploded in {Baku} on Monday and killed three people.").draft
    assert {ANY, "type explosion", "placed in its phrase", "days stated", "place a town"} <= {
        *draft.signs
    }
    assert draft.confidence == confidence(draft.signs)


def test_what_is_placed_and_dated_by_its_own_words_is_surer_than_what_borrows_both() -> None:
    told = tell(
        "Shells fell on {Homs} on 3 March 2021 and killed nine people. Troops were sent in."
    )
    by_type = {one.type: one.draft.confidence for one in told}
    assert by_type["shelling"] > by_type["troop_movement"]


@given(st.lists(st.text(max_size=8), max_size=40), st.floats(-50, 50))
def test_a_confidence_is_never_certain(signs: list[str], weight: float) -> None:
    assert 0.01 <= confidence(signs, dict.fromkeys(signs, weight)) <= 0.99


def test_the_weights_in_use_make_drafts_neither_sure_nor_hopeless() -> None:
    assert ANY in shipped()
    assert 0.1 < confidence([ANY]) < 0.9
    assert all(abs(weight) < 3 for weight in shipped().values())


def example(article: int, *, sign: str, right: bool) -> DraftExample:
    return DraftExample(str(article), (ANY, sign), frozenset(PARTS if right else ("event",)))


def test_a_sign_of_right_drafts_makes_others_surer() -> None:
    examples = [
        example(at, sign="good" if at % 2 else "bad", right=bool(at % 2)) for at in range(60)
    ]
    weights = fit_drafts(examples)
    assert weights["good"] > 0 > weights["bad"]
    sure = of_unseen(examples)
    found = sureness([(s, e.all_right) for s, e in zip(sure, examples, strict=True)])
    assert found.ranked == 1.0
    assert found.loss < found.base


def test_confidences_that_say_nothing_are_measured_as_such() -> None:
    found = sureness([(0.5, True), (0.5, False)])
    assert (found.ranked, round(found.loss, 4), round(found.base, 4)) == (0.5, 0.6931, 0.6931)


def judged(path: Path, *, type: str = "explosion", right: list[str]) -> None:
    lines = []
    for at, town in enumerate(("Nairobi", "Mombasa", "Kampala", "Harare", "Lusaka", "Accra")):
        text = f"A bomb exploded in {town} on Monday and killed three people, police said."
        lines.append(
            {
                "id": f"{path.stem}-{at}",
                "text": text,
                "published": "2024-05-07",
                "main": None,
                "drafts": [
                    {
                        "trigger": {"start": 7, "end": 15},
                        "type": type,
                        "days": ["2024-05-06", "2024-05-06"],
                        "places": [POINTS[town]],
                        "right": right,
                    }
                ],
            }
        )
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")


POINTS = {
    "Nairobi": [-1.28, 36.82],
    "Mombasa": [-4.05, 39.66],
    "Kampala": [0.31, 32.58],
    "Harare": [-17.83, 31.05],
    "Lusaka": [-15.41, 28.28],
    "Accra": [5.56, -0.2],
}


def run(*articles: Path, **options: Any) -> str:
    out = StringIO()
    call_command("train_drafts", *articles, stdout=out, **options)
    return out.getvalue()


def test_weights_are_fitted_to_judged_drafts(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.jsonl", tmp_path / "bad.jsonl"
    judged(good, right=[*PARTS])
    judged(bad, right=["event", "type"])
    told = run(good, bad, output=tmp_path / "weights.json")
    assert "12 drafts as they were judged, of 12" in told
    assert "  all        6  0.500" in told
    assert json.loads((tmp_path / "weights.json").read_text("utf-8")) is not None


def test_a_judgement_of_another_draft_is_left_out(tmp_path: Path) -> None:
    good, bad, other = (tmp_path / f"{name}.jsonl" for name in ("good", "bad", "other"))
    judged(good, right=[*PARTS])
    judged(bad, right=[])
    judged(other, type="shelling", right=[])
    told = run(good, bad, other, output=tmp_path / "weights.json")
    assert "12 drafts as they were judged, of 18" in told


def test_without_a_wrong_draft_nothing_is_learnt_or_written(tmp_path: Path) -> None:
    judged(tmp_path / "good.jsonl", right=[*PARTS])
    with pytest.raises(CommandError, match="nothing to learn"):
        run(tmp_path / "good.jsonl", output=tmp_path / "weights.json")
    assert not (tmp_path / "weights.json").exists()


@pytest.mark.parametrize(
    ("drafts", "complaint"),
    [
        ("all", r"line 1: drafts is no list"),
        ([3], r'line 1: drafts\[0\] is no object with a "type"'),
        ([{"type": "riot"}], '"places" or "days" is no list'),
        ([{"type": "riot", "places": [], "right": ["x"]}], '"right" is no list of event'),
        ([{"type": "riot", "places": [], "right": 1}], '"right" is no list of event'),
        ([{"type": "riot", "places": [], "right": [], "days": [1]}], "a first and a last one"),
        ([{"type": "riot", "places": [], "right": []}], "trigger"),
        ([{"type": "riot"}] * 501, "no list of at most 500"),
    ],
)
def test_bad_judgements_are_refused_with_their_line(
    tmp_path: Path, drafts: object, complaint: str
) -> None:
    path = tmp_path / "bad.jsonl"
    line = {"id": "1", "text": "A riot in Baku.", "main": None, "drafts": drafts}
    path.write_text(json.dumps(line) + "\n", "utf-8")
    with pytest.raises(CommandError, match=complaint):
        run(path, output=tmp_path / "weights.json")
