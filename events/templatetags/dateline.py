"""Words and marks for the templates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.utils.html import escape, format_html
from django.utils.safestring import mark_safe

from events.maps.symbols import symbol_of
from events.markup import CLOSE, OPEN
from events.pages import date_reading
from events.wording import (
    date_precision_in_words,
    days_in_words,
    point_in_words,
    radius_in_words,
    where_precision_in_words,
)

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from django.utils.safestring import SafeString

    from events.markup import Token
    from events.models import Event, Location

register = template.Library()

register.filter("reading", date_reading)
register.filter("date_precision", date_precision_in_words)
register.filter("where_precision", where_precision_in_words)
register.filter("radius", radius_in_words)


@register.filter
def days(event: Event) -> str:
    """The event's days in words."""
    return days_in_words(event.first_day, event.last_day)


@register.filter
def day(value: date | None) -> str:
    """One day in words."""
    return days_in_words(value, value)


@register.filter
def point(location: Location) -> str:
    """The location's degrees in words."""
    return point_in_words(location.latitude, location.longitude)


@register.filter
def type_label(code: str) -> str:
    return symbol_of(code).label


@register.simple_tag
def glyph(code: str) -> SafeString:
    """The symbol of a type of event, as on the map; its label stands beside it in words."""
    symbol = symbol_of(code)
    return format_html(
        '<svg class="glyph family-{}" viewBox="-1 -1 14 14" width="14" height="14"'
        ' aria-hidden="true" focusable="false"><path d="{}"/></svg>',
        symbol.family,
        symbol.path,
    )


@register.simple_tag
def marked_text(tokens: Iterable[Token]) -> SafeString:
    """An article's text: each mark a span, the words in it links to what they were read as.

    The links are on the words, not around the marks, because a mark may stand
    inside another and a link may not.  Built by hand since a long article has
    thousands of marks; every text and name is escaped here.
    """
    parts: list[str] = []
    for token in tokens:
        if token.kind == OPEN and token.mark:
            parts.append(f'<span class="span span-{escape(token.mark.kind)}">')
        elif token.kind == CLOSE:
            parts.append("</span>")
        elif token.mark:
            parts.append(f'<a href="#{escape(token.mark.ref)}">{escape(token.text)}</a>')
        else:
            parts.append(escape(token.text))
    return mark_safe("".join(parts))  # noqa: S308
