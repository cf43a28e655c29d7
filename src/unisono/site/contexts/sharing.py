"""What stands under a page to pass it on: plain links to networks, in the words of the page's language."""

from collections.abc import Mapping
from typing import Any

from unisono.links.networks import ON_PAGES
from unisono.share.links import LABELS, share_links
from unisono.share.posts import offers
from unisono.site.contexts.linked import address
from unisono.site.contexts.survey import Survey


def share_of(survey: Survey, code: str, place: str, title: str, text: str = "", picture: str = "") -> dict[str, Any]:
    """Return links that pass a page on. `text` replaces the campaign's own posts; `picture` goes along with it."""
    texts = survey.snapshot.in_language(code).texts
    url = address(survey, code, place)
    own = dict(texts.posts)
    links = share_links(texts.language, text or own or title, url, title, (texts.hashtag,), otherwise=own)
    return {
        "url": url,
        "title": title,
        "text": text or own.get("default", title).replace("{link}", "").strip(),
        "picture": picture,
        "links": [
            {"network": link.network, "label": link.label, "href": link.href}
            for link in links
            if link.network in ON_PAGES
        ],
    }


def offered(posts: Mapping[str, str], url: str) -> list[dict[str, Any]]:
    """Return the texts to post with an address, each with the names of its networks, or `all`, or the `rest`."""
    return [
        {"text": offer.text, "scope": offer.scope, "networks": [LABELS[network] for network in offer.networks]}
        for offer in offers(posts, url)
    ]
