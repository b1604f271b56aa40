"""The seed reports are well formed, agree with the calendar and cover the world."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from events.ingest.incoming import from_file

FOLDER = Path(__file__).parent.parent / "seeds" / "reports"
PATHS = sorted(FOLDER.glob("*.md"))
KEYS = ["title", "published", "source", "url"]

DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
MONTHS = [
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
]
DAY_AND_MONTH = rf"(?P<day>\d{{1,2}}) (?P<month>{'|'.join(MONTHS)})(?: (?P<year>\d{{4}}))?"
WEEKDAY_AND_DATE = re.compile(
    rf"\b(?P<weekday>{'|'.join(DAYS)})(?: (?:morning|afternoon|evening|night))?, {DAY_AND_MONTH}\b"
)
PLAIN_DATE = re.compile(rf"\b{DAY_AND_MONTH}\b")
DATELINE = re.compile(
    r"\A[^a-z\n]{3,}(?:, [A-Za-z. ]+)?, (?P<month>[A-Z][a-z]+)\.? (?P<day>\d+) - "
)
QUOTED = re.compile(r"[\"“]([^\"“”]*)[\"”]")

# A few names a continent: enough to show that a whole continent was not forgotten.
CONTINENTS = {
    "Africa": "Kenya|Nairobi|Egypt|Mali|Libya|Johannesburg|Eritrea|Mozambique",
    "Antarctica": "Antarctica",
    "Asia": "Azerbaijan|India|Japan|Iran|Kuwait|Philippines|Pakistan|Hong Kong|Nepal",
    "Europe": "Germany|France|Sarajevo|Ukraine|Norway|London|Lisbon|Athens",
    "North America": "Haiti|Mexico|Los Angeles|New Orleans|Baltimore",
    "Oceania": "New Zealand|Australia|Australian|Tonga|Hawaii",
    "South America": "Colombian?|Chile|Chileans|Brazil|Buenos Aires",
}
# What a first paragraph says where the report is about an event of the type.
TYPES = {
    "armed_clash": r"clash|fought|battle|seized the town|captured the capital",
    "air_or_drone_strike": r"bombed|drones|air strikes|missiles at|attack from the air",
    "shelling": r"shell\b|shells\b",
    "explosion": r"exploded|explosions?\b|bombs? ",
    "attack_on_civilians": r"gunman|gunmen|killed at least \d+ people at two mosques",
    "protest": r"protest|demanded|walked through the Wall",
    "riot": r"riot|Rioters",
    "military_exercise": r"military exercise|NATO exercise|naval exercise",
    "troop_movement": r"troops|tanks|army units|paratroopers",
    "agreement": r"agreement|treaty|declaration|communique",
    "meeting": r"summit|meeting of heads|talks at|joint communique",
    "arrest": r"arrested|captured Saddam",
    "election": r"elect|ballot|vote",
    "natural_disaster": r"earthquake|flood|cyclone|typhoon|volcano|hurricane|bushfires",
    "accident": r"collided|crashed|leaked|struck a pier",
    "other": r"rescue|hoisted",
}


@dataclass(frozen=True)
class Report:
    name: str
    keys: list[str]
    front: dict[str, str]
    text: str

    @property
    def published(self) -> date:
        return date.fromisoformat(self.front["published"])

    @property
    def words(self) -> int:
        return len(self.text.split())

    @property
    def opening(self) -> str:
        return self.text.split("\n\n", 1)[0]


@cache
def read(path: Path) -> Report:
    raw = path.read_text(encoding="utf-8")
    opening, head, text = raw.split("---\n", 2)
    assert opening == "", f"{path.name} does not begin with front matter"
    pairs = [line.split(": ", 1) for line in head.splitlines()]
    assert all(len(pair) == 2 for pair in pairs), f"{path.name}: front matter is key: value"
    return Report(path.name, [key for key, _ in pairs], dict(pairs), text.strip())


def all_reports() -> list[Report]:
    return [read(path) for path in PATHS]


def day_of(found: re.Match[str], year: int) -> date:
    """The day that a match names; raises ValueError for a 31 February."""
    return date(int(found["year"] or year), MONTHS.index(found["month"]) + 1, int(found["day"]))


@pytest.fixture(params=PATHS, ids=lambda path: path.stem)
def report(request: pytest.FixtureRequest) -> Report:
    return read(request.param)


def test_front_matter_has_exactly_the_four_keys(report: Report) -> None:
    assert report.keys == KEYS
    assert all(value.strip() for value in report.front.values())


def test_published_is_a_day_of_the_past_and_names_the_file(report: Report) -> None:
    assert date(1970, 1, 1) <= report.published <= date(2024, 12, 31)
    assert re.fullmatch(rf"{report.published.isoformat()}-[a-z0-9-]+\.md", report.name)


def test_url_is_https_and_ascii(report: Report) -> None:
    url = report.front["url"]
    parts = urlsplit(url)
    assert (parts.scheme, bool(parts.hostname)) == ("https", True)
    assert len(parts.path) > 1, "a page, not the front door of a site"
    assert url.isascii()
    assert not set(url) & set(" ()<>\"'")


def test_text_is_a_short_report_of_several_paragraphs(report: Report) -> None:
    assert 80 <= report.words <= 400
    assert len(report.text.split("\n\n")) >= 3
    assert not re.search(r"[<>{}]|https?:|[ \t]\n|  |\n{3}", report.text)


def test_ingest_reads_the_file_as_it_stands(report: Report) -> None:
    incoming = from_file(report.name, (FOLDER / report.name).read_bytes(), 20_000)
    assert incoming.text == report.text
    assert incoming.published == report.published
    assert [incoming.title, incoming.source, incoming.url] == [
        report.front[key] for key in ("title", "source", "url")
    ]


def test_weekday_and_date_agree(report: Report) -> None:
    for found in WEEKDAY_AND_DATE.finditer(report.text):
        day = day_of(found, report.published.year)
        assert DAYS[day.weekday()] == found["weekday"], found[0]


def test_every_date_is_a_day_of_the_calendar(report: Report) -> None:
    for found in PLAIN_DATE.finditer(report.text):
        assert day_of(found, report.published.year).year >= 1700, found[0]


def test_a_day_of_the_dateline_is_the_day_of_publication(report: Report) -> None:
    found = DATELINE.match(report.text)
    if found is None:
        assert not re.search(r"\d - ", report.opening[:60]), "a dateline that is not understood"
        return
    stated = (found["month"][:3], int(found["day"]))
    assert stated == (report.published.strftime("%b"), report.published.day)


def test_nobody_is_quoted(report: Report) -> None:
    assert [said for said in QUOTED.findall(report.text) if len(said.split()) > 2] == []


def test_calendar_rules_find_what_they_look_for() -> None:
    """The reports use the forms that the rules above read, so these do not pass on nothing."""
    assert sum(bool(WEEKDAY_AND_DATE.search(one.text)) for one in all_reports()) >= 30
    assert sum(bool(DATELINE.match(one.text)) for one in all_reports()) >= 20
    assert (
        sum(bool(re.search(rf"\bon ({'|'.join(DAYS)})\b", one.text)) for one in all_reports()) >= 60
    )


def test_titles_and_texts_are_unique() -> None:
    for what in ("title", "text"):
        seen = Counter(one.text if what == "text" else one.front["title"] for one in all_reports())
        assert [value[:60] for value, times in seen.items() if times > 1] == []


def test_metadata_describe_the_folder() -> None:
    about = tomllib.loads((FOLDER / "source.toml").read_text(encoding="utf-8"))
    days = [one.published for one in all_reports()]
    assert about["count"] == len(PATHS) >= 40
    assert (about["first_published"], about["last_published"]) == (min(days), max(days))
    assert {one.front["source"] for one in all_reports()} == {about["name"]}
    assert about["licence"] == "CC0-1.0"


def test_every_decade_since_the_seventies() -> None:
    decades = Counter(one.published.year // 10 * 10 for one in all_reports())
    assert set(decades) == set(range(1970, 2030, 10))
    assert min(decades.values()) >= 5


@pytest.mark.parametrize(("continent", "names"), CONTINENTS.items())
def test_every_continent(continent: str, names: str) -> None:
    found = [one.name for one in all_reports() if re.search(rf"\b(?:{names})\b", one.opening)]
    assert len(found) >= (1 if continent == "Antarctica" else 5), (continent, found)


@pytest.mark.parametrize(("kind", "words"), TYPES.items())
def test_every_type_of_event(kind: str, words: str) -> None:
    found = [one.name for one in all_reports() if re.search(words, one.opening)]
    assert len(found) >= (1 if kind == "other" else 2), (kind, found)


def test_the_exercise_of_december_2022_is_there() -> None:
    (text,) = [one.text for one in all_reports() if "azerbaijan-turkiye" in one.name]
    assert all(name in text for name in ("Baku", "Astara", "Jabrayil", "Imishli"))
