"""The weights with which places are read, in log odds: positive ones speak for, negative against.

They stand in ``data/place_weights.json``, by the names of the features that recognition.py,
roles.py and resolution.py make.  ``manage.py train_geoparser`` fits them (training/), ``manage.py
evaluate_geoparser`` says how well they do; docs/places.md has the figures.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from math import isfinite
from pathlib import Path
from typing import Any

SHIPPED_PATH = Path(__file__).parent / "data" / "place_weights.json"


class BadWeights(ValueError):
    """A file of weights is not what ``Weights.to_json`` writes."""


@dataclass(frozen=True, slots=True)
class Weights:
    """What each feature counts; a feature that is not there counts nothing."""

    #: A stretch of words is a toponym.
    recognition: Mapping[str, float] = field(default_factory=dict)
    #: The same where the encoder has read the stretch, its answer among the features.
    recognition_again: Mapping[str, float] = field(default_factory=dict)
    #: A toponym is literal.
    role: Mapping[str, float] = field(default_factory=dict)
    #: The same where the encoder has read the toponym.
    role_again: Mapping[str, float] = field(default_factory=dict)
    #: A candidate is the place, against its rivals and "nowhere": alone ...
    first: Mapping[str, float] = field(default_factory=dict)
    #: ... then among the others of the text.
    joint: Mapping[str, float] = field(default_factory=dict)
    #: The point of a place is right, given its share; without them the share is the confidence.
    confidence: Mapping[str, float] = field(default_factory=dict)

    def to_json(self) -> str:
        """The text of a file, the same for the same weights."""
        parts = {
            "recognition": dict(sorted(self.recognition.items())),
            "recognition, read by the encoder": dict(sorted(self.recognition_again.items())),
            "role": dict(sorted(self.role.items())),
            "role, read by the encoder": dict(sorted(self.role_again.items())),
            "resolution": {
                "first": dict(sorted(self.first.items())),
                "joint": dict(sorted(self.joint.items())),
            },
            "confidence": dict(sorted(self.confidence.items())),
        }
        return json.dumps(parts, indent=1, ensure_ascii=False) + "\n"


def read_weights(path: Path) -> Weights:
    """The weights of a file.  Raises OSError, and BadWeights saying what is wrong with it."""
    try:
        parts = json.loads(path.read_text("utf-8"))
        resolution = parts["resolution"]
        return Weights(
            recognition=_part(parts["recognition"]),
            recognition_again=_part(parts["recognition, read by the encoder"]),
            role=_part(parts["role"]),
            role_again=_part(parts["role, read by the encoder"]),
            first=_part(resolution["first"]),
            joint=_part(resolution["joint"]),
            confidence=_part(parts["confidence"]),
        )
    except KeyError as error:
        raise BadWeights(f"{path} holds no weights: {error} is missing") from error
    except (ValueError, TypeError, RecursionError) as error:
        raise BadWeights(f"{path} holds no weights: {error}") from error


def _part(part: Any) -> dict[str, float]:
    if not isinstance(part, dict):
        raise TypeError("a part is no object of features and numbers")
    for feature, weight in part.items():
        if isinstance(weight, bool) or not isinstance(weight, int | float) or not isfinite(weight):
            raise TypeError(f"the weight of {feature[:80]!r} is not a number")
    return part


#: The weights that reading uses.
SHIPPED = read_weights(SHIPPED_PATH)
