"""manage.py train_main_events: fit the weights that say what an article is about."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from events.geoparsing.drafts.main_event import SHIPPED_PATH
from events.geoparsing.drafts.subject import NONE
from events.geoparsing.gazetteer import GazetteerMissing
from events.geoparsing.reader import Reader
from events.geoparsing.training.event_gold import read_event_gold
from events.geoparsing.training.gold import BadGold, texts_of
from events.geoparsing.training.held_out import BadHeldOut, HeldOut
from events.geoparsing.training.main_events import (
    KindExample,
    Unseen,
    fit_kinds,
    fit_main,
    kind_example,
    nothing_known,
    of_unseen,
    read_openings,
    story_for,
)
from events.management.commands.train_geoparser import write_whole
from events.management.gold import add_texts_option, shown

BANDS = (0.0, 0.2, 0.4, 0.6, 0.8, 1.01)


class Command(BaseCommand):
    help = (
        "Fit the weights that say what an article is about (kind, place, day) to openings with"
        " their type and to articles with their main event. No database is needed."
    )
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("articles", nargs="+", type=Path, help="JSON Lines: docs/events.md")
        add_texts_option(parser)
        parser.add_argument("--openings", nargs="*", type=Path, default=[])
        parser.add_argument(
            "--held-out",
            type=Path,
            help="what networks said of these articles that had not learnt them (train_gist); else"
            " the one in use is asked, and trusted too much where it had",
        )
        parser.add_argument(
            "--output", type=Path, default=SHIPPED_PATH, help="default: the weights in use"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        output: Path = options["output"]
        reader = Reader(Path(settings.GAZETTEER_PATH))
        try:
            known = texts_of(options["texts"])
            texts = [pair for path in options["openings"] for pair in read_openings(path, known)]
            articles = [a for path in options["articles"] for a in read_event_gold(path).articles]
            held_out = HeldOut.load(options["held_out"]) if options["held_out"] else None
            reader.open()
        except (BadGold, BadHeldOut, GazetteerMissing) as error:
            raise CommandError(str(error)) from error
        examples = [kind_example(*pair) for pair in shown(texts, "openings", len(texts))]
        told = [article for article in articles if article.main is not None]
        eventless = [kind_example(a.text, NONE) for a in articles if a.main is None]
        stories = [
            (story_for(article, reader, nothing_known(), held_out), article.main)
            for article in shown(told, "articles", len(told))
            if article.main is not None
        ]
        kinds = fit_kinds(
            [*examples, *eventless]
            + [KindExample(frozenset(story.words), main.type) for story, main in stories]
        )
        try:
            weights = fit_main(kinds, [(story.with_kinds(kinds), main) for story, main in stories])
            write_whole(output, weights.to_json())
        except BadHeldOut as error:
            raise CommandError(f"{options['held_out']}: {error}") from error
        except OSError as error:
            raise CommandError(f"Cannot write {output}: {error.strerror}") from error
        counts = [sum(map(len, weights.kinds.values())), len(weights.places), len(weights.days)]
        self.stdout.write(
            f"{output}: {counts[0]:,} weights of kinds, {counts[1]} of places, {counts[2]} of days"
        )
        self._tell(of_unseen([*examples, *eventless], stories))

    def _tell(self, answers: Sequence[Unseen]) -> None:
        """Articles left out in five parts: what is right, and how far the likelihood can be
        believed."""
        self.stdout.write(f"left out in five parts: {len(answers)} articles with an event")
        for part in ("kind", "place", "days", "all"):
            told = [said for a in answers if (said := getattr(a, part)) is not None]
            self.stdout.write(f"  {part:<8}{sum(told):4}  {sum(told) / max(1, len(told)):.3f}")
        for low, high in pairwise(BANDS):
            band = [answer for answer in answers if low <= answer.sure < high]
            right = sum(answer.all for answer in band)
            self.stdout.write(f"  likely from {low:.1f}: {right} of {len(band)} all right")
