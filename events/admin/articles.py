"""Articles in the admin: the text stands, all else can be put right, and it can be read again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from events.admin.fields import plain_lines
from events.admin.history import HistoryAdmin
from events.codes import Status
from events.geoparsing.gazetteer import GazetteerMissing
from events.ingest.errors import IngestError
from events.models import Article, text_sha256
from events.pages import article_view, settled_view
from events.wording import number_in_words

MOST_READ_AT_ONCE = 20
SHOWN_CHARACTERS = 20_000
SHOWN_NAMES = 200


class ArticleForm(forms.ModelForm[Article]):
    class Meta:
        model = Article
        fields = ("title", "source", "url", "language", "published", "text")

    def clean_text(self) -> str:
        text = plain_lines(self.cleaned_data["text"])
        most = settings.MAX_ARTICLE_CHARACTERS
        if len(text) > most:
            long = gettext("The text has {number} characters; at most {most} are read.")
            raise ValidationError(
                long.format(number=number_in_words(len(text)), most=number_in_words(most))
            )
        if "\x00" in text:
            raise ValidationError(gettext("The text holds a zero byte: it is not plain text."))
        same = Article.objects.with_text_hash(text_sha256(text)).first()
        if same is not None:
            there = gettext("This text is there already: “{title}” (article {number}).")
            raise ValidationError(there.format(title=same, number=same.pk))
        return text


@admin.register(Article)
class ArticleAdmin(HistoryAdmin):
    form = ArticleForm
    change_form_template = "admin/dateline/article_form.html"
    list_display = ("heading", "published", "source", "read", "drafts", "live", "rejected", "page")
    list_filter = (("source", admin.RelatedOnlyFieldListFilter), "published_inferred", "language")
    search_fields = ("title", "text", "url", "source__name")
    search_help_text = _("Words of the title, the text, the address and the source.")
    date_hierarchy = "published"
    ordering = ("-published", "-id")  # counting events drops the order of the table
    list_per_page = 50
    list_select_related = ("source",)
    autocomplete_fields = ("source",)
    actions = ("read_again",)
    fieldsets = (
        (None, {"fields": ("title", "source", "url", "language")}),
        (_("Published"), {"fields": (("published", "published_how"),)}),
        (_("Text"), {"fields": ("shown_text",)}),
        (_("Places named"), {"fields": ("shown_names",)}),
    )
    add_fieldsets = (
        (None, {"fields": ("title", "source", "url", "language", "published", "text")}),
    )
    readonly_fields = ("published_how", "shown_text", "shown_names")

    def get_fieldsets(self, request: HttpRequest, obj: Article | None = None) -> Any:
        return self.fieldsets if obj else self.add_fieldsets

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        articles: QuerySet[Article] = super().get_queryset(request)
        return articles.defer("text").annotate(
            drafts=Count("events", filter=Q(events__status=Status.DRAFT)),
            live=Count("events", filter=Q(events__status=Status.PUBLISHED)),
            rejected=Count("events", filter=Q(events__status=Status.REJECTED)),
        )

    @admin.display(description=_("title"), ordering="title")
    def heading(self, article: Article) -> str:
        return str(article)

    @admin.display(description=_("read"), ordering="read_at", boolean=True)
    def read(self, article: Article) -> bool:
        return article.read_at is not None

    @admin.display(description=_("drafts"), ordering="drafts")
    def drafts(self, article: Any) -> SafeString | str:
        return _events_link(article, article.drafts, Status.DRAFT)

    @admin.display(description=Status.PUBLISHED.label, ordering="live")
    def live(self, article: Any) -> SafeString | str:
        return _events_link(article, article.live, Status.PUBLISHED)

    @admin.display(description=Status.REJECTED.label, ordering="rejected")
    def rejected(self, article: Any) -> SafeString | str:
        return _events_link(article, article.rejected, Status.REJECTED)

    @admin.display(description=_("page"))
    def page(self, article: Article) -> SafeString:
        return format_html('<a href="{}">{}</a>', article.get_absolute_url(), gettext("open"))

    @admin.display(description=_("known how"))
    def published_how(self, article: Article) -> str:
        if article.published is None:
            return gettext("not known")
        if not article.published_inferred:
            return gettext("given")
        reason = article.published_reason or gettext("no reason kept")
        return gettext("inferred from the text: {reason}").format(reason=reason)

    @admin.display(description=_("text"))
    def shown_text(self, article: Article) -> SafeString:
        text = article.text
        rest = len(text) - SHOWN_CHARACTERS
        more = ngettext(
            "… {n} more character on the article's page.",
            "… {n} more characters on the article's page.",
            rest,
        )
        return format_html(
            '<div class="dl-text" tabindex="0">{}{}</div>',
            text[:SHOWN_CHARACTERS],
            "\n" + more.format(n=number_in_words(rest)) if rest > 0 else "",
        )

    @admin.display(description=_("names"))
    def shown_names(self, article: Article) -> SafeString:
        """Each name with its candidates and reasons; they are settled on the article's page."""
        view = settled_view(article_view("", article.toponyms.all(), ()), article)
        return render_to_string(
            "admin/dateline/article_names.html",
            {
                "names": view.names[:SHOWN_NAMES],
                "rest": max(0, len(view.names) - SHOWN_NAMES),
                "struck": view.struck,
                "page": article.get_absolute_url(),
            },
        )

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if "published" in form.changed_data:
            obj.published_inferred = False
            obj.published_reason = ""
        super().save_model(request, obj, form, change)

    # Reading again

    def get_urls(self) -> list[URLPattern]:
        again = path(
            "<path:object_id>/read/",
            self.admin_site.admin_view(require_POST(self.read_view)),
            name="events_article_read",
        )
        urls: list[URLPattern] = super().get_urls()
        return [again, *urls]

    def read_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        article = self.get_object(request, object_id)
        if article is None:
            raise Http404(gettext("There is no such article."))
        if not self.has_change_permission(request, article):
            raise PermissionDenied
        _read(request, [article])
        return HttpResponseRedirect(reverse("admin:events_article_change", args=[article.pk]))

    @admin.action(description=_("Read again"), permissions=["change"])
    def read_again(self, request: HttpRequest, queryset: QuerySet[Article]) -> None:
        count = queryset.count()
        if count > MOST_READ_AT_ONCE:
            many = gettext("Choose at most {most} articles at once, not {number}.")
            messages.error(request, many.format(most=MOST_READ_AT_ONCE, number=count))
            return
        _read(request, list(queryset))


def _events_link(article: Article, count: int, status: Status) -> SafeString | str:
    if not count:
        return "0"
    url = reverse("admin:events_event_changelist")
    return format_html(
        '<a href="{}?article__id__exact={}&amp;status__exact={}">{}</a>',
        url, article.pk, status.value, count,
    )  # fmt: skip


def _read(request: HttpRequest, articles: Sequence[Article]) -> None:
    """Reads each in a transaction of its own, and says what came of it."""
    from events.ingest.drafts import read_article  # loads the language model: not with the admin

    for article in articles:
        try:
            counts = read_article(article=article)
        except GazetteerMissing as error:
            messages.error(request, gettext("Nothing was read.") + f" {error}")
            return
        except IngestError as error:
            failed = gettext("“{title}” cannot be read: {error}")
            messages.error(request, failed.format(title=article, error=error))
            continue
        said = gettext(
            "“{title}” was read again: {drafts} drafted, {published} of them published by "
            "themselves, {kept} left as an editor decided."
        ).format(title=article, drafts=counts.drafts, published=counts.published, kept=counts.kept)
        messages.success(request, said)
