"""The web process, as WSGI."""

import os

import unisono.base.sqlite  # noqa: F401  first of all: see there

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "unisono.settings")

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
