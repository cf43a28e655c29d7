"""Letters through a mail service: a real request to something that answers as Postmark does, and its reports back."""

import importlib
import json
import threading
from base64 import b64encode
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.test import Client
from django.urls import clear_url_caches
from post_room import AT, posted

from unisono.mail.delivery import deliver
from unisono.mail.models import Bounce, Letter, PostOffice
from unisono.mail.transports import transport_for
from unisono.mail.ways import chosen_way

pytestmark = pytest.mark.django_db
INACTIVE = (
    "You tried to send to recipient(s) that have been marked as inactive. "
    "Found inactive addresses: reader@example.org. Inactive recipients are ones that have bounced."
)
SECRET = "ada:a-long-enough-secret"


class _Answers(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append((dict(self.headers), body))
        status, answer = self.server.answers.pop(0)
        said = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    def log_message(self, *_given: object) -> None:
        """Say nothing."""


@contextmanager
def answering(*answers):
    with HTTPServer(("127.0.0.1", 0), _Answers) as server:
        server.answers, server.asked = list(answers), []
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture
def service(settings):
    """Choose the service at an address of this machine."""

    def choose(port: int = 1):
        settings.MAIL = chosen_way(
            url="postmark:",
            keys={"POSTMARK_SERVER_TOKEN": "token", "POSTMARK_API_URL": f"http://127.0.0.1:{port}/"},
            sender="campaign@unisono.example",
            origin="https://unisono.example",
            webhook_secret=SECRET,
            limits={},
            kept_days=30,
        )
        settings.ANYMAIL = settings.MAIL.anymail

    return choose


def taken(to="reader@example.org", id="pm-1"):
    return 200, {"To": to, "SubmittedAt": "2027-02-01T12:00:00Z", "MessageID": id, "ErrorCode": 0, "Message": "OK"}


def deliver_through(service, *answers, at=AT):
    with answering(*answers) as server:
        service(server.server_address[1])
        from django.conf import settings

        done = deliver(clock=lambda: at, transport=transport_for(settings.MAIL))
    return done, server.asked


def test_service_gets_the_whole_letter_and_is_told_not_to_track(service):
    letter = posted()
    done, [(headers, body)] = deliver_through(service, taken())
    letter.refresh_from_db()
    assert done == {"sent": 1}
    assert (letter.state, letter.service_id) == ("sent", "pm-1")
    assert headers["X-Postmark-Server-Token"] == "token"
    assert (body["To"], body["Subject"]) == ("reader@example.org", "Translate with us")
    assert body["TrackOpens"] is False
    assert body["TrackLinks"] == "None"
    assert {one["Name"]: one["Value"] for one in body["Headers"]}["Auto-Submitted"] == "auto-generated"
    assert body["HtmlBody"].startswith("<!doctype html>")
    assert body["TextBody"].startswith("Ada invites you")


@pytest.mark.parametrize(
    ("answer", "stands", "is_bounce"),
    [
        ((503, {"Message": "busy"}), ("waiting", "deferred", 1), False),
        ((429, {"Message": "slowly"}), ("waiting", "deferred", 1), False),
        ((200, b"not json"), ("waiting", "no-answer", 1), False),
        ((422, {"ErrorCode": 300, "Message": "Invalid 'From' address"}), ("failed", "unwanted", 1), False),
        (
            (
                422,
                {"ErrorCode": 406, "Message": INACTIVE},
            ),
            ("failed", "no-mailbox", 1),
            True,
        ),
    ],
)
def test_answers_of_the_service_are_told_apart(service, answer, stands, is_bounce):
    letter = posted()
    deliver_through(service, answer)
    letter.refresh_from_db()
    assert (letter.state, letter.reason, letter.attempts) == stands
    assert Bounce.objects.exists() is is_bounce


def test_service_that_does_not_know_us_closes_the_post_office(service):
    letter = posted()
    deliver_through(service, (401, {"ErrorCode": 10, "Message": "Bad or missing Server API token."}))
    letter.refresh_from_db()
    assert (letter.state, letter.attempts) == ("waiting", 0)
    assert "postmark does not accept our keys" in PostOffice.objects.get().trouble


def test_service_that_is_away_is_tried_again_later(service, settings):
    letter = posted()
    service(1)
    assert deliver(clock=lambda: AT, transport=transport_for(settings.MAIL)) == {"later": 1}
    letter.refresh_from_db()
    assert (letter.state, letter.reason) == ("waiting", "no-answer")


# -- what it reports back


@pytest.fixture
def hook(service, settings):
    """Report something as the service does."""
    from unisono import urls

    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    service()
    importlib.reload(urls)
    clear_url_caches()

    def report(body, secret=SECRET):
        headers = {"HTTP_AUTHORIZATION": f"Basic {b64encode(secret.encode()).decode()}"} if secret else {}
        url = "/newsroom/mail-service/postmark/tracking/"
        return Client(HTTP_HOST="127.0.0.1").post(url, json.dumps(body), content_type="application/json", **headers)

    return report


@pytest.fixture(autouse=True)
def routes_as_they_were(settings):
    """Leave the routes of this installation's own settings."""
    way = settings.MAIL
    yield
    from unisono import urls

    settings.MAIL = way
    importlib.reload(urls)
    clear_url_caches()


def returned(kind="HardBounce", id="pm-1", to="reader@example.org", record="Bounce"):
    return {
        "RecordType": record,
        "Type": kind,
        "MessageID": id,
        "Email": to,
        "Recipient": to,
        "BouncedAt": "2027-02-01T13:00:00Z",
        "ID": 7,
        "Details": "smtp;550 5.1.1 unknown",
        "Description": "The server was unable to deliver your message.",
    }


def test_report_of_a_bounce_fails_the_letter_and_remembers_the_address(service, hook):
    letter = posted()
    deliver_through(service, taken())
    assert hook(returned(to="Reader@example.org")).status_code == 200
    letter.refresh_from_db()
    assert (letter.state, letter.reason, letter.answer) == ("failed", "bounced", "smtp;550 5.1.1 unknown")
    assert Bounce.objects.get().reason == "bounced"


def test_report_of_a_complaint_leaves_the_letter_sent_and_holds_the_next(service, hook):
    letter = posted()
    deliver_through(service, taken())
    assert hook(returned("SpamComplaint", record="SpamComplaint")).status_code == 200
    letter.refresh_from_db()
    assert letter.state == "sent"
    following = posted()
    deliver_through(service)
    following.refresh_from_db()
    assert (following.state, following.reason) == ("held", "complained")


def test_report_without_the_secret_is_refused(service, hook):
    letter = posted()
    deliver_through(service, taken())
    assert [hook(returned(), secret).status_code for secret in ("", "ada:wrong-secret-here")] == [400, 400]
    letter.refresh_from_db()
    assert letter.state == "sent"
    assert not Bounce.objects.exists()


def test_report_of_a_delivery_changes_nothing(service, hook):
    posted()
    deliver_through(service, taken())
    delivery = {"RecordType": "Delivery", "MessageID": "pm-1", "Recipient": "reader@example.org"}
    assert hook(delivery | {"DeliveredAt": "2027-02-01T13:00:00Z"}).status_code == 200
    assert Letter.objects.get().state == "sent"


def test_report_of_somebody_elses_letter_changes_none_of_ours(service, hook):
    letter = posted()
    deliver_through(service, taken())
    hook(returned(to="stranger@example.org"))
    letter.refresh_from_db()
    assert letter.state == "sent"


def test_nothing_listens_where_no_service_is_chosen(settings):
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    answer = Client(HTTP_HOST="127.0.0.1").post("/newsroom/mail-service/postmark/tracking/", "{}", "application/json")
    assert answer.status_code in (302, 404)
