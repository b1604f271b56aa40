"""When: the time expressions that an event is tied to.  A day is never made up: what is not said
stays None."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

from spacy.tokens import Token

from events.geoparsing.dates.intervals import precision
from events.geoparsing.drafts import lexicon
from events.geoparsing.drafts.attachment import Tie, tie
from events.geoparsing.drafts.days import When
from events.geoparsing.drafts.grammar import ancestors, clause_of, governor, is_verbal, lemma
from events.geoparsing.drafts.realis import background, carries
from events.geoparsing.parsed import Parsed, Sentence
from events.geoparsing.types import TimeExpression

MAX_MOMENTS = 40
_BEGINS = lexicon.group("begins")
_ENDS = lexicon.group("ends")
_VOTES = lexicon.group("votes")
#: Verbs of beginning and ending that are none without their particle.
_PARTICLES = {"break": "out", "wrap": "up", "wind": "up", "kick": "off"}
_COMES, _CLOSE = frozenset({"come", "bring", "draw"}), frozenset({"end", "close"})
_IT = frozenset({"it", "they", "this", "these", "both"})
_BOUNDS = frozenset({"since", "until", "till", "before", "by", "after"})
_TO = re.compile(r"\s*(?:to|until|till|through|thru|and|-|–|—)\s*(?:the\s+)?")
_JOINED = re.compile(r"\s*,?\s*(?:and|to|until|through|-|–|—)\s*(?:on\s+|the\s+)?")
_ON = re.compile(r"\s*,?\s*(?:(?:early|late)\s+)?(?:on|in)\s+")
_LENGTH = re.compile(r"P(\d{1,2})([DW])")
_FIGURES = re.compile(r"\d")
#: Characters between a day and the "when" of a clause about it.
_COMMA = 2
#: What lasts longer is told by its first and last day.
MOST_DAYS = 31
_YEAR = re.compile(r"\b[12]\d{3}\b")
_FROM = re.compile(r"\b(?:from|between)\s+(?:the\s+)?$")
_EARLIER = re.compile(
    r"^(?:earlier|last|previous|past|late last|the (?:previous|past|last))\b", re.I
)


@dataclass(frozen=True, slots=True)
class Moment:
    index: int
    time: TimeExpression
    token: Token


class Moments:
    """The time expressions of a text that name days, found by sentence."""

    def __init__(self, parsed: Parsed, dates: Sequence[TimeExpression]) -> None:
        self._parsed = parsed
        self._dates = dates
        self._order = sorted(
            (
                i
                for i, time in enumerate(dates)
                if time.first_day
                and time.last_day
                and time.type != "SET"
                and not _in_a_name(parsed, time)
            ),
            key=lambda index: dates[index].start,
        )
        self._starts = [dates[index].start for index in self._order]
        self._lengths = sorted(
            (time.start, i) for i, time in enumerate(dates) if time.type == "DURATION"
        )
        spans = sorted((time.start, time.end) for time in dates)
        self._all_starts = [start for start, _ in spans]
        self._all_ends = [end for _, end in spans]

    def lengths(self, start: int, end: int) -> list[tuple[Token, int]]:
        """The lengths in days or weeks named between two offsets: head words, and days."""
        first = bisect_left(self._lengths, (start, 0))
        found = []
        for at, index in self._lengths[first : first + MAX_MOMENTS]:
            if at >= end:
                break
            token = self._parsed.token_at(self._dates[index].end - 1)
            match = _LENGTH.fullmatch(self._dates[index].value)
            if token is not None and match:
                found.append((token, int(match[1]) * (7 if match[2] == "W" else 1)))
        return found

    def covers(self, offset: int) -> bool:
        """Whether a time expression, with days or without, stands at an offset."""
        at = bisect_right(self._all_starts, offset) - 1
        return at >= 0 and offset < self._all_ends[at]

    def inside(self, start: int, end: int) -> list[Moment]:
        """Those between two offsets that were parsed, in reading order (at most MAX_MOMENTS)."""
        first = bisect_left(self._starts, start)
        found: list[Moment] = []
        for index in self._order[first : first + MAX_MOMENTS]:
            time = self._dates[index]
            if time.start >= end:
                break
            token, last = self._parsed.token_at(time.start), self._parsed.token_at(time.end - 1)
            if token is None:
                continue
            if last is not None and last.doc is token.doc and last.i > token.i:
                token = token.doc[token.i : last.i + 1].root
            found.append(Moment(index, time, token))
        return found


def _in_a_name(parsed: Parsed, time: TimeExpression) -> bool:
    """ "Cutlass Express 2024": the year that a name ends with."""
    if not _YEAR.fullmatch(time.text) or time.start == 0:
        return False
    before = parsed.token_at(time.start - 1)
    if before is None or before.pos_ != "PROPN" or parsed.span_of(before).end + 1 < time.start:
        return False
    return before.ent_type_ not in ("DATE", "GPE", "LOC")


def time_of(trigger: Token, kind_lasts: bool, sentence: Sentence, moments: list[Moment]) -> When:
    """When a trigger's event was, by its sentence alone."""
    told_of = _told_of(trigger, sentence, moments)
    if told_of is not None:
        return _spanning([told_of], Tie.CLAUSE)
    if kind_lasts:
        span = _from_begin_to_end(trigger, sentence, moments)
        if span is not None:
            return span
    ranked = sorted(
        (
            tie(trigger, moment.token),
            not _names_year(moment),
            abs(moment.token.i - trigger.i),
            at,
        )
        for at, moment in enumerate(moments)
        if not (_bounds_only(moment) and not (kind_lasts and _since_then(moment)))
        and not _other_time(trigger, moment.token)
        and not _of_the_aftermath(trigger, moment.token)
    )
    ranked = [entry for entry in ranked if entry[0] <= Tie.NEAR]
    if not ranked:
        return When()
    best_tie, _, _, at = ranked[0]
    close = [moments[at] for found, _, _, at in ranked if found == best_tie]
    when = _interval(moments[at], moments, close, best_tie, sentence)
    began = _begins_at(moments[at].token) or _since_then(moments[at])
    if kind_lasts and not when.whole and began:
        return replace(when, began=True)
    return when


def _told_of(trigger: Token, sentence: Sentence, moments: list[Moment]) -> Moment | None:
    """The day that the trigger's clause says more of: "since 23 May, when bombers struck"."""
    clause = clause_of(trigger)
    when = next((child for child in clause.children if child.lower_ == "when"), None)
    if when is None or when.i > trigger.i:
        return None
    starts = sentence.start - sentence.words.start_char + when.idx
    before = (moment for moment in moments if 0 < starts - moment.time.end <= _COMMA)
    return next(before, None)


def right_after(trigger: Token, place_end: int, sentence: Sentence, moments: list[Moment]) -> When:
    """The date that stands right behind the place in a noun's own phrase: "the massacre of 26
    tourists in Pahalgam on 22 April", which the parser likes to give to the verb.

    ``place_end``: where the name ends in the whole text.  Only dates in figures: a weekday may well
    be that of what was said about it.
    """
    if is_verbal(trigger):
        return When()
    text = str(sentence.words.text)
    for moment in moments:
        gap = text[place_end - sentence.start : moment.time.start - sentence.start]
        near = place_end < moment.time.start
        if near and _ON.fullmatch(gap) and _FIGURES.search(moment.time.text):
            return _spanning([moment], Tie.OWN)
    return When()


def stretched(trigger: Token, when: When, lengths: Sequence[tuple[Token, int]]) -> When:
    """The days of what is said to last so long and to begin or end on a day: "wrapped up a two-day
    summit on Friday", "launched two days of war games on Thursday".

    ``lengths``: the lengths that the sentence names, in days, with their head words.
    """
    if when.first_day is None or when.first_day != when.last_day or not when.indices:
        return when
    days = next((days for token, days in lengths if _measures(token, trigger)), None)
    verbs = [step for step in ancestors(trigger)[:5] if is_verbal(step)]
    if days is None or not 1 < days <= MOST_DAYS:
        return when
    more = timedelta(days=days - 1)
    if any(_is_phase(verb, _ENDS) for verb in verbs):
        first, last = when.first_day - more, when.first_day
    elif any(_is_phase(verb, _BEGINS) for verb in verbs):
        first, last = when.first_day, when.first_day + more
    else:
        return when
    return replace(
        when, first_day=first, last_day=last, date_prec=precision(first, last), whole=True
    )


def _measures(length: Token, trigger: Token) -> bool:
    """ "a two-day summit", "two days of talks"."""
    return trigger in ancestors(length)[1:4] or length in ancestors(trigger)[1:3]


def whole_stretch(moment: Moment, moments: list[Moment], sentence: Sentence) -> When:
    """The days of a moment together with those that "and", "to" or a comma joins to it: "on
    Saturday and Sunday", "from 3 to 5 May"."""
    text = str(sentence.words.text)
    at = next(at for at, other in enumerate(moments) if other.index == moment.index)

    def joined(left: Moment, right: Moment) -> bool:
        gap = text[left.time.end - sentence.start : right.time.start - sentence.start]
        return _JOINED.fullmatch(gap) is not None

    low = high = at
    while low > 0 and joined(moments[low - 1], moments[low]):
        low -= 1
    while high + 1 < len(moments) and joined(moments[high], moments[high + 1]):
        high += 1
    return _interval(moments[at], moments, moments[low : high + 1], Tie.CLAUSE, sentence)


def _names_year(moment: Moment) -> bool:
    """A day with its year is a date beyond doubt; "Ash Wednesday" may be part of a name."""
    return _YEAR.search(moment.time.text) is not None


def _begins_at(token: Token) -> bool:
    return _phase_verb(token, _BEGINS) is not None


def _phase_verb(token: Token, phase: frozenset[str]) -> Token | None:
    """The verb of beginning or ending that a time hangs on, by itself or through what it says more.

    "broke out on 3 May", "ended with a truce on 9 June", "ended with a truce brokered on 9 June".
    """
    for step in ancestors(token)[1:9]:
        if not is_verbal(step):
            continue
        if _is_phase(step, phase):
            return step
        if step.dep_ != "acl":
            return None
    return None


def _is_phase(verb: Token, phase: frozenset[str]) -> bool:
    if phase is not _BEGINS and lemma(verb) in _COMES:
        return any(
            noun.lower_ in _CLOSE
            for to in verb.children
            if to.lower_ == "to"
            for noun in to.children
        )
    particle = _PARTICLES.get(lemma(verb))
    return lemma(verb) in phase and (particle is None or _has_particle(verb, particle))


def _has_particle(verb: Token, particle: str) -> bool:
    return any(child.dep_ == "prt" and child.lower_ == particle for child in verb.children)


def _other_time(trigger: Token, token: Token) -> bool:
    """Whether the day is of a clause that the trigger's clause only belongs to or comes after.

    "signed on Monday a deal that ended the fighting", "opened on Monday, a week after
    gunmen attacked".
    """
    above = {step.i for step in ancestors(token)}
    for step in ancestors(trigger):
        if step.i in above:
            return False
        says_which = step.dep_ == "relcl" or (step.dep_ == "acl" and step.tag_ != "VBG")
        if says_which and is_verbal(step):
            return True
        if step.dep_ in ("advcl", "pcomp") and _apart_in_time(step):
            return True
    return False


def _of_the_aftermath(trigger: Token, token: Token) -> bool:
    """Whether the day is of what was done about a noun's event: "dug on Wednesday, looking for
    survivors of an explosion"."""
    verb = governor(trigger)
    if is_verbal(trigger) or verb is None or carries(verb, trigger):
        return False
    above = ancestors(token)
    return trigger not in above and clause_of(verb).i not in {step.i for step in above[1:]}


def _apart_in_time(verb: Token) -> bool:
    if verb.dep_ == "pcomp":
        return verb.head.lower_ in _BOUNDS
    return any(
        child.lower_ in _BOUNDS
        for child in verb.children
        if child.dep_ in ("mark", "prep", "advmod")
    )


def _since_then(moment: Moment) -> bool:
    """ "has swept through villages since Saturday": that day it began."""
    if moment.token.head.lower_ != "since" or moment.time.date_prec != 1:
        return False
    verb = next((step for step in ancestors(moment.token)[2:6] if is_verbal(step)), None)
    return verb is not None and any(child.lower_ in ("has", "have") for child in verb.children)


def _bounds_only(moment: Moment) -> bool:
    """ "since 1973", "until November": a bound of something, not the day of the event."""
    if moment.time.type == "TIME":
        return False  # "before dawn on Friday" is on Friday
    return moment.token.head.lower_ in _BOUNDS and moment.token.dep_ in ("pobj", "pcomp")


def _interval(
    best: Moment, moments: list[Moment], close: list[Moment], best_tie: Tie, sentence: Sentence
) -> When:
    text, base = str(sentence.words.text), sentence.start
    for left, right in pairwise(moments):
        if best not in (left, right):
            continue
        gap = text[left.time.end - base : right.time.start - base]
        head = text[max(0, left.time.start - base - 16) : max(0, left.time.start - base)]
        if _TO.fullmatch(gap) and (_FROM.search(head) or gap.strip() not in ("and",)):
            return _spanning([left, right], best_tie, whole=True)
    same = [m for m in close if m is best or _continues(best, m)]
    return _spanning(same, best_tie)


def _continues(one: Moment, other: Moment) -> bool:
    """ "over Monday night into early Tuesday": days in touch, both of the same verb."""
    a, b = one.time, other.time
    if a.first_day is None or b.first_day is None or a.last_day is None or b.last_day is None:
        return False
    if max(a.date_prec or 1, b.date_prec or 1) > 1:
        return False
    return abs((a.first_day - b.first_day).days) <= 1


def _spanning(moments: list[Moment], close: Tie, *, whole: bool = False) -> When:
    first = min(m.time.first_day for m in moments if m.time.first_day)
    last = max(m.time.last_day for m in moments if m.time.last_day)
    prec = precision(first, last)
    if len(moments) == 1:
        prec = moments[0].time.date_prec or prec
    return When(
        first,
        last,
        prec,
        tuple(m.index for m in moments),
        close,
        whole,
        # "Last Thursday" is this week's news, "last year" is not.
        earlier=all(_EARLIER.match(m.time.text) and m.time.date_prec != 1 for m in moments),
    )


def _from_begin_to_end(trigger: Token, sentence: Sentence, moments: list[Moment]) -> When | None:
    """ "... war, which erupted on Sept. 27, 2020, and ended ... on Nov. 10"."""
    if is_verbal(trigger):
        return None
    begin = end = None
    for moment in moments:
        verb = _phase_verb(moment.token, _BEGINS)
        if begin is None and verb is not None and (verb.i > trigger.i or carries(verb, trigger)):
            begin = moment
        elif begin is not None and _phase_verb(moment.token, _ENDS) is not None:
            end = moment
            break
    return _from_to(begin, end)


def _from_to(begin: Moment | None, end: Moment | None) -> When | None:
    if begin is None or end is None:
        return None
    if begin.time.first_day is None or end.time.last_day is None:
        return None
    if begin.time.first_day > end.time.last_day:
        return None
    return _spanning([begin, end], Tie.OWN, whole=True)


def of_what_was_told(moments: list[Moment]) -> When | None:
    """The days that a sentence about "it" gives to the event told just before.

    "It broke out on 3 May and was halted on 9 June": both; "it ended on 9 June":
    the last day alone.  None where no pronoun begins or ends.
    """
    begin = end = None
    for moment in moments:
        verb = _phase_verb(moment.token, _BEGINS | _ENDS)
        if verb is None or not _about_it(verb):
            continue
        if lemma(verb) in _ENDS:
            end = end or moment
        else:
            begin = begin or moment
    if begin is not None and end is not None:
        return _from_to(begin, end)
    found = begin or end
    if found is None:
        return None
    return replace(_spanning([found], Tie.CLAUSE), began=begin is not None)


def _about_it(verb: Token) -> bool:
    for step in ancestors(verb)[:4]:
        subject = next((c for c in step.children if c.dep_ in ("nsubj", "nsubjpass")), None)
        if subject is not None:
            return subject.lower_ in _IT
        if step.dep_ != "conj":
            return False
    return False


def just_before(trigger: Token, published: date | None) -> When:
    """The days of what the news of a day came "after": "noted the importance of the drill following
    a meeting in Baku" was that day or the day before.

    Only for a noun with "a", new to the reader, under a plain past tense.
    """
    new = any(child.lower_ in ("a", "an") for child in trigger.children)
    if published is None or is_verbal(trigger) or trigger.dep_ != "pobj" or not new:
        return When()
    if trigger.head.lower_ not in ("after", "following"):
        return When()
    above = (step for step in ancestors(trigger)[2:] if is_verbal(step))  # "following" is no verb
    verb = next(above, None)
    if verb is None or verb.tag_ != "VBD" or not _in_main_clause(verb):
        return When()
    return When(published - timedelta(days=1), published, 2)


def from_publication(trigger: Token, published: date | None, kind: str = "") -> When:
    """What the news register says where the lead names no day: "marched" was yesterday or today,
    "are marching" is today.

    Only for the lead; callers see to that.
    """
    if published is None or background(trigger):
        return When()
    verb = (
        trigger
        if is_verbal(trigger)
        else next((step for step in ancestors(trigger)[1:] if is_verbal(step)), None)
    )
    if verb is None or lemma(verb) == "be" or not _in_main_clause(verb):
        return When()
    if kind == "election" and lemma(verb) not in _VOTES:
        return When()  # who has won is news on another day than the vote
    if verb.tag_ == "VBG" and any(child.tag_ in ("VBZ", "VBP") for child in verb.children):
        return When(published, published, 1)
    past = verb.tag_ == "VBD" or any(
        child.tag_ == "VBD" for child in verb.children if child.dep_.startswith("aux")
    )
    if past and not any(child.lower_ == "had" for child in verb.children):
        return When(published - timedelta(days=1), published, 2)
    return When()


def told_on(trigger: Token, kind: str, before: list[Moment]) -> When:
    """The last day that the sentence before names, for what a main clause tells on in the plain
    past."""
    single = [
        moment
        for moment in before
        if moment.time.date_prec == 1
        and moment.time.first_day == moment.time.last_day
        and not _bounds_only(moment)
    ]
    if not single or trigger.tag_ not in ("VBD", "VBN"):
        return When()
    if from_publication(trigger, single[-1].time.first_day, kind).first_day is None:
        return When()
    return _spanning(single[-1:], Tie.APART)


def _in_main_clause(verb: Token) -> bool:
    """Whether a verb is what the sentence says or reports, not what came "after" or "when"."""
    head = clause_of(verb)
    if head.dep_ == "ccomp":
        return lemma(head.head) in lexicon.SPEECH
    if head.dep_ == "conj":
        return clause_of(head.head).dep_ in ("ROOT", "conj")
    return head.dep_ in ("ROOT", "parataxis")
