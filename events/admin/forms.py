"""Forms of the admin: they fill in what can be known and say plainly what is wrong."""

from __future__ import annotations

import zoneinfo
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.models import BaseInlineFormSet
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from simple_history.models import SIMPLE_HISTORY_REVERSE_ATTR_NAME

from events.admin.fields import (
    LinesField,
    PlaceField,
    QuoteField,
    latitude_field,
    longitude_field,
    plain_lines,
)
from events.codes import Status
from events.geoparsing.dates.intervals import precision
from events.geoparsing.names import name_key
from events.known_places import save_place
from events.models import (
    Article,
    Event,
    Evidence,
    Location,
    Place,
    SettledName,
    Source,
    outside,
)

EVENT_FIELDS = (
    "title",
    "type",
    "status",
    "first_day",
    "last_day",
    "date_prec",
    "time_of_day",
    "time_zone",
    "main",
    "planned",
    "event_clarity",
    "actors",
    "fatalities",
    "article",
    "note",
)


# Buttons that save, decide and go on to the next draft.
DECISIONS = {"_publish": Status.PUBLISHED, "_reject": Status.REJECTED}


def decision_in(data: Mapping[str, Any]) -> Status | None:
    """The status of the button that was pressed, if it was one of these."""
    return next((decided for name, decided in DECISIONS.items() if name in data), None)


class EventForm(forms.ModelForm[Event]):
    actors = LinesField(label=_("Actors"), required=False, help_text=_("One name a line."))
    reason = forms.CharField(
        required=False,
        max_length=80,
        label=_("Reason for the change"),
        help_text=_("Kept in the history, for other editors."),
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )
    seen = forms.CharField(label="", required=False, widget=forms.HiddenInput)

    class Meta:
        model = Event
        fields = EVENT_FIELDS

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and not self._is_of_history():
            self.initial["seen"] = self.instance.changed_at.isoformat()

    def _is_of_history(self) -> bool:
        """Whether the form shows an earlier version, to revert to it."""
        return hasattr(self.instance, SIMPLE_HISTORY_REVERSE_ATTR_NAME)

    @property
    def changed_data(self) -> list[str]:
        """The reason and the mark of what was seen are about the change, not the event."""
        return [name for name in super().changed_data if name not in ("reason", "seen")]

    def clean_time_zone(self) -> str:
        name: str = self.cleaned_data["time_zone"]
        if name and name not in zoneinfo.available_timezones():
            unknown = gettext("“{name}” is not an IANA time zone such as Asia/Baku.")
            raise ValidationError(unknown.format(name=name))
        return name

    def clean(self) -> dict[str, Any]:
        """One day is a whole interval; days without a precision say it by their number."""
        data = super().clean() or self.cleaned_data
        first, last = data.get("first_day"), data.get("last_day")
        if first and not last and "last_day" not in self.errors:
            data["last_day"] = last = first
        if first and last and first <= last and not data.get("date_prec"):
            data["date_prec"] = precision(first, last)
        decision = decision_in(self.data)
        if decision:
            data["status"] = decision
        self._refuse_unseen_change(data)
        return data

    def _refuse_unseen_change(self, data: dict[str, Any]) -> None:
        """Another editor saved while this form was open: neither is lost silently."""
        seen = data.get("seen")
        if not (seen and self.instance.pk) or self._is_of_history():
            return
        now = Event.objects.filter(pk=self.instance.pk).values_list("changed_at", flat=True).first()
        if now is not None and now.isoformat() != seen:
            raise ValidationError(
                gettext(
                    "This event was changed while you had it open. See its history, open it again, "
                    "and repeat what you changed."
                )
            )


class NewPlaceForm(forms.ModelForm[Any]):
    """A form with a place that may be one of the gazetteer without a row: it is saved along."""

    place_field = "place"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields.get(self.place_field)
        if field is not None and getattr(self.instance, f"{self.place_field}_id"):
            field.widget.place = getattr(self.instance, self.place_field)

    def _get_validation_exclusions(self) -> set[str]:
        """A new place has no id before it is saved."""
        names: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]
        place = self.cleaned_data.get(self.place_field)
        return names | {self.place_field} if place is not None and place.pk is None else names

    def save(self, commit: bool = True) -> Any:
        place = getattr(self.instance, self.place_field)
        if place is not None:
            setattr(self.instance, self.place_field, save_place(place))
        return super().save(commit)


POINT_MISSING = {
    "latitude": _("Give the latitude, or pick a place."),
    "longitude": _("Give the longitude, or pick a place."),
}


class LocationForm(NewPlaceForm):
    place = PlaceField(label=_("Place"))
    latitude = latitude_field(required=False)
    longitude = longitude_field(required=False)

    class Meta:
        model = Location
        fields = ("place", "latitude", "longitude", "where_prec", "radius_m")

    def clean(self) -> dict[str, Any]:
        """A point that is not given is the point of the place."""
        data = super().clean() or self.cleaned_data
        place = data.get("place")
        for name, missing in POINT_MISSING.items():
            if data.get(name) is None and name not in self.errors:
                if place is None:
                    self.add_error(name, str(missing))
                else:
                    data[name] = getattr(place, name)
        return data


class LocationFormSet(BaseInlineFormSet[Location, Event, LocationForm]):
    def clean(self) -> None:
        """An event has each place once; said with the name, before the database refuses."""
        seen: set[str] = set()
        for form in self.forms:
            place = form.cleaned_data.get("place") if form.is_valid() else None
            if not isinstance(place, Place) or self._should_delete_form(form):  # type: ignore[attr-defined]
                continue
            identity = place.key or str(place.pk)
            if identity in seen:
                twice = gettext("{place} is listed twice: an event has each place once.")
                form.add_error("place", twice.format(place=place))
                raise ValidationError(gettext("{place} is listed twice.").format(place=place))
            seen.add(identity)
        super().clean()

    def get_unique_error_message(self, unique_check: Any) -> str:
        return gettext("A place is listed twice: an event has each place once.")


class EvidenceForm(forms.ModelForm[Evidence]):
    quote = QuoteField(
        label=capfirst(_("quote")),
        required=False,
        help_text=_("Paste words of the article, or leave empty and give their positions."),
    )
    start = forms.IntegerField(required=False, min_value=0, label=_("From character"))
    end = forms.IntegerField(required=False, min_value=1, label=_("to character"))

    class Meta:
        model = Evidence
        fields = ("kind", "location", "article", "quote", "start", "end")

    def clean(self) -> dict[str, Any]:
        """The quote from the positions, or the positions from the quote; both must agree."""
        data = super().clean() or self.cleaned_data
        article: Article | None = data.get("article")
        if article is None or self.errors:
            return data
        quote, start, end = data.get("quote") or "", data.get("start"), data.get("end")
        if start is not None and end is not None:
            data["quote"] = self._quote_at(article.text, quote, start, end)
        elif quote:
            data["start"], data["end"] = _find_once(article.text, quote, start)
            data["quote"] = article.text[data["start"] : data["end"]]
        else:
            raise ValidationError(
                gettext("Paste the quoted words, or give both positions in the article.")
            )
        return data

    @staticmethod
    def _quote_at(text: str, quote: str, start: int, end: int) -> str:
        if not start < end <= len(text):
            raise ValidationError(outside(text, start, end))
        said = text[start:end]
        if quote and plain_lines(said) != quote:
            other = gettext(
                "From {start} to {end} the article says “{said}”, not “{quote}”. Empty the quote "
                "to take those words, or empty both positions to find the quote."
            )
            raise ValidationError(
                other.format(start=start, end=end, said=said[:200], quote=quote[:200])
            )
        return said


def _find_once(text: str, quote: str, start: int | None) -> tuple[int, int]:
    """Where the quote is; raises ValidationError when that is nowhere or at several places."""
    words = quote if quote in text else quote.replace("\n", "\r\n")
    words = words if words in text else quote.strip()
    if not words or words not in text:
        raise ValidationError({"quote": gettext("The article does not say this, word for word.")})
    if start is not None and text.startswith(words, start):
        return start, start + len(words)
    times = text.count(words)
    if times > 1:
        many = ngettext(
            "The article says this {n} time: give the position of the one meant.",
            "The article says this {n} times: give the position of the one meant.",
            times,
        )
        raise ValidationError({"start": many.format(n=times)})
    found = text.index(words)
    return found, found + len(words)


class EvidenceFormSet(BaseInlineFormSet[Evidence, Event, EvidenceForm]):
    """The list of this event's locations is read once for all rows."""

    _labels: list[tuple[Any, str]] | None = None

    def add_fields(self, form: EvidenceForm, index: int | None) -> None:
        super().add_fields(form, index)
        field = form.fields.get("location")
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = Location.objects.filter(event=self.instance.pk)
            field.choices = self._location_labels()

    def _location_labels(self) -> list[tuple[Any, str]]:
        if self._labels is None:
            rows: Iterable[Location] = (
                Location.objects.filter(event=self.instance.pk).select_related("place")
                if self.instance.pk
                else ()
            )
            self._labels = [("", "—"), *((row.pk, str(row)) for row in rows)]
        return self._labels


class PlaceForm(forms.ModelForm[Place]):
    latitude = latitude_field(required=True)
    longitude = longitude_field(required=True)

    class Meta:
        model = Place
        fields = (
            "name",
            "other_names",
            "country",
            "admin1",
            "feature",
            "latitude",
            "longitude",
            "where_prec",
            "radius_m",
        )

    def clean_country(self) -> str:
        code: str = self.cleaned_data["country"].upper()
        if code and not (len(code) == 2 and code.isascii() and code.isalpha()):
            raise ValidationError(gettext("Two letters, such as AZ (ISO 3166-1 alpha-2)."))
        return code


class SourceForm(NewPlaceForm):
    place_field = "home"
    home = PlaceField(
        label=capfirst(_("home")),
        required=False,
        help_text=Source._meta.get_field("home").help_text,
    )

    class Meta:
        model = Source
        fields = ("name", "domain", "home", "country")

    clean_country = PlaceForm.clean_country


class SettledNameForm(NewPlaceForm):
    place = PlaceField(
        label=_("Place"), required=False, help_text=SettledName._meta.get_field("place").help_text
    )

    class Meta:
        model = SettledName
        fields = ("name", "source", "place")

    def clean(self) -> dict[str, Any]:
        """One decision for a name and a source: said with words, before the database refuses."""
        data = super().clean() or self.cleaned_data
        key = name_key(data.get("name") or "")
        others = SettledName.objects.filter(key=key, source=data.get("source"))
        standing = others.exclude(pk=self.instance.pk).first()
        if standing is not None:
            already = gettext("That is decided already: {decision}, for {scope}.")
            raise ValidationError(already.format(decision=standing, scope=standing.scope))
        return data
