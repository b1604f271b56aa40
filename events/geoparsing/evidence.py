"""What speaks for and against a stretch of words being the name of a place.

Each piece of evidence is the name of a feature; ``Weights.recognition`` says what it counts.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

import spacy.tokens
from spacy.tokens import Doc

from events.geoparsing.gazetteer import NameMatch
from events.geoparsing.lexicon import (
    COMMON_WORDS,
    DIVISIONS,
    GENERIC_FIRST,
    GENERIC_LAST,
    LOCATIVE,
    MONTHS_AND_DAYS,
    NATURE,
    ORGANISATION,
    PERSON_TITLES,
    STREETS,
)
from events.geoparsing.parsed import Parsed, start_of
from events.geoparsing.scanning import Word
from events.geoparsing.types import Form, Span

PLACE_LABELS = frozenset({"GPE", "LOC", "FAC", "NORP"})
NAME_LABELS = PLACE_LABELS | {"ORG", "PERSON", "EVENT", "PRODUCT", "WORK_OF_ART", "LAW", "LANGUAGE"}
#: Features of areas without a border of their own, which our list of regions has: Karabakh, Sahel.
REGIONS = frozenset({"RGN", "RGNH", "AREA"})
_TRAILING = re.compile(r"(?:['’]s?|[\s,;:.\-–—\"”)\]])+$")
_LEADING = re.compile(r"^(?:[\s\"“'‘(\[\-–—]|(?:[Tt]he|[Aa]n?)\s)+")
_SPACE_OR_HYPHEN = (" ", "-", "\n")


@dataclass(slots=True)
class Proposal:
    """A stretch of words that may name a place, with all that speaks for and against it."""

    start: int
    end: int
    text: str
    first: int  # index into the block's words
    last: int  # index after its last word
    matches: tuple[NameMatch, ...]
    features: list[str] = field(default_factory=list)
    weight: float = 0.0

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)

    @property
    def form(self) -> Form:
        return "demonym" if self.matches and self.matches[0].form == "demonym" else "name"


@dataclass(slots=True)
class Entities:
    """The parser's entities, in offsets of the whole text, and what the text says of a name."""

    by_word: dict[int, tuple[int, int, str]]  # start of a spaCy token -> its entity
    spans: list[tuple[int, int, str]]  # all of them, in order
    labels: dict[str, Counter[str]]  # what a name is as an entity of its own, over the text
    persons: frozenset[str]  # every word of a name of a person of two or more words
    lowered: frozenset[str]  # words that the text also writes small


# What the parser says


def entities_of(parsed: Parsed) -> Entities:
    by_word: dict[int, tuple[int, int, str]] = {}
    labels: dict[str, Counter[str]] = defaultdict(Counter)
    persons: set[str] = set()
    lowered: set[str] = set()
    for doc in parsed.docs:
        base = start_of(doc)
        lowered.update(token.text for token in doc if token.is_lower)
        for entity in doc.ents:
            if entity.label_ not in NAME_LABELS:
                continue
            start, end = _trimmed(parsed.text, base + entity.start_char, base + entity.end_char)
            if start >= end:
                continue
            name = parsed.text[start:end]
            labels[name.lower()][entity.label_] += 1
            if entity.label_ == "PERSON" and " " in name:
                persons.update(name.lower().split())
            for token in entity:
                by_word[base + token.idx] = (start, end, entity.label_)
    return Entities(
        by_word, sorted(set(by_word.values())), labels, frozenset(persons), frozenset(lowered)
    )


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """An entity without "the", possessive endings, punctuation and small words before the name."""
    name = text[start:end]
    lead = _LEADING.match(name)
    if lead:
        start += lead.end()
    tail = _TRAILING.search(text, start, end)
    if tail and tail.end() == end and not _is_initialism(text[start:end]):
        end = tail.start()
    while start < end and text[start].islower():
        space = text.find(" ", start, end)
        if space < 0 or text[start:space] in ("al", "el"):
            break
        start = space + 1
    return start, end


def _is_initialism(name: str) -> bool:
    return name.endswith(".") and len(name) > 3 and name[-3] == "."


def entity_stretches(
    words: list[Word], entities: Entities, parsed: Parsed
) -> Iterator[tuple[int, int]]:
    starts = {word.start: index for index, word in enumerate(words)}
    ends = {word.end: index + 1 for index, word in enumerate(words)}
    if not words:
        return
    for index in range(bisect_left(entities.spans, (words[0].start,)), len(entities.spans)):
        start, end, label = entities.spans[index]
        if start > words[-1].start:
            return
        if label not in PLACE_LABELS:
            continue
        first = starts.get(start)
        last = ends.get(end, ends.get(end - 1))
        if first is None or last is None or last <= first or last - first > 6:
            continue
        if words[first].namelike:
            yield first, last


# What speaks for and against a proposal


def covers_of(proposals: list[Proposal]) -> dict[int, list[Proposal]]:
    """For each word, the proposals of more than one word that hold it."""
    covers: dict[int, list[Proposal]] = defaultdict(list)
    for proposal in proposals:
        if proposal.last - proposal.first > 1:
            for word in range(proposal.first, proposal.last):
                covers[word].append(proposal)
    return covers


def features_of(
    proposal: Proposal,
    parsed: Parsed,
    words: list[Word],
    entities: Entities,
    longer: dict[int, list[Proposal]],
) -> list[str]:
    kind = kind_of(proposal.matches)
    relation = relation_of(proposal, words, entities)
    features = ["any", f"kind={kind}", f"entity={relation}", f"kind={kind}&entity={relation}"]
    if proposal.matches and proposal.matches[0].place.feature in REGIONS:
        features.append("a region")
    features += _shape(proposal, words, entities)
    features += _before(proposal, words)
    features += _after(proposal, words, parsed.text)
    features += _grammar(proposal, parsed)
    features += _elsewhere(proposal, entities)
    features += _nesting(proposal, longer)
    return features


def kind_of(matches: tuple[NameMatch, ...]) -> str:
    """What the most prominent place of a name is, in a word."""
    if not matches:
        return "unknown"
    match = matches[0]
    if match.form == "demonym":
        return "demonym"
    if match.kind == "abbreviation":
        return "abbreviation"
    feature, population = match.place.feature, match.place.population
    if feature.startswith("PCL"):
        return "country"
    if feature == "ADM1":
        return "division"
    if feature.startswith("ADM"):
        return "county"
    if not feature.startswith("PPL"):
        return "area"
    for name, least in (("1M", 1_000_000), ("100k", 100_000), ("10k", 10_000), ("1k", 1_000)):
        if population >= least:
            return f"town{name}"
    return "hamlet"


def relation_of(proposal: Proposal, words: list[Word], entities: Entities) -> str:
    entity = None
    for word in words[proposal.first : proposal.last]:
        entity = entity or entities.by_word.get(word.start)
    if entity is None:
        return "none"
    start, end, label = entity
    if start == proposal.start and end in (proposal.end, proposal.end - 1):
        return f"{label}:exact"
    if start <= proposal.start and proposal.end <= end:
        where = "first" if start == proposal.start else "inside"
        return f"{label}:{where}"
    if proposal.start <= start and end <= proposal.end:
        return f"{label}:within"
    return f"{label}:across"


def _shape(proposal: Proposal, words: list[Word], entities: Entities) -> Iterator[str]:
    count = proposal.last - proposal.first
    single = count == 1
    yield f"words={min(count, 4)}"
    first, last = words[proposal.first], words[proposal.last - 1]
    name = first.lower
    if single and name in COMMON_WORDS:
        yield "common word"
    if single and name in MONTHS_AND_DAYS:
        yield "month or day"
    if single and len(first.text) <= 3:
        yield f"letters={len(first.text)}"
    if single and name in entities.lowered:
        yield "also written small"
    if single and name in ORGANISATION | PERSON_TITLES:
        yield "title or organisation word"
    if first.text.isupper() and len(first.text) > 3:
        yield "capitals"
    if not proposal.text[0].isupper() and proposal.text[0].islower():
        yield "begins small"
    if not single:
        yield from _feature_words(first.lower, last.lower)
        if any(word.gap == "-" for word in words[proposal.first + 1 : proposal.last]):
            yield "hyphen within"


def _feature_words(first: str, last: str) -> Iterator[str]:
    if last in DIVISIONS:
        yield "ends as division"
    elif last in STREETS:
        yield "ends as street"
    elif last in NATURE:
        yield "ends as nature"
    elif last in GENERIC_LAST:
        yield "ends as site"
    if last in ORGANISATION:
        yield "ends as organisation"
    if first in GENERIC_FIRST:
        yield "begins as feature"
    if first in ("north", "south", "east", "west", "northern", "southern", "eastern", "western"):
        yield "begins with direction"


def _before(proposal: Proposal, words: list[Word]) -> Iterator[str]:
    if proposal.first == 0:
        yield "before=start"
        return
    word, gap = words[proposal.first - 1], words[proposal.first].gap
    if gap not in _SPACE_OR_HYPHEN:
        yield f"before gap={_gap(gap)}"
        if gap == ", " and word.namelike:
            yield "before=name and comma"
        return
    if gap == "-":
        yield "before=hyphen"
    if word.lower in LOCATIVE:
        yield "before=locative"
    elif word.lower in ("the", "of", "and", "a", "or", "with", "for", "by", "against", "between"):
        yield f"before={word.lower}"
    elif word.lower in PERSON_TITLES:
        yield "before=title"
    elif word.namelike:
        yield "before=initial" if len(word.text) <= 2 else "before=name"
    elif word.text.isdigit():
        yield "before=number"
    else:
        yield "before=word"


def _after(proposal: Proposal, words: list[Word], text: str) -> Iterator[str]:
    if proposal.last >= len(words):
        yield "after=end"
        return
    following = text[proposal.end : proposal.end + 2]
    if following in ("'s", "’s"):
        yield "after=possessive"
    word = words[proposal.last]
    gap = word.gap
    if gap not in _SPACE_OR_HYPHEN:
        yield f"after gap={_gap(gap)}"
        if gap == ", " and word.namelike:
            yield "after=comma and name"
        return
    if gap == "-":
        yield "after=hyphen"
    if word.namelike:
        yield from _after_name(word.lower)
    else:
        yield "after=word"


def _after_name(lower: str) -> Iterator[str]:
    if lower in ORGANISATION:
        yield "after=organisation"
    elif lower in DIVISIONS:
        yield "after=division word"
    elif lower in STREETS:
        yield "after=street"
    elif lower in NATURE:
        yield "after=nature"
    elif lower in GENERIC_LAST:
        yield "after=site"
    elif lower in PERSON_TITLES:
        yield "after=title"
    else:
        yield "after=name"


def _gap(gap: str) -> str:
    stripped = gap.strip()
    if not stripped:
        return "space"
    return stripped[0] if stripped[0] in ",.();:'\"’”“/–—-" else "other"


def _grammar(proposal: Proposal, parsed: Parsed) -> Iterator[str]:
    words = parsed.words_in(Span(proposal.start, proposal.end))
    if words is None:
        yield "tag=none"
        return
    root = words.root
    yield f"tag={root.tag_}"
    if words[0].is_sent_start:
        yield "first of sentence"
    if root.dep_ in ("compound", "amod", "nmod") and root.head.i > root.i:
        yield f"modifies={'name' if root.head.pos_ == 'PROPN' else 'word'}"
    yield f"role={root.dep_}"
    sentence = root.sent
    if _mostly_capitals(sentence):
        yield "sentence in capitals"


def _mostly_capitals(sentence: spacy.tokens.Span) -> bool:
    doc: Doc = sentence.doc
    last = min(sentence.end, sentence.start + 12)
    alphabetic = [doc[i] for i in range(sentence.start, last) if doc[i].is_alpha]
    return sum(token.is_upper for token in alphabetic) * 2 > len(alphabetic)


def _elsewhere(proposal: Proposal, entities: Entities) -> Iterator[str]:
    name = proposal.text.lower()
    counts = entities.labels.get(name)
    if counts:
        for label, count in counts.items():
            yield f"elsewhere={label}"
            if count > 2:
                yield f"elsewhere={label} often"
    if proposal.form == "demonym":
        return  # "Turkish F-16s" makes no person of Turkish
    if proposal.last - proposal.first == 1 and name in entities.persons:
        yield "word of a person's name"


def _nesting(proposal: Proposal, longer: dict[int, list[Proposal]]) -> Iterator[str]:
    mine = proposal.last - proposal.first
    around = {
        id(other): other
        for word in (proposal.first, proposal.last - 1)
        for other in longer[word]
        if other.last - other.first > mine
        and other.first <= proposal.first
        and other.last >= proposal.last
    }
    for other in around.values():
        yield "within a known name" if other.matches else "within a longer proposal"
        break
    if any(
        other.matches
        and kind_of(other.matches)
        in ("country", "division", "county", "area", "town1M", "town100k")
        for other in around.values()
    ):
        yield "within a prominent name"
