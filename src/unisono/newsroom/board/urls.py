"""Routes of the board. They are not the editor's: translators, who cannot enter it, see the board too."""

from django.urls import path

from unisono.newsroom.board import screens
from unisono.newsroom.board.rights import seen

app_name = "board"
urlpatterns = [
    path("", seen(screens.index), name="index"),
    path("<uuid:campaign>/", seen(screens.show), name="board"),
    path("<uuid:campaign>/board.csv", seen(screens.take_out), name="csv"),
    path("<uuid:campaign>/step/", seen(screens.step), name="step"),
    path("<uuid:campaign>/late/", seen(screens.choose_rule), name="late"),
    path("<uuid:campaign>/po/<str:language>/", seen(screens.take_out_po), name="po"),
    path("<uuid:campaign>/po/<str:language>/in/", seen(screens.take_in_po), name="po_in"),
]
