"""Open comments of a piece: what editors and reviewers say about its source, and what translators ask at the desk."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.http import QueryDict

from unisono.campaigns.operations import named
from unisono.campaigns.writing import Piece
from unisono.languages import desk as at_desk
from unisono.languages.desk import Desk
from unisono.languages.models import Remark
from unisono.newsroom.desk.acting import LONGEST_REMARK
from unisono.newsroom.pieces.letters import tell_asker

#: How a form names the comment on a part of the source.
FIELD = "remark:"


def desk_of(piece: Piece, language: str, by: str) -> Desk:
    """Return the desk of a piece for what needs no source: comments."""
    return Desk(named=named(piece), language=language, source=(), by=by, may_finish=False)


@transaction.atomic
def comment(*, piece: Piece, user: Any, given: QueryDict, at: datetime) -> int:
    """Keep the comments that a form has for parts of the source; returns how many."""
    said = 0
    desk = desk_of(piece, piece.campaign.source_language, str(user.public_id))
    for name in given:
        if name.startswith(FIELD) and (text := str(given[name])[:LONGEST_REMARK]).strip():
            at_desk.say(desk=desk, key=name.removeprefix(FIELD)[:120], text=text, at=at)
            said += 1
    return said


@transaction.atomic
def answer(*, piece: Piece, language: str, key: str, user: Any, text: str, resolve: bool, at: datetime) -> bool:
    """Add an answer to an open thread, and close it where asked; tells whoever spoke last. Says whether there was one.

    A thread with an answer stays readable at the desk after it is closed.
    """
    thread = Remark.objects.filter(object_id=piece.public_id, language=language, key=key, resolved_at=None)
    spoken = list(thread)
    if not spoken:
        return False
    desk = desk_of(piece, language, str(user.public_id))
    said = at_desk.say(desk=desk, key=key, text=text[:LONGEST_REMARK], at=at)
    others = [one for one in spoken if one.said_by != desk.by]
    if said is not None and others:
        tell_asker(asked=others[-1], answer=said, piece=piece, at=at)
    if resolve:
        at_desk.resolve(desk=desk, key=key, at=at)
    return True
