"""How gunicorn serves the site: a worker a core, threads for slow clients, warm map and reader."""

from __future__ import annotations

import multiprocessing
import os
import threading
from typing import Any

bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
workers = int(os.environ.get("WEB_CONCURRENCY", min(2, multiprocessing.cpu_count())))
threads = 4
timeout = 120  # a text at the size limit is read within it
max_requests = 10_000
max_requests_jitter = 1_000
control_socket_disable = True
accesslog = None


def post_worker_init(worker: Any) -> None:
    """Open the map's index, the gazetteer and the model beside the first requests, not in one."""
    threading.Thread(target=_warm_map, args=(worker,), daemon=True).start()
    threading.Thread(target=_warm, args=(worker,), daemon=True).start()


def _warm_map(worker: Any) -> None:
    from django.db import connection

    from events.maps.index import IndexNotReady, current_index

    try:
        current_index()
    except IndexNotReady:
        pass  # its builder has begun
    except Exception as error:
        worker.log.warning("The map's index is not ready: %s", error)
    finally:
        connection.close()


def _warm(worker: Any) -> None:
    from events.geoparsing.types import Document
    from events.ingest.reading import shared_reader

    try:
        shared_reader().read(Document("Jets took off in Baku on Monday."))
    except Exception as error:
        worker.log.warning("The geoparser is not ready: %s", error)
