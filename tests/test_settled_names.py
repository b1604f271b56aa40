"""What editors decide about names weighs in the next article at once, and can be taken back."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import Settings

from events.geoparsing.names import name_key
from events.geoparsing.reader import Reader
from events.geoparsing.types import Decision, Document, GazetteerPlace, Toponym
from events.ingest import reading
from events.ingest.drafts import add_article, read_article
from events.ingest.incoming import IncomingArticle
from events.ingest.reading import read_kept
from events.known_places import gazetteer, place_of_key, save_place
from events.models import Article, Event, Evidence, Location, Place, SettledName, Source
from events.settled_names import knowledge, settle_from_location, settle_name, take_back
from tests.admin_forms import an_editor, change_event, change_url, errors_of, sent_by, signed_in
from tests.world import a_place, a_source, an_article, an_event

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tiny_world")]
TEXAS = ("gn:4717560", "Paris", 33.66094, -95.55551, "US")
FRANCE = ("gn:2988507", "Paris", 48.85341, 2.3488, "FR")
FIRE = "Fire destroyed a bakery in Paris on Monday, police said."
NEXT = "A school in Paris was closed on Tuesday after a storm."


def local_paper() -> Source:
    return a_source("The Paris News")


def read(text: str, source: Source | None = None) -> dict[str, Toponym]:
    article = Article.objects.filter(text=text).first() or an_article(text, source=source)
    return {toponym.text: toponym for toponym in read_kept(article).toponyms}


def meant(text: str, name: str, source: Source | None = None) -> str:
    """The key of the place that a name of a text is read as, "" for none."""
    toponym = read(text, source).get(name)
    return toponym.place.key if toponym and toponym.place else ""


def known(place: tuple[str, str, float, float, str]) -> Place:
    row = place_of_key(place[0])
    assert row is not None
    return save_place(row)


# In the next article


def test_what_is_settled_for_a_source_holds_in_its_next_article_and_in_no_other() -> None:
    assert meant(NEXT, "Paris", local_paper()) == FRANCE[0]
    settle_name(name="Paris", place=known(TEXAS), source=local_paper())
    assert meant(NEXT, "Paris") == TEXAS[0]
    assert meant("The mayor of Paris resigned.", "Paris", a_source("Other")) == FRANCE[0]
    assert meant("Rain fell in Paris on Friday.", "Paris") == FRANCE[0]


def test_the_reason_and_the_confidence_say_who_settled_it() -> None:
    settle_name(name="Paris", place=known(TEXAS), source=local_paper())
    first, *others = read(NEXT, local_paper())["Paris"].candidates
    assert first.reasons[0] == "an editor settled this for The Paris News"
    assert first.confidence > 0.9
    assert FRANCE[0] in [candidate.place.key for candidate in others]
    settle_name(name="Paris", place=known(TEXAS))
    (candidate, *_) = read("The mayor of Paris resigned.", a_source("Other"))["Paris"].candidates
    assert candidate.reasons[0] == "an editor settled this"


def test_in_general_it_holds_for_all_and_a_source_s_own_decision_goes_before() -> None:
    settle_name(name="PARIS", place=known(TEXAS))
    settle_name(name="Paris", place=known(FRANCE), source=a_source("Le Monde"))
    assert meant(NEXT, "Paris") == TEXAS[0]
    assert meant("The mayor of Paris resigned.", "Paris", a_source("Le Monde")) == FRANCE[0]


def test_what_the_text_says_plainly_still_counts() -> None:
    settle_name(name="Paris", place=known(TEXAS))
    settle_name(name="Paris", place=known(TEXAS), source=local_paper())
    text = "The summit was held in Paris, France, and the delegates left Paris for Marseille."
    assert meant(text, "Paris", local_paper()) == FRANCE[0]


def test_a_place_that_does_not_bear_the_name_is_taken_all_the_same() -> None:
    settle_name(name="Cheese Town", place=known(TEXAS), source=local_paper())
    assert (
        meant("Police in Cheese Town arrested two men.", "Cheese Town", local_paper()) == (TEXAS[0])
    )


def test_what_is_struck_is_no_toponym_for_that_source() -> None:
    text = "Springfield scored twice and London won the game in Marseille."
    assert "London" in read(text, local_paper())
    settle_name(name="London", place=None, source=local_paper())
    names = read(text)
    assert "London" not in names
    assert "Marseille" in names
    assert "London" in read("It rained in London.", a_source("Other"))


def test_taken_back_it_is_read_as_before_and_the_history_stays() -> None:
    user = an_editor()
    row = settle_name(name="Paris", place=known(TEXAS), source=local_paper(), user=user)
    take_back(settled=row, user=user)
    assert meant(NEXT, "Paris", local_paper()) == FRANCE[0]
    kinds = SettledName.history.order_by("history_id").values_list("history_type", "history_user")
    assert list(kinds) == [("+", user.pk), ("-", user.pk)]


def test_deciding_the_same_again_changes_nothing_and_anew_is_one_row() -> None:
    first = settle_name(name="Paris", place=known(TEXAS), source=local_paper())
    assert settle_name(name="PARIS ", place=known(TEXAS), source=local_paper()) == first
    assert SettledName.history.count() == 1
    settle_name(name="Paris", place=None, source=local_paper())
    assert SettledName.objects.get().place is None
    assert [entry.history_type for entry in SettledName.history.all()] == ["~", "+"]


def test_a_decision_in_general_made_on_an_article_replaces_the_one_for_its_source() -> None:
    article = an_article(FIRE, source=local_paper())
    settle_name(name="Paris", place=known(TEXAS), source=local_paper())
    settle_name(name="Paris", place=known(FRANCE), article=article)
    assert SettledName.objects.get().source is None
    assert meant(FIRE, "Paris") == FRANCE[0]


@pytest.mark.parametrize("name", ["", "  ", "…", "\u200b"])
def test_what_has_no_letters_is_no_name(name: str) -> None:
    with pytest.raises(ValueError, match="letter"):
        settle_name(name=name, place=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        SettledName.objects.create(name=name)
    with pytest.raises(ValidationError):
        SettledName(name=name).clean()


def test_the_database_holds_one_decision_for_a_name_and_a_source() -> None:
    for source in (None, local_paper()):
        SettledName.objects.create(name="Paris", source=source)
        with pytest.raises(IntegrityError), transaction.atomic():
            SettledName.objects.create(name="PARIS", source=source)


def test_a_place_that_a_decision_rests_on_cannot_be_removed() -> None:
    place = known(TEXAS)
    settle_name(name="Paris", place=place)
    with pytest.raises(IntegrityError), transaction.atomic():
        place.delete()


# Places that editors add


def old_mill(**fields: Any) -> Place:
    fields = {"name": "Old Mill Base", "latitude": 40.0, "longitude": 47.0, **fields}
    return Place.objects.create(**fields)


@pytest.mark.parametrize("feature", ["", "PPL", "AIRB"])
def test_an_added_place_is_found_by_any_of_its_names(feature: str) -> None:
    place = old_mill(country="AZ", feature=feature, other_names="Qaradeğirman\nFort Dusk")
    for name in ("Old Mill Base", "Qaradeğirman", "Fort Dusk", "OLD MILL BASE"):
        toponym = read(f"Soldiers at {name} fired mortars near Baku.")[name]
        assert toponym.place is not None
        assert (toponym.place.key, toponym.place.country) == (f"row:{place.pk}", "AZ")
        assert "added by an editor" in toponym.candidates[0].reasons
        assert toponym.confidence > 0.5


def test_an_added_place_is_not_found_within_a_longer_name_or_a_person() -> None:
    old_mill(name="Dusk")
    assert "Dusk" not in read("John Dusk met officials in Baku. Dusk Road was closed.")


def test_an_article_says_in_which_language_it_is() -> None:
    text = "Самолёт вылетел из Москвы в Париж и сел в Баку."
    assert add_article(incoming=IncomingArticle(text=text))[0].language == "ru"
    assert add_article(incoming=IncomingArticle(text=FIRE))[0].language == "en"


def test_an_event_at_an_added_place_rests_on_its_row_and_is_read_the_same_again() -> None:
    place = old_mill()
    article = an_article("Militants attacked Old Mill Base on Monday, killing five soldiers.")
    read_article(article=article)
    locations = Location.objects.filter(event__article=article)
    assert {location.place for location in locations} == {place}
    read_article(article=article)
    assert Place.objects.count() == 1


def test_a_name_that_an_editor_gave_to_a_place_is_one_of_its_names() -> None:
    row = known(FRANCE)
    row.other_names += "\nLuteville"
    row.save()
    toponym = read("Police in Luteville arrested two men.")["Luteville"]
    assert toponym.place is not None
    assert toponym.place.key == FRANCE[0]
    reasons = read("The mayor of Paris resigned.")["Paris"].candidates[0].reasons
    assert "added by an editor" not in reasons


def test_an_added_place_that_was_removed_is_forgotten() -> None:
    place = old_mill()
    text = "Militants attacked Old Mill Base on Monday."
    assert meant(text, "Old Mill Base")
    place.delete()
    assert meant(text, "Old Mill Base") == ""


# How it is kept at hand


def test_reading_asks_two_queries_however_much_was_decided(
    tiny_reader: Reader, django_assert_num_queries: Any
) -> None:
    for number in range(50):
        settle_name(name=f"Name {number}", place=None, source=local_paper())
        old_mill(name=f"Place {number}")
    article = an_article(NEXT, source=local_paper())
    read_kept(article)
    with django_assert_num_queries(2):
        read_kept(article)
    settle_name(name="Paris", place=known(TEXAS), source=local_paper())
    with CaptureQueriesContext(connection) as captured:
        read_kept(article)
    assert len(captured) == 5  # both stamps, the decisions, added places, names given to others


def test_what_is_known_follows_a_change_of_a_place() -> None:
    row = old_mill()
    assert name_key("New Mill") not in knowledge().added
    row.name = "New Mill"
    row.save()
    assert name_key("New Mill") in knowledge().added
    assert name_key("Old Mill Base") not in knowledge().added


def test_readers_in_several_threads_keep_their_documents_apart(tiny_reader: Reader) -> None:
    texas = gazetteer().place(TEXAS[0])
    keys: dict[str, set[str]] = {}

    def work(name: str, settled: dict[str, Decision]) -> None:
        for _ in range(5):
            found = tiny_reader.read(Document(NEXT, settled=settled)).toponyms
            keys.setdefault(name, set()).update(t.place.key for t in found if t.place)

    threads = [
        threading.Thread(target=work, args=("plain", {})),
        threading.Thread(target=work, args=("settled", {"paris": Decision(texas)})),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert keys == {"plain": {FRANCE[0]}, "settled": {TEXAS[0]}}


def test_the_geoparser_takes_decisions_without_a_database(tiny_reader: Reader) -> None:
    place = GazetteerPlace("x:1", None, "Zork", 1.0, 2.0, "", "AZ", "", "", 0, 0, 1)
    document = Document("Troops left Zork at dawn.", added={"zork": (place,)})
    (toponym,) = tiny_reader.read(document).toponyms
    assert toponym.place == place
    assert tiny_reader.read(Document("Troops left Zork at dawn.")).toponyms == [] or (
        toponym.place not in [t.place for t in tiny_reader.read(Document(document.text)).toponyms]
    )


@pytest.mark.django_db(transaction=True)
def test_two_editors_at_once_make_one_decision() -> None:
    if connection.vendor == "sqlite":
        pytest.skip("SQLite in memory refuses a second writer; the run on PostgreSQL has two")
    place = known(TEXAS)
    together, errors = threading.Barrier(2), []

    def work() -> None:
        try:
            together.wait(timeout=10)
            settle_name(name="Paris", place=place)
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert errors == []
    assert SettledName.objects.count() == 1


# On the page of an article


def settle_url(article: Article) -> str:
    return reverse("events:article-settle", args=[article.pk])


def a_read_article(text: str = FIRE, source: Source | None = None) -> Article:
    article = an_article(text, source=source or local_paper())
    read_article(article=article)
    return article


def said(response: Any) -> str:
    return " ".join(str(message) for message in response.context["messages"])


def test_an_editor_picks_another_candidate_and_the_article_is_read_so() -> None:
    article, client = a_read_article(), signed_in()
    page = client.get(article.get_absolute_url()).content.decode()
    assert f'value="{TEXAS[0]}"' in page
    data = {"name": "Paris", "place": TEXAS[0], "scope": "source"}
    answer = client.post(settle_url(article), data, follow=True)
    assert "From now on “Paris” means Paris, US in The Paris News." in said(answer)
    row = SettledName.objects.get()
    assert (row.source, row.article) == (local_paper(), article)
    assert row.decided_by is not None
    toponym = article.toponyms.get(text="Paris")
    assert toponym.candidates[0]["key"] == TEXAS[0]
    location = Location.objects.get(event__article=article)
    assert location.place.key == TEXAS[0]
    page = answer.content.decode()
    assert "An editor settled this for The Paris News." in page
    assert f'value="{TEXAS[0]}"' not in page  # what is settled is not asked again
    assert "an editor settled this for The Paris News" in page


def test_a_decision_holds_for_a_name_in_every_case() -> None:
    source = local_paper()
    article = a_read_article("Самолёт вылетел из Москвы в Париж и сел в Баку.", source)
    data = {"name": "Москвы", "place": "none", "scope": "source"}
    signed_in().post(settle_url(article), data)
    assert SettledName.objects.get().name == "Москва"
    names = read("Президент выступил в Москве и в Париже, сообщили в Баку.", source)
    assert set(names) == {"Париже", "Баку"}
    settle_name(name="Париж", place=known(TEXAS), source=source)
    page = signed_in(an_editor("second")).get(article.get_absolute_url())
    assert [name.text for name in page.context["view"].names if name.settled] == ["Париж"]
    names = read("Вчера в Париже прошёл митинг, и он был не последним.", source)
    assert names["Париже"].place is not None
    assert names["Париже"].place.key == TEXAS[0]


def test_events_that_an_editor_changed_stay_and_that_is_said() -> None:
    article = a_read_article()
    Event.objects.update(curated=True)
    data = {"name": "Paris", "place": TEXAS[0], "scope": "everywhere"}
    answer = signed_in().post(settle_url(article), data, follow=True)
    assert "1 event is left as an editor decided" in said(answer)
    assert Location.objects.get().place.key == FRANCE[0]
    assert SettledName.objects.get().source is None


def test_an_editor_strikes_a_name_and_takes_it_back() -> None:
    article, client = a_read_article(), signed_in()
    data = {"name": "Paris", "place": "none", "scope": "source"}
    answer = client.post(settle_url(article), data, follow=True)
    assert "“Paris” is no place in The Paris News" in said(answer)
    assert not article.toponyms.filter(text="Paris").exists()
    assert not Location.objects.exists()
    assert "Not places, as editors decided" in answer.content.decode()
    answer = client.post(settle_url(article), {"name": "Paris", "place": "back"}, follow=True)
    assert "is taken back" in said(answer)
    assert article.toponyms.filter(text="Paris").exists()
    assert not SettledName.objects.exists()
    answer = client.post(settle_url(article), {"name": "Paris", "place": "back"}, follow=True)
    assert "Nothing is decided" in said(answer)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"name": "Paris"}, "required"),
        ({"name": "…", "place": "none"}, "letter"),
        ({"name": "Paris", "place": "gn:99999999"}, "not known any more"),
        ({"name": "Paris", "place": "row:1" + "0" * 17}, "not known any more"),
        ({"name": "Paris", "place": "row:x"}, "not known any more"),
        ({"name": "Paris", "place": "none", "scope": "mars"}, "not one of the available"),
        ({"name": "x" * 501, "place": "none"}, "at most 500"),
        ({"name": "a\x00b", "place": "none"}, "Null characters"),
    ],
)
def test_what_cannot_be_decided_is_refused_with_a_sentence(
    data: dict[str, str], sentence: str
) -> None:
    article = an_article(FIRE)
    assert sentence in said(signed_in().post(settle_url(article), data, follow=True))
    assert not SettledName.objects.exists()


def test_only_editors_settle_names_and_only_by_pressing_a_button() -> None:
    article = an_article(FIRE, source=local_paper())
    an_event(article=article)
    data = {"name": "Paris", "place": "none"}
    assert Client().post(settle_url(article), data).status_code == 302
    looker = an_editor("looker")
    looker.groups.clear()
    assert signed_in(looker).post(settle_url(article), data).status_code == 403
    assert signed_in(an_editor("second")).get(settle_url(article)).status_code == 405
    guarded = Client(enforce_csrf_checks=True)
    guarded.force_login(an_editor("third"))
    assert guarded.post(settle_url(article), data).status_code == 403
    too_big = "/articles/999999999999999999999/names/"
    assert signed_in(an_editor("fourth")).post(too_big, data).status_code == 404
    assert not SettledName.objects.exists()
    page = Client().get(article.get_absolute_url()).content.decode()
    assert "/names/" not in page


def test_without_a_gazetteer_the_decision_stands_and_that_is_said(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    article = an_article(FIRE)
    settings.GAZETTEER_PATH = tmp_path / "none.sqlite3"
    monkeypatch.setattr(reading, "shared_reader", lambda: Reader(tmp_path / "none.sqlite3"))
    answer = signed_in().post(settle_url(article), {"name": "Paris", "place": "none"}, follow=True)
    assert "build_gazetteer" in said(answer)
    assert SettledName.objects.exists()


def test_hostile_names_are_shown_as_text() -> None:
    article = a_read_article()
    settle_name(name="<script>x</script>", place=None, source=local_paper(), article=article)
    page = signed_in().get(article.get_absolute_url()).content.decode()
    assert "<script>x" not in page
    assert "&lt;script&gt;x" in page


def test_the_page_takes_one_query_more_for_editors(django_assert_num_queries: Any) -> None:
    article = a_read_article()
    client = signed_in()
    for number in range(5):
        settle_name(name=f"N{number}", place=None, source=local_paper(), article=article)
    with CaptureQueriesContext(connection) as few:
        client.get(article.get_absolute_url())
    for number in range(5, 30):
        settle_name(name=f"N{number}", place=None, source=local_paper(), article=article)
    with django_assert_num_queries(len(few)):
        client.get(article.get_absolute_url())
    assert len([query for query in few if "settledname" in query["sql"]]) == 1


# In the admin


def test_the_picker_of_an_event_settles_the_quoted_name() -> None:
    article = a_read_article()
    event = Event.objects.get()
    answer = change_event(signed_in(), event, locations__0__place=TEXAS[0])
    assert answer.status_code == 302
    row = SettledName.objects.get()
    assert (row.name, row.source, row.place) == ("Paris", local_paper(), known(TEXAS))
    assert meant(NEXT, "Paris", local_paper()) == TEXAS[0]
    assert row.article == article


def test_a_location_s_own_page_settles_the_quoted_name_too() -> None:
    a_read_article()
    client, url = signed_in(), change_url(Location.objects.get())
    data = {**sent_by(client.get(url)), "place": TEXAS[0], "latitude": "", "longitude": ""}
    assert "From now on “Paris” means Paris, US" in said(client.post(url, data, follow=True))
    assert SettledName.objects.get().source == local_paper()


def test_moving_an_event_to_a_place_of_another_name_settles_nothing() -> None:
    a_read_article()
    event = Event.objects.get()
    change_event(signed_in(), event, locations__0__place="gn:2995469")  # Marseille
    assert Location.objects.get().place.name == "Marseille"
    assert not SettledName.objects.exists()


def test_an_added_place_of_the_quoted_name_is_what_it_means() -> None:
    a_read_article()
    location = Location.objects.get()
    location.place = old_mill(name="Bakery Row", other_names="Paris")
    location.save()
    assert [row.name for row in settle_from_location(location=location)] == ["Paris"]
    assert meant(NEXT, "Paris", local_paper()) == f"row:{location.place.pk}"
    assert not settle_from_location(location=Location(pk=0, place=location.place))


def test_the_admin_lists_decisions_and_takes_them_back() -> None:
    client = signed_in()
    settle_name(name="Paris", place=known(TEXAS), source=local_paper())
    settle_name(name="London", place=None)
    page = client.get("/admin/events/settledname/").content.decode()
    for words in ("Paris, US", "The Paris News", "no place", "every source"):
        assert words in page, words
    queries = ("q=pari", "struck=no", f"source__id__exact={local_paper().pk}")
    for query, name in [*((query, "Paris") for query in queries), ("struck=yes", "London")]:
        rows = client.get(f"/admin/events/settledname/?{query}").context["cl"].result_list
        assert [row.name for row in rows] == [name], query
    chosen = [row.pk for row in SettledName.objects.all()]
    data = {"action": "delete_selected", "_selected_action": chosen, "post": "yes"}
    client.post("/admin/events/settledname/", data)
    assert not SettledName.objects.exists()
    assert SettledName.history.filter(history_type="-").count() == 2


def test_the_admin_makes_a_decision_once() -> None:
    client = signed_in()
    article = an_article(FIRE, source=local_paper())
    url = reverse("admin:events_settledname_add")
    page = client.get(f"{url}?name=Paris&source={local_paper().pk}&article={article.pk}")
    assert 'value="Paris"' in page.content.decode()
    data = {"name": "Paris", "source": str(local_paper().pk), "place": TEXAS[0]}
    assert client.post(f"{url}?article={article.pk}", data).status_code == 302
    assert SettledName.objects.get().article == article
    assert article.toponyms.get(text="Paris").candidates[0]["key"] == TEXAS[0]
    assert "decided already" in errors_of(client.post(url, {**data, "name": "PARIS"}))
    assert "at least one letter" in errors_of(client.post(url, {"name": "…"}))
    row = SettledName.objects.get()
    changed = client.post(
        reverse("admin:events_settledname_change", args=[row.pk]), {"name": "Paris", "place": ""}
    )
    assert changed.status_code == 302
    row.refresh_from_db()
    assert (row.source, row.place) == (None, None)
    history = reverse("admin:events_settledname_history", args=[row.pk])
    assert client.get(history).status_code == 200


def test_the_admin_shows_candidates_and_reasons_of_an_article() -> None:
    article = a_read_article()
    settle_name(name="Paris", place=known(TEXAS), source=local_paper())
    read_article(article=article)
    url = reverse("admin:events_article_change", args=[article.pk])
    page = signed_in().get(url).content.decode()
    for words in ("an editor settled this for The Paris News", "settled for The Paris News", "FR"):
        assert words in page, words


def test_quotes_are_read_without_their_texts() -> None:
    """A location may rest on many articles, each of them long."""
    a_read_article()
    location = Location.objects.get()
    with CaptureQueriesContext(connection) as captured:
        settle_from_location(location=location)
    asked = [q["sql"] for q in captured if Evidence._meta.db_table in q["sql"]]
    assert all('"text"' not in sql for sql in asked)


def test_a_row_of_another_place_is_not_confused_by_its_number() -> None:
    with_key = a_place()
    assert place_of_key(f"row:{with_key.pk}") is None


@pytest.mark.parametrize(
    "key", ["gn:1", "adm1:AZ.09", "dl:x", "post:UA.26.X", "iata:GYD", "news:PL.x", "near:gn:1"]
)
def test_what_the_gazetteer_has_or_lends_was_not_added_by_an_editor(key: str) -> None:
    a_place((key, "Somewhere", 40.0, 49.0, "AZ"))
    assert knowledge().added == {}
    assert Place.objects.of_gazetteer().count() == 1
    assert not Place.objects.added_by_editors().exists()
