"""History is read against its own dates, whenever it was published."""

from __future__ import annotations

from datetime import date

from events.geoparsing.blocks import split_blocks
from events.geoparsing.dates import DateReader
from events.geoparsing.dates.ranges import ranges

READER = DateReader()

HISTORY = """In March 1862 the army crossed the river. On 4 April it met the enemy near the mill,
and two days later it held the town. In December the snow came. In January the siege began. It
ended on March 3, 1863. The following day the garrison left. The general, who died in 1901,
wrote of it. In May the last troops went home. Peace came in 1865, and in 1866 and 1867 came
the settlers. The bridge of 1870 stands."""


def test_months_and_days_go_on_from_the_story() -> None:
    found = {e.text: e.value for e in READER.read(HISTORY, date(2009, 12, 19))}
    assert found["4 April"] == "1862-04-04"
    assert found["two days later"] == "1862-04-06"
    assert found["December"] == "1862-12"
    assert found["January"] == "1863-01"
    assert found["The following day"] == "1863-03-04"
    assert found["May"] == "1863-05", "a death in 1901 is an aside"


def test_the_end_of_a_siege_does_not_turn_the_story() -> None:
    text = HISTORY.replace(
        "In December the snow came.",
        "It held out until the last of its walls fell in February 1863. In June 1862 help came. By "
        "early August the walls stood. It would last until spring 1864. In December it snowed.",
    )
    found = {e.text: e.value for e in READER.read(text, None)}
    assert found["early August"] == "1862-08"
    assert found["December"] == "1862-12"


def test_a_range_that_ends_where_the_story_is_began_the_year_before() -> None:
    text = HISTORY.replace(
        "In May the last",
        "In March the siege, which had gone on from October to March, was over. In May the last",
    )
    found = {e.text: e.value for e in READER.read(text, None)}
    assert found["October"] == "1862-10"
    assert found["May"] == "1863-05"


def test_a_feature_that_names_years_is_news_all_the_same() -> None:
    years = "It rose in 2008, 2009, 2010, 2011, 2012 and 2013. "
    for feature in (
        years + "It fell last year, as it did last month, and it rose last fall.",
        years + "It fell in July, he said. It will rise, she said.",
    ):
        found = READER.read(feature, date(2017, 6, 14))
        assert found[-1].first_day
        assert found[-1].first_day.year == 2016
    told = READER.read(years + "It fell in July, when nobody looked.", date(2017, 6, 14))
    assert told[-1].value == "2013-07"


def test_a_caption_does_not_turn_the_story() -> None:
    page = (
        "The army crossed the river on 4 April 2019, and it met the enemy.\n\n"
        "A bridge, May 8, 2015. (AP Photo)\n\n"
        "The following day it held the town, the general said in his report of it."
    )
    blocks = split_blocks(page)
    with_blocks = {e.text: e.value for e in READER.read(page, date(2022, 12, 6), blocks)}
    assert with_blocks["The following day"] == "2019-04-05"


def test_ranges_join_the_two_ends() -> None:
    text = (
        "It went on over Monday night into early Tuesday. It lasted from 3 March to 5 June 2020, "
        "between 7 and 9 July 2020, and on 1 May and 2 June 2021."
    )
    dates = READER.read(text, date(2022, 12, 6))
    joined = [(str(dates[i].first_day), str(dates[j].last_day)) for i, j in ranges(text, dates)]
    assert joined == [
        ("2022-12-05", "2022-12-06"),
        ("2020-03-03", "2020-06-05"),
        ("2020-07-07", "2020-07-09"),
    ]
