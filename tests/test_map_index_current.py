"""The index keeps up with the database: whatever changes it, in whichever process."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections.abc import Callable
from contextlib import ExitStack
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.core.management import call_command
from django.db import connection

from events.background import alone
from events.geoparsing.taxonomy import EVENT_TYPES
from events.journal import start_anew
from events.maps import index
from events.maps.index import Axis, EventIds, IndexNotReady, Question, current_index, files
from events.maps.index import current as current_module
from events.models import Article, Event, Evidence, Location, Place
from tests.world import ASTARA, BAKU, QUITO, a_place, a_source, an_article, an_event

pytestmark = pytest.mark.django_db
EVERYTHING = Question(statuses=())


def day(number: int) -> date:
    return date(1970, 1, 1) + timedelta(days=number)


def some_events(chance: random.Random, count: int) -> None:
    places = [a_place(known) for known in (BAKU, ASTARA, QUITO)]
    Place.objects.filter(pk=places[0].pk).update(admin1="09")
    articles = [
        an_article(
            f"Story {number} of {count}.",
            source=a_source(f"Source {number}") if number else None,
        )
        for number in range(4)
    ]
    for number in range(count):
        first = day(chance.randint(-4_000, 20_000))
        article = chance.choice(articles)
        event = an_event(
            title=f"Event {number}",
            type=chance.choice(list(EVENT_TYPES)),
            status=chance.choice(["published", "published", "draft"]),
            places=tuple(chance.sample(places, chance.choice([0, 1, 1, 2]))),
            article=article,
            first_day=first,
            last_day=first + timedelta(days=chance.choice([0, 0, 5, 300])),
            confidence=chance.choice([None, 0.25, 0.7, 1.0]),
            actors=chance.sample(["Army", "Police", "Ələt"], chance.choice([0, 1, 2])),
            fatalities=chance.choice([None, 0, 3]),
        )
        if chance.random() < 0.3:
            other = chance.choice(articles)
            Evidence.objects.create(
                event=event, article=other, start=0, end=5, quote=other.text[:5]
            )


def check(chance: random.Random, questions: int) -> None:
    """The same as SQL for some questions."""
    shown = current_index()
    for _ in range(questions):
        events = Event.objects.published()
        asked = Question()
        if chance.random() < 0.5:
            first, last = sorted([chance.randint(-4_100, 20_100), chance.randint(-4_100, 20_400)])
            asked = Question(first=first, last=last)
            events = events.between(day(first), day(last))
        types = tuple(chance.sample(list(EVENT_TYPES), chance.choice([0, 0, 3])))
        sources = tuple(chance.sample(_sources(), chance.choice([0, 0, 1, 2])))
        place = chance.choice([None, None, a_place(BAKU).pk])
        countries = chance.choice([(), (), ("AZ",), ("EC", "AZ")])
        asked = index.Question(
            types=types, sources=sources, place_id=place, first=asked.first, last=asked.last
        )
        found = events.of_types(types).from_sources(sources).at_place(place)
        assert shown.count(asked) == found.count()
        expected = list(found.newest_first().values_list("pk", flat=True))
        assert shown.ids(asked, limit=1_000)[0] == expected
        located = Question(countries=countries, first=asked.first, last=asked.last)
        rows = Location.objects.filter(event__in=events)
        if countries:
            rows = rows.filter(place__country__in=countries)
        for z, x, y in ((0, 0, 0), (5, 20, 12), (9, 326, 193)):
            tile = shown.tile(located.without_window(), z, x, y)
            in_window = (tile.last >= _least(located.first)) & (tile.first <= _most(located.last))
            assert np.count_nonzero(in_window) == rows.in_tile(z, x, y).count()


def _least(first: int | None) -> int:
    return -(2**31) if first is None else first


def _most(last: int | None) -> int:
    return 2**31 - 1 if last is None else last


def _sources() -> list[int]:
    return [article.source_id for article in Article.objects.all() if article.source_id]


def test_the_same_as_sql_after_each_kind_of_change() -> None:
    chance = random.Random(3)
    assert current_index().count(EVERYTHING) == 0
    some_events(chance, 60)
    check(chance, 15)
    changes: list[Callable[[Event], object]] = [
        lambda event: Event.objects.filter(pk=event.pk).update(status="draft"),
        lambda event: Event.objects.filter(status="draft").update(status="published"),
        lambda event: event.delete(),
        lambda event: event.locations.update(latitude=-33.9, longitude=151.2),
        lambda event: event.evidence.all().delete(),
        lambda event: Article.objects.filter(events=event).update(source=a_source("New")),
        lambda event: Place.objects.filter(name="Astara").update(country="IR"),
        lambda event: Event.objects.filter(pk__gt=event.pk).update(
            first_day=day(100), last_day=day(20_000)
        ),
        lambda event: some_events(chance, 5),
    ]
    for change in changes:
        change(chance.choice(list(Event.objects.all())))
        check(chance, 6)
    check(chance, 20)


def test_what_changes_is_shown_at_once_and_the_version_with_it() -> None:
    event = an_event(status="draft")
    before = current_index()
    assert before.count(Question()) == 0
    event.status = "published"
    event.save()
    after = current_index()
    assert after.count(Question()) == 1
    assert after.version != before.version
    assert before.count(Question()) == 0  # a snapshot stays as it was
    assert current_index() is after


def test_nothing_new_costs_one_query(django_assert_num_queries: Callable[..., object]) -> None:
    an_event()
    current_index()
    current_index()
    with django_assert_num_queries(1):  # type: ignore[attr-defined]
        current_index()


def test_an_event_with_everything_comes_back_as_it_is() -> None:
    event = an_event(
        places=(a_place(BAKU), a_place(ASTARA, where_prec=2, radius_m=25_000)),
        actors=["Army", "=1+1", "Army"], fatalities=70_000, confidence=0.7,
        first_day=date(1, 1, 1), last_day=date(9999, 12, 31), date_prec=5,
    )  # fmt: skip
    shown = current_index()
    tile = shown.tile(Question(), 0, 0, 0)
    assert tile.event.tolist() == [event.pk, event.pk]
    assert sorted(tile.radius.tolist()) == [0, 25_000]
    assert tile.fatalities.tolist() == [70_000, 70_000]
    assert set(tile.first.tolist()) == {date(1, 1, 1).toordinal() - 719_163}
    facets = shown.facets(Question())
    assert facets["actor"] == [("=1+1", 1), ("Army", 1)]
    assert facets["confidence"] == [(0.7, 1)]
    assert facets["country"] == [("AZ", 1)]
    assert dict(facets["where_prec"]) == {1: 1, 2: 1}
    assert facets["source"] == [(a_source().pk, 1)]
    assert shown.count(Question(confidence=0.7)) == 1
    assert shown.count(Question(confidence=0.7001)) == 0
    axis = Axis("year", 500, date(1, 1, 1), 20)
    assert shown.histogram(Question(), None, axis).sum() == pytest.approx(1, abs=0.001)


def test_drafts_without_days_are_there_for_editors_and_in_no_window() -> None:
    an_event(status="draft", day=None)
    shown = current_index()
    assert shown.count(Question()) == 0
    assert shown.count(EVERYTHING) == 1
    assert shown.count(Question(statuses=("draft",), last=10**6)) == 0
    assert shown.extent(EVERYTHING) is None
    assert shown.facets(EVERYTHING)["date_prec"] == []


def test_events_found_by_words() -> None:
    one, two = an_event(), an_event(title="Another")
    shown = current_index()
    found = EventIds("w", np.array([two.pk, 10**12], np.int64))
    assert shown.ids(Question(ids=found)) == ([two.pk], None)
    assert shown.ids(Question(ids=EventIds("none", np.array([], np.int64)))) == ([], None)
    assert one.pk


def test_actors_that_are_no_list_of_names() -> None:
    an_event(actors={"a": 1})
    an_event(title="Numbers", actors=[1, None, "Army"])
    assert current_index().facets(Question())["actor"] == [("Army", 1)]


def test_ids_beyond_32_bits() -> None:
    event = an_event(id=2**40)
    assert current_index().ids(Question())[0] == [event.pk]
    event.save()
    assert current_index().ids(Question())[0] == [event.pk]


@pytest.mark.parametrize("cursor", ["x", "1", "1.", ".1", "1.2.3", "1e5.1", "9" * 50 + ".1"])
def test_a_wrong_cursor_is_said(cursor: str) -> None:
    with pytest.raises(ValueError, match="no such place in the list"):
        current_index().ids(Question(), after=cursor)


@pytest.mark.parametrize("tile", [(28, 0, 0), (-1, 0, 0), (1, 2, 0), (1, 0, -1)])
def test_there_is_no_such_tile(tile: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match="no such tile"):
        current_index().tile(Question(), *tile)


def test_a_table_is_read_page_by_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("events.maps.index.reading._PAGE", 7)
    monkeypatch.setattr("events.maps.index.reading._CHUNK", 7)
    some_events(random.Random(1), 21)
    an_event(id=2**40)
    check(random.Random(2), 10)
    assert current_index().count(EVERYTHING) == 22


# Files and processes ----------------------------------------------------------------------------
on_disk = pytest.mark.skipif(
    connection.vendor == "sqlite", reason="the tests' SQLite is in memory, seen by one process"
)


@on_disk
@pytest.mark.django_db(transaction=True)
def test_two_processes_answer_from_the_same_files_with_the_same_version() -> None:
    event = an_event()
    one = current_index()
    assert files.current_build(_key()) == one.version.split(".")[0]
    Event.objects.filter(pk=event.pk).update(type="riot")
    one = current_index()
    index.reset()  # as another process begins
    two = current_index()
    assert two.version == one.version
    assert two.count(Question(types=("riot",))) == 1


@on_disk
@pytest.mark.django_db(transaction=True)
def test_a_new_base_is_taken_over_and_the_old_folder_goes() -> None:
    event = an_event()
    old = current_index()
    Event.objects.filter(pk=event.pk).update(type="riot")
    call_command("build_map_index", verbosity=0)
    new = current_index()
    assert new.version.split(".")[0] != old.version.split(".")[0]
    assert new.count(Question(types=("riot",))) == 1
    assert old.count(Question(types=("riot",))) == 0  # what is mapped stays
    folders = [path.name for path in files.folder_of(_key()).iterdir() if path.is_dir()]
    assert folders == [new.version.split(".")[0]]


@on_disk
@pytest.mark.django_db(transaction=True)
def test_a_crash_within_a_build_leaves_the_old_base(monkeypatch: pytest.MonkeyPatch) -> None:
    event = an_event()
    old = current_index()

    def crash(*_: object, **__: object) -> None:
        raise MemoryError

    with monkeypatch.context() as patch:
        # After the arrays, before the pointer.
        patch.setattr("events.maps.index.files.json.dumps", crash)
        with pytest.raises(MemoryError):
            current_module.build()
    index.reset()
    again = current_index()
    assert again.version == old.version
    assert again.ids(Question())[0] == [event.pk]
    current_module.build()
    folders = [path for path in files.folder_of(_key()).iterdir() if path.is_dir()]
    assert len(folders) == 1


@on_disk
@pytest.mark.django_db(transaction=True)
def test_one_process_builds_at_a_time() -> None:
    an_event()
    with alone(files.lock_file(_key())) as may:
        assert may
        assert current_module.build() is None
    assert current_module.build() is not None


@on_disk
@pytest.mark.django_db(transaction=True)
def test_a_folder_that_cannot_be_written_is_said_and_done_without(
    settings: Any, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").write_text("")
    settings.MAP_INDEX_DIR = tmp_path / "file"
    an_event()
    assert current_index().count(Question()) == 1
    assert "cannot be written" in caplog.text
    an_event(title="Another")
    assert current_index().count(Question()) == 2


@pytest.mark.django_db(transaction=True)
def test_a_large_database_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    an_event()
    started: list[object] = []
    monkeypatch.setattr(current_module, "SMALL", 0)
    monkeypatch.setattr(current_module, "_has_company", lambda: True)
    monkeypatch.setattr("subprocess.Popen", lambda *_, **__: started.append(1))
    for _ in range(3):
        with pytest.raises(IndexNotReady):
            current_index()
    assert len(started) == 1
    current_module.build()
    assert current_index().count(Question()) == 1
    start_anew()
    assert current_index().count(Question()) == 1  # the last state, until there is another


def _key() -> str:
    from events.journal import current_mark

    return current_mark().key


# SQLite on disk, as the site runs it ------------------------------------------------------------
PROCESS = """
import sys
from events.journal import start_anew
from events.maps.index import Question, current_index
from events.maps.index.current import build
from events.models import Event
from tests.world import an_event
for line in sys.stdin:
    exec(line)
    print(flush=True)
"""
ANSWER = (
    "i = current_index(); "
    "print(i.version, i.count(Question()), i.count(Question(types=('riot',))), end='')"
)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL has its own tests above")
def test_processes_on_one_sqlite_file_see_each_other_s_changes(tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{tmp_path / 'db.sqlite3'}",
        "MAP_INDEX_DIR": str(tmp_path / "index"),
    }
    manage = [sys.executable, "manage.py"]
    subprocess.run([*manage, "migrate", "-v0"], env=environment, check=True)
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with ExitStack() as stack:
        shell = [*manage, "shell", "-v0", "-c", PROCESS]
        processes = [
            stack.enter_context(subprocess.Popen(shell, env=environment, **pipes)) for _ in range(3)
        ]
        writer, *readers = processes

        def tell(some: list[subprocess.Popen[str]], line: str) -> list[list[str]]:
            """All begin before the first is waited for."""
            for process in some:
                print(line, file=process.stdin, flush=True)
            return [process.stdout.readline().split() for process in some if process.stdout]

        tell([writer], "[an_event(title=f'Event {number}') for number in range(30)]")
        first = tell(readers, ANSWER)
        assert first[0] == first[1]
        assert first[0][1:] == ["30", "0"]
        tell([writer], "Event.objects.update(type='riot')")
        second = tell(readers, ANSWER)
        assert second[0] == second[1]
        assert second[0][1:] == ["30", "30"]
        tell([writer], "build()")
        third = tell(readers, ANSWER)
        assert third[0] == third[1]
        assert third[0][1:] == ["30", "30"]
        assert third[0][0].split(".")[0] != second[0][0].split(".")[0]
        tell([writer], "an_event(); start_anew()")
        fourth = tell(readers, ANSWER)
        assert fourth[0] == fourth[1]
        assert fourth[0][1:] == ["31", "30"]
