"""A small story for the site: a campaign for a river, in English and Arabic, with everything a campaign may have."""

import io
import struct
from dataclasses import replace
from pathlib import Path

from PIL import Image

from stories import FILM
from unisono.launch.store import Store
from unisono.site import snapshot as s
from unisono.site.outputs import Assets, FileRef, Output

VTT = "WEBVTT\n\n1\n00:00:00.500 --> 00:00:03.000\n<v Nour>A river &amp; <i>its</i>\npeople.\n\nNOTE no cue\n\n"
VTT += "01:00:03.500 --> 01:00:06.900 line:0\nIt belongs to all.\n"
VTT_AR = "WEBVTT\n\n00:00.500 --> 00:03.000\nنهر واحد.\n"


def box(kind: bytes, content: bytes) -> bytes:
    """One box of an MP4 file."""
    return struct.pack(">I", 8 + len(content)) + kind + content


def film_file() -> bytes:
    """A film whose maker's phone wrote down where it was, for the film and for its track."""
    place = box(b"udta", box(b"\xa9xyz", b"+48.8577+002.295/"))
    start = FILM.index(b"moov") - 4
    (size,) = struct.unpack_from(">I", FILM, start)
    movie, track = bytearray(FILM[start : start + size]), FILM.index(b"trak") - 4 - start
    # The table that says where the pictures begin counts from the start of the file, which grows.
    chunks = movie.index(b"stco") + 8
    (count,) = struct.unpack_from(">I", movie, chunks)
    for at in range(chunks + 4, chunks + 4 + 4 * count, 4):
        struct.pack_into(">I", movie, at, struct.unpack_from(">I", movie, at)[0] + 2 * len(place))
    (of_track,) = struct.unpack_from(">I", movie, track)
    struct.pack_into(">I", movie, track, of_track + len(place))
    movie[track + of_track : track + of_track] = place
    movie += place
    struct.pack_into(">I", movie, 0, len(movie))
    return FILM[:start] + bytes(movie) + FILM[start + size :]


def photograph(width: int = 1200, height: int = 800, orientation: int = 1) -> bytes:
    """A JPEG with a camera's name and a place in it."""
    picture = Image.linear_gradient("L").resize((width, height)).convert("RGB")
    exif = Image.Exif()
    exif[0x010F] = "SecretCamera"
    exif[0x0112] = orientation
    exif.get_ifd(0x8825).update({1: "N", 2: (48.0, 51.0, 27.0), 3: "E", 4: (2.0, 17.0, 40.0)})
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=90, exif=exif, comment=b"SecretComment")
    return file.getvalue()


def png_file(width: int = 1400, height: int = 788) -> bytes:
    """A plain PNG."""
    file = io.BytesIO()
    Image.linear_gradient("L").resize((width, height)).convert("RGB").save(file, "PNG")
    return file.getvalue()


def store_in(folder: Path) -> Store:
    """A real content store in a folder."""
    return Store(folder / "editions")


def river_story(store: Store) -> s.Snapshot:
    """The story; its originals are put into `store`."""
    photo, master, poster = photograph(), film_file(), png_file()
    original = s.Picture(
        "bank", store.put(photo), "river bank.jpg", "image/jpeg", 1200, 800, len(photo), "Nour", "CC BY 4.0"
    )
    film = s.Film(
        master=s.Picture("master", store.put(master), "master.mp4", "video/mp4", 1280, 720, len(master), "Nour", "CC0"),
        poster=s.Picture("poster", store.put(poster), "poster.png", "image/png", 1400, 788, len(poster), "Nour", "CC0"),
        seconds=26.0,
        captions=(("ar", store.put(VTT_AR.encode())), ("en", store.put(VTT.encode())), ("fr", "0" * 64)),
    )
    return s.Snapshot(
        format=s.FORMAT,
        slug="river",
        origin="https://river.example.org",
        source_language="en",
        languages=("ar", "en"),
        sample=False,
        care="guarded",
        responsible=s.Responsible(
            "River Secretariat", "1 Bank Street\nPort", "FR", "post@river.example.org", "https://river.example.org"
        ),
        opening=s.Opening("2026-02-20T23:01:00Z", "Europe/Paris"),
        colours=s.Colours("#101c3d", "#14172b", "#fffdf8", "#f2b233", "#e4572e", "#1d4fa8"),
        logo_svg="",
        counts=s.Counts("2026-02-20T12:00:00Z", 1, 1, 2, 2, 1, 2),
        members=_members(),
        statement=s.Statement(
            "1/2026", "2026-02-21", (s.Claim("organisations", "many organisations"),), ("bank",), True, 1
        ),
        news=(
            s.Post("first-boat", "2026-02-21T08:00:00Z", ("bank",), False),
            s.Post("the-call", "2026-02-20T23:01:00Z", (), True),
        ),
        facts=_facts(),
        corrections=(s.Correction("c1", "water", "2026-03-01"),),
        cards=(
            s.Card("water", "number", "water", ("square", "story", "landscape", "link", "leaflet")),
            s.Card("aims", "aims", "", ("square",)),
        ),
        pictures=(original,),
        film=film,
        contacts=(s.Contact("desk", "Nour", "press@river.example.org", "+33 1 23 45", ("en",)),),
        words=(_arabic(), _english()),
    )


def _members() -> tuple[s.Member, ...]:
    website = "https://boats.example.org"
    return (
        s.Member("boats", "Boats & Co", "FR", website, "caller", "confirmed", ("en",)),
        s.Member("fishers", "صيادون", "EG", "", "partner", "named", ("ar",)),
        s.Member("sample-one", "Sample One", "FR", website, "partner", "sample", ("en",)),
        s.Member("sample-two", "Sample Two", "FR", website, "partner", "sample", ("en",)),
    )


def _facts() -> tuple[s.Fact, ...]:
    report = s.Source("River report", "Water Office", "2025-02-21", "https://water.example.org/r", "")
    older = s.Source("Water Office estimate", "Water Office", "2018", "", "The Bank Gazette")
    return (
        s.Fact("water", "250000000", "", "more-than", "count", "compact", "2025", "current", report),
        s.Fact("fish", "40", "", "", "percent", "plain", "", "disputed", older),
    )


def _english() -> s.Words:
    aims = (s.Item("a1", "The river **belongs** to all."), s.Item("a2", "Nobody *sells* it."))
    return s.Words(
        code="en",
        reviewed=True,
        texts=s.TextWords(
            "en",
            "A river for all",
            "One river, many voices",
            "#RiverForAll",
            "A campaign for a river.",
            "Join us",
            "Who we *are*.",
            (s.Way("share", "Share a card", "Take one."),),
            (("default", "One river. #RiverForAll {link}"), ("x", "River! {link}"), ("email_subject", "River")),
        ),
        statement=s.StatementWords(
            "en",
            False,
            "The river",
            "Port",
            "By the River Secretariat",
            "The river is *ours*.",
            aims,
            (),
            "We thank all.",
            ("River Secretariat",),
        ),
        news=(
            s.PostWords("en", False, "first-boat", "The first boat", "A boat left.", "A **boat** & a crew."),
            s.PostWords("en", False, "the-call", "The call <open>", "We call.", "We call.\n\n- one\n- two"),
        ),
        facts=(
            s.FactWords("en", "water", "More than 250 million people drink from rivers.", ""),
            s.FactWords("en", "fish", "40 percent of fish, “says” one.", "Others\ndoubt it."),
        ),
        corrections=(s.CorrectionWords("en", "c1", "We had 200 million."),),
        cards=(
            s.CardWords("en", "water", (("before", "More than"), ("text", "people drink from rivers")), "A figure."),
            s.CardWords("en", "aims", (("title", "Two aims"),), "Two aims."),
        ),
        pictures=(s.PictureWords("en", "bank", "A bank", "The bank in spring"),),
        film=s.FilmWords("en", "The river's film", "A film."),
        press=s.PressWords("en", "The campaign.", (("desk", "Questions"),)),
    )


def _arabic() -> s.Words:
    return s.Words(
        code="ar",
        reviewed=False,
        texts=s.TextWords(
            "ar",
            "نهر للجميع",
            "نهر واحد وأصوات كثيرة",
            "#نهر_للجميع",
            "حملة من أجل نهر.",
            "انضم إلينا",
            "من نحن.",
            (s.Way("share", "شارك بطاقة", "خذ واحدة."),),
            (("default", "نهر واحد. #نهر_للجميع {link}"),),
        ),
        statement=s.StatementWords(
            "ar",
            True,
            "النهر",
            "",
            "",
            "النهر لنا.",
            (s.Item("a1", "النهر للجميع."), s.Item("a2", "لا يبيعه أحد.")),
            (),
            "نشكر الجميع.",
            ("River Secretariat",),
        ),
        news=(s.PostWords("en", False, "the-call", "The call <open>", "We call.", "We call."),),
        facts=(s.FactWords("ar", "water", "أكثر من ٢٥٠ مليون شخص يشربون من الأنهار.", ""),),
        corrections=(),
        cards=(
            s.CardWords("ar", "water", (("before", "أكثر من"), ("text", "يشربون من الأنهار")), "رقم."),
            s.CardWords("en", "aims", (("title", "Two aims"),), "Two aims."),
        ),
        pictures=(s.PictureWords("ar", "bank", "ضفة", ""),),
        film=s.FilmWords("ar", "فيلم النهر", "فيلم."),
        press=None,
    )


def made_assets(outputs: list[Output], store: Store, wanted: tuple[str, ...] = ()) -> Assets:
    """Make outputs (those whose name begins with one of `wanted`, or all) and return the files."""
    files = {}
    for output in outputs:
        if not wanted or output.name.startswith(wanted):
            made = output.make()
            files[output.name] = tuple(FileRef.of(path, content, type) for path, content, type in made)
            for _, content, _ in made:
                store.put(content)
    return Assets(files, store.get)


def with_words(snapshot: s.Snapshot, code: str, **changes) -> s.Snapshot:
    """The snapshot with some words of one language changed."""
    words = tuple(replace(one, **changes) if one.code == code else one for one in snapshot.words)
    return replace(snapshot, words=words)
