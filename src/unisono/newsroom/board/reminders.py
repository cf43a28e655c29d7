"""What is left to whom: one letter a translator, as plain data, in the mornings of the days on which one is due.

Once a week, and every day of the last week before a language opens. `posting` hands them to the post.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urljoin
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from unisono.campaigns.models import Campaign
from unisono.languages.catalogues import product_languages
from unisono.languages.figures import filled
from unisono.languages.names import instant_text, language_name
from unisono.languages.screen import listed
from unisono.newsroom.board.reading import Board, Cell, Deadline, Line, board_of
from unisono.newsroom.naming import campaign_name
from unisono.people.models import Grant, Role, User

#: The last days before a language opens, in which a reminder comes every day.
DAILY = 7
#: The day of the weekly one, where no opening is ahead that the weeks could be counted back from (Monday is 0).
WEEKDAY = 0
#: The hour of the day, where the language opens, before which nobody is reminded.
HOUR = 8
#: Pieces that a letter names one by one; the button leads to all.
NAMED = 12


@dataclass(frozen=True, slots=True)
class Reminder:
    """A letter to one person about what is left in a campaign. `language` is the one it is written in, `about` are
    those it speaks of.

    `key` is the same for the same person and day: who posts takes it to post once.
    """

    person: User
    campaign_name: str
    about: tuple[str, ...]
    language: str
    subject: str
    paragraphs: tuple[str, ...]
    button: str
    url: str
    key: str


def reminders_due(*, campaign: Campaign, at: datetime) -> list[Reminder]:
    """Return the reminders of the day, from its morning on: for each translator of a language in which something is
    left and whose day it is."""
    return _reminders(
        board_of(campaign, at), lambda line: is_day(line.deadline, at) and _there(at, line.deadline).hour >= HOUR
    )


def reminders_now(board: Board) -> list[Reminder]:
    """Return what every translator would be reminded of at the board's instant, whatever day it is."""
    return _reminders(board, lambda _line: True)


def _reminders(board: Board, is_wanted: Callable[[Line], bool]) -> list[Reminder]:
    lines = {line.code: line for line in board.lines if _left(line) and is_wanted(line)}
    if not lines:
        return []
    name = campaign_name(board.campaign)
    return [
        _reminder(board, name, [lines[code] for code in codes], person)
        for person, codes in _translators(board.campaign, list(lines)).items()
    ]


def next_reminder(board: Board) -> datetime | None:
    """Return the next morning after the board's instant on which somebody's day comes; None where nothing is left."""
    mornings = [_next_morning(line.deadline, board.at) for line in board.lines if _left(line)]
    return min(mornings, default=None)


def _next_morning(deadline: Deadline | None, at: datetime) -> datetime:
    morning = _there(at, deadline).replace(hour=HOUR, minute=0, second=0, microsecond=0)
    while morning <= at or not is_day(deadline, morning):
        morning += timedelta(days=1)
    return morning


def is_day(deadline: Deadline | None, at: datetime) -> bool:
    """Say whether a reminder comes on the day of `at`, as people of the opening's zone count days."""
    today = _there(at, deadline).date()
    if deadline is None or deadline.opens_at <= at:
        return today.weekday() == WEEKDAY
    days = (_there(deadline.opens_at, deadline).date() - today) // timedelta(days=1)
    return days <= DAILY or days % 7 == 0


def _there(at: datetime, deadline: Deadline | None) -> datetime:
    """Return an instant as clocks show it where the language opens."""
    return at.astimezone(ZoneInfo(deadline.zone if deadline else "UTC"))


def _left(line: Line) -> list[Cell]:
    """Return what a translator can do something about: pieces that are not ready, and do not only wait for review."""
    return [cell for cell in line.cells if cell.asset.object_id and cell.state not in ("ready", "review")]


def _translators(campaign: Campaign, codes: list[str]) -> dict[User, list[str]]:
    """Return who translates into some of these languages, and into which, in the order of `codes`."""
    grants = (
        Grant.objects.filter(
            campaign_id=campaign.public_id,
            role=Role.TRANSLATOR,
            language__in=["", *codes],
            person__is_active=True,
        )
        .select_related("person__wagtail_userprofile")
        .order_by("person")
    )
    held: dict[User, set[str]] = {}
    for grant in grants:
        held.setdefault(grant.person, set()).add(grant.language)
    return {person: [code for code in codes if {"", code} & granted] for person, granted in held.items()}


def language_for(person: User, codes: Iterable[str]) -> str:
    """Return in which language to write to a translator: the one they chose, else the first of those they translate
    into that the interface speaks."""
    chosen = getattr(getattr(person, "wagtail_userprofile", None), "preferred_language", "")
    spoken = product_languages()
    return next((one for one in (chosen, *codes) if one in spoken), "en")


def _reminder(board: Board, name: str, lines: list[Line], person: User) -> Reminder:
    campaign, codes = board.campaign, tuple(line.code for line in lines)
    language = language_for(person, codes)
    board_url = _absolute(reverse("board:board", args=[campaign.public_id]))
    with translation.override(language):
        single = len(lines) == 1
        return Reminder(
            person=person,
            campaign_name=name,
            about=codes,
            language=language,
            subject=_subject(name, lines, language),
            paragraphs=tuple(_single(board, lines[0], language) if single else _several(board, lines, language)),
            button=_("See all that is left"),
            url=f"{board_url}?into={codes[0]}" if single else board_url,
            key=f"reminder {campaign.public_id} {person.public_id} {_there(board.at, lines[0].deadline).date()}",
        )


def _subject(name: str, lines: list[Line], language: str) -> str:
    number = sum(len(_left(line)) for line in lines)
    said = ngettext(
        "%(campaign)s, %(language)s: %(number)d piece is left to translate",
        "%(campaign)s, %(language)s: %(number)d pieces are left to translate",
        number,
    )
    names = listed(language_name(line.code, language) for line in lines)
    return filled(said, {"campaign": name, "language": names, "number": number}, language)


def _single(board: Board, line: Line, language: str) -> Iterator[str]:
    """Yield what is left in one language, piece by piece."""
    left = _left(line)
    yield from _by_when(board, line, language)
    yield _words_left(left, language)
    for cell in left[:NAMED]:
        done = {"piece": cell.asset.name, "done": cell.tally.done, "all": cell.tally.segments}
        said = filled(_("%(piece)s: %(done)d of %(all)d parts are ready"), done, language)
        address = reverse("desk:editor", args=[board.campaign.public_id, line.code, cell.asset.object_id])
        yield f"{said}\n{_absolute(address)}"
    if len(left) > NAMED:
        more = len(left) - NAMED
        said = ngettext("and %(number)d more piece", "and %(number)d more pieces", more)
        yield filled(said, {"number": more}, language)


def _several(board: Board, lines: list[Line], language: str) -> Iterator[str]:
    """Yield what is left, one paragraph a language, each with the address that leads to all of it."""
    address = _absolute(reverse("board:board", args=[board.campaign.public_id]))
    for line in lines:
        said = [
            language_name(line.code, language),
            *_by_when(board, line, language),
            _words_left(_left(line), language),
        ]
        yield "\n".join([*said, f"{address}?into={line.code}"])


def _by_when(board: Board, line: Line, language: str) -> Iterator[str]:
    if line.deadline is not None and line.deadline.opens_at > board.at:
        yield _("It opens on %(at)s. Please finish by %(by)s, so that it can be looked at before.") % {
            "at": instant_text(line.deadline.opens_at, line.deadline.zone, language),
            "by": instant_text(line.deadline.ready_by, line.deadline.zone, language),
        }


def _words_left(left: list[Cell], language: str) -> str:
    words = sum(cell.tally.words - cell.tally.words_done for cell in left)
    said = ngettext("%(number)d word is left in all:", "%(number)d words are left in all:", words)
    return filled(said, {"number": words}, language)


def _absolute(address: str) -> str:
    return urljoin(settings.PUBLIC_ORIGIN, address)
