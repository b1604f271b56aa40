"""What many tests share."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tiny_gazetteer import build_tiny_gazetteer


@pytest.fixture(scope="session")
def gazetteer_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A gazetteer of a few dozen places, built once; tests read it alone."""
    return build_tiny_gazetteer(tmp_path_factory.mktemp("gazetteer") / "tiny.sqlite3").path
