"""Names of towns for the base map: the larger ones of the gazetteer, largest first."""

from __future__ import annotations

import json
from contextlib import closing
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from events.geoparsing.gazetteer import GazetteerMissing, connect_read_only
from events.known_places import gazetteer
from events.place_names import town_name

SMALLEST = 50_000  # inhabitants; capitals are in at any size
# GeoNames codes of populated places that are towns of their own today: no quarters, no ruins.
_TOWNS = """
    SELECT name, latitude, longitude, population, feature = 'PPLC', country FROM place
    WHERE feature LIKE 'PPL%' AND feature NOT IN ('PPLX', 'PPLH', 'PPLQ', 'PPLW')
        AND (population >= ? OR feature = 'PPLC')
    ORDER BY population DESC, id
"""


def towns_version() -> str:
    """What the towns were built from, for an ETag; "" where there is no gazetteer."""
    try:
        facts = gazetteer().facts
    except GazetteerMissing:
        return ""
    path = Path(settings.GAZETTEER_PATH)
    return f"{facts['schema']}-{path.stat().st_mtime_ns}"


@lru_cache(maxsize=8)
def towns_json(version: str, language: str = "en") -> str:
    """Columns of the towns, population in thousands; empty columns without a gazetteer.

    ``version`` is ``towns_version()``: the answer is kept as long as it stays.  Towns have the
    names of the language where a list has them.
    """
    rows: list[tuple[str, float, float, int, int, str]] = []
    if version:
        with closing(connect_read_only(Path(settings.GAZETTEER_PATH))) as connection:
            rows = connection.execute(_TOWNS, (SMALLEST,)).fetchall()
    columns = {
        "name": [town_name(row[0], row[5], language) for row in rows],
        "latitude": [round(row[1], 3) for row in rows],
        "longitude": [round(row[2], 3) for row in rows],
        "population": [round(row[3] / 1000) for row in rows],
        "capital": [row[4] for row in rows],
    }
    return json.dumps(columns, ensure_ascii=False, separators=(",", ":"))
