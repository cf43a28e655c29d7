"""Packs as Hypothesis makes them: several languages and scripts, gaps, states, odd characters, everything a pack has.

What is made is in the one form that an export has: lists in their order, colours complete, rich text canonical.
"""

import datetime as dt
from hashlib import sha256

import msgspec
from hypothesis import strategies as st

from stories import FILM, LOGO, media_name, png
from unisono.campaigns.theme import DEFAULT_COLOURS
from unisono.facts.evidence import ending_of
from unisono.languages.glossary.limits import one_line
from unisono.languages.richtext import Run, markdown_from_runs
from unisono.languages.segments import Segment
from unisono.links.codes import ALPHABET, LENGTH
from unisono.links.networks import NETWORKS
from unisono.packs import tables
from unisono.packs.document import Pack

LANGUAGES = ("ar", "bn", "en", "fr", "he", "zh-hans")
ODD = "aZ9éß漢字العربيةעבריתবাংলা#+-=~>*_[](){}<>&\"'`\\|$%@!?:;,./ \u00a0\u200d\u200f\u2067🎉👩‍👧\u0301"
COLOURS = ("teal", "navy", "grey", "olive")
keys = st.from_regex(r"[a-z0-9]{1,6}(-[a-z0-9]{1,4})?", fullmatch=True)
texts = st.text(st.sampled_from(ODD) | st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=24)
#: A line as it comes from a file: without space around it, never empty.
lines = texts.map(str.strip).filter(bool)
long_lines = st.lists(lines, min_size=1, max_size=3).map("\n".join)
days = st.dates(dt.date(1995, 1, 1), dt.date(2040, 12, 31))
times = st.times(dt.time(9), dt.time(20))
datetimes = st.builds(dt.datetime.combine, days, times)


@st.composite
def inline(draw: st.DrawFn) -> str:
    """One paragraph of Markdown in its normal form."""
    marks = st.builds(
        Run,
        texts,
        st.booleans(),
        st.booleans(),
        st.sampled_from(("", "", "https://example.org/(a)?b=1&c", "mailto:desk@example.org")),
    )
    words = markdown_from_runs(draw(st.lists(marks, min_size=1, max_size=3)))
    # A lone ~ stands for a text that is missing.
    return words if words not in ("", "~", "\\~") else "x"


def body(key: str) -> st.SearchStrategy[list[Segment]]:
    """A longer text of up to four blocks."""
    kinds = st.sampled_from(("paragraph", "heading", "bullet", "number", "quote"))
    blocks = st.lists(st.tuples(inline(), kinds), max_size=4)
    return blocks.map(lambda found: [Segment(f"{key}.{n}", text, kind) for n, (text, kind) in enumerate(found, 1)])


@st.composite
def items(draw: st.DrawFn, kind: str) -> list[Segment]:
    """Numbered aims or affirmations."""
    names = draw(st.lists(keys, unique=True, max_size=3))
    return [Segment(f"{kind}.{name}", draw(inline()), "inline") for name in names]


@st.composite
def some_lines(draw: st.DrawFn, *names: str) -> list[Segment]:
    """Plain lines, some of them missing."""
    return [Segment(name, draw(lines)) for name in names if draw(st.booleans())]


@st.composite
def texts_words(draw: st.DrawFn) -> list[Segment]:
    """The short strings of a campaign."""
    found = draw(some_lines("name", "slogan", "hashtag", "summary", "action")) + draw(body("about"))
    for key in draw(st.lists(keys, unique=True, max_size=2)):
        found += [Segment(f"way.{key}.{part}", draw(lines)) for part in ("title", "text")]
    for place in draw(st.lists(st.sampled_from(("default", "x", "email_body", "email_subject")), unique=True)):
        found.append(Segment(f"post.{place}", draw(long_lines)))
    return found


@st.composite
def statement_words(draw: st.DrawFn) -> list[Segment]:
    """Title, lead, aims, affirmations, closing, signatories: in the order of reading."""
    found = [Segment("title", draw(lines)), *draw(some_lines("place", "byline")), *draw(body("lead"))]
    found += draw(items("aim")) + draw(items("affirmation")) + draw(body("closing"))
    names = draw(st.lists(lines, max_size=2))
    return found + [Segment(f"signatory.{n}", name) for n, name in enumerate(names, 1)]


@st.composite
def translation(draw: st.DrawFn, source: tuple[Segment, ...]) -> tuple[Segment, ...]:
    """Some of the segments, in other words."""
    return tuple(
        Segment(one.key, draw(lines if one.kind == "line" else inline()), one.kind)
        for one in source
        if draw(st.integers(0, 3))
    )


@st.composite
def states(draw: st.DrawFn, pack: Pack, language: str) -> dict[str, tables.SegmentState]:
    """States of some translated segments: stale ones, and unready ones made from today's source."""
    found = {}
    for name, segments in pack.words[language].items():
        today = {one.key: one.text for one in pack.source_words[name]}
        for segment in segments:
            state = draw(st.sampled_from(("", "", "", "machine", "draft", "review", "stale")))
            old = draw(lines) if state == "stale" else today[segment.key]
            if state:
                found[f"{name}/{segment.key}"] = tables.SegmentState(state=state, source=old)
    return found


#: Files that copies of sources are, by the name they were kept under.
KEPT = {
    "report.pdf": b"%PDF-1.7\nForty.\n",
    "page as it was.html": b"<p>Forty.</p>",
    "site.warc.gz": b"\x1f\x8b\x08\x00",
}


@st.composite
def copies(draw: st.DrawFn) -> tables.SourceCopy:
    """The copy of a source: none, a file, one in a public archive, or both."""
    name = draw(st.sampled_from(("", *KEPT)))
    address = draw(st.sampled_from(("", "https://web.archive.org/web/2026/https://example.org/")))
    if not name and not address:
        return tables.SourceCopy()
    day = draw(days).isoformat()
    if not name:
        return tables.SourceCopy(address=address, date=day)
    digest = sha256(KEPT[name]).hexdigest()
    file = f"media/{digest}.{ending_of(name)}"
    return tables.SourceCopy(file=file, name=name, sha256=digest, date=day, address=address, public=draw(st.booleans()))


@st.composite
def facts(draw: st.DrawFn) -> list[tables.Fact]:
    """Facts of all units."""
    values = {"percent": "40", "count": "8324.5", "year": "2022", "date": "1999-11-17", "week": "2"}
    found = []
    for key in draw(st.lists(keys, unique=True, max_size=3)):
        unit = draw(st.sampled_from(sorted(values)))
        source = tables.Source(
            title=draw(lines),
            publisher=draw(lines),
            date=draw(st.sampled_from(("", "2025-02"))),
            via=draw(texts).strip(),
        )
        source = msgspec.structs.replace(source, copy=draw(copies()))
        found.append(
            tables.Fact(
                key=key,
                value=values[unit],
                unit=unit,
                qualifier=draw(st.sampled_from(("", "up-to", "about"))),
                status=draw(st.sampled_from(("current", "disputed"))),
                as_of=draw(st.sampled_from(("", "2024"))),
                source=source,
            )
        )
    return found


@st.composite
def organisations(draw: st.DrawFn, pack: Pack) -> list[tables.Organisation]:
    """Organisations, sorted by key; some with a logo."""
    found = []
    for key in sorted(draw(st.lists(keys, unique=True, max_size=3))):
        logo = draw(st.sampled_from(("", *COLOURS[:2])))
        if logo:
            pack.media[media_name(png(logo))] = png(logo)
        found.append(
            tables.Organisation(
                key=key,
                name=draw(lines),
                country=draw(st.sampled_from(("FR", "BD"))),
                role=draw(st.sampled_from(("caller", "partner", "media-partner"))),
                languages=draw(st.sampled_from(((), ("en",), ("ar", "fr")))),
                logo=media_name(png(logo)) if logo else "",
                sample=draw(st.booleans()),
            )
        )
    return found


@st.composite
def short_links(draw: st.DrawFn) -> list[tables.Link]:
    """Short links, some of languages and organisations that are no more, each with a code of its own."""
    places, networks = st.sampled_from(("", "statement/", "news/the-call/")), st.sampled_from(NETWORKS)
    targets = st.tuples(st.sampled_from(LANGUAGES), places, st.just("") | keys, networks)
    codes = st.text(st.sampled_from(ALPHABET), min_size=LENGTH, max_size=LENGTH)
    made = draw(st.lists(st.tuples(codes, targets), max_size=6, unique_by=(lambda one: one[0], lambda one: one[1])))
    return [
        tables.Link(code=code, language=language, place=place, organisation=organisation, network=network)
        for code, (language, place, organisation, network) in made
    ]


#: Words for a term: one line, single spaces, something to read in it.
term_words = texts.map(one_line).filter(lambda text: any(one.isalnum() for one in text))


@st.composite
def glossary(draw: st.DrawFn, pack: Pack) -> None:
    """Terms in the order of their letters; words for some of them in some languages."""
    for text in sorted(draw(st.lists(term_words, unique=True, max_size=3))):
        stays, note = draw(st.booleans()), draw(texts.map(one_line))
        pack.terms.append(tables.Term(term=text, stays=stays, match_case=draw(st.booleans()), note=note))
    for language in pack.campaign.languages:
        rows = {one.term: draw(renderings()) for one in pack.terms if draw(st.booleans())}
        if language != pack.campaign.source_language and rows:
            pack.renderings[language] = rows


@st.composite
def renderings(draw: st.DrawFn) -> tables.Rendering:
    """Agreed words with other forms, or none; earlier ones, proposals."""
    agreed, first, *others = draw(st.lists(term_words, unique=True, min_size=2, max_size=5))
    return tables.Rendering(
        text=draw(st.sampled_from(("", agreed))),
        earlier=tuple(others[:1]),
        proposed=(tables.Proposal(text=first, forms=tuple(others[1:])),),
    ) if draw(st.booleans()) else tables.Rendering(text=agreed, forms=tuple(others))  # fmt: skip


@st.composite
def campaigns(draw: st.DrawFn, slug: str) -> tables.Campaign:
    """`campaign.toml`."""
    codes = tuple(sorted(draw(st.lists(st.sampled_from(LANGUAGES), unique=True, min_size=1, max_size=4))))
    zone = draw(st.sampled_from(("Europe/Paris", "Asia/Kathmandu", "UTC")))
    moments = [
        tables.Moment(kind=kind, at=dt.datetime(2031, 3, day, 0, 1), zone=zone)
        for kind, day in (("announcement", 1), ("opening", 20))
        if draw(st.booleans())
    ]
    return tables.Campaign(
        slug=slug,
        source_language=draw(st.sampled_from(codes)),
        languages=codes,
        care=draw(st.sampled_from(("open", "guarded"))),
        sample=draw(st.booleans()),
        late=draw(st.sampled_from(("source", "hold"))),
        hosts=draw(st.sampled_from(((), ("a.example.org", "b.example.org")))),
        responsible=tables.Responsible(name=draw(texts), address=draw(long_lines)),
        licence=tables.Licence(name=draw(lines), url=draw(st.sampled_from(("", "https://licence.example.org/")))),
        moments=tuple(moments),
        theme=tables.Theme(logo=draw(st.sampled_from(("", "theme/logo.svg"))), colours=dict(DEFAULT_COLOURS)),
    )


@st.composite
def packs(draw: st.DrawFn, slug: str = "generated") -> Pack:
    """A whole campaign."""
    pack = Pack(campaign=draw(campaigns(slug)))
    pack.logo = LOGO if pack.campaign.theme.logo else b""
    words: dict[str, list[Segment]] = {"texts": draw(texts_words())}
    for colour in sorted(draw(st.lists(st.sampled_from(COLOURS), unique=True, max_size=2))):
        file = media_name(png(colour))
        pack.media[file] = png(colour)
        pack.pictures.append(tables.Picture(key=colour, file=file, name=f"{colour}.png", credit=draw(texts).strip()))
        words[f"picture.{colour}"] = [Segment("alt", draw(lines)), *draw(some_lines("caption"))]
    shown = tuple(one.key for one in pack.pictures)
    if draw(st.booleans()):
        words["statement"] = draw(statement_words())
        said = tuple(draw(st.lists(st.builds(tables.Claim, counts=st.just("countries"), said=lines), max_size=1)))
        pack.statement = tables.Statement(date=draw(days), number=draw(texts), pictures=shown, claims=said)
        pack.unplaced = draw(st.sampled_from(("", "Kept.\n\n## So, too.")))
    for slug_of_news in draw(st.lists(keys, unique=True, max_size=2)):
        pack.news[slug_of_news] = tables.News(date=draw(datetimes), pictures=shown[:1])
        words[f"news.{slug_of_news}"] = [
            Segment("title", draw(lines)),
            Segment("summary", draw(lines)),
            *draw(body("body")),
        ]
    pack.facts = draw(facts())
    for fact in pack.facts:
        if copy := fact.source.copy.file:
            pack.media[copy] = KEPT[fact.source.copy.name]
        words[f"fact.{fact.key}"] = [Segment("claim", draw(lines)), *draw(some_lines("caveat"))]
        pack.cards.append(tables.Card(key=fact.key, design="number", fact=fact.key, formats=("square",)))
        words[f"card.{fact.key}"] = [
            *draw(some_lines("before")),
            Segment("text", draw(lines)),
            Segment("alt", draw(lines)),
        ]
    if pack.facts:
        pack.corrections = [tables.Correction(key="c1", fact=pack.facts[0].key, date=draw(days))]
        words["correction.c1"] = [Segment("text", draw(lines))]
    for design in ("bars", "map", "quote"):
        draw(_drawn_card(pack, words, design))
    pack.cards.append(tables.Card(key="zz-aims", design="aims"))
    words["card.zz-aims"] = [Segment("title", draw(lines)), Segment("alt", draw(lines))]
    draw(_rest(pack, words))
    return pack


@st.composite
def _drawn_card(draw: st.DrawFn, pack: Pack, words: dict[str, list[Segment]], design: str) -> None:
    """A card with rows and choices as they may stand in a campaign that nobody has checked yet."""
    facts = st.sampled_from(["", *(fact.key for fact in pack.facts)])
    rows = [
        tables.CardRow(key=key, fact=draw(facts), country=draw(st.sampled_from(("", "FR", "BD"))))
        for key in draw(st.lists(keys, unique=True, max_size=3))
        if design != "quote"
    ]
    options = {"bars": {"order": "descending"}, "map": {"style": "tiles"}, "quote": {}}[design]
    chosen = options if draw(st.booleans()) else {}
    pack.cards.append(tables.Card(key=f"z-{design}", design=design, options=chosen, rows=tuple(rows)))
    found = [Segment(name, draw(lines)) for name in (("quote", "who") if design == "quote" else ("title",))]
    if design == "bars":
        found += [Segment(f"row.{key}", draw(lines)) for key in sorted(row.key for row in rows)]
    words[f"card.z-{design}"] = [*found, Segment("alt", draw(lines))]


@st.composite
def _rest(draw: st.DrawFn, pack: Pack, words: dict[str, list[Segment]]) -> None:
    """Film, press, organisations, translations and their states."""
    if draw(st.booleans()):
        pack.film = tables.Film(master="film/master.mp4", poster="film/poster.png", seconds=draw(st.floats(1, 90)))
        pack.media |= {"film/master.mp4": FILM, "film/poster.png": png()}
        words["film"] = [Segment("title", draw(lines)), Segment("summary", draw(lines))]
        pack.captions = {code: f"WEBVTT\n\n{draw(texts)}\n" for code in pack.campaign.languages[:2]}
    for key in draw(st.lists(keys, unique=True, max_size=2)):
        contact = tables.Contact(key=key, name=draw(lines), email="desk@example.org", languages=("en",))
        pack.contacts.append(contact)
    words["press"] = draw(some_lines("boilerplate", *(f"role.{one.key}" for one in pack.contacts)))
    pack.organisations = draw(organisations(pack))
    pack.links = draw(short_links())
    draw(glossary(pack))
    for language in pack.campaign.languages:
        is_source = language == pack.campaign.source_language
        said = {name: tuple(found) if is_source else draw(translation(tuple(found))) for name, found in words.items()}
        pack.words[language] = {name: found for name, found in said.items() if found}
    for language in pack.campaign.languages:
        if language != pack.campaign.source_language:
            pack.reviewed[language] = draw(st.booleans())
            pack.states[language] = draw(states(pack, language))
