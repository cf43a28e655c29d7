"""What a command needs before it starts: the settings of this installation, and Django only where it is used."""

import gc
import os
import secrets
from pathlib import Path

from unisono.base.home import Home, home
from unisono.cli.output import Refused

SETTINGS_FILE = "settings.env"


def read_settings_file() -> None:
    """Take what `UNISONO_HOME/settings.env` says, below what the environment says already."""
    path = home().root / SETTINGS_FILE
    if not path.exists():
        return
    for line in path.read_text().splitlines():
        name, equals, value = line.partition("=")
        if equals and not name.startswith("#"):
            os.environ.setdefault(name.strip(), value.strip())


def write_demo_settings() -> Path:
    """Write settings for a trial on this machine, with a secret key of its own; keep those that are there."""
    path = home().root / SETTINGS_FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(f"# Made for a trial on this machine.\nUNISONO_SECRET_KEY={secrets.token_urlsafe(48)}\n")
    return path


def start_django() -> Home:
    """Load settings and rooms; returns the home of this installation. Ends with a clear message where settings fail."""
    import unisono.base.sqlite  # noqa: F401  first of all: see there

    read_settings_file()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "unisono.settings")
    (home().root / "static").mkdir(parents=True, exist_ok=True)  # the web process looks for collected files there
    import django
    from environs import EnvValidationError

    gc.disable()  # nothing of what is loaded now will ever be garbage
    try:
        django.setup()
    except EnvValidationError as error:
        faults = [f"{name}: {' '.join(map(str, said))}" for name, said in error.error_messages.items()]
        path = home().root / SETTINGS_FILE
        raise Refused(
            "\n".join([*faults, f"Set these in the environment or in {path} (.env.example shows all)."])
        ) from None
    finally:
        gc.freeze()
        gc.enable()
    return home()
