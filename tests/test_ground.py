"""What the names of a text say for each other."""

from __future__ import annotations

import time

import pytest

from events.geoparsing.resolution import Resolver
from events.geoparsing.types import Document, Span, Toponym
from tests.places import gazetteer, read


def places(text: str, *names: str) -> dict[str, tuple[str, str, str]]:
    """Country, division and feature of each name, at its first place in the text."""
    spans = tuple(Span(text.index(name), text.index(name) + len(name)) for name in names)
    return {
        toponym.text: (toponym.place.country, toponym.place.admin1, toponym.place.feature)
        for toponym in read(text, mentions=spans)
        if toponym.place is not None
    }


def test_small_namesakes_that_lie_together_beat_the_populous_ones() -> None:
    """Local news of Kentucky that never says so."""
    text = (
        "Richmond and Berea will share a water plant with Irvine, Lancaster and Paint Lick,"
        " a judge from Winchester said."
    )
    found = places(text, "Richmond", "Berea", "Irvine", "Lancaster", "Paint Lick", "Winchester")
    assert found["Richmond"][:2] == ("US", "KY")
    assert found["Berea"][:2] == ("US", "KY")
    assert found["Irvine"][:2] == ("US", "KY")


def test_a_county_by_its_bare_name_lies_among_its_towns() -> None:
    text = "Schools in Oconee, Clarke and Barrow counties and in Athens, Georgia, were closed."
    found = places(text, "Oconee", "Clarke", "Barrow", "Athens", "Georgia")
    assert found["Oconee"][1] == found["Clarke"][1] == found["Barrow"][1] == "GA"


def test_the_government_in_washington_is_no_state() -> None:
    text = "Talks between Moscow, Beijing and Washington ended in Geneva on Friday."
    found = places(text, "Moscow", "Beijing", "Washington", "Geneva")
    assert found["Washington"] == ("US", "DC", "PPLC")


def test_new_york_the_city_and_the_state() -> None:
    city = places("He flew from London and Paris to New York.", "London", "Paris", "New York")
    assert city["New York"] == ("US", "NY", "PPL")
    text = "Albany, Buffalo, Syracuse and Utica are cities in New York."
    state = places(text, "Albany", "Buffalo", "Syracuse", "Utica", "New York")
    assert state["New York"][:2] == ("US", "NY")


def test_mexico_is_the_country_beside_its_capital() -> None:
    text = "Mexico City: Mexico's senate voted on a treaty with Guatemala and the United States."
    spans = ("Mexico City", "Mexico's"[:6], "Guatemala", "United States")
    start = text.index("Mexico's")
    found = read(text, mentions=(Span(start, start + 6),))
    assert found[0].place is not None
    assert found[0].place.feature == "PCLI"
    assert places(text, spans[0], *spans[2:])["Mexico City"][2] == "PPLC"


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Loudon Co., Tennessee", "US"),
        ("Ky.", "US"),
        ("B.C.", "CA"),
        ("NSW", "AU"),
        ("DRC", "CD"),
        ("UAE", "AE"),
        ("St. Louis", "US"),
        ("Mt. Everest", ""),
        ("Ft. Worth", "US"),
        ("White House", "US"),
        ("Kremlin", "RU"),
        ("Pentagon", "US"),
        ("Downing Street", "GB"),
        ("Heathrow", "GB"),
        ("Dulles International Airport", "US"),
        ("Stanford University", "US"),
        ("Cauvery", "IN"),
        ("Herts", "GB"),
        ("Alberta", "CA"),
        ("Gwinnett", "US"),
    ],
)
def test_what_news_names_is_known(name: str, key: str) -> None:
    matches = gazetteer().lookup(name.split(",")[0])
    assert matches
    assert key in {match.place.country for match in matches[:3]}


def test_divisions_and_counties_bear_geonames_ids() -> None:
    assert gazetteer().division("CA", "01").geonameid == 5883102  # type: ignore[union-attr]
    assert gazetteer().division("GB", "ENG").geonameid == 6269131  # type: ignore[union-attr]
    counties = [m.place for m in gazetteer().lookup("Licking County")]
    assert [county.geonameid for county in counties if county.admin1 == "OH"] == [5160740]


def test_the_order_in_which_names_are_given_does_not_matter() -> None:
    text = "Paris, Texas, and Quimby Street, Dallas."
    names = ("Paris", "Texas", "Quimby Street", "Dallas")
    spans = [Span(text.index(name), text.index(name) + len(name)) for name in names]
    forth = read(text, mentions=tuple(spans))
    back = read(text, mentions=tuple(reversed(spans)))
    assert {(t.text, t.place.key if t.place else "") for t in forth} == {
        (t.text, t.place.key if t.place else "") for t in back
    }


def test_time_grows_with_the_names_not_with_their_square() -> None:
    found = [
        m.place.name for a in "abcdefgh" for b in "aeiou" for m in gazetteer().search(a + b, 60)
    ]
    towns = list(dict.fromkeys(found))

    def seconds(count: int) -> float:
        text = " met ".join(towns[:count])
        toponyms, at = [], 0
        for town in towns[:count]:
            start = text.index(town, at)
            at = start + len(town)
            toponyms.append(Toponym(start, at, town, "name", "literal"))
        started = time.process_time()
        Resolver(gazetteer()).resolve(Document(text), toponyms)
        return time.process_time() - started

    assert len(towns) > 800
    seconds(800)  # the first look-ups read the disk
    assert seconds(800) < 20 * seconds(80) + 0.5
