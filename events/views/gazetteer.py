"""Places by name, for the pickers of editors."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from events.known_places import PlaceChoice, ask_services, search_places, services
from events.wording import one_of

LONGEST_QUERY = 100


@require_GET
@never_cache
def gazetteer_search(request: HttpRequest) -> JsonResponse:
    """``?q=`` is the beginning of a name.  Answers {"results": [PlaceChoice …], "notice": text}.

    Who may ask services also gets "ask", the words of that choice; ``&online=1`` makes it.
    """
    if not (request.user.is_active and request.user.is_staff):
        return JsonResponse({"results": [], "notice": _("Sign in as an editor.")}, status=403)
    words = " ".join(request.GET.get("q", "").replace("\x00", " ").split())
    if not words:
        return JsonResponse({"results": [], "notice": ""})
    if len(words) > LONGEST_QUERY:
        notice = _("A name has at most {most} characters, not {number}.").format(
            most=LONGEST_QUERY, number=len(words)
        )
        return JsonResponse({"results": [], "notice": notice}, status=400)
    if services():
        return _with_services(request, words)
    return JsonResponse(_found(*search_places(words)))


def _with_services(request: HttpRequest, words: str) -> JsonResponse:
    allowed = request.user.has_perm("events.change_event")
    if request.GET.get("online") != "1":
        question = _("Ask {services} for “{name}”").format(services=one_of(services()), name=words)
        ask = {"ask": question} if allowed else {}
        return JsonResponse({**_found(*search_places(words)), **ask})
    if not allowed:
        notice = _("Only who may change events may ask a service.")
        return JsonResponse({"results": [], "notice": notice}, status=403)
    return JsonResponse(_found(*ask_services(words)))


def _found(choices: list[PlaceChoice], notice: str) -> dict[str, Any]:
    return {"results": [asdict(choice) for choice in choices], "notice": notice}
