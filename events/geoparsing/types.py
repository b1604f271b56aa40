"""The words that the geoparser's parts say to each other.

Pure data: no Django, no I/O.  Offsets are Unicode code points into
``Document.text`` exactly as given, ``start`` inclusive and ``end`` exclusive.
Coordinates are WGS 84 degrees; days are plain ``datetime.date``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Form = Literal["name", "demonym"]
Role = Literal["literal", "associative"]
TimexType = Literal["DATE", "TIME", "DURATION", "SET"]
BlockKind = Literal["headline", "body", "caption", "furniture"]


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the text."""

    start: int
    end: int

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class GazetteerPlace:
    """One entry of the gazetteer.

    ``key`` is the stable identity: ``gn:587084`` where GeoNames has the place,
    else ``iso:AZ-BA`` (a division) or ``dl:karabakh`` (our curated areas).
    ``feature`` is a GeoNames feature code (PPL, PPLC, PCLI, ADM1, ADM2, CONT,
    RGN, SEA, STRT, MTS, ...).  ``where_prec`` and ``radius_m`` say how precise
    the point is when an event is put there (UCDP GED codes 1 to 7).
    """

    key: str
    geonameid: int | None
    name: str
    latitude: float
    longitude: float
    feature: str
    country: str  # ISO 3166-1 alpha-2, "" where there is none or more than one
    admin1: str  # GeoNames admin1 code, "" where unknown
    admin2: str
    population: int
    radius_m: int
    where_prec: int


@dataclass(frozen=True, slots=True)
class Decision:
    """What an editor decided that a name means: a place, or with None that it is no place.

    ``source``: whose articles it is for, "" where it holds in general.
    """

    place: GazetteerPlace | None
    source: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """One article as the geoparser sees it.

    ``mentions``: exactly these spans are resolved and none are searched for.
    ``triggers``: exactly these spans are taken as events.
    ``settled``: what editors decided that a name means; ``added``: the places that they added to
    the gazetteer.  Both by the key of the name (``names.name_key``).
    """

    text: str
    published: date | None = None
    title: str = ""
    source: str = ""
    source_country: str = ""  # ISO 3166-1 alpha-2 of the source's home, "" when unknown
    source_point: tuple[float, float] | None = None  # latitude, longitude of the source's home
    mentions: tuple[Span, ...] | None = None
    triggers: tuple[Span, ...] | None = None
    settled: Mapping[str, Decision] = field(default_factory=dict, hash=False)
    added: Mapping[str, tuple[GazetteerPlace, ...]] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph with what it is: headline, body and the first of equal captions tell events."""

    start: int
    end: int
    kind: BlockKind
    repeat_of: int | None = None  # index of an earlier block with the same words


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that a toponym could mean: confidence of 0 to 1, reasons a person understands."""

    place: GazetteerPlace
    confidence: float
    reasons: tuple[str, ...] = ()


@dataclass(slots=True)
class Toponym:
    start: int
    end: int
    text: str
    form: Form
    role: Role
    confidence: float = 0.0
    candidates: tuple[Candidate, ...] = ()  # best first; empty where nothing is known of the name

    @property
    def place(self) -> GazetteerPlace | None:
        return self.candidates[0].place if self.candidates else None


@dataclass(slots=True)
class TimeExpression:
    """A span that names a time.  ``value`` and ``mod`` follow TIMEX3 (ISO-TimeML).

    ``first_day`` and ``last_day`` are both None where the value is not an
    interval of the calendar (a bare duration, PAST_REF, a set).
    ``date_prec``: 1 day, 2 two to six days, 3 week, 4 month (8 to 30 days), 5 longer.
    """

    start: int
    end: int
    text: str
    type: TimexType
    value: str
    mod: str = ""
    first_day: date | None = None
    last_day: date | None = None
    date_prec: int | None = None


@dataclass(frozen=True, slots=True)
class Published:
    """The day of publication: given, or inferred from the text with its evidence."""

    day: date | None
    inferred: bool = False
    confidence: float = 1.0
    evidence: tuple[Span, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Actor:
    start: int
    end: int
    name: str


@dataclass(frozen=True, slots=True)
class Toll(Span):
    """A number of people and the words that give it; ``at_least`` where they say "at least"."""

    number: int
    at_least: bool = False


@dataclass(slots=True)
class EventDraft:
    """``locations`` and ``dates`` index into the reading's; ``start``/``end`` is the sentence."""

    type: str
    title: str
    start: int
    end: int
    trigger: Span
    first_day: date | None = None
    last_day: date | None = None
    date_prec: int | None = None
    main: bool = False
    planned: bool = False
    actors: list[Actor] = field(default_factory=list)
    fatalities: int | None = None
    locations: list[int] = field(default_factory=list)
    dates: list[int] = field(default_factory=list)
    mentions: list[Span] = field(default_factory=list)  # further sentences that tell the same event
    confidence: float = 0.0
    signs: list[str] = field(default_factory=list)  # what ``confidence`` is made of, in words
    dead: Toll | None = None  # what ``fatalities`` rests on
    injured: Toll | None = None


@dataclass(slots=True)
class Reading:
    published: Published
    blocks: list[Block] = field(default_factory=list)
    toponyms: list[Toponym] = field(default_factory=list)
    dates: list[TimeExpression] = field(default_factory=list)
    events: list[EventDraft] = field(default_factory=list)
