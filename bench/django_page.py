"""The bench's page as a Django view renders it: a template, the same headers, GZipMiddleware. A WSGI application."""

import django
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

from bench.door import HEADERS, LINES

TEMPLATE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Measured</title></head><body>
{% for line in lines %}<p>{{ line }}{% if not forloop.last %}</p>
{% endif %}{% endfor %}</p></body></html>
"""

settings.configure(
    SECRET_KEY="bench",  # noqa: S106  signs nothing here
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF=__name__,
    MIDDLEWARE=["django.middleware.gzip.GZipMiddleware"],
    TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates"}],
)
django.setup()
page_template = engines["django"].from_string(TEMPLATE)


def page(request: HttpRequest) -> HttpResponse:
    """Render the page, as a site without editions does for each visitor (the middleware adds Vary)."""
    return HttpResponse(
        page_template.render({"lines": LINES}),
        headers={name: value for name, value in HEADERS.items() if name != "Vary"},
    )


urlpatterns = [path("en/", page)]
application = get_wsgi_application()
