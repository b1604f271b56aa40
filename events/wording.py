"""Codes, days and numbers in the words that a reader sees, in the language of the page."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.lists import format_list
from babel.numbers import format_decimal
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, ngettext, pgettext, to_locale
from django.utils.translation import gettext_lazy as _

from events.codes import DatePrec, WherePrec

DATE_PRECISION: dict[int, str | Promise] = {
    DatePrec.DAY: _("known to the day"),
    DatePrec.DAYS: _("a span of two to six days"),
    DatePrec.WEEK: _("a span of a week"),
    DatePrec.MONTH: _("a span of 8 to 30 days"),
    DatePrec.LONGER: _("a span of more than a month"),
}
WHERE_PRECISION: dict[int, str | Promise] = {
    WherePrec.EXACT: _("the exact place"),
    WherePrec.NEAR: _("within about 25 km of here"),
    WherePrec.SECOND_ORDER: _("somewhere in this district"),
    WherePrec.FIRST_ORDER: _("somewhere in this province"),
    WherePrec.FUZZY: _("along this line or somewhere in this area"),
    WherePrec.COUNTRY: _("somewhere in this country"),
    WherePrec.INTERNATIONAL: _("in international waters or airspace"),
}
DASH = "\u2013"
ENGLISH = Locale("en")
# Languages whose months have another form after a day.  Others are not asked for it: babel 2.18
# hands out the months of another language where CLDR has the form by an alias.
DECLINED = frozenset(("ru", "uk", "be", "pl", "cs", "sk", "hr", "el", "lt", "ka", "hy"))


def days_in_words(first: date | None, last: date | None) -> str:
    """An interval as people write it, never more precise than it is.

    Whole years, months and the like are named as such: "2022", "2020–2022",
    "December 2022", "March–May 2022"; else days: "5 December 2022",
    "5–6 December 2022", "27 September – 10 November 2020".
    """
    if first is None or last is None:
        return gettext("date not known")
    whole = _whole_periods(first, last)
    if whole:
        return whole
    if first == last:
        return _day(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}{DASH}{_day(last)}"
    if first.year == last.year:
        return f"{first.day} {_month(first, of_day=True)} {DASH} {_day(last)}"
    return f"{_day(first)} {DASH} {_day(last)}"


def date_precision_in_words(code: int | None) -> str:
    """What a UCDP ``date_prec`` means; "" for none."""
    return str(DATE_PRECISION.get(code or 0, ""))


def where_precision_in_words(code: int | None) -> str:
    """What a UCDP ``where_prec`` means; "" for none."""
    return str(WHERE_PRECISION.get(code or 0, ""))


def point_in_words(latitude: float, longitude: float) -> str:
    """``40.3800° N, 49.8900° E``."""
    north = (
        pgettext("latitude", "{degrees}° N")
        if latitude >= 0
        else pgettext("latitude", "{degrees}° S")
    )
    east = (
        pgettext("longitude", "{degrees}° E")
        if longitude >= 0
        else pgettext("longitude", "{degrees}° W")
    )
    return ", ".join(
        (
            north.format(degrees=f"{abs(latitude):.4f}"),
            east.format(degrees=f"{abs(longitude):.4f}"),
        )
    )


def radius_in_words(metres: int) -> str:
    """``25 km``, ``800 m``; "" for a point."""
    if metres <= 0:
        return ""
    if metres < 1000:
        return gettext("{metres} m").format(metres=metres)
    return gettext("{kilometres} km").format(kilometres=number_in_words(round(metres / 1000)))


def number_in_words(number: float) -> str:
    """A number as the language writes it: ``10,000``, ``10.000``, ``10 000``."""
    return str(format_decimal(number, locale=_locale(), format="#,##0.#"))


def events_in_words(number: float) -> str:
    """``3 events``; a share of one, out of a longer interval, has a decimal."""
    shown = round(number, 1)
    whole = int(shown) if shown == int(shown) else 2  # fractions go with the form of two
    words = ngettext("{n} event", "{n} events", whole)
    return words.format(n=number_in_words(shown))


def one_of(names: list[str]) -> str:
    """``a, b or c``."""
    return str(format_list(names, style="or", locale=_locale()))


def _whole_periods(first: date, last: date) -> str:
    if first.day != 1 or not _ends_month(last) or first == last:
        return ""
    if first.month == 1 and last.month == 12:
        return str(first.year) if first.year == last.year else f"{first.year}{DASH}{last.year}"
    if (first.year, first.month) == (last.year, last.month):
        return f"{_month(first)} {first.year}"
    if first.year == last.year:
        return f"{_month(first)}{DASH}{_month(last)} {last.year}"
    return f"{_month(first)} {first.year} {DASH} {_month(last)} {last.year}"


def _ends_month(day: date) -> bool:
    return day == date.max or (day + timedelta(days=1)).day == 1


def _month(day: date, *, of_day: bool = False) -> str:
    """The month's name, in the form that stands after a day or the one that stands alone."""
    locale = _locale()
    alone = not of_day and locale.language in DECLINED
    return str(locale.months["stand-alone" if alone else "format"]["wide"][day.month])


def _day(day: date) -> str:
    return f"{day.day} {_month(day, of_day=True)} {day.year}"


def _locale() -> Locale:
    return _locale_of(get_language() or "en")


@lru_cache(maxsize=32)
def _locale_of(language: str) -> Locale:
    """CLDR's; English where it has none of the language."""
    try:
        return Locale.parse(to_locale(language))
    except (UnknownLocaleError, ValueError):
        return ENGLISH
