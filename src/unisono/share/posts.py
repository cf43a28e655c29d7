"""The text of a post, chosen for a network.

A campaign writes `default` (the general text) and, where it wants, a text for a network; `{link}` stands where the
address goes. A network gets its own text where that fits, else the general one where that fits, else none: no post
is ever cut.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from unisono.share.counting import LIMITS, measure

LINK = "{link}"
#: The general text's place.
GENERAL = "default"
#: Places of texts that are no posts.
LETTER = ("email_subject", "email_body")


@dataclass(frozen=True, slots=True)
class Offer:
    """One text, its address filled in, with the networks that get it.

    `scope` says how to call them: `all` of them, the `rest` (those that no other text is for), or each by its name.
    """

    text: str
    networks: tuple[str, ...]
    scope: Literal["all", "rest", "named"] = "named"


def post_text(posts: Mapping[str, str], network: str, url: str) -> str:
    """Return the text to post on a network, with `url` in its place; "" where there is none that fits.

    `posts` are the campaign's texts by place (`default`, `x`, `mastodon`, …).
    """
    return fitting(posts, network, url).replace(LINK, url)


def fitting(posts: Mapping[str, str], network: str, url: str) -> str:
    """Return the text for a network as `post_text` does, with `{link}` still in it, exactly once."""
    limit = LIMITS.get(network)
    for place in (network, GENERAL):
        text = posts.get(place, "").strip()
        if text and (limit is None or measure(limit, filled(text, url)).fits):
            return with_one_link(text)
    return ""


def offers(posts: Mapping[str, str], url: str) -> tuple[Offer, ...]:
    """Return what there is to post, each text with who gets it: those of networks first, then the general one.

    A text that fits no network is not among them.
    """
    by_text: dict[str, list[str]] = {}
    for network in LIMITS:
        if text := post_text(posts, network, url):
            by_text.setdefault(text, []).append(network)
    general = filled(posts.get(GENERAL, ""), url)
    is_whole = sum(map(len, by_text.values())) == len(LIMITS)
    found = [Offer(text, tuple(networks)) for text, networks in by_text.items() if text != general]
    if general in by_text:
        scope: Literal["all", "rest", "named"] = "named" if not is_whole else "rest" if found else "all"
        found.append(Offer(general, tuple(by_text[general]), scope))
    return tuple(found)


def filled(text: str, url: str) -> str:
    """Return a text with its address as it is posted; "" for no text."""
    return with_one_link(text.strip()).replace(LINK, url) if text.strip() else ""


def with_one_link(text: str) -> str:
    """Return the text with exactly one place for the address: the first one it names, or its end."""
    if LINK not in text:
        return f"{text} {LINK}"
    before, _, after = text.partition(LINK)
    return before + LINK + after.replace(LINK, "")
