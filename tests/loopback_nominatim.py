"""A Nominatim on this machine for the tests: it answers what a test tells it to."""

from __future__ import annotations

import contextlib
import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit


class Nominatim(BaseHTTPRequestHandler):
    """Answers as Nominatim does; what it was asked stands in ``asked``."""

    asked: list[str] = []
    answer: Any = []
    status = 200
    delay = 0.0
    agent = ""

    def do_GET(self) -> None:
        cls = type(self)
        cls.asked.append(parse_qs(urlsplit(self.path).query).get("q", [""])[0])
        cls.agent = self.headers["User-Agent"]
        time.sleep(cls.delay)
        body = json.dumps(cls.answer).encode()
        self.send_response(cls.status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        with contextlib.suppress(BrokenPipeError):  # a client that did not wait
            self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        pass


@contextlib.contextmanager
def loopback_nominatim() -> Iterator[tuple[type[Nominatim], dict[str, str]]]:
    """Its handler, and the options with which geopy reaches it."""
    handler = type("Handler", (Nominatim,), {"asked": []})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield handler, {"domain": f"127.0.0.1:{server.server_address[1]}", "scheme": "http"}
    server.shutdown()
    server.server_close()
