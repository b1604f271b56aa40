"""CSV: one row per event and location, streamed, safe in a spreadsheet, stable for a program."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from events.exports.columns import COLUMNS
from events.exports.csv import BYTE_ORDER_MARK, csv_lines, safe
from events.models import Event, Evidence
from tests.world import ASTARA, BAKU, a_place, a_source, an_article, an_event

pytestmark = pytest.mark.django_db

PROMISED = """
    event_id location_id article_id title type first_day last_day date_prec place country
    latitude longitude where_prec radius_m geonameid quote source url published status
""".split()  # noqa: SIM905 - read as the header of a file


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def exported(events: Any = None) -> list[dict[str, str]]:
    return rows_of("".join(csv_lines(Event.objects.order_by("pk") if events is None else events)))


def test_the_columns_are_a_promise() -> None:
    assert [column.name for column in COLUMNS] == PROMISED


def test_a_row_per_event_and_location() -> None:
    an_event(places=(a_place(BAKU), a_place(ASTARA)))
    first, second = exported()
    assert (first["place"], second["place"]) == ("Baku", "Astara")
    assert first["event_id"] == second["event_id"]
    assert first["location_id"] != second["location_id"]
    assert (first["latitude"], first["longitude"]) == ("40.37767", "49.89201")
    assert (first["first_day"], first["published"]) == ("2022-12-05", "2022-12-06")
    assert (first["geonameid"], first["country"], first["status"]) == ("587084", "AZ", "published")
    assert (first["source"], first["quote"]) == (
        "The Caspian Post",
        "Jets took off in Baku on Monday.",
    )


def test_an_event_without_a_location_has_a_row() -> None:
    an_event(places=(), day=None, status="draft")
    (row,) = exported()
    assert (row["place"], row["latitude"], row["first_day"]) == ("", "", "")


def test_the_quote_is_the_sentence_that_names_the_place() -> None:
    text = "Jets took off in Baku.\nShips left Astara."
    article = an_article(text)
    event = an_event(places=(a_place(BAKU), a_place(ASTARA)), article=article)
    told = Evidence(event=event, article=article, start=23, end=41, quote=text[23:])
    told.save()
    Evidence.objects.create(
        event=event,
        article=article,
        kind="place",
        location=event.locations.get(place__name="Astara"),
        start=34,
        end=40,
        quote="Astara",
    )
    assert [row["quote"] for row in exported()] == ["Jets took off in Baku.", "Ships left Astara."]


@pytest.mark.parametrize("text", ["=cmd|' /C calc'!A0", "+1", "-1+2", "@SUM(A1)", "\t=1", "\r=1"])
def test_text_is_never_a_formula(text: str) -> None:
    source = a_source(text.strip() or "x")
    place = a_place(("gn:1", text, 0.0, -0.5, ""))
    an_event(title=text, places=(place,), article=an_article(text, source=source))
    (row,) = exported()
    for name in ("title", "place", "quote"):
        assert row[name] == "'" + text
    assert row["longitude"] == "-0.5"


def test_numbers_are_never_touched() -> None:
    assert safe(-12.5) == -12.5
    assert safe(0) == 0
    assert safe(None) is None


def test_nasty_texts_come_back_whole() -> None:
    title = 'A "quoted", line\nwith </script> and ünïcode 東京 \u202e'
    an_event(title=title)
    assert exported()[0]["title"] == title


def test_a_thousand_events_take_few_queries(django_assert_num_queries: Any) -> None:
    article, place = an_article(), a_place()
    for number in range(30):
        an_event(title=f"Event {number}", article=article, places=(place,))
    with django_assert_num_queries(3):
        assert len(exported()) == 30


def test_the_page_streams_what_the_filters_show(client: Client) -> None:
    an_event(title="Drill")
    an_event(title="Quake", type="natural_disaster", day=date(1999, 8, 17))
    an_event(title="Hidden", status="draft")
    response = client.get("/events.csv", {"type": "natural_disaster"})
    assert response.streaming
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert "events.csv" in response["Content-Disposition"]
    text = response.getvalue().decode()
    assert [row["title"] for row in rows_of(text)] == ["Quake"]
    everything = client.get("/events.csv").getvalue().decode()
    assert [row["title"] for row in rows_of(everything)] == ["Drill", "Quake"]


def test_excel_gets_a_byte_order_mark(client: Client) -> None:
    an_event()
    marked = client.get("/events.csv?excel=1").getvalue().decode()
    plain = client.get("/events.csv").getvalue().decode()
    assert marked == BYTE_ORDER_MARK + plain


def test_a_wrong_filter_is_no_error(client: Client) -> None:
    assert client.get("/events.csv?from=2022-02-31&type=x&source=-1").status_code == 200


def test_the_command_writes_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    an_event(title="Drill")
    an_event(title="Quake", status="draft")
    path = tmp_path / "events.csv"
    call_command("export_events", output=path, status="all", excel=True)
    text = path.read_text(encoding="utf-8")
    assert text.startswith(BYTE_ORDER_MARK)
    assert len(rows_of(text)) == 2
    call_command("export_events", first=date(2023, 1, 1))
    assert capsys.readouterr().out.count("\n") == 1


def test_the_command_says_what_it_cannot_write(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("export_events", output=tmp_path / "no" / "events.csv")


def test_the_codebook_documents_every_column(client: Client) -> None:
    page = client.get("/codebook/").content.decode()
    assert all(f"<code>{name}</code>" in page for name in PROMISED)
    assert "military_exercise" in page
