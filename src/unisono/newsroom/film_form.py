"""The form of the film: files are looked into while they are uploaded, captions while they are written.

What is wrong is said in plain words beside the field; what viewers will notice is said after saving. A file that
was taken stays, also where something else in the form is refused: nobody uploads a film twice.
"""

import tempfile
from collections import OrderedDict
from pathlib import Path
from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import FileExtensionValidator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from unisono.kit.film.checking import Finding, check_captions, check_film
from unisono.kit.film.errors import NoFfmpeg, NotAFilm
from unisono.kit.film.probing import Probe, probe
from unisono.languages.screen import listed, told
from unisono.newsroom.forms import CampaignRowForm
from unisono.newsroom.uploads import FILM_TYPES, PICTURE_TYPES, content_hash, keep_file

#: Faults of one caption file that are said at once.
SAID = 3
_SALT = "newsroom.film.kept"


class FilmForm(CampaignRowForm):
    """The film: master and poster are uploaded here, captions written or pasted. Its length is measured."""

    master_upload = forms.FileField(
        label=_("Film file"), required=False, validators=[FileExtensionValidator(FILM_TYPES)],
        help_text=_("MP4, MOV or WebM, without captions in the picture, in 720p or 1080p."),
    )  # fmt: skip
    poster_upload = forms.ImageField(
        label=_("Poster"), required=False, validators=[FileExtensionValidator(PICTURE_TYPES)],
        help_text=_("The picture shown before the film begins. Without one, it is taken from the film."),
    )  # fmt: skip
    master_kept = forms.CharField(required=False, widget=forms.HiddenInput)
    poster_kept = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.warnings: list[str] = []
        self.kept: dict[str, str] = {}

    def clean_master_upload(self) -> UploadedFile | None:
        """Look into the film; refuse what is none."""
        upload = self.cleaned_data.get("master_upload")
        if upload:
            try:
                found = probed(upload)
            except NotAFilm as fault:
                raise ValidationError(told(fault.what, fault.mend)) from None
            except NoFfmpeg:
                raise ValidationError(
                    _("This machine cannot look into films. Install Unisono with the extra “video”, then try again.")
                ) from None
            self.instance.seconds = found.headers.seconds
            self.warnings += [told(one.what, one.mend) for one in check_film(found)]
        return upload

    def clean(self) -> dict[str, Any]:
        """Keep the files; ask for the film where there is none; read the captions."""
        cleaned = super().clean()
        for name in ("master", "poster"):
            self._keep(name, cleaned)
        if not self.instance.master and "master_upload" not in self.errors:
            self.add_error("master_upload", _("Choose a file."))
        languages = set()
        for form in self.formsets["captions"].forms:
            text = str(form["webvtt"].value() or "")
            if text and not self.data.get(f"{form.prefix}-DELETE"):
                languages.add(str(form["language"].value() or ""))
                self._read_captions(str(form["language"].value() or "?"), text)
        cleaned["versions"] = self._versions(cleaned.get("versions") or [], languages)
        return cleaned

    def _keep(self, name: str, cleaned: dict[str, Any]) -> None:
        """Store an upload that was taken, or take up again the one that was stored when the form was last sent."""
        upload, file = cleaned.get(f"{name}_upload"), getattr(self.instance, name)
        if upload and f"{name}_upload" not in self.errors:
            keep_file(file, upload)
            kept = {"name": getattr(self.instance, name).name, "called": upload.name}
            kept |= {"seconds": self.instance.seconds} if name == "master" else {}
        elif token := cleaned.get(f"{name}_kept"):
            try:
                kept = signing.loads(token, salt=_SALT)
            except signing.BadSignature:
                return
            setattr(self.instance, name, kept["name"])
            if "seconds" in kept:
                self.instance.seconds = kept["seconds"]
        else:
            return
        self.kept[name] = kept["called"]
        self.data = self.data.copy()
        self.data[self.add_prefix(f"{name}_kept")] = signing.dumps(kept, salt=_SALT)

    def _read_captions(self, language: str, text: str) -> None:
        found = check_captions(text, self.instance.seconds or 0.0)
        for one in [one for one in found if one.is_fault][:SAID]:
            self.add_error(None, in_captions(language, one))
        self.warnings += [in_captions(language, one) for one in found if not one.is_fault]

    def _versions(self, asked: list[str], languages: set[str]) -> list[str]:
        lacking = sorted({one.partition(":")[0] for one in asked} - languages)
        if lacking and not self.is_deferred_validation:
            self.add_error(
                "versions",
                _("There are no captions yet in: %s. Add them, or take the ticks away.") % listed(lacking),
            )
        return sorted(asked)


def in_captions(language: str, finding: Finding) -> str:
    """Return a finding in a caption file, with its place, in the language of the screen."""
    return gettext("Captions %(language)s, line %(line)d: %(said)s") % {
        "language": language,
        "line": finding.line,
        "said": told(finding.what, finding.mend),
    }


_probed: OrderedDict[str, Probe | NotAFilm] = OrderedDict()


def probed(upload: UploadedFile) -> Probe:
    """Return what an upload is; the last few are remembered, as previews send the same file again and again.

    Raises `NotAFilm` or `NoFfmpeg`.
    """
    digest = content_hash(upload)
    if digest not in _probed:
        try:
            _probed[digest] = _probe_upload(upload)
        except NotAFilm as fault:
            _probed[digest] = fault
        while len(_probed) > 8:
            _probed.popitem(last=False)
    found = _probed[digest]
    if isinstance(found, NotAFilm):
        raise found
    return found


def _probe_upload(upload: UploadedFile) -> Probe:
    if hasattr(upload, "temporary_file_path"):  # a large one lies on disk already
        return probe(Path(upload.temporary_file_path()))
    with tempfile.NamedTemporaryFile(prefix="unisono-upload-") as file:
        for chunk in upload.chunks():
            file.write(chunk)
        file.flush()
        return probe(Path(file.name))
