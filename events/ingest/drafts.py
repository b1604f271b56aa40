"""From a reading to rows: an article's toponyms, dates and draft events, all or nothing.

Reading an article again replaces what the geoparser made and leaves alone what
a person changed or decided (``Event.curated``): such an event is not touched,
and no second draft of it is made.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from simple_history.utils import bulk_create_with_history

from events.codes import Status
from events.geoparsing.languages import language_of
from events.geoparsing.types import Candidate, EventDraft, GazetteerPlace, Reading, Span
from events.ingest.incoming import IncomingArticle
from events.ingest.reading import read_kept
from events.known_places import row_of, rows_of_keys
from events.matching import join_by_itself
from events.models import Article, Event, Evidence, Location, Place, Source, TimeExpression, Toponym
from events.points import point_of

if TYPE_CHECKING:
    from events.geoparsing.reader import Reader

TITLE_LENGTH = 120


@dataclass(frozen=True, slots=True)
class Counts:
    """What a reading wrote.

    ``kept`` are events that were left as they were; ``joined`` are drafts that are
    further reports of events which other articles had told.
    """

    toponyms: int
    dates: int
    drafts: int
    published: int
    kept: int
    joined: int = 0


def add_article(*, incoming: IncomingArticle) -> tuple[Article, bool]:
    """The article of this text and whether it is new; the same text is one article."""
    kept = Article.objects.with_text_hash(incoming.sha256).first()
    if kept is not None:
        return kept, False
    return Article.objects.get_or_create(
        sha256=incoming.sha256,
        defaults={
            "text": incoming.text,
            "title": incoming.title or title_from(incoming.text),
            "published": incoming.published,
            "source": _source(incoming),
            "url": incoming.url,
            "language": language_of(incoming.text),
        },
    )


def title_from(text: str) -> str:
    """The first line, cut at a word: a title for a text that came without one."""
    line = text.lstrip().partition("\n")[0].strip()
    if len(line) <= TITLE_LENGTH:
        return line
    return line[:TITLE_LENGTH].rpartition(" ")[0].rstrip(",;:-–— ") + "…"


def _source(incoming: IncomingArticle) -> Source | None:
    if not incoming.source:
        return None
    domain = (urlsplit(incoming.url).hostname or "").removeprefix("www.")
    return Source.objects.get_or_create(name=incoming.source, defaults={"domain": domain})[0]


def read_article(
    *,
    article: Article,
    reader: Reader | None = None,
    publish_from: float | None = None,
    join: bool | None = None,
) -> Counts:
    """Read a kept article and save what is found; ``publish_from`` and ``join`` override the
    settings."""
    reading = read_kept(article, reader)
    return save_reading(article=article, reading=reading, publish_from=publish_from, join=join)


@transaction.atomic
def save_reading(
    *,
    article: Article,
    reading: Reading,
    publish_from: float | None = None,
    join: bool | None = None,
) -> Counts:
    """Write a reading of ``article``; events that a person decided on stay as they are.

    Drafts of at least ``publish_from`` confidence (default: AUTO_PUBLISH_CONFIDENCE) that have
    days are published, and their history says so.  ``join`` (default: JOIN_AGREEING): drafts that
    agree in all with another article's event become further reports of it.
    """
    if publish_from is None:
        publish_from = settings.AUTO_PUBLISH_CONFIDENCE
    if join is None:
        join = settings.JOIN_AGREEING
    article = Article.objects.select_for_update().get(pk=article.pk)
    _save_published(article, reading)
    _replace_spans(article, reading)
    decided = _decided(article)
    fresh = [draft for draft in reading.events if not _is_decided(draft, decided)]
    old = _replaceable(article)
    published = 0
    saved: list[Event] = []
    places = _place_rows(reading, fresh)
    for draft in fresh:
        event = _take_matching(old, draft) or Event(article=article)
        published += _save_event(event, article, reading, draft, places, publish_from)
        saved.append(event)
    for event, _ in old:
        event._change_reason = "no longer found when the article was read again"
        event.delete()
    return Counts(
        toponyms=len(reading.toponyms),
        dates=len(reading.dates),
        drafts=len(fresh),
        published=published,
        kept=len(reading.events) - len(fresh),
        joined=_join_agreeing(saved) if join else 0,
    )


def _join_agreeing(events: Iterable[Event]) -> int:
    """How many were joined to the event that other articles told already."""
    return sum(join_by_itself(event=event) is not None for event in events)


def _save_published(article: Article, reading: Reading) -> None:
    if reading.published.inferred:
        article.published = reading.published.day
        article.published_inferred = reading.published.day is not None
        article.published_reason = reading.published.reason[:500]
    article.read_at = timezone.now()
    article._change_reason = "read by the geoparser"
    article.save()


def _replace_spans(article: Article, reading: Reading) -> None:
    article.toponyms.all().delete()
    article.time_expressions.all().delete()
    Toponym.objects.bulk_create(toponym_rows(article, reading))
    TimeExpression.objects.bulk_create(time_expression_rows(article, reading))


def toponym_rows(article: Article, reading: Reading) -> list[Toponym]:
    """Unsaved rows of a reading's toponyms; ``article`` may be unsaved too."""
    return [
        Toponym(
            article=article,
            start=toponym.start,
            end=toponym.end,
            text=toponym.text,
            role=toponym.role,
            form=toponym.form,
            confidence=toponym.confidence,
            candidates=[candidate_row(candidate) for candidate in toponym.candidates],
        )
        for toponym in reading.toponyms
    ]


def time_expression_rows(article: Article, reading: Reading) -> list[TimeExpression]:
    """Unsaved rows of a reading's time expressions; ``article`` may be unsaved too."""
    return [
        TimeExpression(
            article=article,
            start=found.start,
            end=found.end,
            text=found.text,
            type=found.type,
            value=found.value,
            mod=found.mod,
            first_day=found.first_day,
            last_day=found.last_day,
            date_prec=found.date_prec,
        )
        for found in reading.dates
    ]


def candidate_row(candidate: Candidate) -> dict[str, object]:
    """A candidate as ``Toponym.candidates`` keeps it."""
    place = candidate.place
    return {
        "key": place.key,
        "geonameid": place.geonameid,
        "name": place.name,
        "latitude": place.latitude,
        "longitude": place.longitude,
        "country": place.country,
        "feature": place.feature,
        "confidence": round(candidate.confidence, 3),
        "reasons": list(candidate.reasons),
    }


def _decided(article: Article) -> list[tuple[str, str, Span]]:
    """Type, kind of evidence and span of what tells the events that stay as they are.

    Those that a person decided on, and those that are joined with other reports.
    """
    told = Evidence.objects.in_article(article).filter(
        kind__in=["sentence", "trigger"], joined_from__isnull=True
    )
    told = told.exclude(event__in=Event.objects.untouched())
    rows = told.values_list("event__type", "kind", "start", "end")
    return [(type_, kind, Span(start, end)) for type_, kind, start, end in rows]


def _is_decided(draft: EventDraft, decided: Collection[tuple[str, str, Span]]) -> bool:
    """Same words that say what; or, should the trigger differ now, same type in that sentence."""
    told = (draft.type, Span(draft.start, draft.end))
    return any(
        draft.trigger.overlaps(span) if kind == "trigger" else (type_, span) == told
        for type_, kind, span in decided
    )


def _replaceable(article: Article) -> list[tuple[Event, Span | None]]:
    """Events that the geoparser made from this article alone, with their triggers."""
    events = article.events.untouched().prefetch_related("evidence")
    found: list[tuple[Event, Span | None]] = []
    for event in events:
        evidence = list(event.evidence.all())
        if any(row.article_id != article.pk for row in evidence):
            continue
        trigger = next((Span(r.start, r.end) for r in evidence if r.kind == "trigger"), None)
        found.append((event, trigger))
    return found


def _take_matching(old: list[tuple[Event, Span | None]], draft: EventDraft) -> Event | None:
    """An earlier draft of the same words keeps its id, and with it its address."""
    for index, (event, trigger) in enumerate(old):
        if trigger is not None and trigger.overlaps(draft.trigger):
            del old[index]
            return event
    return None


def _place_rows(reading: Reading, drafts: Iterable[EventDraft]) -> dict[str, Place]:
    """The rows of the places that these drafts use, by gazetteer key; made where missing."""
    wanted: dict[str, GazetteerPlace] = {}
    for draft in drafts:
        for index in draft.locations:
            place = reading.toponyms[index].place
            if place is not None:
                wanted[place.key] = place
    rows = rows_of_keys(wanted)
    missing = [row_of(place) for key, place in wanted.items() if key not in rows]
    if not missing:
        return rows
    Place.objects.bulk_create(missing, ignore_conflicts=True)
    return rows_of_keys(wanted)


def _save_event(
    event: Event,
    article: Article,
    reading: Reading,
    draft: EventDraft,
    places: dict[str, Place],
    publish_from: float | None,
) -> bool:
    """Write one draft over ``event``; True when this published it."""
    event.type = draft.type
    event.title = draft.title[:300]
    event.first_day, event.last_day = draft.first_day, draft.last_day
    event.date_prec = draft.date_prec
    event.main, event.planned = draft.main, draft.planned
    event.actors = list(dict.fromkeys(actor.name for actor in draft.actors))
    event.fatalities = draft.fatalities
    event.confidence = round(draft.confidence, 3)
    if event.first_day is None:
        event.status = Status.DRAFT  # what was published by itself has lost its days
    event._change_reason = "drafted by the geoparser"
    event.save()
    event.evidence.all().delete()
    event.locations.all().delete()
    _save_locations_and_evidence(event, article, reading, draft, places)
    if not _may_publish(event, publish_from):
        return False
    event.status = Status.PUBLISHED
    event._change_reason = (
        f"published by itself: confidence {event.confidence:.2f} reaches {publish_from:.2f}"
    )
    event.save()
    return True


def _may_publish(event: Event, publish_from: float | None) -> bool:
    return (
        publish_from is not None
        and event.status == Status.DRAFT
        and event.first_day is not None
        and event.confidence is not None
        and event.confidence >= publish_from
    )


def _save_locations_and_evidence(
    event: Event,
    article: Article,
    reading: Reading,
    draft: EventDraft,
    places: dict[str, Place],
) -> None:
    locations: dict[str, Location] = {}
    for index in draft.locations:
        found = reading.toponyms[index].place
        if found is None or found.key in locations:
            continue
        place = places[found.key]
        locations[found.key] = Location(event=event, place=place, **point_of(place))
    bulk_create_with_history(
        list(locations.values()), Location, default_change_reason="drafted by the geoparser"
    )
    saved = {location.place_id: location for location in event.locations.all()}

    def evidence(kind: str, span: Span, location: Location | None = None) -> Evidence:
        return Evidence(
            event=event,
            article=article,
            kind=kind,
            location=location,
            start=span.start,
            end=span.end,
            quote=article.text[span.start : span.end],
        )

    rows = [evidence("sentence", Span(draft.start, draft.end))]
    rows += [evidence("sentence", span) for span in draft.mentions]
    rows.append(evidence("trigger", draft.trigger))
    for index in draft.dates:
        rows.append(evidence("date", Span(reading.dates[index].start, reading.dates[index].end)))
    for index in draft.locations:
        toponym = reading.toponyms[index]
        if toponym.place is not None:
            location = saved[places[toponym.place.key].pk]
            rows.append(evidence("place", Span(toponym.start, toponym.end), location))
    rows += [evidence("actor", Span(actor.start, actor.end)) for actor in draft.actors]
    Evidence.objects.bulk_create(rows)
