"""The few weights that were set by hand, because the corpora cannot teach them.

Log odds, laid over what was fitted; docs/places.md tells them too.
"""

from __future__ import annotations

from collections.abc import Mapping

#: Added to what was fitted.  "any" is the threshold: F1 of corpora left out hardly moves with it
#: (by at most 0.015 either way), recall gains two to five points, and a place too many is struck
#: more easily than one that nobody sees is added.  A name before a word for an organisation is a
#: toponym by our definition; corpora that leave out names nested in names teach the contrary.  A
#: region of our own list is one too, in "the Karabakh war" as well; the corpora name hardly any.
RECOGNITION_ADDED = {"any": 0.6, "after=organisation": 0.6, "a region": 0.8}
#: Stand in the place of what was fitted: the corpora do not tell where their sources are at home.
RESOLUTION_SET = {"source's country": 0.8, "near the source": 3.0}
#: At most so much: "the city of" is too rare in the corpora to show how much it says.  One corpus
#: marks each New York as the state, whatever the text says; Washington is mostly the capital.
RESOLUTION_AT_MOST = {
    "called a town, is none": -2.5,
    "division, a metropolis of its name": -1.2,
}


def recognition(fitted: Mapping[str, float]) -> dict[str, float]:
    added = {feature: fitted.get(feature, 0.0) + by for feature, by in RECOGNITION_ADDED.items()}
    return {**fitted, **added}


def resolution(fitted: Mapping[str, float]) -> dict[str, float]:
    most = {feature: min(fitted.get(feature, 0.0), m) for feature, m in RESOLUTION_AT_MOST.items()}
    return {**fitted, **RESOLUTION_SET, **most}
