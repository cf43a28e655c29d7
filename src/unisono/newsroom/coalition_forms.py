"""Forms of the campaign itself and of the organisations that join it."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import FileExtensionValidator
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from unisono.campaigns.operations import write_theme
from unisono.campaigns.queries import theme_content, theme_files
from unisono.campaigns.theme import DEFAULT_COLOURS, contrast_faults, is_colour
from unisono.coalition.models import Basis, Organisation
from unisono.kit.engine import BadLogo
from unisono.languages.screen import listed, told
from unisono.newsroom.approving import acting
from unisono.newsroom.forms import CampaignRowForm
from unisono.newsroom.theme_uploads import SeveralFiles, check_theme, designs_missing
from unisono.newsroom.uploads import logo_text
from unisono.newsroom.widgets import countries, wrong_zone

LOGO_TYPES = ("svg", "png", "jpg", "jpeg", "webp")


class CampaignForm(WagtailAdminModelForm):
    """Settings of a campaign."""

    logo_upload = forms.FileField(
        label=_("Logo (SVG)"), required=False, validators=[FileExtensionValidator(["svg"])],
        help_text=_("Plain SVG. A new file takes the place of the old one."),
    )  # fmt: skip

    theme_upload = SeveralFiles(
        label=_("Add files to the theme"), required=False,
        help_text=_("A design (.typ) with its table (.toml), pictures that designs show, fonts; or one ZIP of all. "
                    "A file takes the place of the one with its name."),
    )  # fmt: skip
    theme_removed = forms.MultipleChoiceField(
        label=_("Take files out of the theme"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._held = theme_files(self.instance) if self.instance.pk else ()
        if self._held:
            self.fields["theme_removed"].choices = [(path, path) for path, _sha256 in self._held]
        else:
            del self.fields["theme_removed"]
        for row in self.formsets["moments"].forms:
            if row.instance.pk:
                local = row.instance.at.astimezone(ZoneInfo(row.instance.zone))
                row.initial["at"] = local.replace(tzinfo=None)

    def clean_colours(self) -> dict[str, str]:
        """Refuse colours that cannot be read."""
        colours = DEFAULT_COLOURS | dict(self.cleaned_data.get("colours") or {})
        if not all(is_colour(value) for value in colours.values()):
            raise ValidationError(_("A colour is written like #1d4fa8."))
        faults = contrast_faults(colours)
        if faults:
            raise ValidationError(
                [
                    ValidationError(
                        _("%(text)s on %(ground)s has a contrast of %(ratio).1f; people need at least %(least).1f."),
                        params={"text": f.text, "ground": f.ground, "ratio": f.ratio, "least": f.least},
                    )
                    for f in faults
                ]
            )
        return colours

    def clean_logo_upload(self) -> str:
        """Read the logo; "" where none was chosen."""
        upload = self.cleaned_data.get("logo_upload")
        return logo_text(upload) if upload else ""

    def clean(self) -> dict[str, Any]:
        """Check the source language, and the moments' zones."""
        cleaned = super().clean()
        if cleaned.get("licence_url") and not (cleaned.get("licence") or "").strip():
            self.add_error("licence", _("Name the licence as it is to be shown, such as CC BY 4.0."))
        source = cleaned.get("source_language")
        if source and source not in self.instance.language_codes:
            self.add_error("source_language", _("Add this language to the campaign first."))
        self._check_theme(cleaned)
        for zone in self._kept("moments", "zone"):
            if wrong := wrong_zone(zone):
                self.add_error(None, wrong)
        return cleaned

    def _check_theme(self, cleaned: dict[str, Any]) -> None:
        """Take the theme's files together as they will be, and refuse what cannot be used, or is still needed."""
        uploaded, removed = cleaned.get("theme_upload") or {}, cleaned.get("theme_removed") or []
        self._theme = None
        if not uploaded and not removed:
            return
        kept = [path for path, _sha256 in self._held if path not in {*removed, *uploaded}]
        files = {path: theme_content(self.instance, path) for path in kept} | uploaded
        given = DEFAULT_COLOURS | dict(cleaned.get("colours") or {})
        try:
            check_theme(files, given, [cleaned.get("source_language") or ""])
        except ValidationError as error:
            self.add_error("theme_upload", error)
            return
        missing = designs_missing(self.instance, files)
        if missing:
            self.add_error(
                "theme_removed" if removed else "theme_upload",
                _("Cards of this campaign still use these designs: %s. Give them another design first.")
                % listed(missing),
            )
            return
        self._theme = files

    def _kept(self, relation: str, field: str) -> list[str]:
        rows = self.formsets[relation].forms
        values = [row[field].value() for row in rows if not self.data.get(f"{row.prefix}-DELETE")]
        return [str(value).strip() for value in values if value]

    def save(self, commit: bool = True) -> Any:
        """Save, with the new logo where there is one; local times are those of their zone."""
        if self.cleaned_data.get("logo_upload"):
            self.instance.logo_svg = self.cleaned_data["logo_upload"]
        for row in self.formsets["moments"].forms:
            moment, at = row.instance, row.cleaned_data.get("at") if hasattr(row, "cleaned_data") else None
            if at is not None and moment.zone:
                # The form reads a local time; the zone beside it says where.
                moment.at = at.replace(tzinfo=ZoneInfo(moment.zone))
        campaign = super().save(commit)
        if commit and self._theme is not None:
            write_theme(campaign=campaign, files=self._theme, at=datetime.now(UTC), by=acting())
        return campaign


class SignOnForm(CampaignRowForm):
    """An organisation and its joining of a campaign, on one screen."""

    KEY_FROM = ("organisation_name",)
    organisation_name = forms.CharField(label=_("Name"), max_length=200)
    organisation_country = forms.CharField(label=_("Country"), max_length=2, widget=countries())
    organisation_website = forms.URLField(label=_("Website"), required=False, max_length=300, assume_scheme="https")
    logo_upload = forms.FileField(
        label=_("Logo"), required=False, validators=[FileExtensionValidator(LOGO_TYPES)],
        help_text=_("SVG, PNG, JPEG or WebP. It stands on this organisation's own cards."),
    )  # fmt: skip

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.instance.organisation_id:
            organisation = self.instance.organisation
            for name in ("name", "country", "website"):
                self.initial[f"organisation_{name}"] = getattr(organisation, name)
        confirmed = self.instance.pk and self.instance.basis == Basis.CONFIRMED
        self.fields["basis"].disabled = bool(confirmed)
        if not confirmed:
            # Confirmed is what an organisation says itself; nobody says it in its place.
            kept = [choice for choice in Basis.choices if choice[0] != Basis.CONFIRMED]
            self.fields["basis"].choices = kept

    def clean_logo_upload(self) -> Any:
        """Refuse a logo that could not stand on a card."""
        upload = self.cleaned_data.get("logo_upload")
        if not upload:
            return upload
        # What draws is large: only who saves a logo loads it.
        from unisono.kit.engine.logos import LARGEST, clean_logo

        if upload.size > LARGEST:
            raise ValidationError(_("The logo is larger than 8 MB. Save it smaller."))
        content = upload.read()
        upload.seek(0)
        try:
            clean_logo(content)
        except BadLogo as fault:
            raise ValidationError(
                _("The logo cannot be used: %(fault)s"), params={"fault": told(fault.fault)}
            ) from fault
        return upload

    def clean(self) -> dict[str, Any]:
        """Refuse an organisation that has joined this campaign already."""
        cleaned = super().clean()
        campaign, name = cleaned.get("campaign"), cleaned.get("organisation_name")
        if campaign and name:
            others = campaign.sign_ons.exclude(pk=self.instance.pk).filter(
                organisation__name__iexact=name, organisation__country=cleaned.get("organisation_country") or ""
            )
            if others.exists():
                self.add_error("organisation_name", _("This organisation is in the list already."))
        return cleaned

    def _get_validation_exclusions(self) -> Iterable[str]:
        return {*super()._get_validation_exclusions(), "organisation"}

    def save(self, commit: bool = True) -> Any:
        """Save the organisation, then its joining."""
        organisation = self.instance.organisation if self.instance.organisation_id else Organisation()
        for name in ("name", "country", "website"):
            setattr(organisation, name, self.cleaned_data[f"organisation_{name}"])
        if upload := self.cleaned_data.get("logo_upload"):
            organisation.logo, organisation.logo_name = upload.read(), upload.name[-120:]
        organisation.save()
        self.instance.organisation = organisation
        return super().save(commit)
