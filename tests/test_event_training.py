"""The commands that fit and measure how events are tied to places, and what they are made of."""

from __future__ import annotations

import json
import re
from io import StringIO
from pathlib import Path

import numpy as np
import pytest
from django.core.management import CommandError, call_command

from events.geoparsing.drafts.setting import Setting
from events.geoparsing.drafts.tying import (
    SHIPPED_PATH,
    BadEventWeights,
    EventWeights,
    odds_of,
    read_event_weights,
    shipped,
)
from events.geoparsing.training.event_gold import GoldSentence, read_event_gold
from events.geoparsing.training.events import (
    TieTally,
    odds_with,
    tally,
    tie_examples,
    tie_figures,
    words_of,
)
from events.geoparsing.training.fitting import fit_logistic
from events.geoparsing.training.gold import BadGold, texts_of
from events.geoparsing.training.main_events import main_counts, main_tally
from events.geoparsing.training.sparse import SparseRows, fit_sparse
from events.geoparsing.types import Document, Span
from tests.places import gazetteer, reader

MAIN_EVENTS = Path(__file__).parent / "data" / "main_events.jsonl"
UNSEEN = MAIN_EVENTS.with_name("main_events_unseen.jsonl")
LOCAL = MAIN_EVENTS.with_name("main_events_local.jsonl")
TOWNS = ["Nairobi", "Oslo", "Lima", "Ankara", "Hanoi", "Quito", "Cairo", "Warsaw", "Dakar"]


BUS = (
    "KUMANOVO - Nine people died when a bus fell off a bridge in Kumanovo, the police said. The "
    "driver had slept, the road was wet and dark, and it is not known why nobody had mended the "
    "railing, which had been broken for a long time. Four more were hurt in the crash."
)


def span(text: str, word: str) -> dict[str, int]:
    return {"start": text.index(word), "end": text.index(word) + len(word)}


def sentences_gold(path: Path) -> Path:
    """Where it exploded is marked, where somebody said so is not."""
    lines = []
    for number, town in enumerate(TOWNS):
        text = f"A bomb exploded in {town} on Monday, a minister said in Bratislava."
        lines.append(
            {
                "id": f"{number} a",
                "text": text,
                "verb": span(text, "exploded"),
                "locations": [span(text, town)],
            }
        )
        text = f"Nobody was killed, a minister of {town} said."
        lines.append(
            {"id": f"{number} b", "text": text, "verb": span(text, "killed"), "locations": []}
        )
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    return path


def run(command: str, *arguments: object, **options: object) -> str:
    output = StringIO()
    call_command(command, *map(str, arguments), stdout=output, **options)
    return output.getvalue()


# Gold


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("[1]", "no JSON object"),
        ("{", "no JSON"),
        ('{"text": "a"}', '"id" is missing'),
        ('{"id": 1, "text": 2}', '"text" is missing'),
        ('{"id": 1, "text": "abc"}', 'neither "verb" nor "main"'),
        ('{"id": 1, "text": "abc", "verb": {"start": 0, "end": 1}}', '"locations" is missing'),
        (
            '{"id": 1, "text": "abc", "verb": {"start": 0, "end": 9}, "locations": []}',
            "outside the text of 3",
        ),
        (
            '{"id": 1, "text": "abc", "verb": {"start": 0}, "locations": []}',
            "no whole numbers",
        ),
        ('{"id": 1, "text": "abc", "main": {"type": 3}}', 'no object with a "type"'),
        (
            '{"id": 1, "text": "abc", "main": {"type": "riot", "first_day": "soon"}}',
            "is no day",
        ),
        (
            '{"id": 1, "text": "abc", "main": {"type": "riot", "first_day": "2024-01-02",'
            ' "last_day": "2024-01-02", "places": [[91, 0]]}}',
            "no pair of degrees",
        ),
        (
            '{"id": 1, "text": "abc", "main": {"type": "riot", "first_day": "2024-01-02",'
            ' "places": [[9, 0]]}}',
            "days in the wrong order, only one",
        ),
        ('{"id": 1, "main": null}', '"text" is missing'),
        ("", "holds no event"),
    ],
)
def test_bad_gold_is_refused_with_its_line(tmp_path: Path, line: str, complaint: str) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_text(line + "\n", "utf-8")
    with pytest.raises(BadGold, match=re.escape(complaint)):
        read_event_gold(path)


def test_sentences_and_articles_may_stand_in_one_file(tmp_path: Path) -> None:
    path = sentences_gold(tmp_path / "own.jsonl")
    article = {"id": "x", "text": "Nothing.", "published": None, "main": None}
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps(article) + "\n")
    gold = read_event_gold(path)
    assert (gold.name, len(gold.sentences), len(gold.articles)) == ("own", 18, 1)
    assert gold.articles[0].main is None
    first = gold.sentences[0]
    assert first.text[first.verb.start : first.verb.end] == "exploded"


def test_a_day_that_the_gold_does_not_know_is_neither_right_nor_wrong(tmp_path: Path) -> None:
    texts, labels = tmp_path / "texts.jsonl", tmp_path / "labels.jsonl"
    texts.write_text(json.dumps({"id": "1", "text": BUS}) + "\n", "utf-8")
    main = {"type": "accident", "places": [[42.13, 21.71]]}
    labels.write_text(json.dumps({"id": "1", "main": main}) + "\n", "utf-8")
    (article,) = read_event_gold(labels, texts_of([texts])).articles
    assert main_tally(article, reader().read(Document(article.text))).days is None
    table = run("evaluate_events", labels, texts=[texts])
    assert "all three               1.000   1 of 1" in table
    assert "days overlap            0.000   0 of 0" in table


# Statistics


def test_sparse_rows_lead_to_the_weights_of_the_dense_fit() -> None:
    dice = np.random.default_rng(7)
    features = [f"f{n}" for n in range(6)]
    rows = [
        ([f for f in features if dice.random() < 0.4], bool(dice.random() < 0.5)) for _ in range(80)
    ]
    dense = fit_logistic(rows, 2.0, least=3)
    data = SparseRows([row for row, _ in rows], least=3)
    sparse = fit_sparse(data, np.array([label for _, label in rows]), 2.0)
    assert list(data.columns) == sorted(dense)
    for feature, weight in zip(data.columns, sparse, strict=True):
        assert weight == pytest.approx(dense[feature], abs=2e-3)


def test_some_rows_of_the_same_columns() -> None:
    data = SparseRows([["a"], ["b", "a"], [], ["b"]])
    some = data.among(np.array([False, True, True, True]))
    assert some.size == 3
    assert some.sums(np.array([1.0, 10.0])).tolist() == [11.0, 0.0, 10.0]
    assert some.totals(np.array([1.0, 2.0, 4.0])).tolist() == [1.0, 5.0]


def test_words_are_counted_as_the_published_scorer_counts() -> None:
    text = "The town of Al-Bab, and the Hague"
    assert words_of(text, [Span(12, 18)]) == {12, 15}
    assert words_of(text, [Span(24, 33)]) == {28}
    assert words_of(text, []) == frozenset()


def test_figures_are_over_words_and_no_place_is_right_where_none_is_marked() -> None:
    tallies = [
        tally(frozenset({1, 2}), frozenset({2, 3})),
        tally(frozenset(), frozenset()),
        tally(frozenset(), frozenset({5})),
        tally(frozenset({4}), frozenset({4})),
    ]
    assert tallies[0] == TieTally(1, 1, 1)
    values = {figure.label: figure.value for figure in tie_figures(tallies)}
    assert values["token precision"] == pytest.approx(2 / 4)
    assert values["token recall"] == pytest.approx(2 / 3)
    assert values["token F1"] == pytest.approx(4 / 7)
    assert values["exact place set"] == pytest.approx(2 / 4)
    assert values['"no place" rightly'] == pytest.approx(1 / 2)
    for figure in tie_figures(tallies):
        assert figure.low <= figure.value <= figure.high


# The weights in use


def test_the_weights_in_use_are_written_as_training_writes_them() -> None:
    assert SHIPPED_PATH.read_text("utf-8") == shipped().to_json()
    assert SHIPPED_PATH.stat().st_size < 1_000_000


@pytest.mark.parametrize(
    "text", ["[]", "{}", '{"first": {}, "second": {"a": "b"}, "least": 0.5}', "{", "7"]
)
def test_a_file_that_holds_no_weights_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "weights.json"
    path.write_text(text, "utf-8")
    with pytest.raises(BadEventWeights, match="holds no weights"):
        read_event_weights(path)


def test_training_sees_the_odds_that_reading_sees() -> None:
    text = "Rebels attacked a base near Raqqa, an officer said in Damascus."
    gold = GoldSentence("1", text, Span(7, 15), (Span(28, 33),))
    (example,) = tie_examples([gold], gazetteer())
    setting = example.setting
    assert isinstance(setting, Setting)
    assert example.right == [text[n.start : n.end] == "Raqqa" for n in setting.names]
    assert odds_with(example, shipped()) == odds_of(setting, shipped())


def test_a_text_without_words_ties_nothing() -> None:
    gold = GoldSentence("1", "  \n ", Span(0, 1), ())
    (example,) = tie_examples([gold], gazetteer())
    assert example.setting is None
    assert odds_with(example, shipped()) == []


# Given events end to end


def read_given(text: str, word: str, **fields: object) -> list[str]:
    start = text.index(word)
    document = Document(text, triggers=(Span(start, start + len(word)),), **fields)  # type: ignore[arg-type]
    reading = reader().read(document)
    (draft,) = reading.events
    for index in draft.locations:
        toponym = reading.toponyms[index]
        assert text[toponym.start : toponym.end] == toponym.text
    return [reading.toponyms[index].text for index in draft.locations]


def test_a_given_event_is_tied_to_a_place_that_no_gazetteer_has() -> None:
    text = "Gunmen attacked the village of Upper Qaza Zreb on Monday, a spokesman said in Oslo."
    assert read_given(text, "attacked") == ["Upper Qaza Zreb"]


def test_where_the_caller_names_the_places_no_other_is_added() -> None:
    text = "Gunmen attacked the village of Upper Qaza Zreb on Monday, a spokesman said in Oslo."
    oslo = Span(text.index("Oslo"), text.index("Oslo") + 4)
    assert read_given(text, "attacked", mentions=(oslo,)) == []


def test_a_state_that_acts_is_no_place_of_the_event() -> None:
    assert read_given("Israel attacked a convoy near Homs.", "attacked") == ["Homs"]


def test_hostile_triggers_are_read() -> None:
    text = "A" * 500 + " " + "Bab " * 400 + "was attacked."
    assert isinstance(read_given(text, "attacked"), list)


# The commands


def test_training_writes_what_reading_and_evaluation_use(tmp_path: Path) -> None:
    gold, weights = sentences_gold(tmp_path / "own.jsonl"), tmp_path / "weights.json"
    told = run("train_events", gold, output=weights)
    assert "cross-validated: 18 sentences" in told
    written = weights.read_bytes()
    run("train_events", gold, output=weights)
    assert weights.read_bytes() == written
    apart = run("evaluate_events", gold, cross_validate=True)
    assert apart.splitlines()[1:] == told.splitlines()[2:]
    table = run("evaluate_events", gold, weights=weights, errors=1)
    assert re.search(r"token F1 +1\.000 +1\.000 to 1\.000", table)
    assert isinstance(read_event_weights(weights), EventWeights)


def test_the_commands_refuse_what_is_no_gold(tmp_path: Path) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_text("{}\n", "utf-8")
    for command in ("train_events", "evaluate_events"):
        with pytest.raises(CommandError, match='"id" is missing'):
            run(command, path)
    with pytest.raises(CommandError, match="no sentence with a verb"):
        run("train_events", MAIN_EVENTS)
    with pytest.raises(CommandError, match="Cannot read"):
        run("evaluate_events", MAIN_EVENTS, weights=tmp_path / "none.json")


def test_the_figures_are_those_of_the_contracts_output(tmp_path: Path) -> None:
    """What geoparse writes for given triggers, counted again from its lines."""
    gold = read_event_gold(sentences_gold(tmp_path / "own.jsonl"))
    tallies = []
    for sentence in gold.sentences:
        reading = reader().read(Document(sentence.text, triggers=(sentence.verb,)))
        spans = [
            Span(reading.toponyms[at].start, reading.toponyms[at].end)
            for draft in reading.events
            for at in draft.locations
        ]
        tallies.append(
            tally(words_of(sentence.text, sentence.locations), words_of(sentence.text, spans))
        )
    table = run("evaluate_events", tmp_path / "own.jsonl")
    for figure in tie_figures(tallies):
        assert f"  {figure.label:<22}{figure.value:7.3f}" in table


# Main events


@pytest.mark.parametrize(("path", "number"), [(UNSEEN, 155), (LOCAL, 50)])
def test_main_events_of_articles_that_taught_nothing_are_found(path: Path, number: int) -> None:
    articles = read_event_gold(path).articles
    assert len(articles) == number
    tallies = [
        main_tally(article, reader().read(Document(article.text, article.published)))
        for article in articles
    ]
    counts = {label: right for label, right, _ in main_counts(tallies)}
    assert counts["type"] >= 0.85 * len(articles)
    assert counts["place within 25 km"] >= 0.7 * len(articles)
    assert counts["days overlap"] >= 0.9 * len(articles)
    assert counts["all three"] >= 0.6 * len(articles)


def test_no_main_event_is_right_where_none_is_told(tmp_path: Path) -> None:
    path = tmp_path / "none.jsonl"
    path.write_text('{"id": "1", "text": "Apples are cheap this week.", "main": null}\n', "utf-8")
    (article,) = read_event_gold(path).articles
    assert main_tally(article, reader().read(Document(article.text))).all
    assert "all three               1.000   1 of 1" in run("evaluate_events", path)
