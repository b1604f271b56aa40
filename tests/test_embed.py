"""The explorer in a frame: allowed there and nowhere else, without cookies, with its switches."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import User
from django.test import Client

from tests.world import a_place, an_event

pytestmark = pytest.mark.django_db
HOSTILE = "%22%3E%3Cscript%3Ealert(1)%3C/script%3E"


def text_of(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def test_any_site_may_frame_this_address_and_no_other(client: Client) -> None:
    event = an_event()
    embed = client.get("/embed/")
    assert "frame-ancestors *" in embed["Content-Security-Policy"]
    assert "X-Frame-Options" not in embed
    for address in ("/", f"/events/{event.pk}/", f"/places/{a_place().pk}/", "/admin/login/"):
        other = client.get(address)
        assert "frame-ancestors 'none'" in other["Content-Security-Policy"], address
        assert other["X-Frame-Options"] == "DENY", address


def test_the_rest_of_the_policy_stays(client: Client) -> None:
    response = client.get("/embed/")
    policy = response["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "base-uri 'none'" in policy
    nonce = re.search(r"'nonce-([^']+)'", policy)
    assert nonce is not None
    page = response.content.decode()
    for attributes in re.findall(r"<script(?![^>]*\bsrc=)([^>]*)>", page):
        assert f'nonce="{nonce[1]}"' in attributes or 'type="application/json"' in attributes
    assert not re.search(r"<[^>]+\s(?:style|on\w+)=", page)


def test_no_cookie_is_set_and_none_is_looked_at(client: Client) -> None:
    an_event(title="Draft", status="draft")
    stranger = client.get("/embed/?status=draft")
    assert not stranger.cookies
    client.force_login(User.objects.create_superuser("ed", "", "a long password"))
    response = client.get("/embed/?status=draft")
    assert not response.cookies
    page = response.content.decode()
    for words in ("csrfmiddlewaretoken", "Sign out", "/admin/", ">Draft<"):
        assert words not in page, words


def test_it_has_no_frame_of_the_site_and_leads_to_the_full_page(client: Client) -> None:
    page = text_of(client, "/embed/?type=riot&from=2020-01-01&at=6/40/47&show_list=0")
    for words in ("<header", "<footer", 'rel="alternate"'):
        assert words not in page, words
    link = re.search(r'<a id="full" href="([^"]+)" target="_blank" rel="noopener">', page)
    assert link is not None
    assert link[1] == "/?type=riot&amp;from=2020-01-01&amp;at=6/40.0000/47.0000"
    assert '<base target="_blank">' in page


def test_its_switches_leave_parts_out(client: Client) -> None:
    assert 'class="page-map page-embed"' in text_of(client, "/embed/")
    page = text_of(client, "/embed/?show_timeline=0&show_list=no&show_legend=1&show_filters=x")
    assert 'class="page-map page-embed no-timeline no-list"' in page
    page = text_of(client, f"/embed/?show_timeline={HOSTILE}&q={HOSTILE}&type={HOSTILE}")
    assert 'class="page-map page-embed"' in page
    assert "<script>alert" not in page


def test_it_works_without_a_script(client: Client) -> None:
    an_event(title="Drill")
    an_event(title="Vote", type="election")
    page = text_of(client, "/embed/?type=election&show_timeline=0")
    assert ">Vote<" in page
    assert ">Drill<" not in page
    form = re.search(r'<form class="filters"[^>]+>', page)
    assert form is not None
    assert 'action="/embed/"' in form[0]
    assert 'target="_self"' in form[0]
    assert '<input type="hidden" name="show_timeline" value="0">' in page


def test_only_reading_is_allowed(client: Client) -> None:
    assert client.post("/embed/").status_code == 405
    assert client.head("/embed/").status_code == 200
