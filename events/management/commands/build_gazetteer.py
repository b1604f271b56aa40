"""manage.py build_gazetteer: from the packaged sources, or from a GeoNames dump."""

from __future__ import annotations

import sqlite3
import sys
import time
from argparse import ArgumentParser
from collections.abc import Iterable
from pathlib import Path
from typing import Any, TypeVar

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from events.geoparsing.gazetteer import Gazetteer, GazetteerMissing
from events.geoparsing.gazetteer_bench import bench
from events.geoparsing.gazetteer_build import build, inputs_hash
from events.geoparsing.gazetteer_geonames import FEATURE_CLASSES, Dump
from events.geoparsing.gazetteer_sources import SourceError

T = TypeVar("T")


class Command(BaseCommand):
    help = "Build the gazetteer (names to places), unless it is up to date."
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--output", type=Path, help="default: the setting GAZETTEER_PATH")
        parser.add_argument("--force", action="store_true", help="build even when up to date")
        parser.add_argument("--bench", action="store_true", help="measure look-ups; build nothing")
        group = parser.add_argument_group("from a GeoNames dump")
        group.add_argument("--geonames", type=Path, help="allCountries.zip, AZ.zip or a .txt of it")
        group.add_argument("--alternate-names", type=Path, help="alternateNamesV2.zip or .txt")
        group.add_argument("--admin1", type=Path, help="admin1CodesASCII.txt")
        group.add_argument("--admin2", type=Path, help="admin2Codes.txt")
        group.add_argument(
            "--features",
            default="",
            help="feature classes and codes to keep, such as P,A,MTS; default all",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        path = options["output"] or Path(settings.GAZETTEER_PATH)
        if options["bench"]:
            self._bench(path)
            return
        dump = _dump(options)
        if not options["force"] and (reason := _up_to_date(path, dump)):
            self.stdout.write(reason)
            return
        started = time.perf_counter()
        self.stdout.write(f"Building the gazetteer {path}")
        try:
            facts = build(path, dump=dump, progress=_progress, notice=self.stderr.write)
        except (SourceError, OSError, sqlite3.Error) as error:
            raise CommandError(f"The gazetteer was not built: {error}") from error
        self.stdout.write(
            f"{facts['places']:,} places with {facts['names']:,} names,"
            f" {path.stat().st_size / 1e6:.1f} MB, in {time.perf_counter() - started:.1f} s"
        )

    def _bench(self, path: Path) -> None:
        try:
            for line in bench(path):
                self.stdout.write(line)
        except GazetteerMissing as error:
            raise CommandError(str(error)) from error


def _dump(options: dict[str, Any]) -> Dump | None:
    features = frozenset(filter(None, options["features"].upper().replace(",", " ").split()))
    files = {
        "places": options["geonames"],
        "alternate_names": options["alternate_names"],
        "admin1": options["admin1"],
        "admin2": options["admin2"],
    }
    if not any(files.values()):
        if features:
            raise CommandError("--features chooses from a dump; give --geonames as well")
        return None
    for file in filter(None, files.values()):
        if not file.is_file():
            raise CommandError(f"There is no file {file}")
    for feature in features:
        if len(feature) == 1 and feature not in FEATURE_CLASSES:
            raise CommandError(f"{feature} is no feature class; they are A H L P R S T U V")
    return Dump(features=features, **files)


def _up_to_date(path: Path, dump: Dump | None) -> str:
    """Why there is nothing to do, "" when there is."""
    try:
        facts = Gazetteer.open(path).facts
    except GazetteerMissing:
        return ""
    summary = f"{path}: {facts['places']:,} places with {facts['names']:,} names"
    if dump is None and facts["dump"]:
        return f"{summary}, built from {facts['dump']}; kept (--force builds the packaged one)"
    described = dump.describe() if dump else ""
    same = facts["inputs"] == inputs_hash() and facts["dump"] == described
    return f"{summary}, up to date" if same else ""


def _progress(label: str, rows: Iterable[T], total: int | None = None) -> Iterable[T]:
    shown = sys.stderr.isatty()
    return tqdm(rows, desc=label, total=total, unit=" rows", disable=not shown, mininterval=0.5)
