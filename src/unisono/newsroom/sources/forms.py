"""The form of a fact with the copy of its source.

A file that was taken stays, also where something else in the form is refused: it is stored at once under its hash, and
the form that comes back names it. The row that says whose copy it is follows when the fact is saved.
"""

from datetime import UTC, datetime
from typing import Any

import django_filters
from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet

from unisono.facts import evidence
from unisono.facts.models import Fact, SourceCopy
from unisono.facts.operations import keep_copy
from unisono.media.models import keep_content, sha256_of
from unisono.newsroom.forms import FactForm

_SALT = "newsroom.sources.kept"


class SourcedFactForm(FactForm):
    """A fact; a copy of its source can be uploaded. One that was there before goes on being kept."""

    copy_upload = forms.FileField(
        label=_("File of the copy"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ",".join(f".{one}" for one in [*evidence.TYPES, "gz"])}),
        help_text=_(
            "PDF, a picture of the screen (PNG, JPEG, WebP), text, HTML or WARC; at most 40 MB. It is kept as it is."
        ),
    )
    copy_kept = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.kept: SourceCopy | None = None

    def clean_copy_upload(self) -> UploadedFile | None:
        """Refuse what is too large, of another kind than those that are kept, or not what its ending says."""
        upload = self.cleaned_data.get("copy_upload")
        if not upload:
            return None
        if upload.size > evidence.LARGEST:
            raise ValidationError(_("The file is larger than 40 MB. Keep a smaller one, such as the page as PDF."))
        if not evidence.ending_of(upload.name):
            raise ValidationError(
                _("Files of this kind are not kept. Save the source as PDF, picture, text, HTML or WARC.")
            )
        content = upload.read()
        if not evidence.is_what_it_says(upload.name, content):
            raise ValidationError(
                _("“%(name)s” is not what its ending says. Save it again, or give it the ending of its kind."),
                params={"name": upload.name},
            )
        digest, name = sha256_of(content), evidence.tidy_name(upload.name)
        self.kept = SourceCopy(name=name, size=len(content), sha256=digest)
        keep_content(self.kept.file, content, f"{digest}.{evidence.ending_of(name)}")
        return upload

    def clean(self) -> dict[str, Any]:
        """Take the copy up; ask for the day on which it was made."""
        cleaned = super().clean()
        self._take_up(cleaned.get("copy_kept") or "")
        has_file = bool(self.instance.copy_sha256)
        if not has_file:
            cleaned["copy_is_public"] = False
        day = cleaned.get("copy_date")
        if day and day > timezone.localdate():
            self.add_error("copy_date", _("This day is still to come: say on which day the copy was made."))
        needs_day = (has_file or cleaned.get("copy_address")) and "copy_date" not in self.errors
        if needs_day and not day and not self.is_deferred_validation:
            self.add_error("copy_date", _("Say on which day the copy was made."))
        return cleaned

    def _take_up(self, token: str) -> None:
        """Let the fact name the file that came along, or the one that came when the form was last sent."""
        names = ("name", "size", "sha256")
        if self.kept is None and token:
            try:
                told = signing.loads(token, salt=_SALT)
            except signing.BadSignature:
                return
            self.kept = SourceCopy(**{name: told[name] for name in names}, file=told["file"])
        if self.kept is None:
            return
        self.instance.copy_sha256 = self.kept.sha256
        told = {name: getattr(self.kept, name) for name in names} | {"file": self.kept.file.name}
        self.data = self.data.copy()
        self.data[self.add_prefix("copy_kept")] = signing.dumps(told, salt=_SALT)

    def keep(self, fact: Fact, by: str) -> None:
        """Keep the file that came along, now that the fact is saved."""
        if self.kept is not None:
            keep_copy(fact=fact, copy=self.kept, at=datetime.now(UTC), by=by)


class FactFilters(WagtailFilterSet):
    """The list of facts can be cut down by what is kept of their sources."""

    kept = django_filters.ChoiceFilter(
        label=_("Copy of the source"),
        choices=[("none", _("no copy")), ("file", _("a file")), ("address", _("in a public archive"))],
        method="by_what_is_kept",
    )

    class Meta:
        model = Fact
        fields = ["status", "unit"]

    def by_what_is_kept(self, rows: QuerySet[Fact], _name: str, value: str) -> QuerySet[Fact]:
        """Return the facts of whose source this is kept."""
        return rows.filter(
            {
                "none": Q(copy_sha256="", copy_address=""),
                "file": ~Q(copy_sha256=""),
                "address": ~Q(copy_address=""),
            }[value]
        )


def said_of_copy(fact: Fact) -> Any:
    """Return what the list says of a fact's copy."""
    if fact.copy_sha256:
        return _("public file") if fact.copy_is_public else _("a file")
    return _("in a public archive") if fact.copy_address else _("no copy")
