"""How many events each value of a filter would leave, under all other filters."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from events.maps.index.areas import Bounds
from events.maps.index.dictionaries import Dictionaries
from events.maps.index.mercator import Ints
from events.maps.index.parts import Part, Piece, Shared, counted, passing_by_spot, pieces_of
from events.maps.index.questions import CONFIDENCE_STEPS, NO_CONFIDENCE, Question
from events.maps.index.rows import STATUSES, TYPES

MOST_VALUES = 200
FIELDS = {
    "type": "types",
    "source": "sources",
    "country": "countries",
    "division": "divisions",
    "where_prec": "where_precs",
    "date_prec": "date_precs",
    "confidence": "confidence",
    "actor": "actors",
    "status": "statuses",
}
BANDS = 10  # of confidence: 0 to 0.1, …, and one for none
Facets = dict[str, list[tuple[Any, int]]]


def facets_of(
    parts: Sequence[Part],
    question: Question,
    dictionaries: Dictionaries,
    bounds: Bounds | None,
    names: Sequence[str],
) -> Facets:
    """The value and the count of each, most first; ValueError for a name that is none."""
    unknown = set(names) - set(FIELDS)
    if unknown:
        raise ValueError(f"There is no facet {sorted(unknown)[0]}: ask for {', '.join(FIELDS)}.")
    counts: dict[str, Ints] = {}
    by_question: dict[Question, list[str]] = {}
    for name in names:
        by_question.setdefault(question.without(FIELDS[name]), []).append(name)
    for others, facets in by_question.items():
        for part in parts:
            pieces = pieces_of(part, others, dictionaries, bounds)
            for name, found in _counts(pieces, facets, dictionaries).items():
                known = counts.get(name, np.zeros(len(found), np.int64))
                counts[name] = _added(known, part.sign * found)
    return {
        name: _ranked(counts.get(name, np.zeros(0, np.int64)), _values(name, dictionaries))
        for name in names
    }


def _added(one: Ints, two: Ints) -> Ints:
    """Dictionaries grow: the shorter has nothing of what it lacks."""
    result = np.zeros(max(len(one), len(two)), np.int64)
    result[: len(one)] += one
    result[: len(two)] += two
    return result


_LEFT_OUT = object()


def _values(name: str, dictionaries: Dictionaries) -> Callable[[int], Any]:
    """From the place of a count to the value that it is of, or _LEFT_OUT."""
    if name == "type":
        return lambda code: TYPES[code]
    if name == "status":
        return lambda code: STATUSES[code]
    if name == "source":
        return lambda code: int(dictionaries.sources[code])
    if name == "actor":
        return lambda code: dictionaries.actors[code]
    if name == "division":
        return lambda code: _division(dictionaries.areas[code])
    if name == "country":
        countries = _countries(dictionaries)[0]
        return lambda code: countries[code] or _LEFT_OUT
    if name == "confidence":
        return lambda code: None if code == BANDS else code / BANDS
    return lambda code: code or _LEFT_OUT  # precisions: 0 is none


def _division(area: str) -> object:
    country, _, admin1 = area.partition(".")
    return area if country and admin1 else _LEFT_OUT


def _countries(dictionaries: Dictionaries) -> tuple[list[str], NDArray[np.int64]]:
    """The countries of the areas, in the order they came, and for each area which."""
    of_area = [area.split(".", 1)[0] for area in dictionaries.areas]
    countries = list(dict.fromkeys(of_area))
    number = {country: code for code, country in enumerate(countries)}
    return countries, np.array([number[country] for country in of_area], np.int64)


def _ranked(counts: Ints, value: Callable[[int], Any]) -> list[tuple[Any, int]]:
    """Most first, ties in the order of the values' codes."""
    order = np.argsort(-counts, kind="stable")
    ranked: list[tuple[Any, int]] = []
    for code in order[: np.count_nonzero(counts > 0)].tolist():
        found = value(code)
        if found is not _LEFT_OUT:
            ranked.append((found, int(counts[code])))
        if len(ranked) == MOST_VALUES:
            break
    return ranked


_EVENT_COLUMNS = {
    "type": "type",
    "source": "source",
    "actor": "actors",
    "confidence": "confidence",
    "date_prec": "kind",
    "status": "kind",
}


def _counts(
    pieces: list[Piece], names: Sequence[str], dictionaries: Dictionaries
) -> dict[str, Ints]:
    """Distinct events by code of one part's pieces."""
    if not pieces:
        return {}
    found: dict[str, Ints] = {}
    shared = Shared.of(pieces)
    again = shared.repeated()
    columns = {_EVENT_COLUMNS[name] for name in names if name in _EVENT_COLUMNS}
    for column in columns:
        size = _size(column, dictionaries)
        counts = counted(pieces, column, size)
        counts -= np.bincount(getattr(pieces[0].segment, column)[again], minlength=size)
        for name in names:
            if _EVENT_COLUMNS.get(name) == column:
                found[name] = _of_column(name, counts, dictionaries)
    if "where_prec" in names:
        rows = _folded(np.arange(256) & 7, counted(pieces, "kind", 256), 8)
        found["where_prec"] = _once(rows, shared, pieces[0].segment.kind[shared.positions] & 7)
    if {"country", "division"} & set(names):
        found |= _by_area(pieces, names, shared, dictionaries)
    return found


def _size(column: str, dictionaries: Dictionaries) -> int:
    return {
        "type": len(TYPES),
        "source": len(dictionaries.source_sets),
        "actors": len(dictionaries.actor_sets),
        "confidence": NO_CONFIDENCE + 1,
        "kind": 256,
    }[column]


def _of_column(name: str, counts: Ints, dictionaries: Dictionaries) -> Ints:
    """From counts of a column's codes to counts of the facet's."""
    if name == "source":
        return dictionaries.source_sets.counts_by_member(counts, len(dictionaries.sources))
    if name == "actor":
        return dictionaries.actor_sets.counts_by_member(counts, len(dictionaries.actors))
    if name == "confidence":
        steps = np.arange(NO_CONFIDENCE + 1)
        bands = np.minimum(steps * BANDS // CONFIDENCE_STEPS, BANDS - 1)
        bands[NO_CONFIDENCE] = BANDS
        return _folded(bands, counts, BANDS + 1)
    if name == "date_prec":
        return _folded(np.arange(256) >> 3 & 7, counts, 8)
    if name == "status":
        return _folded(np.arange(256) >> 6, counts, 4)[: len(STATUSES)]
    return counts


def _folded(codes: Ints, counts: Ints, size: int) -> Ints:
    """The sums of the counts that have the same code."""
    sums: Ints = np.rint(np.bincount(codes, counts, size)).astype(np.int64)
    return sums


def _once(rows: Ints, shared: Shared, values: Ints) -> Ints:
    """Rows by value, less those of shared events, plus each of those once for each value."""
    size = len(rows)
    pairs = np.sort(shared.group.astype(np.int64) * size + values)
    pairs = pairs[np.diff(pairs, prepend=-1) != 0]  # np.unique is slow at this
    lone = rows - np.bincount(values, minlength=size)
    once: Ints = lone + np.bincount(pairs % size, minlength=size)
    return once


def _by_area(
    pieces: list[Piece], names: Sequence[str], shared: Shared, dictionaries: Dictionaries
) -> dict[str, Ints]:
    segment, size = pieces[0].segment, len(dictionaries.areas)
    rows = np.zeros(size, np.int64)
    for piece in pieces:
        spots, counts = passing_by_spot(piece)
        rows += _folded(segment.spot_area[spots], counts, size)
    values = segment.spot_area[segment.spots_at(shared.positions)].astype(np.int64)
    found = {"division": _once(rows, shared, values)} if "division" in names else {}
    if "country" in names:
        countries, codes = _countries(dictionaries)
        by_country = _folded(codes[:size], rows, len(countries))
        found["country"] = _once(by_country, shared, codes[values])
    return found
