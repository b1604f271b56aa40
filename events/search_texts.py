"""The words of events, read from the database: what the table of words and the newest changes hold.

Title, sentences of evidence, names of places in every language, actors, names of sources.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

from events.models import Event, Evidence, Location
from events.words import MOST_WORDS, Wanted, words_of

SHORT = 500  # code points of a text whose words are remembered
BETWEEN = " | "  # fields: a phrase does not run from one into the next


@dataclass(frozen=True, slots=True)
class EventWords:
    """The folded words of one event, single spaces between them."""

    title: str
    body: str

    def fit(self, asked: Wanted) -> bool:
        """Whether every word, beginning and phrase is there; as the databases' own search says."""
        text = self.text()
        return (
            all(f" {word} " in text for word in asked.words)
            and all(f" {beginning}" in text for beginning in asked.beginnings)
            and all(f" {phrase} " in text for phrase in asked.phrases)
        )

    def text(self) -> str:
        return f" {self.title}{BETWEEN}{self.body} "

    def in_title(self, word: str, *, unfinished: bool) -> bool:
        return f" {word}" + ("" if unfinished else " ") in f" {self.title} "


def words_of_events(ids: Collection[int]) -> dict[int, EventWords]:
    """The words of these events, without those that are gone; four queries."""
    fields: dict[int, list[str]] = defaultdict(list)
    events = Event.objects.with_ids(ids).values_list("id", "title", "actors")
    titles = {}
    for event, title, actors in events:
        titles[event] = _cut(_folded(title))
        names = actors if isinstance(actors, list) else []
        fields[event] += [_folded(name) for name in names if isinstance(name, str)]
    evidence = Evidence.objects.of_events(ids)
    for event, quote in evidence.sentences().values_list("event_id", "quote"):
        fields[event].append(_folded(quote))
    sources = evidence.values_list("event_id", "article__source__name").distinct()
    for event, name in sources.exclude(article__source=None).order_by("event_id"):
        fields[event].append(_folded(name))
    places = Location.objects.of_events(ids).values_list(
        "event_id", "place__name", "place__other_names"
    )
    for event, name, others in places:
        fields[event].append(_folded_place(name, others))
    return {
        event: EventWords(title, _cut(BETWEEN.join(dict.fromkeys(filter(None, fields[event])))))
        for event, title in titles.items()
    }


def _folded(text: str) -> str:
    return _known(text) if len(text) <= SHORT else " ".join(words_of(text))


@lru_cache(maxsize=4_096)  # sentences tell several events, sources publish many
def _known(text: str) -> str:
    return " ".join(words_of(text))


@lru_cache(maxsize=16_384)
def _folded_place(name: str, other_names: str) -> str:
    """The name as it is; of the others each word once, in no phrase."""
    words = dict.fromkeys(words_of(other_names))
    return BETWEEN.join(filter(None, [_folded(name), " ".join(words)]))


def _cut(words: str) -> str:
    if words.count(" ") < MOST_WORDS:
        return words
    return " ".join(words.split(" ")[:MOST_WORDS])
