"""Files for other tools, and the page that documents them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from events.codes import Clarity, DatePrec, WherePrec
from events.exports.columns import COLUMNS
from events.exports.http import csv_response
from events.exports.standalone import MOST_EVENTS
from events.filters import EventFilter
from events.geoparsing.taxonomy import EVENT_TYPES
from events.maps.explorer import standalone_config
from events.maps.listing import Page, all_listed, count_listed
from events.maps.standalone import standalone_page
from events.views.common import map_url
from events.views.explore import bounds_of_view, read_filter
from events.views.public import panels_context


@require_safe
def export_csv(request: HttpRequest) -> HttpResponseBase:
    """What the filters and the map's bounds (``in``) show, as CSV; ``?excel=1`` for Excel.

    An event that is seen comes with all its locations.
    """
    chosen = read_filter(request)
    bounds, _ = bounds_of_view(request)
    return csv_response(all_listed(chosen, bounds), excel=request.GET.get("excel") == "1")


@require_safe
def standalone_map(request: HttpRequest) -> HttpResponseBase:
    """What is seen, at most MOST_EVENTS of it, as one HTML file with everything inside."""
    chosen = read_filter(request)
    bounds, _ = bounds_of_view(request)
    count = count_listed(chosen, bounds)
    listed_by_script = Page([], min(count, MOST_EVENTS), after="")
    context = {
        **panels_context(request, EventFilter(at=chosen.at), listed_by_script),
        "config": standalone_config(request.GET),
        "more": count > MOST_EVENTS,
        "most": MOST_EVENTS,
        "saved_on": timezone.localdate(),
        "full_url": request.build_absolute_uri(map_url(chosen)),
    }
    site = request.build_absolute_uri("/").rstrip("/")
    return StreamingHttpResponse(
        standalone_page(all_listed(chosen, bounds), chosen.at, context, site),
        content_type="text/html; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="dateline-map.html"'},
    )


@require_safe
def codebook(request: HttpRequest) -> HttpResponse:
    context = {
        "columns": COLUMNS,
        "types": EVENT_TYPES.values(),
        "codes": [
            ("where_prec", _("How precise the place is"), WherePrec.choices),
            ("date_prec", _("How precise the days are"), DatePrec.choices),
            ("event_clarity", _("One event or several told as one"), Clarity.choices),
        ],
    }
    return render(request, "events/codebook.html", context)
