"""Gold documents as the parts of the geoparser see them: parsed once, features made once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from events.geoparsing.blocks import split_blocks
from events.geoparsing.encoder import Readings, Reads
from events.geoparsing.evidence import Proposal
from events.geoparsing.gazetteer import Gazetteer
from events.geoparsing.parsed import Parsed
from events.geoparsing.recognition import Recogniser
from events.geoparsing.resolution import Name, Resolver
from events.geoparsing.roles import original_span, role_features
from events.geoparsing.training.gold import Corpus, GoldDocument
from events.geoparsing.types import Block, Candidate, Document, Span, Toponym


class MarkedRole(NamedTuple):
    """A toponym whose role was marked."""

    features: list[str]
    literal: bool
    span: Span  # where it was parsed


@dataclass(slots=True)
class Example:
    """A gold document with everything that does not hang on the weights.

    ``weighed`` and ``names`` are empty for a corpus of roles alone.  ``readings``: what the encoder
    says, which for gold should be one that has not learnt it.
    """

    gold: GoldDocument
    parsed: Parsed
    weighed: list[tuple[Block, list[Proposal]]]
    names: list[Name]
    roles: list[MarkedRole]
    readings: Readings


def examples_of(corpus: Corpus, gazetteer: Gazetteer, encoder: Reads) -> Iterator[Example]:
    """The documents of a corpus in order; the parse is what takes the time."""
    recogniser, resolver = Recogniser(gazetteer), Resolver(gazetteer)
    complete = corpus.complete
    for gold in corpus.documents:
        parsed = Parsed(gold.text, split_blocks(gold.text))
        yield Example(
            gold=gold,
            parsed=parsed,
            weighed=list(recogniser.weighed(parsed)) if complete else [],
            names=resolver.names(Document(gold.text), given(gold)) if complete else [],
            roles=list(_roles(gold, parsed, gazetteer)),
            readings=Readings(parsed, encoder),
        )


def given(gold: GoldDocument) -> list[Toponym]:
    """The marked toponyms, as where a text comes with its mentions."""
    return [
        Toponym(t.start, t.end, gold.text[t.start : t.end], "name", "literal")
        for t in gold.toponyms
    ]


def _roles(gold: GoldDocument, parsed: Parsed, gazetteer: Gazetteer) -> Iterator[MarkedRole]:
    starts = {toponym.start for toponym in gold.toponyms}
    for marked, toponym in zip(gold.toponyms, given(gold), strict=True):
        if marked.role is None:
            continue
        # The most prominent place: roles are learnt apart from resolution.
        for match in gazetteer.lookup(toponym.text, 1):
            toponym.form = match.form
            toponym.candidates = (Candidate(match.place, 1.0),)
        yield MarkedRole(
            role_features(parsed, toponym, starts),
            marked.role == "literal",
            original_span(parsed, toponym),
        )
