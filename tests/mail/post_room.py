"""What tests of letters share: a mail server that can be told how to behave, and letters to post."""

import socket
from collections import defaultdict
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from types import TracebackType

from aiosmtpd.controller import Controller

from unisono.mail.content import Content  # knows no table: this is read before the rooms are loaded
from unisono.mail.ways import Way

AT = datetime(2025, 2, 1, 12, tzinfo=UTC)
INVITATION = Content(
    subject="Translate with us",
    paragraphs=("Ada invites you to translate the campaign.", "It takes an hour."),
    button="Begin",
    address="https://campaign.example.org/newsroom/begin/abc?lang=en",
    small=("The link works for seven days.",),
    why="You get this because Ada has typed your address.",
)
ARABIC = Content(
    subject="دعوة إلى الترجمة في حملة Unisono 2.0 (beta)",
    paragraphs=(
        "تدعوك Ada Lovelace من منظمة River Watch (Brussels) إلى ترجمة البيان رقم 7!",
        "أسئلة؟ اكتب إلى ada@river.example أو استعمل الوسم #RiverDay اليوم.",
    ),
    button="ابدأ الترجمة الآن",
    address="https://campaign.example.org/newsroom/begin/7f3a9c?lang=ar",
    small=("يعمل الرابط حتى 21 February 2027 فقط.",),
    why="وصلتك هذه الرسالة لأن Ada كتبت عنوانك.",
)
URDU = Content(
    subject="Unisono میں ترجمے کی دعوت",
    paragraphs=("River Watch (Brussels) کی Ada آپ کو بیان نمبر 7 کے ترجمے کی دعوت دیتی ہیں۔",),
    button="ترجمہ شروع کریں",
    address="https://campaign.example.org/newsroom/begin/7f3a9c?lang=ur",
    small=("یہ لنک سات دن تک کام کرے گا۔",),
    why="یہ خط آپ کو اس لیے ملا کہ Ada نے آپ کا پتہ لکھا۔",
)


def way_to(port: int) -> Way:
    """Return SMTP to a server on this machine."""
    return Way("smtp", "campaign@unisono.example", host="127.0.0.1", port=port)


def posted(to="reader@example.org", *, content=INVITATION, at=AT, **more):
    """Post a letter."""
    from unisono.mail.operations import post

    values = {"language": "en", "kind": "invitation", "by": "command:test"} | more
    return post(to=to, content=content, at=at, **values)


class MailServer:
    """Takes letters on a port of its own. `at_address` and `at_data` hold answers for an address, each used once."""

    def __init__(self) -> None:
        self.at_address: dict[str, list[str]] = defaultdict(list)
        self.at_data: list[object] = []
        self.at_sender: list[str] = []
        self.received: list[tuple[str, EmailMessage]] = []
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port, server_hostname="mail.test")

    def __enter__(self) -> "MailServer":
        self._controller.start()
        return self

    def __exit__(self, kind: type | None, fault: BaseException | None, trace: TracebackType | None) -> None:
        self._controller.stop(no_assert=True)

    @property
    def readers(self) -> list[str]:
        """Who got a letter, in order."""
        return [reader for reader, _letter in self.received]

    async def handle_MAIL(self, server, session, envelope, address, options):  # noqa: N802  the library's name
        if self.at_sender:
            return self.at_sender.pop(0)
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        if self.at_address[address]:
            return self.at_address[address].pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        answer = self.at_data.pop(0) if self.at_data else "250 taken"
        if isinstance(answer, str) and not answer.startswith("2"):
            return answer
        for reader in envelope.rcpt_tos:
            self.received.append((reader, message_from_bytes(envelope.content, policy=default)))
        if answer is not None and not isinstance(answer, str):
            answer()
        if not isinstance(answer, str):  # it has taken the letter, and says nothing any more
            server.transport.abort()
            return "250 unheard"
        return answer
