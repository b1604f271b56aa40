"""Which events are proposed as one, which are joined without asking, and which are never."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from events.ingest.drafts import save_reading
from events.joining import merge, split
from events.matching import join_by_itself, same_as, say_not_the_same
from events.models import Article, Event, NotTheSame
from tests.admin_forms import an_editor
from tests.test_curation import a_report
from tests.world import ASTARA, BAKU, QUITO, a_draft, a_reading, an_article

pytestmark = pytest.mark.django_db
HOSTILE = '<script>alert(1)</script>"><img src=x onerror=alert(1)>'
SUBURB = ("gn:1", "Khirdalan", 40.44, 49.75, "AZ")  # some 14 km from Baku


def told() -> Event:
    return a_report("Jets drilled over Baku", "Jets drilled in Baku on Monday.")


def told_again(title: str = "Jets began a drill", places: Any = (BAKU,), **fields: Any) -> Event:
    text = f"{title}, another paper says of event {Event.objects.count()}."
    return a_report(title, text, places, status="draft", **fields)


def test_a_report_that_agrees_in_all_is_joined_by_itself_and_split_again() -> None:
    event, again = told(), told_again()
    (match,) = same_as(again)
    assert match.event == event
    assert match.reasons[:2] == ("the same days", "the same places")
    assert "jets" in match.reasons[2]
    assert match.agrees
    assert join_by_itself(event=again) == event
    again.refresh_from_db()
    assert (again.merged_into, again.curated) == (event, False)
    assert event.evidence.count() == 2
    assert "all agree" in again.history.latest().history_change_reason
    split(event=again)
    assert event.evidence.count() == 1


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"last_day": date(2022, 12, 7), "date_prec": 2}, "days that overlap"),
        ({"first_day": date(2022, 12, 6), "last_day": date(2022, 12, 6)}, "a day apart"),
        ({"first_day": date(2022, 12, 7), "last_day": date(2022, 12, 7)}, "2 days apart"),
        ({"first_day": None, "last_day": None, "date_prec": None}, "told without its days"),
        ({"places": (BAKU, ASTARA)}, "places within a kilometre"),
        ({"places": (SUBURB,)}, "places 14 km apart"),
        ({"title": "Soldiers trained"}, "the same places"),
        ({"planned": True}, "but one of them is only planned"),
        ({"event_clarity": 2}, "the same days"),
        ({"fatalities": 4}, "but 3 and 4 fatalities"),
        ({"actors": ["Iran"]}, "but other actors"),
        ({"date_prec": 4}, "the same days"),
    ],
)
def test_what_differs_is_proposed_with_its_reasons_and_not_joined(
    fields: dict[str, Any], reason: str
) -> None:
    event = told()
    Event.objects.filter(pk=event.pk).update(fatalities=3, actors=["Türkiye"])
    again = told_again(**fields)
    (match,) = same_as(again)
    assert reason in match.reasons
    assert not match.agrees
    assert join_by_itself(event=again) is None


def test_a_kindred_type_is_proposed_and_not_joined() -> None:
    Event.objects.filter(pk=told().pk).update(type="explosion")
    (match,) = same_as(told_again(type="attack_on_civilians"))
    assert "of a kindred type" in match.reasons
    assert not match.agrees


def test_what_does_not_quite_agree_is_not_sought_in_a_whole_country() -> None:
    country = ("gn:9", "Somewhere", 41.4, 49.0, "AZ")  # some 130 km away
    vague: dict[str, Any] = {"places": (country,)}
    event, again = told(), told_again(**vague)
    again.locations.update(radius_m=200_000, where_prec=6)
    assert [match.event for match in same_as(again)] == [event]
    Event.objects.filter(pk=event.pk).update(type="explosion")
    Event.objects.filter(pk=again.pk).update(type="shelling")
    assert same_as(Event.objects.get(pk=again.pk)) == []


def test_what_is_told_without_its_day_is_met_by_the_year_before_it_was_told() -> None:
    event = told()
    undated: dict[str, Any] = {"first_day": None, "last_day": None, "date_prec": None}
    again = told_again(**undated)
    assert [match.event for match in same_as(again)] == [event]
    assert again.article is not None
    told_in = Article.objects.filter(pk=again.article.pk)
    for published in (date(2022, 12, 4), date(2023, 12, 6), None):
        told_in.update(published=published)
        again = Event.objects.get(pk=again.pk)
        assert same_as(again) == same_as(event) == []
    told_in.update(published=date(2023, 12, 5))
    assert same_as(Event.objects.get(pk=again.pk)) != []
    other_words = told_again("Soldiers trained", **undated)
    assert same_as(other_words) == []


@pytest.mark.parametrize("day", [date.min, date.max])
def test_days_at_the_end_of_the_calendar_are_compared(day: date) -> None:
    days: dict[str, Any] = {"first_day": day, "last_day": day}
    Event.objects.filter(pk=told().pk).update(**days)
    assert len(same_as(told_again(**days))) == 1


@pytest.mark.parametrize(
    "fields",
    [
        {"type": "protest"},
        {"first_day": date(2022, 12, 8), "last_day": date(2022, 12, 9), "date_prec": 2},
        {"places": (QUITO,)},
        {"places": ()},
    ],
)
def test_other_types_days_and_places_are_no_match(fields: dict[str, Any]) -> None:
    told()
    assert same_as(told_again(**fields)) == []


def test_events_of_one_article_are_never_proposed_as_one() -> None:
    event = told()
    other = told_again()
    other.evidence.update(article=event.article)
    assert event.article is not None
    assert same_as(other) == []


def test_rejected_and_merged_events_are_not_proposed() -> None:
    event, second = told(), told_again("Jets drilled, too")
    merge(keep=event, others=[second])
    assert [match.event for match in same_as(told_again())] == [event]
    Event.objects.filter(pk=event.pk).update(status="rejected")
    assert same_as(told_again()) != []  # the third report itself
    assert event not in [match.event for match in same_as(told_again())]


def test_two_that_agree_are_left_to_the_editor() -> None:
    told(), told_again("Jets in a drill")
    assert join_by_itself(event=told_again("Jets on drill")) is None


def test_not_the_same_holds_from_both_sides() -> None:
    event, again = told(), told_again()
    say_not_the_same(one=again, other=event, user=an_editor())
    say_not_the_same(one=event, other=again)
    assert NotTheSame.objects.count() == 1
    assert same_as(event) == same_as(again) == []


def test_across_the_date_line_and_at_the_pole() -> None:
    west = ("gn:2", "West", 51.9, 179.95, "")
    east = ("gn:3", "East", 51.9, -179.95, "")
    a_report("Ships met", "Ships met in the strait.", (west,))
    assert len(same_as(told_again("Ships met", (east,)))) == 1
    a_report("Planes landed", "Planes landed on ice.", (("gn:4", "Pole", 90.0, 0.0, ""),))
    far = ("gn:5", "Pole too", 89.95, 170.0, "")
    assert len(same_as(told_again("Planes landed", (far,)))) == 1


def test_an_article_read_joins_what_another_told_and_reading_again_changes_nothing() -> None:
    text = "Jets took off in Baku on Monday."
    first = an_article(text + " One paper says so.")
    save_reading(article=first, reading=a_reading(first.text, a_draft(first.text, "took")))
    second = an_article(text + " Another paper says so.", title="x")
    for joined in (1, 0):
        reading = a_reading(second.text, a_draft(second.text, "took"))
        assert save_reading(article=second, reading=reading).joined == joined
        kept = Event.objects.get(merged_into__isnull=True)
        assert {quote.article for quote in kept.evidence.all()} == {first, second}
        assert Event.objects.count() == 2
    again = save_reading(article=first, reading=a_reading(first.text, a_draft(first.text, "took")))
    assert (again.kept, again.drafts, Event.objects.count()) == (1, 0, 2)


def test_joining_can_be_turned_off(settings: Any) -> None:
    settings.JOIN_AGREEING = False
    for words in ("One", "Another"):
        article = an_article(f"Jets took off in Baku on Monday. {words} paper.", title=words)
        reading = a_reading(article.text, a_draft(article.text, "took"))
        assert save_reading(article=article, reading=reading).joined == 0


# In the admin


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(an_editor())
    return client


def address(name: str, event: Event) -> str:
    return reverse(f"admin:events_event_{name}", args=[event.pk])


def test_the_form_proposes_joins_and_splits(editor: Client) -> None:
    event, again = told(), told_again(HOSTILE)
    page = editor.get(address("change", again)).content.decode()
    assert "Told already?" in page
    assert "The same days; the same places" in page
    answer = editor.post(address("join", again), {"other": event.pk}, follow=True)
    page = answer.content.decode()
    assert "Told by 2 reports" in page
    assert HOSTILE not in page
    again.refresh_from_db()
    assert again.merged_into == event
    editor.post(address("split", event), {"other": again.pk})
    again.refresh_from_db()
    assert again.merged_into_id is None
    assert again.status == "draft"
    assert same_as(again) == []  # it was split off: not proposed once more


def test_the_form_takes_a_no(editor: Client) -> None:
    event, again = told(), told_again()
    editor.post(address("apart", again), {"other": event.pk})
    assert "Told already?" not in editor.get(address("change", again)).content.decode()


@pytest.mark.parametrize("name", ["join", "apart", "split"])
def test_the_buttons_refuse_strangers_and_nonsense(client: Client, name: str) -> None:
    event, again = told(), told_again()
    assert client.post(address(name, again), {"other": event.pk}).status_code == 302
    client.force_login(an_editor())
    assert client.get(address(name, again)).status_code == 403
    for other in ("", "x", "-1", "9" * 30, "999999", str(again.pk), "１"):
        assert client.post(address(name, again), {"other": other}).status_code == 404
    again.refresh_from_db()
    assert again.merged_into is None


def test_proposals_cost_a_fixed_number_of_queries(
    django_assert_max_num_queries: Any,
) -> None:
    for number in range(12):
        told_again(f"Jets drilled {number}")
    again = Event.objects.with_everything().latest("pk")
    with django_assert_max_num_queries(5):
        assert len(same_as(again)) == 5
