"""How far the table of words (events/search_tables.py) has come: one row."""

from __future__ import annotations

from django.db import models


class WordsState(models.Model):
    """``mark``: of the journal; what changed after it the table may not know.

    ``rules``: of folding, by which it was made.  ``filled_to``: while it is made
    for the first time, the last event that is in it.  ``version`` rises with
    every change of the others.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    rules = models.PositiveIntegerField(default=0)
    mark = models.JSONField(default=dict)
    filled_to = models.BigIntegerField(default=0)
    whole = models.BooleanField(default=False)
    version = models.PositiveBigIntegerField(default=0)

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="words_state_is_one_row")
        ]

    def __str__(self) -> str:
        return "whole" if self.whole else f"up to event {self.filled_to}"

    def is_whole(self, rules: int) -> bool:
        return self.whole and self.rules == rules
