"""Cards: a job in, a picture or document out. Everything is cached per process, nothing is remembered between jobs."""

import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from unisono.kit.engine.declared import DESIGNS, design_fields, design_table
from unisono.kit.engine.errors import BadField, UnknownDesign
from unisono.kit.engine.fonts import FIGURE_FAMILY, fonts_digest, require_glyphs, shelf
from unisono.kit.engine.jobs import FORMATS, CardJob, Format, Theme
from unisono.kit.engine.motif import mix, motif_svg
from unisono.kit.engine.pictures import png_from_pdf
from unisono.kit.engine.typesetting import Output, language_inputs, typeset, typst_version
from unisono.kit.engine.wording import figure_split, isolated, pieces
from unisono.languages.rules import LanguageRules, rules_for

#: The words that stand at a card's edges, as fields of the job.
EDGES = ("source", "campaign", "slogan", "hashtag", "sample_note", "credit")


def render_card(job: CardJob, out: Output = "png", small: bool = True) -> bytes:
    """Return the card as PNG, SVG or PDF; the same job gives the same bytes.

    `small` PNGs use a palette: a third of the bytes, and no difference that can be seen. Raises `DoesNotFit`,
    `MissingGlyph`, `UnknownFont`, `UnknownDesign`, `BadField`, `BadLogo` or `UnknownLanguage`.
    """
    rules = rules_for(job.language)
    shape = _format(job.format)
    fields = _checked_fields(job, rules)
    edges = {name: isolated(getattr(job, name), rules) for name in EDGES}
    folder = job.theme.fonts_folder
    require_glyphs(_texts({**fields, **edges}), rules, folder)
    inputs = _inputs(job, rules, shape, fields, edges)
    kind: Output = "pdf" if out == "png" else out
    made = typeset(f"{job.design}.typ", inputs, kind, format=job.format, language=job.language, folder=folder)
    if out != "png":
        return made
    return png_from_pdf(made, small=small, texts={"Description": job.alt, "Author": job.credit})


def colours_of(theme: Theme) -> dict[str, str]:
    """Return the theme's colours, what can be read on its ground, a deeper ground, an accent to see on paper."""
    light = _luminance(theme.ground) > 0.36
    return {
        "ground": theme.ground,
        "ink": theme.ink,
        "paper": theme.paper,
        "voice": theme.voice,
        "echo": theme.echo,
        "link": theme.link,
        "on-ground": theme.ink if light else theme.paper,
        "deep": mix(theme.ground, "#000000", 0.25),
        "accent": theme.echo if _luminance(theme.echo) < 0.30 else theme.link,
    }


@cache
def engine_version(fonts_folder: str = "") -> str:
    """Return a hash of designs, engine, language rules, typesetter and fonts: part of every render's key."""
    total = hashlib.sha256()
    here = Path(__file__).parent
    languages = here.parents[1] / "languages"
    sources = [*here.glob("*.py"), *DESIGNS.iterdir(), languages / "rules.py", languages / "rules.toml"]
    for path in sorted(sources):
        if path.is_file():
            total.update(path.name.encode() + b"\0" + path.read_bytes())
    total.update(f"{typst_version()}\0{fonts_digest(fonts_folder)}".encode())
    return total.hexdigest()[:20]


def _format(name: str) -> Format:
    if name not in FORMATS:
        raise UnknownDesign("format", name, tuple(FORMATS))
    return FORMATS[name]


def _checked_fields(job: CardJob, rules: LanguageRules) -> dict[str, str | list[str]]:
    """The job's fields, complete, of the declared kind, isolated; raise `BadField`."""
    declared = {field.name: field for field in design_fields(job.design)}
    for name in job.fields:
        if name not in declared:
            raise BadField(job.design, name, f"the design has no such field: it has {', '.join(declared)}")
    found: dict[str, str | list[str]] = {}
    for field in declared.values():
        given = job.fields.get(field.name, () if field.kind == "list" else "")
        if isinstance(given, str) != (field.kind != "list"):
            raise BadField(job.design, field.name, f"it takes {'a list' if field.kind == 'list' else 'one text'}")
        if field.required and not given:
            raise BadField(job.design, field.name, "it is required and empty")
        if isinstance(given, str):
            found[field.name] = isolated(given, rules)
        else:
            found[field.name] = [isolated(item, rules) for item in given]
    return found


def _texts(fields: Mapping[str, str | list[str]]) -> list[tuple[str, str]]:
    return [(name, text) for name, value in fields.items() for text in ([value] if isinstance(value, str) else value)]


def _inputs(
    job: CardJob, rules: LanguageRules, shape: Format, fields: dict[str, Any], edges: dict[str, str]
) -> dict[str, Any]:
    """Everything the design is told, and the voices as SVG."""
    here = shelf(job.theme.fonts_folder)
    chain = here.chain(rules)
    motif = design_table(job.design)["motif"][shape.shape]
    told: dict[str, Any] = {
        **language_inputs(rules, here),
        **edges,
        "fields": fields,
        "title": edges["campaign"],
        "alt": job.alt,
        "shape": shape.shape,
        "width": shape.width,
        "height": shape.height,
        "unit": shape.unit,
        "margin": shape.margin,
        "colours": colours_of(job.theme),
        "figure-fonts": [FIGURE_FAMILY, *chain],
        "pieces": {
            name: pieces(" ".join(value) if isinstance(value, list) else value, rules)
            for name, value in {**fields, **edges}.items()
        },
        "labels": [rules.own_digits(str(at + 1)) for at in range(12)],
        "motif": {"turned": False, **motif, "box": _box(motif["box"], shape)},
    }
    if "figure" in fields:
        lead, number, trail = figure_split(fields["figure"], fields.get("unit", ""))
        told["figure"] = {"lead": lead, "number": number, "trail": trail}
    inputs: dict[str, Any] = {"job": told, "motif": _motif(job, rules, told["motif"])}
    if job.theme.logo_svg:
        inputs["logo"] = job.theme.logo_svg.decode("utf-8", "replace")
    return inputs


def _box(shares: list[float], shape: Format) -> list[float]:
    return [shares[0] * shape.width, shares[1] * shape.height, shares[2] * shape.width, shares[3] * shape.height]


def _motif(job: CardJob, rules: LanguageRules, motif: dict[str, Any]) -> str:
    width, height = motif["box"][2:]
    x, y = motif["focus"]
    if motif["turned"]:
        # Turned by a right angle, start and end lie across: mirroring moves the point, not the direction.
        point = (x, 1 - y if rules.is_rtl else y)
        return motif_svg(height, width, job.voices, job.theme, False, "card", job.seed, focus=point)
    return motif_svg(width, height, job.voices, job.theme, rules.is_rtl, "card", job.seed, focus=(x, y))


def _luminance(colour: str) -> float:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return 0.2126 * red**2.2 + 0.7152 * green**2.2 + 0.0722 * blue**2.2
