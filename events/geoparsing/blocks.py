# ruff: noqa: E501 - a pattern is read best on one line
"""The text of a page cut into paragraphs, each named for what it is.

General rules of form only (length, punctuation, set phrases of web pages and
picture desks); nothing about any one site.  One pass over the text, every
pattern is tried on short blocks only, so the time is linear in the length.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from events.geoparsing.types import Block, BlockKind

CAPTION_WORDS = 60  # a longer paragraph that ends with "(Reuters)" is a story, not a caption
FURNITURE_WORDS = 60
HEADLINE_WORDS = 25
SENTENCE_WORDS = 12  # a block with so many words and a full stop is prose
FULL_LINE = 95  # characters; a longer line without an end to its sentence was cut by the screen
LONGEST_SHORT_BLOCK = 1500  # characters; no pattern is tried on more

_GAP = re.compile(r"\n[^\S\n]*(?:\n[^\S\n]*)+")
_TERMINAL = re.compile(r"[.!?…:;\"”’')\]。！？؟۔।]\s*$")
_FULL_STOP = re.compile(r"[.!?…。！？؟۔।][\"”’')\]]*\s*$")

_AGENCY = (
    r"(?:AA|AFP|AP|A\.P\.|ANI|ANSA|BELGA|CP|DHA|DPA|dpa|EFE|EPA|EPA-EFE|IHA|IANS|IRNA|ITAR-TASS|Kyodo|LUSA|NTB"
    r"|PA|PTI|Reuters|REUTERS|RIA|SANA|SPA|TASS|UPI|WAM|Xinhua|XINHUA|Yonhap|Anadolu|Anadolu Agency|Bloomberg|Getty"
    r"|Getty Images|Shutterstock|Alamy|Handout|HANDOUT|iStock|Maxar|Planet Labs|TT|APA|ATTA KENARE)"
)
_PICTURE = r"(?i:photos?|photographs?|pictures?|images?|pics?|handout|screengrab|screenshot|courtesy|credit|illustration)"
_CREDIT_AT_END = re.compile(
    rf"[(\[](?:[^()\[\]\n]{{0,80}}[\s/|,.:;–—-])?(?:{_AGENCY}|{_PICTURE})(?:[\s/|,.:;–—-][^()\[\]\n]{{0,80}})?[)\]]\.?\s*$"
    rf"|(?:(?i:file\s+photo|file\s+image|file\s+picture|stock\s+photo))[.)\]]?\s*$"
    rf"|(?:(?i:photo|photograph|image|picture|credit)s?\s*(?::|(?i:by|courtesy of)\s))[^\n]{{1,80}}$"
    rf"|(?<=\w[.!?’”]\s)©\s*(?:\d{{4}}\s+)?[A-Z][^\n]{{1,60}}$"
    rf"|[|/©]\s*{_AGENCY}(?:\s+(?i:photos?|images?))?(?:\s+via\s+[\w ]{{2,30}})?\.?\s*$"
)
_CREDIT_AT_START = re.compile(
    r"^\s*[(\[]?(?:file\s+photo|photo|photograph|image|picture|pictured|caption|credit)s?\s*(?::|by\s|credit\b|courtesy\b)",
    re.IGNORECASE,
)

_FURNITURE = re.compile(
    r"""
      your\ e-?mail\ address\ will\ not\ be\ published | required\ fields\ are\ marked
    | all\ rights\ reserved | ©\s*(?:copyright|\d{4}) | \bcopyright\s*(?:©|\(c\)|\d{4})
    | by\ (?:signing\ up|subscribing|clicking|continuing|registering)\b.{0,80}\b(?:agree|accept|consent|terms|privacy|newsletter)
    | \brecaptcha\b | (?:terms\ of\ (?:use|service)|privacy\ policy)\b.{0,80}\b(?:apply|privacy\ policy|terms|cookies?|agree)
    | \b(?:we|site|website)\b.{0,40}\buses?\ cookies\b | \b(?:accept|reject|manage|allow)\ (?:all\ )?cookies\b | \bcookie\ (?:policy|settings|preferences|consent|notice)\b
    | you\ can\ unsubscribe | unsubscribe\ at\ any\ time
    | (?:sign\ up|subscribe|register)\ (?:now\ )?(?:for|to|here|today)\b.{0,60}\b(?:newsletter|e-?mail|inbox|updates|alerts|channel|briefing|free|podcast|access)
    | (?:get|receive)\ .{0,60}\b(?:in\ your\ inbox|to\ your\ inbox|by\ e-?mail|newsletter)
    | (?:keep|stay)\ up[\ -]to[\ -]date\ with | delivered\ (?:straight\ )?to\ your\ inbox
    | ^(?:the\ )?(?:[\w’'&.-]+\ ){0,5}newsletters?(?:\ sign[\ -]?up)?$
    | follow\ us\ on\b | ^(?:like|find|join)\ us\ on\b | ^download\ (?:the|our)\ .{0,30}\bapp\b
    | (?:javascript|cookies)\ (?:is|are|must\ be)\ (?:disabled|enabled|required) | ^please\ enable\ javascript
    | save\ my\ name,?\ e-?mail | this\ (?:site|form)\ is\ protected\ by
    | ^advertisement$ | ^sponsored(?:\ content)?$ | ^ad$ | ^skip\ to\ (?:main\ )?content | ^(?:main\ )?menu$ | ^search$ | ^log\ ?in$ | ^sign\ (?:in|up)$
    | ^(?:share|tweet|print|e-?mail|comments?|like|save|listen|follow|whatsapp|facebook|twitter|linkedin|telegram|reddit|subscribe)(?:[\s|,•·/]+(?:share|tweet|print|e-?mail|comments?|like|save|facebook|twitter|linkedin|telegram|reddit|whatsapp|x|on|this|via))*$
    | ^share\ (?:this|on|via|the)\b.{0,60}$ | ^share\ this\b
    | ^(?:read|see|view|learn|show|load|watch)\ (?:more|also|all|next|full\ story|comments?)\b.{0,120}$ | ^also\ read\b | ^continue\ reading\b
    | ^click\ here\b | ^(?:most\ )?(?:popular|viewed|read|trending)(?:\ (?:now|stories|news|articles|posts))?$
    | ^tags?\s*: | ^filed\ under\b | ^categor(?:y|ies)\s*: | ^topics?\s*: | ^source\s*:\s*\S+(?:\s+\S+){0,3}$
    | ^(?:\(\s*)?(?:additional\ )?(?:reporting|writing|editing|compiled)\ (?:and\ \w+\ )?by\b
    | ^our\ standards\s*: | ^\d+\ (?:min(?:ute)?s?|mins)\ read$ | ^listen\ to\ this\ article
    | ^by\ (?!(?:the|this|that|then|now|late|early|mid|noon|midnight|night|day|law|contrast|comparison|mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w*\b)[^.!?\n]{2,80}$
    """,
    re.IGNORECASE | re.VERBOSE,
)
_BYLINE = re.compile(
    r"^(?i:by)\s+(?:[A-Z][\w’'.-]*(?:\s+|,\s*|\s*&\s*|\s+and\s+|$)|and\s+|(?:de|van|von|al|el|bin|der|la)\s+){1,10}"
)
_STAMP = re.compile(
    r"^(?:(?:first\ |last\ )?(?:published|updated|posted|modified|created|edited|publication\ date|date)\b[\s:,on]*|on\s+)?[^.!?\n]{0,12}"
    r"(?:\d{1,2}[\s/.-]+\w{2,9}[\s/.,-]+\d{2,4}|\w{3,9}\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+\d{4}|\d{4}-\d{1,2}-\d{1,2})",
    re.IGNORECASE,
)
_STAMP_WORD = re.compile(
    r"^(?:first |last )?(?:published|updated|posted|modified)\b", re.IGNORECASE
)
# From these on a page holds what readers wrote.
_COMMENTS_BEGIN = re.compile(
    r"^(?:leave\ a\ (?:reply|comment|response)|post\ a\ (?:reply|comment)|(?:add|write)\ (?:a|your)\ comment|join\ the\ (?:discussion|conversation)"
    r"|cancel\ reply|(?:reader|readers’|readers'|user)\ comments|\d+\ (?:comments?|responses?|replies)(?:\ (?:on|to)\b.{0,200})?|comments?(?:\ \(\d+\))?"
    r"|your\ e-?mail\ address\ will\ not\ be\ published)\b[^\n]{0,80}$".replace(r"\ ", r"\s+"),
    re.IGNORECASE,
)
_LISTS_BEGIN = re.compile(
    r"^(?:related(?:\ (?:articles?|stories|news|posts|topics|content|coverage))?|read\ (?:more|next|also)|see\ also|more\ (?:from|on|in|news|stories|like\ this)\b.{0,40}"
    r"|you\ (?:may|might)\ (?:also\ )?(?:like|be\ interested).{0,20}|recommended(?:\ (?:for\ you|stories|articles))?|most\ (?:read|popular|viewed)|trending(?:\ now)?"
    r"|latest\ (?:news|stories|headlines)|editor[’']?s[’']?\ picks?|popular\ (?:posts|stories|now)|top\ stories|recent\ (?:posts|comments|stories)|around\ the\ web)\s*:?$".replace(
        r"\ ", r"\s+"
    ),
    re.IGNORECASE,
)
_MARKDOWN_HEADING = re.compile(r"^\s{0,3}#{1,6}\s")
_LIST_MARK = re.compile(r"^\s*(?:[-*•·»›▪–]|\d{1,2}[.)])\s+")


def split_blocks(text: str) -> list[Block]:
    """Paragraphs of ``text`` in order, without the white space between them.

    Blank lines part paragraphs; a single line break does too unless the lines
    look wrapped by hand.  From a heading such as "Leave a Reply" on, once a
    paragraph of prose has been seen, all is furniture: readers' comments are not
    the article.  Equal blocks point to the first (``repeat_of``).
    """
    spans = list(_spans(text))
    kinds = _kinds(text, spans)
    first_with: dict[str, int] = {}
    blocks = []
    for index, ((start, end), kind) in enumerate(zip(spans, kinds, strict=True)):
        words = " ".join(text[start:end].casefold().split())
        first = first_with.setdefault(words, index)
        blocks.append(Block(start, end, kind, None if first == index else first))
    return blocks


def _spans(text: str) -> Iterator[tuple[int, int]]:
    text_lines = text.replace("\r", "\n") if "\r" in text else text  # same length: offsets stand
    at = 0
    for gap in _GAP.finditer(text_lines):
        yield from _lines(text_lines, at, gap.start())
        at = gap.end()
    yield from _lines(text_lines, at, len(text_lines))


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """One paragraph between blank lines, cut at its line breaks where these part something."""
    lines = []
    at = start
    while at < end:
        stop = text.find("\n", at, end)
        stop = end if stop < 0 else stop
        trimmed = _trim(text, at, stop)
        if trimmed:
            lines.append(trimmed)
        at = stop + 1
    if not lines:
        return
    wrapped = _wrapped_by_hand(text, lines)
    first, last = lines[0]
    line = first
    for line_start, line_end in lines[1:]:
        if not wrapped and not _runs_on(text, line, last, line_start):
            yield first, last
            first = line_start
        line, last = line_start, line_end
    yield first, last


def _trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    line = text[start:end]
    bare = line.strip()
    if not bare:
        return None
    start += len(line) - len(line.lstrip())
    return start, start + len(bare)


def _runs_on(text: str, line: int, last: int, next_start: int) -> bool:
    """Whether the sentence of a line (from ``line`` to ``last``) goes on in the next line."""
    if _TERMINAL.search(text[max(0, last - 4) : last]):
        return False
    return text[next_start].islower() or text[last - 1] == "," or last - line >= FULL_LINE


def _wrapped_by_hand(text: str, lines: Sequence[tuple[int, int]]) -> bool:
    """Lines of nearly one width, most of which end within a sentence."""
    if len(lines) < 2:
        return False
    widths = [end - start for start, end in lines[:-1]]
    widest = max(widths)
    if (
        widest > 120
        or widest < 30
        or min(widths) < widest * 0.6
        or lines[-1][1] - lines[-1][0] > widest + 20
    ):
        return False
    open_ends = sum(not _TERMINAL.search(text[max(0, end - 4) : end]) for _, end in lines[:-1])
    return open_ends * 2 >= len(widths) and any(text[s].islower() for s, _ in lines[1:])


def _kinds(text: str, spans: Sequence[tuple[int, int]]) -> list[BlockKind]:
    kinds: list[BlockKind] = []
    prose_seen = False
    in_list = in_comments = False
    for index, (start, end) in enumerate(spans):
        block = text[start:end] if end - start <= LONGEST_SHORT_BLOCK else ""
        begins_comments, begins_list = _begins(block)
        in_comments = in_comments or (prose_seen and begins_comments)
        if in_comments or begins_comments:
            kinds.append("furniture")
            continue
        kind = _kind(block, index == 0 or not any(k in ("headline", "body") for k in kinds[:4]))
        if begins_list:
            in_list, kind = True, "furniture"
        elif kind == "body" and (not block or _is_prose(block)):
            prose_seen, in_list = True, False
        elif in_list:
            kind = "furniture"
        kinds.append(kind)
    _lists_are_furniture(text, spans, kinds)
    return kinds


@lru_cache(maxsize=1024)
def _begins(block: str) -> tuple[bool, bool]:
    """Whether a block heads the comments of readers, or a list of links to other stories."""
    return bool(_COMMENTS_BEGIN.match(block)), bool(_LISTS_BEGIN.match(block))


@lru_cache(maxsize=1024)
def _kind(block: str, first: bool) -> BlockKind:
    """What one block is by its own form; ``block`` is empty where it is too long to be anything
    but body.
    """
    if not block:
        return "body"
    words = len(block.split())
    credited = _CREDIT_AT_END.search(block)
    if (
        words <= FURNITURE_WORDS
        and not (credited and "©" in credited.group())
        and _is_furniture(block, words)
    ):
        return "furniture"
    if words <= CAPTION_WORDS and (credited or _CREDIT_AT_START.match(block)):
        return "caption"
    if _MARKDOWN_HEADING.match(block):
        return "headline"
    if words > HEADLINE_WORDS or _TERMINAL.search(block[-4:]):
        return "headline" if first and words <= 20 and block.rstrip()[-1] in "?!’'\"”" else "body"
    return "headline"


def _is_furniture(block: str, words: int) -> bool:
    if not any(c.isalnum() for c in block):
        return True
    if _BYLINE.match(block) and words <= 14 and not _FULL_STOP.search(block):
        return True
    stamp = _STAMP.match(block)
    if (
        stamp
        and (words - len(stamp.group().split()) <= 6 or _STAMP_WORD.match(block))
        and words <= 16
    ):
        return not _FULL_STOP.search(block) or bool(_STAMP_WORD.match(block))
    found = _FURNITURE.search(" ".join(block.split()))
    if not found:
        return False
    return (
        not found.group().lower().startswith("by ")
        or bool(_BYLINE.match(block))
        or "agree" in found.group().lower()
    )


def _is_prose(block: str) -> bool:
    return bool(_FULL_STOP.search(block[-4:])) and len(block.split()) >= SENTENCE_WORDS


def _lists_are_furniture(
    text: str, spans: Sequence[tuple[int, int]], kinds: list[BlockKind]
) -> None:
    """Three or more short lines in a row that are no sentences: navigation, tags, a list of links."""
    run: list[int] = []
    for index in range(len(kinds) + 1):
        if index < len(kinds) and kinds[index] == "headline" and index > 0:
            run.append(index)
            continue
        if len(run) >= 4:
            for i in run if run[-1] == len(kinds) - 1 else run[:-1]:
                start, end = spans[i]
                if len(text[start:end].split()) <= 8 or _LIST_MARK.match(text[start:end]):
                    kinds[i] = "furniture"
        run = []
