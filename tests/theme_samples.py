"""A theme that tests bring along: one design with a picture that it shows, and a font."""

from pathlib import Path

CALL_TABLE = b"""
[[fields]]
name = "call"
kind = "line"
limit = 60
required = true
words = true
[[fields]]
name = "why"
kind = "text"
limit = 120
required = false
words = true
"""
CALL = b"""#import "lib.typ": *
#show: card
#let call() = context {
  let width = wide - margin * 2
  at(margin, margin, width, fit("call", job.fields.call, width, high * 0.4, 30 * unit, 110 * unit))
  at(margin, high * 0.5, width, fit("why", job.fields.why, width, high * 0.2, 20 * unit, 40 * unit))
  place(bottom + end, image("pictures/wave.svg", width: 200 * unit))
}
#call()
"""
WAVE = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 2"><path d="M0 1h8v.2H0z" fill="#f2b233"/></svg>'


def call_theme() -> dict[str, bytes]:
    """The files of the theme, by their paths."""
    return {"call.toml": CALL_TABLE, "call.typ": CALL, "pictures/wave.svg": WAVE}


def font_file() -> bytes:
    """A small font file that is installed."""
    from unisono.kit.engine.fonts import shelf

    return min(shelf().families["Noto Sans"], key=lambda path: path.stat().st_size).read_bytes()


def written(folder: Path, files: dict[str, bytes]) -> Path:
    """Write files into a folder."""
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    return folder
