"""What is wrong with a pack: where, what, how to mend it."""

from dataclasses import dataclass
from typing import Literal

from unisono.base.said import Said


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One fault. An `error` stops an import; a `gap` is something still missing: a list, not a refusal.

    `line` counts from 1; 0 when the fault is not at a line (a missing file, say).
    """

    file: str
    line: int
    what: Said
    mend: Said
    level: Literal["error", "gap"] = "error"

    @property
    def place(self) -> str:
        """The file, and the line where there is one."""
        return f"{self.file}:{self.line}" if self.line else self.file

    @property
    def sentences(self) -> tuple[Said, Said]:
        """What is wrong, with the place before it, and how to mend it."""
        return Said.joined(": ", (self.place, self.what)), self.mend

    def __str__(self) -> str:
        return ". ".join(self.sentences)


class PackRefused(ValueError):
    """A pack that cannot be taken in, with every fault that was found."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = sorted(set(faults))
        super().__init__("\n".join(map(str, self.faults)))
