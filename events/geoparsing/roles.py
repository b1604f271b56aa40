"""Whether something is or happens at a named place, or the name stands for its people.

"In Baku" is literal; "Baku said", "Turkish jets", "between Baku and Yerevan" (of a war or talks)
and names nested in names of organisations are associative.  The words around the name and the
parse say which; what they say is summed with readable weights (``Weights.role``).  Where that
leaves a doubt the encoder reads the sentences around it (``Weights.role_again``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Token

from events.geoparsing.encoder import Readings, told
from events.geoparsing.lexicon import (
    DECISION_VERBS,
    INSTITUTION_NOUNS,
    LOCATIVE,
    ORGANISATION,
    PERSON_TITLES,
    PLACE_NOUNS,
    PLACE_VERBS,
    RELATION_NOUNS,
    SPORT_WORDS,
    STRONGLY_LOCATIVE,
)
from events.geoparsing.linear import score
from events.geoparsing.parsed import Parsed, start_of
from events.geoparsing.types import Span, Toponym
from events.geoparsing.weights import SHIPPED, Weights

_SUBJECTS = frozenset({"nsubj", "csubj"})
_MODIFIERS = frozenset({"compound", "amod", "nmod", "nn", "poss"})
_MISSIONS = frozenset({"embassy", "consulate", "ambassador"})
_MAX_CLIMB = 12
#: Log odds nearer to zero than this are a doubt, in which the encoder is asked.
DOUBT = 1.5
#: The encoder's log odds count up to so much.
MOST_ODDS = 4


def assign_roles(
    parsed: Parsed,
    toponyms: Sequence[Toponym],
    weights: Weights = SHIPPED,
    readings: Readings | None = None,
) -> None:
    """Set the role of every toponym, in place.

    ``readings``: the encoder, asked where the features leave a doubt.
    """
    ordered = sorted(toponyms, key=lambda toponym: toponym.start)
    odds = literal_odds(parsed, ordered, weights, readings)
    before: Toponym | None = None
    for toponym, log_odds in zip(ordered, odds, strict=True):
        if before is not None and _beside_in_between(parsed.text, before, toponym):
            toponym.role = before.role  # the parser often loses the second of the two
        elif log_odds < 0 or _sends(parsed, toponym):
            toponym.role = "associative"
        else:
            toponym.role = "literal"
        before = toponym


def _sends(parsed: Parsed, toponym: Toponym) -> bool:
    """ "Outside the U.S. embassies in Nairobi and Lomé": they are the country's, not in it."""
    words = parsed.words_in(original_span(parsed, toponym))
    if words is None or _place_kind(toponym) != "country":
        return False
    return words.root.dep_ in _MODIFIERS and words.root.head.lemma_.lower() in _MISSIONS


def _beside_in_between(text: str, one: Toponym, other: Toponym) -> bool:
    """Whether the text says "between one and other"."""
    return text[max(0, one.start - 12) : one.start].lower().endswith(
        ("between ", "between the ")
    ) and text[one.end : other.start] in (" and ", " and the ")


def literal_odds(
    parsed: Parsed, toponyms: Sequence[Toponym], weights: Weights, readings: Readings | None
) -> list[float]:
    """Log odds of each toponym being literal."""
    starts = {toponym.start for toponym in toponyms}
    rows = [role_features(parsed, toponym, starts) for toponym in toponyms]
    odds = [score(weights.role, row) for row in rows]
    if readings is None:
        return odds
    doubtful = [index for index, value in enumerate(odds) if abs(value) < DOUBT]
    spans = {index: original_span(parsed, toponyms[index]) for index in doubtful}
    readings.read(spans.values())
    for index in doubtful:
        said = encoder_feature(spans[index], readings)
        if said:
            odds[index] = score(weights.role_again, [*rows[index], said])
    return odds


def encoder_feature(span: Span, readings: Readings) -> str:
    """What the encoder says of a toponym, as the name of a feature; "" where it did not read."""
    odds = readings.literal_odds(span)
    return "" if odds is None else f"encoder={told(odds, MOST_ODDS)}"


def original_span(parsed: Parsed, toponym: Toponym) -> Span:
    """Where a toponym was parsed: in the first of equal blocks."""
    start = parsed.original(toponym.start)
    return Span(start, start + toponym.end - toponym.start)


def role_features(parsed: Parsed, toponym: Toponym, starts: set[int]) -> list[str]:
    """What speaks for one role or the other, as names of features."""
    features = ["any", f"form={toponym.form}", f"place={_place_kind(toponym)}"]
    features += _around(parsed.text, toponym, starts)
    span = original_span(parsed, toponym)
    words = parsed.words_in(span)
    if words is None:
        return [*features, "not parsed"]
    root = words.root
    if root.pos_ == "PUNCT":
        root = words[0]
    features += _naming(parsed, span, root)
    features += _relation(root, toponym.form)
    features += _sentence(root)
    return features


def _place_kind(toponym: Toponym) -> str:
    place = toponym.place
    if place is None:
        return "unknown"
    feature = place.feature
    if feature.startswith("PCL"):
        return "country"
    if feature == "PPLC":
        return "capital"
    if feature.startswith("ADM"):
        return "division"
    return "town" if feature.startswith("PPL") else "area"


def _around(text: str, toponym: Toponym, starts: set[int]) -> Iterator[str]:
    """The neighbouring characters: datelines, commas, brackets, possessives."""
    after = text[toponym.end : toponym.end + 3]
    before = text[max(0, toponym.start - 2) : toponym.start]
    if before == "" or before.endswith("\n"):
        yield "begins the block"
        if after.startswith((" (", " —", " –", " -", ": ", ", ")):
            yield "dateline"
    if after.startswith(("'s", "’s")):
        yield "possessive"
    if after.startswith(", ") and toponym.end + 2 in starts:
        yield "comma and place after"
    if before == ", ":
        yield "comma before"
    if before.endswith("("):
        yield "bracket before"
    if after[:1] in ("-", "/"):
        yield "hyphen after"
    if before[-1:] in ("-", "/"):
        yield "hyphen before"
    if toponym.text.isupper() and len(toponym.text) > 4:
        yield "capitals"


def _naming(parsed: Parsed, span: Span, root: Token) -> Iterator[str]:
    """Whether the name is part of a longer name."""
    base = start_of(root.doc)
    if root.ent_type_ and root.ent_type_ not in ("GPE", "LOC", "NORP"):
        first = last = root
        while first.i > 0 and first.ent_iob_ == "I":
            first = first.nbor(-1)
        while last.i + 1 < len(last.doc) and last.nbor(1).ent_iob_ == "I":
            last = last.nbor(1)
        whole = base + first.idx >= span.start - 4 and base + last.idx + len(last) <= (span.end + 2)
        yield f"{'is' if whole else 'within'} {root.ent_type_}"
    last_word = parsed.token_at(span.end - 1)
    if last_word is None or last_word.i + 1 >= len(last_word.doc):
        return
    following = last_word.nbor(1)
    if following.text in ("'s", "'") and following.i + 1 < len(last_word.doc):
        following = following.nbor(1)
    if following.text and following.text[0].isupper() and following.pos_ == "PROPN":
        lower = following.text.lower()
        if lower in ORGANISATION:
            yield "before organisation word"
        elif lower in PERSON_TITLES:
            yield "before title"
        else:
            yield "before name"


def _relation(token: Token, form: str) -> Iterator[str]:
    """What the name is to the words that govern it."""
    top, climbed = _first_conjunct(token)
    if climbed:
        yield "conjunct"
    dep, head = top.dep_, top.head
    yield f"dep={dep}"
    if dep == "pobj":
        yield from _after_preposition(head, form)
    elif dep in _SUBJECTS or dep == "nsubjpass":
        yield from _of_verb(head, "subject" if dep in _SUBJECTS else "passive subject")
    elif dep == "dobj":
        yield from _of_verb(head, "object")
    elif dep in _MODIFIERS:
        yield from _modifier(top, head)
    elif dep == "appos":
        yield from _apposition(head)
    elif dep == "ROOT":
        yield "root verb" if top.pos_ == "VERB" else "root"


def _first_conjunct(token: Token) -> tuple[Token, bool]:
    climbed = False
    for _ in range(_MAX_CLIMB):
        if token.dep_ != "conj" or token.head.i == token.i:
            break
        token, climbed = token.head, True
    return token, climbed


def _after_preposition(preposition: Token, form: str) -> Iterator[str]:
    word = preposition.lower_
    yield f"prep={word}" if word in _TOLD_APART else "prep=other"
    if word in STRONGLY_LOCATIVE:
        yield "locative prep"
    governor = preposition.head
    if governor.dep_ == "prep":  # "from across Europe"
        governor = governor.head
    kind = _noun_kind(governor) if governor.pos_ in ("NOUN", "PROPN") else _verb_kind(governor)
    yield f"prep governor={kind}"
    if word in _TOLD_APART:
        yield f"prep={word}&governor={kind}"


_TOLD_APART = LOCATIVE | {
    "of",
    "with",
    "by",
    "for",
    "against",
    "between",
    "on",
    "about",
    "like",
    "than",
    "as",
}


def _of_verb(verb: Token, what: str) -> Iterator[str]:
    kind = _verb_kind(verb)
    if kind == "both":  # who holds or enters acts; what is held or entered is somewhere
        kind = "decision" if what == "subject" else "place"
    if kind == "be":  # "Oslo is a city" is literal, "Turkey was a backer" is not
        said = next((child for child in verb.children if child.dep_ in ("attr", "acomp")), None)
        kind = f"be {_noun_kind(said)}" if said is not None else "be"
    yield f"{what}={kind}"


def _modifier(token: Token, head: Token) -> Iterator[str]:
    kind = _noun_kind(head)
    yield f"{token.dep_} of={kind}"
    if token.dep_ != "poss":
        yield f"modifies={kind}"
    outer, _ = _first_conjunct(head)
    if outer.dep_ == "pobj" and outer.head.lower_ in STRONGLY_LOCATIVE:
        yield "modifies what is in"
    if outer.dep_ in _SUBJECTS:
        yield "modifies subject"


def _apposition(head: Token) -> Iterator[str]:
    top, _ = _first_conjunct(head)
    yield f"apposition of={_noun_kind(top)}"
    if top.dep_ == "pobj":
        word = top.head.lower_
        yield "apposition in" if word in STRONGLY_LOCATIVE else "apposition of pobj"
    else:
        yield f"apposition dep={top.dep_}"


def _noun_kind(noun: Token) -> str:
    if noun.ent_type_ in ("GPE", "LOC"):
        return "place"
    lemma = noun.lemma_.lower()
    for kind, nouns in (
        ("relation", RELATION_NOUNS),
        ("institution", INSTITUTION_NOUNS),
        ("place", PLACE_NOUNS),
        ("title", PERSON_TITLES),
        ("organisation", ORGANISATION),
    ):
        if lemma in nouns:
            return kind
    if noun.pos_ == "PROPN":
        return "name"
    return "noun" if noun.pos_ == "NOUN" else "other"


def _verb_kind(verb: Token) -> str:
    lemma = verb.lemma_.lower()
    if lemma == "be":
        return "be"
    if lemma == "have":
        return "have"
    in_decision, in_place = lemma in DECISION_VERBS, lemma in PLACE_VERBS
    if in_decision and in_place:
        return "both"
    if in_decision:
        return "decision"
    if in_place:
        return "place"
    return "verb" if verb.pos_ in ("VERB", "AUX") else "other"


def _sentence(token: Token) -> Iterator[str]:
    doc, sentence = token.doc, token.sent
    first, last = max(sentence.start, token.i - 40), min(sentence.end, token.i + 40)
    if any(doc[i].lemma_.lower() in SPORT_WORDS for i in range(first, last)):
        yield "sport"
    if not any(doc[i].pos_ in ("VERB", "AUX") for i in range(first, last)):
        yield "no verb"
