"""Dateline's one app.

numpy's matrix products here are small: one thread each is faster, and leaves the other cores to
other requests and workers.  OpenBLAS reads this once, when numpy is first imported.
"""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
