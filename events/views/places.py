"""The page of a place: where it is, and what happened there over time."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from events.cards import card_of
from events.filters import EventFilter
from events.geoparsing.gazetteer import GazetteerMissing
from events.geoparsing.names import name_key
from events.histogram import bars_of
from events.known_places import feature_label, gazetteer
from events.maps.elements import places_map
from events.maps.listing import PAGE_SIZE
from events.maps.symbols import PLACE_SYMBOL, as_config
from events.models import Event, Place
from events.pages import place_config
from events.place_names import country_in_words, place_name
from events.translations import script_words
from events.views.common import edit_url, is_editor, known_id
from events.views.public import PLACES_CONFIG


@require_safe
def place_page(request: HttpRequest, pk: int) -> HttpResponse:
    """A place with its published events; readers see it once there are some."""
    place = get_object_or_404(Place, pk=known_id(pk))
    events = Event.objects.published().of_place(place)
    spans = list(events.days_counted())
    if not (spans or is_editor(request)):
        raise Http404("No published event is at this place.")
    count = sum(span[2] for span in spans)
    page = _paginator(events.with_everything().newest_first(), count).get_page(
        request.GET.get("page")
    )
    context = {
        "place": place,
        "name": place_name(place),
        "where": _where(place),
        "kind": feature_label(place.feature),
        "map": places_map(PLACES_CONFIG),
        "config": {
            "places": place_config(place),
            "symbols": as_config([PLACE_SYMBOL]),
            "words": script_words(),
        },
        "bars": bars_of(spans),
        "page": page,
        "cards": [card_of(event) for event in page],
        "query": EventFilter(place_id=place.pk).query_string(),
        "edit_url": edit_url(request, "place", place.pk),
    }
    return render(request, "events/place.html", context)


def _paginator(events: Any, count: int) -> Paginator[Event]:
    """Of events that are counted already."""
    paginator = Paginator(events, PAGE_SIZE)
    paginator.count = count
    return paginator


def _where(place: Place) -> list[str]:
    """What the place lies in, from small to large."""
    own = {name_key(place.name), name_key(place_name(place))}
    names = [_division(place), country_in_words(place.country)]
    return [name for name in names if name_key(name) not in {"", *own}]


def _division(place: Place) -> str:
    """The first-order division, as the gazetteer calls it; "" without one or a gazetteer."""
    if not (place.country and place.admin1):
        return ""
    try:
        division = gazetteer().division(place.country, place.admin1)
    except GazetteerMissing:
        return ""
    return division.name if division and division.geonameid != place.geonameid else ""
