"""The words of a text as names see them, and the stretches of words that could be a name.

Own words, not the parser's: "U.S.-led" holds the name "U.S.", "Sana’a" is one word and
"Turkey’s" is two, and blocks that were not parsed have words too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from events.geoparsing.lexicon import (
    GENERIC_FIRST,
    GENERIC_LAST,
    LEADING_PARTICLES,
    NATURE,
    PARTICLES,
)

MAX_NAME_WORDS = 7
MAX_WORD_CHARACTERS = 60

_WORD = re.compile(
    r"(?:[^\W\d_]\.){2,}(?:[^\W\d_](?![^\W_]))?"  # U.S., D.C., U.S.A, B.C.
    r"|(?:[^\W\d_]\.)+[^\W\d_]{2,3}\."  # W.Va.
    r"|[^\W_]+(?:['’ʼ‘`ʻ](?!(?:s|S|t|T|d|m|re|ll|ve)\b)[^\W_]+)*"
)
_SHORT_FORM = re.compile(r"(?i:st|ste|mt|ft|pt|n|s|e|w|no|so|gen|dr)")
# Scripts without spaces between words, in which a name has no visible edge.
_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\u0e00-\u0e7f]")


@dataclass(frozen=True, slots=True)
class Word:
    start: int
    end: int
    text: str
    namelike: bool  # may be part of a name: a capital first, or a script that has no capitals
    gap: str  # what stands between the word before and this one, "" at the start of a block

    @property
    def lower(self) -> str:
        return self.text.lower()


def words_of(text: str, start: int, end: int) -> list[Word]:
    """The words of one block, offsets into the whole text."""
    words: list[Word] = []
    last = start
    for match in _WORD.finditer(text, start, end):
        gap = text[last : match.start()] if words else ""
        words.append(Word(match.start(), match.end(), match.group(), _namelike(match.group()), gap))
        last = match.end()
    return words


def _namelike(word: str) -> bool:
    first = word[0]
    if first.isupper() or first.istitle():
        return True
    if first.islower() or first.isdigit():
        # McDonald's is not; "d'Ivoire" and "al-Tanf" come in through their particles.
        return len(word) > 2 and word[1] in "'’" and word[2].isupper()
    return first.isalpha()


def known_names(
    words: list[Word], known: Callable[[str], bool], text: str, longest: int
) -> Iterator[tuple[int, int]]:
    """Every stretch of words (first index, index after the last) that the gazetteer knows."""
    longest = min(longest, MAX_NAME_WORDS)
    for first, word in enumerate(words):
        if len(word.text) > MAX_WORD_CHARACTERS or not _may_begin(words, first):
            continue
        for last in range(first, min(first + longest, len(words))):
            if last > first and not _joined(words[last - 1], words[last]):
                break
            if words[last].namelike:
                if known(text[word.start : words[last].end]):
                    yield first, last + 1
            elif words[last].lower in NATURE:  # "the Galwan valley"
                if known(text[word.start : words[last].end]):
                    yield first, last + 1
                break
            elif words[last].lower not in PARTICLES and not words[last].text.isdigit():
                break


def _may_begin(words: list[Word], index: int) -> bool:
    if words[index].namelike:
        return True
    return (
        words[index].lower in LEADING_PARTICLES
        and index + 1 < len(words)
        and words[index + 1].namelike
        and words[index + 1].gap in ("-", " ", "‑")
    )


def _joined(before: Word, word: Word) -> bool:
    """Whether two neighbouring words may belong to one name."""
    gap = word.gap
    if gap in (" ", "-", "\n", "‑", "\xa0", "–"):
        return True
    return gap in (". ", ".") and bool(_SHORT_FORM.fullmatch(before.text))


def feature_names(words: list[Word]) -> Iterator[tuple[int, int]]:
    """Capitalised stretches that end or begin with a word for a feature: Fore Street, Lake Erie."""
    for index, word in enumerate(words):
        if not word.namelike:
            continue
        if word.lower in GENERIC_LAST:
            first = _run_before(words, index)
            if first < index:
                yield first, index + 1
                if index - first > 1:
                    yield index - 1, index + 1
        if word.lower in GENERIC_FIRST and word.lower != "river":
            after = _run_after(words, index)
            if after > index + 1:
                yield index, after


def _run_before(words: list[Word], index: int) -> int:
    first = index
    while first > 0 and index - first < 4:
        before = words[first - 1]
        if not (before.namelike or before.text.isdigit()) or not _joined(before, words[first]):
            break
        if before.lower in ("the", "a", "an", "of", "in", "on", "at") or before.text.isdigit():
            break
        first -= 1
    return first


def _run_after(words: list[Word], index: int) -> int:
    after = index + 1
    while after < len(words) and after - index < 4:
        if not words[after].namelike or not _joined(words[after - 1], words[after]):
            break
        after += 1
    return after


def unspaced_names(
    text: str, start: int, end: int, known: Callable[[str], bool]
) -> Iterator[tuple[int, int]]:
    """Longest names (offsets) in scripts that put no space between words."""
    at = start
    while True:
        match = _UNSPACED.search(text, at, end)
        if match is None:
            return
        at = match.start()
        for length in range(8, 1, -1):
            if (
                at + length <= end
                and _all_unspaced(text[at : at + length])
                and known(text[at : at + length])
            ):
                yield at, at + length
                at += length - 1
                break
        at += 1


def _all_unspaced(stretch: str) -> bool:
    return all(_UNSPACED.match(char) for char in stretch)


def with_dot(text: str, start: int, end: int, limit: int) -> int:
    """The end of an abbreviation with its full stop, where it has one: Ky. and Calif., St."""
    if end < limit and text[end] == "." and not text[start:end].endswith("."):
        return end + 1
    return end


def word_at(words: list[Word], offset: int) -> int:
    return next((i for i, word in enumerate(words) if word.start <= offset < word.end), 0)
