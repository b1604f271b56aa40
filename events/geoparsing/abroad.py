"""Towns far from English, in texts about their countries.

The parser and the encoder have read little of them and take Kigali for a person, Djibo for an
organisation.  Where the other names of a text lie outside the English-speaking countries, a name
that only places abroad bear, that the same text has as a place elsewhere, or that is captured or
shelled, needs less to be one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from events.geoparsing.evidence import Proposal, kind_of
from events.geoparsing.lexicon import KNOWN_OTHERWISE, TAKEN, TAKING
from events.geoparsing.parsed import Parsed

#: Their towns are named like their persons, and the parser knows both.
ENGLISH_SPEAKING = frozenset({"US", "GB", "CA", "AU", "NZ", "IE"})
#: Names from so many log odds up tell where a text is at home; in one that is abroad no more than
#: this share of them is in English-speaking countries.
SURE, MOST_AT_HOME = 2.0, 1 / 3
#: What is added, in log odds, to a name that is a place elsewhere in the text, to one of a larger
#: town or a division that no English-speaking country has, and to one that is fought for.
ELSEWHERE, FOUGHT_FOR = 2.0, 1.5
ABROAD = {"town1M": 2.6, "town100k": 1.6, "town10k": 1.2, "division": 1.2, "county": 1.2}
#: A strange name is an adverb to the parser now and then.
_DONE_TO = frozenset({"dobj", "nsubjpass", "advmod", "npadvmod", "oprd"})
#: So many bearers of a name are looked at.
BEARERS = 12


def lift(proposals: Sequence[Proposal], parsed: Parsed) -> None:
    """Make proposals of a text heavier that are in doubt for want of English reading."""
    if not is_abroad(proposals):
        return
    doubtful = [p for p in proposals if p.weight <= 0 and _may_be_a_place(p)]
    for proposal in doubtful:
        if not _at_home(proposal):
            proposal.weight += ABROAD.get(kind_of(proposal.matches), 0.0)
        if _fought_for(proposal, parsed):
            proposal.weight += FOUGHT_FOR
    places = {p.text for p in proposals if p.weight > 0 and p.matches}
    for proposal in doubtful:
        if proposal.weight <= 0 and proposal.text in places:
            proposal.weight += ELSEWHERE


def is_abroad(proposals: Iterable[Proposal]) -> bool:
    """Whether the sure names of a text lie outside the English-speaking countries."""
    sure = [p.matches[0].place.country for p in proposals if p.weight > SURE and p.matches]
    at_home = sum(country in ENGLISH_SPEAKING for country in sure)
    return at_home <= MOST_AT_HOME * len(sure)


def _at_home(proposal: Proposal) -> bool:
    return any(m.place.country in ENGLISH_SPEAKING for m in proposal.matches[:BEARERS])


def _may_be_a_place(proposal: Proposal) -> bool:
    """Not part of a person's name, no initials, and not better known as something else."""
    if not proposal.matches or proposal.text.isupper() or proposal.text.lower() in KNOWN_OTHERWISE:
        return False
    of_a_person = {"entity=PERSON:first", "entity=PERSON:inside", "word of a person's name"}
    return of_a_person.isdisjoint(proposal.features)


def _fought_for(proposal: Proposal, parsed: Parsed) -> bool:
    """ "Captured Bakhmut", "fighting reached Toretsk", "the shelling of Kherson"."""
    words = parsed.words_in(proposal.span)
    if words is None:
        return False
    name = words.root
    if name.dep_ in _DONE_TO:
        return name.head.lemma_.lower() in TAKEN
    of = name.head
    return name.dep_ == "pobj" and of.lower_ == "of" and of.head.lower_ in TAKING
