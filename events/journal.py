# ruff: noqa: S608 - the statements are put together from constants of this file
"""The journal: which events changed, written by the database itself, whoever changes them.

Triggers on the tables (events/journal_triggers.py) add a row a change.  A
reader keeps a ``Mark`` of how far it has read and asks for what came after:
one short query when there is nothing.

A mark is of use only while the journal it was taken from goes on.  It goes on
if its key is the same and the newest row that the mark saw is still there with
the same stamp; a restored backup, a flush, a transaction that was rolled back
and a journal pruned beyond the mark all fail that, and the reader starts anew.

PostgreSQL: transactions commit in another order than they take numbers, so
rows are read by the transaction that wrote them, from the oldest that was
still running when the mark was taken (the snapshot's xmin).  SQLite has one
writer at a time: rows appear in the order of their numbers; there the stamp is
a random number, since numbers are given again after a rollback.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from typing import Any

from django.db import connection, models, transaction

MOST_CHANGES = 200_000  # rows read at once; after more, reading everything anew is quicker
KEPT = 500_000  # rows that pruning leaves, so that bases made on other machines still serve
_BATCH = 50_000
_NONE: frozenset[tuple[int, int]] = frozenset()


def _new_key() -> str:
    return secrets.token_hex(16)


class Journal(models.Model):
    """One row: which journal this is, and what of it has gone."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    key = models.CharField(max_length=32, default=_new_key)
    pruned_to = models.BigIntegerField(default=0, help_text="Number of the last row that has gone.")
    pruned_transaction = models.BigIntegerField(default=0)

    class Meta:
        default_permissions = ()
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="journal_is_one_row")]

    def __str__(self) -> str:
        return self.key


class EventChange(models.Model):
    """An event, or all at a place, or all that rest on an article or a source, changed or went.

    ``transaction``: PostgreSQL's number of the transaction; on SQLite a random number.
    """

    event_id = models.BigIntegerField(null=True)
    place_id = models.BigIntegerField(null=True)
    article_id = models.BigIntegerField(null=True)
    source_id = models.BigIntegerField(null=True)
    transaction = models.BigIntegerField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"Change {self.pk}"


@dataclass(frozen=True, slots=True)
class Mark:
    """How far a reader has read.

    ``last`` and ``stamp``: number and transaction of the newest row seen (0, 0: none yet).
    ``horizon``: every transaction below it is read (PostgreSQL).  ``seen``: (number,
    transaction) of rows at or past the horizon that are read already.
    """

    key: str
    last: int = 0
    stamp: int = 0
    horizon: int = 0
    seen: frozenset[tuple[int, int]] = _NONE

    def to_json(self) -> dict[str, Any]:
        """Without ``seen``: what is read twice is no harm."""
        return {
            "key": self.key,
            "last": self.last,
            "stamp": self.stamp,
            "horizon": self.horizon,
        }

    @classmethod
    def from_json(cls, facts: dict[str, Any]) -> Mark:
        return cls(
            str(facts["key"]), int(facts["last"]), int(facts["stamp"]), int(facts["horizon"])
        )


@dataclass(frozen=True, slots=True)
class Changes:
    """What came after a mark: the events, or None to start anew; how many rows said so."""

    events: frozenset[int] | None
    rows: int
    mark: Mark


def current_mark() -> Mark:
    """A mark after everything that this connection sees."""
    with connection.cursor() as cursor:
        cursor.execute(_NOW[connection.vendor])
        found = cursor.fetchall()
    if not found:
        Journal.objects.get_or_create(id=1)
        return current_mark()
    key, horizon = found[0][:2]
    rows = [(number, stamp) for _, _, number, stamp in found if number is not None]
    last, stamp = max(rows, default=(0, 0))
    seen = frozenset(row for row in rows if row[1] >= horizon)
    return Mark(key, last, stamp, horizon, seen if connection.vendor == "postgresql" else _NONE)


def changed_since(mark: Mark) -> tuple[set[int] | None, Mark]:
    """The ids of events changed since, deleted ones too, and the next mark.

    None in their place: the journal does not reach back to the mark, read all events anew.
    """
    changes = read_changes(mark)
    return (None if changes.events is None else set(changes.events)), changes.mark


def read_changes(mark: Mark) -> Changes:
    read = _read_postgresql if connection.vendor == "postgresql" else _read_sqlite
    found = read(mark)
    if found is None:
        return Changes(None, 0, current_mark())
    rows, after = found
    if not rows:
        return Changes(frozenset(), 0, after)
    return Changes(_events_of(rows), len(rows), after)


# number, transaction, event, place, article, source
_Row = tuple[int, int, int | None, int | None, int | None, int | None]

# The key holds PostgreSQL's number of the database, so that a copy is another journal.
_PG_STATE = """
    WITH j AS (SELECT key || '-' || (SELECT oid FROM pg_database
                                     WHERE datname = current_database())::text AS key,
        pruned_to, pruned_transaction,
        pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS xmin
        FROM events_journal WHERE id = 1)"""
_NOW = {
    "sqlite": """
        SELECT j.key, 0, c.id, c."transaction" FROM events_journal j
        LEFT JOIN events_eventchange c ON c.id = (SELECT max(id) FROM events_eventchange)
        WHERE j.id = 1""",
    "postgresql": _PG_STATE
    + """
        SELECT j.key, j.xmin, c.id, c."transaction" FROM j
        LEFT JOIN events_eventchange c ON c."transaction" >= j.xmin
            OR c.id = (SELECT max(id) FROM events_eventchange)""",
}
_STATE_SQLITE = """
    SELECT j.key, j.pruned_to, (SELECT max(id) FROM events_eventchange),
        (SELECT "transaction" FROM events_eventchange WHERE id = %s)
    FROM events_journal j WHERE j.id = 1"""
_NEW_SQLITE = """
    SELECT id, "transaction", event_id, place_id, article_id, source_id
    FROM events_eventchange WHERE id > %s ORDER BY id LIMIT %s"""
_NEW_POSTGRESQL = (
    _PG_STATE
    + """
    SELECT j.key, j.pruned_to, j.pruned_transaction, j.xmin,
        (SELECT "transaction" FROM events_eventchange WHERE id = %(last)s),
        c.id, c."transaction", c.event_id, c.place_id, c.article_id, c.source_id
    FROM j LEFT JOIN events_eventchange c
        ON c."transaction" >= %(horizon)s AND NOT c.id = ANY(%(seen)s)
    LIMIT %(most)s"""
)


def _read_sqlite(mark: Mark) -> tuple[list[_Row], Mark] | None:
    with connection.cursor() as cursor:
        cursor.execute(_STATE_SQLITE, [mark.last])
        state = cursor.fetchone()
        if state is None:
            return None
        key, pruned_to, newest, stamp = state
        if key != mark.key or not _goes_on(mark, stamp, pruned_to):
            return None
        if (newest or 0) <= mark.last:
            return [], mark
        cursor.execute(_NEW_SQLITE, [mark.last, MOST_CHANGES + 1])
        rows: list[_Row] = cursor.fetchall()
    if len(rows) > MOST_CHANGES:
        return None
    return rows, replace(mark, last=rows[-1][0], stamp=rows[-1][1])


def _read_postgresql(mark: Mark) -> tuple[list[_Row], Mark] | None:
    values: dict[str, Any] = {
        "last": mark.last,
        "horizon": mark.horizon,
        "seen": [number for number, _ in mark.seen],
        "most": MOST_CHANGES + 1,
    }
    with connection.cursor() as cursor:
        cursor.execute(_NEW_POSTGRESQL, values)
        found = cursor.fetchall()
    if not found or len(found) > MOST_CHANGES:
        return None
    key, pruned_to, pruned_transaction, xmin, stamp = found[0][:5]
    if key != mark.key or not _goes_on(mark, stamp, pruned_to):
        return None
    if xmin < mark.horizon or (pruned_transaction and pruned_transaction >= mark.horizon):
        return None
    rows: list[_Row] = [row[5:] for row in found if row[5] is not None]
    seen = mark.seen | {(row[0], row[1]) for row in rows}
    seen = frozenset(pair for pair in seen if pair[1] >= xmin)
    last, stamp = max([(mark.last, mark.stamp), *((row[0], row[1]) for row in rows)])
    return rows, Mark(mark.key, last, stamp, xmin, seen)


def _goes_on(mark: Mark, stamp: int | None, pruned_to: int) -> bool:
    if mark.last == 0:
        return pruned_to == 0
    return stamp == mark.stamp


def _events_of(rows: list[_Row]) -> frozenset[int]:
    """Places, articles and sources are looked up now: what left them has a row of its own."""
    from events.models import Evidence, Location

    events = {row[2] for row in rows if row[2] is not None}
    places = {row[3] for row in rows if row[3] is not None}
    articles = {row[4] for row in rows if row[4] is not None}
    sources = {row[5] for row in rows if row[5] is not None}
    for some in _batches(places):
        found = Location.objects.filter(place_id__in=some)
        events.update(found.values_list("event_id", flat=True))
    for some in _batches(articles):
        quoted = Evidence.objects.filter(article_id__in=some)
        events.update(quoted.values_list("event_id", flat=True).distinct())
    for some in _batches(sources):
        quoted = Evidence.objects.filter(article__source_id__in=some)
        events.update(quoted.values_list("event_id", flat=True).distinct())
    return frozenset(events)


def _batches(ids: set[int]) -> list[list[int]]:
    ordered = sorted(ids)
    return [ordered[start : start + 500] for start in range(0, len(ordered), 500)]


def start_anew() -> None:
    """Every reader reads all events again: after changes that the triggers did not see."""
    Journal.objects.update_or_create(id=1, defaults={"key": _new_key()})


def prune(mark: Mark, *, kept: int = KEPT) -> int:
    """Drop rows that are older than the mark by more than ``kept``; says how many went."""
    end = mark.last - kept
    gone = 0
    while True:
        with transaction.atomic():
            batch = list(
                EventChange.objects.filter(id__lte=end)
                .order_by("id")
                .values_list("id", "transaction")[:_BATCH]
            )
            if not batch:
                return gone
            journal = Journal.objects.select_for_update().get(id=1)
            journal.pruned_to = max(journal.pruned_to, batch[-1][0])
            if connection.vendor == "postgresql":
                newest = max(stamp for _, stamp in batch)
                journal.pruned_transaction = max(journal.pruned_transaction, newest)
            journal.save()
            EventChange.objects.filter(id__lte=batch[-1][0]).delete()
            gone += len(batch)
