"""Make the site ready to serve: gazetteer, database, seed articles, map index, static files."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from events.editors import refresh_editors

#: The seed reports are plainer than the articles by which confidences are fitted.
SEED_CONFIDENCE = 0.4
# Megabytes of the npm packages that no page asks for; compressing them takes seconds.
UNUSED_FILES = ["land-*.json", "leaflet-src*"]


class Command(BaseCommand):
    help = "Build the gazetteer, migrate, read the seed articles, collect static files; as needed."
    requires_system_checks: list[str] = []

    def handle(self, **_: Any) -> None:
        settings.VAR_DIR.mkdir(exist_ok=True)
        call_command("build_gazetteer")
        call_command("translations")
        self._migrate()
        call_command("load_seeds", publish_confidence=SEED_CONFIDENCE)
        call_command("index_words", verbosity=0)
        call_command("build_map_index", if_needed=True)
        self._collect_static()

    def _migrate(self) -> None:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.stdout.write("• Database")
            call_command("migrate", verbosity=0)
            refresh_editors()  # a new table brings new permissions

    def _collect_static(self) -> None:
        stamp = settings.STATIC_ROOT / ".collected"
        wanted = _digest(_static_files())
        if stamp.exists() and stamp.read_text() == wanted:
            return
        self.stdout.write("• Static files")
        call_command(
            "collectstatic",
            interactive=False,
            clear=True,
            verbosity=0,
            ignore_patterns=UNUSED_FILES,
        )
        stamp.write_text(wanted)


def _static_files() -> Iterator[Path]:
    """Every file that would be collected, Django's own and the packages' too."""
    for finder in get_finders():
        for name, storage in finder.list([]):
            yield Path(storage.path(name))


def _digest(paths: Iterator[Path]) -> str:
    """Of names, sizes and times of change: enough to see that a file was edited."""
    facts = hashlib.sha256()
    for path in sorted(paths):
        state = path.stat()
        facts.update(f"{path}\0{state.st_size}\0{state.st_mtime_ns}\n".encode())
    return facts.hexdigest()
