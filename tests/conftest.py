"""What many tests share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings as site_settings
from django.utils.translation import override
from pytest_django import Settings

from events.geoparsing.reader import Reader
from events.ingest import reading
from events.maps import index
from events.translations import compile_catalogs
from tests.tiny_gazetteer import build_tiny_gazetteer


def pytest_configure() -> None:
    """Translations as the sources have them, before the first of them is looked up."""
    compile_catalogs()


@pytest.fixture(scope="session")
def gazetteer_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A gazetteer of a few dozen places, built once; tests read it alone."""
    return build_tiny_gazetteer(tmp_path_factory.mktemp("gazetteer") / "tiny.sqlite3").path


@pytest.fixture(scope="session")
def tiny_reader(gazetteer_path: Path) -> Reader:
    return Reader(gazetteer_path)


@pytest.fixture
def tiny_world(
    settings: Settings,
    gazetteer_path: Path,
    tiny_reader: Reader,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Articles are read, and places looked up, by the tiny gazetteer."""
    settings.GAZETTEER_PATH = gazetteer_path
    monkeypatch.setattr(reading, "shared_reader", lambda: tiny_reader)


@pytest.fixture(autouse=True, scope="session")
def _own_map_index(tmp_path_factory: pytest.TempPathFactory) -> None:
    site_settings.MAP_INDEX_DIR = tmp_path_factory.mktemp("map-index")


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """A request leaves its language to what its thread does next: each test begins in English."""
    with override("en"):
        yield


@pytest.fixture(autouse=True)
def _forgotten_map_index() -> Iterator[None]:
    """What one test puts into its transaction is not there in the next."""
    index.reset()
    yield
    index.reset()
