"""Where an event was: the grammar of its sentence, lists, containing places, datelines."""

from __future__ import annotations

import pytest

from events.geoparsing.drafts import given
from tests.drafting import tell, tell_given, tell_one


@pytest.mark.parametrize(
    ("sentence", "trigger", "places"),
    [
        ("In {Homs}, where it rained, a bomb exploded.", "exploded", ["Homs"]),
        ("Rebels attacked a base near {Raqqa} in {Syria}.", "attacked", ["Raqqa"]),
        ("He was killed in {Syria}'s city of {Raqqa}.", "killed", ["Raqqa"]),
        ("Shelling hit a bus in {Homs}, killing eight people.", "killing", ["Homs"]),
        ("People marched in {Paris}, {Lyon} and {Geneva}.", "marched", ["Paris", "Lyon", "Geneva"]),
        ("She was shot in {Konduga}, {Borno}.", "shot", ["Konduga"]),
        ("Police said in {Geneva} that gunmen attacked a bus in {Homs}.", "attacked", ["Homs"]),
        ("The gunman shot a man who once lived in {Lisbon}.", "shot", []),
        ("Crowds protested against the war in {Syria}.", "protested", []),
        ("The soldiers retreated, a spokesman told reporters in {Geneva}.", "retreated", []),
    ],
)
def test_the_places_of_a_given_trigger(sentence: str, trigger: str, places: list[str]) -> None:
    (told,) = tell_given(sentence, trigger)
    assert told.places == places


def test_what_was_bombed_is_the_place_though_a_state_is_meant() -> None:
    told = tell_one("Warplanes bombed {~Syria} on Monday.")
    assert told.places == ["Syria"]


def test_a_dateline_is_the_last_resort_of_the_lead() -> None:
    told = tell_one("{PARIS} - A strong earthquake woke the city on Monday.")
    assert told.places == ["Paris"]
    assert told.draft.confidence < 0.7


def test_the_sentence_before_lends_its_place_within_a_paragraph() -> None:
    told = tell_one("The old town of {Lyon} was full of people. A bomb exploded near the station.")
    assert told.places == ["Lyon"]
    assert told.draft.confidence < 0.6


def test_another_paragraph_lends_nothing() -> None:
    text = "The old town of {Lyon} was full.\n\nIt was warm. It was late. A bomb exploded there."
    assert tell(text) == []


def test_peoples_are_actors_never_places() -> None:
    told = tell_one("{^Russian} jets bombed {Homs} on Monday.")
    assert told.places == ["Homs"]
    assert told.actors == {"Russia"}


def test_an_event_named_after_its_place() -> None:
    told = tell_one("She was born after the {~Lisbon} earthquake of 1755.")
    assert told.places == ["Lisbon"]
    assert told.draft.date_prec == 5
    assert str(told.draft.first_day) == "1755-01-01"


def test_and_parts_two_clauses() -> None:
    told = tell(
        "A truce was signed in {Geneva} on Monday, and the bombing stopped at once.\n\n"
        "Soldiers went home."
    )
    assert "explosion" not in {one.type for one in told if one.draft.confidence >= 0.5}


def test_where_they_went_next_is_not_where_they_met() -> None:
    told = tell("The minister met the king on Monday and went on to {Lyon}.")
    assert all(one.type != "meeting" or one.places == [] for one in told)


def test_a_blow_goes_through_ground() -> None:
    told = tell_one("An earthquake shook the north of {~Syria} on Monday.")
    assert told.places == ["Syria"]


def test_who_elects_a_president_votes_at_home() -> None:
    told = tell_one("{PARIS} - She was elected president of {~Nigeria} on Sunday.")
    assert told.places == ["Nigeria"]


def test_the_place_of_another_event_is_not_its_own() -> None:
    told = tell("They called the attack an answer to the air strike in {Homs}.")
    assert [(one.type, one.places) for one in told] == [("air_or_drone_strike", ["Homs"])]


def test_where_someone_comes_from_is_not_where_it_was() -> None:
    told = tell("Officers from {Paris} arrested a man in {Lyon} on Monday.")
    assert [one.places for one in told] == [["Lyon"]]


def test_a_second_opinion_keeps_what_stands_in_for_a_name_that_nobody_knows() -> None:
    told = tell_one(
        "Soldiers captured the rebel leader on Saturday evening in a hole in the ground near"
        " Ad-Zawr, near his home town of {Homs}."
    )
    assert told.places == ["Homs"]


def test_a_second_opinion_drops_a_place_that_is_hardly_likely(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    text = "Diabaly was retaken a week later, near the border with {Nigeria}."
    assert tell(text) == []
    monkeypatch.setattr(given, "HARDLY", 0.0)
    assert tell_one(text).places == ["Nigeria"]
