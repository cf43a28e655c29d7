"""`unisono doctor --machine` asks the machine whether it answers, sends no word, and asks nothing unless told to."""

import json

import pytest
from click.testing import CliRunner

from machine_server import KEY, machine_server
from unisono.cli.doctor import doctor_command
from unisono.languages.machine.ways import Machine

pytestmark = pytest.mark.django_db


def told() -> tuple[int, list[dict]]:
    done = CliRunner().invoke(doctor_command, ["--machine", "--json"])
    return done.exit_code, json.loads(done.stdout)


@pytest.mark.parametrize("service", ["deepl", "libretranslate"])
def test_machine_that_answers_says_its_languages(settings, service):
    with machine_server() as server:
        settings.MACHINE = Machine(service, server.address, KEY)
        status, checks = told()
        assert (status, [check["what"] for check in checks]) == (0, ["machine"])
        assert checks[0]["found"].endswith("it answers, and translates from en into ar, es, fr, hi, zh-hans")
        assert server.asked == []


def test_machine_that_does_not_accept_the_key_is_a_fault(settings):
    with machine_server() as server:
        settings.MACHINE = Machine("deepl", server.address, "wrong")
        status, checks = told()
    assert status == 1
    assert "DeepL does not accept the key of this installation." in checks[0]["found"]
    assert "wrong" not in json.dumps(checks)


def test_no_machine_is_no_fault_and_is_not_asked(settings):
    settings.MACHINE = None
    assert told()[1][0]["found"] == "none"
    settings.MACHINE = Machine("deepl", "http://127.0.0.1:1", "x")
    done = CliRunner().invoke(doctor_command, ["--json"])
    assert "machine" not in [check["what"] for check in json.loads(done.stdout)]
