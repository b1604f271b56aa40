"""The shared reader for the tests of places: the real model and the real, built gazetteer."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.conf import settings

from events.geoparsing.blocks import split_blocks
from events.geoparsing.gazetteer import Gazetteer
from events.geoparsing.parsed import Parsed
from events.geoparsing.reader import Reader
from events.geoparsing.recognition import Recogniser
from events.geoparsing.types import Document, Toponym


@cache
def reader() -> Reader:
    return Reader(Path(settings.GAZETTEER_PATH))


@cache
def gazetteer() -> Gazetteer:
    return reader().open()


def found(text: str) -> list[Toponym]:
    """What the recogniser alone finds."""
    return Recogniser(gazetteer()).find(Parsed(text, split_blocks(text)))


def texts(text: str) -> list[str]:
    return [toponym.text for toponym in found(text)]


def read(text: str, **fields: object) -> list[Toponym]:
    """The toponyms of a text with roles and places."""
    return reader().read(Document(text, **fields)).toponyms  # type: ignore[arg-type]


def named(text: str, name: str, **fields: object) -> Toponym:
    """The first toponym of that name."""
    toponyms = read(text, **fields)
    match = next((toponym for toponym in toponyms if toponym.text == name), None)
    assert match is not None, f"{name} is not among {[toponym.text for toponym in toponyms]}"
    return match
