"""All measurements, one after the other."""

import subprocess
import sys

for name in ("freeze", "door", "film", "cards", "encoders", "kit", "board", "instep"):
    print(f"\n## {name}\n", flush=True)
    subprocess.run([sys.executable, "-m", f"bench.{name}"], check=True)
