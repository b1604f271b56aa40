# ruff: noqa: E501 - lists of words
"""French words of time."""

from __future__ import annotations

from events.geoparsing.dates.languages.table import forms, language, words

FRENCH = language(
    "fr",
    words(
        {
            "in_": "en",
            "the": "le la les l",
            "of": "de d",
            "and_": "et",
            "from_": "du depuis dès",
            "to_": "au à",
            "until": "jusqu",
            "since": "depuis",
            "this": "ce cette cet",
            "last": "dernier dernière derniers dernières passé passée",
            "next": "prochain prochaine",
            "only": "il",
            "ago": "y",
            "early": "début",
            "end": "fin",
            "mid": "mi",
            "each": "chaque",
        },
        {
            "month": forms(
                "janvier février/fevrier mars avril mai juin juillet août/aout septembre octobre novembre décembre/decembre"
            ),
            "monthabbr": forms("janv févr avr juil sept oct nov déc", (1, 2, 4, 7, 9, 10, 11, 12)),
            "weekday": forms("lundi mardi mercredi jeudi vendredi samedi dimanche"),
            "weekdays": forms("lundis mardis mercredis jeudis vendredis samedis dimanches"),
            "ordinal": {"1er": 1},
            "today": {"aujourd'hui": 0, "aujourd’hui": 0, "hier": -1, "demain": 1},
            "unit": {
                **forms("jour/jours semaine/semaines mois", ("D", "W", "M")),
                **forms("an/ans/année/années", ("Y",)),
                **forms("heure/heures", ("H",)),
            },
            "numword": forms("deux trois quatre cinq six sept huit neuf dix", range(2, 11)),
            "one": {"un": 1, "une": 1},
            "a": {"a": 1},
            "daypart": forms("matin après-midi soir/soirée nuit", ("TMO", "TAF", "TEV", "TNI")),
        },
    ),
    stop="le la les l de des du d un une et à a au aux en est que qui dans pour pas sur se s ce cette il elle ne n avec par plus son sa ses ont été mais ou où être sont selon leur lors ainsi déclaré annoncé",
    future="sera seront aura auront doit doivent devrait devraient va vont débutera aura-t-il",
    past="était étaient a ont avait avaient fut furent été",
    needs_dot="janv févr avr juil sept oct nov déc",
)
