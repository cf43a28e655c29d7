"""Our own image and document models, and the pictures of a campaign with their words."""

import hashlib

from django.core.files.base import ContentFile
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage, AbstractRendition

from unisono.base.models import PublicObject
from unisono.campaigns.fields import key_field
from unisono.campaigns.writing import Piece
from unisono.languages.segments import Segment


class StoredImage(AbstractImage, PublicObject):
    """An image as it was uploaded."""

    admin_form_fields = ("title", "file", "collection", "tags", "focal_point_x", "focal_point_y")

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")
        permissions = [("choose_image", "Can choose image")]


class StoredRendition(AbstractRendition):
    """A smaller copy of an image, for the newsroom's own screens."""

    image = models.ForeignKey(StoredImage, on_delete=models.CASCADE, related_name="renditions", verbose_name=_("image"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["image", "filter_spec", "focal_point_key"], name="media_rendition_once")
        ]


class StoredDocument(AbstractDocument, PublicObject):
    """A file as it was uploaded."""

    admin_form_fields = ("title", "file", "collection", "tags")

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        permissions = [("choose_document", "Can choose document")]


class Picture(Piece):
    """A picture of the campaign: an image, the name people download it by, its credit and its words."""

    key = key_field()
    image = models.ForeignKey(StoredImage, on_delete=models.PROTECT, related_name="+", verbose_name=_("image"))
    name = models.CharField(_("file name"), max_length=120)
    credit = models.CharField(_("credit"), max_length=200, blank=True)
    licence = models.CharField(_("licence"), max_length=120, blank=True)
    alt = models.CharField(_("alternative text"), max_length=400)
    caption = models.CharField(_("caption"), max_length=400, blank=True)

    class Meta:
        ordering = ["key"]
        constraints = [models.UniqueConstraint(fields=["campaign", "key"], name="media_picture_once")]
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")

    def __str__(self) -> str:
        return self.key

    def segments(self) -> tuple[Segment, ...]:
        """Alternative text, and the caption where there is one."""
        caption = (Segment("caption", self.caption, limit=400),) if self.caption else ()
        return (Segment("alt", self.alt, limit=400), *caption)


def file_bytes(file: models.fields.files.FieldFile) -> bytes:
    """Return the whole of a stored file."""
    with file.open("rb") as opened:
        return opened.read()


def keep_content(file: models.fields.files.FieldFile, content: bytes, name: str) -> bool:
    """Let a file of a row that is yet to be saved be `content`, stored under `name`, which says what is in it: the
    hash of that. Returns whether it had to be written; what is there is not written again."""
    place = file.field.generate_filename(file.instance, name)
    is_new = not file.storage.exists(place)
    if is_new:
        place = file.storage.save(place, ContentFile(content))
    setattr(file.instance, file.field.name, place)
    return is_new


def sha256_of(content: bytes) -> str:
    """Return the SHA-256 (hex) of `content`."""
    return hashlib.sha256(content).hexdigest()
