"""What many tests share."""

from __future__ import annotations

from pathlib import Path

import pytest

from events.translations import compile_catalogs
from tests.tiny_gazetteer import build_tiny_gazetteer


def pytest_configure() -> None:
    """Translations as the sources have them, before the first of them is looked up."""
    compile_catalogs()


@pytest.fixture(scope="session")
def gazetteer_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A gazetteer of a few dozen places, built once; tests read it alone."""
    return build_tiny_gazetteer(tmp_path_factory.mktemp("gazetteer") / "tiny.sqlite3").path
