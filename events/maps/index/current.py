"""The index of a process: opened, kept up with the journal, never waited for.

``current_index`` asks the journal what changed (one short query).  A few thousand changed
events are read again on the spot, more by a thread beside the requests; when much has
changed since the base was built, a process of its own builds another.  Meanwhile the last
state goes on answering.  Only a small database is built within a request, the first one.
"""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass, field, replace

from django.db import connection

from events import journal
from events.background import BackgroundCommand, alone
from events.journal import Mark
from events.maps.index import files
from events.maps.index.delta import Delta, snapshot_of
from events.maps.index.dictionaries import Dictionaries
from events.maps.index.files import Base, make_base
from events.maps.index.masks import MaskCache
from events.maps.index.reading import read_rows
from events.maps.index.rows import no_rows
from events.maps.index.snapshot import Snapshot

SMALL = 20_000  # events; so many are read within a request
AT_ONCE = 5_000  # changed events that are read again within a request
MOST_BESIDE = 100_000  # those that are read again by a thread; more are left to a builder
_MASK_BYTES = 64 * 1024 * 1024  # of masks kept by a process


class IndexNotReady(Exception):
    """The database is large and its first index is being built: ask again in a second."""


@dataclass(slots=True)
class _State:
    base: Base | None = None
    mark: Mark | None = None
    delta: Delta = field(default_factory=Delta)
    snapshot: Snapshot | None = None
    cache: MaskCache = field(default_factory=lambda: MaskCache(_MASK_BYTES))
    refused: str = ""  # a build in the files that is of no use
    reader: threading.Thread | None = None


logger = logging.getLogger(__name__)
BUILDER = BackgroundCommand("build_map_index", "--if-needed")
_state = _State()
_lock = threading.Lock()


def current_index() -> Snapshot:
    """The state of the events as this process knows it: within a request all there is to see.

    Raises IndexNotReady when there is no index yet and the database is too large to wait.
    """
    known = _state.snapshot
    if not _lock.acquire(blocking=known is None) and known is not None:
        return known  # another thread is reading what changed just now
    try:
        return _refreshed(_state, AT_ONCE)
    finally:
        _lock.release()


def reset() -> None:
    """Forget everything; for tests."""
    global _state
    with _lock:
        _state = _State()
        BUILDER.forget()


def _refreshed(state: _State, at_once: int) -> Snapshot:
    """The snapshot with what changed; ``at_once`` is how many events may be read for it."""
    if state.mark is None:
        return _first(state, at_once)
    newer = _newer_base(state, state.mark.key)
    changes = journal.read_changes(newer.mark if newer else state.mark)
    if changes.events is None:
        return _first(state, at_once)
    return _caught_up(_on(state, newer) if newer else state, changes, at_once)


def _on(state: _State, base: Base) -> _State:
    """The state begun on another base."""
    cache = MaskCache(_MASK_BYTES)
    return replace(state, base=base, mark=base.mark, delta=Delta(), snapshot=None, cache=cache)


def _caught_up(state: _State, changes: journal.Changes, at_once: int) -> Snapshot:
    if changes.events is None:
        raise IndexNotReady
    if len(changes.events) > at_once and _has_company():
        return _later(state, len(changes.events))
    if changes.rows or state.snapshot is None:
        _apply(state, changes)
        _show(state)
    state.mark = changes.mark
    return _taken(state)


def _taken(state: _State) -> Snapshot:
    """Make a state the process's own; all of it at once."""
    global _state
    _state = state
    if state.snapshot is None:
        raise IndexNotReady
    return state.snapshot


def _later(state: _State, changed: int) -> Snapshot:
    """Answer from what is known while the changes are read beside the requests."""
    known = _state.snapshot
    if known is None:
        _show(state)
        known = _taken(state)
    if changed > MOST_BESIDE:
        _start_builder()
    elif _state.reader is None or not _state.reader.is_alive():
        _state.reader = threading.Thread(target=_read_beside, daemon=True)
        _state.reader.start()
    return known


def _read_beside() -> None:
    try:
        with _lock:
            _refreshed(_state, MOST_BESIDE)
    except IndexNotReady:
        pass
    finally:
        connection.close()


def _first(state: _State, at_once: int) -> Snapshot:
    """Begin anew: from the files, from a small database, or when the builder is done."""
    base = _newer_base(state, journal.current_mark().key)
    if base is None and _is_small():
        base = _built_here(state)
    if base is not None:
        return _caught_up(_on(state, base), journal.read_changes(base.mark), at_once)
    _start_builder()
    return _taken(state)


def _built_here(state: _State) -> Base:
    """The base of a small database: by the first process that comes, for all of them."""
    if not _has_company():
        return _read_base()
    key = journal.current_mark().key
    try:
        with alone(files.lock_file(key), wait=True):
            return _newer_base(state, key) or _written()
    except OSError as error:  # a full disk, or a folder that is not ours: the map goes on
        logger.warning("The map's index cannot be written: %s", error)
        return _read_base()


def _newer_base(state: _State, key: str) -> Base | None:
    """The base in the files, if it is another one and the journal goes on from it."""
    if not _has_company():
        return None
    found = files.current_build(key)
    if found is None or found == state.refused or (state.base and found == state.base.build):
        return None
    base = files.read_base(key, found)
    if base is None or journal.read_changes(base.mark).events is None:
        state.refused = found
        return None
    return base


def _apply(state: _State, changes: journal.Changes) -> None:
    """Read the changed events again."""
    base, delta = state.base, state.delta
    if base is None or changes.events is None:
        raise IndexNotReady
    read = read_rows(base.dictionaries, changes.events) if changes.events else no_rows()
    state.delta = delta.later(base, changes.events, read, changes.rows)
    state.mark = changes.mark


def _show(state: _State) -> None:
    """Make the snapshot of the base and what changed since; call the builder when that is much."""
    base, delta, mark = state.base, state.delta, state.mark
    if base is None or mark is None:
        raise IndexNotReady
    state.snapshot = snapshot_of(base, delta, mark.last, state.cache)
    if len(delta.events) > most_changed(base) and _has_company():
        _start_builder()


def most_changed(base: Base) -> int:
    """Changed events from which on another base is built."""
    return max(2_000, base.events // 100)


# Building ---------------------------------------------------------------------------------------
def _is_small() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM (SELECT 1 FROM events_event LIMIT %s) AS first_events",
            [SMALL + 1],
        )
        return int(cursor.fetchone()[0]) <= SMALL


def _has_company() -> bool:
    """Whether other threads and processes see the same: not within a transaction, which tests
    run in, nor in a database in memory."""
    if connection.in_atomic_block:
        return False
    return connection.vendor != "sqlite" or not connection.is_in_memory_db()  # type: ignore[attr-defined]


def _start_builder() -> None:
    if _has_company():
        BUILDER.start()


def build() -> Base | None:
    """Build the base from the database and make it current; None while another process does."""
    with alone(files.lock_file(journal.current_mark().key)) as may:
        if not may:
            return None
        base = _written()
    journal.prune(base.mark)
    return base


def _written() -> Base:
    base = _read_base()
    # What a mark has seen beside its horizon is not in the files: all processes begin alike.
    base = replace(base, mark=replace(base.mark, seen=frozenset()))
    files.write_base(base)
    return base


def is_needed() -> bool:
    """Whether the base in the files is missing, of no use, or much has changed since."""
    key = journal.current_mark().key
    found = files.current_build(key)
    base = files.read_base(key, found) if found else None
    if base is None:
        return True
    changed = journal.read_changes(base.mark).events
    return changed is None or len(changed) > most_changed(base) // 2


def _read_base() -> Base:
    mark = journal.current_mark()
    dictionaries = Dictionaries()
    return make_base(read_rows(dictionaries), dictionaries, mark)
