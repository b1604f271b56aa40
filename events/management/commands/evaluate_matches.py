"""manage.py evaluate_matches: how often it is right that two articles are proposed as one event."""

from __future__ import annotations

from argparse import ArgumentParser
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from events.geoparsing.gazetteer import GazetteerMissing
from events.geoparsing.reader import Reader
from events.geoparsing.training.gold import BadGold, lines_of
from events.ingest.drafts import add_article, read_article
from events.ingest.incoming import IncomingArticle
from events.management.gold import shown
from events.matching import same_as
from events.models import Article, Event


@dataclass(frozen=True, slots=True)
class Told:
    """An article and the names of the events that it tells."""

    id: str
    text: str
    published: date
    events: frozenset[str]


@dataclass(frozen=True, slots=True)
class Proposed:
    """Two articles with events that may be one; ``agrees``: they would be joined unasked."""

    pair: frozenset[str]
    agrees: bool
    reasons: tuple[str, ...]


class Command(BaseCommand):
    help = (
        "Read articles of which is known what events they tell, as if they had just come in, and"
        " say how many pairs that tell one event are proposed, and how many proposals are right."
        " Nothing is kept: the transaction is taken back."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("gold", type=Path, help="JSON Lines: docs/events.md")
        parser.add_argument("--errors", type=int, default=0, help="show so many wrong and missed")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            told = list(read_told(options["gold"]))
            reader = Reader(Path(settings.GAZETTEER_PATH))
            reader.open()
        except (BadGold, GazetteerMissing) as error:
            raise CommandError(str(error)) from error
        with transaction.atomic():
            found = proposals(_read(told, reader))
            transaction.set_rollback(True)
        same = pairs_of_one(told)
        self.stdout.write(f"{len(told)} articles, {len(same)} pairs tell one event")
        for label, kept in (
            ("proposed", found),
            ("would be joined unasked", [p for p in found if p.agrees]),
        ):
            right = sum(proposal.pair in same for proposal in kept)
            self.stdout.write(
                f"  {label:<25}{len(kept):4}   right {_share(right, len(kept))}"
                f"   of the pairs {_share(right, len(same))}"
            )
        wrong = [p for p in found if p.pair not in same]
        missed = sorted(map(sorted, same - {p.pair for p in found}))
        for proposal in wrong[: options["errors"]]:
            self.stdout.write(
                f"  wrong\t{' '.join(sorted(proposal.pair))}\t{'; '.join(proposal.reasons)}"
            )
        for pair in missed[: options["errors"]]:
            self.stdout.write(f"  missed\t{' '.join(pair)}")


def read_told(path: Path) -> Iterator[Told]:
    """Articles of a file.  Raises BadGold."""
    for id, text, fields, where in lines_of(path):
        events = fields.get("events")
        if not isinstance(events, list) or not all(isinstance(name, str) for name in events):
            raise BadGold(f'{where}: "events" is no list of names')
        try:
            published = date.fromisoformat(str(fields.get("published")))
        except ValueError as error:
            raise BadGold(f'{where}: "published" is no day') from error
        yield Told(id, text, published, frozenset(events))


def _read(told: Sequence[Told], reader: Reader) -> dict[str, Article]:
    """The articles by id, read in the order of their days, none joined to another."""
    found = {}
    for one in shown(sorted(told, key=lambda one: one.published), "articles", len(told)):
        incoming = IncomingArticle(one.text, published=one.published)
        found[one.id], _ = add_article(incoming=incoming)
        read_article(article=found[one.id], reader=reader, publish_from=1.0, join=False)
    return found


def proposals(articles: dict[str, Article]) -> list[Proposed]:
    """What an editor would be asked about these articles, a pair of them once."""
    ids = {article.pk: id for id, article in articles.items()}
    found: dict[frozenset[str], Proposed] = {}
    for event in Event.objects.filter(article__in=ids).with_everything():
        for match in same_as(event):
            other = match.event.article_id
            if event.article_id is None or other not in ids:
                continue
            pair = frozenset([ids[event.article_id], ids[other]])
            before = found.get(pair)
            if before is None or match.agrees > before.agrees:
                found[pair] = Proposed(pair, match.agrees, match.reasons)
    return list(found.values())


def pairs_of_one(told: Iterable[Told]) -> set[frozenset[str]]:
    """All pairs of articles that tell an event together."""
    by_event = defaultdict(list)
    for one in told:
        for name in one.events:
            by_event[name].append(one.id)
    return {frozenset(pair) for ids in by_event.values() for pair in combinations(ids, 2)}


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.3f}" if whole else "  -  "
