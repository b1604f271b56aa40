"""What an editor decides about events: publish, reject, reopen, merge.

Each function is one transaction.  Each marks the events as curated, so that
reading their article again leaves them alone, and writes who did it and why
into the history.  Doing the same thing twice changes nothing the second time.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from simple_history.utils import bulk_update_with_history

from events.codes import DatePrec, Status
from events.geoparsing.dates.intervals import precision
from events.models import Event, Evidence, Location

REASON_LENGTH = 100  # of history_change_reason in the history tables
BATCH = 500  # rows that a statement carries
MOST_MERGED = 20  # events in one merge: more are a mistaken selection
# The status of merged events is that of the one furthest along.
STATUS_ORDER = (Status.PUBLISHED.value, Status.DRAFT.value, Status.REJECTED.value)

User = AbstractBaseUser | None


class CannotMerge(ValueError):
    """These events cannot become one; the message says why."""


def change_reason(*parts: str) -> str:
    """The parts as one line that fits into the history."""
    line = "; ".join(part.strip() for part in parts if part.strip())
    return line if len(line) <= REASON_LENGTH else line[: REASON_LENGTH - 1] + "…"


@dataclass(frozen=True, slots=True)
class Decided:
    """How many events a decision changed, and how many it could not: they have no days."""

    changed: int
    undated: int = 0


def publish(*, events: Iterable[Event], user: User = None, reason: str = "published") -> Decided:
    """Shows the events to readers; those without days stay as they are."""
    return _decide(events=events, status=Status.PUBLISHED, user=user, reason=reason)


def reject(*, events: Iterable[Event], user: User = None, reason: str = "rejected") -> Decided:
    """Takes the events out of sight."""
    return _decide(events=events, status=Status.REJECTED, user=user, reason=reason)


def reopen(*, events: Iterable[Event], user: User = None, reason: str = "back to draft") -> Decided:
    """Puts the events back among the drafts.

    An event that was merged into another one becomes a draft of its own again,
    without the evidence and locations that went over to the other.
    """
    return _decide(events=events, status=Status.DRAFT, user=user, reason=reason)


@transaction.atomic
def mark_curated(*, event: Event, user: User = None, reason: str) -> None:
    """Notes in the history of the event what a person changed around it (a location, a quote)."""
    event.curated = True
    save_with_reason(row=event, user=user, reason=reason)


def save_with_reason(*, row: Event | Location, user: User, reason: str) -> None:
    row._history_user = user  # type: ignore[union-attr]
    row._change_reason = change_reason(reason)  # type: ignore[union-attr]
    row.save()


@transaction.atomic
def _decide(*, events: Iterable[Event], status: Status, user: User, reason: str) -> Decided:
    changed = undated = 0
    chosen = sorted(event.pk for event in events)
    for start in range(0, len(chosen), BATCH):
        rows = list(
            Event.objects.select_for_update(of=("self",))
            .filter(pk__in=chosen[start : start + BATCH])
            .exclude(status=status, curated=True, merged_into__isnull=True)
            .order_by("pk")
        )
        fit = [row for row in rows if status != Status.PUBLISHED or row.first_day]
        for row in fit:
            row.status = status
            row.curated = True
            row.merged_into = None
            row.changed_at = timezone.now()
        _update(fit, ("status", "curated", "merged_into", "changed_at"), user, reason)
        changed += len(fit)
        undated += len(rows) - len(fit)
    return Decided(changed, undated)


def _update(rows: Sequence[Event], fields: Collection[str], user: User, reason: str) -> None:
    if rows:
        bulk_update_with_history(
            rows,
            Event,
            list(fields),
            batch_size=BATCH,
            default_user=user,
            default_change_reason=change_reason(reason),
        )


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
def merge(*, keep: Event, others: Iterable[Event], user: User = None) -> Event:
    """Makes one event of several reports of it.

    ``keep`` stays, with its title, type and note; it takes over evidence (each
    quote once), locations (each place once), actors, unknown fields and the
    united days.  The others are rejected and point to it by ``merged_into``.
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
    _fill_in(kept, rest)
    for row in rest:
        _move_locations(kept=kept, other=row, user=user)
        _move_evidence(kept=kept, other=row)
        row.status, row.curated, row.merged_into = Status.REJECTED, True, kept
        save_with_reason(row=row, user=user, reason=f"merged into event {kept.pk}")
    _forward_earlier_merges(kept=kept, rest=rest, user=user)
    ids = ", ".join(str(row.pk) for row in rest)
    kept.curated = True
    save_with_reason(row=kept, user=user, reason=f"merged with event {ids}")
    return kept


def _refuse_impossible(*, wanted: set[int], rows: dict[int, Event], rest: list[Event]) -> None:
    if len(rows) != len(wanted):
        gone = ", ".join(str(pk) for pk in sorted(wanted - rows.keys()))
        raise CannotMerge(f"Event {gone} is not there any more.")
    if not rest:
        raise CannotMerge("Choose at least two events to merge.")
    if len(rows) > MOST_MERGED:
        raise CannotMerge(f"Choose at most {MOST_MERGED} events to merge, not {len(rows)}.")
    for row in rows.values():
        if row.merged_into_id is not None:
            raise CannotMerge(
                f"Event {row.pk}, “{row.title[:80]}”, is already merged into event "
                f"{row.merged_into_id}. Put it back to draft first to merge it with others."
            )


def _fill_in(kept: Event, rest: Sequence[Event]) -> None:
    """What the other reports know and the kept one does not."""
    together = [kept, *rest]
    days = united_days(together)
    if days is not None:
        kept.first_day, kept.last_day, kept.date_prec = days.first, days.last, days.prec
    kept.status = merged_status(together)
    kept.main = any(event.main for event in together)
    kept.planned = all(event.planned for event in together)
    kept.actors = _once(actor for event in together for actor in _actors(event))
    for row in rest:
        if kept.fatalities is None:
            kept.fatalities = row.fatalities
        if kept.article_id is None:
            kept.article_id = row.article_id
        if kept.time_of_day is None and kept.first_day == row.first_day:
            kept.time_of_day, kept.time_zone = row.time_of_day, row.time_zone
    known = [event.confidence for event in together if event.confidence is not None]
    kept.confidence = max(known, default=None)


def _actors(event: Event) -> list[Any]:
    return event.actors if isinstance(event.actors, list) else []


def _once(values: Iterable[Any]) -> list[Any]:
    seen: list[Any] = []
    for value in values:
        if value not in seen:
            seen.append(value)
    return seen


def _move_locations(*, kept: Event, other: Event, user: User) -> None:
    """Each place once: the kept event's own point stands, and the other's evidence goes to it."""
    own = {location.place_id: location for location in kept.locations.all()}
    for location in other.locations.all():
        standing = own.get(location.place_id)
        if standing is None:
            location.event = kept
            save_with_reason(row=location, user=user, reason=f"merged from event {other.pk}")
            continue
        Evidence.objects.filter(location=location).update(location=standing)
        location._history_user = user  # type: ignore[attr-defined]
        location._change_reason = f"merged into event {kept.pk}, which has the place"  # type: ignore[attr-defined]
        location.delete()


def _move_evidence(*, kept: Event, other: Event) -> None:
    """Each quote once: the same words for the same thing are not listed twice."""
    own = {_identity(quote) for quote in kept.evidence.all()}
    for quote in other.evidence.all():
        if _identity(quote) in own:
            quote.delete()
        else:
            own.add(_identity(quote))
            Evidence.objects.filter(pk=quote.pk).update(event=kept)


def _identity(quote: Evidence) -> tuple[int, str, int, int, int | None]:
    return (quote.article_id, quote.kind, quote.start, quote.end, quote.location_id)


def _forward_earlier_merges(*, kept: Event, rest: Sequence[Event], user: User) -> None:
    earlier = list(Event.objects.filter(Q(merged_into__in=rest)).order_by("pk"))
    for row in earlier:
        row.merged_into = kept
        row.changed_at = timezone.now()
    _update(earlier, ("merged_into", "changed_at"), user, f"merged on into event {kept.pk}")
