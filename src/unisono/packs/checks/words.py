"""The words: what the source lacks, what translations lack, lose or have too much, and their states."""

from unisono.base.said import Named, Said
from unisono.languages.richtext import MarkdownFault, blocks_from_markdown
from unisono.languages.segments import Segment
from unisono.packs import limits, sentences, wording
from unisono.packs.checks import forms
from unisono.packs.checks.figures import design_words, near
from unisono.packs.checks.findings import Findings
from unisono.share.counting import LIMITS, SHORT, Measure, measure
from unisono.share.links import LABELS
from unisono.share.posts import GENERAL, LINK, filled
from unisono.site.short_links import posted_address

#: Without these a piece cannot be shown in the source language.
REQUIRED = {
    "statement": ("title",),
    "film": ("title", "summary"),
    "fact": ("claim",),
    "correction": ("text",),
    "card": ("alt",),
    "picture": ("alt",),
    "news": ("title", "summary"),
}
#: Without these a campaign can be prepared, but looks bare.
WANTED = ("name", "slogan", "hashtag", "summary", "action", "post.default")
BODIES = {"texts": ("about",), "statement": ("lead", "closing"), "news": ("body",)}
PLACES = (GENERAL, "email_subject", "email_body", *LABELS)
#: What stands in for the host of the campaign where the pack names none.
HOST = "campaign.example"


def check_words(findings: Findings) -> None:
    """Check the words of all languages, and the states of translations."""
    _check_source(findings)
    known = set(objects(findings))
    for language in findings.pack.campaign.languages:
        for name, segments in findings.pack.words.get(language, {}).items():
            if name not in known:
                mend = Said("Give it to the source language too, or remove it.")
                what = Said("there is nothing called “%(name)s” in this pack", name=name)
                findings.error(findings.places.segment(language, name, segments[0].key), what, mend)
                continue
            for segment in segments:
                _check_segment(findings, language, name, segment)
        if language != findings.pack.campaign.source_language:
            _check_translation(findings, language)
        _check_states(findings, language)
    if findings.pack.statement is not None:
        _check_claims(findings)


def objects(findings: Findings) -> list[str]:
    """Return the names of everything of the pack that has words, as the tables name it."""
    source, files = _source(findings), findings.files
    found = ["texts"]
    found += ["statement"] if f"statement/{source}.md" in files else []
    found += [
        f"news.{name.split('/')[1]}" for name in files if name.startswith("news/") and name.endswith(f"/{source}.md")
    ]
    for kind, file, table in (
        ("fact", "facts.toml", "facts"),
        ("correction", "facts.toml", "corrections"),
        ("card", "cards.toml", "cards"),
        ("picture", "pictures.toml", "pictures"),
    ):
        found += [f"{kind}.{key}" for key in findings.keys(file, table)]
    found += ["film"] if "film.toml" in files else []
    return found + (["press"] if "press.toml" in files or "press" in findings.pack.source_words else [])


def _check_source(findings: Findings) -> None:
    pack, language = findings.pack, findings.pack.campaign.source_language
    for name in objects(findings):
        there = {segment.key for segment in pack.source_words.get(name, ())}
        for key in REQUIRED.get(name.partition(".")[0], ()):
            if key not in there:
                what = Said("“%(name)s” has no %(key)s", name=name, key=key)
                mend = Said("The source language is complete: add it.")
                findings.error(findings.places.segment(language, name), what, mend)
    there = {segment.key for segment in pack.source_words.get("texts", ())}
    for key in WANTED:
        if key not in there:
            what, mend = Said("there is no %(key)s", key=key), Said("Add it: %(line)s", line=f"{key} = “…”")
            findings.gap(findings.places.segment(language, "texts"), what, mend)
    if pack.statement is None:
        place = findings.places.segment(language, "statement")
        findings.gap(place, Said("there is no press statement"), Said("Write it."))
    for slug in pack.news:
        if wrong := forms.wrong_key(slug):
            findings.error((f"news/{slug}", 0), *wrong)


def _check_segment(findings: Findings, language: str, name: str, segment: Segment) -> None:
    def error(what: Said, mend: Said) -> None:
        findings.error(findings.places.segment(language, name, segment.key, segment.text), what, mend)

    if wrong := forms.wrong_characters(segment.text):
        error(*wrong)
    limit, length = limits.limit_of(name, segment.key), len(segment.text)
    if limit and length > limit:
        error(*sentences.too_long(segment.key, length, limit))
    if segment.kind == "line" and "\n" in segment.text and not segment.key.startswith(("post.", "boilerplate")):
        error(Said("“%(name)s” has several lines", name=segment.key), Said("Write it on one line."))
    part, _, item = segment.key.partition(".")
    if part in ("aim", "affirmation", "way"):
        wrong = forms.wrong_key(item.rpartition(".")[0] if part == "way" else item)
        if wrong and language == findings.pack.campaign.source_language:
            error(*wrong)
    elif part == "post":
        _check_post(findings, language, item, segment)


def _check_post(findings: Findings, language: str, place: str, segment: Segment) -> None:
    def error(what: Said, mend: Said) -> None:
        findings.error(findings.places.segment(language, "texts", segment.key), what, mend)

    if place not in PLACES:
        error(Said("there is no place “%(place)s” to post to", place=place), near(place, PLACES))
        return
    words, values = segment.text.replace(LINK, ""), {"place": place, "link": LINK}
    _check_room(findings, language, place, segment)
    if segment.text.count(LINK) > 1:
        error(Said("“%(place)s” has %(link)s more than once", **values), Said("Leave one."))
    if "{" in words or "}" in words:
        mend = Said("Write %(link)s in just these letters, and no other braces.", link=LINK)
        error(Said("“%(place)s” has braces that are not %(link)s", **values), mend)


def _check_room(findings: Findings, language: str, place: str, segment: Segment) -> None:
    """Say for which networks a text is too long in this language. Nothing is cut, and nothing else depends on it."""
    host = next(iter(findings.pack.campaign.hosts), HOST)
    text = filled(segment.text, posted_address(f"https://{host}", language))
    own = {one.key.partition(".")[2] for one in findings.pack.words[language]["texts"]}
    networks = [one for one in LIMITS if one not in own] if place == GENERAL else [place]
    for network in networks:
        stands = measure(LIMITS[network], text) if network in LIMITS else Measure(0)
        if stands.fits:
            continue
        own_text = Said("Shorten it, or give %(network)s a text of its own.", network=network)
        mend = own_text if place == GENERAL else sentences.SHORTEN
        what = Said(
            "“%(place)s” in “%(language)s” is too much for %(network)s: %(over)s, its address counted",
            place=place,
            language=Named("language", language),
            network=LABELS[network],
            over=_over(stands),
        )
        findings.gap(findings.places.segment(language, "texts", segment.key), what, mend)


def _over(stands: Measure) -> tuple[Said, ...]:
    """What is too much, as the network counts it."""
    found = [Said("%(count)s over", count=-stands.left)] if stands.left < 0 else []
    found += [Said("%(count)s bytes over", count=stands.bytes_over)] if stands.bytes_over else []
    if stands.hashtags_over == 1:
        found.append(Said("1 hashtag too many"))
    elif stands.hashtags_over:
        found.append(Said("%(count)s hashtags too many", count=stands.hashtags_over))
    return tuple(found)


# -- translations ------------------------------------------------------------------------------------------


def _check_translation(findings: Findings, language: str) -> None:
    source, given = findings.pack.source_words, findings.pack.words.get(language, {})
    if not given:
        what = Said("nothing is translated into “%(language)s” yet", language=Named("language", language))
        mend = Said("Translate the texts, here or in the newsroom.")
        findings.gap((f"texts/{language}.toml", 0), what, mend)
        return
    known = set(objects(findings))
    for name in dict.fromkeys([*source, *given]):
        if name not in known:
            continue
        keys, optional = {segment.key for segment in source.get(name, ())}, optional_words(findings, name)
        texts = {segment.key: segment for segment in given.get(name, ())}
        uneven = {
            part for part in BODIES.get(name.partition(".")[0], ()) if _check_blocks(findings, language, name, part)
        }
        for key, segment in texts.items():
            if key not in keys | optional and key.partition(".")[0] not in uneven:
                place = findings.places.segment(language, name, key, segment.text)
                file, _ = findings.places.segment(_source(findings), name)
                what = Said("“%(name)s” has no counterpart in the source language", name=key)
                findings.error(place, what, Said("Add it to %(file)s, or remove it.", file=file))
        missing = [one.key for one in source.get(name, ()) if one.key not in texts and one.key not in optional]
        if missing:
            _note_missing(findings, language, name, missing, len(keys - optional))
        _check_links(findings, language, source.get(name, ()), texts)


def optional_words(findings: Findings, name: str) -> set[str]:
    """Return the segments of an object that each language may have or not, whatever the source has."""
    if name == "texts":
        return {f"post.{network}" for network in SHORT}
    card = next((card for card in findings.pack.cards if name == f"card.{card.key}"), None)
    return {field.name for field in design_words(findings, card.design) if not field.required} if card else set()


def _source(findings: Findings) -> str:
    return findings.pack.campaign.source_language


def _note_missing(findings: Findings, language: str, name: str, missing: list[str], total: int) -> None:
    file, line = findings.places.segment(language, name)
    what = Said("“%(name)s” is not translated yet", name=name)
    if len(missing) < total:
        what = Said(
            "“%(name)s”: %(missing)s of %(total)s parts are not translated yet (%(parts)s)",
            name=name,
            missing=len(missing),
            total=total,
            parts=(*missing[:4], *(["…"] if len(missing) > 4 else [])),
        )
    findings.gap((file, line), what, Said("Translate the rest, here or in the newsroom."))


def _check_links(findings: Findings, language: str, source: tuple[Segment, ...], texts: dict[str, Segment]) -> None:
    for segment in source:
        translated = texts.get(segment.key)
        if translated and segment.key.startswith("post.") and LINK in segment.text and LINK not in translated.text:
            place = findings.places.segment(language, "texts", segment.key)
            what = Said("“%(name)s” has lost its %(link)s", name=segment.key, link=LINK)
            findings.error(place, what, Said("Write %(link)s where the address goes.", link=LINK))


def _check_blocks(findings: Findings, language: str, name: str, part: str) -> bool:
    """Compare the blocks of a longer text, one by one; say whether they do not match."""
    ours, theirs = (_blocks(findings, code, name, part) for code in (language, _source(findings)))
    if not ours or ours == theirs:
        return False
    place = findings.places.segment(language, name, part)
    if len(ours) != len(theirs):
        what = (
            Said("“%(part)s” has 1 block, the source has %(wanted)s", part=part, wanted=len(theirs))
            if len(ours) == 1
            else Said(
                "“%(part)s” has %(count)s blocks, the source has %(wanted)s",
                part=part,
                count=len(ours),
                wanted=len(theirs),
            )
        )
        mend = Said(
            "Translate block by block; %(sign)s alone stands for a block that is not translated yet.",
            sign=wording.MISSING,
        )
        findings.error(place, what, mend)
    else:
        number = next(n for n, pair in enumerate(zip(ours, theirs, strict=True)) if pair[0] != pair[1])
        what = Said(
            "block %(number)s of “%(part)s” is a %(kind)s, in the source a %(wanted)s",
            number=number + 1,
            part=part,
            kind=Named("block", ours[number]),
            wanted=Named("block", theirs[number]),
        )
        findings.error(place, what, Said("Write it as in the source."))
    return True


def _blocks(findings: Findings, language: str, name: str, part: str) -> list[str]:
    """Return the kinds of the blocks as they stand in the file, those that are not translated yet too."""
    file = findings.places.file(findings.places.segment(language, name)[0])
    if part == "about":
        about = file.table.get("about", "")
        text = about.strip() if isinstance(about, str) else ""
    elif name == "statement":
        text = wording.statement_sections(*file.body, file.name, [])[part.title()][0]
    else:
        text = file.body[0]
    try:
        return [block.kind for block in blocks_from_markdown(text)]
    except MarkdownFault:
        return []  # the reader has said so


# -- states and claims -------------------------------------------------------------------------------------


def _check_states(findings: Findings, language: str) -> None:
    file = f"state/{language}.toml"
    is_source = language == _source(findings)
    for full in findings.pack.states.get(language, {}):
        name, _, key = full.partition("/")
        place = findings.at(file, "segments", full)
        known = {one.key for one in findings.pack.source_words.get(name, ())} | optional_words(findings, name)
        given = {one.key for one in findings.pack.words.get(language, {}).get(name, ())}
        if is_source:
            findings.error(place, Said("the source language has no states"), Said("Remove this table."))
        elif key not in known:
            findings.error(place, Said("there is no text “%(name)s”", name=full), near(full, _all_keys(findings)))
        elif key not in given:
            what = Said("“%(name)s” has a state, but no translation", name=full)
            findings.error(place, what, Said("Translate it, or remove this table."))


def _all_keys(findings: Findings) -> list[str]:
    return [f"{name}/{one.key}" for name, segments in findings.pack.source_words.items() for one in segments]


def _check_claims(findings: Findings) -> None:
    """The very words of a claim must stand in the signed statement."""
    language = _source(findings)
    words = "\n".join(segment.text for segment in findings.pack.source_words.get("statement", ()))
    for number, claim in enumerate(findings.pack.statement.claims):  # type: ignore[union-attr]
        if claim.said not in words:
            place = findings.at(f"statement/{language}.md", "claims", number, "said")
            what = Said("the statement does not say “%(said)s”", said=claim.said)
            findings.error(place, what, Said("Give its very words."))
