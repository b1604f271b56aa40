"""Articles a second through the geoparser, on one core, after the start.

    python -m tests.benchmarks.geoparse_speed [rounds]

Reads the seed reports, two by two as one article of some 300 words, and prints seconds to the first
reading, then articles and words a second (median of the rounds), and peak memory.
"""

from __future__ import annotations

import os
import resource
import statistics
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


def texts() -> list[str]:
    reports = sorted((ROOT / "seeds").glob("*/*.md"))
    bodies = [path.read_text(encoding="utf-8").split("---", 2)[2].strip() for path in reports]
    return ["\n\n".join(pair) for pair in zip(bodies[::2], bodies[1::2], strict=False)]


def main(rounds: int = 5) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    began = time.perf_counter()
    from django.conf import settings

    from events.geoparsing.reader import Reader
    from events.geoparsing.types import Document

    reader = Reader(settings.GAZETTEER_PATH)
    documents = [Document(text) for text in texts()]
    reader.read(documents[0])
    ready = time.perf_counter() - began
    words = sum(len(document.text.split()) for document in documents)
    times = []
    for _ in range(rounds):
        began = time.process_time()
        for document in documents:
            reader.read(document)
        times.append(time.process_time() - began)
    median = statistics.median(times)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"first reading after {ready:.1f} s; peak memory {memory:.0f} MB")  # noqa: T201
    print(  # noqa: T201
        f"{len(documents)} articles of {words / len(documents):.0f} words, {rounds} rounds: "
        f"{len(documents) / median:.1f} articles a second of processor time "
        f"({words / median:.0f} words)"
    )


if __name__ == "__main__":
    main(*(int(number) for number in sys.argv[1:2]))
