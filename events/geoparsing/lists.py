"""Names in a row ("Baku, Astara and Imishli"): what one of them is, the others are likely too."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from events.geoparsing.evidence import Entities, Proposal, relation_of
from events.geoparsing.scanning import Word

_GAPS = frozenset({",", "and", ", and", "or", ", or", "&", "/", ",\n"})
# Words that say outright that places are named next: "the districts of", "towns such as".
_INTRODUCES = re.compile(
    r"\b(?:district|cit(?:y|ie)|town|village|hamlet|province|region|count(?:y|ie)|state|"
    r"municipalit(?:y|ie)|settlement|governorate|prefecture|suburb|neighbou?rhood|island|"
    r"countr(?:y|ie)|communit(?:y|ie)|commune|capital|oblast|department|port)s?\s+"
    r"(?:of|such as|like|including|called|named)\s+$"
)
_LOOK_BACK = 40  # characters in which such words stand
#: Log odds that they add.
INTRODUCED = 3.0


def runs_of(proposals: list[Proposal], text: str) -> list[list[Proposal]]:
    """Known names with nothing but commas and "and" between them; those that stand alone too."""
    longest: dict[int, Proposal] = {}
    for proposal in proposals:
        if proposal.matches and proposal.last > longest.get(proposal.first, proposal).last - 1:
            longest[proposal.first] = proposal
    runs: list[list[Proposal]] = []
    for proposal in sorted(longest.values(), key=lambda p: p.first):
        before = runs[-1][-1] if runs else None
        if before and proposal.first < before.last:
            continue
        if before and text[before.end : proposal.start].strip() in _GAPS:
            runs[-1].append(proposal)
        else:
            runs.append([proposal])
    return runs


def lists_of(
    proposals: list[Proposal], text: str, words: list[Word], entities: Entities
) -> dict[int, tuple[str, ...]]:
    """For proposals that stand in a list, what the list holds, as names of features."""
    found: dict[int, tuple[str, ...]] = {}
    for run in runs_of(proposals, text):
        found.update(_of_list(run, words, entities))
    return found


def _of_list(
    run: list[Proposal], words: list[Word], entities: Entities
) -> Iterator[tuple[int, tuple[str, ...]]]:
    if len(run) < 2:
        return
    sure = [relation_of(p, words, entities) in ("GPE:exact", "LOC:exact") for p in run]
    persons = [relation_of(p, words, entities) == "PERSON:exact" for p in run]
    for index, proposal in enumerate(run):
        features = ["in a list"]
        if sum(sure) - sure[index]:
            features.append("in a list with a place")
        if 2 * (sum(persons) - persons[index]) >= len(run) - 1:
            features.append("in a list of persons")
        yield id(proposal), tuple(features)


def with_introduced(proposals: list[Proposal], text: str) -> list[Proposal]:
    """The same, those heavier of which the text says what kind of place they are, a whole list too.

    "in the districts of Astara, Jabrayil and Imishli": rare names of which neither the parser nor
    the encoder has heard.
    """
    lifted = {
        id(proposal)
        for run in runs_of(proposals, text)
        if _INTRODUCES.search(text, max(0, run[0].start - _LOOK_BACK), run[0].start)
        for proposal in run
    }
    return [replace(p, weight=p.weight + INTRODUCED) if id(p) in lifted else p for p in proposals]
