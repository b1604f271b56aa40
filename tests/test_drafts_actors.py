"""Who took part in an event, and how many it killed or hurt, each with its words."""

from __future__ import annotations

import pytest

from tests.drafting import tell, tell_one


@pytest.mark.parametrize(
    ("sentence", "actors"),
    [
        ("{^Turkish} jets bombed a base near {Raqqa}.", {"Türkiye"}),
        ("{~Ankara} bombed a base near {Raqqa}.", {"Türkiye"}),
        ("Boko Haram militants attacked the town of {Konduga}.", {"Boko Haram"}),
        ("A base near {Raqqa} was attacked by Hezbollah on Monday.", {"Hezbollah"}),
        ("A bomb exploded in the {^Turkish} city of {Izmir}.", set()),
        ("An earthquake shook {Izmir}, Reuters reported.", set()),
    ],
)
def test_states_and_armed_groups_that_act(sentence: str, actors: set[str]) -> None:
    assert tell_one(sentence).actors == actors


def test_an_actor_is_quoted_from_the_text() -> None:
    told = tell_one("Boko Haram militants attacked the town of {Konduga}.")
    (actor,) = told.draft.actors
    assert told.text[actor.start : actor.end] == "Boko Haram"


def test_a_state_in_an_aside_takes_no_part() -> None:
    told = tell_one(
        "Ministers held a meeting in {Geneva}, where they called on {~Russia} to leave."
    )
    assert told.actors == set()


@pytest.mark.parametrize(
    ("sentence", "number", "words", "at_least"),
    [
        ("A bomb exploded in {Homs}, killing at least seven people.", 7, "at least seven", True),
        ("A bomb exploded in {Homs}, killing eight people.", 8, "eight", False),
        ("An earthquake in {Izmir} killed more than 1,200 people.", 1200, "more than 1,200", True),
        ("An explosion in {Homs} left two dozen people dead.", 24, "two dozen", False),
    ],
)
def test_the_dead_are_quoted(sentence: str, number: int, words: str, at_least: bool) -> None:
    told = tell_one(sentence)
    toll = told.draft.dead
    assert toll is not None
    assert (toll.number, toll.at_least) == (number, at_least)
    assert told.text[toll.start : toll.end] == words
    assert told.draft.fatalities == number


@pytest.mark.parametrize(
    ("sentence", "number", "words"),
    [
        ("A bomb exploded in {Homs}, killing three people and wounding 17.", 17, "17"),
        ("A bomb exploded in {Homs} and at least 20 people were injured.", 20, "at least 20"),
        ("No one was hurt when a bomb exploded in {Homs}.", 0, "one"),
        ("A bomb exploded in {Homs} and hundreds were injured.", None, None),
    ],
)
def test_the_injured(sentence: str, number: int | None, words: str | None) -> None:
    told = tell_one(sentence)
    toll = told.draft.injured
    assert (toll.number if toll else None) == number
    assert (told.text[toll.start : toll.end] if toll else None) == words


def test_a_meeting_hurts_nobody() -> None:
    told = tell("Ministers met in {Geneva} on Monday after a war that killed 300 people.")[0]
    assert told.type == "meeting"
    assert (told.draft.dead, told.draft.injured, told.draft.fatalities) == (None, None, None)


def test_what_is_fought_is_there() -> None:
    told = tell_one(
        "Firefighters struggled on Wednesday to contain a wildfire that has swept through villages"
        " around {Izmir} since Saturday."
    )
    assert (told.type, told.places) == ("natural_disaster", ["Izmir"])


def test_what_is_frequent_is_no_event() -> None:
    assert tell("Accidents are frequent on the mountain roads of {Nigeria}.") == []


def test_a_people_that_votes_names_the_country() -> None:
    told = tell_one("The {^Russian}s voted on Sunday against a new constitution.")
    assert (told.type, told.places, told.days) == (
        "election",
        ["Russia"],
        ("2022-12-04", "2022-12-04"),
    )


def test_the_day_of_a_vote_stands_with_another_word_for_it() -> None:
    told = tell_one(
        "The opposition has won the election in {Nigeria}, officials said on Monday, after millions"
        " of people voted last Thursday."
    )
    assert told.days == ("2022-12-01", "2022-12-01")


def test_a_new_meeting_after_which_something_was_said_is_recent() -> None:
    told = tell_one(
        "It rained all day.\n\nThe fair went on.\n\nNobody complained.\n\n"
        "The minister noted the importance of the harvest following a meeting with farmers in"
        " {Lyon}."
    )
    assert (told.days, told.draft.date_prec) == (("2022-12-05", "2022-12-06"), 2)


def test_history_that_is_only_recalled_is_not_the_main_event() -> None:
    told = tell(
        "Prices rose again this year, the bank said. Bread costs more than ever. Wages did not"
        " rise.\n\nFarmers still speak of the time after the {Karabakh} war of 2020."
    )
    assert [one.draft.main for one in told] == [False]
