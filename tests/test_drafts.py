"""Event drafts: what, where and when, from the whole of a small article."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.drafting import tell, tell_given, tell_one

WORDS = [
    "{Baku}",
    "{~Ankara}",
    "{^Turkish}",
    "war",
    "exercise",
    "killed",
    "on",
    "Monday",
    ",",
    ".",
    "\n\n",
    "in",
    "the",
    "held",
    '"',
    "(",
    ")",
    "12",
    "attack",
    "from",
    "to",
    "which",
    "erupted",
    "ended",
    "No",
    "will",
]

EXERCISE = """\
{^Turkish} and {^Azerbaijani} jets flew on Monday in a joint military exercise in {Azerbaijan}, \
the ministry reported Tuesday morning.

{~Ankara} and {~Baku} are holding a large drill meant to improve coordination in battle. \
The drill covers the cities of {Baku}, {Astara} and {Jabrayil}.

Soldiers hold a joint exercise in {Azerbaijan}, Dec. 6, 2022. (Photo)

Soldiers hold a joint exercise in {Azerbaijan}, Dec. 6, 2022. (Photo)

The exercise continued over Monday night into early Tuesday.

President Aliyev praised the drill after a meeting with the minister in {Baku}.

{~Ankara} backed its neighbour during the {~Karabakh} war, which erupted on Sept. 27, 2020, \
and ended with a cease-fire on Nov. 10.

Subscribe to our newsletter to get news of every exercise in {Azerbaijan}.
"""


def test_an_exercise_told_many_times_is_one_event() -> None:
    drills = [told for told in tell(EXERCISE) if told.type == "military_exercise"]
    assert len(drills) == 1
    assert drills[0].places == ["Baku", "Astara", "Jabrayil"]
    assert drills[0].days == ("2022-12-05", "2022-12-06")
    assert drills[0].draft.date_prec == 2
    assert drills[0].draft.main
    assert len(drills[0].draft.mentions) >= 4


def test_a_war_named_after_its_place_lasts_from_its_beginning_to_its_end() -> None:
    (war,) = [told for told in tell(EXERCISE) if told.type == "armed_clash"]
    assert war.places == ["Karabakh"]
    assert war.days == ("2020-09-27", "2020-11-10")
    assert not war.draft.main


def test_a_meeting_told_in_passing_is_an_event() -> None:
    (meeting,) = [told for told in tell(EXERCISE) if told.type == "meeting"]
    assert meeting.places == ["Baku"]


def test_governments_and_forces_are_actors_and_no_places() -> None:
    drill = next(told for told in tell(EXERCISE) if told.draft.main)
    assert drill.actors == {"Türkiye", "Azerbaijan"}
    assert "Türkiye" not in drill.places


def test_there_is_at_most_one_main_event() -> None:
    assert sum(told.draft.main for told in tell(EXERCISE)) == 1


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("Rebels and soldiers clashed in {Homs} on Monday.", "armed_clash"),
        ("Warplanes struck a warehouse in {Raqqa} on Monday.", "air_or_drone_strike"),
        ("An airstrike hit {Raqqa} on Monday.", "air_or_drone_strike"),
        ("Artillery shelled the suburbs of {Homs} on Monday.", "shelling"),
        ("A car bomb exploded in {Homs} on Monday.", "explosion"),
        ("Gunmen massacred villagers in {Konduga} on Monday.", "attack_on_civilians"),
        ("Thousands of people marched in {Paris} on Monday.", "protest"),
        ("Nurses began a strike over pay in {Lyon} on Monday.", "protest"),
        ("Rioters looted shops in {Paris} on Monday.", "riot"),
        ("The navy held an exercise near {Izmir} on Monday.", "military_exercise"),
        ("The army withdrew its troops from {Homs} on Monday.", "troop_movement"),
        ("Both sides signed a peace agreement in {Geneva} on Monday.", "agreement"),
        ("The presidents met in {Geneva} on Monday.", "meeting"),
        ("Police arrested two men in {Lyon} on Monday.", "arrest"),
        ("Voters went to the polls in {France} on Monday.", "election"),
        ("A strong earthquake hit {Izmir} on Monday.", "natural_disaster"),
        ("Planes from a carrier attacked a port near {Izmir} on Monday.", "air_or_drone_strike"),
        ("Soldiers captured John Miller near {Homs} on Monday.", "arrest"),
        ("The withdrawal of the army was agreed in {Geneva} on Monday.", "agreement"),
        ("A passenger train derailed near {Lyon} on Monday.", "accident"),
    ],
)
def test_what_where_and_when(sentence: str, kind: str) -> None:
    told = tell_one(sentence)
    assert told.type == kind
    assert len(told.places) == 1
    assert told.days == ("2022-12-05", "2022-12-05")


@pytest.mark.parametrize(
    "sentence",
    [
        "The minister denied that troops attacked {Homs}.",
        "No protest was held in {Paris} on Monday.",
        "The army did not shell {Homs} on Monday.",
        "If rebels attack {Homs}, the army will answer.",
        "An earthquake could hit {Izmir} at any time.",
        "He warned of an attack in {Paris}.",
        "They threatened to bomb {Raqqa}.",
        "Leaders called for elections in {Syria}.",
        "Protests often erupt in {Paris}.",
        "Visitors like the Battle of {Stalingrad} Museum.",
        "A film about the war in {Syria} won a prize.",
        "The protest leader lives in {Lyon}.",
        "The stock market crash worried traders in {Paris}.",
        "She had a heart attack in {Lyon}.",
        "Police foiled an attack in {Paris}.",
        "Monks walked to {Lyon} to protest against nuclear tests.",
        "The army is preparing an offensive on {Homs}.",
        "Pilots practised bombing bridges in {Syria}.",
    ],
)
def test_what_did_not_happen_is_no_event(sentence: str) -> None:
    assert tell(sentence) == []


def test_nothing_is_drafted_without_a_literal_place() -> None:
    assert tell("{~Ankara} condemned the bombing on Monday.") == []


def test_given_triggers_are_exactly_the_events() -> None:
    told = tell_given(
        "Gunmen in {Homs} fled after police opened the gate in {Raqqa}.", "opened", "fled"
    )
    opened, fled = told
    assert (opened.trigger, opened.places) == ("opened", ["Raqqa"])
    assert fled.trigger == "fled"
    assert "Homs" in fled.places


def test_a_given_trigger_without_a_place_is_still_an_event() -> None:
    (told,) = tell_given("The rebels retreated.", "retreated")
    assert told.places == []
    assert told.trigger == "retreated"


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(
    st.lists(
        st.one_of(
            st.sampled_from(WORDS),
            st.text(max_size=8).filter(lambda text: "{" not in text and "}" not in text),
        ),
        max_size=60,
    )
)
def test_no_text_breaks_it(words: list[str]) -> None:
    for told in tell(" ".join(words)):
        draft = told.draft
        assert 0 <= draft.start <= draft.trigger.start < draft.trigger.end <= draft.end
        assert draft.end <= len(told.text)
        assert told.places
        assert len(draft.title) <= 110
        assert 0 <= draft.confidence <= 1
        assert (draft.first_day is None) == (draft.last_day is None)
