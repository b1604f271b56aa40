"""What a GeoNames feature code says of precision, size and prominence.

=============================  ==========  =========================================
feature                        where_prec  radius
=============================  ==========  =========================================
PPL… (town, village)           1           by population: a circle of 4,000 people/km²,
                                           500 m to 30 km
S, buildings and sites         1           500 m (airports AIR… 2 km)
H, T, L, V, U, R (areas,       5           by code below, 5 km where none is given;
waters, mountains, roads)                  peaks, passes, springs and the like are points (1)
ADM3 and smaller               2           10 km
ADM2                           3           25 km
ADM1                           4           100 km
PCL… (country)                 6           300 km
CONT                           6           3,000 km
SEA, OCN, GULF, BAY, STRT      7           200 km, OCN 3,000 km
=============================  ==========  =========================================

``where_prec`` are the UCDP GED codes.  Countries and divisions that state their area or the spread
of their towns override the radius.  Codes: https://www.geonames.org/export/codes.html
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import pi, sqrt

PEOPLE_PER_KM2 = 4_000


@dataclass(frozen=True, slots=True)
class FeatureRule:
    """``boost`` is added to the prominence, in powers of ten of population."""

    where_prec: int
    radius_m: int | None  # None: from the population
    boost: float = 0.0

    def radius(self, population: int) -> int:
        """Metres."""
        if self.radius_m is not None:
            return self.radius_m
        metres = 1000 * sqrt(max(population, 0) / PEOPLE_PER_KM2 / pi)
        return int(round(min(max(metres, 500), 30_000), -2))


_TOWN = FeatureRule(1, None)
_SPOT = FeatureRule(1, 500, -0.5)
_AREA = FeatureRule(5, 5_000)

# The longest beginning of a feature code that stands here rules.
_RULES: dict[str, FeatureRule] = {
    "PPL": _TOWN,
    "PPLC": FeatureRule(1, None, 1.0),
    "PPLA": FeatureRule(1, None, 0.3),
    "PPLX": FeatureRule(1, None, -0.5),
    "PPLH": FeatureRule(1, None, -1.0),
    "PPLQ": FeatureRule(1, None, -1.0),
    "PPLW": FeatureRule(1, None, -1.0),
    "PCL": FeatureRule(6, 300_000, 8.0),
    "PCLD": FeatureRule(6, 50_000, 3.0),
    "PCLH": FeatureRule(6, 300_000, 2.0),
    "TERR": FeatureRule(6, 50_000, 3.0),
    "CONT": FeatureRule(6, 3_000_000, 6.0),
    "ADM1": FeatureRule(4, 100_000, -0.5),
    "ADM2": FeatureRule(3, 25_000, -1.0),
    "ADM": FeatureRule(2, 10_000, -1.0),
    "ADM1H": FeatureRule(4, 100_000, -2.0),
    "ADM2H": FeatureRule(3, 25_000, -2.0),
    "ADMD": FeatureRule(3, 25_000, -1.0),
    "LTER": _AREA,
    "PRSH": FeatureRule(2, 5_000, -1.0),
    "ZN": _AREA,
    "OCN": FeatureRule(7, 3_000_000, 6.0),
    "SEA": FeatureRule(7, 300_000, 5.0),
    "GULF": FeatureRule(7, 150_000, 4.5),
    "STRT": FeatureRule(7, 50_000, 4.0),
    "CHN": FeatureRule(7, 20_000, 1.0),
    "BAY": FeatureRule(7, 20_000, 1.0),
    "RGN": FeatureRule(5, 100_000, 2.5),
    "CST": FeatureRule(5, 50_000, 1.0),
    "MTS": FeatureRule(5, 100_000, 2.5),
    "DSRT": FeatureRule(5, 150_000, 2.5),
    "PEN": FeatureRule(5, 50_000, 2.0),
    "ISL": FeatureRule(5, 20_000, 1.5),
    "PLAT": FeatureRule(5, 100_000, 1.5),
    "VAL": FeatureRule(5, 10_000, 0.5),
    "PRK": FeatureRule(5, 20_000, 0.5),
    "FRST": FeatureRule(5, 20_000, 0.5),
    "OILF": FeatureRule(5, 10_000, 0.0),
    "LK": FeatureRule(5, 10_000, 1.5),
    "STM": FeatureRule(5, 20_000, 0.5),
    "RSV": FeatureRule(5, 5_000, 0.5),
    "CNL": FeatureRule(5, 20_000, 1.0),
    "MT": FeatureRule(1, 3_000, 0.5),
    "PK": FeatureRule(1, 2_000, 0.5),
    "HLL": FeatureRule(1, 1_000, -0.5),
    "PASS": FeatureRule(1, 1_000, 0.5),
    "VLC": FeatureRule(1, 5_000, 1.5),
    "AIR": FeatureRule(1, 2_000, 2.0),
    "INSM": FeatureRule(1, 2_000, 0.5),
    "SPNG": _SPOT,
    "FLLS": _SPOT,
    "WLL": _SPOT,
    "CAPE": FeatureRule(1, 2_000, 0.0),
    "PT": FeatureRule(1, 1_000, -0.5),
}
_AREA_CLASSES = "HLRTUV"


@lru_cache(maxsize=4096)
def feature_rule(feature: str, feature_class: str = "") -> FeatureRule:
    """The rule of a feature code; of its class (GeoNames: A H L P R S T U V) where it has none."""
    for length in range(len(feature), 1, -1):
        if feature[:length] in _RULES and _is_whole(feature, length):
            return _RULES[feature[:length]]
    return _AREA if feature_class and feature_class in _AREA_CLASSES else _SPOT


def _is_whole(feature: str, length: int) -> bool:
    """Two-letter beginnings stand for themselves and their plural or historic form alone."""
    return length > 2 or feature[length:] in ("", "S", "H", "X", "I", "N", "O", "C", "D", "SC")
