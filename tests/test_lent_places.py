"""Names that the gazetteer does not know: a place in the name, or near one that is settled."""

from __future__ import annotations

import pytest

from events.geoparsing.borrowing import kind_of_word, parts_of
from events.geoparsing.gazetteer import distance_km
from events.geoparsing.lent import is_lent, lent_place
from events.geoparsing.types import Span, Toponym
from tests.places import gazetteer, read


def given(text: str, *names: str) -> dict[str, Toponym]:
    """Resolve exactly these names at their first places in the text."""
    spans = tuple(Span(text.index(name), text.index(name) + len(name)) for name in names)
    return {toponym.text: toponym for toponym in read(text, mentions=spans)}


def km_to(toponym: Toponym, latitude: float, longitude: float) -> float:
    assert toponym.place is not None
    return distance_km(toponym.place.latitude, toponym.place.longitude, latitude, longitude)


def test_a_street_lies_near_the_town_of_the_text_and_is_not_exact() -> None:
    text = "A man was shot on Quimby Street in Savannah, Georgia, police in Savannah said."
    street = given(text, "Quimby Street", "Savannah", "Georgia")["Quimby Street"]
    assert street.place is not None
    assert km_to(street, 32.08, -81.09) < 20
    assert is_lent(street.place)
    assert street.place.geonameid is None
    assert street.place.name == "near Savannah"
    assert street.place.where_prec > 1
    assert street.place.radius_m >= 50_000
    assert 0 < street.confidence < 1
    assert any("Savannah" in reason for reason in street.candidates[0].reasons)


def test_a_river_of_a_text_of_many_towns_lies_among_them() -> None:
    text = (
        "Flooding along the Quimby River closed roads in Macon, Warner Robins and Byron."
        " Macon's mayor asked Georgia for help."
    )
    names = given(text, "Quimby River", "Macon", "Warner Robins", "Byron", "Georgia")
    assert km_to(names["Quimby River"], 32.84, -83.63) < 80
    assert is_lent(names["Quimby River"].place)  # type: ignore[arg-type]


def test_a_site_goes_to_the_town_that_it_is_said_to_be_in() -> None:
    text = (
        "Concerts in Miami, Orlando and Tampa were sold out, while the one at Quimby Hall in"
        " Tacoma was not."
    )
    names = given(text, "Miami", "Orlando", "Tampa", "Quimby Hall", "Tacoma")
    assert km_to(names["Quimby Hall"], 47.25, -122.44) < 30


def test_nothing_is_lent_where_nothing_is_settled() -> None:
    toponym = given("A man was shot on Quimby Street.", "Quimby Street")["Quimby Street"]
    assert toponym.candidates == ()
    assert toponym.confidence == 0.0


def test_a_country_stays_where_it_is() -> None:
    text = "Yerevan, Gyumri, Vanadzor and Abovyan sent delegations to the Holy See."
    place = given(text, "Yerevan", "Gyumri", "Vanadzor", "Abovyan", "Holy See")["Holy See"].place
    assert place is not None
    assert place.country == "VA"


def test_a_capital_is_not_somewhere_near_another_one() -> None:
    text = (
        "As tear gas drifted through Nairobi, 400 officers stepped off a plane 12,000 kilometres"
        " away. They touched down at the airport of Port-au-Prince on Tuesday. Police from Jamaica,"
        " Benin, Chad and Bangladesh are to follow. President Ruto saw them off in Nairobi."
    )
    names = given(text, "Nairobi", "Port-au-Prince", "Jamaica", "Benin", "Chad", "Bangladesh")
    assert km_to(names["Port-au-Prince"], 18.55, -72.34) < 30


def test_a_large_town_is_not_somewhere_near_another_one() -> None:
    text = (
        "CAPE TOWN - Water experts from Chennai to Sao Paulo will tell you that scarcity is less a"
        " matter of clouds than of management."
    )
    names = given(text, "CAPE TOWN", "Chennai", "Sao Paulo")
    assert km_to(names["CAPE TOWN"], -33.93, 18.42) < 30


def test_an_organisation_is_where_its_name_says() -> None:
    text = "Researchers of Cardiff University and the Government of Kenya met."
    names = given(text, "Cardiff University", "Government of Kenya")
    assert km_to(names["Cardiff University"], 51.48, -3.18) < 25
    assert names["Government of Kenya"].place is not None
    assert names["Government of Kenya"].place.country == "KE"
    reasons = names["Government of Kenya"].candidates[0].reasons
    assert "part of the name Government of Kenya" in reasons


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Fore Street", "street"),
        ("2231 Royal", "street"),
        ("Neches River", "nature"),
        ("Lake Lanier", "nature"),
        ("Clinton Township", "division"),
        ("Gloucester Crown Court", "site"),
        ("Abagana", "plain"),
        ("", "plain"),
    ],
)
def test_names_say_what_they_are(text: str, kind: str) -> None:
    assert kind_of_word(text) == kind


def test_parts_of_a_name_lend_only_where_they_are_known_well() -> None:
    assert parts_of("Bank of Mexico", gazetteer())[0].place.country == "MX"
    assert parts_of("Dubai World Cup", gazetteer())[0].place.country == "AE"
    assert parts_of("Qzxwvut Wing", gazetteer()) == ()
    assert parts_of("Paris", gazetteer()) == ()


def test_a_lent_place_holds_its_lender_and_keeps_it_apart() -> None:
    paris = gazetteer().lookup("Paris")[0].place
    lent = lent_place(paris)
    assert lent.key == f"near:{paris.key}"
    assert lent.radius_m >= 50_000
    assert lent.where_prec == 5
    assert len(lent.key) <= 100
    assert not is_lent(paris)
    assert gazetteer().place(lent.key) == lent
    assert gazetteer().place("near:gn:1") is None
    assert gazetteer().place(f"near:{lent.key}") is None
    assert gazetteer().place("near:" * 5_000) is None
