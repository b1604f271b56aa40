# ruff: noqa: S608 - the names put into these statements stand in this file
"""The triggers that write the journal, for SQLite and for PostgreSQL.

On SQLite a later migration that alters one of the tables makes the table anew
and loses its triggers; so they are looked after each ``migrate`` and put back
(``ensure``, from the app's ``post_migrate``).  Their bodies name no table but
the journal, or renaming tables would fail on them.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from events.journal import start_anew

# table, the column of the journal, the table's column that says which event
_ROWS = (
    ("events_event", "event_id", "id"),
    ("events_location", "event_id", "event_id"),
    ("events_evidence", "event_id", "event_id"),
)
# table, the column of the journal, the columns whose change counts
_UPDATES = (
    ("events_place", "place_id", ("country", "admin1", "name", "other_names")),
    ("events_article", "article_id", ("source_id",)),
    ("events_source", "source_id", ("name",)),
)
NAMES = frozenset(
    [f"journal_{table}_{verb}" for table, _, _ in _ROWS for verb in ("insert", "update", "delete")]
    + [f"journal_{table}_update" for table, _, _ in _UPDATES]
)


def ensure(connection: BaseDatabaseWrapper) -> None:
    """Put missing triggers in place; if any was missing, changes may have been, so start anew."""
    if "events_eventchange" not in connection.introspection.table_names():
        return
    if _present(connection) >= NAMES:
        return
    with transaction.atomic(using=connection.alias):
        drop(connection)
        create(connection)
        start_anew()


def create(connection: BaseDatabaseWrapper) -> None:
    statements = _postgresql() if connection.vendor == "postgresql" else _sqlite()
    _run(connection, statements)


def drop(connection: BaseDatabaseWrapper) -> None:
    if connection.vendor == "sqlite":
        _run(connection, (f"DROP TRIGGER IF EXISTS {name}" for name in sorted(NAMES)))
        return
    names = [*sorted(NAMES), "journal_truncate"]
    _run(connection, (f"DROP FUNCTION IF EXISTS events_{name}() CASCADE" for name in names))


@contextmanager
def unwatched(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """One transaction whose changes are not written down one by one; readers start anew after it.

    For adding events by the hundred thousand.
    """
    with transaction.atomic(using=connection.alias):
        drop(connection)
        yield
        create(connection)
        start_anew()


def _present(connection: BaseDatabaseWrapper) -> set[str]:
    query = (
        "SELECT tgname FROM pg_trigger WHERE tgname LIKE 'journal%%' AND tgrelid IN "
        "(SELECT oid FROM pg_class WHERE relnamespace = current_schema()::regnamespace)"
        if connection.vendor == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    )
    with connection.cursor() as cursor:
        cursor.execute(query, [])
        return {name for (name,) in cursor.fetchall()}


def _run(connection: BaseDatabaseWrapper, statements: Any) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


# SQLite: a row at a time ------------------------------------------------------------------------
def _sqlite() -> Iterator[str]:
    for table, column, key in _ROWS:
        for verb, ids in (
            ("insert", f"SELECT NEW.{key} AS changed"),
            ("delete", f"SELECT OLD.{key} AS changed"),
            # Evidence and locations move from event to event when events are merged.
            ("update", f"SELECT OLD.{key} AS changed UNION SELECT NEW.{key}"),
        ):
            yield (
                f"CREATE TRIGGER journal_{table}_{verb} AFTER {verb.upper()} ON {table} BEGIN "
                f'INSERT INTO events_eventchange ({column}, "transaction") '
                f"SELECT changed, random() FROM ({ids}); END"
            )
    for table, column, columns in _UPDATES:
        differs = " OR ".join(f"OLD.{name} IS NOT NEW.{name}" for name in columns)
        yield (
            f"CREATE TRIGGER journal_{table}_update AFTER UPDATE ON {table} WHEN {differs} BEGIN "
            f'INSERT INTO events_eventchange ({column}, "transaction") '
            "VALUES (NEW.id, random()); END"
        )


# PostgreSQL: a statement at a time --------------------------------------------------------------
_XID = "pg_current_xact_id()::text::bigint"


def _postgresql() -> Iterator[str]:
    for table, column, key in _ROWS:
        for verb, tables, ids in (
            ("insert", "NEW TABLE AS new_rows", f"SELECT {key} AS changed FROM new_rows"),
            ("delete", "OLD TABLE AS old_rows", f"SELECT {key} AS changed FROM old_rows"),
            (
                "update",
                "OLD TABLE AS old_rows NEW TABLE AS new_rows",
                f"SELECT {key} AS changed FROM old_rows UNION SELECT {key} FROM new_rows",
            ),
        ):
            yield from _postgresql_trigger(table, verb, tables, column, ids)
    for table, column, columns in _UPDATES:
        old = ", ".join(f"o.{name}" for name in columns)
        new = ", ".join(f"n.{name}" for name in columns)
        ids = (
            "SELECT n.id AS changed FROM new_rows n JOIN old_rows o ON o.id = n.id "
            f"WHERE ({old}) IS DISTINCT FROM ({new})"
        )
        tables = "OLD TABLE AS old_rows NEW TABLE AS new_rows"
        yield from _postgresql_trigger(table, "update", tables, column, ids)
    yield (
        "CREATE OR REPLACE FUNCTION events_journal_truncate() RETURNS trigger LANGUAGE plpgsql "
        "AS $$ BEGIN DELETE FROM events_journal; RETURN NULL; END $$"
    )
    for table, _, _ in _ROWS:
        yield (
            f"CREATE TRIGGER journal_{table}_truncate AFTER TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION events_journal_truncate()"
        )


def _postgresql_trigger(table: str, verb: str, tables: str, column: str, ids: str) -> Iterator[str]:
    name = f"journal_{table}_{verb}"
    yield (
        f"CREATE OR REPLACE FUNCTION events_{name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f'INSERT INTO events_eventchange ({column}, "transaction") '
        f"SELECT DISTINCT changed, {_XID} FROM ({ids}) rows; RETURN NULL; END $$"
    )
    yield (
        f"CREATE TRIGGER {name} AFTER {verb.upper()} ON {table} REFERENCING {tables} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION events_{name}()"
    )
