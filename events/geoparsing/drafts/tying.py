"""Which names of a sentence a given event is tied to: a sum of readable weights, looked at twice.

The first look weighs each name alone; the second knows how likely the others are ("Hayyan, Huraytan
and Kafar Hamra" stand or fall together, "Syria" gives way to "Aleppo").  Where the network of
``tie_reader`` is asked, its word is weighed with theirs.  ``manage.py train_events`` fits the
weights, docs/events.md has the figures.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from math import isfinite, log
from pathlib import Path
from typing import Any

from events.geoparsing.drafts.bearing import ruled_out
from events.geoparsing.drafts.company import second_look
from events.geoparsing.drafts.setting import Setting
from events.geoparsing.drafts.speaking import features_of
from events.geoparsing.drafts.tie_reader import odds_read
from events.geoparsing.encoder import Reads
from events.geoparsing.linear import probability, score

_CERTAIN = 1e-6  # nothing is surer
SHIPPED_PATH = Path(__file__).parent.parent / "data" / "event_weights.json"


class BadEventWeights(ValueError):
    """A file of weights is not what ``EventWeights.to_json`` writes."""


@dataclass(frozen=True, slots=True)
class EventWeights:
    """Log odds of each feature of both looks; what their odds and the network's count beside each
    other; and the least probability with which an event is tied to a name."""

    first: Mapping[str, float] = field(default_factory=dict)
    second: Mapping[str, float] = field(default_factory=dict)
    beside: Mapping[str, float] = field(default_factory=dict)
    least: float = 0.5

    def to_json(self) -> str:
        looks = {"first": dict(self.first), "second": dict(self.second)}
        parts = {"least": self.least, **looks, "beside": dict(self.beside)}
        return json.dumps(parts, ensure_ascii=False, indent=0, sort_keys=True) + "\n"


def read_event_weights(path: Path) -> EventWeights:
    """Raises BadEventWeights, and OSError where the file cannot be read."""
    try:
        parts = json.loads(path.read_text("utf-8"))
        first, second, beside = (_part(parts[name]) for name in ("first", "second", "beside"))
        return EventWeights(first, second, beside, _share(parts["least"]))
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


def odds_of(setting: Setting, weights: EventWeights, reads: Reads | None = None) -> list[float]:
    """The probability of each name of being where the event was.

    ``reads``: the network of ``tie_reader``, asked where there are weights for its word.
    """
    read: list[float | None] = [None] * len(setting.names)
    if reads is not None and weights.beside:
        read = odds_read(setting, reads)
    return odds_from(setting, features_of(setting), read, weights)


def odds_from(
    setting: Setting,
    features: Sequence[list[str]],
    read: Sequence[float | None],
    weights: EventWeights,
) -> list[float]:
    """The same of features and network's log odds that were gathered before."""
    first = [probability(score(weights.first, found)) for found in features]
    second = second_look(setting, first)
    odds = [
        probability(score(weights.second, [*found, *further]))
        for found, further in zip(features, second, strict=True)
    ]
    return beside_network(odds, read, weights.beside) if weights.beside else odds


def beside_network(
    odds: Sequence[float], read: Sequence[float | None], weights: Mapping[str, float]
) -> list[float]:
    """Probabilities once more, with the network's log odds where it read the name."""
    return [
        likely if said is None else probability(_sum(weights, beside_features(likely, said)))
        for likely, said in zip(odds, read, strict=True)
    ]


def beside_features(likely: float, said: float) -> dict[str, float]:
    """The two log odds that are weighed beside each other."""
    certain = min(1 - _CERTAIN, max(_CERTAIN, likely))
    return {"always": 1.0, "looks": log(certain / (1 - certain)), "network": said}


def _sum(weights: Mapping[str, float], features: Mapping[str, float]) -> float:
    return sum(weights.get(name, 0.0) * value for name, value in features.items())


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
