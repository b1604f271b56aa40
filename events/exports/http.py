"""Exports as answers of the site."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import StreamingHttpResponse

from events.exports.csv import lines_of
from events.models import Event


def csv_response(events: Iterable[Event], *, excel: bool = False) -> StreamingHttpResponse:
    """A download named events.csv; the events are from ``with_everything()``."""
    return StreamingHttpResponse(
        lines_of(events, excel=excel),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="events.csv"'},
    )
