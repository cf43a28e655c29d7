"""A letter as text and as HTML, from its words alone; and the message that leaves, with its headers."""

from dataclasses import dataclass
from email.header import Header

from django.core.mail import EmailMultiAlternatives, SafeMIMEMultipart
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from unisono.mail.content import Content
from unisono.mail.directions import direction_of, html_language, isolated, pieces
from unisono.mail.senders import From

#: Families that mail programs have anyway, by language and, failing that, for all. No font is fetched.
FAMILIES = {
    "ur": "'Noto Nastaliq Urdu', 'Urdu Typesetting', 'Jameel Noori Nastaleeq', Tahoma, sans-serif",
    "": "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', Arial, sans-serif",
}
#: Line to line, as a multiple of the letters' size: what hangs far down needs more.
LEADING = {"ur": "2.1", "ar": "1.75", "fa": "1.75", "he": "1.6", "hi": "1.7", "bn": "1.7", "": "1.55"}


@dataclass(frozen=True, slots=True)
class Envelope:
    """What a message needs besides its words. `id` is the letter's public id, `domain` our own."""

    id: str
    domain: str
    to: str
    language: str
    sender: From


def message(content: Content, envelope: Envelope) -> EmailMultiAlternatives:
    """Return the message that leaves: text, HTML and headers."""
    sender = envelope.sender
    made = _Message(
        subject=subject(content, envelope.language),
        body=text(content, envelope.language, sender.name),
        from_email=_named(sender),
        to=[envelope.to],
        reply_to=[sender.reply_to] if sender.reply_to else None,
        headers=_headers(content, envelope),
    )
    made.attach_alternative(html(content, envelope.language, sender.name), "text/html")
    return made


class _Message(EmailMultiAlternatives):
    """A message whose subject begins on the line of its name; an empty first line is suspicious to some servers."""

    def message(self) -> SafeMIMEMultipart:
        made = super().message()
        made.replace_header("Subject", Header(self.subject, "utf-8", header_name="Subject").encode(linesep=""))
        return made


def subject(content: Content, language: str) -> str:
    """Return the subject, words of the other direction isolated."""
    return isolated(content.subject, direction_of(language))


def text(content: Content, language: str, sender: str) -> str:
    """Return the letter as plain text that reads right in both directions.

    Paragraphs are not broken into lines: mail programs do that, to the width of their window. An address has a line of
    its own, without any mark that could be taken for a part of it.
    """
    direction = direction_of(language)

    def lines(said: str) -> str:
        return "\n".join(isolated(line, direction) for line in said.split("\n"))

    parts = [lines(one) for one in content.paragraphs]
    if content.button:
        parts.append(f"{lines(content.button)}\n{content.address}")
    parts += [lines(one) for one in content.small]
    parts.append("\n".join(["-- ", *(lines(one) for one in (content.why, sender) if one)]))
    return "\n\n".join(parts) + "\n"


def html(content: Content, language: str, sender: str) -> str:
    """Return the letter as one HTML document without pictures, scripts and addresses of anybody else."""
    direction = direction_of(language)

    def words(said: str) -> SafeString:
        return _isolated_html(said, direction)

    return render_to_string(
        "mail/letter.html",
        {
            "lang": html_language(language),
            "dir": direction,
            "start": "right" if direction == "rtl" else "left",
            "families": mark_safe(FAMILIES.get(language, FAMILIES[""])),  # noqa: S308  our own table
            "leading": LEADING.get(language, LEADING[""]),
            "subject": content.subject,
            "heading": words(content.subject),
            "paragraphs": [words(one) for one in content.paragraphs],
            "button": words(content.button),
            "address": content.address,
            "small": [words(one) for one in content.small],
            "why": words(content.why),
            "sender": words(sender),
        },
    )


def _isolated_html(said: str, direction: str) -> SafeString:
    other = "ltr" if direction == "rtl" else "rtl"
    lines = (
        "".join(
            f'<span dir="{other}">{escape(piece)}</span>' if is_other else str(escape(piece))
            for piece, is_other in pieces(line, direction)
        )
        for line in said.split("\n")
    )
    return mark_safe("<br>".join(lines))  # noqa: S308  every piece is escaped


def _named(sender: From) -> str:
    """The sender as a header: the name in quotation marks, which an ASCII name with a comma or full stop needs."""
    name = sender.name.replace("\\", " ").replace('"', "'")
    return f'"{name}" <{sender.address}>' if name else sender.address


def _headers(content: Content, envelope: Envelope) -> dict[str, str]:
    headers = {
        # The same at every attempt: where the answer to the first was lost, the reader's server may know the second.
        "Message-ID": f"<{envelope.id}@{envelope.domain}>",
        "Content-Language": html_language(envelope.language),
        # Nobody's absence is told to a machine.
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
    }
    if content.unsubscribe:
        headers["List-Unsubscribe"] = f"<{content.unsubscribe}>"
    if content.unsubscribes_by_post:
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers
