"""A wrong or missing setting stops the start with a sentence that says what to set."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.environment import Environment

ROOT = Path(__file__).resolve().parent.parent
PRODUCTION = {
    "SECRET_KEY": "k7#mP2$vX9@qL4!wR6^tY8&uI1*oB3(eN5)zC0-hJ+dF=sGaWqZ",
    "ALLOWED_HOSTS": "map.example.org",
    "HTTPS": "true",
    "DEBUG": "false",
}


def manage(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """A command in an environment of its own: what other tests set in theirs is not seen."""
    return subprocess.run(
        [sys.executable, "-W", "error::SyntaxWarning", "manage.py", *arguments],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], **variables},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("read", "value", "says"),
    [
        (lambda env: env.flag("X"), "maybe", "set true or false"),
        (lambda env: env.number("X", 1, 0, 5), "seven", "from 0 to 5"),
        (lambda env: env.number("X", 1, 0, 5), "nan", "from 0 to 5"),
        (lambda env: env.optional_number("X", 0, 1), "2", "from 0 to 1"),
        (lambda env: env.time_zone("X", "UTC"), "Mars/Olympus", "IANA"),
        (lambda env: env.time_zone("X", "UTC"), "../etc/passwd", "IANA"),
        (lambda env: env.geocoders("X", "gazetteer"), "gazetteer,gogle", "gogle"),
        (lambda env: env.choice("X", "en", ["en"]), "tlh", "choose from en"),
        (lambda env: env.origins("X"), "map.example.org", "begins with https"),
        (lambda env: env.tile_url("X"), "https://t.example/{z}/{x}", "tile address"),
        (lambda env: env.tile_url("X"), "javascript:{z}{x}{y}", "tile address"),
        (lambda env: env.database("X", "sqlite:///x"), "mysql://x", "postgres://"),
        (lambda env: env.database("X", "sqlite:///x"), "nonsense", "postgres://"),
        (lambda env: env.required("X", "Run make setup."), "", "Run make setup"),
    ],
)
def test_a_wrong_value_is_named(
    read: object, value: str, says: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("X", value)
    with pytest.raises(ImproperlyConfigured, match=r"^X") as caught:
        read(Environment(tmp_path))  # type: ignore[operator]
    assert says in str(caught.value)


def test_the_process_environment_wins_over_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".env").write_text("SITE_NAME_A=file\nSITE_NAME_B=file\n")
    monkeypatch.setenv("SITE_NAME_A", "process")
    monkeypatch.delenv("SITE_NAME_B", raising=False)
    env = Environment(tmp_path)
    assert (env.text("SITE_NAME_A"), env.text("SITE_NAME_B")) == ("process", "file")
    monkeypatch.delenv("SITE_NAME_B", raising=False)


@pytest.mark.parametrize(
    ("variable", "value"),
    [("SECRET_KEY", ""), ("GEOCODERS", "gogle"), ("DATABASE_URL", "oracle://x")],
)
def test_the_start_stops_with_a_sentence(variable: str, value: str) -> None:
    done = manage("check", **{**PRODUCTION, variable: value})
    assert done.returncode == 1
    assert done.stderr.startswith(f"Dateline cannot start: {variable}")
    assert "Traceback" not in done.stderr


def test_check_deploy_is_clean_with_the_documented_settings() -> None:
    done = manage("check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout
