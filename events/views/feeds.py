"""What changed last, for feed readers."""

from __future__ import annotations

import hashlib

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import http_date
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from events.exports.atom import MOST_ENTRIES, atom_feed, last_change
from events.filters import EventFilter
from events.place_names import place_name

CONTENT_TYPE = "application/atom+xml; charset=utf-8"


@require_safe
def feed(request: HttpRequest) -> HttpResponseBase:
    """The published events of a filter that changed last; 304 while they are the same."""
    chosen = EventFilter.from_query(request.GET)
    events = list(chosen.events().with_everything().latest_changes()[:MOST_ENTRIES])
    site = f"{request.scheme}://{request.get_host()}"
    query = chosen.query_string(view=False)
    query = f"?{query}" if query else ""
    content = atom_feed(
        events,
        site=site,
        title=_feed_title(chosen),
        page=site + reverse("events:map") + query,
        address=site + reverse("events:feed") + query,
        language=get_language() or settings.LANGUAGE_CODE,
    )
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    changed = int(last_change(events).timestamp())
    unchanged = get_conditional_response(request, etag=etag, last_modified=changed)
    response = unchanged or HttpResponse(content, content_type=CONTENT_TYPE)
    response["ETag"] = etag
    response["Last-Modified"] = http_date(changed)
    patch_cache_control(response, no_cache=True)
    return response


def _feed_title(chosen: EventFilter) -> str:
    """The name of the site, and what the feed is narrowed to where a word says it."""
    place = chosen.exact_place()
    narrowed = place_name(place) if place else chosen.words or chosen.place
    if not narrowed:
        return _("{site}: events").format(site=settings.SITE_NAME)
    return _("{site}: events, {narrowed}").format(site=settings.SITE_NAME, narrowed=narrowed)
