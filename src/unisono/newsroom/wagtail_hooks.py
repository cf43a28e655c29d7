"""What the editor shows of itself, and what it does not: the newsroom is about campaigns, not about pages."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import path, reverse_lazy
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.search import admin_search_areas
from wagtail.snippets.models import register_snippet

from unisono.newsroom import viewsets
from unisono.newsroom.beginning import BeginningViewSet
from unisono.newsroom.board.screens import BoardMenuItem
from unisono.newsroom.card_strip import draw
from unisono.newsroom.deleting import refusal
from unisono.newsroom.desk.access import desks_of
from unisono.newsroom.desk.screens import DeskMenuItem, DeskPanel
from unisono.newsroom.editions import EditionsViewSet
from unisono.newsroom.filming import FilmingViewSet
from unisono.newsroom.folder import FolderViewSet
from unisono.newsroom.glossary.screens import GlossaryMenuItem
from unisono.newsroom.home import CampaignsPanel
from unisono.newsroom.languages.screens import LanguagesViewSet
from unisono.newsroom.links import LinksViewSet
from unisono.newsroom.machine.screens import MachineViewSet
from unisono.newsroom.mail import MailViewSet
from unisono.newsroom.people import PeopleViewSet
from unisono.newsroom.permissions import action_of, campaign_of, require
from unisono.newsroom.pieces.editing import hand_in_item_for, locked_item_for, without_publishing
from unisono.newsroom.pieces.screens import PiecesViewSet
from unisono.newsroom.pieces.waiting import WaitingPanel, waiting_for
from unisono.newsroom.posts import count
from unisono.newsroom.showing.screen import PreviewMenuItem
from unisono.newsroom.sources import screens as sources
from unisono.newsroom.steps import StepsViewSet

#: Parts of the editor that a campaign does not use.
HIDDEN = frozenset({"explorer", "images", "documents", "reports", "snippets", "help"})
HIDDEN_SETTINGS = frozenset(
    {"collections", "sites", "workflows", "workflow-tasks", "redirects", "groups", "locales", "users"}
)

# The search finds pages, pictures and documents: nothing of a campaign.
admin_search_areas.registered_search_areas = []

register_snippet(viewsets.CampaignViewSet)
register_snippet(viewsets.Words)
register_snippet(viewsets.Facts)
register_snippet(viewsets.Kit)
register_snippet(viewsets.SignOnViewSet)
register_snippet(viewsets.PressViewSet)


@hooks.register("register_admin_viewset")
def register_screens() -> list[Any]:
    """Add the screens that are not of the editor's own kind."""
    return [
        BeginningViewSet(),
        StepsViewSet(),
        EditionsViewSet(),
        FilmingViewSet(),
        FolderViewSet(),
        LinksViewSet(),
        MachineViewSet(),
        MailViewSet(),
        LanguagesViewSet(),
        PeopleViewSet(),
        PiecesViewSet(),
    ]


@hooks.register("register_admin_urls")
def answers_for_forms() -> list[Any]:
    """Add what scripts of the editing screens ask for."""
    return [
        path("writing/posts/", count, name="newsroom_post_counts"),
        path("writing/card/", draw, name="newsroom_card_drawn"),
    ]


@hooks.register("register_admin_urls")
def copies_of_sources() -> list[Any]:
    """Add what is done with copies of sources."""
    return [
        path("sources/<uuid:copy>/", sources.download, name="newsroom_source_copy"),
        path("sources/of/<uuid:fact>/away/", sources.take_away, name="newsroom_source_away"),
        path("sources/of/<uuid:fact>/back/<uuid:copy>/", sources.put_back, name="newsroom_source_back"),
    ]


@hooks.register("register_admin_menu_item")
def lead_to_the_desk() -> DeskMenuItem:
    """Name the desk in the menu; it has pages of its own."""
    return DeskMenuItem(gettext_lazy("Translations"), reverse_lazy("desk:index"), icon_name="globe", order=350)


@hooks.register("register_admin_menu_item")
def lead_to_board() -> BoardMenuItem:
    """Add the board, whose routes are not the editor's."""
    return BoardMenuItem(gettext_lazy("Board"), reverse_lazy("board:index"), name="board", icon_name="table", order=650)


@hooks.register("register_admin_menu_item")
def lead_to_preview() -> PreviewMenuItem:
    """Add the preview, whose routes are not the editor's."""
    url = reverse_lazy("showing:index")
    return PreviewMenuItem(gettext_lazy("Preview"), url, name="preview", icon_name="view", order=660)


@hooks.register("register_admin_menu_item")
def lead_to_glossary() -> GlossaryMenuItem:
    """Add the glossary, whose routes are not the editor's."""
    label = gettext_lazy("Glossary")
    return GlossaryMenuItem(label, reverse_lazy("glossary:index"), name="glossary", icon_name="openquote", order=360)


@hooks.register("construct_main_menu")
def hide_unused(request: HttpRequest, items: list[Any]) -> None:
    """Leave out what a campaign does not use."""
    items[:] = [item for item in items if item.name not in HIDDEN]


@hooks.register("construct_settings_menu")
def hide_unused_settings(request: HttpRequest, items: list[Any]) -> None:
    """Leave out settings of pages, of workflows, of groups: roles are per campaign."""
    items[:] = [item for item in items if item.name not in HIDDEN_SETTINGS]


@hooks.register("construct_homepage_panels")
def show_campaigns(request: HttpRequest, panels: list[Any]) -> None:
    """Show on the first screen how each campaign stands, and nothing about pages."""
    panels[:] = [CampaignsPanel(request)]


@hooks.register("construct_homepage_panels", order=100)
def show_desk(request: HttpRequest, panels: list[Any]) -> None:
    """Lead those who translate to their languages first."""
    if desks := desks_of(request.user):
        panels.insert(0, DeskPanel(desks))


@hooks.register("construct_homepage_panels", order=110)
def show_waiting(request: HttpRequest, panels: list[Any]) -> None:
    """Begin with what waits for this person."""
    if waiting := waiting_for(request.user):
        panels.insert(0, WaitingPanel(request, waiting))


@hooks.register("register_snippet_action_menu_item")
def hand_in_item(model: type) -> Any:
    """Offer handing in beside saving and publishing."""
    return hand_in_item_for(model)


@hooks.register("register_snippet_action_menu_item")
def locked_item(model: type) -> Any:
    """Say in the menu that a piece is locked."""
    return locked_item_for(model)


@hooks.register("construct_snippet_action_menu")
def offer_what_can_be_done(items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    """Offer no publishing to somebody who could not approve what they have written."""
    without_publishing(items, request.user, context)


@hooks.register("construct_homepage_summary_items")
def no_page_counts(request: HttpRequest, items: list[Any]) -> None:
    """Count no pages, pictures and documents."""
    items.clear()


@hooks.register("before_bulk_action")
def guard_bulk_action(request: HttpRequest, action_type: str, objects: Any, action: Any) -> HttpResponse | None:
    """Ask for each row of a list action whether the person may, in its campaign, and whether it can go."""
    for row in objects:
        campaign = campaign_of(row)
        if campaign is not None:
            require(request.user, action_of(row, "delete"), campaign)
    if action_type == "delete" and (why := refusal(objects)):
        messages.error(request, why)
        return redirect(action.model.snippet_viewset.get_url_name("list"))
    return None


@hooks.register("before_serve_document")
def staff_only(document: Any, request: HttpRequest) -> None:
    """Stored files are for staff; the public meets those in editions alone."""
    if not request.user.has_perm("wagtailadmin.access_admin"):
        raise PermissionDenied


@hooks.register("insert_global_admin_css")
def style() -> str:
    """Return our own style sheets."""
    names = ("everywhere", "newsroom", "board", "showing", "languages", "glossary", "pieces", "folder")
    sheets = ((static(f"newsroom/{name}.css"),) for name in names)
    return format_html_join("", '<link rel="stylesheet" href="{}">', sheets)


@hooks.register("insert_global_admin_js")
def script() -> str:
    """Return our own scripts."""
    scripts = ((static(f"newsroom/{name}.js"),) for name in ("newsroom", "keeping", "pieces"))
    return format_html_join("", '<script src="{}" defer></script>', scripts)


@hooks.register("register_rich_text_features", order=100)
def links_lead_outside(features: Any) -> None:
    """Let a link begin with an address: there are no pages to choose from."""
    options = features.plugins_by_editor["draftail"]["link"]  # its getter would begin the search for hooks again
    outside = reverse_lazy("wagtailadmin_choose_page_external_link")
    options.data["chooserUrls"] = {**options.data["chooserUrls"], "pageChooser": outside}
    # Only what `languages.richtext` can carry may be pasted.
    options.data["allowlist"] = {"href": "^(http:|https:|mailto:|undefined$)"}
