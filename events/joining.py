"""Several reports of one event made one event, and taken apart again.

The event that is kept borrows: copies of the others' locations and evidence,
each marked with the event that it came from (``joined_from``), stand on it
while the others, rejected, keep their own.  What the kept event said before is
kept too (``before_joining``), so that splitting one off gives both back what
was theirs; what a person changed meanwhile stays changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from django.db import transaction
from django.utils.translation import gettext

from events.codes import DatePrec, Status
from events.geoparsing.dates.intervals import precision
from events.models import Event, Evidence, Location
from events.noting import User, delete_with_reason, save_with_reason
from events.points import point_of

MOST_MERGED = 20  # events in one merge: more are a mistaken selection
# The status of merged events is that of the one furthest along.
STATUS_ORDER = (Status.PUBLISHED.value, Status.DRAFT.value, Status.REJECTED.value)
DAYS = ("first_day", "last_day")
# What reports that are joined give to each other.
SHARED = (
    *DAYS,
    *("date_prec", "status", "main", "planned", "actors", "fatalities", "article_id"),
    *("time_of_day", "time_zone", "confidence"),
)


class CannotMerge(ValueError):
    """These events cannot become one; the message says why."""


@dataclass(frozen=True, slots=True)
class Days:
    """An interval of days, both included, and its UCDP ``date_prec``."""

    first: date
    last: date
    prec: int

    def covers(self, other: Days) -> bool:
        return self.first <= other.first and other.last <= self.last


def united_days(events: Iterable[Event]) -> Days | None:
    """The days of several reports of one event; None when none says when.

    A vague report ("in December": week or vaguer) that covers a more precise one
    ("on 5 December") adds nothing.  What remains is united from its first day to
    its last, with the precision of the report that says exactly that, else the
    one that its length calls for.
    """
    told = [
        Days(event.first_day, event.last_day, event.date_prec)
        for event in events
        if event.first_day and event.last_day and event.date_prec
    ]
    kept = [days for days in told if not any(_only_vaguer(days, other) for other in told)]
    if not kept:
        return None
    first, last = min(days.first for days in kept), max(days.last for days in kept)
    exact = [days.prec for days in kept if (days.first, days.last) == (first, last)]
    return Days(first, last, min(exact) if exact else precision(first, last))


def _only_vaguer(days: Days, other: Days) -> bool:
    return days.prec >= DatePrec.WEEK and days.prec > other.prec and days.covers(other)


def merged_status(events: Iterable[Event]) -> str:
    """Published if any of them is, else draft if any is, else rejected."""
    return min((event.status for event in events), key=STATUS_ORDER.index)


@transaction.atomic
def merge(
    *, keep: Event, others: Iterable[Event], user: User = None, by_itself: bool = False
) -> Event:
    """Makes one event of several reports of it.

    ``keep`` stays, with its title, type and note; it takes on evidence (each
    quote once), locations (each place once), actors, unknown fields and the
    united days.  The others are rejected and point to it by ``merged_into``.
    ``by_itself``: no person decided it, so none of them becomes curated.
    Raises CannotMerge.
    """
    wanted = {keep.pk, *(event.pk for event in others)}
    rows = {
        row.pk: row
        for row in Event.objects.select_for_update(of=("self",))
        .filter(pk__in=wanted)
        .order_by("pk")
    }
    rest = [row for pk, row in rows.items() if pk != keep.pk]
    _refuse_impossible(wanted=wanted, rows=rows, rest=rest)
    kept = rows[keep.pk]
    own = _own_words(kept)
    joined = [row for event in rest for row in _let_go(event, user)]
    how = " by itself: all agree" if by_itself else ""
    for row in rest:
        row.before_joining = _packed(row)
        row.status, row.merged_into = Status.REJECTED, kept
        row.curated = row.curated or not by_itself
        save_with_reason(row=row, user=user, reason=f"merged into event {kept.pk}{how}")
    for row in joined:
        row.merged_into = kept
        save_with_reason(row=row, user=user, reason=f"merged on into event {kept.pk}")
    for row in [*rest, *joined]:
        _lend(kept=kept, row=row, user=user)
    _say_together(kept, own)
    kept.curated = kept.curated or not by_itself
    ids = ", ".join(str(row.pk) for row in rest)
    save_with_reason(row=kept, user=user, reason=f"merged with event {ids}{how}")
    return kept


@transaction.atomic
def split(*, event: Event, user: User = None) -> Event | None:
    """Takes a merged event out again, as a draft; what it was kept as gives back what it lent.

    Returns the event that it was merged into; None, and nothing is done, where it is not merged.
    """
    pair = Event.objects.filter(pk__in=[event.pk, event.merged_into_id or event.pk])
    list(pair.select_for_update(of=("self",)).order_by("pk"))
    event.refresh_from_db()
    kept = event.merged_into
    if kept is None:
        return None
    own = _own_words(kept)
    event.status, event.merged_into, event.before_joining = Status.DRAFT, None, None
    save_with_reason(row=event, user=user, reason=f"split off from event {kept.pk}")
    _give_back(kept=kept, row=event, user=user)
    for row in kept.merged.order_by("pk"):
        _lend(kept=kept, row=row, user=user)  # what only the first to tell it had brought
    _say_together(kept, own)
    save_with_reason(row=kept, user=user, reason=f"event {event.pk} split off")
    return kept


def _refuse_impossible(*, wanted: set[int], rows: dict[int, Event], rest: list[Event]) -> None:
    if len(rows) != len(wanted):
        gone = ", ".join(str(pk) for pk in sorted(wanted - rows.keys()))
        raise CannotMerge(gettext("Event {numbers} is not there any more.").format(numbers=gone))
    if not rest:
        raise CannotMerge(gettext("Choose at least two events to merge."))
    if len(rows) > MOST_MERGED:
        many = gettext("Choose at most {most} events to merge, not {number}.")
        raise CannotMerge(many.format(most=MOST_MERGED, number=len(rows)))
    for row in rows.values():
        if row.merged_into_id is not None:
            raise CannotMerge(
                gettext(
                    "Event {number}, “{title}”, is already merged into event {other}. Put it back "
                    "to draft first to merge it with others."
                ).format(number=row.pk, title=row.title[:80], other=row.merged_into_id)
            )


def _let_go(event: Event, user: User) -> list[Event]:
    """Makes an event what it said itself, and returns those that had been merged into it."""
    joined = list(event.merged.order_by("pk"))
    if joined:
        _take(event, _own_words(event))
        for row in joined:
            _give_back(kept=event, row=row, user=user)
    return joined


# What an event says ------------------------------------------------------------------------------


def _own_words(event: Event) -> Event:
    """What the event said before others joined it, with what a person changed since."""
    if event.before_joining is None:
        return _copy(event)
    own = _unpacked(event.before_joining)
    together = _united([own, *_joined_words(event)])
    for name in SHARED:
        if getattr(event, name) != getattr(together, name):
            setattr(own, name, getattr(event, name))
    return own


def _joined_words(event: Event) -> list[Event]:
    rows = event.merged.order_by("pk")
    return [_unpacked(row.before_joining) if row.before_joining else row for row in rows]


def _say_together(kept: Event, own: Event) -> None:
    joined = _joined_words(kept)
    _take(kept, _united([own, *joined]))
    kept.before_joining = _packed(own) if joined else None


def _united(events: Sequence[Event]) -> Event:
    """What several reports know together; the first goes before where they differ."""
    made = _copy(events[0])
    days = united_days(events)
    if days is not None:
        made.first_day, made.last_day, made.date_prec = days.first, days.last, days.prec
    made.status = merged_status(events)
    made.main = any(event.main for event in events)
    made.planned = all(event.planned for event in events)
    made.actors = _once(actor for event in events for actor in _actors(event))
    for event in events:
        if made.fatalities is None:
            made.fatalities = event.fatalities
        if made.article_id is None:
            made.article_id = event.article_id
        if made.time_of_day is None and made.first_day == event.first_day:
            made.time_of_day, made.time_zone = event.time_of_day, event.time_zone
    known = [event.confidence for event in events if event.confidence is not None]
    made.confidence = max(known, default=None)
    return made


def _actors(event: Event) -> list[Any]:
    return event.actors if isinstance(event.actors, list) else []


def _once(values: Iterable[Any]) -> list[Any]:
    seen: list[Any] = []
    for value in values:
        if value not in seen:
            seen.append(value)
    return seen


def _copy(event: Event) -> Event:
    return Event(**{name: getattr(event, name) for name in SHARED})


def _take(event: Event, words: Event) -> None:
    for name in SHARED:
        setattr(event, name, getattr(words, name))


def _packed(event: Event) -> dict[str, Any]:
    """As ``before_joining`` keeps it: days and times as ISO 8601."""
    values = {name: getattr(event, name) for name in SHARED}
    return {
        name: value.isoformat() if isinstance(value, date | time) else value
        for name, value in values.items()
    }


def _unpacked(words: dict[str, Any]) -> Event:
    values: dict[str, Any] = {name: words.get(name) for name in SHARED}
    for name in DAYS:
        values[name] = date.fromisoformat(values[name]) if values[name] else None
    clock = values["time_of_day"]
    values["time_of_day"] = time.fromisoformat(clock) if clock else None
    return Event(**values)


# Locations and evidence --------------------------------------------------------------------------


def _lend(*, kept: Event, row: Event, user: User) -> None:
    """Copies of what ``row`` has and ``kept`` has not: places once, quotes once."""
    own = {location.place_id: location for location in kept.locations.all()}
    for location in row.locations.all():
        if location.place_id not in own:
            own[location.place_id] = _lent_location(kept, row, location, user)
    known = {_identity(quote) for quote in kept.evidence.all()}
    places = {location.pk: location.place_id for location in row.locations.all()}
    for quote in row.evidence.all():
        at = own[places[quote.location_id]] if quote.location_id in places else None
        copy = Evidence(
            event=kept,
            article_id=quote.article_id,
            kind=quote.kind,
            location=at,
            start=quote.start,
            end=quote.end,
            quote=quote.quote,
            joined_from=row,
        )
        if _identity(copy) not in known:
            known.add(_identity(copy))
            copy.save()


def _lent_location(kept: Event, row: Event, location: Location, user: User) -> Location:
    copy = Location(event=kept, place_id=location.place_id, joined_from=row, **point_of(location))
    save_with_reason(row=copy, user=user, reason=f"merged from event {row.pk}")
    return copy


def _give_back(*, kept: Event, row: Event, user: User) -> None:
    """Takes from ``kept`` what ``row`` lent it; a place that other quotes tell stays its own."""
    kept.evidence.filter(joined_from=row).delete()
    for location in kept.locations.filter(joined_from=row):
        if location.evidence.exists():
            location.joined_from = location.evidence.all()[0].joined_from
            save_with_reason(row=location, user=user, reason=f"told without event {row.pk} too")
        else:
            delete_with_reason(row=location, user=user, reason=f"event {row.pk} split off")


def _identity(quote: Evidence) -> tuple[int, str, int, int, int | None]:
    return (quote.article_id, quote.kind, quote.start, quote.end, quote.location_id)
