"""What the settings say of how letters leave; what is wrong is named with the way to mend it."""

from importlib.util import find_spec
from pathlib import Path

import anymail.backends
import pytest
from environs import EnvValidationError

from unisono.mail.listening import VIEWS, listening_urls
from unisono.mail.ways import SERVICES, chosen_way

GIVEN = {
    "url": "file:",
    "keys": {},
    "sender": "",
    "origin": "https://www.campaign.example.org",
    "webhook_secret": "",
    "limits": {"MAIL_PER_MINUTE": 60, "MAIL_DOMAIN_PER_MINUTE": 20},
    "kept_days": 30,
}


def way(**more):
    return chosen_way(**(GIVEN | more))


def faults(**more) -> dict[str, list[str]]:
    with pytest.raises(EnvValidationError) as raised:
        way(**more)
    return dict(raised.value.error_messages)


def test_nothing_set_is_files_from_an_address_of_the_campaigns_own_domain():
    assert (way().kind, way().sender, way().domain) == ("file", "unisono@campaign.example.org", "campaign.example.org")
    assert way(origin="http://127.0.0.1:8000").sender == "unisono@localhost"


@pytest.mark.parametrize(
    ("url", "read"),
    [
        ("smtp://127.0.0.1", ("127.0.0.1", 25, "", "", "")),
        ("smtp+tls://ada:s%40cret%2F%3A@mail.example.org", ("mail.example.org", 587, "ada", "s@cret/:", "tls")),
        ("smtp+ssl://a%40b.org:p@mail.example.org:2465/", ("mail.example.org", 2465, "a@b.org", "p", "ssl")),
        ("SMTP+TLS://mail.example.org:25", ("mail.example.org", 25, "", "", "tls")),
    ],
)
def test_mail_server_is_read_from_one_address(url, read):
    found = way(url=url)
    assert found.kind == "smtp"
    assert (found.host, found.port, found.user, found.password, found.security) == read
    assert "cret" not in repr(found)


@pytest.mark.parametrize(
    ("url", "what"),
    [
        ("", "It is empty"),
        ("sendmail://x", "“sendmail” is no way to send"),
        ("mail.example.org", "“mail.example.org” is no way to send"),
        ("smtp+tls://mail.example.org:mail", "must be a port"),
        ("smtp+tls://mail.example.org:99999", "must be a port"),
        ("smtp+tls://", "No server's name could be read"),
        ("smtp+tls://user:pa/ss@mail.example.org", "must be a port"),
        ("smtp+tls://user:p#ss@mail.example.org", "must be a port"),
        ("smtp+tls://user@mail.example.org", "User and password go together"),
        ("postmark://token", "Keys of postmark stand in UNISONO_MAIL_KEYS"),
    ],
)
def test_bad_address_of_a_server_says_what_to_write(url, what):
    [said] = faults(url=url)["UNISONO_MAIL_URL"]
    assert what in said
    assert "smtp+tls://user:password@mail.example.org:587" in said


def test_all_faults_are_said_at_once():
    found = faults(
        url="postmark:",
        sender="Ada <ada@example.org>",
        webhook_secret="short",
        limits={"MAIL_PER_MINUTE": 0, "MAIL_DOMAIN_PER_MINUTE": -1},
        kept_days=0,
    )
    assert list(found) == [
        "UNISONO_MAIL_KEYS",
        "UNISONO_MAIL_WEBHOOK_SECRET",
        "UNISONO_MAIL_FROM",
        "UNISONO_MAIL_PER_MINUTE",
        "UNISONO_MAIL_DOMAIN_PER_MINUTE",
        "UNISONO_MAIL_KEPT_DAYS",
    ]
    assert found["UNISONO_MAIL_KEYS"] == [
        "postmark cannot do without POSTMARK_SERVER_TOKEN: add POSTMARK_SERVER_TOKEN=…"
    ]


def test_sender_is_asked_for_where_letters_are_really_sent_and_there_is_no_domain():
    assert (
        "campaign@example.org" in faults(url="smtp://127.0.0.1", origin="http://127.0.0.1:8000")["UNISONO_MAIL_FROM"][0]
    )
    assert way(url="smtp://127.0.0.1", origin="http://127.0.0.1:8000", sender="a@b.example").sender == "a@b.example"


def test_unencrypted_letters_are_noticed_unless_the_server_is_here():
    assert way(url="smtp://mail.example.org").is_open_to_listeners
    assert not way(url="smtp+tls://mail.example.org").is_open_to_listeners
    assert not way(url="smtp://127.0.0.1").is_open_to_listeners
    assert not way(url="smtp://localhost:1025").is_open_to_listeners


@pytest.mark.parametrize("service", sorted(SERVICES))
def test_keys_of_a_service_are_those_that_its_library_asks_for(service, settings):
    from anymail.exceptions import AnymailConfigurationError, AnymailImproperlyInstalled
    from django.core.mail import get_connection

    keys = dict.fromkeys(SERVICES[service][1], "https://key.example.org/")
    chosen = way(url=f"{service}:", keys=keys)
    settings.ANYMAIL = chosen.anymail
    if service == "ses" and find_spec("boto3") is None:  # its library is an extra
        with pytest.raises(AnymailImproperlyInstalled, match="boto3"):
            get_connection(chosen.backend)
    else:
        get_connection(chosen.backend)
    for missing in keys:
        settings.ANYMAIL = {name: value for name, value in chosen.anymail.items() if name != missing}
        with pytest.raises(AnymailConfigurationError, match=missing):
            get_connection(chosen.backend)
    assert chosen.anymail["SEND_DEFAULTS"] == {"track_opens": False, "track_clicks": False}


def test_every_service_is_one_that_the_library_knows():
    known = {path.stem for folder in anymail.backends.__path__ for path in Path(folder).iterdir()}
    assert {name for name, _keys in SERVICES.values()} <= known


@pytest.mark.parametrize("service", sorted(set(VIEWS) - {"ses"}))
def test_reports_have_one_address_and_only_behind_a_secret(service):
    keys = dict.fromkeys(SERVICES[service][1], "x")
    assert listening_urls(way(url=f"{service}:", keys=keys)) == []
    assert listening_urls(way(webhook_secret="ada:long-enough-secret")) == []
    [route] = listening_urls(way(url=f"{service}:", keys=keys, webhook_secret="ada:long-enough-secret"))
    assert str(route.pattern) == f"{service}/tracking/"
