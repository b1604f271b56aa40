"""One article in, everything that is read in it out."""

from __future__ import annotations

from pathlib import Path
from threading import Lock

from events.geoparsing.blocks import split_blocks
from events.geoparsing.dates import DateReader, day_first_in, infer_published
from events.geoparsing.drafts import draft_events
from events.geoparsing.encoder import Encoder, Readings
from events.geoparsing.gazetteer import Gazetteer
from events.geoparsing.languages import ENGLISH, language_of
from events.geoparsing.parsed import Parsed, check_length, load_model
from events.geoparsing.recognition import Recogniser
from events.geoparsing.resolution import Resolver
from events.geoparsing.roles import assign_roles
from events.geoparsing.scripts import with_other_scripts
from events.geoparsing.settled import GazetteerOfEditors, decided
from events.geoparsing.types import Block, Document, Published, Reading, Toponym


class Reader:
    """Reads articles.  One per process is enough; several threads may share it.

    Nothing is loaded before the first reading, or ``open``.
    """

    def __init__(self, gazetteer_path: Path) -> None:
        self.gazetteer_path = gazetteer_path
        self._gazetteer: GazetteerOfEditors | None = None
        self._opening = Lock()

    def open(self) -> GazetteerOfEditors:
        """Load the model and the gazetteer, once.  Raises GazetteerMissing."""
        with self._opening:
            if self._gazetteer is None:
                gazetteer = GazetteerOfEditors.open(self.gazetteer_path)
                load_model()
                self._encoder = Encoder()
                self._dates = DateReader()
                self._recogniser = Recogniser(gazetteer)
                self._resolver = Resolver(gazetteer)
                self._gazetteer = gazetteer
            return self._gazetteer

    def read(self, document: Document) -> Reading:
        """Places, dates and event drafts of an article, with offsets into its text.

        Raises TextTooLong above ``parsed.MAX_CHARACTERS`` and GazetteerMissing.
        """
        check_length(document.text)
        gazetteer = self.open()
        text = document.text
        blocks = split_blocks(text)
        day_first = day_first_in(document.source_country)
        published = _published(document, blocks, day_first)
        parsed = Parsed(text, blocks)
        with gazetteer.knowing(document):
            toponyms = self._toponyms(document, parsed, gazetteer)
        dates = self._dates.read(text, published.day, blocks, day_first)
        drafts = draft_events(document, parsed, blocks, toponyms, dates, published)
        return Reading(published, blocks, toponyms, dates, drafts)

    def _toponyms(self, document: Document, parsed: Parsed, gazetteer: Gazetteer) -> list[Toponym]:
        readings = Readings(parsed, self._encoder)
        if document.mentions is None:
            toponyms = self._recogniser.find(parsed, readings)
            toponyms = with_other_scripts(parsed, toponyms, gazetteer)
            toponyms = decided(document, parsed, toponyms, gazetteer)
        else:
            text = document.text
            toponyms = [
                Toponym(span.start, span.end, text[span.start : span.end], "name", "literal")
                for span in document.mentions
            ]
        self._resolver.resolve(document, toponyms)
        if language_of(document.text) == ENGLISH or document.mentions is not None:
            assign_roles(parsed, toponyms, readings=readings)
        return toponyms


def _published(document: Document, blocks: list[Block], day_first: bool | None) -> Published:
    if document.published is not None:
        return Published(document.published, reason="given with the article")
    return infer_published(document.text, blocks, day_first)
