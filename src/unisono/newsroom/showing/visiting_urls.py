"""Routes of preview links, for people without an account."""

from django.urls import path

from unisono.newsroom.showing.visiting import enter, guarded, visit

urlpatterns = [
    path("<str:token>/", guarded(enter), name="preview_link"),
    path("of/<uuid:link>/", guarded(visit), {"path": ""}, name="preview_link_first"),
    path("of/<uuid:link>/<path:path>", guarded(visit), name="preview_link_page"),
]
