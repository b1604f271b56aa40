"""What the commands of training share: gold files read, parsed, with progress."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from collections.abc import Iterable
from pathlib import Path
from typing import TypeVar

from django.conf import settings
from django.core.management.base import CommandError
from tqdm import tqdm

from events.geoparsing.encoder import Encoder, Reads
from events.geoparsing.gazetteer import Gazetteer, GazetteerMissing
from events.geoparsing.training.examples import Example, examples_of
from events.geoparsing.training.gold import BadGold, Corpus, read_corpus
from events.geoparsing.training.held_out import BadHeldOut, HeldOut

T = TypeVar("T")
Loaded = tuple[Corpus, list[Example]]


def load(paths: list[Path], held_out: Path | None = None) -> tuple[Gazetteer, list[Loaded]]:
    """The gazetteer, and the corpora of the files, parsed.  Raises CommandError.

    ``held_out``: what encoders said that had not learnt the gold; else the encoder in use reads it.
    """
    try:
        corpora = [read_corpus(path) for path in paths]  # all are checked before the long work
        encoder: Reads = HeldOut.load(held_out) if held_out else Encoder()
        gazetteer = Gazetteer.open(Path(settings.GAZETTEER_PATH))
    except (BadGold, BadHeldOut, GazetteerMissing) as error:
        raise CommandError(str(error)) from error
    return gazetteer, [(corpus, _examples(corpus, gazetteer, encoder)) for corpus in corpora]


def _examples(corpus: Corpus, gazetteer: Gazetteer, encoder: Reads) -> list[Example]:
    examples = examples_of(corpus, gazetteer, encoder)
    return list(shown(examples, f"parsing {corpus.name}", len(corpus.documents)))


def add_network_options(parser: ArgumentParser, output: Path) -> None:
    """The options of commands that teach a network."""
    parser.add_argument("--output", type=Path, default=output, help="default: the one in use")
    parser.add_argument(
        "--held-out",
        type=Path,
        help="train on parts first, and write here what each says of the rest",
    )
    parser.add_argument("--folds", type=int, default=3, help="parts of --held-out")


def add_texts_option(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--texts",
        nargs="*",
        type=Path,
        default=[],
        help="JSON Lines with the texts of those lines that have an id alone",
    )


def check_training_packages() -> None:
    """Raises CommandError where the extra is not installed that teaches networks."""
    try:
        import events.geoparsing.training.encoder  # noqa: F401
    except ImportError as error:
        raise CommandError(
            f"Training needs more packages ({error.name}): pip install -e '.[train]'"
        ) from error


def shown(items: Iterable[T], label: str, total: int) -> Iterable[T]:
    """With progress, where a person watches."""
    return tqdm(items, desc=label, total=total, unit=" texts", disable=not sys.stderr.isatty())
