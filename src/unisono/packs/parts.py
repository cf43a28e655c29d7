"""What each object of a pack says, in a form that can be compared: two packs that say the same are equal in it."""

from hashlib import sha256

from unisono.languages.segments import Segment
from unisono.packs.document import Pack


def parts(pack: Pack) -> dict[str, object]:
    """Return everything that each object says in the source language, by its name."""
    words = pack.source_words

    def said(name: str) -> list[tuple[str, str, str]]:
        return _said(words.get(name, ()))

    found: dict[str, object] = {"texts": said("texts")}
    if pack.statement is not None:
        found["statement"] = (pack.statement, pack.unplaced, said("statement"))
    for slug, news in pack.news.items():
        name = f"news.{slug}"
        found[name] = (news, news.date.replace(tzinfo=pack.news_zone).timestamp(), said(name))
    found |= {f"fact.{row.key}": (n, row, said(f"fact.{row.key}")) for n, row in enumerate(pack.facts)}
    found |= {f"card.{row.key}": (n, row, said(f"card.{row.key}")) for n, row in enumerate(pack.cards)}
    found |= {f"correction.{row.key}": (row, said(f"correction.{row.key}")) for row in pack.corrections}
    found |= {f"picture.{row.key}": (row, said(f"picture.{row.key}")) for row in pack.pictures}
    if pack.film is not None:
        names = [name for name in (pack.film.master, pack.film.poster) if name]
        files = [sha256(pack.media[name]).hexdigest() for name in names]
        found["film"] = (pack.film.seconds, files, sorted(pack.film.versions), pack.captions, said("film"))
    if pack.contacts or "press" in words:
        found["press"] = (pack.contacts, sorted(said("press")))
    return found


def _said(segments: tuple[Segment, ...]) -> list[tuple[str, str, str]]:
    return [(segment.key, segment.kind, segment.text) for segment in segments if segment.text]
