"""manage.py evaluate_events: how well events are tied to places, and main events found."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, OutputWrapper

from events.geoparsing.drafts import tie_reader
from events.geoparsing.drafts.tying import (
    BadEventWeights,
    EventWeights,
    read_event_weights,
    shipped,
)
from events.geoparsing.encoder import Reads
from events.geoparsing.gazetteer import GazetteerMissing
from events.geoparsing.reader import Reader
from events.geoparsing.training.event_gold import GoldArticle, read_event_gold
from events.geoparsing.training.events import (
    LEAST_LIKELY,
    TieExample,
    TieTally,
    fit_ties,
    odds_with,
    reliability,
    tally_of,
    tie_examples,
    tie_figures,
)
from events.geoparsing.training.gold import BadGold, texts_of
from events.geoparsing.training.held_out import BadHeldOut, HeldOut
from events.geoparsing.training.main_events import main_counts, main_tally
from events.geoparsing.types import Document
from events.management.gold import add_texts_option, shown

OTHER_THRESHOLDS = (0.3, 0.35, 0.45, 0.5)


class Command(BaseCommand):
    help = (
        "Say how well a given event is tied to its places (lines with a verb), with 95% intervals"
        " from a bootstrap over sentences, and how often an article's main event is right (lines"
        " with a main event). No database is needed."
    )
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("gold", nargs="+", type=Path, help="JSON Lines: docs/events.md")
        add_texts_option(parser)
        parser.add_argument("--errors", type=int, default=0, help="show so many wrong answers")
        parser.add_argument(
            "--held-out",
            type=Path,
            help="with --cross-validate: what networks said of these sentences that had not learnt"
            " them (train_tie_reader); without it the network is left out",
        )
        group = parser.add_mutually_exclusive_group()
        group.add_argument("--weights", type=Path, help="default: the weights in use")
        group.add_argument(
            "--cross-validate",
            action="store_true",
            help="each sentence by weights that are fitted to others; takes minutes",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        weights = _weights(options["weights"])
        reader = Reader(Path(settings.GAZETTEER_PATH))
        try:
            texts = texts_of(options["texts"])
            corpora = [read_event_gold(path, texts) for path in options["gold"]]
            gazetteer = reader.open()
            reads = _reads(options["held_out"], cross_validate=options["cross_validate"])
        except (BadGold, BadHeldOut, GazetteerMissing) as error:
            raise CommandError(str(error)) from error
        for corpus in corpora:
            if corpus.sentences:
                told = shown(corpus.sentences, f"reading {corpus.name}", len(corpus.sentences))
                try:
                    examples = list(tie_examples(told, gazetteer, reads))
                except BadHeldOut as error:
                    raise CommandError(f"{options['held_out']}: {error}") from error
                if options["cross_validate"]:
                    name, odds = "cross-validated", fit_ties(examples).of_unseen
                else:
                    name = "by the weights in use"
                    odds = [odds_with(example, weights) for example in examples]
                name = f"{corpus.name}, {name}"
                self._tell_ties(name, examples, odds, weights.least, options["errors"])
            if corpus.articles:
                self._tell_mains(corpus.name, corpus.articles, reader, options["errors"])

    def _tell_ties(
        self,
        name: str,
        examples: Sequence[TieExample],
        odds: Sequence[list[float]],
        least: float,
        errors: int,
    ) -> None:
        tallies = tell_ties(self.stdout, name, examples, odds, least)
        wrong = [e for e, t in zip(examples, tallies, strict=True) if not t.exact]
        for at in range(min(errors, len(wrong))):
            example = wrong[at * len(wrong) // errors]
            self.stdout.write(f"  wrong\t{_printable(example.gold.id)}\t{_marked(example)}")

    def _tell_mains(
        self, name: str, articles: Sequence[GoldArticle], reader: Reader, errors: int
    ) -> None:
        tallies = [
            main_tally(article, reader.read(Document(article.text, article.published)))
            for article in shown(articles, f"reading {name}", len(articles))
        ]
        self.stdout.write(f"{name}: the main events of {len(tallies):,} articles")
        for label, count, of in main_counts(tallies):
            self.stdout.write(f"  {label:<22}{count / max(1, of):7.3f}   {count} of {of}")
        for tally in [tally for tally in tallies if not tally.all][:errors]:
            self.stdout.write(f"  wrong\t{_printable(tally.article)}\t{_printable(tally.answer)}")


def tell_ties(
    out: OutputWrapper,
    name: str,
    examples: Sequence[TieExample],
    odds: Sequence[list[float]],
    least: float = LEAST_LIKELY,
) -> list[TieTally]:
    """Write the table of one file, and the figures of other thresholds; the counts are returned."""
    tallies = _tallies(examples, odds, least)
    out.write(f"{name}: {len(tallies):,} sentences, places from {least} up")
    for figure in tie_figures(tallies):
        out.write(
            f"  {figure.label:<22}{figure.value:7.3f}   {figure.low:.3f} to {figure.high:.3f}"
        )
    for other in OTHER_THRESHOLDS:
        figures = tie_figures(_tallies(examples, odds, other))
        told = "   ".join(f"{figure.value:.3f}" for figure in figures)
        out.write(f"  from {other:.2f} up, the same five: {told}")
    for part in reliability(examples, odds):
        out.write(
            f"  names from {part.low:.1f} to {part.high:.1f}: {part.names:,}, likely"
            f" {part.likely:.3f}, right {part.right:.3f}"
        )
    return tallies


def _tallies(
    examples: Sequence[TieExample], odds: Sequence[list[float]], least: float
) -> list[TieTally]:
    return [tally_of(example, found, least) for example, found in zip(examples, odds, strict=True)]


def _marked(example: TieExample) -> str:
    gold = example.gold
    places = ", ".join(gold.text[span.start : span.end] for span in gold.locations)
    return _printable(
        f"{gold.text[gold.verb.start : gold.verb.end]} in {places or 'no place'}: {gold.text}"
    )


def _reads(held_out: Path | None, *, cross_validate: bool) -> Reads | None:
    """The network in use; cross-validated, only what had not learnt the sentences may speak."""
    if held_out is not None:
        return HeldOut.load(held_out)
    return None if cross_validate else tie_reader.shipped()


def _weights(path: Path | None) -> EventWeights:
    if path is None:
        return shipped()
    try:
        return read_event_weights(path)
    except OSError as error:
        raise CommandError(f"Cannot read {path}: {error.strerror}") from error
    except BadEventWeights as error:
        raise CommandError(str(error)) from error


def _printable(text: str) -> str:
    return "".join(c if c.isprintable() else " " for c in text[:400])
