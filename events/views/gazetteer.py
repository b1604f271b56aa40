"""Places by name, for the pickers of editors."""

from __future__ import annotations

from dataclasses import asdict

from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from events.known_places import search_places

LONGEST_QUERY = 100


@require_GET
@never_cache
def gazetteer_search(request: HttpRequest) -> JsonResponse:
    """``?q=`` is the beginning of a name.  Answers {"results": [PlaceChoice …], "notice": text}."""
    if not (request.user.is_active and request.user.is_staff):
        return JsonResponse({"results": [], "notice": "Sign in as an editor."}, status=403)
    words = " ".join(request.GET.get("q", "").replace("\x00", " ").split())
    if not words:
        return JsonResponse({"results": [], "notice": ""})
    if len(words) > LONGEST_QUERY:
        notice = f"A name has at most {LONGEST_QUERY} characters, not {len(words)}."
        return JsonResponse({"results": [], "notice": notice}, status=400)
    choices, notice = search_places(words)
    return JsonResponse({"results": [asdict(choice) for choice in choices], "notice": notice})
