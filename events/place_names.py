"""Names of places in the reader's language, where one is known; else the place's own name.

Some two hundred are listed in ``locale/places.csv``.  Countries, and the towns that Unicode CLDR
names as seats of time zones, come from CLDR (babel).  For other places it is one of the other names
of the row, which carry no language: the one in the letters of the language that sounds most like
the name.  Where none is near enough, none is taken.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from difflib import SequenceMatcher
from functools import lru_cache
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from django.utils.translation import get_language, gettext, to_locale

from events.models import Place

LISTED = Path(__file__).parent / "locale" / "places.csv"
NEAR = "near "  # how the geoparser names the surroundings of a place
LIKE_ENOUGH = {"ru": 0.75, "az": 0.6, "tr": 0.8}
LETTERS = {
    "ru": re.compile(r"[а-яёА-ЯЁ][а-яёА-ЯЁ\u0301 -]+"),
    "az": re.compile(r"(?=.*[əƏ])[a-zəğıöüşçA-ZƏĞİÖÜŞÇ -]+"),
    "tr": re.compile(r"(?=.*[ğıöüşçĞİÖÜŞÇ])[a-zğıöüşçâîûA-ZĞİÖÜŞÇÂ -]+"),
}
# At home a name needs no letter of its own: Bakı and İzmir are written as the language writes.
HOMES = {
    "az": ("AZ", re.compile(r"(?=.*[əğıöüşçƏĞİÖÜŞÇ])[a-zəğıöüşçA-ZƏĞİÖÜŞÇ -]+")),
    "tr": ("TR", LETTERS["tr"]),
}
ELSEWHERE = ("ru", "az")  # languages that write foreign names as they sound
# Words for towns in languages that share the letters, and spellings that Russian does not have.
NOT_RUSSIAN = re.compile(
    r"\b(?:ош|ошсь|хот|шаары|муж|мастор)\b|ъ(?![еёюя])|[жшчщ]ы|жж|[гкх]ы", re.IGNORECASE
)
E_ALONE = re.compile(r"(?<![^\W аеёиоуыэюя-])э", re.IGNORECASE)
RUSSIAN = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"
SPELT = "a b v g d e e zh z i y k l m n o p r s t u f kh ts ch sh shch - y - e yu ya"
# How letters sound in English spelling; "-" for those without a sound of their own.
SOUNDS = {
    "ru": {letter: sound.strip("-") for letter, sound in zip(RUSSIAN, SPELT.split(), strict=True)},
    "az": {"ə": "a", "c": "j", "x": "kh", "q": "g", "ç": "ch", "ş": "sh", "ı": "i", "ğ": "g"},
    "tr": {"ı": "i"},
}


def place_name(place: Place) -> str:
    """The place's name in the language of the page."""
    language = (get_language() or "en").partition("-")[0]
    return _name(place.name, place.country, place.feature, place.other_names, language)


def place_label(place: Place) -> str:
    """The name with the code of the country."""
    name = place_name(place)
    return f"{name}, {place.country}" if place.country else name


def country_in_words(code: str) -> str:
    """The country's name in the language of the page; the code where there is none."""
    locale = _locale(get_language() or "en")
    return str(locale.territories.get(code, code)) if locale else code


def town_name(name: str, country: str, language: str) -> str:
    """A town's name where a list or CLDR has it, else its own: quick enough for all towns."""
    if language == "en":
        return name
    listed = _listed_name(name, country, "PPL", language)
    return listed or _seats(language).get((country, _folded(name))) or name


def countries_by_number() -> dict[str, str]:
    """Names of countries in the language of the page, by ISO 3166-1 number as in atlases: "031".

    Empty in English, the language that atlases have.
    """
    language = get_language() or "en"
    locale = None if language.startswith("en") else _locale(language)
    return _by_number(locale.language) if locale else {}


@lru_cache(maxsize=8)
def _by_number(language: str) -> dict[str, str]:
    territories = Locale(language).territories
    return {
        number: str(territories[codes[0]])
        for number, codes in get_global("territory_aliases").items()
        if number.isdigit() and len(codes) == 1 and len(codes[0]) == 2 and codes[0] in territories
    }


@lru_cache(maxsize=8192)
def _name(name: str, country: str, feature: str, other_names: str, language: str) -> str:
    locale = None if language == "en" else _locale(language)
    if locale is None:
        return name
    if name.startswith(NEAR):
        inner = _name(name.removeprefix(NEAR), country, "PPL", other_names, language)
        return gettext("near %(place)s") % {"place": inner}
    if feature.startswith("PCL") and country in locale.territories:
        return str(locale.territories[country])
    return (
        _listed_name(name, country, feature, language)
        or (_seats(language).get((country, _folded(name))) if feature.startswith("PPL") else "")
        or _by_letters(name, country, other_names.split("\n"), language)
        or name
    )


def _listed_name(name: str, country: str, feature: str, language: str) -> str:
    """Of a place of this country; an area is listed without one, as it may lie in several."""
    listed = _listed(language)
    found = listed.get((country, _folded(name)), "")
    return found or ("" if feature.startswith("PPL") else listed.get(("", _folded(name)), ""))


@lru_cache(maxsize=8)
def _listed(language: str) -> dict[tuple[str, str], str]:
    """What ``locale/places.csv`` says, by country and name."""
    with LISTED.open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    return {(row["country"], _folded(row["name"])): row.get(language, "") for row in rows}


@lru_cache(maxsize=8)
def _locale(language: str) -> Locale | None:
    try:
        return Locale.parse(to_locale(language))
    except (UnknownLocaleError, ValueError):
        return None


@lru_cache(maxsize=8)
def _seats(language: str) -> dict[tuple[str, str], str]:
    """CLDR's names of towns after which time zones are called, by country and English name."""
    countries = get_global("zone_territories")
    found = {}
    locale = _locale(language)
    for zone, words in (locale.time_zones if locale else {}).items():
        town = zone.rpartition("/")[2].replace("_", " ")
        named = words.get("city", "").partition(",")[0]
        if named and zone in countries and "/" in zone:
            found[countries[zone], _folded(town)] = named
    return found


def _by_letters(name: str, country: str, names: list[str], language: str) -> str:
    """ "" where no other name is written as the language writes and sounds like the name."""
    home, letters = HOMES.get(language, ("", None))
    if country == home and letters:
        pattern = letters
    elif language in ELSEWHERE:
        pattern = LETTERS[language]
    else:
        return ""
    fits = [n for n in names if pattern.fullmatch(n) and not NOT_RUSSIAN.search(n)]
    if language == "ru" and len(fits) == 1 and not country:
        return fits[0]  # seas and oceans, which are translated, not spelt
    ranked = sorted(((*_likeness(fit, name, language), fit) for fit in fits), reverse=True)
    return ranked[0][-1] if ranked and ranked[0][0] >= LIKE_ENOUGH[language] else ""


def _likeness(name: str, wanted: str, language: str) -> tuple[float, int, int, int]:
    """How alike two names sound; of equals the one with hyphens or a lone э, the longer."""
    sounds = SOUNDS[language]
    spelt = "".join(sounds.get(letter, letter) for letter in name.replace("İ", "i").lower())
    ratio = SequenceMatcher(None, _folded(spelt), _folded(wanted)).ratio()
    return round(ratio, 2), name.count("-"), len(E_ALONE.findall(name)), len(name)


def _folded(name: str) -> str:
    """Small letters without marks, and one spelling for what differs between romanisations."""
    plain = unicodedata.normalize("NFD", name.replace("ı", "i").casefold())
    letters = "".join(letter for letter in plain if letter.isalnum())
    for spelt, sound in (("dzh", "j"), ("dj", "j"), ("kh", "h"), ("ts", "z"), ("tz", "z")):
        letters = letters.replace(spelt, sound)
    return letters
