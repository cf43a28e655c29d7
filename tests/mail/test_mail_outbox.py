"""The outbox: posted in the poster's transaction, once for a key; put right by people; emptied in time."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django_tasks_db.models import DBTaskResult
from post_room import AT, INVITATION, posted

from unisono.base.tasks import errands, run_worker
from unisono.ledger.models import Entry
from unisono.mail.content import BadAddress, BadLetter
from unisono.mail.models import Bounce, Letter, Sender, State
from unisono.mail.operations import CannotTryAgain, choose_sender, erase_old, hashed_address, try_again
from unisono.mail.queries import counts, kind_label, kinds, letter_in_file, letters_of
from unisono.mail.senders import From, responsible_bodies, sender_for
from unisono.mail.tasks import SUBJECT, deliver_letters, look_after_outbox
from unisono.mail.transports import file_name

pytestmark = pytest.mark.django_db
CAMPAIGN = uuid4()


@pytest.fixture(autouse=True)
def worker_in_the_tests_transaction(monkeypatch):
    """Let a worker that runs in a test keep the test's connection: a closed one would take the test's rows along."""
    monkeypatch.setattr("django_tasks_db.management.commands.db_worker.close_old_connections", lambda: None)


def waiting() -> int:
    return DBTaskResult.objects.filter(status="READY", task_path=deliver_letters.module_path).count()


def test_letter_is_undone_with_the_transaction_that_posted_it():
    with transaction.atomic():
        posted()
        transaction.set_rollback(True)
    assert (Letter.objects.count(), Entry.objects.count(), waiting()) == (0, 0, 0)


def test_key_makes_posting_twice_posting_once():
    first = posted(key="invitation of reader@example.org")
    again = posted("other@example.org", key="invitation of reader@example.org", at=AT + timedelta(days=1))
    assert again == first
    assert posted(key="another").pk != first.pk
    assert posted().pk != posted().pk
    assert Entry.objects.filter(act="letter.posted").count() == 4
    assert "reader" not in first.key


def test_many_letters_are_one_delivery():
    for number in range(5):
        posted(f"r{number}@example.org")
    assert waiting() == 1
    assert len(errands(SUBJECT, deliver_letters)) == 1


@pytest.mark.parametrize("to", ["a@example.org\r\nBcc: b@example.org", "Ada <a@example.org>", ""])
def test_hostile_address_is_refused_and_nothing_is_posted(to):
    with pytest.raises(BadAddress, match="is not one e-mail address"):
        posted(to)
    assert (Letter.objects.count(), waiting()) == (0, 0)


def test_letter_without_words_is_refused():
    with pytest.raises(BadLetter):
        posted(content=type(INVITATION)(subject="x", paragraphs=()))


def test_worker_writes_letters_into_files_where_nothing_is_set(home):
    letter = posted(content=INVITATION)
    run_worker(until_empty=True)
    letter.refresh_from_db()
    assert letter.state == State.SENT
    [path] = (home / "mail").iterdir()
    assert path.name == file_name(letter.posted_at, letter.public_id)
    assert path.stat().st_mode & 0o077 == 0
    assert (home / "mail").stat().st_mode & 0o077 == 0
    filed = letter_in_file(letter)
    assert (filed["To"], filed["Subject"]) == ("reader@example.org", "Translate with us")


def test_upkeep_asks_for_a_delivery_where_none_is_under_way():
    look_after_outbox(AT)
    assert waiting() == 0
    posted(not_before=AT + timedelta(hours=1))
    look_after_outbox(AT)
    assert waiting() == 0
    look_after_outbox(AT + timedelta(hours=1))
    look_after_outbox(AT + timedelta(hours=1))
    assert waiting() == 1
    DBTaskResult.objects.update(status="FAILED")
    look_after_outbox(AT + timedelta(hours=2))
    assert waiting() == 1


def test_address_and_words_are_erased_after_their_time_and_can_still_be_counted(home):
    letter = posted(campaign_id=CAMPAIGN, key="once")
    later = posted("later@example.org")
    run_worker(until_empty=True)
    Letter.objects.filter(pk=letter.pk).update(rested_at=AT, answer="550 reader@example.org", service_id="x")
    Letter.objects.filter(pk=later.pk).update(rested_at=AT + timedelta(days=1))
    assert erase_old(at=AT + timedelta(days=30)) == 0
    assert erase_old(at=AT + timedelta(days=30, seconds=1)) == 1
    letter.refresh_from_db()
    gone = (letter.recipient, letter.recipient_hash, letter.domain, letter.content, letter.answer, letter.service_id)
    assert gone == ("", "", "", {}, "", "")
    assert [path.name for path in (home / "mail").iterdir()] == [file_name(later.posted_at, later.public_id)]
    assert counts(Letter.objects.all()) == {"waiting": 0, "sent": 2, "held": 0, "failed": 0}
    assert posted(key="once") == letter
    entry = Entry.objects.get(act="letters.erased")
    assert entry.details == {"number": 1}


def test_waiting_letters_are_never_erased():
    letter = posted(not_before=AT + timedelta(days=90))
    assert erase_old(at=AT + timedelta(days=80)) == 0
    letter.refresh_from_db()
    assert letter.recipient == "reader@example.org"


def test_erased_letter_and_one_that_is_not_stuck_cannot_be_tried_again():
    letter = posted()
    with pytest.raises(CannotTryAgain, match="neither held nor failed"):
        try_again(letter=letter, at=AT, by="ada")
    Letter.objects.update(state=State.FAILED, rested_at=AT)
    erase_old(at=AT + timedelta(days=31))
    with pytest.raises(CannotTryAgain, match="erased"):
        try_again(letter=letter, at=AT, by="ada")


@pytest.mark.parametrize(
    "change",
    [
        {"state": "lost"},
        {"state": "sending"},
        {"state": "sent"},
        {"lease_until": AT},
        {"rested_at": AT},
        {"erased_at": AT},
    ],
)
def test_database_refuses_letters_that_stand_nowhere(change):
    posted()
    with pytest.raises(IntegrityError), transaction.atomic():
        Letter.objects.update(**change)


def test_hash_of_an_address_knows_no_case_and_depends_on_the_installations_key(settings):
    first = hashed_address("Ada@Example.org")
    assert first == hashed_address(" ada@example.org")
    settings.SECRET_KEY = "another"
    assert hashed_address("ada@example.org") != first


def test_sender_is_the_campaigns_own_choice_then_its_responsible_body_then_the_installation(settings):
    nobody = sender_for(CAMPAIGN)
    assert nobody == sender_for(None) == From("Unisono", settings.MAIL.sender)
    choose_sender(campaign_id=CAMPAIGN, sender=From("River\r\nfor all", "", "Office@River.example"), at=AT, by="ada")
    assert sender_for(CAMPAIGN) == From("River for all", settings.MAIL.sender, "Office@river.example")
    choose_sender(campaign_id=CAMPAIGN, sender=From("", "post@river.example"), at=AT, by="ada")
    assert sender_for(CAMPAIGN) == From("Unisono", "post@river.example")
    assert Sender.objects.count() == 1
    assert "campaigns" in responsible_bodies.names()


@pytest.mark.parametrize(
    "sender", [From('A "B"'), From("A <b@c.de>"), From("", "x\r\nBcc: y@z.de"), From("", "", "a@b.de, c@d.de")]
)
def test_hostile_sender_is_refused(sender):
    with pytest.raises(BadLetter):
        choose_sender(campaign_id=CAMPAIGN, sender=sender, at=AT, by="ada")
    assert not Sender.objects.exists()


def test_kinds_are_called_what_their_rooms_call_them():
    kinds.add("of-this-test")("Letters of this test")
    assert kind_label("of-this-test") == "Letters of this test"
    assert kind_label("nobody-named-it") == "nobody-named-it"


def test_letters_of_a_campaign_and_of_none():
    posted(campaign_id=CAMPAIGN)
    posted()
    posted(campaign_id=uuid4())
    assert letters_of([CAMPAIGN]).count() == 1
    assert letters_of([CAMPAIGN], with_general=True).count() == 2


def test_bounce_is_kept_without_the_address():
    from unisono.mail.operations import remember_bounce

    for _ in range(2):
        remember_bounce(recipient_hash=hashed_address("a@example.org"), reason="bounced", at=AT)
    assert "example" not in Bounce.objects.get().recipient_hash


def test_only_this_room_knows_how_to_send():
    """Whatever is sent by e-mail goes through the outbox."""
    import ast
    from pathlib import Path

    import unisono

    package = Path(unisono.__file__).parent
    found = set()
    for path in package.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            if any(name.split(".")[0] in ("smtplib", "anymail") or name == "django.core.mail" for name in names):
                found.add(path.relative_to(package).parts[0])
    assert found == {"mail"}
