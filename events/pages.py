"""What the event page and the article page show, put together from rows already fetched."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from events.cards import safe_address
from events.geoparsing.names import name_key
from events.maps.symbols import PLACE_SYMBOL
from events.markup import Mark, Piece, Token, flat_pieces, nested_tokens
from events.models import (
    Article,
    Event,
    Evidence,
    Place,
    SettledName,
    TimeExpression,
    Toponym,
)
from events.place_names import place_label, place_name
from events.settled_names import dictionary_name, standing_on
from events.wording import days_in_words, point_in_words

# Where words of a sentence say several things at once, the first of these is shown.
QUOTE_ORDER = ("trigger", "place", "date", "actor")
MOST_CANDIDATES = 5


@dataclass(slots=True)
class Quote:
    """One quoted stretch of an article, cut at the words that carry the event."""

    evidence: Evidence
    pieces: list[Piece]


@dataclass(slots=True)
class Telling:
    """One article with what it says of the event."""

    article: Article
    url: str
    quotes: list[Quote] = field(default_factory=list)


def tellings_of(event: Event) -> list[Telling]:
    """The evidence by article; words outside every quoted sentence are quoted by themselves."""
    by_article: dict[int, list[Evidence]] = {}
    for row in sorted(event.evidence.all(), key=lambda row: (row.article_id, row.start, -row.end)):
        by_article.setdefault(row.article_id, []).append(row)
    return [_telling(rows) for rows in by_article.values()]


def _telling(rows: list[Evidence]) -> Telling:
    article = rows[0].article
    words = [row for row in rows if row.kind != Evidence.Kind.SENTENCE]
    telling = Telling(article, safe_address(article.url))
    quoted_to = -1
    for row in rows:
        is_sentence = row.kind == Evidence.Kind.SENTENCE
        if not is_sentence and row.end <= quoted_to:
            continue
        quoted_to = max(quoted_to, row.end)
        telling.quotes.append(_quote(row, words))
    return telling


def _quote(row: Evidence, words: Iterable[Evidence]) -> Quote:
    marks = [Mark(word.start, word.end, word.kind) for word in words]
    return Quote(row, flat_pieces(row.quote, row.start, marks, QUOTE_ORDER))


def places_config(event: Event) -> list[dict[str, Any]]:
    """The event's locations for ``places-map.js``."""
    return [
        {
            "name": place_label(location.place),
            "latitude": location.latitude,
            "longitude": location.longitude,
            "radius": location.radius_m,
            "precision": location.where_prec,
            "type": event.type,
        }
        for location in event.locations.all()
    ]


def place_config(place: Place) -> list[dict[str, Any]]:
    """One place for ``places-map.js``."""
    return [
        {
            "name": place_name(place),
            "latitude": place.latitude,
            "longitude": place.longitude,
            "radius": place.radius_m,
            "precision": place.where_prec,
            "type": PLACE_SYMBOL.code,
        }
    ]


@dataclass(slots=True)
class Name:
    """A name as the article uses it: one for all its mentions that were read alike."""

    anchor: str
    text: str
    role: str
    form: str
    confidence: float
    candidates: list[dict[str, Any]]
    mentions: int = 1
    settled: SettledName | None = None  # what an editor decided of it

    @property
    def place(self) -> str:
        return str(self.candidates[0]["name"]) if self.candidates else ""

    @property
    def role_label(self) -> str:
        return str(Toponym.Role(self.role).label)


@dataclass(slots=True)
class ArticleView:
    """``tokens`` make up the text; ``names`` and ``dates`` are what its marks lead to."""

    tokens: list[Token]
    names: list[Name]
    dates: list[tuple[str, TimeExpression]]
    struck: list[SettledName] = field(default_factory=list)  # names that an editor said are none


def settled_view(view: ArticleView, article: Article) -> ArticleView:
    """The same with what editors decided of its names."""
    standing = standing_on(article, (name.text for name in view.names))
    for name in view.names:
        name.settled = standing.by_key.get(name_key(dictionary_name(name.text, article.text)))
    view.struck = standing.struck
    return view


def article_view(
    text: str, toponyms: Iterable[Toponym], expressions: Iterable[TimeExpression]
) -> ArticleView:
    names: dict[tuple[Any, ...], Name] = {}
    dates: dict[tuple[Any, ...], tuple[str, TimeExpression]] = {}
    marks: list[Mark] = []
    for toponym in toponyms:
        name = _name_of(toponym, names)
        marks.append(Mark(toponym.start, toponym.end, name.role, name.anchor))
    for expression in expressions:
        key = (expression.text.casefold(), expression.type, expression.value, expression.mod)
        anchor, _ = dates.setdefault(key, (f"date-{len(dates) + 1}", expression))
        marks.append(Mark(expression.start, expression.end, "date", anchor))
    return ArticleView(list(nested_tokens(text, marks)), list(names.values()), list(dates.values()))


def _name_of(toponym: Toponym, names: dict[tuple[Any, ...], Name]) -> Name:
    candidates = readable_candidates(toponym.candidates)
    key = (
        toponym.text.casefold(),
        toponym.role,
        tuple(
            (candidate["name"], candidate["point"], candidate["percent"])
            for candidate in candidates
        ),
    )
    known = names.get(key)
    if known is not None:
        known.mentions += 1
        return known
    names[key] = Name(
        anchor=f"place-{len(names) + 1}",
        text=toponym.text,
        role=toponym.role,
        form=toponym.form,
        confidence=toponym.confidence,
        candidates=candidates,
    )
    return names[key]


def readable_candidates(stored: Any) -> list[dict[str, Any]]:
    """Stored candidates in the words of the page; what is not one is left out."""
    if not isinstance(stored, list):
        return []
    rows = (row for row in stored if isinstance(row, dict))
    return [_readable(row) for row in rows][:MOST_CANDIDATES]


def _readable(row: dict[str, Any]) -> dict[str, Any]:
    confidence = row.get("confidence")
    share = min(max(float(confidence), 0.0), 1.0) if isinstance(confidence, int | float) else 0.0
    reasons = row.get("reasons")
    geonameid = row.get("geonameid")
    name, country = str(row.get("name") or ""), str(row.get("country") or "")
    return {
        "key": str(row.get("key") or ""),
        "name": name,
        "country": country,
        "label": f"{name}, {country}" if country else name,
        "feature": str(row.get("feature") or ""),
        "point": _point(row.get("latitude"), row.get("longitude")),
        "percent": round(share * 100),
        "geonameid": geonameid if isinstance(geonameid, int) else None,
        "reasons": [str(reason) for reason in reasons] if isinstance(reasons, list) else [],
    }


def _point(latitude: object, longitude: object) -> str:
    if isinstance(latitude, int | float) and isinstance(longitude, int | float):
        return point_in_words(latitude, longitude)
    return ""


def date_reading(expression: TimeExpression) -> str:
    """What a time expression was read as: days in words, else its TIMEX3 value."""
    if expression.first_day is None:
        return f"{expression.type.lower()} {expression.value}"
    return days_in_words(expression.first_day, expression.last_day)
