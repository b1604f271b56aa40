"""Brings the table of words up to date: in the background, never while a page is asked for.

What is read and what is written are one transaction each few thousand events,
so writers wait for moments only; a run that is stopped goes on where it was.
Two runs at once do each other no harm: each reads what it writes under a lock.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.db import transaction

from events import search_tables
from events.journal import Mark, changed_since, current_mark
from events.models import Event
from events.search import RULES
from events.search_texts import words_of_events
from events.words_state import WordsState

BATCH = 2_000
Progress = Callable[[int], object]  # told how many events were read since it was last told


def bring_up_to_date(progress: Progress = lambda _: None) -> int:
    """Reads what changed since the last time, or everything; says how many events were read."""
    state = _state()
    changed, mark = _changes(state)
    if changed is None:
        state = _begin()
        changed = set()
    read = 0 if state.whole else _fill(state, progress)
    if not read:
        return _write_changes(state, changed, mark, progress)
    return read + bring_up_to_date(progress)  # what changed meanwhile


def lock_file() -> Path:
    """Held by the process that is at it: two would read the same twice."""
    return Path(settings.VAR_DIR) / "words.lock"


def _state() -> WordsState:
    return WordsState.objects.get_or_create(pk=1)[0]


def _changes(state: WordsState) -> tuple[set[int] | None, Mark]:
    if state.rules != RULES or not state.mark:
        return None, current_mark()
    return changed_since(Mark.from_json(state.mark))


@transaction.atomic
def _begin() -> WordsState:
    """An empty table, to be filled with all events."""
    state = _locked()
    search_tables.clear()
    state.rules, state.mark, state.filled_to = RULES, current_mark().to_json(), 0
    state.whole = False
    state.version += 1
    state.save()
    return state


def _fill(state: WordsState, progress: Progress) -> int:
    read = 0
    while not state.whole:
        state, events = _fill_some()
        progress(events)
        read += events
    return read


@transaction.atomic
def _fill_some() -> tuple[WordsState, int]:
    state = _locked()
    rest = Event.objects.filter(pk__gt=state.filled_to).order_by("pk")
    ids = list(rest.values_list("pk", flat=True)[:BATCH])
    if ids:
        search_tables.replace(ids, words_of_events(ids))
        state.filled_to = ids[-1]
    else:
        state.whole = True
        state.version += 1
    state.save()
    return state, len(ids)


def _write_changes(state: WordsState, changed: set[int], mark: Mark, progress: Progress) -> int:
    """Rows may be newer than the mark says: what the mark does not cover is matched anew anyway."""
    ordered = sorted(changed)
    for start in range(0, len(ordered), BATCH):
        some = ordered[start : start + BATCH]
        with transaction.atomic():
            _locked()
            search_tables.replace(some, words_of_events(some))
        progress(len(some))
    if mark.to_json() != state.mark:
        same = WordsState.objects.filter(pk=1, version=state.version)
        same.update(mark=mark.to_json(), version=state.version + 1)
    return len(ordered)


def _locked() -> WordsState:
    """The state, which no one else changes before the transaction ends."""
    return WordsState.objects.select_for_update().get(pk=1)
