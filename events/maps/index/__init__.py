"""The columnar index that the map, its timeline, list and filters are answered from."""

from events.maps.index.areas import Area, Bounds
from events.maps.index.axis import Axis
from events.maps.index.cubes import Cube
from events.maps.index.current import IndexNotReady, current_index, reset
from events.maps.index.facets import FIELDS
from events.maps.index.questions import NO_DAY, EventIds, Question
from events.maps.index.snapshot import Snapshot
from events.maps.index.tiles import Tile

__all__ = [
    "FIELDS",
    "NO_DAY",
    "Area",
    "Axis",
    "Bounds",
    "Cube",
    "EventIds",
    "IndexNotReady",
    "Question",
    "Snapshot",
    "Tile",
    "current_index",
    "reset",
]
