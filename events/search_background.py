"""A process of its own that brings the table of words up to date, started when much has changed."""

from __future__ import annotations

import fcntl
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings

PATIENCE = 30.0  # seconds between two starts by one process
_LOCK = "words.lock"

_guard = threading.Lock()
_process: subprocess.Popen[bytes] | None = None
_started = -PATIENCE


def start() -> None:
    """Returns at once; does nothing while the last one that this process started goes on."""
    global _process, _started
    if settings.TESTING or not _guard.acquire(blocking=False):
        return
    try:
        goes_on = _process is not None and _process.poll() is None
        if goes_on or time.monotonic() - _started < PATIENCE:
            return
        _started = time.monotonic()
        _process = subprocess.Popen(  # noqa: S603 - no word of it comes from outside
            [sys.executable, str(settings.BASE_DIR / "manage.py"), "index_words", "--if-free"],
            cwd=settings.BASE_DIR,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )
    finally:
        _guard.release()


@contextmanager
def alone() -> Iterator[bool]:
    """Whether no other process of this machine is at it; two would read the same twice."""
    settings.VAR_DIR.mkdir(exist_ok=True)
    with (settings.VAR_DIR / _LOCK).open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True
