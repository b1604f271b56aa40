"""Form fields and widgets of the admin: a place picked by name, lines as a list, quoted words."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import BaseRenderer
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from events.geoparsing.gazetteer import GazetteerMissing
from events.known_places import place_of_key
from events.models import Place

MOST_LINES = 100


class PlacePicker(forms.Widget):
    """A box to type a name in, and a list to pick from; sends an id or a gazetteer key."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.place: Place | None = None  # what is known already: saves a query a row
        self.choices: Any = ()

    def render(
        self,
        name: str,
        value: Any,
        attrs: dict[str, Any] | None = None,
        renderer: BaseRenderer | None = None,
    ) -> SafeString:
        place = self._place(value)
        context = {
            "name": name,
            "value": "" if value is None else value,
            "label": str(place) if place else "",
            "place": place,
            "required": self.is_required,
            "attrs": self.build_attrs(self.attrs, attrs),
            "search_url": reverse("events:gazetteer-search"),
        }
        return render_to_string("admin/dateline/place_picker.html", context)

    def id_for_label(self, id_: str) -> str:
        return id_

    def _place(self, value: Any) -> Place | None:
        if value in (None, ""):
            return None
        if self.place is not None and str(value) in (str(self.place.pk), self.place.key):
            return self.place
        try:
            return find_place(str(value))
        except ValidationError:
            return None


def find_place(value: str) -> Place:
    """The place of an id or of a gazetteer key; a new row that is not saved where the key is new.

    Raises ValidationError with a sentence.
    """
    if value.isdecimal():
        place = Place.objects.filter(pk=value).first() if len(value) < 19 else None
    else:
        try:
            place = place_of_key(value) if len(value) <= 100 and "\x00" not in value else None
        except GazetteerMissing as error:
            raise ValidationError(
                gettext("The place cannot be looked up.") + f" {error}"
            ) from error
    if place is None:
        raise ValidationError(
            gettext("This place is not known any more: search for it by name again.")
        )
    return place


class PlaceField(forms.ModelChoiceField[Place]):
    """A place by id, or by the key of a gazetteer's place that has no row yet."""

    widget = PlacePicker
    default_error_messages = {
        "required": _("Search for a place by name and pick one from the list.")
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Place.objects.all(), **kwargs)

    def to_python(self, value: Any) -> Place | None:
        if value in self.empty_values:
            return None
        return value if isinstance(value, Place) else find_place(str(value))


class LinesField(forms.CharField):
    """A list of short texts, one a line."""

    widget = forms.Textarea(attrs={"rows": 3})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(str(item) for item in value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        if isinstance(value, list):
            return value
        lines = [line.strip() for line in (super().to_python(value) or "").splitlines()]
        lines = [line for line in lines if line]
        if len(lines) > MOST_LINES:
            many = gettext("At most {most} lines, not {number}.")
            raise ValidationError(many.format(most=MOST_LINES, number=len(lines)))
        return lines

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool((initial or []) != self.to_python(data))
        except ValidationError:
            return True


class QuoteField(forms.CharField):
    """Words of an article.  Browsers send line ends as CR LF: that alone is no change."""

    widget = forms.Textarea(attrs={"rows": 2})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(strip=False, **kwargs)

    def to_python(self, value: Any) -> str:
        return plain_lines(super().to_python(value) or "")

    def has_changed(self, initial: Any, data: Any) -> bool:
        return plain_lines(initial or "") != plain_lines(data or "")


def plain_lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def check_latitude(value: float) -> None:
    if not -90 <= value <= 90:
        off = gettext("Latitude goes from -90 (South Pole) to 90 (North Pole), not {value}.")
        raise ValidationError(off.format(value=f"{value:g}"))


def check_longitude(value: float) -> None:
    if not -180 <= value <= 180:
        off = gettext("Longitude goes from -180 to 180, not {value}.")
        raise ValidationError(off.format(value=f"{value:g}"))


class CoordinateField(forms.FloatField):
    widget = forms.NumberInput(attrs={"step": "any", "class": "dl-coordinate"})


def latitude_field(*, required: bool) -> CoordinateField:
    label = capfirst(_("latitude"))
    return CoordinateField(label=label, required=required, validators=[check_latitude])


def longitude_field(*, required: bool) -> CoordinateField:
    label = capfirst(_("longitude"))
    return CoordinateField(label=label, required=required, validators=[check_longitude])
