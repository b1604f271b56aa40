"""How a type of event looks: a colour for its family and a shape within the family.

The five hues are those of Okabe and Ito's palette for colour-blind readers
(vermillion, reddish purple, orange, blue, bluish green) with a grey; because
sixteen hues cannot be told apart, types of one family differ by shape.  The
colours themselves are custom properties of the style sheet, ``--family-…``.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from events.geoparsing.taxonomy import EVENT_TYPES

# Paths in a box of 12 by 12 around (6, 6), about equal in area.
SHAPES = {
    "circle": "M11 6A5 5 0 1 1 1 6A5 5 0 1 1 11 6Z",
    "triangle": "M6 0.6L11.6 10.6L0.4 10.6Z",
    "square": "M1.6 1.6H10.4V10.4H1.6Z",
    "diamond": "M6 -0.2L12.2 6L6 12.2L-0.2 6Z",
    "wedge": "M6 11.4L11.6 1.4L0.4 1.4Z",
}
FAMILIES: dict[str, str | Promise] = {
    "violence": _("Violence"),
    "unrest": _("Unrest"),
    "military": _("Military"),
    "politics": _("Politics"),
    "disaster": _("Disaster"),
    "other": _("Other"),
}
_LOOKS = {
    "armed_clash": ("violence", "circle"),
    "air_or_drone_strike": ("violence", "wedge"),
    "shelling": ("violence", "square"),
    "explosion": ("violence", "diamond"),
    "attack_on_civilians": ("violence", "triangle"),
    "protest": ("unrest", "circle"),
    "riot": ("unrest", "triangle"),
    "arrest": ("unrest", "square"),
    "military_exercise": ("military", "circle"),
    "troop_movement": ("military", "triangle"),
    "agreement": ("politics", "diamond"),
    "meeting": ("politics", "circle"),
    "election": ("politics", "square"),
    "natural_disaster": ("disaster", "circle"),
    "accident": ("disaster", "triangle"),
    "other": ("other", "circle"),
}


@dataclass(frozen=True, slots=True)
class Symbol:
    """``path`` is SVG path data in a box of 12 by 12."""

    code: str
    label: str
    family: str
    path: str


# A place by itself, on its page.
PLACE_SYMBOL = Symbol("place", "", "place", SHAPES["circle"])


def symbol_of(code: str) -> Symbol:
    """The look of a type; a type without one of its own looks like "other"."""
    family, shape = _LOOKS.get(code, _LOOKS["other"])
    kind = EVENT_TYPES.get(code)
    return Symbol(code, gettext(kind.label) if kind else code, family, SHAPES[shape])


def all_symbols() -> list[Symbol]:
    """In the order of the taxonomy: a type's place here is its index in the map data."""
    return [symbol_of(code) for code in EVENT_TYPES]


def as_config(symbols: list[Symbol]) -> list[dict[str, str]]:
    return [asdict(symbol) for symbol in symbols]
