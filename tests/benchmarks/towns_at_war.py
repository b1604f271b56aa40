"""How often a town is found by a single sentence, out of any context.

    python -m tests.benchmarks.towns_at_war

Takes 250 towns of 20,000 to 300,000 people of countries at war from the gazetteer, with names of
one word, and prints for each sentence the share of them that is found in it.
"""

from __future__ import annotations

import os
import random
import sqlite3
from pathlib import Path

COUNTRIES = [
    *("AF", "BF", "CD", "CF", "ET", "HT", "IQ", "LY", "ML"),
    *("MM", "MZ", "NG", "PS", "SD", "SO", "SY", "UA", "YE"),
]
SENTENCES = (
    "Rebels captured {} in 2023.",
    "The army recaptured {} from rebels.",
    "Fighting reached {} on Monday.",
    "Shelling of {} killed nine people, officials said.",
    "{} was bombed twice last week, residents said.",
    "Thousands fled {} as the front moved closer.",
    "Troops withdrew from {} after a week of clashes.",
    "The town of {} fell to insurgents on Sunday.",
    "Nine people died in {} when a shell hit a market.",
)
TOWNS = 250
SEED = 1


def towns(path: Path) -> list[str]:
    marks = ",".join("?" * len(COUNTRIES))
    with sqlite3.connect(path) as database:
        rows = database.execute(
            "SELECT DISTINCT name FROM place WHERE feature LIKE 'PPL%' AND country IN"
            f" ({marks}) AND population BETWEEN 20000 AND 300000 ORDER BY name",
            COUNTRIES,
        ).fetchall()
    names = [name for (name,) in rows if name.isascii() and " " not in name]
    random.Random(SEED).shuffle(names)
    return names[:TOWNS]


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.conf import settings

    from events.geoparsing.reader import Reader
    from events.geoparsing.types import Document

    path = Path(settings.GAZETTEER_PATH)
    reader = Reader(path)
    names = towns(path)
    for sentence in SENTENCES:
        at = sentence.index("{}")
        found = 0
        for name in names:
            toponyms = reader.read(Document(sentence.format(name))).toponyms
            found += any(toponym.start <= at < toponym.end for toponym in toponyms)
        print(f"{found / len(names):.3f}  {sentence.format('…')}")  # noqa: T201


if __name__ == "__main__":
    main()
