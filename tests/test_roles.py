"""Literal, where something is or happens there; associative, where the name stands for people."""

from __future__ import annotations

from pathlib import Path

import pytest

from events.geoparsing.training.gold import read_corpus
from events.geoparsing.types import Document, Span
from tests.places import named, read, reader

SENTENCES = Path(__file__).parent / "data" / "roles.jsonl"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Two trains collided in Baku on Monday.", "Baku"),
        ("The convoy drove from Kyiv to Odesa overnight.", "Odesa"),
        ("An earthquake struck near Kathmandu at dawn.", "Kathmandu"),
        ("The soldiers live in barracks outside Tbilisi.", "Tbilisi"),
        ("BAKU, Dec 6 (AA) — The drill began on Monday.", "BAKU"),
        ("The drill encompasses the Azerbaijani cities of Baku, Astara and Imishli.", "Imishli"),
        ("Hundreds of residents of Khartoum fled.", "Khartoum"),
        ("The minister visited Nairobi.", "Nairobi"),
    ],
)
def test_where_something_is_or_happens_is_literal(text: str, name: str) -> None:
    assert named(text, name).role == "literal"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Baku said that it would respond.", "Baku"),
        ("Ankara and Baku are holding an extensive drill.", "Ankara"),
        ("Ankara and Baku are holding an extensive drill.", "Baku"),
        ("The war between Baku and Yerevan ended in November.", "Baku"),
        ("The war between Baku and Yerevan ended in November.", "Yerevan"),
        ("Turkish jets took off at noon.", "Turkish"),
        ("The Mansfield Police Department made an arrest.", "Mansfield"),
        ("Washington imposed sanctions on several banks.", "Washington"),
        ("France's government resigned.", "France"),
        ("Germany beat Argentina in the final match.", "Argentina"),
        ("Bombs exploded outside the U.S. embassies in Nairobi and Lomé on Friday.", "U.S."),
        ("Protesters stormed Iran's embassy in London.", "Iran"),
    ],
)
def test_a_name_for_people_is_associative(text: str, name: str) -> None:
    assert named(text, name).role == "associative"


def test_a_repeated_caption_has_the_roles_of_the_first() -> None:
    caption = "Turkish forces hold an exercise in Azerbaijan, Dec. 6, 2022. (AA Photo)"
    toponyms = read(f"{caption}\n\nThe drill went on, the ministry said.\n\n{caption}")
    roles = [t.role for t in toponyms if t.text == "Azerbaijan"]
    assert roles == ["literal", "literal"]


def test_roles_of_sentences_that_taught_nothing_are_right() -> None:
    right = []
    for gold in read_corpus(SENTENCES).documents[::4]:
        spans = tuple(Span(t.start, t.end) for t in gold.toponyms)
        roles = {
            t.start: t.role for t in reader().read(Document(gold.text, mentions=spans)).toponyms
        }
        right += [roles.get(toponym.start) == toponym.role for toponym in gold.toponyms]
    assert len(right) > 300
    assert sum(right) > 0.86 * len(right)
