"""Freezing: a snapshot → an edition. Only what depends on something new is made; the rest is looked up.

Plain Python beside the store: no database. Pictures and documents are made in spawned children under limits.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from unisono.base.children import Children, Limits
from unisono.base.said import Said, SaidError, sentence_of
from unisono.kit.engine import fonts_used
from unisono.kit.engine.guarding import guard
from unisono.launch import manifest as manifests
from unisono.launch.films import make_versions
from unisono.launch.store import Index, Store
from unisono.site.broadcast import plan_broadcast
from unisono.site.downloads import plan_downloads
from unisono.site.feeds import plan_feeds
from unisono.site.media import plan_media
from unisono.site.media.versions import film_versions
from unisono.site.outputs import Assets, FileRef, Made, Output
from unisono.site.pages import plan_pages
from unisono.site.snapshot import Snapshot

#: `progress(what, done, of)`: called as outputs are made.
Progress = Callable[[str, int, int], None]
#: What making one output may take: a design that loops or eats memory is stopped.
CHILD = Limits(memory=4 * 1024**3, seconds=120)
#: Fewer outputs than this are quicker made here than by children that must start first.
WORTH_CHILDREN = 6
#: Kinds of outputs that take long to make.
HEAVY = frozenset({"card", "frame", "pdf", "picture", "film"})


@dataclass(frozen=True, slots=True)
class Frozen:
    """An edition just frozen: its name, its manifest, and the names of the outputs that had to be made."""

    name: str
    manifest: manifests.Manifest
    made: tuple[str, ...]

    @property
    def bytes(self) -> int:
        """Size of all files together, in bytes, before compression."""
        return sum(file.size for file in self.manifest.files.values())


def freeze_snapshot(snapshot: Snapshot, store: Store, progress: Progress = lambda what, done, of: None) -> Frozen:
    """Make an edition of `snapshot`. The same snapshot gives the same edition."""
    run = _Run(store, progress)
    with store.alone("freezing"):  # two would do the same work twice
        run.film(snapshot)
        run.make("pictures and documents", plan_media(snapshot, store))
        downloads = [*plan_downloads(snapshot, run.assets, store), *plan_broadcast(snapshot, run.assets, store)]
        run.make("downloads", downloads)
        run.make("pages", [*plan_pages(snapshot, run.assets), *plan_feeds(snapshot, run.assets)])
        run.compress()
        files = [file for made in run.files.values() for file in made]
        manifest = manifests.manifest_of(snapshot.slug, snapshot.source_language, snapshot.languages, files)
        name = store.put_manifest(manifests.encode(manifest))
        store.put_index(name, Index(snapshot, run.files))
    return Frozen(name, manifest, tuple(sorted(run.made)))


def fonts_of(snapshot: Snapshot, store: Store) -> dict[str, list[list[str]]]:
    """Return what sets each language of a snapshot, as [family, file, origin] in order of preference: so that what
    was drawn can be drawn again, and somebody can see why it looks as it does."""
    folder = store.laid_out(snapshot.theme_files)
    return {code: [list(font) for font in fonts_used(code, folder)] for code in snapshot.languages}


class _Run:
    """One freeze: what has been made or looked up so far."""

    def __init__(self, store: Store, progress: Progress) -> None:
        self.store, self.progress = store, progress
        self.files: dict[str, tuple[FileRef, ...]] = {}
        self.made: list[str] = []

    @property
    def assets(self) -> Assets:
        return Assets(dict(self.files), self.store.get)

    def film(self, snapshot: Snapshot) -> None:
        """Make the versions of the film together; raises `CannotMake`."""
        made, failed = make_versions(film_versions(snapshot, self.store), self.store, self.progress)
        self.made += made
        if failed:
            raise CannotMake(failed)

    def make(self, what: str, outputs: list[Output]) -> None:
        """Look up or make all `outputs`; raises what the first failing one raises, naming it."""
        known = {output.name: self.store.made(output.key) for output in outputs}
        missing = [output for output in outputs if known[output.name] is None]
        self.files |= {name: files for name, files in known.items() if files is not None}
        for done, (output, files) in enumerate(make_outputs(missing, self.store), 1):
            self.files[output.name] = files
            self.made.append(output.name)
            self.progress(what, done, len(missing))

    def compress(self) -> None:
        """Make the precompressed variants."""
        types = {file.sha256: file.type for files in self.files.values() for file in files}
        for done, (sha256, type) in enumerate(sorted(types.items()), 1):
            self.store.compress(sha256, type)
            self.progress("compression", done, len(types))


class CannotMake(SaidError):
    """Outputs that could not be made: each by its name, with the reason."""

    def __init__(self, reasons: dict[str, Said]) -> None:
        super().__init__(reasons)
        self.reasons = reasons
        self.sentence = Said.joined("\n", (Said.joined(": ", one) for one in sorted(reasons.items())))


def make_outputs(outputs: list[Output], store: Store) -> Iterator[tuple[Output, tuple[FileRef, ...]]]:
    """Make outputs and keep their files; raises `CannotMake` at the end, naming every one that failed."""
    failed: dict[str, Said] = {}
    for output, made in _made(outputs):
        if isinstance(made, Exception):
            failed[output.name] = sentence_of(made)
            continue
        yield output, store.keep(output.key, made)
    if failed:
        raise CannotMake(failed)


def _made(outputs: list[Output]) -> Iterator[tuple[Output, Made | Exception]]:
    heavy = [output for output in outputs if output.name.split(":")[0] in HEAVY]
    light = [output for output in outputs if output.name.split(":")[0] not in HEAVY]
    if len(heavy) < WORTH_CHILDREN:
        heavy, light = [], [*light, *heavy]
    for output in light:
        yield output, _one(output)
    if heavy:
        yield from _in_children(heavy)


def _one(output: Output) -> Made | Exception:
    try:
        return output.make()
    except Exception as error:
        return error


def _in_children(outputs: list[Output]) -> Iterator[tuple[Output, Made | Exception]]:
    known = {output.name: output for output in outputs}
    with Children(CHILD, prepare=guard) as children:
        for name, made in children.each((output.name, output.make) for output in outputs):
            yield known[str(name)], made
