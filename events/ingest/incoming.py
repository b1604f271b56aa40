"""Articles on their way in: from a text, from a .txt, .md or .html file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from events.ingest.errors import IngestError
from events.ingest.texts import clean_text, decode
from events.models import text_sha256

SUFFIXES = {".txt", ".md", ".markdown", ".html", ".htm", ".xhtml"}
_HTML = {".html", ".htm", ".xhtml"}
_MARKDOWN = {".md", ".markdown"}
FRONT_MATTER_KEYS = {"title", "published", "source", "url"}
_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?\n)---[ \t]*(?:\n|\Z)", re.DOTALL)
_MAX_FRONT_MATTER = 20_000
_check_url = URLValidator(schemes=["http", "https"])


@dataclass(frozen=True, slots=True)
class IncomingArticle:
    """What is known of an article before it is read; "" and None where unknown."""

    text: str
    title: str = ""
    published: date | None = None
    source: str = ""
    url: str = ""

    @property
    def sha256(self) -> str:
        return text_sha256(self.text)


def from_file(name: str, data: bytes, limit: int) -> IncomingArticle:
    """Read a file by the suffix of its name; at most ``limit`` characters of text.

    Raises IngestError with a sentence that names the file and what is wrong.
    """
    name = PurePath(name).name[:100] or "the file"
    suffix = PurePath(name).suffix.lower()
    if suffix not in SUFFIXES:
        raise IngestError(f"{name}: only .txt, .md and .html files are read.")
    raw = decode(data, name)
    if suffix in _HTML:
        return _from_html(raw, name, limit)
    if suffix in _MARKDOWN:
        return from_markdown(raw, name, limit)
    return IncomingArticle(text=clean_text(raw, limit, name))


def from_markdown(raw: str, name: str, limit: int) -> IncomingArticle:
    """Text with optional front matter: ``key: value`` lines between two lines of ``---``."""
    raw = raw.removeprefix("\ufeff").replace("\r\n", "\n")
    match = _FRONT_MATTER.match(raw[:_MAX_FRONT_MATTER])
    if match is None:
        return IncomingArticle(text=clean_text(raw, limit, name))
    fields = _front_matter(match[1], name)
    return IncomingArticle(
        text=clean_text(raw[match.end() :], limit, name),
        title=fields.get("title", "")[:500],
        published=_day(fields.get("published", ""), name),
        source=fields.get("source", "")[:200],
        url=_url(fields.get("url", ""), name),
    )


def _front_matter(lines: str, name: str) -> Mapping[str, str]:
    fields: dict[str, str] = {}
    for number, line in enumerate(lines.splitlines(), start=2):
        if not line.strip():
            continue
        key, colon, value = line.partition(":")
        key = key.strip().lower()
        if not colon or key not in FRONT_MATTER_KEYS:
            raise IngestError(
                f"{name}, line {number}: “{line[:60]}” is none of "
                f"{', '.join(sorted(FRONT_MATTER_KEYS))}."
            )
        if key in fields:
            raise IngestError(f"{name}, line {number}: {key} is given twice.")
        fields[key] = _unquoted(value.strip())
    return fields


def _unquoted(value: str) -> str:
    quoted = len(value) >= 2 and value[0] == value[-1] and value[0] in "\"'"
    return value[1:-1] if quoted else value


def _day(value: str, name: str) -> date | None:
    if not value:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise IngestError(
            f"{name}: published is {value[:40]!r}, not a day as 2022-12-06."
        ) from None


def _url(value: str, name: str) -> str:
    if not value:
        return ""
    try:
        _check_url(value)
    except ValidationError:
        raise IngestError(f"{name}: url is not an address on the web: {value[:100]!r}.") from None
    return value


def _from_html(raw: str, name: str, limit: int) -> IncomingArticle:
    """The main text of a page, with what its head says of title, day and site."""
    import trafilatura  # takes a quarter of a second, and few inputs are HTML

    try:
        page = trafilatura.bare_extraction(raw, with_metadata=True, include_comments=False)
    except (ValueError, TypeError, RecursionError) as error:
        raise IngestError(f"{name} is no HTML that can be read: {error}.") from None
    if page is None or isinstance(page, dict) or not page.text:
        raise IngestError(f"{name} holds no article: no main text was found in its HTML.")
    url = page.url or ""
    return IncomingArticle(
        text=clean_text(page.text, limit, name),
        title=(page.title or "")[:500],
        published=_stated_day(page.date),
        source=(page.sitename or page.hostname or "")[:200],
        url=url if _is_url(url) else "",
    )


def _stated_day(value: str | None) -> date | None:
    try:
        return date.fromisoformat((value or "")[:10])
    except ValueError:
        return None


def _is_url(value: str) -> bool:
    try:
        _check_url(value)
    except ValidationError:
        return False
    return True
