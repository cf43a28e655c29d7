"""What a picture says of itself, wherever it travels: title, description, creator, licence, source, language.

Written as XMP (ISO 16684-1) with the properties of Dublin Core, IPTC Core and Creative Commons, which is what agencies,
libraries and screen readers look for. No time stamp and no identifier of this machine: the same card says the same.
"""

import io
import logging
import re
import struct
import zlib
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

logging.getLogger("pikepdf").setLevel(logging.WARNING)  # it greets when it is imported
import pikepdf  # noqa: E402

#: https://cv.iptc.org/newscodes/digitalsourcetype/: drawn by a program from words and figures that people gave it.
_DIGITAL_SOURCE = "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCreation"
_PACKET = (
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmpRights="http://ns.adobe.com/xap/1.0/rights/"'
    ' xmlns:cc="http://creativecommons.org/ns#" xmlns:Iptc4xmpCore="http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/"'
    ' xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"'
    ' xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/">{properties}</rdf:Description></rdf:RDF></x:xmpmeta>'
    '<?xpacket end="r"?>'
)
#: Characters that XML cannot carry at all; directions of isolates are kept.
_IMPOSSIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a file says of itself. `language` is a BCP 47 code; what is empty is left out."""

    title: str
    alt: str
    creator: str
    licence: str
    licence_url: str
    source: str
    language: str


def xmp(said: Metadata) -> bytes:
    """Return the XMP packet (UTF-8)."""
    language = canonical_code(said.language)
    properties = [
        _alternative("dc:title", said.title, language),
        _alternative("dc:description", said.alt, language),
        _alternative("Iptc4xmpCore:AltTextAccessibility", said.alt, language),
        _several("dc:creator", "Seq", said.creator),
        _one("photoshop:Credit", said.creator),
        _alternative("dc:rights", said.licence, language),
        _one("xmpRights:Marked", "True" if said.licence else ""),
        _one("xmpRights:WebStatement", said.licence_url),
        f"<cc:license rdf:resource={quoteattr(said.licence_url)}/>" if said.licence_url else "",
        _one("dc:source", said.source),
        _several("dc:language", "Bag", language),
        _one("Iptc4xmpExt:DigitalSourceType", _DIGITAL_SOURCE),
    ]
    return _PACKET.replace("{properties}", "".join(properties)).encode()


def canonical_code(code: str) -> str:
    """Return a BCP 47 code in its usual capitals: "zh-hans" → "zh-Hans", "pt-br" → "pt-BR"."""
    first, *rest = code.split("-")
    cased = [
        part.title() if len(part) == 4 and part.isalpha() else part.upper() if len(part) == 2 else part for part in rest
    ]
    return "-".join([first.lower(), *cased])


def in_png(png: bytes, said: Metadata) -> bytes:
    """Return the PNG with its metadata, after the header where readers look first."""
    end = 8 + 25  # signature and IHDR
    return png[:end] + png_chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + xmp(said)) + png[end:]


def in_svg(svg: bytes, said: Metadata) -> bytes:
    """Return the SVG with its metadata, and with title and description for those who do not see it."""
    start, end = svg.index(b"<svg"), svg.index(b">") + 1
    packet = xmp(said).decode()
    body = packet[packet.index("<x:xmpmeta") : packet.index("<?xpacket end")]
    head = f"<title>{_text(said.title)}</title><desc>{_text(said.alt)}</desc><metadata>{body}</metadata>"
    opened = svg[start : end - 1] + f' role="img" xml:lang={quoteattr(canonical_code(said.language))}>'.encode()
    return svg[:start] + opened + head.encode() + svg[end:]


def in_pdf(pdf: bytes, said: Metadata) -> bytes:
    """Return the PDF with its metadata in place of the typesetter's; the same input gives the same bytes."""
    made = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        packet = document.make_stream(xmp(said))
        packet.Type, packet.Subtype = pikepdf.Name.Metadata, pikepdf.Name.XML
        document.Root.Metadata = packet
        document.save(made, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.preserve)
    return made.getvalue()


def png_chunk(kind: bytes, body: bytes) -> bytes:
    """Return one chunk of a PNG."""
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def _text(text: str) -> str:
    return escape(_IMPOSSIBLE.sub("", text))


def _one(name: str, text: str) -> str:
    return f"<{name}>{_text(text)}</{name}>" if text else ""


def _several(name: str, kind: str, text: str) -> str:
    return f"<{name}><rdf:{kind}><rdf:li>{_text(text)}</rdf:li></rdf:{kind}></{name}>" if text else ""


def _alternative(name: str, text: str, language: str) -> str:
    """A text in its language, which is also the one to show where no other is asked for."""
    if not text:
        return ""
    items = "".join(f'<rdf:li xml:lang="{code}">{_text(text)}</rdf:li>' for code in ("x-default", language))
    return f"<{name}><rdf:Alt>{items}</rdf:Alt></{name}>"
