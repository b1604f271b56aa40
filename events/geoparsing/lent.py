"""A place that stands for "somewhere near another one": what is lent, and what rows refer to."""

from __future__ import annotations

from dataclasses import replace

from events.geoparsing.types import GazetteerPlace

LENT_KEY = "near:"
LENT_RADIUS_M = 50_000


def lent_place(lender: GazetteerPlace) -> GazetteerPlace:
    """Somewhere around a place: a fuzzy area, a circle that holds it and its surroundings."""
    return replace(
        lender,
        key=f"{LENT_KEY}{lender.key}",
        geonameid=None,
        name=f"near {lender.name}",
        feature="AREA",
        population=0,
        radius_m=max(LENT_RADIUS_M, 3 * lender.radius_m),
        where_prec=5,
    )


def is_lent(place: GazetteerPlace) -> bool:
    return place.key.startswith(LENT_KEY)
