"""A news page as a person copies it: captions eight times over, furniture, no day of publication.

The facts are those of the exercise that Azerbaijan and Türkiye held in December 2022; the words
are ours.  Read with the gazetteer that ``manage.py build_gazetteer`` builds.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from geopy.distance import great_circle

from events.geoparsing.reader import Reader
from events.geoparsing.types import Document, EventDraft, Reading, Toponym

CAPTION = (
    "Soldiers of Türkiye and Azerbaijan at the joint drill in Azerbaijan, Dec. 6, 2022. (AA Photo)"
)
CAPTIONS = "\n\n".join([CAPTION] * 4)
PAGE = f"""Warplanes of Türkiye and Azerbaijan flew over Azerbaijan on Monday in a joint military \
exercise, the Azerbaijani Defense Ministry announced Tuesday morning.

Ankara and Baku are conducting the wide-ranging exercise under their agreement on military \
cooperation. The exercise covers the Azerbaijani cities of Baku, Astara, Jabrayil and Imishli.

{CAPTIONS}

Turkish F-16s and engineering equipment are in use. The exercise went on through Monday night \
into early Tuesday, the Azerbaijani ministry said.

This week's exercise comes after flight-tactical training that the two countries held earlier \
this year in Azerbaijan.

{CAPTIONS}

President Ilham Aliyev praised the drill after a meeting with Türkiye's Defense Minister Hulusi \
Akar in Baku, where both urged Armenia to answer their calls for peace.

Türkiye backed Azerbaijan in the 44-day Karabakh war between Baku and Yerevan, which broke out on \
Sept. 27, 2020, and ended with a cease-fire brokered by Russia on Nov. 10.

The Morning Newsletter

Keep up to date with what is happening in Turkey,
its region and the world.

You can unsubscribe at any time. By signing up you agree to our Terms of Use and Privacy Policy.
This site is protected by reCAPTCHA and the Google Privacy Policy and Terms of Service apply.

Leave a Reply

Your email address will not be published. Required fields are marked *
"""
CITIES = {
    "Baku": (40.38, 49.89),
    "Astara": (38.46, 48.87),
    "Jabrayil": (39.40, 47.03),
    "Imishli": (39.87, 48.06),
}


@pytest.fixture(scope="module")
def reading() -> Reading:
    path = Path(settings.GAZETTEER_PATH)
    if not path.exists():
        pytest.fail("The gazetteer is not built; run: manage.py build_gazetteer")
    return Reader(path).read(Document(PAGE))


def at(reading: Reading, words: str, name: str) -> Toponym:
    """The toponym ``name`` within the first occurrence of ``words``."""
    start = PAGE.index(words) + words.index(name)
    (found,) = [t for t in reading.toponyms if t.start == start and t.text == name]
    return found


def of_type(reading: Reading, kind: str) -> list[EventDraft]:
    return [draft for draft in reading.events if draft.type == kind]


def days(draft: EventDraft) -> tuple[date | None, date | None]:
    return draft.first_day, draft.last_day


def names(reading: Reading, draft: EventDraft) -> set[str]:
    return {reading.toponyms[index].text for index in draft.locations}


def test_the_day_of_publication_is_inferred(reading: Reading) -> None:
    assert (reading.published.day, reading.published.inferred) == (date(2022, 12, 6), True)
    assert reading.published.reason
    assert any("Dec. 6, 2022" in PAGE[s.start : s.end] for s in reading.published.evidence)


def test_the_exercise(reading: Reading) -> None:
    (drill,) = [draft for draft in of_type(reading, "military_exercise") if draft.main]
    assert names(reading, drill) == set(CITIES)
    assert days(drill)[0] == date(2022, 12, 5)
    assert days(drill)[1] in {date(2022, 12, 5), date(2022, 12, 6)}
    for index in drill.locations:
        toponym = reading.toponyms[index]
        assert toponym.place is not None
        point = (toponym.place.latitude, toponym.place.longitude)
        assert great_circle(point, CITIES[toponym.text]).km < 10
        assert toponym.place.country == "AZ"
    assert {actor.name for actor in drill.actors} >= {"Azerbaijan"}


def test_the_war_the_meeting_and_the_training(reading: Reading) -> None:
    (war,) = of_type(reading, "armed_clash")
    assert days(war) == (date(2020, 9, 27), date(2020, 11, 10))
    assert names(reading, war) == {"Karabakh"}
    (meeting,) = of_type(reading, "meeting")
    assert names(reading, meeting) == {"Baku"}
    (training,) = [d for d in of_type(reading, "military_exercise") if not d.main]
    assert days(training)[0] == date(2022, 1, 1)
    assert training.date_prec == 5
    assert names(reading, training) == {"Azerbaijan"}


def test_nothing_else_is_drafted(reading: Reading) -> None:
    kinds = sorted(draft.type for draft in reading.events if draft.type != "agreement")
    assert kinds == ["armed_clash", "meeting", "military_exercise", "military_exercise"]
    assert len(of_type(reading, "agreement")) <= 1
    assert sum(draft.main for draft in reading.events) == 1


def test_furniture_tells_nothing(reading: Reading) -> None:
    furniture = PAGE.index("The Morning Newsletter")
    assert all(draft.end <= furniture for draft in reading.events)
    assert all(span.end <= furniture for draft in reading.events for span in draft.mentions)


@pytest.mark.parametrize(
    ("words", "name", "role"),
    [
        ("Ankara and Baku are conducting", "Ankara", "associative"),
        ("Ankara and Baku are conducting", "Baku", "associative"),
        ("between Baku and Yerevan", "Baku", "associative"),
        ("between Baku and Yerevan", "Yerevan", "associative"),
        ("cities of Baku", "Baku", "literal"),
        ("Akar in Baku", "Baku", "literal"),
        ("Turkish F-16s", "Turkish", "associative"),
        ("flew over Azerbaijan", "Azerbaijan", "literal"),
    ],
)
def test_roles(reading: Reading, words: str, name: str, role: str) -> None:
    assert at(reading, words, name).role == role


def test_people_are_demonyms_and_resolve_to_their_country(reading: Reading) -> None:
    turkish = at(reading, "Turkish F-16s", "Turkish")
    assert turkish.form == "demonym"
    assert turkish.place is not None
    assert turkish.place.country == "TR"


@pytest.mark.django_db
def test_the_same_through_the_site(client: Any, admin_user: Any) -> None:
    from events.models import Article, Event

    client.force_login(admin_user)
    response = client.post("/articles/add/", {"text": PAGE, "save": "1"}, follow=True)
    assert response.status_code == 200
    article = Article.objects.get()
    assert (article.published, article.published_inferred) == (date(2022, 12, 6), True)
    drill = Event.objects.get(type="military_exercise", main=True)
    assert {str(location.place.name) for location in drill.locations.all()} >= {"Baku", "Astara"}
    assert drill.locations.count() == 4
    page = response.content.decode()
    assert "span-associative" in page
    assert "span-literal" in page
