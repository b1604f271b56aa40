"""The days of events: what two mentions of them make together."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from events.geoparsing.dates.intervals import precision
from events.geoparsing.drafts.attachment import Tie
from events.geoparsing.types import EventDraft, Span

#: What ended so many days before publication is history.
HISTORY_DAYS = 60


@dataclass(frozen=True, slots=True)
class When:
    """Days of an event, both included; ``indices`` into the reading's dates.

    ``whole``: the text gives beginning and end, so later mentions change nothing.
    ``began``: only the beginning is told, the end may be later.
    ``earlier``: said to be before what the article is about ("last year").
    """

    first_day: date | None = None
    last_day: date | None = None
    date_prec: int | None = None
    indices: tuple[int, ...] = ()
    tie: Tie = Tie.APART
    whole: bool = False
    earlier: bool = False
    began: bool = False


def set_when(draft: EventDraft, when: When) -> None:
    """Give a draft its days and the expressions that say them."""
    draft.first_day, draft.last_day, draft.date_prec = when.first_day, when.last_day, when.date_prec
    draft.dates = list(when.indices)


def rest_on(draft: EventDraft, sentence: Span) -> None:
    """A further sentence is evidence of a draft."""
    span = Span(sentence.start, sentence.end)
    if span.start != draft.start and span not in draft.mentions:
        draft.mentions = sorted([*draft.mentions, span], key=lambda known: known.start)


def completes(one: When, other: When) -> bool:
    """Whether days told of "it" say what was not known yet: the end of what had begun, or all."""
    if one.whole:
        return False
    if other.whole or other.began:
        return one.first_day is None or (other.whole and one.first_day == other.first_day)
    return one.began and agree(one, other, lasting=True)


def joined(one: When, other: When) -> When:
    """The days of two mentions of one event: the finer of two that hold each other, else all days
    of both."""
    if one.first_day is None or one.last_day is None or one.whole:
        return one if one.first_day is not None else other
    if other.first_day is None or other.last_day is None:
        return one
    if other.whole:
        return other
    indices = tuple(dict.fromkeys(one.indices + other.indices))
    if one.began != other.began and one.indices and other.indices:
        first, last = min(one.first_day, other.first_day), max(one.last_day, other.last_day)
        return When(
            first, last, precision(first, last), indices, min(one.tie, other.tie), whole=True
        )
    if _holds(one, other) and (one.date_prec or 9) > max(2, other.date_prec or 9):
        return replace(other, indices=indices)
    if _holds(other, one) and (other.date_prec or 9) > max(2, one.date_prec or 9):
        return replace(one, indices=indices)
    if not one.indices:
        return other  # one was the publication's day
    if not other.indices:
        return one
    if max(one.date_prec or 9, other.date_prec or 9) >= 3:
        return one if (one.date_prec or 9) <= (other.date_prec or 9) else other
    first, last = min(one.first_day, other.first_day), max(one.last_day, other.last_day)
    return When(first, last, precision(first, last), indices, min(one.tie, other.tie))


def _holds(outer: When, inner: When) -> bool:
    return (
        outer.first_day is not None
        and outer.last_day is not None
        and inner.first_day is not None
        and inner.last_day is not None
        and outer.first_day <= inner.first_day
        and inner.last_day <= outer.last_day
    )


def agree(one: When, other: When, *, lasting: bool) -> bool:
    """Whether two mentions may be of the same days; an unknown day agrees with every day."""
    if (
        one.first_day is None
        or other.first_day is None
        or one.last_day is None
        or other.last_day is None
    ):
        return not (one.earlier or other.earlier)
    if one.began != other.began and max(one.date_prec or 9, other.date_prec or 9) <= 2:
        begun, rest = (one, other) if one.began else (other, one)
        return begun.first_day <= rest.last_day  # type: ignore[operator]
    if one.earlier != other.earlier and not (one.date_prec == other.date_prec == 1):
        return False
    slack = 1 if lasting and max(one.date_prec or 9, other.date_prec or 9) <= 2 else 0
    if not one.indices or not other.indices:
        slack = max(slack, 1)
    return one.first_day <= other.last_day + timedelta(
        days=slack
    ) and other.first_day <= one.last_day + timedelta(days=slack)


def long_past(when: When, published: date | None) -> bool:
    """Whether an event ended more than HISTORY_DAYS before the article: history that it recalls."""
    if published is None or when.last_day is None:
        return False
    return (published - when.last_day).days > HISTORY_DAYS
