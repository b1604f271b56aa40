"""Places, sources and the answers of geocoders in the admin."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import admin, messages
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from events.admin.events import PickerMedia
from events.admin.filters import OriginFilter, PlaceCountryFilter
from events.admin.forms import PlaceForm, SourceForm
from events.admin.history import HistoryAdmin
from events.known_places import feature_label
from events.models import GeocodeAnswer, Place, Source
from events.querysets import PlaceQuerySet


@admin.register(Place)
class PlaceAdmin(HistoryAdmin):
    form = PlaceForm
    change_form_template = "admin/dateline/point_form.html"
    list_display = ("name", "country", "kind", "point", "where_prec", "events", "key")
    list_filter = (OriginFilter, PlaceCountryFilter, "feature", "where_prec")
    search_fields = ("name", "other_names")
    ordering = ("name", "id")  # counting events drops the order of the table
    search_help_text = _("Letters of any of the names.")
    list_per_page = 100
    fieldsets = (
        (None, {"fields": ("name", "other_names", ("country", "admin1", "feature"))}),
        (_("Where"), {"fields": (("latitude", "longitude"), ("where_prec", "radius_m"))}),
        (_("Gazetteer"), {"classes": ("collapse",), "fields": (("key", "geonameid"),)}),
    )
    readonly_fields = ("key", "geonameid")

    class Media(PickerMedia):
        pass

    def get_queryset(self, request: HttpRequest) -> QuerySet[Place]:
        places: QuerySet[Place] = super().get_queryset(request)
        return places.annotate(events=Count("locations__event", distinct=True))

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Place], search_term: str
    ) -> tuple[QuerySet[Place], bool]:
        words = search_term.replace("\x00", "").strip()[:200]
        return (cast(PlaceQuerySet, queryset).named_like(words) if words else queryset), False

    @admin.display(description=_("kind"), ordering="feature")
    def kind(self, place: Place) -> str:
        return feature_label(place.feature)

    @admin.display(description=_("point"))
    def point(self, place: Place) -> str:
        return f"{place.latitude:.4f}, {place.longitude:.4f}"

    @admin.display(description=_("events"), ordering="events")
    def events(self, place: Any) -> int:
        return int(place.events)


@admin.register(Source)
class SourceAdmin(HistoryAdmin):
    form = SourceForm
    list_display = ("name", "domain", "home", "country", "articles_kept")
    list_select_related = ("home",)
    search_fields = ("name", "domain")
    ordering = ("name", "id")
    fields = ("name", "domain", "home", "country")

    class Media(PickerMedia):
        pass

    def get_queryset(self, request: HttpRequest) -> QuerySet[Source]:
        sources: QuerySet[Source] = super().get_queryset(request)
        return sources.annotate(articles_kept=Count("articles"))

    @admin.display(description=_("articles"), ordering="articles_kept")
    def articles_kept(self, source: Any) -> int:
        return int(source.articles_kept)


@admin.register(GeocodeAnswer)
class GeocodeAnswerAdmin(admin.ModelAdmin[GeocodeAnswer]):
    """What services answered: to look at, and to throw away so that they are asked again."""

    list_display = ("question", "service", "asked_at", "places_found")
    list_filter = ("service",)
    search_fields = ("question",)
    date_hierarchy = "asked_at"
    list_per_page = 100
    actions = ("purge",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: GeocodeAnswer | None = None) -> bool:
        return False

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        actions: dict[str, Any] = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    @admin.display(description=_("places"))
    def places_found(self, row: GeocodeAnswer) -> int:
        return len(row.answer) if isinstance(row.answer, list) else int(bool(row.answer))

    @admin.action(description=_("Purge: ask the service again next time"), permissions=["delete"])
    def purge(self, request: HttpRequest, queryset: QuerySet[GeocodeAnswer]) -> None:
        count = queryset.delete()[0]
        done = ngettext("{n} answer thrown away.", "{n} answers thrown away.", count)
        messages.success(request, done.format(n=count))
