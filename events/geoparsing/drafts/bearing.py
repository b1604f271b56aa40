"""How a name stands to a given event: the path between them, what governs the name, how far."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Token

from events.geoparsing.drafts import lexicon
from events.geoparsing.drafts.attachment import Tie, bound_noun, tie
from events.geoparsing.drafts.grammar import ancestors, is_verbal, lemma
from events.geoparsing.drafts.setting import Setting

#: Paths of more steps than this are all alike.
MAX_STEPS = 6

_CLAUSAL = frozenset({"ccomp", "advcl", "relcl", "acl", "parataxis", "csubj", "pcomp", "xcomp"})
_LIVES = frozenset({"live", "bear", "reside", "grow"})
_MODIFIERS = frozenset({"compound", "amod", "nmod", "poss", "det", "nummod", "appos"})


def word_class(token: Token | None) -> str:
    """A neighbour as features tell it: function words and nouns by their lemma, names as such."""
    if token is None:
        return "edge"
    if token.pos_ == "PROPN":
        return "name"
    if token.pos_ == "NUM":
        return "number"
    return lemma(token)


def bearing(setting: Setting, at: int) -> Iterator[str]:
    """Features of how a name stands to the event in the grammar and the words of the sentence."""
    trigger, name = setting.trigger, setting.names[at]
    top, conjuncts = _first_conjunct(name.head)
    if conjuncts:
        yield "conjunct"
    yield f"dep={top.dep_}"
    yield from _governed(trigger, top)
    yield f"tie={tie(trigger, name.head).name}"
    if name.toponym is not None and name.toponym in setting.by_rule:
        yield "rules=this"
    else:
        yield f"rules={'another' if setting.by_rule else 'none'}"
    if bound_noun(name.head):
        yield "bound to a noun"
    up, down, meet = path(trigger, top)
    if meet is None:
        yield "path=none"
        return
    yield from _along(trigger, top, up, down, meet)
    yield from _distance(setting, at)


def _along(
    trigger: Token, top: Token, up: list[Token], down: list[Token], meet: Token
) -> Iterator[str]:
    path_up, path_down = _steps(up), _steps(down)
    yield f"up={path_up}"
    yield f"down={path_down}"
    yield f"path={path_up}|{path_down}"
    yield f"meet={'trigger' if meet.i == trigger.i else meet.pos_}"
    if is_verbal(meet) and meet.i != trigger.i:
        yield f"meet={_verb_class(meet)}"
        yield f"meet verb={lemma(meet)}"
    yield f"clauses={min(_clauses(up), 3)}/{min(_clauses(down), 3)}"
    yield f"dep={top.dep_}&{'' if meet.i == trigger.i else 'not '}below"
    if meet.i == trigger.i:
        yield f"verb={lemma(trigger)}&below"
    if down:
        first = f"first_down={_step(down[-1])}"
        yield first
        above = f"verb={lemma(trigger)}" if meet.i == trigger.i else f"up={_steps(up[-1:])}"
        yield f"{above}&{first}"


def _verb_class(verb: Token) -> str:
    if lemma(verb) in lexicon.SPEECH:
        return "speech"
    return "support" if lemma(verb) in lexicon.SUPPORT else "verb"


def _clauses(steps: Sequence[Token]) -> int:
    return sum(step.dep_ in _CLAUSAL or (step.dep_ == "conj" and is_verbal(step)) for step in steps)


def ruled_out(trigger: Token, name: Token) -> bool:
    """What no odds outweigh: a place of saying ("told reporters in Geneva"), or of the life of
    somebody ("shot a man who once lived in Lisbon")."""
    _, down, _ = path(trigger, name)
    lives = any(step.dep_ == "relcl" and lemma(step) in _LIVES for step in down)
    return lives or tie(trigger, name) == Tie.APART


def _governed(trigger: Token, top: Token) -> Iterator[str]:
    """The preposition of a name, what it hangs on, and which verb is over it."""
    noun = _modified(top)
    if noun is not top:
        yield f"modifies={lemma(noun)}" if noun.pos_ == "NOUN" else f"modifies {noun.pos_}"
    prepositions, over = _climb(noun)
    if prepositions:
        yield f"prep={prepositions[0]}"
        yield f"preps={' '.join(prepositions[:3])}"
        yield f"outer_prep={prepositions[-1]}"
        if noun.head.dep_ == "prep" or noun.dep_ == "pobj":
            on = noun.head.head
            yield f"prep={prepositions[0]}&on={lemma(on) if on.pos_ == 'NOUN' else on.pos_}"
    if not is_verbal(over):
        return
    yield "governor=" + ("trigger" if over.i == trigger.i else "other verb")
    if over.i != trigger.i:
        yield f"governor is {lemma(over)}"
        if prepositions:
            yield f"prep={prepositions[0]}&other verb"
    elif prepositions:
        yield f"prep={prepositions[0]}&trigger"
        yield f"verb={lemma(trigger)}&prep={prepositions[-1]}"
    elif noun.dep_ in ("dobj", "nsubj", "nsubjpass"):
        yield f"verb={lemma(trigger)}&{noun.dep_}{'' if noun is top else ' of'}"


def _modified(token: Token) -> Token:
    """The noun that a name only modifies: "residence" of "the Olivos residence"."""
    for _ in range(4):
        if token.head.i == token.i or token.dep_ not in _MODIFIERS:
            break
        token = token.head
    return token


def _climb(noun: Token) -> tuple[list[str], Token]:
    """The prepositions above a noun, nearest first, and the verb (or root) over them."""
    prepositions = []
    step = noun
    for _ in range(8):
        if step.dep_ == "prep":
            prepositions.append(step.lower_)
        if (is_verbal(step) and step.i != noun.i) or step.head.i == step.i:
            break
        step = step.head
    return prepositions, step


def _first_conjunct(token: Token) -> tuple[Token, bool]:
    climbed = False
    for _ in range(12):
        if token.dep_ not in ("conj",) or token.head.i == token.i or is_verbal(token.head):
            break
        token, climbed = token.head, True
    return token, climbed


def path(trigger: Token, other: Token) -> tuple[list[Token], list[Token], Token | None]:
    """From the trigger up to just under where they meet, from the other word up to there, and the
    meeting word; None in different sentences."""
    up = ancestors(trigger)
    places = {token.i: depth for depth, token in enumerate(up)} if trigger.doc is other.doc else {}
    below: list[Token] = []
    for step in ancestors(other):
        if step.i in places:
            return up[: places[step.i]], below, step
        below.append(step)
    return [], [], None


def _step(token: Token) -> str:
    if token.dep_ in ("prep", "agent"):
        return f"{token.dep_} {token.lower_}"
    return token.dep_


def _steps(steps: Sequence[Token]) -> str:
    return ">".join(_step(step) for step in steps[:MAX_STEPS])


def _distance(setting: Setting, at: int) -> Iterator[str]:
    trigger, name = setting.trigger, setting.names[at]
    low, high = sorted((trigger.i, name.head.i))
    side = "before" if name.head.i < trigger.i else "after"
    yield f"side={side}"
    yield f"words_away={side} {_bucket(high - low)}"
    between = trigger.doc[low + 1 : high]
    verbs = sum(is_verbal(word) and word.dep_ not in ("aux", "auxpass") for word in between)
    yield f"verbs between={side} {min(verbs, 3)}"
    if len(between) <= 5:
        yield f"between={side} {' '.join(word_class(word) for word in between)}"
    inner = [word_class(word) for word in ancestors(name.head)[1:5] if word.pos_ == "NOUN"]
    for noun in inner:
        yield f"under noun={noun}"
    if any(word.text in (",", ";") for word in between):
        yield f"comma between={side}"
    if any(word.text in ('"', "``", "''") for word in between):
        yield f"quote between={side}"
    if any(word.lower_ in ("which", "who", "where", "that") for word in between):
        yield f"relative between={side}"


def _bucket(distance: int) -> str:
    for limit in (1, 2, 3, 5, 8, 12, 18, 27):
        if distance <= limit:
            return f"<={limit}"
    return "far"
