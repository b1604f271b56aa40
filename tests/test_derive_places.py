"""What is derived from other packages for the gazetteer."""

from __future__ import annotations

import re
import sqlite3

import pytest
from django.conf import settings

from events.geoparsing.data.derive_places import romanised
from events.querysets import GAZETTEER_KEY
from tests.places import gazetteer


@pytest.mark.parametrize(
    ("written", "latin"),
    [
        ("Роботине", "Robotyne"),
        ("Єнакієве", "Yenakiieve"),
        ("Згурівка", "Zghurivka"),
        ("Мар’їнка", "Marinka"),
        ("Кам'янка-Дніпровська", "Kamianka-Dniprovska"),
        ("Велика Яблунька", "Velyka Yablunka"),
        ("Щастя", "Shchastia"),
        ("", ""),
    ],
)
def test_ukrainian_names_are_romanised_as_in_documents(written: str, latin: str) -> None:
    assert romanised(written) == latin


@pytest.mark.parametrize("name", ["Novotoshkivske", "Новотошківське"])
def test_a_village_is_found_in_both_scripts(name: str) -> None:
    places = [match.place for match in gazetteer().lookup(name)]
    assert any(p.country == "UA" and abs(p.latitude - 48.72) < 0.1 for p in places)


def test_every_key_of_the_gazetteer_is_told_from_an_editors() -> None:
    """Else a place that a draft lies at is looked up as one that an editor added."""
    with sqlite3.connect(f"file:{settings.GAZETTEER_PATH}?mode=ro", uri=True) as database:
        rows = database.execute("SELECT DISTINCT substr(key, 1, instr(key, ':')) FROM place")
        beginnings = [beginning for (beginning,) in rows if beginning]
    assert len(beginnings) > 5
    assert [begins for begins in beginnings if not re.match(GAZETTEER_KEY, begins)] == []
