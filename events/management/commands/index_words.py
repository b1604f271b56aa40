"""Bring the table of words, by which events are searched, up to date."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from tqdm import tqdm

from events.background import alone
from events.search_build import bring_up_to_date, lock_file


class Command(BaseCommand):
    help = "Bring full-text search up to date with the events; can be stopped and run again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--if-free", action="store_true", help="not while another process does it"
        )

    def handle(self, *, if_free: bool, verbosity: int, **_: Any) -> None:
        with (
            alone(lock_file()) as free,
            tqdm(unit=" events", disable=None, leave=False) as progress,
        ):
            if if_free and not free:
                return
            events = bring_up_to_date(progress.update)
        if verbosity:
            self.stdout.write(f"Words of {events:,} event{'' if events == 1 else 's'} read.")
