"""What Lighthouse says of the open demo, on its phone profile: performance, accessibility, best practices, SEO.

    npm install lighthouse          (in any folder)
    unisono demo                    (in another terminal)
    python -m bench.lighthouse [--program FOLDER/node_modules/.bin/lighthouse] [--url http://127.0.0.1:8000]

Scores are of 100. Skipped, saying so, where Lighthouse or chromium is missing.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
PAGES = ("", "statement/", "kit/")
LANGUAGES = ("en", "ar", "hi")
LEAST = 95


def scores(program: str, url: str) -> dict[str, int]:
    """Run Lighthouse once on `url`; returns the scores."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        report = Path(folder) / "report.json"
        command = [program, url, "--quiet", "--output=json", f"--output-path={report}"]
        command += [f"--only-categories={','.join(CATEGORIES)}"]
        command += ["--chrome-flags=--headless --no-sandbox --disable-gpu --disable-background-networking"]
        environment = {**os.environ, "CHROME_PATH": shutil.which("chromium") or ""}
        subprocess.run(command, env=environment, check=True, capture_output=True)
        found = json.loads(report.read_text())["categories"]
        return {name: round(100 * found[name]["score"]) for name in CATEGORIES}


def main() -> int:
    """Measure and print. Exit status 1 if a score is below the least."""
    parser = argparse.ArgumentParser(description="Lighthouse scores of the open demo.")
    parser.add_argument("--program", default=shutil.which("lighthouse"), help="path of Lighthouse")
    parser.add_argument("--url", default="http://127.0.0.1:8000", help="where the demo is open")
    given = parser.parse_args()
    if given.program is None or shutil.which("chromium") is None:
        print("Skipped: needs Lighthouse (npm install lighthouse) and chromium (apt install chromium).")
        return 0
    print(f"| page | {' | '.join(CATEGORIES)} |\n|---|{'---|' * len(CATEGORIES)}")
    low = False
    for language in LANGUAGES:
        for page in PAGES:
            found = scores(given.program, f"{given.url}/{language}/{page}")
            low = low or min(found.values()) < LEAST
            print(f"| /{language}/{page} | {' | '.join(map(str, found.values()))} |", flush=True)
    return 1 if low else 0


if __name__ == "__main__":
    sys.exit(main())
