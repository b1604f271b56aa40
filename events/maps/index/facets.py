"""How many events each value of a filter would leave, under all other filters."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from events.maps.index.areas import Bounds
from events.maps.index.dictionaries import Dictionaries
from events.maps.index.masks import spots_of
from events.maps.index.mercator import Ints
from events.maps.index.parts import Part, Piece, each_event_once, pieces_of
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


def _counts(
    pieces: list[Piece], names: Sequence[str], dictionaries: Dictionaries
) -> dict[str, Ints]:
    """Distinct events by code of one part's pieces."""
    found: dict[str, Ints] = {}
    single = each_event_once(pieces)
    kinds = _binned(single, "kind", 256) if {"date_prec", "status"} & set(names) else None
    for name in names:
        if name == "type":
            found[name] = _binned(single, "type", len(TYPES))
        elif name == "source":
            sets = _binned(single, "source", len(dictionaries.source_sets))
            size = len(dictionaries.sources)
            found[name] = dictionaries.source_sets.counts_by_member(sets, size)
        elif name == "actor":
            sets = _binned(single, "actors", len(dictionaries.actor_sets))
            size = len(dictionaries.actors)
            found[name] = dictionaries.actor_sets.counts_by_member(sets, size)
        elif name == "confidence":
            found[name] = _confidence(single)
        elif name in ("date_prec", "status") and kinds is not None:
            codes = np.arange(256)
            codes = codes >> 3 & 7 if name == "date_prec" else codes >> 6
            found[name] = np.rint(np.bincount(codes, kinds)).astype(np.int64)
            found[name] = found[name][: len(STATUSES)] if name == "status" else found[name]
        else:
            found[name] = _by_location(pieces, name, dictionaries)
    return found


def _binned(pieces: list[Piece], column: str, size: int) -> Ints:
    counts = np.zeros(size, np.int64)
    for piece in pieces:
        values = getattr(piece.segment, column)[piece.rows]
        values = values if piece.mask is None else values[piece.mask]
        counts += np.bincount(values, minlength=size)
    return counts


def _confidence(pieces: list[Piece]) -> Ints:
    fine = _binned(pieces, "confidence", NO_CONFIDENCE + 1)
    steps = np.arange(NO_CONFIDENCE + 1)
    bands = np.minimum(steps * BANDS // CONFIDENCE_STEPS, BANDS - 1)
    bands[NO_CONFIDENCE] = BANDS
    return np.rint(np.bincount(bands, fine, BANDS + 1)).astype(np.int64)


def _by_location(pieces: list[Piece], name: str, dictionaries: Dictionaries) -> Ints:
    """What differs from location to location: an event counts once for each value it has."""
    codes = _countries(dictionaries)[1] if name == "country" else None
    size = 8 if name == "where_prec" else len(dictionaries.areas)
    counts = np.zeros(size, np.int64)
    pairs = [np.zeros((0, 2), np.int64)]
    for piece in pieces:
        values = _location_values(piece, name)
        if codes is not None:
            values = codes[values]
        low, high = np.searchsorted(piece.segment.shared, [piece.rows.start, piece.rows.stop])
        shared = piece.segment.shared[low:high].astype(np.int64) - piece.rows.start
        group = piece.segment.group[low:high]
        passing = values if piece.mask is None else values[piece.mask]
        counts += np.bincount(passing, minlength=size)
        if piece.mask is not None:
            kept = piece.mask[shared]
            shared, group = shared[kept], group[kept]
        if len(shared):
            counts -= np.bincount(values[shared], minlength=size)
            pairs.append(np.stack([group.astype(np.int64), values[shared].astype(np.int64)], 1))
    several = np.concatenate(pairs)
    distinct = np.unique(several[:, 0] * size + several[:, 1]) % size
    return counts + np.bincount(distinct, minlength=size)


def _location_values(piece: Piece, name: str) -> NDArray[Any]:
    if name == "where_prec":
        values: NDArray[Any] = piece.segment.kind[piece.rows] & 7
        return values
    spots, sizes = spots_of(piece.segment, piece.rows)
    return np.repeat(piece.segment.spot_area[spots], sizes)
