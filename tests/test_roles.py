"""Literal, where something is or happens there; associative, where the name stands for people."""

from __future__ import annotations

import pytest

from tests.places import named, read


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
    ],
)
def test_a_name_for_people_is_associative(text: str, name: str) -> None:
    assert named(text, name).role == "associative"


def test_a_repeated_caption_has_the_roles_of_the_first() -> None:
    caption = "Turkish forces hold an exercise in Azerbaijan, Dec. 6, 2022. (AA Photo)"
    toponyms = read(f"{caption}\n\nThe drill went on, the ministry said.\n\n{caption}")
    roles = [t.role for t in toponyms if t.text == "Azerbaijan"]
    assert roles == ["literal", "literal"]
