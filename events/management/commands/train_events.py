"""manage.py train_events: fit the weights with which events are tied to places to gold."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from events.geoparsing.drafts.tying import SHIPPED_PATH
from events.geoparsing.gazetteer import Gazetteer, GazetteerMissing
from events.geoparsing.training.event_gold import read_event_gold
from events.geoparsing.training.events import fit_ties, tie_examples
from events.geoparsing.training.gold import BadGold
from events.geoparsing.training.held_out import BadHeldOut, HeldOut
from events.management.commands.evaluate_events import tell_ties
from events.management.commands.train_geoparser import write_whole
from events.management.gold import shown


class Command(BaseCommand):
    help = (
        "Fit the weights with which a given event is tied to its places to sentences whose event"
        " and places are marked. No database is needed."
    )
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("gold", nargs="+", type=Path, help="JSON Lines: id, text, verb, ...")
        parser.add_argument(
            "--held-out",
            type=Path,
            help="what networks said of these sentences that had not learnt them"
            " (train_tie_reader); without it the weights leave the network out",
        )
        parser.add_argument(
            "--output", type=Path, default=SHIPPED_PATH, help="default: the weights in use"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        output: Path = options["output"]
        if not output.parent.is_dir():
            raise CommandError(f"There is no folder {output.parent}")
        try:
            corpora = [read_event_gold(path) for path in options["gold"]]
            held_out = HeldOut.load(options["held_out"]) if options["held_out"] else None
            gazetteer = Gazetteer.open(Path(settings.GAZETTEER_PATH))
        except (BadGold, BadHeldOut, GazetteerMissing) as error:
            raise CommandError(str(error)) from error
        sentences = [sentence for corpus in corpora for sentence in corpus.sentences]
        if not sentences:
            raise CommandError("The gold has no sentence with a verb and its places")
        told = shown(sentences, "reading", len(sentences))
        try:
            examples = list(tie_examples(told, gazetteer, held_out))
            fitted = fit_ties(examples)
            write_whole(output, fitted.weights.to_json())
        except BadHeldOut as error:
            raise CommandError(f"{options['held_out']}: {error}") from error
        except OSError as error:
            raise CommandError(f"Cannot write {output}: {error.strerror}") from error
        self.stdout.write(
            f"{output}: weights of {len(fitted.weights.first):,} and"
            f" {len(fitted.weights.second):,} features"
        )
        tell_ties(self.stdout, "cross-validated", examples, fitted.of_unseen)
