"""What editors decided, as the geoparser uses it: names that they settled, places that they added.

Both come with the ``Document``; nothing here knows where they are kept.
"""

from __future__ import annotations

import threading
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from events.geoparsing.gazetteer import Gazetteer, Kind, NameMatch
from events.geoparsing.languages import known_form, language_of
from events.geoparsing.lexicon import LOCATIVE
from events.geoparsing.names import name_key
from events.geoparsing.parsed import Parsed
from events.geoparsing.scanning import MAX_NAME_WORDS, Word, words_of
from events.geoparsing.types import Decision, Document, GazetteerPlace, Span, Toponym

#: Log odds for the place that an editor settled: for the very source, and in general.  Where the
#: text itself says that the name is elsewhere ("Paris, France"), they do not count (resolution.py).
FOR_THE_SOURCE = 9.0
IN_GENERAL = 6.0
#: For a place that an editor added: where the gazetteer has no place of the name, and where it has.
ADDED_ALONE = 5.0
ADDED_AMONG_OTHERS = 1.0
_JOINING = (" ", "-", "\xa0", "‑")
_BEFORE_NAMES = LOCATIVE | {"the", "a", "and", "or", "of", "but", "when", "while", "as", "if"}


class GazetteerOfEditors(Gazetteer):
    """The gazetteer, and while a document is read, what editors decided beside it.

    The decisions are those of the thread that reads: several may share this object.
    """

    def __init__(self, path: Path, facts: dict[str, Any]) -> None:
        super().__init__(path, facts)
        self.max_words = max(self.max_words, MAX_NAME_WORDS)
        self._reading = threading.local()

    @contextmanager
    def knowing(self, document: Document) -> Iterator[None]:
        """Within this block names mean what ``document`` says of them too."""
        self._reading.document = document
        try:
            yield
        finally:
            self._reading.document = None

    def lookup(self, name: str, limit: int = 60) -> tuple[NameMatch, ...]:
        found = super().lookup(name, limit)
        document: Document | None = getattr(self._reading, "document", None)
        if document is None or not (document.settled or document.added):
            return found
        return self._with_decisions(name, found, document)[:limit]

    def known(self, name: str) -> bool:
        return super().known(name) or bool(self.lookup(name, 1))

    def _with_decisions(
        self, name: str, found: tuple[NameMatch, ...], document: Document
    ) -> tuple[NameMatch, ...]:
        """The settled place first, whatever its name; places that editors added last."""
        key = name_key(name)
        decision = document.settled.get(key)
        if decision is not None and decision.place is not None:
            found = _first(found, self.place(decision.place.key) or decision.place, key)
        keys = {match.place.key for match in found}
        added = (place for place in document.added.get(key, ()) if place.key not in keys)
        return (*found, *(_match(place, key) for place in added))


def _first(found: tuple[NameMatch, ...], place: GazetteerPlace, key: str) -> tuple[NameMatch, ...]:
    own = next((match for match in found if match.place.key == place.key), _match(place, key))
    return (own, *(match for match in found if match.place.key != place.key))


def _match(place: GazetteerPlace, key: str) -> NameMatch:
    kind: Kind = "preferred" if name_key(place.name) == key else "alternate"
    return NameMatch(place, "name", kind)


# How strongly a decision speaks


def lifts(
    key: str, matches: tuple[NameMatch, ...], document: Document
) -> tuple[list[float], dict[int, str]]:
    """Log odds that decisions add to each candidate of a name, and reasons by candidate."""
    lifted = [0.0] * len(matches)
    reasons: dict[int, str] = {}
    decision = document.settled.get(key)
    added = {place.key for place in document.added.get(key, ())}
    others = any(match.place.key not in added for match in matches)
    for index, match in enumerate(matches):
        if match.place.key in added:
            lifted[index] += ADDED_AMONG_OTHERS if others else ADDED_ALONE
            reasons[index] = "added by an editor"
        if decision and decision.place and decision.place.key == match.place.key:
            lifted[index] += FOR_THE_SOURCE if decision.source else IN_GENERAL
            reasons[index] = reason_of(decision)
    return lifted, reasons


def reason_of(decision: Decision) -> str:
    """Why the settled place is taken, in words for a person."""
    whom = f" for {decision.source}" if decision.source else ""
    return f"an editor settled this{whom}"


# Which names are found


def decided(
    document: Document, parsed: Parsed, toponyms: list[Toponym], gazetteer: Gazetteer
) -> list[Toponym]:
    """The toponyms of a text without those that an editor struck, and with those they settled."""
    if not (document.settled or document.added):
        return toponyms
    language, lookup = language_of(document.text), gazetteer.lookup
    kept = [
        toponym
        for toponym in toponyms
        if not is_struck(known_form(toponym.text, language, lookup), document.settled)
    ]
    wanted = {key for key, decision in document.settled.items() if decision.place is not None}
    wanted.update(key for key in document.added if not is_struck(key, document.settled))
    if not wanted:
        return kept
    wanted_here = list(_named(parsed, wanted))
    holding = [Span(toponym.start, toponym.end) for toponym in wanted_here]
    kept = [t for t in kept if not _within_a_longer(Span(t.start, t.end), holding)]
    taken = [Span(toponym.start, toponym.end) for toponym in kept]
    kept += [t for t in wanted_here if not _overlaps(Span(t.start, t.end), taken)]
    return sorted(kept, key=lambda toponym: toponym.start)


def is_struck(name: str, settled: Mapping[str, Decision]) -> bool:
    """Whether an editor decided that the name is no place."""
    decision = settled.get(name_key(name))
    return decision is not None and decision.place is None


def _within_a_longer(span: Span, holding: list[Span]) -> bool:
    """Whether an editor's name holds the span and more: the Mill of the Old Mill Base."""
    index = bisect_right(holding, span.start, key=lambda held: held.start) - 1
    return index >= 0 and span != holding[index] and holding[index].contains(span)


def _overlaps(span: Span, taken: list[Span]) -> bool:
    """Few names are added to a text, so that a look at each neighbour by bisection is enough."""
    low, high = 0, len(taken)
    while low < high:
        middle = (low + high) // 2
        if taken[middle].end <= span.start:
            low = middle + 1
        else:
            high = middle
    return low < len(taken) and taken[low].start < span.end


def _named(parsed: Parsed, wanted: set[str]) -> Iterator[Toponym]:
    """Where the text names one of these, not as a part of a longer name or of a person."""
    beginnings = {key.split(" ", 1)[0] for key in wanted}
    for block in parsed.blocks:
        if block.kind == "furniture":
            continue
        words = words_of(parsed.text, block.start, block.end)
        index = 0
        while index < len(words):
            last = _longest(parsed, words, index, wanted, beginnings)
            if last:
                start, end = words[index].start, words[last - 1].end
                yield Toponym(start, end, parsed.text[start:end], "name", "literal", 1.0)
            index = last or index + 1


def _longest(
    parsed: Parsed, words: list[Word], first: int, wanted: set[str], beginnings: set[str]
) -> int:
    """The index after the longest wanted name that begins here; 0 where none does."""
    if not words[first].namelike or not _begins(words[first].text, beginnings):
        return 0
    for last in range(min(first + MAX_NAME_WORDS, len(words)), first, -1):
        start, end = words[first].start, words[last - 1].end
        if name_key(parsed.text[start:end]) in wanted:
            alone = not _goes_on(words, first, last) and not _is_person(parsed, Span(start, end))
            return last if alone else 0
    return 0


def _begins(word: str, beginnings: set[str]) -> bool:
    key = name_key(word)
    return key in beginnings or key.split(" ", 1)[0] in beginnings or _short(key, beginnings)


def _short(key: str, beginnings: set[str]) -> bool:
    """St and Mt are written long in keys."""
    return {"st": "saint", "ste": "sainte", "mt": "mount", "ft": "fort"}.get(key) in beginnings


def _goes_on(words: list[Word], first: int, last: int) -> bool:
    """Whether a neighbouring word belongs to a longer name: Old Mill Road, Paris Hilton."""
    before = words[first - 1] if first else None
    if before and before.namelike and words[first].gap in _JOINING:
        starts = first == 1 or any(mark in words[first - 1].gap for mark in ".!?\n")
        if not starts and before.lower not in _BEFORE_NAMES:
            return True
    after = words[last] if last < len(words) else None
    return after is not None and after.namelike and after.gap in _JOINING


def _is_person(parsed: Parsed, span: Span) -> bool:
    """One word that the parser takes for a person; of longer names the editor knows best."""
    start = parsed.original(span.start)
    words = parsed.words_in(Span(start, start + span.end - span.start))
    return words is not None and len(words) == 1 and words.root.ent_type_ == "PERSON"
