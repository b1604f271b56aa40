"""Reports joined into one event, and split off again: both have back what was theirs."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from events import curation, joining
from events.models import Event, Evidence
from tests.admin_forms import an_editor
from tests.test_curation import a_report
from tests.world import ASTARA, BAKU, QUITO

pytestmark = pytest.mark.django_db
WORDS = (*joining.SHARED, "title", "type")


def state(event: Event) -> dict[str, Any]:
    """All that a reader sees of an event."""
    event.refresh_from_db()
    places = [(row.place.name, row.latitude) for row in event.locations.all()]
    quotes = sorted((row.kind, row.quote) for row in event.evidence.all())
    return {name: getattr(event, name) for name in WORDS} | {"places": places, "quotes": quotes}


def three_reports() -> tuple[Event, Event, Event]:
    return (
        a_report("A", "Jets took off in Baku.", (BAKU,), actors=["Türkiye"], confidence=0.6),
        a_report(
            "B", "Planes flew from Baku to Astara, killing three.", (BAKU, ASTARA),
            actors=["Azerbaijan"], fatalities=3, confidence=0.9, last_day=date(2022, 12, 7),
            date_prec=2,
        ),
        a_report("C", "Pilots trained in Astara.", (ASTARA,), status="draft", confidence=0.7),
    )  # fmt: skip


def test_splitting_gives_both_back_what_was_theirs() -> None:
    keep, other, _ = three_reports()
    before, told = state(keep), state(other)
    joining.merge(keep=keep, others=[other])
    assert state(keep) != before
    joining.split(event=other, user=an_editor())
    assert state(keep) == before
    assert state(other) == {**told, "status": "draft"}
    assert (other.merged_into, other.before_joining) == (None, None)
    keep.refresh_from_db()
    assert keep.before_joining is None
    assert keep.history.latest().history_change_reason == f"event {other.pk} split off"


@pytest.mark.parametrize("out", [1, 2])
def test_splitting_one_of_two_leaves_what_the_other_tells(out: int) -> None:
    reports = three_reports()
    keep, gone, stays = reports[0], reports[out], reports[3 - out]
    joining.merge(keep=keep, others=[stays])
    alone = state(keep)
    joining.merge(keep=keep, others=[gone])
    joining.split(event=gone)
    assert state(keep) == alone
    joining.split(event=stays)
    assert [row.place.name for row in keep.locations.all()] == ["Baku"]


def test_what_a_person_changed_meanwhile_stays() -> None:
    keep, other, _ = three_reports()
    joining.merge(keep=keep, others=[other])
    keep.refresh_from_db()
    keep.fatalities, keep.title = 5, "Five died over Baku"
    keep.save()
    joining.split(event=other)
    keep.refresh_from_db()
    assert (keep.fatalities, keep.title, keep.actors) == (5, "Five died over Baku", ["Türkiye"])


def test_what_joined_another_before_can_be_split_off_the_last() -> None:
    first, second, third = three_reports()
    told = state(third)
    joining.merge(keep=second, others=[third])
    joining.merge(keep=first, others=[second])
    third.refresh_from_db()
    assert third.merged_into == first
    joining.split(event=third)
    assert state(third) == told
    joining.split(event=second)
    second.refresh_from_db()
    assert second.fatalities == 3
    assert {row.quote for row in second.evidence.all()} == {
        "Planes flew from Baku to Astara, killing three."
    }
    assert first.evidence.count() == 1


@pytest.mark.parametrize("decide", [curation.reopen, curation.publish])
def test_a_decision_about_a_merged_event_splits_it_off(decide: Any) -> None:
    keep, other, _ = three_reports()
    joining.merge(keep=keep, others=[other])
    decide(events=[other])
    other.refresh_from_db()
    assert other.merged_into is None
    assert not Evidence.objects.filter(joined_from=other).exists()
    assert keep.evidence.count() == 1


def test_what_is_not_merged_is_not_split() -> None:
    event = a_report("A", "Jets took off in Quito.", (QUITO,))
    entries = event.history.count()
    assert joining.split(event=event) is None
    assert event.history.count() == entries
