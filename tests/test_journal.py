"""The journal: every change to what the map draws is written down, whoever makes it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection, connections, transaction
from django.db.migrations.executor import MigrationExecutor

from events import journal, journal_triggers
from events.journal import EventChange, changed_since, current_mark
from events.models import Article, Event, Evidence, Location, Place
from tests.world import ASTARA, QUITO, a_place, a_source, an_article, an_event

pytestmark = pytest.mark.django_db
on_postgresql = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="only PostgreSQL has several writers at once"
)


def test_nothing_changed() -> None:
    an_event()
    mark = current_mark()
    assert changed_since(mark) == (set(), mark)


def test_nothing_new_costs_one_query(django_assert_num_queries: Callable[..., object]) -> None:
    an_event()
    mark = current_mark()
    with django_assert_num_queries(1):  # type: ignore[attr-defined]
        changed_since(mark)


def test_each_way_to_change_an_event_is_seen() -> None:
    event, other = an_event(), an_event(title="Another")
    changes: list[Callable[[], object]] = [
        lambda: Event.objects.filter(pk=event.pk).update(status="draft"),
        lambda: event.save(),
        lambda: event.locations.update(latitude=1.0, longitude=2.0),
        lambda: Location.objects.create(
            event=event, place=a_place(QUITO), latitude=0, longitude=0, where_prec=1
        ),
        lambda: event.locations.all()[0].delete(),
        lambda: event.evidence.all().delete(),
        lambda: Event.objects.bulk_update([event], ["title"]),
    ]
    for number, change in enumerate(changes):
        mark = current_mark()
        change()
        assert changed_since(mark)[0] == {event.pk}, number
    mark = current_mark()
    event_id = event.pk
    event.delete()
    assert changed_since(mark)[0] == {event_id}
    assert other.pk not in (changed_since(mark)[0] or set())


def test_a_new_event_is_seen_and_a_mark_moves_on() -> None:
    mark = current_mark()
    event = an_event()
    events, after = changed_since(mark)
    assert events == {event.pk}
    assert changed_since(after) == (set(), after)


def test_evidence_and_locations_that_move_to_another_event_change_both() -> None:
    one, two = an_event(), an_event(title="Another", places=())
    mark = current_mark()
    one.evidence.update(event=two)
    events, mark = changed_since(mark)
    assert events == {one.pk, two.pk}
    Location.objects.filter(event=one).update(event=two)
    assert changed_since(mark)[0] == {one.pk, two.pk}


def test_the_country_of_a_place_changes_its_events() -> None:
    event, elsewhere = an_event(), an_event(title="Far", places=(a_place(ASTARA),))
    mark = current_mark()
    Place.objects.filter(name="Baku").update(country="GE")
    assert changed_since(mark)[0] == {event.pk}
    mark = current_mark()
    Place.objects.filter(name="Baku").update(country="GE", feature="PPLC")
    assert changed_since(mark)[0] == set()
    assert elsewhere.pk


def test_the_source_of_an_article_changes_its_events() -> None:
    event = an_event()
    an_event(title="Other", article=an_article("Something else."))
    mark = current_mark()
    Article.objects.filter(text__startswith="Jets").update(source=a_source("Another source"))
    assert changed_since(mark)[0] == {event.pk}
    mark = current_mark()
    Article.objects.filter(text__startswith="Jets").update(title="Another title")
    assert changed_since(mark)[0] == set()


def test_a_change_that_is_rolled_back_starts_anew() -> None:
    event = an_event()
    with transaction.atomic():
        event.save()
        mark = current_mark()
        transaction.set_rollback(True)
    event.save()
    assert changed_since(mark)[0] is None


def test_another_journal_starts_anew() -> None:
    an_event()
    mark = current_mark()
    journal.start_anew()
    events, after = changed_since(mark)
    assert events is None
    assert changed_since(after)[0] == set()


def test_a_journal_without_its_row_gets_one() -> None:
    an_event()
    mark = current_mark()
    journal.Journal.objects.all().delete()
    assert changed_since(mark)[0] is None
    assert current_mark().key != mark.key


def test_a_mark_survives_being_written() -> None:
    an_event()
    mark = current_mark()
    event = an_event(title="Another")
    assert event.pk in (changed_since(journal.Mark.from_json(mark.to_json()))[0] or set())


@pytest.mark.django_db(transaction=True)
def test_pruning_keeps_a_tail_and_says_when_a_mark_is_too_old() -> None:
    event = an_event()
    old = current_mark()
    for _ in range(20):
        event.save()
    recent = current_mark()
    event.save()
    assert journal.prune(current_mark(), kept=5) > 0
    assert EventChange.objects.count() == 5
    assert changed_since(recent)[0] == {event.pk}
    assert changed_since(old)[0] is None
    assert changed_since(journal.Mark(old.key))[0] is None


def test_too_many_changes_start_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    event = an_event()
    mark = current_mark()
    monkeypatch.setattr(journal, "MOST_CHANGES", 3)
    for _ in range(4):
        event.save()
    assert changed_since(mark)[0] is None


def test_unwatched_changes_start_anew_and_the_next_is_seen() -> None:
    event = an_event()
    mark, rows = current_mark(), EventChange.objects.count()
    with journal_triggers.unwatched(connection):
        Event.objects.update(title="In bulk")
    assert EventChange.objects.count() == rows
    assert changed_since(mark)[0] is None
    mark = current_mark()
    event.save()
    assert changed_since(mark)[0] == {event.pk}


def test_lost_triggers_are_put_back_and_start_anew() -> None:
    an_event()
    mark = current_mark()
    journal_triggers.ensure(connection)
    assert changed_since(mark)[0] == set()
    journal_triggers.drop(connection)
    journal_triggers.ensure(connection)
    assert changed_since(mark)[0] is None


@pytest.mark.django_db(transaction=True)
def test_a_flushed_database_has_another_journal() -> None:
    an_event()
    mark = current_mark()
    from django.core.management import call_command

    call_command("flush", interactive=False, verbosity=0)
    an_event()
    assert changed_since(mark)[0] is None


@pytest.mark.django_db(transaction=True)
def test_tables_that_a_migration_makes_anew_are_watched_again() -> None:
    """On SQLite altering a column makes the table anew, without its triggers."""
    old = Location._meta.get_field("radius_m")
    new = old.clone()
    new.set_attributes_from_name("radius_m")
    new.model = Location
    new.null = True
    with connection.schema_editor() as editor:
        editor.alter_field(Location, old, new, strict=False)
    with connection.schema_editor() as editor:
        editor.alter_field(Location, new, old, strict=False)
    journal_triggers.ensure(connection)
    event = an_event()
    mark = current_mark()
    event.locations.update(latitude=1.0, longitude=2.0)
    assert changed_since(mark)[0] == {event.pk}


@pytest.mark.django_db(transaction=True)
def test_the_migration_goes_back_and_forth() -> None:
    executor = MigrationExecutor(connection)
    try:
        executor.migrate([("events", "0003_joined_reports")])
        Event.objects.create(
            type="other", title="In between", first_day=date(2022, 1, 1), last_day=date(2022, 1, 1),
            date_prec=1,
        )  # fmt: skip
    finally:
        executor = MigrationExecutor(connection)
        executor.migrate(executor.loader.graph.leaf_nodes())
    mark = current_mark()
    event = an_event()
    assert changed_since(mark)[0] == {event.pk}


@on_postgresql
@pytest.mark.django_db(transaction=True)
def test_a_transaction_that_commits_late_is_not_missed() -> None:
    early, late = an_event(), an_event(title="Late")
    mark = current_mark()
    begun, go_on = threading.Event(), threading.Event()

    def write_slowly() -> None:
        try:
            with transaction.atomic():
                Event.objects.filter(pk=late.pk).update(title="Later")
                begun.set()
                go_on.wait(10)
        finally:
            connections.close_all()

    writer = threading.Thread(target=write_slowly)
    writer.start()
    begun.wait(10)
    early.save()
    events, mark = changed_since(mark)
    assert events == {early.pk}
    assert changed_since(mark)[0] == set()
    go_on.set()
    writer.join()
    events, mark = changed_since(mark)
    assert events == {late.pk}
    assert changed_since(mark)[0] == set()


def test_evidence_of_an_event_without_places_counts_too() -> None:
    event = an_event(places=())
    mark = current_mark()
    Evidence.objects.filter(event=event).delete()
    assert changed_since(mark)[0] == {event.pk}
