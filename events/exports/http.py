"""Exports as answers of the site."""

from __future__ import annotations

from django.http import StreamingHttpResponse

from events.exports.csv import csv_lines
from events.querysets import EventQuerySet


def csv_response(events: EventQuerySet, *, excel: bool = False) -> StreamingHttpResponse:
    """A download named events.csv."""
    return StreamingHttpResponse(
        csv_lines(events, excel=excel),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="events.csv"'},
    )
