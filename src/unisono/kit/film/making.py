"""What ffmpeg makes of a film: smaller files for pages, versions with captions burnt in, end cards, a poster, sound.

All versions of one shape come out of one process, which decodes and scales the film once. A version is a body and an
end card, encoded alike, so that they are joined as they are: another end card does not touch the body.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from unisono.kit.film.ass import Captions
from unisono.kit.film.ffmpeg import Progress, ffmpeg, run
from unisono.kit.film.probing import Headers, reading
from unisono.kit.film.shapes import Layout

#: Raised when other files are made of the same film.
VERSION = 2
#: Seconds that an end card stands.
ENDING = 4.0
#: Encoders that one process feeds: more would not fit the memory of a small server. Pixels of all frames together.
MOST_AT_ONCE = 13 * 1280 * 720
#: A film that is this small already, in thousand bits a second, is offered as it is.
SMALL_ENOUGH = {720: 3500.0, 480: 1500.0}
#: A film that is ready for pages and needs no more than this loads as fast as a smaller one would.
FRUGAL = 700.0
#: Thousand bits a second that a rendition has at most.
_MOST_KILOBITS = {720: 2600, 480: 1100}
#: Loudness of sound for radio and television (EBU R 128), and the highest peak, in LUFS and dBTP.
BROADCAST_LOUDNESS, BROADCAST_PEAK = -23.0, -1.0

# Body and end card must be encoded alike to be joined: profile, level, references, time scale, sound.
_PICTURE = ["-c:v", "libx264", "-preset", "veryfast", "-crf", "23", "-profile:v", "high", "-level:v", "4.1"]
_PICTURE += ["-bf", "2", "-refs", "1", "-threads", "2", "-pix_fmt", "yuv420p"]
_COLOURS = ["-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709", "-color_range", "tv"]
_SOUND = ["-c:a", "aac", "-b:a", "128k", "-ar", "48000", "-ac", "2"]
#: The file of the sound that all versions of a shape have.
_SHARED_SOUND = "sound.mp4"
_NAMELESS = ["-map_metadata", "-1", "-map_chapters", "-1"]
_NAMELESS += ["-fflags", "+bitexact", "-flags:v", "+bitexact", "-flags:a", "+bitexact"]
_FILE = [*_NAMELESS, "-video_track_timescale", "90000", "-movflags", "+faststart", "-f", "mp4"]
_TO_709 = "scale=out_color_matrix=bt709:out_range=tv,format=yuv420p"


@dataclass(frozen=True, slots=True)
class Wanted:
    """One version to burn: its captions; the ground it stands on, as PNG (b"" where the film fills the frame)."""

    captions: Captions
    ground: bytes = b""


def burnt_rate(headers: Headers) -> Fraction:
    """Return the pictures a second of versions: the film's own, halved where it has more than 30."""
    rate = headers.rate
    return rate / 2 if rate > Fraction(31) else max(rate, Fraction(12))


def burn(
    master: Path,
    headers: Headers,
    layout: Layout,
    wanted: Sequence[Wanted],
    folder: Path,
    progress: Progress | None = None,
) -> list[Path]:
    """Make versions of one shape, all in one process; returns their files in `folder`, in the order of `wanted`.

    What is the same in all is made once: pictures are decoded and scaled, the sound is encoded for all of them.
    Raises `FfmpegFailed`, `TookTooLong` or `NoFfmpeg`.
    """
    made = [folder / f"body-{at}.mp4" for at in range(len(wanted))]
    inputs, graph = reading(headers, master), _shared(headers, layout, len(wanted))
    for at, one in enumerate(wanted):
        _write_captions(one.captions, folder, at)
        if one.ground:
            (folder / f"ground-{at}.png").write_bytes(one.ground)
            inputs += ["-f", "png_pipe", "-i", f"ground-{at}.png"]
        graph.append(_own(one, layout, at, burnt_rate(headers)))
    sound = ["-an"]
    if headers.audio:
        _make_sound(master, headers, folder)
        sound = ["-map", f"{inputs.count('-i')}:a:0", "-c:a", "copy"]
        inputs += ["-i", _SHARED_SOUND]
    outputs: list[str] = []
    for at, path in enumerate(made):
        outputs += ["-map", f"[out{at}]", *sound, *_encoding(burnt_rate(headers)), path.name]
    # Without a limit each filter and the decoder would start threads for every core: the encoders have theirs.
    limits = ["-filter_complex_threads", "2"]
    run(
        ["-v", "error", *limits, *inputs, "-filter_complex", ";".join(graph), *outputs],
        doing="burning captions in",
        folder=folder,
        progress=progress,
    )
    return made


def make_ending(still: bytes, headers: Headers, folder: Path, ground: str) -> Path:
    """Make the end card of a version from its still (PNG); it comes in out of the colour `ground` ("#rrggbb")."""
    (folder / "ending.png").write_bytes(still)
    rate = burnt_rate(headers)
    moving = f"loop=loop=-1:size=1:start=0,setpts=N/({rate})/TB,fps={rate},fade=t=in:st=0:d=0.4:color=0x{ground[1:]}"
    silence = ["-f", "lavfi", "-i", "anullsrc=r=48000:cl=stereo"] if headers.audio else []
    sound = ["-map", "1:a", *_SOUND] if headers.audio else ["-an"]
    graph = f"[0:v]{_TO_709},{moving}[out]"
    run(
        [
            *("-v", "error", "-f", "png_pipe", "-i", "ending.png", *silence, "-filter_complex", graph),
            *("-map", "[out]", *sound, "-t", str(ENDING), *_encoding(rate), "ending.mp4"),
        ],
        doing="making the end card",
        folder=folder,
    )
    return folder / "ending.mp4"


def join(body: Path, ending: Path, folder: Path) -> Path:
    """Put an end card after a body, both as they are: nothing is encoded again."""
    (folder / "parts.txt").write_text(f"file '{body.name}'\nfile '{ending.name}'\n")
    reading_parts = ["-f", "concat", "-safe", "1", "-protocol_whitelist", "file,pipe", "-i", "parts.txt"]
    run(
        ["-v", "error", *reading_parts, "-map", "0", "-c", "copy", *_FILE, "joined.mp4"],
        doing="joining the end card",
        folder=folder,
    )
    return folder / "joined.mp4"


def is_ready(headers: Headers, lines: int) -> bool:
    """Say whether the film can be offered as it is, as the rendition with so many lines."""
    return (
        headers.container == "mp4"
        and headers.codec == "AVC"
        and headers.audio in ("", "AAC")
        and headers.is_plain
        and headers.is_streamable
        and not headers.is_interlaced
        and not headers.is_hdr
        and min(headers.width, headers.height) <= lines
        and headers.kilobits <= SMALL_ENOUGH[lines]
    )


def rendition_size(headers: Headers, lines: int) -> tuple[int, int]:
    """Return width and height of the rendition whose shorter side has `lines` pixels, never larger than the film;
    (0, 0) where that would gain nothing: the film is hardly larger, or needs few bits as it is."""
    shorter = min(headers.width, headers.height)
    is_frugal = is_ready(headers, 720) and headers.kilobits <= FRUGAL
    if lines < 720 and (shorter < lines * 1.2 or is_frugal):
        return 0, 0
    scale = min(1.0, lines / shorter)
    return _even(headers.width * scale), _even(headers.height * scale)


def make_rendition(master: Path, headers: Headers, lines: int, folder: Path) -> Path:
    """Make a rendition for pages: H.264 and AAC in MP4, its table of contents in front."""
    width, height = rendition_size(headers, lines)
    rate, most = burnt_rate(headers), _MOST_KILOBITS[lines]
    size = f"scale={width}:{height}:out_color_matrix=bt709:out_range=tv"
    graph = f"[0:v:0]{_understood(headers)}fps={rate},{size},setsar=1,format=yuv420p[out]"
    picture = f"-c:v libx264 -preset faster -crf 24 -maxrate {most}k -bufsize {2 * most}k -profile:v high -threads 2"
    sound = ["-map", "0:a:0", *_SOUND] if headers.audio else ["-an"]
    run(
        [
            *("-v", "error", *reading(headers, master), "-filter_complex", graph, "-map", "[out]", *sound),
            *(*picture.split(), *_COLOURS, "-g", str(round(rate * 4)), *_FILE, f"{lines}.mp4"),
        ],
        doing=f"making the film in {lines}p",
        folder=folder,
    )
    return folder / f"{lines}.mp4"


def make_poster(master: Path, headers: Headers, folder: Path) -> bytes:
    """Return a picture of the film as PNG: the one among its first seconds that is most like the others."""
    start = min(1.0, headers.seconds / 4)
    pictures = max(1, min(100, int((headers.seconds - start) * float(headers.rate)) - 2))
    graph = f"{_understood(headers)}thumbnail={pictures},scale=w='min(1280,iw)':h=-2,setsar=1,format=rgb24"
    arguments = [*reading(headers, master, "-ss", f"{start:.2f}"), "-map", "0:v:0", "-vf", graph, "-frames:v", "1"]
    run(
        ["-v", "error", *arguments, "-f", "image2", "-c:v", "png", "-update", "1", "poster.png"],
        doing="taking the poster from the film",
        folder=folder,
    )
    return (folder / "poster.png").read_bytes()


def make_sound(master: Path, headers: Headers, gain: float, folder: Path) -> Path:
    """Make the sound alone, as broadcasters take it: WAV, 48 kHz, 16 bit, stereo, made louder by `gain` decibels."""
    arguments = [*reading(headers, master), "-map", "0:a:0", "-vn", "-af", f"volume={gain:.1f}dB"]
    form = ["-c:a", "pcm_s16le", "-ar", "48000", "-ac", "2", "-map_metadata", "-1", "-fflags", "+bitexact", "-f", "wav"]
    run(["-v", "error", *arguments, *form, "sound.wav"], doing="taking the sound from the film", folder=folder)
    return folder / "sound.wav"


def broadcast_gain(loudness: float | None, peak: float | None) -> float:
    """Return by how many decibels sound is brought to the loudness of broadcasting without any peak being cut."""
    if loudness is None:
        return 0.0
    room = BROADCAST_PEAK - peak if peak is not None else 0.0
    return min(BROADCAST_LOUDNESS - loudness, room)


def _shared(headers: Headers, layout: Layout, count: int) -> list[str]:
    """What all versions share: decoding, the rate, the size of the picture."""
    _, _, width, height = layout.picture
    if layout.is_framed:
        size = f"scale={width}:{height}"
    else:
        size = f"scale={width}:{height}:force_original_aspect_ratio=increase,crop={width}:{height}"
    size = size.replace(f"scale={width}:{height}", f"scale={width}:{height}:out_color_matrix=bt709:out_range=tv", 1)
    ends = "".join(f"[film{at}]" for at in range(count))
    return [
        f"[0:v:0]{_understood(headers)}fps={burnt_rate(headers)},{size},setsar=1,format=yuv420p,split={count}{ends}"
    ]


def _understood(headers: Headers) -> str:
    """Filters that bring pictures into the form that all others expect: colours named, whole pictures."""
    named = f"setparams=colorspace={headers.matrix}," if headers.matrix else ""
    return named + ("bwdif," if headers.is_interlaced else "")


def _own(one: Wanted, layout: Layout, at: int, rate: Fraction) -> str:
    """What a version has of its own: its ground, its captions."""
    wraps = f":wrap_unicode={int(one.captions.wraps_anywhere)}" if ffmpeg().breaks_lines else ""
    words = f"subtitles=f=captions-{at}.ass:fontsdir=fonts-{at}{wraps}[out{at}]"
    if not one.ground:
        return f"[film{at}]{words}"
    x, y = layout.picture[:2]
    ground = f"[{at + 1}:v]{_TO_709},loop=loop=-1:size=1:start=0,setpts=N/({rate})/TB,fps={rate}[ground{at}]"
    return f"{ground};[ground{at}][film{at}]overlay={x}:{y}:shortest=1:format=yuv420,{words}"


def _write_captions(captions: Captions, folder: Path, at: int) -> None:
    (folder / f"captions-{at}.ass").write_text(captions.ass, encoding="utf-8")
    fonts = folder / f"fonts-{at}"
    fonts.mkdir()
    for number, font in enumerate(captions.fonts):
        (fonts / f"{number}.otf").write_bytes(font.file)


def _make_sound(master: Path, headers: Headers, folder: Path) -> None:
    run(
        ["-v", "error", *reading(headers, master), "-map", "0:a:0", *_SOUND, *_NAMELESS, "-f", "mp4", _SHARED_SOUND],
        doing="encoding the sound",
        folder=folder,
    )


def _encoding(rate: Fraction) -> list[str]:
    return [*_PICTURE, *_COLOURS, "-r", str(rate), "-g", str(round(rate * 2)), *_FILE]


def _even(value: float) -> int:
    return max(2, round(value / 2) * 2)
