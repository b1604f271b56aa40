"""How texts become the words by which they are found."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.search_texts import EventWords
from events.words import LONGEST_WORD, MOST_WANTED, Wanted, wanted, words_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", []),
        ("!!! … — \x00 💩", []),
        ("Jets, JETS; jéts", ["jets", "jets", "jets"]),
        ("The U.S. and J.K.Rowling", ["the", "us", "and", "jk", "rowling"]),
        ("a.m. to 10.5%", ["am", "to", "10", "5"]),
        ("St.-Denis a_b &", ["st", "denis", "a", "b", "and"]),
        ("Cəbrayıl Gəncə İstanbul", ["cabrayil", "ganca", "istanbul"]),
        ("Баку́ Ёлка", ["баку", "елка"]),
        ("ﬁne Ｆｕｌｌ ½", ["fine", "full", "1", "2"]),
        ("Iran's jets", ["irans", "jets", "iran"]),
        ("Bakı’da l'Iran O'Neil", ["bakida", "liran", "oneil", "baki", "da", "iran", "neil"]),
        ("東京都へ", ["東京", "京都", "都へ", "へ"]),
        ("X東京 ก", ["x", "東京", "京", "ก"]),
        ("x" * 100, ["x" * LONGEST_WORD]),
    ],
)
def test_words_of_a_text(text: str, words: list[str]) -> None:
    assert words_of(text) == words


@pytest.mark.parametrize(
    ("query", "asked"),
    [
        ("", ""),
        (" !?\x00 *:()\" - ' ", ""),
        ("Joint DRI", "joint dri*"),
        ('joint "Armed forces"', 'armed forces joint "armed forces"'),
        ('"joint"', "joint"),
        ('"joint drill" x', 'drill joint x* "joint drill"'),
        ('joint "armed fo', "armed joint fo*"),
        ("“armed forces”", 'armed forces "armed forces"'),
        ("Iran's", "iran*"),
        ("u.s", "us*"),
        ("東", "東*"),
        ("東京都", "京都* 東京"),
        ("OR NOT title:a*", "not or title a*"),
    ],
)
def test_what_a_search_asks_for(query: str, asked: str) -> None:
    assert str(wanted(query)).split() == sorted(asked.split(), key=_kind) or (
        str(wanted(query)) == asked
    )


def _kind(word: str) -> tuple[bool, str]:
    return word.endswith("*"), word


def test_a_search_without_end_asks_for_so_many_words() -> None:
    asked = wanted("字" + "".join(chr(0x4E00 + number) for number in range(200)) + " x")
    assert len(asked.words) == MOST_WANTED


@given(st.text(max_size=300))
def test_every_text_is_found_by_what_it_says(text: str) -> None:
    """Its own words, and any beginning of each, whatever the text."""
    words = words_of(text)
    assert all(word and word == "".join(word.split()) for word in words)
    assert all(0 < len(word) <= LONGEST_WORD for word in words)
    event = EventWords(" ".join(words), "")
    assert event.fit(Wanted(words=tuple(words)))
    assert event.fit(Wanted(beginnings=tuple(word[:1] for word in words)))
    assert set("\"'*()|&:!\\") & set("".join(words)) == set()


@given(st.text(max_size=60))
def test_what_is_copied_from_a_text_finds_it(text: str) -> None:
    event = EventWords(" ".join(words_of(text)), "")
    asked = wanted(" ".join(text.replace('"', " ").split()))
    if len(asked.words) < MOST_WANTED and "'" not in text:
        assert not asked or event.fit(asked)
