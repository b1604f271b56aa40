"""Long work beside the site: a management command as its own process, one a machine at a time."""

from __future__ import annotations

import fcntl
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

PATIENCE = 30.0  # seconds between two starts by one process


class BackgroundCommand:
    """A command of ``manage.py`` with its options; it has to end at once where another is at it."""

    def __init__(self, *words: str) -> None:
        self._words = words
        self._guard = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._started = -PATIENCE

    def start(self) -> None:
        """Returns at once; does nothing while the last one that this process started goes on."""
        if not self._guard.acquire(blocking=False):
            return
        try:
            goes_on = self._process is not None and self._process.poll() is None
            if goes_on or time.monotonic() - self._started < PATIENCE:
                return
            self._started = time.monotonic()
            self._process = subprocess.Popen(  # noqa: S603 - no word of it comes from outside
                [sys.executable, str(settings.BASE_DIR / "manage.py"), *self._words],
                cwd=settings.BASE_DIR,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
            )
        finally:
            self._guard.release()

    def forget(self) -> None:
        """Nothing was started; for tests."""
        self._process, self._started = None, -PATIENCE


@contextmanager
def alone(lock: Path, *, wait: bool = False) -> Iterator[bool]:
    """Whether this process of the machine alone is at what ``lock`` stands for, or may ``wait``."""
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            yield False
            return
        yield True
