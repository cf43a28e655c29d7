"""The screens of the glossary: the list, one term, what still has earlier words, a table out and in."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from wagtail.admin.menu import MenuItem

from unisono.base.said import Said
from unisono.campaigns.models import Campaign
from unisono.languages.glossary import operations
from unisono.languages.glossary.operations import TermMoved, TermRefused
from unisono.languages.glossary.queries import terms_of
from unisono.languages.models import Rendering, Standing, Term
from unisono.languages.rules import rules_for
from unisono.languages.screen import told
from unisono.newsroom.board.rights import SEEING, board_for, boards_of
from unisono.newsroom.choosing import choose_campaign
from unisono.newsroom.framing import open_frame
from unisono.newsroom.glossary.forms import TermForm, WordsForm
from unisono.newsroom.glossary.reading import SHOWN, Rights, lines_of, old_words, times_of, words_for
from unisono.newsroom.glossary.table import LARGEST, Row, TableRefused, read, written
from unisono.newsroom.naming import campaign_name
from unisono.newsroom.permissions import require
from unisono.people.queries import can


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Lead to the glossary; where a person has several campaigns, let them choose."""
    nothing = _("There is no campaign yet. Import a pack, or add a campaign.")
    return choose_campaign(
        request, boards_of(request.user), way="glossary:list", frame=_frame(request), nothing=nothing
    )


@require_GET
def show(request: HttpRequest, campaign: UUID) -> HttpResponse:
    """List the terms."""
    found = board_for(request.user, campaign)
    rights = Rights(request.user, found)
    codes = rights.visible
    # Who only translates begins with the own language.
    into = request.GET.get("into", "" if rights.may_edit else next(iter(rights.codes), ""))
    into = into if into in codes else ""
    shown = request.GET.get("show", "")
    asked = request.GET.get("q", "")[:100]
    context = {
        "campaign": found,
        "rights": rights,
        "lines": lines_of(rights, asked=asked, into=into, shown=shown if shown in SHOWN else ""),
        "asked": asked,
        "shown": shown,
        "into": rules_for(into) if into else None,
        "all_rules": [rules_for(code) for code in codes],
        "source": rules_for(found.source_language),
        **_frame(request, found),
    }
    return TemplateResponse(request, "newsroom/glossary/list.html", context)


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, campaign: UUID) -> HttpResponse:
    """Add a term."""
    found = board_for(request.user, campaign)
    require(request.user, "edit", found)
    form = TermForm(request.POST or None, campaign_language=_direction(found.source_language))
    if request.method == "POST" and form.is_valid():
        try:
            term = operations.add_term(campaign_id=found.public_id, given=form.given, **_now(request))
        except TermRefused as refused:
            form.add_error("text", told(refused.sentence))
        else:
            messages.success(request, _("Added. Now every language can agree on its words."))
            return redirect("glossary:term", found.public_id, term.public_id)
    context = {"campaign": found, "form": form, **_frame(request, found, _("Add a term"))}
    return TemplateResponse(request, "newsroom/glossary/add.html", context, status=422 if form.errors else 200)


# -- one term


@require_http_methods(["GET", "POST"])
def show_term(request: HttpRequest, campaign: UUID, term: UUID) -> HttpResponse:
    """Show one term with its words in every language, or in one; take what was changed."""
    page = TermPage(request, campaign, term)
    if request.method == "POST":
        act, _colon, number = request.POST.get("act", "").partition(":")
        if (answer := page.act(act, number)) is not None:
            return answer
    return page.answer()


class TermPage:
    """One term for one person; `into` is the language whose words they look at, or None."""

    def __init__(self, request: HttpRequest, campaign: UUID, term: UUID) -> None:
        self.request = request
        self.campaign = board_for(request.user, campaign)
        self.rights = Rights(request.user, self.campaign)
        self.term = _term(self.campaign, term)
        given = request.GET.get("into", "")
        self.into = given if given in self.rights.visible else ""
        self.form = TermForm(campaign_language=_direction(self.campaign.source_language), term=self.term)
        self.words_form: WordsForm | None = None
        self.status = 200

    def act(self, act: str, number: str) -> HttpResponse | None:
        """Do what was asked for; returns where to go on, or None where the page is to be shown with what is wrong."""
        acts: dict[str, Callable[[str], bool]] = {
            "save": self._save, "remove": self._remove, "put-back": self._put_back,
            "settle": self._settle, "agree": self._agree, "decline": self._decline, "none": self._none,
        }  # fmt: skip
        if act not in acts:
            return redirect(self.request.get_full_path())
        if not acts[act](number):
            self.status = 422
            return None
        if act == "remove":
            return redirect(f"{reverse('glossary:list', args=[self.campaign.public_id])}?show=removed")
        return redirect(self.request.get_full_path())

    def _save(self, _number: str) -> bool:
        require(self.request.user, "edit", self.campaign)
        self.form = form = TermForm(self.request.POST, campaign_language=_direction(self.campaign.source_language))
        if not form.is_valid():
            return False
        seen = form.cleaned_data["version"] or 0
        try:
            operations.change_term(term=self.term, given=form.given, seen=seen, **_now(self.request))
        except TermRefused as refused:
            form.add_error("text", told(refused.sentence))
            return False
        except TermMoved as moved:
            form.add_error(None, _("Somebody else has changed this term meanwhile. What they wrote is shown above."))
            form.data = form.data.copy()  # type: ignore[attr-defined]
            form.data["version"] = moved.term.version  # type: ignore[index]
            self.term = moved.term
            return False
        messages.success(self.request, _("Saved."))
        return True

    def _remove(self, _number: str) -> bool:
        require(self.request.user, "edit", self.campaign)
        operations.remove_term(term=self.term, **_now(self.request))
        messages.success(self.request, _("Removed. It stands here, and can be put back with all its words."))
        return True

    def _put_back(self, _number: str) -> bool:
        require(self.request.user, "edit", self.campaign)
        try:
            operations.put_back(term=self.term, **_now(self.request))
        except TermRefused as refused:
            messages.error(self.request, told(refused.sentence))
            return True
        messages.success(self.request, _("The term is back."))
        return True

    def _settle(self, _number: str) -> bool:
        may_settle = self._language()
        self.words_form = form = WordsForm(self.request.POST, language=_direction(self.into))
        if not form.is_valid():
            return False
        return self._written(form.cleaned_data["text"], form.others, may_settle, form)

    def _written(self, text: str, forms: list[str], may_settle: bool, form: WordsForm | None = None) -> bool:
        try:
            operations.settle(
                term=self.term, language=self.into, text=text, forms=forms, may_settle=may_settle, **_now(self.request)
            )
        except TermRefused as refused:
            if form is not None:
                form.add_error("text", told(refused.sentence))
            return False
        messages.success(self.request, _("Agreed.") if may_settle else _("Proposed. A reviewer settles it."))
        return True

    def _agree(self, number: str) -> bool:
        if not self._language():
            raise PermissionDenied
        proposal = self._proposal(number)
        return proposal is None or self._written(proposal.text, proposal.forms, True)

    def _decline(self, number: str) -> bool:
        may_settle = self._language()
        if (proposal := self._proposal(number)) is not None:
            try:
                operations.decline(proposal=proposal, may_settle=may_settle, **_now(self.request))
            except PermissionError:
                raise PermissionDenied from None
            messages.success(self.request, _("The proposal is taken away."))
        return True

    def _none(self, _number: str) -> bool:
        if not (may_settle := self._language()):
            raise PermissionDenied
        operations.no_longer_agree(term=self.term, language=self.into, may_settle=may_settle, **_now(self.request))
        messages.success(self.request, _("No words are agreed any more. The earlier ones stand below."))
        return True

    def _language(self) -> bool:
        """Say whether the person may settle the language of the page; raises `PermissionDenied` where they may not
        even propose."""
        if self.into not in self.rights.codes or self.term.removed_at is not None:
            raise PermissionDenied
        return self.rights.may_settle(self.into)

    def _proposal(self, number: str) -> Rendering | None:
        """Return a proposal of this page; one that is gone by now says so."""
        rows = Rendering.objects.filter(term=self.term, language=self.into, standing=Standing.PROPOSED)
        found = rows.filter(pk=int(number)).first() if number.isascii() and number.isdigit() else None
        if found is None:
            messages.warning(self.request, _("This proposal is not there any more."))
        return found

    def answer(self) -> HttpResponse:
        """Show the page."""
        codes = [self.into] if self.into else self.rights.visible
        words = words_for(self.term, codes)
        may_propose = self.into in self.rights.codes and self.term.removed_at is None
        if may_propose and self.words_form is None:
            self.words_form = WordsForm(language=_direction(self.into), agreed=words[0].agreed)
        context = {
            "campaign": self.campaign, "term": self.term, "form": self.form, "rights": self.rights,
            "source": rules_for(self.campaign.source_language),
            "times": times_of(self.campaign, [self.term])[self.term.public_id],
            "words": words, "into": rules_for(self.into) if self.into else None, "words_form": self.words_form,
            "may_propose": may_propose, "may_settle": may_propose and self.rights.may_settle(self.into),
            "own": str(self.request.user.public_id),
            "old": len(old_words(self.campaign, self.term, self.into)) if self.into else 0,
            **_frame(self.request, self.campaign, self.term.text),
        }  # fmt: skip
        return TemplateResponse(self.request, "newsroom/glossary/term.html", context, status=self.status)


@require_GET
def show_old_words(request: HttpRequest, campaign: UUID, term: UUID, into: str) -> HttpResponse:
    """List the translations that still have words which were agreed before."""
    found = board_for(request.user, campaign)
    if into not in Rights(request.user, found).visible:
        raise Http404
    one = _term(found, term)
    title = _("Translations with earlier words")
    context = {
        "campaign": found, "term": one, "rules": rules_for(into), "source": rules_for(found.source_language),
        "found": old_words(found, one, into),
        "may_translate": can(request.user, "translate", campaign_id=found.public_id, language=into),
        **_frame(request, found, title, (one.text, reverse("glossary:term", args=[found.public_id, term]))),
    }  # fmt: skip
    return TemplateResponse(request, "newsroom/glossary/old_words.html", context)


# -- tables


@require_GET
def take_out(request: HttpRequest, campaign: UUID) -> HttpResponse:
    """Send the glossary as a table."""
    found = board_for(request.user, campaign)
    content = written(terms_of(found.public_id), Rights(request.user, found).visible)
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{found.slug}-glossary.csv"'
    return response


@require_POST
def take_in(request: HttpRequest, campaign: UUID) -> HttpResponse:
    """Take a table in: all of it, or nothing and what is wrong with it."""
    found = board_for(request.user, campaign)
    require(request.user, "edit", found)
    upload = request.FILES.get("file")
    faults: list[tuple[int, Said]] = [(0, Said("Choose a file first."))]
    if upload is not None:
        try:
            rows = read(upload.read(LARGEST + 1), found.target_codes)
            number = _take_rows(found, rows, Rights(request.user, found), _now(request))
        except TableRefused as refused:
            faults = refused.faults
        else:
            said = ngettext("%d term or wording was taken in.", "%d terms and wordings were taken in.", number)
            messages.success(request, said % number)
            return redirect("glossary:list", found.public_id)
    listed = [(line, told(said)) for line, said in faults]
    context = {"campaign": found, "faults": listed, **_frame(request, found, _("Take a table in"))}
    return TemplateResponse(request, "newsroom/glossary/refused.html", context, status=422)


@transaction.atomic
def _take_rows(campaign: Campaign, rows: list[Row], rights: Rights, now: dict[str, Any]) -> int:
    """Take rows in; returns how much was added or changed. Words of a language that the person may not settle are
    proposed, of one that is none of theirs left out."""
    taken = 0
    for row in rows:
        try:
            taken += operations.take_glossary(campaign_id=campaign.public_id, terms=[(row.given, {})], **now)
            term = Term.objects.get(
                campaign_id=campaign.public_id, text=operations.one_line(row.given.text), removed_at=None
            )
            for language, (text, forms) in row.words.items():
                if language in rights.codes:
                    may_settle = rights.may_settle(language)
                    how = {"text": text, "forms": forms, "may_settle": may_settle, **now}
                    taken += operations.settle(term=term, language=language, **how) is not None
        except TermRefused as refused:
            raise TableRefused([(row.line, refused.sentence)]) from None
    return taken


# -- what they have in common


def _now(request: HttpRequest) -> dict[str, Any]:
    return {"at": datetime.now(UTC), "by": str(request.user.public_id)}  # type: ignore[union-attr]


def _direction(code: str) -> tuple[str, str]:
    return code, rules_for(code).direction


def _term(campaign: Campaign, public_id: UUID) -> Term:
    rows = Term.objects.filter(campaign_id=campaign.public_id, public_id=public_id).prefetch_related("renderings")
    if (found := rows.first()) is None:
        raise Http404
    return found


def _frame(
    request: HttpRequest, campaign: Campaign | None = None, title: str = "", *more: tuple[str, str]
) -> dict[str, Any]:
    way = [(_("Glossary"), reverse("glossary:index"))]
    if campaign is not None:
        label = _("Glossary: %s") % campaign_name(campaign)
        way = [(label, reverse("glossary:list", args=[campaign.public_id]))]
    return open_frame(request, "openquote", *way, *more, title=title)


class GlossaryMenuItem(MenuItem):
    """Shown to those who see a glossary: the same who see a board."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Say whether the person sees one."""
        return any(can(request.user, action) for action in SEEING)
