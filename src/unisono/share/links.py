"""Links with which people pass a page on: plain addresses, no script of any network, nobody is counted.

Every value is percent-encoded by RFC 3986 (a space is `%20`); line ends in mail are CRLF (RFC 6068).
"""

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from unisono.languages.rules import rules_for
from unisono.share.counting import LIMITS, Limit, measure
from unisono.share.posts import LINK, fitting, with_one_link


@dataclass(frozen=True, slots=True)
class ShareLink:
    """One way to pass a page on: the network's key, its proper name, the address that opens it."""

    network: str
    label: str
    href: str


@dataclass(frozen=True, slots=True)
class _Words:
    """What is passed on: the text with `{link}` in it, the address, a title, a body for mail."""

    text: str
    url: str
    title: str
    body: str

    @property
    def filled(self) -> str:
        """The whole text, the address in its place."""
        return self.text.replace(LINK, self.url)

    @property
    def apart(self) -> str:
        """The text for networks that take the address by itself: without it where it stands at the end."""
        return self.text.removesuffix(LINK).rstrip() if self.text.endswith(LINK) else self.filled

    @property
    def is_apart(self) -> bool:
        """Whether the address can be given by itself."""
        return self.text.endswith(LINK)


def _address(base: str, **values: str) -> str:
    """An address with percent-encoded values; empty ones are left out."""
    return base + "?" + "&".join(f"{name}={quote(value, safe='')}" for name, value in values.items() if value)


def _x(words: _Words) -> str:
    url = words.url if words.is_apart else ""
    return _address("https://x.com/intent/tweet", text=words.apart, url=url)


def _facebook(words: _Words) -> str:
    return _address("https://www.facebook.com/sharer/sharer.php", u=words.url)


def _threads(words: _Words) -> str:
    url = words.url if words.is_apart else ""
    return _address("https://www.threads.com/intent/post", text=words.apart, url=url)


def _bluesky(words: _Words) -> str:
    return _address("https://bsky.app/intent/compose", text=words.filled)


def _mastodon(words: _Words) -> str:
    return _address("https://share.joinmastodon.org/", text=words.filled)


def _telegram(words: _Words) -> str:
    return _address("https://t.me/share/url", url=words.url, text=words.apart)


def _whatsapp(words: _Words) -> str:
    return _address("https://wa.me/", text=words.filled)


def _linkedin(words: _Words) -> str:
    return _address("https://www.linkedin.com/sharing/share-offsite/", url=words.url)


def _reddit(words: _Words) -> str:
    return _address("https://www.reddit.com/submit", url=words.url, title=words.title, type="LINK")


def _line(words: _Words) -> str:
    return _address("https://social-plugins.line.me/lineit/share", url=words.url, text=words.apart)


def _email(words: _Words) -> str:
    return _address("mailto:", subject=words.title, body="\r\n".join(words.body.splitlines()))


def _sms(words: _Words) -> str:
    return _address("sms:", body=words.filled)


_NETWORKS: tuple[tuple[str, str, Callable[[_Words], str]], ...] = (
    ("x", "X", _x),
    ("facebook", "Facebook", _facebook),
    ("threads", "Threads", _threads),
    ("bluesky", "Bluesky", _bluesky),
    ("mastodon", "Mastodon", _mastodon),
    ("telegram", "Telegram", _telegram),
    ("whatsapp", "WhatsApp", _whatsapp),
    ("linkedin", "LinkedIn", _linkedin),
    ("reddit", "Reddit", _reddit),
    ("line", "LINE", _line),
    ("email", "E-mail", _email),
    ("sms", "SMS", _sms),
)
#: Networks on which a hashtag leads somewhere, and whose links carry the text.
_TAGGED = ("x", "bluesky", "mastodon", "threads")
NETWORKS: tuple[str, ...] = tuple(key for key, _, _ in _NETWORKS)
"""The networks' keys, in the order in which they are offered."""
LABELS: Mapping[str, str] = {key: label for key, label, _ in _NETWORKS} | {"instagram": "Instagram"}
"""The networks' proper names; one of them can be posted to, but has no address that does it."""


def share_links(
    language: str,
    text: str | Mapping[str, str],
    url: str,
    title: str,
    hashtags: Sequence[str] = (),
    otherwise: Mapping[str, str] | None = None,
) -> tuple[ShareLink, ...]:
    """Return one link a network, each with the campaign's words for it in `language`.

    `text` is one text, or the campaign's texts by place (`default`, `x`, `email_subject`, `email_body`, …),
    with `{link}` where the address goes. Where none of them fits a network, `otherwise` (texts by place) is asked,
    then `title`, the page's; else the address goes alone: nothing is cut. `hashtags` that a post does not hold yet
    are added to it where they fit, on the networks that know them.
    """
    posts = {"default": text} if isinstance(text, str) else text
    choice = (posts, otherwise or {}, {"default": title})
    return tuple(
        ShareLink(key, label, address(_words(language, choice, key, url, title, hashtags)))
        for key, label, address in _NETWORKS
    )


def _words(
    language: str, choice: Sequence[Mapping[str, str]], network: str, url: str, title: str, hashtags: Sequence[str]
) -> _Words:
    text = next(filter(None, (fitting(posts, network, url) for posts in choice)), LINK)
    if network in _TAGGED:
        text = _with_hashtags(text, url, hashtags, LIMITS[network])
    text = _marked(text, language, network, url)
    is_email, posts = network == "email", choice[0]
    subject = posts.get("email_subject", "").strip() if is_email else ""
    body = _directed(with_one_link(posts.get("email_body", "").strip() or text), language)
    return _Words(text, url, subject or title, body.replace(LINK, url))


def _marked(text: str, language: str, network: str, url: str) -> str:
    """The text with its mark of direction, unless that is one character too much: the words matter more."""
    marked = _directed(text, language)
    limit = LIMITS.get(network)
    return marked if limit is None or measure(limit, marked.replace(LINK, url)).fits else text


def _with_hashtags(text: str, url: str, hashtags: Sequence[str], limit: Limit) -> str:
    for hashtag in hashtags:
        tag = "#" + hashtag.strip().lstrip("#")
        if tag == "#" or tag.casefold() in text.casefold():
            continue
        longer = f"{text.removesuffix(LINK).rstrip()} {tag} {LINK}" if text.endswith(LINK) else f"{text} {tag}"
        if measure(limit, longer.replace(LINK, url)).fits:
            text = longer
    return text


def _directed(text: str, language: str) -> str:
    """The text with a mark in front where its first word would set it in the wrong direction.

    Networks and mail programs take the direction of a text from its first strong character: an Arabic post
    that opens with a Latin name or hashtag would stand left to right, its full stops on the wrong side.
    """
    is_rtl = rules_for(language).is_rtl
    for character in text.replace(LINK, ""):
        kind = unicodedata.bidirectional(character)
        if kind in ("L", "R", "AL"):
            mark = "\u200f" if is_rtl else "\u200e"
            return text if (kind != "L") == is_rtl else mark + text
    return text
