"""What a page weighs, what it asks for, and what it says about itself: on the real door, in three languages."""

import pytest

from browser_hands import barriers

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("installation")]

PLACES = {
    "home": "", "statement": "statement/", "news": "news/", "post": "news/the-call/", "kit": "kit/",
    "card": "kit/understand/", "frame": "kit/frame/", "film": "film/", "facts": "facts/", "corrections": "corrections/",
    "coalition": "coalition/", "act": "act/", "press": "press/", "about": "about/", "privacy": "privacy/",
    "accessibility": "accessibility/", "missing": "nowhere/",
}  # fmt: skip
#: Bytes over the wire at first view, without pictures and with them.
LIGHT, HEAVY = 50_000, 250_000


def test_every_kind_of_page_is_looked_at():
    from unisono.site.pages import page_kinds

    assert sorted(PLACES) == sorted(page_kinds())


@pytest.mark.parametrize("language", ["en", "ar", "hi"])
@pytest.mark.parametrize("kind", PLACES)
def test_page_keeps_its_budget_and_its_promises(visit, language, kind):
    page = visit(language, width=360)
    weights = {}
    page.on("response", lambda answer: weights.update({answer.url: (answer.request.resource_type, answer)}))
    page.goto(f"/{language}/{PLACES[kind]}", wait_until="networkidle")
    seen = list(weights.items())
    sizes = {url: (what, answer.request.sizes()["responseBodySize"]) for url, (what, answer) in seen}
    words = sum(size for what, size in sizes.values() if what not in {"image", "media"})
    assert words < LIGHT, sizes
    assert sum(size for _, size in sizes.values()) < HEAVY, sizes
    assert not [url for url, (what, _) in sizes.items() if what == "media"], "a film loads by itself"
    assert page.elsewhere == []
    expected = [] if kind != "missing" else page.complaints[:1]  # the browser itself reports the 404
    assert page.complaints == expected
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert barriers(page) == []
