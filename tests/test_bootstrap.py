"""Set-up steps find their work done or do it whole; what is wrong is said in a sentence."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

import pytest

from config import bootstrap

SCRIPT = Path(bootstrap.__file__)


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty checkout, with every command that would be run noted instead."""
    monkeypatch.setattr(bootstrap, "ROOT", tmp_path)
    monkeypatch.setattr(bootstrap, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(bootstrap, "PYTHON", tmp_path / ".venv" / "bin" / "python")
    monkeypatch.setattr(bootstrap, "VAR", tmp_path / "var")
    monkeypatch.setattr(bootstrap, "NODE_MODULES", tmp_path / "node_modules")
    locks = {name: tmp_path / f"{name}.lock" for name in ("run", "dev")}
    monkeypatch.setattr(bootstrap, "LOCKS", locks)
    for path in locks.values():
        path.write_text(f"{path.name}\n")
    monkeypatch.delenv("SECRET_KEY", raising=False)
    return tmp_path


@pytest.fixture
def calls(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    noted: list[str] = []
    monkeypatch.setattr(bootstrap, "call", lambda *words: noted.append(" ".join(map(str, words))))

    def make_venv() -> None:
        noted.append("venv")
        (checkout / ".venv" / "bin").mkdir(parents=True, exist_ok=True)
        (checkout / ".venv" / "bin" / "python").touch()
        (checkout / ".venv" / ".unfinished").unlink(missing_ok=True)

    monkeypatch.setattr(bootstrap, "make_venv", make_venv)
    return noted


def test_packages_are_installed_once(calls: list[str]) -> None:
    bootstrap.environment("run")
    assert calls[0] == "venv"
    assert "--require-hashes" in calls[1]
    assert "run.lock" in calls[1]
    calls.clear()
    bootstrap.environment("run")
    assert calls == []


def test_a_changed_lock_is_installed_into_the_same_environment(
    checkout: Path, calls: list[str]
) -> None:
    bootstrap.environment("run")
    calls.clear()
    (checkout / "run.lock").write_text("other\n")
    bootstrap.environment("run")
    assert len(calls) == 1
    assert "run.lock" in calls[0]


def test_an_installation_cut_short_begins_anew(
    checkout: Path, calls: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*words: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(bootstrap, "call", killed)
        with pytest.raises(KeyboardInterrupt):
            bootstrap.environment("run")
    calls.clear()
    bootstrap.environment("run")
    assert calls[0] == "venv"
    assert not (checkout / ".venv" / ".unfinished").exists()


def test_the_test_environment_serves_the_site_too(calls: list[str]) -> None:
    bootstrap.environment("dev")
    calls.clear()
    bootstrap.environment("run")
    assert calls == []


def test_a_secret_key_is_made_once_and_kept_private(checkout: Path) -> None:
    env = checkout / ".env"
    env.write_text("DEBUG=false")
    bootstrap.secret_key()
    first = env.read_text()
    assert first.startswith("DEBUG=false\nSECRET_KEY=")
    assert len(first.split("SECRET_KEY=")[1].strip()) >= 50
    assert env.stat().st_mode & 0o077 == 0
    bootstrap.secret_key()
    assert env.read_text() == first


def run(argument: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(SCRIPT), argument],
        env={"PATH": "/usr/bin:/bin", **variables},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_taken_port_gets_a_sentence() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = run("run", PORT=str(port))
    assert done.returncode == 2
    assert done.stderr.startswith(f"Port {port} cannot be used")
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("port", ["0", "http", "65536", "-1", "８０８０", ""])
def test_what_is_no_port_gets_a_sentence(port: str) -> None:
    done = run("run", PORT=port)
    assert done.returncode == 2
    assert "is not a port" in done.stderr


def test_an_unknown_command_is_told_the_known() -> None:
    done = run("fly")
    assert done.returncode == 2
    assert "run|dev|test" in done.stderr


def test_locks_hold_hashes_and_no_address() -> None:
    root = SCRIPT.parent.parent
    for name in (
        "config/requirements/run.lock",
        "config/requirements/dev.lock",
        "package-lock.json",
    ):
        text = (root / name).read_text()
        assert "://" not in text, name
    assert "--hash=sha256:" in (root / "config/requirements/run.lock").read_text()
