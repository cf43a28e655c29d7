"""How long a post is, as each network counts it, and how much a network takes. Plain Python.

Every figure names where it was read. A count is never lower than the network's own: what fits here fits there.
Where networks differ in how they find addresses in a text, this follows the published rules of twitter-text, which
Mastodon uses as well.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from unisono.share.graphemes import graphemes, is_emoji

#: What X and Mastodon count for an address, however long it is.
ADDRESS_WEIGHT = 23
_LIGHT = ((0, 4351), (8192, 8205), (8208, 8223), (8242, 8247))
"""Code points that weigh one on X (twitter-text, configuration 3); all others weigh two."""
_ACCENTED = (
    "\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u00ff\u0100-\u024f\u0253-\u0263\u0268-\u028b\u02bb\u0300-\u036f\u1e00-\u1eff"
)
_IN_PATH = rf"[a-z\u0400-\u04ff0-9!*';:=+,.$/%#\[\]\u2013_~@|&{_ACCENTED}-]"
_IN_BRACKETS = rf"\((?:{_IN_PATH}+|{_IN_PATH}*\({_IN_PATH}+\){_IN_PATH}*)\)"
_PATH_ENDS = rf"(?:[a-z\u0400-\u04ff0-9=_#/+{_ACCENTED}-]|{_IN_BRACKETS})"
_PATH = rf"(?:{_IN_PATH}*(?:{_IN_BRACKETS}{_IN_PATH}*)*{_PATH_ENDS}|@{_IN_PATH}+/)"
_QUERY = r"\?[a-z0-9!?*'@();:&=+$/%#\[\]_.,~|-]*[a-z0-9_&=#/-]"
_AFTER_HOST = rf"(?::[0-9]+)?(?:/(?:{_PATH})?)?(?:{_QUERY})?"
_LABEL = r"(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)"
_PLAIN_LABEL = r"(?:[a-z0-9](?:[a-z0-9_-]{0,61}[a-z0-9])?\.)"
_LABELS = "{1,30}"  # bounded, like a label: what looks like a name for pages on end takes no time
_ENDING = r"[a-z]{2,24}(?![a-z0-9@+-])"
_WITH_SCHEME = rf"(?P<whole>https?://{_LABEL}{_LABELS}{_ENDING}{_AFTER_HOST})"
_DOUBTFUL = (
    rf"(?P<doubtful>https?://{_LABEL}{_LABELS}[^\W\d_]{{2,24}}{_AFTER_HOST}"
    rf"|{_PLAIN_LABEL}{_LABELS}{_ENDING}{_AFTER_HOST})"
)
_BEFORE = r"(?<![a-z0-9@$#\uff20\uff03])"
_ADDRESS = re.compile(rf"{_BEFORE}(?:{_WITH_SCHEME}|{_DOUBTFUL})", re.IGNORECASE)
_ELSEWHERE = re.compile(r"(?<![=/\w])(@[a-z0-9_]+(?:[a-z0-9_.-]+[a-z0-9_]+)?)@[\w.-]+\w", re.IGNORECASE)
_HASHTAG = re.compile(r"(?<![\w&/])[#\uff03](?=\w)")


def x_length(text: str) -> int:
    """Return how much `text` weighs on X: CJK and emoji two each, every address 23, after normalisation to NFC.

    X makes an address of a name such as example.org too, if it knows the ending. Which endings it knows changes: such
    a name counts 23, or what it weighs where that is more. So does an address whose ending has other letters than a-z.
    """
    return _with_addresses(unicodedata.normalize("NFC", text), _x_weight, True)


def mastodon_length(text: str) -> int:
    """Return the length of `text` on Mastodon: letters as readers see them, every address 23, of people on other
    servers only the name (`@ada@example.org` counts as `@ada`)."""
    return _with_addresses(text, lambda part: _letters(_ELSEWHERE.sub(r"\1", part)), False)


def _with_addresses(text: str, length: Callable[[str], int], is_bare_counted: bool) -> int:
    total, end = 0, 0
    for found in _ADDRESS.finditer(text):
        doubtful = found["doubtful"] or ""
        if not is_bare_counted and doubtful and "://" not in doubtful:
            continue
        total += length(text[end : found.start()]) + max(ADDRESS_WEIGHT, length(doubtful))
        end = found.end()
    return total + length(text[end:])


def bluesky_length(text: str) -> int:
    """Return the length of `text` on Bluesky in letters as readers see them, addresses in full."""
    return _letters(text)


def threads_length(text: str) -> int:
    """Return the length of `text` on Threads: characters, and for emoji their UTF-8 bytes."""
    return sum(len(one.encode()) if is_emoji(one) else len(one) for one in graphemes(text))


def utf16_length(text: str) -> int:
    """Return the length of `text` in UTF-16 code units: what most networks' own programs count."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def hashtags_in(text: str) -> int:
    """Return how many hashtags stand in a text."""
    return len(_HASHTAG.findall(text))


def _letters(text: str) -> int:
    return sum(1 for _ in graphemes(text))


def _x_weight(text: str) -> int:
    return sum(2 if is_emoji(one) else sum(_weight(ord(character)) for character in one) for one in graphemes(text))


def _weight(code: int) -> int:
    return 1 if any(low <= code <= high for low, high in _LIGHT) else 2


@dataclass(frozen=True, slots=True)
class Limit:
    """How much a network takes, how it counts, and where that was read.

    `bytes` of UTF-8 and `hashtags` are 0 where the network names no such limit; `under_picture` is another limit for
    words that go with a picture or a film.
    """

    most: int
    length: Callable[[str], int]
    source: str
    bytes: int = 0
    hashtags: int = 0
    under_picture: int = 0


#: Networks for which posts are written, in the order in which they are offered.
LIMITS: Mapping[str, Limit] = {
    "x": Limit(280, x_length, "https://docs.x.com/fundamentals/counting-characters"),
    "bluesky": Limit(
        300, bluesky_length, "https://github.com/bluesky-social/atproto, lexicons/app/bsky/feed/post.json", bytes=3000
    ),
    "mastodon": Limit(500, mastodon_length, "https://docs.joinmastodon.org/user/posting/; a server may allow more"),
    "threads": Limit(500, threads_length, "https://developers.facebook.com/documentation/threads/posts"),
    "instagram": Limit(
        2200,
        utf16_length,
        "Instagram's @creators account, December 2025 (hashtags; 30 before); "
        "https://developers.buffer.com/guides/character-limits.md",
        hashtags=5,
    ),
    "facebook": Limit(63206, utf16_length, "reported by many, published nowhere by Facebook"),
    "linkedin": Limit(3000, utf16_length, "https://developers.buffer.com/guides/character-limits.md"),
    "whatsapp": Limit(65536, utf16_length, "reported by many, published nowhere by WhatsApp"),
    "telegram": Limit(4096, utf16_length, "https://core.telegram.org/bots/api#sendmessage", under_picture=1024),
}
#: Networks whose limits are short enough that people write for them.
SHORT: tuple[str, ...] = ("x", "bluesky", "mastodon", "threads")


@dataclass(frozen=True, slots=True)
class Measure:
    """How a text stands on a network: `left` in the network's own count (below nought: so much too long), and what
    else is too much: bytes, hashtags. `picture_left` is what is left under a picture, where that has its own limit."""

    left: int
    bytes_over: int = 0
    hashtags_over: int = 0
    picture_left: int | None = None

    @property
    def fits(self) -> bool:
        """Whether the network takes the text."""
        return self.left >= 0 and not self.bytes_over and not self.hashtags_over


def measure(limit: Limit, text: str) -> Measure:
    """Return how a whole text, its address filled in, stands against a limit."""
    length = limit.length(text)
    return Measure(
        limit.most - length,
        max(0, len(text.encode()) - limit.bytes) if limit.bytes else 0,
        max(0, hashtags_in(text) - limit.hashtags) if limit.hashtags else 0,
        limit.under_picture - length if limit.under_picture else None,
    )
