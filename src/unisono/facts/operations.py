"""Writes of the room: a copy of a source is kept, or chosen among those that are kept."""

from datetime import datetime

from unisono.facts.models import Fact, SourceCopy
from unisono.ledger.operations import record


def keep_copy(*, fact: Fact, copy: SourceCopy, at: datetime, by: str) -> SourceCopy:
    """Keep a copy of a fact's source, a row that is not saved yet and whose file is stored; returns the row.

    The same file again is the same copy. Which of its copies a fact names (`copy_sha256`) is part of the fact and
    changes with its drafts.
    """
    held = SourceCopy.objects.filter(fact=fact, sha256=copy.sha256).first()
    if held is not None:
        return held
    copy.fact, copy.kept_at = fact, at
    copy.save()
    record(at=at, by=by, act="fact.copy-kept", of=fact, campaign_id=fact.campaign.public_id, sha256=copy.sha256)
    return copy


def name_copy(*, draft: Fact, copy: SourceCopy | None, at: datetime, by: str) -> None:
    """Let a draft of a fact name another of its copies, or none; the caller saves the draft.

    What goes with a file goes with it: whether it may be published is asked anew, and without a copy in a public
    archive the day has no meaning either. Raises `ValueError` for the copy of another fact.
    """
    if copy is not None and copy.fact_id != draft.pk:
        raise ValueError(f"{copy.public_id} is no copy of {draft.key}")
    draft.copy_sha256, draft.copy_is_public = copy.sha256 if copy else "", False
    if copy is None and not draft.copy_address:
        draft.copy_date = None
    act, sha256 = ("fact.copy-named", draft.copy_sha256) if copy else ("fact.copy-removed", "")
    record(at=at, by=by, act=act, of=draft, campaign_id=draft.campaign.public_id, sha256=sha256)
