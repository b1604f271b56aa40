"""Events by words: every word occurs in the event, the last one as a beginning.

The table of words (events/search_tables.py) is brought up to date in the
background; what changed since is matched here, so that a search is right at
once and reading writes nothing.  SQLite and PostgreSQL find the same events.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from itertools import count

import numpy as np
from django.conf import settings

from events.background import BackgroundCommand
from events.journal import Mark, changed_since, current_mark
from events.kept import Kept
from events.models import Event
from events.search_tables import Ids, found, titled
from events.search_texts import EventWords, words_of_events
from events.words import Wanted, wanted
from events.words_state import WordsState

RULES = 1  # of folding (events/words.py) and of what is read; raised, the table is made anew
MOST_UNREAD = 20_000  # events matched here; with more, the table has to be brought up to date
MANY_UNREAD = 1_000  # from which on the table is brought up to date in the background
MOST_KEPT = 32  # searches whose answers a process keeps
_BATCH = 5_000


class WordsNotReady(Exception):
    """The table of words lacks too much; ``manage.py index_words`` brings it up to date."""


@dataclass(frozen=True, slots=True)
class Found:
    """The events that a search finds, sorted by id, and a key that only they have."""

    ids: Ids
    key: str
    asked: Wanted

    def __len__(self) -> int:
        return len(self.ids)


@dataclass(frozen=True, slots=True)
class _Unread:
    """The events that the table does not know as they are; ``words`` lacks those that are gone."""

    state: int | None  # version of the table, for which this holds
    has_table: bool  # whether the table knows the other events
    mark: Mark
    events: frozenset[int] = frozenset()
    words: dict[int, EventWords] = field(default_factory=dict)
    number: int = field(default_factory=count().__next__)

    def array(self) -> Ids:
        return np.array(sorted(self.events), np.int64)


BUILDER = BackgroundCommand("index_words", "--if-free")
_unread: _Unread | None = None
_kept: Kept[str, Found] = Kept(MOST_KEPT)
_by_title: Kept[str, dict[int, Found]] = Kept(MOST_KEPT)


def find(query: str) -> Found:
    """The events, of every status, with these words; none for a query without a word.

    Raises WordsNotReady while the table is being made for the first time.
    """
    asked = wanted(query)
    if not asked:
        return Found(np.empty(0, np.int64), "", asked)
    unread = unread_now()
    key = f"{asked} {unread.number}"
    known = _kept.get(key)
    if known is not None:
        return known
    fresh = [event for event, words in unread.words.items() if words.fit(asked)]
    ids = _merged(found(asked) if unread.has_table else None, unread, fresh)
    return _kept.put(key, Found(ids, key, asked))


def by_title(search: Found) -> dict[int, Found]:
    """The events by how many of the words stand in their title, most first; none is empty."""
    known = _by_title.get(search.key)
    return known if known is not None else _by_title.put(search.key, _scored(search))


def _scored(search: Found) -> dict[int, Found]:
    if not search.asked:
        return {}
    unread = unread_now()
    scores = np.zeros(len(search.ids), np.int16)
    for word, unfinished in _each_word(search.asked):
        fresh = [
            event
            for event, words in unread.words.items()
            if words.in_title(word, unfinished=unfinished)
        ]
        rows = titled(word, unfinished=unfinished) if unread.has_table else None
        scores += np.isin(search.ids, _merged(rows, unread, fresh), assume_unique=True)
    return {
        score: Found(search.ids[scores == score], f"{score} {search.key}", search.asked)
        for score in sorted(set(scores.tolist()), reverse=True)
    }


def _each_word(asked: Wanted) -> Iterator[tuple[str, bool]]:
    yield from ((word, False) for word in asked.words)
    yield from ((word, True) for word in asked.beginnings)


def _merged(table: Ids | None, unread: _Unread, fresh: list[int]) -> Ids:
    """What the table says of what it knows, and what was matched here of the rest."""
    own = np.array(sorted(fresh), np.int64)
    if table is None:
        return own
    if not unread.events:
        return table
    known = np.setdiff1d(table, unread.array(), assume_unique=True)
    return np.union1d(known, own)


# What the table does not know -------------------------------------------------------------------
def unread_now() -> _Unread:
    """Reads the words of what changed since this process last looked, and nothing else again."""
    global _unread
    state = WordsState.objects.filter(pk=1).first()
    try:
        unread = _further(_unread, state) or _anew(state)
    except WordsNotReady:
        _bring_up_to_date()
        raise
    if len(unread.events) >= MANY_UNREAD:
        _bring_up_to_date()
    _unread = unread
    return unread


def _bring_up_to_date() -> None:
    if not settings.TESTING:
        BUILDER.start()


def _further(unread: _Unread | None, state: WordsState | None) -> _Unread | None:
    """What is known already and what came after; None where it does not go on from there."""
    if unread is None or unread.state != _version(state):
        return None
    changed, mark = changed_since(unread.mark)
    if changed is None:
        return None
    if not changed:
        return replace(unread, mark=mark)
    events = unread.events | changed
    _not_too_many(len(events))
    words = {event: kept for event, kept in unread.words.items() if event not in changed}
    return _Unread(unread.state, unread.has_table, mark, events, words | _read(changed))


def _anew(state: WordsState | None) -> _Unread:
    """Everything since the table was made; all events where no table can be asked."""
    if state is not None and state.is_whole(RULES):
        changed, mark = changed_since(Mark.from_json(state.mark))
        if changed is not None:
            _not_too_many(len(changed))
            return _Unread(_version(state), True, mark, frozenset(changed), _read(changed))
    mark = current_mark()
    _not_too_many(Event.objects.all()[: MOST_UNREAD + 1].count())
    events = frozenset(Event.objects.values_list("id", flat=True))
    return _Unread(_version(state), False, mark, events, _read(events))


def _read(ids: Collection[int]) -> dict[int, EventWords]:
    ordered = sorted(ids)
    words: dict[int, EventWords] = {}
    for start in range(0, len(ordered), _BATCH):
        words |= words_of_events(ordered[start : start + _BATCH])
    return words


def _not_too_many(events: int) -> None:
    if events > MOST_UNREAD:
        raise WordsNotReady


def _version(state: WordsState | None) -> int | None:
    return state.version if state else None
