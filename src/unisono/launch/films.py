"""Versions of a film, made together: one process for all languages of a shape. What is there already is not made again.

A freeze calls this before it makes its other outputs; so do the background task and the command line, ahead of any
freeze. Each version is kept under its output's key, so that a freeze then finds it. Plain Python beside the store.
"""

from collections.abc import Callable, Iterator

from unisono.base.said import Said
from unisono.kit.engine import EngineError
from unisono.kit.film.errors import FilmError
from unisono.kit.film.shapes import layout_of
from unisono.launch.store import Store
from unisono.site.media.versions import Version, captions_of, finish, make_bodies, on_disk

#: `progress(what, done, of)`: called as films are made; of a film, hundredths are done.
Progress = Callable[[str, int, int], None]
WHAT = "films"
_MADE_FROM = (FilmError, EngineError)


def make_versions(
    versions: list[Version], store: Store, progress: Progress = lambda what, done, of: None
) -> tuple[list[str], dict[str, Said]]:
    """Make the versions that are not there yet. Returns the names of those that were made, and for each that cannot
    be made the reason, by its name."""
    with store.alone("filming"):  # two would do the same work twice, and share the processors
        missing = [one for one in versions if store.made(one.key) is None]
        run = _Run(store, missing, progress)
        for shape in dict.fromkeys(one.shape for one in missing):
            run.shape([one for one in missing if one.shape == shape])
    return run.made, run.failed


class _Run:
    """One call: what was made, what failed, how far it is."""

    def __init__(self, store: Store, missing: list[Version], progress: Progress) -> None:
        self.store, self.progress = store, progress
        self.made: list[str] = []
        self.failed: dict[str, Said] = {}
        self.total, self.done = 100 * len(missing), 0.0

    def shape(self, versions: list[Version]) -> None:
        """Make all versions of one shape."""
        bodies = {one.name: self._kept(one.body_key) for one in versions}
        fresh = self._possible([one for one in versions if bodies[one.name] is None])
        before = self.done + 100 * (len(versions) - len(fresh))
        for one, body in zip(fresh, self._bodies(fresh, before), strict=False):
            self.store.keep(one.body_key, [(f"bodies/{one.name}", body, "video/mp4")])
            self._finish(one, body)
        for one in versions:
            if (content := bodies[one.name]) is not None:
                self._finish(one, content)
        self.done = before + 100 * len(fresh)
        self._tell(self.done)

    def _possible(self, versions: list[Version]) -> list[Version]:
        """Those whose captions can be drawn: one that cannot must not stop the others in the same process."""
        found = []
        for one in versions:
            try:
                with on_disk(self.store, one.master) as (_, _, headers):
                    captions_of(self.store, one, layout_of(one.shape, headers.width, headers.height))
                found.append(one)
            except _MADE_FROM as error:
                self.failed[one.name] = error.sentence
        return found

    def _bodies(self, versions: list[Version], before: float) -> Iterator[bytes]:
        if not versions:
            return
        try:
            yield from make_bodies(self.store, versions, lambda share: self._tell(before + share * 100 * len(versions)))
        except _MADE_FROM as error:
            self.failed |= {one.name: error.sentence for one in versions if one.name not in self.made}

    def _finish(self, one: Version, body: bytes) -> None:
        try:
            self.store.keep(one.key, finish(self.store, one, body))
            self.made.append(one.name)
        except _MADE_FROM as error:
            self.failed[one.name] = error.sentence

    def _kept(self, key: str) -> bytes | None:
        files = self.store.made(key)
        return self.store.get(files[0].sha256) if files else None

    def _tell(self, done: float) -> None:
        self.progress(WHAT, min(round(done), self.total), self.total)
