"""Numbers beside the map: how many events, over time, and by each of the filters."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from events.areas import Box
from events.codes import DatePrec, Status, WherePrec
from events.days import day_of
from events.geoparsing.gazetteer import GazetteerMissing
from events.geoparsing.taxonomy import EVENT_TYPES
from events.known_places import gazetteer
from events.maps.index import FIELDS, Axis, Question, Snapshot
from events.maps.symbols import symbol_of
from events.models import Source
from events.place_names import country_in_words

PARTS = ("count", "histogram", "facets", "extent", "box")
DECIMALS = 2  # of an event that a histogram spreads over several bins


def summary_of(
    index: Snapshot,
    question: Question,
    *,
    bounds: Box | None,
    axis: Axis | None,
    parts: Iterable[str],
    editor: bool,
) -> dict[str, Any]:
    """The parts that are asked for; ``editor``: with the counts of each status."""
    wanted = set(parts)
    summary: dict[str, Any] = {}
    if "count" in wanted:
        summary["count"] = index.count(question, bounds)
        summary["total"] = index.count(question.without_window(), None)
    if "histogram" in wanted and axis is not None:
        summary["histogram"] = _histogram(index, question, bounds, axis)
    if "facets" in wanted:
        names = [name for name in FIELDS if editor or name != "status"]
        summary["facets"] = _labelled(index.facets(question, bounds, names))
    if "extent" in wanted:
        extent = index.extent(question)
        summary["extent"] = [day_of(day).isoformat() for day in extent] if extent else None
    if "box" in wanted:
        summary["box"] = index.box(question)
    return summary


def _histogram(
    index: Snapshot, question: Question, bounds: Box | None, axis: Axis
) -> dict[str, Any]:
    """The types that there are something of, and a row of bins for each."""
    counts = index.histogram(question, bounds, axis)
    some = np.flatnonzero(counts.any(axis=1))
    codes = list(EVENT_TYPES)
    rows = np.round(counts[some].astype(np.float64), DECIMALS)
    return {"types": [codes[row] for row in some], "bins": [_short(row) for row in rows]}


def _short(row: NDArray[np.float64]) -> list[float]:
    """Whole numbers without a point."""
    whole, numbers = (row == np.floor(row)).tolist(), row.tolist()
    return [int(number) if short else number for number, short in zip(numbers, whole, strict=True)]


def _labelled(facets: dict[str, list[tuple[Any, int]]]) -> dict[str, list[list[Any]]]:
    """[value, label, count] each."""
    if "confidence" in facets:
        facets = {**facets, "confidence": _at_least(facets["confidence"])}
    return {
        name: _with_labels(_LABELS.get(name, _plain), counts) for name, counts in facets.items()
    }


def _at_least(bands: list[tuple[float | None, int]]) -> list[tuple[float, int]]:
    """How many a least confidence would leave, for each tenth: those without one stay, too."""
    counts = dict(bands)
    left, leaving = counts.get(None, 0), []
    for tenth in range(9, 0, -1):
        left += counts.get(tenth / 10, 0)
        leaving.append((tenth / 10, left))
    return leaving


def _with_labels(
    labels: Callable[[list[Any]], dict[Any, str]], counts: list[tuple[Any, int]]
) -> list[list[Any]]:
    known = labels([value for value, _ in counts])
    return [[value, known.get(value, str(value)), count] for value, count in counts]


def _plain(values: list[Any]) -> dict[Any, str]:
    return {value: str(value) for value in values}


def _types(values: list[str]) -> dict[str, str]:
    return {code: symbol_of(code).label for code in values if code in EVENT_TYPES}


def _sources(ids: list[int]) -> dict[int, str]:
    return dict(Source.objects.filter(pk__in=ids).values_list("pk", "name"))


def _countries(codes: list[str]) -> dict[str, str]:
    return {code: country_in_words(code) for code in codes}


def _divisions(codes: list[str]) -> dict[str, str]:
    try:
        division = gazetteer().division
    except GazetteerMissing:
        return {}
    known = {code: division(*code.split(".", 1)) for code in codes}
    return {code: place.name for code, place in known.items() if place}


def _precision_of(codes: type[WherePrec | DatePrec]) -> Callable[[list[int]], dict[int, str]]:
    return lambda values: {value: str(codes(value).label) for value in values if value in codes}


def _confidences(bands: list[float]) -> dict[float, str]:
    words = _("at least {percent}%")
    return {band: words.format(percent=round(band * 100)) for band in bands}


def _statuses(values: list[str]) -> dict[str, str]:
    return {str(code): str(label) for code, label in Status.choices}


_LABELS: dict[str, Callable[[list[Any]], dict[Any, str]]] = {
    "type": _types,
    "source": _sources,
    "country": _countries,
    "division": _divisions,
    "where_prec": _precision_of(WherePrec),
    "date_prec": _precision_of(DatePrec),
    "confidence": _confidences,
    "status": _statuses,
}
