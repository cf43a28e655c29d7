"""What a form or the script asks for: texts are saved first, then the one act is done.

Nothing typed is ever lost: what cannot be saved comes back beside what stands there now.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from unisono.languages import desk as at_desk
from unisono.languages.checks import Finding, WrongText, kept_form
from unisono.languages.desk import NewerText, NotNow, Seen, Unfit, digest
from unisono.languages.machine.fetching import MachineError
from unisono.languages.models import EarlierText, State
from unisono.languages.queries import settled_at
from unisono.languages.screen import told
from unisono.launch.tasks import ask_for_edition
from unisono.newsroom.desk import suggesting
from unisono.newsroom.desk.reading import EditorPage

#: A comment is no letter.
LONGEST_REMARK = 2000


@dataclass(slots=True)
class Outcome:
    """What came of it. `typed` holds the words of this person that are not saved, by segment key."""

    touched: set[str] = field(default_factory=set)
    conflicts: dict[str, NewerText] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    typed: dict[str, str] = field(default_factory=dict)
    unfit: dict[str, tuple[Finding, ...]] = field(default_factory=dict)
    messages: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    saved: int = 0

    @property
    def is_clean(self) -> bool:
        """Whether everything could be done."""
        return not (self.conflicts or self.refused or self.unfit)


def act(page: EditorPage, given: QueryDict, at: datetime) -> Outcome:
    """Save what was written, then do what was asked for; ask for a new edition where a set has settled."""
    outcome = Outcome()
    was_settled = settled_at(page.piece.public_id, page.language)
    seen = _save_all(page, given, at, outcome)
    what, _colon, where = str(given.get("act", "")).partition(":")
    key, _colon, number = where.partition(":")
    step = STEPS.get(what)
    if step and outcome.is_clean:
        outcome.touched |= {key} if key else set()
        try:
            with transaction.atomic():
                step(Step(page, given, at, outcome, seen, key, number))
        except NewerText as newer:
            outcome.conflicts[newer.key] = newer
        except Unfit as unfit:
            outcome.unfit = dict(unfit.found)
            outcome.warnings.append(_("Not yet: something below must be mended first."))
        except (NotNow, EarlierText.DoesNotExist, PermissionError):
            outcome.warnings.append(_("This cannot be done now. Look at how it stands."))
    if settled_at(page.piece.public_id, page.language) != was_settled:
        ask_for_edition(campaign=page.campaign, by=str(page.user.public_id))
        outcome.messages.append(_("Everything here is ready: the next edition shows it in this language."))
    elif what == "save" and outcome.saved and outcome.is_clean:
        outcome.messages.append(_("Saved."))
    return outcome


def _save_all(page: EditorPage, given: QueryDict, at: datetime, outcome: Outcome) -> dict[str, Seen]:
    """Save every text that was changed; returns what is before the person's eyes from now on."""
    seen: dict[str, Seen] = {}
    for segment in page.source:
        key = segment.key
        if f"version:{key}" not in given:
            continue
        seen[key] = Seen(_number(given[f"version:{key}"]), str(given.get(f"source:{key}", "")))
        is_html = f"html:{key}" in given
        text = given.get(f"html:{key}", given.get(f"text:{key}"))
        if text is None:
            continue
        try:
            if digest(kept_form(segment, text, html=is_html)) == given.get(f"was:{key}"):
                continue
            row = at_desk.save(desk=page.desk, key=key, text=text, seen=seen[key], at=at, html=is_html)
            outcome.touched.add(key)
            outcome.saved += 1
            seen[key] = Seen(row.version if row else 0, seen[key].source)
        except NewerText as newer:
            outcome.conflicts[key] = newer
            outcome.typed[key] = kept_form(segment, text, html=is_html)
        except WrongText as wrong:
            outcome.refused[key] = str(wrong)
            outcome.typed[key] = text
    return seen


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0


@dataclass(frozen=True, slots=True)
class Step:
    """One act with everything that it may need."""

    page: EditorPage
    given: QueryDict
    at: datetime
    outcome: Outcome
    seen: dict[str, Seen]
    key: str
    number: str

    @property
    def own(self) -> Seen:
        """What was seen of the segment that the act is about."""
        if self.key not in self.seen:
            raise NotNow(self.key)
        return self.seen[self.key]

    @property
    def words(self) -> str:
        """The comment that was typed."""
        return str(self.given.get(f"remark:{self.key}", ""))[:LONGEST_REMARK]


def _confirm(step: Step) -> None:
    at_desk.confirm(desk=step.page.desk, key=step.key, seen=step.own, at=step.at)


def _accept(step: Step) -> None:
    at_desk.accept(desk=step.page.desk, seen={step.key: step.own}, at=step.at)


def _send_back(step: Step) -> None:
    if not step.words.strip():
        step.outcome.refused[step.key] = _("Say in a comment what should be different, then send it back.")
        return
    at_desk.send_back(desk=step.page.desk, key=step.key, seen=step.own, remark=step.words, at=step.at)


def _say(step: Step) -> None:
    at_desk.say(desk=step.page.desk, key=step.page.desk.segment(step.key).key, text=step.words, at=step.at)


def _resolve(step: Step) -> None:
    at_desk.resolve(desk=step.page.desk, key=step.key, at=step.at)


def _undo(step: Step) -> None:
    at_desk.restore(desk=step.page.desk, key=step.key, seen=step.own, at=step.at)


def _restore(step: Step) -> None:
    at_desk.restore(desk=step.page.desk, key=step.key, seen=step.own, at=step.at, earlier_pk=_number(step.number))


def _take(step: Step) -> None:
    """Write what memory offers, if it is among what this person is offered."""
    segment = step.page.desk.segment(step.key)
    offers = step.page.offers(segment, similar=True)
    chosen = next((one for one in offers if one.pk == _number(step.number)), None)
    if chosen is None:
        raise NotNow(step.key)
    at_desk.save(desk=step.page.desk, key=step.key, text=chosen.text, seen=step.own, at=step.at)


def _suggest(step: Step) -> None:
    """Ask the machine; what it suggests stands under the text, and is nobody's until it is taken."""
    try:
        text = suggesting.ask(step.page, step.page.desk.segment(step.key))
    except MachineError as error:
        step.outcome.warnings.append(told(error.sentence))
        return
    if not text:
        step.outcome.warnings.append(_("The machine lost something of this text. Its answer was thrown away."))


def _take_suggestion(step: Step) -> None:
    segment = step.page.desk.segment(step.key)
    text = suggesting.kept(step.page, [segment]).get(step.key)
    if text is None:
        step.outcome.warnings.append(_("The suggestion is no longer there. Ask for it again."))
        return
    at_desk.save(desk=step.page.desk, key=step.key, text=text, seen=step.own, at=step.at)


def _fill(step: Step) -> None:
    texts = step.page.fillable(step.page.read())
    filled = at_desk.fill_in(desk=step.page.desk, texts=texts, at=step.at)
    step.outcome.messages.append(
        ngettext("%d text filled in as a draft.", "%d texts filled in as drafts.", filled) % filled
    )


def _hand_in(step: Step) -> None:
    done = at_desk.hand_in(desk=step.page.desk, seen=step.seen, at=step.at)
    step.outcome.messages.append(
        ngettext("%d text handed in for review.", "%d texts handed in for review.", done) % done
    )


def _ready(step: Step) -> None:
    _finish(step, frozenset({str(State.DRAFT)}))


def _accept_all(step: Step) -> None:
    _finish(step, frozenset({str(State.REVIEW)}))


def _finish(step: Step, states: frozenset[str]) -> None:
    done = at_desk.accept(desk=step.page.desk, seen=step.seen, at=step.at, states=states)
    step.outcome.messages.append(ngettext("%d text is ready.", "%d texts are ready.", done) % done)


STEPS: dict[str, Callable[[Step], None]] = {
    "confirm": _confirm,
    "accept": _accept,
    "send-back": _send_back,
    "say": _say,
    "resolve": _resolve,
    "undo": _undo,
    "restore": _restore,
    "take": _take,
    "suggest": _suggest,
    "take-suggestion": _take_suggestion,
    "fill": _fill,
    "hand-in": _hand_in,
    "ready": _ready,
    "accept-all": _accept_all,
}
