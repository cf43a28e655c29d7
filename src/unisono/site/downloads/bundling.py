"""Folders → the plans of ZIPs, as outputs of an edition."""

from collections.abc import Iterable
from datetime import UTC, datetime
from functools import partial

from unisono.bundles import BUNDLE_TYPE, encode_plan, kept_file, plan_of, written_file
from unisono.site.contexts.survey import survey
from unisono.site.downloads.folders import Folder, everything, folder_of
from unisono.site.outputs import Assets, Made, Output, hashed_path, key_of
from unisono.site.snapshot import Snapshot
from unisono.site.store import Blobs

EVERYTHING = "everything"
_BEFORE_ALL_TIMES = datetime(1980, 1, 1, tzinfo=UTC)
"""The first moment that a ZIP can name: of a folder in which nothing has been approved."""
_VERSION = 2

Placed = tuple[str, Folder]
"""A folder and where it stands in the bundle: `ar/`, or "" for the top."""


def plan_downloads(snapshot: Snapshot, assets: Assets, blobs: Blobs) -> list[Output]:
    """Return `kit:{language}` for every open language that has a card, a statement or captions to take, and
    `kit:everything` where there is any of these.

    `assets` are the files that `plan_media` made; `blobs` holds their content.
    """
    seen = survey(snapshot, assets)
    folders = [(code, folder) for code in snapshot.languages if (folder := folder_of(seen, code))]
    found = [bundle_output(f"kit:{code}", f"{snapshot.slug}-{code}", [("", folder)], blobs) for code, folder in folders]
    if folders and snapshot.source_language in snapshot.languages:
        placed = [("", everything(seen, folders)), *((f"{code}/", folder) for code, folder in folders)]
        found.append(bundle_output(f"kit:{EVERYTHING}", f"{snapshot.slug}-{EVERYTHING}", placed, blobs))
    return found


def bundle_output(name: str, stem: str, folders: Iterable[Placed], blobs: Blobs) -> Output:
    """Return the output `name`: the plan of `{stem}.zip`, in which everything stands under one folder `stem`."""
    placed = tuple(folders)
    held = [(place, [(item.name, item.file.sha256) for item in folder.items], folder) for place, folder in placed]
    key = key_of("kit", _VERSION, stem, [(place, hashes, one.texts, one.at) for place, hashes, one in held])
    return Output(name, key, partial(make_bundle, blobs, stem, placed))


def make_bundle(blobs: Blobs, stem: str, folders: Iterable[Placed]) -> Made:
    """Return the plan of the ZIP of these folders. Raises `FileNotFoundError` where a file is not in the store."""
    placed = list(folders)
    files = [
        kept_file(f"{stem}/{place}{item.name}", item.file.sha256, blobs.get(item.file.sha256))
        for place, folder in placed
        for item in folder.items
    ]
    files += [
        written_file(f"{stem}/{place}{name}", text.encode()) for place, folder in placed for name, text in folder.texts
    ]
    newest = max((folder.at for _, folder in placed), default="")
    plan = plan_of(f"{stem}.zip", datetime.fromisoformat(newest) if newest else _BEFORE_ALL_TIMES, files)
    content = encode_plan(plan)
    return [(hashed_path(content, plan.name), content, BUNDLE_TYPE)]
