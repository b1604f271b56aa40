"""The types of events: the codes of the contract, each documented, and the words that tell them."""

from __future__ import annotations

from pathlib import Path

import pytest

from events.geoparsing.drafts import lexicon
from events.geoparsing.taxonomy import EVENT_TYPES, LASTING

CODES = [
    "armed_clash",
    "air_or_drone_strike",
    "shelling",
    "explosion",
    "attack_on_civilians",
    "protest",
    "riot",
    "military_exercise",
    "troop_movement",
    "agreement",
    "meeting",
    "arrest",
    "election",
    "natural_disaster",
    "accident",
    "other",
]
DOCS = Path(__file__).parent.parent / "docs" / "events.md"


def test_the_codes_are_those_of_the_contract() -> None:
    assert list(EVENT_TYPES) == CODES


@pytest.mark.parametrize("code", list(EVENT_TYPES))
def test_every_type_is_labelled_and_documented(code: str) -> None:
    kind = EVENT_TYPES[code]
    assert kind.code == code
    assert kind.label
    assert kind.description.endswith(".")
    row = next(line for line in DOCS.read_text().splitlines() if line.startswith(f"| `{code}` |"))
    assert (kind.acled or "none") in row
    assert (kind.plover or "none") in row


def test_lasting_types_are_types() -> None:
    assert set(EVENT_TYPES) >= LASTING


def test_every_line_of_the_lexicon_has_a_known_type() -> None:
    types = {entry.type for found in lexicon.entries().values() for entry in found}
    assert types <= set(EVENT_TYPES) | {"none"}


def test_every_type_has_words() -> None:
    types = {entry.type for found in lexicon.entries().values() for entry in found}
    assert set(EVENT_TYPES) <= types


def test_only_consequences_and_light_verbs_have_no_type() -> None:
    for found in lexicon.entries().values():
        for entry in found:
            assert (entry.type == "none") == (entry.strength in ("consequence", "light"))


def test_a_scope_asks_for_words() -> None:
    for found in lexicon.entries().values():
        for entry in found:
            if entry.scope in ("np", "args", "gov", "sentence"):
                assert entry.wanted, entry
