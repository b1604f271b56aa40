"""Texts cut at their marks: nothing is lost, nothing doubled, whatever the marks."""

import time

from hypothesis import given
from hypothesis import strategies as st

from events.markup import CLOSE, OPEN, TEXT, Mark, flat_pieces, nested_tokens
from events.templatetags.dateline import marked_text

spans = st.builds(
    lambda start, length, kind: Mark(start, start + length, kind, f"ref-{start}"),
    st.integers(0, 60),
    st.integers(0, 30),
    st.sampled_from(["literal", "associative", "date"]),
)


@given(st.text(max_size=50), st.lists(spans, max_size=12))
def test_tokens_make_up_the_text_and_nest(text: str, marks: list[Mark]) -> None:
    tokens = list(nested_tokens(text, marks))
    assert "".join(token.text for token in tokens if token.kind == TEXT) == text
    open_marks: list[Mark | None] = []
    for token in tokens:
        if token.kind == OPEN:
            open_marks.append(token.mark)
        elif token.kind == CLOSE:
            assert open_marks.pop() == token.mark
        else:
            assert token.mark == (open_marks[-1] if open_marks else None)
    assert open_marks == []


@given(st.text(max_size=50), st.integers(0, 20), st.lists(spans, max_size=12))
def test_flat_pieces_make_up_the_text(text: str, offset: int, marks: list[Mark]) -> None:
    pieces = flat_pieces(text, offset, marks, ("literal", "associative", "date"))
    assert "".join(piece.text for piece in pieces) == text


def test_the_better_kind_is_shown_where_words_say_two_things() -> None:
    marks = [Mark(12, 16, "place"), Mark(14, 20, "trigger")]
    pieces = flat_pieces("in Baku on Monday", 10, marks, ("trigger", "place"))
    assert [(piece.text, piece.mark.kind if piece.mark else "") for piece in pieces] == [
        ("in B", ""),
        ("aku on", "trigger"),
        (" Monday", ""),
    ]


def test_a_mark_inside_a_mark_is_a_link_of_its_own_and_no_link_is_in_a_link() -> None:
    text = "Mansfield Police Department"
    marks = [Mark(0, 27, "associative", "place-1"), Mark(0, 9, "literal", "place-2")]
    assert marked_text(nested_tokens(text, marks)) == (
        '<span class="span span-associative"><span class="span span-literal">'
        '<a href="#place-2">Mansfield</a></span><a href="#place-1"> Police Department</a></span>'
    )


def test_every_piece_is_escaped() -> None:
    text = '<script>alert("1")</script>'
    html = marked_text(nested_tokens(text, [Mark(0, 8, '"><b>', '"><i>')]))
    assert "<script" not in html
    assert "<b>" not in html
    assert "<i>" not in html


def test_a_long_text_with_many_marks_takes_linear_time() -> None:
    text = "Baku and Astara. " * 60_000
    marks = [Mark(start, start + 4, "literal", "place-1") for start in range(0, len(text), 17)]
    began = time.process_time()
    html = marked_text(nested_tokens(text, marks))
    assert time.process_time() - began < 30
    assert html.count("<a ") == 60_000


def test_marks_nested_a_thousand_deep() -> None:
    text = "a" * 2000
    marks = [Mark(depth, 2000 - depth, "date", "date-1") for depth in range(1000)]
    assert marked_text(nested_tokens(text, marks)).count("<span") == 1000
