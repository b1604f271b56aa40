"""Texts that are not English: which language they are in, and which words name a place."""

from __future__ import annotations

import re
import time
from pathlib import Path

import django
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from events.geoparsing.encoder import Encoder
from events.geoparsing.foreign_names import ForeignNames
from events.geoparsing.languages import (
    base_forms,
    known_form,
    language_of,
    languages,
)
from events.geoparsing.training.examples import examples_of
from events.geoparsing.training.gold import read_corpus
from events.geoparsing.training.scoring import Judge, Score
from events.geoparsing.types import Block
from events.geoparsing.weights import SHIPPED
from tests.places import gazetteer, named, read
from tests.test_reader import STORY

TEXTS = Path(__file__).parent / "data" / "languages"
CODES = ("az", "de", "es", "fr", "ru", "tr")


def names_in(text: str, code: str) -> list[str]:
    found = ForeignNames(gazetteer(), code).find_in(text, [Block(0, len(text), "body")])
    return [toponym.text for toponym in found]


# Which language


@pytest.mark.parametrize("code", CODES)
def test_the_language_of_a_short_text_is_told(code: str) -> None:
    documents = read_corpus(TEXTS / f"{code}.jsonl").documents
    wrong = [document.id for document in documents if language_of(document.text) != code]
    assert len(wrong) <= 1, wrong


@pytest.mark.parametrize(
    "text",
    [
        "",
        "…",
        STORY,
        "Baku",
        "Erdoğan visits Diyarbakır",
        "Die Zeit and Le Monde reported that the mayor of São Paulo met Gül in İzmir.",
        "El Niño was the cause, and La Niña is to follow.",
        "東京都で会議が開かれた。",
    ],
)
def test_what_is_english_or_cannot_be_told_is_read_as_english(text: str) -> None:
    assert language_of(text) == "en"


def test_every_list_of_the_table_is_read() -> None:
    assert set(languages()) == {"en", *CODES}
    for code in CODES:
        language = languages()[code]
        assert language.stop_words
        assert language.calendar
        assert all(word == word.lower() for word in language.common)


# Which form


@pytest.mark.parametrize(
    ("name", "code", "form"),
    [
        ("Bakıda", "az", "Bakı"),
        ("Azərbaycanın", "az", "Azərbaycan"),
        ("Gəncədən", "az", "Gəncə"),
        ("Москве", "ru", "Москва"),
        ("Москвы", "ru", "Москва"),
        ("Германии", "ru", "Германия"),
        ("Польше", "ru", "Польша"),
        ("Твери", "ru", "Тверь"),
        ("Орле", "ru", "Орел"),
        ("Ростове-на-Дону", "ru", "Ростов-на-Дону"),
        ("Нижнем Новгороде", "ru", "Нижний Новгород"),
        ("Санкт-Петербурга", "ru", "Санкт-Петербург"),
        ("Berlins", "de", "Berlin"),
        ("Frankreichs", "de", "Frankreich"),
        ("Paris", "de", "Paris"),
        ("Баку", "ru", "Баку"),
        ("Киева", "en", "Киев"),
        ("Berlins", "en", "Berlins"),
        ("Zzzzda", "az", "Zzzzda"),
    ],
)
def test_a_name_in_another_case_is_known_by_its_form_in_the_dictionary(
    name: str, code: str, form: str
) -> None:
    assert known_form(name, code, gazetteer().lookup) == form


def test_forms_are_few_and_of_no_language_but_its_own() -> None:
    assert len(list(base_forms("Нижнем Новгороде", "ru"))) < 200
    assert list(base_forms("Tours", "fr")) == []
    assert list(base_forms("x" * 100_000, "ru")) == []


# Which words


@pytest.mark.parametrize(
    ("code", "text", "names"),
    [
        ("tr", "İstanbul'da ve Ankara'nın merkezinde yağmur bekleniyor.", ["İstanbul", "Ankara"]),
        ("tr", "Ordu birlikleri sınıra gitti. Ordu'da sel oldu.", ["Ordu"]),
        ("tr", "Mart ayında Hasan Batman adlı bir asker öldü.", []),
        ("az", "Bakıda və Şəkidə hava soyuyub.", ["Bakıda", "Şəkidə"]),
        ("az", "Qala qapıları açıldı, göy guruldadı.", []),
        ("ru", "Самолёт вылетел из Москвы в Казань.", ["Москвы", "Казань"]),
        ("ru", "Владимир Путин и Роман Орлов подписали документ. Мир наступил.", []),
        ("de", "Das Essen in Essen war gut.", ["Essen"]),
        ("de", "Der Regen fiel auf den Hof, die Halle und den Wald.", []),
        ("de", "Berlins Regierung bestellte den Botschafter ein.", ["Berlins"]),
        ("fr", "L'Algérie et la France ont signé à Tours.", ["Algérie", "France", "Tours"]),
        ("fr", "Les tours de la ville ont été fermées, dit Jean Nice.", []),
        ("es", "La Paz y Santiago de Chile firman la paz.", ["La Paz", "Santiago de Chile"]),
        ("es", "El juez Santiago León habló con Victoria Flores.", []),
    ],
)
def test_names_are_told_from_common_words_and_persons(
    code: str, text: str, names: list[str]
) -> None:
    assert names_in(text, code) == names


def test_places_and_roles_of_a_whole_article() -> None:
    text = "Министр обороны Азербайджана заявил в Баку, что учения завершены. Турция была рада."
    roles = {toponym.text: toponym.role for toponym in read(text)}
    assert roles == {"Азербайджана": "associative", "Баку": "literal", "Турция": "associative"}
    baku = named(text, "Баку").place
    assert baku is not None
    assert baku.key == "gn:587084"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("The banner read «Мы из Киева» and was taken down in Харькове.", ["Киева", "Харькове"]),
        ("Officials in 東京 and 北京 met the delegation on Tuesday.", ["東京", "北京"]),
        ("They left دمشق and reached Αθήνα, then თბილისი.", ["دمشق", "Αθήνα", "თბილისი"]),
        ("The poet wrote «Мир и война» and “και της του”.", []),
    ],
)
def test_names_in_other_scripts_are_found_within_english(text: str, names: list[str]) -> None:
    toponyms = read(text)
    assert [toponym.text for toponym in toponyms] == names
    assert all(toponym.place for toponym in toponyms)


@pytest.mark.parametrize("code", CODES)
def test_words_that_name_nothing_are_left_alone(code: str) -> None:
    """Django's own pages in each language: sentences with capitals, and no place among them."""
    message = re.compile(r'^msgstr(?:\[\d\])? ((?:"(?:[^"\\]|\\.)*"\s*)+)', re.MULTILINE)
    texts = []
    for path in Path(django.__file__).parent.glob(f"**/locale/{code}/LC_MESSAGES/django.po"):
        messages = message.findall(path.read_text("utf-8").partition("\n\n")[2])
        texts += ["".join(re.findall(r'"((?:[^"\\]|\\.)*)"', lines)) for lines in messages]
    sentences = [text.replace("\\n", "\n") for text in texts if len(text.split()) >= 4]
    words = sum(len(text.split()) for text in sentences)
    assert words > 2_000
    found = [name for text in sentences for name in names_in(text, code)]
    assert 1000 * len(found) / words <= 3, found


@pytest.mark.parametrize(
    ("code", "least"),
    [("az", 0.85), ("de", 0.93), ("es", 0.95), ("fr", 0.88), ("ru", 0.93), ("tr", 0.85)],
)
def test_the_texts_of_each_language_are_read_as_well_as_the_docs_say(
    code: str, least: float
) -> None:
    corpus = read_corpus(TEXTS / f"{code}.jsonl")
    assert len(corpus.documents) >= 20
    score, judge = Score(), Judge(gazetteer(), SHIPPED)
    for example in examples_of(corpus, gazetteer(), Encoder()):
        judge.score([example], True, score)
    exact, gold, found = (
        sum(getattr(tally, name) for tally in score.tallies) for name in ("exact", "gold", "found")
    )
    assert 2 * exact / (gold + found) >= least


# Hostile texts


@settings(max_examples=150, deadline=None)
@given(text=st.text(max_size=300), code=st.sampled_from(CODES))
def test_any_text_is_read_soundly_in_any_language(text: str, code: str) -> None:
    last = 0
    for toponym in ForeignNames(gazetteer(), code).find_in(text, [Block(0, len(text), "body")]):
        assert text[toponym.start : toponym.end] == toponym.text
        assert toponym.start >= last
        assert 0 <= toponym.confidence <= 1
        last = toponym.end


@pytest.mark.parametrize(
    "piece",
    [
        "в Москве ",
        "Москва-на-",
        "İ'",
        "d'Alep ",
        "Köln und ",
        "Я",
        "я. ",
        "東京",
        "Санкт Новгороде ",
    ],
)
def test_time_grows_with_the_length_and_no_faster(piece: str) -> None:
    def seconds(length: int) -> float:
        text = (piece * length)[:length]
        began = time.process_time()
        for code in ("ru", "tr"):
            ForeignNames(gazetteer(), code).find_in(text, [Block(0, len(text), "body")])
        return time.process_time() - began

    seconds(2_000)
    # Sixteen times the length: sixteen times the time, or 256 times; a busy machine measures ill.
    assert seconds(80_000) < 80 * max(seconds(5_000), 0.02)
