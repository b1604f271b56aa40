"""Who may edit: a command makes editors, and editors may do what editors do, no more."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import Client

from events.management.commands import add_editor
from tests.admin_forms import an_editor, change_url, signed_in
from tests.world import an_event

pytestmark = pytest.mark.django_db
GOOD = "seven-tall-herons-92"


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """What is typed at the terminal, answer by answer: name, password, password again, …"""
    answers: list[str] = []

    def answer(_: str = "") -> str:
        if not answers:
            raise EOFError
        return answers.pop(0)

    monkeypatch.setattr("builtins.input", answer)
    monkeypatch.setattr(add_editor, "getpass", answer)
    yield answers
    assert not answers, "not everything was asked for"


def test_an_editor_is_made_and_may_sign_in(
    typed: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    typed += ["vera", GOOD, GOOD]
    call_command("add_editor")
    assert "vera may sign in at /admin/" in capsys.readouterr().out
    user = User.objects.get()
    assert (user.is_staff, user.is_superuser) == (True, False)
    assert user.groups.get().name == "Editors"
    assert Client().login(username="vera", password=GOOD)


def test_a_superuser_on_demand(typed: list[str]) -> None:
    typed += ["boss", GOOD, GOOD]
    call_command("add_editor", superuser=True)
    assert User.objects.get().is_superuser


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (["vera", "short1", "short1"], "too short"),
        (["vera", "1234567890123", "1234567890123"], "entirely numeric"),
        (["vera", "password123", "password123"], "too common"),
        (["margareta", "margareta1", "margareta1"], "too similar to the username"),
        (["vera", GOOD, GOOD + "x"], "two passwords differ"),
        (["", GOOD, GOOD], "cannot be blank"),
        (["a b", GOOD, GOOD], "valid username"),
        (["Taken", GOOD, GOOD], "There is a user named Taken already"),
    ],
)
def test_what_is_wrong_is_said_and_asked_again(
    typed: list[str], capsys: pytest.CaptureFixture[str], wrong: list[str], sentence: str
) -> None:
    User.objects.create(username="taken")
    typed += [*wrong, "ivan", GOOD, GOOD]
    call_command("add_editor")
    assert sentence in capsys.readouterr().err
    assert set(User.objects.values_list("username", flat=True)) == {"taken", "ivan"}


def test_after_three_tries_nobody_is_made(typed: list[str]) -> None:
    typed += ["vera", "a", "b"] * 3
    with pytest.raises(CommandError, match="No editor was made"):
        call_command("add_editor")
    assert not User.objects.exists()


@pytest.mark.usefixtures("typed")
def test_without_a_terminal_nobody_is_made() -> None:
    with pytest.raises(CommandError, match="run this in a terminal"):
        call_command("add_editor")
    assert not User.objects.exists()


@pytest.mark.parametrize(
    ("page", "status"),
    [
        ("/admin/", 200),
        ("/admin/events/event/", 200),
        ("/admin/events/event/add/", 200),
        ("/admin/events/article/", 200),
        ("/admin/events/place/add/", 200),
        ("/admin/events/source/add/", 200),
        ("/admin/events/geocodeanswer/", 200),
        ("/admin/auth/user/", 403),
        ("/admin/auth/group/", 403),
    ],
)
def test_an_editor_may_edit_events_and_not_users(page: str, status: int) -> None:
    assert signed_in(an_editor()).get(page).status_code == status


def test_who_may_only_look_can_change_nothing() -> None:
    user = User.objects.create(username="reader", is_staff=True)
    client = signed_in(user)
    event = an_event(status="draft")
    assert client.get(change_url(event)).status_code == 403
    data = {"action": "publish", "_selected_action": [event.pk]}
    assert client.post("/admin/events/event/", data).status_code == 403
    event.refresh_from_db()
    assert event.status == "draft"


def test_the_admin_asks_strangers_to_sign_in() -> None:
    answer = Client().get("/admin/events/event/")
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/admin/login/")
