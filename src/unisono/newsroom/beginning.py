"""“Begin a campaign”: paste a press statement, look at what was found in it, confirm; then a first draft stands.

Nothing is written before it is confirmed, and the statement goes along from screen to screen, so nothing is lost.
"""

import re
import tomllib
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

import tomli_w
from django import forms
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from wagtail.admin.viewsets.base import ViewSet

from unisono.campaigns.models import Campaign
from unisono.languages.rules import proven_languages, rules_for
from unisono.languages.screen import told
from unisono.newsroom.folder_faults import shown_fault
from unisono.newsroom.framing import frame
from unisono.newsroom.widgets import language_label, wrong_zone
from unisono.packs.checking import check_pack
from unisono.packs.importing import import_pack
from unisono.packs.press_statement import ReadStatement, read_statement
from unisono.packs.reading import read_pack
from unisono.packs.skeleton import NAME, skeleton_files
from unisono.people.models import Grant, Role, User
from unisono.people.queries import can

#: Characters of a statement; the longest known has a twentieth of them.
LONGEST = 200_000
#: As long as a campaign's short name may be.
SLUG = 60


class PasteForm(forms.Form):
    """A press statement and its language."""

    statement = forms.CharField(
        label=gettext_lazy("The press statement"),
        max_length=LONGEST,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 18, "dir": "auto"}),
        help_text=gettext_lazy("The whole text, from title to contacts, as it was written or as Markdown."),
    )
    language = forms.ChoiceField(label=gettext_lazy("Its language"), required=False)

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        choices = [(code, language_label(code)) for code in proven_languages()]
        self.fields["language"].choices = [("", _("Find out from the text")), *choices]

    def clean_statement(self) -> str:
        """Refuse a text in which there is nothing."""
        text: str = self.cleaned_data["statement"]
        if not text.strip():
            raise forms.ValidationError(_("Paste the text of the press statement."))
        return text


class ConfirmForm(PasteForm):
    """What is taken from the statement into the campaign, and when it opens."""

    name = forms.CharField(label=gettext_lazy("Name of the campaign"), max_length=NAME)
    slug = forms.CharField(
        label=gettext_lazy("Short name"),
        max_length=SLUG,
        help_text=gettext_lazy("In addresses and file names: small Latin letters, digits and hyphens."),
    )
    opens = forms.DateTimeField(
        label=gettext_lazy("Opening"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
        help_text=gettext_lazy("All languages open at this moment. It can be left empty and said later."),
    )
    zone = forms.CharField(
        label=gettext_lazy("Time zone of the opening"),
        initial="UTC",
        max_length=64,
        widget=forms.TextInput(attrs={"list": "zones", "autocomplete": "off", "dir": "ltr"}),
    )

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        for name in ("statement", "language"):
            self.fields[name].widget = forms.HiddenInput()

    def clean_slug(self) -> str:
        """Refuse what no address can hold, and a name that another campaign has."""
        slug: str = self.cleaned_data["slug"].strip().lower()
        if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug):
            raise forms.ValidationError(_("Use small Latin letters, digits and single hyphens, such as mother-day."))
        if Campaign.objects.filter(slug=slug).exists():
            raise forms.ValidationError(_("Another campaign has this short name. Choose another one."))
        return slug

    def clean_zone(self) -> str:
        """Refuse a zone that nobody knows."""
        zone: str = self.cleaned_data["zone"].strip()
        if wrong := wrong_zone(zone):
            raise forms.ValidationError(wrong)
        return zone

    def clean(self) -> dict[str, Any]:
        """The moment of the opening is a local time of its zone."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("opens") and cleaned.get("zone"):
            cleaned["opens"] = cleaned["opens"].replace(tzinfo=None)
            if cleaned["opens"].replace(tzinfo=ZoneInfo(cleaned["zone"])) <= datetime.now(UTC):
                self.add_error("opens", _("This moment is past. Choose one that is still to come, or leave it empty."))
        return cleaned


@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest) -> HttpResponse:
    """Ask for a statement; then show what was found in it; then, once confirmed, make the campaign."""
    if not can(request.user, "open"):
        raise PermissionDenied
    if request.method != "POST":
        return _shown(request, PasteForm())
    pasted = PasteForm(request.POST)
    if not pasted.is_valid():
        return _shown(request, pasted)
    read = read_statement(pasted.cleaned_data["statement"], pasted.cleaned_data["language"] or None)
    if "confirm" not in request.POST:
        suggested = {**pasted.cleaned_data, "language": read.language, **_suggested(read), "zone": "UTC"}
        return _shown(request, ConfirmForm(initial=suggested), read)
    form = ConfirmForm(request.POST)
    if not form.is_valid() or (campaign := _made(request.user, read, form)) is None:
        return _shown(request, form, read)
    return redirect(reverse("steps:of", args=[campaign.public_id]))


def _suggested(read: ReadStatement) -> dict[str, str]:
    """A name and a short name, from the statement's title."""
    texts = tomllib.loads(skeleton_files(read, "x", read.language, _today())[f"texts/{read.language}.toml"].decode())
    name = str(texts["name"])
    return {"name": name, "slug": "-".join(re.findall(r"[a-z0-9]+", name.lower()))[:SLUG].strip("-")}


def _made(person: Any, read: ReadStatement, form: ConfirmForm) -> Campaign | None:
    """Take the campaign in and let its maker organise it; None where the form says what keeps it from that."""
    said = form.cleaned_data
    files = skeleton_files(read, said["slug"], read.language, _today())
    place = f"texts/{read.language}.toml"
    files[place] = tomli_w.dumps({**tomllib.loads(files[place].decode()), "name": said["name"].strip()}).encode()
    if said["opens"]:
        moment = {"kind": "opening", "at": said["opens"], "zone": said["zone"]}
        table = {**tomllib.loads(files["campaign.toml"].decode()), "moments": [moment]}
        files["campaign.toml"] = tomli_w.dumps(table).encode()
    pack, faults = read_pack(files)
    if errors := [fault for fault in [*faults, *check_pack(pack, files)] if fault.level == "error"]:
        for fault in errors:
            form.add_error(None, shown_fault(fault).says)
        return None
    return _taken_in(person, pack)


@transaction.atomic
def _taken_in(person: User, pack: Any) -> Campaign:
    campaign = import_pack(pack=pack, at=datetime.now(UTC), by=str(person.public_id)).campaign
    Grant.objects.get_or_create(person=person, campaign_id=campaign.public_id, language="", role=Role.ORGANISER)
    return campaign


def _today() -> Any:
    return datetime.now(UTC).date()


def _shown(request: HttpRequest, form: forms.Form, read: ReadStatement | None = None) -> HttpResponse:
    rules = rules_for(read.language) if read else None
    context = {
        "form": form,
        "read": read,
        "rules": rules,
        "notes": [told(note.what) for note in read.noted] if read else (),
        "zones": sorted(available_timezones()) if read else (),
        **frame("plus-inverse", title=_("Begin a campaign")),
    }
    status = 422 if form.is_bound and form.errors else 200
    return TemplateResponse(request, "newsroom/beginning/begin.html", context, status=status)


class BeginningViewSet(ViewSet):
    """The way from a statement to a campaign."""

    name = "begin"
    url_prefix = "begin"
    add_to_admin_menu = False

    def get_urlpatterns(self) -> list[Any]:
        """Return the route."""
        return [path("", begin, name="index")]
