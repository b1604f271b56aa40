"""Capitalised stretches of a sentence: whatever may be the name of a place, known or not.

The places that reports of events name are often ones that no gazetteer has ("the village of
Moi Wana").  Where the caller gives the event, these are looked at beside the toponyms.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from events.geoparsing.lexicon import MONTHS_AND_DAYS
from events.geoparsing.parsed import Parsed
from events.geoparsing.types import Span, Toponym

#: A sentence with more names than this is a list; the first ones are looked at.
MAX_STRETCHES = 60
MAX_WORDS = 7
MAX_CHARACTERS = 80

_WORD = re.compile(
    r"[^\W\d_](?:\.[^\W\d_])+\.?"  # U.S., D.C.
    r"|[‘’ʿ]?\w+(?:(?:[-–/][‘’'ʿ]?|[’'‘`ʿ](?!s\b))\w+)*"
)
_ARTICLES = ("al-", "el-", "as-", "ad-", "an-", "ar-", "at-", "ash-", "az-", "ed-", "es-")
_INNER = frozenset({"of", "de", "del", "da", "do", "di", "la", "le", "el", "al", "bin", "du"})
_NO_BEGINNING = frozenset(
    {"ADP", "DET", "PRON", "SCONJ", "CCONJ", "AUX", "ADV", "PART", "INTJ", "VERB"}
)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A span that may name a place, its head word, and its index among the toponyms where it is
    one."""

    start: int
    end: int
    head: Token
    toponym: int | None = None

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


def stretches(
    parsed: Parsed, span: Span, toponyms: Sequence[tuple[int, Toponym]], *, only: bool = False
) -> list[Stretch]:
    """The toponyms of a span of the text (each with its index) and, unless they are to be the
    ``only`` names, the capitalised stretches that are none, in reading order."""
    found = {(toponym.start, toponym.end): index for index, toponym in toponyms}
    spans: dict[tuple[int, int], int | None] = dict(found)
    for start, end in () if only else _capitalised(parsed, span):
        spans.setdefault((start, end), None)
    made: list[Stretch] = []
    for (start, end), index in sorted(spans.items()):
        words = parsed.words_in(Span(start, end))
        if words is not None:
            root = words.root
            made.append(Stretch(start, end, words[0] if root.pos_ == "PUNCT" else root, index))
    return made[:MAX_STRETCHES]


def _capitalised(parsed: Parsed, span: Span) -> Iterator[tuple[int, int]]:
    run: list[tuple[int, int]] = []
    end_of_last = span.start
    for match in _WORD.finditer(parsed.text, span.start, span.end):
        start, end = match.span()
        gap = parsed.text[end_of_last:start]
        end_of_last = end
        if run and gap not in (" ", "\xa0"):
            yield from _of_run(parsed, run)
            run = []
        word = match.group()
        if _is_capital(word) or (run and (word.isdigit() or word in _INNER)):
            run.append((start, end))
            continue
        if run:
            yield from _of_run(parsed, run)
        run = []
    if run:
        yield from _of_run(parsed, run)


def _is_capital(word: str) -> bool:
    word = word.lstrip("‘’ʿ")
    if word.lower() in MONTHS_AND_DAYS:
        return False
    lower = word.lower()
    for article in _ARTICLES:
        if lower.startswith(article):
            return word[len(article) :].lstrip("‘’ʿ'")[:1].isupper()
    return word[:1].isupper()


def _of_run(parsed: Parsed, run: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The whole run, and its parts between small words ("Jund al-Aqsa of Idlib")."""
    text = parsed.text
    while run and (text[slice(*run[-1])] in _INNER):
        run = run[:-1]
    while run and _no_beginning(parsed, run[0]):
        run = run[1:]
    if not run:
        return
    parts: list[list[tuple[int, int]]] = [[]]
    for word in run:
        if text[slice(*word)] in _INNER:
            parts.append([])
        else:
            parts[-1].append(word)
    for part in [run, *parts] if len(parts) > 1 else [run]:
        if part and len(part) <= MAX_WORDS and part[-1][1] - part[0][0] <= MAX_CHARACTERS:
            yield part[0][0], part[-1][1]


def _no_beginning(parsed: Parsed, word: tuple[int, int]) -> bool:
    """Whether a word only opens its sentence: "In", "The", "Meanwhile"."""
    token = parsed.token_at(word[0])
    if token is None:
        return True
    if token.ent_type_ in ("GPE", "LOC", "FAC"):
        return token.pos_ in ("DET", "ADP")
    if token.pos_ in _NO_BEGINNING:
        return True
    return token.is_stop and len(token) > 2 and token.pos_ not in ("PROPN", "NOUN")
