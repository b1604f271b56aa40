"""The key under which two spellings of a place name are one name.

``normalise_name`` folds case, diacritics, dots, hyphens, apostrophes and spaces, and keeps every
script: Cəbrayıl = Cabrayil, Sana'a = Sanaa, Saint-Denis = St. Denis, U.S. = US, ي = ی.  It does
not transliterate: Джебраил and Jebrail meet through the gazetteer's alternate names.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

MAX_NAME_LENGTH = 200  # code points; nothing on earth is named at greater length

# Letters that Unicode does not decompose, and letters that writers of one language swap freely.
_LETTERS = {
    "ə": "a", "ǝ": "a", "ı": "i", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae",
    "œ": "oe", "ħ": "h", "ŋ": "n", "ŧ": "t", "ƙ": "k", "ɓ": "b", "ɗ": "d", "ɣ": "g", "ɛ": "e",
    "ɔ": "o", "ƴ": "y", "ĸ": "k", "&": " and ",
    "ي": "ی", "ى": "ی", "ك": "ک", "ة": "ه", "ہ": "ه", "ۃ": "ه", "ھ": "ه", "ە": "ه",
}  # fmt: skip
_DROPPED = "'`´‘’‚‛′ʹʻʼʽʾʿˈˊˋ׳״＇ـ"  # apostrophes, transliterated signs, the Arabic stretch

# First words that are written short and long.  Never alone or last: MT is Montana, St a street.
_SHORT = {"st": "saint", "ste": "sainte", "mt": "mount", "ft": "fort"}
# Last words that are, never alone: Loudon Co., Madison Twp.
_SHORT_LAST = {"co": "county", "twp": "township"}


class _Folding(dict[int, str]):
    """A ``str.translate`` table that works out each code point once."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = _fold(chr(code))
        return folded


def _fold(char: str) -> str:
    if char in _DROPPED or _is_accent(ord(char)):
        return ""
    if char in _LETTERS:
        return _LETTERS[char]
    category = unicodedata.category(char)
    if category in ("Cf", "Mn") and not char.isalnum():
        return "" if category == "Cf" else char
    if category[0] in "LMN":
        return char
    return " "


def _is_accent(code: int) -> bool:
    """Marks that writers leave out: accents, Hebrew points, Arabic vowels; not Indic vowels."""
    return (
        0x0300 <= code <= 0x036F
        or 0x0591 <= code <= 0x05C7
        or 0x064B <= code <= 0x065F
        or code == 0x0670
        or 0x06D6 <= code <= 0x06ED
    )


_FOLDING = _Folding()


@lru_cache(maxsize=65_536)
def normalise_name(name: str) -> str:
    """The key of a name: lower case, single spaces, "" when the name holds no letter or digit.

    At most MAX_NAME_LENGTH code points of the name are read.
    """
    return fold_name(name)


def name_key(name: str) -> str:
    """Under which key an editor's decision about a name is kept: at most MAX_NAME_LENGTH long."""
    return normalise_name(name)[:MAX_NAME_LENGTH].rstrip()


def fold_name(name: str) -> str:
    """``normalise_name`` without its memory, for streams of millions of names."""
    words = fold_letters(name[:MAX_NAME_LENGTH]).split()
    if len(words) < 2:
        return words[0] if words else ""
    return " ".join(_expanded(_initials_joined(words)))


def fold_letters(text: str) -> str:
    """Lower case, without accents and apostrophes; a space for whatever else is no word."""
    if text.isascii():
        return text.lower().translate(_FOLDING)
    decomposed = unicodedata.normalize("NFKD", text.casefold()).casefold()
    return unicodedata.normalize("NFC", decomposed.translate(_FOLDING))


def _initials_joined(words: list[str]) -> list[str]:
    """["u", "s", "virgin"] -> ["us", "virgin"]: dots have become spaces."""
    joined: list[str] = []
    in_initials = False
    for word in words:
        initial = len(word) == 1 and word.isascii() and word.isalpha()
        if initial and in_initials:
            joined[-1] += word
        else:
            joined.append(word)
        in_initials = initial
    return joined


def _expanded(words: list[str]) -> list[str]:
    last = words[-1]
    return [*(_SHORT.get(word, word) for word in words[:-1]), _SHORT_LAST.get(last, last)]


def is_abbreviation(name: str) -> bool:
    """Whether a name is written in capitals only and has at most four letters (US, U.K., США).

    Such a name is matched by capitals alone: "us" is not the United States.
    """
    letters = [char for char in name if char.isalpha()]
    if not 2 <= len(letters) <= 4:
        return False
    return all(char.isupper() for char in letters) and _only_letters_and_dots(name)


def _only_letters_and_dots(name: str) -> bool:
    return all(char.isalpha() or char in ". " for char in name)


def matches_case(kind: str, stored_form_is_capitals: bool, query: str) -> bool:
    """Whether the case of a query allows a match of this kind.

    Abbreviations need capitals: every letter where the form is capitals only (US, KY), the first
    where it is not (Calif., Ky.).  Every other kind matches in any case.
    """
    if kind != "abbreviation":
        return True
    letters = [char for char in query if char.isalpha()]
    if not letters:
        return False
    if stored_form_is_capitals:
        return all(char.isupper() for char in letters)
    return letters[0].isupper()
