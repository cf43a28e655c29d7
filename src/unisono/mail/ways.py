"""How letters leave, as the settings say: into files, by SMTP, or through a mail service. Plain Python, no Django."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from urllib.parse import unquote, urlsplit

from environs import EnvValidationError

#: Services by the name that stands in UNISONO_MAIL_URL: Anymail's name for each, and the keys it cannot do without.
SERVICES: dict[str, tuple[str, tuple[str, ...]]] = {
    "brevo": ("brevo", ("BREVO_API_KEY",)),
    "mailersend": ("mailersend", ("MAILERSEND_API_TOKEN",)),
    "mailgun": ("mailgun", ("MAILGUN_API_KEY",)),
    "mailjet": ("mailjet", ("MAILJET_API_KEY", "MAILJET_SECRET_KEY")),
    "mailtrap": ("mailtrap", ("MAILTRAP_API_TOKEN",)),
    "postal": ("postal", ("POSTAL_API_KEY", "POSTAL_API_URL")),
    "postmark": ("postmark", ("POSTMARK_SERVER_TOKEN",)),
    "resend": ("resend", ("RESEND_API_KEY",)),
    "scaleway": ("scaleway", ("SCALEWAY_SECRET_KEY", "SCALEWAY_PROJECT_ID")),
    "ses": ("amazon_ses", ()),
    "sparkpost": ("sparkpost", ("SPARKPOST_API_KEY",)),
}
#: SMTP by scheme: port where none is given.
SMTP = {"smtp": 25, "smtp+tls": 587, "smtp+ssl": 465}
ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)*[A-Za-z0-9-]+")
FORMS = (
    "write file: for letters in files, smtp+tls://user:password@mail.example.org:587 for a mail server, "
    f"or the name of a service with a colon ({', '.join(SERVICES)})"
)


@dataclass(frozen=True, slots=True)
class Way:
    """How letters leave. `kind`: file | smtp | service; `sender` is the address that letters are from.

    `anymail` is what the library for services is told; `hears_back` whether the service may report to us.
    """

    kind: str
    sender: str
    service: str = ""
    host: str = ""
    port: int = 0
    user: str = ""
    password: str = field(default="", repr=False)
    security: str = ""
    anymail: Mapping[str, object] = field(default_factory=dict, repr=False)
    hears_back: bool = False

    @property
    def domain(self) -> str:
        """Our own domain, in which letters get their Message-ID."""
        return self.sender.rpartition("@")[2]

    @property
    def is_open_to_listeners(self) -> bool:
        """Whether letters and password would travel unencrypted to another machine."""
        return self.kind == "smtp" and not self.security and not _is_here(self.host)

    @property
    def backend(self) -> str:
        """The service's class in Anymail."""
        return f"anymail.backends.{SERVICES[self.service][0]}.EmailBackend"


def chosen_way(
    *,
    url: str,
    keys: Mapping[str, str],
    sender: str,
    origin: str,
    webhook_secret: str,
    limits: Mapping[str, int],
    kept_days: int,
) -> Way:
    """Return the way that the settings choose; raises `EnvValidationError` that names every bad one."""
    faults: dict[str, list[str]] = {}
    way = _way(url.strip(), faults)
    if way.kind == "service":
        faults |= _missing_keys(way.service, keys)
        if webhook_secret and not re.fullmatch(r"[^:\s]+:\S{12,}", webhook_secret):
            faults["UNISONO_MAIL_WEBHOOK_SECRET"] = ["Write name:password, the password long and random."]
    own = sender.strip() or _address_at(origin)
    if sender and not ADDRESS.fullmatch(own):
        faults["UNISONO_MAIL_FROM"] = ["This is no e-mail address. Write one such as campaign@example.org."]
    elif not own and way.kind != "file":
        faults["UNISONO_MAIL_FROM"] = [
            "Say which address letters are from, such as campaign@example.org: UNISONO_PUBLIC_ORIGIN has no domain."
        ]
    faults |= {f"UNISONO_{name}": ["Write a number above 0."] for name, limit in limits.items() if limit < 1}
    if kept_days < 1:
        faults["UNISONO_MAIL_KEPT_DAYS"] = ["Write a number of days above 0."]
    if faults:
        raise EnvValidationError("The settings for mail are not right.", faults)
    told = {**keys, **_told(webhook_secret)} if way.kind == "service" else {}
    return Way(
        **{name: getattr(way, name) for name in ("kind", "service", "host", "port", "user", "password", "security")},
        sender=own or "unisono@localhost",
        anymail=told,
        hears_back=way.kind == "service" and bool(webhook_secret),
    )


def _told(webhook_secret: str) -> dict[str, object]:
    """What every service is told: no pixel, no link that counts, and what else it cannot do left out silently."""
    quiet = {"track_opens": False, "track_clicks": False}
    secret = {"WEBHOOK_SECRET": webhook_secret} if webhook_secret else {}
    return {"SEND_DEFAULTS": quiet, "IGNORE_UNSUPPORTED_FEATURES": True, **secret}


def _missing_keys(service: str, keys: Mapping[str, str]) -> dict[str, list[str]]:
    missing = [name for name in SERVICES[service][1] if not keys.get(name)]
    if not missing:
        return {}
    shown = ",".join(f"{name}=…" for name in missing)
    return {"UNISONO_MAIL_KEYS": [f"{service} cannot do without {' and '.join(missing)}: add {shown}"]}


def _way(url: str, faults: dict[str, list[str]]) -> Way:
    """Read the setting; a fault is noted and a way of the same kind returned, so that other faults are found too."""

    def bad(what: str) -> Way:
        faults["UNISONO_MAIL_URL"] = [f"{what}: {FORMS}."]
        return Way("file", "")

    scheme, colon, rest = url.partition(":")
    scheme = scheme.lower()
    if scheme == "file" and not rest.strip("/"):
        return Way("file", "")
    if scheme in SERVICES and colon and not rest.strip("/"):
        return Way("service", "", service=scheme)
    if scheme in SERVICES:
        return bad(f"Keys of {scheme} stand in UNISONO_MAIL_KEYS, not here")
    if scheme not in SMTP:
        return bad(f"“{scheme}” is no way to send" if scheme else "It is empty")
    try:
        parts = urlsplit(f"smtp:{rest}")
        port = parts.port or SMTP[scheme]
    except ValueError:
        return bad("The part after the server's name must be a port, a number up to 65535")
    if not parts.hostname or parts.path.strip("/") or parts.query or parts.fragment:
        return bad(
            "No server's name could be read (in user and password, write @ as %40, / as %2F, # as %23, : as %3A)"
        )
    if bool(parts.username) != bool(parts.password):
        return bad("User and password go together")
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    return Way("smtp", "", "", parts.hostname, port, user, password, scheme.partition("+")[2])


def _address_at(origin: str) -> str:
    """An address at the campaign's own domain; "" where it has none."""
    host = urlsplit(origin).hostname or ""
    return f"unisono@{host.removeprefix('www.')}" if "." in host and not _is_number(host) else ""


def _is_here(host: str) -> bool:
    return host == "localhost" or (_is_number(host) and ip_address(host).is_loopback)


def _is_number(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
