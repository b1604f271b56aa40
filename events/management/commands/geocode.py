"""Ask the chain of geocoders for a name, or the gazetteer for what is near a point."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from events.geocoding import shared_chain
from events.geoparsing.gazetteer import GazetteerMissing


class Command(BaseCommand):
    help = "Find a place by name with the geocoders of GEOCODERS."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help='such as "Astara, Azerbaijan"')

    def handle(self, *, name: str, **_: Any) -> None:
        try:
            answer = shared_chain().geocode(name)
        except GazetteerMissing as error:
            raise CommandError(str(error)) from error
        for problem in answer.errors:
            self.stderr.write(problem)
        if not answer.locations:
            raise CommandError(f"No place named {name!r} was found.")
        for location in answer.locations:
            self.stdout.write(
                f"{location.latitude:.5f}\t{location.longitude:.5f}\t{location.address}"
                f"\t({answer.service})"
            )
