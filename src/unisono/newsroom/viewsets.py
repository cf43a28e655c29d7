"""The lists and editing screens of a campaign's objects, grouped as the menu shows them."""

from datetime import UTC, datetime
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.components import MediaContainer
from wagtail.admin.ui.tables import BooleanColumn, Column, LiveStatusTagColumn, UpdatedAtColumn
from wagtail.admin.views.generic import RevisionsRevertMixin
from wagtail.snippets.views.snippets import (
    CreateView,
    DeleteView,
    EditView,
    SnippetViewSet,
    SnippetViewSetGroup,
    UnpublishView,
)

from unisono.campaigns.approval import lock_of
from unisono.campaigns.models import Campaign
from unisono.coalition.models import SignOn
from unisono.facts.models import Correction, Fact
from unisono.kit.models import Card, Film
from unisono.launch.tasks import ask_for_edition, ask_for_films
from unisono.ledger.operations import record
from unisono.media.models import Picture
from unisono.newsroom.approving import acting
from unisono.newsroom.deleting import refusal
from unisono.newsroom.panels import BY_MODEL
from unisono.newsroom.permissions import action_of, campaign_of, campaigns_of, guarded
from unisono.newsroom.pieces.editing import Editing, Reverting
from unisono.newsroom.pieces.finding import address_of
from unisono.newsroom.sources.forms import FactFilters, said_of_copy
from unisono.people.queries import holders_of
from unisono.press.models import PressDesk
from unisono.words.models import NewsPost, Statement, Texts

_DAY = Column("date", label=_("Date"), accessor=lambda row: date_format(row.date, "SHORT_DATE_FORMAT"), sort_key="date")


class RoomViewSet(SnippetViewSet):
    """Screens of one kind of object: limited to the campaigns in which the person may edit."""

    copy_view_enabled = False
    list_per_page = 50
    add_to_admin_menu = False

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.edit_handler = BY_MODEL[self.model]

    def construct_view(self, view_class: Any, **options: Any) -> Any:
        """Guard every view that names one row."""
        return guarded(super().construct_view(view_class, **options), self.model)

    def register_chooser_viewset(self) -> None:
        """Offer no chooser: the editor's own lists the rows of every campaign, and our forms choose by themselves."""

    def get_queryset(self, request: HttpRequest) -> Any:
        """Return the rows of the person's own campaigns."""
        campaigns = campaigns_of(request.user, action_of(self.model))
        return self.model._default_manager.filter(campaign__in=campaigns).select_related("campaign")


class _Titled:
    """Gives a form a heading: the editor's own have none that a screen reader would find."""

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        """Add the name of what is edited, or of what is added."""
        context: dict[str, Any] = super().get_context_data(**given)  # type: ignore[misc]
        return {**context, "title": context.get("page_subtitle") or context["page_title"]}


class _WithoutChecks:
    """The editor's checks look into pages that carry its own scripts; an edition's pages carry nothing."""

    def get_side_panels(self) -> MediaContainer:
        """Return status and preview."""
        panels = super().get_side_panels()  # type: ignore[misc]
        return MediaContainer([panel for panel in panels if panel.name != "checks"])


class _AddPieceView(Editing, _WithoutChecks, _Titled, CreateView):
    pass


class _EditPieceView(Editing, _WithoutChecks, _Titled, EditView):
    pass


class _DeletePieceView(DeleteView):
    def form_valid(self, form: Any) -> HttpResponse:
        """Delete, unless something depends on the piece."""
        if why := refusal([self.object]):
            messages.error(self.request, why)
            return redirect(self.get_success_url())
        return super().form_valid(form)


class _UnpublishPieceView(UnpublishView):
    @transaction.atomic
    def post(self, request: HttpRequest, *args: Any, **named: Any) -> HttpResponse:
        """Unpublish, unless the piece is locked; all or nothing, together with what follows from it."""
        if lock_of(self.object) is not None:
            messages.error(request, _("This is locked: an organiser has to unlock it before it can be unpublished."))
            return redirect(address_of(self.object))
        return super().post(request, *args, **named)


class PieceViewSet(RoomViewSet):
    """A piece of writing: drafts, history, preview, publishing."""

    delete_view_class = _DeletePieceView
    add_view_class = _AddPieceView
    edit_view_class = _EditPieceView
    index_template_name = "newsroom/instep/list.html"
    unpublish_view_class = _UnpublishPieceView
    create_template_name = "newsroom/pieces/create.html"
    edit_template_name = "newsroom/pieces/edit.html"

    @property
    def revisions_revert_view_class(self) -> type:
        """Return the editor's own view that brings a version back, on top of ours."""
        ours = (Reverting, RevisionsRevertMixin, self.edit_view_class)
        return type("_RevisionsRevertView", ours, {"view_name": "revisions_revert"})


class _TextsSaved:
    """After saving: says for which networks a post is too long. Nothing is refused for it."""

    def save_instance(self) -> Any:
        """Save, and tell."""
        texts = super().save_instance()  # type: ignore[misc]
        if not self.expects_json_response:  # type: ignore[attr-defined]
            for words in self.form.warnings:  # type: ignore[attr-defined]
                messages.warning(self.request, words)  # type: ignore[attr-defined]
        return texts


class _AddTextsView(_TextsSaved, _AddPieceView):
    pass


class _EditTextsView(_TextsSaved, _EditPieceView):
    pass


class TextsViewSet(PieceViewSet):
    """Short strings."""

    add_view_class = _AddTextsView
    edit_view_class = _EditTextsView
    model = Texts
    icon = "tag"
    list_display = ["name", "slogan", Column("campaign", label=_("Campaign")), LiveStatusTagColumn(), UpdatedAtColumn()]


class StatementViewSet(PieceViewSet):
    """The press statement."""

    model = Statement
    icon = "openquote"
    menu_label = _("Statement")
    list_display = ["title", _DAY, "number", LiveStatusTagColumn(), UpdatedAtColumn()]


class NewsViewSet(PieceViewSet):
    """News posts."""

    model = NewsPost
    icon = "doc-full"
    menu_label = _("News")
    list_display = ["title", _DAY, "slug", LiveStatusTagColumn(), UpdatedAtColumn()]
    list_filter = ["live"]


class _FactSaved:
    """After saving: the file that came along is kept as a copy of the fact's source."""

    def save_instance(self) -> Any:
        """Save, and keep."""
        fact = super().save_instance()  # type: ignore[misc]
        self.form.keep(fact, acting())  # type: ignore[attr-defined]
        return fact


class _AddFactView(_FactSaved, _AddPieceView):
    pass


class _EditFactView(_FactSaved, _EditPieceView):
    pass


class FactViewSet(PieceViewSet):
    """Facts."""

    add_view_class = _AddFactView
    edit_view_class = _EditFactView
    model = Fact
    icon = "list-ol"
    list_display = [
        "claim",
        "value",
        "unit",
        "source_publisher",
        Column("copy", label=_("Copy"), accessor=said_of_copy),
        "status",
        LiveStatusTagColumn(),
    ]
    filterset_class = FactFilters


class CorrectionViewSet(PieceViewSet):
    """Corrections made in public."""

    model = Correction
    icon = "edit"
    list_display = ["text", "fact", _DAY, LiveStatusTagColumn()]


class CardViewSet(PieceViewSet):
    """Cards."""

    model = Card
    icon = "grid"
    list_display = ["key", "design", "alt", LiveStatusTagColumn(), UpdatedAtColumn()]
    list_filter = ["design"]


class _FilmSaved:
    """After saving: says what viewers will notice, and has the versions made."""

    def save_instance(self) -> Any:
        """Save, tell, ask."""
        film = super().save_instance()  # type: ignore[misc]
        if self.expects_json_response:  # type: ignore[attr-defined]
            return film  # saved by itself while somebody types: not yet what they want made
        for words in self.form.warnings:  # type: ignore[attr-defined]
            messages.warning(self.request, words)  # type: ignore[attr-defined]
        if self.form.cleaned_data.get("versions"):  # type: ignore[attr-defined]
            ask_for_films(campaign=film.campaign, by=acting())
        return film


class _AddFilmView(_FilmSaved, _AddPieceView):
    pass


class _EditFilmView(_FilmSaved, _EditPieceView):
    pass


class FilmViewSet(PieceViewSet):
    """The film."""

    add_view_class = _AddFilmView
    edit_view_class = _EditFilmView
    model = Film
    icon = "media"
    menu_label = _("Film")
    list_display = ["title", "seconds", LiveStatusTagColumn(), UpdatedAtColumn()]


class PictureViewSet(PieceViewSet):
    """Pictures."""

    model = Picture
    icon = "image"
    list_display = ["name", "alt", "credit", LiveStatusTagColumn(), UpdatedAtColumn()]


class PressViewSet(PieceViewSet):
    """The press desk."""

    model = PressDesk
    icon = "comment"
    menu_label = _("Press")
    menu_order = 600
    add_to_admin_menu = True
    list_display = [Column("campaign", label=_("Campaign")), LiveStatusTagColumn(), UpdatedAtColumn()]


# -- objects without drafts: what is saved is what the next edition shows --------------------------------------


def _changed(row: Any, act: str) -> None:
    campaign = campaign_of(row)
    if campaign is not None:
        record(at=datetime.now(UTC), by=acting(), act=act, of=row, campaign_id=campaign.public_id)
        ask_for_edition(campaign=campaign, by=acting())


class _SavedAtOnce:
    """Says so in the ledger and asks for a new edition, in the transaction that saves."""

    #: What the ledger says when this view has saved.
    saved_act: str

    def save_instance(self) -> Any:
        """Save, and tell."""
        row = super().save_instance()  # type: ignore[misc]
        _changed(row, self.saved_act)
        return row


class _SignOnSaved(_SavedAtOnce):
    saved_act = "signon.changed"


class _AddSignOnView(_SignOnSaved, _Titled, CreateView):
    pass


class _EditSignOnView(_SignOnSaved, _Titled, EditView):
    pass


class _DeleteSignOnView(DeleteView):
    def delete_action(self) -> None:
        """Delete, and tell."""
        super().delete_action()
        _changed(self.object, "signon.deleted")


class SignOnViewSet(RoomViewSet):
    """Organisations in a campaign."""

    model = SignOn
    icon = "group"
    menu_label = _("Coalition")
    menu_order = 500
    add_to_admin_menu = True
    add_view_class = _AddSignOnView
    edit_view_class = _EditSignOnView
    delete_view_class = _DeleteSignOnView
    list_display = [
        "organisation",
        Column("country", label=_("Country"), accessor="organisation.country"),
        Column("role", label=_("Role"), accessor="get_role_display"),
        Column("basis", label=_("Basis"), accessor="get_basis_display"),
    ]
    list_filter = ["role", "basis"]

    def get_queryset(self, request: HttpRequest) -> Any:
        """Return the sign-ons with their organisations."""
        return super().get_queryset(request).select_related("organisation").order_by("organisation__name", "pk")


class _CampaignSaved(_SavedAtOnce):
    """Tells of the switch by which a second person must approve; says where nobody could."""

    saved_act = "campaign.changed"

    def save_instance(self) -> Any:
        """Save, and tell."""
        campaign = super().save_instance()
        if "four_eyes" in self.form.changed_data:  # type: ignore[attr-defined]
            wanted, by = campaign.four_eyes, acting()
            act = "campaign.four-eyes"
            record(at=datetime.now(UTC), by=by, act=act, of=campaign, campaign_id=campaign.public_id, wanted=wanted)
            if wanted and len(holders_of("approve", campaign.public_id)) < 2:
                messages.warning(
                    self.request,  # type: ignore[attr-defined]
                    _("Only one person may approve in this campaign: what they write themselves, nobody can approve. "
                      "Invite another editor or organiser."),
                )  # fmt: skip
        return campaign


class _AddCampaignView(_CampaignSaved, _Titled, CreateView):
    pass


class _EditCampaignView(_CampaignSaved, _Titled, EditView):
    pass


class CampaignViewSet(RoomViewSet):
    """The campaign's settings."""

    model = Campaign
    icon = "site"
    menu_label = _("Campaign")
    menu_order = 100
    add_to_admin_menu = True
    add_view_class = _AddCampaignView
    edit_view_class = _EditCampaignView
    list_display = [
        "slug",
        Column("source_language", label=_("Source language")),
        Column("responsible_name", label=_("Responsible body")),
        BooleanColumn("opens_by_itself", label=_("Opens by itself")),
    ]

    def get_queryset(self, request: HttpRequest) -> Any:
        """Return the campaigns whose settings the person may change."""
        return campaigns_of(request.user, "settings")


class Words(SnippetViewSetGroup):
    """Texts, statement, news."""

    items = (StatementViewSet, NewsViewSet, TextsViewSet)
    menu_label = _("Words")
    menu_icon = "openquote"
    menu_order = 200


class Facts(SnippetViewSetGroup):
    """Facts and corrections."""

    items = (FactViewSet, CorrectionViewSet)
    menu_label = _("Facts")
    menu_icon = "list-ol"
    menu_order = 300


class Kit(SnippetViewSetGroup):
    """Cards, film, pictures."""

    items = (CardViewSet, FilmViewSet, PictureViewSet)
    menu_label = _("Kit")
    menu_icon = "grid"
    menu_order = 400
