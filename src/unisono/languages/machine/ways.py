"""Which machine an installation has, as the settings say. Plain Python."""

from dataclasses import dataclass, field
from ipaddress import ip_address
from urllib.parse import urlsplit

from environs import EnvValidationError

SERVICES = {"deepl": "DeepL", "libretranslate": "LibreTranslate"}
FREE, PRO = "https://api-free.deepl.com", "https://api.deepl.com"
FORMS = "write deepl: or libretranslate:https://translate.example.org, or leave it empty"


@dataclass(frozen=True, slots=True)
class Machine:
    """A service: which, at which address (without a slash at the end), with which key."""

    service: str
    address: str
    key: str = field(default="", repr=False)
    per_minute: int = 60

    @property
    def name(self) -> str:
        """What people call it."""
        return SERVICES[self.service]

    @property
    def host(self) -> str:
        """To whom words are sent."""
        return urlsplit(self.address).netloc

    @property
    def agreement(self) -> str:
        """What an organiser agrees to: this service, there."""
        return f"{self.name} ({self.host})"


def chosen_machine(*, url: str, key: str, per_minute: int) -> Machine | None:
    """Return the machine that the settings choose; None for none. Raises `EnvValidationError` that names every bad
    one."""
    url = url.strip()
    if not url:
        return None
    faults: dict[str, list[str]] = {}
    service, _colon, address = url.partition(":")
    service = service.lower()
    if service not in SERVICES:
        faults["UNISONO_MACHINE_URL"] = [f"“{service}” is no machine that is known: {FORMS}."]
    elif fault := _fault(service, address):
        faults["UNISONO_MACHINE_URL"] = [f"{fault}: {FORMS}."]
    if service == "deepl" and not key:
        faults["UNISONO_MACHINE_KEY"] = ["DeepL cannot do without a key."]
    if not key.isascii() or not key.isprintable():
        faults["UNISONO_MACHINE_KEY"] = ["This is no key: it has signs that no key has."]
    if per_minute < 1:
        faults["UNISONO_MACHINE_PER_MINUTE"] = ["Write a number above 0."]
    if faults:
        raise EnvValidationError("The settings for the machine are not right.", faults)
    if service == "deepl" and not address:
        address = FREE if key.endswith(":fx") else PRO
    return Machine(service, address.rstrip("/"), key, per_minute)


def _fault(service: str, address: str) -> str:
    """Say what is wrong with an address; "" for nothing. What leaves this machine is encrypted."""
    if service == "deepl" and not address:
        return ""
    try:
        parts = urlsplit(address)
        _ = parts.port
    except ValueError:
        return "The address cannot be read"
    if not parts.hostname or parts.query or parts.fragment or parts.username:
        return "An address with a host is needed, without user, question mark or number sign"
    if parts.scheme == "http" and not _is_here(parts.hostname):
        return "Words travel to another machine encrypted: an https address is needed"
    return "" if parts.scheme in ("http", "https") else "An https address is needed"


def _is_here(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
