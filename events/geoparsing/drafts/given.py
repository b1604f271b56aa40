"""Events whose triggers the caller gives: each is tied to its places and days by its sentence."""

from __future__ import annotations

from events.geoparsing.drafts import days, times
from events.geoparsing.drafts.actors import actors_of
from events.geoparsing.drafts.attachment import Tie
from events.geoparsing.drafts.places import Sites, place_of
from events.geoparsing.drafts.setting import Setting
from events.geoparsing.drafts.stretches import Stretch, stretches
from events.geoparsing.drafts.times import Moments
from events.geoparsing.drafts.titles import title_of
from events.geoparsing.drafts.triggers import entry_of
from events.geoparsing.drafts.tying import EventWeights, chosen, odds_of, shipped
from events.geoparsing.parsed import Parsed, Sentence
from events.geoparsing.taxonomy import LASTING
from events.geoparsing.types import Document, EventDraft, Span, Toponym


class Given:
    """Reads the given triggers of one text; names that an event is tied to are added to
    ``toponyms``."""

    def __init__(
        self,
        document: Document,
        parsed: Parsed,
        toponyms: list[Toponym],
        moments: Moments,
        weights: EventWeights | None = None,
    ) -> None:
        self.document = document
        self.parsed = parsed
        self.toponyms = toponyms
        self.moments = moments
        self.weights = weights or shipped()
        self.sites = Sites(parsed, toponyms)
        self._added: dict[tuple[int, int], int] = {}

    def event(self, span: Span) -> EventDraft:
        """The event of one given trigger."""
        draft = EventDraft(
            "other", self.parsed.text[span.start : span.end], span.start, span.end, span
        )
        setting = self.setting(span)
        sentence = self.parsed.sentence_at(span.start)
        if setting is None or sentence is None:
            return draft
        trigger = setting.trigger
        draft.type = setting.kind
        draft.start, draft.end = sentence.start, sentence.end
        draft.title = title_of(trigger, sentence, self.parsed)
        odds = odds_of(setting, self.weights)
        found = chosen(setting, odds, self.weights.least)
        draft.locations = [self._index(setting.names[at], odds[at]) for at in found]
        sites = self.sites.inside(sentence.start, sentence.end)
        draft.actors = actors_of(trigger, draft.type, sites, self.parsed)
        moments = self.moments.inside(sentence.start, sentence.end)
        days.set_when(draft, times.time_of(trigger, draft.type in LASTING, sentence, moments))
        # How sure the whole answer is: its least likely place, or that there is none.
        likeliest = max(odds, default=0.0)
        draft.confidence = min((odds[at] for at in found), default=1 - likeliest)
        return draft

    def setting(self, span: Span) -> Setting | None:
        """A trigger among the names of its sentence; None where nothing was parsed."""
        sentence = self.parsed.sentence_at(span.start)
        words = self.parsed.words_in(span)
        if sentence is None or words is None:
            return None
        trigger = words.root
        entry = entry_of(trigger, [word for _, word in self.parsed.tokens(sentence)])
        kind = entry.type if entry is not None and entry.type != "none" else "other"
        sites = self.sites.inside(sentence.start, sentence.end)
        where = place_of(trigger, kind, sentence, sites, resolved=False)
        by_rule = frozenset(where.indices if where.tie <= Tie.NEAR else ())
        return Setting(self.parsed, trigger, kind, self._names(sentence), self.toponyms, by_rule)

    def _names(self, sentence: Sentence) -> list[Stretch]:
        known = self.sites.indices(sentence.start, sentence.end)
        toponyms = [(index, self.toponyms[index]) for index in known]
        return stretches(self.parsed, sentence, toponyms, only=self.document.mentions is not None)

    def _index(self, name: Stretch, likely: float) -> int:
        """The index of a name among the toponyms; it is added where it is not yet one."""
        if name.toponym is not None:
            return name.toponym
        span = (name.start, name.end)
        if span not in self._added:
            self._added[span] = len(self.toponyms)
            text = self.parsed.text[name.start : name.end]
            self.toponyms.append(Toponym(*span, text, "name", "literal", likely))
        return self._added[span]
