"""Names in texts that are not English: which words name a place.

No grammar is parsed here: the gazetteer with its names in many languages, capitals, simple case
endings and the words around a name decide, by a sum of weights set by hand (``WEIGHTS``).
docs/languages.md says how good it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from events.geoparsing.evidence import kind_of
from events.geoparsing.gazetteer import Gazetteer, NameMatch
from events.geoparsing.languages import MAX_LETTERS, known_form, languages, small
from events.geoparsing.linear import probability
from events.geoparsing.names import name_key
from events.geoparsing.parsed import Parsed
from events.geoparsing.types import Block, Role, Toponym

MAX_WORDS = 6  # of a name
MOST_KEPT = 20_000  # names and places of a text whose forms and spellings are kept at hand
SURE = 1.0  # log odds from which a find speaks for its neighbours
_WORD = re.compile(r"[^\W_]+(?:['’ʼ‘`ʻ][^\W_]+)*")
_APOSTROPHE = re.compile("['’ʼ‘`ʻ]")
_JOINED = (" ", "-", "\xa0", "‑", "\n")
_HYPHENS = ("-", "‑")
_SENTENCE = re.compile(r"[.!?…:;\"“”«»„()\[\]]|[–—]\s|\n\s*\n")

#: Log odds, set by hand on the second half of the texts in tests/data/languages.
WEIGHTS = {
    "any": -2.0,
    "kind=country": 4.0,
    "kind=division": 2.0,
    "kind=area": 1.2,
    "kind=county": 0.5,
    "kind=abbreviation": 0.0,
    "kind=town1M": 3.0,
    "kind=town100k": 2.2,
    "kind=town10k": 1.2,
    "kind=town1k": 0.0,
    "kind=hamlet": -0.8,
    "spelt so": 1.0,
    "spelt otherwise": -1.0,
    "words": 1.5,
    "locative": 2.2,
    "inflected": 0.6,
    "inflected town": -0.8,
    "first of sentence": -0.7,
    "capital within sentence": 0.8,
    "noun among nouns": -0.8,  # German writes every noun with a capital
    "generic beside": 2.0,
    "sits there": 1.2,
    "feature": -3.5,
    "title before": -3.0,
    "capital before": -3.0,
    "first of sentence before": -1.2,
    "capital after": -1.8,
    "person elsewhere": -2.5,
    "part of a longer word": -3.0,
    "article before": -3.5,
    "common word": -3.5,
    "common word, locative": -2.3,
    "common word, proper": -1.5,
    "also written small": -2.5,
    "short": -1.5,
    "capitals": -0.5,
    "listed": 1.8,
    "said before": 2.5,
}


#: With one of these a mention is something else, whatever the name is elsewhere in the text.
PERSON = frozenset({"title before", "capital before"})
UNSAID = PERSON | {"feature", "person elsewhere", "common word", "part of a longer word"}


@dataclass(slots=True)
class Token:
    """A word without what an apostrophe parts from it: d'Alep, İstanbul'da."""

    start: int
    end: int
    text: str
    gap: str  # between the word before and this one
    elided: str = ""  # "d", "l"
    ending: str = ""  # "da"

    @property
    def small(self) -> str:
        return small(self.text)

    @property
    def capital(self) -> bool:
        return self.text[0].isupper() or self.text[0].istitle()


@dataclass(slots=True)
class Find:
    """A stretch of words that the gazetteer knows, with what speaks for and against it."""

    first: int
    last: int
    start: int
    end: int
    form: str
    match: NameMatch
    features: list[str] = field(default_factory=list)

    @property
    def weight(self) -> float:
        return sum(WEIGHTS.get(feature, 0.0) for feature in self.features)


class ForeignNames:
    """Finds the toponyms of a text in one of the languages of the table."""

    def __init__(self, gazetteer: Gazetteer, code: str) -> None:
        self.gazetteer = gazetteer
        self.language = languages()[code]
        self._forms: dict[str, str] = {}
        self._spellings: dict[str, frozenset[str]] = {}

    def find(self, parsed: Parsed) -> list[Toponym]:
        """The toponyms in order, without overlaps, with their roles; candidates are left out."""
        return self.find_in(
            parsed.text, [block for block in parsed.blocks if block.kind != "furniture"]
        )

    def find_in(self, text: str, blocks: list[Block]) -> list[Toponym]:
        """The same in some blocks of a text, which need no parse."""
        tokens = [self._tokens(text, block) for block in blocks]
        lowered = {t.small for words in tokens for t in words if t.text[0].islower()}
        finds = [list(self._finds(text, words, lowered)) for words in tokens]
        _add_said_before(finds)
        for words, found in zip(tokens, finds, strict=True):
            self._add_listed(words, found)
        kept = (find for found in finds for find in _apart(found))
        return [self._toponym(text, find) for find in kept]

    def _toponym(self, text: str, find: Find) -> Toponym:
        role: Role = "literal"
        where = {"locative", "generic beside", "listed"} & set(find.features)
        if kind_of((find.match,)) == "country" and not where:
            role = "associative"
        if "sits there" in find.features:
            role = "associative"
        name = text[find.start : find.end]
        return Toponym(find.start, find.end, name, "name", role, probability(find.weight))

    def _tokens(self, text: str, block: Block) -> list[Token]:
        tokens: list[Token] = []
        at = block.start
        for match in _WORD.finditer(text, block.start, block.end):
            gap = text[at : match.start()] if tokens else ""
            tokens.append(self._token(match.start(), match.group(), gap))
            at = match.end()
        return tokens

    def _token(self, start: int, word: str, gap: str) -> Token:
        begin, stop, elided, ending = 0, len(word), "", ""
        parts = _APOSTROPHE.split(word)
        if len(parts) > 1 and small(parts[0]) in self.language.elisions:
            elided = small(parts[0])
            begin = len(parts[0]) + 1
        endings = self.language.locative_endings | self.language.other_endings
        if len(parts) > 1 + bool(elided) and small(parts[-1]) in endings:
            ending = small(parts[-1])
            stop -= len(parts[-1]) + 1
        return Token(start + begin, start + stop, word[begin:stop], gap, elided, ending)

    def _finds(self, text: str, tokens: list[Token], lowered: set[str]) -> Iterator[Find]:
        for first, token in enumerate(tokens):
            if not token.text or not token.capital or len(token.text) > MAX_LETTERS:
                continue
            for last in range(first + 1, min(first + MAX_WORDS, len(tokens)) + 1):
                if last > first + 1 and not _goes_on(tokens[last - 2], tokens[last - 1]):
                    break
                if tokens[last - 1].capital:
                    yield from self._find(text, tokens, first, last, lowered)

    def _find(
        self, text: str, tokens: list[Token], first: int, last: int, lowered: set[str]
    ) -> Iterator[Find]:
        start, end = tokens[first].start, tokens[last - 1].end
        name = text[start:end]
        single = last - first == 1
        if single and (small(name) in self.language.calendar | self.language.no_names):
            return
        form = self._known_form(name)
        matches = self.gazetteer.lookup(form, 1)
        if not matches:
            return
        found = Find(first, last, start, end, form, matches[0])
        if matches[0].form == "demonym" and not self._is_spelt_so(found):
            return
        for feature in self._features(tokens, found, name, lowered):
            found.features.append(feature)
        yield found

    def _features(
        self, tokens: list[Token], found: Find, name: str, lowered: set[str]
    ) -> Iterator[str]:
        kind = kind_of((found.match,))
        town = kind.startswith("town") or kind == "hamlet"
        yield from ("any", f"kind={kind}")
        yield "spelt so" if self._is_spelt_so(found) else "spelt otherwise"
        if found.last - found.first > 1:
            yield "words"
        locative = self._is_locative(tokens, found, name)
        if locative:
            yield "locative"
        elif found.form != name or tokens[found.last - 1].ending:
            yield "inflected town" if town and found.form != name else "inflected"
        yield from self._word_features(tokens, found, name, lowered, locative)
        if self._is_part_of_a_word(tokens, found):
            yield "part of a longer word"
        yield from self._before(tokens, found, town, locative)
        yield from self._after(tokens, found, kind)

    def _known_form(self, name: str) -> str:
        if len(self._forms) > MOST_KEPT:
            self._forms.clear()
        form = self._forms.get(name)
        if form is None:
            form = known_form(name, self.language.code, self.gazetteer.lookup)
            self._forms[name] = form
        return form

    def _is_spelt_so(self, found: Find) -> bool:
        """Whether the place bears the name in just this spelling: Kaş is not Kas."""
        key = found.match.place.key
        if key not in self._spellings:
            if len(self._spellings) > MOST_KEPT:
                self._spellings.clear()
            self._spellings[key] = frozenset(map(small, self.gazetteer.names(key)))
        return small(found.form) in self._spellings[key]

    def _is_locative(self, tokens: list[Token], found: Find, name: str) -> bool:
        language, last = self.language, tokens[found.last - 1]
        if last.ending:
            return last.ending in language.locative_endings
        ending = _ending(name, found.form) if found.form != name else ""
        if not language.locative and ending in language.locative_endings:
            return True
        before = _joined_before(tokens, found.first)
        if tokens[found.first].elided in language.locative:
            return True
        if before is None:
            return False
        if before.small in language.articles and before.small not in language.locative:
            before = _joined_before(tokens, found.first - 1)
        if before is None:
            return False
        island = found.match.place.feature.startswith("ISL") and before.small in language.islands
        return island or before.small in language.locative

    def _word_features(
        self, tokens: list[Token], found: Find, name: str, lowered: set[str], locative: bool
    ) -> Iterator[str]:
        word = small(name)
        proper = self._is_surely_proper(tokens, found)
        if found.last - found.first == 1 and not tokens[found.first].ending:
            if word in self.language.common or small(found.form) in self.language.common:
                yield self._common(tokens, found, locative, proper)
            if word in lowered and not (proper and locative):
                yield "also written small"
            if len(word) <= 3:
                yield "short"
        if name.isupper() and len(name) > 3:
            yield "capitals"
        if _begins_sentence(tokens, found.first):
            yield "first of sentence"
        else:
            german = self.language.code == "de"
            yield "noun among nouns" if german else "capital within sentence"

    def _is_part_of_a_word(self, tokens: list[Token], found: Find) -> bool:
        """Loire of Indre-et-Loire; not the towns of the line Ankara-İstanbul."""
        beside = []
        if found.first and tokens[found.first].gap in _HYPHENS:
            beside.append(tokens[found.first - 1])
        if found.last < len(tokens) and tokens[found.last].gap in _HYPHENS:
            beside.append(tokens[found.last])
        return any(not (t.capital and self.gazetteer.known(t.text)) for t in beside)

    def _is_surely_proper(self, tokens: list[Token], found: Find) -> bool:
        """A capital within a sentence, where the language writes no common noun with one."""
        return self.language.code != "de" and not _begins_sentence(tokens, found.first)

    def _common(self, tokens: list[Token], found: Find, locative: bool, proper: bool) -> str:
        if proper:
            return "common word, proper"
        after = tokens[found.last] if found.last < len(tokens) else None
        named = after is not None and after.capital and after.gap in _JOINED
        return "common word, locative" if locative and not named else "common word"

    def _before(
        self, tokens: list[Token], found: Find, town: bool, locative: bool
    ) -> Iterator[str]:
        before = _joined_before(tokens, found.first)
        elided = tokens[found.first].elided
        if town and elided in self.language.articles and elided not in self.language.locative:
            yield "article before"
        if before is None or elided:
            return
        if self._is_generic(tokens, found.first - 1):
            yield "generic beside"
        elif before.small in self.language.features:
            yield "feature" if town else "generic beside"
        elif before.small in self.language.titles and town:
            yield "title before"
        elif before.small in self.language.articles and town:
            if before.small not in self.language.locative:
                yield "article before"
        elif before.capital and town and not (locative or self._is_no_name(before)):
            begins = _begins_sentence(tokens, found.first - 1)
            inflected = "inflected town" in found.features or tokens[found.last - 1].ending
            if not begins:
                yield "capital before"
            elif not inflected:
                yield "first of sentence before"

    def _is_generic(self, tokens: list[Token], index: int) -> bool:
        """Whether "the city", or "the city of", ends at this word."""
        generic = self.language.generic
        if tokens[index].small in generic:
            return True
        before = _joined_before(tokens, index)
        return tokens[index].small in ("de", "von") and bool(before and before.small in generic)

    def _is_no_name(self, word: Token) -> bool:
        """A capital word that is no part of a person's name, and no name before this one."""
        language = self.language
        if word.ending or word.elided:
            return True
        lists = (language.stop_words, language.locative, language.generic, language.places_of)
        return word.small in language.calendar or any(word.small in words for words in lists)

    def _after(self, tokens: list[Token], found: Find, kind: str) -> Iterator[str]:
        if found.last >= len(tokens) or tokens[found.last - 1].ending:
            return
        after = tokens[found.last]
        if after.gap not in _JOINED:
            return
        if after.small in self.language.generic:
            yield "generic beside"
        elif after.small in self.language.features:
            yield "feature" if kind.startswith(("town", "hamlet")) else "generic beside"
        elif after.small in self.language.places_of:
            yield "sits there"
        elif after.capital and self.language.code != "de" and kind != "country":
            yield "capital after"

    def _add_listed(self, tokens: list[Token], finds: list[Find]) -> None:
        """Beside a sure place in a list: Köln und Bonn."""
        sure = [find for find in finds if find.weight > SURE]
        ends, starts = {find.last for find in sure}, {find.first for find in sure}
        for find in finds:
            before = self._joined_index(tokens, find.first, -1)
            after = self._joined_index(tokens, find.last - 1, 1)
            if before in ends or after in starts:
                find.features.append("listed")

    def _joined_index(self, tokens: list[Token], index: int, step: int) -> int:
        """The index of the last word (after it) or the first word of the neighbour in a list."""
        beside = index + step
        if not 0 <= beside < len(tokens):
            return -1
        gap = tokens[max(index, beside)].gap
        if gap.strip() == ",":
            return index if step < 0 else beside
        if tokens[beside].small not in self.language.joiners or gap not in _JOINED:
            return -1
        return beside if step < 0 else beside + 1


def _add_said_before(finds: list[list[Find]]) -> None:
    """A name that is surely a place at one mention is one at the others; a person's likewise."""
    every = [find for found in finds for find in found]
    persons = {name_key(find.form) for find in every if PERSON.intersection(find.features)}
    for find in every:
        where = PERSON.intersection(find.features) or "locative" in find.features
        if name_key(find.form) in persons and not where:
            find.features.append("person elsewhere")
    sure = {name_key(find.form) for find in every if find.weight > SURE}
    for find in every:
        if UNSAID.intersection(find.features):
            continue
        if find.weight <= SURE and name_key(find.form) in sure:
            find.features.append("said before")


def _ending(name: str, form: str) -> str:
    """What of a name is not in its dictionary form."""
    common = 0
    for one, other in zip(small(name), small(form), strict=False):
        if one != other:
            break
        common += 1
    return small(name)[common:]


def _goes_on(before: Token, token: Token) -> bool:
    return token.gap in _JOINED and not before.ending and not token.elided


def _joined_before(tokens: list[Token], index: int) -> Token | None:
    """The word right before, where only a space parts them."""
    if index < 1 or tokens[index].gap not in _JOINED:
        return None
    return tokens[index - 1]


def _begins_sentence(tokens: list[Token], index: int) -> bool:
    return index == 0 or bool(_SENTENCE.search(tokens[index].gap))


def _apart(found: list[Find]) -> list[Find]:
    """The heaviest of positive weight that do not overlap, in the order of the text."""
    kept: list[Find] = []
    taken: set[int] = set()
    for find in sorted(found, key=lambda f: (-(f.last - f.first), -f.weight)):
        words = range(find.first, find.last)
        if find.weight > 0 and taken.isdisjoint(words):
            taken.update(words)
            kept.append(find)
    return sorted(kept, key=lambda find: find.start)
