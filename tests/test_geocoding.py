"""Geocoders: the gazetteer behind geopy's interface, and the chain with services by name."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from geopy import Location
from geopy.exc import ConfigurationError, GeocoderQueryError, GeocoderTimedOut

from events import geocoding
from events.geocoding import (
    REST_SECONDS,
    GazetteerGeocoder,
    GeocoderChain,
    Service,
    online_service,
    shared_chain,
)
from events.models import GeocodeAnswer
from tests.loopback_nominatim import Nominatim, loopback_nominatim
from tests.tiny_gazetteer import build_tiny_gazetteer


@pytest.fixture(scope="module")
def geocoder(tmp_path_factory: pytest.TempPathFactory) -> GazetteerGeocoder:
    return GazetteerGeocoder(build_tiny_gazetteer(tmp_path_factory.mktemp("gazetteer") / "g"))


def test_a_name_gives_the_most_prominent_place(geocoder: GazetteerGeocoder) -> None:
    found = geocoder.geocode("Paris")
    assert isinstance(found, Location)
    assert found.raw["country"] == "FR"
    assert found.raw["geonameid"] == 2988507
    assert found.point.latitude == pytest.approx(48.85, abs=0.1)
    assert found.address.startswith("Paris")
    assert found.address.endswith("France")


def test_what_contains_it_narrows_it(geocoder: GazetteerGeocoder) -> None:
    texas = geocoder.geocode("Paris, Texas")
    assert isinstance(texas, Location)
    assert texas.raw["country"] == "US"
    assert geocoder.geocode("Astara, Azerbaijan").raw["country"] == "AZ"  # type: ignore[union-attr]
    assert geocoder.geocode("Astara, Iran").raw["country"] == "IR"  # type: ignore[union-attr]
    assert geocoder.geocode("Paris, Azerbaijan") is None


def test_country_codes_and_limit(geocoder: GazetteerGeocoder) -> None:
    every = geocoder.geocode("Paris", exactly_one=False)
    assert isinstance(every, list)
    assert len(every) >= 2
    assert len(geocoder.geocode("Paris", exactly_one=False, limit=1)) == 1  # type: ignore[arg-type]
    assert geocoder.geocode("Paris", country_codes="us").raw["country"] == "US"  # type: ignore[union-attr]
    assert geocoder.geocode("Paris", country_codes=["AZ", "TR"]) is None


@pytest.mark.parametrize("name", ["", " , ", "Nowhere-upon-Nothing", "<script>", "\x00"])
def test_an_unknown_name_gives_none(geocoder: GazetteerGeocoder, name: str) -> None:
    assert geocoder.geocode(name) is None


def test_a_query_without_end_is_refused(geocoder: GazetteerGeocoder) -> None:
    with pytest.raises(GeocoderQueryError, match="300"):
        geocoder.geocode("x" * 301)


def test_reverse_gives_the_nearest(geocoder: GazetteerGeocoder) -> None:
    found = geocoder.reverse((40.4, 49.9))
    assert isinstance(found, Location)
    assert found.raw["name"] == "Baku"
    assert geocoder.reverse("0.0, -140.0") is None
    with pytest.raises(GeocoderQueryError):
        geocoder.reverse("nowhere at all")


# The chain ---------------------------------------------------------------------------------------


@pytest.fixture
def nominatim() -> Iterator[tuple[type[Nominatim], Service]]:
    with loopback_nominatim() as (handler, options):
        yield handler, online_service("nominatim", **options)


@pytest.fixture(autouse=True)
def quick(settings: Any) -> None:
    settings.GEOCODER_MIN_DELAY = 0
    settings.GEOCODER_TIMEOUT = 0.5


FOUND = [{"lat": "39.4", "lon": "47.03", "display_name": "Jabrayil, Azerbaijan"}]


@pytest.mark.django_db
def test_a_service_is_asked_once_and_its_answer_kept(
    nominatim: tuple[type[Nominatim], Service], settings: Any
) -> None:
    handler, service = nominatim
    handler.answer = FOUND
    chain = GeocoderChain([service])
    first = chain.geocode("Cəbrayıl")
    again = chain.geocode("  cəbrayıl ")
    assert first.locations[0].latitude == again.locations[0].latitude == 39.4
    assert (first.asked_at, first.service) == (None, "nominatim")
    assert again.asked_at is not None
    assert handler.asked == ["Cəbrayıl"]
    assert handler.agent == settings.GEOCODER_USER_AGENT

    GeocodeAnswer.objects.update(asked_at=timezone.now() - timedelta(days=91))
    chain.geocode("Cəbrayıl")
    assert len(handler.asked) == 2


@pytest.mark.django_db
def test_an_empty_answer_is_kept_and_the_next_is_asked(
    nominatim: tuple[type[Nominatim], Service], geocoder: GazetteerGeocoder
) -> None:
    handler, service = nominatim
    local = Service("gazetteer", lambda query: [geocoder.geocode("Baku")], local=True)
    chain = GeocoderChain([service, local])
    assert chain.geocode("x").service == "gazetteer"
    assert chain.geocode("x").service == "gazetteer"
    assert handler.asked == ["x"]


@pytest.mark.django_db
@pytest.mark.parametrize("status", [403, 429, 500, 503])
def test_an_error_falls_through_is_told_and_not_repeated(
    nominatim: tuple[type[Nominatim], Service],
    geocoder: GazetteerGeocoder,
    status: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    handler, service = nominatim
    handler.status = status
    local = Service("gazetteer", lambda query: [geocoder.geocode("Baku")], local=True)
    chain = GeocoderChain([service, local])
    answer = chain.geocode("Baku")
    assert answer.service == "gazetteer"
    assert "nominatim: Geocoder" in answer.errors[0]
    assert "later" in chain.geocode("Astara").errors[0]
    assert handler.asked == ["Baku"]
    assert not GeocodeAnswer.objects.exists()

    later = time.monotonic() + REST_SECONDS + 1
    monkeypatch.setattr(time, "monotonic", lambda: later)
    chain.geocode("Baku")
    assert handler.asked == ["Baku", "Baku"]


@pytest.mark.django_db
def test_a_slow_service_is_left_after_the_timeout(
    nominatim: tuple[type[Nominatim], Service],
) -> None:
    handler, service = nominatim
    handler.delay = 1.5
    answer = GeocoderChain([service]).geocode("Baku")
    assert not answer.locations
    assert GeocoderTimedOut.__name__ in answer.errors[0]


@pytest.mark.filterwarnings("ignore:Latitude normalization")
@pytest.mark.django_db
@pytest.mark.parametrize(
    "answer",
    [
        [{"lat": "91", "lon": "0", "display_name": "Beyond"}],
        [{"lat": "here", "lon": "there"}],
        ["<html>"],
        [None],
    ],
)
def test_an_answer_that_cannot_be_read_is_an_error_of_the_service(
    nominatim: tuple[type[Nominatim], Service], answer: Any
) -> None:
    handler, service = nominatim
    handler.answer = answer
    found = GeocoderChain([service]).geocode("Baku")
    assert not found.locations
    assert "nominatim: GeocoderParseError: its answer cannot be read" in found.errors[0]
    assert not GeocodeAnswer.objects.exists()


@pytest.mark.django_db
def test_what_a_database_cannot_keep_is_left_out(
    nominatim: tuple[type[Nominatim], Service],
) -> None:
    handler, service = nominatim
    handler.answer = [{"lat": "1", "lon": "2", "display_name": "Mill", "odd": ["\x00", "\ud800"]}]
    found = GeocoderChain([service]).geocode("Mill")
    assert found.kept is not None
    found.kept.refresh_from_db()
    assert found.kept.answer == [{"address": "Mill", "latitude": 1, "longitude": 2, "raw": {}}]


@pytest.mark.django_db
@pytest.mark.parametrize("damaged", [5, [5], [{}], {"a": 1}, [{"address": "", "latitude": 99}]])
def test_a_kept_answer_that_cannot_be_read_is_asked_for_anew(
    nominatim: tuple[type[Nominatim], Service], damaged: Any
) -> None:
    handler, service = nominatim
    handler.answer = FOUND
    GeocodeAnswer.objects.create(
        service="nominatim", question="baku", answer=damaged, asked_at=timezone.now()
    )
    found = GeocoderChain([service]).geocode("Baku")
    assert (found.locations[0].latitude, found.asked_at) == (39.4, None)
    assert GeocodeAnswer.objects.get().answer[0]["address"] == "Jabrayil, Azerbaijan"


@pytest.mark.django_db
def test_a_machine_without_network_does_not_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(geocoding, "_has_route", lambda: False)
    began = time.monotonic()
    answer = GeocoderChain([online_service("photon")]).geocode("Baku")
    assert answer.errors == ["photon: GeopyError: this machine has no network"]
    assert time.monotonic() - began < 3  # the timeout of a service would be longer


def test_a_service_that_lacks_its_key_says_so() -> None:
    with pytest.raises(ConfigurationError, match="GEOCODER_OPENCAGE"):
        online_service("opencage")


def test_the_command(tmp_path: Path, settings: Any, capsys: pytest.CaptureFixture[str]) -> None:
    shared_chain.cache_clear()
    settings.GAZETTEER_PATH = tmp_path / "missing.sqlite3"
    with pytest.raises(CommandError, match="build_gazetteer"):
        call_command("geocode", "Baku")
    settings.GAZETTEER_PATH = build_tiny_gazetteer(tmp_path / "g").path
    call_command("geocode", "Paris, Texas")
    assert "Texas" in capsys.readouterr().out
    with pytest.raises(CommandError, match="No place named"):
        call_command("geocode", "Nowhere-upon-Nothing")
    shared_chain.cache_clear()
