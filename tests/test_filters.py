"""The filter in the address: what it lets through, and what it says of values it cannot read."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.http import QueryDict

from events.filters import EventFilter
from events.models import Event, Location
from tests.tiny_gazetteer import build_tiny_gazetteer
from tests.world import ASTARA, BAKU, QUITO, a_place, a_source, an_article, an_event


def read(query: str) -> EventFilter:
    return EventFilter.from_query(QueryDict(query))


def titles(query: str) -> set[str]:
    return set(read(query).events().values_list("title", flat=True))


def test_everything_in_the_address_is_read_and_written_again() -> None:
    query = (
        "q=joint+drill&type=protest&type=riot&source=3&source=5&place=Baku"
        "&country=AZ&country=TR&division=AZ.09&where_prec=1&where_prec=5&date_prec=4"
        "&confidence=0.7&actor=Ministry+of+Defence&actor=%C4%B0lham&area=40.1,47.5~41,49"
        "&from=2020-01-01&to=2022-12-31&order=nearest&at=6.5/40.1000/47.5000"
    )
    event_filter = read(query)
    assert event_filter.errors == ()
    assert event_filter.query_string() == query
    assert read(event_filter.query_string()) == event_filter


def test_an_empty_address_is_an_empty_filter() -> None:
    assert read("").is_empty
    assert read("q=&type=&source=&place=&from=&to=&at=").is_empty
    assert read("at=3/1/1").is_empty


@pytest.mark.parametrize(
    ("query", "error"),
    [
        ("from=2022-02-31", "From: Enter a valid date."),
        ("to=yesterday", "To: Enter a valid date."),
        ("from=2023-01-02&to=2023-01-01", "before it begins"),
        ("type=picnic", "Type: there is none called “picnic”."),
        ("source=one", "Source: “one” is not the number"),
        ("source=" + "9" * 30, "is not the number"),
        ("q=" + "x" * 201, "Words: Ensure this value has at most 200"),
        ("q=" + "+a" * 11, "11 words are too many"),
        ("q=a%00b", "Words: Null characters are not allowed."),
        ("place=a%00b", "Place: Null characters are not allowed."),
        ("at=1/2", "Map view: Give zoom/latitude/longitude"),
        ("at=nan/1/1", "plain numbers"),
        ("at=6/91/0", "no such place"),
        ("at=1e9/1/1", "no such place"),
        ("country=Azerbaijan", "Country: “Azerbaijan” is not a code"),
        ("country=%D0%90%D0%97", "is not a code of two letters"),
        ("division=AZ", "Division: “AZ” is not a code such as AZ.09"),
        ("division=AZ." + "9" * 21, "is not a code such as"),
        ("division=AZ.0%27--", "is not a code such as"),
        ("where_prec=0", "Precision of the place: there is no code “0”"),
        ("where_prec=8&where_prec=x", "no code “x”"),
        ("where_prec=%C2%B2", "no code “²”"),
        ("date_prec=-1", "Precision of the days: there is no code"),
        ("confidence=nan", "Confidence: Give a number from 0 to 1"),
        ("confidence=70%25", "Confidence: Give a number from 0 to 1"),
        ("confidence=1.01", "Confidence: Give a number from 0 to 1"),
        ("confidence=1e999", "Confidence: Give a number from 0 to 1"),
        ("actor=" + "x" * 201, "Actor: “xxx"),
        ("actor=a%00b", "is not a name"),
        ("status=draft", "Status: only editors may choose it."),
        ("area=40,47", "Area: Give two corners"),
        ("area=40,47~41", "Area: Give points as latitude,longitude"),
        ("area=40,47~41,49,50", "Area: Give points as latitude,longitude"),
        ("area=nan,47~41,49", "Area: Give latitudes and longitudes as plain numbers"),
        ("area=91,47~41,49", "Area: A point is not on the globe"),
        ("area=40,47~41,541", "Area: A point is not on the globe"),
        ("area=40,47~40,49", "Area: The points enclose nothing"),
        ("area=40,47~41,47~42,47", "Area: The points enclose nothing"),
        ("area=" + "~".join(["1,1"] * 101), "Area: Give two corners"),
        ("area=" + "9" * 4001, "Area: Ensure this value has at most 4000"),
        ("order=random", "Order: Give one of newest, nearest, relevance"),
    ],
)
def test_a_bad_value_is_left_out_and_said(query: str, error: str) -> None:
    event_filter = read(query)
    assert any(error in message for message in event_filter.errors)
    assert event_filter.query_string() == ""


@pytest.mark.django_db
def test_hostile_values_reach_the_database_without_harm() -> None:
    an_event()
    for query in (
        "q=%25%27+OR+1%3D1--",
        "place=%5C_%25",
        "place=" + "9" * 40,
        "q=%F0%9F%92%A9",
    ):
        assert titles(query) == set()


@pytest.mark.django_db
def test_each_part_lets_the_right_events_through() -> None:
    other = an_article("Voters queued in Quito.", source=a_source("El Correo"))
    an_event(title="Exercise", places=(a_place(BAKU), a_place(ASTARA)), day=date(2022, 12, 5))
    an_event(
        title="Vote",
        type="election",
        places=(a_place(QUITO),),
        article=other,
        day=date(2023, 8, 20),
    )
    an_event(title="Draft", status="draft")
    assert titles("") == {"Exercise", "Vote"}
    assert titles("type=election") == {"Vote"}
    assert titles("type=election&type=military_exercise") == {"Exercise", "Vote"}
    assert titles("place=asta") == {"Exercise"}
    assert titles(f"place={a_place(QUITO).pk}") == {"Vote"}
    assert titles("place=1234567") == set()
    assert titles(f"source={other.source_id}") == {"Vote"}
    assert titles("q=queued") == {"Vote"}
    assert titles("q=queued+jets") == set()
    assert titles("from=2023-01-01") == {"Vote"}
    assert titles("to=2022-12-05") == {"Exercise"}
    assert titles("from=2022-12-06&to=2023-08-19") == set()


@pytest.mark.django_db
def test_the_name_of_a_country_means_everything_in_it(tmp_path: Path, settings: Any) -> None:
    an_event(title="In Baku", places=(a_place(BAKU),))
    an_event(title="In Quito", places=(a_place(QUITO),))
    settings.GAZETTEER_PATH = tmp_path / "none.sqlite3"
    assert titles("place=Azerbaijan") == set()
    settings.GAZETTEER_PATH = build_tiny_gazetteer(tmp_path / "tiny.sqlite3").path
    assert titles("place=Azerbaijan") == titles("place=Азербайджан") == {"In Baku"}
    assert titles("place=Baku") == {"In Baku"}
    assert titles("place=Armenia") == set()


@pytest.mark.django_db
def test_an_event_over_an_interval_is_in_every_window_that_touches_it() -> None:
    an_event(
        day=None, first_day=date(2020, 9, 27), last_day=date(2020, 11, 10), date_prec=5, title="War"
    )
    assert titles("from=2020-11-10") == titles("to=2020-09-27") == {"War"}
    assert titles("from=2020-10-01&to=2020-10-02") == {"War"}
    assert titles("from=2020-11-11") == titles("to=2020-09-26") == set()


@pytest.mark.parametrize("name", ["type", "source", "country", "division", "actor", "status"])
def test_values_without_end_are_cut_and_errors_are_few(name: str) -> None:
    query = "&".join(f"{name}={'%00' * 10}{number}" for number in range(500))
    event_filter = EventFilter.from_query(QueryDict(query), editor=True)
    assert event_filter.query_string() == ""
    assert 1 <= len(event_filter.errors) <= 10
    many = read("&".join(f"source={number}" for number in range(500)))
    assert len(many.sources) == 100
    assert many.errors == ("Source: only the first 100 values were read.",)


def test_one_thing_has_one_address() -> None:
    assert read("country=az&country=AZ").query_string() == "country=AZ"
    assert read("order=newest&confidence=0").query_string() == ""
    assert read("confidence=.70000001").query_string() == "confidence=0.7"
    assert read("area=40.123456789,047.50~41,-0").query_string() == "area=40.12346,47.5~41,0"
    assert read("order=relevance").is_empty
    assert EventFilter.from_query(QueryDict("status=published"), editor=True).is_empty


@pytest.mark.django_db
def test_statuses_are_for_editors_alone() -> None:
    an_event(title="Out")
    an_event(title="Draft", status="draft")
    an_event(title="No", status="rejected")
    assert titles("status=draft&status=rejected") == {"Out"}
    query = QueryDict("status=draft&status=rejected")
    event_filter = EventFilter.from_query(query, editor=True)
    assert set(event_filter.events().values_list("title", flat=True)) == {"Draft", "No"}
    assert event_filter.query_string() == query.urlencode()


@pytest.mark.django_db
def test_what_is_asked_of_a_place_holds_for_one_location() -> None:
    province = a_place(("adm1:TR.34", "Istanbul", 41.0, 29.0, "TR"), admin1="34", where_prec=4)
    city = a_place(BAKU, admin1="09")
    an_event(title="Both", places=(city, province))
    an_event(title="Town", places=(a_place(ASTARA, admin1="08"),))
    assert titles("country=TR") == {"Both"}
    assert titles("country=TR&country=AZ") == {"Both", "Town"}
    assert titles("division=AZ.09&division=AZ.08") == {"Both", "Town"}
    assert titles("division=AZ.34") == set(), "a division is one of its own country"
    assert titles("where_prec=4") == {"Both"}
    assert titles("country=AZ&where_prec=4") == set(), "no location is both"
    assert titles(f"place={city.pk}&country=TR") == set()
    assert titles("area=40,49~41,50") == {"Both"}
    assert titles("area=40,49~41,50&country=TR") == set()
    assert titles("area=40,49~41,50&place=istan") == {"Both"}, "a name is of the event"


@pytest.mark.django_db
def test_precision_confidence_and_actors() -> None:
    an_event(title="Sure", confidence=0.7, actors=["Army", 'O\'Neil "x" % _ \\'])
    an_event(title="Unsure", confidence=0.69, actors=["army"], date_prec=2)
    an_event(title="By hand", confidence=None, actors=[])
    assert titles("confidence=0.7") == {"Sure", "By hand"}
    assert titles("confidence=1") == {"By hand"}
    assert titles("date_prec=2&date_prec=5") == {"Unsure"}
    assert titles("actor=Army") == {"Sure"}
    assert titles("actor=Army&actor=army") == {"Sure", "Unsure"}
    assert titles("actor=O%27Neil+%22x%22+%25+_+%5C") == {"Sure"}
    assert titles("actor=Arm") == set()
    assert titles("actor=%5B%22Army%22%5D") == set()


@pytest.mark.django_db
def test_areas_cross_the_date_line_and_reach_the_poles() -> None:
    def at(name: str, latitude: float, longitude: float) -> None:
        place = a_place((f"x:{name}", name, latitude, longitude, ""))
        an_event(title=name, places=(place,))

    at("Suva", -18.1, 178.4)
    at("Apia", -13.8, -171.8)
    at("Line", 0.0, 180.0)
    at("Pole", 90.0, 0.0)
    at("London", 51.5, -0.1)
    an_event(title="Nowhere", places=())
    assert titles("area=-20,175~0,190") == {"Suva", "Apia", "Line"}
    assert titles("area=-20,-185~0,-170") == {"Suva", "Apia", "Line"}
    assert titles("area=-20,175~10,175~10,190~-20,190") == {"Suva", "Apia", "Line"}
    assert titles("area=-20,535~10,535~10,539~-20,539") == {"Suva"}
    assert titles("area=-90,-180~90,180") == {"Suva", "Apia", "Line", "Pole", "London"}
    assert titles("area=-90,-540~90,540") == {"Suva", "Apia", "Line", "Pole", "London"}
    assert titles("area=50,-1~52,-1~52,1") == {"London"}
    assert titles("area=50,-1~52,-1~50,1") == set()
    assert titles("area=50,-1~52,1~52,-1~50,1") == {"London"}, "a bow tie's upper half"
    assert titles("area=50,-1~52,1~50,1~52,-1") == set(), "between the halves of a bow tie"


@pytest.mark.django_db
def test_more_places_in_an_area_than_a_query_has_parameters() -> None:
    event = an_event(places=())
    place = a_place()
    Location.objects.bulk_create(
        Location(event=event, place=a_place((f"x:{n}", "x", 1.0, 1.0, "")), latitude=1, longitude=1)
        for n in range(300)
    )
    assert Event.objects.with_ids(range(400_000)).count() == 1
    assert Event.objects.with_ids([]).count() == 0
    assert titles("area=0,0~0,2~2,2~2,0") == {event.title}
    assert Event.objects.in_box(0, 0, 2, 2).count() == 1
    assert Event.objects.in_box(2, 0, 0, 2).count() == 0
    assert Event.objects.at_place(place.pk).count() == 0
