"""Compile the translations of the interface, or bring their files up to date with the sources."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from events.translations import (
    compile_catalogs,
    languages,
    po_path,
    untranslated,
    update_catalog,
)


class Command(BaseCommand):
    help = "Compile the .po files below events/locale that changed."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--extract",
            action="store_true",
            help="First write every text of the sources into the .po files, and say which lack a"
            " translation.",
        )

    def handle(self, *, extract: bool, **_: Any) -> None:
        for language in languages() if extract else ():
            update_catalog(language)
            missing = untranslated(language)
            self.stdout.write(f"{po_path(language)}: {len(missing)} texts lack a translation")
            for text in missing[:20]:
                self.stdout.write(f"  {text}")
        for path in compile_catalogs():
            self.stdout.write(f"• {path.name} of {path.parent.parent.name}")
