from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate


class EventsConfig(AppConfig):
    name = "events"
    verbose_name = "Dateline"

    def ready(self) -> None:
        post_migrate.connect(_watch_changes, sender=self)


def _watch_changes(using: str, **_: Any) -> None:
    """Migrating is the one thing that takes triggers away (events/journal_triggers.py)."""
    from events import journal_triggers

    journal_triggers.ensure(connections[using])
