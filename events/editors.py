"""Who may edit: the group of editors and what it may do."""

from __future__ import annotations

from django.contrib.auth.models import Group, Permission, User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

EDITORS = "Editors"
EDITED = ("event", "location", "evidence", "article", "place", "source", "settledname")
SEEN = ("toponym", "timeexpression", "geocodeanswer")


def editors_group() -> Group:
    """The group of editors, made where it is missing, with every permission it ought to have."""
    group, _ = Group.objects.get_or_create(name=EDITORS)
    names = [f"{act}_{model}" for model in EDITED for act in ("add", "change", "delete", "view")]
    names += [f"view_{model}" for model in SEEN]
    group.permissions.add(
        *Permission.objects.filter(content_type__app_label="events", codename__in=names)
    )
    return group


def refresh_editors() -> None:
    """Gives the group, where there is one, what editors may do since the last migration."""
    if Group.objects.filter(name=EDITORS).exists():
        editors_group()


@transaction.atomic
def add_editor(*, username: str, password: str, superuser: bool = False) -> User:
    """A new editor, who may sign in to the admin.  Raises ValidationError with sentences.

    A superuser may also manage users and purge what geocoders answered.
    """
    user = User(username=User.normalize_username(username), is_staff=True, is_superuser=superuser)
    user.clean_fields(exclude=["password"])
    if User.objects.filter(username__iexact=user.username).exists():
        raise ValidationError(f"There is a user named {user.username} already.")
    validate_password(password, user)
    user.set_password(password)
    user.save()
    user.groups.add(editors_group())
    return user
