"""Rows of made-up events without a database, for measuring at sizes that take hours to write."""

from __future__ import annotations

import numpy as np

from events.cells import cell_of
from events.made_up import ACTORS, NONE, SOURCES, MadeUp, Town, make_up, towns
from events.maps.index.dictionaries import Dictionaries
from events.maps.index.questions import NO_CONFIDENCE
from events.maps.index.rows import DTYPES, PUBLISHED, Rows

_CHUNK = 1_000_000  # events made at once


def synthetic_rows(count: int, seed: int = 1) -> tuple[Rows, Dictionaries]:
    """As make_events would have it in the database, ids from 1 on."""
    words = Dictionaries()
    chance = np.random.default_rng(seed)
    known = towns()
    populations = np.array([town.population for town in known])
    parts = [
        _rows(make_up(chance, min(_CHUNK, count - start), populations), start, known, words)
        for start in range(0, count, _CHUNK)
    ]
    return Rows.join(parts), words


def _rows(made: MadeUp, start: int, known: list[Town], words: Dictionaries) -> Rows:
    cells = np.array([cell_of(town.latitude, town.longitude) for town in known])
    areas = np.array([words.area(town.country, town.admin1) for town in known])
    of_event = made.of_event
    columns = {
        "event": start + 1 + of_event,
        "cell": cells[made.town],
        "place": made.town + 1,
        "area": areas[made.town],
        "first": made.first[of_event],
        "last": made.last[of_event],
        "type": made.type[of_event],
        "status": np.full(len(of_event), PUBLISHED),
        "where": made.where_prec,
        "date_prec": made.date_prec[of_event],
        "radius": made.radius,
        "confidence": np.where(made.confidence == NONE, NO_CONFIDENCE, made.confidence * 10)[
            of_event
        ],
        "fatalities": np.maximum(made.fatalities, 0)[of_event],
        "source": _sets(made.source, made.second_source, SOURCES, words.source_set)[of_event],
        "actors": _actor_sets(made, words)[of_event],
    }
    return Rows(**{name: columns[name].astype(dtype) for name, dtype in DTYPES.items()})


def _sets(one: np.ndarray, two: np.ndarray, size: int, code_of: object) -> np.ndarray:
    keys = (one + 1) * (size + 1) + two + 1
    distinct, which = np.unique(keys, return_inverse=True)
    codes = []
    for key in distinct.tolist():
        members = {key // (size + 1), key % (size + 1)} - {0}
        codes.append(code_of(sorted(members)))  # type: ignore[operator]
    return np.array(codes)[which]


def _actor_sets(made: MadeUp, words: Dictionaries) -> np.ndarray:
    def code_of(members: list[int]) -> int:
        return words.actor_set(ACTORS[member - 1] for member in members)

    return _sets(made.actors[:, 0], made.actors[:, 1], len(ACTORS), code_of)
