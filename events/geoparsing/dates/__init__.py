"""Time expressions of a text, and the day on which it was published."""

from events.geoparsing.dates.country import day_first_in
from events.geoparsing.dates.published import infer_published
from events.geoparsing.dates.reader import DateReader

__all__ = ["DateReader", "day_first_in", "infer_published"]
