"""What an editor puts right beside the text of an article: the type, the days, a place.

Each correction is one transaction, marks the event as curated (so that it outlives
another reading of the article), leaves a line in its history, and takes the evidence
along: days chosen from the text rest on the words that say them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from events.geoparsing.taxonomy import EVENT_TYPES
from events.known_places import save_place
from events.maps.symbols import symbol_of
from events.models import Article, Event, Evidence, Location, Place, TimeExpression, Toponym
from events.noting import delete_with_reason, save_with_reason
from events.pages import readable_candidates
from events.place_names import place_label
from events.points import point_of
from events.settled_names import settle_from_location
from events.wording import days_in_words

MOST_DAYS = 40  # choices of days in one list
REASON = "corrected beside the article"
NOT_HERE = "none"  # what a list of places sends to remove the location


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    label: str
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class PlaceChoices:
    """One location of an event, and what else the words that it rests on may mean."""

    field: str
    name: str
    choices: list[Choice]


@dataclass(frozen=True, slots=True)
class Correction:
    """The lists that stand beside an event on the page of its article."""

    types: list[Choice]
    days: list[Choice]
    places: list[PlaceChoices]


@dataclass(frozen=True, slots=True)
class Corrected:
    """What an editor chose; what is left out stays."""

    type: str = ""
    days: TimeExpression | None = None
    places: Mapping[int, Place | None] = field(default_factory=dict)  # by location; None: not here


def correction_of(
    event: Event,
    article: Article,
    toponyms: Iterable[Toponym],
    expressions: Iterable[TimeExpression],
) -> Correction:
    """``event`` comes from ``with_everything()``: no query is made here."""
    spans = [row for row in event.evidence.all() if row.article_id == article.pk]
    return Correction(
        types=[Choice(code, symbol_of(code).label, code == event.type) for code in EVENT_TYPES],
        days=_day_choices(event, expressions),
        places=_place_choices(event, spans, {(row.start, row.end): row for row in toponyms}),
    )


def spans_of(rows: Iterable[Evidence]) -> str:
    """``start-end start-end …`` of words that carry an event, in code points of the text."""
    return " ".join(sorted({f"{row.start}-{row.end}" for row in rows}))


def _day_choices(event: Event, expressions: Iterable[TimeExpression]) -> list[Choice]:
    """What it says now, then every interval that the article names, in the order of the text."""
    now = (event.first_day, event.last_day)
    told: dict[tuple[date, date], TimeExpression] = {}
    for expression in expressions:
        if expression.first_day and expression.last_day:
            told.setdefault((expression.first_day, expression.last_day), expression)
    found = [Choice("", days_in_words(*now), chosen=True)]
    for days, expression in list(told.items())[:MOST_DAYS]:
        if days != now:
            label = f"{days_in_words(*days)} – “{expression.text[:40]}”"
            found.append(Choice(str(expression.pk), label))
    return found


def _place_choices(
    event: Event, spans: Iterable[Evidence], toponyms: Mapping[tuple[int, int], Toponym]
) -> list[PlaceChoices]:
    found = []
    for location in event.locations.all():
        told = [row for row in spans if row.location_id == location.pk]
        read = [toponyms[row.start, row.end] for row in told if (row.start, row.end) in toponyms]
        others = {
            candidate["key"]: candidate["label"]
            for toponym in read
            for candidate in readable_candidates(toponym.candidates)
            if candidate["key"] and candidate["key"] != location.place.geoparser_key
        }
        choices = [Choice("", place_label(location.place), chosen=True)]
        choices += [Choice(key, label) for key, label in others.items()]
        choices.append(Choice(NOT_HERE, _("Not at this place")))
        found.append(PlaceChoices(f"place-{location.pk}", place_label(location.place), choices))
    return found


@transaction.atomic
def correct(*, event: Event, article: Article, user: User, said: Corrected) -> list[str]:
    """Writes what was chosen; returns the names of what changed, nothing when all was so already.

    A place takes over its own point and precision.  Where the event is at that place already, the
    two become one.  What the change says of the name is settled, as in the admin.
    """
    row = Event.objects.select_for_update(of=("self",)).get(pk=event.pk)
    changed = []
    if said.type and said.type != row.type:
        row.type = said.type
        changed.append("type")
    if said.days is not None and _take_days(row, article, said.days):
        changed.append("days")
    wanted = row.locations.select_related("place").filter(pk__in=said.places)
    named = [(location.pk, f"place {location.place.name}", location) for location in wanted]
    changed += [
        name for pk, name, location in named if _take_place(row, location, said.places[pk], user)
    ]
    if changed:
        row.curated = True
        save_with_reason(row=row, user=user, reason=f"{REASON}: {', '.join(changed)}")
    return changed


def _take_days(event: Event, article: Article, told: TimeExpression) -> bool:
    days = (told.first_day, told.last_day, told.date_prec)
    if days == (event.first_day, event.last_day, event.date_prec):
        return False
    event.first_day, event.last_day, event.date_prec = days
    event.time_of_day, event.time_zone = None, ""  # of another day
    event.evidence.filter(article=article, kind=Evidence.Kind.DATE).delete()
    quote = article.text[told.start : told.end]
    Evidence.objects.bulk_create(
        [
            Evidence(
                event=event,
                article=article,
                kind=Evidence.Kind.DATE,
                start=told.start,
                end=told.end,
                quote=quote,
            )
        ]
    )
    return True


def _take_place(event: Event, location: Location, place: Place | None, user: User) -> bool:
    if place is None:
        delete_with_reason(row=location, user=user, reason=REASON)
        return True
    place = save_place(place)
    if place.pk == location.place_id:
        return False
    standing = event.locations.filter(place=place).first()
    if standing is not None:
        Evidence.objects.filter(location=location).update(location=standing)
        delete_with_reason(row=location, user=user, reason=f"{REASON}: the same as {place.name}")
        return True
    location.place = place
    for name, value in point_of(place).items():
        setattr(location, name, value)
    save_with_reason(row=location, user=user, reason=REASON)
    settle_from_location(location=location, user=user)
    return True
