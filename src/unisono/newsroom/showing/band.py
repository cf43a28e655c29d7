"""The band that stands over every page of a preview link, and is in no edition."""

from datetime import date

from django.templatetags.static import static
from django.utils import translation
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from unisono.languages.names import date_text
from unisono.languages.rules import rules_for
from unisono.launch.models import Wording
from unisono.newsroom.entrance.plain import SPOKEN

#: What the site's pages say of referrers. An address under a link is nobody's business.
REFERRER = '<meta name="referrer" content="{}">'


def with_band(html: str, *, language: str, wording: str, missing: int, until: date) -> str:
    """Return a page with the band over it, in the page's language (in English where we do not speak that).

    `until` is the link's last day; `missing` counts the texts of the campaign without translation.
    """
    head = format_html('<link rel="stylesheet" href="{}"></head>', static("newsroom/band.css"))
    quiet = html.replace(REFERRER.format("same-origin"), REFERRER.format("no-referrer"), 1)
    opened, _body, rest = quiet.replace("</head>", head, 1).partition("<body")
    attributes, _end, content = rest.partition(">")
    return f"{opened}<body{attributes}>{_band(language, wording, missing, until)}{content}"


def _band(language: str, wording: str, missing: int, until: date) -> str:
    said = language if language in SPOKEN else "en"
    with translation.override(said):
        sentences = [_("This link works until %(date)s.") % {"date": date_text(until, said)}]
        if wording != Wording.APPROVED:
            sentences.append(_("With drafts."))
        if missing:
            lacking = ngettext(
                "%(number)d text is not translated yet.", "%(number)d texts are not translated yet.", missing
            )
            sentences.append(lacking % {"number": missing})
        return format_html(
            '<aside class="preview-band" lang="{}" dir="{}" aria-label="{}"><p><strong>{}</strong> {}</p></aside>',
            said,
            rules_for(said).direction,
            _("About this preview"),
            _("Preview: not public."),
            " ".join(sentences),
        )
