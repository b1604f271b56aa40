"""One table of words a language, and telling which of them a text is written in."""

from __future__ import annotations

import re

from events.geoparsing.dates.days import eve_or_morrow
from events.geoparsing.dates.languages.az import AZERBAIJANI
from events.geoparsing.dates.languages.de import GERMAN
from events.geoparsing.dates.languages.en import ENGLISH
from events.geoparsing.dates.languages.es import SPANISH
from events.geoparsing.dates.languages.fr import FRENCH
from events.geoparsing.dates.languages.ru import RUSSIAN
from events.geoparsing.dates.languages.tr import TURKISH
from events.geoparsing.dates.lexicon import Language

#: English first: where two languages have as many words of a text, the earlier is taken.
LANGUAGES = (ENGLISH, TURKISH, AZERBAIJANI, RUSSIAN, GERMAN, FRENCH, SPANISH)

_SAMPLE = 3_000  # characters at the start of a text that tell its language
_WORD = re.compile(r"[^\W\d_]+")


def _known(language: Language) -> frozenset[str]:
    """Not single letters: the "s" of "the army's" is no French."""
    return frozenset(w for w in (*language.stop_words, *language.words) if len(w) > 1)


_KNOWN = tuple((language, _known(language)) for language in LANGUAGES)
_PLAINLY = 0.25  # share of English words above which no other language is tried


def detect(text: str) -> Language:
    """The language of which a text uses most of the commonest words and of the words of time.

    English where nothing tells.
    """
    sample = [word.lower() for word in _WORD.findall(text[:_SAMPLE])]
    best, most = ENGLISH, 0
    for language, known in _KNOWN:
        count = sum(map(known.__contains__, sample))
        if count > most:
            best, most = language, count
        if best is ENGLISH and most > _PLAINLY * len(sample):
            return ENGLISH
    return best


def weekday_of(text: str, language: Language) -> int | None:
    """The weekday that a date names, 1 for Monday; None where it names none."""
    named = None
    for word in _WORD.findall(text):
        kind, payload = language.words.get(language.lower(word), ("", 0))
        if kind in ("weekday", "shortday") and isinstance(payload, int):
            named = payload
        elif kind in ("eve", "after") and named is not None:
            named = eve_or_morrow(named, kind)
    return named
