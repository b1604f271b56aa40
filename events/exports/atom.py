"""Events as an Atom feed (RFC 4287) with GeoRSS-Simple points.

An entry keeps its id for good: a tag URI of the host, the day on which the event came in and its
page.  Everything is plain text to a feed reader, whatever it holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from django.utils.feedgenerator import Atom1Feed, get_tag_uri, rfc3339_date

from events.cards import first_quote, safe_address, shortened, telling_article
from events.maps.symbols import symbol_of
from events.models import Event, Location
from events.place_names import place_label
from events.wording import days_in_words

GEORSS = "http://www.georss.org/georss"
MOST_ENTRIES = 50
NEVER = datetime(1970, 1, 1, tzinfo=UTC)  # of a feed without entries, which has to say when
# What XML 1.0 cannot hold, not even escaped.
NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def plain(text: str) -> str:
    """The text without what XML cannot hold, in one line."""
    return " ".join(NOT_XML.sub(" ", text).split())


class EventFeed(Atom1Feed):
    """Atom with points, and with text where Django's writes HTML."""

    def root_attributes(self) -> dict[str, str]:
        return super().root_attributes() | {"xmlns:georss": GEORSS}

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        add = handler.addQuickElement
        add("id", item["unique_id"])
        add("title", item["title"])
        add("link", "", {"rel": "alternate", "type": "text/html", "href": item["link"]})
        if item["original"]:
            add("link", "", {"rel": "via", "href": item["original"]})
        add("published", rfc3339_date(item["pubdate"]))
        add("updated", rfc3339_date(item["updateddate"]))
        handler.startElement("author", {})
        add("name", item["author_name"])
        handler.endElement("author")
        add("category", "", {"term": item["type"], "label": item["label"]})
        if item["quote"]:
            add("summary", item["quote"], {"type": "text"})
        add("content", item["content"], {"type": "text"})
        for location in item["locations"]:
            _add_location(handler, location, alone=len(item["locations"]) == 1)

    def latest_post_date(self) -> datetime:
        """The same for the same entries: the time of day is nobody's news."""
        return max((item["updateddate"] for item in self.items), default=NEVER)


def _add_location(handler: Any, location: Location, *, alone: bool) -> None:
    """A point, and what belongs to a point where the entry has only one."""
    point = f"{location.latitude:.5f} {location.longitude:.5f}"
    handler.addQuickElement("georss:point", point)
    if alone:
        handler.addQuickElement("georss:featurename", plain(place_label(location.place)))
    if alone and location.radius_m:
        handler.addQuickElement("georss:radius", str(location.radius_m))


def last_change(events: Iterable[Event]) -> datetime:
    """When the first of the latest changes happened; NEVER without any."""
    return next((event.changed_at for event in events), NEVER)


def atom_feed(
    events: Iterable[Event], *, site: str, title: str, page: str, address: str, language: str
) -> bytes:
    """``events`` come from ``with_everything()``.

    ``site`` is the scheme and host, such as ``https://maps.example.org``; ``page`` and ``address``
    are the whole addresses of what the feed is of and of the feed.
    """
    feed = EventFeed(
        title=plain(title),
        link=page,
        description=None,
        language=language,
        feed_url=address,
        feed_guid=address,
    )
    for event in events:
        feed.add_item(**_entry(event, site))
    return feed.writeString("utf-8").encode()


def _entry(event: Event, site: str) -> dict[str, Any]:
    symbol = symbol_of(event.type)
    article = telling_article(event)
    page = site + event.get_absolute_url()
    source = str(article.source) if article and article.source else ""
    quote = plain(shortened(first_quote(event)))
    locations = list(event.locations.all())
    facts = [symbol.label, days_in_words(event.first_day, event.last_day)]
    facts += [place_label(location.place) for location in locations[:3]]
    return {
        "title": plain(event.title),
        "link": page,
        "description": "",
        "unique_id": get_tag_uri(page, event.created_at),
        "pubdate": event.created_at,
        "updateddate": event.changed_at,
        "author_name": plain(source) or "–",
        "quote": quote,
        "content": plain(" · ".join(facts)) + (f"\n\n{quote}" if quote else ""),
        "original": plain(safe_address(article.url)) if article else "",
        "type": event.type,
        "label": symbol.label,
        "locations": locations,
    }
