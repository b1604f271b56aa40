"""Texts that are not English: which language it is, and what a name is in its own form.

What is known of each language stands in ``data/languages.toml``.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from functools import cache, lru_cache
from itertools import product
from math import log10
from pathlib import Path

from events.geoparsing.gazetteer import NameMatch

TABLE = Path(__file__).parent / "data" / "languages.toml"
ENGLISH = "en"
SAMPLE = 20_000  # characters by which the language of a text is told
LEAST_STOP_WORDS = 2
MAX_LETTERS = 60  # of a word of a name
COUNTRY_PEOPLE = 8.0  # how prominent a country counts, as a logarithm of people
ITS_OWN_FORM = 1.0  # how much more prominent another form must be to be taken, as a logarithm
_LETTERS = re.compile(r"[^\W\d_]+")
_CYRILLIC = re.compile("[\u0400-\u04ff]")

_BETWEEN = re.compile("([ \xa0-])")
_ADJECTIVE = ("ый", "ий", "ая", "ое")
MOST_PARTS = 3

Lookup = Callable[[str, int], tuple[NameMatch, ...]]


@dataclass(frozen=True, slots=True)
class Language:
    """Words of one language, in small letters; ``languages.toml`` says what each list holds."""

    code: str
    stop_words: frozenset[str] = frozenset()
    letters: frozenset[str] = frozenset()
    no_names: frozenset[str] = frozenset()
    locative: frozenset[str] = frozenset()
    islands: frozenset[str] = frozenset()
    articles: frozenset[str] = frozenset()
    locative_endings: frozenset[str] = frozenset()
    other_endings: frozenset[str] = frozenset()
    elisions: frozenset[str] = frozenset()
    generic: frozenset[str] = frozenset()
    titles: frozenset[str] = frozenset()
    features: frozenset[str] = frozenset()
    places_of: frozenset[str] = frozenset()
    joiners: frozenset[str] = frozenset()
    common: frozenset[str] = frozenset()
    calendar: frozenset[str] = frozenset()
    endings: tuple[tuple[str, str], ...] = ()


@cache
def languages() -> dict[str, Language]:
    """The languages that are told apart, by their ISO 639-1 codes."""
    table = tomllib.loads(TABLE.read_text("utf-8"))
    return {code: _language(code, lists) for code, lists in table.items()}


def _language(code: str, lists: dict[str, str]) -> Language:
    names = {each.name for each in fields(Language)} - {"code", "endings"}
    words = {name: frozenset(lists.get(name, "").split()) for name in names}
    words["letters"] = frozenset(lists.get("letters", ""))
    words["no_names"] |= words["stop_words"]
    pairs = (pair.partition(">") for pair in lists.get("endings", "").split())
    return Language(code=code, endings=tuple((ending, own) for ending, _, own in pairs), **words)


# Which language


def language_of(text: str) -> str:
    """The ISO 639-1 code of the language of a text, "en" where it cannot be told."""
    return _told(text[:SAMPLE])


@lru_cache(maxsize=64)
def _told(text: str) -> str:
    letters = sum(len(word) for word in _LETTERS.findall(text))
    if len(_CYRILLIC.findall(text)) * 2 > letters:
        return "ru"
    counts = dict.fromkeys(languages(), 0)
    speak = _stop_words()
    for word in _LETTERS.findall(text):
        word_small = small(word)
        for code in speak.get(word_small, ()):
            counts[code] += 1
        if word[0].islower() and not word_small.isascii():
            # Names travel, with their letters; other words do not.
            for code, language in languages().items():
                counts[code] += not language.letters.isdisjoint(word_small)
    best = max(counts, key=lambda code: (counts[code], code == ENGLISH))
    if counts[best] < LEAST_STOP_WORDS or counts[best] <= counts[ENGLISH]:
        return ENGLISH
    if best == "tr" and "ə" in text.lower():
        return "az"  # near to Turkish, which does not have the letter
    return best


@cache
def _stop_words() -> dict[str, tuple[str, ...]]:
    """In which languages a word is a stop word."""
    words = {word for language in languages().values() for word in language.stop_words}
    return {
        word: tuple(code for code, each in languages().items() if word in each.stop_words)
        for word in words
    }


def small(text: str) -> str:
    """Small letters, one for one: the dot of a Turkish capital İ does not come apart."""
    return text.replace("İ", "i").lower()


# Which form of a name


def base_forms(name: str, code: str) -> Iterator[str]:
    """What a name may be where it stands in another case; the name itself is left out."""
    language = languages().get(code)
    if language is None or not language.endings:
        return
    parts = _BETWEEN.split(name, maxsplit=MOST_PARTS)
    if len(parts) == 1:
        yield from _stems(name, language)
    elif len(parts) == 3:
        first, joint, last = parts
        stems = list(_stems(last, language))
        yield from (f"{first}{joint}{stem}" for stem in stems)
        adjectives = [f for f in _stems(first, language) if f.endswith(_ADJECTIVE)]
        yield from (f"{f}{joint}{stem}" for f, stem in product(adjectives, stems))
    elif "-" in parts[1]:  # Ростове-на-Дону: of longer names the first part alone
        yield from (f"{stem}{name[len(parts[0]) :]}" for stem in _stems(parts[0], language))


def _stems(word: str, language: Language) -> Iterator[str]:
    lower = small(word)
    if len(word) > MAX_LETTERS or len(lower) != len(word):
        return
    for ending, own in language.endings:
        if lower.endswith(ending) and len(word) - len(ending) + len(own) > 2:
            yield word[: len(word) - len(ending)] + own


def known_form(name: str, code: str, lookup: Lookup) -> str:
    """The form of a name that the gazetteer knows best; the name as it is where it knows none.

    ``code`` is the language of the text; a name in Cyrillic is Russian in every text.
    """
    if not name.isascii() and _CYRILLIC.match(name):
        code = "ru"
    if code == ENGLISH:
        return name
    best, found, most = name, None, -1.0
    for form in base_forms(name, code):
        match = _first_name(form, lookup)
        if match is not None and _prominence(match) > most:
            best, found, most = form, match, _prominence(match)
    own = _first_name(name, lookup)
    if own is None:
        return best
    kept = found is None or own.place.key == found.place.key
    return name if kept or _prominence(own) + ITS_OWN_FORM >= most else best


def _first_name(form: str, lookup: Lookup) -> NameMatch | None:
    return next((match for match in lookup(form, 1) if match.form == "name"), None)


def _prominence(match: NameMatch) -> float:
    if match.place.feature.startswith("PCL"):
        return COUNTRY_PEOPLE
    return log10(match.place.population + 10)
