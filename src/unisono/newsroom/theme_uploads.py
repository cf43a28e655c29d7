"""Files of a theme that organisers upload, several or a ZIP of the folder: checked and drawn before they stay."""

import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from unisono.campaigns.models import Campaign
from unisono.kit.engine import Theme, design_names
from unisono.kit.models import Card
from unisono.kit.themes import laid_out_for_now
from unisono.languages.screen import told
from unisono.packs.faults import PackRefused
from unisono.packs.files import read_files

#: Bytes of one upload: more than a whole theme may have.
LARGEST = 120 * 1024**2
#: Where uploaded fonts lie; everything else lies beside the designs.
FONTS = (".ttf", ".otf", ".ttc")


class _SeveralInput(forms.FileInput):
    allow_multiple_selected = True


class SeveralFiles(forms.FileField):
    """Takes several files, or a ZIP; its value is path → content."""

    widget = _SeveralInput

    def clean(self, data: Any, initial: Any = None) -> dict[str, bytes]:
        """Return the files by their paths in the theme; raises `ValidationError` for a ZIP that cannot be read."""
        found: dict[str, bytes] = {}
        for upload in data if isinstance(data, list | tuple) else [data] if data else []:
            super().clean(upload, initial)
            if upload.size > LARGEST:
                raise ValidationError(_("“%s” is larger than a whole theme may be.") % upload.name)
            found |= _unpacked(upload) if upload.name.lower().endswith(".zip") else {_place(upload.name): upload.read()}
        return found


def _place(name: str) -> str:
    return f"fonts/{name}" if name.lower().endswith(FONTS) else name


def _unpacked(upload: UploadedFile) -> dict[str, bytes]:
    """The files of a ZIP, without a folder around all of them."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "theme.zip"
        with place.open("wb") as file:
            file.writelines(upload.chunks())
        try:
            return read_files(place, upload.name or "")
        except PackRefused as refused:
            raise ValidationError([told(*fault.sentences) for fault in refused.faults]) from None


def check_theme(files: Mapping[str, bytes], colours: Mapping[str, str], languages: Iterable[str]) -> None:
    """Raise `ValidationError`, a sentence a fault, for files that cannot be in a theme or designs that cannot be drawn
    with the sample words of `languages`."""
    # What draws is large: only who uploads loads it.
    from unisono.kit.theme_faults import design_faults, file_faults

    faults = file_faults(files)
    if not faults and files:
        folder = laid_out_for_now(files)
        faults = design_faults(folder, Theme(**colours, logo_svg=None, folder=folder), languages)
    if errors := [told(*fault.sentences) for fault in faults if fault.level == "error"]:
        raise ValidationError(errors)


def designs_missing(campaign: Campaign, files: Mapping[str, bytes]) -> list[str]:
    """Return the designs that cards of a campaign have, drafts included, and that would be gone with these files."""
    if campaign.pk is None:
        return []
    there = design_names(laid_out_for_now(files))
    used = Card.objects.filter(campaign=campaign).values_list("design", flat=True).distinct()
    return sorted(set(used) - set(there))
