"""Writes of the room: publishing the statement makes a version of it."""

import json
from datetime import datetime
from hashlib import sha256

from unisono.campaigns.writing import Piece, after_approval
from unisono.ledger.operations import record
from unisono.words.models import Statement, StatementVersion


@after_approval.add("words.Statement")
def make_version(statement: Piece, at: datetime, by: str) -> int:
    """Keep the approved statement as a numbered, hashed version, unless its words are those of the last one.

    Returns the number of the version that has these words.
    """
    if not isinstance(statement, Statement):
        raise TypeError(f"{statement!r} is not a statement")
    segments = [[segment.key, segment.kind, segment.text] for segment in statement.segments()]
    digest = sha256(json.dumps(segments, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()
    last = statement.versions.order_by("-number").first()
    if last is not None and last.sha256 == digest:
        return last.number
    version = StatementVersion.objects.create(
        statement=statement,
        number=last.number + 1 if last else 1,
        segments=segments,
        sha256=digest,
        published_at=at,
    )
    record(
        at=at,
        by=by,
        act="statement.published",
        of=version,
        campaign_id=statement.campaign.public_id,
        number=version.number,
        sha256=digest,
    )
    return version.number
