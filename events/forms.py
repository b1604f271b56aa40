"""What people type in, validated."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from events.ingest.errors import IngestError
from events.ingest.incoming import SUFFIXES, IncomingArticle, from_file
from events.ingest.texts import clean_text


class ArticleForm(forms.Form):
    """A pasted text or a file, with what is known of it; ``incoming()`` is the article."""

    text = forms.CharField(
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 14, "dir": "auto", "spellcheck": "false"}),
    )
    file = forms.FileField(
        required=False,
        label=_("Or a file"),
        help_text=_(".txt, .md or .html"),
        widget=forms.ClearableFileInput(attrs={"accept": ",".join(sorted(SUFFIXES))}),
    )
    title = forms.CharField(required=False, max_length=500)
    published = forms.DateField(
        required=False,
        label=_("Published"),
        help_text=_("Left empty, it is inferred from the text where that is possible."),
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    source = forms.CharField(
        required=False, max_length=200, widget=forms.TextInput(attrs={"list": "sources"})
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
