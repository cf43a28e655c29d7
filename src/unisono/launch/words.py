"""The pieces of a campaign and their settled words → the words of a snapshot, one set a language."""

from datetime import UTC, datetime

from unisono.campaigns.writing import Piece
from unisono.facts.models import Correction, Fact
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
        self._approvals: dict[str, dict[str, datetime]] = {}
        #: What a card cannot be drawn without.
        self.needed = {
            name: frozenset(one.key for one in piece.segments() if one.text and not one.optional)
            for name, piece in pieces.items()
            if isinstance(piece, Card)
        }

    def language(self, code: str) -> of.Words:
        """Return everything the campaign says in one language; raises `LookupError` without approved texts."""
        texts = self._chosen("texts", code)
        if texts is None:
            raise LookupError("The campaign has no approved texts: approve its name and slogan first.")
        return of.Words(
            code=code,
            reviewed=self.reviewed[code],
            texts=_texts(texts),
            statement=_statement(chosen) if (chosen := self._chosen("statement", code)) else None,
            news=tuple(_post(post.slug, chosen) for post, chosen in self._each("news", NewsPost, code)),
            facts=tuple(_fact(fact.key, chosen) for fact, chosen in self._each("fact", Fact, code)),
            corrections=tuple(
                of.CorrectionWords(chosen.language, one.key, chosen.text["text"])
                for one, chosen in self._each("correction", Correction, code)
            ),
            cards=tuple(_card(card.key, chosen) for card, chosen in self._each("card", Card, code)),
            pictures=tuple(self._pictures(code)),
            film=self._film(code),
            press=_press(chosen) if (chosen := self._chosen("press", code)) else None,
            approvals=tuple(sorted((name, instant(at)) for name, at in self._approvals[code].items())),
        )

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
                source=of.Source(**{part: getattr(fact, f"source_{part}") for part in parts}),
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

    # -- one language

    def _ordered(self, kind: type) -> list:
        found = [piece for piece in self.pieces.values() if isinstance(piece, kind)]
        if kind is NewsPost:
            return sorted(found, key=lambda post: (-post.date.timestamp(), post.slug))
        if kind is Correction:
            return sorted(found, key=lambda one: (one.date, one.key))
        return sorted(found, key=lambda one: (one.position, one.key))

    def _chosen(self, name: str, code: str) -> Chosen | None:
        piece = self.pieces.get(name)
        needed = self.needed.get(name, frozenset())
        chosen = self.chooser.choose(name, piece.public_id, code, needed) if piece else None
        if piece is not None and chosen is not None:
            last = self.approved.get(str(piece.public_id), chosen.settled_at)
            self._approvals.setdefault(code, {})[name] = max(last, chosen.settled_at)
        return chosen

    def _each(self, name: str, kind: type, code: str) -> list[tuple]:
        key = "slug" if kind is NewsPost else "key"
        pairs = [(piece, self._chosen(f"{name}.{getattr(piece, key)}", code)) for piece in self._ordered(kind)]
        return [(piece, chosen) for piece, chosen in pairs if chosen is not None]

    def _pictures(self, code: str) -> list[of.PictureWords]:
        names = sorted(name for name in self.pieces if name.startswith("picture."))
        found = [(name.removeprefix("picture."), self._chosen(name, code)) for name in names]
        return [
            of.PictureWords(chosen.language, key, chosen.text.get("alt", ""), chosen.text.get("caption", ""))
            for key, chosen in found
            if chosen is not None
        ]

    def _film(self, code: str) -> of.FilmWords | None:
        chosen = self._chosen("film", code)
        if chosen is None:
            return None
        return of.FilmWords(chosen.language, chosen.text.get("title", ""), chosen.text.get("summary", ""))


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


def _press(chosen: Chosen) -> of.PressWords:
    roles = tuple((item.key, item.text) for item in _items(chosen.segments, "role"))
    return of.PressWords(chosen.language, chosen.text.get("boilerplate", ""), roles)
