"""What editors do outside the admin: hand in an article."""

from __future__ import annotations

import time

from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods

from events.forms import ArticleForm
from events.geoparsing.gazetteer import GazetteerMissing
from events.ingest.drafts import add_article, read_article
from events.ingest.incoming import IncomingArticle
from events.ingest.reading import read_incoming
from events.models import Source
from events.previews import Preview, preview_of


@require_http_methods(["GET", "POST"])
@login_required
@permission_required("events.add_article", raise_exception=True)
def add(request: HttpRequest) -> HttpResponse:
    """Paste or upload; look at what is read; save it as drafts."""
    form = ArticleForm(request.POST or None, request.FILES or None)
    if request.method != "POST" or not form.is_valid():
        return _page(request, form, status=200 if request.method == "GET" else 422)
    incoming = form.incoming()
    try:
        if "save" in request.POST:
            return _save(request, incoming)
        preview = _preview(incoming)
    except GazetteerMissing as error:
        form.add_error(None, str(error))
        return _page(request, form, status=503)
    return _page(request, _form_of(incoming), preview=preview)


def _preview(incoming: IncomingArticle) -> Preview:
    began = time.perf_counter()
    reading = read_incoming(incoming)
    return preview_of(incoming, reading, time.perf_counter() - began)


def _save(request: HttpRequest, incoming: IncomingArticle) -> HttpResponse:
    article, is_new = add_article(incoming=incoming)
    if not is_new and article.read_at:
        messages.info(request, "This text is already here: this is its article.")
        return redirect(article)
    counts = read_article(article=article)
    messages.success(
        request,
        format_html(
            "Saved: {} toponyms, {} dates, {} events drafted.",
            counts.toponyms,
            counts.dates,
            counts.drafts,
        ),
    )
    return redirect(article)


def _form_of(incoming: IncomingArticle) -> ArticleForm:
    """The form as it would have been filled in by hand: an uploaded file becomes its text."""
    return ArticleForm(
        initial={
            "text": incoming.text,
            "title": incoming.title,
            "published": incoming.published,
            "source": incoming.source,
            "url": incoming.url,
        }
    )


def _page(
    request: HttpRequest,
    form: ArticleForm,
    *,
    preview: Preview | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "form": form,
        "preview": preview,
        "sources": Source.objects.values_list("name", flat=True)[:500],
    }
    return render(request, "events/article_add.html", context, status=status)
