"""Forms of pieces: the campaign they are of, keys nobody has to think of, choices of the same campaign only."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import FileExtensionValidator
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from unisono.campaigns.models import Campaign
from unisono.campaigns.writing import Piece
from unisono.kit.asked import GivenRow, WrongRow, choice_fields, rows_field, word_fields, wrong_rows
from unisono.kit.engine import Field, design_fields
from unisono.kit.queries import theme_folder
from unisono.languages.screen import listed
from unisono.newsroom.item_keys import keys_given, number_items
from unisono.newsroom.permissions import action_of, campaigns_of
from unisono.newsroom.posts import PLACES, warnings_of
from unisono.newsroom.uploads import LARGEST_PICTURE, PICTURE_TYPES, keep_picture
from unisono.newsroom.widgets import WORD_LABELS, DesignChoices, DesignWords, designs, usable_designs


class CampaignRowForm(WagtailAdminModelForm):
    """A row of a campaign. `KEY_FROM` names the fields a key is made of where it was left empty."""

    KEY_FROM: tuple[str, ...] = ()
    #: Relation → letter: items of a piece get keys such as a1, a2, which never change.
    ITEM_KEYS: dict[str, str] = {}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._settle_campaign()
        self._settle_key()
        limit_to(self, self.campaign)
        for formset in self.formsets.values():
            formset.form = _limited(formset.form, self.campaign)

    @property
    def campaign(self) -> Campaign | None:
        """The campaign of the row, as far as it is known."""
        return self.instance.campaign if self.instance.campaign_id else None

    def _settle_campaign(self) -> None:
        field = self.fields["campaign"]
        allowed = campaigns_of(self.for_user, action_of(self._meta.model)) if self.for_user else Campaign.objects.all()
        field.queryset = allowed
        if self.instance.campaign_id is None and len(allowed) == 1:
            self.instance.campaign = allowed[0]
            self.initial["campaign"] = allowed[0].pk
        field.disabled = self.instance.pk is not None or len(allowed) == 1
        if len(allowed) == 1:
            field.widget = forms.HiddenInput()

    def _settle_key(self) -> None:
        field = self.fields.get("key")
        if field is None:
            return
        field.required = False
        field.help_text = _("Stands in addresses and file names, and never changes. Left empty, it is made for you.")
        fixed = getattr(self.instance, "live", True) or getattr(self.instance, "first_published_at", None)
        field.disabled = bool(self.instance.pk and self.instance.key and fixed)

    def clean_key(self) -> str:
        """Return the key, made from the words where it was left empty."""
        return self.cleaned_data["key"] or self._made_key()

    def _made_key(self) -> str:
        words = [str(self.data.get(self.add_prefix(name)) or "") for name in self.KEY_FROM]
        start = "-".join(slugify(" ".join(words)).split("-")[:5])[:50].strip("-") or self._meta.model._meta.model_name
        campaign = self.campaign or Campaign.objects.filter(pk=self.data.get(self.add_prefix("campaign")) or 0).first()
        held = self._meta.model._default_manager.filter(campaign=campaign).exclude(pk=self.instance.pk)
        return free_name(start, set(held.values_list("key", flat=True)))

    def _post_clean(self) -> None:
        super()._post_clean()
        if self.errors.pop("campaign", None):  # a field that is not shown cannot say what is wrong
            kind = self._meta.model._meta.verbose_name
            self.add_error(None, _("This campaign has its %s already: edit that one.") % kind)

    def save(self, commit: bool = True) -> Any:
        """Save; items without a key get one that none has had."""
        for relation, letter in self.ITEM_KEYS.items():
            items = [form.instance for form in self.formsets[relation].forms]
            if not all(item.key for item in items):
                number_items(items, letter, keys_given(self.instance, relation))
        return super().save(commit)


def limit_to(form: forms.BaseForm, campaign: Campaign | None) -> None:
    """Offer only pieces of the same campaign wherever a form lets choose a piece."""
    for field in form.fields.values():
        if isinstance(field, forms.ModelChoiceField) and issubclass(field.queryset.model, Piece):
            field.queryset = field.queryset.filter(campaign=campaign)


def _limited(form_class: type, campaign: Campaign | None) -> type:
    class Limited(form_class):  # type: ignore[misc]
        def __init__(self, *args: Any, **options: Any) -> None:
            super().__init__(*args, **options)
            limit_to(self, campaign)

    Limited.__name__ = form_class.__name__
    return Limited


def free_name(start: str, taken: set[str]) -> str:
    """Return `start`, or `start-2`, `start-3` … : the first that is not taken."""
    names = (start if number == 1 else f"{start}-{number}" for number in range(1, len(taken) + 2))
    return next(name for name in names if name not in taken)


class TextsForm(CampaignRowForm):
    """Short strings, ways to take part, post texts."""

    ITEM_KEYS = {"ways": "w"}

    def clean(self) -> dict[str, Any]:
        """Check that there is one post text a place. How long they are is said beside them, and keeps nobody."""
        cleaned = super().clean()
        places = [place for place, _text in self._posts()]
        for place in dict.fromkeys(one for one in places if places.count(one) > 1):
            self.add_error(None, _("There are two post texts for “%s”. Keep one.") % PLACES.get(place, place))
        return cleaned

    def _posts(self) -> list[tuple[str, str]]:
        """Place and words of every post text that stays."""
        forms = [one for one in self.formsets["posts"].forms if not self.data.get(f"{one.prefix}-DELETE")]
        posts = [(one["place"].value(), str(one["text"].value() or "")) for one in forms]
        return [(place, text) for place, text in posts if place]

    @property
    def warnings(self) -> list[str]:
        """What is too long for a network."""
        return warnings_of(dict(self._posts()), self.instance.campaign.source_language)


class StatementForm(CampaignRowForm):
    """The press statement."""

    ITEM_KEYS = {"aims": "a", "affirmations": "b"}


class NewsForm(CampaignRowForm):
    """A news post; its short name is part of its address and stays."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        fixed = self.instance.live or self.instance.first_published_at
        self.fields["slug"].disabled = bool(self.instance.pk and self.instance.slug and fixed)


class FactForm(CampaignRowForm):
    """A fact; its figure must be one that can be written in every language."""

    KEY_FROM = ("claim",)
    SHAPES = {
        "percent": r"\d+(\.\d+)?",
        "count": r"\d+(\.\d+)?",
        "week": r"\d+(\.\d+)?",
        "year": r"\d{4}",
        "date": r"\d{4}-\d{2}-\d{2}",
    }

    def clean(self) -> dict[str, Any]:
        """Check that figure and unit fit each other."""
        cleaned = super().clean()
        shape = self.SHAPES.get(cleaned.get("unit") or "", ".*")
        for name in ("value", "value_to"):
            if cleaned.get(name) and not re.fullmatch(shape, cleaned[name]):
                self.add_error(
                    name,
                    _("Write digits alone, such as 40 or 8324 or 2.5; a year as 1999; a date as 1999-11-17."),
                )
        return cleaned


class CorrectionForm(CampaignRowForm):
    """A correction made in public."""

    KEY_FROM = ("date",)


class CardForm(CampaignRowForm):
    """A card: words, rows and choices must be those that its design asks for."""

    KEY_FROM = ("alt",)
    ITEM_KEYS = {"rows": "r"}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["options"].required = False
        campaigns = [self.campaign] if self.campaign else self.fields["campaign"].queryset
        folders = sorted({folder for campaign in campaigns if (folder := theme_folder(campaign))})
        for name, widget in (("design", designs), ("fields", DesignWords), ("options", DesignChoices)):
            if folders and name in self.fields:
                self.fields[name].widget = widget(folders)

    def clean(self) -> dict[str, Any]:
        """Keep what the chosen design asks for; ask for that which it cannot do without."""
        cleaned = super().clean()
        design, folder = cleaned.get("design"), theme_folder(cleaned.get("campaign"))
        if not design:
            return cleaned
        if design not in usable_designs([folder]):
            self.add_error("design", _("The theme of this campaign has no design “%s”: choose another one.") % design)
            return cleaned
        asked = {field.name: field for field in word_fields(design, folder)}
        words = {name: text for name, text in (cleaned.get("fields") or {}).items() if name in asked}
        cleaned["fields"] = words
        cleaned["options"] = _chosen(design, folder, cleaned.get("options") or {})
        if self.is_deferred_validation:
            return cleaned
        missing = [name for name, field in asked.items() if field.required and not words.get(name)]
        if missing:
            self.add_error("fields", _("This design needs more words: %s.") % _listed(missing))
        too_long = [name for name, text in words.items() if len(text) > asked[name].limit]
        if too_long:
            self.add_error("fields", _("These words are too long for a card: %s.") % _listed(too_long))
        figures = [field for field in design_fields(design, folder) if field.name == "figure"]
        if any(field.required for field in figures) and not cleaned.get("fact"):
            self.add_error("fact", _("This design shows a figure: choose the fact it comes from."))
        if field := rows_field(design, folder):
            self._check_rows(field)
        return cleaned

    def _check_rows(self, field: Field) -> None:
        """Say at each row what is wrong with it; what is wrong with all together is said above."""
        forms = [one for one in self.formsets["rows"].forms if not self.data.get(f"{one.prefix}-DELETE")]
        for form in forms:
            form.full_clean()
        forms.sort(key=lambda form: form.cleaned_data.get("ORDER") or 0)
        for form in forms if field.words else ():
            label = form.cleaned_data.get("label") or ""
            if not label:
                form.add_error("label", _("Give this row a label."))
            elif len(label) > field.limit:
                form.add_error(
                    "label",
                    _("This label has %(length)d characters; at most %(limit)d fit.")
                    % {"length": len(label), "limit": field.limit},
                )
        for wrong in wrong_rows(field, [_given(form.cleaned_data, field) for form in forms]):
            if wrong.number is None:
                self.add_error(None, _said(wrong, field))
            else:
                forms[wrong.number].add_error("country" if "country" in wrong.what else "fact", _said(wrong, field))

    def save(self, commit: bool = True) -> Any:
        """Save, without rows where the design has none, and without what its rows do not show."""
        card = super().save(commit=False)
        field = rows_field(card.design, theme_folder(card.campaign))
        if field is None:
            card.rows = []
        for row in card.rows.all():
            row.label, row.country = (row.label, "") if field and field.words else ("", row.country)
        if commit:
            card.save()
        return card


def _chosen(design: str, folder: str, options: dict[str, str]) -> dict[str, str]:
    """The choices of the design that differ from what it does anyway."""
    choices = {field.name: field.choices for field in choice_fields(design, folder)}
    return {name: one for name, one in options.items() if one in choices.get(name, ())[1:]}


def _listed(names: list[str]) -> str:
    """Fields by the names they have on the screen."""
    return listed(WORD_LABELS.get(name, name) for name in names)


def _given(cleaned: dict[str, Any], field: Field) -> GivenRow:
    fact, country = cleaned.get("fact"), (cleaned.get("country") or "") if field.of == "country" else ""
    return GivenRow(fact.unit, fact.value, fact.value_to, country) if fact else GivenRow(country=country)


def _said(wrong: WrongRow, field: Field) -> str:
    """What is wrong with rows, and how to mend it."""
    if wrong.what == "wrong-unit":
        return {
            "quantity": _("Bars compare figures in per cent, counts or weeks: choose another fact."),
            "moment": _("A timeline shows dates and years: choose another fact."),
            "country": _("A map shows counts: choose another fact."),
        }[field.of]
    return {
        "too-few": _("This design needs at least %d rows: add some.") % field.least,
        "too-many": _("This design takes at most %d rows: take some out.") % field.most,
        "no-fact": _("Choose the fact whose figure this row shows."),
        "other-unit": _("Only figures of one unit can be compared: choose facts of one."),
        "a-range": _("A range has no single length: choose a fact with one value."),
        "too-small": _("This figure is too small to be drawn: choose another fact, or leave the row out."),
        "all-nought": _("All figures are nought: there is nothing to compare."),
        "no-country": _("Choose a country."),
        "country-twice": _("This country has two rows: keep one."),
    }[wrong.what]


class PictureForm(CampaignRowForm):
    """A picture: its file is uploaded here."""

    KEY_FROM = ("name",)
    upload = forms.ImageField(
        label=_("File"), required=False, validators=[FileExtensionValidator(PICTURE_TYPES)],
        help_text=_("JPEG, PNG or WebP. Places and camera data are taken out before anything is published."),
    )  # fmt: skip

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["name"].required = False
        self.fields["name"].help_text = _("Under this name people save it. Left empty: the name of the file.")

    def clean_upload(self) -> Any:
        """Ask for a file where there is none yet; refuse one that is too large."""
        upload = self.cleaned_data.get("upload")
        if upload and upload.size > LARGEST_PICTURE:
            raise ValidationError(_("The file is larger than 40 MB. Save the picture smaller."))
        if not upload and self.instance.image_id is None:
            raise ValidationError(_("Choose a file."))
        return upload

    def clean(self) -> dict[str, Any]:
        """Name the picture after its file where no name was given."""
        cleaned = super().clean()
        upload = cleaned.get("upload")
        if not cleaned.get("name") and upload:
            cleaned["name"] = upload.name[-120:]
        return cleaned

    def _post_clean(self) -> None:
        # The image must be there before the row is checked, and a preview never comes to `save`.
        upload = self.cleaned_data.get("upload")
        if upload and not self.errors:
            self.instance.image = keep_picture(upload, upload.name, self.for_user)
        super()._post_clean()


class PressForm(CampaignRowForm):
    """The press desk."""

    ITEM_KEYS = {"contacts": "c"}
