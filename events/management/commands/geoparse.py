"""manage.py geoparse: JSON Lines of articles in, JSON Lines of what is read in them out."""

from __future__ import annotations

import contextlib
import os
import sys
from argparse import ArgumentParser, ArgumentTypeError
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_all_start_methods, get_context
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from events.geoparsing.contract import BadLine, read_line, write_error, write_reading
from events.geoparsing.gazetteer import GazetteerMissing
from events.geoparsing.parsed import MAX_CHARACTERS
from events.geoparsing.reader import Reader

#: JSON may write a character as two escapes of six bytes; ids and spans need some room too.
MAX_LINE_BYTES = 12 * MAX_CHARACTERS + 4_000_000
MAX_WORKERS = 64
#: How many documents may wait for a slow one, for each worker.
AHEAD = 4

Answer = tuple[bytes, str]  # a line of output; what went wrong, "" when nothing did


class Command(BaseCommand):
    help = (
        "Read articles: one JSON object a line in, one a line out, in order. No database is needed."
        " A line that cannot be read yields {id, error}, a message on stderr, and exit status 1."
    )
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--input", type=Path, help="a JSON Lines file; default: stdin")
        parser.add_argument("--output", type=Path, help="default: stdout")
        parser.add_argument("--workers", type=_workers, default=1, help="processes; default: 1")

    def handle(self, *args: Any, **options: Any) -> None:
        source, target = options["input"], options["output"]
        if source and target and target.exists() and source.exists() and target.samefile(source):
            raise CommandError(f"--input and --output are the same file, {source}")
        reader = Reader(Path(settings.GAZETTEER_PATH))
        try:
            reader.open()
        except GazetteerMissing as error:
            raise CommandError(str(error)) from error
        with _opened(source, "rb") as lines, _opened(target, "wb") as output:
            try:
                bad, total = self._run(reader, lines, output, options["workers"])
            except BrokenPipeError:
                _forget_stdout()
                return
            except BrokenProcessPool:
                raise CommandError("A worker was killed, most likely for lack of memory") from None
            except OSError as error:
                raise CommandError(f"Reading or writing failed: {error}") from error
        if bad:
            raise CommandError(f"{bad:,} of {total:,} lines could not be read")

    def _run(
        self, reader: Reader, lines: BinaryIO, output: BinaryIO, workers: int
    ) -> tuple[int, int]:
        bad = total = 0
        for answer, problem in _shown(_answers(reader, numbered_lines(lines), workers), output):
            total += 1
            if problem:
                bad += 1
                self.stderr.write(problem)
            output.write(answer)
            output.flush()
        return bad, total


def _workers(value: str) -> int:
    if value.isdecimal() and 1 <= int(value) <= MAX_WORKERS:
        return int(value)
    raise ArgumentTypeError(f"{value!r} is not a number of workers from 1 to {MAX_WORKERS}")


def numbered_lines(lines: BinaryIO) -> Iterator[tuple[int, bytes | None]]:
    """Lines that are not blank, with their numbers from 1; None stands for one that is too long."""
    number = 0
    while line := lines.readline(MAX_LINE_BYTES + 1):
        number += 1
        if len(line) > MAX_LINE_BYTES:
            while line and not line.endswith(b"\n"):
                line = lines.readline(MAX_LINE_BYTES + 1)
            yield number, None
        elif line.strip():
            yield number, line


def _answers(
    reader: Reader, lines: Iterable[tuple[int, bytes | None]], workers: int
) -> Iterator[Answer]:
    if workers == 1:
        return (answer(reader, number, line) for number, line in lines)
    return _answers_of_many(reader, lines, workers)


def _answers_of_many(
    reader: Reader, lines: Iterable[tuple[int, bytes | None]], workers: int
) -> Iterator[Answer]:
    """In order; no more lines are taken in than the workers soon need."""
    # A fork shares the loaded model; macOS cannot fork safely and loads it anew.
    forks = "fork" in get_all_start_methods() and sys.platform != "darwin"
    context = get_context("fork" if forks else "spawn")
    waiting: deque[Future[Answer]] = deque()
    pool = ProcessPoolExecutor(workers, context, _start_worker, (reader.gazetteer_path,))
    try:
        for number, line in lines:
            waiting.append(pool.submit(_work, number, line))
            if len(waiting) >= workers * AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


_reader: Reader | None = None  # of a worker process


def _start_worker(gazetteer_path: Path) -> None:
    global _reader
    _reader = Reader(gazetteer_path)
    _reader.open()


def _work(number: int, line: bytes | None) -> Answer:
    if _reader is None:
        raise RuntimeError("the worker was not started")
    return answer(_reader, number, line)


def answer(reader: Reader, number: int, line: bytes | None) -> Answer:
    """The line of output for one of input, and what was wrong with it ("" when nothing was)."""
    if line is None:
        return _refused(number, None, f"the line is longer than {MAX_LINE_BYTES:,} bytes")
    try:
        id, document = read_line(line)
    except BadLine as error:
        return _refused(number, error.id, str(error))
    try:
        return write_reading(id, reader.read(document)), ""
    except Exception as error:  # one article must never end the run of a million
        return _refused(number, id, f"reading failed, {type(error).__name__}: {error}")


def _refused(number: int, id: str | None, reason: str) -> Answer:
    message = f"line {number}: {reason}"
    shown = "".join(c if c.isprintable() else "\ufffd" for c in message[:500])
    return write_error(id, message), shown


@contextlib.contextmanager
def _opened(path: Path | None, mode: str) -> Iterator[BinaryIO]:
    if path is None:
        yield sys.stdin.buffer if "r" in mode else sys.stdout.buffer
        return
    try:
        file: BinaryIO = path.open(mode)  # type: ignore[assignment]
    except OSError as error:
        raise CommandError(f"Cannot open {path}: {error.strerror}") from error
    with file:
        yield file


def _shown(answers: Iterator[Answer], output: BinaryIO) -> Iterable[Answer]:
    """With progress, where a person watches stderr and the output goes elsewhere."""
    hidden = not sys.stderr.isatty() or output.isatty()
    return tqdm(answers, unit=" articles", disable=hidden)


def _forget_stdout() -> None:
    """The reader of the pipe has gone (``| head``): end without a traceback at exit."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
