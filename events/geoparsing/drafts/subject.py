"""What kind of event an article is about, by all the words of its opening.

The lexicon knows words that tell an event wherever they stand.  News has more of them than any list
("belly-landed", "was swept to power"), and each says little alone: here they are weighed together.
``manage.py train_main_events`` fits the weights, docs/events.md has the figures.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from spacy.tokens import Token

from events.geoparsing.datelines import dateline_length
from events.geoparsing.drafts.grammar import arguments, is_verbal, lemma
from events.geoparsing.drafts.triggers import entry_of
from events.geoparsing.linear import score, shares
from events.geoparsing.parsed import Parsed, Sentence
from events.geoparsing.types import Block

#: The opening: headlines, and so many sentences of the body.
BODY_SENTENCES = 8
HEADLINE, DATELINE = -1, -2
#: An article about no event.
NONE = "none"

#: What else was read of an opening counts so much beside its words: both see the same text.
READ = 0.7

#: Log odds of the features of each type, and of ``NONE``.
SubjectWeights = Mapping[str, Mapping[str, float]]

_WORDS = frozenset({"NOUN", "VERB", "ADJ", "PROPN", "ADV"})
# What is different in every article says nothing of its kind.
_NAMES = frozenset(
    {"GPE", "LOC", "FAC", "PERSON", "NORP", "DATE", "TIME", "CARDINAL", "ORDINAL", "MONEY"}
    | {"QUANTITY", "PERCENT"}
)


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence, its place in the article (HEADLINE, DATELINE, or its number in the body), and the
    offset where its own words begin."""

    sentence: Sentence
    order: int
    start: int


def passages(parsed: Parsed, blocks: Sequence[Block], most: int) -> Iterator[Passage]:
    """Headlines and the first sentences of the body, datelines left out."""
    body = 0
    for sentence in parsed.sentences:
        block = blocks[sentence.block]
        if block.kind == "headline":
            yield Passage(sentence, HEADLINE, sentence.start)
        elif block.kind == "body":
            start = dateline_end(parsed, block)
            if sentence.end <= start:
                continue
            yield Passage(sentence, body, max(sentence.start, start))
            body += 1
            if body == most:
                return


def datelines(parsed: Parsed, blocks: Sequence[Block]) -> list[Passage]:
    """The first dateline that stands by itself; [] where there is none."""
    found = (
        Passage(sentence, DATELINE, sentence.start)
        for sentence in parsed.sentences
        if blocks[sentence.block].kind == "body"
        and sentence.end <= dateline_end(parsed, blocks[sentence.block])
    )
    return list(islice(found, 1))


def dateline_end(parsed: Parsed, block: Block) -> int:
    return block.start + dateline_length(parsed.text, block.start, block.end)


def opening(parsed: Parsed, blocks: Sequence[Block]) -> list[Sentence]:
    """What tells the kind of an article."""
    return [passage.sentence for passage in passages(parsed, blocks, BODY_SENTENCES)]


def likely(
    found: Collection[str], weights: SubjectWeights, read: Mapping[str, float]
) -> dict[str, float]:
    """How likely an article is about each type, and about none (0 to 1, together 1).

    ``found``: the features of its opening; ``read``: log odds of what else was read of it.
    """
    types = sorted(weights)
    odds = shares(score(weights[kind], found) + READ * read.get(kind, 0.0) for kind in types)
    return dict(zip(types, odds, strict=True))


def features_of(sentences: Iterable[Sentence]) -> set[str]:
    """Words, pairs of words that belong together, and what the lexicon says of them."""
    found = {"always"}
    for sentence in sentences:
        words = [token for token in sentence.words if not token.is_space]
        for token in words:
            found.update(_of_word(token))
            entry = entry_of(token, words)
            if entry is not None and entry.strength != "light":
                found.add(f"lexicon {entry.type} {entry.strength}")
    return found


def _of_word(token: Token) -> Iterator[str]:
    if not speaks(token):
        return
    word = lemma(token)
    yield word
    if is_verbal(token):
        for argument in arguments(token):
            if speaks(argument):
                yield f"{word} {lemma(argument)}"
        for particle in token.children:
            if particle.dep_ in ("prt", "prep"):
                yield f"{word} {particle.lower_}"
    elif token.dep_ in ("compound", "amod") and speaks(token.head):
        yield f"{word} {lemma(token.head)}"


def speaks(token: Token) -> bool:
    return token.pos_ in _WORDS and token.ent_type_ not in _NAMES and not token.is_stop
