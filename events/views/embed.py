"""The explorer in a frame of another site: no header, no footer, no cookies, nothing to press for.

``/embed/?<filters>&show_timeline=0&show_list=0&show_filters=0&show_legend=0``
"""

from __future__ import annotations

from csp.decorators import csp_replace
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from events.filters import EventFilter
from events.views.common import map_url
from events.views.public import explorer_context

PARTS = ("timeline", "list", "filters", "legend")
NO = {"0", "no", "false", "off"}


@require_safe
@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})
def embed_page(request: HttpRequest) -> HttpResponse:
    """Whoever looks sees what any reader does: nothing here asks who it is."""
    event_filter = EventFilter.from_query(request.GET)
    switches = {part: request.GET.get(f"show_{part}", "").strip().lower() for part in PARTS}
    context = {
        **explorer_context(request, event_filter),
        "hidden": [part for part, value in switches.items() if value in NO],
        "switches": {f"show_{part}": "0" for part, value in switches.items() if value in NO},
        "full_url": map_url(event_filter),
    }
    return render(request, "events/embed.html", context)
