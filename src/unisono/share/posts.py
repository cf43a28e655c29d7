"""The text of a post, chosen for a network and counted as that network counts.

A campaign writes `default` and, where it wants, a text for a network; `{link}` stands where the address goes.
A text that is too long gives way to a shorter one of the campaign's own; only when none fits is one cut,
between words where the script has spaces, and never inside a letter.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from unisono.share.graphemes import graphemes, is_emoji

LINK = "{link}"
ELLIPSIS = "…"
_ADDRESS = re.compile(r"https?://[^\s<>\"]+")
_LOOSE_END = re.compile(r"[\s,;:.…،؛,、。;:–—(«“-]+$")
_LIGHT = ((0, 4351), (8192, 8205), (8208, 8223), (8242, 8247))
"""Code points that weigh one on X (twitter-text, configuration 3); all others weigh two."""


class NoText(ValueError):
    """There is no text to post; the message says which one to write."""


def x_length(text: str) -> int:
    """Return how much `text` weighs on X: CJK and emoji two each, every address 23."""
    return _with_links(unicodedata.normalize("NFC", text), _x_weight, 23)


def mastodon_length(text: str) -> int:
    """Return the length of `text` on Mastodon: letters as readers see them, every address 23."""
    return _with_links(text, lambda part: sum(1 for _ in graphemes(part)), 23)


def bluesky_length(text: str) -> int:
    """Return the length of `text` on Bluesky in letters as readers see them, addresses in full."""
    return sum(1 for _ in graphemes(text))


def threads_length(text: str) -> int:
    """Return the length of `text` on Threads: characters, and for emoji their UTF-8 bytes."""
    return sum(len(one.encode()) if is_emoji(one) else len(one) for one in graphemes(text))


@dataclass(frozen=True, slots=True)
class Limit:
    """How long a post may be on a network, and how it is counted there."""

    most: int
    length: Callable[[str], int]


LIMITS: Mapping[str, Limit] = {
    "x": Limit(280, x_length),
    "bluesky": Limit(300, bluesky_length),
    "mastodon": Limit(500, mastodon_length),
    "threads": Limit(500, threads_length),
}
"""Networks that refuse a post which is too long; the others take any text that a campaign may write."""


def post_text(posts: Mapping[str, str], network: str, url: str, limit: int | None = None) -> str:
    """Return the text to post on a network, with `url` in its place.

    `posts` are the campaign's texts by place (`default`, `x`, `mastodon`, …); `limit` is another greatest
    length than the network's own (a Mastodon server may set one), counted as the network counts. Raises
    `NoText` when there is neither a text for the network nor a default, `ValueError` when not even the
    address fits.
    """
    return fitted(posts, network, url, limit).replace(LINK, url)


def fitted(posts: Mapping[str, str], network: str, url: str, limit: int | None = None) -> str:
    """Return the text for a network as `post_text` does, with `{link}` still in it, exactly once."""
    own = LIMITS.get(network, Limit(0, bluesky_length))
    most = own.most if limit is None else limit
    candidates = _candidates(posts, network)
    if most <= 0:
        return candidates[0]
    for text in candidates:
        if own.length(text.replace(LINK, url)) <= most:
            return text
    return _cut(candidates[-1], url, Limit(most, own.length))


def _candidates(posts: Mapping[str, str], network: str) -> list[str]:
    """The campaign's texts: the network's own, the default, then the others, the longest first."""
    first = [posts[place] for place in (network, "default") if posts.get(place, "").strip()]
    if not first:
        raise NoText(f'there is no text for {network}: write "default" in the campaign\'s posts')
    others = [text for place, text in posts.items() if not place.startswith("email_") and text.strip()]
    texts = first + sorted(others, key=lambda text: (-len(text), text))
    return list(dict.fromkeys(_with_one_link(text.strip()) for text in texts))


def _with_one_link(text: str) -> str:
    """The text with exactly one place for the address: the first one it names, or its end."""
    if LINK not in text:
        return f"{text} {LINK}"
    before, _, after = text.partition(LINK)
    return before + LINK + after.replace(LINK, "")


def _cut(text: str, url: str, limit: Limit) -> str:
    """The beginning of a text, an ellipsis, the address; the address alone where nothing else fits."""
    if limit.length(url) > limit.most:
        raise ValueError(f"the address alone is longer than {limit.most}: give a shorter one, or allow a longer post")
    whole = " ".join(text.replace(LINK, " ").split())
    kept, best, at_space = "", "", ""
    for letter in graphemes(whole):
        if letter == " ":
            at_space = kept
        kept += letter
        if limit.length(f"{_trimmed(kept)}{ELLIPSIS} {url}") > limit.most:
            break
        best = kept
    chosen = _trimmed(at_space if len(at_space) * 2 > len(best) else best)
    return f"{chosen}{ELLIPSIS} {LINK}" if chosen else LINK


def _trimmed(text: str) -> str:
    return _LOOSE_END.sub("", text)


def _with_links(text: str, length: Callable[[str], int], link: int) -> int:
    parts = _ADDRESS.split(text)
    return sum(length(part) for part in parts) + link * (len(parts) - 1)


def _x_weight(text: str) -> int:
    return sum(2 if is_emoji(one) else sum(_weight(ord(character)) for character in one) for one in graphemes(text))


def _weight(code: int) -> int:
    return 1 if any(low <= code <= high for low, high in _LIGHT) else 2
