"""Processes that are killed, and processes that deliver at the same time: each letter arrives once."""

import os
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from post_room import MailServer

from own_databases import own_database

TESTS = Path(__file__).parent
PREPARE = """
from django.core.management import call_command
call_command("migrate", verbosity=0)
"""
POST = """
from datetime import UTC, datetime
from post_room import posted
for number in range({number}):
    posted(f"r{{number}}@d{{number % 7}}.example", at=datetime.now(UTC))
"""
DELIVER = """
from datetime import UTC, datetime, timedelta
from unisono.mail.delivery import deliver
from unisono.mail.transports import current_transport
print(deliver(clock=lambda: datetime.now(UTC) + timedelta(minutes={minutes}), transport=current_transport()))
"""
WORK = """
from unisono.base import tasks
tasks.BEAT = 0.3
tasks.run_worker(interval=0.1)
"""
KEEP_BUSY = """
from unisono.base.tasks import enqueue
from mail_errands import keep_busy
enqueue(keep_busy, subject="a long film", folder={folder!r})
"""
FORGET_TASK = """
from unisono.mail.tasks import deliver_letters
from django_tasks_db.models import DBTaskResult
DBTaskResult.objects.filter(task_path=deliver_letters.module_path).delete()
"""
SHOW = """
from unisono.mail.models import Letter
print(sorted(Letter.objects.values_list("state", "attempts")))
"""


class Place:
    """An installation of its own, on the engine that the tests run on."""

    def __init__(self, home: Path, database: str, port: int) -> None:
        self.environment = {
            **os.environ,
            "UNISONO_HOME": str(home),
            "UNISONO_DATABASE": database,
            "UNISONO_MAIL_URL": f"smtp://127.0.0.1:{port}",
            "UNISONO_MAIL_FROM": "campaign@unisono.example",
            "PYTHONPATH": os.pathsep.join([str(TESTS), *sys.path]),
        }

    def start(self, script: str) -> subprocess.Popen:
        begin = "import unisono.base.sqlite, django; django.setup()\n"
        return subprocess.Popen(
            [sys.executable, "-c", begin + script], env=self.environment, stdout=subprocess.PIPE, text=True
        )

    def run(self, script: str) -> str:
        started = self.start(script)
        said, _ = started.communicate(timeout=120)
        assert started.returncode == 0
        return said.strip()


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    home = tmp_path_factory.mktemp("mail")
    (home / "static").mkdir()
    with MailServer() as server, own_database(home, "mail") as url:
        made = Place(home, url, server.port)
        made.run(PREPARE)
        made.server = server
        yield made


@pytest.fixture(autouse=True)
def empty(place):
    """No letter left by another test."""
    place.run("from unisono.mail.models import Letter; Letter.objects.all().delete()")
    place.server.received.clear()


@pytest.mark.database
def test_worker_killed_between_sending_and_marking_loses_nothing_and_repeats_the_id(place):
    place.run(POST.format(number=2))
    killed = None

    def kill() -> None:
        os.kill(killed.pid, signal.SIGKILL)

    place.server.at_data = [kill]
    killed = place.start(DELIVER.format(minutes=0))
    killed.communicate(timeout=60)
    assert killed.returncode == -signal.SIGKILL
    assert place.run(SHOW) == "[('sending', 1), ('waiting', 0)]"

    assert place.run(DELIVER.format(minutes=1)) == "{'sent': 1}"  # the lease of the first still holds
    assert place.run(DELIVER.format(minutes=6)) == "{'sent': 1}"
    assert place.run(SHOW) == "[('sent', 1), ('sent', 2)]"
    ids = Counter((reader, message["Message-ID"]) for reader, message in place.server.received)
    assert sorted(ids.values()) == [1, 2]


@pytest.mark.database
def test_two_workers_at_once_deliver_each_letter_once(place):
    place.run(POST.format(number=40))
    workers = [place.start(DELIVER.format(minutes=0)) for _ in range(2)]
    done = [worker.communicate(timeout=120)[0] for worker in workers]
    assert [worker.returncode for worker in workers] == [0, 0]
    assert sum(int(number) for said in done for number in re.findall(r"'sent': (\d+)", said)) == 40
    assert sorted(place.server.readers) == sorted(f"r{number}@d{number % 7}.example" for number in range(40))
    assert place.run(SHOW) == str([("sent", 1)] * 40)


def wait_until(condition, seconds: float = 40) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it took too long"
        time.sleep(0.1)


@pytest.mark.slow
@pytest.mark.database
def test_letters_leave_while_a_film_is_made_and_whatever_became_of_their_task(place, tmp_path):
    place.run(KEEP_BUSY.format(folder=str(tmp_path)))
    worker = place.start(WORK)
    try:
        wait_until((tmp_path / "begun").exists)
        place.run(POST.format(number=1))
        wait_until(lambda: place.server.readers == ["r0@d0.example"])
        place.run(POST.format(number=2) + FORGET_TASK)
        wait_until(lambda: place.server.readers[1:] == ["r0@d0.example", "r1@d1.example"])
        (tmp_path / "enough").touch()
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(20) == 0
    finally:
        worker.kill()
        worker.communicate()
