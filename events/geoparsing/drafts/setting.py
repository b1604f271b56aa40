"""A given event among the names of its sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from events.geoparsing.drafts.stretches import Stretch
from events.geoparsing.parsed import Parsed
from events.geoparsing.types import GazetteerPlace, Toponym


@dataclass(frozen=True, slots=True)
class Setting:
    """A given event and the names around it, in reading order."""

    parsed: Parsed
    trigger: Token
    kind: str  # a code of EVENT_TYPES
    names: Sequence[Stretch]
    toponyms: Sequence[Toponym]
    by_rule: frozenset[int]  # indices of the toponyms that the rules choose

    def place(self, name: Stretch) -> GazetteerPlace | None:
        return self.toponyms[name.toponym].place if name.toponym is not None else None
