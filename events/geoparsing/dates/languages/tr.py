# ruff: noqa: E501 - lists of words
"""Turkish words of time."""

from __future__ import annotations

from events.geoparsing.dates.languages.table import forms, language, words

TURKISH = language(
    "tr",
    words(
        {
            "and_": "ve ile",
            "this": "bu",
            "last": "geçen geçtiğimiz",
            "next": "gelecek önümüzdeki",
            "ago": "önce",
            "later": "sonra",
            "early": "başı başında başları başlarında",
            "end": "sonu sonunda sonları sonlarında",
            "middle": "ortası ortasında ortaları ortalarında",
            "at": "saat de da te ta den dan ten tan",
            "each": "her",
        },
        {
            "month": forms(
                "ocak şubat/subat mart nisan mayıs/mayis haziran temmuz ağustos/agustos eylül/eylul ekim kasım/kasim aralık/aralik"
            ),
            "weekday": forms(
                "pazartesi salı/sali çarşamba/carsamba perşembe/persembe cuma cumartesi"
            ),
            "shortday": {"pazar": 7},  # a market too, unless "pazar günü"
            "today": {"bugün": 0, "dün": -1, "yarın": 1},
            "unit": {
                **forms(
                    "gün/günü/günün hafta/haftası ay/ayı/ayında/ayının/ayından", ("D", "W", "M")
                ),
                **forms("yıl/yılı/yılında/yılının/yılından/yılda/sene", ("Y",)),
                **forms("dakika", ("TM",)),
            },
            "numword": forms("iki üç dört beş altı yedi sekiz dokuz on", range(2, 11)),
            "one": {"bir": 1},
            "daypart": forms("sabah/sabahı akşam/akşamı gece/gecesi", ("TMO", "TEV", "TNI")),
        },
    ),
    stop="ve bir bu için ile da de olarak olan çok daha gibi kadar sonra göre ancak ise ama o ne en her ya mi mı ki tarafından dedi üzere oldu etti olduğunu bulunan söyledi açıkladı",
    future="yapılacak olacak",
    future_endings=("acak", "ecek", "acağı", "eceği", "acağını", "eceğini", "acaklar", "ecekler"),
    past_endings=("dı", "di", "du", "dü", "tı", "ti", "tu", "tü"),
    needs_capital="ocak ekim",
    dotless=True,
)
