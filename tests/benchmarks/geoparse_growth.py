"""How the time of a reading grows with its text: seconds at 10 kB, 100 kB, 1 MB and 5 MB.

    python -m tests.benchmarks.geoparse_growth [characters ...]

The texts are the seed reports, again and again, each paragraph with a number of its own so that
none is a repeat of an earlier one, which would be read for nothing.  Five million characters, the
most that is read, take some minutes.
"""

from __future__ import annotations

import os
import resource
import sys
import time
from itertools import count, cycle

SIZES = (10_000, 100_000, 1_000_000, 5_000_000)


def text_of(characters: int) -> str:
    """Paragraphs of the seed reports of so many characters in all."""
    from tests.benchmarks.geoparse_speed import texts

    paragraphs = [p for text in texts() for p in text.split("\n\n") if p.strip()]
    parts: list[str] = []
    length = 0
    for number, paragraph in zip(count(1), cycle(paragraphs), strict=False):
        if length >= characters:
            break
        parts.append(f"Report {number}. {paragraph}")
        length += len(parts[-1]) + 2
    return "\n\n".join(parts)[:characters]


def main(sizes: tuple[int, ...] = SIZES) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.conf import settings

    from events.geoparsing.reader import Reader
    from events.geoparsing.types import Document

    reader = Reader(settings.GAZETTEER_PATH)
    reader.read(Document(text_of(20_000)))
    for size in sizes:
        text = text_of(size)
        began = time.process_time()
        reading = reader.read(Document(text))
        seconds = time.process_time() - began
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(  # noqa: T201
            f"{size:>9,} characters {seconds:8.2f} s, {seconds / size * 1e6:6.1f} s a million;"
            f" {len(reading.toponyms):,} toponyms, {len(reading.events):,} events;"
            f" peak memory {memory:.0f} MB",
            flush=True,
        )


if __name__ == "__main__":
    main(tuple(int(number) for number in sys.argv[1:]) or SIZES)
