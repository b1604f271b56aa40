"""Titles stand alone: who or what acts, no cut clauses, no pronoun at the start."""

from __future__ import annotations

import pytest

from events.geoparsing.drafts.titles import MAX_TITLE, shortened
from tests.drafting import tell, tell_one


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (
            "Police said on Monday that they had arrested nine men in {Lyon}.",
            "Police had arrested nine men in Lyon",
        ),
        (
            "The gunmen left the hotel at noon and attacked a bus in {Homs}.",
            "The gunmen attacked a bus in Homs",
        ),
        (
            "The mayor, who had come late, spoke of the blast that destroyed a bridge in {Homs}.",
            "The blast that destroyed a bridge in Homs",
        ),
        (
            "It was the first summit in {Geneva} since 1985.",
            "The first summit in Geneva since 1985",
        ),
        ("There were two explosions in {Homs} on Monday.", "Two explosions in Homs on Monday"),
        (
            "He slept when a bomb exploded in {Homs} on Monday.",
            "A bomb exploded in Homs on Monday",
        ),
        ("Its troops entered {Raqqa} on Monday.", "Troops entered Raqqa on Monday"),
    ],
)
def test_a_title_begins_with_who_or_what(text: str, title: str) -> None:
    assert [told.draft.title for told in tell(text)] == [title]


def test_a_subject_loses_what_only_says_more_of_it_where_room_is_short() -> None:
    told = tell_one(
        "The old general, who had ruled the country for seventeen long years and had never once "
        "stood before a court, was arrested in {Lyon} on Monday."
    )
    assert told.draft.title == "The old general was arrested in Lyon on Monday"


def test_a_long_title_is_cut_where_a_phrase_ends() -> None:
    told = tell_one(
        "Workers from all the shipyards of the coast marched through the centre of {Lyon} on "
        "Monday with drums and red flags in the rain under the eyes of several thousand policemen."
    )
    title = told.draft.title
    assert len(title) <= MAX_TITLE
    assert title.startswith("Workers from all the shipyards of the coast marched through")
    assert not title.endswith(("…", " in", " the", " and", " of", " under", " with"))


def test_words_are_lost_only_with_an_ellipsis() -> None:
    line = shortened("The committee " + "of the committee " * 20)
    assert len(line) <= MAX_TITLE
    assert line.endswith("committee…")
    assert shortened("word" * 100) == ("word" * 100)[: MAX_TITLE - 1] + "…"


def test_the_name_of_a_rank_is_no_second_subject() -> None:
    told = tell_one("In {Lyon}, the pride of the south, shops were looted on Monday.")
    assert told.draft.title.endswith("hops were looted on Monday")
