"""The screen “Short links”: addresses with their QR codes, and one more link to any page. None is changed."""

from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import django_filters
from django import forms
from django.conf import settings
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import CreateView, IndexView
from wagtail.admin.viewsets.model import ModelViewSet

from unisono.base.home import home
from unisono.campaigns.models import Campaign
from unisono.coalition.models import SignOn
from unisono.launch.preview import NoPreview, next_places
from unisono.launch.tasks import ask_for_edition
from unisono.links.models import Link, Network
from unisono.links.operations import make_link
from unisono.links.qr import qr_png, qr_svg
from unisono.links.queries import Target
from unisono.newsroom.approving import acting
from unisono.newsroom.forms import CampaignRowForm
from unisono.newsroom.panels import CampaignChoice
from unisono.newsroom.permissions import campaigns_of
from unisono.newsroom.widgets import language_choices, language_label
from unisono.site.short_links import PREFIX

#: Stands for "" in a choice, where nothing chosen means everything.
NONE = "-"
QR_FILES = {"svg": ("image/svg+xml", qr_svg), "png": ("image/png", qr_png)}


def address_of(link: Link) -> str:
    """Return the address that people type and readers of QR codes find."""
    return f"{settings.PUBLIC_ORIGIN}/{PREFIX}/{link.code}"


def links_of(user: Any) -> QuerySet[Link]:
    """Return the links of the person's own campaigns, with the names of their organisations."""
    names = SignOn.objects.filter(campaign=OuterRef("campaign"), key=OuterRef("organisation"))
    return (
        Link.objects.filter(campaign__in=campaigns_of(user))
        .select_related("campaign")
        .annotate(organisation_name=Subquery(names.values("organisation__name")[:1]))
        .order_by("campaign__slug", "language", "place", "organisation", "network")
    )


@require_GET
def qr(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Send the QR code of a link to be saved."""
    if kind not in QR_FILES:
        raise Http404
    link = get_object_or_404(links_of(request.user), pk=pk)
    type, draw = QR_FILES[kind]
    name = "-".join(filter(None, (link.campaign.slug, link.language, link.organisation, link.network, link.code)))
    response = HttpResponse(draw(address_of(link)), content_type=type)
    response["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return response


# -- the list


def organisation_choices() -> list[tuple[str, str]]:
    """Return the organisations that have links, by name; the filter offers them."""
    keys = Link.objects.exclude(organisation="").values("organisation")
    rows = SignOn.objects.filter(key__in=keys).values_list("key", "organisation__name").order_by("organisation__name")
    return [(NONE, _("the campaign itself")), *dict(rows).items()]


def network_choices() -> list[tuple[str, str]]:
    """Return the networks; the filter offers them."""
    return [(value or NONE, label) for value, label in Network.choices]


class LinkFilters(WagtailFilterSet):
    """Filters of the list."""

    language = django_filters.ChoiceFilter(label=_("Language"), choices=language_choices)
    organisation = django_filters.ChoiceFilter(label=_("Organisation"), choices=organisation_choices, method="of")
    network = django_filters.ChoiceFilter(label=_("Network"), choices=network_choices, method="of")

    class Meta:
        model = Link
        fields = ["language", "organisation", "network"]

    def of(self, links: QuerySet[Link], name: str, value: str) -> QuerySet[Link]:
        """Return the links whose field is `value`, or nothing where `NONE` is chosen."""
        return links.filter(**{name: "" if value == NONE else value})


class _AddressColumn(Column):
    cell_template_name = "newsroom/links/address.html"


class _QrColumn(Column):
    cell_template_name = "newsroom/links/qr.html"


class _LinksView(IndexView):
    def get_base_queryset(self) -> QuerySet[Link]:
        """Return the links of the person's own campaigns."""
        return links_of(self.request.user)


# -- one more link


class LinkForm(CampaignRowForm):
    """A link to any page that the next edition has."""

    place = forms.CharField(
        label=_("Page"), required=False, max_length=300,
        help_text=_("What stands after the language in its address, such as statement/ or news/the-call/; or the "
                    "whole address. Left empty: the home page."),
    )  # fmt: skip
    organisation = forms.ChoiceField(label=_("Organisation"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.campaign:
            self.initial["language"] = self.campaign.source_language
        rows = SignOn.objects.filter(campaign__in=self.fields["campaign"].queryset).order_by("organisation__name")
        named = dict(rows.values_list("key", "organisation__name"))
        self.fields["organisation"].choices = [("", _("the campaign itself")), *named.items()]

    def clean_place(self) -> str:
        """Return the place of a page, whichever part of its address was given."""
        given = self.cleaned_data["place"].strip()
        parts = [part for part in urlsplit(given).path.split("/") if part]
        if parts and given.startswith(("/", "http:", "https:")) and parts[0] == self.data.get("language"):
            parts = parts[1:]
        return "".join(f"{part}/" for part in parts)

    def clean(self) -> dict[str, Any]:
        """Refuse a language, an organisation or a page that the campaign does not have."""
        cleaned = super().clean()
        campaign, language = cleaned.get("campaign"), cleaned.get("language")
        if campaign is None or self.errors:
            return cleaned
        if language not in campaign.language_codes:
            self.add_error("language", _("This is no language of the campaign."))
        elif not self._is_page(campaign, language, cleaned["place"]):
            self.add_error("place", _("The campaign has no such page in this language. Look into its address bar."))
        key = cleaned.get("organisation")
        if key and not campaign.sign_ons.filter(key=key).exists():
            self.add_error("organisation", _("This organisation has not joined the campaign."))
        return cleaned

    def _is_page(self, campaign: Campaign, language: str, place: str) -> bool:
        try:
            return place in next_places(campaign=campaign, at=datetime.now(UTC), place=home()).get(language, ())
        except NoPreview:
            return place == ""

    def save(self, commit: bool = True) -> Link:
        """Make the link, with a code."""
        given = self.cleaned_data
        target = Target(given["place"], given["language"], given["organisation"], given["network"])
        self.instance = make_link(campaign=given["campaign"], target=target, at=datetime.now(UTC), by=acting())
        return self.instance


LINK = ObjectList(
    [
        CampaignChoice("campaign"),
        FieldPanel("place", widget=forms.TextInput({"dir": "ltr"})),
        FieldRowPanel([FieldPanel("language", widget=forms.Select(choices=language_choices)), FieldPanel("network")]),
        FieldPanel("organisation"),
    ],
    base_form_class=LinkForm,
)


class _AddLinkView(CreateView):
    def save_instance(self) -> Link:
        """Make the link, and ask for an edition in which it works."""
        link = super().save_instance()
        ask_for_edition(campaign=link.campaign, by=acting())
        return link

    def get_success_message(self, instance: Link) -> str:
        """Say the address, and when it works."""
        return _("%s works from the next edition on that opens.") % address_of(instance)

    def get_success_buttons(self) -> list[Any]:
        """A link is not edited."""
        return []


class LinksViewSet(ModelViewSet):
    """Short links: a list, and one more."""

    model = Link
    name = "links"
    icon = "link"
    menu_label = _("Short links")
    menu_order = 450
    add_to_admin_menu = True
    edit_handler = LINK
    index_view_class = _LinksView
    add_view_class = _AddLinkView
    filterset_class = LinkFilters
    search_fields = ["code", "place"]
    list_per_page = 50
    copy_view_enabled = False
    list_display = [
        _AddressColumn("code", label=_("Address"), accessor=address_of),
        _QrColumn("qr", label=_("QR code"), accessor=lambda link: link),
        Column("language", label=_("Language"), accessor=lambda link: language_label(link.language)),
        Column("place", label=_("Page"), accessor=lambda link: f"/{link.place}"),
        Column(
            "organisation", label=_("Organisation"), accessor=lambda link: link.organisation_name or link.organisation
        ),
        Column("network", label=_("Network"), accessor="get_network_display"),
    ]

    def get_common_view_kwargs(self, **named: Any) -> dict[str, Any]:
        """No screen leads to one that changes a link: its code may be printed."""
        none = dict.fromkeys(("edit_url_name", "delete_url_name", "history_url_name", "usage_url_name"))
        return super().get_common_view_kwargs(**{**none, **named})

    def register_admin_url_finder(self) -> None:
        """A link has no screen of its own."""

    def get_urlpatterns(self) -> list[Any]:
        """Return the routes."""
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("new/", self.add_view, name="add"),
            path("<int:pk>/qr.<str:kind>", qr, name="qr"),
        ]
