"""What a letter says, as data: whoever posts it writes the words in the reader's language; the room does the rest."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from unisono.mail.directions import balanced

LONGEST_SUBJECT = 200
LONGEST_ADDRESS = 2000
LONGEST_RECIPIENT = 254
LONGEST_PARAGRAPH = 10_000


class BadLetter(ValueError):
    """A letter that cannot be posted; the message says what is wrong and how to mend it."""


class BadAddress(BadLetter):
    """What was given is not one e-mail address."""


@dataclass(frozen=True, slots=True)
class Content:
    """The words of one letter, plain text without any markup, in the reader's language.

    `button` and `address` go together: what the one large button says and where it leads (http or https). `small`
    is small print; `why` says why the reader gets this letter. `unsubscribe` (https or mailto) becomes a header
    by which mail programs offer to stop such letters; with `unsubscribes_by_post` it takes one click (RFC 8058).
    """

    subject: str
    paragraphs: tuple[str, ...]
    button: str = ""
    address: str = ""
    small: tuple[str, ...] = ()
    why: str = ""
    unsubscribe: str = ""
    unsubscribes_by_post: bool = False

    def as_json(self) -> dict[str, Any]:
        """Return it as the outbox keeps it."""
        return asdict(self)


def content_from(kept: Mapping[str, Any]) -> Content:
    """Return the content that the outbox has kept."""
    return Content(**{**kept, "paragraphs": tuple(kept["paragraphs"]), "small": tuple(kept["small"])})


def checked(content: Content) -> Content:
    """Return the content tidied; raises `BadLetter` where something is missing or leads nowhere."""
    subject = tidied_line(content.subject)[:LONGEST_SUBJECT].rstrip()
    paragraphs = tuple(filter(None, map(tidied, content.paragraphs)))
    button = tidied_line(content.button)
    if not subject:
        raise BadLetter(_("A letter needs a subject."))
    if not paragraphs:
        raise BadLetter(_("A letter needs at least one paragraph."))
    if bool(button) != bool(content.address):
        raise BadLetter(_("A button needs both its words and the address it leads to."))
    if content.address:
        _check_leads(content.address, ("https", "http"))
    if content.unsubscribe:
        _check_leads(content.unsubscribe, ("https", "mailto"))
    if content.unsubscribes_by_post and not content.unsubscribe.startswith("https:"):
        raise BadLetter(_("Only an address that begins with https: can take one click to unsubscribe."))
    return Content(
        subject=balanced(subject),
        paragraphs=paragraphs,
        button=button,
        address=content.address,
        small=tuple(filter(None, map(tidied, content.small))),
        why=tidied_line(content.why),
        unsubscribe=content.unsubscribe,
        unsubscribes_by_post=content.unsubscribes_by_post,
    )


def checked_address(address: str) -> str:
    """Return one e-mail address, its domain in small letters; raises `BadAddress`.

    Anything but one plain address is refused: names, lists, line ends, letters that many servers do not take.
    """
    given = address.strip(" ")
    local, _at, domain = given.rpartition("@")
    try:
        validate_email(given)
        is_good = len(given) <= LONGEST_RECIPIENT and '"' not in local and not domain.startswith("[")
    except ValidationError:
        is_good = False
    if not is_good:
        shown = tidied_line(address)[:80]
        raise BadAddress(
            _("“%s” is not one e-mail address. Write it like name@example.org, without a name or brackets.") % shown
        )
    return f"{local}@{domain.lower()}"


def tidied(text: str) -> str:
    """Return a paragraph without control characters; single line ends stay."""
    lines = [tidied_line(line) for line in re.split("\r\n|[\n\r\v\f\x85\u2028\u2029]", str(text)[:LONGEST_PARAGRAPH])]
    return "\n".join(lines).strip("\n")


def tidied_line(text: str) -> str:
    """Return one line: whatever ends a line or cannot be seen becomes a space, spaces are single, nothing is turned."""
    seen = "".join(" " if unicodedata.category(one) in ("Cc", "Zl", "Zp", "Cs") else one for one in str(text))
    return balanced(re.sub("[ \u00a0]{2,}", " ", seen)).strip(" ")


def _check_leads(address: str, schemes: tuple[str, ...]) -> None:
    """Refuse an address that leads nowhere, is too long or holds what could break out of its place."""
    fault = len(address) > LONGEST_ADDRESS or re.search(r"[\s<>\"\x00-\x20\x7f]", address) is not None
    try:
        parts = urlsplit(address)
        fault = fault or parts.scheme not in schemes or not (parts.hostname or parts.scheme == "mailto")
    except ValueError:
        fault = True
    if fault:
        shown = tidied_line(address)[:80]
        raise BadLetter(_("“%s” is no address that a letter can lead to. It must begin with https://.") % shown)
