"""Words and marks for the templates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from events.codes import Status
from events.exports.inlined import style
from events.histogram import HEIGHT
from events.maps.symbols import symbol_of
from events.markup import CLOSE, OPEN
from events.pages import date_reading
from events.place_names import country_in_words, place_label, place_name
from events.wording import (
    date_precision_in_words,
    days_in_words,
    events_in_words,
    number_in_words,
    point_in_words,
    radius_in_words,
    where_precision_in_words,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from django.utils.safestring import SafeString

    from events.histogram import Bar
    from events.markup import Token
    from events.models import Event, Location, Place

register = template.Library()

register.filter("reading", date_reading)
register.filter("in_events", events_in_words)


@register.simple_tag
def style_text(*paths: str) -> SafeString:
    """Our style sheets themselves: a page that is to be seen at once waits for no other file."""
    return mark_safe(style(paths))  # noqa: S308


register.filter("date_precision", date_precision_in_words)
register.filter("where_precision", where_precision_in_words)
register.filter("radius", radius_in_words)
register.filter("place_name", place_name)
register.filter("place_label", place_label)
register.filter("country", country_in_words)
register.filter("number", number_in_words)


@register.filter
def days(event: Event) -> str:
    """The event's days in words."""
    return days_in_words(event.first_day, event.last_day)


@register.filter
def day(value: date | None) -> str:
    """One day in words."""
    return days_in_words(value, value)


@register.filter
def point(location: Location | Place) -> str:
    """The degrees of a location or a place in words."""
    return point_in_words(location.latitude, location.longitude)


@register.filter
def type_label(code: str) -> str:
    return symbol_of(code).label


@register.filter
def status_label(code: str) -> str:
    return str(Status(code).label) if code in Status.values else code


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
def histogram(bars: Sequence[Bar]) -> SafeString:
    """Bars as an SVG, each with its days and number as its title, and the first and last day."""
    drawn = format_html_join(
        "",
        '<g><title>{}: {}</title><rect class="ground" x="{}" y="0" width="10" height="{}"/>'
        '<rect x="{}" y="{}" width="8" height="{}"/></g>',
        (
            (
                days_in_words(bar.first, bar.last),
                events_in_words(bar.events),
                *(index * 10, HEIGHT),
                *(index * 10 + 1, HEIGHT - bar.height, bar.height),
            )
            for index, bar in enumerate(bars)
        ),
    )
    first, last = bars[0], bars[-1]
    return format_html(
        '<svg class="bars" viewBox="0 0 {} {}" preserveAspectRatio="none" role="img"'
        ' aria-label="{}">{}</svg><p class="bars-ends"><span>{}</span> <span>{}</span></p>',
        *(len(bars) * 10, HEIGHT),
        _("Events from {first} to {last}").format(
            first=days_in_words(first.first, first.last), last=days_in_words(last.first, last.last)
        ),
        drawn,
        days_in_words(first.first, first.last),
        days_in_words(last.first, last.last) if len(bars) > 1 else "",
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
