"""A real mail server on this machine, and an outbox."""

import pytest
from post_room import MailServer, way_to


@pytest.fixture
def server():
    """A mail server that takes, defers, refuses and drops as it is told."""
    with MailServer() as started:
        yield started


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A home of this test's own."""
    monkeypatch.setenv("UNISONO_HOME", str(tmp_path))
    return tmp_path


@pytest.fixture
def send(server, settings):
    """Deliver what is due at an instant, through the mail server."""
    from unisono.mail.delivery import deliver
    from unisono.mail.transports import transport_for

    settings.MAIL = way_to(server.port)

    def delivered(at, pace=None):
        return deliver(clock=lambda: at, transport=transport_for(settings.MAIL), pace=pace)

    return delivered
