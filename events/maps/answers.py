"""Answers of the map's index as HTTP: versioned, compressed, 304 where nothing changed.

An answer depends on the address, the version of the index, the language, and on
whether an editor asks (``private``), who may see what is not published.  The
last answers are kept, compressed: readers who look at the same map share the work.
"""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers
from django.utils.translation import get_language

from events.kept import Kept

LAYOUT = 1  # of the answers; raised when their form changes
LEVEL = 1  # of gzip: a cube of 124 kB becomes 40 kB in 1 ms; at 6, Django's own, 36 kB in 7 ms
MOST_BYTES = 32 * 2**20  # of kept answers, a process
VERSION_HEADER = "X-Map-Version"

_kept: Kept[str, bytes] = Kept(MOST_BYTES, len)


def answered(
    request: HttpRequest,
    *,
    version: str,
    private: bool,
    content_type: str,
    make: Callable[[], bytes],
) -> HttpResponseBase:
    """304 where the browser has it, what is kept where it is kept, else what ``make`` makes."""
    facts = (LAYOUT, version, request.path, request.META.get("QUERY_STRING", ""), private)
    digest = hashlib.blake2b(repr((*facts, get_language())).encode("utf-8", "replace"))
    etag = f'W/"{digest.hexdigest()[:32]}"'
    unchanged = get_conditional_response(request, etag=etag)
    if unchanged is not None and unchanged.status_code == 304:
        return _marked(unchanged, version, etag, private)
    packed = _kept.get(etag) or _kept.put(etag, gzip.compress(make(), LEVEL, mtime=0))
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        response = HttpResponse(packed, content_type=content_type)
        response["Content-Encoding"] = "gzip"
    else:
        response = HttpResponse(gzip.decompress(packed), content_type=content_type)
    return _marked(response, version, etag, private)


def building() -> JsonResponse:
    """While the first index is built: ask again in a second."""
    response = JsonResponse({"building": True}, status=503, headers={"Retry-After": "1"})
    patch_cache_control(response, no_store=True)
    return response


def refused(sentence: str) -> JsonResponse:
    return JsonResponse({"error": sentence}, status=400)


def _marked(response: HttpResponseBase, version: str, etag: str, private: bool) -> HttpResponseBase:
    response["ETag"] = etag
    response[VERSION_HEADER] = version
    patch_vary_headers(response, ["Accept-Encoding"])
    patch_cache_control(response, no_cache=True)
    if private:
        patch_cache_control(response, private=True)
    return response
