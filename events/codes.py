"""Codes of statuses and precisions; the precisions are those of UCDP GED."""

from __future__ import annotations

from django.db import models


class Status(models.TextChoices):
    DRAFT = "draft", "draft"
    PUBLISHED = "published", "published"
    REJECTED = "rejected", "rejected"


class WherePrec(models.IntegerChoices):
    """UCDP GED ``where_prec``."""

    EXACT = 1, "exact place"
    NEAR = 2, "within about 25 km"
    SECOND_ORDER = 3, "second-order division"
    FIRST_ORDER = 4, "first-order division"
    FUZZY = 5, "line or fuzzy area"
    COUNTRY = 6, "country"
    INTERNATIONAL = 7, "international waters or airspace"


class DatePrec(models.IntegerChoices):
    """UCDP GED ``date_prec``."""

    DAY = 1, "day"
    DAYS = 2, "two to six days"
    WEEK = 3, "week"
    MONTH = 4, "8 to 30 days"
    LONGER = 5, "longer than a month"


class Clarity(models.IntegerChoices):
    """UCDP GED ``event_clarity``."""

    DISTINCT = 1, "distinct"
    AGGREGATE = 2, "aggregate"
