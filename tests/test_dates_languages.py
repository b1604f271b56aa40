"""Days, months and weekdays in the other languages, against Tuesday 6 December 2022."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.geoparsing.dates import DateReader, day_first_in
from events.geoparsing.dates.languages import LANGUAGES, detect
from events.geoparsing.types import Document
from tests.places import reader

TUESDAY = date(2022, 12, 6)
READERS = {language.code: DateReader(language) for language in LANGUAGES}


def read(code: str, text: str) -> list[str]:
    found = READERS[code].read(text, TUESDAY)
    assert all(text[e.start : e.end] == e.text for e in found)
    return [f"{e.text} = {e.value}" for e in found]


EXPRESSIONS = {
    "tr": [
        ("6 Aralık 2022 Salı günü geldi", ["6 Aralık 2022 Salı günü = 2022-12-06"]),
        ("5 Aralık'ta başladı", ["5 Aralık = 2022-12-05"]),
        ("27 EYLÜL 2020 PAZAR", ["27 EYLÜL 2020 PAZAR = 2020-09-27"]),
        ("27 Eylül 2020'de başladı", ["27 Eylül 2020 = 2020-09-27"]),
        ("3-5 Mayıs 2021", ["3 = 2021-05-03", "5 Mayıs 2021 = 2021-05-05"]),
        ("7 ve 8 Haziran 2021", ["7 = 2021-06-07", "8 Haziran 2021 = 2021-06-08"]),
        ("Mart 2022'de", ["Mart 2022 = 2022-03"]),
        ("2022 yılının Aralık ayında", ["2022 yılının Aralık ayında = 2022-12"]),
        ("2020 yılında bitti", ["2020 yılında = 2020"]),
        ("2014'ten beri", ["2014 = 2014"]),
        ("pazartesi günü başladı", ["pazartesi günü = 2022-12-05"]),
        ("cuma günü yapılacak", ["cuma günü = 2022-12-09"]),
        ("pazar günü oldu", ["pazar günü = 2022-12-04"]),
        ("geçen salı oldu", ["geçen salı = 2022-11-29"]),
        ("gelecek cuma", ["gelecek cuma = 2022-12-09"]),
        ("geçen hafta ve bu yıl", ["geçen hafta = 2022-W48", "bu yıl = 2022"]),
        ("iki gün önce", ["iki gün önce = 2022-12-04"]),
        ("dün akşam", ["dün akşam = 2022-12-05TEV"]),
        ("06.12.2022", ["06.12.2022 = 2022-12-06"]),
        ("06/12/2022", ["06/12/2022 = 2022-12-06"]),
        ("31 Şubat 2022 için", []),
        ("2000 asker pazar yerinde, ocak başında", []),
    ],
    "az": [
        ("6 dekabr 2022-ci il tarixində", ["6 dekabr 2022-ci il = 2022-12-06"]),
        ("çərşənbə axşamı", ["çərşənbə axşamı = 2022-12-06"]),
        ("çərşənbə günü", ["çərşənbə günü = 2022-11-30"]),
        ("bazar ertəsi başlayıb", ["bazar ertəsi = 2022-12-05"]),
        ("cümə axşamı", ["cümə axşamı = 2022-12-01"]),
        ("noyabrın 10-da", ["noyabrın 10-da = 2022-11-10"]),
        ("2020-ci ildə", ["2020-ci ildə = 2020"]),
        ("keçən həftə", ["keçən həftə = 2022-W48"]),
        ("iki gün əvvəl", ["iki gün əvvəl = 2022-12-04"]),
        ("dünən", ["dünən = 2022-12-05"]),
        ("06.12.2022", ["06.12.2022 = 2022-12-06"]),
        ("31 fevral 2022-ci il", []),
        ("2000 əsgər bazar yerində", []),
    ],
    "ru": [
        ("во вторник, 6 декабря 2022 года", ["вторник, 6 декабря 2022 года = 2022-12-06"]),
        ("закончилась 10 ноября", ["10 ноября = 2022-11-10"]),
        ("с 3 по 5 мая 2021 года", ["3 = 2021-05-03", "5 мая 2021 года = 2021-05-05"]),
        ("в декабре 2021 года", ["декабре 2021 года = 2021-12"]),
        ("в 2014 году", ["2014 году = 2014"]),
        ("6 дек. 2022 г.", ["6 дек. 2022 г. = 2022-12-06"]),
        ("6-го декабря", ["6-го декабря = 2022-12-06"]),
        ("в понедельник заявил", ["понедельник = 2022-12-05"]),
        ("состоится в пятницу", ["пятницу = 2022-12-09"]),
        ("в прошлую пятницу", ["прошлую пятницу = 2022-12-02"]),
        ("в следующий вторник", ["следующий вторник = 2022-12-13"]),
        ("на прошлой неделе", ["прошлой неделе = 2022-W48"]),
        ("два дня назад", ["два дня назад = 2022-12-04"]),
        ("вчера вечером", ["вчера вечером = 2022-12-05TEV"]),
        ("06.12.2022 в 14:30", ["06.12.2022 = 2022-12-06"]),
        ("6 декабря в 14:30", ["6 декабря в 14:30 = 2022-12-06T14:30"]),
        ("31 февраля 2022 года", []),
        ("окружающая среда, 2000 солдат, Марта приехала", []),
    ],
    "de": [
        ("Dienstag, dem 6. Dezember 2022", ["Dienstag, dem 6. Dezember 2022 = 2022-12-06"]),
        ("endete am 10. November", ["10. November = 2022-11-10"]),
        ("vom 3. bis 5. Mai 2021", ["3 = 2021-05-03", "5. Mai 2021 = 2021-05-05"]),
        ("im März 2022", ["März 2022 = 2022-03"]),
        ("Anfang März 2021", ["Anfang März 2021 = 2021-03"]),
        ("im Jahr 2014", ["Jahr 2014 = 2014"]),
        ("seit 2014", ["2014 = 2014"]),
        ("am Montag", ["Montag = 2022-12-05"]),
        ("am letzten Freitag", ["letzten Freitag = 2022-12-02"]),
        ("er wird am Freitag kommen", ["Freitag = 2022-12-09"]),
        ("montags", ["montags = XXXX-WXX-1"]),
        ("letzte Woche", ["letzte Woche = 2022-W48"]),
        ("vor zwei Tagen", ["vor zwei Tagen = 2022-12-04"]),
        ("heute Abend", ["heute Abend = 2022-12-06TEV"]),
        ("am 6. Dezember um 14.30 Uhr", ["6. Dezember um 14.30 Uhr = 2022-12-06T14:30"]),
        ("3. Jan. 2022", ["3. Jan. 2022 = 2022-01-03"]),
        ("am 6.12.2022", ["6.12.2022 = 2022-12-06"]),
        ("am 31. Februar 2022", []),
        ("2000 Soldaten am Morgen, 3.12 Meter", []),
    ],
    "fr": [
        ("le mardi 6 décembre 2022", ["mardi 6 décembre 2022 = 2022-12-06"]),
        ("le 1er décembre 2022", ["1er décembre 2022 = 2022-12-01"]),
        ("le 10 novembre", ["10 novembre = 2022-11-10"]),
        ("du 3 au 5 mai 2021", ["3 = 2021-05-03", "5 mai 2021 = 2021-05-05"]),
        ("en mars 2022", ["mars 2022 = 2022-03"]),
        ("fin mars", ["fin mars = 2022-03"]),
        ("en 2014", ["2014 = 2014"]),
        ("depuis 2014", ["2014 = 2014"]),
        ("lundi dernier", ["lundi dernier = 2022-12-05"]),
        ("vendredi prochain", ["vendredi prochain = 2022-12-09"]),
        ("il sera là vendredi", ["vendredi = 2022-12-09"]),
        ("la semaine dernière", ["la semaine dernière = 2022-W48"]),
        ("l'année dernière", ["année dernière = 2021"]),
        ("il y a deux jours", ["il y a deux jours = 2022-12-04"]),
        ("aujourd'hui et hier", ["aujourd'hui = 2022-12-06", "hier = 2022-12-05"]),
        ("6 déc. 2022", ["6 déc. 2022 = 2022-12-06"]),
        ("le 31 février 2022", []),
        ("2000 soldats, il y a Mars et la planète", []),
    ],
    "es": [
        ("el martes 6 de diciembre de 2022", ["martes 6 de diciembre de 2022 = 2022-12-06"]),
        ("el 10 de noviembre", ["10 de noviembre = 2022-11-10"]),
        ("del 3 al 5 de mayo de 2021", ["3 = 2021-05-03", "5 de mayo de 2021 = 2021-05-05"]),
        ("en marzo de 2022", ["marzo de 2022 = 2022-03"]),
        ("a finales de marzo", ["finales de marzo = 2022-03"]),
        ("en 2014", ["2014 = 2014"]),
        ("el lunes pasado", ["lunes pasado = 2022-12-05"]),
        ("el próximo viernes", ["próximo viernes = 2022-12-09"]),
        ("será el viernes", ["viernes = 2022-12-09"]),
        ("los lunes", ["los lunes = XXXX-WXX-1"]),
        ("la semana pasada", ["la semana pasada = 2022-W48"]),
        ("hace dos días", ["hace dos días = 2022-12-04"]),
        ("ayer y mañana", ["ayer = 2022-12-05", "mañana = 2022-12-07"]),
        ("06/12/2022", ["06/12/2022 = 2022-12-06"]),
        ("el 31 de febrero de 2022", []),
        ("Plácido Domingo cantó por la mañana ante 2000 soldados", []),
    ],
}


@pytest.mark.parametrize(
    ("code", "text", "expected"),
    [(code, text, found) for code, rows in EXPRESSIONS.items() for text, found in rows],
)
def test_expressions(code: str, text: str, expected: list[str]) -> None:
    assert read(code, text) == expected


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("en", "The drill began on Monday, the ministry said in a report on it."),
        ("en", "Rio de Janeiro, Dec. 6"),
        ("en", ""),
        ("en", "????"),
        ("tr", "Tatbikat pazartesi günü başladı ve salı günü sona erdi, bakanlık açıkladı."),
        ("tr", "6 Aralık 2022 Salı"),
        ("az", "Təlim bazar ertəsi başlayıb və davam edir, bunu nazirlik bildirib."),
        ("ru", "Учения начались в понедельник, об этом сообщили в министерстве."),
        ("de", "Die Übung begann am Montag, teilte das Ministerium mit."),
        ("fr", "Les exercices ont commencé lundi, a annoncé le ministère."),
        ("es", "Los ejercicios comenzaron el lunes, informó el ministerio."),
    ],
)
def test_a_text_tells_its_language(code: str, text: str) -> None:
    assert detect(text).code == code


def test_a_reader_without_a_language_reads_each_text_in_its_own() -> None:
    dates = DateReader()
    for text in (
        "Tatbikat pazartesi günü başladı ve bunu bakanlık açıkladı.",
        "Учения начались в понедельник, об этом сообщили в министерстве.",
        "The drill began on Monday, the ministry said.",
    ):
        assert [e.value for e in dates.read(text, TUESDAY)] == ["2022-12-05"], text


def test_a_year_told_in_the_sentence_is_kept_abroad() -> None:
    found = read("de", "Der Krieg begann am 27. September 2020 und endete am 10. November.")
    assert found[1] == "10. November = 2020-11-10"


@pytest.mark.parametrize("code", list(EXPRESSIONS))
def test_without_a_day_of_publication_no_day_is_made_up(code: str) -> None:
    for text, _ in EXPRESSIONS[code]:
        for found in READERS[code].read(text, None):
            assert found.first_day is None or str(found.first_day.year) in text, (text, found)


@given(st.sampled_from(sorted(EXPRESSIONS)), st.lists(st.integers(0, 400), max_size=12), st.data())
def test_any_words_of_a_language(code: str, picks: list[int], data: st.DataObject) -> None:
    language = next(language for language in LANGUAGES if language.code == code)
    words = [*language.words, "6", "31", "2022", "-", ".", ",", "'", "14:30", "(", "\n"]
    text = " ".join(words[pick % len(words)] for pick in picks)
    published = data.draw(st.none() | st.dates())
    at = 0
    for found in READERS[code].read(text, published):
        assert at <= found.start < found.end <= len(text)
        at = found.end


@pytest.mark.parametrize(
    ("country", "order"),
    [("US", False), ("PH", False), ("GB", True), ("TR", True), ("CA", None), ("", None)],
)
def test_countries_write_a_day_in_figures_their_way(country: str, order: bool | None) -> None:
    assert day_first_in(country) is order


@pytest.mark.parametrize(
    ("country", "day"), [("US", date(2022, 6, 12)), ("GB", date(2022, 12, 6)), ("", None)]
)
def test_the_country_of_the_source_tells_the_order(country: str, day: date | None) -> None:
    text = "06/12/2022\n\nSoldiers left the town of Goma near the lake, the army said in a report."
    reading = reader().read(Document(text, source_country=country))
    assert reading.published.day == day
    assert [found.first_day for found in reading.dates if found.start == 0] == (
        [day] if day else []
    )
