"""Write events as CSV, to a file or to the standard output."""

from __future__ import annotations

import sys
from argparse import ArgumentTypeError
from datetime import date
from pathlib import Path
from typing import Any, TextIO

from django.core.management.base import BaseCommand, CommandError, CommandParser

from events.codes import Status
from events.exports.csv import csv_lines
from events.geoparsing.taxonomy import EVENT_TYPES
from events.models import Event
from events.querysets import EventQuerySet


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"{text!r} is not a day such as 2022-12-06") from None


class Command(BaseCommand):
    help = "Export events as CSV: one row per event and location (columns: see /codebook/)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--output", type=Path, help="a file; the standard output by default")
        parser.add_argument(
            "--status", choices=[*Status.values, "all"], default=Status.PUBLISHED.value
        )
        parser.add_argument("--type", action="append", choices=sorted(EVENT_TYPES), default=[])
        parser.add_argument("--from", dest="first", type=_day, help="first day of the window")
        parser.add_argument("--to", dest="last", type=_day, help="last day of the window")
        parser.add_argument("--country", default="", help="ISO 3166-1 alpha-2")
        parser.add_argument("--words", default="", help="words in titles, quotes or places")
        parser.add_argument("--excel", action="store_true", help="begin with a byte order mark")

    def handle(self, *, output: Path | None, excel: bool, **options: Any) -> None:
        events = _chosen(**{name: options[name] for name in _FILTERS})
        if output is None:
            _write(events, sys.stdout, excel=excel)
            return
        partial = output.with_name(output.name + ".partial")
        try:
            with partial.open("w", encoding="utf-8", newline="") as file:
                _write(events, file, excel=excel)
            partial.replace(output)
        except OSError as error:
            raise CommandError(f"{output} cannot be written: {error.strerror}.") from error


_FILTERS = ("status", "type", "first", "last", "country", "words")


def _chosen(
    *, status: str, type: list[str], first: date | None, last: date | None, country: str, words: str
) -> EventQuerySet:
    events = Event.objects.all() if status == "all" else Event.objects.with_status(status)
    events = events.of_types(type).between(first, last).in_country(country).with_words(words)
    return events.newest_first()


def _write(events: EventQuerySet, file: TextIO, *, excel: bool) -> None:
    for line in csv_lines(events, excel=excel):
        file.write(line)
