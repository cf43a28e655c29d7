"""ZIPs composed from a plan, whole or any range of one. Plain Python; knows nothing of campaigns.

A download of everything would hold every picture a second time, and the same in each language. Instead an
edition holds a plan (`Plan`, a few kilobytes of JSON), and a ZIP is composed while it is sent.
"""

from unisono.bundles.layout import Bundle, Span, plan_of
from unisono.bundles.plan import (
    BUNDLE_TYPE,
    ZIP_TYPE,
    BadPlan,
    BundledFile,
    Plan,
    decode_plan,
    encode_plan,
    kept_file,
    written_file,
)
from unisono.bundles.reading import CHUNK, Incomplete, chunks

__all__ = [
    "BUNDLE_TYPE",
    "CHUNK",
    "ZIP_TYPE",
    "BadPlan",
    "Bundle",
    "BundledFile",
    "Incomplete",
    "Plan",
    "Span",
    "chunks",
    "decode_plan",
    "encode_plan",
    "kept_file",
    "plan_of",
    "written_file",
]
