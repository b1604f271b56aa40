"""manage.py train_drafts: fit how sure a draft is to judged drafts."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from events.geoparsing.drafts.confidence import SHIPPED_PATH
from events.geoparsing.gazetteer import GazetteerMissing
from events.geoparsing.reader import Reader
from events.geoparsing.training.drafts import (
    DraftExample,
    draft_examples,
    fit_drafts,
    of_unseen,
    parts_right,
    sureness,
)
from events.geoparsing.training.event_gold import GoldArticle, read_event_gold
from events.geoparsing.training.gold import BadGold
from events.geoparsing.types import Document
from events.management.commands.train_geoparser import write_whole
from events.management.gold import shown

BANDS = (0.0, 0.2, 0.4, 0.6, 0.8, 1.01)


class Command(BaseCommand):
    help = (
        "Fit the confidence of drafts to articles whose drafts were judged, and say how far it"
        " can be believed, by weights that were fitted to other articles. No database is needed."
    )
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("articles", nargs="+", type=Path, help="JSON Lines: docs/events.md")
        parser.add_argument(
            "--learnt",
            nargs="*",
            type=Path,
            default=[],
            help="more such articles, from which main events were learnt: their main drafts are"
            " left out",
        )
        parser.add_argument(
            "--output", type=Path, default=SHIPPED_PATH, help="default: the weights in use"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        output: Path = options["output"]
        reader = Reader(Path(settings.GAZETTEER_PATH))
        try:
            unseen, learnt = _judged(options["articles"]), _judged(options["learnt"])
            reader.open()
        except (BadGold, GazetteerMissing) as error:
            raise CommandError(str(error)) from error
        examples = [
            *_examples(unseen, reader, main_is_learnt=False),
            *_examples(learnt, reader, main_is_learnt=True),
        ]
        if len({example.all_right for example in examples}) < 2:
            raise CommandError("No right or no wrong draft is as it was judged: nothing to learn")
        weights = fit_drafts(examples)
        try:
            write_whole(output, json.dumps(weights, indent=0, sort_keys=True) + "\n")
        except OSError as error:
            raise CommandError(f"Cannot write {output}: {error.strerror}") from error
        judged = sum(len(article.drafts) for article in (*unseen, *learnt))
        self.stdout.write(f"{output}: {len(weights)} weights")
        self.stdout.write(f"{len(examples)} drafts as they were judged, of {judged}")
        self._tell(examples)

    def _tell(self, examples: Sequence[DraftExample]) -> None:
        for part, count in parts_right(examples).items():
            self.stdout.write(f"  {part:<8}{count:4}  {count / len(examples):.3f}")
        sure = of_unseen(examples)
        answers = [(s, e.all_right) for s, e in zip(sure, examples, strict=True)]
        found = sureness(answers)
        self.stdout.write(
            f"by weights of other articles: a right draft is surer than a wrong one in"
            f" {found.ranked:.3f}, log loss {found.loss:.3f} (all alike {found.base:.3f})"
        )
        for low, high in pairwise(BANDS):
            band = [right for sure, right in answers if low <= sure < high]
            self.stdout.write(f"  sure from {low:.1f}: {sum(band)} of {len(band)} right")


def _judged(paths: Sequence[Path]) -> list[GoldArticle]:
    articles = [article for path in paths for article in read_event_gold(path).articles]
    return [article for article in articles if article.drafts]


def _examples(
    articles: Sequence[GoldArticle], reader: Reader, *, main_is_learnt: bool
) -> Iterator[DraftExample]:
    for article in shown(articles, "articles", len(articles)):
        reading = reader.read(Document(article.text, article.published))
        yield from draft_examples(article, reading, main_is_learnt=main_is_learnt)
