"""What a reading would save, for the page that shows it before anything is saved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from events.geoparsing.types import EventDraft, Published, Reading
from events.ingest.drafts import time_expression_rows, toponym_rows
from events.ingest.incoming import IncomingArticle
from events.models import Article
from events.pages import ArticleView, article_view


@dataclass(frozen=True, slots=True)
class DraftCard:
    """One draft event; templates read ``first_day``, ``last_day`` and ``type`` as of an Event."""

    type: str
    title: str
    first_day: date | None
    last_day: date | None
    date_prec: int | None
    places: list[str]
    percent: int
    main: bool
    planned: bool
    quote: str


@dataclass(frozen=True, slots=True)
class Preview:
    published: Published
    view: ArticleView
    drafts: list[DraftCard]
    seconds: float


def preview_of(incoming: IncomingArticle, reading: Reading, seconds: float) -> Preview:
    """``seconds`` is how long the reading took."""
    unsaved = Article(text=incoming.text)
    return Preview(
        published=reading.published,
        view=article_view(
            incoming.text,
            toponym_rows(unsaved, reading),
            time_expression_rows(unsaved, reading),
        ),
        drafts=[_card(incoming.text, reading, draft) for draft in reading.events],
        seconds=seconds,
    )


def _card(text: str, reading: Reading, draft: EventDraft) -> DraftCard:
    places = [reading.toponyms[index].place for index in draft.locations]
    return DraftCard(
        type=draft.type,
        title=draft.title,
        first_day=draft.first_day,
        last_day=draft.last_day,
        date_prec=draft.date_prec,
        places=list(dict.fromkeys(place.name for place in places if place)),
        percent=round(draft.confidence * 100),
        main=draft.main,
        planned=draft.planned,
        quote=text[draft.start : draft.end],
    )
