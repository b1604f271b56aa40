"""Texts and files on their way in: what is no article is refused in a sentence."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.ingest.errors import IngestError
from events.ingest.incoming import from_file
from events.ingest.texts import MAX_FILE_BYTES, clean_text, decode

LIMIT = 10_000

PAGE = """<!doctype html><html><head><title>Jets take off | The Caspian Post</title>
<meta property="og:site_name" content="The Caspian Post">
<meta property="article:published_time" content="2022-12-06T08:00:00Z"></head><body>
<nav><a href="/">Home</a> <a href="/world">World</a> <a href="/sport">Sport</a></nav>
<article><h1>Jets take off</h1>
<p>Fighter jets took off in Baku on Monday as a joint exercise of two air forces began there,
the ministry of defence said in a statement on Tuesday morning.</p>
<p>The exercise covers four cities and lasts until Friday, according to the same statement,
which gave no number of the aircraft or of the soldiers that take part in it.</p>
<script>alert("no text")</script></article>
<footer>Subscribe to our newsletter</footer></body></html>"""


def test_html_gives_its_article_without_furniture() -> None:
    article = from_file("page.html", PAGE.encode(), LIMIT)
    assert "took off in Baku on Monday" in article.text
    assert "alert" not in article.text
    assert "Sport" not in article.text
    assert article.published == date(2022, 12, 6)
    assert "Jets take off" in article.title


@pytest.mark.parametrize(
    "data",
    [b"<html><body></body></html>", b"", b"<", b"<!--" * 1000, b"<div>" * 5000],
)
def test_html_without_an_article_is_refused(data: bytes) -> None:
    with pytest.raises(IngestError, match=r"page\.html"):
        from_file("page.html", data, LIMIT)


def test_markdown_brings_its_front_matter() -> None:
    raw = '---\ntitle: "Drill: day one"\npublished: 2022-12-06\nsource: Post\nurl: https://a.example/1\n---\n\nText.\n'
    article = from_file("a.md", raw.encode(), LIMIT)
    assert (article.title, article.published, article.source) == (
        "Drill: day one",
        date(2022, 12, 6),
        "Post",
    )
    assert (article.url, article.text) == ("https://a.example/1", "Text.")


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        ("published: yesterday", "published is 'yesterday'"),
        ("published: 2022-02-31", "2022-02-31"),
        ("url: javascript:alert(1)", "url is not an address"),
        ("colour: red", "line 2"),
        ("title: a\ntitle: b", "line 3: title is given twice"),
        ("no colon", "line 2"),
    ],
)
def test_wrong_front_matter_says_where(lines: str, says: str) -> None:
    with pytest.raises(IngestError, match=says):
        from_file("a.md", f"---\n{lines}\n---\nText.".encode(), LIMIT)


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("a.pdf", b"%PDF-1.7", "only .txt, .md and .html"),
        ("a.txt", b"%PDF-1.7", "is a PDF"),
        ("a.txt", b"PK\x03\x04....", "ZIP"),
        ("a.txt", b"\x89PNG\r\n", "picture"),
        ("a.txt", bytes(range(256)) * 20, "binary"),
        ("a.txt", b"", "empty"),
        ("a.txt", b" \n\t ", "empty"),
        ("a.txt", b"x" * (LIMIT + 1), "10,001 characters"),
        ("a.txt", b"x" * (MAX_FILE_BYTES + 1), "bytes"),
        ("../../etc/passwd.txt", b"", r"^passwd\.txt is empty"),
        ("noname", b"text", "only .txt"),
        ("a.txt", b"\xff\xfe\x00", "begins like utf-16"),
    ],
)
def test_what_is_no_text_is_refused_by_name(name: str, data: bytes, says: str) -> None:
    with pytest.raises(IngestError, match=says):
        from_file(name, data, LIMIT)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Cəbrayıl və Bakı", "utf-8"),
        ("Cəbrayıl və Bakı", "utf-8-sig"),
        ("Cəbrayıl və Bakı", "utf-16"),
        (
            "Россия и Азербайджан начали учения в понедельник, сообщило министерство обороны.",
            "cp1251",
        ),
        ("Les forces armées ont mené un exercice à Besançon près de la frontière.", "latin-1"),
        ("القاهرة", "utf-8"),
    ],
)
def test_encodings(text: str, encoding: str) -> None:
    assert from_file("a.txt", text.encode(encoding), LIMIT).text == text


def test_a_few_bad_bytes_do_not_change_the_rest() -> None:
    good = "Cəbrayıl, Şuşa, Ağdam və Füzuli şəhərləri " * 20
    mixed = good.encode() + b"caf\xe9 " + good.encode()
    text = decode(mixed)
    assert text.startswith(good)
    assert text.endswith(good)


def test_line_ends_and_control_characters_are_cleaned() -> None:
    assert clean_text("\ufeffa\r\nb\rc\x00d\u2028e ", LIMIT) == "a\nb\ncd\ne"


@given(st.text())
def test_clean_text_is_stable_and_storable(text: str) -> None:
    try:
        once = clean_text(text, LIMIT)
    except IngestError:
        return
    assert clean_text(once, LIMIT) == once
    assert "\x00" not in once
    once.encode("utf-8")


@given(st.binary(max_size=2000), st.sampled_from(["a.txt", "a.md", "a.html"]))
def test_any_bytes_give_text_or_a_sentence(data: bytes, name: str) -> None:
    try:
        article = from_file(name, data, LIMIT)
    except IngestError:
        return
    assert article.text
    assert article.text.strip() == article.text
