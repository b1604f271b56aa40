"""The Atom feed."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse


def feed(request: HttpRequest) -> HttpResponse:
    return HttpResponse("")
