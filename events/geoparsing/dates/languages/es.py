# ruff: noqa: E501 - lists of words
"""Spanish words of time."""

from __future__ import annotations

from events.geoparsing.dates.languages.table import forms, language, words

SPANISH = language(
    "es",
    words(
        {
            "in_": "en",
            "the": "el la las",
            "these": "los",
            "of": "de del",
            "and_": "y e",
            "from_": "desde",
            "to_": "al a",
            "until": "hasta",
            "since": "desde",
            "this": "este esta",
            "last": "pasado pasada último última",
            "next": "próximo próxima siguiente",
            "ago": "hace",
            "early": "principios comienzos",
            "end": "finales fines",
            "middle": "mediados",
            "each": "cada",
            "per": "por",
        },
        {
            "month": forms(
                "enero febrero marzo abril mayo junio julio agosto septiembre/setiembre octubre noviembre diciembre"
            ),
            "weekday": forms(
                "lunes martes miércoles/miercoles jueves viernes sábado/sabado domingo"
            ),
            "weekdays": forms("sábados domingos", (6, 7)),
            "today": {"hoy": 0, "ayer": -1, "mañana": 1, "anteayer": -2},
            "unit": {
                **forms("día/días semana/semanas mes/meses", ("D", "W", "M")),
                **forms("año/años", ("Y",)),
                **forms("hora/horas", ("H",)),
            },
            "numword": forms("dos tres cuatro cinco seis siete ocho nueve diez", range(2, 11)),
            "one": {"un": 1, "una": 1},
            "ordinal": {"primero": 1},
            "daypart": forms("tarde noche madrugada", ("TAF", "TNI", "TMO")),
        },
    ),
    stop="el la los las de del que y a en un una por con para se no su al lo como más pero sus le ya o este sí porque esta entre cuando muy sin sobre también fue ha había era son está según dijo informó tras durante contra",
    future="será serán tendrá tendrán va van deberá celebrará prevé prevén prevista previsto comenzará",
    past="fue fueron era había dijo informó ha han hubo",
    past_endings=("aron", "ieron"),
    needs_small="domingo julio abril",
)
