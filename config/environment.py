"""Typed settings from the environment and ``.env``; a wrong value stops the start with a sentence.

Every problem is an ``ImproperlyConfigured`` whose message names the variable,
what it holds and what it may hold.
"""

from __future__ import annotations

import math
import os
import zoneinfo
from collections.abc import Collection
from pathlib import Path
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

TRUE = {"1", "true", "yes", "on"}
FALSE = {"0", "false", "no", "off", ""}


class Environment:
    """Reads variables by name; ``.env`` at ``root`` fills in what the process environment lacks."""

    def __init__(self, root: Path) -> None:
        self._env = environ.Env()
        if (root / ".env").is_file():
            self._env.read_env(root / ".env")

    def text(self, name: str, default: str = "") -> str:
        return str(self._env.str(name, default=default)).strip()

    def required(self, name: str, hint: str) -> str:
        value = self.text(name)
        if not value:
            raise ImproperlyConfigured(f"{name} is not set. {hint}")
        return value

    def flag(self, name: str, default: bool = False) -> bool:
        value = self.text(name, "true" if default else "false").lower()
        if value not in TRUE | FALSE:
            raise ImproperlyConfigured(f"{name}={value!r} is not a yes or no: set true or false.")
        return value in TRUE

    def words(self, name: str, default: str = "") -> list[str]:
        return [part.strip() for part in self.text(name, default).split(",") if part.strip()]

    def geocoders(self, name: str, default: str) -> list[str]:
        """Names of geocoders: ``gazetteer`` and the services that geopy knows."""
        values = self.words(name, default)
        if values == ["gazetteer"]:
            return values
        from geopy.geocoders import SERVICE_TO_GEOCODER

        known = {"gazetteer", *SERVICE_TO_GEOCODER}
        for value in values:
            if value not in known:
                raise ImproperlyConfigured(
                    f"{name} names {value!r}, which is not known: choose from {_listed(known)}."
                )
        return values

    def options(self, prefix: str) -> dict[str, str]:
        """Every variable that begins with the prefix, by the rest of its name in lower case."""
        return {
            key.removeprefix(prefix).lower(): value
            for key, value in os.environ.items()
            if key.startswith(prefix)
        }

    def choice(self, name: str, default: str, allowed: Collection[str]) -> str:
        value = self.text(name, default)
        if value not in allowed:
            raise ImproperlyConfigured(
                f"{name}={value!r} is not known: choose from {_listed(allowed)}."
            )
        return value

    def number(self, name: str, default: float, low: float, high: float) -> float:
        text = self.text(name, str(default))
        try:
            value = float(text)
        except ValueError:
            value = math.nan
        if not low <= value <= high:
            raise ImproperlyConfigured(f"{name}={text!r} is not a number from {low:g} to {high:g}.")
        return value

    def optional_number(self, name: str, low: float, high: float) -> float | None:
        return self.number(name, low, low, high) if self.text(name) else None

    def path(self, name: str, default: Path) -> Path:
        return Path(self.text(name, str(default))).expanduser()

    def time_zone(self, name: str, default: str) -> str:
        value = self.text(name, default)
        try:
            zoneinfo.ZoneInfo(value)
        except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
            raise ImproperlyConfigured(
                f"{name}={value!r} is not a time zone: set an IANA name such as Asia/Baku."
            ) from None
        return value

    def origins(self, name: str) -> list[str]:
        values = self.words(name)
        for value in values:
            if urlsplit(value).scheme not in {"http", "https"}:
                raise ImproperlyConfigured(
                    f"{name} holds {value!r}: each origin begins with https:// (or http://)."
                )
        return values

    def tile_url(self, name: str) -> str:
        value = self.text(name)
        if not value:
            return ""
        parts = urlsplit(value)
        if parts.scheme not in {"http", "https"} or not all(f"{{{v}}}" in value for v in "zxy"):
            raise ImproperlyConfigured(
                f"{name}={value!r} is not a tile address: set one like "
                "https://tiles.example.org/{z}/{x}/{y}.png."
            )
        return value

    def database(self, name: str, default: str) -> dict[str, object]:
        value = self.text(name, default)
        scheme = urlsplit(value).scheme
        if scheme not in {"sqlite", "postgres", "postgresql"}:
            raise ImproperlyConfigured(
                f"{name} begins with {scheme or 'nothing'}: set sqlite:////absolute/path.sqlite3 "
                "or postgres://user:password@host:5432/name."
            )
        return dict(self._env.db_url_config(value))


def _listed(names: Collection[str]) -> str:
    return ", ".join(sorted(names))
