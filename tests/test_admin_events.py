"""Editors review, correct and sign off events in the admin."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import Settings

from events.models import Event, Evidence, Location, Place
from tests.admin_forms import an_editor, change_event, change_url, errors_of, sent_by, signed_in
from tests.world import ASTARA, BAKU, QUITO, a_place, a_source, an_article, an_event

pytestmark = pytest.mark.django_db
LIST = "/admin/events/event/"
NEW_ROW = {"locations-TOTAL_FORMS": "2"}


@pytest.fixture(autouse=True)
def tiny_gazetteer(settings: Settings, gazetteer_path: Path) -> None:
    settings.GAZETTEER_PATH = gazetteer_path


@pytest.fixture
def client() -> Client:
    return signed_in()


def titles(response: Any) -> list[str]:
    return [event.title for event in response.context["cl"].result_list]


# The list


def test_the_list_takes_a_fixed_number_of_queries(client: Client) -> None:
    def queries_with(first: int, last: int) -> int:
        for number in range(first, last):
            article = an_article(f"Jets number {number} took off.", source=a_source(f"S{number}"))
            places = (a_place(BAKU), a_place(ASTARA))
            an_event(title=f"Event {number}", article=article, places=places)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(LIST).status_code == 200
        return len(captured)

    queries_with(0, 3)  # content types are asked for once a process
    few = queries_with(3, 5)
    assert queries_with(5, 30) == few
    assert few <= 16


def test_drafts_to_review_come_surest_first(client: Client) -> None:
    for title, confidence, status in (
        ("low", 0.2, "draft"),
        ("sure", 0.9, "draft"),
        ("unsaid", None, "draft"),
        ("public", 1.0, "published"),
    ):
        an_event(title=title, confidence=confidence, status=status)
    assert titles(client.get(LIST, {"review": "surest"})) == ["sure", "low", "unsaid"]


def test_drafts_without_days_can_be_found(client: Client) -> None:
    an_event(title="when?", day=None, status="draft")
    an_event(title="dated", status="draft")
    assert titles(client.get(LIST, {"review": "undated"})) == ["when?"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"country": "EC"}, ["Quito shakes"]),
        ({"status__exact": "draft"}, ["Quito shakes"]),
        ({"q": "took baku"}, ["Jets took off in Baku"]),
        ({"q": "quito"}, ["Quito shakes"]),
        ({"q": "rumbled"}, ["Quito shakes"]),
        ({"q": "nothing like it"}, []),
        ({"type__exact": "natural_disaster"}, ["Quito shakes"]),
        ({"first_day__year": "2022"}, ["Quito shakes", "Jets took off in Baku"]),
    ],
)
def test_filters_and_search(client: Client, query: dict[str, str], found: list[str]) -> None:
    an_event()
    an_event(
        title="Quito shakes",
        article=an_article("The ground rumbled."),
        places=(a_place(QUITO),),
        type="natural_disaster",
        status="draft",
    )
    assert titles(client.get(LIST, query)) == found


def test_events_of_one_source(client: Client) -> None:
    an_event(title="one", article=an_article("Text one.", source=a_source("One")))
    an_event(title="two", article=an_article("Text two.", source=a_source("Two")))
    query = {"article__source__id__exact": str(a_source("Two").pk)}
    assert titles(client.get(LIST, query)) == ["two"]


@pytest.mark.parametrize("query", ["q=%00", "q=" + "x" * 5000, "country=%27--", "review=nonsense"])
def test_nonsense_in_the_address_of_the_list_is_no_error(client: Client, query: str) -> None:
    an_event()
    assert client.get(f"{LIST}?{query}", follow=True).status_code == 200


@pytest.mark.parametrize("title", ["<script>alert(1)</script>", "=cmd|'/c calc'!A0", "\u202eabc"])
def test_hostile_titles_and_places_are_only_text(client: Client, title: str) -> None:
    place = Place.objects.create(name=title, latitude=0, longitude=0)
    article = an_article(f"{title} said the text.", title=title)
    event = an_event(title=title, places=(place,), article=article, status="draft")
    other = an_event(title=title, places=(place,), article=article, status="draft")
    pages = [
        client.get(LIST),
        client.get(change_url(event)),
        client.get(reverse("admin:events_event_history", args=[event.pk])),
        client.get(change_url(place)),
        client.get(change_url(article)),
        client.post(LIST, {"action": "merge", "_selected_action": [event.pk, other.pk]}),
    ]
    for page in pages:
        assert page.status_code == 200
        assert "<script>alert" not in page.content.decode()


# Actions


def act(client: Client, action: str, *events: Event, **more: Any) -> Any:
    data = {"action": action, "_selected_action": [event.pk for event in events], **more}
    return client.post(LIST, data, follow=True)


def said(response: Any) -> str:
    return " ".join(str(message) for message in response.context["messages"])


@pytest.mark.parametrize(
    ("action", "status"), [("publish", "published"), ("reject", "rejected"), ("reopen", "draft")]
)
def test_actions_decide_and_record_who(action: str, status: str) -> None:
    editor = an_editor()
    before = "draft" if status != "draft" else "published"
    events = [an_event(title=title, status=before) for title in "AB"]
    answer = act(signed_in(editor), action, *events)
    assert "2 events" in said(answer)
    for event in events:
        event.refresh_from_db()
        assert (event.status, event.curated) == (status, True)
        assert event.history.latest().history_user == editor


def test_publishing_twice_says_so(client: Client) -> None:
    event = an_event(status="draft")
    act(client, "publish", event)
    assert "0 events published. 1 was so already." in said(act(client, "publish", event))


def test_publishing_what_has_no_days_says_what_to_do(client: Client) -> None:
    event = an_event(status="draft", day=None)
    assert "give the first and the last day" in said(act(client, "publish", event))
    event.refresh_from_db()
    assert event.status == "draft"


def test_merge_shows_the_events_side_by_side_and_merges_the_chosen(client: Client) -> None:
    keep = an_event(title="Keep me")
    other = an_event(title="Other", article=an_article("Planes flew."), places=(a_place(ASTARA),))
    page = act(client, "merge", keep, other)
    content = page.content.decode()
    assert "Which event is kept?" in content
    assert "Planes flew." in content
    assert Event.objects.filter(merged_into__isnull=False).count() == 0
    answer = act(client, "merge", keep, other, keep=keep.pk, keep_asked="1")
    assert "2 events are now one" in said(answer)
    other.refresh_from_db()
    assert other.merged_into == keep


def test_merge_refuses_one_event_an_outsider_and_no_choice(client: Client) -> None:
    one, two, outsider = (an_event(title=title) for title in ("1", "2", "3"))
    assert "at least two" in said(act(client, "merge", one))
    answer = act(client, "merge", one, two, keep=outsider.pk, keep_asked="1")
    assert "Choose the event to keep" in said(answer)
    assert not Event.objects.filter(merged_into__isnull=False).exists()


def test_merging_again_is_refused_with_a_sentence(client: Client) -> None:
    one, two = an_event(title="1"), an_event(title="2")
    act(client, "merge", one, two, keep=one.pk)
    assert "already merged" in said(act(client, "merge", one, two, keep=one.pk))


def test_export_of_the_chosen_events(client: Client) -> None:
    event = an_event(title="=cmd|'/c calc'!A0", places=(a_place(BAKU), a_place(ASTARA)))
    an_event(title="not chosen")
    answer = act(client, "export_csv", event)
    lines = b"".join(answer.streaming_content).decode().splitlines()
    assert len(lines) == 3
    assert "'=cmd|" in lines[1]
    assert b"".join(act(client, "export_excel", event).streaming_content).startswith(
        b"\xef\xbb\xbf"
    )


# Changing an event


def test_saving_without_a_change_changes_nothing(client: Client) -> None:
    article = an_article("Jets took off.\nThen they landed.")
    event = an_event(status="draft", article=article)
    Evidence.objects.create(
        event=event, article=article, start=5, end=24, quote="took off.\nThen they"
    )
    entries = Event.history.count(), Location.history.count()
    assert change_event(client, event).status_code == 302
    event.refresh_from_db()
    assert not event.curated
    assert (Event.history.count(), Location.history.count()) == entries


def test_line_ends_as_browsers_send_them_are_no_change(client: Client) -> None:
    event = an_event(status="draft", article=an_article("Jets took off.\nThen they landed."))
    row = event.evidence.get()
    Evidence.objects.filter(pk=row.pk).update(end=24, quote="Jets took off.\nThen they")
    answer = change_event(client, event, evidence__0__quote="Jets took off.\r\nThen they")
    assert answer.status_code == 302
    event.refresh_from_db()
    assert not event.curated


def test_a_changed_event_is_curated_with_who_and_why() -> None:
    editor = an_editor()
    event = an_event(status="draft")
    answer = change_event(signed_in(editor), event, title="Better", reason="typo")
    assert answer.status_code == 302
    event.refresh_from_db()
    assert (event.title, event.curated) == ("Better", True)
    entry = event.history.latest()
    assert (entry.history_user, entry.history_change_reason) == (editor, "typo")


def test_a_moved_pin_makes_the_event_curated_and_is_in_both_histories() -> None:
    editor = an_editor()
    event = an_event(status="draft")
    answer = change_event(
        signed_in(editor), event, locations__0__latitude="40.5", locations__0__longitude="50.25"
    )
    assert answer.status_code == 302
    event.refresh_from_db()
    location = event.locations.get()
    assert (location.latitude, location.longitude) == (40.5, 50.25)
    assert event.curated
    assert event.history.latest().history_change_reason == "location Baku, AZ: latitude, longitude"
    assert location.history.latest().history_user == editor


def test_one_press_of_save_is_one_entry_in_the_history(client: Client) -> None:
    event = an_event(status="draft")
    entries = event.history.count()
    change_event(client, event, title="Better", reason="typo", locations__0__latitude="40.5")
    assert event.history.count() == entries + 1
    reason = event.history.latest().history_change_reason
    assert reason == "typo; location Baku, AZ: latitude"


def test_changed_evidence_makes_the_event_curated(client: Client) -> None:
    event = an_event(status="draft")
    change_event(client, event, evidence__0__kind="trigger")
    event.refresh_from_db()
    assert event.curated


def test_save_and_publish_goes_on_to_the_next_draft(client: Client) -> None:
    event = an_event(status="draft", confidence=0.9)
    following = an_event(title="next", status="draft", confidence=0.5)
    an_event(title="later", status="draft", confidence=0.1)
    answer = change_event(client, event, _publish="yes")
    assert answer.url == change_url(following)
    event.refresh_from_db()
    assert (event.status, event.curated) == ("published", True)
    assert event.history.latest().history_change_reason == "published"


def test_rejecting_the_last_draft_goes_to_the_list(client: Client) -> None:
    event = an_event(status="draft")
    assert change_event(client, event, _reject="yes").url == LIST
    event.refresh_from_db()
    assert event.status == "rejected"


def test_save_and_publish_asks_for_the_days(client: Client) -> None:
    event = an_event(status="draft", day=None)
    answer = change_event(client, event, _publish="yes")
    assert "Only an event with days can be published" in errors_of(answer)
    assert not Event.objects.filter(status="published").exists()


def test_another_editors_change_is_not_overwritten(client: Client) -> None:
    event = an_event(status="draft")
    opened = sent_by(client.get(change_url(event)))
    change_event(signed_in(an_editor("other")), event, title="Theirs")
    answer = client.post(change_url(event), {**opened, "title": "Mine"})
    assert "changed while you had it open" in errors_of(answer)
    event.refresh_from_db()
    assert event.title == "Theirs"


def test_one_day_is_enough_and_its_precision_follows(client: Client) -> None:
    event = an_event(day=None, status="draft")
    assert change_event(client, event, first_day="2022-12-05").status_code == 302
    event.refresh_from_db()
    assert (str(event.first_day), str(event.last_day), event.date_prec) == (
        "2022-12-05", "2022-12-05", 1,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"first_day": "2022-12-31", "last_day": "2022-12-01"}, "last day is before the first"),
        ({"first_day": "2022-02-31"}, "valid date"),
        ({"first_day": ""}, "first and the last day, or neither"),
        ({"time_zone": "Mars/Olympus"}, "not an IANA time zone"),
        ({"title": ""}, "required"),
        ({"title": "x" * 301}, "at most 300"),
        ({"type": "picnic"}, "not one of the available choices"),
        ({"actors": "\n".join(map(str, range(101)))}, "At most 100 lines"),
    ],
)
def test_wrong_values_get_a_sentence(client: Client, changes: Any, sentence: str) -> None:
    assert sentence in errors_of(change_event(client, an_event(), **changes))


def test_actors_are_one_a_line(client: Client) -> None:
    event = an_event(actors=["Turkey"])
    change_event(client, event, actors="Turkey\r\n\r\n  Azerbaijan ")
    event.refresh_from_db()
    assert event.actors == ["Turkey", "Azerbaijan"]


def test_a_view_on_the_site_is_linked_only_where_there_is_one(client: Client) -> None:
    public, draft = an_event(title="p"), an_event(title="d", status="draft")
    assert "View on site" in client.get(change_url(public)).content.decode()
    assert "View on site" not in client.get(change_url(draft)).content.decode()


# Locations


@pytest.mark.parametrize(
    ("latitude", "longitude"), [("90", "0"), ("-90", "180"), ("0", "-180"), ("-0.0", "179.99999")]
)
def test_the_poles_and_the_date_line_are_places(
    client: Client, latitude: str, longitude: str
) -> None:
    event = an_event()
    answer = change_event(
        client, event, locations__0__latitude=latitude, locations__0__longitude=longitude
    )
    assert answer.status_code == 302
    assert event.locations.get().latitude == float(latitude)


@pytest.mark.parametrize(
    ("box", "value", "sentence"),
    [
        ("latitude", "91", "Latitude goes from -90 (South Pole) to 90 (North Pole), not 91"),
        ("latitude", "-90.0001", "not -90.0001"),
        ("longitude", "180.5", "Longitude goes from -180 to 180, not 180.5"),
        ("longitude", "1e999", "number"),
        ("latitude", "nan", "number"),
        ("latitude", "forty", "number"),
        ("place", "999999", "search for it by name again"),
        ("place", "9" * 40, "search for it by name again"),
        ("place", "gn:1", "search for it by name again"),
        ("place", "<script>", "search for it by name again"),
        ("place", "", "Search for a place by name"),
        ("radius_m", "-5", "greater than or equal to 0"),
    ],
)
def test_points_off_the_globe_are_refused(
    client: Client, box: str, value: str, sentence: str
) -> None:
    event = an_event()
    answer = change_event(client, event, **{f"locations__0__{box}": value})
    assert sentence in errors_of(answer)
    assert event.locations.get().latitude == BAKU[2]


def new_location(place: str, **boxes: str) -> dict[str, str]:
    filled = {"place": place, "latitude": "", "longitude": "", "where_prec": "1", "radius_m": "0"}
    return {f"locations__1__{name}": value for name, value in {**filled, **boxes}.items()}


def test_a_place_picked_from_the_gazetteer_gets_a_row(client: Client) -> None:
    event = an_event()
    answer = change_event(client, event, **NEW_ROW, **new_location("gn:148141"))
    assert answer.status_code == 302
    place = Place.objects.get(key="gn:148141")
    assert (place.name, place.country, place.geonameid) == ("Jabrayil", "AZ", 148141)
    assert "Cəbrayıl" in place.other_names
    location = event.locations.get(place=place)
    assert (location.latitude, location.longitude) == (39.399, 47.028)
    reason = event.history.latest().history_change_reason
    assert reason == "location added: Jabrayil, AZ"


def test_a_place_picked_twice_in_two_events_is_one_row(client: Client) -> None:
    for title in ("A", "B"):
        event = an_event(title=title)
        change_event(client, event, **NEW_ROW, **new_location("gn:148141"))
    assert Place.objects.filter(key="gn:148141").count() == 1


def test_the_same_place_twice_in_an_event_is_refused_by_name(client: Client) -> None:
    event = an_event()
    answer = change_event(client, event, **NEW_ROW, **new_location(str(a_place(BAKU).pk)))
    assert "Baku, AZ is listed twice" in errors_of(answer)


def test_a_form_with_an_error_makes_no_place(client: Client) -> None:
    change_event(client, an_event(), title="", **NEW_ROW, **new_location("gn:148141"))
    assert not Place.objects.filter(key="gn:148141").exists()


def test_without_a_gazetteer_the_form_says_what_to_run(
    client: Client, settings: Settings, tmp_path: Path
) -> None:
    settings.GAZETTEER_PATH = tmp_path / "none.sqlite3"
    event = an_event()
    assert client.get(change_url(event)).status_code == 200
    answer = change_event(client, event, **NEW_ROW, **new_location("gn:148141"))
    assert "build_gazetteer" in errors_of(answer)


def test_removing_a_location_takes_its_evidence_along_and_is_noted(client: Client) -> None:
    article = an_article("Jets took off in Baku on Monday.")
    event = an_event(places=(a_place(BAKU), a_place(ASTARA)), article=article)
    location = event.locations.get(place__name="Baku")
    Evidence.objects.create(
        event=event, article=article, kind="place", location=location,
        start=17, end=21, quote="Baku",
    )  # fmt: skip
    answer = change_event(client, event, locations__0__DELETE="on", evidence__1__kind="trigger")
    assert answer.status_code == 302
    assert [row.place.name for row in event.locations.all()] == ["Astara"]
    assert event.evidence.count() == 1
    assert "location removed: Baku, AZ" in event.history.latest().history_change_reason


# Evidence

TEXT = "Jets took off. Jets landed.\nAll was quiet."


@pytest.mark.parametrize(
    ("quote", "start", "end", "kept"),
    [
        ("landed", "", "", (20, 26)),
        ("", "0", "4", (0, 4)),
        ("Jets", "15", "", (15, 19)),
        ("landed.\r\nAll", "", "", (20, 31)),
        ("  quiet ", "", "", (36, 41)),
        ("took", "5", "9", (5, 9)),
    ],
)
def test_quotes_find_their_positions_and_positions_their_quotes(
    client: Client, quote: str, start: str, end: str, kept: tuple[int, int]
) -> None:
    event = an_event(article=an_article(TEXT))
    answer = change_event(
        client, event, evidence__0__quote=quote, evidence__0__start=start, evidence__0__end=end
    )
    assert answer.status_code == 302, errors_of(answer)
    row = event.evidence.get()
    assert (row.start, row.end) == kept
    assert row.quote == TEXT[row.start : row.end]


@pytest.mark.parametrize(
    ("quote", "start", "end", "sentence"),
    [
        ("Jets", "", "", "says this 2 times"),
        ("Ships", "", "", "does not say this"),
        ("", "", "", "Paste the quoted words"),
        ("", "4", "4", "4 to 4 is outside it"),
        ("", "0", "4000", "The article has 42 characters"),
        ("landed", "0", "4", "the article says “Jets”, not “landed”"),
        ("<script>", "", "", "does not say this"),
        ("", "-3", "4", "greater than or equal to 0"),
    ],
)
def test_a_quote_that_the_article_does_not_say_is_refused(
    client: Client, quote: str, start: str, end: str, sentence: str
) -> None:
    event = an_event(article=an_article(TEXT))
    answer = change_event(
        client, event, evidence__0__quote=quote, evidence__0__start=start, evidence__0__end=end
    )
    assert sentence in errors_of(answer).replace("&lt;", "<")


def test_evidence_for_another_events_location_is_refused(client: Client) -> None:
    event, other = an_event(), an_event(title="Other")
    answer = change_event(client, event, evidence__0__location=str(other.locations.get().pk))
    assert "not one of the available choices" in errors_of(answer)


# History


def test_an_event_can_be_reverted_to_an_earlier_version() -> None:
    editor = an_editor()
    client = signed_in(editor)
    event = an_event(title="First")
    first = event.history.latest()
    change_event(client, event, title="Second")
    url = reverse("admin:events_event_simple_history", args=[event.pk, first.history_id])
    page = client.get(url)
    assert page.status_code == 200
    data = sent_by(page)
    assert data["title"] == "First"
    assert client.post(url, data).status_code == 302
    event.refresh_from_db()
    assert (event.title, event.curated) == ("First", True)
    entry = event.history.latest()
    assert entry.history_change_reason == "reverted to an earlier version"
    assert entry.history_user == editor


def test_the_history_page_tells_of_locations_too(client: Client) -> None:
    event = an_event()
    change_event(client, event, locations__0__latitude="41.25", reason="the base is north of it")
    page = client.get(reverse("admin:events_event_history", args=[event.pk])).content.decode()
    assert "41.25" in page
    assert "Its locations" in page
    assert "vera" in page


def test_a_moved_location_can_be_put_back(client: Client) -> None:
    event = an_event()
    location = event.locations.get()
    first = location.history.latest()
    change_event(client, event, locations__0__latitude="41.25")
    url = reverse("admin:events_location_simple_history", args=[location.pk, first.history_id])
    assert client.post(url, sent_by(client.get(url))).status_code == 302
    location.refresh_from_db()
    assert location.latitude == BAKU[2]
    assert "reverted" in event.history.latest().history_change_reason


def test_a_removed_location_can_be_brought_back(client: Client) -> None:
    event = an_event(places=(a_place(BAKU), a_place(ASTARA)))
    location = event.locations.get(place__name="Astara")
    change_event(client, event, locations__1__DELETE="on")
    entry = Location.history.filter(id=location.pk).latest()
    assert entry.history_type == "-"
    url = reverse("admin:events_location_simple_history", args=[location.pk, entry.history_id])
    assert client.post(url, sent_by(client.get(url))).status_code == 302
    assert event.locations.filter(place__name="Astara").exists()


def test_locations_are_not_in_the_index(client: Client) -> None:
    assert "/admin/events/location/" not in client.get("/admin/").content.decode()
