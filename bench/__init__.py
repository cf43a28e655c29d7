"""Measurements: always against a peer or a floor in the same run. `make bench` runs them all."""

import os

# As the engine asks for itself; here other modules may load numpy before it does.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
