"""Codes of statuses and precisions; the precisions are those of UCDP GED."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    DRAFT = "draft", _("draft")
    PUBLISHED = "published", _("published")
    REJECTED = "rejected", _("rejected")


class WherePrec(models.IntegerChoices):
    """UCDP GED ``where_prec``."""

    EXACT = 1, _("exact place")
    NEAR = 2, _("within about 25 km")
    SECOND_ORDER = 3, _("second-order division")
    FIRST_ORDER = 4, _("first-order division")
    FUZZY = 5, _("line or fuzzy area")
    COUNTRY = 6, _("country")
    INTERNATIONAL = 7, _("international waters or airspace")


class DatePrec(models.IntegerChoices):
    """UCDP GED ``date_prec``."""

    DAY = 1, _("day")
    DAYS = 2, _("two to six days")
    WEEK = 3, _("week")
    MONTH = 4, _("8 to 30 days")
    LONGER = 5, _("longer than a month")


class Clarity(models.IntegerChoices):
    """UCDP GED ``event_clarity``."""

    DISTINCT = 1, _("distinct")
    AGGREGATE = 2, _("aggregate")
