"""How long the board takes at 60 languages × 200 assets, beside its floor: one bare query of the same rows.

    python -m bench.board [--languages 60] [--pieces 200] [--rounds 5] [--json FILE]

Board, table and floor take turns, so that whatever else this machine does hits all alike: read the ratios of one run.
The board is the whole answer of the screen, permissions, what an edition would show and the HTML included.
"""

import argparse
import json
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

#: What the screen may take, in bare queries: it took 13 where it was measured.
AIM = 25
AT = datetime(2031, 3, 1, 12, tzinfo=UTC)


def fill(languages: int, count: int) -> Any:
    """Make a campaign with so many languages besides English and so many pieces; returns it."""
    from babel.localedata import locale_identifiers

    from unisono.campaigns.models import Campaign, CampaignLanguage
    from unisono.campaigns.operations import approve
    from unisono.languages.models import SettledCopy, Translation
    from unisono.words.models import NewsPost, Texts

    campaign = Campaign.objects.create(slug="large", source_language="en")
    codes = [code for code in locale_identifiers() if len(code) == 2 and code != "en"][:languages]
    CampaignLanguage.objects.bulk_create(CampaignLanguage(campaign=campaign, code=code) for code in ["en", *codes])
    made: list[Any] = [Texts(campaign=campaign, name="A large one", slogan="All of it", summary="Much.", action="Go")]
    body = "<p>It has begun, in all languages at once.</p><p>Pass it on.</p>"
    made += [
        NewsPost(campaign=campaign, slug=f"post-{n}", title=f"News {n}", summary="It goes on.", date=AT, body=body)
        for n in range(count - 1)
    ]
    states = ("ready", "ready", "ready", "draft", "review", "machine", "stale")
    for number, piece in enumerate(made):
        piece.save()
        approve(piece=piece, at=AT, by="bench")
        settled = SettledCopy.objects.get(object_id=piece.public_id)
        rows = [
            Translation(
                campaign_id=campaign.public_id, label=piece._meta.label, object_id=piece.public_id, key=one.key,
                language=code, source_text=one.text, text=one.text, changed_at=AT, changed_by="bench",
                state=states[(number + place) % len(states)],
            )
            for place, code in enumerate(codes)
            for one in piece.segments()
        ]  # fmt: skip
        Translation.objects.bulk_create(rows)
        copies = []
        for code in codes[number % 3 :]:
            values = (campaign.public_id, piece._meta.label, piece.public_id)
            copies.append(
                SettledCopy(
                    campaign_id=values[0], label=values[1], object_id=values[2], language=code,
                    segments=settled.segments, source_version=settled.source_version, settled_at=AT,
                )
            )  # fmt: skip
        SettledCopy.objects.bulk_create(copies)
    return campaign


def measured(rounds: int, works: dict[str, Callable[[], object]]) -> dict[str, float]:
    """Return the median milliseconds of each, taken in turns after one round that does not count."""
    times: dict[str, list[float]] = {name: [] for name in works}
    for number in range(rounds + 1):
        for name, work in works.items():
            started = time.perf_counter()
            work()
            if number:
                times[name].append((time.perf_counter() - started) * 1000)
    return {name: statistics.median(values) for name, values in times.items()}


def run(languages: int, count: int, rounds: int) -> dict[str, float]:
    """Fill a database of its own and measure."""
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client

    from unisono.people.models import User

    call_command("migrate", verbosity=0, interactive=False)
    campaign = fill(languages, count)
    client = Client(HTTP_HOST="127.0.0.1")
    person = User.objects.create_superuser("bench@example.org", "bench")
    client.force_login(person)
    session = client.session  # with a second factor, as whoever may everything must
    session["account_authentication_methods"] = [{"method": "mfa", "type": "totp", "at": time.time()}]
    session["account_authentication_methods_user"] = str(person.pk)
    session.save()
    address = f"/newsroom/board/{campaign.public_id}/"

    def bare() -> list[Any]:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT object_id, language, key, state, changed_at, changed_by FROM languages_translation"
                " WHERE campaign_id = %s",
                [campaign.public_id.hex if connection.vendor == "sqlite" else campaign.public_id],
            )
            return cursor.fetchall()

    def asked(path: str) -> Callable[[], object]:
        def ask() -> object:
            answer = client.get(address + path)
            assert answer.status_code == 200, answer.status_code
            return answer.content

        return ask

    found = measured(rounds, {"floor": bare, "board": asked(""), "one language": asked("?into=fr"),
                              "table": asked("board.csv")})  # fmt: skip
    return {"rows": len(bare()), "bytes": len(client.get(address).content), **found}


def main() -> None:
    """Measure and say."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--languages", type=int, default=60)
    parser.add_argument("--pieces", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        os.environ |= {"UNISONO_HOME": folder, "UNISONO_SECRET_KEY": "bench"}
        from unisono.cli.environment import start_django

        start_django()
        found = run(given.languages, given.pieces, given.rounds)
    print(f"{given.languages} languages × {given.pieces} pieces, {found['rows']:.0f} translated segments")
    for name in ("floor", "board", "one language", "table"):
        print(f"{name:>14}  {found[name]:7.0f} ms  {found[name] / found['floor']:5.1f} × the floor")
    print(f"HTML of the board: {found['bytes'] / 1e6:.1f} MB")
    if given.json:
        given.json.write_text(json.dumps(found, indent=2))
    if found["board"] > AIM * found["floor"]:
        raise SystemExit(f"The board takes more than {AIM} bare queries.")


if __name__ == "__main__":
    main()
