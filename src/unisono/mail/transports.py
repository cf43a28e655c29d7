"""The three ways out. Each answers for one letter at a time, in the same few words, whatever happened out there."""

import logging
import os
import re
import smtplib
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from anymail.exceptions import (
    AnymailAPIError,
    AnymailConfigurationError,
    AnymailError,
    AnymailRecipientsRefused,
)
from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection

from unisono.base.home import home
from unisono.mail.models import Reason
from unisono.mail.ways import Way

log = logging.getLogger(__name__)

#: Seconds that a server may be silent.
PATIENCE = 30
#: How much of an answer is kept.
KEPT_OF_ANSWER = 500


class Trouble(Exception):
    """Nothing can be sent at all at present; the message says why. It is nobody's letter that is at fault."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one attempt: `verdict` is sent | later | refused | held; `said` is the server's answer.

    `is_bounce` says that the address takes no letters at all; `line_is_broken` that the connection must be made anew.
    """

    verdict: str
    reason: Any = Reason.NONE
    said: str = ""
    service_id: str = ""
    is_bounce: bool = False
    line_is_broken: bool = False


class Transport(Protocol):
    """A way out."""

    def open(self) -> None:
        """Make ready to send; raises `Trouble`."""

    def send(self, message: EmailMultiAlternatives, name: str) -> Outcome:
        """Send one message; raises `Trouble` where none can be sent. `name` names the letter in a folder."""

    def close(self) -> None:
        """Let go of the connection."""


def transport_for(way: Way) -> Transport:
    """Return the transport that the settings choose."""
    transports: dict[str, Callable[[Way], Transport]] = {"file": Files, "smtp": Smtp, "service": Service}
    return transports[way.kind](way)


# -- files


def folder() -> Path:
    """Return where letters in files lie."""
    return home().root / "mail"


def file_name(posted_at: datetime, id: object) -> str:
    """Return the name of a letter's file: the same at every attempt."""
    return f"{posted_at:%Y%m%d-%H%M%S}-{id}.eml"


class Files:
    """Writes letters into a folder, for trials and demonstrations: nothing is sent."""

    def __init__(self, way: Way) -> None:
        self.folder = folder()

    def open(self) -> None:
        """Make the folder, for this user alone: letters may hold addresses that sign somebody in."""
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as fault:
            raise Trouble(f"{self.folder}: {fault.strerror}") from fault

    def send(self, message: EmailMultiAlternatives, name: str) -> Outcome:
        """Write one letter, whole or not at all."""
        try:
            handle, temporary = tempfile.mkstemp(dir=self.folder, suffix=".part")
            with os.fdopen(handle, "wb") as file:
                file.write(message.message().as_bytes(linesep="\r\n"))
            Path(temporary).replace(self.folder / name)
        except OSError as fault:
            raise Trouble(f"{self.folder}: {fault.strerror}") from fault
        return Outcome("sent")

    def close(self) -> None:
        """Nothing is open."""


# -- SMTP


class Smtp:
    """Hands letters to a mail server."""

    def __init__(self, way: Way) -> None:
        self.where = f"{way.host}:{way.port}"
        self.connection = get_connection(
            "django.core.mail.backends.smtp.EmailBackend",
            host=way.host,
            port=way.port,
            username=way.user,
            password=way.password,
            use_tls=way.security == "tls",
            use_ssl=way.security == "ssl",
            timeout=PATIENCE,
        )

    def open(self) -> None:
        """Connect, encrypt, sign in."""
        try:
            self.connection.open()
        except smtplib.SMTPAuthenticationError as fault:
            raise Trouble(f"{self.where} does not accept user and password ({_answer(fault)})") from fault
        except (OSError, smtplib.SMTPException) as fault:
            raise Trouble(f"{self.where} does not answer as a mail server should ({_answer(fault)})") from fault

    def send(self, message: EmailMultiAlternatives, name: str) -> Outcome:
        """Send one letter and read the answer by its code: 4xx is later, 5xx is never."""
        try:
            self.connection.send_messages([message])
        except smtplib.SMTPRecipientsRefused as refused:
            code, said = next(iter(refused.recipients.values()))
            return _of_recipient(code, _text(said))
        except smtplib.SMTPSenderRefused as refused:
            return _of_sender(refused.smtp_code, _text(refused.smtp_error))
        except smtplib.SMTPDataError as refused:
            return _of_data(refused.smtp_code, _text(refused.smtp_error))
        except smtplib.SMTPNotSupportedError as fault:
            return Outcome("refused", Reason.UNSENDABLE, _answer(fault))
        except smtplib.SMTPResponseException as fault:
            verdict = "later" if fault.smtp_code < 500 else "refused"
            return Outcome(verdict, Reason.DEFERRED if verdict == "later" else Reason.UNWANTED, _answer(fault))
        except (OSError, smtplib.SMTPException) as fault:
            return Outcome("later", Reason.NO_ANSWER, _answer(fault), line_is_broken=True)
        return Outcome("sent")

    def close(self) -> None:
        """Say good-bye, whether or not anybody hears it."""
        try:
            self.connection.close()
        except (OSError, smtplib.SMTPException) as fault:
            log.debug("%s: %s", self.where, fault)
            self.connection.connection = None


def _of_recipient(code: int, said: str) -> Outcome:
    """The server's answer to the address. A 5xx is a bounce, unless it speaks of a full mailbox or of a policy."""
    if code == 421 or code < 500:
        return Outcome("later", Reason.DEFERRED, f"{code} {said}", line_is_broken=code == 421)
    detail = _detail(said)
    if code == 552 or detail.startswith("5.2.2"):
        return Outcome("refused", Reason.FULL, f"{code} {said}")
    if detail.startswith("5.7"):
        return Outcome("refused", Reason.UNWANTED, f"{code} {said}")
    return Outcome("refused", Reason.NO_MAILBOX, f"{code} {said}", is_bounce=True)


def _of_sender(code: int, said: str) -> Outcome:
    if code == 552:  # a letter that is too large is refused before it is sent
        return Outcome("refused", Reason.UNWANTED, f"{code} {said}")
    if code < 500:
        return Outcome("later", Reason.DEFERRED, f"{code} {said}", line_is_broken=code == 421)
    return Outcome("held", Reason.SENDER, f"{code} {said}")


def _of_data(code: int, said: str) -> Outcome:
    if code < 500:
        return Outcome("later", Reason.DEFERRED, f"{code} {said}", line_is_broken=code == 421)
    return Outcome("refused", Reason.UNWANTED, f"{code} {said}")


def _detail(said: str) -> str:
    """The enhanced code of RFC 3463 at the beginning of an answer; "" where there is none."""
    found = re.match(r"[245]\.\d{1,3}\.\d{1,3}\b", said)
    return found[0] if found else ""


def _text(said: object) -> str:
    shown = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    return " ".join(shown.split())[:KEPT_OF_ANSWER]


def _answer(fault: BaseException) -> str:
    """What a fault says, in one line."""
    if isinstance(fault, smtplib.SMTPResponseException):
        return f"{fault.smtp_code} {_text(fault.smtp_error)}"
    if isinstance(fault, OSError) and fault.strerror:
        return _text(fault.strerror)
    return _text(fault) or type(fault).__name__


# -- services


class Service:
    """Hands letters to a mail service, through Anymail."""

    def __init__(self, way: Way) -> None:
        self.way = way
        self.connection: Any = None

    def open(self) -> None:
        """Look whether the service's keys are there; nothing is asked of it yet."""
        try:
            self.connection = get_connection(self.way.backend)
            self.connection.open()
        except AnymailConfigurationError as fault:
            raise Trouble(f"{self.way.service} is not set up: {_answer(fault)}") from fault

    def send(self, message: EmailMultiAlternatives, name: str) -> Outcome:
        """Send one letter and read what the service says."""
        sent: Any = message
        try:
            self.connection.send_messages([sent])
        except AnymailRecipientsRefused as fault:
            return Outcome("refused", Reason.NO_MAILBOX, _answer(fault), is_bounce=True)
        except AnymailAPIError as fault:
            return self._of_fault(fault)
        except (AnymailError, ValueError, TypeError) as fault:
            return Outcome("refused", Reason.UNSENDABLE, _answer(fault))
        except OSError as fault:
            return Outcome("later", Reason.NO_ANSWER, _answer(fault), line_is_broken=True)
        return Outcome("sent", service_id=str(sent.anymail_status.message_id or "")[:255])

    def _of_fault(self, fault: AnymailAPIError) -> Outcome:
        code = fault.status_code
        if code in (401, 403):
            raise Trouble(f"{self.way.service} does not accept our keys ({_answer(fault)})") from fault
        if code is None or code < 400:  # it may have taken the letter; what it said could not be read
            return Outcome("later", Reason.NO_ANSWER, _answer(fault), line_is_broken=True)
        if code == 429 or code >= 500:
            return Outcome("later", Reason.DEFERRED, _answer(fault))
        return Outcome("refused", Reason.UNWANTED, _answer(fault))

    def close(self) -> None:
        """Let go of the connection."""
        if self.connection is not None:
            self.connection.close()
            self.connection = None


def current_transport() -> Transport:
    """Return the transport of this installation."""
    return transport_for(settings.MAIL)
