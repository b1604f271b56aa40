"""What speaks for and against a name being where a given event was.

Each piece is the name of a feature; ``data/event_weights.json`` says what it counts.  Here: what
the event and the name are by themselves; ``bearing`` tells how the two stand to each other,
``company`` what the other names of the sentence say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.tokens import Token

from events.geoparsing import lexicon as words_of_places
from events.geoparsing.drafts.bearing import bearing, word_class
from events.geoparsing.drafts.company import company
from events.geoparsing.drafts.grammar import lemma
from events.geoparsing.drafts.setting import Setting
from events.geoparsing.drafts.stretches import Stretch
from events.geoparsing.types import Toponym

#: Of these the value of one is told together with that of each other.
CROSSED = {
    "verb": [
        "prep",
        "dep",
        "side",
        "tie",
        "known",
        "names",
        "governor",
        "nearer_names",
        "clauses",
        "entity",
    ],
    "type": ["prep", "dep", "first_down", "known"],
    "known": [
        "entity",
        "dep",
        "prep",
        "after",
        "before_of",
        "gap_after",
        "gap_before",
        "tie",
        "side",
    ],
    "entity": ["prep", "dep", "after", "tie", "before", "governor", "first_down"],
    "tie": [
        "names",
        "nearer_names",
        "side",
        "words_away",
        "rules",
        "gap_before",
        "gap_after",
        "verb_dep",
    ],
    "prep": [
        "nearer_names",
        "side",
        "governor",
        "modifies",
        "clauses",
        "words_away",
        "dobj_is",
        "nsubjpass_is",
    ],
    "dep": ["governor", "side", "nearer_names", "after", "before_of"],
    "up": ["side", "prep", "known", "names"],
    "rules": ["nearer_names", "known", "names"],
    "dobj_is": ["dep", "first_down", "known"],
    "dobj_word": ["dep", "prep"],
    "verb_dep": ["side", "clauses", "prep"],
    "verb_before": ["side", "dep"],
}

_ARTICLE = re.compile(r"(?:al|el|as|ad|an|ar|at|ash|az|ed|es)[- ]", re.IGNORECASE)


def features_of(setting: Setting) -> list[list[str]]:
    """For every name of a setting the features that do not depend on the others' odds."""
    about = list(_of_trigger(setting.trigger, setting.kind))
    return [
        _crossed([*about, *_of_name(setting, at), *bearing(setting, at), *company(setting, at)])
        for at in range(len(setting.names))
    ]


def _crossed(features: list[str]) -> list[str]:
    """The features and those pairs that say more together than each alone."""
    by_key: dict[str, str] = {}
    for feature in features:
        if "&" not in feature and "=" in feature:
            by_key.setdefault(feature.partition("=")[0], feature)
    pairs = (
        f"{by_key[one]}&{by_key[other]}"
        for one, others in CROSSED.items()
        if one in by_key
        for other in others
        if other in by_key
    )
    return [*features, *pairs]


# The event


def _of_trigger(trigger: Token, kind: str) -> Iterator[str]:
    yield "any"
    yield f"verb={lemma(trigger)}"
    yield f"type={kind}"
    yield f"tag={trigger.tag_}"
    yield f"verb_dep={trigger.dep_}"
    yield from _of_arguments(trigger)
    if trigger.head.i != trigger.i:
        yield f"verb under={lemma(trigger.head)}"
        yield f"verb_dep={trigger.dep_}&under={trigger.head.pos_}"
    for word in sorted(
        {
            lemma(word)
            for word in trigger.sent
            if word.pos_ in ("NOUN", "VERB", "ADJ") and not word.ent_type_
        }
    ):
        yield f"sentence has={word}"
    doc, sentence = trigger.doc, trigger.sent
    for label, at in (("verb_follows", trigger.i - 1), ("verb_before", trigger.i + 1)):
        inside = sentence.start <= at < sentence.end
        yield f"{label}={word_class(doc[at] if inside else None)}"


def _of_arguments(trigger: Token) -> Iterator[str]:
    if any(child.dep_ in ("auxpass", "nsubjpass") for child in trigger.children):
        yield "passive"
    for child in trigger.children:
        if child.dep_ == "neg":
            yield "denied"
        if child.dep_ == "aux" and child.tag_ == "MD":
            yield "modal"
        if child.dep_ in ("dobj", "nsubj", "nsubjpass"):
            yield f"{child.dep_}_is={_noun_class(child)}"
            yield f"{child.dep_}_word={word_class(child)}"
            yield f"verb={lemma(trigger)}&{child.dep_}_is={_noun_class(child)}"
        if child.dep_ in ("prep", "prt", "agent"):
            yield f"verb has={child.lower_}"
            for noun in child.children:
                if noun.dep_ == "pobj":
                    yield f"verb has={child.lower_}&{word_class(noun)}"
        if child.dep_ in ("advcl", "conj", "ccomp"):
            yield f"verb over {child.dep_}={lemma(child)}"


def _noun_class(noun: Token) -> str:
    if noun.ent_type_:
        return noun.ent_type_
    if noun.pos_ == "PRON":
        return "pronoun"
    return "place noun" if lemma(noun) in words_of_places.PLACE_NOUNS else "noun"


# The name


def _of_name(setting: Setting, at: int) -> Iterator[str]:
    name = setting.names[at]
    text = setting.parsed.text[name.start : name.end]
    yield from _shape(text)
    yield from _known(setting, name)
    yield from _entity(name)
    yield from _neighbours(setting, name)


def _shape(text: str) -> Iterator[str]:
    words = text.split()
    if not words:
        return
    yield f"words={min(len(words), 4)}"
    if text.isupper() and len(words) == 1:
        yield "capitals"
    if _ARTICLE.match(text):
        yield "Arabic article"
    if any(c.isdigit() for c in text):
        yield "has a number"
    last, first = words[-1].lower(), words[0].lower()
    if len(words) > 1 and last in words_of_places.GENERIC_LAST:
        yield f"last word={last}"
    for label, group in (
        ("division", words_of_places.DIVISIONS),
        ("street", words_of_places.STREETS),
        ("nature", words_of_places.NATURE),
        ("organisation", words_of_places.ORGANISATION),
        ("site", words_of_places.GENERIC_LAST),
    ):
        if last in group:
            yield f"ends as {label}"
    if first in words_of_places.PERSON_TITLES:
        yield "begins with a title"
    if first in words_of_places.DIRECTIONS:
        yield "begins with a direction"
    if first in words_of_places.GENERIC_FIRST:
        yield "begins as feature"


def _known(setting: Setting, name: Stretch) -> Iterator[str]:
    if name.toponym is None:
        yield "known=no toponym"
        return
    toponym = setting.toponyms[name.toponym]
    yield f"known={_place_kind(toponym)}"
    yield f"role={toponym.role}"
    yield f"form={toponym.form}"


def _place_kind(toponym: Toponym) -> str:
    place = toponym.place
    if place is None:
        return "unknown"
    feature = place.feature
    if feature == "PPLC" or feature.startswith("PCL"):
        return "capital" if feature == "PPLC" else "country"
    if feature.startswith("ADM"):
        return "division" if feature == "ADM1" else "county"
    return "town" if feature.startswith("PPL") else "area"


def _entity(name: Stretch) -> Iterator[str]:
    head = name.head
    yield f"entity={head.ent_type_ or 'none'}"
    yield f"head={head.pos_}"


def _neighbours(setting: Setting, name: Stretch) -> Iterator[str]:
    words = setting.parsed.words_in(name.span)
    if words is None:
        return
    doc, first, last = words.doc, words.start, words.end - 1
    before = doc[first - 1] if first > words.sent.start else None
    if before is not None and before.lower_ == "the":
        yield "the before"
        before = doc[first - 2] if first - 1 > words.sent.start else None
    yield f"before={word_class(before)}"
    if before is not None and before.lower_ == "of" and before.i > words.sent.start:
        yield f"before_of={word_class(doc[before.i - 1])}"
    after = doc[last + 1] if last + 1 < words.sent.end else None
    yield f"after={word_class(after)}"
    if before is not None and before.i > words.sent.start:
        yield f"before={word_class(before)}&{word_class(doc[before.i - 1])}"
    if after is not None and after.i + 1 < words.sent.end:
        yield f"after={word_class(after)}&{word_class(doc[after.i + 1])}"
    if after is not None and after.lower_ in ("'s", "'") and after.i + 1 < words.sent.end:
        yield f"whose={word_class(doc[after.i + 1])}"
    inside = name.head.ent_type_ and first > words.sent.start and words[0].ent_iob_ == "I"
    longer = after is not None and after.ent_iob_ == "I"
    if inside or longer:
        yield "within an entity"
