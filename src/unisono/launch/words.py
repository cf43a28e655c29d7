"""The pieces of a campaign and their settled words → the words of a snapshot, one set a language."""

from datetime import UTC, datetime

from unisono.campaigns.writing import Piece
from unisono.facts.evidence import published_name, type_of
from unisono.facts.models import Correction, Fact
from unisono.facts.queries import copy_of
from unisono.kit.asked import is_counted, rows_field
from unisono.kit.models import Card
from unisono.kit.queries import design_folder
from unisono.languages.segments import Segment, body_markdown
from unisono.launch.late import Chooser, Chosen
from unisono.press.models import PressDesk
from unisono.site import snapshot as of
from unisono.words.models import NewsPost, Statement


def instant(at: datetime) -> str:
    """Write an instant in UTC, to the second: `2026-02-20T23:01:00Z`."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class WordsOf:
    """Reads each piece of a campaign once for all languages."""

    def __init__(
        self, pieces: dict[str, Piece], chooser: Chooser, reviewed: dict[str, bool], approved: dict[str, datetime]
    ) -> None:
        """`approved`: when each piece was last approved in its source language, by its public id."""
        self.pieces = pieces
        self.chooser = chooser
        self.reviewed = reviewed
        self.approved = approved
        #: What a card cannot be drawn without.
        self.needed = {
            name: frozenset(one.key for one in piece.segments() if one.text and not one.optional)
            for name, piece in pieces.items()
            if isinstance(piece, Card)
        }
        #: Every piece, in the order in which the site shows them.
        self.names = self._names()

    def choices(self, code: str) -> dict[str, Chosen]:
        """Choose the words of every piece in one language, by its name; what is left out there is not in it."""
        found: dict[str, Chosen] = {}
        for name in self.names:
            chosen = self.chooser.choose(name, self.pieces[name].public_id, code, self.needed.get(name, frozenset()))
            if chosen is not None:
                found[name] = chosen
        return found

    def language(self, code: str) -> of.Words:
        """Return everything the campaign says in one language; raises `LookupError` without approved texts."""
        chosen = self.choices(code)
        if "texts" not in chosen:
            raise LookupError("The campaign has no approved texts: approve its name and slogan first.")
        return of.Words(
            code=code,
            reviewed=self.reviewed[code],
            texts=_texts(chosen["texts"]),
            statement=_statement(chosen["statement"]) if "statement" in chosen else None,
            news=tuple(_post(key, one) for key, one in _each("news", chosen)),
            facts=tuple(_fact(key, one) for key, one in _each("fact", chosen)),
            corrections=tuple(
                of.CorrectionWords(one.language, key, one.text["text"]) for key, one in _each("correction", chosen)
            ),
            cards=tuple(_card(key, one) for key, one in _each("card", chosen)),
            pictures=tuple(_picture(key, one) for key, one in _each("picture", chosen)),
            film=_film(chosen["film"]) if "film" in chosen else None,
            press=_press(chosen["press"]) if "press" in chosen else None,
            approvals=tuple(sorted((name, instant(self._approved(name, one))) for name, one in chosen.items())),
        )

    def _approved(self, name: str, chosen: Chosen) -> datetime:
        return max(self.approved.get(str(self.pieces[name].public_id), chosen.settled_at), chosen.settled_at)

    # -- what is the same in all languages

    def statement(self) -> of.Statement | None:
        """Return number, date, claims and version of the statement."""
        piece = self.pieces.get("statement")
        if not isinstance(piece, Statement):
            return None
        return of.Statement(
            number=piece.number,
            date=piece.date.isoformat(),
            claims=tuple(of.Claim(claim["counts"], claim["said"]) for claim in piece.claims),
            pictures=tuple(one.picture.key for one in piece.pictures.all()),
            film=piece.show_film,
            version=max((one.number for one in piece.versions.all()), default=0),
        )

    def news(self) -> tuple[of.Post, ...]:
        """Return the posts, newest first."""
        return tuple(
            of.Post(
                slug=post.slug,
                date=instant(post.date),
                pictures=tuple(one.picture.key for one in post.pictures.all()),
                film=post.show_film,
            )
            for post in self._ordered(NewsPost)
        )

    def facts(self) -> tuple[of.Fact, ...]:
        """Return figures and sources in the campaign's order."""
        names = ("key", "value", "value_to", "qualifier", "unit", "notation", "as_of", "status")
        parts = ("title", "publisher", "date", "url", "via")
        return tuple(
            of.Fact(
                **{name: getattr(fact, name) for name in names},
                source=of.Source(**{part: getattr(fact, f"source_{part}") for part in parts}, copy=_copy(fact)),
            )
            for fact in self._ordered(Fact)
        )

    def corrections(self) -> tuple[of.Correction, ...]:
        """Return the corrections, oldest first."""
        return tuple(of.Correction(one.key, one.fact.key, one.date.isoformat()) for one in self._ordered(Correction))

    def cards(self, formats: tuple[str, ...], *, has_members: bool) -> tuple[of.Card, ...]:
        """Return the cards in the campaign's order; without formats of its own a card has all of `formats`.

        One that counts the organisations is left out until there is one.
        """
        return tuple(_shown(card, formats) for card in self._ordered(Card) if has_members or not _counts(card))

    def contacts(self) -> tuple[of.Contact, ...]:
        """Return the press contacts."""
        desk = self.pieces.get("press")
        if not isinstance(desk, PressDesk):
            return ()
        return tuple(
            of.Contact(one.key, one.name, one.email, one.phone, tuple(one.languages)) for one in desk.contacts.all()
        )

    # -- in their order

    def _ordered(self, kind: type) -> list:
        found = [piece for piece in self.pieces.values() if isinstance(piece, kind)]
        if kind is NewsPost:
            return sorted(found, key=lambda post: (-post.date.timestamp(), post.slug))
        if kind is Correction:
            return sorted(found, key=lambda one: (one.date, one.key))
        return sorted(found, key=lambda one: (one.position, one.key))

    def _names(self) -> tuple[str, ...]:
        keyed = (("fact", Fact), ("correction", Correction), ("card", Card))
        wanted = [
            "texts",
            "statement",
            *(f"news.{post.slug}" for post in self._ordered(NewsPost)),
            *(f"{name}.{one.key}" for name, kind in keyed for one in self._ordered(kind)),
            *sorted(name for name in self.pieces if name.startswith("picture.")),
            "film",
            "press",
        ]
        return tuple(name for name in wanted if name in self.pieces)


def _each(kind: str, chosen: dict[str, Chosen]) -> list[tuple[str, Chosen]]:
    return [(name.partition(".")[2], one) for name, one in chosen.items() if name.startswith(f"{kind}.")]


def _items(segments: tuple[Segment, ...], kind: str) -> tuple[of.Item, ...]:
    found = [segment for segment in segments if segment.key.startswith(f"{kind}.")]
    return tuple(of.Item(segment.key.split(".", 1)[1], segment.text) for segment in found)


def _texts(chosen: Chosen) -> of.TextWords:
    text = chosen.text
    ways = dict.fromkeys(item.key.split(".")[0] for item in _items(chosen.segments, "way"))
    return of.TextWords(
        language=chosen.language,
        name=text["name"],
        slogan=text.get("slogan", ""),
        hashtag=text.get("hashtag", ""),
        summary=text.get("summary", ""),
        action=text.get("action", ""),
        about=body_markdown("about", chosen.segments),
        ways=tuple(of.Way(key, text.get(f"way.{key}.title", ""), text.get(f"way.{key}.text", "")) for key in ways),
        posts=tuple((item.key, item.text) for item in _items(chosen.segments, "post")),
    )


def _statement(chosen: Chosen) -> of.StatementWords:
    text = chosen.text
    return of.StatementWords(
        language=chosen.language,
        behind=chosen.behind,
        title=text["title"],
        place=text.get("place", ""),
        byline=text.get("byline", ""),
        lead=body_markdown("lead", chosen.segments),
        aims=_items(chosen.segments, "aim"),
        affirmations=_items(chosen.segments, "affirmation"),
        closing=body_markdown("closing", chosen.segments),
        signatories=tuple(item.text for item in _items(chosen.segments, "signatory")),
    )


def _post(slug: str, chosen: Chosen) -> of.PostWords:
    text = chosen.text
    body = body_markdown("body", chosen.segments)
    return of.PostWords(chosen.language, chosen.behind, slug, text["title"], text.get("summary", ""), body)


def _copy(fact: Fact) -> of.SourceCopy | None:
    """What the public may know of the copy of a source; the file's name only where the file is published."""
    if not fact.copy_sha256 and not fact.copy_address:
        return None
    day = fact.copy_date.isoformat() if fact.copy_date else ""
    kept = copy_of(fact) if fact.copy_is_public else None
    file = (published_name(kept.name), type_of(kept.name)) if kept else ("", "")
    return of.SourceCopy(day, fact.copy_sha256, fact.copy_address, *file)


def _fact(key: str, chosen: Chosen) -> of.FactWords:
    return of.FactWords(chosen.language, key, chosen.text["claim"], chosen.text.get("caveat", ""))


def _card(key: str, chosen: Chosen) -> of.CardWords:
    fields = tuple((name, text) for name, text in chosen.text.items() if name != "alt")
    return of.CardWords(chosen.language, key, fields, chosen.text.get("alt", ""))


def _shown(card: Card, formats: tuple[str, ...]) -> of.Card:
    return of.Card(
        key=card.key,
        design=card.design,
        fact=card.fact.key if card.fact else "",
        formats=tuple(card.formats) or formats,
        rows=tuple(of.CardRow(row.key, row.fact.key if row.fact else "", row.country) for row in card.rows.all()),
        options=tuple(sorted(card.options.items())),
    )


def _counts(card: Card) -> bool:
    asked = rows_field(card.design, design_folder(card.design, card.campaign))
    return asked is not None and is_counted(asked, card.rows.all())


def _picture(key: str, chosen: Chosen) -> of.PictureWords:
    return of.PictureWords(chosen.language, key, chosen.text.get("alt", ""), chosen.text.get("caption", ""))


def _film(chosen: Chosen) -> of.FilmWords:
    return of.FilmWords(chosen.language, chosen.text.get("title", ""), chosen.text.get("summary", ""))


def _press(chosen: Chosen) -> of.PressWords:
    roles = tuple((item.key, item.text) for item in _items(chosen.segments, "role"))
    return of.PressWords(chosen.language, chosen.text.get("boilerplate", ""), roles)
