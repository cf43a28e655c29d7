"""Every language × design × format with the longest plausible words, and again with everything at the edges.

`python -m tests.kit.engine.matrix` draws what has not been drawn yet by this version of the engine, on all cores, and
says what is wrong; it may be stopped and started again. Results lie in `test-output/matrix.jsonl`.
"""

import json
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from time import monotonic

sys.path.insert(0, str(Path(__file__).parent))

from page_faults import PLAIN_CODE, PLAIN_LOGO, covered, faults_of
from sample_texts import FILLED, LANGUAGES, job, longest, sample

from unisono.base.children import Children, Limits
from unisono.kit.engine import FORMATS, CardJob, DoesNotFit, Partner, engine_version

RESULTS = Path(__file__).parents[3] / "test-output" / "matrix.jsonl"
LIMITS = Limits(memory=3 * 1024**3, seconds=60)
#: design, language, format, kind: "longest" words, or "dressed" with everything that may stand at the edges.
Cell = tuple[str, str, str, str]
KINDS = ("longest", "dressed")


def cells(kinds: tuple[str, ...] = KINDS) -> list[Cell]:
    """All of the matrix."""
    return [
        (design, language, format, kind)
        for kind in kinds
        for format in FORMATS
        for design in FILLED
        for language in LANGUAGES
    ]


def card(design: str, language: str, format: str, kind: str) -> CardJob:
    """The card of a cell."""
    if kind == "usual":
        return job(design, language, format)
    if kind == "longest":
        return job(design, language, format, words=longest(language))
    said = sample(language)
    return job(
        design,
        language,
        format,
        partner=Partner(said.campaign, PLAIN_LOGO, 3.0),
        qr=PLAIN_CODE,
        link="voices.example/s/k7Qp",
        sample_note=said.before,
        credit=said.who,
    )


def examined(cell: Cell) -> list[str]:
    """What is wrong with the card of a cell; a refusal counts where the words are the longest and nothing else."""
    made = card(*cell)
    try:
        return faults_of(made) + (covered(made) if cell[3] == "dressed" else [])
    except DoesNotFit as refused:
        return [f"refused: {refused}"]


def worked_off(todo: list[Cell]) -> Iterator[tuple[Cell, list[str]]]:
    """Each cell with its faults, as they are done by all cores."""
    with Children(LIMITS) as children:
        for cell, found in children.each((cell, partial(examined, cell)) for cell in todo):
            yield cell, found if isinstance(found, list) else [f"{type(found).__name__}: {found}"]  # type: ignore[misc]


def _known(version: str) -> dict[Cell, list[str]]:
    """The results that this version of the engine has already."""
    if not RESULTS.is_file():
        return {}
    lines = [json.loads(line) for line in RESULTS.read_text(encoding="utf-8").splitlines()]
    return {tuple(line["cell"]): line["faults"] for line in lines if line["engine"] == version}


def main() -> int:
    """Work off the matrix; return 1 where a card has a fault. `--only DESIGN|LANGUAGE|FORMAT|KIND …` narrows it."""
    only = set(sys.argv[2:]) if sys.argv[1:2] == ["--only"] else set()
    version, started = engine_version(), monotonic()
    known = _known(version)
    wanted = [cell for cell in cells() if only <= set(cell)]
    todo = [cell for cell in wanted if cell not in known]
    RESULTS.parent.mkdir(exist_ok=True)
    with RESULTS.open("a", encoding="utf-8") as results:
        for at, (cell, found) in enumerate(worked_off(todo), 1):
            known[cell] = found
            results.write(json.dumps({"engine": version, "cell": cell, "faults": found}, ensure_ascii=False) + "\n")
            results.flush()
            if found:
                print(*cell, *found, sep=" | ")  # noqa: T201
            if at % 100 == 0:
                print(f"{at} of {len(todo)} after {monotonic() - started:.0f} s", flush=True)  # noqa: T201
    bad = [cell for cell in wanted if known[cell] and not _may_be_refused(cell, known[cell])]
    refused = sum(_may_be_refused(cell, known[cell]) for cell in wanted)
    print(f"{len(wanted)} cards, {len(bad)} with a fault; dressed and refused by name: {refused}")  # noqa: T201
    return 1 if bad else 0


def _may_be_refused(cell: Cell, found: list[str]) -> bool:
    """Whether a card with everything at its edges was refused by name, as it may be."""
    return cell[3] == "dressed" and any(fault.startswith("refused: ") for fault in found)


if __name__ == "__main__":
    sys.exit(main())
