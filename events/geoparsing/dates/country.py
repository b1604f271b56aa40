"""How a country writes a day in figures."""

from __future__ import annotations

#: ISO 3166-1 alpha-2: the month goes first.
MONTH_FIRST = frozenset("US PH FM MH PW GU AS MP VI UM".split())  # noqa: SIM905
#: Both ways are common, or the year goes first so that neither is usual in English.
EITHER = frozenset("CA CN HU JP KE KP KR LT MN PR SE TW ZA".split())  # noqa: SIM905


def day_first_in(country: str) -> bool | None:
    """Whether 06/12/2022 is the sixth of December where a source is at home.

    None where that is not known, "" among them.
    """
    if not country or country in EITHER:
        return None
    return country not in MONTH_FIRST
