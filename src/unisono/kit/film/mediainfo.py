"""Run as a program: what libmediainfo reads from a file, as JSON on standard output.

    python -m unisono.kit.film.mediainfo PATH

It reads a file from a stranger, so it runs in a process of its own under limits (`probing`).
"""

import json
import sys
from pathlib import Path

from pymediainfo import MediaInfo

ASKED = {
    "General": ("format", "duration", "format_profile"),
    "Video": (
        *("format", "width", "height", "rotation", "pixel_aspect_ratio", "frame_rate", "frame_rate_num"),
        *(
            "frame_rate_den",
            "frame_rate_mode",
            "duration",
            "scan_type",
            "transfer_characteristics",
            "encryption",
            "matrix_coefficients",
        ),
        *("bit_depth", "chroma_subsampling", "bit_rate"),
    ),
    "Audio": ("format", "channel_s", "sampling_rate", "duration"),
}


def main(path: str) -> None:
    """Print the asked-for facts of each track."""
    with Path(path).open("rb") as file:  # read as a stream: what it names is not looked for beside it
        tracks = [track.to_data() for track in MediaInfo.parse(file).tracks]
    found = [
        {"kind": track["track_type"], **{name: track.get(name) for name in ASKED[track["track_type"]]}}
        for track in tracks
        if track["track_type"] in ASKED
    ]
    print(json.dumps(found, default=str))  # noqa: T201  a program's answer


if __name__ == "__main__":
    main(sys.argv[1])
