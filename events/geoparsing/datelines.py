"""The dateline at the head of a report: "BAKU, Dec. 6 (AA) - "."""

from __future__ import annotations

import re

#: A dateline is looked for in so many characters from the start of a paragraph.
LONGEST = 100

_DATELINE = re.compile(
    r"[\"'(\[]?(?=[^\W\d_])[^\W\d_a-z](?:[^\n\-–—]|-(?=\w)){1,60}?(?:\([^)\n]{2,30}\)\s?)?(?:--|—|–|\s-)\s"
)
#: "KUANTAN: ", "NEW DELHI, March 3: " as papers of South and South-East Asia have it.
_WITH_COLON = re.compile(
    r"((?:[^\W\d_a-z]{4,}|[^\W\d_a-z]{2,} [^\W\d_a-z]{3,})(?:, [A-Z][\w. ]{2,14})?):\s"
)
_NO_PLACES = frozenset(
    {"ANALYSIS", "BREAKING", "CORRECTION", "EDITORIAL", "EXCLUSIVE", "LIVE", "NOTE", "OPINION"}
    | {"PHOTO", "PHOTOS", "READ", "UPDATE", "UPDATED", "VIDEO", "WARNING", "WATCH"}
)
_BEHIND = re.compile(r"\([A-Z]|, [A-Z][a-z]{2,8}\.? \d")
_MANY_CAPITALS = 3


def dateline_length(text: str, start: int = 0, end: int | None = None) -> int:
    """How many characters of a paragraph's start are its dateline, 0 where it has none.

    A name in capitals before a dash is one ("PARIS - "), or before a colon where no other
    paragraph begins so, as speakers' names do ("KUANTAN: "); another name is one only with an
    agency or a day behind it ("Paris (AFP) - ").
    """
    last = len(text) if end is None else end
    called = _WITH_COLON.match(text[start : min(last, start + LONGEST)])
    if called is not None:
        return called.end() if _is_place(called.group(1), text) else 0
    found = _DATELINE.match(text[start : min(last, start + LONGEST)])
    if found is None:
        return 0
    first = re.split(r"[,(]|\s[-–—]", found.group(), maxsplit=1)[0].strip()
    if first.isupper() and len(first) >= _MANY_CAPITALS:
        return found.end()
    words = first.split()
    named = len(words) <= 4 and all(word[:1].isupper() for word in words)
    return found.end() if named and _BEHIND.search(found.group()) else 0


def _is_place(head: str, text: str) -> bool:
    """Whether the text has it but once; of a transcript's speakers the next is soon found."""
    first = text.find(f"{head}: ")
    once = first >= 0 and text.find(f"{head}: ", first + 1) < 0
    return once and head.split()[0] not in _NO_PLACES
