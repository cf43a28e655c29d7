"""The files of a pack, from a folder or a ZIP. A hostile ZIP is refused before a byte of it is written anywhere."""

import lzma
import stat
import zipfile
import zlib
from collections import Counter
from pathlib import Path, PurePosixPath

from unisono.base.said import Said
from unisono.packs.faults import Fault, PackRefused

#: The greatest pack: a campaign film, a few hundred logos, pictures. Bytes, unpacked.
MOST_BYTES = 2 * 1024**3
MOST_FILE_BYTES = 1024**3
MOST_FILES = 20_000
#: Text and pictures never shrink this far; a compression bomb does.
MOST_RATIO = 200
#: Left behind by desktops and version control: not part of a pack, and no fault.
IGNORED = {".DS_Store", "Thumbs.db", "desktop.ini", ".gitignore", ".git", "__MACOSX", "README.md"}
AS_A_FILE = Said("Put the file itself into the pack.")
MADE_AGAIN = Said("Make the ZIP again, without a password.")
#: What reading a broken or forged ZIP may raise.
UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    NotImplementedError,
    RuntimeError,
    EOFError,
    OSError,
    ValueError,
)


def read_files(place: Path, called: str = "") -> dict[str, bytes]:
    """Return path → content of a pack folder or ZIP; raises `PackRefused` for one that is missing or hostile.

    `called` is what its owner knows a ZIP by, where it lies here under another name.
    """
    if place.is_dir():
        return _read_folder(place)
    if not place.exists():
        raise PackRefused([Fault(str(place), 0, Said("there is no such folder or file"), Said("Check the path."))])
    return _read_zip(place, called or place.name)


def _read_folder(root: Path) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for path in sorted(root.rglob("*")):
        name = path.relative_to(root).as_posix()
        if _is_ignored(name):
            continue
        if path.is_symlink():
            raise PackRefused([Fault(name, 0, Said("is a symbolic link"), AS_A_FILE)])
        if path.is_file():
            found[name] = path.read_bytes()
    return found


def _is_ignored(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return bool(IGNORED.intersection(parts)) or PurePosixPath(name).name.startswith("._")


def _read_zip(place: Path, called: str) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(place) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            faults = _entry_faults(entries, place.stat().st_size)
            if faults:
                raise PackRefused(faults)
            kept = [entry for entry in entries if not _is_ignored(entry.filename)]
            content = {_plain(entry): _read_entry(archive, entry) for entry in kept}
    except PackRefused:
        raise
    except UNREADABLE as error:
        what = Said("cannot be read as a ZIP (%(error)s)", error=Said.as_is(str(error)))
        raise PackRefused([Fault(called, 0, what, MADE_AGAIN)]) from error
    return _without_single_folder(content)


def _plain(entry: zipfile.ZipInfo) -> str:
    """The path of an entry in one form: `./texts//en.toml` is `texts/en.toml`."""
    return str(PurePosixPath(entry.filename))


def _entry_faults(entries: list[zipfile.ZipInfo], size: int) -> list[Fault]:
    if len(entries) > MOST_FILES:
        counts = {"count": f"{len(entries):,}", "most": f"{MOST_FILES:,}"}
        what = Said("holds %(count)s files; at most %(most)s are taken", **counts)
        return [Fault("ZIP", 0, what, Said("Remove files."))]
    total = sum(entry.file_size for entry in entries)
    if total > MOST_BYTES or total > max(size, 1) * MOST_RATIO:
        what = Said("would unpack to %(total)s bytes from %(size)s", total=f"{total:,}", size=f"{size:,}")
        return [Fault("ZIP", 0, what, Said("That is no pack. Make it again without compressed archives inside."))]
    faults = [fault for entry in entries for fault in _faults_of(entry)]
    twice = {name for name, times in Counter(_plain(entry) for entry in entries).items() if times > 1}
    what, mend = Said("is in the ZIP twice"), Said("Keep one of them.")
    return faults + [Fault(name, 0, what, mend) for name in sorted(twice)]


def _faults_of(entry: zipfile.ZipInfo) -> list[Fault]:
    path, kind = PurePosixPath(entry.filename), stat.S_IFMT(entry.external_attr >> 16)
    # The name as it stands in the file: `filename` ends at a NUL, and has other separators on other systems.
    name = entry.orig_filename
    if path.is_absolute() or ".." in path.parts or "\\" in name or ":" in name or not name.isprintable():
        return [Fault(entry.filename, 0, Said("leads out of the pack"), Said("Use plain paths inside the pack."))]
    if kind not in (0, stat.S_IFREG):
        what = Said("is a symbolic link") if kind == stat.S_IFLNK else Said("is not a plain file")
        return [Fault(entry.filename, 0, what, AS_A_FILE)]
    if entry.file_size > MOST_FILE_BYTES:
        what = Said("has %(size)s bytes", size=f"{entry.file_size:,}")
        return [Fault(entry.filename, 0, what, Said("Make the file smaller."))]
    if entry.flag_bits & 1:
        return [Fault(entry.filename, 0, Said("is encrypted"), MADE_AGAIN)]
    return []


def _read_entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    # Reads as many bytes as the directory says and no more; a file that is longer fails its checksum.
    with archive.open(entry) as opened:
        content = opened.read(entry.file_size + 1)
    if len(content) != entry.file_size:
        what = Said("has another size than the ZIP says")
        raise PackRefused([Fault(entry.filename, 0, what, Said("Make the ZIP again."))])
    return content


def _without_single_folder(content: dict[str, bytes]) -> dict[str, bytes]:
    """People zip the folder, not its content: take off one folder around everything."""
    tops = {name.split("/", 1)[0] for name in content}
    if "campaign.toml" in content or len(tops) != 1 or not all("/" in name for name in content):
        return content
    return {name.split("/", 1)[1]: body for name, body in content.items()}


def write_files(files: dict[str, bytes], folder: Path) -> None:
    """Write a pack into `folder`, which must be empty or not exist; raises `FileExistsError` otherwise.

    Raises `ValueError` before anything is written if a path leads out of the folder.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise FileExistsError(f"{folder} is not empty. Name a new folder, or empty this one.")
    outside = [name for name in files if PurePosixPath(name).is_absolute() or ".." in PurePosixPath(name).parts]
    if outside:
        raise ValueError(f"{outside[0]} leads out of the pack")
    for name, content in sorted(files.items()):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
