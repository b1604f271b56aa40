"""manage.py train_encoder: teach the encoder with which places are read, and keep what it says of
texts that it had not learnt."""

from __future__ import annotations

import hashlib
from argparse import ArgumentParser
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError

from events.geoparsing.blocks import split_blocks
from events.geoparsing.encoder import MODEL_PATH, windows_of
from events.geoparsing.parsed import Parsed
from events.geoparsing.training.gold import BadGold, Corpus, GoldDocument, read_corpus
from events.geoparsing.training.held_out import HeldOut, key_of
from events.management.gold import add_network_options, check_training_packages, shown

if TYPE_CHECKING:
    from events.geoparsing.training.encoder import Lesson, Network

Parse = tuple[Corpus, GoldDocument, Parsed]


class Command(BaseCommand):
    help = (
        "Fine-tune the encoder on texts whose toponyms are marked, some ten minutes of one core for"
        " each 100,000 words and pass. Needs the extra: pip install -e '.[train]'."
    )
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("gold", nargs="+", type=Path, help="JSON Lines: id, text, toponyms")
        add_network_options(parser, MODEL_PATH)
        parser.add_argument(
            "--leave-one-out", action="store_true", help="the parts of --held-out are the files"
        )
        parser.add_argument(
            "--held-out-only", action="store_true", help="do not train on everything afterwards"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        check_training_packages()
        from events.geoparsing.training import encoder

        try:
            corpora = [read_corpus(path) for path in options["gold"]]
        except BadGold as error:
            raise CommandError(str(error)) from error
        parses = [
            (corpus, gold, Parsed(gold.text, split_blocks(gold.text)))
            for corpus in corpora
            for gold in shown(corpus.documents, f"parsing {corpus.name}", len(corpus.documents))
        ]
        if options["held_out"]:
            self._hold_out(parses, options)
        if not options["held_out_only"]:
            encoder.export(self._trained(parses, "nothing"), options["output"])
            self.stdout.write(f"{options['output']}: the encoder, of {len(parses):,} texts")

    def _hold_out(self, parses: list[Parse], options: dict[str, Any]) -> None:
        from events.geoparsing.training import encoder

        said = {}
        parts = {part_of(*parse, **_by(options)) for parse in parses}
        for part in sorted(parts):
            network = self._trained(
                [parse for parse in parses if part_of(*parse, **_by(options)) != part], part
            )
            for _, gold, parsed in (p for p in parses if part_of(*p, **_by(options)) == part):
                windows = list(windows_of(parsed))
                for window, rows in zip(windows, encoder.read(network, windows), strict=True):
                    said[key_of(gold.text, window)] = rows
        HeldOut(said).save(options["held_out"])
        self.stdout.write(f"{options['held_out']}: {len(said):,} windows")

    def _trained(self, parses: list[Parse], label: str) -> Network:
        from events.geoparsing.training import encoder

        lessons: list[Lesson] = [
            lesson
            for corpus, gold, parsed in parses
            for lesson in encoder.lessons_of(gold, parsed, corpus.complete)
        ]
        if not any(map(encoder.teaches, lessons)):
            raise CommandError("There is nothing to learn: no text has a name in it")
        return encoder.train(
            lessons, lambda steps: shown(steps, f"learning, {label} left out", len(steps))
        )


def part_of(corpus: Corpus, gold: GoldDocument, parsed: Parsed, folds: int, by_corpus: bool) -> str:
    """The part in which a document is held out: the same in every run."""
    if by_corpus:
        return corpus.name
    return f"part {int(hashlib.sha256(gold.id.encode()).hexdigest(), 16) % folds + 1}"


def _by(options: dict[str, Any]) -> dict[str, Any]:
    return {"folds": options["folds"], "by_corpus": options["leave_one_out"]}
