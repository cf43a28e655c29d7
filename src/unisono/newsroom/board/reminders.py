"""What is left to whom: one letter a translator and language, as plain data. Sending is somebody else's.

Once a week, and every day of the last week before the language opens; never twice on a day, if whoever sends keeps the
keys of what was sent.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import urljoin
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from unisono.campaigns.models import Campaign
from unisono.languages.catalogues import product_languages
from unisono.languages.names import instant_text, language_name
from unisono.newsroom.board.reading import Board, Cell, Deadline, Line, board_of
from unisono.newsroom.naming import campaign_name
from unisono.people.models import Grant, Role, User

#: The last days before a language opens, in which a reminder comes every day.
DAILY = 7
#: The day of the weekly one, where no opening is ahead that the weeks could be counted back from (Monday is 0).
WEEKDAY = 0
#: Pieces that a letter names one by one; the button leads to all.
NAMED = 12


@dataclass(frozen=True, slots=True)
class Reminder:
    """A letter to one person about one language of a campaign. `language` is the one it is written in.

    `key` is the same for the same person, language and day: who sends takes it to send once.
    """

    person_id: UUID
    about: str
    language: str
    subject: str
    paragraphs: tuple[str, ...]
    button: str
    url: str
    key: str


def remind(*, at: datetime, post: Callable[[Campaign, Reminder], object]) -> int:
    """Hand every reminder that is due at `at` to `post`, campaign by campaign; returns how many there were."""
    number = 0
    for campaign in Campaign.objects.order_by("pk"):
        for reminder in reminders_due(campaign=campaign, at=at):
            post(campaign, reminder)
            number += 1
    return number


def reminders_due(*, campaign: Campaign, at: datetime) -> list[Reminder]:
    """Return the reminders of the day: for each translator of a language in which something is left."""
    board = board_of(campaign, at)
    lines = [line for line in board.lines if is_day(line.deadline, at) and _left(line)]
    if not lines:
        return []
    name = campaign_name(campaign)
    return [_reminder(board, name, line, person) for line in lines for person in _translators(campaign, line.code)]


def is_day(deadline: Deadline | None, at: datetime) -> bool:
    """Say whether a reminder comes on the day of `at`, as people of the opening's zone count days."""
    today = _day(at, deadline)
    if deadline is None or deadline.opens_at <= at:
        return today.weekday() == WEEKDAY
    days = (_day(deadline.opens_at, deadline) - today) // timedelta(days=1)
    return days <= DAILY or days % 7 == 0


def _day(at: datetime, deadline: Deadline | None) -> date:
    return at.astimezone(ZoneInfo(deadline.zone if deadline else "UTC")).date()


def _left(line: Line) -> list[Cell]:
    """Return what a translator can do something about: pieces that are not ready, and do not only wait for review."""
    return [cell for cell in line.cells if cell.asset.object_id and cell.state not in ("ready", "review")]


def _translators(campaign: Campaign, code: str) -> list[User]:
    grants = Grant.objects.filter(
        campaign_id=campaign.public_id, role=Role.TRANSLATOR, language__in=["", code], person__is_active=True
    )
    return list(User.objects.filter(pk__in=grants.values("person_id")).order_by("pk"))


def language_for(person: User, code: str) -> str:
    """Return in which language to write to a translator: the one they chose, else the one they translate into, if the
    interface speaks it."""
    chosen = getattr(getattr(person, "wagtail_userprofile", None), "preferred_language", "")
    spoken = product_languages()
    return next((one for one in (chosen, code) if one in spoken), "en")


def _reminder(board: Board, name: str, line: Line, person: User) -> Reminder:
    campaign, left = board.campaign, _left(line)
    language = language_for(person, line.code)
    words = sum(cell.tally.words - cell.tally.words_done for cell in left)
    with translation.override(language):
        about = language_name(line.code, language)
        subject = ngettext(
            "%(campaign)s, %(language)s: %(number)d piece is left to translate",
            "%(campaign)s, %(language)s: %(number)d pieces are left to translate",
            len(left),
        ) % {"campaign": name, "language": about, "number": len(left)}
        return Reminder(
            person_id=person.public_id,
            about=line.code,
            language=language,
            subject=subject,
            paragraphs=tuple(_paragraphs(board, line, left, words, language)),
            button=_("See all that is left"),
            url=_absolute(f"{reverse('board:board', args=[campaign.public_id])}?into={line.code}"),
            key=f"reminder {campaign.public_id} {person.public_id} {line.code} {_day(board.at, line.deadline)}",
        )


def _paragraphs(board: Board, line: Line, left: list[Cell], words: int, language: str) -> Iterator[str]:
    if line.deadline is not None and line.deadline.opens_at > board.at:
        yield _("It opens on %(at)s. Please finish by %(by)s, so that it can be looked at before.") % {
            "at": instant_text(line.deadline.opens_at, line.deadline.zone, language),
            "by": instant_text(line.deadline.ready_by, line.deadline.zone, language),
        }
    yield ngettext("%(number)d word is left in all:", "%(number)d words are left in all:", words) % {"number": words}
    for cell in left[:NAMED]:
        piece = cell.asset.object_id
        assert piece is not None  # noqa: S101  only pieces are left to translate
        said = _("%(piece)s: %(done)d of %(all)d parts are ready") % {
            "piece": cell.asset.name,
            "done": cell.tally.done,
            "all": cell.tally.segments,
        }
        yield f"{said}\n{_absolute(reverse('desk:editor', args=[board.campaign.public_id, line.code, piece]))}"
    if len(left) > NAMED:
        more = len(left) - NAMED
        yield ngettext("and %(number)d more piece", "and %(number)d more pieces", more) % {"number": more}


def _absolute(address: str) -> str:
    return urljoin(settings.PUBLIC_ORIGIN, address)
