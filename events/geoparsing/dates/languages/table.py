"""How a table of words is written down."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from events.geoparsing.dates.lexicon import Language, Payload

Words = dict[str, tuple[str, Payload]]


def words(plain: Mapping[str, str], meaning: Mapping[str, Mapping[str, Payload]]) -> Words:
    """A table from kinds to words: ``plain`` words stand for themselves, those of ``meaning`` for
    something else.  ``meaning`` goes before ``plain``.
    """
    found: Words = {}
    for kind, forms in plain.items():
        found |= {form: (kind, form) for form in forms.split()}
    for kind, entries in meaning.items():
        found |= {form: (kind, payload) for form, payload in entries.items()}
    return found


def forms(text: str, values: Iterable[Payload] | None = None) -> dict[str, Payload]:
    """ "one/uno two/dos" as {"one": 1, "uno": 1, "two": 2, "dos": 2}: the forms of a word are
    parted by slashes, and the words stand for ``values``, or for their place from 1.
    """
    groups = text.split()
    each = range(1, len(groups) + 1) if values is None else values
    return {
        form: value for group, value in zip(groups, each, strict=True) for form in group.split("/")
    }


def language(
    code: str,
    table: Words,
    *,
    stop: str,
    future: str = "",
    past: str = "",
    past_endings: tuple[str, ...] = (),
    future_endings: tuple[str, ...] = (),
    needs_capital: str = "",
    needs_small: str = "",
    needs_dot: str = "",
    dotless: bool = False,
) -> Language:
    """A language whose days and months are read, day first, without the finer points of English."""
    return Language(
        code=code,
        words=table,
        past_words=frozenset(past.split()),
        future_words=frozenset(future.split()),
        past_endings=past_endings,
        future_endings=future_endings,
        needs_capital=frozenset(needs_capital.split()),
        needs_small=frozenset(needs_small.split()),
        needs_dot=frozenset(needs_dot.split()),
        stop_words=frozenset(stop.split()),
        day_first=True,
        dotless=dotless,
    )
