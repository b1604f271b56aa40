"""manage.py evaluate_geoparser: how well places are read, against gold."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Sequence
from pathlib import Path
from typing import Any, get_args
from zlib import crc32

from django.core.management.base import BaseCommand, CommandError

from events.geoparsing.training.examples import Example
from events.geoparsing.training.fitting import fit_what_can_be
from events.geoparsing.training.gold import Corpus
from events.geoparsing.training.scoring import (
    MOST_ANSWERED,
    Error,
    ErrorKind,
    Judge,
    Part,
    Score,
    figures,
    reliability,
    right_of_surest,
)
from events.geoparsing.weights import SHIPPED, BadWeights, Weights, read_weights
from events.management.gold import Loaded, load, shown

FOLDS = 5
ALL_PARTS: frozenset[Part] = frozenset(get_args(Part))


class Command(BaseCommand):
    help = (
        "Say how well places are read: a table for each file of texts whose toponyms are marked,"
        " with 95% intervals from a bootstrap over documents. No database is needed."
    )
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("gold", nargs="+", type=Path, help="JSON Lines: id, text, toponyms")
        parser.add_argument(
            "--names-only",
            action="store_true",
            help="leave what is read as a demonym out, for gold that does not mark them",
        )
        parser.add_argument("--errors", type=_count, default=0, help="show so many of each kind")
        parser.add_argument(
            "--held-out",
            type=Path,
            help="what encoders said of these texts that had not learnt them (train_encoder)",
        )
        group = parser.add_mutually_exclusive_group()
        group.add_argument("--weights", type=Path, help="default: the weights in use")
        group.add_argument(
            "--leave-one-out",
            action="store_true",
            help="for each file, fit the weights to the others first",
        )
        group.add_argument(
            "--cross-validate",
            action="store_true",
            help=f"fit the weights {FOLDS} times, each document read by those not fitted to it",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        apart, folds = options["leave_one_out"], options["cross_validate"]
        if apart and len(options["gold"]) < 2:
            raise CommandError("--leave-one-out needs two files at least")
        weights = _weights(options["weights"])
        gazetteer, corpora = load(options["gold"], options["held_out"])
        judges = {
            part: Judge(gazetteer, fitted, options["names_only"])
            for part, fitted in (_folds(corpora) if folds else {0: weights}).items()
        }
        for corpus, examples in corpora:
            if apart:
                weights = _fitted_to_others(corpus, corpora)
                judges = {0: Judge(gazetteer, weights, options["names_only"])}
            score = Score()
            for example in shown(examples, f"reading {corpus.name}", len(examples)):
                judge = judges[_part_of(example) if folds else 0]
                judge.score([example], corpus.complete, score)
            self._tell(corpus, score, taught(weights))
            self._tell_reliability(score)
            self._tell_errors(score, options["errors"])

    def _tell(self, corpus: Corpus, score: Score, parts: frozenset[Part]) -> None:
        toponyms = sum(len(document.toponyms) for document in corpus.documents)
        self.stdout.write(
            f"{corpus.name}: {len(corpus.documents):,} documents, {toponyms:,} toponyms"
        )
        for part in sorted(ALL_PARTS - parts):
            self.stdout.write(f"  the other files do not teach {part}")
        for figure in figures(score.tallies, parts):
            self.stdout.write(
                f"  {figure.label:<30}{figure.value:7.3f}   {figure.low:.3f} to {figure.high:.3f}"
                f"   {figure.above:>6,} of {figure.below:,}"
            )

    def _tell_reliability(self, score: Score) -> None:
        if not score.answers:
            return
        if (right := right_of_surest(score)) is not None:
            label = f"  of the surest {MOST_ANSWERED:.0%} right"
            self.stdout.write(f"  {label:<30}{right:7.3f}")
        self.stdout.write("  confidence: answers, share of them right (a # for each 2 %)")
        for group in reliability(score.answers):
            self.stdout.write(
                f"  {group.confidence:10.2f} {group.answers:7,}   {group.right:.2f} "
                + "#" * round(group.right * 50)
            )

    def _tell_errors(self, score: Score, most: int) -> None:
        for kind in get_args(ErrorKind):
            for error in spread([e for e in score.errors if e.kind == kind], most):
                told = (kind, error.document, error.name, error.answer)
                self.stdout.write("  " + "\t".join(_printable(part) for part in told if part))


def spread(errors: Sequence[Error], most: int) -> list[Error]:
    """At most so many, from all over the corpus and not of its first documents alone."""
    count = min(most, len(errors))
    return [errors[index * len(errors) // count] for index in range(count)]


def taught(weights: Weights) -> frozenset[Part]:
    """The parts that have weights."""
    parts: dict[Part, Any] = {
        "recognition": weights.recognition,
        "resolution": weights.first,
        "roles": weights.role,
    }
    return frozenset(part for part, learnt in parts.items() if learnt)


def _weights(path: Path | None) -> Weights:
    if path is None:
        return SHIPPED
    try:
        return read_weights(path)
    except OSError as error:
        raise CommandError(f"Cannot read {path}: {error.strerror}") from error
    except BadWeights as error:
        raise CommandError(str(error)) from error


def _fitted_to_others(corpus: Corpus, corpora: list[Loaded]) -> Weights:
    others: list[Example] = []
    for other, examples in corpora:
        if other is not corpus:
            others += examples
    return fit_what_can_be(others)


def _folds(corpora: list[Loaded]) -> dict[int, Weights]:
    """For each part of the documents of all corpora, weights that were fitted to the rest."""
    examples = [example for _, members in corpora for example in members]
    return {
        part: fit_what_can_be([e for e in examples if _part_of(e) != part])
        for part in shown(range(FOLDS), "fitting", FOLDS)
    }


def _part_of(example: Example) -> int:
    """The same in every run."""
    return crc32(example.gold.id.encode("utf-8", "surrogatepass")) % FOLDS


def _count(value: str) -> int:
    if value.isdecimal() and len(value) < 10:
        return int(value)
    raise ArgumentTypeError(f"{value!r} is not a number of errors")


def _printable(text: str) -> str:
    return "".join(c if c.isprintable() else " " for c in text[:200])
