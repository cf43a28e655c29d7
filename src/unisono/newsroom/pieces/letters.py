"""Letters about pieces: one waits for your review, one has come back to you, your question is answered.

Each goes out once, in the language of its reader.
"""

from collections.abc import Callable
from datetime import datetime
from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from unisono.campaigns.models import HandIn
from unisono.campaigns.writing import Piece
from unisono.languages.models import Remark
from unisono.mail.content import Content
from unisono.mail.operations import post
from unisono.mail.queries import kinds
from unisono.newsroom.board.reminders import language_for
from unisono.newsroom.desk.labels import label_of
from unisono.newsroom.naming import campaign_name
from unisono.newsroom.pieces.finding import address_of, reviewers_of, title_of_row
from unisono.people.models import User

kinds.add("hand-in")(gettext_lazy("Handed in for review"))
kinds.add("sent-back")(gettext_lazy("Sent back"))
kinds.add("answer")(gettext_lazy("Answer to a comment"))


def tell_reviewers(*, hand_in: HandIn, piece: Piece, writers: frozenset[str], at: datetime) -> int:
    """Post one letter to everybody who may approve the draft; returns how many were asked that have an address."""
    by = hand_in.handed_in_by
    without = {by} | (writers if piece.campaign.four_eyes else frozenset())
    asked = [person for person in reviewers_of(piece, without) if person.email]
    for person in asked:
        _post(person, "hand-in", f"hand-in {hand_in.public_id} {person.pk}", piece, at, by, _hand_in(hand_in, piece))
    return len(asked)


def tell_writer(*, hand_in: HandIn, piece: Piece, at: datetime) -> None:
    """Post a letter to whoever handed a draft in that has been sent back."""
    person = _person(hand_in.handed_in_by)
    if person is not None and hand_in.decided_by != hand_in.handed_in_by:
        key = f"sent-back {hand_in.public_id}"
        _post(person, "sent-back", key, piece, at, hand_in.decided_by, _sent_back(hand_in, piece))


def tell_asker(*, asked: Remark, answer: Remark, piece: Piece, at: datetime) -> None:
    """Post a letter to whoever asked what has been answered."""
    person = _person(asked.said_by)
    if person is not None and asked.said_by != answer.said_by:
        _post(person, "answer", f"answer {answer.public_id}", piece, at, answer.said_by, _answered(answer, piece))


def _person(public_id: str) -> User | None:
    if ":" in public_id or public_id == "command":
        return None
    return User.objects.filter(pk=public_id, is_active=True).exclude(email=None).first()


def _post(
    person: User, kind: str, key: str, piece: Piece, at: datetime, by: str, content: Callable[[], Content]
) -> None:
    language = language_for(person, piece.campaign.source_language)
    with translation.override(language):
        words = content()
    post(
        to=str(person.email), language=language, kind=kind, content=words, at=at, by=by,
        campaign_id=piece.campaign.public_id, key=key,
    )  # fmt: skip


def _hand_in(hand_in: HandIn, piece: Piece) -> Callable[[], Content]:
    def content() -> Content:
        said = _said(piece, hand_in.handed_in_by)
        return Content(
            subject=_("%(campaign)s: “%(title)s” waits for review") % said,
            paragraphs=(
                _("%(who)s has handed in a draft for review: %(kind)s, “%(title)s”.") % said,
                *([hand_in.note] if hand_in.note else []),
                _("The page shows what has changed. There you approve it, or send it back and say why."),
            ),
            button=_("Read what has changed"),
            address=urljoin(settings.PUBLIC_ORIGIN, address_of(piece)),
            why=_("You get this letter because you may approve texts of this campaign."),
        )

    return content


def _sent_back(hand_in: HandIn, piece: Piece) -> Callable[[], Content]:
    def content() -> Content:
        said = _said(piece, hand_in.decided_by)
        return Content(
            subject=_("%(campaign)s: “%(title)s” has come back to you") % said,
            paragraphs=(_("%(who)s has sent “%(title)s” back to you:") % said, hand_in.reason),
            button=_("Go to the draft"),
            address=urljoin(settings.PUBLIC_ORIGIN, address_of(piece)),
            why=_("You get this letter because you handed in this draft."),
        )

    return content


def _answered(answer: Remark, piece: Piece) -> Callable[[], Content]:
    def content() -> Content:
        said = {**_said(piece, answer.said_by), "part": label_of(type(piece), answer.key)}
        return Content(
            subject=_("%(campaign)s: an answer to your comment") % said,
            paragraphs=(_("%(who)s has answered your comment on “%(title)s” (%(part)s):") % said, answer.text),
            button=_("See it in its place"),
            address=urljoin(settings.PUBLIC_ORIGIN, _place(answer, piece)),
            why=_("You get this letter because you commented there."),
        )

    return content


def _place(remark: Remark, piece: Piece) -> str:
    if remark.language == piece.campaign.source_language:
        return f"{address_of(piece)}#comments"
    return reverse("desk:editor", args=[piece.campaign.public_id, remark.language, piece.public_id])


def _said(piece: Piece, by: str) -> dict[str, str]:
    person = User.objects.filter(pk=by).first()
    title = title_of_row(piece.get_latest_revision_as_object())
    return {
        "campaign": campaign_name(piece.campaign),
        "title": title if len(title) <= 80 else f"{title[:79]}…",
        "kind": capfirst(str(piece._meta.verbose_name)),
        "who": person.name if person else _("Somebody who is no more"),
    }
