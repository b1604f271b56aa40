"""When an event was, and what is only planned: no day is made up."""

from __future__ import annotations

from datetime import date

import pytest

from tests.drafting import tell, tell_one

NONE = ("None", "None")


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Police said on Tuesday that a bomb exploded in {Homs} on Monday.", "2022-12-05"),
        ("On Monday a bomb exploded in {Homs}, officials reported Tuesday.", "2022-12-05"),
        ("A bomb exploded in {Homs} before dawn on Monday.", "2022-12-05"),
    ],
)
def test_the_day_of_saying_is_not_the_day_of_the_event(text: str, days: str) -> None:
    assert tell_one(text).days == (days, days)


def test_an_interval_from_to() -> None:
    told = tell_one("The navy held an exercise near {Izmir} from December 1 to December 4, 2022.")
    assert told.days == ("2022-12-01", "2022-12-04")
    assert told.draft.date_prec == 2


def test_a_past_tense_lead_without_a_day_is_of_the_last_two_days() -> None:
    told = tell_one("A bomb exploded in {Homs}.")
    assert told.days == ("2022-12-05", "2022-12-06")
    assert told.draft.date_prec == 2
    assert told.draft.dates == []


def test_the_present_of_a_lead_is_the_day_itself() -> None:
    told = tell_one("Thousands of people are marching in {Paris}.")
    assert told.days == ("2022-12-06", "2022-12-06")


def test_without_a_day_of_publication_no_day_is_made_up() -> None:
    assert tell_one("A bomb exploded in {Homs}.", None).days == NONE


def test_far_from_the_lead_no_day_is_made_up() -> None:
    text = "It was calm. Shops were open. Nobody was about. A bomb exploded in {Homs}."
    assert tell_one(text).days == NONE


def test_since_is_not_a_day() -> None:
    assert tell_one("It was the first summit in {Geneva} since 1985.").days == NONE


def test_background_dates_do_not_leak() -> None:
    main, war = tell(
        "Leaders signed a peace agreement in {Geneva} on Monday.\n\n"
        "The war in {Syria} began on 15 March 2011."
    )
    assert main.days == ("2022-12-05", "2022-12-05")
    assert war.days[0] == "2011-03-15"
    assert main.draft.main
    assert not war.draft.main


def test_a_scheduled_event_is_planned() -> None:
    told = tell_one("The presidents will meet in {Geneva} on 12 December 2022.")
    assert told.draft.planned
    assert told.days == ("2022-12-12", "2022-12-12")


def test_a_plan_without_a_day_is_nothing() -> None:
    assert tell("The presidents will meet in {Geneva}.") == []


def test_a_plan_whose_day_is_past_is_nothing() -> None:
    assert tell("The presidents will meet in {Geneva} on 12 December 2021.") == []


def test_a_day_after_publication_is_planned() -> None:
    told = tell_one("{France} holds an election on 20 December 2022.".replace("holds", "has"))
    assert told.draft.planned


def test_march_is_a_month() -> None:
    assert tell("He moved to {Lyon} in March 2006.") == []
    assert tell("He stood guard in {Lyon}, in March.", None) == []


def test_a_dateline_gives_no_day() -> None:
    told = tell_one(
        "{Paris}, Dec. 6 (AFP) - Workers rallied in {Lyon} on Monday.", date(2022, 12, 6)
    )
    assert told.days == ("2022-12-05", "2022-12-05")
    assert told.places == ["Lyon"]
    assert told.draft.title.startswith("Workers rallied")


@pytest.mark.parametrize(
    "text",
    [
        "{France} lost the {~Karabakh} war, which broke out on 27 September 2020, and ended with "
        "a truce signed by both on 10 November 2020.",
        "The war in {Karabakh} began on 27 September 2020 and was halted on 10 November 2020.",
        "The {~Karabakh} war erupted on 27 September 2020. It ended on 10 November 2020.",
        "The {~Karabakh} war flared on 27 September 2020. The war stopped on 10 November 2020.",
        "It was the {~Karabakh} war. It broke out on 27 September 2020 and ended on "
        "10 November 2020.",
    ],
)
def test_begin_and_end_of_a_war(text: str) -> None:
    war = next(told for told in tell(text) if told.type == "armed_clash")
    assert war.days == ("2020-09-27", "2020-11-10")


def test_the_end_of_something_else_is_not_the_end() -> None:
    told = tell_one(
        "The {~Karabakh} war erupted on 27 September 2020. He ended his speech on 10 November 2020."
    )
    assert told.days == ("2020-09-27", "2020-09-27")


def test_a_day_with_its_year_goes_before_a_name() -> None:
    told = tell_one("The Ash Wednesday floods of 16 February 1983 killed 75 people in {Lyon}.")
    assert told.days == ("1983-02-16", "1983-02-16")


def test_those_who_died_later_do_not_move_the_day() -> None:
    told = tell_one(
        "It was calm. People were out.\n\nA bomb exploded in {Homs}. Many fled. "
        "Three of the wounded died on Monday."
    )
    assert told.days == NONE


@pytest.mark.parametrize(
    ("text", "days"),
    [
        (
            "It was the army's reply to the massacre of 26 tourists in {Homs} on 22 April 2021.",
            ("2021-04-22", "2021-04-22"),
        ),
        (
            "Drills had been cut back since 2018, when the president met the king in {Paris}.",
            ("2018-01-01", "2018-12-31"),
        ),
        (
            "Guards stand there since 23 May, when suicide bombers hit a barracks in {Raqqa}.",
            ("2022-05-23", "2022-05-23"),
        ),
    ],
)
def test_a_date_belongs_to_the_clause_or_the_place_that_it_stands_at(
    text: str, days: tuple[str, str]
) -> None:
    assert days in [one.days for one in tell(text)]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        (
            "Leaders wrapped up a two-day summit in {Geneva} on Friday.",
            ("2022-12-01", "2022-12-02"),
        ),
        (
            "The army launched three days of war games near {Izmir} on Thursday.",
            ("2022-12-01", "2022-12-03"),
        ),
        (
            "The navy began a two-week exercise off {Izmir} on 3 November.",
            ("2022-11-03", "2022-11-16"),
        ),
        ("A two-day summit was held in {Geneva} on Friday.", ("2022-12-02", "2022-12-02")),
        ("Leaders ended a 90-day summit in {Geneva} on Friday.", ("2022-12-02", "2022-12-02")),
    ],
)
def test_a_length_gives_the_other_end(text: str, days: tuple[str, str]) -> None:
    assert tell_one(text).days == days


def test_what_came_since_is_another_event() -> None:
    told = tell("The attack was the worst since gunmen struck in {Konduga} in August 1998.")
    assert ("attack", ["Konduga"]) not in [(one.trigger, one.places) for one in told]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        (
            "On 9 October 2019 a man entered a bank in {Lyon}. He shot two people in {Paris}.",
            ("2019-10-09", "2019-10-09"),
        ),
        (
            "The trouble began on Sunday night. A school in {Homs} was torched.",
            ("2022-12-04", "2022-12-04"),
        ),
        ("Guards have stood there since 9 October. He shot two people in {Paris}.", NONE),
        ("On 9 October 2019 it rained.\n\nHe shot two people in {Paris}.", NONE),
        ("On 9 October 2019 it rained. Police have arrested two men in {Paris}.", NONE),
    ],
)
def test_what_is_told_on_in_the_plain_past_has_the_day_of_the_sentence_before(
    text: str, days: tuple[str, str]
) -> None:
    told = tell("It was quiet. It was cold. It was late.\n\n" + text)[-1]
    assert told.days == days
    if days != NONE:
        assert "days of the sentence before" in told.draft.signs
        assert any("on" in told.text[s.start : s.end].lower() for s in told.draft.mentions)
