"""Time expressions of a text, and the day on which it was published."""

from events.geoparsing.dates.published import infer_published
from events.geoparsing.dates.reader import DateReader

__all__ = ["DateReader", "infer_published"]
