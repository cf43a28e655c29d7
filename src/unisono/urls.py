"""Web routes. Everything here lives under /newsroom/ (and later /partners/): the door sends nothing else on."""

from django.conf import settings
from django.urls import include, path
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from unisono.mail.listening import listening_urls
from unisono.newsroom.previews import preview, stored

urlpatterns = [
    path("newsroom/preview/<uuid:campaign>/drafts/<path:path>", preview, {"drafts": True}, name="preview_drafts"),
    path("newsroom/preview/<uuid:campaign>/<path:path>", preview, name="preview"),
    path("newsroom/previews/", include("unisono.newsroom.showing.urls")),
    path("newsroom/preview-link/", include("unisono.newsroom.showing.visiting_urls")),
    path("newsroom/media/<path:path>", stored, name="stored"),
    path("newsroom/mail-service/", include(listening_urls(settings.MAIL))),
    path("newsroom/", include("unisono.newsroom.entrance.urls")),
    path("newsroom/desk/", include("unisono.newsroom.desk.urls")),
    path("newsroom/board/", include("unisono.newsroom.board.urls")),
    path("newsroom/glossary/", include("unisono.newsroom.glossary.urls")),
    path("newsroom/", include("unisono.newsroom.pieces.presence")),
    path("newsroom/documents/", include(wagtaildocs_urls)),
    path("newsroom/", include(wagtailadmin_urls)),
]
