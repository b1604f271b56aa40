"""What the admin calls tables and their fields, in the editor's language."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.db import models
from django.utils.functional import Promise

Words = str | Promise
Table = TypeVar("Table", bound=models.Model)


def named(one: Words, many: Words, **fields: Words) -> Callable[[type[Table]], type[Table]]:
    """Names a model, one of it and many, and its fields.

    Given to the class once it is made, where migrations do not look: as arguments of the fields
    they need one of 700 lines that changes nothing in the database and takes 5 seconds.
    """

    def give(model: type[Table]) -> type[Table]:
        model._meta.verbose_name = one  # type: ignore[assignment]
        model._meta.verbose_name_plural = many  # type: ignore[assignment]
        for name, words in fields.items():
            model._meta.get_field(name).verbose_name = words  # type: ignore[union-attr]
        return model

    return give
