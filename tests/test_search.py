"""Search by words: right at once, in every language, the same before and after the table is made.

Every question is asked three times: of a site without a table of words, of one
whose table is up to date, and of one whose table is older than half the events.
"""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from events import search, search_build, search_tables
from events.background import alone
from events.journal import start_anew
from events.models import Article, Event, Evidence, Place, Source
from events.search import WordsNotReady, by_title, find
from events.search_build import bring_up_to_date
from events.search_texts import EventWords
from events.words import wanted, words_of
from events.words_state import WordsState
from tests.world import ASTARA, BAKU, a_place, a_source, an_article, an_event

pytestmark = pytest.mark.django_db
# What is counted exactly needs changes that are committed before they are read.
committed = pytest.mark.django_db(transaction=True)


def titles(words: str) -> set[str]:
    return set(Event.objects.with_ids(find(words).ids.tolist()).values_list("title", flat=True))


def _no_table() -> None: ...


def _half() -> None:
    """A table that knows the events as they were, and half of them as they are."""
    bring_up_to_date()
    for number, event in enumerate(Event.objects.order_by("pk")):
        if number % 2:
            title = event.title
            Event.objects.filter(pk=event.pk).update(title="Other words than before")
            bring_up_to_date()
            Event.objects.filter(pk=event.pk).update(title=title)


@pytest.fixture(params=[_no_table, bring_up_to_date, _half], ids=["none", "whole", "half"])
def table(request: pytest.FixtureRequest) -> Callable[[], object]:
    made: Callable[[], object] = request.param
    return made


@pytest.fixture
def world() -> None:
    place = a_place(BAKU, other_names="Bakı\nБаку\nBakou")
    an_event(title="Joint drill begins", places=(place,), actors=["Ministry of Defence", 7])
    other = an_article("Voters’ queues in l'Équateur: 東京都 too.", source=a_source("El Correo"))
    an_event(title="Vote", article=other, places=(a_place(ASTARA),), day=date(2020, 1, 1))
    an_event(title="Drills join armies of the U.S.", places=(), status="draft")
    an_event(title='a "b" c* d\'e (f) -g NEAR h:i AND \\ % _', places=())


QUESTIONS = [
    ("drill", {"Joint drill begins", "Drills join armies of the U.S."}),
    ("drill begin", {"Joint drill begins"}),
    ("begin drill", set()),
    ("begins drill", {"Joint drill begins", }),
    ("joi dri", set()),
    ("joint drills", set()),
    ("BAKOU jets", {"Joint drill begins"}),
    ("баку", {"Joint drill begins"}),
    ("bakı", {"Joint drill begins"}),
    ("defence ministry", {"Joint drill begins"}),
    ("equateur", {"Vote"}),
    ("correo vote", {"Vote"}),
    ("京都", {"Vote"}),
    ("都", {"Vote"}),
    ("東京都", {"Vote"}),
    ("us", {"Drills join armies of the U.S."}),
    ("u.s. drills", {"Drills join armies of the U.S."}),
    ('"drills join armies"', {"Drills join armies of the U.S."}),
    ('"join drills"', set()),
    ('"begins jets"', set()),
    ('"jets took" drill', {"Joint drill begins", "Drills join armies of the U.S."}),
    ("NEAR h", {"a \"b\" c* d'e (f) -g NEAR h:i AND \\ % _"}),
    ("7", set()),
    ("!!!", set()),
    ("%", set()),
    ("nothing", set()),
    ("title", set()),
]  # fmt: skip


@pytest.mark.usefixtures("world")
def test_the_same_events_whatever_the_table_knows(table: Callable[[], object]) -> None:
    table()
    for words, expected in QUESTIONS:
        assert titles(words) == expected, words


@pytest.mark.usefixtures("world")
def test_what_changes_is_found_as_it_is_at_once() -> None:
    bring_up_to_date()
    event = Event.objects.get(title="Vote")
    steps: list[tuple[Callable[[], Any], str, bool]] = [
        (lambda: Event.objects.filter(pk=event.pk).update(title="Ballot"), "ballot", True),
        (lambda: None, "vote correo", False),
        (lambda: Place.objects.filter(name="Astara").update(other_names="Xyz"), "xyz", True),
        (lambda: Place.objects.filter(name="Astara").update(name="Abc"), "abc", True),
        (lambda: event.locations.all().delete(), "abc", False),
        (lambda: Event.objects.filter(pk=event.pk).update(actors=["Kim"]), "kim", True),
        (lambda: Evidence.objects.filter(event=event).update(kind="date"), "equateur", False),
        (lambda: Evidence.objects.filter(event=event).update(kind="sentence"), "equateur", True),
        (
            lambda: Article.objects.filter(text__startswith="Voters").update(source=a_source("Zz")),
            "zz ballot",
            True,
        ),
        (lambda: event.delete(), "ballot", False),
    ]
    for step, words, expected in steps:
        step()
        assert (event.pk in find(words).ids) is expected, words
        bring_up_to_date()
        assert (event.pk in find(words).ids) is expected, words


@pytest.mark.usefixtures("world")
def test_a_source_with_another_name(table: Callable[[], object]) -> None:
    table()
    source = Source.objects.get(name="El Correo")
    source.name = "La Gaceta"
    source.save()
    assert titles("correo") == set()
    assert titles("gaceta") == {"Vote"}
    bring_up_to_date()
    assert titles("correo") == set()
    assert titles("gaceta") == {"Vote"}
    Source.objects.filter(pk=source.pk).update(name="El Tiempo")
    assert titles("gaceta") == set()
    assert titles("tiempo") == {"Vote"}


def test_words_of_the_title_count_for_more(table: Callable[[], object]) -> None:
    article = an_article("A drill and a joint parade.", source=a_source())
    for title in ("Nothing", "Joint parade", "Joint drill", "Drill"):
        an_event(title=title, article=article)
    table()
    found = by_title(find("joint dril"))
    scored = [
        sorted(Event.objects.with_ids(part.ids.tolist()).values_list("title", flat=True))
        for part in found.values()
    ]
    assert scored == [["Joint drill"], ["Drill", "Joint parade"], ["Nothing"]]
    assert len({part.key for part in found.values()}) == 3
    assert by_title(find("!!!")) == {}
    assert by_title(find("unheard")) == {}


@committed
def test_reading_writes_nothing_and_asks_little(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    an_event(title="Drill")
    bring_up_to_date()
    an_event(title="Another drill")
    assert len(find("drill")) == 2
    with django_assert_num_queries(2):  # state of the table; of the journal
        assert len(find("drill")) == 2
    with django_assert_num_queries(3) as captured:
        assert len(find("another")) == 1
    asked = " ".join(query["sql"].upper() for query in captured.captured_queries)
    assert not {"INSERT", "UPDATE", "DELETE", "TRUNCATE"} & set(asked.split())


def took(most: int) -> bool:
    """Whether bringing the table up to date read so many events at most.

    On PostgreSQL what changed while any other transaction ran, of another test's too, is read
    twice: there only that it works is told.
    """
    read = bring_up_to_date()
    return connection.vendor == "postgresql" or (read <= most and (read > 0) == (most > 0))


@committed
def test_a_run_that_was_stopped_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(7):
        an_event(title=f"Drill {number}")
    monkeypatch.setattr(search_build, "BATCH", 2)
    batches = iter(range(2))

    def stop(_: int) -> None:
        next(batches)

    with pytest.raises((StopIteration, RuntimeError)):
        bring_up_to_date(stop)
    state = WordsState.objects.get()
    assert not state.whole
    assert state.filled_to > 0
    assert len(find("drill")) == 7
    Event.objects.filter(title="Drill 0").update(title="Exercise")
    assert took(6)
    assert WordsState.objects.get().whole
    assert len(find("drill")) == 6
    assert took(0)


@committed
def test_another_folding_makes_the_table_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    an_event(title="Drill")
    assert took(1)
    monkeypatch.setattr(search_build, "RULES", 2)
    monkeypatch.setattr(search, "RULES", 2)
    assert len(find("drill")) == 1
    assert took(1)
    assert len(find("drill")) == 1


@committed
def test_a_journal_that_was_lost() -> None:
    an_event(title="Drill")
    bring_up_to_date()
    start_anew()
    assert len(find("drill")) == 1
    assert took(1)


@committed
def test_a_large_site_without_a_table_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(3):
        an_event(title=f"Drill {number}")
    monkeypatch.setattr(search, "MOST_UNREAD", 2)
    with pytest.raises(WordsNotReady):
        find("drill")
    assert Event.objects.with_words("dril jets").count() == 3, "letters are looked for instead"
    assert Event.objects.with_words("drill 1").count() == 1
    bring_up_to_date()
    assert len(find("drill")) == 3


def test_endless_texts_are_cut_for_every_database() -> None:
    long = " ".join(f"w{number}" for number in range(30_000))
    event = an_event(title="Drill", article=an_article(f"{'x' * 4000} {long}"))
    Event.objects.filter(pk=event.pk).update(actors=["y" * 5000, "東" * 3000])
    for _ in range(2):
        assert titles("w1234") == {"Drill"}
        assert titles("x" * 3000) == {"Drill"}
        assert titles("東東") == {"Drill"}
        bring_up_to_date()


@committed
def test_the_command_brings_the_table_up_to_date(capsys: pytest.CaptureFixture[str]) -> None:
    an_event(title="Drill")
    call_command("index_words")
    # Events that an earlier test took away may be read too, to take their words away.
    assert re.fullmatch(r"Words of \d+ events? read\.\n", capsys.readouterr().out)
    assert search_tables.found(find("drill").asked).tolist() == [Event.objects.get().pk]


def test_much_that_changed_is_read_by_one_process_beside_the_requests(
    monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    started: list[list[str]] = []

    class Process:
        def __init__(self, command: list[str], **_: Any) -> None:
            started.append(command)

        def poll(self) -> None:
            return None

    settings.TESTING = False
    monkeypatch.setattr("subprocess.Popen", Process)
    search.BUILDER.forget()
    monkeypatch.setattr(search, "MANY_UNREAD", 3)
    an_event(title="Drill 0")
    an_event(title="Drill 1")
    assert len(find("drill")) == 2
    assert started == []
    an_event(title="Drill 2")
    assert len(find("drill")) == len(find("dril")) == 3
    assert [command[-2:] for command in started] == [["index_words", "--if-free"]]


def test_one_process_of_a_machine_at_a_time(settings: Any, tmp_path: Path) -> None:
    settings.VAR_DIR = tmp_path / "var"
    an_event(title="Drill")
    lock = search_build.lock_file()
    with alone(lock) as first, alone(lock) as second:
        assert (first, second) == (True, False)
        call_command("index_words", if_free=True)
        assert not WordsState.objects.exists()
    call_command("index_words", if_free=True)
    assert WordsState.objects.get().whole


# What could be taken for an operator, for nothing, or for another letter.
NASTY = st.sampled_from(
    [
        *("a", "b", "A", "B", "ab", "ba", "東京", "京", "é", "e\u0301", "ı", "İ", "ß", "ﬁ"),
        *("'", "’", '"', "“", "*", ":", "|", "&", "!", "(", ")", "\\", "-", "+", "^", "%", "_"),
        *("\u00ad", "\u200d", "AND", "NOT", "title", " ", "  ", "\n", "ा", "ก", "한국", "½", "."),
        *("💩", "\x00", "\U00020000", "\uffff"),
    ]
)
TEXTS = st.lists(NASTY, max_size=12).map("".join)


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=6), st.lists(TEXTS, max_size=4))
def test_databases_find_what_is_matched_here(
    texts: list[tuple[str, str]], queries: list[str]
) -> None:
    """Of any texts, for any search: the table of words and the matching of what it lacks agree."""
    events = {
        number: EventWords(" ".join(words_of(title)), " ".join(words_of(body)))
        for number, (title, body) in enumerate(texts, start=1)
    }
    search_tables.clear()
    search_tables.replace([], events)
    for query in [*queries, *(f"{title} {body}" for title, body in texts)]:
        asked = wanted(query)
        if not asked:
            continue
        fitting = [number for number, words in events.items() if words.fit(asked)]
        assert search_tables.found(asked).tolist() == fitting, asked
        for word in asked.beginnings + asked.words:
            unfinished = word in asked.beginnings
            fitting = [n for n, e in events.items() if e.in_title(word, unfinished=unfinished)]
            assert search_tables.titled(word, unfinished=unfinished).tolist() == fitting, word
