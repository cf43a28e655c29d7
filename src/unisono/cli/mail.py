"""What `unisono doctor` says of mail: how letters leave, whether the server takes them, and a letter as proof."""

from uuid import uuid4

from unisono.cli.output import Refused
from unisono.mail.ways import Way

TEST_SUBJECT = "A test letter from Unisono"
TEST_PARAGRAPH = "If you can read this, Unisono can send letters to you. Nothing else needs to be done."
TEST_WHY = "You get this because somebody who looks after Unisono has typed your address into `unisono doctor --mail`."


def way_in_words(way: Way) -> str:
    """Say how letters leave, without a secret."""
    if way.kind == "file":
        from unisono.mail.transports import folder

        return f"letters are written into {folder()}; nothing is really sent"
    if way.kind == "smtp":
        how = {"tls": "encrypted (STARTTLS)", "ssl": "encrypted (TLS)", "": "unencrypted"}[way.security]
        return f"letters from {way.sender} leave through {way.host}:{way.port}, {how}"
    heard = "reports are heard" if way.hears_back else "reports are not heard"
    return f"letters from {way.sender} leave through the service {way.service}; {heard}"


def advice_on(way: Way) -> str:
    """Say what could be better about a way that works."""
    if way.kind == "file":
        return "to send them, set UNISONO_MAIL_URL: docs/how-to/send-mail.md"
    if way.is_open_to_listeners:
        return "letters and password can be read on their way: use smtp+tls:// or smtp+ssl://"
    if way.kind == "service" and not way.hears_back:
        return "set UNISONO_MAIL_WEBHOOK_SECRET, so that addresses that take no letters are noticed"
    return ""


def what_is_wrong(way: Way) -> str:
    """Connect as a delivery does and say what is wrong; "" where all is well."""
    from unisono.mail.transports import Trouble, transport_for

    transport = transport_for(way)
    try:
        transport.open()
    except Trouble as trouble:
        return str(trouble)
    finally:
        transport.close()
    return ""


def send_test_letter(address: str, way: Way) -> str:
    """Send a letter past the outbox, so that the server's answer is seen at once; returns what became of it.

    Raises `Refused` with what the server said.
    """
    from datetime import UTC, datetime

    from unisono.mail.content import BadLetter, Content, checked, checked_address
    from unisono.mail.rendering import Envelope, message
    from unisono.mail.senders import sender_for
    from unisono.mail.transports import Trouble, file_name, folder, transport_for

    try:
        to = checked_address(address)
    except BadLetter as why:
        raise Refused(str(why)) from None
    content = checked(Content(subject=TEST_SUBJECT, paragraphs=(TEST_PARAGRAPH,), why=TEST_WHY))
    id = f"test-{uuid4()}"
    name = file_name(datetime.now(UTC), id)
    transport = transport_for(way)
    try:
        transport.open()
        outcome = transport.send(message(content, Envelope(id, way.domain, to, "en", sender_for(None))), name)
    except Trouble as trouble:
        raise Refused(f"The letter could not be sent: {trouble}.") from None
    finally:
        transport.close()
    if outcome.verdict != "sent":
        raise Refused(f"The letter was not taken. {outcome.reason.label} The server said: {outcome.said}")
    if way.kind == "file":
        return f"A test letter to {to} lies in {folder() / name}; nothing was sent."
    return f"The mail server has taken a test letter to {to}. If it does not arrive, look among the unwanted ones."
