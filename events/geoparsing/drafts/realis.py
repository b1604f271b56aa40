"""Did it happen?  Denials, negations, hypotheses and plain names tell no event; firm dates ahead
are planned."""

from __future__ import annotations

from typing import Literal

from spacy.tokens import Token

from events.geoparsing.drafts import lexicon
from events.geoparsing.drafts.grammar import (
    ancestors,
    children,
    clause_of,
    governor,
    is_verbal,
    lemma,
    nouns_above,
)

Reality = Literal["happened", "planned", "no"]

_MAYBE = lexicon.group("maybe")
_FUTURE = lexicon.group("future")
_CONDITIONS = lexicon.group("conditions")
_HABITS = lexicon.group("habits")
#: "No sign of a tornado", "no thought of sending troops".
_SIGNS = frozenset({"sign", "evidence", "trace", "thought", "question", "intention"})
_MOOTED = frozenset({"suggest", "moot", "mull"})
_NEGATIONS = lexicon.group("negations")
_ATTITUDES = lexicon.group("attitudes")
_TAKEN_BACK_BY = frozenset({"of", "against", "from", "about"})
_PREPARING = frozenset({"prepare", "plan"})
_STRETCHES = lexicon.group("stretches")
_SPANS = frozenset({"night", "day", "week", "month", "year", "hour"})
_AGAINST = frozenset({"against", "for", "about"})
_CORE = frozenset({"nsubj", "nsubjpass", "dobj", "agent", "attr", "pobj"})
_FOUGHT = lexicon.group("fought")
_FREQUENT = lexicon.group("frequent")
_SUPPORTING = frozenset({"in", "of", "with", "into", "by", "as", "for", "to", "on", "at", "during"})
_WITHIN = frozenset({"in", "at", "amid", "as"})
_NOMINAL_BRIDGES = lexicon.group("nominal-bridges")


def reality(trigger: Token) -> Reality:
    """What the grammar around a trigger says of it."""
    if not is_verbal(trigger) and _noun_is_unreal(trigger):
        return "no"
    if _fought(trigger):
        return "happened"
    verb = trigger if is_verbal(trigger) else _carrier(trigger)
    if verb is None:
        return "planned" if _planned_by_noun(trigger) else "happened"
    if _negated(verb) or _conditional(verb) or _habitual(verb):
        return "no"
    above = _under_irrealis(verb)
    if above:
        return above
    if verb is not trigger and lemma(verb) in _PREPARING and _is_object(verb, trigger):
        return "planned"
    return _by_auxiliaries(verb)


def _fought(trigger: Token) -> bool:
    """ "struggled to contain a wildfire": what is fought is there, be it overcome or not."""
    return trigger.dep_ == "dobj" and lemma(trigger.head) in _FOUGHT


def _carrier(trigger: Token) -> Token | None:
    """The verb whose truth a noun's event shares: "held" of "a drill was held"; None where it has
    none."""
    verb = governor(trigger)
    if verb is None:
        return None
    if lemma(verb) == "be" and trigger.dep_ in ("attr", "nsubj"):
        return verb
    return verb if carries(verb, trigger) else None


def carries(verb: Token, trigger: Token) -> bool:
    """Whether the verb's adjuncts are also the noun's.

    So with verbs that only support the noun ("take place", "hold", "hit"), and
    with whatever someone did "in" or "at" it ("jets flew in an exercise").
    """
    chain = ancestors(trigger)
    below = chain[: chain.index(verb)] if verb in chain else []
    if not below or not all(step.dep_ in _NOMINAL_BRIDGES for step in below[:-1]):
        return False
    top = below[-1]
    if lemma(verb) in lexicon.SPEECH:
        return False
    if top.dep_ == "prep":
        supports = lemma(verb) in lexicon.SUPPORT and lemma(verb) != "be"
        allowed = _SUPPORTING if supports else _WITHIN
        return top.lower_ in allowed and _nothing_between(below)
    return top.dep_ in _CORE and lemma(verb) not in _ATTITUDES


def _nothing_between(below: list[Token]) -> bool:
    """ "in an exercise", "as part of an exercise", but not "in the aftermath of the exercise"."""
    nouns = [step for step in below[1:-1] if step.pos_ in ("NOUN", "PROPN")]
    return all(noun.lower_ in _STRETCHES for noun in nouns)


def _noun_is_unreal(trigger: Token) -> bool:
    if any(child.lower_ in _NEGATIONS for child in trigger.children if child.i < trigger.i):
        return True
    if trigger.head.lower_ == "without" and trigger.dep_ == "pobj":
        return True
    if any(
        lemma(child)
        in (
            "alleged",
            "possible",
            "potential",
            "hypothetical",
            "averted",
            "imminent",
            "looming",
            "failed",
            "future",
            "further",
            "any",
        )
        for child in children(trigger, "amod", "det")
    ):
        return True
    if _bare(trigger):
        return True
    above = nouns_above(trigger)
    bearers = lexicon.BEARERS - _STRETCHES  # "a series of eruptions" is no television
    if any(lemma(noun) in bearers for noun in above + _of_what(trigger)):
        return True
    if any(lemma(noun) in lexicon.IRREALIS - lexicon.CLAUSE_ONLY for noun in above):
        return True
    if any(lemma(noun) in _SIGNS and _nobody(noun) for noun in above):
        return True
    if above and lemma(above[0]) == "call" and trigger.head.lower_ == "for":
        return True
    verb = governor(trigger)
    if verb is None:
        return False
    return _asks_for(verb, trigger) or (_is_object(verb, trigger) and _takes_back(verb))


def _of_what(trigger: Token) -> list[Token]:
    """ "Museum" of "Battle of Stalingrad Museum"."""
    return [
        noun
        for prep in children(trigger, "prep")
        if prep.lower_ == "of"
        for noun in children(prep, "pobj")
    ]


def _bare(trigger: Token) -> bool:
    """ "during battle", "in case of earthquake": one of a kind with nothing said of it is any or
    none."""
    if trigger.tag_ == "NNS" and trigger.head.lower_ in _AGAINST and trigger.dep_ == "pobj":
        kinds = ("amod", "compound", "cc", "conj", "advmod", "punct")
        return all(child.dep_ in kinds for child in trigger.children)
    if (
        trigger.tag_ != "NN"
        or trigger.dep_ not in ("pobj", "conj")
        or trigger.lower_.endswith("ing")
    ):
        return False
    if any(not child.is_punct and child.dep_ not in ("cc", "conj") for child in trigger.children):
        return False
    if trigger.head.lower_ == "of" and lemma(trigger.head.head) in _SPANS:
        return False  # "a third night of unrest"
    verb = governor(trigger)
    return verb is None or not carries(verb, trigger)


def _asks_for(verb: Token, trigger: Token) -> bool:
    """ "called for elections", "push for a cease-fire"."""
    return (
        trigger.dep_ == "pobj"
        and trigger.head.lower_ == "for"
        and trigger.head.head.i == verb.i
        and lemma(verb)
        in (
            "call",
            "push",
            "press",
            "appeal",
            "campaign",
            "vote",
            "ask",
            "hope",
            "prepare",
            "brace",
            "plan",
        )
    )


def _takes_back(verb: Token) -> bool:
    """What is refused, cancelled or put off has not happened, nor what is only suggested."""
    if lemma(verb) == "put":
        return any(child.lower_ == "off" for child in children(verb, "prt"))
    return lemma(verb) in lexicon.IRREALIS - lexicon.CLAUSE_ONLY or lemma(verb) in _MOOTED


def _is_object(verb: Token, trigger: Token) -> bool:
    chain = ancestors(trigger)
    if verb not in chain:
        return False
    below = chain[: chain.index(verb)]
    top = below[-1]
    if top.dep_ not in ("dobj", "nsubjpass") and top.lower_ not in _TAKEN_BACK_BY:
        return False
    return all(step.dep_ in _NOMINAL_BRIDGES for step in below[:-1])


def _negated(verb: Token) -> bool:
    for child in verb.children:
        if child.dep_ == "neg" or child.lower_ in ("never", "n't", "not"):
            return True
        if child.dep_ in ("nsubj", "nsubjpass") and _nobody(child):
            return True
    return verb.dep_ in ("xcomp", "pcomp") and _negated_head(verb)


def _negated_head(verb: Token) -> bool:
    if verb.dep_ == "pcomp" and verb.head.lower_ == "without":
        return True
    return any(child.dep_ == "neg" for child in verb.head.children)


def _nobody(subject: Token) -> bool:
    if subject.lower_ in ("nobody", "none", "nothing"):
        return True
    return any(child.lower_ == "no" and child.dep_ == "det" for child in subject.children)


def _conditional(verb: Token) -> bool:
    for above in ancestors(verb)[:8]:
        if any(child.dep_ == "mark" and child.lower_ in _CONDITIONS for child in above.children):
            return True
        if above.dep_ not in ("conj", "xcomp", "advcl", "ccomp", "acl", "relcl"):
            return False
    return False


def _habitual(verb: Token) -> bool:
    if lemma(verb) == "be" and any(
        lemma(child) in _FREQUENT for child in children(verb, "acomp", "attr")
    ):
        return True  # "accidents are frequent on the roads of ..."
    if verb.tag_ not in ("VBZ", "VBP"):
        return False
    return any(child.lower_ in _HABITS for child in verb.children)


def _under_irrealis(verb: Token) -> Reality | None:
    """ "threatened to attack", "denied that troops attacked", "plans to hold an exercise"."""
    current = verb
    for _ in range(5):
        if current.dep_ == "conj" and is_verbal(current.head):
            shared = _by_auxiliaries(current.head) if current.tag_ == "VB" else "happened"
            if shared != "happened":
                return shared
            current = current.head
            continue
        if current.dep_ not in ("xcomp", "ccomp", "acl", "advcl", "pcomp"):
            return None
        verdict = _under(current, current.head)
        if verdict is not None:
            return verdict
        if current.dep_ in ("pcomp", "advcl") or not is_verbal(current.head):
            return None
        current = current.head
    return None


def _under(verb: Token, head: Token) -> Reality | None:
    """What the word above a clause makes of it; None where it leaves it as it is."""
    infinitive = verb.tag_ == "VB" and any(
        child.lower_ == "to" and child.dep_ == "aux" for child in verb.children
    )
    if verb.dep_ == "pcomp":
        above = lemma(head.head)
        return "no" if above in lexicon.IRREALIS - lexicon.CLAUSE_ONLY else None
    if verb.dep_ == "advcl":
        return "no" if infinitive else None  # a purpose
    if infinitive and lemma(head) in lexicon.PLAN:
        return "planned"
    gerund = verb.dep_ == "xcomp" and verb.tag_ == "VBG"
    if lemma(head) in lexicon.IRREALIS and (infinitive or gerund or verb.dep_ == "ccomp"):
        return "no"
    if infinitive and lemma(head) in ("go", "be", "have"):
        return "planned"
    return "no" if infinitive and verb.dep_ == "acl" else None


def _by_auxiliaries(verb: Token) -> Reality:
    words = {child.lower_ for child in verb.children if child.dep_ in ("aux", "auxpass")}
    if words & _MAYBE:
        return "no"
    if words & _FUTURE:
        return "planned"
    if verb.tag_ == "VB" and verb.dep_ == "ROOT" and not words:
        return "no"  # an order: "March on Paris!"
    if lemma(verb) in lexicon.PLAN and verb.tag_ == "VBN" and _scheduled(verb):
        return "planned"
    return "happened"


def _scheduled(verb: Token) -> bool:
    return any(prep.lower_ == "for" for prep in children(verb, "prep"))


def _planned_by_noun(trigger: Token) -> bool:
    return any(
        lemma(child) in ("planned", "plan", "upcoming", "scheduled", "schedule", "forthcoming")
        for child in children(trigger, "amod", "acl")
    )


def background(trigger: Token) -> bool:
    """Whether the sentence is about something else: "after the war", "since the massacre", a
    relative clause."""
    if is_verbal(trigger):
        return any(step.dep_ in ("relcl", "acl", "advcl") for step in ancestors(trigger)[:5])
    verb = governor(trigger)
    if verb is None:
        return trigger.sent.root.i != trigger.i and not any(
            step.dep_ == "ROOT" for step in ancestors(trigger)[:4]
        )
    if not carries(verb, trigger):
        return True
    main = clause_of(verb)
    return main.dep_ in ("relcl", "acl", "advcl")
