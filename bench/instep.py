"""How long somebody waits who approves a changed statement: with 60 languages, beside the same with one.

    python -m bench.instep [--languages 60] [--segments 40] [--rounds 5] [--json FILE]

What is measured is what the answer waits for: the revision, the new source, every translation in step, the settled
copies, the ledger and the tasks that are put on the queue. The campaigns take turns, so that whatever else this
machine does hits all alike: read the ratio of one run.
"""

import argparse
import json
import logging
import os
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

from bench.board import measured

#: What the answer with all languages may take, in answers with one: it took 2 where it was measured.
AIM = 5
AT = datetime(2031, 3, 1, 12, tzinfo=UTC)
VARIANTS = ("one text changed", "all texts changed", "turned round")


def fill(slug: str, languages: int, segments: int) -> Any:
    """Make a campaign whose statement is translated into so many languages; returns the statement."""
    from babel.localedata import locale_identifiers

    from unisono.campaigns.models import Campaign, CampaignLanguage
    from unisono.campaigns.operations import named
    from unisono.languages.operations import Given, take_translations
    from unisono.words.models import Aim, Statement

    codes = [code for code in locale_identifiers() if len(code) == 2 and code != "en"][:languages]
    campaign = Campaign.objects.create(slug=slug, source_language="en")
    CampaignLanguage.objects.bulk_create(CampaignLanguage(campaign=campaign, code=code) for code in ["en", *codes])
    statement = Statement(campaign=campaign, title="The river belongs to all", date=AT.date(), live=False)
    statement.aims = [Aim(key=f"a{n}", text=f"Aim {n} of many.", sort_order=n) for n in range(segments - 1)]
    statement.save()
    statement.save_revision().publish()
    statement.refresh_from_db()
    source = statement.segments()
    for code in codes:
        given = {one.key: Given(f"{code} {one.text}") for one in source}
        take_translations(named=named(statement), language=code, source=source, given=given, at=AT, by="bench")
    return statement


def change(statement: Any, variant: str, number: int) -> None:
    """Change the source in one of the ways, and approve it as the editor does."""
    aims = list(statement.aims.all())
    if variant == "turned round":
        texts = [aim.text for aim in aims][::-1]
        for aim, text in zip(aims, texts, strict=True):
            aim.text = text
    else:
        for aim in aims[: 1 if variant == "one text changed" else None]:
            aim.text = f"{aim.text.partition(' v')[0]} v{number}"
    statement.aims = aims
    statement.save_revision().publish()


def run(languages: int, segments: int, rounds: int) -> dict[str, dict[str, float]]:
    """Fill a database of its own and measure each variant with all languages and with one."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    statements = {"one": fill("one", 1, segments), "all": fill("all", languages, segments)}
    numbers = count()

    def approving(name: str, variant: str) -> Callable[[], object]:
        return lambda: change(statements[name], variant, next(numbers))

    return {variant: measured(rounds, {name: approving(name, variant) for name in statements}) for variant in VARIANTS}


def main() -> None:
    """Measure and say."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--languages", type=int, default=60)
    parser.add_argument("--segments", type=int, default=40)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        os.environ |= {"UNISONO_HOME": folder, "UNISONO_SECRET_KEY": "bench"}
        from unisono.cli.environment import start_django

        start_django()
        logging.getLogger("wagtail").setLevel(logging.WARNING)
        found = run(given.languages, given.segments, given.rounds)
    print(f"{given.segments} segments; {given.languages} languages beside one")
    for variant, times in found.items():
        ratio = times["all"] / times["one"]
        print(f"{variant:>18}  {times['one']:6.0f} ms  {times['all']:6.0f} ms  {ratio:5.1f} × one language")
    if given.json:
        given.json.write_text(json.dumps(found, indent=2))
    worst = max(times["all"] / times["one"] for times in found.values())
    if worst > AIM:
        raise SystemExit(f"Approving takes more than {AIM} times what it takes with one language.")


if __name__ == "__main__":
    main()
