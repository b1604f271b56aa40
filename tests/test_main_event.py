"""The event that an article is about, weighed from all of its opening."""

from __future__ import annotations

import csv
import json
from collections import Counter
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from events.geoparsing.drafts import main_event, story
from events.geoparsing.drafts.containment import distance_m
from events.geoparsing.drafts.main_event import SHIPPED_PATH
from events.geoparsing.training import main_events
from events.geoparsing.training.event_gold import GoldArticle, GoldMain
from events.geoparsing.training.main_events import (
    Candidate,
    fit_places,
    nothing_known,
    read_openings,
    story_for,
)
from events.geoparsing.types import Document, EventDraft, GazetteerPlace, Reading
from tests.places import reader

SCENE = (
    "SKOPJE (AP) - Firefighters searched the ruins of a dance hall on Sunday, and parents waited "
    "in the cold for word of their children.\n\n"
    "At least 31 people died when flames raced through the crowded club in the town of Kumanovo "
    "late on Saturday, the interior minister said. Another 40 were taken to hospital.\n\n"
    "Witnesses said that the only door was locked. In 2004 a blaze in a hall in Buenos Aires "
    "killed 194 people."
)
STATEMENT = (
    "MANILA, May 6 (Reuters) - The president said on Monday that nobody would be forgotten.\n\n"
    "He spoke two days after a wall of mud swept away houses in the mountain town of Baguio, where "
    "a week of rain had soaked the slopes. Rescuers have pulled nine bodies from the debris since "
    "Saturday, and thirty people are missing.\n\n"
    "The army has sent bulldozers. Schools in the region stay closed."
)
BUSINESS = (
    "Shares of the carmaker rose four percent in Frankfurt after it raised its forecast for the "
    "year. Sales in China grew for the third quarter in a row.\n\n"
    "Analysts had expected less. The company wants to build a plant in Hungary by 2028 and to hire "
    "a thousand people there, its chairman told investors in London. The dividend stays as it is."
)


def read(text: str, published: str) -> Reading:
    return reader().read(Document(text, date.fromisoformat(published)))


def main_of(reading: Reading) -> EventDraft:
    (main,) = [draft for draft in reading.events if draft.main]
    return main


def places_of(draft: EventDraft, reading: Reading) -> list[str]:
    return [reading.toponyms[index].text for index in draft.locations]


def test_a_lead_that_is_a_scene() -> None:
    reading = read(SCENE, "2023-03-12")
    main = main_of(reading)
    assert main.type == "accident"
    assert places_of(main, reading) == ["Kumanovo"]
    assert (main.first_day, main.last_day) == (date(2023, 3, 11), date(2023, 3, 11))
    assert main.fatalities == 31


def test_a_lead_that_is_a_statement_in_the_capital() -> None:
    reading = read(STATEMENT, "2024-05-06")
    main = main_of(reading)
    assert main.type == "natural_disaster"
    assert places_of(main, reading) == ["Baguio"]
    assert main.first_day == date(2024, 5, 4)


@pytest.mark.parametrize(("text", "published"), [(SCENE, "2023-03-12"), (STATEMENT, "2024-05-06")])
def test_all_of_it_rests_on_words_of_the_text(text: str, published: str) -> None:
    reading = read(text, published)
    main = main_of(reading)
    sentences = [(main.start, main.end), *((span.start, span.end) for span in main.mentions)]
    words = [reading.toponyms[index] for index in main.locations]
    words += [reading.dates[index] for index in main.dates]  # type: ignore[misc]
    for word in words:
        assert any(start <= word.start < end for start, end in sentences)
    assert main.start <= main.trigger.start < main.trigger.end <= main.end
    assert 0 < main.confidence < 1


def test_an_article_about_no_event_has_none() -> None:
    assert not any(draft.main for draft in read(BUSINESS, "2024-05-06").events)


def test_without_a_day_of_publication_no_day_is_made_up() -> None:
    text = SCENE.replace(" on Sunday", "").replace(" late on Saturday", "")
    reading = reader().read(Document(text))
    main = main_of(reading)
    assert main.type == "accident"
    assert main.first_day is None


def test_a_headline_of_a_thousand_names_is_read() -> None:
    text = ", ".join(["Kumanovo", "Baguio", "Lyon"] * 400) + ".\n\n" + SCENE
    assert main_of(read(text, "2023-03-12"))


# Weights


def test_the_weights_are_words_and_numbers() -> None:
    weights = main_event.shipped()
    assert set(weights.kinds) > {"none", "protest", "accident"}
    for part in (*weights.kinds.values(), weights.places, weights.days):
        assert all(isinstance(weight, int | float) and abs(weight) < 20 for weight in part.values())


def test_it_learns_from_openings_and_articles(tmp_path: Path) -> None:
    towns = ["Nairobi", "Oslo", "Lima", "Ankara", "Hanoi", "Quito", "Cairo", "Warsaw"]
    lines = []
    for number, town in enumerate(towns):
        place = reader().read(Document(f"He lives in {town}.")).toponyms[0].place
        assert place is not None
        text = (
            f"A bus fell off a bridge in {town} on Monday and nine people died in the water, as "
            "an official of the ministry said. The driver had slept. The road was wet and dark. It "
            "is not known why nobody had mended the railing, which had been broken for a long time."
        )
        lines.append(
            {
                "id": number,
                "text": text,
                "published": "2024-05-07",
                "main": {
                    "type": "accident",
                    "first_day": "2024-05-06",
                    "last_day": "2024-05-06",
                    "places": [[place.latitude, place.longitude]],
                },
            }
        )
    articles = tmp_path / "articles.jsonl"
    articles.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    openings = tmp_path / "openings.jsonl"
    openings.write_text(
        "".join(
            json.dumps({"id": n, "text": f"Crowds marched through {t}.", "type": "protest"}) + "\n"
            for n, t in enumerate(towns)
        ),
        "utf-8",
    )
    output, out = tmp_path / "weights.json", StringIO()
    call_command("train_main_events", articles, openings=[openings], output=output, stdout=out)
    weights = main_event.read_main_weights(output)
    assert weights.kinds["accident"]["bus"] > 0 > weights.kinds["protest"]["bus"]
    assert "8 articles with an event" in out.getvalue()

    labels = tmp_path / "labels.jsonl"  # of texts that stand elsewhere
    labels.write_text('{"id": 0, "type": "accident"}\n{"id": 1, "type": "none"}\n', "utf-8")
    call_command("train_main_events", articles, openings=[labels], texts=[articles], output=output)
    assert "none" in main_event.read_main_weights(output).kinds
    with pytest.raises(CommandError, match='line 1: "text" is missing'):
        call_command("train_main_events", articles, openings=[labels], output=output)


def features_by_name(text: str) -> dict[str, list[str]]:
    main = GoldMain("accident", date(2024, 5, 4), date(2024, 5, 4), ((0.0, 0.0),))
    told = story_for(GoldArticle("1", text, None, main), reader(), nothing_known())
    return {
        told.rivals[key][0].site.toponym.text: told.place_features(key, None) for key in told.rivals
    }


def test_places_near_each_other_are_told_from_one_far_off() -> None:
    found = features_by_name(
        "A couple from Trabzon died near Astara when the bus to Lankaran left the road at Masalli."
    )
    assert "within 60 km 2" in found["Lankaran"]
    assert "within 60 km 0" in found["Trabzon"]
    farther = {
        name: int(feature.removeprefix("farther "))
        for name, features in found.items()
        for feature in features
        if feature.startswith("farther ")
    }
    assert farther["Lankaran"] < 0 < farther["Trabzon"]


def test_a_text_of_many_places_compares_each_with_the_first_ones(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    apart = Counter[str]()

    def counted(one: GazetteerPlace, other: GazetteerPlace) -> float:
        apart[one.key] += 1
        return distance_m(one, other)

    monkeypatch.setattr(story, "distance_m", counted)
    with (SHIPPED_PATH.parent / "news_places.csv").open(encoding="utf-8", newline="") as file:
        names = [row["name"] for row in csv.DictReader(file)][:300]
    lists = [", ".join(names[at : at + 60]) for at in range(0, 300, 60)]
    found = features_by_name(" ".join(f"A bus left the road in {each}." for each in lists))
    assert len(found) > 100
    assert max(apart.values()) <= 60


def test_of_two_right_places_one_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    """The town and its bridge are right, a bridge alone is not: halves teach that both say as
    much as far as they can."""
    town, bridge, other = (frozenset({name}) for name in ("town", "bridge", "other"))
    both = [Candidate(town, True), Candidate(bridge, True)]
    alone = [Candidate(bridge, False), Candidate(other, True)]

    def apart(rounds: int) -> float:
        monkeypatch.setattr(main_events, "PLACE_ROUNDS", rounds)
        weights = fit_places([both] * 40 + [alone] * 20)
        return weights["town"] - weights.get("bridge", 0.0)

    assert apart(3) > 1.5 * apart(0) > 0


@pytest.mark.parametrize("kind", ["quarrel", None, 3])
def test_openings_of_no_known_type_are_refused(tmp_path: Path, kind: object) -> None:
    path = tmp_path / "openings.jsonl"
    path.write_text(json.dumps({"id": "1", "text": "A bus fell.", "type": kind}) + "\n", "utf-8")
    with pytest.raises(CommandError, match="line 1"):
        call_command("train_main_events", path, openings=[path], output=tmp_path / "w.json")
    assert not (tmp_path / "w.json").exists()


def test_openings_are_read(tmp_path: Path) -> None:
    path = tmp_path / "openings.jsonl"
    path.write_text('{"id": "1", "text": "A bus fell.", "type": "accident"}\n', "utf-8")
    assert read_openings(path) == [("A bus fell.", "accident")]


VOTE = (
    "GUATEMALA CITY, Aug 20 (Reuters) - Farmers stood in line before dawn at a school in the "
    "village of Chichicastenango on Sunday, as {voters} {vote}.\n\n"
    "Polling stations closed at 6 p.m. The electoral court expects first results by midnight, and "
    "more than eight million people were called to vote. Observers had come from Mexico, Spain and "
    "the United States.\n\n"
    "In Coban a box of ballots was burned, the police said, and two men were held. Turnout in "
    "Quetzaltenango was higher than four years ago."
)


@pytest.mark.parametrize(
    ("voters", "vote", "place"),
    [
        ("Guatemalans", "chose between two candidates in the presidential run-off", "Guatemala"),
        ("Guatemalans", "went to the polls for the second time this year", "Guatemala"),
        ("Guatemala", "held a referendum on a new constitution", "Guatemala"),
        ("its people", "chose a mayor in a municipal election", "Chichicastenango"),
        ("Guatemalans", "there voted in a by-election for its seat", "Chichicastenango"),
    ],
)
def test_a_vote_of_a_whole_country_is_at_the_country(voters: str, vote: str, place: str) -> None:
    reading = read(VOTE.format(voters=voters, vote=vote), "2023-08-20")
    main = main_of(reading)
    assert main.type == "election"
    places = [reading.toponyms[index].place for index in main.locations]
    assert [found.name for found in places if found is not None] == [place]


def test_the_vote_of_a_territory_is_not_its_sovereigns() -> None:
    text = (
        "NUUK, Greenland - Greenlanders voted on Tuesday in a parliamentary election that was "
        "watched far beyond Greenland.\n\n"
        "Denmark, which ruled the island for centuries, keeps a say in defence. The prime minister "
        "of Denmark said in Copenhagen that Denmark would respect every result. Greenland has "
        "56,000 people, and some 40,500 of them may vote at 72 polling stations."
    )
    reading = read(text, "2025-03-11")
    places = [reading.toponyms[index].place for index in main_of(reading).locations]
    assert [found.name for found in places if found is not None] == ["Greenland"]
