"""Event drafts: what happened, where and when, sentence by sentence.

``draft_events`` reads the parse, the resolved toponyms and the dates of one
article.  The rules, with examples, are in docs/events.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from spacy.tokens import Token

from events.geoparsing.datelines import dateline_length
from events.geoparsing.drafts import days, gist, main_event, times, wording
from events.geoparsing.drafts.actors import MAX_ACTORS, actors_of
from events.geoparsing.drafts.attachment import Tie, joined_clause, of_another
from events.geoparsing.drafts.confidence import (
    confidence,
    mark_main,
    signs_of_article,
    signs_of_draft,
    signs_of_main,
    signs_of_tellings,
)
from events.geoparsing.drafts.days import When
from events.geoparsing.drafts.folding import Told, folded
from events.geoparsing.drafts.given import Given, second_opinion
from events.geoparsing.drafts.grammar import clause_of, governor, is_verbal, lemma, subtree
from events.geoparsing.drafts.lexicon import Entry, group, nouns_of
from events.geoparsing.drafts.places import Site, Sites, Where, literal, place_of
from events.geoparsing.drafts.realis import background
from events.geoparsing.drafts.story import Story
from events.geoparsing.drafts.subject import SubjectWeights
from events.geoparsing.drafts.telling import HARMFUL, Event, Gathering, Telling
from events.geoparsing.drafts.times import Moments
from events.geoparsing.drafts.titles import title_of
from events.geoparsing.drafts.triggers import Trigger, find_triggers, own_line
from events.geoparsing.encoder import Reads
from events.geoparsing.languages import ENGLISH, language_of
from events.geoparsing.parsed import Parsed, Sentence
from events.geoparsing.taxonomy import LASTING
from events.geoparsing.types import (
    Actor,
    Block,
    Document,
    EventDraft,
    Published,
    Span,
    TimeExpression,
    Toll,
    Toponym,
)

__all__ = ["MAX_EVENTS", "draft_events", "story_of"]

#: An article tells at most so many events; a book is cut here.
MAX_EVENTS = 2000
#: The lead: so many sentences of the body from its start.
LEAD_SENTENCES = 2
#: How far back a paragraph lends a place, in sentences.
LENDING = 2
_ENDS = group("ends")
_GOOD_PREPOSITIONS = group("good-prepositions")


def draft_events(
    document: Document,
    parsed: Parsed,
    blocks: Sequence[Block],
    toponyms: list[Toponym],
    dates: Sequence[TimeExpression],
    published: Published | date | None,
) -> list[EventDraft]:
    """The events that an article tells, in the order of their sentences; at most MAX_EVENTS.

    ``toponyms`` are resolved and have roles; ``locations`` and ``dates`` of a
    draft index into the lists given.  With ``document.triggers`` exactly those
    spans are events, placed or not, and names that recognition left out but an
    event is tied to are added at the end of ``toponyms`` (not where
    ``document.mentions`` says which names there are); else nothing is drafted
    without a literal place that the gazetteer knows.
    """
    day = published.day if isinstance(published, Published) else published
    drafter = _Drafter(document, parsed, blocks, toponyms, dates, day)
    if document.triggers is not None:
        given = Given(document, parsed, toponyms, drafter.moments)
        return [given.event(span) for span in document.triggers[:MAX_EVENTS]]
    return drafter.found()


def story_of(
    document: Document,
    parsed: Parsed,
    blocks: Sequence[Block],
    toponyms: list[Toponym],
    dates: Sequence[TimeExpression],
    kinds: SubjectWeights,
    reads: Reads,
) -> Story:
    """The article as its main event is weighed, for fitting; its day of publication is given.

    ``reads``: the network of ``gist``, or what it said of articles that it had not learnt.
    """
    drafter = _Drafter(document, parsed, blocks, toponyms, dates, document.published)
    return drafter.story([told.draft for told in drafter.by_sentences()], kinds, reads)


class _Drafter:
    def __init__(
        self,
        document: Document,
        parsed: Parsed,
        blocks: Sequence[Block],
        toponyms: Sequence[Toponym],
        dates: Sequence[TimeExpression],
        published: date | None,
    ) -> None:
        self.document = document
        self.parsed = parsed
        self.blocks = blocks
        self.toponyms = toponyms
        self.published = published
        self.sites = Sites(parsed, toponyms)
        self.dates = dates
        self.moments = Moments(parsed, dates)
        self.gathering = Gathering(toponyms, published)
        self.dateline: Where | None = None
        self.told: dict[str, Entry] = {}
        self.carried: dict[int, int] = {}  # the latest sentence about "it", by event

    # --- the events that the text tells

    def found(self) -> list[EventDraft]:
        told = self.by_sentences()
        drafts = [one.draft for one in told]
        if language_of(self.parsed.text) == ENGLISH and self.parsed.sentences:
            main = self._main(drafts)
            if main is not None:
                drafts = list(folded(told, main, self.toponyms, self.dates))
        for draft in drafts:
            draft.confidence = confidence(draft.signs)
        drafts.sort(key=lambda draft: (draft.start, draft.trigger.start))
        return drafts

    def by_sentences(self) -> list[Told]:
        """What single sentences tell; the main event is told early and often."""
        for telling in self._tellings():
            self._settle(telling)
            if len(self.gathering.events) >= MAX_EVENTS:
                break
        events = [event for event in self.gathering.events if self._stands(event)]
        drafts = [self._draft(event) for event in events]
        mark_main(drafts, events, self.published)
        return [Told(event, draft) for event, draft in zip(events, drafts, strict=True)]

    def story(self, told: Sequence[EventDraft], kinds: SubjectWeights, reads: Reads) -> Story:
        return Story(
            self.parsed, self.blocks, self.sites, self.moments, self.published, kinds, told, reads
        )

    def _main(self, drafts: Sequence[EventDraft]) -> EventDraft | None:
        """The main event by all of the article's opening: of the drafts the one that agrees with
        it, else one more.  None where the opening tells none."""
        weights = main_event.shipped()
        story = self.story(drafts, weights.kinds, gist.shipped())
        if not main_event.can_be_weighed(story):
            return None
        for draft in drafts:
            draft.signs += signs_of_article(draft, story.kinds)
        found = main_event.main_event(story, weights)
        if found is None:
            return None
        known = sorted(drafts, key=lambda draft: (not draft.main, draft.start))
        main = main_event.agreeing(found, known, self.toponyms, story)
        if main is not None:
            main_event.complete(main, found, self.toponyms, story)
        else:
            main = main_event.drafted(found, story, self.published)
            if main is None:
                return None
            main.signs = signs_of_draft(main, self.toponyms, self.published)
        main.signs += signs_of_main(found.sure)
        for draft in drafts:
            draft.main = False
        main.main = True
        return main

    def _tellings(self) -> Iterator[Telling]:
        body = 0
        for order, sentence in enumerate(self.parsed.sentences):
            block = self.blocks[sentence.block]
            if block.kind == "furniture":
                continue
            start = self._body_of(sentence, block)
            if start >= sentence.end:
                continue  # all dateline
            lead = block.kind == "headline" or (block.kind == "body" and body < LEAD_SENTENCES)
            body += block.kind == "body"
            self._carry_on(order, sentence, start)
            yield from self._of_sentence(order, sentence, start, lead)

    def _carry_on(self, order: int, sentence: Sentence, start: int) -> None:
        """ "It ended on 9 June" gives its day to what was told in the sentence before."""
        moments = self.moments.inside(start, sentence.end)
        when = times.of_what_was_told(moments) if moments else None
        if when is None:
            return
        for event in reversed(self.gathering.events[-6:]):
            near = self.carried.get(id(event), event.last.order) == order - 1
            if event.type in LASTING and near and days.completes(event.when, when):
                event.when = days.joined(event.when, when)
                self.carried[id(event)] = order
                return

    def _of_sentence(
        self, order: int, sentence: Sentence, start: int, lead: bool
    ) -> Iterator[Telling]:
        words = [word for offset, word in self.parsed.tokens(sentence) if offset >= start]
        moments = self.moments.inside(start, sentence.end)
        triggers = [
            trigger
            for trigger in find_triggers(words, self.told)
            if not self._in_date(trigger.token)
        ]
        if not triggers:
            return
        sites = self.sites.inside(start, sentence.end)
        lengths = self.moments.lengths(start, sentence.end)
        dead = wording.deaths(words, self.parsed)
        hurt = wording.injuries(words, self.parsed)
        for trigger in triggers:
            kind = trigger.type
            others = [t.token for t in triggers if t is not trigger and t.type != "none"]
            mine = [s for s in sites if not of_another(trigger.token, s.token, others)]
            where = place_of(trigger.token, kind, sentence, mine)
            if is_verbal(trigger.token) and kind != "none" and sites:
                where = second_opinion(
                    where, trigger.token, kind, sentence, self.parsed, self.sites
                )
            when = times.time_of(trigger.token, kind in LASTING, sentence, moments)
            for twin in trigger.twins:
                if not when.indices:
                    when = times.time_of(twin, kind in LASTING, sentence, moments)
                if where.tie > Tie.NEAR:
                    where = place_of(twin, kind, sentence, mine)
            if not when.indices and where.tie == Tie.OWN:
                end = max(self.toponyms[index].end for index in where.indices)
                when = times.right_after(trigger.token, end, sentence, moments)
            if kind in LASTING:
                when = times.stretched(trigger.token, when, lengths)
            telling = Telling(
                trigger,
                kind,
                sentence,
                order,
                where if where.tie <= Tie.NEAR else Where(),
                when,
                background(trigger.token),
                lead,
                self.blocks[sentence.block].kind,
                start,
                _toll_for(trigger, triggers, dead),
                _toll_for(trigger, triggers, hurt),
                actors_of(trigger.token, kind, sites, self.parsed),
                _names_places(_of_joined_clause(trigger.token, sites), lead)
                or _names_unknown(trigger.token, self.sites, self.parsed),
            )
            yield telling

    def _in_date(self, token: Token) -> bool:
        """ "March" of "in March 2006" is no march."""
        return token.ent_type_ == "DATE" or self.moments.covers(self.parsed.span_of(token).start)

    def _remember(self, telling: Telling) -> None:
        """Nouns of this type that now need no other words to be known again: "the drill" after "an
        exercise"."""
        if telling.trigger.entry.pos == "noun" and telling.type != "none":
            for noun in nouns_of(telling.type):
                self.told.setdefault(noun, telling.trigger.entry)

    def _settle(self, telling: Telling) -> None:
        """Find the telling its event; before it opens one, it may borrow a day and a place."""
        if telling.lead and not telling.when.indices and not telling.planned:
            telling.when = times.from_publication(telling.token, self.published, telling.type)
        if telling.type == "meeting" and not telling.when.indices and not telling.when.first_day:
            telling.when = times.just_before(telling.token, self.published)
        if not telling.where.indices and telling.type == "agreement":
            telling.where = self._of_what_it_ended(telling)
        if self.gathering.add(telling) is not None:
            self._remember(telling)
            return
        if telling.type == "none" or telling.planned or telling.trigger.strength == "weak":
            return
        if telling.background and not (telling.lead and telling.when.indices):
            return
        if telling.elsewhere or days.long_past(telling.when, self.published):
            return
        lent = self._lent_place(telling)
        if lent.indices:
            telling.where = lent
            self.gathering.add(telling)
            self._remember(telling)

    def _of_what_it_ended(self, telling: Telling) -> Where:
        """The place of the war that the same sentence says to have ended with a truce."""
        verb = governor(telling.token)
        if verb is None or lemma(verb) not in _ENDS or telling.planned:
            return Where()
        for event in reversed(self.gathering.events[-6:]):
            if event.type == "armed_clash" and event.last.order == telling.order:
                return Where(tuple(event.places), Tie.NEAR)
        return Where()

    def _lent_place(self, telling: Telling) -> Where:
        """The place of the sentences just before in the same paragraph, else the dateline's."""
        head = clause_of(telling.token)
        if joined_clause(head):
            start = self.parsed.span_of(head.doc[head.left_edge.i]).start
            before = literal(self.sites.inside(telling.body, start))
            if before:
                return Where((before[-1].index,), Tie.APART)
        block = self.blocks[telling.sentence.block]
        first = max(0, telling.order - LENDING)
        for sentence in reversed(self.parsed.sentences[first : telling.order]):
            if sentence.start < block.start:
                break
            usable = literal(self.sites.inside(sentence.start, sentence.end))
            if usable:
                return Where((usable[0].index,), Tie.APART)
        if self.dateline is not None and telling.lead:
            return self.dateline
        return Where()

    def _body_of(self, sentence: Sentence, block: Block) -> int:
        """Where a sentence's own words begin: behind a dateline, whose place is noted."""
        if block.kind != "body" or sentence.start > block.start + 90:
            return sentence.start
        end = block.start + dateline_length(self.parsed.text, block.start, block.end)
        if end > block.start and self.dateline is None:
            sites = self.sites.inside(block.start, end)
            if sites and sites[0].toponym.place is not None:
                self.dateline = Where((sites[0].index,), Tie.APART)
        return max(sentence.start, min(end, sentence.end))

    def _stands(self, event: Event) -> bool:
        """Planned events need a day ahead; every event needs a place."""
        if not event.places or not any(self.toponyms[index].place for index in event.places):
            return False
        if not event.tellings[0].planned:
            return True
        if event.when.last_day is None:
            return False
        return self.published is None or event.when.last_day >= self.published

    def _lent_day(self, event: Event) -> tuple[When, Sentence] | None:
        """The day of the sentence before in the same paragraph, for what is told on in the plain
        past: "a gunman tried to storm the synagogue on 9 October. He shot dead two people"."""
        first = event.tellings[0]
        if event.when.first_day is not None or first.planned or first.order == 0:
            return None
        before = self.parsed.sentences[first.order - 1]
        if before.block != first.sentence.block:
            return None
        body = self._body_of(before, self.blocks[before.block])
        when = times.told_on(first.token, event.type, self.moments.inside(body, before.end))
        return (when, before) if when.first_day is not None else None

    def _draft(self, event: Event) -> EventDraft:
        first = max(event.tellings, key=_tells_most)
        sentence = first.sentence
        draft = EventDraft(
            event.type,
            title_of(first.token, sentence, self.parsed, first.body),
            sentence.start,
            sentence.end,
            self.parsed.span_of(first.token),
        )
        draft.locations = sorted(event.places, key=lambda index: self.toponyms[index].start)
        days.set_when(draft, event.when)
        lent = self._lent_day(event)
        if lent is not None:
            days.set_when(draft, lent[0])
        draft.planned = self._ahead(event)
        if event.type in HARMFUL:  # a summit kills nobody
            draft.dead = wording.largest(telling.dead for telling in event.tellings)
            draft.injured = wording.largest(telling.injured for telling in event.tellings)
            draft.fatalities = draft.dead.number if draft.dead else None
        draft.actors = _actors(event)
        draft.mentions = _other_sentences(event, sentence)
        draft.signs = [
            *signs_of_draft(draft, self.toponyms, self.published),
            *signs_of_tellings(event, draft),
        ]
        if lent is not None:
            draft.signs.append("days of the sentence before")
            days.rest_on(draft, lent[1])
        draft.confidence = confidence(draft.signs)
        return draft

    def _ahead(self, event: Event) -> bool:
        if event.tellings[0].planned:
            return True
        return (
            self.published is not None
            and event.when.first_day is not None
            and bool(event.when.indices)
            and event.when.first_day > self.published
        )


def _of_joined_clause(token: Token, sites: list[Site]) -> list[Site]:
    """Of the sites of a sentence those of the trigger's clause, where "and" sets it apart."""
    head = clause_of(token)
    if not joined_clause(head):
        return sites
    return [s for s in sites if head.left_edge.i <= s.token.i <= head.right_edge.i]


def _names_places(sites: list[Site], lead: bool) -> bool:
    """Whether a sentence names where things are, so that it borrows no place; in the lead, a name
    of something that the gazetteer does not know ("the Westgate mall") may well be in the
    dateline's city."""
    names = [site for site in sites if site.toponym.role == "literal"]
    return any(
        not lead or site.toponym.place is not None or site.token.ent_type_ in ("GPE", "LOC")
        for site in names
    )


def _names_unknown(trigger: Token, sites: Sites, parsed: Parsed) -> bool:
    """Whether the event's own clause says where it was by a name that recognition left out."""
    clause = clause_of(trigger)
    for token in subtree(clause):
        if token.ent_type_ not in ("GPE", "LOC") or token.head.lower_ not in _GOOD_PREPOSITIONS:
            continue
        span = parsed.span_of(token)
        if not sites.inside(span.start, span.end):
            return True
    return False


def _tells_most(telling: Telling) -> tuple[int, int, int, int]:
    """The telling that speaks for its event: with a place, a day, not a caption, the earliest."""
    return (
        bool(telling.where.indices) + bool(telling.when.indices),
        telling.type != "none" and not telling.background,
        telling.kind == "body",
        -telling.order,
    )


def _toll_for(
    trigger: Trigger, triggers: list[Trigger], tolls: list[tuple[Token, Toll]]
) -> Toll | None:
    """The number of people that belongs to a trigger: by grammar where a sentence tells more than
    one event."""
    if len(triggers) == 1:
        return wording.largest(toll for _, toll in tolls)
    above = own_line(trigger.token)
    return wording.largest(
        toll
        for token, toll in tolls
        if token in above
        or trigger.token in own_line(token)
        or clause_of(token).i == clause_of(trigger.token).i
    )


def _actors(event: Event) -> list[Actor]:
    found: dict[str, Actor] = {}
    for telling in event.tellings:
        for actor in telling.actors:
            found.setdefault(actor.name, actor)
    return list(found.values())[:MAX_ACTORS]


def _other_sentences(event: Event, sentence: Sentence) -> list[Span]:
    spans = {
        (telling.sentence.start, telling.sentence.end)
        for telling in event.tellings
        if telling.sentence.start != sentence.start
    }
    return [Span(start, end) for start, end in sorted(spans)]
