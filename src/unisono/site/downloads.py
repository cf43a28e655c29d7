"""Everything to pass on in one language, as one ZIP: cards, texts of pictures and posts, statement, captions.

The same files give the same bytes: entries are sorted and carry no time of their making. Pictures are stored
as they are (they are compressed already), texts are compressed.
"""

import io
import zipfile
from collections.abc import Iterable, Iterator
from functools import partial

from unisono.languages.catalogues import catalogue_version, translations
from unisono.languages.rules import rules_for
from unisono.share.links import LABELS
from unisono.share.posts import NoText, post_text
from unisono.site.contexts.survey import Survey, survey
from unisono.site.outputs import Assets, FileRef, Made, Output, hashed_path, key_of
from unisono.site.snapshot import Snapshot, Words
from unisono.site.store import Blobs

PICTURE_FORMATS = ("square", "portrait", "story", "landscape", "link")
PAPER_FORMATS = ("poster", "leaflet")
_NETWORKS = ("x", "bluesky", "mastodon", "threads", "whatsapp", "telegram")
_BEFORE_ALL_TIMES = (1980, 1, 1, 0, 0, 0)
"""The first moment that a ZIP can name: there is no clock in an edition."""
_VERSION = 1


def plan_downloads(snapshot: Snapshot, assets: Assets, blobs: Blobs) -> list[Output]:
    """Return `kit:{language}` for every open language that has a card, a statement or captions to take.

    `assets` are the files that `plan_media` made; `blobs` holds their content.
    """
    return list(_plans(survey(snapshot, assets), blobs))


def _plans(seen: Survey, blobs: Blobs) -> Iterator[Output]:
    for code in seen.snapshot.languages:
        files = _files(seen, code)
        if not files:
            continue
        texts = _texts(seen, code, [name for name, _ in files])
        stem = f"{seen.snapshot.slug}-{code}"
        hashes = [(name, file.sha256) for name, file in files]
        yield Output(
            f"kit:{code}",
            key_of("kit", _VERSION, stem, hashes, texts, catalogue_version(code)),
            partial(make_bundle, blobs, stem, tuple(files), tuple(texts)),
        )


def make_bundle(
    blobs: Blobs, stem: str, files: Iterable[tuple[str, FileRef]], texts: Iterable[tuple[str, str]]
) -> Made:
    """Return the ZIP of these files and texts, each (name, content), in one folder named `stem`."""
    contents = {name: blobs.get(file.sha256) for name, file in files}
    contents |= {name: text.encode() for name, text in texts}
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as bundle:
        for name in sorted(contents):
            entry = zipfile.ZipInfo(f"{stem}/{name}", _BEFORE_ALL_TIMES)
            is_text = name.endswith((".txt", ".vtt", ".srt"))
            entry.compress_type = zipfile.ZIP_DEFLATED if is_text else zipfile.ZIP_STORED
            entry.create_system = 3  # Unix: whoever makes it, the bytes are the same
            entry.external_attr = 0o100644 << 16
            bundle.writestr(entry, contents[name], compresslevel=9)
    content = target.getvalue()
    return [(hashed_path(content, f"{stem}.zip"), content, "application/zip")]


def _files(seen: Survey, code: str) -> list[tuple[str, FileRef]]:
    """What goes in as it is: (name in the bundle, file)."""
    found: list[tuple[str, FileRef]] = []
    for card, words in seen.cards(code):
        for format in PICTURE_FORMATS + PAPER_FORMATS:
            kind = "image/png" if format in PICTURE_FORMATS else "application/pdf"
            file = seen.assets.one(f"card:{card.key}:{words.language}:{format}", kind)
            if file:
                folder = "cards" if format in PICTURE_FORMATS else "print"
                found.append((f"{folder}/{file.name}", file))
    said = seen.snapshot.in_language(code).statement
    document = seen.assets.one(f"pdf:statement:{said.language}", "application/pdf") if said else None
    found += [(document.name, document)] if document else []
    for output in (f"captions:{code}", f"subtitles:{code}"):
        captions = seen.assets.one(output)
        found += [(f"film/{captions.name}", captions)] if captions else []
    return found


def _texts(seen: Survey, code: str, names: list[str]) -> list[tuple[str, str]]:
    """What is written for the bundle: (name in the bundle, text)."""
    words = seen.snapshot.in_language(code)
    found = [("alt-texts.txt", _alternatives(seen, code)), ("posts.txt", _posts(seen, words))]
    written = [(name, text) for name, text in found if text]
    return [("README.txt", _readme(seen, words, [*names, *(name for name, _ in written)])), *written]


def _readme(seen: Survey, words: Words, names: list[str]) -> str:
    """What is in the bundle and how it may be used, in the language."""
    code, address = words.code, f"{seen.snapshot.origin}/{words.code}/"
    _ = translations(code).gettext
    lines = [words.texts.name, words.texts.slogan, address, ""]
    lines.append(_("Everything in this folder is meant to be passed on, unchanged."))
    if seen.snapshot.sample:
        lines.append(_("This is a sample campaign. The body responsible and the organisations are examples."))
    if not words.reviewed:
        lines.append(_("This translation is a draft by its makers and has not been reviewed by a native speaker."))
    contents = (
        ("cards/", _("pictures for networks and messages")),
        ("print/", _("sheets to print")),
        ("film/", _("captions of the film")),
        ("alt-texts.txt", _("what each card shows, for people who do not see it: add it where you post")),
        ("posts.txt", _("texts to post, by network")),
    )
    lines += ["", *(f"{name}: {said}" for name, said in contents if any(one.startswith(name) for one in names))]
    responsible = seen.snapshot.responsible
    lines += ["", f"{_('Responsible for this campaign')}: {responsible.name}", responsible.email]
    return _written(code, lines)


def _alternatives(seen: Survey, code: str) -> str:
    """The alternative text of every card, under its file name."""
    lines: list[str] = []
    for card, words in seen.cards(code):
        lines += [f"{seen.snapshot.slug}-{card.key}-{words.language}", words.alt, ""]
    return _written(code, lines[:-1]) if lines else ""


def _posts(seen: Survey, words: Words) -> str:
    """The post texts, by network, with the address of this language in place."""
    texts, address = dict(words.texts.posts), f"{seen.snapshot.origin}/{words.code}/"
    _ = translations(words.code).gettext
    try:
        default = post_text(texts, "", address)
    except NoText:
        return ""
    lines = [_("For every network"), default]
    for network in _NETWORKS:
        own = post_text(texts, network, address)
        if own != default:
            lines += ["", LABELS[network], own]
    if texts.get("email_body"):
        subject, body = texts.get("email_subject", ""), texts["email_body"].replace("{link}", address)
        lines += ["", _("E-mail"), *([subject, ""] if subject else []), body]
    return _written(words.code, lines)


def _written(code: str, lines: list[str]) -> str:
    """Lines as a text file that every editor opens: a byte order mark, CRLF, and for languages written from the
    right a mark before lines that would be taken for the other direction."""
    mark = "\u200f" if rules_for(code).is_rtl else ""
    flat = "\n".join(lines).split("\n")
    return "\ufeff" + "".join(f"{mark if line else ''}{line}\r\n" for line in flat)
