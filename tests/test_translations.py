"""Every text has its translation in every language, and pages are in the reader's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.utils.translation import gettext, ngettext, override

from events import translations
from events.translations import (
    compile_catalogs,
    found_texts,
    languages,
    read_catalog,
    script_words,
    untranslated,
    update_catalog,
)
from events.wording import (
    days_in_words,
    events_in_words,
    number_in_words,
    one_of,
    point_in_words,
    radius_in_words,
)
from tests.world import a_place, an_event

LANGUAGES = ("az", "tr", "ru")
NAMES = re.compile(r"%\(\w+\)[sd]|%%|\{\w*\}|</?\w+[^>]*>|[“”«»]")
OTHER_ENDS = {"drawn with"}
QUOTES = str.maketrans({"«": "“", "»": "”"})


@pytest.fixture
def sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Any) -> Iterator[Path]:
    """Sources of their own, with files of their own for the translations."""
    for folder in ("templates/events", "static/js", "events"):
        (tmp_path / folder).mkdir(parents=True)
    settings.BASE_DIR = tmp_path
    monkeypatch.setattr(translations, "APP", tmp_path / "events")
    monkeypatch.setattr(translations, "LOCALE", tmp_path / "locale")
    monkeypatch.setattr(translations, "_in_data", lambda: iter(()))
    translations._script_words.cache_clear()
    yield tmp_path
    translations._script_words.cache_clear()


def parts(text: str) -> list[str]:
    """What a translation has to keep: names of values, tags, quotation marks."""
    return sorted(NAMES.findall(text.translate(QUOTES)))


def ends(text: str) -> bool:
    return text.endswith((".", ":", "…"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_of_the_sources_is_translated(language: str) -> None:
    assert untranslated(language) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_keep_values_tags_and_ends(language: str) -> None:
    for message in read_catalog(language):
        wanted = message.id if isinstance(message.id, str) else message.id[-1]
        said = [message.string] if isinstance(message.string, str) else [*(message.string or ())]
        for text in said if wanted else ():
            assert parts(text) == parts(wanted), text
            assert text == text.strip(), text
            assert ends(wanted) == ends(text) or wanted in OTHER_ENDS or "°" in wanted, text


def test_texts_are_found_in_templates_code_and_scripts(sources: Path) -> None:
    (sources / "templates" / "events" / "x.html").write_text(
        """{% load i18n %}{% translate "It's one" %}
            {% translate 'Read' context "command" %}
        {% blocktranslate count counter=n %}{{ counter }} cat{% plural %}{{ counter }} cats"""
        """{% endblocktranslate %} {% blocktranslate trimmed %}Two
          lines{% endblocktranslate %}"""
    )
    (sources / "events" / "x.py").write_text(
        'a = _("Lazy")\nb = ngettext("{n} dog", "{n} dogs", 2)\n'
        'c = pgettext("x", "Y")\nd = f("No")\n'
    )
    (sources / "static" / "js" / "x.js").write_text(
        'el.append(t("Show all"), tn(count, "{n} event here", "{n} events here"), `${t("In")}`);\n'
        'add("not this"); // t("nor this")\n'
    )
    assert set(found_texts()) == {
        ("It's one", None),
        ("Read", "command"),
        (("%(counter)s cat", "%(counter)s cats"), None),
        ("Two lines", None),
        ("Lazy", None),
        (("{n} dog", "{n} dogs"), None),
        ("Y", "x"),
        ("Show all", None),
        (("{n} event here", "{n} events here"), None),
        ("In", None),
    }


def test_an_update_keeps_what_is_translated_and_drops_what_is_gone(sources: Path) -> None:
    code = sources / "events" / "x.py"
    code.write_text('_("Old")\n_("Kept")\n')
    catalog = update_catalog("ru")
    for text in ("Old", "Kept"):
        catalog[text].string = f"ru {text}"
    translations.write_catalog("ru", catalog)
    code.write_text('_("New")\n_("Kept")\n')
    update_catalog("ru")
    assert [(m.id, m.string) for m in read_catalog("ru") if m.id] == [
        ("Kept", "ru Kept"),
        ("New", ""),
    ]
    assert untranslated("ru") == ["New"]
    before = translations.po_path("ru").read_bytes()
    update_catalog("ru")
    assert translations.po_path("ru").read_bytes() == before


def test_compiling_happens_once_after_each_change(sources: Path) -> None:
    (sources / "events" / "x.py").write_text('_("One")\n')
    for language in languages():
        update_catalog(language)
    assert len(compile_catalogs()) == len(languages())
    assert compile_catalogs() == []
    assert sorted(path.name for path in (sources / "locale" / "ru" / "LC_MESSAGES").iterdir()) == [
        "django.mo",
        "django.po",
    ]
    call_command("translations", verbosity=0)


def test_scripts_get_their_words_by_category_of_number(sources: Path) -> None:
    (sources / "static" / "js" / "x.js").write_text(
        't("Play"); t("Later"); tn(n, "{n} day", "{n} days");'
    )
    for language in languages():
        catalog = update_catalog(language)
        catalog["Play"].string = f"play {language}"
        catalog["{n} day"].string = tuple(f"{{n}} {form}" for form in range(catalog.num_plurals))
        translations.write_catalog(language, catalog)
    with override("ru"):
        forms = {"one": "{n} 0", "few": "{n} 1", "many": "{n} 2", "other": "{n} 1"}
        assert script_words() == {"Play": "play ru", "{n} days": forms}
    with override("az"):
        assert script_words()["{n} days"] == {"one": "{n} 0", "other": "{n} 1"}
    with override("tr"):
        assert script_words()["{n} days"] == {"one": "{n} 0", "other": "{n} 0"}
    for other in ("en", "fr"):
        with override(other):
            assert script_words() == {}


# What a reader sees


SAID = {
    "en": """5–6 December 2022 | March 2022 | 27 September – 10 November 2020
        | 40.3800° N, 49.8900° W | 1,500 km | 2 events | 10,000 | a or b""",
    "az": """5–6 dekabr 2022 | mart 2022 | 27 sentyabr – 10 noyabr 2020
        | 40.3800° şimal, 49.8900° qərb | 1.500 km | 2 hadisə | 10.000 | a yaxud b""",
    "tr": """5–6 Aralık 2022 | Mart 2022 | 27 Eylül – 10 Kasım 2020
        | 40.3800° K, 49.8900° B | 1.500 km | 2 olay | 10.000 | a veya b""",
    "ru": """5–6 декабря 2022 | март 2022 | 27 сентября – 10 ноября 2020
        | 40.3800° с. ш., 49.8900° з. д. | 1 500 км | 2 события | 10 000 | a или b""",
}


@pytest.mark.parametrize("language", list(SAID))
def test_days_points_and_numbers_follow_the_language(language: str) -> None:
    with override(language):
        said = [
            days_in_words(date(2022, 12, 5), date(2022, 12, 6)),
            days_in_words(date(2022, 3, 1), date(2022, 3, 31)),
            days_in_words(date(2020, 9, 27), date(2020, 11, 10)),
            point_in_words(40.38, -49.89),
            radius_in_words(1_500_000),
            events_in_words(2),
            number_in_words(10_000),
            one_of(["a", "b"]),
        ]
    wanted = [words.strip() for words in SAID[language].split("|")]
    assert [words.replace("\xa0", " ") for words in said] == wanted


def test_russian_counts_in_three_forms() -> None:
    with override("ru"):
        said = [events_in_words(number) for number in (1, 2, 5, 21, 112, 1.5)]
    assert said == [
        "1 событие",
        "2 события",
        "5 событий",
        "21 событие",
        "112 событий",
        "1,5 события",
    ]
    with override("tr"):
        assert ngettext("{n} event", "{n} events", 1) == "{n} olay"
        assert ngettext("%(counter)s result", "%(counter)s results", 2) != ""  # Django's own


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "type_", "where"),
    [
        ("az", "Hərbi təlim", "Bakı, AZ"),
        ("tr", "Askerî tatbikat", "Bakü, AZ"),
        ("ru", "Военные учения", "Баку, AZ"),
    ],
)
def test_pages_are_in_the_reader_s_language(
    client: Client, language: str, type_: str, where: str
) -> None:
    event = an_event(places=(a_place(feature="PPLC"),))
    addresses = (
        f"/events/{event.pk}/",
        f"/places/{a_place().pk}/",
        f"/articles/{event.article_id}/",
        "/codebook/",
        "/nowhere/",
    )
    for address in addresses:
        response = client.get(address, headers={"accept-language": f"{language};q=0.9,xx"})
        page = response.content.decode()
        assert f'<html lang="{language}" dir="ltr">' in page, address
        with override(language):
            assert gettext("Skip to the content") in page
    page = client.get(addresses[0], headers={"accept-language": language}).content.decode()
    assert type_ in page
    assert where in page
    card = client.get(f"/events/{event.pk}/card/", headers={"accept-language": language}).json()
    assert (card["typeLabel"], card["places"][0]["name"]) == (type_, where)


@pytest.mark.django_db
def test_a_language_is_chosen_by_a_plain_button(client: Client) -> None:
    page = client.get("/codebook/?x=1").content.decode()
    assert '<input type="hidden" name="next" value="/codebook/?x=1">' in page
    assert 'name="language" value="az" lang="az"' in page
    assert not client.cookies
    strict = Client(enforce_csrf_checks=True)
    response = strict.post("/language/", {"language": "az", "next": "/codebook/?x=1"})
    assert (response.status_code, response["Location"]) == (302, "/codebook/?x=1")
    cookie = response.cookies[settings.LANGUAGE_COOKIE_NAME]
    assert (cookie.value, cookie["samesite"], cookie["httponly"]) == ("az", "Lax", True)
    page = strict.get("/codebook/", headers={"accept-language": "ru"}).content.decode()
    assert '<html lang="az"' in page
    assert re.search(r'value="az"[^>]+aria-current="true">Azərbaycanca<', page)


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["", "xx", "../../etc", "xx\x00", "<script>", "a" * 10_000])
def test_an_unknown_language_changes_nothing_and_leads_nowhere_else(
    client: Client, language: str
) -> None:
    response = client.post("/language/", {"language": language, "next": "https://evil.example/"})
    assert response.status_code == 302
    assert response["Location"] == "/"
    assert not response.cookies
    page = client.get("/codebook/", headers={"accept-language": language.replace("\x00", "")})
    assert '<html lang="en" dir="ltr">' in page.content.decode()
    assert client.get("/language/?language=az").status_code == 302
    assert not client.cookies
