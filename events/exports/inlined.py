"""Our static files as parts of one HTML page that opens from a disk, with no network.

A page from a disk may not import modules from files beside it.  So each module
stands in the page's import map as a ``data:`` address, under a name of its own.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders

PREFIX = "dateline/"  # of our modules' names in the import map
_IMPORT = re.compile(r"""((?:\bfrom|\bimport)\s*\(?\s*)"\./([\w./-]+\.js)\"""")
_CSS_IMAGE = re.compile(r"url\((?!['\"]?data:)[^)]*\)")
# What could end the element that a JSON text stands in, or open a comment in it.
_JSON_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}
_JSON_ESCAPES |= {0x2028: "\\u2028", 0x2029: "\\u2029"}


def static_text(path: str) -> str:
    """A static file's text; LookupError where there is none of this name."""
    found = finders.find(path)
    if not found:
        raise LookupError(f"there is no static file {path}: run make setup")
    file = Path(found)
    return _text(file, file.stat().st_mtime_ns)


@lru_cache(maxsize=256)
def _text(file: Path, _changed: int) -> str:
    return file.read_text(encoding="utf-8")


def data_address(text: str, media_type: str) -> str:
    return f"data:{media_type};base64,{base64.b64encode(text.encode()).decode()}"


def import_map(*entries: str) -> dict[str, dict[str, str]]:
    """Import map of our modules of one folder (``js/explorer.js``) and of all that they import."""
    folder = entries[0].rpartition("/")[0]
    waiting, modules = [entry.rpartition("/")[2] for entry in entries], {}
    while waiting:
        name = waiting.pop()
        if name in modules:
            continue
        source = static_text(f"{folder}/{name}")
        modules[name] = data_address(_with_bare_names(source), "text/javascript")
        waiting.extend(match[2] for match in _IMPORT.finditer(source))
    return {"imports": {f"{PREFIX}{name}": modules[name] for name in sorted(modules)}}


def _with_bare_names(source: str) -> str:
    """A ``data:`` module has no folder that ``./`` could mean, so imports go through the map."""
    return _IMPORT.sub(rf'\1"{PREFIX}\2"', source)


def style(paths: Iterable[str]) -> str:
    """Style sheets as one, without the images that they ask for from beside them."""
    return "\n".join(_CSS_IMAGE.sub("none", static_text(path)) for path in paths)


def script_json(value: Any) -> str:
    """JSON for a ``script`` element of a page: nothing in it can end the element."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).translate(_JSON_ESCAPES)


def json_array(items: Iterable[Any]) -> Iterator[str]:
    """The same for an array that is written as it is read."""
    yield "["
    for number, item in enumerate(items):
        yield ("," if number else "") + script_json(item)
    yield "]"
