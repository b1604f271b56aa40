"""What is derived from other packages for the gazetteer."""

from __future__ import annotations

import pytest

from events.geoparsing.data.derive_places import romanised
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
