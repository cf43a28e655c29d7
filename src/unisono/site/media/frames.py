"""Frames for profile pictures: one a language and variant, to be put around a photo in the visitor's own browser."""

from collections.abc import Iterator
from functools import partial

from unisono.kit.engine import FRAME_SIDE, FRAME_VARIANTS, FrameJob, derive, engine_version, render_frame
from unisono.languages.catalogues import translations
from unisono.site.look import campaign_seed
from unisono.site.media.cards import THUMBNAIL, THUMBNAIL_BUDGET, theme_of, told_theme
from unisono.site.outputs import Made, Output, hashed_path, key_of
from unisono.site.snapshot import Snapshot, TextWords

_VERSION = 1
"""To be raised when this module makes other files from the same job."""


def plan_frames(snapshot: Snapshot, folder: str = "") -> Iterator[Output]:
    """Yield `frame:{language}:{variant}` where there are cards, as the frame is a part of what there is to share.

    The language is that of the words, as with cards.
    """
    shown = {card.key for card in snapshot.cards}
    if not any(said.key in shown for words in snapshot.words for said in words.cards):
        return
    texts = {words.texts.language: words.texts for words in snapshot.words}
    for code in sorted(texts):
        for variant in FRAME_VARIANTS:
            job = _job(snapshot, texts[code], variant, folder)
            stem = f"{snapshot.slug}-frame-{variant}-{code}"
            theme = {**told_theme(job.theme), "logo_svg": ""}
            said = {field: getattr(job, field) for field in FrameJob.__slots__ if field != "theme"}
            key = key_of("frame", _VERSION, stem, said, theme, engine_version(folder))
            yield Output(f"frame:{code}:{variant}", key, partial(make_frame, stem, job))


def make_frame(stem: str, job: FrameJob) -> Made:
    """Draw one frame: PNG and SVG with a transparent middle, and a small picture of somebody drawn who wears it."""
    worn = derive(render_frame(job, worn=True), THUMBNAIL, "webp", THUMBNAIL_BUDGET)
    whole = f"{stem}-{FRAME_SIDE}x{FRAME_SIDE}"
    found = [
        (f"{whole}.png", render_frame(job), "image/png"),
        (f"{whole}.svg", render_frame(job, "svg"), "image/svg+xml"),
        (f"{stem}-worn-{THUMBNAIL}x{THUMBNAIL}.webp", worn, "image/webp"),
    ]
    return [(hashed_path(content, name), content, type) for name, content, type in found]


def _job(snapshot: Snapshot, texts: TextWords, variant: str, folder: str) -> FrameJob:
    _ = translations(texts.language).gettext
    return FrameJob(
        language=texts.language,
        words=texts.hashtag or texts.name,
        theme=theme_of(snapshot, folder),
        variant=variant,
        sample_note=_("Sample campaign") if snapshot.sample else "",
        voices=len(snapshot.languages),
        seed=campaign_seed(snapshot.slug),
    )
