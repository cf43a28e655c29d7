"""A guess at the language of a text: by script, then by its commonest words."""

from __future__ import annotations

import re
from collections import Counter

from .lexicon import fold, known_languages, table

SCRIPTS = {
    "bn": re.compile(r"[\u0980-\u09ff]"),
    "hi": re.compile(r"[\u0900-\u097f]"),
    "he": re.compile(r"[\u0590-\u05ff]"),
    "zh-hans": re.compile(r"[\u3400-\u9fff]"),
    "ar": re.compile(r"[\u0600-\u06ff]"),
    "en": re.compile(r"[A-Za-z\u00c0-\u024f]"),
}
URDU_LETTERS = re.compile(r"[ٹڈڑںےۓہھکگیپچ]")
ARABIC_LETTERS = re.compile(r"[ةىكيءأإ]")


def guess_language(text: str) -> tuple[str, bool]:
    """(language code, whether the text gave reason to think so)."""
    counts = {code: len(pattern.findall(text)) for code, pattern in SCRIPTS.items()}
    counts["zh-hans"] *= 3  # one character says as much as a few letters
    script = max(counts, key=lambda code: counts[code])
    if not counts[script]:
        return "en", False
    if script == "ar":
        urdu, arabic = len(URDU_LETTERS.findall(text)), len(ARABIC_LETTERS.findall(text))
        return ("ur" if urdu > arabic else "ar"), True
    if script != "en":
        return script, True
    return _latin(text)


def _latin(text: str) -> tuple[str, bool]:
    words = Counter(re.findall(r"\w+", fold(text)))
    scores = {}
    for code in known_languages():
        stop = {fold(word) for word in table(code)["stop"]}
        if all(word.isascii() for word in stop):
            scores[code] = sum(words[word] for word in stop)
    best = max(scores, key=lambda code: (scores[code], code == "en"))
    runner_up = max(score for code, score in scores.items() if code != best)
    return (best, True) if scores[best] > runner_up else ("en", False)
