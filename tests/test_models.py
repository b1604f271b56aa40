"""Rules of the data hold in the database itself, on every write path."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from events.cells import cell_of
from events.models import Article, Event, Evidence, Location, Place, TimeExpression, Toponym
from tests.test_cells import tile_of
from tests.world import ASTARA, BAKU, a_place, an_article, an_event

pytestmark = pytest.mark.django_db


def refused(write: Any, *args: Any, **kwargs: Any) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        write(*args, **kwargs)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("latitude", 90.01),
        ("latitude", -90.01),
        ("longitude", 180.01),
        ("longitude", -181.0),
        ("where_prec", 0),
        ("where_prec", 8),
    ],
)
def test_a_place_is_on_earth(field: str, value: float) -> None:
    refused(
        Place.objects.create, **{"name": "Nowhere", "latitude": 0, "longitude": 0, field: value}
    )


def test_the_poles_and_the_date_line_are_on_earth() -> None:
    for latitude, longitude in [(90, 0), (-90, 0), (0, 180), (0, -180)]:
        place = Place.objects.create(name="Edge", latitude=latitude, longitude=longitude)
        assert an_event(places=(place,)).locations.get().cell == cell_of(latitude, longitude)


@pytest.mark.parametrize(
    "fields",
    [
        {"first_day": date(2022, 12, 6), "last_day": date(2022, 12, 5)},
        {"first_day": None},
        {"last_day": None},
        {"date_prec": None},
        {"date_prec": 6},
        {"type": "picnic"},
        {"status": "lost"},
        {"event_clarity": 3},
        {"confidence": 1.5},
        {"title": ""},
        {"first_day": None, "last_day": None, "date_prec": None},  # published without days
    ],
)
def test_an_event_keeps_the_rules(fields: dict[str, Any]) -> None:
    event = an_event()
    refused(Event.objects.filter(pk=event.pk).update, **fields)


def test_a_draft_may_lack_days() -> None:
    assert an_event(day=None, status="draft").first_day is None


def test_evidence_must_lie_in_the_text_and_say_the_same() -> None:
    event = an_event()
    article = event.article
    assert article is not None
    Evidence(event=event, article=article, start=17, end=21, quote="Baku").save()
    with pytest.raises(ValidationError, match="Baku"):
        Evidence(event=event, article=article, start=17, end=21, quote="Gəba").save()
    with pytest.raises(ValidationError, match="outside"):
        Evidence(event=event, article=article, start=17, end=2100, quote="Baku").save()
    with pytest.raises(ValidationError, match="Baku"):
        Evidence.objects.bulk_create(
            [Evidence(event=event, article=article, start=17, end=21, quote="Gəba")]
        )
    refused(Evidence.objects.filter(event=event).update, end=3)


def test_spans_have_the_length_of_their_text() -> None:
    article = an_article()
    common = {"article": article, "role": "literal", "form": "name", "confidence": 0.5}
    refused(Toponym.objects.create, start=17, end=20, text="Baku", **common)
    refused(Toponym.objects.create, start=5, end=5, text="", **common)
    refused(
        TimeExpression.objects.create,
        article=article,
        start=25,
        end=31,
        text="Monday",
        type="DATE",
        value="2022-12-05",
        first_day=date(2022, 12, 5),
    )


def test_cell_follows_the_point_on_every_write_path() -> None:
    event = an_event()
    location = event.locations.get()
    assert location.cell == cell_of(BAKU[2], BAKU[3])

    location.latitude = 10.0
    location.save(update_fields=["latitude"])
    location.refresh_from_db()
    assert location.cell == cell_of(10.0, BAKU[3])

    location.longitude = 20.0
    Location.objects.bulk_update([location], ["longitude"])
    location.refresh_from_db()
    assert location.cell == cell_of(10.0, 20.0)

    Location.objects.filter(pk=location.pk).update(latitude=-33.0, longitude=151.0)
    location.refresh_from_db()
    assert location.cell == cell_of(-33.0, 151.0)

    with pytest.raises(ValueError, match="together"):
        Location.objects.filter(pk=location.pk).update(latitude=1.0)

    place = a_place(ASTARA)
    Location.objects.bulk_create(
        [Location(event=event, place=place, latitude=38.5, longitude=48.9)]
    )
    assert Location.objects.get(place=place).cell == cell_of(38.5, 48.9)


def test_a_tile_holds_what_lies_in_it() -> None:
    an_event()
    an_event(title="Elsewhere", places=(a_place(("gn:3652462", "Quito", -0.2, -78.5, "EC")),))
    x, y = tile_of(BAKU[2], BAKU[3], 12)
    assert [str(event) for event in Event.objects.in_tile(12, x, y)] == ["Jets took off in Baku"]


def test_one_text_is_one_article() -> None:
    an_article("The same words.")
    refused(Article.objects.create, text="The same words.")


def test_a_window_takes_what_touches_it() -> None:
    long = an_event(title="war", first_day=date(2020, 9, 27), last_day=date(2020, 11, 10))
    day = an_event(title="drill", day=date(2022, 12, 5))

    def between(first: date | None, last: date | None) -> set[str]:
        return {event.title for event in Event.objects.between(first, last)}

    assert between(date(2020, 10, 1), date(2020, 10, 2)) == {long.title}
    assert between(date(2020, 11, 10), date(2022, 12, 5)) == {long.title, day.title}
    assert between(date(2022, 12, 6), None) == set()
    assert between(None, None) == {long.title, day.title}


def test_history_keeps_who_changed_what(django_user_model: Any) -> None:
    event = an_event()
    event.title = "Jets took off twice"
    event.save()
    newest, oldest = event.history.all()[:2]
    assert [change.field for change in newest.diff_against(oldest).changes] == ["title"]
