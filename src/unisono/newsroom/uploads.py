"""Files that editors upload: checked, kept once however often a form sends them again."""

import hashlib
from typing import Any

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db.models.fields.files import FieldFile
from django.utils.translation import gettext_lazy as _

from unisono.media.models import StoredImage

PICTURE_TYPES = ("jpg", "jpeg", "png", "webp")
FILM_TYPES = ("mp4", "webm", "mov")
#: Bytes.
LARGEST_PICTURE = 40_000_000
LARGEST_LOGO = 500_000
#: Drawing elements of SVG: what draws nothing (scripts, foreign content, animations) is refused.
SVG_ELEMENTS = frozenset(
    {"svg", "g", "defs", "symbol", "use", "title", "desc", "metadata", "style", "path", "rect", "circle", "ellipse"}
    | {"line", "polyline", "polygon", "text", "tspan", "linearGradient", "radialGradient", "stop", "clipPath"}
    | {"mask", "pattern"}
)


def keep_picture(upload: UploadedFile, title: str, person: Any) -> StoredImage:
    """Return the stored image with the uploaded content: the one that is there, or a new one."""
    content = upload.read()
    sha1 = hashlib.sha1(content, usedforsecurity=False).hexdigest()
    held = StoredImage.objects.filter(file_hash=sha1).first()
    if held is not None:
        return held
    image = StoredImage(
        title=title[:255], file=ContentFile(content, name=upload.name), uploaded_by_user=person, file_hash=sha1
    )
    image.save()
    return image


def keep_file(field: FieldFile, upload: UploadedFile) -> None:
    """Store an upload under its content's hash and let `field` name it; drafts keep names, not files."""
    suffix = upload.name.rpartition(".")[2].lower()
    name = field.field.generate_filename(field.instance, f"{content_hash(upload)}.{suffix}")
    if not field.storage.exists(name):
        upload.seek(0)
        name = field.storage.save(name, upload)
    field.name = name
    setattr(field.instance, field.field.name, name)


def content_hash(upload: UploadedFile) -> str:
    """Return the SHA-256 (hex) of an upload."""
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    return digest.hexdigest()


def logo_text(upload: UploadedFile) -> str:
    """Return an uploaded logo as SVG text; raises `ValidationError` unless it is a plain drawing."""
    if upload.size > LARGEST_LOGO:
        raise ValidationError(_("The logo is larger than 500 kB. Save it as plain SVG, without pictures in it."))
    try:
        text = upload.read().decode()
        root = fromstring(text)
    except (ParseError, DefusedXmlException, UnicodeDecodeError):
        raise ValidationError(_("This is not an SVG file. Save the logo as plain SVG.")) from None
    for element in root.iter():
        name = str(element.tag).rpartition("}")[2]
        if name not in SVG_ELEMENTS:
            raise ValidationError(
                _("The logo holds <%(name)s>. Save it as plain SVG: shapes and text alone."), params={"name": name}
            )
        for attribute, value in element.attrib.items():
            if _reaches_out(attribute.rpartition("}")[2].lower(), value):
                raise ValidationError(
                    _("The logo has %(name)s=“%(value)s”. Save it as plain SVG: nothing in it may lead elsewhere."),
                    params={"name": attribute.rpartition("}")[2], "value": value[:40]},
                )
        if name == "style" and ("url(" in (element.text or "") or "@import" in (element.text or "")):
            raise ValidationError(_("The logo's style leads elsewhere. Save it as plain SVG."))
    if str(root.tag).rpartition("}")[2] != "svg":
        raise ValidationError(_("This is not an SVG file. Save the logo as plain SVG."))
    return text


def _reaches_out(attribute: str, value: str) -> bool:
    if attribute.startswith("on"):
        return True
    if attribute in ("href", "src"):
        return not value.startswith("#")
    return "url(" in value and "url(#" not in value.replace(" ", "").replace("'", "").replace('"', "")
