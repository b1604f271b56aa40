"""A map in one file: everything is in it, and no event's words can break out of their place."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from typing import Any

import pytest
from django.test import Client

from events.exports import standalone
from events.exports.inlined import import_map, script_json, static_text, style
from tests.world import ASTARA, BAKU, QUITO, a_place, an_article, an_event

pytestmark = pytest.mark.django_db
HOSTILE = "</script><script>window.harmed=1</script><!--<script>\"'&\u2028${x}`"


class Elements(HTMLParser):
    """The scripts of a page with what is in them, and everything that it would fetch."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.scripts: list[tuple[dict[str, str | None], str]] = []
        self.fetched: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "script":
            self.scripts.append((given, ""))
        if tag in {"script", "img", "link", "iframe", "source"}:
            self.fetched += [value for name in ("src", "href") if (value := given.get(name))]

    def handle_data(self, data: str) -> None:
        if self.lasttag == "script":
            given, text = self.scripts[-1]
            self.scripts[-1] = (given, text + data)

    def json(self, name: str) -> Any:
        return next(json.loads(text) for given, text in self.scripts if given.get("id") == name)


def saved(client: Client, query: str = "") -> str:
    answer = client.get(f"/map/standalone.html{query}")
    assert answer.status_code == 200
    assert answer["Content-Disposition"] == 'attachment; filename="dateline-map.html"'
    return b"".join(answer).decode()


def test_all_that_is_seen_is_in_the_page_and_nothing_is_fetched(client: Client) -> None:
    event = an_event(places=(a_place(BAKU), a_place(ASTARA)), actors=["Türkiye"], fatalities=3)
    an_event(title="Undecided", status="draft")
    page = Elements(saved(client))
    assert page.fetched == []
    (card,) = page.json("explorer-cards")
    assert card["title"] == event.title
    assert card["url"] == f"http://testserver/events/{event.pk}/"
    assert card["source"]["page"].startswith("http://testserver/articles/")
    columns = page.json("explorer-columns")
    assert columns["id"] == [event.pk, event.pk]
    assert columns["latitude"] == [BAKU[2], ASTARA[2]]
    assert columns["first"] == columns["last"] == [19331, 19331]
    assert columns["actor"] == [["Türkiye"]] * 2
    assert columns["country"] == ["AZ", "AZ"]
    (source,) = columns["sources"]
    assert columns["source"] == [[source]] * 2
    assert 'class="event-item"' not in saved(client)  # the script lists them
    rows = {len(columns[name]) for name in standalone.COLUMNS}
    assert rows == {2}


def test_what_is_not_seen_is_not_in_it(client: Client) -> None:
    an_event(title="In Baku")
    an_event(title="In Quito", places=(a_place(QUITO),))
    for query in ("?in=40,30,60,50", "?country=AZ", "?area=30,40~50,60"):
        cards = Elements(saved(client, query)).json("explorer-cards")
        assert [card["title"] for card in cards] == ["In Baku"], query


def test_the_view_that_was_saved_comes_along_and_the_filters_do_not(client: Client) -> None:
    query = "?q=jets&at=6/40.1/47.5&show=heat&span=2020-01-01~2023-01-01&from=2022-01-01"
    config = Elements(saved(client, query)).json("explorer-config")
    assert config["query"] == "at=6/40.1/47.5&show=heat&span=2020-01-01~2023-01-01"
    assert config["addresses"] == {}
    assert config["isEditor"] is False


def test_hostile_words_stay_in_their_json(client: Client) -> None:
    article = an_article(f"Jets {HOSTILE} in Baku.", title=HOSTILE)
    place = a_place(("x:1", HOSTILE, 40.4, 49.9, ""))
    an_event(title=HOSTILE, article=article, places=(place,), actors=[HOSTILE])
    text = saved(client, "?q=&show=%3C/script%3E%3Cscript%3Ealert(1)&at=1/2/3")
    page = Elements(text)
    assert page.json("explorer-cards")[0]["title"] == HOSTILE
    assert page.json("explorer-columns")["actor"] == [[HOSTILE]]
    kinds = [(given.get("type"), given.get("id")) for given, _ in page.scripts]
    assert kinds == [
        ("importmap", None),
        ("application/json", "explorer-config"),
        ("application/json", "explorer-cards"),
        ("application/json", "explorer-columns"),
        (None, None),
        (None, None),
        ("module", None),
    ]


def test_only_its_own_scripts_may_run(client: Client) -> None:
    text = saved(client)
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]*)"', text)
    nonces = {given.get("nonce") for given, _ in Elements(text).scripts if "id" not in given}
    (nonce,) = nonces
    assert f"script-src &#x27;nonce-{nonce}&#x27; data:" in policy.replace("'", "&#x27;")
    assert "default-src 'none'" in policy
    assert str(nonce) not in saved(client)


def test_no_more_than_a_browser_bears(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(4):
        an_event(title=f"Event {number}")
    monkeypatch.setattr(standalone, "MOST_EVENTS", 3)
    monkeypatch.setattr("events.views.exports.MOST_EVENTS", 3)
    text = saved(client)
    assert len(Elements(text).json("explorer-cards")) == 3
    assert "the newest 3" in text


def test_drafts_are_for_nobody(client: Client) -> None:
    an_event(title="Draft", status="draft")
    assert Elements(saved(client, "?status=draft")).json("explorer-cards") == []


def test_the_queries_do_not_grow_with_the_events(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    for number in range(12):
        an_event(title=f"Event {number}")
    saved(client)
    with django_assert_max_num_queries(20):
        saved(client)


def test_every_import_of_our_modules_is_in_the_map() -> None:
    modules = import_map("js/standalone.js")["imports"]
    assert {"dateline/explorer.js", "dateline/local-index.js"} <= modules.keys()
    assert all(address.startswith("data:text/javascript;base64,") for address in modules.values())


def test_styles_ask_for_no_picture() -> None:
    assert "url(" not in style(["vendor/leaflet/leaflet.css"]).replace("url(data:", "")


def test_a_missing_file_says_what_to_run() -> None:
    with pytest.raises(LookupError, match="make setup"):
        static_text("js/none.js")


@pytest.mark.parametrize("text", [HOSTILE, "\u2028\u2029", "<!--", "]]>", "\x00\x1f"])
def test_json_in_a_script_keeps_every_text(text: str) -> None:
    written = script_json([text])
    assert json.loads(written) == [text]
    assert not re.search("[<>&\u2028\u2029]", written)
