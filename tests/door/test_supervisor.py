"""The supervisor, with children as small as they can be and with the real ones."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from door_place import HTML, Place, RunningDoor, ago, answers, campaign, child_environment, free_port, page, wait_until

HERE = str(Path(__file__).parent)
SLEEPER = "import time; time.sleep(100)"
STUBBORN = (
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); time.sleep(100)"
)


class Supervised:
    """A supervisor as a process of its own; `lines` are what it said."""

    def __init__(self, process: subprocess.Popen, log: Path) -> None:
        self.process, self.log = process, log

    @property
    def text(self) -> str:
        return self.log.read_text()

    def wait_for(self, words: str, count: int = 1, seconds: float = 10) -> None:
        wait_until(lambda: self.text.count(words) >= count, seconds, f"{words!r} in {self.text!r}")

    def children(self) -> list[int]:
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        return [int(pid) for pid in children.split()]

    def stop(self, number: int = signal.SIGTERM) -> int:
        self.process.send_signal(number)
        return self.process.wait(15)


@contextlib.contextmanager
def running(program: str, folder: Path, *arguments: str) -> Iterator[Supervised]:
    environment = child_environment()
    environment["PYTHONPATH"] += f":{HERE}"
    folder.mkdir(exist_ok=True)
    log = folder / "supervisor.log"
    with log.open("wb") as output:
        command = [sys.executable, "-c", program, *arguments]
        process = subprocess.Popen(command, env=environment, stdout=output, stderr=output)
    try:
        yield Supervised(process, log)
    finally:
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()


def supervising(*programs: str, stop_within: float = 10) -> str:
    """A program that supervises small Python children."""
    children = "".join(f"ChildSpec('c{n}', [sys.executable, '-c', {code!r}])," for n, code in enumerate(programs))
    return f"import sys; from unisono.cli.serve import *; sys.exit(supervise([{children}], {stop_within}))"


def is_alive(pid: int) -> bool:
    with contextlib.suppress(FileNotFoundError, ProcessLookupError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_asked_to_stop_stops_all_and_says_so(tmp_path, number):
    with running(supervising(SLEEPER, SLEEPER), tmp_path) as supervised:
        supervised.wait_for("running", 2)
        children = supervised.children()
        assert supervised.stop(number) == 0
        assert len(children) == 2
        assert not any(is_alive(pid) for pid in children)
        assert supervised.text.rstrip().endswith("Stopped.")


def test_the_first_answers_until_the_others_have_finished_their_work(tmp_path):
    def ending(name: str, work: float) -> str:
        end = f"time.sleep({work}), print('{name} ends', flush=True), sys.exit()"
        begin = f"import signal, sys, time; signal.signal(signal.SIGTERM, lambda *_: ({end})); print('up', flush=True)"
        return f"{begin}; {SLEEPER}"

    with running(supervising(ending("door", 0), ending("worker", 1.5)), tmp_path) as supervised:
        supervised.wait_for("up\n", 2)
        assert supervised.stop() == 0
        assert supervised.text.index("worker ends") < supervised.text.index("door ends")


def test_dead_child_is_started_again_and_the_other_lives_on(tmp_path):
    with running(supervising(SLEEPER, SLEEPER), tmp_path) as supervised:
        supervised.wait_for("running", 2)
        first, second = supervised.children()
        os.kill(first, signal.SIGKILL)
        supervised.wait_for("c0      ended: killed by SIGKILL; starting it again in 0.5 s")
        supervised.wait_for("c0      running", 2)
        assert second in supervised.children()
        assert len(supervised.children()) == 2


def test_failing_child_is_started_ever_more_slowly(tmp_path):
    with running(supervising("raise SystemExit(7)", SLEEPER), tmp_path) as supervised:
        supervised.wait_for("c0      ended: exit status 7; starting it again in 0.5 s")
        supervised.wait_for("c0      ended: exit status 7; starting it again in 1 s")
        supervised.wait_for("c0      ended: exit status 7; starting it again in 2 s")
        assert supervised.stop() == 0


def test_missing_program_is_named(tmp_path):
    program = "import sys; from unisono.cli.serve import *; sys.exit(supervise([ChildSpec('c', ['/no/such/program'])]))"
    with running(program, tmp_path) as supervised:
        supervised.wait_for("could not be started (No such file or directory: /no/such/program)")
        assert supervised.stop() == 0


def test_stubborn_child_is_killed_in_time_and_the_status_says_so(tmp_path):
    with running(supervising(STUBBORN, SLEEPER, stop_within=1), tmp_path) as supervised:
        supervised.wait_for("up\n")
        children = supervised.children()
        started = time.monotonic()
        assert supervised.stop() == 1
        assert time.monotonic() - started < 3
        assert "had to be killed: c0." in supervised.text
        assert not any(is_alive(pid) for pid in children)


def test_second_request_forces(tmp_path):
    with running(supervising(STUBBORN), tmp_path) as supervised:
        supervised.wait_for("up\n")
        supervised.process.send_signal(signal.SIGINT)
        supervised.wait_for("Stopping")
        started = time.monotonic()
        assert supervised.stop(signal.SIGINT) == 1
        assert time.monotonic() - started < 2


def test_killed_supervisor_leaves_no_orphans(tmp_path):
    with running(supervising(SLEEPER, STUBBORN), tmp_path) as supervised:
        supervised.wait_for("up\n")
        children = supervised.children()
        supervised.stop(signal.SIGKILL)
        wait_until(lambda: not any(is_alive(pid) for pid in children), 3, "the children's end")
        assert len(children) == 2


def test_what_a_dead_child_started_is_ended_with_it(tmp_path):
    note = tmp_path / "pid"
    parent = (
        "import subprocess, sys, time, pathlib;"
        f"child = subprocess.Popen([sys.executable, '-c', {SLEEPER!r}]);"
        f"pathlib.Path({str(note)!r}).write_text(str(child.pid)); time.sleep(100)"
    )
    with running(supervising(parent), tmp_path) as supervised:
        wait_until(lambda: note.exists() and note.read_text(), what="the grandchild")
        grandchild = int(note.read_text())
        os.kill(supervised.children()[0], signal.SIGKILL)
        wait_until(lambda: not is_alive(grandchild), 3, "the grandchild's end")


def test_children_hear_signals_that_the_supervisor_holds_back(tmp_path):
    listening = f"import signal; print(sorted(signal.pthread_sigmask(signal.SIG_BLOCK, [])), flush=True); {SLEEPER}"
    with running(supervising(listening), tmp_path) as supervised:
        supervised.wait_for("[]\n")


@pytest.mark.parametrize(
    ("host", "said"),
    [
        ("127.0.0.1", "is already taken"),
        ("192.0.2.1", "is no address of this machine"),
        ("no.such.host.invalid", "no address"),
    ],
)
def test_port_that_cannot_be_had_is_explained(tmp_path, host, said):
    port = free_port()
    holder = "import socket, sys, time; s = socket.create_server(('127.0.0.1', int(sys.argv[1]))); time.sleep(100)"
    with running(holder, tmp_path / "holder", str(port)):
        wait_until(lambda: answers(port))
        command = [sys.executable, "-m", "unisono.cli.serve", "--host", host, "--port", str(port)]
        result = subprocess.run(command, env=child_environment(), capture_output=True, text=True, timeout=10)
    assert result.returncode == 1
    assert said in result.stderr
    assert "unisono serve --" in result.stderr
    assert "Traceback" not in result.stderr


def test_supervisor_is_light(tmp_path):
    with running(supervising(SLEEPER), tmp_path) as supervised:
        supervised.wait_for("running")
        status = Path(f"/proc/{supervised.process.pid}/status").read_text()
        megabytes = int(status.split("VmRSS:")[1].split()[0]) / 1000
        assert megabytes < 25


# The three of an installation, with a tiny web application and a worker that only waits.
INSTALLATION = f"""
import sys
from pathlib import Path
from unisono.cli.serve import *
listener = open_public_port("127.0.0.1", int(sys.argv[2]))
three = specs(Path(sys.argv[1]), listener, [sys.executable, "-c", {SLEEPER!r}])
web = [word.replace("unisono.wsgi:application", "echo_web:application") for word in three[1].command]
sys.exit(supervise([three[0], ChildSpec("web", web, three[1].environment, three[1].listens_at), three[2]]))
"""


def pid_of(supervised: Supervised, word: str) -> int:
    for pid in supervised.children():
        if word in Path(f"/proc/{pid}/cmdline").read_text():
            return pid
    raise AssertionError(f"no child with {word}: {supervised.text}")


def test_public_side_answers_while_web_and_worker_die_and_the_door_comes_back(place: Place):
    film = bytes(200_000)
    place.schedule(campaign((ago(9), place.freeze({"en/index.html": page("Welcome"), "en/film.mp4": film}))))
    port = free_port()
    with running(INSTALLATION, place.root / "log", str(place.root), str(port)) as supervised:
        supervised.wait_for("door    answers at")
        supervised.wait_for("web     running")
        door = RunningDoor(port, supervised.process, supervised.log)
        assert door.ask("/newsroom/").status == 200
        for word in ("oneprocess", "time.sleep"):
            os.kill(pid_of(supervised, word), signal.SIGKILL)
        for path in ("/en/", "/en/film.mp4", "/healthz"):
            assert door.ask(path).status == 200
        assert door.ask("/newsroom/").status == 502
        door.wait_for("/newsroom/", lambda answer: answer.status == 200)
        os.kill(pid_of(supervised, "unisono.door\0--fd"), signal.SIGKILL)
        answer = door.ask("/en/")  # waits in the queue of the port for the next door; nobody is refused
        assert (answer.status, answer["content-type"]) == (200, HTML)
        assert json.loads(door.ask("/healthz").body)["ok"] is True
        assert supervised.stop() == 0
        assert not answers(port)


def test_long_home_still_gets_a_web_address(tmp_path):
    from unisono.cli.serve import _web_address

    web, options, address = _web_address(tmp_path / ("long" * 30))
    assert options == ["--port", str(address[1])]
    assert web == f"127.0.0.1:{address[1]}"
