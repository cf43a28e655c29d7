"""The first screen's lists: what waits for this person's review, and what has come back to them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.text import capfirst
from wagtail.admin.ui.components import Component

from unisono.campaigns.models import HandIn, HandInState
from unisono.newsroom.naming import names_of
from unisono.newsroom.permissions import action_for, campaigns_of
from unisono.newsroom.pieces.finding import BY_LABEL, titles_of
from unisono.people.queries import Action

#: How many are listed; the rest is counted.
LISTED = 20


@dataclass(frozen=True, slots=True)
class WaitingLine:
    """One hand-in in a list."""

    hand_in: HandIn
    kind: str
    title: str
    who: str
    url: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for one person."""

    for_review: list[WaitingLine]
    sent_back: list[WaitingLine]
    more: int

    def __bool__(self) -> bool:
        return bool(self.for_review or self.sent_back)


def waiting_for(user: Any) -> Waiting:
    """Return what waits for a person's review in their campaigns, and what was sent back to them and not mended yet.

    What somebody has handed in waits for others, not for them.
    """
    by = str(user.public_id)
    waits = HandIn.objects.filter(_may_approve(user), state=HandInState.WAITING).exclude(handed_in_by=by)
    for_review = list(waits.order_by("pk")[: LISTED + 1])
    came_back = HandIn.objects.filter(_may_edit(user), state=HandInState.SENT_BACK, handed_in_by=by)
    newest = {one.object_id: one for one in came_back.order_by("pk")}
    later = HandIn.objects.filter(object_id__in=newest).order_by("pk").values_list("object_id", "pk")
    sent_back = [newest[object_id] for object_id, pk in dict(later).items() if newest[object_id].pk == pk]
    more = waits.count() - LISTED if len(for_review) > LISTED else 0
    shown = [*for_review[:LISTED], *sent_back[:LISTED]]
    titles = titles_of((one.label, str(one.object_id)) for one in shown)
    names = names_of([one.handed_in_by for one in shown] + [one.decided_by for one in sent_back])
    return Waiting(
        [line for one in for_review[:LISTED] for line in _line(one, titles, names.get(one.handed_in_by, ""))],
        [line for one in sent_back[:LISTED] for line in _line(one, titles, names.get(one.decided_by, ""))],
        more,
    )


def _line(one: HandIn, titles: Mapping[tuple[str, str], str], who: str) -> list[WaitingLine]:
    named = (one.label, str(one.object_id))
    if named not in titles:
        return []
    model = BY_LABEL[one.label]
    url = reverse("pieces:show", args=[model._meta.model_name, one.object_id])
    return [WaitingLine(one, capfirst(str(model._meta.verbose_name)), titles[named], who, url)]


def _may_approve(user: Any) -> Q:
    return _where(user, "publish")


def _may_edit(user: Any) -> Q:
    return _where(user, "change")


def _where(user: Any, verb: str) -> Q:
    """Of which kinds, in which campaigns, somebody may do something."""
    by_action: dict[Action, list[str]] = {}
    for label, model in BY_LABEL.items():
        by_action.setdefault(action_for(model._meta.app_label, verb), []).append(label)
    found = Q(pk__in=[])
    for action, labels in by_action.items():
        found |= Q(label__in=labels, campaign__in=campaigns_of(user, action))
    return found


class WaitingPanel(Component):
    """The box “Waiting for you” on the first screen."""

    name = "waiting"
    template_name = "newsroom/pieces/waiting.html"
    order = 50

    def __init__(self, request: HttpRequest, waiting: Waiting) -> None:
        self.request, self.waiting = request, waiting

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Return the lists."""
        return {"waiting": self.waiting}
