"""Letters on their way, through a real mail server that takes, defers, refuses and falls silent."""

from dataclasses import replace
from datetime import timedelta

import pytest
from post_room import AT, posted, way_to

from unisono.ledger.models import Entry
from unisono.mail import delivery
from unisono.mail.delivery import ATTEMPTS, CLOSINGS, LEASE, PAUSES, Pace, deliver, take_next
from unisono.mail.models import Bounce, Letter, PostOffice, Reason, State
from unisono.mail.operations import release, try_again
from unisono.mail.transports import transport_for

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


def state(letter) -> tuple[str, str, int]:
    letter.refresh_from_db()
    return letter.state, letter.reason, letter.attempts


def test_letter_that_is_taken_is_sent_once(server, send):
    letter = posted()
    assert send(AT) == {"sent": 1}
    assert send(AT + LEASE * 2) == {}
    assert state(letter) == ("sent", "", 1)
    assert letter.rested_at == AT
    [(reader, message)] = server.received
    assert reader == "reader@example.org"
    assert message["Subject"] == "Translate with us"
    assert message["From"] == "Unisono <campaign@unisono.example>"
    assert message["Message-ID"] == f"<{letter.public_id}@unisono.example>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Content-Language"] == "en"
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]


def test_letter_is_not_sent_before_its_time(server, send):
    letter = posted(not_before=AT + timedelta(hours=2))
    assert send(AT + timedelta(hours=1)) == {}
    assert send(AT + timedelta(hours=2)) == {"sent": 1}
    assert state(letter)[0] == "sent"


def test_deferred_letter_is_tried_again_after_growing_pauses_and_then_given_up(server, send):
    letter = posted()
    server.at_address["reader@example.org"] = ["451 4.7.1 greylisted, come again"] * ATTEMPTS
    at = AT
    for number, pause in enumerate(PAUSES, 1):
        assert send(at) == {"later": 1}
        assert state(letter) == ("waiting", "deferred", number)
        assert letter.due_at == at + pause
        assert send(at + pause - SECOND) == {}
        at += pause
    assert send(at) == {"later": 1}
    assert state(letter) == ("failed", "deferred", ATTEMPTS)
    assert letter.answer == "451 4.7.1 greylisted, come again"
    assert send(at + timedelta(days=9)) == {}
    assert sorted(PAUSES) == list(PAUSES)
    assert not Bounce.objects.exists()


def test_deferred_letter_that_is_taken_at_last_is_sent(server, send):
    letter = posted()
    server.at_address["reader@example.org"] = ["450 busy"]
    send(AT)
    assert send(AT + PAUSES[0]) == {"sent": 1}
    assert state(letter) == ("sent", "", 2)
    assert letter.answer == ""


@pytest.mark.parametrize(
    ("answer", "reason", "is_bounce"),
    [
        ("550 5.1.1 no such user here", Reason.NO_MAILBOX, True),
        ("550 unknown", Reason.NO_MAILBOX, True),
        ("553 5.1.3 what is that", Reason.NO_MAILBOX, True),
        ("552 5.2.2 mailbox full", Reason.FULL, False),
        ("554 5.7.1 blocked by policy", Reason.UNWANTED, False),
    ],
)
def test_refused_address_is_never_tried_again_and_remembered_where_it_takes_nothing(
    server, send, answer, reason, is_bounce
):
    letter = posted()
    server.at_address["reader@example.org"] = [answer]
    assert send(AT) == {"refused": 1}
    assert state(letter) == ("failed", reason, 1)
    assert letter.answer == answer
    assert Bounce.objects.exists() is is_bounce
    assert send(AT + timedelta(days=9)) == {}
    assert server.received == []


def test_refused_content_says_nothing_of_the_address(server, send):
    letter = posted()
    server.at_data = ["554 5.6.0 this looks like spam"]
    assert send(AT) == {"refused": 1}
    assert state(letter) == ("failed", "unwanted", 1)
    assert not Bounce.objects.exists()


def test_refused_sender_holds_the_letter_for_a_person(server, send):
    letter = posted()
    server.at_sender = ["550 5.7.1 you may not send as this"]
    assert send(AT) == {"held": 1}
    assert state(letter) == ("held", "sender", 1)
    try_again(letter=letter, at=AT, by="ada")
    assert send(AT) == {"sent": 1}


def test_lost_answer_is_the_one_case_in_which_a_letter_is_sent_twice_and_says_so_by_its_id(server, send):
    letter = posted()
    other = posted("other@example.net", at=AT + SECOND)
    server.at_data = [None]  # the letter is taken, and then the line is cut
    assert send(AT + SECOND) == {"later": 1, "sent": 1}
    assert state(letter) == ("waiting", "no-answer", 1)
    assert state(other)[0] == "sent"
    assert send(AT + SECOND + PAUSES[0]) == {"sent": 1}
    first, second = (message for reader, message in server.received if reader == "reader@example.org")
    assert first["Message-ID"] == second["Message-ID"]


def test_server_that_is_away_costs_no_attempt_and_is_left_alone_for_a_while(settings, server, send):
    letter = posted()
    settings.MAIL = way_to(1)
    for number, pause in enumerate([*CLOSINGS, CLOSINGS[-1]], 1):
        at = AT + timedelta(hours=number)
        assert send(at) == {}
        assert state(letter) == ("waiting", "", 0)
        office = PostOffice.objects.get()
        assert (office.failures, office.closed_until) == (number, at + pause)
        assert "127.0.0.1:1 does not answer as a mail server should (Connection refused)" in office.trouble
    settings.MAIL = way_to(server.port)
    assert send(office.closed_until - SECOND) == {}
    assert send(office.closed_until) == {"sent": 1}
    office.refresh_from_db()
    assert (office.failures, office.closed_until, office.trouble) == (0, None, "")


def test_letter_of_a_killed_worker_is_taken_by_another_when_its_lease_is_over(server, send):
    letter = posted()
    assert take_next(at=AT) == letter
    assert take_next(at=AT) is None
    assert send(AT + LEASE - SECOND) == {}
    assert send(AT + LEASE + SECOND) == {"sent": 1}
    assert state(letter) == ("sent", "", 2)


def test_letter_that_kills_every_worker_is_given_up(server, send):
    letter = posted()
    at = AT
    for _ in range(ATTEMPTS):
        assert take_next(at=at) == letter
        at += LEASE + SECOND
    assert send(at) == {}
    assert state(letter) == ("failed", "no-answer", ATTEMPTS)


def test_worker_that_comes_too_late_marks_nothing(server, send):
    letter = posted()
    slow = take_next(at=AT)
    send(AT + LEASE + SECOND)
    delivery._marked(slow, delivery.Outcome("refused", Reason.UNWANTED), AT)
    assert state(letter) == ("sent", "", 2)


def test_letter_to_an_address_that_takes_nothing_is_held_until_somebody_believes_in_it(server, send):
    first = posted("Reader@example.org", campaign_id=None)
    server.at_address["Reader@example.org"] = ["550 no such user"]
    send(AT)
    second = posted("reader@example.org")
    other = posted("another@example.org")
    assert send(AT) == {"sent": 1}
    assert (state(second), state(other)[0]) == (("held", "bounced", 0), "sent")

    release(letter=first, at=AT, by="ada")
    assert not Bounce.objects.exists()
    assert send(AT) == {"sent": 2}
    assert (state(first)[0], state(second)[0]) == ("sent", "sent")
    acts = list(Entry.objects.exclude(act__startswith="letter.").values_list("act", "by"))
    assert acts == [("address.bounced", "mail"), ("address.released", "ada")]


def test_pace_holds_in_all_and_to_one_domain_and_one_domain_holds_up_no_other(server, send):
    for number in range(5):
        posted(f"r{number}@slow.example", at=AT)
    for number in range(3):
        posted(f"r{number}@other{number}.example", at=AT + SECOND)
    pace = Pace(in_all=4, to_one_domain=2)
    at = AT + 2 * SECOND
    assert send(at, pace) == {"sent": 4}
    assert server.readers == ["r0@slow.example", "r1@slow.example", "r0@other0.example", "r1@other1.example"]
    assert send(at + timedelta(seconds=59), pace) == {}
    assert send(at + timedelta(seconds=60), pace) == {"sent": 3}
    assert send(at + timedelta(seconds=120), pace) == {"sent": 1}
    assert Letter.objects.filter(state=State.SENT).count() == 8


def test_domain_that_defers_everything_holds_up_no_other(server, send):
    for number in range(3):
        posted(f"r{number}@bad.example", at=AT)
        server.at_address[f"r{number}@bad.example"] = ["451 not now"]
    posted("r@good.example", at=AT + SECOND)
    assert send(AT + SECOND) == {"later": 3, "sent": 1}
    assert server.readers == ["r@good.example"]


def test_letter_that_cannot_be_made_fails_alone(server, send, caplog):
    letter = posted("broken@example.org")
    good = posted("good@example.org", at=AT + SECOND)
    Letter.objects.filter(pk=letter.pk).update(content={"subject": 3})
    assert send(AT + SECOND) == {"refused": 1, "sent": 1}
    assert (state(letter), state(good)[0]) == (("failed", "unsendable", 1), "sent")
    assert "broken@example.org" not in caplog.text


def test_server_that_wants_a_password_we_do_not_have_closes_the_post_office(server, settings):
    posted()
    settings.MAIL = replace(way_to(server.port), user="ada", password="secret")
    assert deliver(clock=lambda: AT, transport=transport_for(settings.MAIL)) == {}
    assert PostOffice.objects.get().failures == 1
    assert Letter.objects.get().attempts == 0


def test_ledger_tells_of_every_letter_and_of_nobody(server, send):
    posted("lovelace@example.org", language="en")
    send(AT)
    entries = list(Entry.objects.all())
    assert [one.act for one in entries] == ["letter.posted", "letter.sent"]
    told = " ".join(f"{one.by} {one.object_id} {one.details}" for one in entries)
    assert "lovelace" not in told
    assert "Translate" not in told
