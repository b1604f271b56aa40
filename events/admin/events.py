"""Events with their locations and evidence in the admin."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.admin.views.main import ChangeList
from django.db.models import F, ForeignKey, Prefetch, QuerySet
from django.forms import BaseModelFormSet, Script
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from events import curation
from events.admin.actions import EVENT_ACTIONS
from events.admin.filters import CountryFilter, ReviewFilter
from events.admin.forms import (
    EventForm,
    EvidenceForm,
    EvidenceFormSet,
    LocationForm,
    LocationFormSet,
    decision_in,
)
from events.admin.history import HistoryAdmin, editor_of, is_revert
from events.admin.location_history import location_changes
from events.admin.same import same_context, same_urls
from events.admin.wording import event_days, percent, places_text
from events.codes import Status
from events.joining import split
from events.models import Article, Event, Evidence, Location
from events.noting import change_reason
from events.querysets import EventQuerySet
from events.settled_names import in_words, settle_from_location

EVENT_LIST_TEXTS = ("article__text",)


class PickerMedia:
    """What the map of a form needs."""

    css = {"all": ("vendor/leaflet/leaflet.css",)}
    js = (
        "vendor/leaflet/leaflet.js",
        "vendor/topojson-client/topojson-client.min.js",
        Script("admin_dateline/picker.js", type="module"),
    )


class LocationInline(admin.StackedInline[Location, Event]):
    model = Location
    fk_name = "event"
    form = LocationForm
    formset = LocationFormSet  # type: ignore[assignment]
    template = "admin/dateline/locations.html"
    fields = (("place", "latitude", "longitude", "where_prec", "radius_m"),)
    extra = 0

    def get_queryset(self, request: HttpRequest) -> QuerySet[Location]:
        return super().get_queryset(request).select_related("place")


class EvidenceInline(admin.StackedInline[Evidence, Event]):
    model = Evidence
    fk_name = "event"
    form = EvidenceForm
    formset = EvidenceFormSet  # type: ignore[assignment]
    fields = ("quote", ("kind", "location", "article", "start", "end"))
    autocomplete_fields = ("article",)
    extra = 0

    def formfield_for_foreignkey(
        self, db_field: ForeignKey[Any, Any], request: Any, **kwargs: Any
    ) -> Any:
        if db_field.name == "article":
            kwargs["queryset"] = Article.objects.defer("text")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Without the pencil, the plus and the eye beside each box: they lead away."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        for link in ("add", "change", "delete", "view"):
            if field is not None and hasattr(field.widget, f"can_{link}_related"):
                setattr(field.widget, f"can_{link}_related", False)
        return field

    def get_queryset(self, request: HttpRequest) -> QuerySet[Evidence]:
        return super().get_queryset(request).select_related("article").defer("article__text")


class EventList(ChangeList):
    """Shows at the head of which column the list is sorted, in the work list too."""

    def __init__(self, request: HttpRequest, *args: Any) -> None:
        self.request = request
        super().__init__(request, *args)

    def _get_default_ordering(self) -> Any:
        return self.model_admin.get_ordering(self.request)


@admin.register(Event)
class EventAdmin(HistoryAdmin):
    form = EventForm
    inlines = (LocationInline, EvidenceInline)
    actions = EVENT_ACTIONS
    change_form_template = "admin/dateline/event_form.html"
    object_history_template = "admin/dateline/event_history.html"
    autocomplete_fields = ("article",)
    readonly_fields = ("curated", "merged_into_link", "confidence", "created_at", "changed_at")
    fieldsets = (
        (None, {"fields": ("title", ("type", "status", "merged_into_link"))}),
        (
            _("When"),
            {
                "fields": (
                    ("first_day", "last_day", "date_prec"),
                    ("time_of_day", "time_zone"),
                )
            },
        ),
        (
            _("What else"),
            {
                "classes": ("collapse",),
                "fields": (
                    ("main", "planned", "event_clarity"),
                    "actors",
                    "fatalities",
                    "article",
                    "note",
                ),
            },
        ),
        (
            _("This change"),
            {"fields": ("reason", "seen", ("confidence", "curated", "created_at", "changed_at"))},
        ),
    )
    list_display = (
        "title",
        "type_label",
        "days",
        "places",
        "sureness",
        "status_label",
        "article_link",
    )
    list_filter = (
        ReviewFilter,
        "status",
        "type",
        "date_prec",
        "main",
        "planned",
        CountryFilter,
        ("article__source", admin.RelatedOnlyFieldListFilter),
    )
    search_fields = ("title",)  # shows the box; get_search_results does the search
    search_help_text = _("Words of the title, the quoted sentences and the names of places.")
    date_hierarchy = "first_day"
    show_full_result_count = False
    list_per_page = 50
    save_on_top = True

    class Media(PickerMedia):
        pass

    def view_on_site(self, obj: Event) -> str | None:
        """Readers see published events only: for the others there is no page to link to."""
        return obj.get_absolute_url() if obj.status == Status.PUBLISHED else None

    def get_queryset(self, request: HttpRequest) -> QuerySet[Event]:
        events: QuerySet[Event] = super().get_queryset(request)
        locations = Prefetch("locations", Location.objects.select_related("place"))
        events = events.select_related("article", "merged_into")
        return events.defer(*EVENT_LIST_TEXTS).prefetch_related(locations)

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return EventList

    def get_ordering(self, request: HttpRequest) -> Sequence[Any]:
        if request.GET.get("review") == "surest":
            return (F("confidence").desc(nulls_last=True), "-pk")
        return (F("first_day").desc(nulls_last=True), "-pk")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Event], search_term: str
    ) -> tuple[QuerySet[Event], bool]:
        return cast(EventQuerySet, queryset).with_words(
            search_term.replace("\x00", "")[:200]
        ), False

    # The columns of the list

    @admin.display(description=_("type"), ordering="type")
    def type_label(self, event: Event) -> str:
        return event.get_type_display()

    @admin.display(description=_("days"), ordering="first_day")
    def days(self, event: Event) -> str:
        return event_days(event)

    @admin.display(description=_("places"))
    def places(self, event: Event) -> str:
        return places_text(list(event.locations.all()))

    @admin.display(description=_("confidence"), ordering="confidence")
    def sureness(self, event: Event) -> str:
        return percent(event.confidence)

    @admin.display(description=_("status"), ordering="status")
    def status_label(self, event: Event) -> SafeString:
        code = "merged" if event.merged_into_id else event.status
        label = gettext("merged") if event.merged_into_id else event.get_status_display()
        return format_html('<span class="dl-status dl-{}">{}</span>', code, label)

    @admin.display(description=_("article"), ordering="article__title")
    def article_link(self, event: Event) -> SafeString | str:
        if event.article is None:
            return ""
        url = reverse("admin:events_article_change", args=[event.article.pk])
        return format_html('<a href="{}">{}</a>', url, Truncator(str(event.article)).chars(45))

    @admin.display(description=_("merged into"))
    def merged_into_link(self, event: Event) -> SafeString | str:
        if event.merged_into is None:
            return "—"
        url = reverse("admin:events_event_change", args=[event.merged_into.pk])
        return format_html('<a href="{}">{}</a>', url, event.merged_into)

    # The form

    def get_urls(self) -> list[URLPattern]:
        return [*same_urls(self.admin_site.admin_view), *super().get_urls()]

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        event = self.get_object(request, unquote(object_id))
        same = same_context(event) if event and request.method == "GET" else {}
        context = {**same, **(extra_context or {})}
        page: HttpResponse = super().change_view(request, object_id, form_url, context)
        return page

    # Saving

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """What a person saves is curated: reading the article again leaves it alone."""
        decision = decision_in(request.POST)
        if change and not form.changed_data and not decision and not is_revert(request):
            return
        if obj.status != Status.REJECTED and obj.merged_into_id is not None:
            wanted = obj.status
            split(event=obj, user=editor_of(request))
            obj.status = wanted
        obj.curated = True
        obj._history_user = request.user
        obj._change_reason = self.reason_for(request, form)
        obj.save()
        form.was_saved = True

    def reason_for(self, request: HttpRequest, form: Any) -> str:
        decision = decision_in(request.POST)
        return change_reason(decision.value if decision else "", super().reason_for(request, form))

    def save_related(
        self,
        request: HttpRequest,
        form: Any,
        formsets: Iterable[BaseModelFormSet[Any, Any]],
        change: bool,
    ) -> None:
        """Evidence is saved before locations, whose removal takes their evidence along."""
        formsets = list(formsets)
        form.save_m2m()
        for formset in reversed(formsets):
            self.save_formset(request, form, formset, change)
        self._settle_names(request, formsets)
        notes = [note for formset in formsets for note in _notes(formset)]
        if notes and change:
            self._note(request, form, notes)

    def _settle_names(
        self, request: HttpRequest, formsets: Iterable[BaseModelFormSet[Any, Any]]
    ) -> None:
        """Another place for a location says what the quoted name means, in later articles too."""
        changed = [row for formset in formsets for row in formset.changed_objects]
        for row, fields in changed:
            if isinstance(row, Location) and "place" in fields:
                tell_settled(request, row)

    def _note(self, request: HttpRequest, form: Any, notes: list[str]) -> None:
        """One entry in the event's history for one press of a button, inlines included."""
        event: Event = form.instance
        if not getattr(form, "was_saved", False):
            given = self.reason_for(request, form)
            reason = change_reason(given, *notes)
            curation.mark_curated(event=event, user=editor_of(request), reason=reason)
            return
        entry = event.history.latest()
        entry.history_change_reason = change_reason(entry.history_change_reason or "", *notes)
        entry.save(update_fields=["history_change_reason"])

    # After saving

    def response_change(self, request: HttpRequest, obj: Event) -> HttpResponse:
        decision = decision_in(request.POST)
        if not decision:
            saved: HttpResponse = super().response_change(request, obj)
            return saved
        following = Event.objects.drafts().surest_first().exclude(pk=obj.pk).only("pk").first()
        if following is None:
            last = gettext("“{title}” is {status}. No drafts are left to review.")
            messages.success(request, last.format(title=obj, status=decision.label))
            return HttpResponseRedirect(reverse("admin:events_event_changelist"))
        done = gettext("“{title}” is {status}. Here is the next draft.")
        messages.success(request, done.format(title=obj, status=decision.label))
        return HttpResponseRedirect(reverse("admin:events_event_change", args=[following.pk]))

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        changes = location_changes(object_id)
        context = {**(extra_context or {}), "location_changes": changes}
        page: HttpResponse = super().history_view(request, object_id, context)
        return page


def tell_settled(request: HttpRequest, location: Location) -> None:
    """Keeps what a location's new place says of its name, and tells the editor."""
    settled = settle_from_location(location=location, user=editor_of(request))
    if settled:
        messages.info(request, in_words(settled))


def _notes(formset: Any) -> Iterable[str]:
    """What changed in the rows of a formset, in words: "location Baku: latitude, longitude".

    For the history, which is in English whoever writes it.
    """
    name = formset.model._meta.model_name
    for row in formset.new_objects:
        yield f"{name} added: {row}"
    for row, fields in formset.changed_objects:
        yield f"{name} {row}: {', '.join(fields)}"
    for row in formset.deleted_objects:
        yield f"{name} removed: {row}"


@admin.register(Location)
class LocationAdmin(HistoryAdmin):
    """Not in the index: it is where the history of one location is seen and undone."""

    form = LocationForm
    fields = ("event", "place", ("latitude", "longitude"), ("where_prec", "radius_m"))
    readonly_fields = ("event",)
    change_form_template = "admin/dateline/point_form.html"
    list_select_related = ("event", "place")

    class Media(PickerMedia):
        pass

    def has_module_permission(self, request: HttpRequest) -> bool:
        return False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if form.changed_data or is_revert(request):
            reason = change_reason(f"location {obj}", self.reason_for(request, form))
            curation.mark_curated(event=obj.event, user=editor_of(request), reason=reason)
        if "place" in form.changed_data:
            tell_settled(request, obj)
