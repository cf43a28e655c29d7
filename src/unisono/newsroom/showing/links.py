"""Links with which people without an account see the site before it opens: made, listed, withdrawn. For organisers."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from unisono.campaigns.models import Campaign
from unisono.languages.rules import rules_for
from unisono.launch.models import PreviewLink, Wording
from unisono.launch.preview_links import (
    LASTS,
    LONGEST,
    Ends,
    LinkState,
    languages_of_link,
    latest_end,
    link_state,
    make_preview_link,
    withdraw_preview_link,
)
from unisono.newsroom.naming import campaign_name, language_names, names_of
from unisono.newsroom.permissions import for_campaign
from unisono.newsroom.showing.screen import framed, way_to
from unisono.people.queries import who_may

#: Days for which a link may last; where the opening is nearer, until then.
DAYS = (1, 3, LASTS.days, 14, 30, LONGEST.days)
UNTIL_OPENING = "opening"
#: How many links the screen lists.
LISTED = 100
STATE_WORDS = {
    LinkState.OPEN: gettext_lazy("works"),
    LinkState.EXPIRED: gettext_lazy("expired"),
    LinkState.WITHDRAWN: gettext_lazy("withdrawn"),
    LinkState.ORPHANED: gettext_lazy("stopped: whoever made it is no longer an organiser here"),
}


for_sharers = for_campaign("share-preview")


class PreviewLinkForm(forms.Form):
    """For whom, with which words, in which languages, until when."""

    note = forms.CharField(
        label=gettext_lazy("For whom"), max_length=120,
        help_text=gettext_lazy("So that you know later whose link this is: “Reed Foundation, board”. "
                               "Only organisers read it."),
    )  # fmt: skip
    wording = forms.ChoiceField(
        label=gettext_lazy("Which words"), widget=forms.RadioSelect, initial=Wording.APPROVED,
        help_text=gettext_lazy("Drafts are the newest words, finished or not, in every language of the link."),
    )  # fmt: skip
    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Languages"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("None chosen: all."),
    )  # fmt: skip
    lasts = forms.ChoiceField(label=gettext_lazy("Until when"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, campaign: Campaign, at: datetime, **options: Any) -> None:
        super().__init__(*args, **options)
        self.at, self.latest = at, latest_end(campaign, at)
        self.fields["wording"].choices = PreviewLink._meta.get_field("wording").choices
        codes = campaign.language_codes
        named = zip(codes, language_names(codes), strict=True)
        self.fields["languages"].choices = sorted(named, key=lambda one: one[1].casefold())
        days = [number for number in DAYS if at + timedelta(days=number) <= self.latest]
        self.fields["lasts"].choices = [(str(one), _days(one)) for one in days]
        if self.latest < at + LONGEST:
            said = _("until the campaign opens: %(date)s") % {"date": date_format(self.latest, "DATETIME_FORMAT")}
            self.fields["lasts"].choices += [(UNTIL_OPENING, said)]
        self.fields["lasts"].initial = str(LASTS.days) if LASTS.days in days else UNTIL_OPENING

    @property
    def until(self) -> datetime:
        """The instant at which the link ends."""
        lasts = self.cleaned_data["lasts"]
        return self.latest if lasts == UNTIL_OPENING else self.at + timedelta(days=int(lasts))


def _days(number: int) -> str:
    return ngettext("%(number)d day", "%(number)d days", number) % {"number": number}


@require_GET
@for_sharers
def listed(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    """Show the links there are, with what each still opens."""
    at, makers = datetime.now(UTC), who_may("share-preview", campaign.public_id)
    links = list(campaign.preview_links.all()[:LISTED])
    names = names_of({link.made_by for link in links})
    shown = [
        {
            "row": link,
            "languages": language_names(link.languages),
            "maker": names.get(link.made_by, ""),
            "state": state,
            "is_open": state == LinkState.OPEN,
            "is_withdrawable": state != LinkState.WITHDRAWN and state != LinkState.EXPIRED,
            "said": STATE_WORDS[state],
        }
        for link in links
        for state in [link_state(link, at, makers)]
    ]
    context = {"campaign": campaign, "links": shown, **_frame(request, campaign)}
    return TemplateResponse(request, "newsroom/showing/links.html", context)


@require_http_methods(["GET", "POST"])
@for_sharers
def make(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    """Ask for whom, then show the link."""
    at = datetime.now(UTC)
    form = PreviewLinkForm(request.POST if request.method == "POST" else None, campaign=campaign, at=at)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            link, token = make_preview_link(
                campaign=campaign, languages=given["languages"], wording=given["wording"], note=given["note"],
                until=form.until, at=at, by=str(request.user.public_id),
            )  # fmt: skip
            return _made(request, campaign, link, token)
        except Ends:
            form.add_error("lasts", _("The opening has been moved meanwhile. Choose again until when."))
    context = {"form": form, "campaign": campaign, **_frame(request, campaign, _("New link"))}
    status = 422 if request.method == "POST" else 200
    return TemplateResponse(request, "newsroom/showing/make.html", context, status=status)


def _made(request: HttpRequest, campaign: Campaign, link: PreviewLink, token: str) -> HttpResponse:
    """Show a link, this once: only its hash is kept."""
    address = f"{settings.PUBLIC_ORIGIN}{reverse('preview_link', args=[token])}"
    said = {"campaign": campaign_name(campaign), "date": date_format(link.expires_at, "DATETIME_FORMAT")}
    message = (
        _("“%(campaign)s” before it opens. It is not public yet: please keep it to yourself until %(date)s.") % said
    )
    context = {
        "campaign": campaign,
        "link": link,
        "address": address,
        "message": message,
        "languages": [rules_for(code).endonym for code in languages_of_link(link)],
        **_frame(request, campaign, _("The link")),
    }
    response = TemplateResponse(request, "newsroom/showing/made.html", context)
    response["Cache-Control"] = "private, no-store"
    return response


@require_POST
@for_sharers
def withdraw(request: HttpRequest, campaign: Campaign, link: UUID) -> HttpResponse:
    """Withdraw a link at once."""
    found = get_object_or_404(campaign.preview_links, public_id=link)
    withdraw_preview_link(link=found, at=datetime.now(UTC), by=str(request.user.public_id))
    messages.success(request, _("The link is withdrawn: it opens nothing any more."))
    return redirect("showing:links", campaign.public_id)


def _frame(request: HttpRequest, campaign: Campaign, title: str = "") -> dict[str, Any]:
    way = [way_to(campaign), (_("Links for people without an account"), _list_of(campaign))]
    return framed(request, *way, title=title)


def _list_of(campaign: Campaign) -> str:
    return reverse("showing:links", args=[campaign.public_id])
