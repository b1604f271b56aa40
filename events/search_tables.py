"""The table of words, ``events_words``: full-text search of SQLite and of PostgreSQL over one text.

SQLite: FTS5 over the folded words (``tokenize = ascii`` cuts them at spaces alone).
PostgreSQL: a table with GIN indexes over ``array_to_tsvector`` of the same words.
Both answer with ids as one text, "1,2,3": a million rows through the driver take
0.4 s, as one text 0.09 s.
"""

# ruff: noqa: S608 - SQL is put together from constants alone; values are always bound

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from events.search_texts import BETWEEN, EventWords
from events.words import Wanted

Ids = npt.NDArray[np.int64]  # sorted, each once

_SQLITE = (
    # Without positions of words (detail = column) the index is half as large; phrases, which are
    # rare, are looked for in the text.  Beginnings of up to three letters have an index of their
    # own, as the first letters typed fit many words.
    "CREATE VIRTUAL TABLE events_words USING fts5"
    "(title, body, tokenize = 'ascii', detail = column, prefix = '1 2 3')",
)
_VECTOR = "array_to_tsvector(array_remove(string_to_array({}, ' '), ''))"
_BOTH = _VECTOR.format("title || ' ' || body")
_TITLE = _VECTOR.format("title")
_PLAN = "SET enable_seqscan = off SET enable_indexscan = off SET jit = off"
_POSTGRESQL = (
    # Texts go to the side (TOAST), so that what a search visits is small.
    "CREATE TABLE events_words (event_id bigint PRIMARY KEY, title text NOT NULL,"
    " body text NOT NULL) WITH (toast_tuple_target = 128)",
    f"CREATE INDEX events_words_all ON events_words USING gin ({_BOTH})",
    f"CREATE INDEX events_words_title ON events_words USING gin ({_TITLE})",
    # A search for a usual word is never to go through the whole table, folding every text again
    # (seconds): the GIN index alone is looked in.  A function can say so for itself alone.
    "CREATE FUNCTION events_words_found(query tsquery, phrases text[]) RETURNS text"
    f" LANGUAGE sql STABLE {_PLAN} AS $$"
    f" SELECT string_agg(event_id::text, ',') FROM events_words WHERE {_BOTH} @@ query"
    " AND NOT EXISTS (SELECT 1 FROM unnest(phrases) phrase"
    f" WHERE strpos(' ' || title || '{BETWEEN}' || body || ' ', phrase) = 0) $$",
    "CREATE FUNCTION events_words_titled(query tsquery) RETURNS text"
    f" LANGUAGE sql STABLE {_PLAN} AS $$"
    f" SELECT string_agg(event_id::text, ',') FROM events_words WHERE {_TITLE} @@ query $$",
)
_DROP_SQLITE = ("DROP TABLE events_words",)
_DROP_POSTGRESQL = (
    "DROP FUNCTION events_words_titled",
    "DROP FUNCTION events_words_found",
    "DROP TABLE events_words",
)


def create(on: BaseDatabaseWrapper) -> None:
    _run(on, _POSTGRESQL if on.vendor == "postgresql" else _SQLITE)


def drop(on: BaseDatabaseWrapper) -> None:
    _run(on, _DROP_POSTGRESQL if on.vendor == "postgresql" else _DROP_SQLITE)


def _run(on: BaseDatabaseWrapper, statements: Iterable[str]) -> None:
    with on.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def found(asked: Wanted) -> Ids:
    """The events of the table in which everything that is asked for occurs."""
    phrases = [f" {phrase} " for phrase in asked.phrases]
    if connection.vendor == "postgresql":
        return _ids("SELECT events_words_found(%s::tsquery, %s)", [_tsquery(asked), phrases])
    sql = "SELECT group_concat(rowid) FROM events_words WHERE events_words MATCH %s"
    text = f"' ' || title || '{BETWEEN}' || body || ' '"
    sql += "".join(f" AND instr({text}, %s) > 0" for _ in phrases)
    return _ids(sql, [_match(asked), *phrases])


def titled(word: str, *, unfinished: bool) -> Ids:
    """The events of the table in whose title the word occurs."""
    asked = Wanted(beginnings=(word,)) if unfinished else Wanted(words=(word,))
    if connection.vendor == "postgresql":
        return _ids("SELECT events_words_titled(%s::tsquery)", [_tsquery(asked)])
    sql = "SELECT group_concat(rowid) FROM events_words WHERE events_words MATCH %s"
    return _ids(sql, [f"title : {_match(asked)}"])


def clear() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "TRUNCATE events_words"
            if connection.vendor == "postgresql"
            else "DELETE FROM events_words"
        )


def replace(gone: Sequence[int], texts: dict[int, EventWords]) -> None:
    """Take rows out, then put these in; within a transaction of the caller."""
    key = "event_id" if connection.vendor == "postgresql" else "rowid"
    rows = [(event, words.title, words.body) for event, words in texts.items()]
    with connection.cursor() as cursor:
        cursor.executemany(
            f"DELETE FROM events_words WHERE {key} = %s",
            [(event,) for event in gone],
        )
        cursor.executemany(
            f"INSERT INTO events_words ({key}, title, body) VALUES (%s, %s, %s)",
            rows,
        )


def _ids(sql: str, values: Sequence[str | list[str]]) -> Ids:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        (text,) = cursor.fetchone() or ("",)
    if not text:
        return np.empty(0, np.int64)
    return np.sort(np.fromstring(text, np.int64, sep=","))


def _match(asked: Wanted) -> str:
    """The words hold letters and digits alone; quoted, none of them is an operator."""
    beginnings = (f'"{beginning}"*' for beginning in asked.beginnings)
    return " AND ".join([*(f'"{word}"' for word in asked.words), *beginnings])


def _tsquery(asked: Wanted) -> str:
    beginnings = (f"'{beginning}':*" for beginning in asked.beginnings)
    return " & ".join([*(f"'{word}'" for word in asked.words), *beginnings])
