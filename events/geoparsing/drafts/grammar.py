"""Small questions to a dependency parse.  Every climb and every walk is bounded: trees may be very
deep."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from spacy.tokens import Token

#: A climb to the root stops here; news sentences are some ten levels deep.
MAX_DEPTH = 60
#: At most so many words of a subtree are looked at.
MAX_WORDS = 80

_VERBAL = frozenset({"VERB", "AUX"})
_CLAUSES = frozenset(
    {"ROOT", "ccomp", "advcl", "relcl", "acl", "parataxis", "csubj", "pcomp", "conj"}
)


def ancestors(token: Token) -> list[Token]:
    """The token itself, its head, and so on up to the root (at most MAX_DEPTH of them)."""
    chain = [token]
    head = token.head
    while head.i != token.i and len(chain) < MAX_DEPTH:
        chain.append(head)
        token, head = head, head.head
    return chain


def is_verbal(token: Token) -> bool:
    return token.pos_ in _VERBAL


def clause_of(token: Token) -> Token:
    """The head of the token's clause: the nearest verb above it that heads a clause, else the
    root."""
    chain = ancestors(token)
    for above in chain:
        if is_verbal(above) and above.dep_ in _CLAUSES:
            return above
    return chain[-1]


def governor(token: Token) -> Token | None:
    """The verb that a noun hangs on, through prepositions and other nouns; None where there is
    none."""
    for above in ancestors(token)[1:]:
        if is_verbal(above):
            return above
    return None


def has_subject(verb: Token) -> bool:
    return any(child.dep_.startswith(("nsubj", "expl")) for child in verb.children)


def nouns_above(token: Token) -> list[Token]:
    """The nouns between a token and its governing verb ("risk" of "the risk of war"), nearest
    first."""
    found = []
    for above in ancestors(token)[1:]:
        if is_verbal(above):
            break
        if above.pos_ in ("NOUN", "PROPN", "ADJ"):
            found.append(above)
    return found


def children(token: Token, *deps: str) -> list[Token]:
    return [child for child in token.children if child.dep_ in deps]


def lemma(token: Token) -> str:
    """The lemma in lower case; the model gives plurals of capitalised nouns as they stand."""
    text: str = token.lemma_.lower()
    if token.tag_ in ("NNS", "NNPS") and text == token.lower_ and len(text) > 4:
        return singular(text)
    return text


def singular(word: str) -> str:
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("ses", "xes", "zes", "ches", "shes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def subtree(token: Token) -> Iterator[Token]:
    """The words below a token in reading order, at most MAX_WORDS."""
    first = token.left_edge.i
    last = min(token.right_edge.i + 1, first + MAX_WORDS)
    return iter(token.doc[first:last])


def phrase_words(token: Token) -> set[str]:
    """Lemmas of a noun's own phrase: what stands before it, its prepositional phrases, its heads'
    compounds."""
    doc = token.doc
    first = max(token.left_edge.i, token.i - 12)
    words = {lemma(word) for word in doc[first : token.i]}
    for child in token.children:
        if child.i > token.i and child.dep_ in ("prep", "compound", "appos", "nmod", "agent"):
            words |= {lemma(word) for word in islice(subtree(child), 12)}
    for neighbour in doc[max(token.sent.start, token.i - 3) : token.i]:
        if neighbour.dep_ in ("compound", "amod", "nmod", "punct"):
            words.add(lemma(neighbour))
    return words - {lemma(token)}


def argument_words(token: Token) -> set[str]:
    """Lemmas of a verb's subjects, objects and prepositional objects, with what stands before
    each."""
    words: set[str] = set()
    for argument in arguments(token):
        words.add(lemma(argument))
        words |= {lemma(child) for child in argument.children if child.i < argument.i}
        for prep in children(argument, "prep"):
            words |= {lemma(word) for word in children(prep, "pobj")}
        words |= {lemma(other) for other in children(argument, "conj", "appos")}
    return words


def role_words(token: Token, role: str) -> set[str]:
    """Lemmas of who does it ("subject", passives' agents too) or to whom it is done ("object"), and
    what kinds of names they are (PERSON, GPE, ...)."""
    passive = bool(children(token, "nsubjpass"))
    done_to = children(token, "nsubjpass") if passive else children(token, "dobj")
    if role == "object":
        found = done_to
    elif passive:
        found = [noun for agent in children(token, "agent") for noun in children(agent, "pobj")]
    else:
        found = subjects_of(token)
    return {lemma(word) for word in found} | {word.ent_type_ for word in found if word.ent_type_}


def arguments(token: Token) -> list[Token]:
    found: list[Token] = []
    for child in token.children:
        if child.dep_ in ("nsubj", "nsubjpass", "dobj", "dative", "attr", "oprd"):
            found.append(child)
        elif child.dep_ in ("prep", "agent"):
            found.extend(children(child, "pobj"))
    if not any(child.dep_.startswith("nsubj") for child in token.children):
        found.extend(_borrowed_subjects(token))
    return found


def subjects_of(verb: Token) -> list[Token]:
    """Its subjects, or else those of the verb that it is joined to."""
    return children(verb, "nsubj") or _borrowed_subjects(verb)


def _borrowed_subjects(token: Token) -> list[Token]:
    """The subject of "killed" in "gunmen attacked and killed": that of the verb it is joined to."""
    for above in ancestors(token)[:6]:
        if above.dep_ in ("relcl", "acl") and above.head.pos_ in ("NOUN", "PROPN"):
            return [above.head]
        subjects = [c for c in above.children if c.dep_ in ("nsubj", "nsubjpass")]
        if subjects:
            return subjects
        if above.dep_ not in ("conj", "xcomp", "advcl", "pcomp"):
            return []
    return []


def window(token: Token, before: int, after: int) -> Iterator[Token]:
    """The words around a token within its sentence."""
    start, end = token.sent.start, token.sent.end
    yield from token.doc[max(start, token.i - before) : min(end, token.i + after + 1)]
