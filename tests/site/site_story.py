"""The river's story in three languages: French comes late, so some of its pages show English words."""

import atexit
import re
from dataclasses import replace
from functools import cache
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

from river_story import made_assets, river_story, store_in

from unisono.languages.catalogues import translations
from unisono.site import snapshot as s
from unisono.site.downloads import plan_downloads
from unisono.site.feeds import plan_feeds
from unisono.site.media import plan_media
from unisono.site.outputs import Assets
from unisono.site.pages import plan_pages


@cache
def told() -> tuple[s.Snapshot, Assets]:
    """The story and all files made for it, once a run of the tests."""
    folder = Path(mkdtemp(prefix="unisono-story-"))
    atexit.register(rmtree, folder, ignore_errors=True)
    store = store_in(folder)
    story = in_three_languages(river_story(store))
    assets = made_assets(plan_media(story, store), store)
    bundles = made_assets(plan_downloads(story, assets, store), store)
    return story, Assets({**assets.files, **bundles.files}, store.get)


@cache
def pages() -> dict[str, str]:
    """Every page of the story, by its path (`en/news/the-call/`, `en/404.html`)."""
    return {name.removeprefix("page:"): flat(content) for name, content in made(*told()).items()}


def flat(html: str) -> str:
    """A page without the line breaks and indentation of its templates, which say nothing."""
    html = re.sub(r"\s+", " ", html)
    return re.sub(r"(<(?!/|a\b|bdi|span|strong)[^>]*>) | (?=</(?!a>|bdi|span|strong))", r"\1", html).replace(
        "> <", "><"
    )


def made(story: s.Snapshot, assets: Assets) -> dict[str, str]:
    """The pages of any story, by the names of their outputs."""
    return {output.name: output.make()[0][1].decode() for output in plan_pages(story, assets)}


@cache
def paths() -> frozenset[str]:
    """Every path that the story's edition has."""
    story, assets = told()
    files = {file.path for made in assets.files.values() for file in made}
    outputs = [*plan_pages(story, assets), *plan_feeds(story, assets)]
    return frozenset(files | {path for output in outputs for path, _, _ in output.make()})


def say(code: str, words: str, **values: str) -> str:
    """What the interface says in a language, as far as it is translated."""
    return translations(code).gettext(words) % values if values else translations(code).gettext(words)


def in_three_languages(story: s.Snapshot) -> s.Snapshot:
    """The story with French: its own texts, the statement and one post still in English, no page of aims."""
    english = story.in_language("en")
    captions = tuple(pair for pair in story.film.captions if pair[0] != "fr")
    return replace(
        story,
        languages=("ar", "en", "fr"),
        words=(*story.words, _french(english)),
        counts=replace(story.counts, languages=3),
        film=replace(story.film, captions=captions),
    )


def with_samples_only(story: s.Snapshot) -> s.Snapshot:
    """The story before anybody has joined: only made-up organisations."""
    samples = tuple(member for member in story.members if member.basis == "sample")
    return replace(story, members=samples, counts=replace(story.counts, confirmed=0, named=0, countries=0))


def _french(english: s.Words) -> s.Words:
    texts = s.TextWords(
        "fr",
        "Un fleuve pour tous",
        "Un fleuve, des voix",
        "#UnFleuvePourTous",
        "Une campagne pour un fleuve.",
        "Rejoignez-nous",
        "Qui nous sommes.",
        (s.Way("share", "Partagez une carte", "Prenez-en une."),),
        (("default", "Un fleuve. {link}"),),
    )
    first = s.PostWords("fr", False, "first-boat", "Le premier bateau", "Un bateau est parti.", "Un **bateau**.")
    return replace(
        english,
        code="fr",
        reviewed=False,
        texts=texts,
        news=(first, english.news[1]),
        facts=(s.FactWords("fr", "water", "Plus de 250 millions boivent l’eau des fleuves.", ""),),
        corrections=(),
        cards=(s.CardWords("fr", "water", (("text", "de personnes boivent"),), "Un chiffre."),),
        film=s.FilmWords("fr", "Le film du fleuve", "Un film."),
        press=None,
    )


def bare(story: s.Snapshot) -> s.Snapshot:
    """A campaign that has no more than its name yet, in one language."""
    english = story.in_language("en")
    texts = replace(english.texts, ways=(), posts=())
    words = replace(
        english, texts=texts, statement=None, news=(), facts=(), corrections=(), cards=(), film=None, press=None
    )
    return replace(
        story,
        languages=("en",),
        opening=None,
        members=(),
        statement=None,
        film=None,
        contacts=(),
        responsible=replace(story.responsible, website=""),
        counts=s.Counts("2026-02-20T12:00:00Z", 0, 0, 0, 0, 0, 1),
        words=(words,),
    )
