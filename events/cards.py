"""An event as a card: what a popup on the map shows, as plain JSON of strings.

The browser writes every value with ``textContent``; addresses are http or
https, or left out.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from events.maps.symbols import symbol_of
from events.models import Article, Event, Evidence
from events.place_names import place_label
from events.wording import date_precision_in_words, days_in_words, where_precision_in_words

LONGEST_QUOTE = 400


def safe_address(url: str) -> str:
    """The address when it is one of the web, else "": ``javascript:`` never gets out."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return ""
    return url.strip() if parts.scheme in {"http", "https"} and parts.netloc else ""


def item_of(event: Event) -> dict[str, Any]:
    """What a list shows.  ``event`` comes from ``with_places()``: no query is made here."""
    return {
        "id": event.pk,
        "title": event.title,
        "type": event.type,
        "typeLabel": symbol_of(event.type).label,
        "dates": days_in_words(event.first_day, event.last_day),
        "planned": event.planned,
        "places": [
            {
                "name": place_label(location.place),
                "latitude": location.latitude,
                "longitude": location.longitude,
            }
            for location in event.locations.all()
        ],
        "url": event.get_absolute_url(),
    }


def card_of(event: Event) -> dict[str, Any]:
    """``event`` comes from ``with_everything()``: no query is made here."""
    symbol, item = symbol_of(event.type), item_of(event)
    return {
        **item,
        "family": symbol.family,
        "path": symbol.path,
        "datePrecision": date_precision_in_words(event.date_prec),
        "places": [
            {
                **place,
                "url": location.place.get_absolute_url(),
                "precision": where_precision_in_words(location.where_prec),
                "radius": location.radius_m,
            }
            for place, location in zip(item["places"], event.locations.all(), strict=True)
        ],
        "quote": shortened(first_quote(event)),
        "source": _source_of(telling_article(event)),
    }


def telling_article(event: Event) -> Article | None:
    """The article that told it first, else the first one with evidence."""
    if event.article is not None:
        return event.article
    evidence = first_sentence(event)
    return evidence.article if evidence else None


def first_sentence(event: Event) -> Evidence | None:
    rows = sorted(event.evidence.all(), key=lambda row: (row.article_id, row.start))
    sentences = [row for row in rows if row.kind == Evidence.Kind.SENTENCE]
    return next(iter(sentences or rows), None)


def first_quote(event: Event) -> str:
    evidence = first_sentence(event)
    return " ".join(evidence.quote.split()) if evidence else ""


def shortened(quote: str) -> str:
    """Cut at a space to at most LONGEST_QUOTE characters and an ellipsis."""
    if len(quote) <= LONGEST_QUOTE:
        return quote
    cut = quote[:LONGEST_QUOTE]
    return f"{cut.rsplit(' ', 1)[0]}…"


def _source_of(article: Article | None) -> dict[str, str] | None:
    if article is None:
        return None
    published = article.published
    return {
        "name": article.source.name if article.source else "",
        "title": article.title,
        "published": days_in_words(published, published) if published else "",
        "url": safe_address(article.url),
        "page": article.get_absolute_url(),
    }
