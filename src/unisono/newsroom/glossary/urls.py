"""Routes of the glossary. They are not the editor's: translators, who cannot enter it, agree on words too."""

from django.urls import path

from unisono.newsroom.board.rights import seen
from unisono.newsroom.glossary import screens

app_name = "glossary"
urlpatterns = [
    path(route, seen(view), name=name)
    for route, view, name in (
        ("", screens.index, "index"),
        ("<uuid:campaign>/", screens.show, "list"),
        ("<uuid:campaign>/new/", screens.add, "add"),
        ("<uuid:campaign>/glossary.csv", screens.take_out, "csv"),
        ("<uuid:campaign>/in/", screens.take_in, "csv_in"),
        ("<uuid:campaign>/<uuid:term>/", screens.show_term, "term"),
        ("<uuid:campaign>/<uuid:term>/<str:into>/", screens.show_old_words, "old"),
    )
]
