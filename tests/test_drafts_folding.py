"""What tells the main event again is no event of its own; what has no place or day may borrow."""

from __future__ import annotations

import pytest

from tests.drafting import Told, tell, unmark

BLAST = (
    "A bomb exploded at a market in {Homs} on Monday morning and killed at least nine people, the "
    "governor said, as hundreds of shoppers crowded the narrow lanes before a holiday. Windows "
    "were broken in the streets around, and ambulances took the wounded to two hospitals that "
    "soon ran out of blood."
)


def told_of(*more: str) -> tuple[Told, list[Told]]:
    """The main event of the article with these paragraphs more, and the others."""
    told = tell("\n\n".join([BLAST, *more]))
    (main,) = [one for one in told if one.draft.main]
    return main, [one for one in told if one is not main]


@pytest.mark.parametrize(
    "again",
    [
        "The bombs exploded one after the other, a witness said, at both ends of the market.",
        "It was the deadliest bombing in {Syria} for a year.",
        "Families of those wounded by the explosion were flown to {Paris}.",
    ],
)
def test_the_main_event_told_again_is_one_event(again: str) -> None:
    main, others = told_of(again)
    assert (main.type, main.places) == ("explosion", ["Homs"])
    assert [one.trigger for one in others] == []
    text, _ = unmark("\n\n".join([BLAST, again]))
    quoted = {text[span.start : span.end].strip() for span in main.draft.mentions}
    plain, _ = unmark(again)
    assert plain in quoted or len(main.draft.mentions) == 0


@pytest.mark.parametrize(
    "other",
    [
        "Another bomb exploded in {Raqqa} on Monday evening.",
        "On 3 March 2021 a bomb exploded in {Homs} and killed four people.",
        "A bomb exploded in {Raqqa} on Sunday.",
    ],
)
def test_another_event_of_its_kind_stays_another(other: str) -> None:
    main, others = told_of(other)
    assert main.places == ["Homs"]
    assert [one.type for one in others] == ["explosion"]


def test_the_largest_number_of_the_tellings_is_kept() -> None:
    main, _ = told_of("The bombing killed 14 people, hospitals said later.")
    assert main.draft.fatalities == 14


def test_what_names_no_place_was_where_the_main_event_was() -> None:
    main, others = told_of(
        "{Raqqa} was quiet. Police arrested three men on Tuesday.",
    )
    (arrest,) = others
    assert (arrest.type, arrest.places) == ("arrest", ["Homs"])
    assert arrest.days == ("2022-12-06", "2022-12-06")
    assert "place of the main event" in arrest.draft.signs
    assert (main.draft.start, main.draft.end) in {(s.start, s.end) for s in arrest.draft.mentions}


def test_what_happened_in_the_same_town_without_a_day_was_on_that_day() -> None:
    _, others = told_of(
        "{Raqqa} was quiet.", "Hundreds of angry people marched through {Homs} towards the prison."
    )
    (march,) = others
    assert (march.type, march.days) == ("protest", ("2022-12-05", "2022-12-05"))
    assert "days of the main event" in march.draft.signs


@pytest.mark.parametrize(
    "elsewhere",
    [
        "Hundreds of people marched through {Lyon}.",
        "Hundreds of people will march through {Homs} on Friday.",
    ],
)
def test_a_day_is_not_lent_to_another_town_or_to_what_is_ahead(elsewhere: str) -> None:
    _, others = told_of("{Raqqa} was quiet.", elsewhere)
    assert "2022-12-05" not in {day for one in others for day in one.days}
