"""The engine that draws cards, documents and the campaign's figure. Plain Python: no Django, no network, no clock.

What draws is loaded when it is first asked for: processes that only need to know the designs and formats stay small.
"""

import os
from importlib import import_module
from typing import TYPE_CHECKING

from unisono.kit.engine.declared import design_fields, design_names, design_table, is_ours
from unisono.kit.engine.errors import (
    BadField,
    BadLogo,
    DesignFault,
    DoesNotFit,
    EngineError,
    MissingGlyph,
    UnknownDesign,
    UnknownFont,
)
from unisono.kit.engine.jobs import (
    FORMATS,
    FRAME_SIDE,
    FRAME_VARIANTS,
    CardJob,
    Field,
    FieldValue,
    Format,
    Partner,
    Row,
    Theme,
)
from unisono.kit.engine.motif import motif_svg

# Before numpy is loaded: the little that is multiplied here is done sooner by one thread than shared out, and threads
# that wait for more of it take the other processes' time.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

if TYPE_CHECKING:
    from unisono.kit.engine.cards import engine_version, metadata_of, render_card
    from unisono.kit.engine.documents import Paragraph, Run, StatementJob, render_statement_pdf
    from unisono.kit.engine.fonts import fonts_used
    from unisono.kit.engine.frame import FrameJob, render_frame
    from unisono.kit.engine.pictures import derive
    from unisono.kit.engine.stills import FilmStill, render_still

_LATER = {
    "FilmStill": "stills",
    "FrameJob": "frame",
    "Paragraph": "documents",
    "Run": "documents",
    "StatementJob": "documents",
    "derive": "pictures",
    "engine_version": "cards",
    "fonts_used": "fonts",
    "metadata_of": "cards",
    "render_card": "cards",
    "render_frame": "frame",
    "render_statement_pdf": "documents",
    "render_still": "stills",
}

__all__ = [
    "FORMATS",
    "FRAME_SIDE",
    "FRAME_VARIANTS",
    "BadField",
    "BadLogo",
    "CardJob",
    "DesignFault",
    "DoesNotFit",
    "EngineError",
    "Field",
    "FieldValue",
    "FilmStill",
    "Format",
    "FrameJob",
    "MissingGlyph",
    "Paragraph",
    "Partner",
    "Row",
    "Run",
    "StatementJob",
    "Theme",
    "UnknownDesign",
    "UnknownFont",
    "derive",
    "design_fields",
    "design_names",
    "design_table",
    "engine_version",
    "fonts_used",
    "is_ours",
    "metadata_of",
    "motif_svg",
    "render_card",
    "render_frame",
    "render_statement_pdf",
    "render_still",
]


def __getattr__(name: str) -> object:
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_LATER[name]}"), name)
