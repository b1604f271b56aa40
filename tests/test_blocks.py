# ruff: noqa: E501 - lines as pages have them
"""A page as copied: what is the story, and what is its frame."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.geoparsing.blocks import split_blocks

PAGE = """Harbour reopens after storm

By Maria Keller

Published: 3 March 2021

Fishing boats left the harbour of Sines on Tuesday for the first time in a week, the port authority said.

Boats leave the harbour of Sines, Portugal, March 2, 2021. (Reuters Photo)

Boats leave the harbour of Sines, Portugal, March 2, 2021. (Reuters Photo)

“We are glad,” one of the captains said as he untied his boat.

The Harbour Newsletter

Get the news of the coast in your inbox, every morning.
You can unsubscribe at any time.

Leave a Reply

Your email address will not be published. Required fields are marked *

Tom on 4 March

I was in Lisbon on Monday and saw two of these boats arrive there with my own eyes, believe me.
"""


def kinds(text: str) -> list[tuple[str, str]]:
    return [
        (block.kind, text[block.start : block.end].split("\n")[0]) for block in split_blocks(text)
    ]


def test_a_page_is_parted_into_story_and_frame() -> None:
    found = kinds(PAGE)
    assert [words for kind, words in found if kind == "body"] == [
        "Fishing boats left the harbour of Sines on Tuesday for the first time in a week, the port authority said.",
        "“We are glad,” one of the captains said as he untied his boat.",
    ]
    assert [words for kind, words in found if kind == "headline"] == ["Harbour reopens after storm"]
    assert [kind for kind, _ in found].count("caption") == 2


def test_an_equal_block_points_to_the_first() -> None:
    captions = [(i, b) for i, b in enumerate(split_blocks(PAGE)) if b.kind == "caption"]
    (first, one), (_, other) = captions
    assert one.repeat_of is None
    assert other.repeat_of == first


def test_comments_after_the_story_are_furniture_however_they_read() -> None:
    assert ("furniture", "Tom on 4 March") in kinds(PAGE)
    assert all(kind == "furniture" for kind, words in kinds(PAGE) if words.startswith("I was in"))


def test_a_link_to_the_comments_above_the_story_does_not_swallow_it() -> None:
    text = "Leave a comment\n\nThe army said that its soldiers had left the town of Goma early on Monday."
    assert [kind for kind, _ in kinds(text)] == ["furniture", "body"]


@pytest.mark.parametrize(
    "line",
    [
        "Soldiers stand guard in Goma. (AP Photo/Jane Doe)",
        "Soldiers stand guard in Goma. [Jane Doe/Reuters]",
        "Soldiers stand guard in Goma, Congo. Photo: Jane Doe",
        "FILE PHOTO: Soldiers stand guard in Goma",
        "Soldiers stand guard in Goma, Feb. 3, 2012. (AFP)",
        "Soldiers stand guard in Goma | Getty Images",
    ],
)
def test_captions_are_known_by_their_credit(line: str) -> None:
    assert kinds(line) == [("caption", line)]


@pytest.mark.parametrize(
    "line",
    [
        "Sign up for our weekly newsletter",
        "By signing up you are agreeing to our Terms of Use and Privacy Policy.",
        "This site is protected by reCAPTCHA and the Google Privacy Policy and Terms of Service apply.",
        "© 2022 The Morning Courier. All rights reserved.",
        "Share this article",
        "Read more: Floods in the north",
        "By Jane Doe and John Smith",
        "Updated: Dec. 6, 2022, 10:31 a.m.",
        "(Reporting by Jane Doe; Editing by John Smith)",
        "We use cookies to improve this site. Cookie policy",
    ],
)
def test_furniture_is_known_by_its_phrases(line: str) -> None:
    text = f"{line}\n\nThe town stood under water on Monday, its mayor said."
    assert kinds(text)[0] == ("furniture", line)


@pytest.mark.parametrize(
    "line",
    [
        "By Monday the army had taken the town, a spokesman said.",
        "The minister will share this plan with Brussels, she said on Monday.",
        "Photo agencies left the city before the troops of both sides arrived in it.",
        "BAKU, Dec. 6 (Reuters) - Jets took off on Monday, the ministry said.",
        "He signed the treaty of friendship in Paris in 1963 and was proud of it.",
    ],
)
def test_prose_stays_prose(line: str) -> None:
    assert kinds(line) == [("body", line)]


def test_lines_without_blank_lines_between_are_paragraphs() -> None:
    text = "A bomb went off in Kabul on Monday, police said.\nNobody was hurt by it, they added.\n"
    assert len(split_blocks(text)) == 2


def test_lines_wrapped_by_hand_are_one_paragraph() -> None:
    text = (
        "The ministry of defence said that its jets had taken off from\n"
        "the base near the capital on Monday, and that they had landed\n"
        "there again before the night, with none of them damaged."
    )
    assert len(split_blocks(text)) == 1


@given(st.text())
def test_any_text_gives_ordered_blocks_without_outer_space(text: str) -> None:
    blocks = split_blocks(text)
    at = 0
    for index, block in enumerate(blocks):
        words = text[block.start : block.end]
        assert at <= block.start < block.end <= len(text)
        assert words == words.strip()
        assert block.repeat_of is None or block.repeat_of < index
        at = block.end
    left_out = "".join(
        text[a.end : b.start]
        for a, b in zip([None, *blocks], [*blocks, None], strict=True)
        if a and b
    )
    assert not left_out.strip()
    assert blocks or not text.strip()


@pytest.mark.parametrize(
    "part",
    ["a b c\n", "\n\n", "(AA Photo ", "By A\n", "word ", ".\n\n", "(", "Leave a Reply\n\n", " \n"],
)
def test_hostile_text_takes_linear_time(part: str) -> None:
    started = time.process_time()
    split_blocks(part * (400_000 // len(part)))
    assert time.process_time() - started < 15


def test_five_megabytes_of_prose_are_read_in_seconds() -> None:
    text = "The army said on Monday that its soldiers had left the town of Goma.\n\n" * 70_000
    started = time.process_time()
    assert len(split_blocks(text)) == 70_000
    assert time.process_time() - started < 30
