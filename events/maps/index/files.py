"""The base in files: a folder a build, a pointer to the one that is current.

    <MAP_INDEX_DIR>/<key of the journal>/
        CURRENT         the name of a folder beside it, replaced by one rename
        lock            held by the process that builds
        <build>/        meta.json and one .npy file an array, memory-mapped by all processes

A build that is killed leaves a folder that nothing points to; the next one removes it.
A folder that is no longer current goes too: processes that have it mapped keep it until
they let go.
"""

from __future__ import annotations

import json
import secrets
import shutil
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from django.conf import settings

from events.journal import Mark
from events.maps.index.dictionaries import Dictionaries, Sets, Words
from events.maps.index.rows import PUBLISHED, STATUSES, TYPES, Rows
from events.maps.index.segment import Segment, build_segment, split_by_status

FORMAT = 1  # of the files; other formats are built anew
_WORDS = ("areas", "sources", "actors")
_SETS = ("source_sets", "actor_sets")
_UNUSED_AFTER = 86_400  # seconds after which the folder of another journal is removed


@dataclass(frozen=True, slots=True)
class Base:
    """All events as they were at a mark: the published, and the others."""

    build: str
    mark: Mark
    segments: list[Segment]
    dictionaries: Dictionaries
    events: int

    @property
    def nbytes(self) -> int:
        return sum(segment.nbytes for segment in self.segments)


def make_base(rows: Rows, dictionaries: Dictionaries, mark: Mark) -> Base:
    settled, areas = dictionaries.settled()
    published, others = split_by_status(rows.with_areas(areas), PUBLISHED)
    segments = [build_segment(published, quick=True), build_segment(others)]
    events = sum(len(one) - len(one.shared) + one.groups for one in segments)
    return Base(secrets.token_hex(8), mark, segments, settled, events)


def folder_of(key: str) -> Path:
    """Where the bases of a journal are kept: none is taken for another database's."""
    return Path(settings.MAP_INDEX_DIR) / key


def lock_file(key: str) -> Path:
    """Held by the process that builds."""
    return folder_of(key) / "lock"


def write_base(base: Base) -> Path:
    """Write the files, make them current, remove what no longer is; under ``lock_file``."""
    parent = folder_of(base.mark.key)
    folder = parent / base.build
    folder.mkdir(parents=True)
    for name, array in _arrays(base).items():
        np.save(folder / f"{name}.npy", array)
    (folder / "meta.json").write_text(json.dumps(_meta(base)))
    pointer = parent / f"CURRENT.{base.build}"
    pointer.write_text(base.build)
    pointer.replace(parent / "CURRENT")
    _remove_others(parent, base.build)
    return folder


def current_build(key: str) -> str | None:
    """The name of the current build; None when there is none."""
    try:
        return (folder_of(key) / "CURRENT").read_text().strip() or None
    except OSError:
        return None


def read_base(key: str, build: str) -> Base | None:
    """The base memory-mapped; None when it is of another format, or has gone meanwhile."""
    folder = folder_of(key) / build
    try:
        meta = json.loads((folder / "meta.json").read_text())
        if not _is_readable(meta):
            return None
        arrays = {
            path.stem: np.load(path, mmap_mode="r", allow_pickle=False).view(np.ndarray)
            for path in folder.glob("*.npy")
        }
    except (OSError, ValueError):
        return None
    segments = [
        Segment.of_arrays(
            _named(arrays, f"segment{number}_"), facts["groups"], tuple(facts["statuses"])
        )
        for number, facts in enumerate(meta["segments"])
    ]
    words = [Words(arrays[f"{name}_letters"], arrays[f"{name}_ends"]) for name in _WORDS]
    sets = [Sets(arrays[f"{name}_ends"], arrays[f"{name}_members"]) for name in _SETS]
    dictionaries = Dictionaries(words[0], words[1], words[2], sets[0], sets[1])
    mark = Mark.from_json(meta["mark"])
    return Base(build, mark, segments, dictionaries, int(meta["events"]))


def _named(arrays: dict[str, Any], prefix: str) -> dict[str, Any]:
    return {
        name.removeprefix(prefix): array
        for name, array in arrays.items()
        if name.startswith(prefix)
    }


def _is_readable(meta: dict[str, Any]) -> bool:
    """Codes of types and statuses are places in lists of the program."""
    return (meta.get("format"), meta.get("types"), meta.get("statuses")) == (
        FORMAT,
        list(TYPES),
        list(STATUSES),
    )


def _meta(base: Base) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "types": TYPES,
        "statuses": STATUSES,
        "events": base.events,
        "mark": base.mark.to_json(),
        "segments": [
            {"groups": segment.groups, "statuses": segment.statuses} for segment in base.segments
        ],
    }


def _arrays(base: Base) -> dict[str, Any]:
    arrays = {
        f"segment{number}_{name}": array
        for number, segment in enumerate(base.segments)
        for name, array in segment.arrays().items()
    }
    words = base.dictionaries
    for name in _WORDS:
        some: Words = getattr(words, name)
        arrays |= {f"{name}_letters": some.letters, f"{name}_ends": some.ends}
    for name in _SETS:
        sets: Sets = getattr(words, name)
        arrays |= {f"{name}_ends": sets.ends, f"{name}_members": sets.members}
    return arrays


def _remove_others(parent: Path, build: str) -> None:
    for path in parent.iterdir():
        if path.is_dir() and path.name != build:
            shutil.rmtree(path, ignore_errors=True)
        elif path.name.startswith("CURRENT."):
            path.unlink(missing_ok=True)
    for other in parent.parent.iterdir():
        pointer = other / "CURRENT"
        if other == parent or not pointer.exists():
            continue
        if time.time() - pointer.stat().st_mtime > _UNUSED_AFTER:
            shutil.rmtree(other, ignore_errors=True)
