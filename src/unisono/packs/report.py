"""What an import did or would do: for people in plain words, and as JSON."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from unisono.campaigns.models import Campaign
from unisono.ledger.queries import last_acts
from unisono.packs.merging.choosing import Item
from unisono.packs.pieces import pieces

#: Of the JSON form (docs/reference/pack.md).
FORMAT = 1
#: Acts by which what stands here came to stand here.
ACTS = ("piece.approved", "piece.withdrawn", "piece.deleted", "campaign.changed")


@dataclass(slots=True)
class ImportReport:
    """What an import did: names of objects as in the pack, with `campaign`, `theme`, `organisations`, `links`.

    `taken` are points that the pack changed, `kept` such as were changed here, `conflicts` such as both changed and
    nobody has settled; the text here stands. `missing` are pieces that the pack does not have and that stay, `gone`
    pieces of the pack that were taken away here. `drafts` are points in which an open draft says something else.
    """

    campaign: Campaign
    is_new: bool = False
    has_base: bool = False
    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    translations: int = 0
    taken: list[Item] = field(default_factory=list)
    kept: list[Item] = field(default_factory=list)
    conflicts: list[Item] = field(default_factory=list)
    drafts: list[Item] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)

    @property
    def has_changed(self) -> bool:
        """Whether anything was written."""
        return bool(self.added or self.changed or self.removed or self.translations)

    def as_table(self) -> dict[str, object]:
        """Return it as plain JSON."""
        names = ("added", "changed", "removed", "translations", "missing", "gone")
        items = {name: [one.as_table() for one in getattr(self, name)] for name in ITEMS}
        head = {"format": FORMAT, "campaign": self.campaign.slug, "new": self.is_new, "base": self.has_base}
        return head | {name: getattr(self, name) for name in names} | items


ITEMS = ("conflicts", "kept", "taken", "drafts")


def say_who(report: ImportReport) -> None:
    """Fill in who changed what stands here, and when, where translations do not know it themselves."""
    acts = last_acts(report.campaign.public_id, ACTS)
    ids = {name: str(piece.public_id) for name, piece in pieces(report.campaign, drafts=True).items()}
    for item in (*report.conflicts, *report.kept, *report.drafts):
        if item.at is None:
            name = str(report.campaign.public_id) if item.piece == "campaign" else ids.get(item.piece, "")
            item.by, item.at = acts.get(name, ("", None))


def told_plainly(report: ImportReport, *, is_trial: bool = False) -> Iterator[str]:
    """Yield the report line by line: counts first, then conflicts by piece and language, then the rest."""
    slug = report.campaign.slug
    if not (report.has_changed or report.conflicts or report.is_new):
        yield f"{slug}: everything in the pack is here already; nothing changes."
    else:
        verb = "would be " if is_trial else ""
        yield (
            f"{slug}: {len(report.added)} pieces {verb}added, {len(report.changed)} changed, "
            f"{len(report.removed)} removed; {report.translations} translated segments {verb}written."
        )
    if (report.conflicts or report.kept) and not report.has_base:
        yield "The pack does not say what it was made from: only what is missing or as it was last taken in is written."
    if report.conflicts:
        yield f"{len(report.conflicts)} conflicts: changed here and in the pack. The text here stays:"
        yield from _conflicts(report.conflicts)
        yield "Settle them with --theirs or --ours for all, or --theirs-at NAME and --ours-at NAME for single ones."
    for head, items in (
        ("in open drafts that say something else; the drafts stay", report.drafts),
        ("changed here, and kept", report.kept),
        ("taken from the pack", report.taken),
    ):
        if items:
            yield f"{len(items)} {head}:"
            yield from (f"  · {item.id}" for item in items)
    for head, names in (
        ("New", report.added if not report.is_new else []),
        ("Not in the pack; they stay", report.missing),
        ("In the pack, but taken away here; they stay away", report.gone),
    ):
        if names:
            yield f"{head}: {', '.join(names)}."


def _conflicts(items: list[Item]) -> Iterator[str]:
    for item in sorted(items, key=lambda one: (one.piece, one.language, one.path)):
        who = f" ({item.by}, {item.at:%Y-%m-%d %H:%M} UTC)" if item.at else ""
        yield f"! {item.id}: {item.why}"
        yield f"    here{who}: {item.ours or '–'}"
        yield f"    pack: {item.theirs or '–'}"
