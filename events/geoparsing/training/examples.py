"""Gold documents as the parts of the geoparser see them: parsed once, features made once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from events.geoparsing.blocks import split_blocks
from events.geoparsing.evidence import Proposal
from events.geoparsing.gazetteer import Gazetteer
from events.geoparsing.parsed import Parsed
from events.geoparsing.recognition import Recogniser
from events.geoparsing.resolution import Name, Resolver
from events.geoparsing.roles import role_features
from events.geoparsing.training.gold import Corpus, GoldDocument
from events.geoparsing.types import Block, Candidate, Document, Toponym


@dataclass(slots=True)
class Example:
    """A gold document with everything that does not hang on the weights.

    ``weighed`` and ``names`` are empty for a corpus of roles alone.  ``roles``: the features of
    each toponym whose role was marked, and whether that is literal.
    """

    gold: GoldDocument
    parsed: Parsed
    weighed: list[tuple[Block, list[Proposal]]]
    names: list[Name]
    roles: list[tuple[list[str], bool]]


def examples_of(corpus: Corpus, gazetteer: Gazetteer) -> Iterator[Example]:
    """The documents of a corpus in order; the parse is what takes the time."""
    recogniser, resolver = Recogniser(gazetteer), Resolver(gazetteer)
    places = corpus.places
    for gold in corpus.documents:
        parsed = Parsed(gold.text, split_blocks(gold.text))
        yield Example(
            gold=gold,
            parsed=parsed,
            weighed=list(recogniser.weighed(parsed)) if places else [],
            names=resolver.names(Document(gold.text), given(gold)) if places else [],
            roles=list(_roles(gold, parsed, gazetteer)),
        )


def given(gold: GoldDocument) -> list[Toponym]:
    """The marked toponyms, as where a text comes with its mentions."""
    return [
        Toponym(t.start, t.end, gold.text[t.start : t.end], "name", "literal")
        for t in gold.toponyms
    ]


def _roles(
    gold: GoldDocument, parsed: Parsed, gazetteer: Gazetteer
) -> Iterator[tuple[list[str], bool]]:
    starts = {toponym.start for toponym in gold.toponyms}
    for marked, toponym in zip(gold.toponyms, given(gold), strict=True):
        if marked.role is None:
            continue
        # The most prominent place: roles are learnt apart from resolution.
        for match in gazetteer.lookup(toponym.text, 1):
            toponym.form = match.form
            toponym.candidates = (Candidate(match.place, 1.0),)
        yield role_features(parsed, toponym, starts), marked.role == "literal"
