"""The words that tell events, read from ``data/event_triggers.csv`` and ``data/event_cues.csv``."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, cast

Strength = Literal["strong", "weak", "consequence", "light"]
Scope = Literal["", "np", "args", "subject", "object", "gov", "sentence", "name", "of"]
Pos = Literal["noun", "verb", "propn"]

DATA = Path(__file__).parent.parent / "data"
_SCOPES = ("", "np", "args", "subject", "object", "gov", "sentence", "name", "of")
_STRENGTHS = ("strong", "weak", "consequence", "light")
_POS = ("noun", "verb", "propn")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the lexicon: ``words`` with the head last (nouns) or first (verbs)."""

    words: tuple[str, ...]
    pos: Pos
    type: str  # a code of EVENT_TYPES; "none" for consequences
    strength: Strength
    scope: Scope
    wanted: frozenset[str]
    unwanted: frozenset[str]


class BadLexicon(ValueError):
    """A line of the lexicon's files cannot be read: says which and why."""


@cache
def entries() -> dict[tuple[Pos, str], tuple[Entry, ...]]:
    """The lexicon by part of speech and head lemma, in the order of the file: the first that fits
    holds."""
    groups = _cue_groups()
    table: dict[tuple[Pos, str], list[Entry]] = defaultdict(list)
    for line, row in _rows(DATA / "event_triggers.csv"):
        entry = _entry(row, groups, line)
        head = entry.words[0] if entry.pos == "verb" else entry.words[-1]
        table[(entry.pos, head)].append(entry)
    return {key: tuple(found) for key, found in table.items()}


@cache
def nouns_of(kind: str) -> frozenset[str]:
    """Nouns that take an event of a type up again: "the fire" after "a wildfire".

    The strong nouns of that type and of no other, and the group ``again-<type>``.
    """
    owners: dict[str, set[str]] = defaultdict(set)
    for (pos, head), found in entries().items():
        if pos == "noun":
            owners[head] |= {entry.type for entry in found if entry.strength == "strong"}
    own = {head for head, types in owners.items() if types == {kind}}
    return frozenset(own) | _cue_groups().get(f"again-{kind}", frozenset())


def _entry(row: dict[str, str], groups: dict[str, frozenset[str]], line: int) -> Entry:
    for column, allowed in (("pos", _POS), ("strength", _STRENGTHS), ("scope", _SCOPES)):
        if row[column] not in allowed:
            raise BadLexicon(f"event_triggers.csv, line {line}: {column} is {row[column]!r}")
    return Entry(
        words=tuple(row["lemma"].split()),
        pos=cast(Pos, row["pos"]),
        type=row["type"],
        strength=cast(Strength, row["strength"]),
        scope=cast(Scope, row["scope"]),
        wanted=_cues(row["with"], groups, line),
        unwanted=_cues(row["without"], groups, line),
    )


def _cues(words: str, groups: dict[str, frozenset[str]], line: int) -> frozenset[str]:
    found: set[str] = set()
    for word in words.split():
        if not word.startswith("@"):
            found.add(word)
        elif word[1:] in groups:
            found |= groups[word[1:]]
        else:
            raise BadLexicon(f"event_triggers.csv, line {line}: no group {word}")
    return frozenset(found)


def group(name: str) -> frozenset[str]:
    """The words of a group of ``data/event_cues.csv``."""
    return _cue_groups()[name]


def ordered(name: str) -> list[str]:
    """The words of a group as they stand in the file."""
    return next(r["words"] for _, r in _rows(DATA / "event_cues.csv") if r["group"] == name).split()


@cache
def _cue_groups() -> dict[str, frozenset[str]]:
    return {
        row["group"]: frozenset(row["words"].split()) for _, row in _rows(DATA / "event_cues.csv")
    }


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    with path.open(encoding="utf-8", newline="") as file:
        numbered = [
            (number, text)
            for number, text in enumerate(file, start=1)
            if text.strip() and not text.startswith("#")
        ]
    reader = csv.DictReader([text for _, text in numbered])
    for (number, _), row in zip(numbered[1:], reader, strict=True):
        yield number, {key: (value or "") for key, value in row.items()}


# Verbs that carry a noun's event and add nothing of their own: "hold a drill", "a drill takes
# place".
SUPPORT = group("support")

# A verb of saying: what hangs on it (where and when it was said) is not the event's.
SPEECH = group("speech")

# A verb or a noun that takes its event back: it did not happen, or may not.
IRREALIS = group("irrealis")

#: Of these, the ones that take an infinitive or a clause only: "call a summit" is real.
CLAUSE_ONLY = group("clause-only")

#: Verbs and nouns that set an event in the future.
PLAN = group("plan")

#: Nouns of things that only bear an event's name: "a museum of the battle", "a film about the war".
BEARERS = group("bearers")
