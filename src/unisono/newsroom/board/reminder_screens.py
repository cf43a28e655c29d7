"""The screen “Reminders”: who is told what is left, and when; and the page on which a reader stops them."""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from unisono.campaigns.models import Campaign
from unisono.campaigns.operations import choose_reminding
from unisono.languages.screen import listed
from unisono.mail.content import Content
from unisono.mail.directions import direction_of, html_language
from unisono.mail.models import Letter
from unisono.mail.operations import hashed_address
from unisono.newsroom.board.posting import KIND, content_of, post_all, stop_by
from unisono.newsroom.board.reading import board_of
from unisono.newsroom.board.reminders import Reminder, next_reminder, reminders_now
from unisono.newsroom.board.rights import board_for
from unisono.newsroom.framing import frame
from unisono.newsroom.naming import campaign_name, language_names
from unisono.newsroom.permissions import require
from unisono.newsroom.standing import local_time
from unisono.people.models import User
from unisono.people.operations import choose_reminders
from unisono.people.queries import addresses_of, not_reminded


@dataclass(frozen=True, slots=True)
class Row:
    """One translator with something left, as the screen shows them."""

    name: str
    languages: str
    content: Content
    language: str
    is_reached: bool
    wants_none: bool
    last_at: datetime | None

    @property
    def lang(self) -> str:
        """The language of the letter, as HTML names it."""
        return html_language(self.language)

    @property
    def direction(self) -> str:
        """The direction in which the letter is read."""
        return direction_of(self.language)


@require_GET
def show(request: HttpRequest, campaign: UUID) -> HttpResponse:
    """Show who would be reminded of what, whom letters reach, and when the next ones go."""
    found = _settled_by(request, campaign)
    board = board_of(found, datetime.now(UTC))
    due = next_reminder(board)
    name = campaign_name(found)
    way = [(_("Board"), reverse("board:index")), (name, reverse("board:board", args=[found.public_id]))]
    context = {
        "campaign": found,
        "rows": _rows(found, reminders_now(board)),
        "next": local_time(due.astimezone(UTC), str(due.tzinfo)) if due else "",
        **frame("mail", *way, title=_("Reminders")),
    }
    return TemplateResponse(request, "newsroom/board/reminders.html", context)


def _rows(campaign: Campaign, reminders: list[Reminder]) -> list[Row]:
    people = [one.person for one in reminders]
    reached = addresses_of(people, campaign.public_id)
    silent = not_reminded(people, campaign.public_id)
    posted = Letter.objects.filter(campaign_id=campaign.public_id, kind=KIND).order_by("posted_at")
    last = dict(posted.values_list("recipient_hash", "posted_at"))
    return [
        Row(
            name=one.person.name,
            languages=listed(language_names(one.about)),
            content=content_of(one, campaign),
            language=one.language,
            is_reached=one.person.pk in reached,
            wants_none=one.person.pk in silent,
            last_at=last.get(hashed_address(reached.get(one.person.pk, ""))),
        )
        for one in reminders
    ]


@require_POST
def send_now(request: HttpRequest, campaign: UUID) -> HttpResponse:
    """Remind everybody now; who has had a letter today gets no other."""
    found, at = _settled_by(request, campaign), datetime.now(UTC)
    by = str(request.user.public_id)
    number = post_all(reminders_now(board_of(found, at)), campaign=found, at=at, by=by)
    if number:
        said = ngettext("%(number)d letter is on its way.", "%(number)d letters are on their way.", number)
        messages.success(request, said % {"number": number})
    else:
        messages.warning(
            request, _("No letter was written: whom letters reach has had one today, or has nothing left.")
        )
    return redirect("board:reminders", found.public_id)


@require_POST
def choose(request: HttpRequest, campaign: UUID) -> HttpResponse:
    """Turn the reminders of a campaign on or off."""
    found = _settled_by(request, campaign)
    wanted = request.POST.get("reminds") == "on"
    choose_reminding(campaign=found, reminds=wanted, at=datetime.now(UTC), by=str(request.user.public_id))
    messages.success(request, _("Reminders go out from now on.") if wanted else _("No more reminders go out."))
    return redirect("board:reminders", found.public_id)


def _settled_by(request: HttpRequest, public_id: UUID) -> Campaign:
    found = board_for(request.user, public_id)
    require(request.user, "settle-people", found)
    return found


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Let a reader stop the reminders of a campaign, and have them again. Looking at the page changes nothing.

    Mail programs send the press by themselves and know no page before (RFC 8058): the signed token is the proof.
    """
    found = stop_by(token)
    person = User.objects.filter(pk=found.person_id).first() if found else None
    if found is None or person is None:
        return TemplateResponse(request, "newsroom/board/stop.html", {"is_known": False}, status=404)
    if request.method == "POST":
        wanted = request.POST.get("again") == "on"
        public_id = found.campaign.public_id
        choose_reminders(person=person, campaign_id=public_id, wanted=wanted, at=datetime.now(UTC))
    context = {
        "is_known": True,
        "campaign_name": campaign_name(found.campaign),
        "is_stopped": person.pk in not_reminded([person], found.campaign.public_id),
    }
    return TemplateResponse(request, "newsroom/board/stop.html", context)
