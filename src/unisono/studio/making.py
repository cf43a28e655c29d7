"""Making on demand: an address of the open edition → a file in the cache, in a child of the door; or of a preview."""

from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from unisono.kit.engine import FORMATS, BadLogo, CardJob, Partner, engine_version, render_card
from unisono.kit.engine.logos import clean_logo
from unisono.languages.catalogues import catalogue_version
from unisono.launch.store import Index, Store
from unisono.links.qr import qr_png, qr_svg
from unisono.site.contexts.survey import Survey, survey
from unisono.site.environment import render, template_version
from unisono.site.media.cards import card_jobs
from unisono.site.outputs import Assets, FileRef, Made, hashed_path, key_of
from unisono.site.short_links import short_link
from unisono.site.snapshot import Member
from unisono.studio.addresses import CAMPAIGN, ENDINGS, Wanted, wanted
from unisono.studio.bundling import bundle_of
from unisono.studio.cache import Cache, key_of_job
from unisono.studio.page import TEMPLATE, page_context

HTML = "text/html; charset=utf-8"
_PICTURE, _SHEET = ("png", "jpg", "webp", "svg"), ("pdf", "svg")
_VERSION = "1"


@dataclass(frozen=True, slots=True)
class Answer:
    """A file in the cache: content hash, size (bytes), MIME type, and the name under which people save it."""

    sha256: str
    size: int
    type: str
    name: str


def make(home: str, edition: str, path: str) -> Answer | None:
    """Return the file for an address of the open `edition`; `None` where it has none there.

    Raises what the engine raises: a partner's name or logo that cannot be drawn.
    """
    asked = wanted(path)
    if asked is None:
        return None
    try:
        studio = _studio(home, edition)
    except FileNotFoundError:
        return None  # frozen by an earlier release: nothing is known of what it was made from
    file = studio.file(asked)
    return Answer(file.sha256, file.size, file.type, file.name) if file else None


@lru_cache(maxsize=2)
def _studio(home: str, edition: str) -> "Studio":
    editions = Store(Path(home) / "editions")
    return Studio(editions.index(edition), editions, Cache(Store(Path(home) / "kits")))


class Studio:
    """What can be made for one edition, open or to come. Kept per process: the snapshot is read once."""

    def __init__(self, index: Index, blobs: Store, cache: Cache) -> None:
        self._blobs, self._cache = blobs, cache
        self.snapshot = index.snapshot
        self.seen: Survey = survey(index.snapshot, Assets(index.files, blobs.get))
        self._jobs = {
            name: (stem, job)
            for name, stem, job in card_jobs(index.snapshot, blobs.laid_out(index.snapshot.theme_files))
        }
        self._members = {member.key: member for member in index.snapshot.members}

    def file(self, asked: Wanted) -> FileRef | None:
        """Return the file that is asked for, made unless it is there; `None` where there is no such thing."""
        member = self._members.get(asked.organisation)
        if asked.language not in self.snapshot.languages or (member is None and asked.organisation != CAMPAIGN):
            return None
        if asked.kind == "card":
            return self.card(member, asked.language, asked.card, asked.format, asked.ending)
        if member is None:
            return None
        if asked.kind == "qr":
            return self._qr(member, asked.language, asked.ending)
        if asked.kind == "zip":
            return bundle_of(self, member, asked.language, self._cache)
        return self._page(member, asked.language)

    def card(self, member: Member | None, code: str, key: str, format: str, ending: str) -> FileRef | None:
        """Return a card in a language and format, in the name of `member` (`None`: as the campaign's own)."""
        shape = FORMATS.get(format)
        if shape is None or ending not in (_PICTURE if shape.is_picture else _SHEET):
            return None
        words = next((words for card, words in self.seen.cards(code) if card.key == key), None)
        stem, job = self._jobs.get(f"card:{key}:{words.language}:{format}", ("", None)) if words else ("", None)
        if job is None:
            return None
        if member is not None:
            job = self._job_of(member, code, job)
            stem = f"{stem}-{member.key}"
        folder = job.theme.folder
        named = replace(job, theme=replace(job.theme, folder=""))
        version = f"{_VERSION}-{engine_version(folder)}"
        return self._cache.made(key_of_job(f"{stem}.{ending}", version, named), lambda: _drawn(stem, job, ending))[0]

    def address(self, member: Member, code: str, network: str = "") -> str:
        """Return where a member's pictures lead: its short link, else the campaign's page in the language."""
        return short_link(self.snapshot, code, "", member.key, network) or f"{self.snapshot.origin}/{code}/"

    def _job_of(self, member: Member, code: str, job: CardJob) -> CardJob:
        address = self.address(member, code, "" if FORMATS[job.format].is_picture else "print")
        shown = address.partition("://")[2].rstrip("/")
        return replace(job, partner=self._partner(member), link=shown, qr=qr_svg(address))

    def _partner(self, member: Member) -> Partner:
        """The member with its logo; where the file cannot be used its name stands there."""
        if not member.logo:
            return Partner(member.name)
        try:
            logo = _logo(self._blobs, member.logo)
        except (BadLogo, FileNotFoundError):
            return Partner(member.name)
        return Partner(member.name, logo.svg, logo.ratio, logo.dark)

    def _qr(self, member: Member, code: str, ending: str) -> FileRef:
        address = self.address(member, code, "print")
        name = f"{self.snapshot.slug}-{member.key}-{code}-qr.{ending}"

        def made() -> Made:
            content = qr_svg(address) if ending == "svg" else qr_png(address)
            return [(hashed_path(content, name), content, ENDINGS[ending])]

        return self._cache.made(key_of("qr", _VERSION, name, address), made)[0]

    def _page(self, member: Member, code: str) -> FileRef:
        context = page_context(self, member, code)
        key = key_of("partner", context, template_version(TEMPLATE), catalogue_version(code))

        def made() -> Made:
            return [("index.html", render(TEMPLATE, code, context).encode(), HTML)]

        file = self._cache.made(key, made)[0]
        self._cache.store.compress(file.sha256, HTML)
        return file


@lru_cache(maxsize=64)
def _logo(blobs: Store, sha256: str):
    return clean_logo(blobs.get(sha256))


def _drawn(stem: str, job: CardJob, ending: str) -> Made:
    shape = FORMATS[job.format]
    size = f"-{shape.width:.0f}x{shape.height:.0f}" if ending in ("png", "jpg", "webp") else ""
    content = render_card(job, "jpeg" if ending == "jpg" else ending, small=False)  # type: ignore[arg-type]
    return [(hashed_path(content, f"{stem}{size}.{ending}"), content, ENDINGS[ending])]
