"""Titles: a line that stands alone, put together from the article's own words."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from events.geoparsing.drafts import lexicon
from events.geoparsing.drafts.grammar import (
    ancestors,
    children,
    clause_of,
    has_subject,
    is_verbal,
    lemma,
)
from events.geoparsing.drafts.realis import background
from events.geoparsing.parsed import Parsed, Sentence

MAX_TITLE = 110
#: Shorter lines say too little; a longer one is looked for.
MIN_TITLE = 12
#: A line that is cut keeps at least so many characters.
MIN_CUT = 36
#: What stands before the subject ("On Monday evening, ...") is kept up to so many characters.
MAX_FRONT = 45

#: Stretches of words, first and last both included, that make a line when read one after another.
_Pieces = list[tuple[int, int]]

_LEAVE_OUT = frozenset({"advcl", "parataxis", "relcl", "mark", "punct", "cc", "ccomp"})
_DROPPABLE = frozenset(
    {"prep", "agent", "npadvmod", "advmod", "advcl", "relcl", "acl", "appos", "cc", "parataxis"}
)
#: What a verb or a preposition needs after it to make sense.
_NEEDED = frozenset(
    {"dobj", "attr", "acomp", "oprd", "xcomp", "ccomp", "prt", "pobj", "pcomp", "dative"}
)
_ASIDES = frozenset({"relcl", "acl", "appos", "parataxis", "advcl"})
_SUBJECTS = ("nsubj", "nsubjpass", "csubj", "expl")
_POINTERS = frozenset({"PRP", "WP", "WDT", "EX"})
_OPENERS = frozenset({"WRB", "WDT", "WP", "IN", "CC"})
_PART_OF = frozenset({"one", "series", "wave", "round"})
_HANGING = lexicon.group("hanging")
_EDGES = " \t\r\n,;:.-–—\"'“”‘’"


def title_of(trigger: Token, sentence: Sentence, parsed: Parsed, body: int = 0) -> str:
    """A line of at most MAX_TITLE characters that tells the trigger's event.

    It begins with who or what acts, not with a pronoun, and what is too long is
    cut where a phrase ends.  ``body``: offset where the sentence's own words
    begin, behind a dateline.
    """
    low, high = sentence.words.start, sentence.words.end - 1
    while low < trigger.i and parsed.span_of(trigger.doc[low]).start < body:
        low += 1
    writer = _Writer(trigger, low, high, parsed)
    for pieces in writer.wordings():
        line = writer.fitted(pieces)
        if len(line) >= MIN_TITLE:
            return _capital(line)
    whole = " ".join(parsed.text[max(body, sentence.start) : sentence.end].split()).strip(_EDGES)
    return _capital(shortened(whole))


def shortened(text: str) -> str:
    """At most MAX_TITLE characters, cut after a word, with an ellipsis where words are lost."""
    if len(text) <= MAX_TITLE:
        return text
    cut = text.rfind(" ", 0, MAX_TITLE - 1)
    if cut <= 0:
        return text[: MAX_TITLE - 1] + "…"
    words = text[:cut].split(" ")
    while len(words) > 1 and words[-1].lower() in _HANGING:
        words.pop()
    return " ".join(words).rstrip(_EDGES) + "…"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


class _Writer:
    """The lines that could be made for one trigger, words ``low`` to ``high`` of its document."""

    def __init__(self, trigger: Token, low: int, high: int, parsed: Parsed) -> None:
        self.trigger = trigger
        self.low = low
        self.high = high
        self.parsed = parsed

    def wordings(self) -> Iterator[_Pieces]:
        """Lines from the best: a verb by its clause, a noun told in passing by its own phrase."""
        if is_verbal(self.trigger):
            yield from self._clauses()
            return
        phrase = self._phrase()
        aside = background(self.trigger) or _subject(_told_by(self.trigger)) is None
        told_in_passing = aside and self._says_enough(phrase)
        if told_in_passing:
            yield phrase
        yield from self._clauses()
        yield phrase

    def _says_enough(self, phrase: _Pieces) -> bool:
        """ "The flood of 1953" does; "the flood" and "its flood" do not."""
        first, last = phrase[0][0], phrase[-1][1]
        words = [word for word in self.trigger.doc[first : last + 1] if not word.is_punct]
        if self.trigger.doc[first].tag_ in ("PRP$", "WP$"):
            return False
        return (
            len(words) > 3
            or any(word.i > self.trigger.i for word in words)
            or any(word.pos_ == "PROPN" for word in words)
        )

    # --- the clause

    def _clauses(self) -> Iterator[_Pieces]:
        head = _told_by(self.trigger)
        first, last = self._bounds(head)
        if not is_verbal(head):
            yield [(first, last)]
            return
        predicate = self._predicate(head, first)
        subject = _subject(head)
        if subject is None or subject.tag_ in _POINTERS or subject.lower_ in ("this", "that"):
            start = self._without_subject(head, predicate)
            named = _named_for(head, subject)
            if named is not None:
                yield [*self._subject_pieces(named, head), (predicate, last)]
            if start <= self.trigger.i:
                yield [(start, last)]
            return
        opening = max(first, subject.left_edge.i)
        if subject.i > head.i:  # "came three blasts"
            yield [(first, last)]
        else:
            if self._short_front(first, opening):
                yield [(first, last)]
            yield [(opening, last)]
            yield [*self._subject_pieces(subject, head), (predicate, last)]
        if is_verbal(self.trigger):
            yield [(head.i, last)] if head.i <= self.trigger.i else [(self.trigger.i, last)]

    def _short_front(self, first: int, opening: int) -> bool:
        if first >= opening:
            return first == opening
        words = self.trigger.doc[first:opening]
        openers = [
            child
            for child in ancestors(words[0])[:8]
            if child.dep_ in ("prep", "npadvmod", "advmod") and child.left_edge.i == first
        ]
        if not openers:
            return False
        commas = [word for word in words if word.is_punct]
        if len(commas) > 1 or (commas and commas[0].i != opening - 1):
            return False
        return len(words.text) <= MAX_FRONT and words[0].tag_ not in ("CC", "WRB")

    def _subject_pieces(self, subject: Token, head: Token) -> _Pieces:
        """A subject without the clauses that only say more of it."""
        first, last = max(self.low, subject.left_edge.i), min(self.high, subject.right_edge.i)
        for child in subject.children:
            if child.i <= subject.i:
                continue
            stands = child.left_edge.i <= head.i <= child.right_edge.i
            if stands or child.dep_ in _ASIDES or child.is_punct:
                last = min(last, child.left_edge.i - 1)
        return [(min(first, subject.i), max(last, subject.i))]

    def _predicate(self, head: Token, first: int) -> int:
        """The first word of the verb with its auxiliaries and the adverb between them."""
        start = head.i
        subject = max((c.right_edge.i for c in children(head, *_SUBJECTS)), default=first - 1)
        for child in head.children:
            if child.dep_ in ("aux", "auxpass", "neg", "advmod") and subject < child.i < head.i:
                start = min(start, child.i) if child.tag_ not in _OPENERS else start
        return max(start, self.low)

    def _without_subject(self, head: Token, predicate: int) -> int:
        """Where to begin with no subject: at the verb, or behind "it is", "there were"."""
        if lemma(head) != "be":
            return head.i
        for child in children(head, "attr", "nsubj"):
            if child.left_edge.i <= self.trigger.i <= child.right_edge.i:
                return max(predicate + 1, child.left_edge.i)
        return self.trigger.left_edge.i

    def _bounds(self, head: Token) -> tuple[int, int]:
        """First and last word of a clause, without the clauses around it and below it."""
        trigger = self.trigger
        first, last = max(head.left_edge.i, self.low), min(head.right_edge.i, self.high)
        for child in head.children:
            if child.dep_ not in _LEAVE_OUT and not (child.dep_ == "conj" and is_verbal(child)):
                continue
            if child.left_edge.i <= trigger.i <= child.right_edge.i:
                continue
            if child.right_edge.i < min(trigger.i, head.i):
                first = max(first, child.right_edge.i + 1)
            elif child.left_edge.i > max(trigger.i, head.i):
                last = min(last, child.left_edge.i - 1)
        while first < min(head.i, trigger.i) and self._opens(trigger.doc[first]):
            first += 1
        return min(first, trigger.i), max(last, trigger.i)

    def _opens(self, word: Token) -> bool:
        """ "when", "that", "and", a comma: a clause that stands alone does not begin so."""
        if word.is_punct or word.dep_ in ("mark", "cc"):
            return True
        return word.tag_ in _OPENERS and word.dep_ in ("advmod", "nsubj", "dobj", "nsubjpass")

    # --- the noun's own phrase

    def _phrase(self) -> _Pieces:
        noun = self.trigger
        while noun.dep_ in ("compound", "nmod") and noun.head.i > noun.i:
            noun = noun.head
        if noun.head.lower_ == "of" and noun.head.head.lower_ in _PART_OF:
            noun = noun.head.head
        first, last = max(noun.left_edge.i, self.low), min(noun.right_edge.i, self.high)
        for child in noun.children:
            if child.i > noun.i and child.dep_ in ("conj", "cc"):
                last = min(last, max(noun.i, child.left_edge.i - 1))
        return [(min(first, self.trigger.i), max(last, self.trigger.i))]

    # --- length

    def fitted(self, pieces: _Pieces) -> str:
        """The line, cut behind the trigger where a phrase ends; empty where it cannot be."""
        if any(first > last for first, last in pieces):
            return ""
        pieces = self._without_owner(pieces)
        line = self._text(pieces)
        if len(line) <= MAX_TITLE:
            return line
        *before, (first, last) = pieces
        if not first <= self.trigger.i <= last:
            return ""
        for whole_asides in (True, False):
            for end in range(min(last, first + MAX_TITLE), self.trigger.i, -1):
                short = self._text([*before, (first, end - 1)])
                if len(short) < MIN_CUT:
                    break
                if len(short) <= MAX_TITLE and _ends_before(self.trigger, end, first, whole_asides):
                    return short
        return ""

    def _without_owner(self, pieces: _Pieces) -> _Pieces:
        """ "Its troops entered ..." begins with the troops."""
        (first, last), *rest = pieces
        while first < min(last, self.trigger.i) and self._points(self.trigger.doc[first]):
            first += 1
        return [(first, last), *rest]

    def _points(self, word: Token) -> bool:
        return word.tag_ in ("PRP$", "WP$", "CC") or word.is_punct

    def _text(self, pieces: _Pieces) -> str:
        parts = []
        for first, last in pieces:
            doc = self.trigger.doc
            start, end = self.parsed.span_of(doc[first]).start, self.parsed.span_of(doc[last]).end
            part = " ".join(self.parsed.text[start:end].split()).strip(_EDGES)
            abbreviated = len(doc[last].text) > 1 and doc[last].text.endswith(".")
            parts.append(part + "." if abbreviated and not part.endswith(".") else part)
        return " ".join(parts)


def _told_by(trigger: Token) -> Token:
    """The clause that tells a trigger: its own, or that above a participle without a subject."""
    head = clause_of(trigger)
    for _ in range(4):
        joined = head.dep_ == "conj" and head.tag_ == "VBG"
        free = any(child.lower_ == "what" for child in head.children)
        if head.dep_ not in ("pcomp", "advcl") and not joined and not free:
            break
        if not free and (has_subject(head) or head.tag_ not in ("VBG", "VBN")):
            break
        above = clause_of(head.head)
        if above.i == head.i or above.sent.start != head.sent.start or not is_verbal(above):
            break
        head = above
    return head


def _subject(head: Token) -> Token | None:
    """The subject of a verb: of two, as the model gives now and then, the one next to the verb."""
    found = [child for child in head.children if child.dep_ in _SUBJECTS]
    before = [child for child in found if child.i < head.i]
    while len(before) > 1 and before[-2].i + 1 == before[-1].left_edge.i:
        before.pop()  # "the volcano Nevado del Ruiz" is one
    return before[-1] if before else next(iter(found), None)


def _named_for(head: Token, subject: Token | None) -> Token | None:
    """The noun that a missing subject or a pronoun stands for; None where grammar does not say.

    "rebels came and attacked", "the bomb that exploded", "police said they arrested".
    """
    if subject is not None and subject.tag_ in ("WDT", "WP"):
        return _antecedent(head)
    if subject is not None:
        told = head.dep_ == "ccomp" and lemma(head.head) in lexicon.SPEECH
        return _noun(_subject(head.head)) if told and subject.tag_ == "PRP" else None
    for above in ancestors(head)[:6]:
        found = _subject(above)
        if found is not None and found.tag_ in ("WDT", "WP"):
            return _antecedent(above)
        if found is not None:
            return _noun(found)
        if above.dep_ in ("acl", "relcl"):
            return _antecedent(above)
        if above.dep_ not in ("conj", "xcomp"):
            return None
    return None


def _antecedent(clause: Token) -> Token | None:
    """The noun that a relative clause stands next to; one further off is a guess of the parse."""
    noun = clause.head
    if clause.dep_ not in ("acl", "relcl") or noun.i >= clause.left_edge.i:
        return None
    between = noun.doc[noun.i + 1 : clause.left_edge.i]
    if len(between) > 25 or any(noun not in ancestors(word)[:12] for word in between):
        return None
    return _noun(noun)


def _noun(word: Token | None) -> Token | None:
    if word is None or word.pos_ not in ("NOUN", "PROPN", "NUM", "ADJ"):
        return None
    return word


def _ends_before(trigger: Token, end: int, first: int, whole_asides: bool) -> bool:
    """Whether a line may end just before a word: it opens a phrase that can be spared.

    ``whole_asides``: a clause that says more of something is kept whole or not at all.
    """
    word = trigger.doc[end]
    node = _opened_by(word)
    if node is None:
        return False
    above = ancestors(node)[1:]
    for step in above:
        if step.i < first:
            break
        if step.i >= word.i:
            return False
        if whole_asides and step.dep_ in _ASIDES and step.left_edge.i > trigger.i:
            return False
        if any(child.i >= word.i and child.dep_ in _NEEDED for child in step.children):
            return False
    return True


def _opened_by(word: Token) -> Token | None:
    """The largest phrase that a word begins and that can be left out with all that follows it."""
    found = None
    for step in ancestors(word)[:8]:
        if step.left_edge.i != word.i:
            break
        if step.dep_ in _DROPPABLE:
            found = step
    return found
