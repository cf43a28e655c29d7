"""A pack's rows and words → the pieces of a campaign. Pieces in which nothing has changed are not touched."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import PurePosixPath

from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from wagtail.models import Orderable

from unisono.campaigns.models import Campaign
from unisono.campaigns.writing import Piece
from unisono.facts.evidence import ending_of
from unisono.facts.models import Correction, Fact, SourceCopy
from unisono.kit.models import CaptionTrack, Card, CardRow, Film
from unisono.languages.richtext import Block, html_from_blocks, html_from_runs, runs_from_markdown
from unisono.languages.segments import Segment
from unisono.media.models import Picture, StoredImage, file_bytes, keep_content
from unisono.packs import tables
from unisono.packs.document import Pack
from unisono.press.models import PressContact, PressDesk
from unisono.words.models import (
    Affirmation,
    Aim,
    NewsPicture,
    NewsPost,
    PostText,
    Signatory,
    Statement,
    StatementPicture,
    Texts,
    Way,
)


class Filling:
    """Fills the pieces of one campaign from a pack.

    `unchanged` names the objects in which the pack says what the campaign says already; `held` are its pieces by name,
    to be written. Each that is there already is shown to `before` first. `save` says what becomes of it. `stored`
    gathers the files that have been written: a database that goes back takes its rows with it, but not its files.
    """

    def __init__(
        self,
        campaign: Campaign,
        pack: Pack,
        unchanged: set[str],
        *,
        held: dict[str, Piece],
        before: Callable[[str, Piece], None] = lambda name, piece: None,
        save: Callable[[Piece], None] | None = None,
    ) -> None:
        self.campaign, self.pack, self.unchanged = campaign, pack, unchanged
        self.held, self.before, self.save = held, before, save or approved
        self.written: dict[str, Piece] = {}
        self.stored: list[tuple[Storage, str]] = []

    def fill(self) -> None:
        """Write every piece that has changed: those that others point to come first."""
        pack = self.pack
        for picture in pack.pictures:
            self._fill(f"picture.{picture.key}", Picture, self._picture, picture)
        for position, fact in enumerate(pack.facts):
            self._fill(f"fact.{fact.key}", Fact, self._sourced, fact, position)
        for correction in pack.corrections:
            self._fill(f"correction.{correction.key}", Correction, self._correction, correction)
        self._fill("texts", Texts, self._texts)
        if pack.statement is not None:
            self._fill("statement", Statement, self._statement, pack.statement)
        for slug, news in pack.news.items():
            self._fill(f"news.{slug}", NewsPost, self._news, slug, news)
        for position, card in enumerate(pack.cards):
            self._fill(f"card.{card.key}", Card, self._card, card, position)
        if pack.film is not None:
            self._fill("film", Film, self._film, pack.film)
        if pack.contacts or "press" in pack.source_words:
            self._fill("press", PressDesk, self._press)

    def _fill(self, name: str, kind: type[Piece], write: Callable[..., None], *row: object) -> None:
        if name in self.unchanged:
            return
        piece = self.held.get(name) or kind(campaign=self.campaign)
        if piece.pk:
            self.before(name, piece)
        write(piece, Source(self.pack.source_words.get(name, ())), *row)
        self.held[name] = self.written[name] = piece

    def _picture(self, piece: Picture, words: Source, row: tables.Picture) -> None:
        content = self.pack.media[row.file]
        if not piece.pk or file_bytes(piece.image.file) != content:
            piece.image = StoredImage(title=row.name, file=ContentFile(content, name=PurePosixPath(row.file).name))
            piece.image.save()
            self.stored.append((piece.image.file.storage, piece.image.file.name))
        texts = {"alt": words.line("alt"), "caption": words.line("caption")}
        self._save(piece, key=row.key, name=row.name, credit=row.credit, licence=row.licence, **texts)

    def _fact(self, piece: Fact, words: Source, row: tables.Fact, position: int) -> None:
        names = ("key", "value", "value_to", "qualifier", "unit", "notation", "as_of", "status")
        values = {name: getattr(row, name) for name in names}
        source = {f"source_{name}": getattr(row.source, name) for name in ("title", "publisher", "date", "url", "via")}
        texts = {"claim": words.line("claim"), "caveat": words.line("caveat")}
        self._save(piece, position=position, **values, **source, **texts)

    def _correction(self, piece: Correction, words: Source, row: tables.Correction) -> None:
        fact = self.held[f"fact.{row.fact}"]
        self._save(piece, key=row.key, fact=fact, date=row.date, text=words.line("text"))

    def _texts(self, piece: Texts, words: Source) -> None:
        ways = dict.fromkeys(key.split(".")[0] for key, _ in words.items("way"))
        piece.ways = [
            Way(key=key, title=words.line(f"way.{key}.title"), text=words.line(f"way.{key}.text"), sort_order=number)
            for number, key in enumerate(ways)
        ]
        posts = words.items("post")
        piece.posts = [PostText(place=place, text=text, sort_order=n) for n, (place, text) in enumerate(posts)]
        names = ("name", "slogan", "hashtag", "summary", "action")
        self._save(piece, about=words.body("about"), **{name: words.line(name) for name in names})

    def _statement(self, piece: Statement, words: Source, row: tables.Statement) -> None:
        for kind, model in (("aim", Aim), ("affirmation", Affirmation)):
            items = [
                model(key=key, text=html_from_runs(runs_from_markdown(text)), sort_order=number)
                for number, (key, text) in enumerate(words.items(kind))
            ]
            setattr(piece, f"{kind}s", items)
        piece.signatories = [Signatory(name=text, sort_order=n) for n, (_, text) in enumerate(words.items("signatory"))]
        piece.pictures = self._shown(StatementPicture, row.pictures)
        self._save(
            piece,
            title=words.line("title"),
            place=words.line("place"),
            byline=words.line("byline"),
            date=row.date,
            number=row.number,
            lead=words.body("lead"),
            closing=words.body("closing"),
            claims=[{"counts": claim.counts, "said": claim.said} for claim in row.claims],
            show_film=row.film,
            unplaced=self.pack.unplaced,
        )

    def _news(self, piece: NewsPost, words: Source, slug: str, row: tables.News) -> None:
        piece.pictures = self._shown(NewsPicture, row.pictures)
        self._save(
            piece,
            slug=slug,
            title=words.line("title"),
            summary=words.line("summary"),
            body=words.body("body"),
            date=row.date.replace(tzinfo=self.pack.news_zone),
            show_film=row.film,
        )

    def _shown(self, kind: type[Orderable], keys: tuple[str, ...]) -> list[Orderable]:
        return [kind(picture=self.held[f"picture.{key}"], sort_order=n) for n, key in enumerate(keys)]

    def _sourced(self, piece: Fact, words: Source, row: tables.Fact, position: int) -> None:
        """A fact with the copy of its source; copies that it had before stay with it."""
        copy = row.source.copy
        piece.copy_sha256, piece.copy_address, piece.copy_is_public = copy.sha256, copy.address, copy.public
        piece.copy_date = date.fromisoformat(copy.date) if copy.date else None
        self._fact(piece, words, row, position)
        if copy.file and not piece.copies.filter(sha256=copy.sha256).exists():
            content = self.pack.media[copy.file]
            kept = SourceCopy(
                fact=piece, name=copy.name, size=len(content), sha256=copy.sha256, kept_at=datetime.now(UTC)
            )
            if keep_content(kept.file, content, f"{copy.sha256}.{ending_of(copy.name)}"):
                self.stored.append((kept.file.storage, kept.file.name))
            kept.save()

    def _card(self, piece: Card, words: Source, row: tables.Card, position: int) -> None:
        fields = {key: text for key, text in words.text.items() if key != "alt" and not key.startswith("row.")}
        piece.rows = [
            CardRow(
                key=one.key,
                fact=self.held[f"fact.{one.fact}"] if one.fact else None,
                country=one.country,
                label=words.line(f"row.{one.key}"),
                sort_order=number,
            )
            for number, one in enumerate(row.rows)
        ]
        fact = self.held[f"fact.{row.fact}"] if row.fact else None
        values = {"key": row.key, "position": position, "design": row.design, "formats": list(row.formats)}
        self._save(piece, fact=fact, fields=fields, options=dict(row.options), alt=words.line("alt"), **values)

    def _film(self, piece: Film, words: Source, row: tables.Film) -> None:
        for name in ("master", "poster"):
            path = getattr(row, name)
            if not path:
                setattr(piece, name, "")
                continue
            content, file = self.pack.media[path], getattr(piece, name)
            if not file or file_bytes(file) != content:
                file.save(PurePosixPath(path).name, ContentFile(content), save=False)
                self.stored.append((file.storage, file.name))
        versions = sorted(dict.fromkeys(row.versions))
        tracks = {track.language: track for track in piece.captions.all()} if piece.pk else {}
        found = [tracks.get(language) or CaptionTrack(language=language) for language in self.pack.captions]
        for track in found:
            track.webvtt = self.pack.captions[track.language]
        piece.captions = found
        self._save(
            piece, seconds=row.seconds, versions=versions, title=words.line("title"), summary=words.line("summary")
        )

    def _save(self, piece: Piece, **values: object) -> None:
        for name, value in values.items():
            setattr(piece, name, value)
        self.save(piece)

    def _press(self, piece: PressDesk, words: Source) -> None:
        piece.contacts = [
            PressContact(
                key=one.key,
                name=one.name,
                role=words.line(f"role.{one.key}"),
                email=one.email,
                phone=one.phone,
                languages=list(one.languages),
                sort_order=number,
            )
            for number, one in enumerate(self.pack.contacts)
        ]
        self._save(piece, boilerplate=words.line("boilerplate"))


class Source:
    """The words of one object in the source language, in the shape that models want."""

    def __init__(self, segments: tuple[Segment, ...]) -> None:
        self.segments = segments
        self.text = {segment.key: segment.text for segment in segments}

    def line(self, key: str) -> str:
        """Return a plain line; "" when it is not there."""
        return self.text.get(key, "")

    def body(self, key: str) -> str:
        """Return a body as the editor's HTML."""
        blocks = [
            Block(segment.kind, runs_from_markdown(segment.text))  # type: ignore[arg-type]
            for segment in self.segments
            if segment.key.startswith(f"{key}.")
        ]
        return html_from_blocks(blocks)

    def items(self, kind: str) -> list[tuple[str, str]]:
        """Return (key, text) of the segments `kind.*`."""
        found = [segment for segment in self.segments if segment.key.startswith(f"{kind}.")]
        return [(segment.key.split(".", 1)[1], segment.text) for segment in found]


def approved(piece: Piece) -> None:
    """Save a piece as it is to be approved."""
    piece.live = True
    piece.has_unpublished_changes = False
    # The newsroom opens the latest draft: what has been taken in since must not hide behind an older one.
    piece.latest_revision = piece.live_revision = None
    piece.save()
