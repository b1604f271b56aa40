"""What people type in, validated."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from events.correcting import NOT_HERE, Corrected
from events.geoparsing.gazetteer import GazetteerMissing
from events.geoparsing.names import name_key
from events.geoparsing.taxonomy import EVENT_TYPES
from events.ingest.errors import IngestError
from events.ingest.incoming import SUFFIXES, IncomingArticle, from_file
from events.ingest.texts import clean_text
from events.known_places import place_of_key
from events.models import Article, Event, Place, TimeExpression


class ArticleForm(forms.Form):
    """A pasted text or a file, with what is known of it; ``incoming()`` is the article."""

    text = forms.CharField(
        required=False,
        label=_("Text"),
        strip=False,
        widget=forms.Textarea(attrs={"rows": 14, "dir": "auto", "spellcheck": "false"}),
    )
    file = forms.FileField(
        required=False,
        label=_("Or a file"),
        help_text=_(".txt, .md or .html"),
        widget=forms.ClearableFileInput(attrs={"accept": ",".join(sorted(SUFFIXES))}),
    )
    title = forms.CharField(required=False, max_length=500, label=_("Title"))
    published = forms.DateField(
        required=False,
        label=_("Published"),
        help_text=_("Left empty, it is inferred from the text where that is possible."),
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    source = forms.CharField(
        required=False,
        max_length=200,
        label=_("Source"),
        widget=forms.TextInput(attrs={"list": "sources"}),
    )
    url = forms.URLField(required=False, max_length=2000, label=_("Address"), assume_scheme="https")

    def clean(self) -> dict[str, Any]:
        fields = super().clean() or {}
        if "text" in self.errors:
            return fields
        try:
            fields["incoming"] = self._incoming(fields)
        except IngestError as error:
            self.add_error("file" if fields.get("file") else "text", str(error))
        return fields

    def _incoming(self, fields: dict[str, Any]) -> IncomingArticle:
        limit = settings.MAX_ARTICLE_CHARACTERS
        upload: UploadedFile[bytes] | None = fields.get("file")
        if upload is not None:
            found = from_file(upload.name or "the file", upload.read(), limit)
        else:
            found = IncomingArticle(text=clean_text(fields.get("text") or "", limit))
        return IncomingArticle(
            text=found.text,
            title=fields.get("title") or found.title,
            published=fields.get("published") or found.published,
            source=fields.get("source") or found.source,
            url=fields.get("url") or found.url,
        )

    def incoming(self) -> IncomingArticle:
        """The article; only after ``is_valid()``."""
        incoming: IncomingArticle = self.cleaned_data["incoming"]
        return incoming


class CorrectionForm(forms.Form):
    """What an editor chose beside an event on the page of its article.

    ``corrected()`` is the choice; the lists of places are named ``place-<location>``.
    """

    type = forms.ChoiceField(
        choices=[("", ""), *((code, code) for code in EVENT_TYPES)], required=False
    )
    days = forms.ModelChoiceField(TimeExpression.objects.none(), required=False)

    def __init__(self, data: QueryDict, *, event: Event, article: Article) -> None:
        super().__init__(data)
        told = article.time_expressions.filter(first_day__isnull=False)
        self.fields["days"] = forms.ModelChoiceField(told, required=False)
        for location in event.locations.all():
            self.fields[f"place-{location.pk}"] = forms.CharField(max_length=100, required=False)

    def clean(self) -> dict[str, Any]:
        fields = super().clean() or {}
        self.places: dict[int, Place | None] = {}
        for name, value in fields.items():
            if name.startswith("place-") and value:
                self._take_place(int(name.removeprefix("place-")), value)
        return fields

    def _take_place(self, location: int, value: str) -> None:
        try:
            place = None if value == NOT_HERE else place_of_key(value)
        except GazetteerMissing as error:
            words = format_lazy("{} {}", _("The place cannot be looked up."), str(error))
            self.add_error(None, words)
            return
        if place is None and value != NOT_HERE:
            self.add_error(None, _("This place is not known any more."))
            return
        self.places[location] = place

    def corrected(self) -> Corrected:
        """Only after ``is_valid()``."""
        fields = self.cleaned_data
        return Corrected(fields.get("type", ""), fields.get("days"), self.places)


NO_PLACE, TAKE_BACK = "none", "back"  # what a button sends instead of the key of a place


class SettleForm(forms.Form):
    """What an editor says of a name on the page of an article: which place, for whose articles."""

    name = forms.CharField(max_length=500, strip=False)
    place = forms.CharField(max_length=100)
    scope = forms.ChoiceField(choices=[("source", ""), ("everywhere", "")], required=False)

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if not name_key(name):
            raise forms.ValidationError(_("A name has at least one letter or digit."))
        return name

    def clean_place(self) -> Place | str:
        """The row of the place, not saved yet where it is new; or what another button says."""
        value: str = self.cleaned_data["place"]
        if value in (NO_PLACE, TAKE_BACK):
            return value
        try:
            place = place_of_key(value)
        except GazetteerMissing as error:
            raise forms.ValidationError(
                format_lazy("{} {}", _("The place cannot be looked up."), str(error))
            ) from error
        if place is None:
            raise forms.ValidationError(_("This place is not known any more."))
        return place
