"""Which names of a sentence a given event is tied to: a sum of readable weights, looked at twice.

The first look weighs each name alone; the second knows how likely the others are ("Hayyan, Huraytan
and Kafar Hamra" stand or fall together, "Syria" gives way to "Aleppo").  ``manage.py train_events``
fits the weights, docs/events.md has the figures.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from math import isfinite
from pathlib import Path
from typing import Any

from events.geoparsing.drafts.bearing import ruled_out
from events.geoparsing.drafts.company import second_look
from events.geoparsing.drafts.setting import Setting
from events.geoparsing.drafts.speaking import features_of
from events.geoparsing.linear import probability, score

SHIPPED_PATH = Path(__file__).parent.parent / "data" / "event_weights.json"


class BadEventWeights(ValueError):
    """A file of weights is not what ``EventWeights.to_json`` writes."""


@dataclass(frozen=True, slots=True)
class EventWeights:
    """Log odds of each feature, and the least probability with which an event is tied to a name."""

    first: Mapping[str, float] = field(default_factory=dict)
    second: Mapping[str, float] = field(default_factory=dict)
    least: float = 0.5

    def to_json(self) -> str:
        parts = {"least": self.least, "first": dict(self.first), "second": dict(self.second)}
        return json.dumps(parts, ensure_ascii=False, indent=0, sort_keys=True) + "\n"


def read_event_weights(path: Path) -> EventWeights:
    """Raises BadEventWeights, and OSError where the file cannot be read."""
    try:
        parts = json.loads(path.read_text("utf-8"))
        return EventWeights(_part(parts["first"]), _part(parts["second"]), _share(parts["least"]))
    except KeyError as error:
        raise BadEventWeights(f"{path} holds no weights: {error} is missing") from error
    except (ValueError, TypeError, RecursionError) as error:
        raise BadEventWeights(f"{path} holds no weights: {error}") from error


@cache
def shipped() -> EventWeights:
    """The weights that reading uses, read once per process."""
    return read_event_weights(SHIPPED_PATH)


def _part(part: Any) -> dict[str, float]:
    if not isinstance(part, dict):
        raise TypeError("a part is no object of features and numbers")
    for feature, weight in part.items():
        if isinstance(weight, bool) or not isinstance(weight, int | float) or not isfinite(weight):
            raise TypeError(f"the weight of {feature[:80]!r} is not a number")
    return part


def _share(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        raise TypeError('"least" is no number from 0 to 1')
    return float(value)


def odds_of(setting: Setting, weights: EventWeights) -> list[float]:
    """The probability of each name of being where the event was."""
    features = features_of(setting)
    first = [probability(score(weights.first, found)) for found in features]
    second = second_look(setting, first)
    return [
        probability(score(weights.second, [*found, *further]))
        for found, further in zip(features, second, strict=True)
    ]


def chosen(setting: Setting, odds: Sequence[float], least: float) -> list[int]:
    """The likely names that do not overlap likelier ones, in reading order."""
    kept: list[int] = []
    for at in sorted(range(len(odds)), key=lambda at: -odds[at]):
        if odds[at] < least:
            break
        span = setting.names[at].span
        if ruled_out(setting.trigger, setting.names[at].head):
            continue
        if not any(setting.names[other].span.overlaps(span) for other in kept):
            kept.append(at)
    return sorted(kept)
