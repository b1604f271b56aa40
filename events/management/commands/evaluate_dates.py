"""manage.py evaluate_dates: how well dates are read, against gold."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Sequence
from pathlib import Path
from typing import Any, get_args

from django.core.management.base import BaseCommand, CommandError

from events.geoparsing.dates import DateReader
from events.geoparsing.training.dates import (
    DatedDocument,
    Error,
    ErrorKind,
    Score,
    figures,
    paces,
    read_dated,
    score,
)
from events.geoparsing.training.gold import BadGold
from events.management.gold import shown

SIZES = (10_000, 100_000, 1_000_000, 5_000_000)


class Command(BaseCommand):
    help = (
        "Say how well dates are read: a table for each file of texts whose time expressions are"
        " marked, with 95% intervals from a bootstrap over documents. No database is needed."
    )
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("gold", nargs="+", type=Path, help="JSON Lines: id, text, dct, timexes")
        parser.add_argument(
            "--errors",
            type=_count,
            default=0,
            help="show so many of each kind, none of the held-out third: no rule is made from it",
        )
        parser.add_argument(
            "--held-out",
            action="store_true",
            help="only the third of the documents, by a hash of the id, that no rule was made from",
        )
        parser.add_argument(
            "--speed", action="store_true", help="time texts of 10 kB to 5 MB made of the documents"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            corpora = [(path.name, read_dated(path)) for path in options["gold"]]
        except BadGold as error:
            raise CommandError(str(error)) from error
        reader = DateReader()
        for name, documents in corpora:
            name = name.removesuffix(".jsonl")
            if options["held_out"]:
                documents = tuple(d for d in documents if d.held_out)
                name += ", held out"
            if not documents:
                self.stdout.write(f"{name}: no documents")
                continue
            self._tell(name, documents, reader, options["errors"])
            if options["speed"]:
                self._tell_speed(documents, reader)

    def _tell(
        self, name: str, documents: Sequence[DatedDocument], reader: DateReader, errors: int
    ) -> None:
        told = Score()
        for document in shown(documents, f"reading {name}", len(documents)):
            score([document], reader, told)
        marked = sum(tally.gold for tally in told.tallies)
        found = sum(tally.found for tally in told.tallies)
        self.stdout.write(
            f"{name}: {len(documents):,} documents, {marked:,} expressions marked, {found:,} found,"
            f" {told.speed:.1f} MB/s"
        )
        for figure in figures(told.tallies):
            self.stdout.write(
                f"  {figure.label:<20}{figure.value:7.3f}   {figure.low:.3f} to {figure.high:.3f}"
            )
        held_out = {document.id for document in documents if document.held_out}
        shown_errors = [error for error in told.errors if error.document not in held_out]
        for kind in get_args(ErrorKind):
            for error in spread([e for e in shown_errors if e.kind == kind], errors):
                parts = (kind, error.document, error.marked, error.read, error.context)
                self.stdout.write("  " + "\t".join(_printable(part) for part in parts))

    def _tell_speed(self, documents: Sequence[DatedDocument], reader: DateReader) -> None:
        for pace in paces(documents, reader, SIZES):
            self.stdout.write(
                f"  {pace.characters:>9,} characters  {pace.seconds:7.3f} s  {pace.speed:5.2f} MB/s"
            )


def spread(errors: Sequence[Error], most: int) -> list[Error]:
    """At most so many, from all over the corpus and not of its first documents alone."""
    count = min(most, len(errors))
    return [errors[index * len(errors) // count] for index in range(count)]


def _count(value: str) -> int:
    if value.isdecimal() and len(value) < 10:
        return int(value)
    raise ArgumentTypeError(f"{value!r} is not a number of errors")


def _printable(text: str) -> str:
    return "".join(c if c.isprintable() else " " for c in text[:300])
