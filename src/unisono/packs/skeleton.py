"""A pack skeleton from a press statement: complete enough to import, freeze and open in one language.

What the statement does not say is filled from what it says (the name from the title, say) and listed by
`missing`: a list, not a refusal. Signed words are written as they were read. Plain Python; no Django.
"""

import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache

import tomli_w

from unisono.campaigns.theme import DEFAULT_COLOURS
from unisono.kit.engine import FORMATS, CardJob, EngineError, Theme, render_card
from unisono.languages.richtext import (
    Block,
    MarkdownFault,
    Run,
    canonical_runs,
    markdown_from_blocks,
    markdown_from_runs,
    plain_text,
    runs_from_markdown,
)
from unisono.packs.press_statement import Paragraph, ReadStatement
from unisono.packs.press_statement.lexicon import lexicon
from unisono.packs.wording import joined_front

#: Limits of the pack's format, in characters.
NAME, SUMMARY, ALT, HASHTAG, CARD_TITLE, POST = 120, 200, 400, 40, 80, 240
ORGANISATION_HEADER = "key,name,country,website,role,languages,logo,sample\n"
SENTENCE = re.compile(r".*?[.!?…。！？।۔؟]+[\"”»’)]*(?=\s|$|(?<=[。！？]))", re.DOTALL)
UNNAMED = "Campaign"


@dataclass(frozen=True, slots=True)
class Missing:
    """Something a campaign needs that the statement did not say, or that was only guessed."""

    file: str
    what: str
    mend: str


def skeleton_files(read: ReadStatement, slug: str, language: str, today: dt.date) -> dict[str, bytes]:
    """Return path → content of a pack made from a statement. `today` stands in for a date that was not found."""
    files = {
        "campaign.toml": _toml(_campaign(read, slug, language)),
        f"texts/{language}.toml": _toml(_texts(read, language)),
        f"statement/{language}.md": _statement(read, today),
        "organisations.csv": ORGANISATION_HEADER.encode(),
    }
    if formats := fitting_formats(read, language):
        files["cards.toml"] = _toml({"cards": [_card(formats)]})
        files[f"cards/{language}.toml"] = _toml({"aims": _aims_card(read, language)})
    if read.contacts:
        files["press.toml"] = _toml({"contacts": _contacts(read, language)})
        role = _word(language, "press_role")
        files[f"press/{language}.toml"] = _toml(
            {contact.key: {"role": contact.role or role} for contact in read.contacts}
        )
    return files


def missing(read: ReadStatement) -> tuple[Missing, ...]:
    """List what the skeleton still lacks or had to guess, in the order of its files."""
    return (*_missing_body(read), *_missing_texts(read), *_missing_statement(read), *_missing_rest(read))


# -- campaign.toml


def _campaign(read: ReadStatement, slug: str, language: str) -> dict[str, object]:
    responsible = {"name": _responsible_name(read)}
    if read.contacts:
        responsible["email"] = read.contacts[0].email
    return {
        "format": 1,
        "slug": slug,
        "source_language": language,
        "languages": [language],
        "care": "open",
        "late": "source",
        "responsible": responsible,
        "theme": {"colours": dict(DEFAULT_COLOURS)},
    }


def _responsible_name(read: ReadStatement) -> str:
    return read.signatories[0] if read.signatories else _name(read)


def _missing_body(read: ReadStatement) -> list[Missing]:
    found = []
    if len(read.signatories) == 1:
        what = f"the responsible body was taken from the signature: “\u2068{read.signatories[0]}\u2069”"
    else:
        what = f"the responsible body is not certain; “\u2068{_responsible_name(read)}\u2069” stands there"
    found.append(Missing("campaign.toml", what, "Give its legal name under [responsible]."))
    found.append(
        Missing("campaign.toml", "the responsible body has no address and no country", "Add both under [responsible].")
    )
    if not read.contacts:
        found.append(
            Missing("campaign.toml", "the responsible body has no e-mail address", "Add it under [responsible].")
        )
    mend = "Add [[moments]] with kind = “opening”, at and zone."
    found.append(Missing("campaign.toml", "no opening moment is set", mend))
    return found


# -- texts


def _texts(read: ReadStatement, language: str) -> dict[str, object]:
    name, hashtag = _name(read), _hashtag(read, language)
    return {
        "name": name,
        "slogan": _slogan(read),
        "hashtag": hashtag,
        "summary": _summary(read),
        "action": _word(language, "action"),
        "posts": {"default": f"{shortened(name, POST - len(hashtag) - 2)} {hashtag} {{link}}"},
    }


def _title_parts(read: ReadStatement) -> tuple[str, str]:
    """The title before and after its colon; a title without one is all before."""
    title = _plain(read.title, read.markdown)
    if not title and read.lead:
        title = _first_sentences(_plain(read.lead[0].text, read.markdown), NAME)
    before, colon, after = re.sub("：", ":", title).partition(":")
    return (before.strip(), after.strip()) if colon and before.strip() and after.strip() else (title, "")


def _name(read: ReadStatement) -> str:
    return shortened(_title_parts(read)[0], NAME) or UNNAMED


def _slogan(read: ReadStatement) -> str:
    before, after = _title_parts(read)
    return shortened(after or before, NAME) or UNNAMED


def _hashtag(read: ReadStatement, language: str) -> str:
    """A hashtag of the name's first telling words: #EveryGardenOpen, #مدينة_تقرأ."""
    words = lexicon(language)
    common = words.stop | {word.casefold() for word in words.own.get("lowercase_joins", ())}
    parts = re.findall(r"[\w\u0900-\u0963\u0966-\u09ff]+", _name(read).replace("_", " "))
    telling = [part for part in parts if part.casefold() not in common] or parts
    cased = any(character.islower() or character.isupper() for part in telling for character in part)
    tag = ""
    for part in telling[:4]:
        longer = tag + part[:1].upper() + part[1:] if cased else f"{tag}_{part}".strip("_")
        if tag and len(longer) > HASHTAG:
            break
        tag = longer[:HASHTAG]
    return "#" + (tag or UNNAMED)


def _summary(read: ReadStatement) -> str:
    prose = [_plain(paragraph.text, read.markdown) for paragraph in read.lead if paragraph.kind == "paragraph"]
    return _first_sentences(prose[0], SUMMARY) if prose else shortened(_slogan(read), SUMMARY)


def _first_sentences(text: str, limit: int) -> str:
    """As many whole sentences as fit; if none fits, whole words and an ellipsis."""
    end = 0
    for match in SENTENCE.finditer(text):
        if match.end() > limit:
            break
        end = match.end()
    return text[:end].strip() if end else shortened(text, limit)


def shortened(text: str, limit: int) -> str:
    """The text within a limit of characters: cut at a word's end, with an ellipsis."""
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    spaced = cut.rpartition(" ")[0]
    return (spaced if len(spaced) > limit // 2 else cut).rstrip(" ,;:،؛，；：–—-") + "…"


def _missing_texts(read: ReadStatement) -> list[Missing]:
    file = f"texts/{read.language}.toml"
    found = [
        Missing(file, "name and slogan were taken from the title", "Say what the campaign is called, and its slogan."),
        Missing(
            file,
            f"the hashtag \u2068{_hashtag(read, read.language)}\u2069 was made from the title",
            "Choose the hashtag.",
        ),
        Missing(file, "the summary was taken from the lead", "Say in at most 200 characters what the campaign is."),
        Missing(file, "the main button has a general word", "Say in “action” what you ask people to do."),
        Missing(file, "there is no text about the campaign, and no ways to take part", "Add “about” and [[ways]]."),
    ]
    if lexicon(read.language).own.get("our_aims") == lexicon("en").own["our_aims"] and read.language != "en":
        what = f"there are no words for buttons and cards in “{read.language}”: English ones were written"
        found.append(Missing(file, what, "Translate “action”, and the title in cards/{lang}.toml."))
    return found


# -- the statement


def _statement(read: ReadStatement, today: dt.date) -> bytes:
    front: dict[str, object] = {"title": _plain(read.title, read.markdown) or _name(read), "date": read.date or today}
    front |= {
        key: _plain(getattr(read, key), read.markdown) for key in ("number", "place", "byline") if getattr(read, key)
    }
    if read.signatories:
        front["signatories"] = [_plain(name, read.markdown) for name in read.signatories]
    if read.claims:
        front["claims"] = [{"counts": claim.counts, "said": _plain(claim.said, read.markdown)} for claim in read.claims]
    sections = [
        _body(read.lead, read.markdown),
        _items("Aims", read.aims, read.markdown),
        _items("Affirmations", read.affirmations, read.markdown),
        _section("Closing", _body(read.closing, read.markdown)),
        _section("Unplaced", _unplaced(read)),
    ]
    return joined_front(front, "\n\n".join(section for section in sections if section))


def _body(paragraphs: tuple[Paragraph, ...], markdown: bool) -> str:
    blocks = tuple(Block(paragraph.kind, _runs(paragraph.text, markdown)) for paragraph in paragraphs)
    return markdown_from_blocks(blocks).rstrip("\n")


def _items(heading: str, items: tuple[tuple[str, str], ...], markdown: bool) -> str:
    rows = [
        f"{number}. {markdown_from_runs(_runs(text, markdown))} {{#{key}}}"
        for number, (key, text) in enumerate(items, 1)
    ]
    return _section(heading, "\n".join(rows))


def _section(heading: str, body: str) -> str:
    return f"## {heading}\n\n{body}" if body else ""


def _unplaced(read: ReadStatement) -> str:
    """What found no place, under a heading for each reason."""
    reasons = dict.fromkeys(line.why for line in read.unplaced)
    blocks = []
    for why in reasons:
        blocks.append(Block("heading", (Run(why[:1].upper() + why[1:]),)))
        blocks += [Block("paragraph", _runs(line.text, read.markdown)) for line in read.unplaced if line.why == why]
    return markdown_from_blocks(blocks).rstrip("\n")


def _runs(text: str, markdown: bool) -> tuple[Run, ...]:
    """The words with their marks; plain text, and Markdown outside the subset, letter for letter."""
    if markdown:
        try:
            return runs_from_markdown(text)
        except MarkdownFault:
            return (Run(text),)
    return (Run(text),)


def _plain(text: str, markdown: bool) -> str:
    """The words alone, in one line, without control characters."""
    return plain_text(canonical_runs(_runs(text, markdown)))


def _missing_statement(read: ReadStatement) -> list[Missing]:
    file = f"statement/{read.language}.md"
    found = []
    if not read.title:
        found.append(Missing(file, "no title was found", "Write it in the front matter."))
    if read.date is None:
        found.append(Missing(file, "no date was found; today's stands there", "Write the date in the front matter."))
    if not read.aims:
        found.append(
            Missing(file, "no aims were found", "Write them under “## Aims”; then add a card of design “aims”.")
        )
    if not read.signatories:
        found.append(Missing(file, "no signature was found", "List the signatories in the front matter."))
    if read.unplaced:
        what = f"lines that found no place: {len(read.unplaced)}"
        found.append(Missing(file, what, "Move them from “## Unplaced” to where they belong, or remove them."))
    for what in _outside_the_subset(read):
        found.append(
            Missing(file, f"a text with {what} was kept letter for letter", "Write it in the pack's Markdown.")
        )
    return found


def _outside_the_subset(read: ReadStatement) -> list[str]:
    texts = [paragraph.text for paragraph in (*read.lead, *read.closing)]
    texts += [text for _, text in (*read.aims, *read.affirmations)]
    faults = []
    for text in texts if read.markdown else ():
        try:
            runs_from_markdown(text)
        except MarkdownFault as fault:
            faults.append(fault.what)
    return list(dict.fromkeys(faults))


# -- cards, press, organisations


def _aims_card(read: ReadStatement, language: str) -> dict[str, str]:
    title = shortened(_word(language, "our_aims"), CARD_TITLE)
    aims = " ".join(_plain(text, read.markdown) for _, text in read.aims)
    return {"title": title, "alt": shortened(f"{title}: {aims}", ALT)}


def _card(formats: tuple[str, ...]) -> dict[str, object]:
    """The table of the aims card; formats are named only where not all of them can hold the aims."""
    card: dict[str, object] = {"key": "aims", "design": "aims"}
    return card if len(formats) == len(FORMATS) else card | {"formats": list(formats)}


@lru_cache(maxsize=8)
def fitting_formats(read: ReadStatement, language: str) -> tuple[str, ...]:
    """The formats in which a card can show the aims whole; each is drawn to find out (about 0.1 s a format)."""
    if not read.aims:
        return ()
    card, texts = _aims_card(read, language), _texts(read, language)
    fitting = []
    for name in FORMATS:
        job = CardJob(
            design="aims",
            format=name,
            language=language,
            fields={"title": card["title"], "items": tuple(_plain(text, read.markdown) for _, text in read.aims)},
            source="",
            campaign=str(texts["name"]),
            slogan=str(texts["slogan"]),
            hashtag=str(texts["hashtag"]),
            sample_note="",
            theme=_theme(),
            alt=card["alt"],
            credit="",
        )
        try:
            render_card(job)
        except EngineError:
            continue
        fitting.append(name)
    return tuple(fitting)


def _theme() -> Theme:
    colours = DEFAULT_COLOURS
    return Theme(
        ground=colours["ground"],
        ink=colours["ink"],
        paper=colours["paper"],
        voice=colours["voice"],
        echo=colours["echo"],
        link=colours["link"],
    )


def _missing_card(read: ReadStatement) -> list[Missing]:
    fitting = fitting_formats(read, read.language)
    late = [name for name in FORMATS if name not in fitting]
    if not read.aims or not late:
        return []
    what = f"the aims are too long for a card in {', '.join(late)}"
    return [
        Missing("cards.toml", what, "Signed words stay as they are: make a card with fewer words of another design.")
    ]


def _contacts(read: ReadStatement, language: str) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    for contact in read.contacts:
        row: dict[str, object] = {"key": contact.key, "name": contact.name, "email": contact.email}
        row |= {"phone": contact.phone} if contact.phone else {}
        rows.append(row | {"languages": [language]})
    return rows


def _missing_rest(read: ReadStatement) -> list[Missing]:
    found = _missing_card(read)
    if not read.contacts:
        found.append(Missing("press.toml", "no contact for journalists was found", "Add [[contacts]]."))
    said = next((claim.said for claim in read.claims if claim.counts == "organisations"), "")
    what = (
        f"the statement says “\u2068{said}\u2069”; the list is empty" if said else "the list of organisations is empty"
    )
    found.append(Missing("organisations.csv", what, "Add a row for each organisation that joins."))
    return found


def _word(language: str, key: str) -> str:
    return str(lexicon(language).own[key])


def _toml(table: dict[str, object]) -> bytes:
    return tomli_w.dumps(table, multiline_strings=True).encode()
