"""`unisono doctor`: what this machine has, what it lacks, and what to do about it."""

import shutil
import sys

import click

from unisono.cli.environment import start_django
from unisono.cli.output import as_json, say


@click.command("doctor")
@click.option("--json", "for_machines", is_flag=True, help="Print JSON.")
def doctor_command(for_machines: bool) -> None:
    """Say what this installation has and what it lacks. Exit status 1 where something needed is missing."""
    home = start_django()
    checks = [*_versions(), *_places(home), *_campaigns()]
    if for_machines:
        as_json([{"what": what, "ok": ok, "found": found} for what, ok, found in checks])
    else:
        for what, ok, found in checks:
            say(f"{'✓' if ok else '✗'} {what}: {found}")
    if not all(ok for _, ok, _ in checks):
        raise SystemExit(1)


def _versions() -> list[tuple[str, bool, str]]:
    import sqlite3

    from django.db import connection

    version = ".".join(map(str, sys.version_info[:3]))
    sqlite = tuple(map(int, sqlite3.sqlite_version.split(".")))
    return [
        ("Python", sys.version_info[:2] == (3, 11), version),
        ("SQLite", sqlite >= (3, 51, 3), sqlite3.sqlite_version),
        ("database", True, connection.vendor),
    ]


def _places(home: object) -> list[tuple[str, bool, str]]:
    free = shutil.disk_usage(home.root).free / 1e9
    return [("home", True, str(home.root)), ("free disk", free > 1, f"{free:.1f} GB")]


def _campaigns() -> list[tuple[str, bool, str]]:
    from django.db import DatabaseError

    from unisono.campaigns.models import Campaign
    from unisono.kit.engine.fonts import fonts_used
    from unisono.launch.operations import missing_to_open

    try:
        campaigns = list(Campaign.objects.all())
    except DatabaseError:
        return [("database tables", False, "missing; `unisono serve` or `unisono manage migrate` makes them")]
    found: list[tuple[str, bool, str]] = []
    for campaign in campaigns:
        gaps = missing_to_open(campaign)
        found.append((f"campaign {campaign.slug}", not gaps, " ".join(gaps) or "can open"))
        for code in campaign.language_codes:
            fonts = dict.fromkeys(f"{family} ({origin})" for family, _, origin in fonts_used(code))
            found.append((f"fonts for {code}", True, ", ".join(fonts)))
    return found
