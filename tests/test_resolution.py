"""Which place on earth a name means."""

from __future__ import annotations

import pytest

from events.geoparsing.gazetteer import distance_km
from events.geoparsing.types import Span, Toponym
from tests.places import named, read

NEAR_KM = 25


def near(toponym: Toponym, latitude: float, longitude: float, km: float = NEAR_KM) -> bool:
    place = toponym.place
    assert place is not None
    return distance_km(place.latitude, place.longitude, latitude, longitude) <= km


def only(text: str, name: str, **fields: object) -> Toponym:
    """Resolve exactly one given span, so that recognition plays no part."""
    start = text.index(name)
    return read(text, mentions=(Span(start, start + len(name)),), **fields)[0]


def spans(text: str, *names: str) -> tuple[Span, ...]:
    return tuple(Span(text.index(name), text.index(name) + len(name)) for name in names)


def test_the_prominent_place_is_taken_where_nothing_else_is_said() -> None:
    assert near(named("A fire broke out in Paris.", "Paris"), 48.85, 2.35)
    assert near(named("A fire broke out in London.", "London"), 51.51, -0.13)
    assert near(named("A fire broke out in Sydney.", "Sydney"), -33.87, 151.21)


@pytest.mark.parametrize(
    ("text", "name", "point"),
    [
        ("A barn burned in Paris, Texas, on Monday.", "Paris", (33.66, -95.56)),
        ("He was born in Albany, Ga., in 1950.", "Albany", (31.58, -84.16)),
        ("Soldiers moved to Astara in Azerbaijan.", "Astara", (38.46, 48.87)),
        ("A court in London, Ontario, heard the case.", "London", (42.98, -81.23)),
        ("The Iranian city of Astara was flooded.", "Astara", (38.43, 48.87)),
        ("A bus left Cambridge, Mass., at noon.", "Cambridge", (42.37, -71.11)),
    ],
)
def test_what_stands_beside_a_name_decides(
    text: str, name: str, point: tuple[float, float]
) -> None:
    assert near(named(text, name), *point, km=30)


def test_towns_of_one_text_settle_each_other() -> None:
    text = "Roads between Macon, Savannah, Augusta and Athens were closed in Georgia."
    assert near(named(text, "Athens"), 33.96, -83.38)
    assert named(text, "Georgia").place.admin1 == "GA"  # type: ignore[union-attr]


def test_georgia_among_its_neighbours_is_the_country() -> None:
    text = "Georgia, Armenia and Azerbaijan met in Tbilisi."
    assert named(text, "Georgia").place.feature == "PCLI"  # type: ignore[union-attr]


def test_one_name_means_one_place_throughout() -> None:
    text = "Paris, Texas, was quiet. The mayor of Paris spoke. In Paris nobody was hurt."
    places = {t.place.key for t in read(text) if t.text == "Paris" and t.place}
    assert len(places) == 1
    assert near(named(text, "Paris"), 33.66, -95.56)


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("A tanker docked in Long Beach, California.", "Long Beach", "US"),
        ("A tanker docked in Long Beach.", "Long Beach", "US"),
        ("The University of Missouri in Columbia cut its budget.", "Columbia", "US"),
        ("Flooding hit Columbia, South Carolina.", "Columbia", "US"),
        ("Rebels signed a deal with the government of Colombia.", "Colombia", "CO"),
        ("Troops entered Chad from Sudan.", "Chad", "TD"),
        ("Refugees crossed into Jordan from Syria.", "Jordan", "JO"),
        ("Turkey and Greece signed an agreement.", "Turkey", "TR"),
    ],
)
def test_known_embarrassments(text: str, name: str, country: str) -> None:
    place = only(text, name).place
    assert place is not None
    assert place.country == country


def test_european_is_no_mine_and_no_hamlet() -> None:
    place = only("European leaders met on Friday.", "European").place
    assert place is None or place.feature in ("CONT", "RGN")


def test_ms_is_not_malaysia() -> None:
    place = only("M.S. Dhoni hit a six.", "M.S.").place
    assert place is None or place.country != "MY"


def test_a_name_nobody_knows_leaves_the_others_alone() -> None:
    text = "Buses ran from Qzxwvut to Nairobi."
    unknown, nairobi = read(text, mentions=spans(text, "Qzxwvut", "Nairobi"))
    assert unknown.candidates == ()
    assert unknown.confidence == 0.0
    assert near(nairobi, -1.28, 36.82)


@pytest.mark.parametrize(
    ("text", "point"),
    [
        ("The White House is in Washington, D.C.", (38.90, -77.04)),
        (
            "Spokane, Seattle and other towns of Washington state were covered in snow.",
            (47.5, -120.5),
        ),
    ],
)
def test_washington_the_town_and_the_state(text: str, point: tuple[float, float]) -> None:
    start = text.index("Washington")
    given = [Span(start, start + len("Washington"))]
    given += [
        s for name in ("Spokane", "Seattle", "D.C.") if name in text for s in spans(text, name)
    ]
    washington = next(t for t in read(text, mentions=tuple(given)) if t.text == "Washington")
    assert near(washington, *point, km=200)


def test_the_home_of_the_source_weighs() -> None:
    text = "A man was arrested in Springfield on Monday."
    at_home = only(text, "Springfield", source_country="US", source_point=(39.78, -89.65))
    assert near(at_home, 39.80, -89.64, 40)
    elsewhere = only(text, "Springfield", source_country="US", source_point=(42.10, -72.59))
    assert near(elsewhere, 42.10, -72.59, 40)


def test_candidates_are_at_most_five_best_first_and_distinct() -> None:
    toponym = only("A man was arrested in Springfield.", "Springfield")
    confidences = [candidate.confidence for candidate in toponym.candidates]
    assert 1 < len(confidences) <= 5
    assert confidences == sorted(confidences, reverse=True)
    assert 0 < sum(confidences) <= 1.0001
    assert toponym.confidence == confidences[0]
    assert len({candidate.place.key for candidate in toponym.candidates}) == len(confidences)


def test_reasons_are_words_for_a_person() -> None:
    text = "A barn burned in Paris, Texas, and another one in Dallas."
    assert "named with Texas" in named(text, "Paris").candidates[0].reasons
    text = "Drills were held in the cities of Astara, Baku and Imishli in Azerbaijan."
    reasons = named(text, "Astara").candidates[0].reasons
    assert any(r.startswith("in Azerbaijan") and "Baku" in r for r in reasons), reasons
    springfield = only("He lives in Springfield.", "Springfield", source_country="US")
    assert "source is in United States" in springfield.candidates[0].reasons
    paris = only("He lives in Paris.", "Paris").candidates[0].reasons
    assert any(r.startswith("most populous of ") for r in paris)


def test_what_is_called_a_town_is_no_district() -> None:
    text = "The drill covers the Azerbaijani cities of Baku, Astara, Jabrayil and Imishli."
    for name in ("Baku", "Astara", "Jabrayil", "Imishli"):
        place = named(text, name).place
        assert place is not None
        assert (place.country, place.feature[:3]) == ("AZ", "PPL")


def test_a_town_goes_before_the_district_of_its_name_unless_it_is_called_one() -> None:
    town = read("An exercise began in Astara, Azerbaijan, on Monday.")[0]
    assert town.place is not None
    assert town.place.feature == "PPL"
    assert town.place.where_prec == 1
    district = read("An exercise began in Astara district in Azerbaijan on Monday.")[0]
    assert district.place is not None
    assert district.place.country == "AZ"
