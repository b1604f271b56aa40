"""The tables: sources, articles and what was read in them; places, events, and what they rest on.

Rules live in the database as check constraints; each index names the query it
serves.  ``Location.cell`` is kept right by ``save`` and by every bulk method of
``LocationQuerySet``.
"""

from __future__ import annotations

import hashlib
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from events.cells import cell_of
from events.codes import Clarity, DatePrec, Status, WherePrec
from events.constraints import interval_checks, point_checks, span_checks
from events.geoparsing.names import name_key
from events.geoparsing.taxonomy import EVENT_TYPES
from events.journal import EventChange, Journal  # noqa: F401 - tables of their own
from events.naming import named
from events.querysets import (
    ArticleQuerySet,
    EventQuerySet,
    EvidenceQuerySet,
    LocationQuerySet,
    PlaceQuerySet,
    SettledNameQuerySet,
    SourceQuerySet,
)
from events.wording import number_in_words
from events.words_state import WordsState  # noqa: F401 - a table of its own module

LATITUDE = (MinValueValidator(-90), MaxValueValidator(90))
LONGITUDE = (MinValueValidator(-180), MaxValueValidator(180))
ROW_KEY = "row:"
# Alone "name" is Django's, and a person's.
NAME_LABEL = pgettext_lazy("of a place or a source", "name")
FRACTION = (MinValueValidator(0), MaxValueValidator(1))


@named(
    _("source"),
    _("sources"),
    name=NAME_LABEL,
    domain=_("domain"),
    home=_("home"),
    country=_("country"),
)
class Source(models.Model):
    """Who publishes: a name, a web domain, a home place."""

    name = models.CharField(max_length=200, unique=True)
    domain = models.CharField(
        max_length=253, blank=True, help_text=_("Web domain, such as news.example.org.")
    )
    home = models.ForeignKey(
        "Place",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="sources",
        help_text=_("Where the source is at home: near it, unclear names are looked for first."),
    )
    country = models.CharField(max_length=2, blank=True, help_text=_("ISO 3166-1 alpha-2."))
    history = HistoricalRecords()

    objects = SourceQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


@named(
    _("article"),
    _("articles"),
    title=_("title"),
    text=_("text"),
    published=_("day of publication"),
    published_inferred=_("day inferred from the text"),
    published_reason=_("reason for the day"),
    source=_("source"),
    url=_("address"),
    language=_("language"),
    added_at=_("added at"),
    read_at=_("last read"),
)
class Article(models.Model):
    """One text snapshot.  The text never changes: offsets of evidence point into it."""

    title = models.CharField(max_length=500, blank=True)
    text = models.TextField()
    sha256 = models.CharField(max_length=64, unique=True, editable=False)
    published = models.DateField(null=True, blank=True)
    published_inferred = models.BooleanField(default=False)
    published_reason = models.CharField(max_length=500, blank=True, editable=False)
    source = models.ForeignKey(
        Source, models.PROTECT, null=True, blank=True, related_name="articles"
    )
    url = models.URLField(max_length=2000, blank=True)
    language = models.CharField(max_length=8, default="en")
    added_at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(
        null=True, blank=True, editable=False, help_text=_("When the geoparser last read it.")
    )
    history = HistoricalRecords(excluded_fields=["text"])
    _change_reason: str | None  # said in the history of the next save

    objects = ArticleQuerySet.as_manager()

    class Meta:
        ordering = ["-published", "-id"]
        indexes = [
            # ArticleQuerySet default order, and the list of articles by day in the admin.
            models.Index(F("published").desc(), F("id").desc(), name="article_by_day"),
        ]

    def __str__(self) -> str:
        return self.title or gettext("Article {number}").format(number=self.pk)

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sha256 = text_sha256(self.text)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("events:article", args=[self.pk])


def text_sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


@named(
    _("place"),
    _("places"),
    key=_("key"),
    geonameid=_("GeoNames number"),
    name=NAME_LABEL,
    other_names=_("other names"),
    latitude=_("latitude"),
    longitude=_("longitude"),
    country=_("country"),
    admin1=_("code of the division"),
    feature=_("code of the kind"),
    where_prec=_("precision"),
    radius_m=_("radius (m)"),
)
class Place(models.Model):
    """A point or area that an event uses or that an editor added."""

    key = models.CharField(
        max_length=100,
        unique=True,
        null=True,
        blank=True,
        help_text=_(
            "Key in the gazetteer, such as gn:587084, or of a service's answer; else empty."
        ),
    )
    geonameid = models.BigIntegerField(null=True, blank=True, db_index=True)
    name = models.CharField(max_length=200, db_index=True)
    other_names = models.TextField(blank=True, help_text=_("One name a line."))
    latitude = models.FloatField(validators=LATITUDE)
    longitude = models.FloatField(validators=LONGITUDE)
    country = models.CharField(max_length=2, blank=True, help_text=_("ISO 3166-1 alpha-2."))
    admin1 = models.CharField(max_length=20, blank=True)
    feature = models.CharField(max_length=10, blank=True, help_text=_("GeoNames feature code."))
    where_prec = models.PositiveSmallIntegerField(choices=WherePrec, default=WherePrec.EXACT)
    radius_m = models.PositiveIntegerField(default=0, help_text=_("Metres; 0 for a point."))
    history = HistoricalRecords()

    objects = PlaceQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]
        constraints = point_checks("place")

    def __str__(self) -> str:
        return f"{self.name}, {self.country}" if self.country else self.name

    def get_absolute_url(self) -> str:
        return reverse("events:place", args=[self.pk])

    @property
    def geoparser_key(self) -> str:
        """Its key; where it has none, one of its own that the gazetteer never has."""
        return self.key or f"{ROW_KEY}{self.pk}"


@named(_("toponym"), _("toponyms"))
class Toponym(models.Model):
    """A span of an article that names a place, as the geoparser read it."""

    class Role(models.TextChoices):
        LITERAL = "literal", _("literal")
        ASSOCIATIVE = "associative", _("associative")

    class Form(models.TextChoices):
        NAME = "name", NAME_LABEL
        DEMONYM = "demonym", _("demonym")

    article = models.ForeignKey(Article, models.CASCADE, related_name="toponyms")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    text = models.CharField(max_length=500)
    role = models.CharField(max_length=11, choices=Role)
    form = models.CharField(max_length=7, choices=Form)
    confidence = models.FloatField(validators=FRACTION)
    candidates = models.JSONField(
        default=list,
        help_text=_(
            "Best first: key, geonameid, name, latitude, longitude, country, feature, "
            "confidence, reasons."
        ),
    )

    class Meta:
        ordering = ["start", "id"]
        constraints = [
            *span_checks("toponym", "text"),
            models.CheckConstraint(
                condition=Q(role__in=["literal", "associative"]), name="toponym_role_code"
            ),
            models.CheckConstraint(
                condition=Q(confidence__gte=0, confidence__lte=1), name="toponym_confidence_range"
            ),
            # Serves the article page: the toponyms of one article in reading order.
            models.UniqueConstraint(fields=["article", "start", "end"], name="toponym_span_once"),
        ]

    def __str__(self) -> str:
        return self.text


@named(
    _("settled name"),
    _("settled names"),
    name=NAME_LABEL,
    source=_("source"),
    place=_("place"),
    article=_("article"),
    decided_by=_("decided by"),
    decided_at=_("decided at"),
)
class SettledName(models.Model):
    """What an editor decided that a name means: for a source, or in general.

    Without a place the name is no place.  It weighs in the next article at once.
    """

    name = models.CharField(max_length=200, help_text=_("As texts write it."))
    key = models.CharField(max_length=200, editable=False)
    source = models.ForeignKey(
        Source,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="settled_names",
        help_text=_("Whose articles it is for; empty: all. What is for a source goes before."),
    )
    place = models.ForeignKey(
        Place,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="settled_names",
        help_text=_("What the name means; empty: it is no place."),
    )
    article = models.ForeignKey(
        Article,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="settled_names",
        help_text=_("The article it was decided on."),
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False
    )
    decided_at = models.DateTimeField(auto_now=True)
    history = HistoricalRecords()
    _change_reason: str | None  # said in the history of the next save

    objects = SettledNameQuerySet.as_manager()

    class Meta:
        ordering = ["key", "source_id"]
        constraints = [
            models.CheckConstraint(condition=~Q(key=""), name="settled_name_has_letters"),
            # One decision for a name and a source, and one in general.
            models.UniqueConstraint(
                fields=["key", "source"],
                name="settled_once_for_a_source",
                condition=Q(source__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["key"], name="settled_once_in_general", condition=Q(source__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.place or gettext('no place')}"

    @property
    def scope(self) -> str:
        return str(self.source) if self.source else gettext("every source")

    @property
    def place_key(self) -> str:
        """The key by which the geoparser knows the place; "" where the name is none."""
        return self.place.geoparser_key if self.place else ""

    def clean(self) -> None:
        self.key = name_key(self.name)
        if not self.key:
            raise ValidationError({"name": gettext("A name has at least one letter or digit.")})

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.key = name_key(self.name)
        super().save(*args, **kwargs)


@named(_("time expression"), _("time expressions"))
class TimeExpression(models.Model):
    """A span of an article that names a time, normalised (TIMEX3)."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="time_expressions")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    text = models.CharField(max_length=500)
    type = models.CharField(max_length=8)
    value = models.CharField(max_length=100)
    mod = models.CharField(max_length=20, blank=True)
    first_day = models.DateField(null=True, blank=True)
    last_day = models.DateField(null=True, blank=True)
    date_prec = models.PositiveSmallIntegerField(choices=DatePrec, null=True, blank=True)

    class Meta:
        ordering = ["start", "id"]
        constraints = [
            *span_checks("timeexpression", "text"),
            *interval_checks("timeexpression"),
            # Serves the article page: the time expressions of one article in reading order.
            models.UniqueConstraint(fields=["article", "start", "end"], name="timex_span_once"),
        ]

    def __str__(self) -> str:
        return self.text


@named(
    _("event"),
    _("events"),
    type=_("type"),
    title=_("title"),
    first_day=_("first day"),
    last_day=_("last day"),
    date_prec=_("precision"),
    time_of_day=_("time of day"),
    time_zone=_("time zone"),
    event_clarity=_("clarity"),
    status=_("status"),
    main=_("main"),
    planned=_("planned"),
    actors=_("actors"),
    fatalities=_("fatalities"),
    confidence=_("confidence"),
    note=_("note"),
    curated=_("curated"),
    article=_("article"),
    merged_into=_("merged into"),
    before_joining=_("before joining"),
    created_at=_("created at"),
    changed_at=_("changed at"),
)
class Event(models.Model):
    """What happened: a type, a title, an interval of days with a precision, a status.

    ``curated`` is set as soon as a person changes or decides anything: reading
    the article again leaves such an event alone.
    """

    type = models.CharField(
        max_length=30,
        choices=[(code, _(kind.label)) for code, kind in EVENT_TYPES.items()],
    )
    title = models.CharField(max_length=300)
    first_day = models.DateField(null=True, blank=True)
    last_day = models.DateField(null=True, blank=True)
    date_prec = models.PositiveSmallIntegerField(choices=DatePrec, null=True, blank=True)
    time_of_day = models.TimeField(null=True, blank=True)
    time_zone = models.CharField(max_length=64, blank=True, help_text=_("IANA name."))
    event_clarity = models.PositiveSmallIntegerField(choices=Clarity, default=Clarity.DISTINCT)
    status = models.CharField(max_length=9, choices=Status, default=Status.DRAFT)
    main = models.BooleanField(default=False, help_text=_("The event that its article is about."))
    planned = models.BooleanField(default=False)
    actors = models.JSONField(default=list, blank=True, help_text=_("A list of names."))
    fatalities = models.PositiveIntegerField(null=True, blank=True)
    confidence = models.FloatField(null=True, blank=True, validators=FRACTION)
    note = models.TextField(blank=True, help_text=_("For editors; never shown to readers."))
    curated = models.BooleanField(default=False, editable=False)
    article = models.ForeignKey(
        Article,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="events",
        help_text=_("The article that told it first."),
    )
    merged_into = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, editable=False, related_name="merged"
    )
    before_joining = models.JSONField(
        null=True,
        blank=True,
        editable=False,
        help_text=_("What it said itself, while it is joined with other reports."),
    )
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    history = HistoricalRecords()
    _change_reason: str | None  # said in the history of the next save

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["-first_day", "-id"]
        constraints = [
            *interval_checks("event"),
            models.CheckConstraint(condition=Q(type__in=list(EVENT_TYPES)), name="event_type_code"),
            models.CheckConstraint(condition=Q(status__in=Status.values), name="event_status_code"),
            models.CheckConstraint(
                condition=Q(event_clarity__in=Clarity.values), name="event_clarity_code"
            ),
            models.CheckConstraint(
                condition=Q(confidence__isnull=True) | Q(confidence__gte=0, confidence__lte=1),
                name="event_confidence_range",
            ),
            models.CheckConstraint(condition=~Q(title=""), name="event_title_given"),
            # A map with a timeline cannot show what has no days, and a day is never made up.
            models.CheckConstraint(
                condition=~Q(status="published") | Q(first_day__isnull=False),
                name="event_published_has_days",
            ),
        ]
        indexes = [
            # EventQuerySet.published().newest_first(): the list beside the map.
            models.Index(
                F("first_day").desc(),
                F("id").desc(),
                name="event_published_newest",
                condition=Q(status="published"),
            ),
            # EventQuerySet.published().between(): the window of the timeline.
            models.Index(
                fields=["last_day", "first_day"],
                name="event_published_between",
                condition=Q(status="published"),
            ),
            # EventQuerySet.published().latest_changes(): the feed.
            models.Index(
                F("changed_at").desc(),
                F("id").desc(),
                name="event_published_changed",
                condition=Q(status="published"),
            ),
            # The review list of the admin: drafts, surest first.
            models.Index(fields=["status", "-confidence"], name="event_review"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("events:event", args=[self.pk])

    def clean(self) -> None:
        if (self.first_day is None) != (self.last_day is None):
            raise ValidationError(gettext("Give the first and the last day, or neither."))
        if self.first_day is None or self.last_day is None:
            self.date_prec = None
            if self.status == Status.PUBLISHED:
                raise ValidationError(
                    gettext(
                        "Only an event with days can be published: give an interval and its "
                        "precision."
                    )
                )
            return
        if self.first_day > self.last_day:
            raise ValidationError({"last_day": gettext("The last day is before the first.")})
        if self.date_prec is None:
            raise ValidationError({"date_prec": gettext("Say how precise the dates are.")})


@named(
    _("location"),
    _("locations"),
    event=_("event"),
    place=_("place"),
    latitude=_("latitude"),
    longitude=_("longitude"),
    cell=_("cell"),
    where_prec=_("precision"),
    radius_m=_("radius (m)"),
    joined_from=_("joined from"),
)
class Location(models.Model):
    """One place where one event happened.  Its point begins as the place's and may be moved."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="locations")
    place = models.ForeignKey(Place, models.PROTECT, related_name="locations")
    latitude = models.FloatField(validators=LATITUDE)
    longitude = models.FloatField(validators=LONGITUDE)
    cell = models.BigIntegerField(editable=False)
    where_prec = models.PositiveSmallIntegerField(choices=WherePrec, default=WherePrec.EXACT)
    radius_m = models.PositiveIntegerField(default=0, help_text=_("Metres; 0 for a point."))
    joined_from = models.ForeignKey(
        Event, models.SET_NULL, null=True, blank=True, editable=False, related_name="lent_locations"
    )
    history = HistoricalRecords()

    objects = LocationQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            *point_checks("location"),
            models.UniqueConstraint(fields=["event", "place"], name="location_place_once"),
        ]
        indexes = [
            # LocationQuerySet.in_tile(): the points of one tile.
            models.Index(fields=["cell", "event"], name="location_by_cell"),
        ]

    def __str__(self) -> str:
        return str(self.place)

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.cell = cell_of(self.latitude, self.longitude)
        fields = kwargs.get("update_fields")
        if fields is not None and {"latitude", "longitude"} & set(fields):
            kwargs["update_fields"] = {*fields, "cell"}
        super().save(*args, **kwargs)


@named(
    _("evidence"),
    _("evidence"),
    event=_("event"),
    article=_("article"),
    kind=_("kind"),
    location=_("location"),
    start=_("from character"),
    end=_("to character"),
    quote=_("quote"),
    joined_from=_("joined from"),
)
class Evidence(models.Model):
    """The words of an article that an event, its date or one of its locations rests on."""

    class Kind(models.TextChoices):
        SENTENCE = "sentence", _("sentence that tells it")
        TRIGGER = "trigger", _("words that say what")
        DATE = "date", _("words that say when")
        PLACE = "place", _("words that say where")
        ACTOR = "actor", _("words that say who")

    event = models.ForeignKey(Event, models.CASCADE, related_name="evidence")
    article = models.ForeignKey(Article, models.PROTECT, related_name="evidence")
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.SENTENCE)
    location = models.ForeignKey(
        Location, models.CASCADE, null=True, blank=True, related_name="evidence"
    )
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    quote = models.TextField()
    joined_from = models.ForeignKey(
        Event, models.SET_NULL, null=True, blank=True, editable=False, related_name="lent_evidence"
    )

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        ordering = ["article_id", "start", "id"]
        verbose_name_plural = "evidence"
        constraints = [
            *span_checks("evidence", "quote"),
            models.CheckConstraint(
                condition=Q(kind__in=["sentence", "trigger", "date", "place", "actor"]),
                name="evidence_kind_code",
            ),
        ]
        indexes = [
            # EvidenceQuerySet.in_article(): what of an article is already evidence.
            models.Index(fields=["article", "start"], name="evidence_in_article"),
        ]

    def __str__(self) -> str:
        return self.quote[:80]

    def clean(self) -> None:
        if self.article_id is None or self.start is None or self.end is None:
            return
        text = self.article.text
        if not 0 <= self.start < self.end <= len(text):
            raise ValidationError(outside(text, self.start, self.end))
        if self.quote != text[self.start : self.end]:
            said = gettext("The article says “{words}” there.")
            raise ValidationError({"quote": said.format(words=text[self.start : self.end][:200])})

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.clean()
        super().save(*args, **kwargs)


def outside(text: str, start: int, end: int) -> str:
    """What is wrong with positions that an article does not have."""
    said = gettext("The article has {number} characters: {start} to {end} is outside it.")
    return said.format(number=number_in_words(len(text)), start=start, end=end)


@named(_("pair of different events"), _("pairs of different events"))
class NotTheSame(models.Model):
    """Two events of which an editor said that they are not one; ``first`` has the lower id."""

    first = models.ForeignKey(Event, models.CASCADE, related_name="+")
    second = models.ForeignKey(Event, models.CASCADE, related_name="+")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False
    )
    decided_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(first__lt=F("second")), name="not_the_same_lower_id_first"
            ),
            # Serves the look-up before two events are proposed as one.
            models.UniqueConstraint(fields=["first", "second"], name="not_the_same_once"),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} is not {self.second_id}"


@named(
    _("geocode answer"),
    _("geocode answers"),
    service=_("service"),
    question=_("question"),
    answer=_("answer"),
    asked_at=_("asked at"),
)
class GeocodeAnswer(models.Model):
    """What a geocoding service answered, kept so that it is asked once."""

    service = models.CharField(max_length=40)
    question = models.CharField(max_length=500)
    answer = models.JSONField(default=list)
    asked_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [
            # Serves the look-up before a service is asked.
            models.UniqueConstraint(fields=["service", "question"], name="geocode_question_once"),
        ]

    def __str__(self) -> str:
        return f"{self.service}: {self.question}"
