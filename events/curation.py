"""What an editor decides about events: publish, reject, reopen.

Each function is one transaction.  Each marks the events as curated, so that
reading their article again leaves them alone, and writes who did it and why
into the history.  Doing the same thing twice changes nothing the second time.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from events.codes import Status
from events.joining import split
from events.models import Event
from events.noting import BATCH, User, save_with_reason, update_with_reason


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
    """Puts the events back among the drafts; one that was merged into another is split off."""
    return _decide(events=events, status=Status.DRAFT, user=user, reason=reason)


@transaction.atomic
def mark_curated(*, event: Event, user: User = None, reason: str) -> None:
    """Notes in the history of the event what a person changed around it (a location, a quote)."""
    event.curated = True
    save_with_reason(row=event, user=user, reason=reason)


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
            if row.merged_into_id is not None:
                split(event=row, user=user)
            row.status = status
            row.curated = True
            row.merged_into = None
            row.changed_at = timezone.now()
        update_with_reason(fit, ("status", "curated", "merged_into", "changed_at"), user, reason)
        changed += len(fit)
        undated += len(rows) - len(fit)
    return Decided(changed, undated)
