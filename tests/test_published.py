# ruff: noqa: E501 - lines as pages have them
"""The day of publication is told by the page, or not at all."""

from __future__ import annotations

from datetime import date

import pytest

from events.geoparsing.blocks import split_blocks
from events.geoparsing.dates import infer_published

# A page as copied, in our own words, with its captions, its furniture and an old date in its body.
PAGE = """Soldiers of two neighbours trained side by side near the border on Monday, the army of one reported Tuesday morning.

Troops of both countries train near the border, Dec. 6, 2022. (AA Photo)

Troops of both countries train near the border, Dec. 6, 2022. (AA Photo)

The training went on over Monday night into early Tuesday, the ministry said.

They fought each other in a war that broke out on Sept. 27, 2020, and ended on Nov. 10.

The Morning Newsletter

Leave a Reply

Great pictures! Posted on January 3, 2024
"""


def test_a_caption_and_the_weekdays_tell_the_day() -> None:
    found = infer_published(PAGE, split_blocks(PAGE))
    assert found.day == date(2022, 12, 6)
    assert found.inferred
    assert 0.5 < found.confidence < 1
    words = [PAGE[span.start : span.end] for span in found.evidence]
    assert "Dec. 6, 2022" in words
    assert "Tuesday morning" in words
    assert "caption" in found.reason
    assert "6 December 2022" in found.reason
    assert "Tuesday" in found.reason


@pytest.mark.parametrize(
    ("text", "day"),
    [
        (
            "BAKU, Dec. 6, 2022 (Reuters) - Jets took off on Monday, the ministry said.",
            "2022-12-06",
        ),
        (
            "BAKU, Dec. 6 (Reuters) - Jets took off on Monday, the ministry said in a long report.\n\n"
            "© 2022 Reuters. All rights reserved.",
            "2022-12-06",
        ),
        (
            "Jets take off\n\nPublished: 6 December 2022\n\nJets took off in June, it said.",
            "2022-12-06",
        ),
        (
            "Jets take off\n\nDec 06, 2022 - 10:31 am\n\nJets took off on Monday, it said.",
            "2022-12-06",
        ),
        (
            "Jets take off\n\nPublished Dec. 6, 2022. Updated Dec. 9, 2022\n\nJets took off, it said.",
            "2022-12-06",
        ),
        ("Updated: 2022-12-06T10:31:00Z\n\nJets took off from the base, it said.", "2022-12-06"),
        (
            "Houses not selling. BY KENT MALLER Advocate Reporter Dec. 6, 2022 NEWARK -- The surge "
            "in sales has not reached the town, agents said in a report on the market.",
            "2022-12-06",
        ),
        (
            "Fans can get tickets. Scott Days sdays@paper.example Dec. 6, 2022 From the State Journal "
            "The women's team plays here in a week, the college said in a statement.",
            "2022-12-06",
        ),
        ("6 Aralık 2022 Salı\n\nJetler pazartesi günü havalandı, bakanlık açıkladı.", "2022-12-06"),
        ("Güncelleme: 06.12.2022 10:31\n\nJetler pazartesi günü havalandı.", "2022-12-06"),
        ("БАКУ, 6 декабря 2022 года (РИА) — Учения начались в понедельник.", "2022-12-06"),
        ("Опубликовано: 6 декабря 2022\n\nУчения начались в понедельник.", "2022-12-06"),
        ("Dienstag, 6. Dezember 2022\n\nDie Übung begann am Montag, hieß es.", "2022-12-06"),
        ("Publié le 6 décembre 2022 à 10:31\n\nIls ont commencé lundi.", "2022-12-06"),
        ("Martes, 6 de diciembre de 2022\n\nEmpezaron el lunes, según el ejército.", "2022-12-06"),
        (
            "6 dekabr 2022-ci il, çərşənbə axşamı\n\nTəlim bazar ertəsi başlayıb.",
            "2022-12-06",
        ),
        (
            "Jets took off on Monday, Dec. 5, 2022, from the base of Baku, officials said Tuesday.",
            "2022-12-06",
        ),
    ],
)
def test_stamps_datelines_and_dates_with_their_weekday(text: str, day: str) -> None:
    assert infer_published(text, split_blocks(text)).day == date.fromisoformat(day)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Nothing here tells a day.",
        "The war broke out on Sept. 27, 2020, officials said on Monday, and it is over.",
        "He was born on 3 May 1950 and died on 6 June 2001, his family said Tuesday.",
        "Soldiers near the border in a file photo of May 3, 2009. (AP file photo)\n\nIt began Monday.",
        "The fair will open on Saturday, May 8, 2021, its organisers said.",
        "VIENNA, Dec. 6 (Xinhua) -- The treaty of 1997 was signed again, an official said.",
        "On September 1, 1939, Germany and its ally - a client state - attacked, it is written.",
        "On Monday, they met. On Tuesday, they left.",
        "Doubts grow. By order of the mayor of Dec. 6, 2022 the bridge is shut, the town said Monday.",
        "Doubts grow. By Ann Lee of the town. On Dec. 6, 2022, the bridge was shut, the town wrote.",
        "La guerra comenzó el 27 de septiembre de 2020 y terminó el 10 de noviembre, según dijo.",
        "Lunes, 6 de diciembre de 2022\n\nEmpezaron el lunes, según el ejército.",
        "Published: 31 February 2022\n\nIt began on Monday, the ministry said.",
    ],
)
def test_history_and_archive_pictures_tell_no_day_of_publication(text: str) -> None:
    found = infer_published(text, split_blocks(text))
    assert found.day is None
    assert found.confidence == 0
    assert found.evidence == ()
    assert found.reason.endswith(".")


def test_a_comment_below_the_story_is_not_its_day() -> None:
    text = (
        "Jets take off\n\nDec 06, 2022\n\nJets took off from the base near Baku on Monday, it said.\n\n"
        "Leave a Reply\n\nPosted on Dec. 9, 2022\n\nWhat a noise they made!"
    )
    assert infer_published(text, split_blocks(text)).day == date(2022, 12, 6)


def test_a_page_full_of_dates_is_read_in_reasonable_time() -> None:
    text = "\n\n".join(
        f"Published: {day} May {year}" for year in range(1900, 2100) for day in range(1, 29)
    )
    infer_published(text, split_blocks(text))
