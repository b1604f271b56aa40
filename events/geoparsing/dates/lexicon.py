# ruff: noqa: E501 - a pattern is read best on one line
"""Words with their temporal kinds, and a text as a string of kinds.

Every token gets one character that says what it can be (a month, a unit, a
number of two digits ...).  The grammar is then regular expressions over that
string, which is short and mostly ``other``: reading stays linear and fast, and a
further language is a further table (``Language``), not further code.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

# Kinds of token; the grammar calls them by name: <month> <day>.
KINDS = (  # noqa: SIM905 - a list of words
    "other break comma dot hyphen slash poss open close quote money punct "  # text and signs
    "iso numdate clock ampm tz day num year grouped decimal fraction ordinal decade yearshort "  # figures
    "month maymonth monthabbr weekday shortday weekdays unit units season seasons fall daypart dayparts noon overnight "
    "today tonight weekend weekends holiday century quarter half "
    "numword ordword second few several couple dozen one "
    "the a this these that same last past previous next coming following each every other_ more "
    "early late mid earlier later beginning end middle "
    "approx nearly over under than least most upto some only just within as_ "
    "ago before after since from_ to_ through and_ or_ of in_ on at by during between until per "
    "now recently recent current future former frequency fiscal eve old long_ ad bc time_ period so "
    "another additional full clock_word present no latest hence local sometime "
    "quartercode ended near latter new right times_ unitlong fiscalyear their feast feastday namedday orthodox eid "
    "part rest ahead come final"
).split()
_ALPHABET = "".join(
    chr(c)
    for c in (*range(0x30, 0x3A), *range(0x41, 0x5B), *range(0x61, 0x7B), *range(0xC0, 0x180))
)
CODE: Mapping[str, str] = dict(zip(KINDS, _ALPHABET, strict=False))
NAME: Mapping[str, str] = {code: name for name, code in CODE.items()}

Payload = int | float | str


@dataclass(frozen=True, kw_only=True)
class Language:
    """One language's words: lower-case word to kind and what it stands for."""

    code: str
    words: Mapping[str, tuple[str, Payload]]
    past_words: frozenset[str]
    future_words: frozenset[str]
    toward_words: frozenset[str] = frozenset()  # before an infinitive that looks ahead
    set_words: frozenset[str] = frozenset()  # "set for Friday", "due in June"
    deadline_words: frozenset[str] = frozenset()  # verbs whose "until Friday" is still to come
    comment_words: frozenset[str] = frozenset()  # what somebody "would not" do when asked
    speech_words: tuple[str, ...] = ()  # of reports: "said", "told"
    past_endings: tuple[str, ...] = ()
    future_endings: tuple[str, ...] = ()
    needs_capital: frozenset[str] = frozenset()  # name a time only when written with a capital
    needs_small: frozenset[str] = frozenset()  # name a time only when written without
    first_names: frozenset[str] = frozenset()  # months that people are called
    weekday_names: frozenset[str] = frozenset()  # what makes a name beside it: "Black Monday"
    people: frozenset[str] = frozenset()  # nouns whose "3-month-old" is an age
    things: frozenset[str] = frozenset()  # nouns whose "two-year-old" is a length
    numbered: frozenset[str] = frozenset()  # nouns that a number follows: "Resolution 1701"
    needs_dot: frozenset[str] = frozenset()  # other words without their dot or a figure
    stop_words: frozenset[str] = frozenset()  # the commonest words, which tell the language
    day_first: bool | None = None  # how 06/12/2022 is meant, None where it differs by country
    dotless: bool = False  # İ and I are the capitals of i and ı

    def lower(self, word: str) -> str:
        if self.dotless:
            word = word.replace("İ", "i").replace("I", "ı")
        return word.lower()

    def cue(self, word: str) -> str:
        """What a word says of the tense of its clause: "past", "future", "to" or nothing."""
        lower = self.lower(word)
        if lower in self.future_words:
            return "future"
        if lower == "to":
            return "to"
        if lower in self.past_words:
            return "past"
        if lower != word or len(word) <= 4:
            return ""
        if self.future_endings and word.endswith(self.future_endings):
            return "future"
        return "past" if word.endswith(self.past_endings) else ""


_TOKEN = re.compile(
    r"""
    (?:[^\S\n]++|\n(?![^\S\n]*+\n))*+(?:  # blanks are taken with the token behind them
      (?P<word>(?![AaPpB]\.\s?[MmCD]\b)[^\W\d_][^\W_]*+(?:['’](?:(?<=\bo.)clock|(?<=jourd.)hui)\b)?+)
    | (?P<comma>,) | (?P<dot>[.!?…]++)
    | (?P<iso>(?<!\d)\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})?)?(?![\w]|-\d))
    | (?P<numdate>\d{1,2}(?P<sep>[/.-])\d{1,2}(?P=sep)\d{4}(?![\w/]|[.-]\d)|\d{1,2}[/]\d{1,2}[/]\d{2}(?![\w/])|\d{4}[/.]\d{1,2}[/.]\d{1,2}(?![\w/]))
    | (?P<clock>\d{1,2}:\d{2}(?::\d{2})?(?:\s?[ap]m\b)?(?![:\w])|\d{1,2}(?:[.:]\d{2})?\s?(?:[ap]m|[AP]M)\b)
    | (?P<grouped>\d{1,3}(?:,\d{3})++(?:\.\d++)?(?![^\W_]))
    | (?P<decimal>\d++\.\d++(?![^\W_]))
    | (?P<fraction>\d{1,2}/\d{1,3}(?![\w/])|[½¼¾])
    | (?P<ordinal>\d{1,3}(?:st|nd|rd|th|er)\b)
    | (?P<decade>(?:1[0-9]|20)\d0['’]?s\b|\d{1,2}0s(?=\s+B\.?C)|['’‘`]\d0['’]?s\b)
    | (?P<short>['’‘`]\d{2}\b)
    | (?P<digits>\d++(?![^\W_]))
    | (?P<ampm>[ap]\.\s?m\b\.?|[AP]\.\s?M\b\.?)
    | (?P<era>B\.\s?C\.(?:\s?E\.)?|A\.\s?D\.)
    | (?P<break>\n[^\S\n]*+\n\s*+)
    | (?P<poss>['’]s\b)
    | (?P<hyphen>[-–—−‐‑]) | (?P<slash>/) | (?P<money>[$€£¥#%°@])
    | (?P<open>[(\[]) | (?P<close>[)\]]) | (?P<quote>["“”«»'‘’`]++)
    | (?P<glued>\d[^\W_]*+) | (?P<punct>[^\s\w])
    | (?P<skip>\Z|[\s\S]))
    """,
    re.VERBOSE,
)
_SIGNS = frozenset(
    [
        "iso",
        "numdate",
        "clock",
        "grouped",
        "decimal",
        "fraction",
        "ordinal",
        "decade",
        "ampm",
        "break",
        "poss",
        "comma",
        "dot",
        "hyphen",
        "slash",
        "money",
        "open",
        "close",
        "quote",
        "punct",
    ]
)


@dataclass
class Tokens:
    """``kinds[i]`` is the code of token i, which stands at ``starts[i]:ends[i]`` of ``text``."""

    text: str
    kinds: str
    starts: array[int]
    ends: array[int]
    language: Language

    def word(self, index: int) -> str:
        return self.text[self.starts[index] : self.ends[index]]

    def lower(self, index: int) -> str:
        return self.language.lower(self.word(index))

    def name(self, index: int) -> str:
        """The kind of token ``index``, "break" outside the text."""
        return NAME[self.kinds[index]] if 0 <= index < len(self.kinds) else "break"

    def payload(self, index: int) -> Payload:
        known = self.language.words.get(self.lower(index))
        return known[1] if known else self.word(index)

    def touches(self, index: int) -> bool:
        """Whether nothing stands between this token and the next."""
        return index + 1 < len(self.kinds) and self.ends[index] == self.starts[index + 1]

    @cached_property
    def sentence_ends(self) -> array[int]:
        """Indices of the tokens that end a sentence, in order."""
        return array(
            "L", (i for i, kind in enumerate(self.kinds) if kind in _ENDS and self._ends(i))
        )

    def _ends(self, index: int) -> bool:
        if self.kinds[index] == CODE["break"]:
            return True
        if index + 1 >= len(self.kinds):
            return True
        if self.language.day_first and self._is_ordinal(index):
            return False  # "6. Dezember"
        if self.touches(index) and self.name(index + 1) != "quote":
            return False  # "3.5", "U.S", "nato.int"
        before = self.lower(index - 1) if index else ""
        if self.word(index) == "." and (
            len(before) == 1 or before in self.language.needs_dot or before in _ABBREVIATIONS
        ):
            return False
        following = self.word(index + 1)
        return not following[0].islower()

    def _is_ordinal(self, index: int) -> bool:
        return self.name(index - 1) == "day" and self.name(index + 1) in ("month", "monthabbr")


_ENDS = frozenset((CODE["break"], CODE["dot"]))
_ABBREVIATIONS = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "dr",
        "prof",
        "gen",
        "col",
        "lt",
        "maj",
        "sgt",
        "capt",
        "rep",
        "sen",
        "gov",
        "st",
        "inc",
        "corp",
        "co",
        "ltd",
        "no",
        "vs",
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sep",
        "sept",
        "oct",
        "nov",
        "dec",
    ]
)


def tokenise(text: str, language: Language) -> Tokens:
    """``text`` as tokens; linear in its length."""
    starts: list[int] = []
    ends: list[int] = []
    kinds: list[str] = []
    seen: dict[str, str] = {}
    signs = {group: CODE[group] for group in _SIGNS} | {
        "short": CODE["yearshort"],
        "glued": CODE["other"],
    }
    add_start, add_end, add_kind, known = starts.append, ends.append, kinds.append, seen.get
    for match in _TOKEN.finditer(text):
        group = match.lastgroup
        start, end = match.span(match.lastindex or 0)
        if group == "word":
            word = text[start:end]
            add_kind(known(word) or seen.setdefault(word, _word_kind(word, language)))
        elif group == "skip":
            continue
        elif group == "digits":
            add_kind(_digits_kind(text, start, end))
        elif group == "era":
            add_kind(CODE["bc" if text[start] == "B" else "ad"])
        else:
            add_kind(signs[group or "glued"])
        add_start(start)
        add_end(end)
    return Tokens(text, "".join(kinds), array("L", starts), array("L", ends), language)


def _word_kind(word: str, language: Language) -> str:
    if len(word) > 20:
        return CODE["other"]
    lower = language.lower(word)
    known = language.words.get(lower)
    if known is None:
        return CODE["other"]
    unlike = language.needs_small if word[0].isupper() else language.needs_capital
    if lower in unlike:
        return CODE["other"]
    return CODE[known[0]]


def _digits_kind(text: str, start: int, end: int) -> str:
    if end - start > 9:
        return CODE["other"]
    if not text[start:end].isascii():
        return CODE["other"]
    if end - start <= 2 and 1 <= int(text[start:end]) <= 31:
        return CODE["day"]
    if end - start == 4 and 1000 <= int(text[start:end]) <= 2199:
        return CODE["year"]
    return CODE["num"]
