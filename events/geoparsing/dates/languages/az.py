# ruff: noqa: E501 - lists of words
"""Azerbaijani words of time.

A weekday of two words is reckoned from its first: "çərşənbə axşamı" is the eve of Wednesday,
"bazar ertəsi" the day after Sunday.
"""

from __future__ import annotations

from events.geoparsing.dates.languages.table import forms, language, words

AZERBAIJANI = language(
    "az",
    words(
        {
            "and_": "və",
            "this": "bu",
            "last": "keçən ötən",
            "next": "gələn növbəti",
            "ago": "əvvəl",
            "later": "sonra",
            "eve": "axşamı",
            "after": "ertəsi",
            "at": "saat",
        },
        {
            "month": forms(
                "yanvar/yanvarın/yanvarda fevral/fevralın/fevralda mart/martın/martda aprel/aprelin/apreldə may/mayın/mayda iyun/iyunun/iyunda iyul/iyulun/iyulda avqust/avqustun/avqustda sentyabr/sentyabrın/sentyabrda oktyabr/oktyabrın/oktyabrda noyabr/noyabrın/noyabrda dekabr/dekabrın/dekabrda"
            ),
            "weekday": {"çərşənbə": 3, "cümə": 5, "şənbə": 6},
            "shortday": {"bazar": 7},  # a market too, unless "bazar günü" or "bazar ertəsi"
            "today": {"bugün": 0, "dünən": -1, "sabah": 1},
            "unit": {
                **forms("gün/günü həftə/həftəsi ay/ayı/ayında", ("D", "W", "M")),
                **forms("il/ilin/ildə/ildən/ilə", ("Y",)),
            },
            "numword": forms("iki üç dörd beş altı yeddi səkkiz doqquz on", range(2, 11)),
            "one": {"bir": 1},
        },
    ),
    stop="və bir bu üçün ilə da də olan daha kimi qədər sonra görə isə amma o nə ən hər ki tərəfindən dedi üzrə olub edib bildirib haqqında azərbaycan",
    future_endings=("acaq", "əcək", "acağı", "əcəyi"),
    past_endings=("ib", "ıb", "ub", "üb", "dı", "di", "du", "dü"),
    dotless=True,
)
