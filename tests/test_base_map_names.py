"""Countries and towns of the base map have their names in the reader's language."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils.translation import override

from events.maps.elements import base_map
from events.place_names import countries_by_number, town_name

pytestmark = pytest.mark.django_db


def test_countries_are_named_by_the_numbers_of_the_atlas() -> None:
    assert countries_by_number() == {}
    with override("az"):
        names = countries_by_number()
    assert (names["031"], names["792"], names["643"]) == ("Azərbaycan", "Türkiyə", "Rusiya")
    assert all(number.isdigit() for number in names)
    with override("xx"):
        assert countries_by_number() == {}


def test_the_base_map_asks_for_towns_in_the_language() -> None:
    assert base_map().config["towns"] == "/map/towns.json"
    with override("ru"):
        config = base_map().config
    assert config["towns"] == "/map/towns.json?language=ru"
    assert config["names"]["031"] == "Азербайджан"


def test_towns_have_listed_names(client: Client, settings: Any, gazetteer_path: Path) -> None:
    settings.GAZETTEER_PATH = gazetteer_path
    first = client.get("/map/towns.json")
    assert "Baku" in first.json()["name"]
    russian = client.get("/map/towns.json?language=ru")
    assert {"Баку", "Ереван"} <= set(russian.json()["name"])
    assert russian["ETag"] != first["ETag"]
    for odd in ("xx", "", "<b>", "\x00", "r" * 5000):
        answer = client.get("/map/towns.json", {"language": odd})
        assert json.loads(answer.content) == first.json(), odd


def test_a_town_without_a_listed_name_keeps_its_own() -> None:
    assert town_name("Nowhere", "AZ", "ru") == "Nowhere"
    assert town_name("Baku", "AZ", "en") == "Baku"
    assert town_name("Europe", "US", "ru") == "Europe"
