"""The drawing that the map's page comes with: its first tile, before any script."""

from __future__ import annotations

import math
import re
from datetime import date

import numpy as np
import pytest
from django.test import Client
from django.test.utils import override_settings

from events.maps import first_look
from events.maps.index import Question, Tile
from tests.world import BAKU, QUITO, a_place, an_event

pytestmark = pytest.mark.django_db


def inside(client: Client, query: str = "") -> str:
    text = client.get(f"/?{query}").content.decode()
    found = re.search(r'<div class="first-look".*?<svg[^>]*>(.*?)</svg>', text, re.DOTALL)
    return found[1] if found else ""


def dot(place: tuple[str, str, float, float, str]) -> str:
    x = (place[3] + 180) / 360
    y = (1 - math.asinh(math.tan(math.radians(place[2]))) / math.pi) / 2
    return f"M{int(x * 65_536)} {int(y * 65_536)}h0"


def test_single_events_are_dots_in_their_colour(client: Client) -> None:
    an_event(places=(a_place(BAKU),), type="protest")
    an_event(places=(a_place(QUITO),), type="explosion", day=date(2000, 1, 1))
    assert re.findall(r'class="family-(\w+)" d="(M\d+ \d+h0)"', inside(client)) == [
        ("violence", dot(QUITO)),
        ("unrest", dot(BAKU)),
    ]
    assert re.findall(r"family-(\w+)", inside(client, "from=2001-01-01")) == ["unrest"]
    assert re.findall(r"family-(\w+)", inside(client, "type=explosion")) == ["violence"]


def test_many_events_are_areas_in_steps_of_the_ramp() -> None:
    def empty(kind: type) -> np.ndarray[tuple[int], np.dtype[np.generic]]:
        return np.zeros(0, kind)

    points = {name: empty(np.int64) for name in ("event", "first", "last", "radius", "fatalities")}
    points |= {name: empty(np.uint8) for name in ("x", "y", "type", "where")}
    cells = {"cell": np.array([0, 17, 255]), "count": np.array([1, 40, 1_000])}
    tile = Tile(**points, **cells, cell_fatalities=np.zeros(3, np.int64))
    found = re.findall(r'ramp-(\d)" x="(\d+)" y="(\d+)"', first_look.drawing(tile, Question()))
    gap = 4096 // 20
    assert [(int(step), int(x) - gap, int(y) - gap) for step, x, y in found] == [
        (1, 0, 0),
        (4, 4096, 4096),
        (7, 15 * 4096, 15 * 4096),
    ]


@pytest.mark.parametrize("query", ["show=heat", "show=count", "at=7/40/47", "at=4/40/47"])
def test_none_where_the_map_will_draw_something_else(client: Client, query: str) -> None:
    an_event(places=(a_place(BAKU),))
    assert inside(client)
    assert inside(client, query) == ""


def test_it_follows_the_events_and_the_filter(client: Client) -> None:
    event = an_event(places=(a_place(BAKU),), type="protest")
    assert "family-unrest" in inside(client)
    assert inside(client, "type=agreement") == ""
    event.type = "agreement"
    event.save()
    assert "family-politics" in inside(client)
    assert "family-unrest" not in inside(client)


@override_settings(DEBUG=False)
def test_its_script_runs_under_the_policy(client: Client) -> None:
    an_event(places=(a_place(BAKU),))
    response = client.get("/")
    text = response.content.decode()
    script = re.search(r'<script nonce="([^"]+)">/\*\*\s+\* Puts the drawing', text)
    assert script
    assert f"'nonce-{script[1]}'" in response["Content-Security-Policy"]
    assert "</script" not in first_look.first_look_script()


@override_settings(DEBUG=False)
@pytest.mark.parametrize("path", ["/", "/?show=heat", "/embed/"])
def test_nothing_is_fetched_before_it_is_painted(client: Client, path: str) -> None:
    an_event(places=(a_place(BAKU),))
    response = client.get(path)
    text = response.content.decode()
    at_once = re.sub(r"<template.*?</template>", "", text, flags=re.DOTALL)
    assert not re.search(r'<link rel="(stylesheet|preload|modulepreload)"', at_once)
    assert re.findall(r'<script[^>]* src="([^"]+)"', at_once) in ([], ["/static/js/embed.js"])
    style = re.search(r'<style nonce="([^"]+)">', at_once)
    assert style
    assert f"'nonce-{style[1]}'" in response["Content-Security-Policy"]
    assert ".leaflet-container" in at_once
    assert ".first-look" in at_once
