"""Conditions that SQLite and PostgreSQL write differently; each says the same on both."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BooleanField, F, Func
from django.db.models.sql.compiler import SQLCompiler

Compiled = Any  # SQL and its values; django-stubs knows tuples of values alone


class IsOneOf(Func):
    """Whether a number is one of these, however many: they travel as one value.

    ``IN`` with a value each ends at 250,000 values on SQLite and at 65,535 on PostgreSQL.
    """

    output_field = BooleanField()

    def __init__(self, field: str, numbers: Collection[int]) -> None:
        super().__init__(F(field))
        self.numbers = [int(number) for number in numbers]

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **_: Any
    ) -> Compiled:
        column, values = compiler.compile(self.source_expressions[0])
        sql = f"{column} IN (SELECT value FROM json_each(%s))"  # noqa: S608 - a column's name
        return sql, [*values, json.dumps(self.numbers)]

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **_: Any
    ) -> Compiled:
        column, values = compiler.compile(self.source_expressions[0])
        return f"{column} = ANY(%s::bigint[])", [*values, self.numbers]


class HasOneOf(Func):
    """Whether a JSON list of texts holds at least one of these texts."""

    output_field = BooleanField()

    def __init__(self, field: str, texts: Collection[str]) -> None:
        super().__init__(F(field))
        self.texts = list(texts)

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **_: Any
    ) -> Compiled:
        column, values = compiler.compile(self.source_expressions[0])
        sql = (
            f"EXISTS (SELECT 1 FROM json_each({column}) AS had"  # noqa: S608 - a column's name
            " JOIN json_each(%s) AS wanted ON wanted.value = had.value)"
        )
        return sql, [*values, json.dumps(self.texts)]

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **_: Any
    ) -> Compiled:
        column, values = compiler.compile(self.source_expressions[0])
        return f"{column} ?| %s::text[]", [*values, self.texts]
