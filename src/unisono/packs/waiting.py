"""Packs that were brought into the newsroom and wait until somebody has looked at what they would change."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.db import transaction

from unisono.base.home import home
from unisono.base.said import Said
from unisono.base.tasks import UPKEEP
from unisono.campaigns.models import Campaign
from unisono.packs.faults import Fault, PackRefused
from unisono.packs.models import WaitingPack

#: How long a pack waits; and bytes of the largest that is taken over the web, a little less than the door lets
#: through. Larger ones go by the command.
KEPT = timedelta(days=7)
LARGEST = 480 * 1024**2


def place_of(public_id: UUID) -> Path:
    """Return where the ZIP of a waiting pack lies."""
    return home().root / "waiting" / f"{public_id}.zip"


def bring(*, campaign: Campaign, name: str, chunks: Iterable[bytes], at: datetime, by: str) -> WaitingPack:
    """Keep an uploaded ZIP until it is taken in or put away; raises `PackRefused` for one that is too large."""
    pack = WaitingPack(campaign=campaign, name=name[:120], brought_by=by, brought_at=at)
    place = place_of(pack.public_id)
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    size = 0
    try:
        with place.open("wb") as file:
            for chunk in chunks:
                size += len(chunk)
                if size > LARGEST:
                    what = Said("is larger than %(most)s MB", most=LARGEST // 1024**2)
                    mend = Said("Have it taken in with the command: %(command)s.", command="unisono pack import")
                    raise PackRefused([Fault(name, 0, what, mend)])
                file.write(chunk)
        pack.save()
    except BaseException:
        place.unlink(missing_ok=True)
        raise
    return pack


@transaction.atomic
def put_away(*, pack: WaitingPack) -> None:
    """Forget a waiting pack, and its file once that holds."""
    public_id = pack.public_id
    pack.delete()
    transaction.on_commit(lambda: place_of(public_id).unlink(missing_ok=True))


@UPKEEP.add("packs that wait")
def put_away_old(at: datetime) -> None:
    """Put away what has waited too long."""
    for pack in WaitingPack.objects.filter(brought_at__lt=at - KEPT):
        put_away(pack=pack)
