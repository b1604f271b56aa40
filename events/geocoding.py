"""geopy geocoders: our gazetteer as one, and a chain of it with online services by name.

The chain (``GEOCODERS=gazetteer,nominatim,...``) asks one after the other until one
answers.  Answers of services are kept in the database with the day they were given;
a service that fails is passed over, its error is told, and it is left alone for a
while, so that a machine without internet never waits on one twice.
"""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from django.conf import settings
from django.utils import timezone
from geopy import Location, Point
from geopy.adapters import URLLibAdapter
from geopy.exc import ConfigurationError, GeocoderParseError, GeocoderQueryError, GeopyError
from geopy.extra.rate_limiter import RateLimiter
from geopy.geocoders import get_geocoder_for_service
from geopy.geocoders.base import DEFAULT_SENTINEL, Geocoder

from events.geoparsing.gazetteer import MAX_MATCHES, Gazetteer
from events.geoparsing.types import GazetteerPlace
from events.models import GeocodeAnswer

MAX_QUESTION = 300  # characters
DEFAULT_LIMIT = 5
REST_SECONDS = 300.0  # how long a service that failed is left alone
GAZETTEER = "gazetteer"


class GazetteerGeocoder(Geocoder):  # type: ignore[misc]
    """The local gazetteer behind geopy's interface; never touches the network."""

    def __init__(self, gazetteer: Gazetteer, **options: Any) -> None:
        super().__init__(**options)
        self.gazetteer = gazetteer

    def geocode(
        self,
        query: str,
        *,
        exactly_one: bool = True,
        timeout: Any = DEFAULT_SENTINEL,
        limit: int | None = None,
        country_codes: str | Sequence[str] | None = None,
    ) -> Location | list[Location] | None:
        """Places of a name, most prominent first; "Paris, Texas" narrows it by what contains it.

        :param country_codes: ISO 3166-1 alpha-2, one or several.
        :returns: a Location (``raw`` is the gazetteer's record), a list of at most ``limit``
            unless ``exactly_one``, or None when nothing of that name is known.
        :raises GeocoderQueryError: for a query of more than 300 characters.
        """
        if len(query) > MAX_QUESTION:
            raise GeocoderQueryError(f"The query has more than {MAX_QUESTION} characters.")
        name, *contexts = [part.strip() for part in query.split(",") if part.strip()] or [""]
        codes = {country_codes} if isinstance(country_codes, str) else set(country_codes or ())
        codes = {code.upper() for code in codes}
        places = [
            match.place
            for match in self.gazetteer.lookup(name, limit=MAX_MATCHES)
            if not codes or match.place.country in codes
        ]
        for context in contexts:
            places = self._within(places, context)
        return self._answer(places, exactly_one, limit)

    def reverse(
        self,
        query: Any,
        *,
        exactly_one: bool = True,
        timeout: Any = DEFAULT_SENTINEL,
        limit: int | None = None,
        max_km: float = 100.0,
    ) -> Location | list[Location] | None:
        """The nearest places of a point (anything that ``geopy.Point`` takes), nearest first."""
        try:
            point = Point(query)
        except ValueError as error:
            raise GeocoderQueryError(f"No point: {error}") from error
        near = self.gazetteer.near(
            point.latitude, point.longitude, limit=limit or DEFAULT_LIMIT, max_km=max_km
        )
        return self._answer([place for _, place in near], exactly_one, limit)

    def _within(self, places: list[GazetteerPlace], context: str) -> list[GazetteerPlace]:
        """Those of the places that lie in a country or division of that name."""
        countries: set[str] = set()
        divisions: set[tuple[str, str]] = set()
        for match in self.gazetteer.lookup(context):
            holder = match.place
            if holder.feature.startswith("PCL"):
                countries.add(holder.country)
            elif holder.feature == "ADM1":
                divisions.add((holder.country, holder.admin1))
        return [
            place
            for place in places
            if place.country in countries or (place.country, place.admin1) in divisions
        ]

    def _answer(
        self, places: list[GazetteerPlace], exactly_one: bool, limit: int | None
    ) -> Location | list[Location] | None:
        if not places:
            return None
        if exactly_one:
            return self._location(places[0])
        return [self._location(place) for place in places[: limit or DEFAULT_LIMIT]]

    def _location(self, place: GazetteerPlace) -> Location:
        division = self.gazetteer.division(place.country, place.admin1) if place.admin1 else None
        country = self.gazetteer.country(place.country) if place.country else None
        parts = [place.name, division.name if division else "", country.name if country else ""]
        raw = {name: getattr(place, name) for name in GazetteerPlace.__slots__}
        return Location(
            ", ".join(dict.fromkeys(part for part in parts if part)),
            Point(place.latitude, place.longitude),
            raw,
        )


@dataclass(slots=True)
class Answer:
    """What the chain found: locations, who said so and when, and the errors on the way there."""

    locations: list[Location] = field(default_factory=list)
    service: str = ""
    asked_at: datetime | None = None  # None: just now, or from the gazetteer
    errors: list[str] = field(default_factory=list)
    kept: GeocodeAnswer | None = None  # the row of a service's answer; None from the gazetteer


@dataclass(slots=True)
class Service:
    """One geocoder of the chain; ``ask`` takes a query and gives locations or None."""

    name: str
    ask: Callable[[str], list[Location] | None]
    local: bool = False  # answers without the network: neither kept nor left alone after an error
    resting_until: float = 0.0


class GeocoderChain:
    """Geocoders asked in order until one answers."""

    def __init__(self, services: Sequence[Service]) -> None:
        self.services = services

    def geocode(self, query: str) -> Answer:
        """Never raises for a service's error: ``errors`` says what went wrong with which."""
        question = " ".join(query.split())[:MAX_QUESTION]
        answer = Answer()
        if not question:
            return answer
        for service in self.services:
            if self._ask(service, question, answer):
                answer.service = service.name
                break
        return answer

    def _ask(self, service: Service, question: str, answer: Answer) -> bool:
        """Whether this service knows a place; what it found goes into the answer."""
        if service.local:
            answer.locations = service.ask(question) or []
            return bool(answer.locations)
        kept = _kept(service.name, question)
        known = _locations(kept) if kept is not None else None
        if kept is not None and known is not None:
            if not known:
                return False
            answer.locations, answer.kept, answer.asked_at = known, kept, kept.asked_at
            return True
        if time.monotonic() < service.resting_until:
            answer.errors.append(f"{service.name}: failed a moment ago; it is asked again later.")
            return False
        try:
            found = service.ask(question) or []
        except GeopyError as error:
            service.resting_until = time.monotonic() + REST_SECONDS
            answer.errors.append(f"{service.name}: {type(error).__name__}: {str(error)[:200]}")
            return False
        row = _keep(service.name, question, found)
        if not found:
            return False
        answer.locations, answer.kept = found, row
        return True


def _kept(service: str, question: str) -> GeocodeAnswer | None:
    since = timezone.now() - timedelta(days=settings.GEOCODER_CACHE_DAYS)
    return GeocodeAnswer.objects.filter(
        service=service, question=question.casefold(), asked_at__gte=since
    ).first()


def _keep(service: str, question: str, found: Sequence[Location]) -> GeocodeAnswer:
    """An empty answer is kept too: it need not be asked for again."""
    row, _ = GeocodeAnswer.objects.update_or_create(
        service=service,
        question=question.casefold(),
        defaults={"answer": [_row(one) for one in found], "asked_at": timezone.now()},
    )
    return row


def _row(location: Location) -> dict[str, Any]:
    return {
        "address": _storable(str(location.address or ""), ""),
        "latitude": location.latitude,
        "longitude": location.longitude,
        "raw": _storable(location.raw, {}),
    }


def _storable(value: Any, otherwise: Any) -> Any:
    """What a database can keep as JSON: no NaN, no NUL, no half of a surrogate pair."""
    try:
        text = json.dumps(value, allow_nan=False, ensure_ascii=False)
        text.encode()
    except (TypeError, ValueError):
        return otherwise
    return otherwise if "\\u0000" in text else value


def _locations(kept: GeocodeAnswer) -> list[Location] | None:
    """None where the row cannot be read: the service is asked anew."""
    try:
        return [_from_row(row) for row in kept.answer]
    except (TypeError, KeyError, ValueError):
        return None


def _from_row(row: dict[str, Any]) -> Location:
    return Location(row["address"], Point(row["latitude"], row["longitude"]), row["raw"])


@cache
def shared_chain() -> GeocoderChain:
    """The chain that the settings name; GazetteerMissing where it is to use one not built."""
    return GeocoderChain([_service(name) for name in settings.GEOCODERS])


def online_chain() -> GeocoderChain:
    """The services of the chain without the gazetteer, with the same delays and rests.

    Raises ConfigurationError, as ``online_service`` does.
    """
    return GeocoderChain([_configured(name) for name in settings.GEOCODERS if name != GAZETTEER])


def _service(name: str) -> Service:
    if name == GAZETTEER:
        geocoder = GazetteerGeocoder(Gazetteer.open(settings.GAZETTEER_PATH))
        return Service(name, lambda query: _many(geocoder.geocode, query), local=True)
    return _configured(name)


@cache
def _configured(name: str) -> Service:
    """One for both chains: the terms of a service count all questions."""
    return online_service(name, **settings.GEOCODER_OPTIONS.get(name, {}))


def online_service(name: str, **options: Any) -> Service:
    """A service of geopy with our user agent, timeout and delay between two questions.

    ``options`` go to its geocoder: ``domain``, ``scheme``, ``api_key``, ... as geopy documents.
    Raises ConfigurationError, with the name of the service, when they do not fit it.
    """
    try:
        geocoder = get_geocoder_for_service(name)(
            user_agent=settings.GEOCODER_USER_AGENT,
            timeout=settings.GEOCODER_TIMEOUT,
            adapter_factory=URLLibAdapter,  # the other one tries a slow service three times
            **options,
        )
    except TypeError as error:
        raise ConfigurationError(f"{name}: {error}; set GEOCODER_{name.upper()}_…") from error
    limited = RateLimiter(
        geocoder.geocode,
        min_delay_seconds=settings.GEOCODER_MIN_DELAY,
        max_retries=0,
        swallow_exceptions=False,
    )
    domain = str(getattr(geocoder, "domain", "")).partition(":")[0]

    def ask(query: str) -> list[Location] | None:
        if domain not in {"localhost", "127.0.0.1"} and not _has_route():
            raise GeopyError("this machine has no network")
        try:
            return _many(limited, query)
        except (ValueError, TypeError, LookupError, AttributeError) as error:
            raise GeocoderParseError(f"its answer cannot be read: {error}") from error

    return Service(name, ask)


def _many(geocode: Callable[..., Any], query: str) -> list[Location] | None:
    found = geocode(query, exactly_one=False)
    return list(found)[:DEFAULT_LIMIT] if found else None


def _has_route() -> bool:
    """Whether there is a way out at all; asks the kernel alone, sends nothing, takes no time."""
    for family, address in ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1")):
        try:
            with socket.socket(family, socket.SOCK_DGRAM) as probe:
                probe.connect((address, 9))
        except OSError:
            continue
        return True
    return False
