"""Which words of a text name a place.

Proposals come from the gazetteer (every capitalised stretch it knows), from the parser's entities
and from feature words (Fore Street, Lake Erie).  Each proposal is weighed by a sum of readable
weights (``Weights.recognition``), and the best that do not overlap are kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from events.geoparsing.evidence import (
    Entities,
    Proposal,
    covers_of,
    entities_of,
    entity_stretches,
    features_of,
    lists_of,
)
from events.geoparsing.foreign_names import ForeignNames
from events.geoparsing.gazetteer import Gazetteer, NameMatch
from events.geoparsing.languages import language_of
from events.geoparsing.linear import probability, score
from events.geoparsing.parsed import Parsed, tells
from events.geoparsing.scanning import (
    Word,
    feature_names,
    known_names,
    unspaced_names,
    with_dot,
    word_at,
    words_of,
)
from events.geoparsing.types import Block, Toponym
from events.geoparsing.weights import SHIPPED, Weights


class Recogniser:
    """Finds the toponyms of a text.  One per process; needs an open gazetteer."""

    def __init__(self, gazetteer: Gazetteer, weights: Weights = SHIPPED) -> None:
        self.gazetteer = gazetteer
        self.weights = weights.recognition

    def find(self, parsed: Parsed) -> list[Toponym]:
        """The toponyms in order, without overlaps; role and candidates are left for later parts."""
        if (language := language_of(parsed.text)) != "en":
            return ForeignNames(self.gazetteer, language).find(parsed)
        return chosen(parsed, self.weighed(parsed))

    def weighed(self, parsed: Parsed) -> Iterator[tuple[Block, list[Proposal]]]:
        """Every proposal with its features and weight, block by block."""
        entities = entities_of(parsed)
        for block in parsed.blocks:
            if not tells(block):
                continue
            words = words_of(parsed.text, block.start, block.end)
            proposals = self._proposals(parsed, block, words, entities)
            longer = covers_of(proposals)
            listed = lists_of(proposals, parsed.text, words, entities)
            for proposal in proposals:
                proposal.features = features_of(proposal, parsed, words, entities, longer)
                proposal.features += listed.get(id(proposal), ())
                proposal.weight = score(self.weights, proposal.features)
            yield block, proposals

    def _proposals(
        self, parsed: Parsed, block: Block, words: list[Word], entities: Entities
    ) -> list[Proposal]:
        text, known = parsed.text, self.gazetteer.known
        stretches = set(known_names(words, known, text, self.gazetteer.max_words))
        stretches.update(feature_names(words))
        stretches.update(entity_stretches(words, entities, parsed))
        proposals = [self._proposal(text, block, words, *stretch) for stretch in sorted(stretches)]
        proposals = [proposal for proposal in proposals if not _begins_with_an_article(proposal)]
        for start, end in unspaced_names(text, block.start, block.end, known):
            index = word_at(words, start)
            matches = self.gazetteer.lookup(text[start:end])
            proposals.append(Proposal(start, end, text[start:end], index, index + 1, matches))
        return proposals

    def _proposal(
        self, text: str, block: Block, words: list[Word], first: int, last: int
    ) -> Proposal:
        start, end = words[first].start, words[last - 1].end
        matches = self.gazetteer.lookup(text[start:end])
        dotted = with_dot(text, start, end, block.end)
        if dotted > end and _takes_dot(text[start:end], matches, words[last - 1]):
            end = dotted
        return Proposal(start, end, text[start:end], first, last, matches)


def chosen(parsed: Parsed, weighed: Iterable[tuple[Block, list[Proposal]]]) -> list[Toponym]:
    """The toponyms among weighed proposals, in order, with what repeated blocks say again."""
    found: list[Toponym] = []
    for _, proposals in weighed:
        found.extend(
            Toponym(p.start, p.end, p.text, p.form, "literal", probability(p.weight))
            for p in best_apart(proposals)
        )
    return sorted(found + list(_repeats(parsed, found)), key=lambda t: t.start)


def best_apart(proposals: Iterable[Proposal]) -> list[Proposal]:
    """The heaviest proposals of positive weight that do not overlap."""
    kept: list[Proposal] = []
    taken: set[int] = set()
    for proposal in sorted(proposals, key=lambda p: (-p.weight, p.start - p.end)):
        if proposal.weight <= 0:
            break
        words = range(proposal.first, proposal.last)
        if taken.isdisjoint(words):
            taken.update(words)
            kept.append(proposal)
    return kept


def _begins_with_an_article(proposal: Proposal) -> bool:
    """The Netherlands, but not The Hague, whose name has the article in it."""
    if not proposal.text.lower().startswith("the "):
        return False
    return not (proposal.matches and proposal.matches[0].place.name.startswith("The "))


def _takes_dot(name: str, matches: tuple[NameMatch, ...], last: Word) -> bool:
    """Ky. and St. keep their full stop; US at the end of a sentence does not."""
    if last.lower in ("st", "ave", "rd", "blvd", "dr", "co", "mt") and not name.isupper():
        return True
    if not matches or "." in name or name.isupper():
        return "." in name and len(name) > 1 and name[-2] == "."
    return matches[0].kind == "abbreviation"


def _repeats(parsed: Parsed, found: list[Toponym]) -> Iterator[Toponym]:
    """What stands in a block that says an earlier one again, word for word."""
    for block in parsed.blocks:
        if block.repeat_of is None or block.kind == "furniture":
            continue
        first = parsed.blocks[block.repeat_of]
        if parsed.text[first.start : first.end] != parsed.text[block.start : block.end]:
            continue
        shift = block.start - first.start
        for t in found:
            if first.start <= t.start and t.end <= first.end:
                yield Toponym(t.start + shift, t.end + shift, t.text, t.form, t.role, t.confidence)
