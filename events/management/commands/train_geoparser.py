"""manage.py train_geoparser: fit the weights with which places are read to gold."""

from __future__ import annotations

import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from events.geoparsing.training.fitting import NothingToLearn, fit
from events.geoparsing.weights import SHIPPED_PATH
from events.management.gold import load


class Command(BaseCommand):
    help = (
        "Fit the weights with which places are read to texts whose toponyms are marked."
        " A file without any points teaches roles only. No database is needed."
    )
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("gold", nargs="+", type=Path, help="JSON Lines: id, text, toponyms")
        parser.add_argument(
            "--held-out",
            type=Path,
            help="what encoders said of these texts that had not learnt them (train_encoder);"
            " needless for texts that the encoder in use has not learnt",
        )
        parser.add_argument(
            "--output", type=Path, default=SHIPPED_PATH, help="default: the weights in use"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        output: Path = options["output"]
        if not output.parent.is_dir():
            raise CommandError(f"There is no folder {output.parent}")
        _, corpora = load(options["gold"], options["held_out"])
        try:
            weights = fit([example for _, examples in corpora for example in examples])
        except NothingToLearn as error:
            raise CommandError(str(error)) from error
        try:
            write_whole(output, weights.to_json())
        except OSError as error:
            raise CommandError(f"Cannot write {output}: {error.strerror}") from error
        self.stdout.write(
            f"{output}: weights of {len(weights.recognition)} features for recognition,"
            f" {len(weights.role)} for roles, {len(weights.first)} and {len(weights.joint)}"
            " for resolution"
        )


def write_whole(path: Path, text: str) -> None:
    """Whole or not at all: the file may be the one in use."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        beside.write_text(text, "utf-8")
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
