"""Names in other scripts within a text: Киева, Αθήνα, دمشق, 北京 in the middle of English.

Cyrillic stretches are read as Russian; in the others the gazetteer has the last word, and where a
script has no capitals only what is prominent counts, since any word may be some village's name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from events.geoparsing.evidence import kind_of
from events.geoparsing.foreign_names import ForeignNames
from events.geoparsing.gazetteer import Gazetteer
from events.geoparsing.languages import MAX_LETTERS
from events.geoparsing.parsed import Parsed
from events.geoparsing.scanning import unspaced_names
from events.geoparsing.types import Block, Span, Toponym

PROMINENT = frozenset({"country", "division", "town1M", "town100k"})
CONFIDENCE = 0.8
MOST_WORDS = 3  # of a name
_CYRILLIC = "\u0400-\u052f"
_CASED = "\u0370-\u03ff\u0530-\u058f\u1f00-\u1fff"  # Greek and Armenian have capitals
# Everything else from Hebrew on that is no punctuation and no Latin with accents.
_UNCASED = "\u0590-\u10ff\u1200-\u1cff\u3040-\u9fff\uac00-\ud7a3\uf900-\ufaff"
_STRETCH_OF_CYRILLIC = re.compile(
    f"[{_CYRILLIC}](?:[{_CYRILLIC}\\d\\s,.:;«»“”\"'’-]*[{_CYRILLIC}])?"
)
_WORD = re.compile(f"[{_CASED}]+|[{_UNCASED}]+")
_HAS_CAPITALS = re.compile(f"[{_CASED}]")
_GAP = re.compile(r"[ \xa0-]")


def with_other_scripts(
    parsed: Parsed, toponyms: list[Toponym], gazetteer: Gazetteer
) -> list[Toponym]:
    """The toponyms, and with them the names in other scripts that were not among them."""
    text = parsed.text
    if text.isascii():
        return toponyms
    blocks = [block for block in parsed.blocks if block.kind != "furniture"]
    found = sorted(
        chain(_cyrillic(text, blocks, gazetteer), _others(text, blocks, gazetteer)),
        key=lambda toponym: toponym.start,
    )
    if not found:
        return toponyms
    # A name that the gazetteer does not have gives way to one that it has.
    kept = [t for t in toponyms if gazetteer.known(t.text) or not _touches(t, found)]
    added = [t for t in found if not _touches(t, kept)]
    return sorted(kept + added, key=lambda toponym: toponym.start)


def _touches(toponym: Toponym, others: list[Toponym]) -> bool:
    """``others`` stand in the order of the text, apart from one another."""
    low, high = 0, len(others)
    while low < high:
        middle = (low + high) // 2
        if others[middle].end <= toponym.start:
            low = middle + 1
        else:
            high = middle
    span = Span(toponym.start, toponym.end)
    return low < len(others) and span.overlaps(Span(others[low].start, others[low].end))


def _cyrillic(text: str, blocks: list[Block], gazetteer: Gazetteer) -> list[Toponym]:
    stretches = [
        Block(match.start(), match.end(), "body")
        for block in blocks
        for match in _STRETCH_OF_CYRILLIC.finditer(text, block.start, block.end)
    ]
    return ForeignNames(gazetteer, "ru").find_in(text, stretches) if stretches else []


def _others(text: str, blocks: list[Block], gazetteer: Gazetteer) -> Iterator[Toponym]:
    for block in blocks:
        words = list(_WORD.finditer(text, block.start, block.end))
        if not words:
            continue
        after = block.start
        for index, word in enumerate(words):
            end = _longest(text, words, index, gazetteer) if word.start() >= after else 0
            if end:
                yield _toponym(text, word.start(), end)
                after = end
        for start, end in unspaced_names(text, block.start, block.end, gazetteer.known):
            if start >= after and _counts(text[start:end], gazetteer):
                yield _toponym(text, start, end)


def _longest(text: str, words: list[re.Match[str]], index: int, gazetteer: Gazetteer) -> int:
    """Where the longest name that begins with this word ends; 0 where none does."""
    start, ends = words[index].start(), [words[index].end()]
    for before, word in zip(words[index:], words[index + 1 : index + MOST_WORDS], strict=False):
        if not _GAP.fullmatch(text, before.end(), word.start()):
            break
        ends.append(word.end())
    return next((end for end in reversed(ends) if _counts(text[start:end], gazetteer)), 0)


def _counts(name: str, gazetteer: Gazetteer) -> bool:
    if len(name) < 2 or len(name) > MOST_WORDS * MAX_LETTERS:
        return False
    matches = gazetteer.lookup(name, 1)
    if not matches or matches[0].form == "demonym":
        return False
    if _HAS_CAPITALS.match(name):
        return name[0].isupper() and not name.isupper()
    return kind_of(matches) in PROMINENT


def _toponym(text: str, start: int, end: int) -> Toponym:
    return Toponym(start, end, text[start:end], "name", "literal", CONFIDENCE)
