"""Votes of a whole country: they happen at every village, and at none that the story visits.

A report of a presidential election goes to one polling station, one party's headquarters and the
capital; the place of the event is the country.
"""

from __future__ import annotations

import re

from events.geoparsing.drafts.story import PlaceMention, Story

#: Sentences of the body that may say what is voted on; those that name who votes, or a part of a
#: country whose own vote it is.
LOOKED_AT, EARLY = 6, 4
_VOTE = r"(elections?|vote[sd]?|voting|voters|polls?|ballots?|run-?offs?|contests?|race|referendum)"
_KIND = r"(presidential|parliamentary|legislative|general|national|federal|snap)"
_HELD = r"(presiden(t|cy)|prime minister|parliament|new constitution|(whole|rest) of the country)"
_NATIONWIDE = re.compile(
    rf"\b{_KIND}( and \w+)? {_VOTE}\b|\b{_VOTE}\b.*\b{_HELD}\b|\b{_HELD}\b.*\b{_VOTE}\b",
    re.IGNORECASE | re.DOTALL,
)
#: What follows a people's name: "Bhutanese went to the polls".
_VOTES = re.compile(
    r"\s+(have\s+|had\s+)?(vote[ds]?|went to the polls|cho[ou]?se|elect(ed)?|cast)\b"
)
_OF_A_PART = re.compile(
    r"\b(by-?elections?|by-?polls?|mayoral|municipal|councils?|councillors?|wards?|constituency"
    r"|local elections?|governorship|gubernatorial|for governor|state (assembly|elections?)"
    r"|provincial|regional|(town|city|county|district)'s|autonom(y|ous)|breakaway|separatist"
    r"|self-proclaimed|territory|townsfolk|villagers)\b",
    re.IGNORECASE,
)


def nation_that_votes(story: Story) -> list[PlaceMention]:
    """The mentions, by name or people, of the country that votes; [] for a vote of a part of one,
    or where it is not plain which country that is."""
    nations = {
        key: mentions
        for key, mentions in story.nations.items()
        if any(mention.order < EARLY for mention in mentions)
    }
    if not nations:
        return []
    mentions = max(nations.values(), key=_may_vote)
    texts = [
        (p.order, story.parsed.text[p.start : p.sentence.end])
        for p in story.passages
        if p.order < LOOKED_AT
    ]
    said = any(_NATIONWIDE.search(text) for _, text in texts)
    if not said and not any(_VOTES.match(story.parsed.text, m.span.end) for m in mentions):
        return []
    if any(_OF_A_PART.search(text) for order, text in texts if order < EARLY):
        return []
    most = max((len(others) for others in story.regions.values()), default=0)
    return mentions if most < len(mentions) else []


def _may_vote(mentions: list[PlaceMention]) -> tuple[bool, int]:
    """How likely it is the one that votes: a report of the vote of Greenland names Denmark too."""
    place = mentions[0].site.toponym.place
    dependent = place is not None and place.feature == "PCLD"
    return dependent and len(mentions) > 1, len(mentions)
