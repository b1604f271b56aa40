"""List filters of the admin, through the named querysets."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from events.models import Event, Location, Place, SettledName
from events.place_names import country_in_words
from events.querysets import EventQuerySet, PlaceQuerySet, SettledNameQuerySet

Choices = Iterable[tuple[Any, Any]]


class ReviewFilter(admin.SimpleListFilter):
    """The work list: drafts that nobody has decided on."""

    title = _("to review")
    parameter_name = "review"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        return (("surest", _("drafts, surest first")), ("undated", _("drafts without days")))

    def queryset(self, request: HttpRequest, queryset: QuerySet[Event]) -> QuerySet[Event]:
        events = cast(EventQuerySet, queryset)
        if self.value() == "surest":
            return events.drafts()  # in order by EventAdmin.get_ordering
        if self.value() == "undated":
            return events.drafts().filter(first_day__isnull=True)
        return queryset


class CountryFilter(admin.SimpleListFilter):
    """Events by the country of their places."""

    title = _("country")
    parameter_name = "country"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        codes = (
            Location.objects.exclude(place__country="")
            .order_by()
            .values_list("place__country", flat=True)
            .distinct()
        )
        return _by_name(codes)

    def queryset(self, request: HttpRequest, queryset: QuerySet[Event]) -> QuerySet[Event]:
        return cast(EventQuerySet, queryset).in_country(self.value() or "")


class PlaceCountryFilter(admin.SimpleListFilter):
    title = _("country")
    parameter_name = "country"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        codes = Place.objects.order_by().values_list("country", flat=True).distinct()
        return _by_name(code for code in codes if code)

    def queryset(self, request: HttpRequest, queryset: QuerySet[Place]) -> QuerySet[Place]:
        return queryset.filter(country=self.value()) if self.value() else queryset


class OriginFilter(admin.SimpleListFilter):
    """Places of the gazetteer, and those that an editor added."""

    title = _("origin")
    parameter_name = "origin"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        return (("gazetteer", _("gazetteer")), ("editor", _("added by an editor")))

    def queryset(self, request: HttpRequest, queryset: QuerySet[Place]) -> QuerySet[Place]:
        places = cast(PlaceQuerySet, queryset)
        if self.value() == "editor":
            return places.added_by_editors()
        return places.of_gazetteer() if self.value() else places


class StruckFilter(admin.SimpleListFilter):
    """Names that mean a place, and names that editors struck."""

    title = _("meaning")
    parameter_name = "struck"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        return (("no", _("a place")), ("yes", _("no place")))

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[SettledName]
    ) -> QuerySet[SettledName]:
        names = cast(SettledNameQuerySet, queryset)
        if self.value() == "yes":
            return names.struck()
        return names.with_place() if self.value() == "no" else names


def _by_name(codes: Iterable[str]) -> Choices:
    return sorted(((code, country_in_words(code)) for code in codes), key=lambda pair: pair[1])
