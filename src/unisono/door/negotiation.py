"""What a visitor asks for in headers: language and encoding (RFC 4647 lookup, RFC 9110 weights)."""

from __future__ import annotations

import re
from functools import lru_cache

# Old or regional names that browsers still send, by first subtag (IANA registry: preferred values).
_RENAMED = {"iw": "he", "in": "id", "ji": "yi", "jw": "jv", "mo": "ro", "tl": "fil", "cmn": "zh"}
# A region that says which script is meant (CLDR likely subtags).
_SCRIPT_OF_REGION = {
    "zh-cn": "zh-hans-cn",
    "zh-sg": "zh-hans-sg",
    "zh-my": "zh-hans-my",
    "zh-tw": "zh-hant-tw",
    "zh-hk": "zh-hant-hk",
    "zh-mo": "zh-hant-mo",
}
_LIKELY = {"zh": "zh-hans"}
_WEIGHT = re.compile(r"0(\.[0-9]{0,3})?|1(\.0{0,3})?")
# Headers longer than this are cut: nobody reads thirty languages, and the answer is remembered.
_LONGEST_HEADER = 512
_MOST_RANGES = 32


def language_for(header: str | None, available: tuple[str, ...], default: str) -> str:
    """The language of `available` that serves an Accept-Language header best, otherwise `default`.

    Lookup as in RFC 4647 §3.4: each range, heaviest first, shortened from the right until it fits. Then a
    range that is wider than what there is (`pt` finds `pt-br`), then any form of the same language. A
    language refused with q=0 is not given as long as there is another.
    """
    if not header:
        return default
    return _language_for(header[:_LONGEST_HEADER], available, default)


@lru_cache(maxsize=512)
def _language_for(header: str, available: tuple[str, ...], default: str) -> str:
    wanted, refused = _ranges(header)
    offered = tuple(tag for tag in available if not _is_refused(tag, refused))
    for tag in wanted:
        found = _lookup(tag, offered)
        if found:
            return found
    for tag in wanted:
        base = tag.split("-", 1)[0]
        for candidate in offered:
            if candidate.split("-", 1)[0] == base:
                return candidate
    if default in offered or not offered:
        return default
    return offered[0]


def _ranges(header: str) -> tuple[list[str], list[str]]:
    """Language ranges of a header, heaviest first, and those refused (q=0)."""
    weighted = [(_canonical(tag), weight) for tag, weight in _weighted(header) if tag != "*"]
    wanted = sorted((pair for pair in weighted if pair[1] > 0), key=lambda pair: -pair[1])
    return [tag for tag, _ in wanted], [tag for tag, weight in weighted if weight == 0]


def _weighted(header: str) -> list[tuple[str, float]]:
    """`a;q=0.5, b` as pairs; an item whose weight is not a number from 0 to 1 is left out."""
    pairs = []
    for item in header.split(",")[:_MOST_RANGES]:
        name, *parameters = (part.strip().lower() for part in item.split(";"))
        weight = 1.0
        for parameter in parameters:
            key, _, value = parameter.partition("=")
            if key.strip() == "q":
                weight = _weight(value.strip())
        if name and weight >= 0:
            pairs.append((name, weight))
    return pairs


def _weight(text: str) -> float:
    """A q value; -1 where it is none. Written out, because float() also reads `inf`, `nan` and `1_0`."""
    return float(text) if _WEIGHT.fullmatch(text) else -1.0


def _canonical(tag: str) -> str:
    first, *rest = tag.replace("_", "-").split("-")
    tag = "-".join([_RENAMED.get(first, first), *rest])
    return _SCRIPT_OF_REGION.get(tag, tag)


def _lookup(tag: str, offered: tuple[str, ...]) -> str | None:
    part = tag
    while part:
        if part in offered:
            return part
        part = part.rpartition("-")[0]
        if len(part) > 1 and part[-2] == "-":  # a single letter only introduces what follows it
            part = part[:-2]
    if _LIKELY.get(tag) in offered:
        return _LIKELY[tag]
    return next((candidate for candidate in offered if candidate.startswith(tag + "-")), None)


def _is_refused(tag: str, refused: list[str]) -> bool:
    return any(tag == item or tag.startswith(item + "-") for item in refused)


def encodings_for(header: str | None) -> tuple[str, ...]:
    """The content encodings worth sending for an Accept-Encoding header, best first (`br`, `gzip` only)."""
    if not header or len(header) > _LONGEST_HEADER:
        return ()
    return _encodings_for(header)


@lru_cache(maxsize=256)
def _encodings_for(header: str) -> tuple[str, ...]:
    weights = dict(_weighted(header))
    if "x-gzip" in weights:
        weights.setdefault("gzip", weights["x-gzip"])
    others = weights.get("*", 0.0)
    plain = weights.get("identity", 0.0)
    found = [(name, weights.get(name, others)) for name in ("br", "gzip")]
    kept = [(name, weight) for name, weight in found if weight > 0 and weight >= plain]
    return tuple(name for name, _ in sorted(kept, key=lambda pair: -pair[1]))
