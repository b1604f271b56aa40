"""Texts as the words by which they are found, folded alike for every database.

Case, accents, apostrophes and hyphens do not matter; every script is kept, and
numbers are words.  "U.S." is one word, "us".  A word with an apostrophe is also
found by its parts: Iran's and l'Iran by "iran", Bakı'da by "baki".  Scripts
without spaces between words are cut into pairs of letters, so that a part of a
name is found.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from events.geoparsing.names import fold_letters

LONGEST_WORD = 60  # code points; PostgreSQL refuses words of more than 2,046 bytes
MOST_WORDS = 20_000  # of one event: a tsvector ends at 1 MB
MOST_WANTED = 30  # words of one search; a name of 31 Chinese characters has so many pairs

_INITIALS = re.compile(r"\b[^\W\d_](?:\.[^\W\d_])+\b\.?")
_APOSTROPHES = "'’‘ʼ＇"
_PARTED = re.compile(rf"\w+(?:[{_APOSTROPHES}]\w+)+")
_POSSESSIVE = re.compile(rf"[{_APOSTROPHES}]s\b", re.IGNORECASE)
# Thai, Lao, Burmese, Khmer, kana and Chinese characters.
_UNSPACED = re.compile(
    "([\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\U00020000-\U0003ffff]+)"
)
_QUOTES = '"“”„«»＂'
_TYPED = re.compile(rf"[{_QUOTES}]([^{_QUOTES}]+)[{_QUOTES}]|[^\s{_QUOTES}]+")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a search asks for: every word, every beginning of a word, every phrase in a row.

    Words of phrases are among ``words``.  Empty: the search holds no word, and finds nothing.
    """

    words: tuple[str, ...] = ()
    beginnings: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.words or self.beginnings)

    def __str__(self) -> str:
        """One text for all searches that ask for the same."""
        beginnings = (f"{beginning}*" for beginning in self.beginnings)
        phrases = (f'"{phrase}"' for phrase in self.phrases)
        return " ".join([*sorted(self.words), *sorted(beginnings), *sorted(phrases)])


def words_of(text: str) -> list[str]:
    """The words of a text in their order; then the parts that find a word by less than all of it.

    Those parts stand last, so that they come between no two words of a phrase.
    """
    words: list[str] = []
    parts: list[str] = []
    for run in _runs(text):
        for piece, unspaced in _pieces(run):
            words += _pairs(piece) if unspaced else [piece]
            if unspaced:
                parts.append(piece[-1])  # the other letters begin a pair
    for parted in _PARTED.findall(text):
        parts += [word for word in _parts(parted) if len(word) > 1]
    return words + parts


def wanted(query: str) -> Wanted:
    """What a person typed; the last word may still be unfinished.  Nothing typed is an error."""
    words: dict[str, None] = {}
    beginnings: dict[str, None] = {}
    phrases: dict[str, None] = {}
    typed = list(_TYPED.finditer(query))
    for number, match in enumerate(typed, start=1):
        asked = list(_asked(match[1] or match[0]))
        if match[1] and len(asked) > 1:
            phrases[" ".join(word for word, _ in asked)] = None
        elif not match[1] and number == len(typed) and asked:
            asked[-1] = (asked[-1][0], True)
        for word, unfinished in asked:
            (beginnings if unfinished else words)[word] = None
    kept = list(words)[:MOST_WANTED]
    return Wanted(tuple(kept), tuple(beginnings)[:MOST_WANTED], tuple(phrases))


def _runs(text: str) -> Iterator[str]:
    joined = _INITIALS.sub(lambda match: match[0].replace(".", "") + " ", text)
    for word in fold_letters(joined).split():
        yield word[:LONGEST_WORD]


def _pieces(run: str) -> Iterable[tuple[str, bool]]:
    """Parts of a run of letters, each with whether its script has no spaces."""
    if run.isascii():
        return [(run, False)]
    parts = _UNSPACED.split(run)
    return [(part, bool(number % 2)) for number, part in enumerate(parts) if part]


def _pairs(piece: str) -> list[str]:
    return [first + second for first, second in pairwise(piece)]


def _parts(parted: str) -> Iterator[str]:
    for part in re.split(rf"[{_APOSTROPHES}]", parted):
        yield from _runs(part)


def _asked(text: str) -> Iterator[tuple[str, bool]]:
    """The words that a search asks for, each with whether it is only the beginning of one."""
    for run in _runs(_POSSESSIVE.sub("", text)):
        for piece, unspaced in _pieces(run):
            if not unspaced:
                yield piece, False
            elif len(piece) == 1:
                yield piece, True
            else:
                yield from ((pair, False) for pair in _pairs(piece))
