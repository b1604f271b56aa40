# ruff: noqa: E501 - lists of words
"""English words of time."""

from __future__ import annotations

from events.geoparsing.dates.lexicon import Language, Payload

_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_UNITS = {
    "second": "S", "minute": "TM", "min": "TM", "hour": "H", "day": "D", "week": "W", "fortnight": "2W", "month": "M",
    "year": "Y", "decade": "E", "century": "C", "millennium": "L",
}  # fmt: skip
_NUMBERS = {
    "zero": 0, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18,
    "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
    "ninety": 90, "hundred": 100, "thousand": 1000, "million": 1000000,
}  # fmt: skip
_ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10,
    "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15, "sixteenth": 16, "seventeenth": 17,
    "eighteenth": 18, "nineteenth": 19, "twentieth": 20, "twenty-first": 21, "thirtieth": 30,
}  # fmt: skip
_DECADES = {
    "twenties": 2, "thirties": 3, "forties": 4, "fifties": 5, "sixties": 6, "seventies": 7, "eighties": 8, "nineties": 9,
}  # fmt: skip
_HOLIDAYS: dict[str, Payload] = {
    "christmas": "christmas", "thanksgiving": "thanksgiving", "easter": "easter", "halloween": "halloween",
    "ramadan": "ramadan", "pentecost": "pentecost", "ashura": "ashura", "nowruz": "nowruz", "novruz": "nowruz",
    "nawruz": "nowruz", "newroz": "nowruz", "norouz": "nowruz", "norooz": "nowruz",
}  # fmt: skip


_PLAIN = """the this that same next following each every early late mid ago before after since than least most within some""".split()  # noqa: SIM905


def _words() -> dict[str, tuple[str, Payload]]:
    words: dict[str, tuple[str, Payload]] = {}

    def add(kind: str, entries: str | dict[str, Payload]) -> None:
        items = entries.items() if isinstance(entries, dict) else ((w, w) for w in entries.split())
        for word, payload in items:
            words[word] = (kind, payload)

    for number, name in enumerate(_MONTHS, 1):
        words[name] = ("month", number)
        words[name[:3]] = ("monthabbr", number)
    words["sept"] = ("monthabbr", 9)
    words["may"] = ("maymonth", 5)
    for number, name in enumerate(_DAYS, 1):
        words[name] = ("weekday", number)
        words[name + "s"] = ("weekdays", number)
        words[name[:3]] = ("shortday", number)
    words |= {"tues": ("shortday", 2), "thurs": ("shortday", 4), "thur": ("shortday", 4)}
    for name, code in _UNITS.items():
        words[name] = ("unit", code)
    add(
        "units",
        {
            "seconds": "S",
            "minutes": "TM",
            "mins": "TM",
            "hours": "H",
            "hrs": "H",
            "days": "D",
            "weeks": "W",
            "fortnights": "2W",
        },
    )
    add(
        "units",
        {
            "months": "M",
            "quarters": "Q",
            "years": "Y",
            "yrs": "Y",
            "decades": "E",
            "centuries": "C",
            "millennia": "L",
        },
    )
    words["century"] = ("century", "C")
    words["second"] = ("second", 2)
    add("quarter", {"quarter": "Q"})
    add("half", {"half": 0.5})
    add("season", {"spring": "SP", "summer": "SU", "autumn": "FA", "winter": "WI"})
    add("seasons", {"springs": "SP", "summers": "SU", "autumns": "FA", "winters": "WI"})
    add("fall", {"fall": "FA"})
    add(
        "daypart",
        {
            "morning": "TMO",
            "afternoon": "TAF",
            "evening": "TEV",
            "night": "TNI",
            "nighttime": "TNI",
            "daytime": "TDT",
            "dawn": "TMO",
            "dusk": "TEV",
            "daybreak": "TMO",
            "sunrise": "TMO",
            "sunset": "TEV",
            "nightfall": "TNI",
            "midmorning": "TMO",
            "midafternoon": "TAF",
        },
    )
    add("dayparts", {"mornings": "TMO", "afternoons": "TAF", "evenings": "TEV", "nights": "TNI"})
    add("noon", {"noon": "T12:00", "midday": "T12:00", "midnight": "T24:00"})
    add("overnight", {"overnight": "TNI"})
    add("today", {"today": 0, "yesterday": -1, "tomorrow": 1})
    add("tonight", {"tonight": "TNI"})
    add("weekend", "weekend")
    add("weekends", "weekends")
    add("holiday", _HOLIDAYS)
    add("eid", "eid")
    add("feast", {"fitr": "fitr", "adha": "adha", "azha": "adha"})
    add("feastday", "good palm ash maundy")
    add(
        "namedday",
        "boxing valentine veterans armistice bastille anzac memorial labor columbus election",
    )
    add("orthodox", "orthodox")
    add("eve", "eve")
    add("numword", dict(_NUMBERS))
    add("one", {"one": 1})
    add("ordword", {k: v for k, v in _ORDINALS.items() if k != "second"})
    add("decade", dict(_DECADES))
    add("few", "few")
    add("right", "right")
    add("times_", {"once": 1, "twice": 2, "thrice": 3, "times": 0})
    add("their", "their his her my your our")
    add(
        "unitlong",
        {
            "hourlong": "H",
            "daylong": "D",
            "weeklong": "W",
            "monthlong": "M",
            "yearlong": "Y",
            "decadelong": "E",
        },
    )
    add("several", "several many numerous")
    add("couple", {"couple": 2})
    add(
        "dozen", {"dozen": 12, "dozens": 0, "tens": 0, "hundreds": 0, "thousands": 0, "millions": 0}
    )
    for kind in _PLAIN:
        words[kind] = (kind, kind)
    add("a", {"a": 1, "an": 1})
    add("these", "these those")
    add("last", "last")
    add("past", "past")
    words["corresponding"] = ("same", "same")
    add("previous", "previous preceding prior")
    add("next", "next subsequent")
    add("coming", "coming upcoming")
    add("other_", "other alternate")
    add("more", "more")
    add("earlier", "earlier previously")
    add("later", "later")
    add("beginning", "beginning start outset onset")
    add("end", "end close")
    add("middle", "middle")
    add("approx", "about around roughly approximately circa ca")
    add("nearly", "nearly almost")
    add("over", "over exceeding")
    add("under", "under less fewer")
    add("upto", "up")
    add("only", "only")
    add("just", "just")
    add("as_", "as")
    add("from_", "from")
    add("to_", "to till")
    add("until", "until")
    add("through", "through")
    add("and_", "and")
    add("or_", "or")
    add("of", "of")
    add("in_", "in into")
    add("on", "on")
    add("at", "at")
    add("by", "by")
    add("during", "during throughout")
    add("between", "between")
    add("per", "per")
    add("now", "now")
    add("recently", "recently lately")
    add("recent", "recent")
    add("current", "current currently")
    add("future", "future")
    add("former", "former")
    add("present", "present")
    add(
        "frequency",
        {
            "daily": "P1D",
            "hourly": "PT1H",
            "weekly": "P1W",
            "monthly": "P1M",
            "yearly": "P1Y",
            "annually": "P1Y",
            "nightly": "P1D",
        },
    )
    add("fiscal", "fiscal financial")
    add("old", "old olds")
    add("long_", "long")
    add("ad", "ad ce")
    add("bc", "bc bce")
    add("time_", "time")
    add("period", "period")
    add("part", "part")
    add("rest", "rest remainder")
    add("ahead", "ahead")
    add("final", "final closing")
    add("come", "come")
    add("so", "so")
    add("another", "another")
    add("additional", "additional extra further")
    add(
        "full",
        "full entire whole consecutive straight successive calendar trading working business",
    )
    add("no", "no")
    add("latest", "latest")
    add("clock_word", "o'clock o’clock")
    add("tz", "est edt cst cdt mst mdt pst pdt et gmt utc bst cet cest eet msk trt ist jst hkt")
    for year in range(1990, 2050):
        words[f"fy{year}"] = words[f"fy{year % 100:02d}"] = ("fiscalyear", year)
    add("quartercode", {"q1": 1, "q2": 2, "q3": 3, "q4": 4})
    add("ended", "ended ending")
    add("new", "new")
    add("near", "near foreseeable immediate")
    add("latter", "latter")
    add("local", "local")
    add("ampm", "am pm")
    add("sometime", "sometime")
    return words


# A word of the clause that shows when a day without a date lies: before or after the story was written.
_PAST = """was were had did said told reported announced began broke came fell found gave went got grew
held kept knew led left lost made met paid put ran rose sat saw sent shot sold spoke spent
stood struck took thought threw won wrote been became brought built bought caught chose drew
drove fought flew hit hurt quit read shut slid sank sought slept swore swept taught tore
wore hung cut set""".split()  # noqa: SIM905
_FUTURE = """will shall must scheduled expects expected plans planned planning due upcoming would ll payable
matures maturing expires expire hopes intends begins ends starts opens resumes arrives
redeemable meet meets might""".split()  # noqa: SIM905

# Before "to" and a verb, these look ahead: "is set to resume Monday".
_TOWARD = """set due scheduled expected planned plans plan planning decided agreed likely unlikely ready about
supposed going want wants hopes hope vowed promised pledged is are agree agrees deadline
poised preparing prepares prepared hoping hoped was were vows pledges promises threatens need needs invited ordered intends aims seeks continue
forecast projected predicted anticipated slated bound""".split()  # noqa: SIM905

# What is done with a day that is still to come: "extended the talks until Friday".
_DEADLINE = """postponed postpone extended extend delayed delay adjourned suspended asked asks ask gave give given has have
ordered order respond comply deadline urged vowed agreed set must want wants continue remain be""".split()  # noqa: SIM905

# What somebody "would not" do on the day before the story is printed.
_COMMENT = """comment say speak talk discuss confirm specify identify elaborate speculate release disclose reveal answer name
give provide describe""".split()  # noqa: SIM905

_PEOPLE = """baby babies infant boy girl son daughter child children twin twins toddler brother sister nephew niece
grandson granddaughter is was who has had and in from died""".split()  # noqa: SIM905

# What a number of four figures stands behind when it is no year: "Resolution 1701", "Flight 1549".
_NUMBERED = """resolution resolutions flight room highway route model windows channel number unit suite section article
boeing airbus bus train lot building""".split()  # noqa: SIM905

# What "a two-year-old" is when it is no person.
_THINGS = """conflict war truce ceasefire ban feud dispute insurgency uprising revolt rebellion blockade siege embargo civil
crisis campaign operation occupation law treaty pact agreement deal program programme project policy""".split()  # noqa: SIM905

_NEEDS_CAPITAL = """march may mar jan feb apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs
fri sat sun good palm ash maundy boxing valentine veterans armistice bastille anzac memorial labor columbus election
et est edt cst cdt mst mdt pst pdt ist bst cet gmt utc ad ce bc bce""".split()  # noqa: SIM905

_NEEDS_DOT = """jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun""".split()  # noqa: SIM905

# Beside a weekday these make a name: "Black Monday", "the Sunday Times".
_WEEKDAY_NAMES = [
    "black",
    "bloody",
    "super",
    "cyber",
    "holy",
    "times",
    "telegraph",
    "mirror",
    "express",
    "herald",
    "mail",
    "tribune",
]

_STOP = """the of and to in a an is that for it was on are as with he be at by i this had not from they his have were
has but or which we said their would will been more when who there into its also after than""".split()  # noqa: SIM905

ENGLISH = Language(
    code="en",
    words=_words(),
    past_words=frozenset(_PAST),
    future_words=frozenset(_FUTURE),
    toward_words=frozenset(_TOWARD),
    set_words=frozenset(
        (
            "set",
            "slated",
            "scheduled",
            "planned",
            "due",
            "billed",
            "booked",
            "expected",
            "likely",
            "forecast",
            "effective",
        )
    ),
    deadline_words=frozenset(_DEADLINE),
    first_names=frozenset(("april", "june", "august")),
    weekday_names=frozenset(_WEEKDAY_NAMES),
    comment_words=frozenset(_COMMENT),
    speech_words=("said", "says", "told", "added", "according"),
    past_endings=("ed",),
    people=frozenset(_PEOPLE),
    things=frozenset(_THINGS),
    numbered=frozenset(_NUMBERED),
    needs_capital=frozenset(_NEEDS_CAPITAL),
    needs_dot=frozenset(_NEEDS_DOT),
    stop_words=frozenset(_STOP),
)
