"""What the main event says of the other drafts: which of them tell it again, and what the rest may
borrow of it.

A sentence alone ties an event to the only town that it names ("the crash" to the airport to which
the children were flown) or to none; beside the main event it is seen to be that one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from events.geoparsing.drafts import times
from events.geoparsing.drafts.actors import MAX_ACTORS
from events.geoparsing.drafts.attachment import Tie
from events.geoparsing.drafts.containment import contains, distance_m
from events.geoparsing.drafts.days import rest_on
from events.geoparsing.drafts.main_event import NEAR_M
from events.geoparsing.drafts.telling import Event
from events.geoparsing.drafts.wording import largest
from events.geoparsing.taxonomy import are_kin
from events.geoparsing.types import EventDraft, GazetteerPlace, Span, TimeExpression, Toponym


@dataclass(frozen=True, slots=True)
class Told:
    """An event that sentences told, and the draft made of it."""

    event: Event
    draft: EventDraft


def folded(
    told: Sequence[Told],
    main: EventDraft,
    toponyms: Sequence[Toponym],
    dates: Sequence[TimeExpression],
) -> Iterator[EventDraft]:
    """The drafts without those that tell the main event again; what they add goes into ``main``."""
    for one in told:
        if one.draft is main:
            continue
        if tells_again(one, main, toponyms):
            _fold(one.draft, main)
            continue
        if _may_borrow_the_place(one, main):
            one.draft.locations = list(main.locations)
            one.draft.signs.append("place of the main event")
            _rest_on(one.draft, main, [toponyms[index].start for index in main.locations])
        if _may_borrow_the_days(one, main, toponyms):
            draft = one.draft
            draft.first_day, draft.last_day = main.first_day, main.last_day
            draft.date_prec, draft.dates = main.date_prec, list(main.dates)
            draft.signs.append("days of the main event")
            _rest_on(draft, main, [dates[index].start for index in main.dates])
        yield one.draft
    yield main


def _rest_on(draft: EventDraft, main: EventDraft, words: Sequence[int]) -> None:
    """The sentences of the main event with these words are evidence of the draft too."""
    for span in (Span(main.start, main.end), *main.mentions):
        if any(span.start <= word < span.end for word in words):
            rest_on(draft, span)


def tells_again(one: Told, main: EventDraft, toponyms: Sequence[Toponym]) -> bool:
    """Whether a draft is the main event: of its kind, on its days or none, at its place, around it
    or at none of its own; or beside it, where a headline, the lead or "the crash" tells it."""
    event, draft = one.event, one.draft
    if draft.planned != main.planned or not are_kin(draft.type, main.type) or event.when.earlier:
        return False
    if any(telling.other_one() or telling.looks_back() for telling in event.tellings):
        return False
    opens = any(telling.lead for telling in event.tellings)
    if draft.first_day is not None and not _on_its_days(draft, main, timedelta(days=opens)):
        return False
    if event.borrowed or any(telling.kind == "headline" for telling in event.tellings):
        return True
    places, around = _places(draft, toponyms), _places(main, toponyms)
    if _any_near(places, around):
        return True
    if any(contains(place, other) for place in places for other in around):
        return True
    # A side place: "the crash" of those who were flown to an airport; "a plant northwest of Omaha".
    definite = all(telling.definite() for telling in event.tellings)
    loose = min(telling.where.tie for telling in event.tellings) >= Tie.NEAR
    return not draft.dates and loose and (definite or opens)


def _on_its_days(draft: EventDraft, main: EventDraft, slack: timedelta) -> bool:
    if draft.first_day is None or draft.last_day is None:
        return True
    if main.first_day is None or main.last_day is None:
        return False
    return draft.first_day <= main.last_day + slack and main.first_day <= draft.last_day + slack


def _fold(draft: EventDraft, main: EventDraft) -> None:
    spans = {Span(draft.start, draft.end), *draft.mentions, *main.mentions}
    spans.discard(Span(main.start, main.end))
    main.mentions = sorted(spans, key=lambda span: span.start)
    main.dead = largest((main.dead, draft.dead))
    main.injured = largest((main.injured, draft.injured))
    main.fatalities = main.dead.number if main.dead else None
    known = {actor.name for actor in main.actors}
    main.actors += [actor for actor in draft.actors if actor.name not in known]
    del main.actors[MAX_ACTORS:]


def _may_borrow_the_place(one: Told, main: EventDraft) -> bool:
    """An event without a place of its own is where the main one is; but what a trial recalls was
    elsewhere."""
    recalls = main.type == "other" and one.draft.type != "other"
    return one.event.borrowed and bool(main.locations) and not recalls


def _may_borrow_the_days(one: Told, main: EventDraft, toponyms: Sequence[Toponym]) -> bool:
    """What is told of the same town in the plain past, without a day, was on the main event's."""
    if one.draft.dates or not main.dates or one.draft.planned or main.first_day is None:
        return False
    if not _any_near(_places(one.draft, toponyms), _places(main, toponyms)):
        return False
    token = one.event.tellings[0].token
    return times.from_publication(token, main.first_day, one.draft.type).first_day is not None


def _places(draft: EventDraft, toponyms: Sequence[Toponym]) -> list[GazetteerPlace]:
    found = (toponyms[index].place for index in draft.locations[:20])
    return [place for place in found if place is not None]


def _any_near(some: Sequence[GazetteerPlace], others: Sequence[GazetteerPlace]) -> bool:
    return any(distance_m(one, other) <= NEAR_M for one in some for other in others)
