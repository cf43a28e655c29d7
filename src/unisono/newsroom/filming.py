"""The versions of the film, as its screen shows them: what is being made, what is ready, what cannot be made."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET
from wagtail.admin.viewsets.base import ViewSet

from unisono.base.said import Said
from unisono.base.tasks import Errand, errands
from unisono.kit.models import Film
from unisono.languages.rules import rules_for
from unisono.languages.screen import told
from unisono.launch.tasks import make_film_versions
from unisono.newsroom.permissions import require
from unisono.newsroom.widgets import SHAPE_LABELS


class Filming:
    """How the making of a campaign's films stands."""

    def __init__(self, film: Film) -> None:
        self.film = film

    @cached_property
    def errand(self) -> Errand | None:
        """What was asked for last."""
        return next(iter(errands(self.film.campaign.public_id, make_film_versions, limit=1)), None)

    @property
    def is_running(self) -> bool:
        """Whether films are being made, or wait for it."""
        return self.errand is not None and not self.errand.is_over

    @property
    def share(self) -> int:
        """How much is done, in hundredths."""
        progress = self.errand.progress if self.errand else {}
        return round(100 * progress["done"] / progress["of"]) if progress.get("of") else 0

    @property
    def refused(self) -> str:
        """Why nothing could be made; "" where something could."""
        if self.errand is None or not self.errand.is_over:
            return ""
        if self.errand.state == "failed":
            return _("The work broke off. The worker's log says why; save the film again to start it anew.")
        return told(Said.again(self._result.get("refused", "")))

    @property
    def ready(self) -> list[str]:
        """The versions that are ready, as people call them."""
        return [version_name(name) for name in self._result.get("ready", [])]

    @property
    def failed(self) -> list[tuple[str, str]]:
        """The versions that cannot be made, each with the reason."""
        return [(version_name(name), told(Said.again(why))) for name, why in self._result.get("failed", {}).items()]

    @property
    def _result(self) -> dict[str, Any]:
        result = self.errand.result if self.errand and self.errand.is_over else None
        return result if isinstance(result, dict) else {}


def version_name(name: str) -> str:
    """Return `film:ar:story` as people call it."""
    _film, language, shape = name.split(":")
    return f"{rules_for(language).endonym} · {SHAPE_LABELS[shape]}"


@require_GET
def progress(request: HttpRequest, film: int) -> HttpResponse:
    """Return how the making stands; the script asks for it until it is over."""
    found = get_object_or_404(Film.objects.select_related("campaign"), pk=film)
    require(request.user, "edit", found.campaign)
    filming = Filming(found)
    response = TemplateResponse(request, "newsroom/film_progress.html", {"filming": filming})
    # This screen holds a form: it is not shown anew, which would lose what was typed.
    response["X-Newsroom-Over"] = "no" if filming.is_running else "quietly"
    return response


class FilmingViewSet(ViewSet):
    """The progress of films."""

    name = "filming"
    add_to_admin_menu = False

    def get_urlpatterns(self) -> list[Any]:
        """Return the route."""
        return [path("<int:film>/progress/", progress, name="progress")]
