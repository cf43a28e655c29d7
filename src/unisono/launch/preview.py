"""Preview: one page, exactly as the next edition would hold it, with a draft in place of the approved piece.

The draft is saved and approved by the very operations that publishing would call, the campaign is read, and
the database goes back to where it was: nothing is left behind. What has been made for an edition before is
looked up; what is missing for this page is made once, and kept apart from the editions.
"""

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import DatabaseError, transaction
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from unisono.base.home import Home, home
from unisono.base.said import sentence_of
from unisono.campaigns.models import Campaign
from unisono.campaigns.operations import approve
from unisono.campaigns.writing import Piece, previewers
from unisono.facts.models import Correction, Fact
from unisono.kit.models import Card, Film
from unisono.languages.rules import rules_for
from unisono.languages.screen import told
from unisono.launch.late import Chooser
from unisono.launch.models import Wording
from unisono.launch.newest import FINISHED, NewestChooser, Unfinished, approve_drafts
from unisono.launch.preview_store import PreviewStore
from unisono.launch.queries import latest_edition
from unisono.launch.reading import read_snapshot
from unisono.launch.store import Store
from unisono.media.models import Picture
from unisono.press.models import PressDesk
from unisono.site import snapshot as of
from unisono.site.outputs import Assets, FileRef, Output
from unisono.words.models import NewsPost, Statement, Texts

log = logging.getLogger(__name__)

#: Where previews' pages and files are asked for; a view of the newsroom answers staff there.
PREFIX = "/newsroom/preview/"
#: The strict policy of public pages, but that a preview stands in a frame of the newsroom and sends nothing.
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; media-src 'self'; font-src 'self'; "
    "base-uri 'self'; form-action 'none'; frame-ancestors 'self'"
)
#: Kinds of outputs that are made only where the page shows them; the look of the site is made always.
HEAVY = frozenset({"card", "frame", "pdf", "picture", "film", "captions", "subtitles", "transcript", "map"})
#: Pages that offer everything at once.
DOWNLOADED = ("kit/", "press/")
#: Pages that show what partners pass on beside their cards.
PASSED_ON = ("kit/", "statement/", "film/")


class NoPreview(Exception):
    """There is nothing to show; the message says why, in the language of the screen."""


class _Enough(Exception):
    """Everything has been read: go back."""


@contextmanager
def _taken_back() -> Iterator[None]:
    """Whatever is written in the block is read there and nowhere else: the database goes back to where it was."""
    with suppress(_Enough), transaction.atomic():
        yield
        raise _Enough


@previewers.add("edition")
def preview_piece(piece: Piece, request: HttpRequest, language: str) -> HttpResponse:
    """Answer a preview of a draft in a language; what cannot be shown is said in plain words."""
    try:
        page = draft_page(piece=piece, language=language, at=datetime.now(UTC), place=home())
    except NoPreview as why:
        return HttpResponse(render_to_string("launch/no_preview.html", {"why": str(why)}))
    response = HttpResponse(page)
    response["Content-Security-Policy"] = POLICY
    return response


def draft_page(*, piece: Piece, language: str, at: datetime, place: Home) -> str:
    """Return the page on which a draft is seen, in a language. Raises `NoPreview`."""
    store = PreviewStore(place)
    snapshot = draft_snapshot(piece=piece, at=at, store=store)
    where = place_of(piece, snapshot, language)
    key = piece.key if isinstance(piece, Card) else ""
    html = page_at(snapshot, store, language, where, own_card=key)
    # The editor shows it under an address of its own.
    base = f'<base href="{PREFIX}{piece.campaign.public_id}/{language}/{where}">'
    return html.replace("<head>", f"<head>{base}", 1)


def read_at(
    *,
    campaign: Campaign,
    wording: str,
    languages: Iterable[str],
    at: datetime,
    store: Store,
    counted: of.Counts | None = None,
) -> tuple[of.Snapshot, Unfinished]:
    """Read a campaign in these languages as it would be with the words asked for, and leave nothing behind.

    `counted`: counts to keep where they still hold. Raises `NoPreview`.
    """
    if wording == Wording.APPROVED:
        try:
            return read_for_preview(campaign, at, store, languages=languages, counted=counted), FINISHED
        except LookupError as why:
            raise NoPreview(_(str(why))) from None
    choosers: list[NewestChooser] = []

    def newest(pieces: dict[str, Piece]) -> NewestChooser:
        choosers.append(NewestChooser(campaign, pieces))
        return choosers[-1]

    try:
        with _taken_back():
            left_out = approve_drafts(campaign, at) if wording == Wording.NEWEST else ()
            snapshot = read_for_preview(campaign, at, store, languages=languages, counted=counted, chooser=newest)
    except LookupError as why:
        raise NoPreview(_(str(why))) from None
    return snapshot, choosers[-1].unfinished(left_out)


def next_places(*, campaign: Campaign, at: datetime, place: Home) -> Mapping[str, frozenset[str]]:
    """Return the places of all pages that the next edition would have, by language. Raises `NoPreview`."""
    store = PreviewStore(place)
    try:
        return places_in(read_for_preview(campaign, at, store), store)
    except LookupError as why:
        raise NoPreview(_(str(why))) from None


def places_in(snapshot: of.Snapshot, store: PreviewStore) -> Mapping[str, frozenset[str]]:
    """Return the places of all pages of a snapshot, by language."""
    from unisono.site.contexts.survey import survey

    return survey(snapshot, Assets({}, store.get)).places


def draft_snapshot(*, piece: Piece, at: datetime, store: Store) -> of.Snapshot:
    """Read the campaign with the draft approved in it, and leave nothing behind. Raises `NoPreview`."""
    was_new = piece.pk is None
    try:
        with _taken_back():
            piece.live = True
            piece.save()
            approve(piece=piece, at=at, by="preview")
            found = read_for_preview(piece.campaign, at, store)
    except LookupError as why:
        raise NoPreview(_(str(why))) from None
    except (DatabaseError, ValidationError, ObjectDoesNotExist, ValueError) as why:
        log.info("no preview: %s", why)
        raise NoPreview(_("Something is still missing. Fill in what is required; the preview then appears.")) from why
    finally:
        if was_new:
            piece.pk = None
    return found


def read_for_preview(
    campaign: Campaign,
    at: datetime,
    store: Store,
    *,
    languages: Iterable[str] | None = None,
    counted: of.Counts | None = None,
    chooser: Callable[[dict[str, Piece]], Chooser] | None = None,
) -> of.Snapshot:
    """Read a campaign as the next edition would, with the counts of the last one. Raises `LookupError`."""
    last = latest_edition(campaign)
    counts = last.report.get("counts") if last and counted is None else None
    return read_snapshot(
        campaign=campaign,
        at=at,
        origin=settings.PUBLIC_ORIGIN,
        blobs=store,
        languages=languages,
        counted=of.Counts(**counts) if counts else counted,
        chooser=chooser,
    )[0]


def place_of(piece: Piece, snapshot: of.Snapshot, language: str) -> str:
    """Return the place of the page on which a piece is seen. Raises `NoPreview` where it is seen on none."""
    _ask_for(language, snapshot)
    words = snapshot.in_language(language)
    if isinstance(piece, NewsPost):
        if piece.slug not in {post.slug for post in words.news}:
            raise NoPreview(
                _("In %(language)s this post is left out until its translation is ready.")
                % {"language": rules_for(language).endonym}
            )
        return f"news/{piece.slug}/"
    if isinstance(piece, Card):
        if piece.key not in {card.key for card in snapshot.cards}:
            raise NoPreview(_("This map counts the organisations that have joined, and there is none yet."))
        return f"kit/{piece.key}/"
    if isinstance(piece, Picture):
        return _place_of_picture(piece, snapshot, words)
    places = {Texts: "", Statement: "statement/", Fact: "facts/", Correction: "corrections/", Film: "film/"}
    return {**places, PressDesk: "press/"}[type(piece)]


def _ask_for(language: str, snapshot: of.Snapshot) -> None:
    if language not in snapshot.languages:
        raise NoPreview(
            _("%(language)s does not open: its texts are not ready.") % {"language": rules_for(language).endonym}
        )


def _place_of_picture(picture: Picture, snapshot: of.Snapshot, words: of.Words) -> str:
    if snapshot.statement and words.statement and picture.key in snapshot.statement.pictures:
        return "statement/"
    shown = {post.slug for post in words.news}
    for post in snapshot.news:
        if picture.key in post.pictures and post.slug in shown:
            return f"news/{post.slug}/"
    raise NoPreview(_("No page shows this picture yet: choose it under the statement or a news post."))


def page_at(
    snapshot: of.Snapshot,
    store: PreviewStore,
    language: str,
    where: str,
    *,
    own_card: str = "",
    borrowed: Iterable[str] = (),
    seen_as: str = "",
) -> str:
    """Return a page of a snapshot with everything it shows. Raises `NoPreview`.

    `borrowed` are languages whose words stand among the page's own. `seen_as` names the look under which the files of
    the page may be asked for from now on.
    """
    from unisono.site.pages import render_page  # large: loaded by the first preview, not by every process

    _ask_for(language, snapshot)
    files = _files(snapshot, store, language, where, own_card)
    try:
        html = render_page(snapshot, Assets(files, store.get), f"page:{language}/{where}", borrowed)
    except LookupError:
        raise NoPreview(_("The campaign has no such page in this language yet.")) from None
    if seen_as:
        store.let_see(seen_as, files)
    return html


def files_passed_on(snapshot: of.Snapshot, store: PreviewStore, language: str) -> dict[str, tuple[FileRef, ...]]:
    """Return the files that a partner's kit in a language is made from. Raises `NoPreview`."""
    _ask_for(language, snapshot)
    found: dict[str, tuple[FileRef, ...]] = {}
    for where in PASSED_ON:
        found |= _files(snapshot, store, language, where, "")
    return found


def _files(
    snapshot: of.Snapshot, store: PreviewStore, language: str, where: str, own_card: str
) -> dict[str, tuple[FileRef, ...]]:
    """Return the files made for the snapshot before, and those that had to be made for this page."""
    from unisono.kit.engine import EngineError
    from unisono.site.media import plan_media

    store.tidy()
    has_downloads = where in DOWNLOADED
    try:
        outputs = plan_media(snapshot if has_downloads else _with_cards_of(snapshot, language), store)
    except (ValueError, EngineError) as why:
        raise NoPreview(_("A card cannot be drawn yet: %s") % told(sentence_of(why))) from None
    shown = _shown(snapshot, language, where)
    files: dict[str, tuple[FileRef, ...]] = {}
    for output in outputs:
        made = store.made(output.key)
        if made is None and (output.name in shown or output.name.split(":")[0] not in HEAVY):
            made = _make(output, store, is_own=bool(own_card) and output.name.startswith(f"card:{own_card}:"))
        if made is not None:
            files[output.name] = made
    return files | _downloads(snapshot, store, files) if has_downloads else files


def _downloads(
    snapshot: of.Snapshot, store: PreviewStore, files: dict[str, tuple[FileRef, ...]]
) -> dict[str, tuple[FileRef, ...]]:
    """Return the plans of ZIPs of what has been made: those of the next edition, once its cards have been drawn."""
    from unisono.site.downloads import plan_downloads

    outputs = plan_downloads(snapshot, Assets(files, store.get), store)
    return {output.name: store.made(output.key) or store.keep(output.key, output.make()) for output in outputs}


def _with_cards_of(snapshot: of.Snapshot, language: str) -> of.Snapshot:
    """Return the snapshot without the cards' words in other languages: hundreds of cards need not be looked up."""
    words = tuple(one if one.code == language else replace(one, cards=()) for one in snapshot.words)
    return replace(snapshot, words=words)


def _make(output: Output, store: PreviewStore, *, is_own: bool) -> tuple[FileRef, ...] | None:
    from unisono.kit.engine import EngineError

    try:
        made = output.make()
    except EngineError as why:
        if is_own:
            raise NoPreview(_("This card cannot be drawn yet: %s") % told(why.sentence)) from None
        log.info("not in the preview: %s: %s", output.name, why)
        return None
    return store.keep(output.key, made)


def _shown(snapshot: of.Snapshot, language: str, where: str) -> set[str]:
    """Return the names of the outputs that are worth making for one page."""
    from unisono.kit.engine import FRAME_VARIANTS
    from unisono.site.contexts.kit import SHOWN
    from unisono.site.contexts.survey import FRAME

    words = snapshot.in_language(language)
    found = {f"picture:{picture.key}" for picture in snapshot.pictures} | {"film:poster", f"map:{language}"}
    if where == "film/":
        found |= {"film:master", f"transcript:{language}"} | {f"captions:{code}" for code in snapshot.languages}
    if where == "statement/" and words.statement:
        found.add(f"pdf:statement:{words.statement.language}")
    if where in ("kit/", FRAME):
        worn = FRAME_VARIANTS if where == FRAME else FRAME_VARIANTS[:1]
        found |= {f"frame:{words.texts.language}:{variant}" for variant in worn}
    said = {card.key: card.language for card in words.cards}
    for card in snapshot.cards:
        if card.key not in said:
            continue
        formats: tuple[str, ...] = ()
        if where == f"kit/{card.key}/":
            formats = card.formats
        elif where in ("", "kit/", "statement/", "facts/") or where.startswith("kit/"):
            formats = tuple(format for format in SHOWN if format in card.formats)[:1]
        found |= {f"card:{card.key}:{said[card.key]}:{format}" for format in formats}
    return found
