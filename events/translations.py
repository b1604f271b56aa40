"""What the interface says in other languages: .po files, kept up to date and compiled here.

No gettext programs are needed: babel reads the sources and writes the files that Django loads.
Scripts get their words as a dictionary, ``script_words()``, in the configuration of their page.
"""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation.template import templatize

APP = Path(__file__).resolve().parent
LOCALE = APP / "locale"
# gettext_lazy is imported as _; what follows a name says which arguments are texts.
PYTHON: dict[str, Any] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
}
SCRIPT: dict[str, Any] = {"t": None, "tn": (2, 3)}
# Which form of a language is for which category of Intl.PluralRules.
FORMS = {
    "ru": {"one": 0, "few": 1, "many": 2, "other": 1},
    "": {"one": 0, "other": 1},
}
Text = str | tuple[str, ...]
Words = dict[str, str | dict[str, str]]
PAGES = "js"  # folders of scripts below static
PICKER = "admin_dateline"


def languages() -> list[str]:
    """Every language of the interface but English, in which the sources are written."""
    return [code for code, _ in settings.LANGUAGES if code != "en"]


def po_path(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / "django.po"


# What there is to translate


def found_texts() -> dict[tuple[Text, str | None], None]:
    """Every text of templates, code and scripts, with its context, in a stable order."""
    found = [*_in_templates(), *_in_code(), *_in_data(), *_in_scripts()]
    return dict.fromkeys(sorted(found, key=lambda pair: (str(pair[0]), pair[1] or "")))


def script_texts(folder: str) -> list[Text]:
    """What scripts put on a page: the texts of t("…"), the pairs of tn(number, "…", "…")."""
    found = []
    for path in sorted((settings.BASE_DIR / "static" / folder).rglob("*.js")):
        found += [text for text, _ in _extracted("javascript", path.read_bytes(), SCRIPT)]
    return found


def _in_scripts() -> Iterator[tuple[Text, str | None]]:
    for folder in (PAGES, PICKER):
        yield from ((text, None) for text in script_texts(folder))


def _in_templates() -> Iterator[tuple[Text, str | None]]:
    for path in sorted((settings.BASE_DIR / "templates").rglob("*.html")):
        code = templatize(path.read_text(encoding="utf-8"), origin=str(path))
        lines = "\n".join(line.lstrip() for line in code.split("\n"))
        yield from _extracted("python", lines.encode(), PYTHON)


def _in_code() -> Iterator[tuple[Text, str | None]]:
    for path in sorted(APP.rglob("*.py")):
        if "migrations" not in path.parts:
            yield from _extracted("python", path.read_bytes(), PYTHON)


def _in_data() -> Iterator[tuple[Text, str | None]]:
    """What the codebook says of types and columns: data, in modules that ask no language."""
    from events.exports.columns import COLUMNS
    from events.geoparsing.taxonomy import EVENT_TYPES

    for column in COLUMNS:
        yield column.type, None
        yield column.description, None

    for kind in EVENT_TYPES.values():
        yield kind.label, None
        yield kind.description, None


def _extracted(
    method: str, content: bytes, keywords: dict[str, Any]
) -> Iterator[tuple[Text, str | None]]:
    found = extract(method, io.BytesIO(content), keywords, options={"parse_template_string": True})
    for _, text, _, context in found:
        if text and text != ("", ""):
            yield text, context


# The files


def read_catalog(language: str) -> Catalog:
    """Raises FileNotFoundError where the language has no file yet."""
    with po_path(language).open("rb") as handle:
        return read_po(handle, locale=language, domain="django")


def update_catalog(language: str) -> Catalog:
    """The file with a line for every text there is, translated or not, and for no other."""
    old = read_catalog(language) if po_path(language).exists() else Catalog()
    new = Catalog(locale=language, domain="django", fuzzy=False)
    for text, context in found_texts():
        known = old.get(text, context)
        new.add(text, known.string if known else None, context=context)
    write_catalog(language, new)
    return new


def write_catalog(language: str, catalog: Catalog) -> None:
    """In an order and under a header that change with the texts alone."""
    lines = io.BytesIO()
    write_po(lines, catalog, width=100, sort_output=True, omit_header=True, no_location=True)
    facts = {
        "Language": language,
        "Content-Type": "text/plain; charset=utf-8",
        "Plural-Forms": catalog.plural_forms,
    }
    header = "".join(f'"{name}: {value}\\n"\n' for name, value in facts.items())
    path = po_path(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f'msgid ""\nmsgstr ""\n{header}\n{lines.getvalue().decode()}', encoding="utf-8")


def untranslated(language: str) -> list[Text]:
    """Texts without a translation, or without one of their plural forms."""
    catalog = read_catalog(language)
    found = ((text, catalog.get(text, context)) for text, context in found_texts())
    return [text for text, message in found if not _is_whole(message, catalog)]


def _is_whole(message: Message | None, catalog: Catalog) -> bool:
    if message is None or message.fuzzy:
        return False
    forms = message.string if isinstance(message.string, tuple | list) else (message.string,)
    wanted = catalog.num_plurals if message.pluralizable else 1
    return len(forms) == wanted and all(forms)


def compile_catalogs() -> list[Path]:
    """Writes each .mo that is missing or older than its .po, by one rename; what was written."""
    written = []
    for language in languages():
        source = po_path(language)
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            continue
        partial = target.with_name(f".{os.getpid()}.mo")  # several may compile at once
        with partial.open("wb") as handle:
            write_mo(handle, read_catalog(language))
        partial.replace(target)
        written.append(target)
    return written


# What scripts are told


def script_words(folder: str = PAGES) -> Words:
    """For ``useWords`` of words.js: the translations of the page's language, by English text.

    None in English, nor in a language that a site offers and we have no words of.
    """
    language = (get_language() or "en").partition("-")[0]
    is_ours = language in languages() and po_path(language).exists()
    return _script_words(language, folder) if is_ours else {}


@lru_cache(maxsize=8)
def _script_words(language: str, folder: str) -> Words:
    catalog = read_catalog(language)
    words: Words = {}
    for text in script_texts(folder):
        message = catalog.get(text)
        if message is None or not _is_whole(message, catalog):
            continue
        if isinstance(text, tuple):
            said = message.string or ()
            forms = FORMS.get(language, FORMS[""])
            most = len(said) - 1  # Turkish has one form
            words[text[1]] = {name: str(said[min(form, most)]) for name, form in forms.items()}
        else:
            words[text] = str(message.string)
    return words
