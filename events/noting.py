"""Writing who changed what, and why, into the history of events and locations."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.contrib.auth.models import AbstractBaseUser
from simple_history.utils import bulk_update_with_history

from events.models import Event, Location

REASON_LENGTH = 100  # of history_change_reason in the history tables
BATCH = 500  # rows that a statement carries

User = AbstractBaseUser | None


def change_reason(*parts: str) -> str:
    """The parts as one line that fits into the history."""
    line = "; ".join(part.strip() for part in parts if part.strip())
    return line if len(line) <= REASON_LENGTH else line[: REASON_LENGTH - 1] + "…"


def with_reason(*, row: Event | Location, user: User, reason: str) -> None:
    """What the history says of the row's next change."""
    row._history_user = user  # type: ignore[union-attr]
    row._change_reason = change_reason(reason)  # type: ignore[union-attr]


def save_with_reason(*, row: Event | Location, user: User, reason: str) -> None:
    with_reason(row=row, user=user, reason=reason)
    row.save()


def delete_with_reason(*, row: Event | Location, user: User, reason: str) -> None:
    with_reason(row=row, user=user, reason=reason)
    row.delete()


def update_with_reason(
    rows: Sequence[Event], fields: Collection[str], user: User, reason: str
) -> None:
    if rows:
        bulk_update_with_history(
            rows,
            Event,
            list(fields),
            batch_size=BATCH,
            default_user=user,
            default_change_reason=change_reason(reason),
        )
