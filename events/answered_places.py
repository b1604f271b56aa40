"""Places out of the kept answers of geocoding services; nothing in an answer is trusted.

A form names one as ``answer:<id of the GeocodeAnswer>:<index in its list>``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from math import isfinite
from typing import Any

from events.codes import WherePrec
from events.models import GeocodeAnswer, Place

PREFIX = "answer:"
PICKED = re.compile(r"answer:([0-9]{1,18}):([0-9]{1,3})")
LONGEST_NAME = 200
JOINERS = "\u200c\u200d"  # not printable, yet part of Persian and Indic spelling
DIGITS = 5  # of a degree: about a metre


def is_answer(value: str) -> bool:
    """Whether a form's value names a place of an answer, be it known or not."""
    return value.startswith(PREFIX)


def place_of_answer(value: str) -> Place | None:
    """The row of a picked place, or a new one that is not saved yet; None where there is none."""
    picked = PICKED.fullmatch(value)
    row = GeocodeAnswer.objects.filter(pk=int(picked[1])).first() if picked else None
    if picked is None or row is None:
        return None
    found = row.answer if isinstance(row.answer, list) else []
    index = int(picked[2])
    place = _new_place(row.service, found[index]) if index < len(found) else None
    if place is None:
        return None
    return Place.objects.filter(key=place.key).first() or place


def places_of(row: GeocodeAnswer) -> Iterator[tuple[str, str, Place]]:
    """Form value, address and unsaved row of each place of an answer that can be used."""
    for index, found in enumerate(row.answer if isinstance(row.answer, list) else ()):
        place = _new_place(row.service, found)
        if place is not None:
            yield f"{PREFIX}{row.pk}:{index}", _address(found)[:LONGEST_NAME], place


def _new_place(service: str, found: Any) -> Place | None:
    """None unless this has a name and a point on the globe."""
    if not isinstance(found, dict):
        return None
    latitude, longitude = _degrees(found, "latitude", 90), _degrees(found, "longitude", 180)
    name = _address(found).partition(",")[0].strip()[:LONGEST_NAME]
    if latitude is None or longitude is None or not name:
        return None
    return Place(
        key=f"{service}:{latitude:.{DIGITS}f},{longitude:.{DIGITS}f}",
        name=name,
        latitude=latitude,
        longitude=longitude,
        where_prec=WherePrec.EXACT,
        radius_m=0,
    )


def _degrees(found: dict[str, Any], name: str, most: float) -> float | None:
    value = found.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if not -most <= value <= most or not isfinite(value):
        return None
    return round(float(value), DIGITS) + 0.0  # no minus before a zero


def _address(found: dict[str, Any]) -> str:
    """The address in one line, without what cannot be shown or kept."""
    address = found.get("address")
    if not isinstance(address, str):
        return ""
    shown = (c if c.isprintable() or c in JOINERS else " " for c in address[:2000])
    return " ".join("".join(shown).split())
