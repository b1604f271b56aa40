# ruff: noqa: E501 - lists of words
"""German words of time."""

from __future__ import annotations

from events.geoparsing.dates.languages.table import forms, language, words

GERMAN = language(
    "de",
    words(
        {
            "in_": "im in",
            "on": "am",
            "the": "der den dem die das des",
            "and_": "und",
            "from_": "vom von",
            "to_": "bis",
            "since": "seit",
            "this": "diesen dieser diesem dieses diese",
            "last": "letzten letzter letztem letztes letzte vergangenen vergangener vergangenem vergangenes vergangene vorigen voriger vorigem voriges vorige",
            "next": "nächsten nächster nächstem nächstes nächste kommenden kommender kommendem kommendes kommende",
            "ago": "vor",
            "early": "anfang",
            "end": "ende",
            "middle": "mitte",
            "at": "um gegen",
            "each": "jeden jede jedes",
            "clock_word": "uhr",
        },
        {
            "month": forms(
                "januar/jänner februar/feber märz april mai juni juli august september oktober november dezember"
            ),
            "monthabbr": forms(
                "jan feb mär/mrz apr jun jul aug sep/sept okt nov dez",
                (1, 2, 3, 4, 6, 7, 8, 9, 10, 11, 12),
            ),
            "weekday": forms(
                "montag dienstag mittwoch donnerstag freitag samstag/sonnabend sonntag"
            ),
            "weekdays": forms(
                "montags dienstags mittwochs donnerstags freitags samstags/sonnabends sonntags"
            ),
            "today": {"heute": 0, "gestern": -1, "morgen": 1, "vorgestern": -2, "übermorgen": 2},
            "unit": {
                **forms("tag/tagen/tage woche/wochen monat/monaten/monate", ("D", "W", "M")),
                **forms("jahr/jahres/jahren/jahre", ("Y",)),
                **forms("stunde/stunden", ("H",)),
            },
            "numword": forms("zwei drei vier fünf sechs sieben acht neun zehn", range(2, 11)),
            "one": forms("ein/einem/einer/eine", (1,)),
            "daypart": forms("vormittag nachmittag abend nacht", ("TMO", "TAF", "TEV", "TNI")),
        },
    ),
    stop="und der die das den dem des ein eine einer einem einen nicht mit auf für ist im sich als auch es an werden aus er hat dass sie nach wird bei um am sind noch wie über zum zur haben nur oder aber vor durch wurde sagte teilte",
    future="wird werden soll sollen beginnt beginnen will wollen",
    past="war waren wurde wurden hatte hatten sagte teilte begann kam ging fand gab hat haben",
    needs_small="morgen",
    needs_dot="jan feb mär mrz apr jun jul aug sep sept okt nov dez",
)
