"""spaCy's attribute rules with a memory.

The English pipeline turns tags into parts of speech by 179 patterns, matched anew for each word: a
fifth of the whole time of a parse.  What they do depends on the word's tag and dependency, and for
a closed list of words on the word and its neighbours in that list.  So each case is matched once.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from spacy.pipeline import AttributeRuler
from spacy.tokens import Doc

MAX_CASES = 50_000
SEEN: list[int | str] = ["TAG", "DEP", "IS_SPACE", "LOWER"]
GIVEN: list[int | str] = ["POS", "MORPH", "LEMMA"]


class Case(NamedTuple):
    """All that the rules look at for one word."""

    tag: int
    dependency: int
    space: int
    word: int  # 0 for a word that no rule names, as in the two fields below
    before: int
    after: int
    expletive_before: bool


class RuleMemory:
    """A component in the place of the attribute ruler; gives what it gives."""

    def __init__(self, ruler: AttributeRuler) -> None:
        self.ruler = ruler
        strings = ruler.vocab.strings
        self._named = {strings.add(word) for word in _named_words(ruler)}
        self._expletive = strings.add("expl")
        self._cases: dict[Case, tuple[int, int, int]] = {}

    def __call__(self, doc: Doc) -> Doc:
        if not len(doc):
            return doc
        cases = self._cases_of(doc)
        known = self._cases
        if any(case not in known for case in cases):
            return self._learn(doc, cases)
        given: Any = np.array([known[case] for case in cases], dtype="uint64")
        return doc.from_array(GIVEN, given)

    def _learn(self, doc: Doc, cases: list[Case]) -> Doc:
        doc = self.ruler(doc)
        if len(self._cases) < MAX_CASES:
            given = doc.to_array(GIVEN).tolist()
            self._cases.update(zip(cases, map(tuple, given), strict=True))
        return doc

    def _cases_of(self, doc: Doc) -> list[Case]:
        rows = doc.to_array(SEEN).tolist()
        named = [row[3] if row[3] in self._named else 0 for row in rows]
        cases = []
        for i, (tag, dependency, space, _) in enumerate(rows):
            if not named[i]:
                cases.append(Case(tag, dependency, space, 0, 0, 0, False))
                continue
            before = named[i - 1] if i else 0
            after = named[i + 1] if i + 1 < len(named) else 0
            expletive = i > 0 and rows[i - 1][1] == self._expletive
            cases.append(Case(tag, dependency, space, named[i], before, after, expletive))
        return cases


def _named_words(ruler: AttributeRuler) -> set[str]:
    words = {"n't", "nt", "n’t", "y", "y'", "nothin'", "nuthin'", "nouthin'"}  # by pattern there
    rules: Any = ruler.patterns
    for rule in rules:
        for pattern in rule["patterns"]:
            for word in pattern:
                words.update(_literal(word.get("LOWER")))
    return words


def _literal(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    return list(value.get("IN", [])) if isinstance(value, dict) else []
