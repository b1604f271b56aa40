"""The words of a sentence that tell an event."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Token

from events.geoparsing.drafts import lexicon
from events.geoparsing.drafts.grammar import (
    ancestors,
    argument_words,
    governor,
    has_subject,
    is_verbal,
    lemma,
    phrase_words,
    role_words,
    subtree,
)
from events.geoparsing.drafts.lexicon import Entry
from events.geoparsing.drafts.realis import Reality, reality

#: A sentence tells at most so many events; longer ones are lists and indexes.
MAX_PER_SENTENCE = 6
#: A "sentence" of more words than this is no prose.
MAX_SENTENCE_WORDS = 400

_AS_A_NAME = lexicon.group("as-a-name")


@dataclass(frozen=True, slots=True)
class Trigger:
    token: Token
    entry: Entry
    reality: Reality
    twins: tuple[Token, ...] = ()  # further words of the sentence that tell the same event

    @property
    def type(self) -> str:
        return self.entry.type

    @property
    def strength(self) -> lexicon.Strength:
        return self.entry.strength


def find_triggers(words: Sequence[Token], told: Mapping[str, Entry] | None = None) -> list[Trigger]:
    """Triggers of one sentence in reading order; denied and merely imagined ones are left out.

    ``told``: nouns that told an event earlier in the text.  "The drill" is one
    of them again, even where nothing near it says that it is military.
    """
    if len(words) > MAX_SENTENCE_WORDS:
        return []
    sentence: set[str] = set()
    found = []
    for token in words:
        entry = entry_of(token, words, sentence) or _told_before(token, told or {})
        if entry is None or entry.strength == "light" or not _tells(token):
            continue
        real = reality(token)
        if real != "no":
            found.append(Trigger(token, entry, real))
    return [_with_twins(t, found) for t in _settled(found)[:MAX_PER_SENTENCE]]


def entry_of(
    token: Token, words: Sequence[Token], sentence: set[str] | None = None
) -> Entry | None:
    """The first line of the lexicon that a word and its surroundings fit."""
    pos = _pos(token)
    if pos is None:
        return None
    candidates = lexicon.entries().get((pos, lemma(token)), ())
    if not candidates and pos == "propn":
        pos = "noun"
        candidates = lexicon.entries().get((pos, lemma(token)), ())
    if not candidates:
        return None
    scopes = _Scopes(token, words, sentence if sentence is not None else set())
    return next((entry for entry in candidates if scopes.fit(entry)), None)


def _told_before(token: Token, told: Mapping[str, Entry]) -> Entry | None:
    if token.pos_ != "NOUN" or not any(
        child.lower_ in ("the", "this", "these") or child.dep_ == "poss" for child in token.children
    ):
        return None
    return told.get(lemma(token))


def _pos(token: Token) -> lexicon.Pos | None:
    if token.pos_ == "VERB":
        return "verb"
    if token.pos_ == "NOUN":
        return "noun"
    return "propn" if token.pos_ == "PROPN" else None


class _Scopes:
    """Where a trigger's cues are looked for; each set of lemmas is gathered once, when first asked
    for."""

    def __init__(self, token: Token, words: Sequence[Token], sentence: set[str]) -> None:
        self.token = token
        self.words = words
        self.sentence = sentence
        self.near: set[str] | None = None

    def fit(self, entry: Entry) -> bool:
        if not self._spelled(entry) or entry.unwanted & self._near():
            return False
        if entry.scope == "name":
            return _named_event(self.token)
        if entry.scope == "of":
            return any(child.lower_ == "of" for child in self.token.children)
        return not entry.wanted or bool(entry.wanted & self._where(entry.scope))

    def _spelled(self, entry: Entry) -> bool:
        rest = entry.words[1:] if entry.pos == "verb" else entry.words[:-1]
        if not rest:
            return True
        if entry.pos == "verb":
            below = {lemma(word) for word in subtree(self.token) if word.i > self.token.i}
            return all(word in below for word in rest) and _close(self.token, rest)
        start = self.token.i - len(rest)
        if start < self.token.sent.start:
            return False
        return tuple(lemma(word) for word in self.token.doc[start : self.token.i]) == rest

    def _near(self) -> set[str]:
        if self.near is None:
            near = argument_words if is_verbal(self.token) else phrase_words
            self.near = near(self.token)
            if not is_verbal(self.token):
                verb = governor(self.token)
                if verb is not None and verb.i == self.token.head.i:
                    self.near = self.near | {lemma(verb)}
        return self.near

    def _where(self, scope: lexicon.Scope) -> set[str]:
        if scope == "sentence":
            if not self.sentence:
                self.sentence.update(lemma(word) for word in self.words)
            return self.sentence
        if scope in ("subject", "object"):
            return role_words(self.token, scope)
        if scope == "gov":
            return {lemma(above) for above in ancestors(self.token)[1:6]} | self._participles()
        if scope == "args" and not is_verbal(self.token):
            verb = governor(self.token)
            return self._near() | (argument_words(verb) if verb is not None else set())
        return self._near()

    def _participles(self) -> set[str]:
        return {
            lemma(child) for child in self.token.children if child.dep_ in ("acl", "relcl", "amod")
        }


def _close(verb: Token, rest: Sequence[str]) -> bool:
    following = [lemma(word) for word in verb.doc[verb.i + 1 : min(verb.i + 6, verb.sent.end)]]
    return all(word in following for word in rest)


def _named_event(token: Token) -> bool:
    """ "Hurricane Katrina", "Typhoon Haiyan", "the Karabakh War": the word and a name make one
    noun."""
    if token.i + 1 < len(token.doc) and token.nbor(1).pos_ == "PROPN":
        return token.head.i in (token.i + 1, token.i + 2) or token.dep_ == "compound"
    return any(child.dep_ == "compound" for child in token.children)


def _tells(token: Token) -> bool:
    """Whether a word stands for itself: not a modifier ("protest leader"), not inside another
    thing's name."""
    if is_verbal(token):
        return token.dep_ != "amod" and not (token.dep_ == "compound" and token.tag_ == "VBG")
    if token.dep_ in ("compound", "nmod", "amod", "npadvmod") and token.head.i > token.i:
        return _head_is_its_name(token)
    if token.dep_ == "poss" and not token.head.is_punct:
        return _possessor_tells(token)
    return not (token.ent_type_ in _AS_A_NAME and token.pos_ == "PROPN" and _inside_name(token))


def _head_is_its_name(token: Token) -> bool:
    return (
        token.pos_ == "PROPN"
        and token.head.pos_ == "PROPN"
        and (
            ("propn", lemma(token)) in lexicon.entries()
            and token.head.ent_type_ not in ("ORG", "FAC")
        )
    )


def _possessor_tells(token: Token) -> bool:
    return lemma(token.head) in lexicon.SUPPORT or lemma(token.head) in (
        "victim",
        "end",
        "start",
        "epicenter",
        "epicentre",
    )


def _inside_name(token: Token) -> bool:
    following = token.nbor(1) if token.i + 1 < len(token.doc) else None
    return following is not None and following.ent_iob_ == "I" and following.pos_ == "PROPN"


def _settled(found: list[Trigger]) -> list[Trigger]:
    """One trigger for one happening: weak words give way to the strong ones that they belong to."""
    strong = [trigger for trigger in found if trigger.strength == "strong"]
    if strong:
        kept = [t for t in found if t.strength == "strong" or _apart(t, strong)]
    else:
        kept = _first_of_each_type(found)
    return _without_twins(kept)


def _with_twins(trigger: Trigger, found: list[Trigger]) -> Trigger:
    """A trigger with the words of its type that gave way to it: "won the election after millions
    voted on Thursday"."""
    twins = tuple(
        other.token
        for other in found
        if other is not trigger
        and other.type == trigger.type
        and _related(other.token, trigger.token)
    )
    return replace(trigger, twins=twins) if twins else trigger


def _apart(weak: Trigger, strong: list[Trigger]) -> bool:
    """A weak trigger beside a strong one tells its own event only in a clause of its own, and of
    another type."""
    if weak.strength == "consequence":
        return False
    return all(
        weak.type != other.type and not _related(weak.token, other.token) for other in strong
    )


def _related(one: Token, other: Token) -> bool:
    return other in own_line(one) or one in own_line(other)


def own_line(token: Token) -> list[Token]:
    """The words above, up to where a verb with a subject of its own joins another."""
    line: list[Token] = []
    for step in ancestors(token)[:6]:
        line.append(step)
        if step.dep_ == "conj" and is_verbal(step) and has_subject(step):
            break
    return line


def _first_of_each_type(found: list[Trigger]) -> list[Trigger]:
    kept: list[Trigger] = []
    weak = [trigger for trigger in found if trigger.strength == "weak"]
    for trigger in weak or found[:1]:
        if all(trigger.type != other.type for other in kept):
            kept.append(trigger)
    return kept


def _without_twins(found: list[Trigger]) -> list[Trigger]:
    """ "a wave of bombings, one blast", "clashes erupted as fighters fought": same type, one phrase
    or clause."""
    kept: list[Trigger] = []
    for trigger in found:
        twin = next(
            (o for o in kept if o.type == trigger.type and _related(o.token, trigger.token)), None
        )
        if twin is None:
            kept.append(trigger)
    return kept
