"""Datelines: what heads a report is told apart from what the report says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.geoparsing.datelines import LONGEST, dateline_length


@pytest.mark.parametrize(
    "line",
    [
        "BAKU - ",
        "BAKU, Dec. 6 (AA) - ",
        "PORT-AU-PRINCE, Haiti — ",
        "ST. LOUIS (AP) -- ",
        "Paris (AFP) – ",
        "Istanbul, Dec. 6 - ",
        "KUANTAN: ",
        "NEW DELHI, March 3: ",
        "LA PAZ: ",
    ],
)
def test_a_dateline_ends_behind_its_dash_or_colon(line: str) -> None:
    assert dateline_length(line + "Two people met on Monday.") == len(line)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Two people met - and parted - on Monday.",
        "Germany, France and Italy - all members - agreed.",
        "A well-known writer died.",
        "NATO began to bomb on Monday.",
        "- BAKU",
        "UN - no, not again.",
        "UPDATE: The two were found.",
        "Q: And then?",
        "Kuala Lumpur: two people met.",
        "CLINTON: I said so.\n\nMERKEL: So did I.\n\nCLINTON: Well then.",
    ],
)
def test_other_beginnings_have_none(text: str) -> None:
    assert dateline_length(text) == 0


def test_only_the_paragraph_is_looked_at() -> None:
    text = "Title\n\nBAKU - Talks opened."
    assert dateline_length(text, 7, len(text)) == len("BAKU - ")
    assert dateline_length(text, 7, 9) == 0


@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    assert 0 <= dateline_length(text) <= min(len(text), LONGEST)
