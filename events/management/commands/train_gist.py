"""manage.py train_gist: teach the network that reads an article's opening, and keep what it says of
articles that it had not learnt."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from events.geoparsing.drafts import gist
from events.geoparsing.drafts.story import Story
from events.geoparsing.drafts.subject import NONE
from events.geoparsing.gazetteer import GazetteerMissing
from events.geoparsing.reader import Reader
from events.geoparsing.training.event_gold import GoldMain, read_event_gold
from events.geoparsing.training.gold import BadGold
from events.geoparsing.training.held_out import HeldOut, key_of
from events.geoparsing.training.main_events import nothing_known, read_openings, story_for
from events.management.gold import add_network_options, check_training_packages, shown

if TYPE_CHECKING:
    from events.geoparsing.training.encoder import Network
    from events.geoparsing.training.gist import Lesson

Told = tuple[Story, GoldMain]


class Command(BaseCommand):
    help = (
        "Fine-tune the network that reads openings on articles with their main event, ten minutes"
        " of two cores for each 1,000. Needs the extra: pip install -e '.[train]'."
    )
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("articles", nargs="+", type=Path, help="JSON Lines: docs/events.md")
        parser.add_argument(
            "--sentences",
            nargs="*",
            type=Path,
            default=[],
            help="sentences with an event and its places, learnt from first",
        )
        parser.add_argument(
            "--openings", nargs="*", type=Path, default=[], help="texts with their kind alone"
        )
        add_network_options(parser, gist.MODEL_PATH)

    def handle(self, *args: Any, **options: Any) -> None:
        check_training_packages()
        from events.geoparsing.training import encoder
        from events.geoparsing.training import gist as teaching

        reader = Reader(Path(settings.GAZETTEER_PATH))
        try:
            golds = [read_event_gold(path) for path in options["articles"]]
            single = [s for path in options["sentences"] for s in read_event_gold(path).sentences]
            kinds = [pair for path in options["openings"] for pair in read_openings(path)]
            reader.open()
        except (BadGold, GazetteerMissing) as error:
            raise CommandError(str(error)) from error
        articles = [a for gold in golds for a in gold.articles if a.main is not None]
        if not articles:
            raise CommandError("There is nothing to learn: no article has a main event")
        sentences = [teaching.sentence_lesson(s) for s in shown(single, "sentences", len(single))]
        kinds += [(a.text, NONE) for gold in golds for a in gold.articles if a.main is None]
        openings = [teaching.opening_lesson(*pair) for pair in shown(kinds, "openings", len(kinds))]
        told = [
            (story_for(article, reader, nothing_known()), article.main)
            for article in shown(articles, "articles", len(articles))
            if article.main is not None
        ]
        if options["held_out"]:
            self._hold_out(sentences, openings, told, options["held_out"], options["folds"])
        encoder.export(_trained(sentences, openings, told, "nothing"), options["output"])
        self.stdout.write(f"{options['output']}: the network, of {len(told):,} articles")

    def _hold_out(
        self,
        sentences: Sequence[Lesson],
        openings: Sequence[Lesson],
        told: Sequence[Told],
        path: Path,
        folds: int,
    ) -> None:
        from events.geoparsing.training import gist as teaching

        said = {}
        for fold in range(folds):
            rest = [pair for at, pair in enumerate(told) if at % folds != fold]
            network = _trained(sentences, openings, rest, f"part {fold + 1}")
            for story, _ in told[fold::folds]:
                windows = [story.gist.window]
                rows = next(teaching.read(network, windows))
                said[key_of(story.parsed.text, windows[0])] = rows
        HeldOut(said).save(path)
        self.stdout.write(f"{path}: {len(said):,} openings")


def _trained(
    sentences: Sequence[Lesson], openings: Sequence[Lesson], told: Sequence[Told], label: str
) -> Network:
    from events.geoparsing.training import gist as teaching

    articles = [teaching.article_lesson(story, main) for story, main in told]
    return teaching.train(
        [
            teaching.Stage(sentences, teaching.SENTENCES, 1),
            teaching.Stage([*articles, *openings], teaching.ARTICLES, teaching.EPOCHS),
        ],
        lambda steps: shown(steps, f"learning, {label} left out", len(steps)),
    )
