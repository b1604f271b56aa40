"""Files for other tools, and the page that documents them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from events.codes import Clarity, DatePrec, WherePrec
from events.exports.columns import COLUMNS
from events.exports.http import csv_response
from events.geoparsing.taxonomy import EVENT_TYPES
from events.maps.listing import all_listed
from events.views.explore import bounds_of_view, read_filter


@require_safe
def export_csv(request: HttpRequest) -> HttpResponseBase:
    """What the filters and the map's bounds (``in``) show, as CSV; ``?excel=1`` for Excel.

    An event that is seen comes with all its locations.
    """
    chosen = read_filter(request)
    bounds, _ = bounds_of_view(request)
    return csv_response(all_listed(chosen, bounds), excel=request.GET.get("excel") == "1")


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
