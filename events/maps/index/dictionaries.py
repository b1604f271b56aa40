"""Names and sets of names as small numbers; begun in files, growing in memory.

A number once given stays, so that rows of the base and rows read since share them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from events.maps.index.mercator import Ints

Mask = NDArray[np.bool_]
Offsets = NDArray[np.int64]
Codes = NDArray[np.int32]


class Words(Sequence[str]):
    """Distinct texts by number: a sorted part (memory-mapped), and what came since."""

    def __init__(self, letters: NDArray[np.uint8] | None = None, ends: Offsets | None = None):
        self.letters = np.zeros(0, np.uint8) if letters is None else letters
        self.ends = np.zeros(0, np.int64) if ends is None else ends
        self._sorted = _SortedBytes(self.letters, self.ends)
        self._added: list[str] = []
        self._codes: dict[str, int] = {}

    @classmethod
    def of(cls, words: Iterable[str]) -> Words:
        pieces = sorted({_bytes(word) for word in words})
        ends = np.cumsum([len(piece) for piece in pieces], dtype=np.int64)
        return cls(np.frombuffer(b"".join(pieces), np.uint8), ends)

    def __len__(self) -> int:
        return len(self.ends) + len(self._added)

    def __getitem__(self, code: int) -> str:  # type: ignore[override]
        if code < len(self.ends):
            return self._sorted[code].decode("utf-8", "surrogatepass")
        return self._added[code - len(self.ends)]

    def __iter__(self) -> Iterator[str]:
        return (self[code] for code in range(len(self)))

    def find(self, word: str) -> int | None:
        piece = _bytes(word)
        at = bisect_left(self._sorted, piece)
        if at < len(self.ends) and self._sorted[at] == piece:
            return at
        return self._codes.get(word)

    def code(self, word: str) -> int:
        """The number of a word, a new one if need be."""
        known = self.find(word)
        if known is not None:
            return known
        self._added.append(word)
        self._codes[word] = code = len(self) - 1
        return code


def _bytes(word: str) -> bytes:
    return word.encode("utf-8", "surrogatepass")


class _SortedBytes(Sequence[bytes]):
    def __init__(self, letters: NDArray[np.uint8], ends: Offsets):
        self.letters, self.ends = letters, ends

    def __len__(self) -> int:
        return len(self.ends)

    def __getitem__(self, at: int) -> bytes:  # type: ignore[override]
        start = int(self.ends[at - 1]) if at else 0
        return self.letters[start : int(self.ends[at])].tobytes()


class Sets:
    """Sets of codes by number: a flat part (memory-mapped), and what came since."""

    def __init__(self, ends: Offsets | None = None, members: Codes | None = None):
        self.ends = np.zeros(0, np.int64) if ends is None else ends
        self.members = np.zeros(0, np.int32) if members is None else members
        self._added: list[tuple[int, ...]] = []
        self._codes: dict[tuple[int, ...], int] = {}

    def __len__(self) -> int:
        return len(self.ends) + len(self._added)

    def code(self, members: tuple[int, ...]) -> int:
        """The number of a set given in order; the flat part may hold it once more."""
        known = self._codes.get(members)
        if known is None:
            self._added.append(members)
            self._codes[members] = known = len(self) - 1
        return known

    def flat(self) -> tuple[Offsets, Codes]:
        """Where each set ends in the members of all sets."""
        added = list(self._added)
        if not added:
            return self.ends, self.members
        start = self.ends[-1] if len(self.ends) else 0
        ends = start + np.cumsum([len(some) for some in added], dtype=np.int64)
        members = np.array([code for some in added for code in some], np.int32)
        return np.concatenate([self.ends, ends]), np.concatenate([self.members, members])

    def with_any_of(self, codes: Iterable[int]) -> Mask:
        """For each set: whether one of the codes is in it."""
        ends, members = self.flat()
        found = np.zeros(len(ends), bool)
        hits = np.flatnonzero(np.isin(members, list(codes)))
        found[np.searchsorted(ends, hits, "right")] = True
        return found

    def counts_by_member(self, counts: Ints, most: int) -> Ints:
        """How often each code below ``most`` stands in sets that are counted so often."""
        ends, members = self.flat()
        lengths = np.diff(ends, prepend=0)
        known = np.zeros(len(ends), np.int64)  # a set may have come since they were counted
        known[: len(counts)] = counts
        sums = np.bincount(members, np.repeat(known, lengths), most)[:most]
        return np.rint(sums).astype(np.int64)


@dataclass(slots=True)
class Dictionaries:
    """``areas``: country.admin1, "" for none; ``sources``: ids of sources; ``actors``: names."""

    areas: Words = field(default_factory=Words)
    sources: Words = field(default_factory=Words)
    actors: Words = field(default_factory=Words)
    source_sets: Sets = field(default_factory=Sets)
    actor_sets: Sets = field(default_factory=Sets)
    _countries: tuple[list[str], Ints] = field(
        init=False, default_factory=lambda: ([], np.zeros(0, np.int64))
    )

    def source_set(self, ids: Iterable[int]) -> int:
        return self.source_sets.code(tuple(sorted(self.sources.code(str(one)) for one in ids)))

    def actor_set(self, names: Iterable[str]) -> int:
        return self.actor_sets.code(tuple(sorted({self.actors.code(name) for name in names})))

    def area(self, country: str, admin1: str) -> int:
        return self.areas.code(f"{country}.{admin1}")

    def countries(self) -> tuple[list[str], Ints]:
        """The countries of the areas, in the order they came, and for each area which."""
        countries, codes = self._countries
        if len(codes) != len(self.areas):  # areas are only ever added
            of_area = [area.partition(".")[0] for area in self.areas]
            countries = list(dict.fromkeys(of_area))
            number = {country: code for code, country in enumerate(countries)}
            codes = np.array([number[country] for country in of_area], np.int64)
            self._countries = countries, codes
        return countries, codes

    def settled(self) -> tuple[Dictionaries, Codes]:
        """The same with all words sorted and all sets flat; and the new code of each area."""
        areas, area_codes = _settled(self.areas)
        sources, source_codes = _settled(self.sources)
        actors, actor_codes = _settled(self.actors)
        settled = Dictionaries(
            areas,
            sources,
            actors,
            _recoded(self.source_sets, source_codes),
            _recoded(self.actor_sets, actor_codes),
        )
        return settled, area_codes


def _settled(words: Words) -> tuple[Words, Codes]:
    ordered = Words.of(words)
    codes = [ordered.find(word) for word in words]
    return ordered, np.array(codes, np.int32)


def _recoded(sets: Sets, codes: Codes) -> Sets:
    ends, members = sets.flat()
    return Sets(ends, codes[members] if len(members) else members)
