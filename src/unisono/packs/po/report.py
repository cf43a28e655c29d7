"""What the import of a file did, and what is to be said of single texts."""

from collections import Counter
from dataclasses import asdict, dataclass, field

from unisono.base.said import Said
from unisono.campaigns.models import Campaign


@dataclass(frozen=True, slots=True)
class Difference:
    """A text of the file and the one that is here: where, at which line, what each says."""

    place: str
    line: int
    theirs: str
    ours: str


@dataclass(frozen=True, slots=True)
class Note:
    """What is to be said of a text of the file."""

    place: str
    line: int
    said: Said


@dataclass(slots=True)
class PoReport:
    """What an import did.

    `taken` counts what was written by state. `kept` are texts that somebody changed here after the file was written:
    the file's are not taken. With `overwrite` they are taken, and `replaced` says what stood here. `doubtful` came in
    as drafts, because they do not fit. `older` were made from a source that is no longer today's. `unknown` belongs to
    nothing that the campaign has. `off_glossary` came in although agreed words are not found in them. `absent` says
    how many texts of the campaign are not in the file: they stay. So do those of `beside`: words that the language has
    and the source leaves empty, which no PO file can carry.
    """

    campaign: Campaign
    language: str
    taken: Counter[str] = field(default_factory=Counter)
    unchanged: int = 0
    empty: int = 0
    absent: int = 0
    beside: int = 0
    kept: list[Difference] = field(default_factory=list)
    replaced: list[Difference] = field(default_factory=list)
    doubtful: list[Note] = field(default_factory=list)
    older: list[Note] = field(default_factory=list)
    moved: list[Note] = field(default_factory=list)
    unknown: list[Note] = field(default_factory=list)
    off_glossary: list[Note] = field(default_factory=list)

    @property
    def changed(self) -> int:
        """How many texts were written."""
        return sum(self.taken.values())

    def as_table(self) -> dict[str, object]:
        """Return it as plain JSON."""
        differences = {name: [asdict(one) for one in getattr(self, name)] for name in ("kept", "replaced")}
        names = ("doubtful", "older", "moved", "unknown", "off_glossary")
        notes = {
            name: [{"place": one.place, "line": one.line, "said": str(one.said)} for one in getattr(self, name)]
            for name in names
        }
        numbers = {name: getattr(self, name) for name in ("unchanged", "empty", "absent", "beside")}
        return {"language": self.language, "taken": dict(self.taken), **numbers, **differences, **notes}
