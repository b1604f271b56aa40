"""Read the articles of ``seeds/`` by the same pipeline as any article."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from tqdm import tqdm

from events.geoparsing.gazetteer import GazetteerMissing
from events.ingest.drafts import Counts, add_article, read_article
from events.ingest.errors import IngestError
from events.ingest.incoming import from_file
from events.models import Article

SEEDS = settings.BASE_DIR / "seeds"
PATTERN = "*/*.md"


class Command(BaseCommand):
    help = (
        "Read the articles of a seeds folder and publish drafts that are sure enough. "
        "Articles that were read before are passed over, so a run cut short is taken up again."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", nargs="?", type=Path, default=SEEDS)
        parser.add_argument(
            "--publish-confidence",
            type=float,
            default=settings.AUTO_PUBLISH_CONFIDENCE,
            help="publish drafts of at least this confidence (default: AUTO_PUBLISH_CONFIDENCE)",
        )

    def handle(self, *, folder: Path, publish_confidence: float | None, **_: Any) -> None:
        if publish_confidence is not None and not 0 <= publish_confidence <= 1:
            raise CommandError(f"--publish-confidence {publish_confidence} is not from 0 to 1.")
        paths = sorted(folder.glob(PATTERN))
        if not paths:
            raise CommandError(f"{folder} holds no articles ({PATTERN}).")
        try:
            total = self._load(paths, publish_confidence)
        except (IngestError, GazetteerMissing) as error:
            raise CommandError(str(error)) from error
        if total:
            drafts = sum(counts.drafts for counts in total)
            published = sum(counts.published for counts in total)
            self.stdout.write(
                f"Read {len(total)} articles: {drafts} events drafted, {published} published."
            )

    def _load(self, paths: list[Path], publish_from: float | None) -> list[Counts]:
        read_before = set(Article.objects.exclude(read_at=None).values_list("sha256", flat=True))
        incoming = [
            from_file(path.name, path.read_bytes(), settings.MAX_ARTICLE_CHARACTERS)
            for path in paths
        ]
        fresh = [one for one in incoming if one.sha256 not in read_before]
        total = []
        for one in tqdm(
            fresh, desc="Seed articles", unit="article", disable=None if fresh else True
        ):
            with transaction.atomic():
                article, _ = add_article(incoming=one)
                total.append(read_article(article=article, publish_from=publish_from))
        return total
