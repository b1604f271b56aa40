"""Editors decide about events: each decision is whole, recorded, and the same when taken twice."""

from __future__ import annotations

import threading
from datetime import date, time, timedelta
from typing import Any

import pytest
from django.db import connection

from events import curation, joining
from events.codes import Status
from events.geoparsing.dates.intervals import precision
from events.models import Event, Evidence, Location
from tests.admin_forms import an_editor
from tests.world import ASTARA, BAKU, QUITO, a_place, an_article, an_event

pytestmark = pytest.mark.django_db


def a_report(title: str, text: str, places: Any = (BAKU,), **fields: Any) -> Event:
    article = an_article(text)
    return an_event(
        title=title, article=article, places=tuple(a_place(known) for known in places), **fields
    )


def test_publish_makes_drafts_public_and_says_who_and_why() -> None:
    editor = an_editor()
    draft = an_event(status="draft")
    assert curation.publish(events=[draft], user=editor, reason="checked").changed == 1
    draft.refresh_from_db()
    assert (draft.status, draft.curated) == ("published", True)
    entry = draft.history.latest()
    assert (entry.history_user, entry.history_change_reason) == (editor, "checked")
    assert entry.status == "published"


def test_what_the_geoparser_published_is_signed_off_by_publishing_it() -> None:
    event = an_event(status="published", curated=False)
    assert curation.publish(events=[event]).changed == 1
    event.refresh_from_db()
    assert event.curated


@pytest.mark.parametrize("decide", [curation.publish, curation.reject, curation.reopen])
def test_the_same_decision_twice_changes_nothing(decide: Any) -> None:
    event = an_event(status="draft")
    decide(events=[event])
    changed_at, entries = Event.objects.get().changed_at, event.history.count()
    assert decide(events=[event]).changed == 0
    assert Event.objects.get().changed_at == changed_at
    assert event.history.count() == entries


def test_decisions_change_the_time_of_change() -> None:
    event = an_event(status="draft")
    before = event.changed_at
    curation.reject(events=[event])
    event.refresh_from_db()
    assert event.changed_at > before


def test_an_event_that_is_gone_is_passed_over() -> None:
    gone, there = an_event(status="draft"), an_event(status="draft", title="Still there")
    Event.objects.filter(pk=gone.pk).delete()
    assert curation.publish(events=[gone, there]).changed == 1


def test_an_event_without_days_stays_a_draft() -> None:
    undated, dated = an_event(status="draft", day=None), an_event(status="draft")
    decided = curation.publish(events=[undated, dated])
    assert (decided.changed, decided.undated) == (1, 1)
    undated.refresh_from_db()
    assert (undated.status, undated.curated) == ("draft", False)


def test_a_reason_of_any_length_fits_into_the_history() -> None:
    event = an_event(status="draft")
    curation.reject(events=[event], reason="because " * 60)
    reason = event.history.latest().history_change_reason
    assert len(reason) == 100
    assert reason.endswith("…")


def test_a_decision_on_a_stale_page_is_the_same_decision() -> None:
    event = an_event(status="draft")
    seen_by_one, seen_by_other = Event.objects.get(), Event.objects.get()
    assert curation.publish(events=[seen_by_one]).changed == 1
    assert curation.publish(events=[seen_by_other]).changed == 0
    assert event.history.filter(status="published").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_editors_publish_at_once() -> None:
    if connection.vendor == "sqlite":
        pytest.skip("SQLite in memory refuses a second writer; the run on PostgreSQL has two")
    event = an_event(status="draft")
    entries = event.history.count()
    start = threading.Barrier(2)
    changed: list[int] = []

    def press() -> None:
        try:
            start.wait(timeout=10)
            changed.append(curation.publish(events=[event]).changed)
        finally:
            connection.close()

    threads = [threading.Thread(target=press) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sorted(changed) == [0, 1]
    assert event.history.count() == entries + 1


# Merging


def test_merging_lends_evidence_and_places_and_points_the_others_on() -> None:
    keep = a_report("Jets over Baku", "Jets took off in Baku.", (BAKU,))
    other = a_report("Planes fly", "Planes flew from Baku to Astara.", (BAKU, ASTARA))
    kept = joining.merge(keep=keep, others=[other], user=an_editor())
    other.refresh_from_db()
    assert kept.pk == keep.pk
    assert (other.status, other.merged_into_id, other.curated) == ("rejected", keep.pk, True)
    assert [row.place.name for row in kept.locations.all()] == ["Baku", "Astara"]
    assert {row.article.text for row in kept.evidence.all()} == {
        "Jets took off in Baku.",
        "Planes flew from Baku to Astara.",
    }
    assert other.evidence.count() == 1
    assert other.locations.count() == 2
    assert kept.title == "Jets over Baku"


def test_evidence_for_a_place_follows_it_to_the_kept_event() -> None:
    keep = a_report("A", "Jets took off in Baku.")
    other = a_report("B", "Planes flew over Baku.")
    location, article = other.locations.get(), an_article("Planes flew over Baku, too.")
    Evidence.objects.create(
        event=other, article=article, kind="place", location=location,
        start=17, end=21, quote="Baku",
    )  # fmt: skip
    joining.merge(keep=keep, others=[other])
    place = keep.evidence.get(kind="place")
    assert place.location == keep.locations.get()


def test_a_moved_point_of_the_kept_event_stands() -> None:
    keep, other = a_report("A", "Jets took off in Baku."), a_report("B", "Planes flew in Baku.")
    Location.objects.filter(event=keep).update(latitude=40.5, longitude=50.1)
    joining.merge(keep=keep, others=[other])
    assert keep.locations.get().latitude == 40.5


def test_merging_two_events_of_one_article_lists_each_quote_once() -> None:
    article = an_article("Jets took off in Baku.")
    keep = an_event(title="A", article=article)
    other = an_event(title="B", article=article)
    joining.merge(keep=keep, others=[other])
    assert [row.quote for row in keep.evidence.all()] == ["Jets took off in Baku."]


def test_merging_twice_is_refused_with_a_sentence() -> None:
    keep, other = a_report("A", "Jets took off in Baku."), a_report("B", "Planes flew in Baku.")
    joining.merge(keep=keep, others=[other])
    entries = Event.history.count()
    with pytest.raises(joining.CannotMerge, match="already merged into event"):
        joining.merge(keep=keep, others=[other])
    assert Event.history.count() == entries


def test_what_was_merged_before_follows_on() -> None:
    first, second, third = (
        a_report("A", "Jets took off in Baku."),
        a_report("B", "Planes flew in Baku."),
        a_report("C", "Pilots trained in Baku."),
    )
    joining.merge(keep=second, others=[third])
    joining.merge(keep=first, others=[second])
    third.refresh_from_db()
    assert third.merged_into == first
    assert first.evidence.count() == 3


def test_merging_needs_two_that_are_there() -> None:
    event = an_event()
    with pytest.raises(joining.CannotMerge, match="at least two"):
        joining.merge(keep=event, others=[event])
    gone = an_event(title="Gone")
    Event.objects.filter(pk=gone.pk).delete()
    gone.pk = gone.pk or 10**6
    with pytest.raises(joining.CannotMerge, match="not there any more"):
        joining.merge(keep=event, others=[gone])


def test_merging_writes_into_every_history() -> None:
    editor = an_editor()
    keep = a_report("A", "Jets took off in Baku.")
    other = a_report("B", "Planes flew to Astara.", (ASTARA,))
    joining.merge(keep=keep, others=[other], user=editor)
    moved = keep.locations.get(place__name="Astara")
    for row, said in (
        (keep, f"merged with event {other.pk}"),
        (other, f"merged into event {keep.pk}"),
        (moved, f"merged from event {other.pk}"),
    ):
        entry = row.history.latest()
        assert (entry.history_change_reason, entry.history_user) == (said, editor)


def test_a_failing_merge_leaves_nothing_half_done(monkeypatch: pytest.MonkeyPatch) -> None:
    keep = a_report("A", "Jets took off in Baku.")
    other = a_report("B", "Planes flew to Astara.", (ASTARA,))

    def fail(*_: Any) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(joining, "_say_together", fail)
    with pytest.raises(RuntimeError):
        joining.merge(keep=keep, others=[other])
    other.refresh_from_db()
    assert (other.status, other.merged_into) == ("published", None)
    assert other.locations.count() == other.evidence.count() == 1


def test_reopening_a_merged_event_makes_it_an_event_of_its_own() -> None:
    keep, other = a_report("A", "Jets took off in Baku."), a_report("B", "Planes flew in Baku.")
    joining.merge(keep=keep, others=[other])
    assert curation.reopen(events=[other]).changed == 1
    other.refresh_from_db()
    assert (other.status, other.merged_into) == ("draft", None)


def test_a_merge_keeps_what_any_of_the_reports_knows() -> None:
    keep = a_report("A", "Jets took off in Baku.", status="draft", actors=["Turkey"])
    other = a_report(
        "B", "Planes flew in Quito.", (QUITO,), actors=["Turkey", "Azerbaijan"], fatalities=3,
        main=True, planned=True, confidence=0.95, time_of_day=time(9, 30), time_zone="Asia/Baku",
    )  # fmt: skip
    kept = joining.merge(keep=keep, others=[other])
    assert kept.actors == ["Turkey", "Azerbaijan"]
    assert (kept.fatalities, kept.main, kept.planned, kept.confidence) == (3, True, False, 0.95)
    assert kept.time_of_day == time(9, 30)
    assert kept.status == Status.PUBLISHED


DAYS: list[tuple[list[tuple[date, date, int] | None], tuple[date, date, int] | None]] = [
    ([None, None], None),
    ([(date(2022, 12, 5), date(2022, 12, 5), 1), None], (date(2022, 12, 5), date(2022, 12, 5), 1)),
    (  # a month says nothing new beside a day in it
        [(date(2022, 12, 5), date(2022, 12, 5), 1), (date(2022, 12, 1), date(2022, 12, 31), 4)],
        (date(2022, 12, 5), date(2022, 12, 5), 1),
    ),
    (  # a month beside a day outside it does
        [(date(2022, 11, 30), date(2022, 11, 30), 1), (date(2022, 12, 1), date(2022, 12, 31), 4)],
        (date(2022, 11, 30), date(2022, 12, 31), 5),
    ),
    (
        [(date(2022, 12, 5), date(2022, 12, 5), 1), (date(2022, 12, 7), date(2022, 12, 8), 2)],
        (date(2022, 12, 5), date(2022, 12, 8), 2),
    ),
    (  # one report says exactly the whole: its precision stands
        [(date(2022, 12, 5), date(2022, 12, 5), 1), (date(2022, 12, 5), date(2022, 12, 6), 2)],
        (date(2022, 12, 5), date(2022, 12, 6), 2),
    ),
    (
        [(date(2022, 12, 1), date(2022, 12, 31), 4), (date(2022, 12, 1), date(2022, 12, 31), 4)],
        (date(2022, 12, 1), date(2022, 12, 31), 4),
    ),
]


@pytest.mark.parametrize(("told", "united"), DAYS)
def test_the_days_of_several_reports(told: Any, united: Any) -> None:
    events = [
        Event(title="x", type="other")
        if days is None
        else Event(title="x", type="other", first_day=days[0], last_day=days[1], date_prec=days[2])
        for days in told
    ]
    days = joining.united_days(events)
    assert (days and (days.first, days.last, days.prec)) == united


@pytest.mark.parametrize(
    ("length", "prec"), [(1, 1), (2, 2), (6, 2), (7, 3), (8, 4), (31, 4), (32, 5), (400, 5)]
)
def test_precision_by_number_of_days(length: int, prec: int) -> None:
    first = date(2022, 1, 1)
    assert precision(first, first + timedelta(length - 1)) == prec
