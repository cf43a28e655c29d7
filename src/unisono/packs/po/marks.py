"""What a file says of itself and its texts: of which campaign it is, and what is not to be shown yet."""

from unisono.languages.models import State, Translation
from unisono.languages.po import plain

#: Where the header says of which campaign the file is.
CAMPAIGN = "X-Unisono-Campaign"
#: States that a PO file can only call fuzzy: not to be shown yet.
FUZZY = frozenset({State.MACHINE, State.DRAFT, State.STALE})


def is_fuzzy(row: Translation, today: str) -> bool:
    """Say whether a translation is called fuzzy in a file."""
    return row.state in FUZZY or plain(row.source_text) != today
