"""The geoparser as this process has it: opened once, used by every request and command."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from django.conf import settings

from events.geoparsing.types import Document, Reading
from events.ingest.incoming import IncomingArticle
from events.models import Article, Source
from events.settled_names import knowledge

if TYPE_CHECKING:
    from events.geoparsing.reader import Reader


@cache
def shared_reader() -> Reader:
    """Raises GazetteerMissing, with a sentence that says what to run, when it is not built."""
    # The model's library takes a second to import, and most commands never read a text.
    from events.geoparsing.reader import Reader

    return Reader(settings.GAZETTEER_PATH)


def read_incoming(incoming: IncomingArticle, reader: Reader | None = None) -> Reading:
    """Read an article that is not kept yet."""
    source = Source.objects.filter(name=incoming.source).select_related("home").first()
    document = _document(incoming.text, incoming.title, incoming.published, source, incoming.source)
    return (reader or shared_reader()).read(document)


def read_kept(article: Article, reader: Reader | None = None) -> Reading:
    """Read an article of the database; an inferred day of publication is inferred anew."""
    published = None if article.published_inferred else article.published
    document = _document(article.text, article.title, published, article.source, "")
    return (reader or shared_reader()).read(document)


def _document(
    text: str, title: str, published: date | None, source: Source | None, name: str
) -> Document:
    home = source.home if source else None
    decided = knowledge()
    return Document(
        text=text,
        title=title,
        published=published,
        source=source.name if source else name,
        source_country=(source.country or (home.country if home else "")) if source else "",
        source_point=(home.latitude, home.longitude) if home else None,
        settled=decided.settled(source),
        added=decided.added,
    )
