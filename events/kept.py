"""What a process keeps of its last answers: so many, or so many bytes, least used going first."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Kept(Generic[K, V]):
    """A memory shared by threads.

    ``size``: what a value counts for against ``most``.  The last ``at_least`` values stay,
    however large they are.
    """

    def __init__(
        self, most: int, size: Callable[[V], int] = lambda _: 1, *, at_least: int = 0
    ) -> None:
        self._most, self._size, self._at_least = most, size, at_least
        self._values: OrderedDict[K, V] = OrderedDict()
        self._total = 0
        self._lock = threading.Lock()

    def get(self, key: K) -> V | None:
        with self._lock:
            if key not in self._values:
                return None
            self._values.move_to_end(key)
            return self._values[key]

    def put(self, key: K, value: V) -> V:
        with self._lock:
            if key in self._values:
                self._total -= self._size(self._values.pop(key))
            self._values[key] = value
            self._total += self._size(value)
            while self._total > self._most and len(self._values) > self._at_least:
                self._total -= self._size(self._values.popitem(last=False)[1])
        return value

    def values(self) -> list[V]:
        with self._lock:
            return list(self._values.values())
