"""An edition out of the store: as files for any static host, or checked against its manifest. Plain Python."""

import hashlib
import zlib
from pathlib import Path

from unisono.base.home import Home
from unisono.bundles import BUNDLE_TYPE, BadPlan, Bundle, BundledFile, chunks, decode_plan
from unisono.launch import manifest as manifests
from unisono.launch.portable import portable_page
from unisono.launch.store import Store


def read_manifest(name: str, home: Home) -> manifests.Manifest:
    """Return an edition's manifest; raises `LookupError` when it is not in the store."""
    try:
        return manifests.decode(Store(home.editions).manifest_path(name).read_bytes())
    except FileNotFoundError:
        raise LookupError(f"The store has no edition {name[:12]}. Freeze again, or restore it from a backup.") from None


def export_edition(name: str, home: Home, folder: Path, *, portable: bool) -> int:
    """Write every file into `folder`, new or empty; returns how many.

    `portable`: links to folders lead to their `index.html`, and a first page leads to the source language, so
    that the edition reads from a USB stick as well.
    """
    manifest = read_manifest(name, home)
    store = Store(home.editions)
    if folder.exists() and any(folder.iterdir()):
        raise FileExistsError(f"{folder} is not empty. Name a new folder, or empty this one.")
    for path, file in manifest.files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        if file.type == BUNDLE_TYPE:
            _write_bundle(file.sha256, store, target)
            continue
        content = store.get(file.sha256)
        if portable and file.type.startswith("text/html"):
            content = portable_page(content.decode(), path, manifest.files).encode()
        target.write_bytes(content)
    if "index.html" not in manifest.files:
        (folder / "index.html").write_text(_first_page(manifest), encoding="utf-8")
    return len(manifest.files)


def _write_bundle(sha256: str, store: Store, target: Path) -> None:
    """Write the ZIP of a plan, which a static host cannot compose."""
    with target.open("wb") as zip_file:
        zip_file.writelines(chunks(Bundle(decode_plan(store.get(sha256))), store.path))


def _first_page(manifest: manifests.Manifest) -> str:
    """A static host cannot choose by Accept-Language: lead to the source language, and list the others."""
    from unisono.languages.rules import rules_for

    target = f"{manifest.source_language}/index.html"
    links = "".join(
        f'<li><a href="{code}/index.html" lang="{code}" dir="{rules_for(code).direction}">{rules_for(code).endonym}</a>'
        for code in manifest.languages
    )
    return (
        f'<!doctype html><html lang="{manifest.source_language}"><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{manifest.campaign}</title>'
        f'<meta http-equiv="refresh" content="0; url={target}"><ul>{links}</ul></html>\n'
    )


def verify_edition(name: str, home: Home) -> list[str]:
    """Return one sentence for each file that is missing or not what the manifest says."""
    store = Store(home.editions)
    path = store.manifest_path(name)
    if not path.exists():
        return [f"the manifest {name} is missing"]
    content = path.read_bytes()
    if hashlib.sha256(content).hexdigest() != name:
        return [f"the manifest {name} has been changed"]
    faults = []
    for file_path, file in manifests.decode(content).files.items():
        if not store.has(file.sha256):
            faults.append(f"{file_path} is missing")
        elif hashlib.sha256(store.get(file.sha256)).hexdigest() != file.sha256:
            faults.append(f"{file_path} is not what the manifest says")
        elif file.type == BUNDLE_TYPE:
            faults += [f"{file_path}: {fault}" for fault in _bundle_faults(file, store)]
    return faults


def _bundle_faults(file: manifests.File, store: Store) -> list[str]:
    """Return what keeps the ZIP of a plan from being composed as it was planned."""
    try:
        bundle = Bundle(decode_plan(store.get(file.sha256)))
    except BadPlan as fault:
        return [str(fault)]
    faults = [] if bundle.size == file.size else [f"has {bundle.size} bytes, not {file.size}"]
    for held in bundle.plan.files:
        if held.sha256 and not store.has(held.sha256):
            faults.append(f"{held.name} in it is missing")
        elif not _is_sound(held, store):
            faults.append(f"{held.name} in it is not what the plan says")
    return faults


def _is_sound(held: BundledFile, store: Store) -> bool:
    try:
        content = store.get(held.sha256) if held.sha256 else zlib.decompress(held.deflated, -zlib.MAX_WBITS)
    except zlib.error:
        return False
    return (len(content), zlib.crc32(content)) == (held.size, held.crc32)
