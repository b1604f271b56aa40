"""Bring the table of words, by which events are searched, up to date."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from tqdm import tqdm

from events.search_build import bring_up_to_date


class Command(BaseCommand):
    help = "Bring full-text search up to date with the events; can be stopped and run again."

    def handle(self, **_: Any) -> None:
        with tqdm(unit=" events", disable=None) as progress:
            events = bring_up_to_date(progress.update)
        self.stdout.write(f"Words of {events:,} event{'' if events == 1 else 's'} read.")
