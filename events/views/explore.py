"""What the map asks while it is looked at: tiles, cubes, numbers, the list, names of places."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from events.areas import Box, read_bounds
from events.filters import EventFilter
from events.kept import Kept
from events.known_places import places_to_jump_to
from events.maps.answers import answered, building, refused
from events.maps.index import Axis, IndexNotReady, Question, Snapshot, current_index
from events.maps.listing import Page, page_of
from events.maps.summary import PARTS, summary_of
from events.search import WordsNotReady
from events.views.common import is_editor

DEEPEST = 22  # tiles of 512 pixels, 2 cm a pixel
LONGEST_NAME = 100
BINARY = "application/octet-stream"
MOST_FILTERS = 200
_filters: Kept[tuple[Any, ...], EventFilter] = Kept(MOST_FILTERS)


@require_safe
def map_tile(request: HttpRequest, z: str, x: str, y: str) -> HttpResponseBase:
    """Points and counts of one tile, in the window; docs/map-index.md has the layout."""
    try:
        tile = read_tile(z, x, y)
    except ValueError as error:
        return refused(str(error))
    return _of_index(
        request, lambda index, question, _: index.tile(question, *tile).to_bytes(), BINARY
    )


@require_safe
def map_cube(request: HttpRequest, z: str, x: str, y: str) -> HttpResponseBase:
    """Counts of one tile's cells by bins of the axis, so that the browser knows every window."""
    try:
        tile = read_tile(z, x, y)
        axis = Axis.parse(request.GET.get("axis", "")[:60])
    except ValueError as error:
        return refused(str(error))
    return _of_index(
        request,
        lambda index, question, _: index.cube(question, *tile, axis).to_bytes(),
        BINARY,
    )


@require_safe
def map_summary(request: HttpRequest) -> HttpResponseBase:
    """Numbers of what the map shows; ``parts`` says which."""
    try:
        text = request.GET.get("axis", "")[:60]
        axis = Axis.parse(text) if text else None
    except ValueError as error:
        return refused(str(error))
    parts = request.GET.get("parts", ",".join(PARTS))[:200].split(",")
    editor = _is_known(request) and is_editor(request)

    def make(index: Snapshot, question: Question, event_filter: EventFilter) -> bytes:
        bounds, errors = bounds_of_view(request)
        summary = summary_of(
            index,
            question,
            bounds=bounds,
            axis=axis,
            parts=parts,
            editor=editor,
        )
        said = [*event_filter.errors, *errors]
        return _json({"version": index.version, "errors": said, **summary})

    return _of_index(request, make, "application/json", private=editor)


@require_safe
def map_list(request: HttpRequest) -> HttpResponseBase:
    """A page of the list as HTML, for the script of the front page."""

    def make(_: Snapshot, __: Question, event_filter: EventFilter) -> bytes:
        return _list_markup(request, event_filter)

    def make_without() -> HttpResponse:
        """By the database alone, slowly, and not to be kept."""
        response = HttpResponse(_list_markup(request, read_filter(request)))
        patch_cache_control(response, no_store=True)
        return response

    return _of_index(request, make, "text/html; charset=utf-8", without=make_without)


def _list_markup(request: HttpRequest, event_filter: EventFilter) -> bytes:
    page = list_page(request, event_filter)
    context = list_context(event_filter, page)
    return render_to_string("events/_list.html", context, request).encode()


@require_safe
def map_places(request: HttpRequest) -> JsonResponse:
    """``?q=`` is the beginning of a name: places of the gazetteer to move the map to."""
    name = " ".join(request.GET.get("q", "").replace("\x00", " ").split())
    found = places_to_jump_to(name) if 0 < len(name) <= LONGEST_NAME else []
    response = JsonResponse(found, safe=False, json_dumps_params={"ensure_ascii": False})
    patch_cache_control(response, max_age=3600 if found else 0)
    return response


def list_page(request: HttpRequest, event_filter: EventFilter) -> Page:
    bounds, _ = bounds_of_view(request)
    return page_of(event_filter, bounds, request.GET.get("after", ""))


def list_context(event_filter: EventFilter, page: Page) -> dict[str, Any]:
    return {
        "filter": event_filter,
        "query": event_filter.query_string(),
        "count": page.count,
        "after": page.after,
        "lines": page.lines(),
    }


def read_filter(request: HttpRequest) -> EventFilter:
    """A dozen tiles of a view ask with one filter, so the last ones read are kept."""
    editor = asks_as_editor(request)
    key = (request.META.get("QUERY_STRING", ""), editor, get_language())
    known = _filters.get(key)
    return known or _filters.put(key, EventFilter.from_query(request.GET, editor=editor))


def asks_as_editor(request: HttpRequest) -> bool:
    """Who asks is looked up only when ``status`` is in the address: tiles need no session."""
    return "status" in request.GET and is_editor(request)


def _is_known(request: HttpRequest) -> bool:
    """Whether someone may be signed in: without a cookie there is no session to look up."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES


def read_tile(z: str, x: str, y: str) -> tuple[int, int, int]:
    """Raises ValueError, with a sentence, for what is no tile."""
    if not all(part.isascii() and part.isdigit() and len(part) < 10 for part in (z, x, y)):
        raise ValueError("A tile is three whole numbers: zoom/column/row.")
    zoom, column, row = int(z), int(x), int(y)
    if zoom > DEEPEST or column >= 1 << zoom or row >= 1 << zoom:
        raise ValueError(f"There is no tile {zoom}/{column}/{row}.")
    return zoom, column, row


def bounds_of_view(request: HttpRequest) -> tuple[Box | None, list[str]]:
    """``in=west,south,east,north``; what cannot be read is left out and said."""
    try:
        return read_bounds(request.GET.get("in", "")[:200]), []
    except ValueError as error:
        return None, [gettext("View: {problem}").format(problem=error)]


def _of_index(
    request: HttpRequest,
    make: Callable[[Snapshot, Question, EventFilter], bytes],
    content_type: str,
    *,
    private: bool = False,
    without: Callable[[], HttpResponseBase] = building,
) -> HttpResponseBase:
    """What ``make`` reads from the index, once for all who ask the same of one version of it.

    ``without`` answers while there is none.
    """
    try:
        index = current_index()

        def make_now() -> bytes:
            event_filter = read_filter(request)
            return make(index, event_filter.question(index.version), event_filter)

        return answered(
            request,
            version=index.version,
            private=private or asks_as_editor(request),
            content_type=content_type,
            make=make_now,
        )
    except (IndexNotReady, WordsNotReady):
        return without()


def _json(value: dict[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
