"""Build the index behind the map's tiles, timeline and filters from the database."""

from __future__ import annotations

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from events.maps.index.current import build, is_needed


class Command(BaseCommand):
    help = "Build the index behind the map; the site does so by itself when much has changed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--if-needed", action="store_true", help="not when the one there is will do"
        )

    def handle(self, *, if_needed: bool, **_: Any) -> None:
        if if_needed and not is_needed():
            return
        started = time.monotonic()
        base = build()
        if base is None:
            self.stdout.write("The map's index is being built by another process.")
            return
        took = time.monotonic() - started
        self.stdout.write(
            f"The map's index: {base.events:,} events in {took:.1f} s, {base.nbytes / 1e6:.1f} MB."
        )
