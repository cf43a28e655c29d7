"""Short films, made by ffmpeg's own generators, and frames taken from what is made of them."""

import io
import subprocess
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy
import pytest
from PIL import Image

from unisono.kit.film.errors import NoFfmpeg
from unisono.kit.film.ffmpeg import ffmpeg

DEMO = Path(__file__).parents[3] / "demo" / "mother-language-day" / "film"
TONE = "sine=frequency=440:sample_rate=48000"
#: One sentence each, with a mark at its end that shows on which side the line ends.
SENTENCES = {
    "ar": "كل لغة هي لغة أحدهم الأولى!",
    "ur": "ہر بچہ پہلے لفظ سے سمجھے!",
    "hi": "हर भाषा किसी की पहली भाषा है!",
    "bn": "প্রতিটি ভাষাই কারও প্রথম ভাষা!",
    "th": "ทุกภาษาเป็นคำแรกของใครบางคน!",
    "zh-hans": "每一种语言都是某个人的第一语言！",
    "en": "Every language is somebody's first!",
}
#: As long as captions get; in Thai, Burmese and Chinese without a single space.
LONG = {
    "th": "ทุกภาษาเป็นภาษาแม่ของใครบางคนและเด็กทุกคนควรได้เรียนรู้ในภาษาที่ตนเข้าใจตั้งแต่คำแรก",
    "my": "ဘာသာစကားတိုင်းသည်တစ်စုံတစ်ဦး၏ပထမဆုံးဘာသာစကားဖြစ်သည်ကလေးတိုင်းနားလည်ပါစေ",
    "km": "ភាសានីមួយៗជាភាសាដំបូងរបស់នរណាម្នាក់ហើយកុមារគ្រប់រូបគួរតែយល់ចាប់តាំងពីពាក្យដំបូង",
    "zh-hans": "联合国教科文组织已记录八千三百二十四种语言有的用口说有的用手语大约七千种仍在使用",
}


def need_ffmpeg() -> None:
    """Skip, and say so, where there is no ffmpeg."""
    try:
        ffmpeg()
    except NoFfmpeg as missing:
        pytest.skip(f"films were not made: {missing}")


def made(*arguments: str, name: str = "film.mp4") -> bytes:
    """The file that ffmpeg makes of these arguments."""
    with TemporaryDirectory() as folder:
        command = [ffmpeg().path, "-nostdin", "-v", "error", "-y", *arguments, name]
        subprocess.run(command, cwd=folder, check=True, stdin=subprocess.DEVNULL)
        return Path(folder, name).read_bytes()


@cache
def film(picture: str = "testsrc2=s=320x180:r=12:d=2", sound: str = "", *more: str, name: str = "film.mp4") -> bytes:
    """A film of ffmpeg's generators: H.264, with AAC where there is sound."""
    inputs = ["-f", "lavfi", "-i", picture, *(["-f", "lavfi", "-i", sound, "-shortest"] if sound else [])]
    codecs = ["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-movflags", "+faststart"]
    return made(*inputs, *(codecs if name.endswith((".mp4", ".mov")) else []), *more, name=name)


def frame(content: bytes, at: float) -> numpy.ndarray:
    """The picture of a film at a moment: height × width × 3."""
    with TemporaryDirectory() as folder:
        Path(folder, "film").write_bytes(content)
        command = [ffmpeg().path, "-nostdin", "-v", "error", "-y", "-ss", f"{at}", "-i", "film", "-frames:v", "1"]
        subprocess.run([*command, "frame.png"], cwd=folder, check=True, stdin=subprocess.DEVNULL)
        return numpy.asarray(Image.open(io.BytesIO(Path(folder, "frame.png").read_bytes())).convert("RGB"))


def ink(picture: numpy.ndarray, least: int = 150) -> numpy.ndarray:
    """Where white words are: true for bright pixels."""
    return picture.min(axis=2) > least


def box(mask: numpy.ndarray) -> tuple[int, int, int, int]:
    """The smallest box around what is true: left, top, right, bottom."""
    rows, columns = numpy.flatnonzero(mask.any(axis=1)), numpy.flatnonzero(mask.any(axis=0))
    assert len(rows), "there is no ink"
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1


def vtt(text: str, end: str = "00:30.000") -> str:
    """A caption file with one caption."""
    return f"WEBVTT\n\n00:00.000 --> {end}\n{text}\n"
