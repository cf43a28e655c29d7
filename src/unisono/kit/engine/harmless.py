"""Bytes of pictures and logos: whether they are what their name says, whole, and harmless. Nothing is drawn here."""

import io
import re
import warnings
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from PIL import Image

from unisono.base.said import Said

Wrong = tuple[Said, Said] | None
"""What is wrong, and how to mend it; None where nothing is."""

FORMATS = {"jpg": "JPEG", "jpeg": "JPEG", "png": "PNG", "webp": "WEBP"}
MOST_PIXELS = 100_000_000
SVG = "{http://www.w3.org/2000/svg}"
#: Elements that only draw. Whatever runs, loads, links or moves is left out.
DRAWING = {
    "svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan", "textPath",
    "defs", "symbol", "use", "linearGradient", "radialGradient", "stop", "clipPath", "mask", "pattern", "marker",
    "title", "desc", "metadata", "style", "switch", "filter", "feBlend", "feColorMatrix", "feComponentTransfer",
    "feComposite", "feDropShadow", "feFlood", "feFuncA", "feFuncB", "feFuncG", "feFuncR", "feGaussianBlur",
    "feMerge", "feMergeNode", "feMorphology", "feOffset", "feTile", "feTurbulence",
}  # fmt: skip
#: Namespaces in which drawing programs keep notes of their own. They say nothing to a browser.
NOTES = (
    "http://www.inkscape.org/namespaces/inkscape",
    "http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "http://creativecommons.org/ns#",
    "http://web.resource.org/cc/",
    "http://purl.org/dc/elements/1.1/",
    "http://www.bohemiancoding.com/sketch/ns",
    "http://www.serif.com/",
)
#: What may load or run something from within a style. A backslash may hide any of the others.
LOADS = re.compile(r"@import|expression\s*\(|javascript:|\\|url\(\s*['\"]?\s*(?!['\"]?#)[^)\s'\"]", re.IGNORECASE)
#: Bytes: more than any drawn logo needs.
LARGEST_SVG = 2_000_000
#: More elements than any logo needs, once all that is used again stands in its place.
MOST_ELEMENTS = 20_000
SAVE_PLAIN = Said("Save it again as plain SVG, without scripts, links and embedded pictures.")
SAVE_AS_PICTURE = Said("Save it again as JPEG, PNG or WebP.")
SAVE_SMALLER = Said("Save it smaller: 4,000 pixels wide are plenty.")


def wrong_image(name: str, content: bytes) -> Wrong:
    """Judge a JPEG, PNG or WebP by its bytes: (what, mend), or None."""
    wanted = FORMATS.get(name.rpartition(".")[2].lower())
    if wanted is None:
        return Said("is no picture that browsers know"), Said("Save it as JPEG, PNG or WebP.")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=("JPEG", "PNG", "WEBP")) as picture:
                found, pixels = picture.format, picture.width * picture.height
                if found == wanted and pixels <= MOST_PIXELS:
                    picture.load()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        return Said("has more pixels than any page can show"), SAVE_SMALLER
    except (OSError, SyntaxError, ValueError, EOFError, OverflowError) as error:
        return Said("cannot be read as a picture (%(error)s)", error=error.__class__.__name__), SAVE_AS_PICTURE
    if found != wanted:
        what = Said("is %(found)s, not %(wanted)s as its name says", found=str(found), wanted=wanted)
        return what, Said("Let its name end in %(ending)s.", ending=f".{(found or '').lower()}")
    if pixels > MOST_PIXELS:
        what = Said("has %(pixels)s pixels; at most %(most)s", pixels=f"{pixels:,}", most=f"{MOST_PIXELS:,}")
        return what, SAVE_SMALLER
    return None


def wrong_svg(content: bytes) -> Wrong:
    """Judge a logo as hostile XML: it may draw, and nothing else. (what, mend), or None."""
    if len(content) > LARGEST_SVG:
        return Said("is larger than %(most)s MB", most=LARGEST_SVG // 1_000_000), SAVE_PLAIN
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return Said("is not UTF-8"), Said("Save it again as plain SVG in UTF-8.")
    if re.search(r"<\?(?!xml\s)", text):
        return Said("holds a processing instruction"), SAVE_PLAIN
    try:
        root = fromstring(content, forbid_dtd=True)
    except DefusedXmlException:
        mend = Said("Take the %(part)s out, or save it again as plain SVG.", part="<!DOCTYPE …>")
        return Said("holds a document type or entities"), mend
    except (ParseError, ValueError) as error:
        return Said("is not well-formed SVG (%(error)s)", error=str(error)), Said("Save it again as plain SVG.")
    if root.tag != f"{SVG}svg":
        return Said("is not SVG"), Said("It begins with %(start)s.", start=f'<svg xmlns="{SVG[1:-1]}" …>')
    wrong = next((wrong for element in root.iter() if (wrong := _wrong_element(element))), None)
    try:
        drawn = 0 if wrong else _drawn_elements(root)
    except RecursionError:
        return Said("has groups within groups without end"), SAVE_PLAIN
    if drawn > MOST_ELEMENTS:
        what = Said("draws more than %(most)s elements", most=f"{MOST_ELEMENTS:,}")
        return what, Said("Save it again as plain SVG, with fewer shapes.")
    return wrong


def _drawn_elements(root: Element) -> int:
    """How many elements are drawn once everything that <use> repeats stands in its place (a few can mean billions)."""
    named = {element.get("id", ""): element for element in root.iter()}
    counted: dict[str, int] = {}

    def count(element: Element, within: frozenset[str]) -> int:
        total = 1
        for child in element:
            total += count(child, within)
        if str(element.tag).rpartition("}")[2] == "use":
            link = (element.get("href") or element.get("{http://www.w3.org/1999/xlink}href") or "").strip().lstrip("#")
            if link in within:
                return MOST_ELEMENTS + 1  # it draws itself
            if link in named:
                if link not in counted:
                    counted[link] = count(named[link], within | {link})
                total += counted[link]
        return min(total, MOST_ELEMENTS + 1)

    return count(root, frozenset())


def _wrong_element(element: Element) -> Wrong:
    space, _, name = str(element.tag).rpartition("}")
    tag = f"<{name}>"
    if space + "}" != SVG:
        is_note = space[1:].startswith(NOTES)
        return None if is_note else (Said("holds %(tag)s, which is not SVG", tag=tag), SAVE_PLAIN)
    if name not in DRAWING:
        return Said("holds %(tag)s", tag=tag), SAVE_PLAIN
    if name == "style" and LOADS.search(element.text or ""):
        return Said("loads something in its %(tag)s", tag=tag), SAVE_PLAIN
    for attribute, value in element.attrib.items():
        space, _, own = attribute.lower().rpartition("}")
        if space[1:].startswith(tuple(map(str.lower, NOTES))):
            continue
        if own.startswith("on"):
            return Said("holds a script (%(attribute)s of %(tag)s)", attribute=own, tag=tag), SAVE_PLAIN
        if own in ("href", "src") and not value.strip().startswith("#"):
            return Said("leads elsewhere (%(attribute)s of %(tag)s)", attribute=own, tag=tag), SAVE_PLAIN
        if LOADS.search(value):
            return Said("loads something (%(attribute)s of %(tag)s)", attribute=own, tag=tag), SAVE_PLAIN
    return None
