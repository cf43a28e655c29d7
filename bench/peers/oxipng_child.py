"""oxipng's side, run in the virtual environment of the peers: a PNG's path and a level in, its milliseconds out."""

import json
import sys
import time
from pathlib import Path

import oxipng

for line in sys.stdin:
    asked = json.loads(line)
    png = Path(asked["path"]).read_bytes()
    started = time.perf_counter()
    made = oxipng.optimize_from_memory(png, level=asked["level"])
    print(json.dumps({"ms": (time.perf_counter() - started) * 1000, "bytes": len(made)}), flush=True)
