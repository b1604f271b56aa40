"""One event told many times, and many events told apart."""

from __future__ import annotations

from tests.drafting import tell, tell_one


def test_a_definite_noun_is_the_event_told_before() -> None:
    told = tell_one(
        "An earthquake hit {Izmir} on Monday. The quake was felt for a minute. "
        "The earthquake killed 12 people."
    )
    assert told.places == ["Izmir"]
    assert told.draft.fatalities == 12
    assert len(told.draft.mentions) == 2


def test_another_blast_is_another_event() -> None:
    first, second = tell(
        "A bomb exploded in {Homs} on Monday. Another explosion shook {Raqqa} on Monday."
    )
    assert first.places == ["Homs"]
    assert second.places == ["Raqqa"]


def test_the_same_place_long_ago_is_another_event() -> None:
    told = tell("An earthquake hit {Izmir} on Monday. An earthquake hit {Izmir} in October 2020.")
    assert [one.days[0] for one in told] == ["2022-12-05", "2020-10-01"]


def test_an_undated_lead_is_not_dated_by_history() -> None:
    told = tell(
        "Riots in {Paris} have killed two people.\n\nRiots in {Paris} in May 1968 lasted a month."
    )
    assert len(told) == 2
    assert told[0].days == ("None", "None")


def test_towns_take_the_place_of_the_country_that_holds_them() -> None:
    told = tell_one(
        "The army held a drill in {Azerbaijan} on Monday. "
        "The drill took place near {Baku} and {Astara}."
    )
    assert told.places == ["Baku", "Astara"]


def test_days_in_touch_are_one_lasting_event() -> None:
    told = tell_one("Protests began in {Paris} on Sunday. The protests continued on Monday.")
    assert told.days == ("2022-12-04", "2022-12-05")


def test_deaths_belong_to_the_event_told_just_before() -> None:
    told = tell_one("A bomb exploded in {Homs} on Monday. At least nine people died.")
    assert told.type == "explosion"
    assert told.draft.fatalities == 9


def test_repeated_captions_are_one_telling() -> None:
    caption = "\n\nSoldiers hold a military exercise in {Baku}, Dec. 6, 2022. (AA Photo)"
    told = tell_one("The weather was fine in the capital all week." + caption * 8)
    assert told.places == ["Baku"]
    assert told.draft.mentions == []


def test_the_truce_that_ended_a_war_was_where_the_war_was() -> None:
    told = tell(
        "{~Ankara} was a friend in the {~Karabakh} war, which erupted on 27 September 2020, and "
        "ended with a cease-fire on 10 November 2020."
    )
    (truce,) = [one for one in told if one.type == "agreement"]
    assert truce.places == ["Karabakh"]
    assert truce.days == ("2020-11-10", "2020-11-10")
    (war,) = [one for one in told if one.type == "armed_clash"]
    assert truce.draft.confidence < war.draft.confidence


def test_what_says_of_which_kind_it_was_tells_it_again() -> None:
    told = tell_one(
        "A ferry capsized near {Izmir} on Monday. It was the worst accident in {Türkiye} for years."
    )
    assert told.places == ["Izmir"]
    assert len(told.draft.mentions) == 1


def test_where_a_quake_was_felt_is_no_second_quake() -> None:
    told = tell_one(
        "An earthquake hit {Izmir} on Monday. The quake was felt in {Baku} and {Ankara}."
    )
    assert told.places == ["Izmir"]


def test_a_summit_kills_nobody() -> None:
    told = tell(
        "The summit in {Geneva} opened on Monday, a day after gunmen killed 30 people in {Paris}."
    )
    assert {one.type: one.draft.fatalities for one in told}["meeting"] is None


def test_what_had_happened_before_is_another_event() -> None:
    told = tell(
        "People marched through {Paris} under grey skies, and no one knew how many they were. "
        "It was late. The shops were shut. The mayor slept. A week before, on 27 November 2022, "
        "about a million had marched in the rain."
    )
    assert "2022-11-27" not in {one.days[0] for one in told if one.places == ["Paris"]}


def test_a_new_noun_after_another_one_is_new() -> None:
    told = tell(
        "It was a quiet week. Nothing was heard. No one came.\n\n"
        "A flood drowned the old town of {Lyon}. Rain fell. An earthquake came on Monday."
    )
    flood = next(one for one in told if one.trigger == "flood")
    assert flood.days == ("None", "None")
