"""Routes of the board. They are not the editor's: translators, who cannot enter it, see the board too."""

from django.urls import path

from unisono.newsroom.board import reminder_screens, screens
from unisono.newsroom.board.rights import seen
from unisono.newsroom.entrance.plain import plain

app_name = "board"
urlpatterns = [
    path("", seen(screens.index), name="index"),
    path("<uuid:campaign>/", seen(screens.show), name="board"),
    path("<uuid:campaign>/board.csv", seen(screens.take_out), name="csv"),
    path("<uuid:campaign>/step/", seen(screens.step), name="step"),
    path("<uuid:campaign>/late/", seen(screens.choose_rule), name="late"),
    path("<uuid:campaign>/reminders/", seen(reminder_screens.show), name="reminders"),
    path("<uuid:campaign>/reminders/now/", seen(reminder_screens.send_now), name="remind_now"),
    path("<uuid:campaign>/reminders/choose/", seen(reminder_screens.choose), name="choose_reminders"),
    path("reminders/<str:token>/", plain(reminder_screens.stop), name="stop"),
    path("<uuid:campaign>/po/<str:language>/", seen(screens.take_out_po), name="po"),
    path("<uuid:campaign>/po/<str:language>/in/", seen(screens.take_in_po), name="po_in"),
]
