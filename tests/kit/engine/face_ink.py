"""How high and how deep the ink of each face goes, against what `rules.toml` gives it.

`python -m tests.kit.engine.face_ink` prints it.
"""

import sys
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from harfbuzz import ink, shaped
from sample_texts import LANGUAGES, sample

from unisono.kit.engine.fonts import shelf
from unisono.languages.rules import Face, rules_for

#: Words for faces whose languages have no sample.
FURTHER = {
    "gu": "ર્થ્યૈં દૃષ્ટ્વા ટ્ઠૂ હૂઁ ર્ક્રૌં સ્ત્રી માતૃભાષા દ્ધ્યૂ",
    "hy": "Ժողովրդական գիրք ԷՋ Ջրաղաց ծառեր ՓՔ",
    "kn": "ಸ್ತ್ರೀ ಲಕ್ಷ್ಮೀ ದ್ಧ್ಯೂ ಶ್ರೀ ಷ್ಟ್ರೀ ಮಾತೃಭಾಷೆ ಕೃಷ್ಣ ಜ್ಞೈ ಭೂಮಿ ವೈಯಕ್ತಿಕ",
    "lo": "ປີ້ ຝູ່ ຢູ້ ທຸ້ນ ຟຶ້ນ ຫຼື ຮູ້ ພາສາແມ່",
    "or": "ସ୍ତ୍ରୀ କ୍ଷ୍ମୀ ଦ୍ଧ୍ୟୂ ର୍ଥୈ ମାତୃଭାଷା ଷ୍ଟ୍ରୀ ଞ୍ଛୂ",
    "zh-hant": "鬱龘《警覺》驚、響；豐嚳（鷹）臺國「語」gjÉQ",
}


@dataclass(frozen=True, slots=True)
class FaceInk:
    """The ink of a language in its face, in em: of its usual words, and of the highest and deepest ones."""

    language: str
    face: Face
    usual: tuple[float, float]
    most: tuple[float, float]


def face_ink(language: str, folder: str = "") -> FaceInk:
    """Measure a language at the bold weight."""
    rules = rules_for(language)
    if language in FURTHER:
        usual = most = _extent([FURTHER[language]], language, folder)
    else:
        said = sample(language)
        usual = _extent([text for text in said.words() if text != said.tall], language, folder)
        most = _extent(said.words(), language, folder)
    return FaceInk(language, shelf(folder).face(rules), usual, most)


def _extent(texts: list[str], language: str, folder: str) -> tuple[float, float]:
    boxes = [ink(shaped(word, rules_for(language), 700, folder)) for text in texts for word in text.split()]
    return max(box[3] for box in boxes), -min(box[1] for box in boxes)


def main() -> None:
    """Print the measures of all languages, with the fonts of a folder if one is named."""
    folder = sys.argv[1] if len(sys.argv) > 1 else ""
    lines = [f"{'':8} {'':24} {'usual':>11} {'most':>11} {'together':>8} | given: ascent descent leading"]
    for language in (*LANGUAGES, *FURTHER):
        found = face_ink(language, folder)
        face = found.face
        pairs = [f"{up:.2f} {down:.2f}".rjust(11) for up, down in (found.usual, found.most)]
        lines.append(
            f"{language:8} {face.family:24} {pairs[0]} {pairs[1]} {sum(found.most):8.2f} |"
            f" {face.ascent:.2f} {face.descent:.2f} {face.leading:.2f}"
        )
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
