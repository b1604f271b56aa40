"""Names that editors settled, in the admin: seen, made, changed and taken back."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from events.admin.events import PickerMedia
from events.admin.filters import StruckFilter
from events.admin.forms import SettledNameForm
from events.admin.history import HistoryAdmin, editor_of
from events.geoparsing.gazetteer import GazetteerMissing
from events.models import Article, SettledName


@admin.register(SettledName)
class SettledNameAdmin(HistoryAdmin):
    """Taking back is deleting: the history keeps what was decided."""

    form = SettledNameForm
    list_display = ("name", "means", "holds_for", "decided_by", "decided_at", "article_link")
    list_filter = (
        ("source", admin.RelatedOnlyFieldListFilter),
        StruckFilter,
        "decided_at",
    )
    list_select_related = ("source", "place", "decided_by", "article")
    search_fields = ("name", "key", "place__name", "source__name")
    search_help_text = _("Letters of the name, the place or the source.")
    autocomplete_fields = ("source",)
    fields = ("name", "source", "place", "decided_by", "decided_at", "article_link")
    readonly_fields = ("decided_by", "decided_at", "article_link")
    list_per_page = 100

    class Media(PickerMedia):
        pass

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).defer("article__text")

    def get_fields(self, request: HttpRequest, obj: SettledName | None = None) -> Any:
        return self.fields if obj else ("name", "source", "place")

    @admin.display(description=_("means"), ordering="place__name")
    def means(self, row: SettledName) -> str:
        return str(row.place or gettext("no place"))

    @admin.display(description=_("holds for"), ordering="source__name")
    def holds_for(self, row: SettledName) -> str:
        return row.scope

    @admin.display(description=_("decided on"))
    def article_link(self, row: SettledName) -> SafeString | str:
        if row.article is None:
            return "—"
        title = Truncator(str(row.article)).chars(45)
        return format_html('<a href="{}">{}</a>', row.article.get_absolute_url(), title)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if not change or form.changed_data:
            obj.decided_by = editor_of(request)
        if not change:
            obj.article = _article_of(request)
        super().save_model(request, obj, form, change)
        if not change and obj.article is not None:
            _read_again(request, obj.article)


def _article_of(request: HttpRequest) -> Article | None:
    """The article whose page led here."""
    number = request.GET.get("article", "")
    if not (number.isascii() and number.isdecimal() and len(number) < 19):
        return None
    return Article.objects.filter(pk=number).first()


def _read_again(request: HttpRequest, article: Article) -> None:
    """The article whose page led here shows at once what was decided."""
    from events.ingest.drafts import read_article  # loads the language model: not with the admin

    try:
        read_article(article=article)
    except GazetteerMissing as error:
        failed = gettext("“{title}” was not read again. {error}")
        messages.error(request, failed.format(title=article, error=error))
        return
    done = gettext('<a href="{url}">{title}</a> was read again.')
    messages.success(request, format_html(done, url=article.get_absolute_url(), title=str(article)))
