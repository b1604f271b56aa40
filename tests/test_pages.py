"""Event pages, article pages, and the pages that say what went wrong."""

import re
from datetime import date, time

import pytest
from django.contrib.auth.models import User
from django.test import Client, RequestFactory
from django.views.defaults import server_error
from pytest_django import DjangoAssertNumQueries

from events.models import Article, Event, Evidence, TimeExpression, Toponym
from tests.world import ASTARA, BAKU, a_place, an_article, an_event

pytestmark = pytest.mark.django_db
TEXT = "Jets took off in Baku on Monday.\nAnkara welcomed the drill of the Baku garrison."


def text_of(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("ed", "", "a long password"))
    return client


def mark(event_article: Article, event: Event, kind: str, words: str) -> None:
    start = event_article.text.index(words)
    Evidence.objects.create(
        event=event,
        article=event_article,
        kind=kind,
        start=start,
        end=start + len(words),
        quote=words,
    )


def name(article: Article, words: str, nth: int = 0, **fields: object) -> Toponym:
    start = [match.start() for match in re.finditer(words, article.text)][nth]
    values = {"role": "literal", "form": "name", "confidence": 0.9, **fields}
    return Toponym.objects.create(
        article=article, start=start, end=start + len(words), text=words, **values
    )


# Events


def test_an_event_says_what_when_where_and_how_precisely(client: Client) -> None:
    area = a_place(("dl:karabakh", "Karabakh", 39.8, 46.75, ""), where_prec=5, radius_m=70_000)
    event = an_event(
        places=(a_place(BAKU), area),
        actors=["Türkiye", "Azerbaijan"],
        fatalities=0,
        time_of_day=time(14, 30),
        time_zone="Asia/Baku",
        planned=True,
    )
    page = text_of(client, f"/events/{event.pk}/")
    for words in (
        "Military exercise, planned",
        "5 December 2022, 14:30 (Asia/Baku)",
        "known to the day",
        "Baku, AZ",
        "the exact place",
        "40.3777° N, 49.8920° E",
        "along this line or somewhere in this area, radius 70 km",
        "Türkiye",
        "<dt>Deaths</dt><dd>0</dd>",
        "The Caspian Post",
        'href="https://caspian.example/jets"',
    ):
        assert words in page, words


def test_quotes_have_their_words_marked(client: Client) -> None:
    article = an_article(TEXT)
    event = an_event(article=article)
    mark(article, event, "trigger", "took off")
    mark(article, event, "place", "Baku")
    mark(article, event, "date", "Monday")
    mark(article, event, "actor", "Ankara")
    page = text_of(client, f"/events/{event.pk}/")
    assert (
        'Jets <mark class="mark-trigger">took off</mark> in <mark class="mark-place">Baku</mark>'
        ' on <mark class="mark-date">Monday</mark>.'
    ) in page
    # Outside every quoted sentence, so quoted by itself.
    assert '<blockquote dir="auto"><p><mark class="mark-actor">Ankara</mark>' in page
    assert page.count("<blockquote") == 2


def test_evidence_of_several_articles_is_kept_apart(client: Client) -> None:
    event = an_event()
    second = an_article("Drill seen in Baku.", title="Second report")
    mark(second, event, "sentence", "Drill seen in Baku.")
    page = text_of(client, f"/events/{event.pk}/")
    assert page.count('class="telling"') == 2
    assert "Second report" in page


def test_an_event_without_places_has_no_map(client: Client) -> None:
    page = text_of(client, f"/events/{an_event(places=()).pk}/")
    assert "place not known" in page
    assert "L.map(" not in page


def test_drafts_and_the_rejected_are_for_editors(client: Client) -> None:
    draft, rejected = an_event(status="draft"), an_event(title="No", status="rejected")
    for event in (draft, rejected):
        assert client.get(f"/events/{event.pk}/").status_code == 404
    client.force_login(User.objects.create_user("reader", password="a long password"))
    assert client.get(f"/events/{draft.pk}/").status_code == 404
    client.force_login(User.objects.create_superuser("ed", "", "a long password"))
    assert 'class="status status-draft"' in text_of(client, f"/events/{draft.pk}/")
    assert 'class="status status-rejected"' in text_of(client, f"/events/{rejected.pk}/")


def test_only_editors_get_a_link_to_edit_and_notes_stay_inside(client: Client) -> None:
    event = an_event(note="call the ministry")
    page = text_of(client, f"/events/{event.pk}/")
    assert "/admin/" not in page.replace("/admin/login/", "")
    assert "call the ministry" not in page
    client.force_login(User.objects.create_superuser("ed", "", "a long password"))
    assert f"/admin/events/event/{event.pk}/change/" in text_of(client, f"/events/{event.pk}/")


@pytest.mark.parametrize("number", ["0", "999999", "9" * 30])
def test_an_unknown_number_is_not_found(client: Client, number: str) -> None:
    assert client.get(f"/events/{number}/").status_code == 404
    assert client.get(f"/articles/{number}/").status_code == 404
    assert client.get(f"/events/{number}/card/").status_code == 404


def test_pages_take_a_fixed_number_of_queries(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    article = an_article(TEXT)
    events = [
        an_event(title=f"E{number}", article=article, places=(a_place(BAKU), a_place(ASTARA)))
        for number in range(5)
    ]
    with django_assert_num_queries(3):  # event; locations; evidence
        client.get(f"/events/{events[0].pk}/")
    with django_assert_num_queries(6):  # article; events, locations, evidence; names; dates
        client.get(f"/articles/{article.pk}/")


# Articles


def test_an_article_marks_names_and_dates_each_in_its_way(client: Client) -> None:
    article = an_article(TEXT)
    an_event(article=article)
    candidates = [
        {
            "key": "gn:587084",
            "geonameid": 587084,
            "name": "Baku",
            "latitude": 40.38,
            "longitude": 49.89,
            "country": "AZ",
            "feature": "PPLC",
            "confidence": 0.943,
            "reasons": ["capital <b>"],
        }
    ]
    name(article, "Baku", candidates=candidates)
    name(article, "Baku", 1, candidates=candidates)
    name(article, "Ankara", role="associative")
    start = TEXT.index("Monday")
    TimeExpression.objects.create(
        article=article,
        start=start,
        end=start + 6,
        text="Monday",
        type="DATE",
        value="2022-12-05",
        first_day=date(2022, 12, 5),
        last_day=date(2022, 12, 5),
        date_prec=1,
    )
    page = text_of(client, f"/articles/{article.pk}/")
    assert page.count('<span class="span span-literal"><a href="#place-1">Baku</a></span>') == 2
    assert '<span class="span span-associative"><a href="#place-2">Ankara</a></span>' in page
    assert '<span class="span span-date"><a href="#date-1">Monday</a></span>' in page
    assert page.count('<details class="name"') == 2
    assert 'id="place-1"' in page
    assert "2 times" in page
    for words in ("94%", "40.3800° N, 49.8900° E", "capital &lt;b&gt;", "No place of this name"):
        assert words in page, words
    assert "geonames.org/587084" in page
    assert "5 December 2022" in page.partition('id="date-1"')[2]
    assert "Jets took off in Baku</a></h3>" in page


def test_candidates_that_are_not_what_they_should_be_do_no_harm(client: Client) -> None:
    article = an_article(TEXT)
    an_event(article=article)
    odd = [None, 3, {"name": None, "confidence": "x", "latitude": "1", "reasons": "no"}, {}]
    name(article, "Baku", candidates=odd)
    name(article, "Ankara", candidates={"name": "x"})
    assert client.get(f"/articles/{article.pk}/").status_code == 200


def test_an_article_is_for_readers_once_an_event_on_it_is_published(client: Client) -> None:
    article = an_article(TEXT)
    assert client.get(f"/articles/{article.pk}/").status_code == 404
    event = an_event(article=article, status="draft", title="Secret draft")
    assert client.get(f"/articles/{article.pk}/").status_code == 404
    published = an_event(article=article, title="Known")
    page = text_of(client, f"/articles/{article.pk}/")
    assert "Known" in page
    assert "Secret draft" not in page
    client.force_login(User.objects.create_superuser("ed", "", "a long password"))
    published.delete()
    assert event.title in text_of(client, f"/articles/{article.pk}/")


def test_right_to_left_text_and_every_kind_of_letter(client: Client) -> None:
    text = "أعلنت وزارة الدفاع في باكو بدء التمرين.\n\u202eevil\u202c 🚀 Cəbrayıl\u0301"
    article = an_article(text, title="تمرين", language="ar")
    an_event(article=article, title="تمرين في باكو")
    name(article, "باكو")
    page = text_of(client, f"/articles/{article.pk}/")
    assert '<a href="#place-1">باكو</a>' in page
    assert 'lang="ar"' in page
    assert '<h1 dir="auto">تمرين' in page


def test_a_very_long_article_is_shown(client: Client) -> None:
    article = an_article("Jets took off in Baku.\n" + "Baku and Astara. " * 60_000)
    an_event(article=article)
    Toponym.objects.bulk_create(
        Toponym(
            article=article,
            start=at,
            end=at + 4,
            text="Baku",
            role="literal",
            form="name",
            confidence=0.5,
        )
        for at in range(23, 23 + 17 * 3000, 17)
    )
    page = text_of(client, f"/articles/{article.pk}/")
    assert page.count('<a href="#place-1">') == 3000
    assert "3000 times" in page


# Errors and the frame


def test_what_is_not_there_is_said_in_the_site_s_own_page(client: Client) -> None:
    response = client.get("/no/such/page")
    assert response.status_code == 404
    assert "There is no such page here" in response.content.decode()


def test_the_page_for_our_own_faults_needs_no_database(
    rf: RequestFactory, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        response = server_error(rf.get("/"))
    assert response.status_code == 500
    assert "Something went wrong" in response.content.decode()


def test_the_frame_names_the_sources_and_offers_editors_their_tools(editor: Client) -> None:
    page = text_of(editor, "/")
    assert "https://www.geonames.org/" in page
    assert "https://creativecommons.org/licenses/by/4.0/" in page
    assert "https://www.naturalearthdata.com/" in page
    for words in ("/admin/", "/articles/add/", "Sign out"):
        assert words in page
    editor.logout()
    page = text_of(editor, "/")
    assert "Sign in" in page
    assert "/articles/add/" not in page
