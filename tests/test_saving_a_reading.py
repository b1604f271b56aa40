"""A reading becomes rows, all or nothing; reading again never undoes what a person decided."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.core.exceptions import ValidationError

from events.geoparsing.types import Actor, Reading, Span
from events.ingest.drafts import add_article, save_reading, title_from
from events.ingest.incoming import IncomingArticle
from events.models import Article, Event, Evidence, Place, Source
from tests.world import a_draft, a_reading, an_article

pytestmark = pytest.mark.django_db

TEXT = "Jets took off in Baku and Astara on Monday.\nThe drill went on."


def first_reading() -> tuple[Article, Reading]:
    article = an_article(TEXT)
    draft = a_draft(TEXT, "took off", locations=[0, 1], actors=[Actor(0, 4, "Jets")])
    draft.mentions = [Span(TEXT.index("The drill"), len(TEXT))]
    return article, a_reading(TEXT, draft)


def test_every_part_of_a_draft_is_kept_with_its_words() -> None:
    article, reading = first_reading()
    counts = save_reading(article=article, reading=reading)

    assert (counts.toponyms, counts.dates, counts.drafts, counts.published) == (2, 1, 1, 0)
    event = Event.objects.get()
    assert (event.status, event.title, event.actors) == ("draft", "Jets took off", ["Jets"])
    assert [str(location) for location in event.locations.all()] == ["Baku, AZ", "Astara, AZ"]
    quotes = {(row.kind, row.quote) for row in event.evidence.all()}
    assert quotes == {
        ("sentence", "Jets took off in Baku and Astara on Monday."),
        ("sentence", "The drill went on."),
        ("trigger", "took off"),
        ("date", "Monday"),
        ("place", "Baku"),
        ("place", "Astara"),
        ("actor", "Jets"),
    }
    place = event.evidence.get(quote="Astara")
    assert place.location is not None
    assert place.location.place.name == "Astara"
    article.refresh_from_db()
    assert article.read_at is not None
    toponym = article.toponyms.first()
    assert toponym is not None
    assert toponym.candidates[0]["reasons"] == ["the only one"]


def test_an_inferred_day_is_kept_with_its_reason() -> None:
    article = an_article(TEXT, published=None)
    save_reading(article=article, reading=a_reading(TEXT, published=date(2022, 12, 6)))
    article.refresh_from_db()
    assert (article.published, article.published_inferred) == (date(2022, 12, 6), True)
    assert article.published_reason == "says so"


def test_nothing_is_half_written() -> None:
    article, reading = first_reading()
    beyond = replace(reading.events[0], start=0, end=10_000)
    with pytest.raises(ValidationError):
        save_reading(article=article, reading=replace(reading, events=[beyond]))
    assert not Event.objects.exists()
    assert not Place.objects.exists()
    assert not article.toponyms.exists()
    article.refresh_from_db()
    assert article.read_at is None


def test_reading_again_replaces_and_keeps_addresses() -> None:
    article, reading = first_reading()
    save_reading(article=article, reading=reading)
    before = Event.objects.get()
    better = replace(reading.events[0], title="Jets took off twice", locations=[1])
    save_reading(article=article, reading=replace(reading, events=[better]))
    after = Event.objects.get()
    assert (after.pk, after.title) == (before.pk, "Jets took off twice")
    assert [str(location) for location in after.locations.all()] == ["Astara, AZ"]
    assert article.toponyms.count() == 2


def test_reading_again_removes_what_is_no_longer_found() -> None:
    article, reading = first_reading()
    save_reading(article=article, reading=reading)
    save_reading(article=article, reading=replace(reading, events=[]))
    assert not Event.objects.exists()
    assert Event.history.filter(history_type="-").count() == 1


@pytest.mark.parametrize("status", ["draft", "published", "rejected"])
def test_what_a_person_decided_stays(status: str) -> None:
    article, reading = first_reading()
    save_reading(article=article, reading=reading)
    Event.objects.update(title="By an editor", curated=True, status=status)
    counts = save_reading(article=article, reading=reading)
    event = Event.objects.get()
    assert (event.title, event.status) == ("By an editor", status)
    assert (counts.drafts, counts.kept) == (0, 1)


def test_a_decided_event_is_known_by_its_sentence_too() -> None:
    article, reading = first_reading()
    save_reading(article=article, reading=reading)
    Event.objects.update(curated=True)
    other_words = replace(reading.events[0], trigger=Span(0, 4))
    save_reading(article=article, reading=replace(reading, events=[other_words]))
    assert Event.objects.count() == 1


def test_an_event_with_evidence_elsewhere_is_not_removed() -> None:
    article, reading = first_reading()
    save_reading(article=article, reading=reading)
    event = Event.objects.get()
    other = an_article("The drill was held.", source=None)
    Evidence.objects.create(event=event, article=other, start=0, end=9, quote="The drill")
    save_reading(article=article, reading=replace(reading, events=[]))
    assert Event.objects.filter(pk=event.pk).exists()


@pytest.mark.parametrize(
    ("threshold", "status"),
    [(None, "draft"), (0.71, "draft"), (0.7, "published"), (0, "published")],
)
def test_publishing_by_itself(threshold: float | None, status: str) -> None:
    article, reading = first_reading()
    save_reading(article=article, reading=reading, publish_from=threshold)
    event = Event.objects.get()
    assert event.status == status
    reason = event.history.first().history_change_reason
    assert ("published by itself: confidence 0.70" in reason) == (status == "published")


def test_the_setting_publishes_for_everyone(settings: object) -> None:
    settings.AUTO_PUBLISH_CONFIDENCE = 0.5  # type: ignore[attr-defined]
    article, reading = first_reading()
    save_reading(article=article, reading=reading)
    assert Event.objects.get().status == "published"


def test_an_event_without_days_is_never_published_by_itself() -> None:
    article, reading = first_reading()
    undated = replace(
        reading.events[0], first_day=None, last_day=None, date_prec=None, dates=[], confidence=1.0
    )
    save_reading(article=article, reading=replace(reading, events=[undated]), publish_from=0)
    assert Event.objects.get().status == "draft"


def test_the_same_text_is_one_article_and_one_source() -> None:
    incoming = IncomingArticle(text=TEXT, source="Post", url="https://www.post.example/1")
    article, is_new = add_article(incoming=incoming)
    again, is_new_again = add_article(incoming=incoming)
    assert (is_new, is_new_again, article.pk) == (True, False, again.pk)
    assert Source.objects.get().domain == "post.example"


def test_a_title_is_the_first_line_cut_at_a_word() -> None:
    assert title_from("\n  Short line.\nMore.") == "Short line."
    long = title_from("word " * 100)
    assert long.endswith("word…")
    assert len(long) <= 121
