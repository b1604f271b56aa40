"""From bytes of unknown make to clean text."""

from __future__ import annotations

import re

from charset_normalizer import CharsetMatch, from_bytes

from events.ingest.errors import IngestError

MAX_FILE_BYTES = 12 * 1024 * 1024
_BYTE_ORDER_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
# Control characters that no text has; tab, line feed and carriage return are text.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_LINE_END = re.compile("\r\n?|\u2028|\u2029|\x85")
_SURROGATE = re.compile("[\ud800-\udfff]")
_MAGIC = {
    b"%PDF": "a PDF",
    b"PK\x03\x04": "a ZIP archive or an Office document",
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"GIF8": "a GIF picture",
    b"\x1f\x8b": "a gzip archive",
    b"\xd0\xcf\x11\xe0": "an old Office document",
    b"\x7fELF": "a program",
    b"SQLite format 3": "a database",
}
_SNIFF = 64 * 1024
# Encodings that files of news still come in, the most common first.
_LEGACY = (
    "cp1252",
    "cp1251",
    "cp1254",
    "cp1250",
    "cp1256",
    "koi8_r",
    "cp1253",
    "cp1255",
    "gb18030",
    "big5",
    "shift_jis",
    "euc_jp",
    "euc_kr",
)


def decode(data: bytes, name: str = "the file") -> str:
    """Text of a file: UTF-8, a byte order mark's encoding, or the most likely legacy encoding.

    Raises IngestError when it is too large, empty, or no text.
    """
    if len(data) > MAX_FILE_BYTES:
        raise IngestError(f"{name} has {len(data):,} bytes; at most {MAX_FILE_BYTES:,} are taken.")
    for magic, what in _MAGIC.items():
        if data.startswith(magic):
            raise IngestError(f"{name} is {what}, not text. Paste its text, or save it as .txt.")
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _decoded_as(data, encoding, name)
    if b"\x00" in data[:_SNIFF]:
        raise IngestError(f"{name} is binary, not text.")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _guessed(data, name, error)


def _decoded_as(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise IngestError(
            f"{name} begins like {encoding} but is not: byte {error.start:,} does not fit."
        ) from None


def _guessed(data: bytes, name: str, error: UnicodeDecodeError) -> str:
    """A legacy encoding; a file that is UTF-8 but for a few bytes stays UTF-8."""
    lenient = data.decode("utf-8", errors="replace")
    damaged = lenient.count("\ufffd")
    non_ascii = sum(byte > 127 for byte in data[:_SNIFF])
    if damaged * 4 <= non_ascii and damaged <= 100:
        return lenient
    matches = from_bytes(data[:_SNIFF], cp_isolation=list(_LEGACY))
    likely = min(matches, key=_unlikeliness, default=None)
    if likely is None:
        raise IngestError(f"{name} is no text in a known encoding: byte {error.start:,} is odd.")
    return data.decode(likely.encoding, errors="replace")


def _unlikeliness(match: CharsetMatch) -> tuple[float, float, int]:
    """Little mess first, then what reads like a language, then what is more common."""
    names = {match.encoding, *match.could_be_from_charset}
    rank = min(_LEGACY.index(name) for name in names if name in _LEGACY)
    return round(match.chaos, 2), -round(match.coherence, 1), rank


def clean_text(text: str, limit: int, name: str = "The text") -> str:
    """The text as it is kept: line ends as ``\\n``, no control characters, no outer blanks.

    Raises IngestError when nothing is left or more than ``limit`` characters are.
    """
    text = _LINE_END.sub("\n", text.removeprefix("\ufeff"))
    controls = len(_CONTROL.findall(text[:_SNIFF]))
    if controls > max(5, len(text[:_SNIFF]) // 20):
        raise IngestError(f"{name} is binary, not text.")
    text = _SURROGATE.sub("\ufffd", _CONTROL.sub("", text)).strip()
    if not text:
        raise IngestError(f"{name} is empty.")
    if len(text) > limit:
        raise IngestError(
            f"{name} has {len(text):,} characters; at most {limit:,} are read. Cut it into parts."
        )
    return text
