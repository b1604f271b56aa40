"""The admin: where editors check what was read, put it right and sign it off."""

from __future__ import annotations

from django.conf import settings
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from events.admin.articles import ArticleAdmin
from events.admin.events import EventAdmin, LocationAdmin
from events.admin.places import GeocodeAnswerAdmin, PlaceAdmin, SourceAdmin
from events.admin.settled import SettledNameAdmin

__all__ = [
    "ArticleAdmin",
    "EventAdmin",
    "GeocodeAnswerAdmin",
    "LocationAdmin",
    "PlaceAdmin",
    "SettledNameAdmin",
    "SourceAdmin",
]

admin.site.site_header = settings.SITE_NAME
admin.site.site_title = settings.SITE_NAME
admin.site.index_title = _("Editing")
admin.site.site_url = "/"
admin.site.enable_nav_sidebar = False  # the header leads to the same pages, lists need the room
