"""Which events may be one and the same, told by several articles.

A candidate has the same type or a kindred one (a bombing is also "the attack"), days that overlap
or are hardly apart (follow-ups blur the day), and a place within the other's radius, which without
the very type and overlapping days is no country's but a town's surroundings; one that is
told without its day ("the bombing in Mastung") is met by what happened in the year before it was
told.  It is proposed to the editor with the reasons; where everything agrees (the very type, days
and places, words that say what, and no number against another) the reports are joined without
asking.  An editor's "not the same" holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext, ngettext

from events.codes import Clarity, DatePrec, WherePrec
from events.days import moved
from events.geoparsing.names import name_key
from events.joining import merge
from events.models import Event, Evidence, Location, NotTheSame
from events.points import metres_between
from events.querysets import REMEMBERED
from events.wording import radius_in_words

MOST_PROPOSED = 5
MOST_LOOKED_AT = 200  # candidates of the right type, days and surroundings
MOST_APART = 2  # days
NEAR_M = 25_000  # as where_prec 2 has it; places without a radius are within this of each other
SURROUNDINGS_M = 50_000  # of a town, where type or days do not quite agree
WIDEST_M = 500_000  # a country's radius does not reach further than this
_WORD = re.compile(r"[^\W\d_]{4,}")
# Words of many titles that say little of what happened.
_COMMON = frozenset(
    ["after", "against", "from", "have", "into", "near", "over", "people", "said", "that", "their",
     "they", "were", "when", "with", "will", "been", "more", "than", "this", "which", "least"]
)  # fmt: skip
_STEM = 5  # letters by which "marched" and "march", "attacks" and "attack" are one


@dataclass(frozen=True, slots=True)
class Match:
    """Another event that may be the same; ``agrees``: nothing speaks against it."""

    event: Event
    reasons: tuple[str, ...]
    agrees: bool
    weight: float


def same_as(event: Event) -> list[Match]:
    """Events that may be the same as this one, likeliest first."""
    if event.merged_into_id is not None:
        return []
    told = Event.objects.perhaps_same_as(event, WIDEST_M, MOST_APART).with_everything()
    found = [match for other in told[:MOST_LOOKED_AT] if (match := _match(event, other))]
    found.sort(key=lambda match: (-match.weight, match.event.pk))
    return found[:MOST_PROPOSED]


@transaction.atomic
def join_by_itself(*, event: Event) -> Event | None:
    """Joins a new report to the one event with which all agrees; None where none or several do."""
    agreeing = [match.event for match in same_as(event) if match.agrees]
    if len(agreeing) != 1:
        return None
    return merge(keep=agreeing[0], others=[event], by_itself=True)


def say_not_the_same(*, one: Event, other: Event, user: User | None = None) -> None:
    """These two are not proposed as one again; saying it twice changes nothing."""
    first, second = sorted((one.pk, other.pk))
    NotTheSame.objects.get_or_create(
        first_id=first, second_id=second, defaults={"decided_by": user}
    )


def _match(event: Event, other: Event) -> Match | None:
    near = _nearest(event.locations.all(), other.locations.all())
    if near is None:
        return None
    same_places = _places(event) == _places(other)
    ours, theirs = _words(event), _words(other)
    words = sorted(ours[stem] for stem in ours.keys() & theirs.keys())
    apart, same_type = _days_apart(event, other), event.type == other.type
    if apart is None and not (words and _remembers(event, other)):
        return None
    if near > SURROUNDINGS_M and not (apart == 0 and same_type):
        return None
    days, others = (event.first_day, event.last_day), (other.first_day, other.last_day)
    same_days = apart == 0 and days == others
    actors = _shared_actors(event, other)
    reasons = [
        _days_in_words(apart, same_days=same_days),
        gettext("the same places") if same_places else _distance_in_words(near),
    ]
    if not same_type:
        reasons.append(gettext("of a kindred type"))
    if words:
        reasons.append(gettext("words in common: {words}").format(words=", ".join(words)))
    if actors:
        reasons.append(gettext("actors in common: {names}").format(names=", ".join(actors)))
    against = _against(event, other)
    alike = same_type and same_days and same_places
    agrees = alike and bool(words) and not against and _is_precise(event, other)
    weight = 3 * same_days + 2 * same_places + min(3, len(words)) + len(actors) - 2 * len(against)
    weight += 2 * same_type + (apart == 0)
    return Match(other, (*reasons, *against), agrees, weight)


def _remembers(event: Event, other: Event) -> bool:
    """Whether the one without days was told within a year after the other."""
    undated, dated = (event, other) if event.first_day is None else (other, event)
    told = undated.article.published if undated.article else None
    if told is None or dated.first_day is None:
        return False
    return dated.first_day <= told <= moved(dated.first_day, REMEMBERED)


def _days_apart(event: Event, other: Event) -> int | None:
    """Days from the end of one to the beginning of the other, 0 where they overlap; None where one
    has none."""
    if not (event.first_day and event.last_day and other.first_day and other.last_day):
        return None
    later, earlier = max(event.first_day, other.first_day), min(event.last_day, other.last_day)
    return max(0, (later - earlier).days)


def _days_in_words(apart: int | None, *, same_days: bool) -> str:
    if apart is None:
        return gettext("told without its days")
    if apart:
        return ngettext("a day apart", "{count} days apart", apart).format(count=apart)
    return gettext("the same days") if same_days else gettext("days that overlap")


def _nearest(ours: Iterable[Location], theirs: Iterable[Location]) -> float | None:
    """Metres between the nearest two places of which one is within the other's radius, or None."""
    found = [
        metres
        for one in ours
        for other in theirs
        if (metres := metres_between(one, other)) <= max(NEAR_M, min(WIDEST_M, _reach(one, other)))
    ]
    return min(found, default=None)


def _reach(one: Location, other: Location) -> int:
    """The wider radius; two vague places are the same only where their points nearly meet."""
    both_vague = min(one.where_prec, other.where_prec) >= WherePrec.FIRST_ORDER
    return 0 if both_vague else max(one.radius_m, other.radius_m)


def _places(event: Event) -> frozenset[int]:
    return frozenset(row.place_id for row in event.locations.all())


def _words(event: Event) -> dict[str, str]:
    """What the title and the triggers say, by stem; names of places left out."""
    told = [row.quote for row in event.evidence.all() if row.kind == Evidence.Kind.TRIGGER]
    places = {
        _stem(word)
        for row in event.locations.all()
        for word in _WORD.findall(f"{row.place.name} {row.place.other_names}".casefold())
    }
    words = _WORD.findall(" ".join([event.title, *told]).casefold())
    kept = {_stem(word): word for word in reversed(words) if word not in _COMMON}
    return {stem: word for stem, word in kept.items() if stem not in places}


def _stem(word: str) -> str:
    return word[:_STEM]


def _shared_actors(event: Event, other: Event) -> list[str]:
    theirs = {name_key(str(actor)) for actor in other.actors}
    return [str(actor) for actor in event.actors if name_key(str(actor)) in theirs]


def _against(event: Event, other: Event) -> list[str]:
    """What the two say that cannot both be so of one event."""
    found = []
    deaths, others = event.fatalities, other.fatalities
    if deaths is not None and others is not None and deaths != others:
        differ = gettext("but {fewer} and {more} fatalities")
        found.append(differ.format(fewer=min(deaths, others), more=max(deaths, others)))
    if event.actors and other.actors and not _shared_actors(event, other):
        found.append(gettext("but other actors"))
    if event.planned != other.planned:
        found.append(gettext("but one of them is only planned"))
    return found


def _is_precise(event: Event, other: Event) -> bool:
    """Distinct events, known to a few days and to a town: vaguer ones only look alike."""
    rows = (event, other)
    return all(
        row.event_clarity == Clarity.DISTINCT
        and row.date_prec in (DatePrec.DAY, DatePrec.DAYS)
        and all(at.where_prec <= WherePrec.SECOND_ORDER for at in row.locations.all())
        for row in rows
    )


def _distance_in_words(metres: float) -> str:
    if metres < 1000:
        return gettext("places within a kilometre")
    return gettext("places {distance} apart").format(distance=radius_in_words(round(metres)))
