"""Words as the encoder reads them: BERT's uncased word pieces, each with its place in the text.

The same cut as BERT's own tokenizer makes (Devlin and others 2019): lower case, no accents, every
sign apart, then greedily the longest known piece.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

UNKNOWN, FIRST, LAST = "[UNK]", "[CLS]", "[SEP]"
MAX_WORD_CHARACTERS = 100

#: Letter case of a piece, which the vocabulary does not keep.
SMALL, CAPITAL, CAPITALS, MIXED, DIGITS = range(5)
CASES = 5
#: In the place of a letter case: what is asked about, the verb of an event.
MARKED = CASES

_PLAIN_WORD = re.compile(r"[A-Za-z0-9]+")
_CJK = (
    (0x4E00, 0x9FFF),
    (0x3400, 0x4DBF),
    (0x20000, 0x2CEAF),
    (0xF900, 0xFAFF),
    (0x2F800, 0x2FA1F),
)


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of a word: its number in the vocabulary, its letter case, offsets into the text."""

    id: int
    case: int
    start: int
    end: int


class WordPieces:
    """Cuts text into pieces.  ``vocabulary``: a file of one piece a line, numbered from 0."""

    def __init__(self, vocabulary: Path) -> None:
        lines = vocabulary.read_text("utf-8").split("\n")
        self.ids = {piece: number for number, piece in enumerate(lines) if piece}
        self.unknown, self.first, self.last = (self.ids[p] for p in (UNKNOWN, FIRST, LAST))
        self._cut = lru_cache(maxsize=20_000)(self._cut_word)

    def pieces(self, text: str, start: int, end: int) -> list[Piece]:
        """The pieces of ``text[start:end]`` in order; offsets count from the start of ``text``."""
        found: list[Piece] = []
        at = start
        while at < end:
            match = _PLAIN_WORD.match(text, at, end)
            if match and not _goes_on(text, match.end(), end):
                word = match.group()
                spans = [(at + a, at + b) for _, a, b in self._cut(word.lower())]
                found += self._pieces(text, word.lower(), spans)
                at = match.end()
                continue
            letters, at = _letters(text, at, end)
            if letters:
                word = "".join(letter for letter, _ in letters)
                spans = [(letters[a][1], letters[b - 1][1] + 1) for _, a, b in self._cut(word)]
                found += self._pieces(text, word, spans)
        return found

    def _pieces(self, text: str, word: str, spans: list[tuple[int, int]]) -> Iterator[Piece]:
        for (id, _, _), (start, end) in zip(self._cut(word), spans, strict=True):
            yield Piece(id, case_of(text[start:end]), start, end)

    def _cut_word(self, word: str) -> tuple[tuple[int, int, int], ...]:
        """Numbers of the pieces of a normalised word with their offsets in it."""
        whole = ((self.unknown, 0, len(word)),)
        if len(word) > MAX_WORD_CHARACTERS:
            return whole
        found = []
        at = 0
        while at < len(word):
            for end in range(len(word), at, -1):
                id = self.ids.get(("##" if at else "") + word[at:end])
                if id is not None:
                    found.append((id, at, end))
                    at = end
                    break
            else:
                return whole
        return tuple(found)


def case_of(piece: str) -> int:
    """How a piece of the text is written."""
    if piece.isdigit():
        return DIGITS
    if not piece[:1].isupper():
        return SMALL
    if len(piece) == 1 or piece[1:].islower():
        return CAPITAL
    return CAPITALS if piece.isupper() else MIXED


def _letters(text: str, at: int, end: int) -> tuple[list[tuple[str, int]], int]:
    """The next word or sign at ``at``, normalised, each letter with its place; where to go on."""
    letters: list[tuple[str, int]] = []
    while at < end:
        character = text[at]
        if character.isspace():
            return letters, at + 1
        if _is_nothing(character):
            at += 1
            continue
        if _stands_alone(character):
            if letters:
                break
            return [(part, at) for part in _normalised(character)], at + 1
        letters += [(part, at) for part in _normalised(character)]
        at += 1
    return letters, at


def _goes_on(text: str, at: int, end: int) -> bool:
    """Whether a word of plain letters goes on with others."""
    if at >= end or text[at].isascii():
        return False
    character = text[at]
    return not (character.isspace() or _stands_alone(character))


@lru_cache(maxsize=4_000)
def _normalised(character: str) -> str:
    parts = unicodedata.normalize("NFD", character)
    return "".join(part for part in parts if unicodedata.category(part) != "Mn").lower()


@lru_cache(maxsize=4_000)
def _is_nothing(character: str) -> bool:
    return character in "\x00\ufffd" or unicodedata.category(character).startswith("C")


@lru_cache(maxsize=4_000)
def _stands_alone(character: str) -> bool:
    code = ord(character)
    if character.isascii():
        return not character.isalnum()
    if any(low <= code <= high for low, high in _CJK):
        return True
    return unicodedata.category(character).startswith("P")
