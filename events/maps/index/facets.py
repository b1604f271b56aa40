"""How many events each value of a filter would leave, under all other filters."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from events.maps.index.dictionaries import Dictionaries
from events.maps.index.mercator import Ints
from events.maps.index.parts import Part, Piece, counted
from events.maps.index.questions import CONFIDENCE_STEPS, NO_CONFIDENCE, Question
from events.maps.index.rows import STATUSES, TYPES
from events.maps.index.sums import Groups, Sums

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
    sums_of: Callable[[Question], list[Sums]],
    question: Question,
    dictionaries: Dictionaries,
    names: Sequence[str],
    most: int,
) -> Facets:
    """The ``most`` values with most events, and their counts; ValueError for a name that is none.

    ``sums_of`` gives the rows of every part that pass a question.
    """
    unknown = set(names) - set(FIELDS)
    if unknown:
        raise ValueError(f"There is no facet {sorted(unknown)[0]}: ask for {', '.join(FIELDS)}.")
    counts: dict[str, Ints] = {}
    by_question: dict[Question, list[str]] = {}
    for name in names:
        by_question.setdefault(question.without(FIELDS[name]), []).append(name)
    for others, facets in by_question.items():
        for sums in sums_of(others):
            for name, found in _counts(sums, facets, dictionaries).items():
                known = counts.get(name, np.zeros(len(found), np.int64))
                counts[name] = _added(known, sums.part.sign * found)
    return {
        name: _ranked(counts.get(name, np.zeros(0, np.int64)), _values(name, dictionaries), most)
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
        countries = dictionaries.countries()[0]
        return lambda code: countries[code] or _LEFT_OUT
    if name == "confidence":
        return lambda code: None if code == BANDS else code / BANDS
    return lambda code: code or _LEFT_OUT  # precisions: 0 is none


def _division(area: str) -> object:
    country, _, admin1 = area.partition(".")
    return area if country and admin1 else _LEFT_OUT


def _ranked(counts: Ints, value: Callable[[int], Any], most: int) -> list[tuple[Any, int]]:
    """Most first, ties in the order of the values' codes."""
    some = np.flatnonzero(counts > 0)
    ranked: list[tuple[Any, int]] = []
    for code in some[np.argsort(-counts[some], kind="stable")].tolist():
        found = value(code)
        if found is not _LEFT_OUT:
            ranked.append((found, int(counts[code])))
        if len(ranked) == most:
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


def _counts(sums: Sums, names: Sequence[str], dictionaries: Dictionaries) -> dict[str, Ints]:
    """Distinct events by code of one part's rows."""
    if not sums.pieces:
        return {}
    found: dict[str, Ints] = {}
    for column in {_EVENT_COLUMNS[name] for name in names if name in _EVENT_COLUMNS}:
        counts = _by_column(sums, column, _size(column, dictionaries))
        for name in names:
            if _EVENT_COLUMNS.get(name) == column:
                found[name] = _of_column(name, counts, dictionaries)
    if "where_prec" in names:
        found["where_prec"] = _by_where_prec(sums)
    if "division" in names:
        found["division"] = _by_area(sums, "division", None, len(dictionaries.areas))
    if "country" in names:
        countries, country_of = dictionaries.countries()
        found["country"] = _by_area(sums, "country", country_of, len(countries))
    return found


def _by_column(sums: Sums, column: str, size: int) -> Ints:
    values = getattr(sums.part.segment, column)
    return sums.of(
        column,
        partial(counted, name=column, size=size),
        lambda at: np.bincount(values[at], minlength=size),
    )


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


# By place: an event counts once for each of the values that its locations have --------------------
def _by_where_prec(sums: Sums) -> Ints:
    kind = sums.part.segment.kind

    def of_pieces(pieces: list[Piece]) -> Ints:
        return _folded(np.arange(256) & 7, counted(pieces, "kind", 256), 8)

    def values(at: Ints) -> Ints:
        return kind[at].astype(np.int64) & 7

    return sums.of(
        "where_prec",
        of_pieces,
        lambda at: np.bincount(values(at), minlength=8),
        _with_each_value(sums.part, "where_prec", values),
    )


def _by_area(sums: Sums, name: str, code_of: Ints | None, size: int) -> Ints:
    """``code_of``: for each area the code that is counted; None: the area itself."""
    segment = sums.part.segment

    def coded(areas: NDArray[Any]) -> Ints:
        return areas.astype(np.int64) if code_of is None else code_of[areas]

    def of_pieces(pieces: list[Piece]) -> Ints:
        rows = np.zeros(size, np.int64)
        for piece in pieces:
            spots, counts = piece.by_spot
            rows += _folded(coded(segment.spot_area[spots]), counts, size)
        return rows

    def values(at: Ints) -> Ints:
        return coded(segment.spot_area[segment.spots_at(at)])

    return sums.of(
        name,
        of_pieces,
        lambda at: np.bincount(values(at), minlength=size),
        _with_each_value(sums.part, name, values),
    )


def _with_each_value(part: Part, name: str, values: Callable[[Ints], Ints]) -> Groups:
    """Events with each of their values; ``values`` of rows stay what they are."""

    def make() -> Groups:
        segment = part.segment
        found = values(segment.shared.astype(np.int64))
        pairs = segment.group.astype(np.int64) * (int(found.max(initial=0)) + 1) + found
        distinct, of_row = np.unique(pairs, return_inverse=True)
        return Groups(name, of_row.astype(np.int32), len(distinct))

    groups: Groups = part.kept(("groups", name), make)
    return groups
