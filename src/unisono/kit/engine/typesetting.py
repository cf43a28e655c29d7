"""The typesetter: one Typst compiler a design and process, errors turned into the engine's own."""

import json
import re
from collections.abc import Mapping
from functools import lru_cache, partial
from importlib.metadata import version
from threading import Lock
from typing import Any, Literal

import typst

from unisono.base.said import Said
from unisono.kit.engine import guarding
from unisono.kit.engine.declared import DESIGNS
from unisono.kit.engine.errors import BadLogo, DesignFault, DoesNotFit, UnknownFont
from unisono.kit.engine.fonts import Shelf, shelf
from unisono.languages.rules import LanguageRules

Output = Literal["png", "svg", "pdf"]


def typst_version() -> str:
    """Return the version of the typesetter."""
    return version("typst")


def typeset(
    main: str,
    inputs: Mapping[str, Any],
    out: Output,
    *,
    format: str,
    language: str,
    folder: str = "",
    standard: Literal["ua-1"] | None = None,
    tags: bool = True,
) -> bytes:
    """Set the design file `main` ("number.typ") with `inputs`; strings go in as they are, the rest as JSON.

    `format` and `language` name the job in errors; `folder` is the theme's: a design that is not ours is looked
    for there, and set under guard (`guarding`). One point is one pixel; `standard` names a PDF standard to keep;
    without `tags` a PDF is only good for drawing. Raises `DoesNotFit`, `UnknownFont`, `BadLogo` or `DesignFault`.
    """
    if not (DESIGNS / main).is_file() and not guarding.is_guarded():
        task = partial(typeset, main, inputs, out, format=format, language=language, folder=folder, tags=tags)
        return guarding.in_child(main.removesuffix(".typ"), task)
    texts = {
        name: value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        for name, value in inputs.items()
    }
    compiler, turn = _compiler(main, folder)
    try:
        with turn:
            made, warnings = compiler.compile_with_warnings(
                format=out, ppi=72, sys_inputs=texts, timestamp=0, pdf_standards=standard or [], pdf_tags=tags
            )
    except typst.TypstError as fault:
        raise _named(fault, main, format, language) from fault
    for warning in warnings:
        family = re.search(r"unknown font family: (.+)", warning.message)
        if family:
            raise UnknownFont(family.group(1), language)
        raise DesignFault(main, Said.as_is(warning.message))
    return b"".join(made) if isinstance(made, list) else made or b""


def language_inputs(rules: LanguageRules, here: Shelf) -> dict[str, Any]:
    """Return what every design must know about a language: fonts, how they are set, direction, line ends,
    quotation marks (without the space that some languages set inside them)."""
    face = here.face(rules)
    return {
        "language": rules.code,
        "lang": rules.typst_lang,
        "region": rules.typst_region,
        "rtl": rules.is_rtl,
        "fonts": list(here.chain(rules)),
        "floor": rules.floor,
        "wrap": rules.wrap,
        "hyphenate": rules.hyphenate,
        "quotes": [mark.strip() for mark in rules.quotes],
        "face": {
            "leading": face.leading,
            "ascent": face.ascent,
            "descent": face.descent,
            "overhang": face.overhang,
            "scale": face.scale,
            "heavy": face.heavy,
        },
    }


@lru_cache(maxsize=24)
def _compiler(main: str, folder: str) -> tuple[typst.Compiler, Lock]:
    """Return a design's compiler, and the lock that gives one thread at a time its turn: it refuses a second."""
    place = DESIGNS if (DESIGNS / main).is_file() else guarding.staged(folder)
    compiler = typst.Compiler(
        input=str(place / main),
        root=str(place),
        font_paths=shelf(folder).for_typst,
        ignore_system_fonts=True,
        # No package is ever taken from anywhere.
        package_path=str(place / "no-packages"),
        package_cache_path=str(place / "no-packages"),
    )
    return compiler, Lock()


def _named(fault: typst.TypstError, main: str, format: str, language: str) -> Exception:
    """The engine's error for a failed compilation: designs report what does not fit through an assertion."""
    text = str(fault.message)
    unfit = re.search(r"unfit\|([^|]+)\|([0-9.]+)\|", text)
    if unfit:
        return DoesNotFit(unfit.group(1), language, format, float(unfit.group(2)))
    if "package" in text:
        return DesignFault(main, Said("it asks for a package; a design has only lib.typ and the files beside it"))
    if "access denied" in text or "failed to load file" in text or "would escape" in text or "file not found" in text:
        return DesignFault(main, Said("it asks for a file that is not in the theme's folder: %(typst)s", typst=text))
    if "decode image" in text or "parse SVG" in text:
        return BadLogo(Said.as_is(text))
    return DesignFault(main, Said.as_is(f"{text} {fault.diagnostic}"[:600]))
