"""Make an editor: asks for a name and a password, and takes no default for either."""

from __future__ import annotations

from getpass import getpass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from events.editors import add_editor

TRIES = 3


class Command(BaseCommand):
    help = "Make an editor, who may check, correct and publish events in the admin."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--superuser", action="store_true", help="who may also manage users and everything else"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        for _ in range(TRIES):
            try:
                username, password = _asked()
                user = add_editor(
                    username=username, password=password, superuser=options["superuser"]
                )
            except ValidationError as error:
                self.stderr.write("\n".join(error.messages))
                continue
            self.stdout.write(f"{user.username} may sign in at /admin/ now.")
            return
        raise CommandError(f"No editor was made after {TRIES} tries.")


def _asked() -> tuple[str, str]:
    """A name and a password from the terminal; ValidationError when the two entries differ."""
    try:
        username = input("Name of the editor: ").strip()
        password = getpass("Password: ")
        again = getpass("Password again: ")
    except (EOFError, KeyboardInterrupt) as error:
        raise CommandError(
            "Nothing was entered: run this in a terminal. No editor was made."
        ) from error
    if password != again:
        raise ValidationError("The two passwords differ.")
    return username, password
