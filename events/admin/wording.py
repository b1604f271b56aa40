"""How lists of the admin say days, confidence and places."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext

from events.codes import DatePrec
from events.models import Event, Location
from events.wording import days_in_words


def days_text(first: date | None, last: date | None, prec: int | None) -> str:
    """An interval with its precision where that is a week or vaguer; "" when it is not known."""
    if first is None or last is None:
        return ""
    vague = f" ({DatePrec(prec).label})" if prec is not None and prec >= DatePrec.WEEK else ""
    return days_in_words(first, last) + vague


def event_days(event: Event) -> str:
    return days_text(event.first_day, event.last_day, event.date_prec)


def places_text(locations: Sequence[Location], most: int = 3) -> str:
    """The names of the places, the first few written out."""
    names = [location.place.name for location in locations]
    rest = len(names) - most
    return ", ".join(names[:most]) + (
        " " + gettext("and {n} more").format(n=rest) if rest > 0 else ""
    )


def percent(confidence: float | None) -> str:
    return "" if confidence is None else f"{confidence:.0%}"
