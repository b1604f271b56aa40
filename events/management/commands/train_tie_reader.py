"""manage.py train_tie_reader: teach the network that reads sentences with a given event, and keep
what it says of sentences that it had not learnt."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from events.geoparsing.drafts import tie_reader
from events.geoparsing.gazetteer import Gazetteer, GazetteerMissing
from events.geoparsing.training.event_gold import read_event_gold
from events.geoparsing.training.events import TieExample, tie_examples
from events.geoparsing.training.gold import BadGold
from events.geoparsing.training.held_out import HeldOut, key_of
from events.management.gold import add_network_options, check_training_packages, shown

if TYPE_CHECKING:
    from events.geoparsing.training.encoder import Network


class Command(BaseCommand):
    help = (
        "Fine-tune the network that says where a given event was on sentences whose event and"
        " places are marked, some minutes of two cores. Needs the extra: pip install -e '.[train]'."
    )
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("gold", nargs="+", type=Path, help="JSON Lines: id, text, verb, ...")
        add_network_options(parser, tie_reader.MODEL_PATH)

    def handle(self, *args: Any, **options: Any) -> None:
        check_training_packages()
        from events.geoparsing.training import encoder

        try:
            sentences = [s for path in options["gold"] for s in read_event_gold(path).sentences]
            gazetteer = Gazetteer.open(Path(settings.GAZETTEER_PATH))
        except (BadGold, GazetteerMissing) as error:
            raise CommandError(str(error)) from error
        if not sentences:
            raise CommandError("The gold has no sentence with a verb and its places")
        examples = list(tie_examples(shown(sentences, "reading", len(sentences)), gazetteer))
        if options["held_out"]:
            self._hold_out(examples, options["held_out"], options["folds"])
        encoder.export(_trained(examples, "nothing"), options["output"])
        self.stdout.write(f"{options['output']}: the network, of {len(examples):,} sentences")

    def _hold_out(self, examples: Sequence[TieExample], path: Path, folds: int) -> None:
        from events.geoparsing.training import gist as teaching

        said = {}
        for fold in range(folds):
            network = _trained([e for e in examples if e.part(folds) != fold], f"part {fold + 1}")
            for example in examples:
                if example.setting is not None and example.part(folds) == fold:
                    window = tie_reader.window_of(example.setting)
                    if window.pieces:
                        rows = next(teaching.read(network, [window]))
                        said[key_of(example.gold.text, window)] = rows
        HeldOut(said).save(path)
        self.stdout.write(f"{path}: {len(said):,} sentences")


def _trained(examples: Sequence[TieExample], label: str) -> Network:
    from events.geoparsing.training import gist as teaching

    lessons = [lesson for e in examples if (lesson := teaching.tie_lesson(e)) is not None]
    return teaching.train(
        [teaching.Stage(lessons, teaching.SENTENCES, teaching.TIE_EPOCHS)],
        lambda steps: shown(steps, f"learning, {label} left out", len(steps)),
    )
