"""What the other names of a sentence say of one: which is nearer, which holds it, how likely."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from events.geoparsing.drafts.containment import contains
from events.geoparsing.drafts.setting import Setting
from events.geoparsing.drafts.stretches import Stretch


def company(setting: Setting, at: int) -> Iterator[str]:
    """Features of how a name stands among the others, whatever these are to the event."""
    names, name = setting.names, setting.names[at]
    trigger = setting.trigger.i
    yield f"names={min(len(names), 5)}"
    nearer = sum(
        abs(other.head.i - trigger) < abs(name.head.i - trigger)
        for other in names
        if other is not name
    )
    yield f"nearer_names={min(nearer, 4)}"
    overlapping = [other for other in names if other is not name and other.span.overlaps(name.span)]
    if any(other.span.contains(name.span) for other in overlapping):
        yield "within a longer name"
    if any(name.span.contains(other.span) for other in overlapping):
        yield "holds a shorter name"
    yield from _chain(setting, at)
    yield from _containing(setting, name)


def _chain(setting: Setting, at: int) -> Iterator[str]:
    """How a name follows on the one before it, and the next on it: "Konduga, Borno"."""
    text, names = setting.parsed.text, setting.names
    apart = [other for other in names if not other.span.overlaps(names[at].span)]
    before = [other for other in apart if other.end <= names[at].start]
    after = [other for other in apart if other.start >= names[at].end]
    if before:
        yield f"gap_before={_gap(text[before[-1].end : names[at].start])}"
    else:
        yield "first name"
    if after:
        yield f"gap_after={_gap(text[names[at].end : after[0].start])}"
    else:
        yield "last name"


def _gap(gap: str) -> str:
    gap = " ".join(gap.lower().split())
    return gap if len(gap) <= 14 else "long"


def _containing(setting: Setting, name: Stretch) -> Iterator[str]:
    place = setting.place(name)
    if place is None:
        return
    for other in setting.names:
        theirs = setting.place(other)
        if other is name or theirs is None:
            continue
        if contains(place, theirs):
            yield "holds another place"
        if contains(theirs, place):
            yield "lies in another place"
        if place.key == theirs.key:
            yield "named twice"


def conjoined(text: str, one: Stretch, other: Stretch) -> bool:
    """Whether a list joins two neighbouring names: "Hayyan, Huraytan and Kafar"."""
    return _gap(text[one.end : other.start]) in (",", "and", ", and", "or", ", or", "&")


def second_look(setting: Setting, likely: Sequence[float]) -> list[list[str]]:
    """What the first odds of the other names say of each one."""
    return [list(_second(setting, at, likely)) for at in range(len(setting.names))]


def _second(setting: Setting, at: int, likely: Sequence[float]) -> Iterator[str]:
    names, text = setting.names, setting.parsed.text
    others = [p for i, p in enumerate(likely) if i != at]
    best = max(others, default=0.0)
    yield f"best other={_tenths(best)}"
    yield f"own={_tenths(likely[at])}"
    yield f"own={_tenths(likely[at])}&best other={_tenths(best)}"
    yield f"rank={min(sum(p > likely[at] for p in others), 3)}"
    for (i, one), (j, other) in pairwise(enumerate(names)):
        if at not in (i, j) or not conjoined(text, one, other):
            continue
        yield f"listed with={_tenths(likely[j if at == i else i])}"
    for i, other in enumerate(names):
        if i != at and other.span.overlaps(names[at].span):
            longer = other.end - other.start > names[at].end - names[at].start
            yield f"{'longer' if longer else 'shorter'}={_tenths(likely[i])}"
    place = setting.place(names[at])
    for i, other in enumerate(names):
        theirs = setting.place(other)
        if i == at or place is None or theirs is None:
            continue
        if contains(place, theirs):
            yield f"inner={_tenths(likely[i])}"
        elif contains(theirs, place):
            yield f"outer={_tenths(likely[i])}"


def _tenths(p: float) -> str:
    for limit in (0.05, 0.15, 0.3, 0.5, 0.7, 0.85, 0.95):
        if p <= limit:
            return f"<={limit}"
    return ">0.95"
