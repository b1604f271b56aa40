"""Check constraints that several tables share; ``table`` begins their names."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length


def point_checks(table: str) -> list[models.BaseConstraint]:
    return [
        models.CheckConstraint(
            condition=Q(latitude__gte=-90, latitude__lte=90), name=f"{table}_latitude_range"
        ),
        models.CheckConstraint(
            condition=Q(longitude__gte=-180, longitude__lte=180), name=f"{table}_longitude_range"
        ),
        models.CheckConstraint(
            condition=Q(where_prec__gte=1, where_prec__lte=7), name=f"{table}_where_prec_code"
        ),
    ]


def interval_checks(table: str) -> list[models.BaseConstraint]:
    """Both days and a precision, or none of them; a check that is NULL passes, so all is said."""
    dated = Q(first_day__isnull=False, last_day__isnull=False, date_prec__isnull=False)
    undated = Q(first_day__isnull=True, last_day__isnull=True, date_prec__isnull=True)
    return [
        models.CheckConstraint(condition=dated | undated, name=f"{table}_days_and_precision"),
        models.CheckConstraint(
            condition=Q(first_day__lte=F("last_day")), name=f"{table}_first_day_to_last_day"
        ),
        models.CheckConstraint(
            condition=Q(date_prec__gte=1, date_prec__lte=5), name=f"{table}_date_prec_code"
        ),
    ]


def span_checks(table: str, text_field: str) -> list[models.BaseConstraint]:
    return [
        models.CheckConstraint(
            condition=Q(start__gte=0, start__lt=F("end")), name=f"{table}_span_order"
        ),
        models.CheckConstraint(
            condition=Q(end=F("start") + Length(text_field)), name=f"{table}_span_length"
        ),
    ]
