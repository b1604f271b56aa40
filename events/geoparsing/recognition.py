"""Which words of a text name a place.

Proposals come from the gazetteer (every capitalised stretch it knows), from the parser's entities
and from feature words (Fore Street, Lake Erie).  Each proposal is weighed by a sum of readable
weights (``Weights.recognition``); where that leaves a doubt the encoder reads the sentences around
it, and its answer is weighed with the rest (``Weights.recognition_again``).  In texts about far
countries their own names need less (``abroad``).  The best proposals that do not overlap are kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from events.geoparsing.abroad import lift
from events.geoparsing.datelines import dateline_length
from events.geoparsing.encoder import Readings, told
from events.geoparsing.evidence import (
    Entities,
    Proposal,
    covers_of,
    entities_of,
    entity_stretches,
    features_of,
    kind_of,
)
from events.geoparsing.foreign_names import ForeignNames
from events.geoparsing.gazetteer import Gazetteer, NameMatch
from events.geoparsing.languages import ENGLISH, language_of
from events.geoparsing.linear import probability, score
from events.geoparsing.lists import lists_of, with_introduced
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

#: Log odds nearer to zero than this are a doubt, in which the encoder is asked.
DOUBT = 1.5
#: What the form of a dateline counts for the name that it begins with, in log odds.
DATELINE = 3.0
_SAINT = re.compile(r"(?:St|Saint)\b")
_LONG_CALLED = 60  # characters
_CALLED_BY = re.compile(
    r"\b(?:church|cathedral|basilica|chapel|monastery|convent|abbey|shrine|tomb|statue|icon|relics|feast"
    r"|parish)(?: day)? of (?:the )?(?:(?:St\.?|Saint) \w+,? and )?$",
    re.IGNORECASE,
)
#: The encoder's log odds count up to so much.
MOST_ODDS = 5


class Recogniser:
    """Finds the toponyms of a text.  One per process; needs an open gazetteer."""

    def __init__(self, gazetteer: Gazetteer, weights: Weights = SHIPPED) -> None:
        self.gazetteer = gazetteer
        self.weights = weights

    def find(self, parsed: Parsed, readings: Readings | None = None) -> list[Toponym]:
        """The toponyms in order, without overlaps; role and candidates are left for later parts.

        ``readings``: the encoder, asked where the evidence leaves a doubt.
        """
        if (language := language_of(parsed.text)) != ENGLISH:
            return ForeignNames(self.gazetteer, language).find(parsed)
        weighed = list(self.weighed(parsed))
        if readings is not None:
            weigh_again(weighed, readings, self.weights)
        return chosen(parsed, weighed)

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
                proposal.weight = score(self.weights.recognition, proposal.features)
                if _opens_dateline(proposal, parsed.text, block):
                    proposal.weight += DATELINE
            yield block, proposals

    def _proposals(
        self, parsed: Parsed, block: Block, words: list[Word], entities: Entities
    ) -> list[Proposal]:
        text, known = parsed.text, self.gazetteer.known
        stretches = set(known_names(words, known, text, self.gazetteer.max_words))
        stretches.update(feature_names(words))
        stretches.update(entity_stretches(words, entities, parsed))
        proposals = [self._proposal(text, block, words, *stretch) for stretch in sorted(stretches)]
        proposals = [
            p for p in proposals if not (_begins_with_an_article(p) or _is_a_saint(p, text))
        ]
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


def weigh_again(
    weighed: Iterable[tuple[Block, list[Proposal]]], readings: Readings, weights: Weights
) -> None:
    """Let the encoder read around what is in doubt, and weigh that with its answer."""
    doubtful = [p for _, proposals in weighed for p in proposals if abs(p.weight) < DOUBT]
    readings.read(proposal.span for proposal in doubtful)
    for proposal in doubtful:
        features = [*proposal.features, *encoder_features(proposal, readings)]
        proposal.weight = score(weights.recognition_again, features)


def encoder_features(proposal: Proposal, readings: Readings) -> tuple[str, ...]:
    """What the encoder says of a proposal, as names of features; none where it did not read."""
    odds = readings.name_odds(proposal.span)
    if odds is None:
        return ()
    said = f"encoder={told(odds, MOST_ODDS)}"
    return said, f"{said}&kind={kind_of(proposal.matches)}"


def chosen(parsed: Parsed, weighed: Iterable[tuple[Block, list[Proposal]]]) -> list[Toponym]:
    """The toponyms among weighed proposals, in order, with what repeated blocks say again."""
    found: list[Toponym] = []
    of_blocks = [proposals for _, proposals in weighed]
    lift([proposal for proposals in of_blocks for proposal in proposals], parsed)
    for proposals in of_blocks:
        found.extend(
            Toponym(p.start, p.end, p.text, p.form, "literal", probability(p.weight))
            for p in best_apart(with_introduced(proposals, parsed.text))
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


def _opens_dateline(proposal: Proposal, text: str, block: Block) -> bool:
    """ "MAPUTO, Aug 6 (Reuters) - ": what a dateline begins with is a place by its form."""
    if block.kind != "body" or proposal.start != block.start or not proposal.matches:
        return False
    return proposal.end <= block.start + dateline_length(text, block.start, block.end)


def _is_a_saint(proposal: Proposal, text: str) -> bool:
    """ "The church of St. Peter and St. Paul": two names of towns that are none here."""
    if _SAINT.match(proposal.text) is None:
        return False
    before = text[max(0, proposal.start - _LONG_CALLED) : proposal.start]
    return _CALLED_BY.search(before) is not None


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
