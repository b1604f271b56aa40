# ruff: noqa: S608 - the statements are put together from constants and whole numbers
"""Rows from the database: a few plain queries, joined in NumPy.

Raw statements, since a million objects take minutes and a million tuples two seconds.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from events.maps.index.dictionaries import Dictionaries
from events.maps.index.mercator import Ints
from events.maps.index.questions import CONFIDENCE_STEPS, NO_CONFIDENCE, NO_DAY
from events.maps.index.rows import DTYPES, NO_CELL, STATUSES, TYPES, Rows

_CHUNK = 20_000  # rows fetched at once
_IDS = 2_000  # ids named in one statement
_NO_SOURCE = -1
# Numbers that share one, and how many values each has room for.
_CODES, _STEPS, _DAYS = 32, 2**16, 2**32


def read_rows(dictionaries: Dictionaries, ids: Iterable[int] | None = None) -> Rows:
    """All events, or these (those that are gone have no rows); two to five queries a chunk of ids.

    New names and sets of names are added to the dictionaries.
    """
    if ids is None:
        return _read(dictionaries, None)
    wanted = sorted(ids)
    chunks = [wanted[start : start + _IDS] for start in range(0, len(wanted), _IDS)] or [[]]
    return Rows.join(_read(dictionaries, chunk) for chunk in chunks)


def _read(dictionaries: Dictionaries, ids: list[int] | None) -> Rows:
    events = _integers(_events_sql(), 4, _only("id", ids))
    events = _in_order(events)
    locations = _integers(_LOCATIONS, 5, _only("event_id", ids))
    with_point, known = _places(locations[:, 0], events[:, 0])
    locations, with_point = locations[known], with_point[known]  # an event may have gone meanwhile
    sources = _source_sets(dictionaries, events[:, 0], ids)
    actors = _actor_sets(dictionaries, events[:, 0], ids)
    areas = _areas(dictionaries, locations[:, 1])

    bare = np.ones(len(events), bool)
    bare[with_point] = False
    without_point = np.flatnonzero(bare)
    of_event = np.concatenate([with_point, without_point])
    none = np.zeros(len(without_point), np.int64)
    columns = {
        "event": events[of_event, 0],
        "place": np.concatenate([locations[:, 1], none]),
        "cell": np.concatenate([locations[:, 2], none + NO_CELL]),
        "where": np.concatenate([locations[:, 3], none]),
        "radius": np.concatenate([locations[:, 4], none]),
        "area": np.concatenate([areas, none + dictionaries.areas.code("")]),
        "source": sources[of_event],
        "actors": actors[of_event],
    }
    facts = _unpacked(events[:, 1], events[:, 2])
    columns |= {name: numbers[of_event] for name, numbers in facts.items()}
    columns["fatalities"] = events[of_event, 3]
    return Rows(**{name: columns[name].astype(dtype) for name, dtype in DTYPES.items()})


def _integers(sql: str, width: int, condition: str) -> Ints:
    """The rows of a statement that gives whole numbers alone, no NULL among them."""
    if connection.vendor == "postgresql" and not condition:
        return _paged(sql, width)
    parts = [np.zeros((0, width), np.int64)]
    for rows in _fetch(f"{sql} {condition}"):
        numbers = np.fromiter(chain.from_iterable(rows), np.int64, len(rows) * width)
        parts.append(numbers.reshape(-1, width))
    return np.concatenate(parts)


# What PostgreSQL sends for a page: COPY's header (19 bytes), the number of columns and the length
# of the one there is (6); the header of an array of two dimensions (28); its numbers, each after
# its length; COPY's trailer (2).
_PAGE = 50_000
_NUMBERS_BEGIN, _NUMBERS_END = 19 + 6 + 28, 2


def _paged(sql: str, width: int) -> Ints:
    """A table in pages, each an array of whole numbers: a message a row takes ten times as long."""
    columns, table = sql.removeprefix("SELECT ").split(" FROM ")
    number = np.dtype([("length", ">i4"), ("value", ">i8")])
    parts, last = [np.zeros((0, width), np.int64)], -(2**62)
    while True:
        page = (
            f"SELECT array_send(array_agg(ARRAY[id, {columns}]::bigint[])) FROM "
            f"(SELECT * FROM {table} WHERE id > {last} ORDER BY id LIMIT {_PAGE}) AS page"
        )
        statement = f"COPY ({page}) TO STDOUT (FORMAT BINARY)"
        with connection.cursor() as cursor, cursor.copy(statement) as copy:
            data = b"".join(copy)
        if len(data) <= _NUMBERS_BEGIN:
            return np.concatenate(parts)
        numbers = np.frombuffer(data[_NUMBERS_BEGIN:-_NUMBERS_END], number)["value"]
        rows = numbers.reshape(-1, width + 1).astype(np.int64)
        parts.append(rows[:, 1:])
        last = int(rows[-1, 0])


def _fetch(sql: str) -> Iterator[list[tuple[Any, ...]]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        while rows := cursor.fetchmany(_CHUNK):
            yield rows


def _only(column: str, ids: list[int] | None) -> str:
    if ids is None:
        return ""
    return f"WHERE {column} IN ({', '.join(map(str, map(int, ids))) or 'NULL'})"


_LOCATIONS = "SELECT event_id, place_id, cell, where_prec, radius_m FROM events_location"


def _events_sql() -> str:
    postgresql = connection.vendor == "postgresql"
    day = "({0} - DATE '1970-01-01')" if postgresql else "CAST(julianday({0}) - 2440587.5 AS INT)"
    whole = "floor({0})::int" if postgresql else "CAST({0} AS INT)"
    first, last = (
        f"COALESCE({day.format(column)}, {NO_DAY})" for column in ("first_day", "last_day")
    )
    # A hair more, so that 0.7 * 10000 = 6999.999… counts as 7000.
    confidence = whole.format(f"confidence * {CONFIDENCE_STEPS} + 0.000001")
    codes = (
        f"(({_code_of('type', TYPES)} * {_CODES} + {_code_of('status', STATUSES)}) * {_CODES}"
        f" + COALESCE(date_prec, 0)) * {_STEPS} + COALESCE({confidence}, {NO_CONFIDENCE})"
    )
    one = "1::bigint" if postgresql else "1"
    days = f"{one} * {first} * {_DAYS} + ({last} + {one} * {_DAYS // 2})"
    return f"SELECT id, {codes}, {days}, COALESCE(fatalities, 0) FROM events_event"


def _unpacked(codes: Ints, days: Ints) -> dict[str, Ints]:
    """What ``_events_sql`` puts into two numbers: each that is fetched costs more than its sums."""
    rest, confidence = np.divmod(codes, _STEPS)
    rest, date_prec = np.divmod(rest, _CODES)
    kind, status = np.divmod(rest, _CODES)
    first, last = np.divmod(days, _DAYS)
    return {
        "type": kind,
        "status": status,
        "date_prec": date_prec,
        "confidence": confidence,
        "first": first,
        "last": last - _DAYS // 2,
    }


def _code_of(column: str, values: tuple[str, ...]) -> str:
    cases = " ".join(f"WHEN '{value}' THEN {code}" for code, value in enumerate(values))
    return f"CASE {column} {cases} ELSE {len(values) - 1} END"


def _areas(dictionaries: Dictionaries, places: Ints) -> NDArray[np.int32]:
    """The code of the area of each place."""
    used = _unique(places)
    few = len(used) <= _IDS
    condition = _only("id", used.tolist()) if few else ""
    found = [
        (place, dictionaries.area(country, admin1))
        for rows in _fetch(f"SELECT id, country, admin1 FROM events_place {condition}")
        for place, country, admin1 in rows
    ]
    table = np.array(sorted(found), np.int64).reshape(-1, 2)
    at = np.searchsorted(table[:, 0], places)
    return table[np.minimum(at, len(table) - 1), 1] if len(table) else np.zeros(0, np.int32)


def _source_sets(dictionaries: Dictionaries, events: Ints, ids: list[int] | None) -> Ints:
    """For each event (ids in order): the code of the set of sources that tell of it."""
    pairs = _integers("SELECT event_id, article_id FROM events_evidence", 2, _only("event_id", ids))
    sources = _sources(pairs[:, 1])
    many = int(sources.max(initial=0)) + 1
    joined = (pairs[:, 0] * many + sources)[sources != _NO_SOURCE]
    told, sources = np.divmod(_unique(joined), many)  # each event with each of its sources, once
    starts = np.flatnonzero(np.diff(told, prepend=-1))
    counts = np.diff(starts, append=len(told))
    codes = np.full(len(events), dictionaries.source_set(()))
    at, known = _places(told[starts], events)
    for count in np.unique(counts):
        same = (counts == count) & known
        sets = sources[starts[same][:, None] + np.arange(count)]
        distinct, which = np.unique(sets, axis=0, return_inverse=True)
        numbers = [dictionaries.source_set(row) for row in distinct.tolist()]
        codes[at[same]] = np.array(numbers)[which.reshape(-1)]
    return codes


def _sources(articles: Ints) -> Ints:
    """The source of each article, or _NO_SOURCE; joined here, since no statistics are needed."""
    used = _unique(articles)
    condition = _only("id", used.tolist()) if len(used) <= _IDS else ""
    sql = f"SELECT id, COALESCE(source_id, {_NO_SOURCE}) FROM events_article"
    table = _integers(sql, 2, condition)
    if not len(table):
        return np.full(len(articles), _NO_SOURCE)
    table = _in_order(table)
    at, known = _places(articles, table[:, 0])
    found: Ints = np.where(known, table[at, 1], _NO_SOURCE)
    return found


def _in_order(rows: Ints) -> Ints:
    """Rows by their first number; a table mostly comes so."""
    first = rows[:, 0]
    return rows if (first[1:] >= first[:-1]).all() else rows[np.argsort(first, kind="stable")]


def _places(values: Ints, ordered: Ints) -> tuple[Ints, NDArray[np.bool_]]:
    """Where each value stands in ``ordered``, and whether it does."""
    at = np.minimum(np.searchsorted(ordered, values), max(0, len(ordered) - 1))
    if not len(ordered):
        return at, np.zeros(len(values), bool)
    return at, ordered[at] == values


def _unique(values: Ints) -> Ints:
    """np.unique, which is slow where most values occur once."""
    ordered = np.sort(values)
    distinct: Ints = ordered[np.diff(ordered, prepend=-1) != 0]
    return distinct


def _actor_sets(dictionaries: Dictionaries, events: Ints, ids: list[int] | None) -> Ints:
    """For each event (ids in order): the code of the set of its actors' names."""
    codes = np.full(len(events), dictionaries.actor_set(()))
    known: dict[str, int] = {}
    text = "actors::text" if connection.vendor == "postgresql" else "actors"
    condition = _only("id", ids)
    condition = f"{condition} {'AND' if condition else 'WHERE'} {text} <> '[]'"
    for rows in _fetch(f"SELECT id, {text} FROM events_event {condition}"):
        numbers = []
        for _, names in rows:
            code = known.get(names)
            if code is None:
                known[names] = code = dictionaries.actor_set(_names(names))
            numbers.append(code)
        at, here = _places(np.array([event for event, _ in rows], np.int64), events)
        codes[at[here]] = np.array(numbers)[here]
    return codes


def _names(text: str) -> list[str]:
    """The names in a JSON list; what is no list of texts has none."""
    names = json.loads(text)
    return [name for name in names if isinstance(name, str)] if isinstance(names, list) else []
