"""How closely a place or a time is tied to a trigger by the grammar of their sentence."""

from __future__ import annotations

from enum import IntEnum

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
from events.geoparsing.drafts.realis import carries


class Tie(IntEnum):
    """From close to none.

    OWN: the trigger's own phrase.  CLAUSE: its clause.  NEAR: the clause above
    or below.  SENTENCE: elsewhere in the sentence.  APART: bound to something
    else ("said in Geneva").
    """

    OWN = 0
    CLAUSE = 1
    NEAR = 2
    SENTENCE = 3
    APART = 4


_CLAUSE_STEPS = frozenset({"ccomp", "advcl", "relcl", "acl", "parataxis", "csubj", "pcomp"})
_EFFECTS = frozenset({"kill", "injure", "wound", "destroy", "leave", "damage", "hurt", "die"})
_MARKS_OF_TIME = frozenset({"since", "before", "after", "until", "despite"})
_OTHER_TIMES = frozenset({"since", "before", "until"})
_ABOUT = frozenset({"against", "about", "concerning", "regarding"})
_TOPICS = frozenset({"over", "since", "after", "before", "despite", "following", "for", "because"})
_ONWARD = frozenset({"to", "toward", "towards", "for"})
_BOUND_NOUNS = lexicon.group("bound-nouns")


def tie(trigger: Token, other: Token) -> Tie:
    """The tie of a place or time (its head word) to a trigger of the same sentence."""
    up = ancestors(trigger)
    places = {token.i: depth for depth, token in enumerate(up)}
    below: list[Token] = []
    for step in ancestors(other):
        if step.i in places:
            return _judge(trigger, up[: places[step.i]], step, below)
        below.append(step)
    return Tie.SENTENCE


def _judge(trigger: Token, above: list[Token], meet: Token, below: list[Token]) -> Tie:
    """``above``: from the trigger up to just under ``meet``; ``below``: from the other word up to
    there."""
    if meet.i == trigger.i:
        return _inside(trigger, below)
    up = _clause_steps(above)
    down = _clause_steps(below)
    if _speech_adjunct(meet, above, below):
        return Tie.APART
    if not is_verbal(trigger) and up == 0 and not _shares_adjuncts(trigger, meet, above):
        return Tie.SENTENCE
    if _topic(trigger, below) or _joined_elsewhere(meet, above, below) or _origin(below):
        return Tie.SENTENCE
    if _of_another_time(below):
        return Tie.SENTENCE
    if up == 0 and down == 0:
        return Tie.CLAUSE
    if up + down == 1:
        return Tie.NEAR if up or _adverbial(below) else Tie.SENTENCE
    return Tie.SENTENCE


def _joined_elsewhere(meet: Token, above: list[Token], below: list[Token]) -> bool:
    """Whether "and" parts the two: "agreed in Geneva, and the bombing stopped", "met the king and
    went on to Lyon"; a place that opens the sentence holds for all of it."""
    if not below:
        return False
    joined = bool(above) and joined_clause(above[-1]) and clause_of(above[0]).i == above[-1].i
    if joined and below[-1].i > meet.i:
        return True
    return _onward(below)


def _origin(below: list[Token]) -> bool:
    """ "Officers from Lyon arrested ...": where they came from, not where they were."""
    return any(
        step.dep_ == "prep" and step.lower_ == "from" and step.head.dep_ in ("nsubj", "pobj")
        for step in below
        if step.head.ent_type_ != "DATE" and step.head.pos_ == "NOUN"
    )


def _onward(below: list[Token]) -> bool:
    """ "... and went on to Lyon": where a second verb leads."""
    leads = any(step.dep_ == "prep" and step.lower_ in _ONWARD for step in below)
    return leads and any(step.dep_ == "conj" and is_verbal(step) for step in below)


def joined_clause(step: Token) -> bool:
    """A verb with a subject of its own that "and" joins to another clause."""
    return step.dep_ == "conj" and is_verbal(step) and has_subject(step)


def _topic(trigger: Token, below: list[Token]) -> bool:
    """What it was about, or when, not where: "protested against strikes on ...", "met before the
    war in ...", "captured months after the fall of ..."."""
    if below and below[-1].dep_ == "prep" and below[-1].lower_ in _ABOUT:
        return True
    for at, step in enumerate(below):
        if at < 2 or step.dep_ != "prep" or below[at - 1].dep_ != "pobj":
            continue
        if below[at - 1].lower_ == "time":
            continue  # "for a third time on Sunday"
        if step.lower_ in _TOPICS and (step is below[-1] or step.lower_ in _MARKS_OF_TIME):
            return True
        if step.lower_ in ("after", "following"):
            # "died after an attack in ..." was there
            return not (is_verbal(trigger) and step is below[-1])
    return False


def _of_another_time(below: list[Token]) -> bool:
    """ "The worst attack since gunmen struck in Lyon", "met before the war in ... began"."""
    return any(
        is_verbal(step)
        and step.dep_ in ("advcl", "pcomp")
        and any(child.lower_ in _OTHER_TIMES for child in children(step, "mark", "advmod"))
        for step in below
    )


def _adverbial(below: list[Token]) -> bool:
    """Whether the one clause that a climb leaves tells how, when or what for, and is not about a
    noun: "when they drove through ...", "killing six in ...", "an assault to take ..."."""
    return all(_tells_how(step) for step in below if _clause_steps([step]))


def _tells_how(step: Token) -> bool:
    if step.dep_ in ("advcl", "pcomp"):
        return True
    if step.dep_ != "acl":
        return False
    return step.tag_ == "VB" or (step.tag_ == "VBG" and lemma(step) in _EFFECTS)


def _inside(trigger: Token, below: list[Token]) -> Tie:
    if not below:
        return Tie.OWN
    steps = _clause_steps(below)
    if _topic(trigger, below) or _onward(below) or _origin(below) or _of_another_time(below):
        return Tie.SENTENCE
    if steps == 0:
        return Tie.OWN
    if is_verbal(trigger) and not _adverbial(below):
        return Tie.SENTENCE
    if not is_verbal(trigger) and steps == 1:
        return Tie.CLAUSE  # "the training that they conducted in Azerbaijan"
    return Tie.NEAR if steps == 1 else Tie.SENTENCE


def _clause_steps(chain: list[Token]) -> int:
    """How many clauses a climb leaves; joined verbs and infinitives share their clause."""
    count = 0
    for step in chain:
        if step.dep_ in _CLAUSE_STEPS or joined_clause(step):
            count += 1
    return count


def _speech_adjunct(meet: Token, above: list[Token], below: list[Token]) -> bool:
    """ "police in Kabul said that ...", "reported Tuesday": it belongs to the saying."""
    if lemma(meet) not in lexicon.SPEECH or not above or not below:
        return False
    return above[-1].dep_ in ("ccomp", "parataxis", "advcl", "xcomp") and below[-1].dep_ in (
        "prep",
        "npadvmod",
        "advmod",
        "nsubj",
        "dobj",
    )


def _shares_adjuncts(trigger: Token, meet: Token, above: list[Token]) -> bool:
    """Whether a noun's event happens where its verb does: it does for "held" and "hit", not for
    "criticised", and not in "the worst violence in Norway since the war"."""
    if is_verbal(meet):
        return carries(meet, trigger)
    return not any(step.dep_ == "prep" and step.lower_ in _MARKS_OF_TIME for step in above)


def bound_noun(token: Token) -> bool:
    """Whether a name only says whose or which someone is: "the minister of", "a native of"."""
    for step in ancestors(token)[1:4]:
        if step.pos_ in ("NOUN", "PROPN"):
            return lemma(step) in _BOUND_NOUNS
        if is_verbal(step):
            return False
    return False


def of_another(trigger: Token, name: Token, others: list[Token]) -> bool:
    """Whether a place stands in the phrase of another event and only near this one: "called the
    attack an answer to the strike in Lyon"."""
    above = ancestors(name)[:12]
    if trigger in above:
        return False
    return any(
        other in above and trigger not in ancestors(other)[:12] and not is_verbal(other)
        for other in others
    )
