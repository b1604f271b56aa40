"""The pages that anyone may read: the map, its data, events and articles."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.views.decorators.http import require_safe

from events.cards import card_of, safe_address, telling_article
from events.correcting import correction_of, spans_of
from events.filter_values import MAX_ID
from events.filters import EventFilter
from events.maps.elements import explorer_map, places_map
from events.maps.explorer import FIRST_MODULES, explorer_config, module_address, shown_sources
from events.maps.first_look import first_look, first_look_script
from events.maps.listing import Page
from events.maps.symbols import FAMILIES, all_symbols, as_config
from events.maps.towns import towns_json, towns_version
from events.models import Article, Event
from events.pages import article_view, places_config, settled_view, tellings_of
from events.querysets import EventQuerySet
from events.translations import script_words
from events.views.common import edit_url, is_editor, known_id
from events.views.explore import list_context, list_page, read_filter

SETTLES = ("events.add_settledname", "events.change_article")  # who may say what a name means
MOST_CARDS = 50
EXPLORER_CONFIG = "explorer-config"
PLACES_CONFIG = "places-config"


@require_safe
def map_page(request: HttpRequest) -> HttpResponse:
    """The front page: map and timeline, and the list, which works without a script."""
    event_filter = read_filter(request)
    context = explorer_context(request, event_filter, editor=is_editor(request))
    return render(request, "events/map.html", context)


def explorer_context(
    request: HttpRequest, event_filter: EventFilter, *, editor: bool = False
) -> dict[str, Any]:
    """What the map, the timeline and the list need, by themselves or in a page."""
    config = explorer_config(event_filter, is_editor=editor)
    return {
        "map": explorer_map(event_filter.at, EXPLORER_CONFIG),
        "config": config,
        "first_look": first_look(event_filter, request.GET.get("show", "")),
        "first_look_script": first_look_script(),
        "first_box": ",".join(map(str, config.get("box") or [])),
        "modules": [module_address(name) for name in FIRST_MODULES],
        **panels_context(request, event_filter, list_page(request, event_filter)),
    }


def panels_context(request: HttpRequest, event_filter: EventFilter, page: Page) -> dict[str, Any]:
    """What the panels around a map are made of."""
    return {
        "explorer_url": request.path,
        "symbols": all_symbols(),
        "families": FAMILIES,
        "sources": shown_sources(),
        "exact_place": event_filter.exact_place(),
        **list_context(event_filter, page),
    }


@require_safe
def map_towns(request: HttpRequest) -> HttpResponseBase:
    """Names of towns for the base map; nothing where there is no gazetteer.

    The language is in the address, so that a browser keeps one answer for each.
    """
    version = towns_version()
    wanted = request.GET.get("language", "en")
    language = wanted if wanted in dict(settings.LANGUAGES) else "en"
    etag = f'"{version}-{language}"'
    unchanged = get_conditional_response(request, etag=etag)
    if unchanged is not None and unchanged.status_code == 304:
        return unchanged
    response = HttpResponse(towns_json(version, language), content_type="application/json")
    response["ETag"] = etag
    patch_cache_control(response, max_age=86_400 if version else 0)
    return response


@require_safe
def event_card(request: HttpRequest, pk: int) -> JsonResponse:
    """One event as a card."""
    return JsonResponse(card_of(_get_event(request, pk)))


@require_safe
def event_cards(request: HttpRequest) -> JsonResponse:
    """``?id=1&id=2``: up to fifty events as cards, newest first; unknown ones are left out."""
    values = request.GET.getlist("id")[:MOST_CARDS]
    numbers = [int(value) for value in values if value.isascii() and value.isdigit()]
    wanted = [number for number in numbers if number <= MAX_ID]
    events = _visible_events(request).filter(pk__in=wanted).with_everything().newest_first()
    return JsonResponse({"cards": [card_of(event) for event in events]})


@require_safe
def event_page(request: HttpRequest, pk: int) -> HttpResponse:
    event = _get_event(request, pk)
    article = telling_article(event)
    locations = list(event.locations.all())
    context = {
        "event": event,
        "map": places_map(PLACES_CONFIG) if locations else None,
        "config": {
            "places": places_config(event),
            "symbols": as_config(all_symbols()),
            "words": script_words(),
        },
        "locations": locations,
        "tellings": tellings_of(event),
        "article": article,
        "article_url": safe_address(article.url) if article else "",
        "edit_url": edit_url(request, "event", event.pk),
    }
    return render(request, "events/event.html", context)


@require_safe
def article_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The text with what was read in it; readers see it once an event rests on it."""
    article = get_object_or_404(Article.objects.select_related("source"), pk=known_id(pk))
    events = _visible_events(request).standing().filter(evidence__article=article).distinct()
    drafted = list(events.with_everything().order_by("first_day", "id"))
    if not (drafted or is_editor(request)):
        raise Http404("No published event rests on this article.")
    toponyms, expressions = list(article.toponyms.all()), list(article.time_expressions.all())
    view = article_view(article.text, toponyms, expressions)
    may_correct = request.user.has_perm("events.change_event")
    may_settle = request.user.has_perms(SETTLES)
    context = {
        "article": article,
        "article_url": safe_address(article.url),
        "view": settled_view(view, article) if may_settle else view,
        "settle_url": reverse("events:article-settle", args=[article.pk]) if may_settle else "",
        "cards": [
            {
                **card_of(event),
                "status": event.status,
                "spans": spans_of(row for row in event.evidence.all() if row.article == article),
                "correction": correction_of(event, article, toponyms, expressions)
                if may_correct
                else None,
            }
            for event in drafted
        ],
        "edit_url": edit_url(request, "article", article.pk),
    }
    return render(request, "events/article.html", context)


def _visible_events(request: HttpRequest) -> EventQuerySet:
    """Everything for editors; for anyone else only what is published."""
    events = Event.objects.all()
    return events if is_editor(request) else events.published()


def _get_event(request: HttpRequest, pk: int) -> Event:
    return get_object_or_404(_visible_events(request).with_everything(), pk=known_id(pk))
