"""Django's entry to the room."""

from django.apps import AppConfig


class BaseConfig(AppConfig):
    """The little that every room needs."""

    name = "unisono.base"
    label = "base"
