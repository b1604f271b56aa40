"""Values of the address, read one by one: what is hostile or wrong is left out and said.

Every reader takes what the address gives, adds sentences to ``errors``, and
returns what is left in one spelling, so that an address reads back the same.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import TypeVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.areas import Points, read_area
from events.codes import DatePrec, Status, WherePrec
from events.geoparsing.taxonomy import EVENT_TYPES

MAX_WORDS = 10
MAX_VALUES = 100  # of one parameter in one address
MAX_ACTORS = 20
MAX_ERRORS = 10
MAX_ID = 2**63 - 1  # what a BIGINT holds
MAX_ZOOM = 18
ORDERS = ("newest", "nearest", "relevance")

T = TypeVar("T")
_COUNTRY = re.compile(r"[A-Z]{2}", re.ASCII)
_DIVISION = re.compile(r"[A-Z]{2}\.[A-Za-z0-9_-]{1,20}", re.ASCII)


@dataclass(frozen=True, slots=True)
class View:
    """Where the map looks: zoom, and the degrees of its middle."""

    zoom: float
    latitude: float
    longitude: float

    def __str__(self) -> str:
        return f"{self.zoom:g}/{self.latitude:.4f}/{self.longitude:.4f}"


class FilterForm(forms.Form):
    """Checks what is given once; lists are checked value by value."""

    q = forms.CharField(label=gettext_lazy("Words"), max_length=200, required=False)
    place = forms.CharField(label=gettext_lazy("Place"), max_length=200, required=False)
    confidence = forms.CharField(label=gettext_lazy("Confidence"), max_length=20, required=False)
    area = forms.CharField(label=gettext_lazy("Area"), max_length=4000, required=False)
    first = forms.DateField(label=gettext_lazy("From"), required=False, input_formats=["%Y-%m-%d"])
    last = forms.DateField(label=gettext_lazy("To"), required=False, input_formats=["%Y-%m-%d"])
    order = forms.CharField(label=gettext_lazy("Order"), max_length=20, required=False)
    at = forms.CharField(label=gettext_lazy("Map view"), max_length=80, required=False)

    def add_prefix(self, field_name: str) -> str:
        """``from`` is a word of Python, so the field has another name than the parameter."""
        return {"first": "from", "last": "to"}.get(field_name, field_name)

    def clean_q(self) -> str:
        words = str(self.cleaned_data["q"]).split()
        if len(words) > MAX_WORDS:
            raise forms.ValidationError(
                _("{number} words are too many: give {most}.").format(
                    number=len(words), most=MAX_WORDS
                )
            )
        return " ".join(words)

    def clean_confidence(self) -> float | None:
        return read_confidence(self.cleaned_data["confidence"])

    def clean_area(self) -> Points:
        try:
            return read_area(self.cleaned_data["area"])
        except ValueError as error:
            raise forms.ValidationError(str(error)) from None

    def clean_order(self) -> str:
        order = str(self.cleaned_data["order"])
        if order and order not in ORDERS:
            raise forms.ValidationError(_("Give one of {names}.").format(names=", ".join(ORDERS)))
        return "" if order == ORDERS[0] else order

    def clean_at(self) -> View | None:
        return read_view(self.cleaned_data["at"])


def read_confidence(text: str) -> float | None:
    """A fraction of at least a hundredth, rounded to hundredths; None when empty or zero."""
    if not text:
        return None
    try:
        fraction = float(text)
    except ValueError:
        fraction = math.nan
    if not 0 <= fraction <= 1:
        raise forms.ValidationError(_("Give a number from 0 to 1, such as 0.7."))
    return round(fraction, 2) or None


def read_view(text: str) -> View | None:
    """``6/40.1/47.5`` as a view; None when empty, ValidationError when it is something else."""
    if not text:
        return None
    try:
        zoom, latitude, longitude = (float(part) for part in text.split("/"))
    except ValueError:
        words = _("Give zoom/latitude/longitude, such as 6/40.1/47.5.")
        raise forms.ValidationError(words) from None
    numbers = (zoom, latitude, longitude)
    if not all(math.isfinite(number) for number in numbers):
        raise forms.ValidationError(_("Give zoom/latitude/longitude as plain numbers."))
    if not (0 <= zoom <= MAX_ZOOM and -90 <= latitude <= 90 and -540 <= longitude <= 540):
        raise forms.ValidationError(_("There is no such place to look at."))
    return View(zoom, latitude, longitude)


def read_place(text: str) -> tuple[str, int | None]:
    """Digits are the number of a place, anything else is letters of a name."""
    number = _number(text)
    return (text, None) if number is None else ("", number)


def read_types(values: list[str], errors: list[str]) -> tuple[str, ...]:
    return _known(values, EVENT_TYPES, _("Type"), errors)


def read_sources(values: list[str], errors: list[str]) -> tuple[int, ...]:
    return _read(values, _number, _("Source: {} is not the number of a source."), errors)


def read_countries(values: list[str], errors: list[str]) -> tuple[str, ...]:
    return _read(values, _country, _("Country: {} is not a code of two letters."), errors)


def read_divisions(values: list[str], errors: list[str]) -> tuple[str, ...]:
    return _read(values, _division, _("Division: {} is not a code such as AZ.09."), errors)


def read_where_precs(values: list[str], errors: list[str]) -> tuple[int, ...]:
    return _read_codes(values, WherePrec.values, _("Precision of the place"), errors)


def read_date_precs(values: list[str], errors: list[str]) -> tuple[int, ...]:
    return _read_codes(values, DatePrec.values, _("Precision of the days"), errors)


def read_actors(values: list[str], errors: list[str]) -> tuple[str, ...]:
    return _read(values, _actor, _("Actor: {} is not a name."), errors, most=MAX_ACTORS)


def read_statuses(values: list[str], errors: list[str], *, editor: bool) -> tuple[str, ...]:
    """Readers see what is published, whatever they ask for; that alone is the empty tuple."""
    if any(values) and not editor:
        say(errors, _("Status: only editors may choose it."))
        return ()
    chosen = _known(values, Status.values, _("Status"), errors)
    return () if chosen == (Status.PUBLISHED.value,) else chosen


def say(errors: list[str], sentence: str) -> None:
    """Adds the sentence, up to MAX_ERRORS of them: an address cannot fill the page."""
    if len(errors) < MAX_ERRORS:
        errors.append(sentence)


def _read(
    values: list[str],
    read: Callable[[str], T | None],
    sentence: str,
    errors: list[str],
    most: int = MAX_VALUES,
) -> tuple[T, ...]:
    """What ``read`` makes of each value, in one order; None is said once."""
    found: dict[T, None] = {}
    if len(values) > most:
        words = _("{label}: only the first {most} values were read.")
        say(errors, words.format(label=sentence.partition(":")[0], most=most))
    for value in filter(None, values[:most]):
        known = read(value)
        if known is None:
            say(errors, sentence.format(f"“{value[:40]}”"))
        else:
            found[known] = None
    return tuple(found)


def _known(
    values: list[str], codes: Collection[str], label: str, errors: list[str]
) -> tuple[str, ...]:
    def read(value: str) -> str | None:
        return value if value in codes else None

    return _read(values, read, _("%s: there is none called {}.") % label, errors)


def _read_codes(
    values: list[str], codes: Collection[int], label: str, errors: list[str]
) -> tuple[int, ...]:
    def read(value: str) -> int | None:
        number = _number(value)
        return number if number in codes else None

    return _read(values, read, _("%s: there is no code {}.") % label, errors)


def _number(text: str) -> int | None:
    if not (text.isascii() and text.isdigit() and len(text) < 20) or int(text) > MAX_ID:
        return None
    return int(text)


def _country(text: str) -> str | None:
    code = text.upper()
    return code if _COUNTRY.fullmatch(code) else None


def _division(text: str) -> str | None:
    return text if _DIVISION.fullmatch(text) else None


def _actor(text: str) -> str | None:
    return text if len(text) <= 200 and "\x00" not in text else None
