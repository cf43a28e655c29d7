"""What stands under a page to pass it on: plain links to networks, in the words of the page's language."""

from typing import Any

from unisono.links.networks import ON_PAGES
from unisono.share.links import share_links
from unisono.site.contexts.linked import address
from unisono.site.contexts.survey import Survey


def share_of(survey: Survey, code: str, place: str, title: str, text: str = "", picture: str = "") -> dict[str, Any]:
    """Return links that pass a page on. `text` replaces the campaign's own posts; `picture` goes along with it."""
    texts = survey.snapshot.in_language(code).texts
    url = address(survey, code, place)
    posts = text or dict(texts.posts) or title
    links = share_links(texts.language, posts, url, title, (texts.hashtag,))
    return {
        "url": url,
        "title": title,
        "text": text or dict(texts.posts).get("default", title).replace("{link}", "").strip(),
        "picture": picture,
        "links": [
            {"network": link.network, "label": link.label, "href": link.href}
            for link in links
            if link.network in ON_PAGES
        ],
    }
