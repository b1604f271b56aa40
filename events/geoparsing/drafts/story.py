"""An article as a whole: what kind of event it is about, and what speaks for each place and day.

Sentence by sentence an event is found where one sentence tells it all.  News often does not: the
lead is a scene ("Rescuers dug on Tuesday ..."), the town stands in the dateline, the day in the
third sentence.  Here every place and every day of the opening is a candidate with readable
features, weighed by ``main_event``.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from math import log, log1p
from typing import TypeVar

from spacy.tokens import Token

from events.geoparsing.drafts import gist, lexicon, subject
from events.geoparsing.drafts.attachment import bound_noun, tie
from events.geoparsing.drafts.containment import contains, distance_m
from events.geoparsing.drafts.days import When
from events.geoparsing.drafts.gist import Gist
from events.geoparsing.drafts.grammar import ancestors, clause_of, governor, is_verbal, lemma
from events.geoparsing.drafts.places import Site, Sites, listed_with, literal, without_containers
from events.geoparsing.drafts.realis import reality
from events.geoparsing.drafts.subject import DATELINE, HEADLINE, Passage
from events.geoparsing.drafts.times import Moment, Moments, stretched, whole_stretch
from events.geoparsing.drafts.triggers import entry_of
from events.geoparsing.encoder import Reads, told
from events.geoparsing.lent import is_lent
from events.geoparsing.linear import shares
from events.geoparsing.parsed import Parsed
from events.geoparsing.taxonomy import are_kin
from events.geoparsing.types import Block, EventDraft, GazetteerPlace, Span

#: So many sentences of the body are looked at.
LOOKED_AT = 12
#: A word whose weight for a kind is at least this speaks for it.
SPEAKING = 0.25
_SETTLED = frozenset(
    {"town", "city", "village", "settlement", "port", "suburb", "district", "province", "island"}
)
_GROUPS = {
    "agreement": "diplomacy",
    "meeting": "diplomacy",
    "natural_disaster": "mishap",
    "accident": "mishap",
    "protest": "streets",
    "riot": "streets",
    "armed_clash": "war",
    "air_or_drone_strike": "war",
    "shelling": "war",
    "troop_movement": "forces",
    "military_exercise": "forces",
    "explosion": "attack",
    "attack_on_civilians": "attack",
}
_AFTER = lexicon.group("aftermath")
_HELPERS = frozenset({"had", "was", "were", "has", "have", "will"})
_PARTS = frozenset({"compound", "nmod", "amod", "npadvmod"})
_TELLING = frozenset({"NOUN", "VERB", "PROPN"})
_BUCKETS = (0, 1, 2, 3, 5, 8)
_WEEKS_AGO = 60  # days
#: Rivals this near have a neighbourhood in common; so many rivals, the first named, are looked at.
_NEAR_KM, _COMPARED = (25, 60), 60
#: Log odds of the network, and what a rival lacks to a share of one, count up to so much.
_MOST_ODDS, _MOST_LACKING = 4, 6

T = TypeVar("T")

Days = tuple[date, date]


@dataclass(frozen=True, slots=True)
class PlaceMention:
    site: Site
    passage: Passage

    @property
    def order(self) -> int:
        return self.passage.order

    @property
    def span(self) -> Span:
        return Span(self.site.toponym.start, self.site.toponym.end)


@dataclass(frozen=True, slots=True)
class DayMention:
    moment: Moment
    passage: Passage

    @property
    def span(self) -> Span:
        return Span(self.moment.time.start, self.moment.time.end)


class Story:
    """The opening of an article with its candidates."""

    def __init__(
        self,
        parsed: Parsed,
        blocks: Sequence[Block],
        sites: Sites,
        moments: Moments,
        published: date | None,
        weights: subject.SubjectWeights,
        told: Sequence[EventDraft],
        reads: Reads,
    ) -> None:
        """``told``: what single sentences tell; ``reads``: the network that reads openings."""
        self.parsed, self.published, self.weights = parsed, published, weights
        self._sites, self._moments, self.told = sites, moments, told
        self.words = subject.features_of(subject.opening(parsed, blocks))
        self.passages = list(subject.passages(parsed, blocks, LOOKED_AT))
        self.datelines = subject.datelines(parsed, blocks)
        self.gist = Gist(parsed, [*self.datelines, *self.passages], reads)

    def with_kinds(self, weights: subject.SubjectWeights) -> Story:
        """The same article by other weights of kinds; for cross-validation."""
        other = copy(self)
        for kept in ("kinds", "kind", "speaking"):
            other.__dict__.pop(kept, None)
        other.weights = weights
        return other

    @cached_property
    def kinds(self) -> dict[str, float]:
        """How likely the article is about each kind of event, by its words and by the network."""
        return subject.likely(self.words, self.weights, self.gist.kinds())

    @cached_property
    def kind(self) -> str:
        """The likeliest kind of event."""
        real = {kind: share for kind, share in self.kinds.items() if kind != subject.NONE}
        return max(real, key=lambda kind: real[kind])

    @cached_property
    def speaking(self) -> dict[int, tuple[Token, float]]:
        """By the start of each passage the word that says most for the kind, and how much."""
        found = {}
        for passage in self.passages:
            words = [token for token in passage.sentence.words if not token.is_space]
            weighed = [(self._weight(token, words), -token.i, token) for token in words]
            best = max(weighed, default=None)
            if best is not None and best[0] >= SPEAKING:
                found[passage.sentence.start] = (best[2], best[0])
        return found

    def _weight(self, token: Token, words: list[Token]) -> float:
        if not subject.speaks(token) or token.pos_ not in _TELLING or reality(token) == "no":
            return 0.0
        weight = self.weights[self.kind].get(lemma(token), 0.0)
        entry = entry_of(token, words)
        return weight + (1.0 if entry is not None and entry.type == self.kind else 0.0)

    @cached_property
    def places(self) -> dict[str, list[PlaceMention]]:
        """Mentions of each place that the gazetteer knows, in reading order."""
        found: dict[str, list[PlaceMention]] = defaultdict(list)
        capitals: list[tuple[str, Token, Passage]] = []
        for passage in (*self.datelines, *self.passages):
            for site in self._sites.inside(passage.start, passage.sentence.end):
                place = site.toponym.place
                if place is None or _of_the_clock(site.token):
                    continue
                word = _capital_word(site.token)
                if word is not None and place.country:
                    capitals.append((place.country, word, passage))
                if site.toponym.form == "name":
                    found[place.key].append(PlaceMention(site, passage))
        for country, word, passage in capitals:
            _add_capital(found, country, word, passage)
        return dict(found)

    @cached_property
    def nations(self) -> dict[str, list[PlaceMention]]:
        """Mentions of each country in the body and headlines, by its name or its people."""
        found: dict[str, list[PlaceMention]] = defaultdict(list)
        for passage in self.passages:
            for site in self._sites.inside(passage.start, passage.sentence.end):
                place = site.toponym.place
                if place is not None and _grade(place) == "country":
                    found[place.key].append(PlaceMention(site, passage))
        return dict(found)

    @cached_property
    def regions(self) -> dict[str, list[PlaceMention]]:
        """Mentions of the divisions and regions among the places, datelines left out."""
        return {
            key: [mention for mention in mentions if mention.order != DATELINE]
            for key, mentions in self.places.items()
            if _grade(_place(mentions[0])) in ("region", "area")
        }

    @cached_property
    def rivals(self) -> dict[str, list[PlaceMention]]:
        """The places of which one may be the event's: towns, and what is somewhere named as ground;
        not a country or a capital that is only named for its people ("Kigali said").

        A town's police or fire brigade is often all that a local report has of the town.
        """
        return {
            key: mentions
            for key, mentions in self.places.items()
            if _grade(_place(mentions[0])) == "town"
            or any(mention.site.toponym.role == "literal" for mention in mentions)
        }

    @cached_property
    def known(self) -> list[str]:
        """The rivals that the gazetteer has."""
        return [key for key, m in self.rivals.items() if not is_lent(_place(m[0]))]

    def listed_with(self, mention: PlaceMention) -> list[int]:
        """Indices of the toponyms of the list that a mention stands in ("Baku and Astara"); where
        people came "from" it is no list of places of one event."""
        passage = mention.passage
        sites = literal(self._sites.inside(passage.start, passage.sentence.end))
        own = next((site for site in sites if site.index == mention.site.index), None)
        if own is None or own.token.head.lower_ == "from":
            return [mention.site.index]
        listed = without_containers(listed_with(own, sites, passage.sentence))
        return [site.index for site in listed] or [own.index]

    @cached_property
    def days(self) -> dict[Days, list[DayMention]]:
        """Mentions of each day or stretch of days up to a month, in reading order."""
        found: dict[Days, list[DayMention]] = defaultdict(list)
        for passage in self.passages:
            for moment in self._moments.inside(passage.start, passage.sentence.end):
                time = moment.time
                if time.first_day and time.last_day and (time.date_prec or 9) <= 4:
                    found[time.first_day, time.last_day].append(DayMention(moment, passage))
        return dict(found)

    def stretch_of(self, mention: DayMention, trigger: Token | None = None) -> When:
        """The days of a mention with those that its sentence joins to them, or that the length of
        what ``trigger`` tells adds."""
        passage = mention.passage
        moments = self._moments.inside(passage.start, passage.sentence.end)
        when = whole_stretch(mention.moment, moments, passage.sentence)
        if trigger is None:
            return when
        lengths = self._moments.lengths(passage.start, passage.sentence.end)
        return stretched(trigger, when, lengths)

    # --- what the network makes of the opening

    @cached_property
    def _places_read(self) -> dict[str, list[str]]:
        spans = {
            key: dict.fromkeys(m.span for m in mentions) for key, mentions in self.places.items()
        }
        return _as_read(self.gist.odds(spans, gist.PLACE))

    @cached_property
    def _days_read(self) -> dict[Days, list[str]]:
        spans = {days: [m.span for m in mentions] for days, mentions in self.days.items()}
        return _as_read(self.gist.odds(spans, gist.DAY))

    # --- what speaks for a place

    def place_features(self, key: str, day: Days | None) -> list[str]:
        """``day``: the likeliest day, or stretch of days, of the event."""
        mentions = self.places[key]
        place = _place(mentions[0])
        told = [mention for mention in mentions if mention.order != DATELINE]
        grade = _grade(place)
        first = _bucket(told[0].order) if told else "dateline"
        found = ["always", grade, f"first {first}", f"{grade} first {first}"]
        found.append(f"times {min(4, len(told))}")
        if mentions[0].order == DATELINE:
            found += ["dateline", f"dateline {grade}", f"dateline, times {min(3, len(told))}"]
            found.append(f"dateline, rival {self._has_rival(key, place)}")
        if any(m.site.toponym.role == "literal" for m in told):
            found.append("literal")
        elif told:
            found.append("associative")
        found += self._company(key, place)
        found += self._lying.get(key, ())
        found += self._beside_dateline(place) if mentions[0].order != DATELINE else ()
        stances = [self._stance(mention) for mention in told]
        found += [f"{part} at first" for stance in stances[:1] for part in stance]
        found += [f"{part} once" for part in {part for stance in stances for part in stance}]
        found.append(f"tie {min((self._tie(m.passage, m.site.token) for m in told), default=9)}")
        found += self._drafted(key)
        group = _GROUPS.get(self.kind, self.kind)
        found += [f"{group}, {grade}", f"{group}, dateline {mentions[0].order == DATELINE}"]
        others = [other for other in self.days if other != day]
        apart = min((self._tie_to_day(m, other) for m in told for other in others), default=9)
        found.append(f"another day {apart}")
        found.append(f"day {min((self._tie_to_day(m, day) for m in told), default=9)}")
        return found + self._places_read.get(key, ["not read"])

    def _beside_dateline(self, place: GazetteerPlace) -> Iterator[str]:
        """Whether a place lies in the country from which the article was sent."""
        sent = next((m[0] for m in self.places.values() if m[0].order == DATELINE), None)
        if sent is None:
            yield "no dateline"
            return
        same = _place(sent).country == place.country
        yield f"in the dateline's country {same}, {_grade(_place(sent))}"
        yield f"{_grade(place)} in the dateline's country {same}"

    def _drafted(self, key: str) -> Iterator[str]:
        """Which drafts of single sentences lie at a place."""
        for draft in self.told:
            places = [self._sites.toponyms[index].place for index in draft.locations]
            if any(place is not None and place.key == key for place in places):
                yield f"drafted {self._standing(draft)}"

    def _standing(self, draft: EventDraft) -> str:
        return f"main {draft.main}, of the kind {are_kin(draft.type, self.kind)}"

    def _tie_to_day(self, mention: PlaceMention, day: Days | None) -> int:
        """How close a place is to the likeliest day; 6 where its sentence does not name it, 7 where
        the sentence before does."""
        if day is None:
            return 8
        dated = self._day_tokens[day]
        token = dated.get(mention.passage.order)
        if token is not None:
            return int(tie(token, mention.site.token))
        return 7 if mention.passage.order - 1 in dated else 6

    @cached_property
    def _day_tokens(self) -> dict[Days, dict[int, Token]]:
        """By day the word that names it in each passage."""
        return {
            day: {m.passage.order: m.moment.token for m in mentions}
            for day, mentions in self.days.items()
        }

    def _has_rival(self, key: str, place: GazetteerPlace) -> bool:
        """Whether another town of the dateline's country is named early in the body."""
        return any(
            other != key
            and _grade(_place(mentions[0])) in ("town", "capital", "spot")
            and _place(mentions[0]).country == place.country
            and any(HEADLINE <= m.order <= 3 for m in mentions)
            for other, mentions in self.places.items()
        )

    def _company(self, key: str, place: GazetteerPlace) -> Iterator[str]:
        others = [(_place(m[0]), m) for other, m in self.places.items() if other != key]
        near = [p for p, m in others if any(HEADLINE <= one.order <= 3 for one in m)]
        if any(contains(place, other) for other in near):
            yield "holds an early one"
        if any(contains(other, place) for other, _ in others):
            yield "held"
        countries = Counter(p.country for p, m in others for _ in m if p.country)
        if countries and place.country:
            most = countries.most_common(1)[0][0]
            yield f"of the commonest country {place.country == most}"

    @cached_property
    def _lying(self) -> dict[str, list[str]]:
        """How each rival lies to the others: news names the villages and rivers around what
        happened, but one home town, one base, one hospital far off."""
        places = {key: _place(mentions[0]) for key, mentions in self.rivals.items()}
        compared = list(places.items())[:_COMPARED]
        apart = {
            key: [distance_m(place, other) / 1000 for k, other in compared if k != key]
            for key, place in places.items()
        }
        far = {key: sum(map(log1p, kms)) / max(1, len(kms)) for key, kms in apart.items()}
        usual = sum(far.values()) / max(1, len(far))
        return {
            key: [
                *(f"within {km} km {min(3, _count(kms, km))}" for km in _NEAR_KM),
                f"farther {max(-4, min(4, round(3 * (far[key] - usual))))}",
            ]
            for key, kms in apart.items()
        }

    def _stance(self, mention: PlaceMention) -> list[str]:
        """How the grammar of its sentence puts a place."""
        token = mention.site.token
        found = []
        preposition = next((s for s in ancestors(token)[1:4] if s.pos_ == "ADP"), None)
        found.append(
            f"after {preposition.lower_}" if preposition is not None else f"as {token.dep_}"
        )
        verb = governor(token)
        if verb is not None and lemma(verb) in lexicon.SPEECH:
            found.append("at saying")
        if bound_noun(token):
            found.append("of somebody")
        if self.beside_history(mention.passage):
            found.append("beside history")
        if token.dep_ in ("appos", "npadvmod"):
            found.append("apposed")
        found += [f"called {word}" for word in _called(token)]
        return found

    def beside_history(self, passage: Passage) -> bool:
        if self.published is None:
            return False
        moments = self._moments.inside(passage.start, passage.sentence.end)
        return any(
            m.time.last_day is not None and (self.published - m.time.last_day).days > _WEEKS_AGO
            for m in moments
        )

    def _tie(self, passage: Passage, token: Token) -> int:
        """How close a word is to the one that speaks for the kind; 5 in another sentence, 6 where
        its own has none."""
        word = self.speaking.get(passage.sentence.start)
        return 6 if word is None else int(tie(word[0], token))

    # --- what speaks for a day

    def day_features(self, days: Days) -> list[str]:
        mentions = self.days[days]
        last = days[1]
        found = ["always", f"length {_length(days)}", f"times {min(3, len(mentions))}"]
        ago = self._ago(last)
        order = _bucket(mentions[0].passage.order)
        found += [f"ago {ago}", f"first {order}", f"ago {ago}, first {order}"]
        found.append(f"ago {ago}, earlier told {self._earlier_days(days)}")
        stances = [stance for m in mentions for stance in self._day_stance(m)]
        found += [f"{stance} once" for stance in sorted(set(stances))]
        found += [f"{stance} at first" for stance in self._day_stance(mentions[0])]
        best = min(self._tie(m.passage, m.moment.token) for m in mentions)
        found += [f"tie {best}", f"tie {best}, ago {ago}"]
        if any(m.passage.order in self._first_places for m in mentions):
            found.append("beside a place")
        for draft in self.told:
            if draft.dates and (draft.first_day, draft.last_day) == days:
                found.append(f"drafted {self._standing(draft)}")
        return found + self._days_read.get(days, ["not read"])

    @cached_property
    def _first_places(self) -> frozenset[int]:
        return frozenset(
            m.order
            for mentions in self.places.values()
            for m in mentions
            if _grade(_place(m)) in ("town", "spot")
        )

    def _earlier_days(self, days: Days) -> bool:
        """Whether a day up to a week before this one is told too: what came after is aftermath."""
        return any(
            other[1] < days[0] and (days[0] - other[1]) <= timedelta(days=7) for other in self.days
        )

    def _day_stance(self, mention: DayMention) -> list[str]:
        token = mention.moment.token
        verb = next((step for step in ancestors(token)[1:] if is_verbal(step)), None)
        found = [f"part {mention.moment.time.type}"]
        if verb is None:
            return [*found, "no verb"]
        if lemma(verb) in lexicon.SPEECH:
            found.append("at saying")
        helper = next((c.lower_ for c in verb.children if c.lower_ in _HELPERS), "")
        tense = f"{verb.tag_} {helper}".rstrip()
        found += [f"verb {tense}", f"clause {clause_of(token).dep_}"]
        found.append(f"word {lemma(verb)}" if lemma(verb) in _AFTER else "another verb")
        return found

    def _ago(self, last: date) -> str:
        if self.published is None:
            return "unknown"
        ago = (self.published - last).days
        for limit, name in ((-1, "ahead"), (0, "today"), (1, "a day"), (3, "days"), (7, "a week")):
            if ago <= limit:
                return name
        return "a month" if ago <= 31 else "long"


def _of_the_clock(token: Token) -> bool:
    """ "At 1 p.m. Paris time": nothing happened there."""
    return token.i + 1 < len(token.doc) and token.nbor().lower_ == "time" and token.dep_ in _PARTS


def _capital_word(token: Token) -> Token | None:
    """The word that makes a country or its people a capital: "the Kyrgyz capital"."""
    first = max(0, token.i - 4)  # "capital of the Solomon Islands"
    word: Token
    for word in token.doc[first : token.i + 3]:
        if word.lower_ == "capital" and (word.i > token.i or word.nbor().lower_ == "of"):
            return word
    return None


def _add_capital(
    found: dict[str, list[PlaceMention]], country: str, word: Token, passage: Passage
) -> None:
    """One more mention of the capital, where the opening names it somewhere."""
    for mentions in found.values():
        place = _place(mentions[0])
        if place.feature == "PPLC" and place.country == country:
            mentions.append(PlaceMention(replace(mentions[0].site, token=word), passage))
            mentions.sort(key=lambda mention: mention.order)


def _as_read(odds: Mapping[T, float]) -> dict[T, list[str]]:
    """What the network says of rivals, each alone and against the others."""
    found = {}
    for (rival, value), share in zip(odds.items(), shares(odds.values()), strict=True):
        lacking = min(_MOST_LACKING, round(-log(max(share, 1e-9)) * 1.5))
        found[rival] = [f"read {told(value, _MOST_ODDS)}", f"read, lacks {lacking}"]
    return found


def _place(mention: PlaceMention) -> GazetteerPlace:
    place = mention.site.toponym.place
    if place is None:
        raise ValueError("a mention of no place")
    return place


def _grade(place: GazetteerPlace) -> str:
    feature = place.feature
    if is_lent(place):
        return "lent"
    if feature == "PPLC":
        return "capital"
    if feature.startswith("PPL"):
        return "town"
    if feature.startswith("PCL"):
        return "country"
    if feature.startswith("ADM1"):
        return "region"
    if feature.startswith("ADM"):
        return "district"
    return "area" if place.radius_m >= 50_000 else "spot"


def _called(token: Token) -> Iterator[str]:
    """What a reader who has not heard of a place is told it is: "the town of Sake", "Marawi, a
    lakeside city"; of what made the news more often than of what is beside it."""
    above = token.head.head if token.head.lower_ == "of" else token.head
    if lemma(above) in _SETTLED and above.i < token.i:
        yield "a town before"
    named = token.dep_ in ("compound", "nmod") and lemma(token.head) in _SETTLED  # "Sake town"
    if named or any(lemma(child) in _SETTLED for child in token.children if child.dep_ == "appos"):
        yield "a town behind"


def _count(kms: Sequence[float], most: float) -> int:
    return sum(km <= most for km in kms)


def _bucket(order: int) -> str:
    if order == HEADLINE:
        return "headline"
    return str(max(low for low in _BUCKETS if low <= order))


def _length(days: Days) -> str:
    length = (days[1] - days[0]).days + 1
    return "day" if length == 1 else "days" if length <= 6 else "longer"
