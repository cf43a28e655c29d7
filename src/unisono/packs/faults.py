"""What is wrong with a pack: where, what, how to mend it."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One fault. An `error` stops an import; a `gap` is something still missing: a list, not a refusal.

    `line` counts from 1; 0 when the fault is not at a line (a missing file, say).
    """

    file: str
    line: int
    what: str
    mend: str
    level: Literal["error", "gap"] = "error"

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.what}. {self.mend}"


class PackRefused(ValueError):
    """A pack that cannot be taken in, with every fault that was found."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = sorted(set(faults))
        super().__init__("\n".join(map(str, self.faults)))
