"""The screens “Mail”: the outbox, who letters are from, and letters in files as their readers would see them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from wagtail.admin.viewsets.base import ViewSet

from unisono.campaigns.models import Campaign
from unisono.mail.content import BadLetter
from unisono.mail.delivery import ATTEMPTS, open_again
from unisono.mail.directions import direction_of, html_language
from unisono.mail.models import STUCK, Bounce, Letter, Sender, State
from unisono.mail.operations import CannotTryAgain, choose_sender, release, try_again
from unisono.mail.queries import counts, kind_label, letter_in_file, letters_of, post_office
from unisono.mail.senders import From, sender_for
from unisono.mail.tasks import ask_to_deliver
from unisono.newsroom.choosing import campaign_for
from unisono.newsroom.editions import EditionsMenuItem
from unisono.newsroom.framing import frame
from unisono.newsroom.permissions import campaigns_of
from unisono.newsroom.widgets import language_label

PER_PAGE = 50
#: What the screen calls the states, and which states each takes in.
BOXES: dict[str, tuple[str, ...]] = {
    "waiting": (State.WAITING, State.SENDING),
    "sent": (State.SENT,),
    "held": (State.HELD,),
    "failed": (State.FAILED,),
}
#: A letter may do nothing here but be looked at.
LETTER_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox"


@dataclass(frozen=True)
class Row:
    """A letter as the list shows it. `to` is empty for those who may not settle people."""

    letter: Letter
    to: str
    may_settle: bool
    is_bounced: bool

    @property
    def kind(self) -> str:
        """What kind of letter it is."""
        return kind_label(self.letter.kind)

    @property
    def language(self) -> str:
        """The language it is written in."""
        return language_label(self.letter.language)

    @property
    def can_go_again(self) -> bool:
        """Whether it is stuck and the person may have it sent again."""
        return self.may_settle and self.letter.state in STUCK and self.letter.erased_at is None

    @property
    def why(self) -> list[str]:
        """Say in whole sentences why it is where it is, and what comes next."""
        letter = self.letter
        said = [letter.get_reason_display()] if letter.reason else []
        if letter.state == State.WAITING and letter.due_at > datetime.now(UTC):
            moment = date_format(letter.due_at.astimezone(), "SHORT_DATETIME_FORMAT")
            said.append((_("It is tried again at %s.") if letter.attempts else _("It is not sent before %s.")) % moment)
        if letter.state == State.FAILED and letter.attempts >= ATTEMPTS:
            tried = ngettext("It was tried %d time.", "It was tried %d times.", letter.attempts)
            said.append(tried % letter.attempts)
        if letter.erased_at is not None:
            said.append(_("Address and words have been erased."))
        return said


# -- who may see what


def _seen(request: HttpRequest) -> QuerySet[Letter]:
    """The letters of the person's campaigns; those of no campaign are for who may do everything."""
    ids = campaigns_of(request.user).values_list("public_id", flat=True)
    return letters_of(ids, with_general=_may_do_everything(request))


def _settled_by(request: HttpRequest) -> QuerySet[Letter]:
    """The letters whose readers the person may settle: with addresses and words."""
    ids = campaigns_of(request.user, "settle-people").values_list("public_id", flat=True)
    return letters_of(ids, with_general=_may_do_everything(request))


def _may_do_everything(request: HttpRequest) -> bool:
    return bool(request.user.is_superuser and request.user.is_active)


def _rows(request: HttpRequest, letters: Iterable[Letter]) -> list[Row]:
    listed = list(letters)
    settled = set(_settled_by(request).filter(pk__in=[one.pk for one in listed]).values_list("pk", flat=True))
    hashes = [one.recipient_hash for one in listed if one.recipient_hash and one.state in STUCK]
    bounced = set(Bounce.objects.filter(recipient_hash__in=hashes).values_list("recipient_hash", flat=True))
    return [
        Row(one, one.recipient if one.pk in settled else "", one.pk in settled, one.recipient_hash in bounced)
        for one in listed
    ]


# -- the outbox


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Show the outbox: how many letters stand where, and why."""
    letters = _seen(request)
    numbers = counts(letters)
    box = request.GET.get("box", "")
    shown = letters.filter(state__in=BOXES[box]) if box in BOXES else letters
    page = Paginator(shown, PER_PAGE).get_page(request.GET.get("p"))
    labels = {"": _("All")} | {name: State(name).label for name in BOXES}
    context = {
        "boxes": [(name, label, numbers[name] if name else sum(numbers.values())) for name, label in labels.items()],
        "box": box,
        "page": page,
        "rows": _rows(request, page.object_list),
        "way": settings.MAIL,
        "office": post_office(),
        "may_open": campaigns_of(request.user, "open").exists(),
        "senders": [(one, sender_for(one.public_id)) for one in campaigns_of(request.user, "open")],
        **_frame(),
    }
    return TemplateResponse(request, "newsroom/mail/index.html", context)


@require_POST
def again(request: HttpRequest, letter: UUID) -> HttpResponse:
    """Have a held or failed letter sent again."""
    return _sent_again(request, letter, try_again, _("The letter is sent again."))


@require_POST
def believe(request: HttpRequest, letter: UUID) -> HttpResponse:
    """Believe in an address again, and send what was held for it."""
    return _sent_again(request, letter, release, _("The address is believed in again, and the letter is sent."))


def _sent_again(request: HttpRequest, letter: UUID, operation: Any, said: str) -> HttpResponse:
    found = _settled_by(request).filter(public_id=letter).first()
    if found is None:
        raise PermissionDenied
    try:
        operation(letter=found, at=datetime.now(UTC), by=str(request.user.public_id))
        messages.success(request, said)
    except CannotTryAgain as why:
        messages.error(request, str(why))
    return redirect("mail:index")


@require_POST
def try_server(request: HttpRequest) -> HttpResponse:
    """Try the mail server at once, instead of when its pause is over."""
    if not campaigns_of(request.user, "open").exists():
        raise PermissionDenied
    open_again(at=datetime.now(UTC))
    ask_to_deliver()
    messages.success(request, _("The mail server is tried again now."))
    return redirect("mail:index")


# -- who letters are from


class SenderForm(forms.Form):
    """Name and addresses of a campaign's letters; left empty they follow the responsible body."""

    name = forms.CharField(label=gettext_lazy("Name"), required=False, max_length=200)
    reply_to = forms.EmailField(
        label=gettext_lazy("Answers go to"), required=False, widget=forms.EmailInput({"dir": "ltr"})
    )
    address = forms.EmailField(
        label=gettext_lazy("Address"), required=False, widget=forms.EmailInput({"dir": "ltr"}),
        help_text=gettext_lazy(
            "Only an address whose domain lets your mail server send for it (SPF, DKIM): with any other, letters land "
            "among the unwanted. Left empty, letters are from the address of this installation."
        ),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def sender(request: HttpRequest, campaign: UUID) -> HttpResponse:
    """Show and change who a campaign's letters are from."""
    found = campaign_for(request.user, "open", campaign)
    form = SenderForm(request.POST or None, initial=_chosen(found))
    if request.method == "POST" and form.is_valid() and _choose(request, found, form):
        messages.success(request, _("The sender is changed, for all letters that leave from now on."))
        return redirect("mail:index")
    context = {"form": form, "campaign": found, "now": sender_for(found.public_id), **_frame(_("Sender"))}
    return TemplateResponse(request, "newsroom/mail/sender.html", context)


def _chosen(campaign: Campaign) -> dict[str, str]:
    own = Sender.objects.filter(campaign_id=campaign.public_id).values("name", "address", "reply_to").first()
    return dict(own or {})


def _choose(request: HttpRequest, campaign: Campaign, form: SenderForm) -> bool:
    try:
        choose_sender(
            campaign_id=campaign.public_id,
            sender=From(**form.cleaned_data),
            at=datetime.now(UTC),
            by=str(request.user.public_id),
        )
    except BadLetter as why:
        form.add_error("name", str(why))
        return False
    return True


# -- letters in files


def _in_files(request: HttpRequest) -> QuerySet[Letter]:
    """The letters that were written into files and that the person may read; none where letters are really sent."""
    if settings.MAIL.kind != "file":
        raise Http404
    return _settled_by(request).filter(state=State.SENT, erased_at=None)


@require_GET
def inbox(request: HttpRequest) -> HttpResponse:
    """Show the letters that lie in files."""
    page = Paginator(_in_files(request), PER_PAGE).get_page(request.GET.get("p"))
    shown = [(row, direction_of(row.letter.language)) for row in _rows(request, page.object_list)]
    context = {"page": page, "letters": shown, **_frame(_("Letters in files"))}
    return TemplateResponse(request, "newsroom/mail/inbox.html", context)


@require_GET
def letter(request: HttpRequest, letter: UUID) -> HttpResponse:
    """Show one letter as its reader would see it: HTML and text beside each other."""
    found = get_object_or_404(_in_files(request), public_id=letter)
    filed = letter_in_file(found)
    if filed is None:
        raise Http404
    text = filed.get_body(("plain",))
    heads = [(name, str(filed[name])) for name in ("From", "Reply-To", "To", "Subject", "Date") if filed[name]]
    context = {
        "letter": found,
        "heads": heads,
        "text": text.get_content() if text is not None else "",
        "address": found.content.get("address", ""),
        "lang": html_language(found.language),
        "dir": direction_of(found.language),
        "language": language_label(found.language),
        **_frame(_("Letter"), inbox=True),
    }
    return TemplateResponse(request, "newsroom/mail/letter.html", context)


@require_GET
def letter_html(request: HttpRequest, letter: UUID) -> HttpResponse:
    """Send the letter's HTML into its frame, where it can do nothing."""
    filed = letter_in_file(get_object_or_404(_in_files(request), public_id=letter))
    part = filed.get_body(("html",)) if filed is not None else None
    if part is None:
        raise Http404
    response = HttpResponse(part.get_content())
    response["Content-Security-Policy"] = LETTER_POLICY
    return response


def _frame(title: str = "", *, inbox: bool = False) -> dict[str, Any]:
    way = [(_("Mail"), reverse("mail:index"))]
    if inbox:
        way.append((_("Letters in files"), reverse("mail:inbox")))
    return frame("mail", *way, title=title)


class MailViewSet(ViewSet):
    """The outbox and what belongs to it."""

    name = "mail"
    icon = "mail"
    menu_label = gettext_lazy("Mail")
    menu_order = 750
    add_to_admin_menu = True
    menu_item_class = EditionsMenuItem

    def get_urlpatterns(self) -> list[Any]:
        """Return the routes."""
        return [
            path("", index, name="index"),
            path("<uuid:letter>/again/", again, name="again"),
            path("<uuid:letter>/believe/", believe, name="believe"),
            path("server/", try_server, name="server"),
            path("sender/<uuid:campaign>/", sender, name="sender"),
            path("inbox/", inbox, name="inbox"),
            path("inbox/<uuid:letter>/", letter, name="letter"),
            path("inbox/<uuid:letter>/html/", letter_html, name="letter_html"),
        ]
