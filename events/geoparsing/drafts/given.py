"""Events whose triggers the caller gives: each is tied to its places and days by its sentence."""

from __future__ import annotations

from spacy.tokens import Token

from events.geoparsing.drafts import days, tie_reader, times
from events.geoparsing.drafts.actors import actors_of
from events.geoparsing.drafts.attachment import Tie
from events.geoparsing.drafts.places import Sites, Where, place_of
from events.geoparsing.drafts.setting import Setting
from events.geoparsing.drafts.stretches import Stretch, stretches
from events.geoparsing.drafts.times import Moments
from events.geoparsing.drafts.titles import title_of
from events.geoparsing.drafts.triggers import entry_of
from events.geoparsing.drafts.tying import EventWeights, chosen, odds_of, shipped
from events.geoparsing.parsed import Parsed, Sentence
from events.geoparsing.taxonomy import LASTING
from events.geoparsing.types import Document, EventDraft, Span, Toponym

#: Of an ordinary draft's verb: a place that the rules chose goes below the first, and one that they
#: did not choose comes from the second up.  Cross-validated, of the former one in sixteen is right,
#: of the latter seven in eight.
HARDLY, SURELY = 0.1, 0.9


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
        odds = odds_of(setting, self.weights, tie_reader.shipped())
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
        return setting_of(trigger, kind, sentence, self.parsed, self.sites, self._names(sentence))

    def _names(self, sentence: Sentence) -> list[Stretch]:
        only = self.document.mentions is not None
        return names_of(sentence, self.parsed, self.sites, only=only)

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


def setting_of(
    trigger: Token,
    kind: str,
    sentence: Sentence,
    parsed: Parsed,
    sites: Sites,
    names: list[Stretch],
) -> Setting:
    """A trigger among the given names of its sentence, with what the rules say of them."""
    where = place_of(
        trigger, kind, sentence, sites.inside(sentence.start, sentence.end), resolved=False
    )
    by_rule = frozenset(where.indices if where.tie <= Tie.NEAR else ())
    return Setting(parsed, trigger, kind, names, sites.toponyms, by_rule)


def names_of(
    sentence: Sentence, parsed: Parsed, sites: Sites, *, only: bool = False
) -> list[Stretch]:
    """The names of a sentence: toponyms and, unless they are the ``only`` ones, other stretches."""
    known = sites.indices(sentence.start, sentence.end)
    toponyms = [(index, sites.toponyms[index]) for index in known]
    return stretches(parsed, sentence, toponyms, only=only)


def second_opinion(
    where: Where, trigger: Token, kind: str, sentence: Sentence, parsed: Parsed, sites: Sites
) -> Where:
    """What the odds make of the places that the rules chose for a verb: hardly likely ones go, and
    where none is left, known places that are all but sure come in their stead."""
    setting = setting_of(trigger, kind, sentence, parsed, sites, names_of(sentence, parsed, sites))
    odds = odds_of(setting, shipped())
    found = chosen(setting, odds, shipped().least)
    kept = tuple(i for i in where.indices if _may_stay(setting, odds, found, i))
    if kept:
        return Where(kept, where.tie)
    sure = tuple(
        index
        for at in found
        if odds[at] >= SURELY
        and (index := setting.names[at].toponym) is not None
        and _known(sites.toponyms[index])
    )
    return Where(sure, Tie.NEAR) if sure else Where()


def _may_stay(setting: Setting, odds: list[float], found: list[int], index: int) -> bool:
    """Whether a toponym that the rules chose is likely enough, or stands in for a likelier name
    that the gazetteer does not know: "captured near Ad-Dawr, near his home town of Tikrit"."""
    at = next((at for at, name in enumerate(setting.names) if name.toponym == index), None)
    if at is None or odds[at] >= HARDLY or setting.toponyms[index].form == "demonym":
        return True
    span = setting.names[at].span
    return any(
        setting.place(setting.names[other]) is None and not setting.names[other].span.overlaps(span)
        for other in found
    )


def _known(toponym: Toponym) -> bool:
    return toponym.role == "literal" and toponym.form == "name" and toponym.place is not None
