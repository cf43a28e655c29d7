"""`unisono counts verify`: the numbers that are open, against the rows."""

from datetime import UTC, datetime

import click

from unisono.cli.environment import start_django
from unisono.cli.output import Refused, as_json, say


@click.group("counts")
def counts_command() -> None:
    """Numbers that are counted, never typed."""


@counts_command.command("verify")
@click.argument("slug", metavar="CAMPAIGN")
@click.option("--json", "for_machines", is_flag=True, help="Print JSON.")
def verify(slug: str, for_machines: bool) -> None:
    """Count again from rows and compare with the open edition. Exit status 1 where they differ."""
    start_django()
    from unisono.cli.campaigns import campaign_called
    from unisono.launch.queries import edition_at
    from unisono.launch.reading import count

    campaign = campaign_called(slug)
    edition = edition_at(campaign, datetime.now(UTC))
    if edition is None:
        raise Refused(f"{slug} is not open: there is nothing to compare with.")
    said = edition.report["counts"]
    counted = {name: value for name, value in count(campaign).items() if value != said[name]}
    if for_machines:
        as_json({"edition": edition.name, "said": said, "different": counted})
    else:
        for name, value in counted.items():
            say(f"✗ {name}: the open edition says {said[name]} (as of {said['as_of']}), rows say {value}")
        if not counted:
            say(f"Every number of edition {edition.name[:12]} is what the rows say.")
    if counted:
        raise SystemExit(1)
