"""Names that editors settled, and places that they added, for the geoparser and for the pages.

A decision is kept once, weighs in the next article at once, and can be taken back.
"""

from __future__ import annotations

from collections import ChainMap, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import Count, F, Max, Q
from django.utils.translation import gettext as _

from events.geoparsing.gazetteer import GazetteerMissing
from events.geoparsing.languages import ENGLISH, known_form, language_of
from events.geoparsing.names import name_key
from events.geoparsing.types import Decision, GazetteerPlace
from events.known_places import gazetteer, gazetteer_place
from events.models import Article, Evidence, Location, Place, SettledName, Source
from events.noting import change_reason
from events.place_names import place_label

# What the geoparser is told


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Everything that editors decided, as of one moment."""

    stamp: tuple[Any, ...] = ()
    general: dict[str, Decision] = field(default_factory=dict)
    by_source: dict[int, dict[str, Decision]] = field(default_factory=dict)
    added: Mapping[str, tuple[GazetteerPlace, ...]] = field(default_factory=dict)

    def settled(self, source: Source | None) -> Mapping[str, Decision]:
        own = self.by_source.get(source.pk) if source else None
        return ChainMap(own, self.general) if own else self.general


_latest = Knowledge()


def knowledge() -> Knowledge:
    """What editors decided, in two queries where nothing changed since it was last asked."""
    global _latest
    stamp = (_stamp(SettledName.history), _stamp(Place.history))
    if _latest.stamp != stamp:
        _latest = _read(stamp)
    return _latest


def _stamp(history: Any) -> tuple[Any, ...]:
    """Changes with every change that a person makes; rows of history are only ever added."""
    return tuple(
        history.aggregate(Max("history_id"), Max("history_date"), Count("history_id")).values()
    )


def _read(stamp: tuple[Any, ...]) -> Knowledge:
    general: dict[str, Decision] = {}
    by_source: dict[int, dict[str, Decision]] = defaultdict(dict)
    for row in SettledName.objects.select_related("place", "source"):
        place = gazetteer_place(row.place) if row.place else None
        if row.source is None:
            general[row.key] = Decision(place)
        else:
            by_source[row.source.pk][row.key] = Decision(place, row.source.name)
    return Knowledge(stamp, general, dict(by_source), _added())


def _added() -> dict[str, tuple[GazetteerPlace, ...]]:
    """Places that editors added, and names that they gave to others, by the keys of the names."""
    added: dict[str, list[GazetteerPlace]] = defaultdict(list)
    for row in Place.objects.added_by_editors().order_by("pk"):
        for key in keys_of(row):
            added[key].append(gazetteer_place(row))
    for row in Place.objects.of_gazetteer().changed_by_editors().order_by("pk"):
        for key in _names_given(row):
            added[key].append(gazetteer_place(row))
    return {key: tuple(places) for key, places in added.items()}


def _names_given(row: Place) -> list[str]:
    """The keys of names of a row that the gazetteer does not know the place by."""
    try:
        known = {name_key(name) for name in gazetteer().names(row.key or "")}
    except GazetteerMissing:
        return []
    return [key for key in keys_of(row) if key not in known] if known else []


def keys_of(place: Place) -> list[str]:
    """The keys of the names of a row, each once."""
    names = (place.name, *place.other_names.split("\n"))
    return list(dict.fromkeys(filter(None, (name_key(name) for name in names))))


# What an editor decides


@transaction.atomic
def settle_name(
    *,
    name: str,
    place: Place | None,
    source: Source | None = None,
    article: Article | None = None,
    user: User | None = None,
) -> SettledName:
    """From now on ``name`` means ``place``, or with None is no place: for a source or in general.

    What was decided before gives way; a decision in general made on an article also takes the
    place of the one for the source of that article, which would go before it.  Deciding the same
    again changes nothing.  Raises ValueError for a name without letters.
    """
    key = name_key(name)
    if not key:
        raise ValueError("A name has at least one letter or digit.")
    if source is None and article is not None and article.source is not None:
        for own in SettledName.objects.filter(key=key, source=article.source):
            take_back(settled=own, user=user, reason="replaced by a decision in general")
    standing = SettledName.objects.select_for_update().filter(key=key, source=source).first()
    if standing is not None and standing.place == place:
        return standing
    row = standing or SettledName(key=key, source=source)
    row.name, row.place, row.article = name.strip()[:200], place, article
    row.decided_by = user
    row._history_user = user  # type: ignore[attr-defined]
    row._change_reason = "decided anew" if standing else "decided"
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:  # another editor decided in the same moment: the later word stands
        row.pk = SettledName.objects.get(key=key, source=source).pk
        row._change_reason = "decided anew"
        row.save(force_update=True)
    return row


def take_back(
    *, settled: SettledName, user: User | None = None, reason: str = "taken back"
) -> None:
    """Forgets a decision; its history stays."""
    settled._history_user = user  # type: ignore[attr-defined]
    settled._change_reason = change_reason(reason)
    settled.delete()


@transaction.atomic
def settle_from_location(*, location: Location, user: User | None = None) -> list[SettledName]:
    """What an editor says about names by giving a location of an event another place.

    Only where the place bears the quoted name: else the event was moved, and the name still means
    what it meant.  It holds for the source of the article, in general where it has none.
    """
    quotes = Evidence.objects.filter(location=location, kind=Evidence.Kind.PLACE)
    settled: dict[tuple[str, int | None], SettledName] = {}
    for quote in quotes.select_related("article__source").defer("article__text"):
        key, article = name_key(quote.quote), quote.article
        if not key or (key, article.source_id) in settled or not bears(location.place, quote.quote):
            continue
        settled[key, article.source_id] = settle_name(
            name=quote.quote,
            place=location.place,
            source=article.source,
            article=article,
            user=user,
        )
    return list(settled.values())


def bears(place: Place, name: str) -> bool:
    """Whether a place has a name: by its row, or by the gazetteer where there is one."""
    if name_key(name) in keys_of(place):
        return True
    try:
        return any(match.place.key == place.key for match in gazetteer().lookup(name, 250))
    except GazetteerMissing:
        return False


def in_words(settled: Iterable[SettledName]) -> str:
    """A sentence about decisions, for the person who made them."""
    parts = [_in_words(row) for row in settled]
    return _("From now on {decided}.").format(decided=", ".join(parts)) if parts else ""


def _in_words(row: SettledName) -> str:
    if row.place and row.source:
        words = _("“{name}” means {place} in {source}")
    elif row.place:
        words = _("“{name}” means {place}")
    elif row.source:
        words = _("“{name}” is no place in {source}")
    else:
        words = _("“{name}” is no place")
    place = place_label(row.place) if row.place else ""
    return words.format(name=row.name, place=place, source=row.source)


def dictionary_name(name: str, text: str) -> str:
    """The name as a decision keeps it, in the form of the dictionary: Москва for Москвы."""
    language = language_of(text)
    if language == ENGLISH:
        return name
    try:
        return known_form(name, language, gazetteer().lookup)
    except GazetteerMissing:
        return name


@dataclass(frozen=True, slots=True)
class Standing:
    """What holds for the names of an article: by key, and those that its text no longer shows."""

    by_key: dict[str, SettledName] = field(default_factory=dict)
    struck: list[SettledName] = field(default_factory=list)


def standing_on(article: Article, names: Iterable[str]) -> Standing:
    """The decisions about names of an article's text, and what was struck on it; one query."""
    keys = {name_key(dictionary_name(name, article.text)) for name in names}
    rows = (
        SettledName.objects.for_articles_of(article.source)
        .filter(Q(key__in=keys) | Q(article=article, place__isnull=True))
        .select_related("place", "source", "decided_by")
        .order_by(F("source").asc(nulls_last=True), "key")
    )
    by_key: dict[str, SettledName] = {}
    for row in rows:
        by_key.setdefault(row.key, row)
    struck = [row for key, row in by_key.items() if row.place is None]
    return Standing({k: row for k, row in by_key.items() if row.place is not None}, struck)
