"""`unisono doctor`: what this machine has, what it lacks, and what to do about it."""

import os
import shutil
import socket
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass

import click

from unisono.base.home import Home
from unisono.cli.environment import start_django
from unisono.cli.output import as_json, say


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at: `found` says how it is, `advice` what to do about it. Not `ok` is what cannot be done
    without; advice on what is ok may be left."""

    what: str
    ok: bool
    found: str
    advice: str = ""


@click.command("doctor")
@click.option("--port", default=8000, show_default=True, help="Port that the campaign is to be served on.")
@click.option("--mail", "address", metavar="ADDRESS", help="Only send a test letter to this e-mail address.")
@click.option(
    "--machine", "ask_machine", is_flag=True, help="Only ask the machine for translations whether it answers."
)
@click.option("--json", "for_machines", is_flag=True, help="Print JSON.")
def doctor_command(port: int, address: str | None, ask_machine: bool, for_machines: bool) -> None:
    """Say what this installation has and what it lacks. Exit status 1 where something needed is missing.

    Languages are listed by the font that sets them and where it is from; `!` marks what works but could be better.
    """
    home = start_django()
    if address is not None:
        _send_test_letter(address)
        return
    if ask_machine:
        checks = [_machine()]
    else:
        checks = [*_versions(), *_database(), *_places(home), _port(port), *_mail(), _ffmpeg()]
        checks += [*_languages(), *_campaigns()]
    if for_machines:
        as_json([asdict(check) for check in checks])
    else:
        for check in checks:
            mark = "✗" if not check.ok else "!" if check.advice else "✓"
            say(f"{mark} {check.what}: {check.found}" + (f" ({check.advice})" if check.advice else ""))
    if not all(check.ok for check in checks):
        raise SystemExit(1)


def _versions() -> Iterator[Check]:
    import sqlite3

    version = ".".join(map(str, sys.version_info[:3]))
    is_right = sys.version_info[:2] == (3, 11)
    yield Check("Python", is_right, version, "" if is_right else "Unisono needs Python 3.11")
    sqlite = tuple(map(int, sqlite3.sqlite_version.split(".")))
    is_new = sqlite >= (3, 51, 3)
    yield Check(
        "SQLite", is_new, sqlite3.sqlite_version, "" if is_new else "pip install pysqlite3: older ones lose data"
    )


def _database() -> Iterator[Check]:
    """Whether the database answers and its tables are those of this version."""
    from django.db import DatabaseError, connection
    from django.db.migrations.executor import MigrationExecutor

    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        executor = MigrationExecutor(connection)
        behind = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as fault:
        yield Check("database", False, str(fault).strip(), "is it running, and is UNISONO_DATABASE right?")
        return
    yield Check("database", True, connection.vendor)
    advice = "`unisono serve` or `unisono manage migrate` brings them up to date" if behind else ""
    found = f"{len(behind)} steps behind this version" if behind else "up to date"
    yield Check("database tables", not behind, found, advice)


def _places(home: Home) -> Iterator[Check]:
    is_writable = os.access(home.root, os.W_OK)
    yield Check("home", is_writable, str(home.root), "" if is_writable else "this user may not write there")
    free = shutil.disk_usage(home.root).free / 1e9
    advice = "" if free > 1 else "an edition with its packs takes several hundred megabytes: make room"
    yield Check("free disk", free > 1, f"{free:.1f} GB", advice)


def _port(port: int) -> Check:
    """Whether the door could listen, or does so already."""
    name = f"port {port}"
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("127.0.0.1", port))
        except PermissionError:
            return Check(name, True, "only the administrator may listen there", "serve on 8000 behind nginx or Caddy")
        except OSError:
            return Check(name, True, *_who_listens(port))
    return Check(name, True, "free")


def _who_listens(port: int) -> tuple[str, str]:
    import httpx

    try:
        answer = httpx.get(f"http://127.0.0.1:{port}/healthz", timeout=2, trust_env=False)
    except httpx.HTTPError:
        answer = None
    if answer is not None and answer.status_code in (200, 503):
        return "Unisono's door answers there", ""
    return "another program listens there", "serve on another one: unisono serve --port 8080"


def _mail() -> Iterator[Check]:
    """How letters leave, whether the server answers, and what is stuck in the outbox."""
    from django.conf import settings
    from django.db import DatabaseError

    from unisono.cli.mail import advice_on, way_in_words, what_is_wrong
    from unisono.mail.models import Letter
    from unisono.mail.queries import counts

    wrong = what_is_wrong(settings.MAIL)
    found = way_in_words(settings.MAIL)
    advice = (
        "try again when that is mended: unisono doctor --mail you@example.org" if wrong else advice_on(settings.MAIL)
    )
    yield Check("mail", not wrong, f"{found}: {wrong}" if wrong else found, advice)
    try:
        numbers = counts(Letter.objects.all())
    except DatabaseError:
        return  # `database tables` says so
    stuck = numbers["held"] + numbers["failed"]
    said = ", ".join(f"{number} {name}" for name, number in numbers.items())
    yield Check("letters", True, said, "the newsroom's screen Mail says why" if stuck else "")


def _send_test_letter(address: str) -> None:
    from django.conf import settings

    from unisono.cli.mail import send_test_letter

    say(send_test_letter(address, settings.MAIL))


def _machine() -> Check:
    """Whether the machine for translations answers and accepts the key; no word of a campaign is sent."""
    from django.conf import settings

    from unisono.languages.machine.fetching import MachineError
    from unisono.languages.machine.services import service_of
    from unisono.languages.rules import proven_languages

    machine = settings.MACHINE
    if machine is None:
        return Check("machine", True, "none", "name one in UNISONO_MACHINE_URL if one is wanted")
    try:
        offered = service_of(machine).offered("en", proven_languages())
    except MachineError as error:
        return Check("machine", False, f"{machine.agreement}: {error}", "are UNISONO_MACHINE_URL and _KEY right?")
    codes = ", ".join(sorted(offered)) or "nothing"
    return Check("machine", True, f"{machine.agreement}: it answers, and translates from en into {codes}")


def _ffmpeg() -> Check:
    """Whether films can be made, needed once a campaign has one; and whether in every language."""
    from unisono.kit.film.errors import NoFfmpeg
    from unisono.kit.film.ffmpeg import ffmpeg

    advice = "films need it: pip install 'unisono[video]'"
    try:
        found = ffmpeg()
    except NoFfmpeg:
        return Check("ffmpeg", not _has_films(), "not found", advice)
    except OSError:
        return Check("ffmpeg", not _has_films(), "it does not run", advice)
    if not found.breaks_lines:
        advice = "it breaks no lines of Chinese, Japanese, Thai or Khmer captions: pip install 'unisono[video]'"
        return Check("ffmpeg", True, found.version, advice)
    return Check("ffmpeg", True, found.version)


def _has_films() -> bool:
    from django.db import DatabaseError

    from unisono.kit.models import Film

    try:
        return Film.objects.exists()
    except DatabaseError:
        return False


def _languages() -> Iterator[Check]:
    """The languages that are proved, by the font that sets them here."""
    from unisono.kit.engine.errors import UnknownFont
    from unisono.kit.engine.fonts import font_lacking, fonts_used, how_to_get
    from unisono.languages.rules import proven_languages

    by_font: dict[tuple[str, str, str], list[str]] = {}
    for code in proven_languages():
        lacking = font_lacking(code)
        try:
            family, _, origin = fonts_used(code)[0]
        except UnknownFont:
            family, origin = "", ""
        by_font.setdefault((family, origin, lacking), []).append(code)
    for (family, origin, lacking), codes in sorted(by_font.items()):
        if family:
            yield Check(f"languages in {family}", True, f"{', '.join(codes)} ({origin})", _advice(lacking))
        else:
            yield Check(f"languages that lack {lacking}", False, ", ".join(codes), how_to_get(lacking))


def _advice(lacking: str) -> str:
    from unisono.kit.engine.fonts import how_to_get

    return f"better in {lacking}: {how_to_get(lacking)}" if lacking else ""


def _campaigns() -> Iterator[Check]:
    """Each campaign: whether it can open, and the fonts of each of its languages."""
    from django.db import DatabaseError

    from unisono.campaigns.models import Campaign
    from unisono.launch.operations import missing_to_open

    try:
        campaigns = list(Campaign.objects.all())
    except DatabaseError:
        return  # `database tables` says so
    for campaign in campaigns:
        gaps = missing_to_open(campaign)
        yield Check(f"campaign {campaign.slug}", not gaps, " ".join(gaps) or "can open")
        for code in campaign.language_codes:
            yield _fonts_of(campaign.slug, code)


def _fonts_of(slug: str, code: str) -> Check:
    from unisono.kit.engine.errors import UnknownFont
    from unisono.kit.engine.fonts import font_lacking, fonts_used, how_to_get

    what = f"{slug}: fonts for {code}"
    lacking = font_lacking(code)
    try:
        fonts = dict.fromkeys(f"{family} ({origin})" for family, _, origin in fonts_used(code))
    except UnknownFont as fault:
        return Check(what, False, str(fault), how_to_get(fault.family))
    return Check(what, True, ", ".join(fonts), _advice(lacking))
