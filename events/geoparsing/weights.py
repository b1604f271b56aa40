"""The weights with which places are read, in log odds: positive ones speak for, negative against.

They stand in ``data/place_weights.json``, by the names of the features that recognition.py,
roles.py and resolution.py make, and were fitted by penalised logistic regression (recognition,
roles) and a conditional logit (resolution); docs/places.md has the figures.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

_PATH = Path(__file__).parent / "data" / "place_weights.json"
_ALL: dict[str, Any] = json.loads(_PATH.read_text("utf-8"))

#: A stretch of words is a toponym.
RECOGNITION: dict[str, float] = _ALL["recognition"]
#: A toponym is literal.
ROLE: dict[str, float] = _ALL["role"]
#: A candidate is the place, against its rivals and "nowhere": alone, then among the others.
RESOLUTION: dict[str, dict[str, float]] = _ALL["resolution"]
