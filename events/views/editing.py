"""What editors do outside the admin: hand in an article, say what a name in it means."""

from __future__ import annotations

import time
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from events.correcting import correct
from events.curation import publish, reject
from events.filter_values import MAX_ID
from events.forms import TAKE_BACK, ArticleForm, CorrectionForm, SettleForm
from events.geoparsing.gazetteer import GazetteerMissing
from events.geoparsing.names import name_key
from events.ingest.drafts import add_article, read_article
from events.ingest.incoming import IncomingArticle
from events.ingest.reading import read_incoming
from events.known_places import save_place
from events.models import Article, Event, Place, SettledName, Source
from events.previews import Preview, preview_of
from events.settled_names import dictionary_name, in_words, settle_name, take_back
from events.views.public import SETTLES


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
        messages.info(request, _("This text is already here: this is its article."))
        return redirect(article)
    counts = read_article(article=article)
    messages.success(
        request,
        _("Saved: {toponyms} toponyms, {dates} dates, {drafts} events drafted.").format(
            toponyms=counts.toponyms, dates=counts.dates, drafts=counts.drafts
        ),
    )
    return redirect(article)


@require_POST
@login_required
@permission_required(SETTLES, raise_exception=True)
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """An editor settles a name of an article, strikes it or takes that back; it is read again."""
    article = get_object_or_404(Article.objects.select_related("source"), pk=min(pk, MAX_ID))
    form = SettleForm(request.POST)
    if not form.is_valid():
        for errors in form.errors.values():
            messages.error(request, " ".join(str(error) for error in errors))
        return _to_names(article)
    messages.success(request, _settled(request, article, form.cleaned_data))
    try:
        counts = read_article(article=article)
    except GazetteerMissing as error:
        messages.error(request, f"{_('The article was not read again.')} {error}")
        return _to_names(article)
    if counts.kept:
        kept = ngettext(
            "{number} event is left as an editor decided: see whether the places fit.",
            "{number} events are left as an editor decided: see whether the places fit.",
            counts.kept,
        )
        messages.info(request, kept.format(number=counts.kept))
    return _to_names(article)


@require_POST
@login_required
@permission_required("events.change_event", raise_exception=True)
def correct_event(request: HttpRequest, pk: int, event_pk: int) -> HttpResponse:
    """An editor puts the type, the days or a place of an event right, or decides on it."""
    article = get_object_or_404(Article, pk=min(pk, MAX_ID))
    told = Event.objects.standing().filter(evidence__article=article).distinct()
    event = get_object_or_404(told, pk=min(event_pk, MAX_ID))
    user = cast(User, request.user)
    form = CorrectionForm(request.POST, event=event, article=article)
    if not form.is_valid():
        for errors in form.errors.values():
            messages.error(request, " ".join(str(error) for error in errors))
        return _to_event(article, event)
    changed = correct(event=event, article=article, user=user, said=form.corrected())
    decided = _decided(request, event, user)
    if changed or decided:
        messages.success(request, _("“{title}” is put right.").format(title=event.title))
    return _to_event(article, event)


def _decided(request: HttpRequest, event: Event, user: User) -> bool:
    """Whether a button for publishing or rejecting was pressed, and did it."""
    decide = {"publish": publish, "reject": reject}.get(request.POST.get("decide", ""))
    if decide is None:
        return False
    done = decide(events=[event], user=user)
    if done.undated:
        messages.warning(request, _("Only an event with days can be published."))
    return done.changed > 0


def _to_event(article: Article, event: Event) -> HttpResponse:
    return redirect(f"{article.get_absolute_url()}#event-{event.pk}")


def _settled(request: HttpRequest, article: Article, said: dict[str, Any]) -> str:
    """Keeps or takes back the decision; a sentence that says what holds from now on."""
    user, place = cast(User, request.user), said["place"]
    name = dictionary_name(said["name"], article.text)
    if place == TAKE_BACK:
        return _taken_back(name, article, user)
    row = settle_name(
        name=name,
        place=save_place(place) if isinstance(place, Place) else None,
        source=None if said["scope"] == "everywhere" else article.source,
        article=article,
        user=user,
    )
    return in_words([row])


def _taken_back(name: str, article: Article, user: User) -> str:
    standing = SettledName.objects.standing_for(name_key(name), article.source)
    if standing is None:
        return _("Nothing is decided of “{name}” any more.").format(name=name)
    take_back(settled=standing, user=user)
    words = _("What was decided of “{name}” for {scope} is taken back.")
    return words.format(name=name, scope=standing.scope)


def _to_names(article: Article) -> HttpResponse:
    return redirect(f"{article.get_absolute_url()}#names")


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
