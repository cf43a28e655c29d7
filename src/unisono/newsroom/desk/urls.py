"""Routes of the desk. They are not the editor's: translators, who cannot enter it, work here."""

from django.contrib.auth.decorators import login_required
from django.urls import path

from unisono.newsroom.desk import views
from unisono.newsroom.entrance.plain import plain

PIECE = "<uuid:campaign>/<str:language>/<uuid:piece>/"

app_name = "desk"
urlpatterns = [
    path(route, login_required(plain(view)), name=name)
    for route, view, name in (
        ("", views.index, "index"),
        ("<uuid:campaign>/comments/", views.comments, "comments"),
        ("<uuid:campaign>/<str:language>/", views.pieces, "pieces"),
        (PIECE, views.editor, "editor"),
        (f"{PIECE}history/", views.history, "history"),
        (f"{PIECE}picture/", views.picture, "picture"),
        (f"{PIECE}counts/", views.counts, "counts"),
    )
]
