"""`unisono doctor` says how mail is sent, whether the server answers, and proves it with a letter."""

import json
import socket
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.mail.post_room import MailServer, way_to

from unisono.cli.doctor import doctor_command
from unisono.cli.mail import advice_on, way_in_words
from unisono.mail.ways import Way

pytestmark = pytest.mark.django_db


def said_of(what: str) -> dict:
    done = CliRunner().invoke(doctor_command, ["--json"])
    return next(check for check in json.loads(done.stdout) if check["what"] == what)


def test_letters_in_files_are_no_fault_and_lead_to_the_page_about_sending():
    check = said_of("mail")
    assert check["ok"] is True
    assert "nothing is really sent" in check["found"]
    assert "docs/how-to/send-mail.md" in check["advice"]
    assert (Path(__file__).parents[2] / "docs/how-to/send-mail.md").exists()


def test_test_letter_goes_through_the_mail_server(settings):
    with MailServer() as server:
        settings.MAIL = way_to(server.port)
        done = CliRunner().invoke(doctor_command, ["--mail", "you@example.org"])
        assert (done.exit_code, server.readers) == (0, ["you@example.org"])
        assert "has taken a test letter to you@example.org" in done.output
        assert said_of("mail")["ok"] is True


def test_test_letter_that_is_refused_says_what_the_server_said(settings):
    with MailServer() as server:
        settings.MAIL = way_to(server.port)
        server.at_address["you@example.org"] = ["550 5.7.1 relaying denied"]
        done = CliRunner().invoke(doctor_command, ["--mail", "you@example.org"])
        assert done.exit_code == 1
        assert "550 5.7.1 relaying denied" in done.output


def test_test_letter_in_a_file_says_where_it_lies(tmp_path, monkeypatch):
    monkeypatch.setenv("UNISONO_HOME", str(tmp_path))
    done = CliRunner().invoke(doctor_command, ["--mail", "you@example.org"])
    [path] = (tmp_path / "mail").iterdir()
    assert done.exit_code == 0
    assert str(path) in done.output.replace("\n", "")


def test_bad_address_is_refused_in_plain_words():
    done = CliRunner().invoke(doctor_command, ["--mail", "you"])
    assert done.exit_code == 1
    assert "“you” is not one e-mail address" in done.output


def test_server_that_does_not_answer_is_a_fault(settings):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        settings.MAIL = way_to(probe.getsockname()[1])
        check = said_of("mail")
        done = CliRunner().invoke(doctor_command, ["--mail", "you@example.org"])
    assert check["ok"] is False
    assert "Connection refused" in check["found"]
    assert "unisono doctor --mail" in check["advice"]
    assert done.exit_code == 1
    assert "Connection refused" in done.output


def test_every_way_is_said_without_its_secrets():
    smtp = Way("smtp", "a@b.example", host="mail.example", port=25, user="ada", password="s3cret")
    service = Way("service", "a@b.example", service="postmark")
    assert way_in_words(smtp) == "letters from a@b.example leave through mail.example:25, unencrypted"
    assert "smtp+tls://" in advice_on(smtp)
    assert way_in_words(service) == "letters from a@b.example leave through the service postmark; reports are not heard"
    assert "UNISONO_MAIL_WEBHOOK_SECRET" in advice_on(service)
    assert "s3cret" not in way_in_words(smtp)
