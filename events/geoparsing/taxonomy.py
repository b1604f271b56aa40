"""The types of events, each with its counterpart in ACLED's and in PLOVER's terms.

Sources: the ACLED Codebook (2023; event types and sub-event types) and the
PLOVER summary of the Open Event Data Alliance (event categories).  A type
without a counterpart says so with an empty string.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EventType:
    """One type: ``acled`` is "event type / sub-event type", ``plover`` its category."""

    code: str
    label: str
    description: str
    acled: str
    plover: str


_TYPES = (
    EventType(
        "armed_clash",
        "Armed clash",
        "Armed groups fight each other: battles, raids, sieges, offensives, whole wars.",
        "Battles / Armed clash",
        "ASSAULT",
    ),
    EventType(
        "air_or_drone_strike",
        "Air or drone strike",
        "Bombs or missiles from aircraft, helicopters or drones.",
        "Explosions/Remote violence / Air/drone strike",
        "ASSAULT",
    ),
    EventType(
        "shelling",
        "Shelling",
        "Artillery, mortars, rockets and missiles fired from the ground or the sea.",
        "Explosions/Remote violence / Shelling/artillery/missile attack",
        "ASSAULT",
    ),
    EventType(
        "explosion",
        "Explosion",
        "A bomb, a mine, a suicide bomber, or any other blast on the ground.",
        "Explosions/Remote violence / Remote explosive/landmine/IED",
        "ASSAULT",
    ),
    EventType(
        "attack_on_civilians",
        "Attack on civilians",
        "Deliberate violence against people who do not fight: killings, shootings, abductions.",
        "Violence against civilians / Attack",
        "ASSAULT",
    ),
    EventType(
        "protest",
        "Protest",
        "People demonstrate, march, strike or sit in.",
        "Protests / Peaceful protest",
        "PROTEST",
    ),
    EventType(
        "riot",
        "Riot",
        "A crowd uses violence: looting, arson, fights with the police.",
        "Riots / Mob violence",
        "PROTEST",
    ),
    EventType(
        "military_exercise",
        "Military exercise",
        "Armed forces train: drills, manoeuvres, war games.",
        "Strategic developments / Other",
        "COOPERATE",
    ),
    EventType(
        "troop_movement",
        "Troop movement",
        "Forces are sent, moved, massed, withdrawn, or patrol.",
        "Strategic developments / Other",
        "MOBILIZE, RETREAT",
    ),
    EventType(
        "agreement",
        "Agreement",
        "A treaty, deal, cease-fire or accord is signed, reached or takes effect.",
        "Strategic developments / Agreement",
        "AGREE",
    ),
    EventType(
        "meeting",
        "Meeting",
        "Leaders or delegations meet: summits, talks, conferences, state visits.",
        "",
        "CONSULT",
    ),
    EventType(
        "arrest",
        "Arrest",
        "People are arrested, detained or rounded up.",
        "Strategic developments / Arrests",
        "COERCE",
    ),
    EventType(
        "election",
        "Election",
        "People vote: elections, run-offs, referendums.",
        "",
        "",
    ),
    EventType(
        "natural_disaster",
        "Natural disaster",
        "Earthquakes, floods, storms, eruptions, landslides, wildfires, droughts.",
        "",
        "",
    ),
    EventType(
        "accident",
        "Accident",
        "Crashes, collisions, sinkings, fires and collapses that nobody meant.",
        "",
        "",
    ),
    EventType(
        "other",
        "Other",
        "Anything else that happened at a place: launches, ceremonies, coups, outbreaks.",
        "Strategic developments / Other",
        "",
    ),
)

#: Every type by its code, in the order in which lists show them.
EVENT_TYPES: dict[str, EventType] = {kind.code: kind for kind in _TYPES}

#: Types that last: their mentions on neighbouring days are one event.
LASTING = frozenset(
    {
        "armed_clash",
        "protest",
        "riot",
        "military_exercise",
        "troop_movement",
        "meeting",
        "natural_disaster",
        "election",
    }
)

#: Types that reports of one event mix: a bombing is also "the attack".
_KIN = (
    frozenset(
        {"explosion", "attack_on_civilians", "armed_clash", "shelling", "air_or_drone_strike"}
    ),
    frozenset({"protest", "riot"}),
    frozenset({"accident", "explosion", "natural_disaster"}),
)


def kin_of(code: str) -> frozenset[str]:
    """The types by which reports may mean the same event, its own among them."""
    return frozenset({code}).union(*(family for family in _KIN if code in family))


def are_kin(one: str, other: str) -> bool:
    """Whether reports may mean one event by two types."""
    return other in kin_of(one)
