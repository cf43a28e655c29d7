"""Form of fields that several rooms use."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.fields import RichTextField

from unisono.languages.richtext import (
    RichTextFault,
    blocks_from_html,
    html_from_blocks,
    html_from_runs,
    runs_from_html,
)
from unisono.languages.screen import told

#: What the editor offers: exactly the Markdown subset of a pack (`languages.richtext`).
BODY_FEATURES = ["h3", "bold", "italic", "link", "ol", "ul", "blockquote"]
INLINE_FEATURES = ["bold", "italic", "link"]
KEY_PATTERN = r"[a-z0-9]+(?:-[a-z0-9]+)*"


def key_field(**options: object) -> models.CharField:
    """A key: names an item for ever, within its campaign or its parent."""
    pattern = RegexValidator(f"^{KEY_PATTERN}$", _("Use small letters, digits and single hyphens."))
    return models.CharField(_("key"), max_length=60, validators=[pattern], **options)  # type: ignore[misc]


def body_field(label: object, **options: object) -> RichTextField:
    """A longer text: paragraphs, headings, lists, quotations."""
    return SubsetField(label, features=BODY_FEATURES, **options)


def inline_field(label: object, **options: object) -> RichTextField:
    """One paragraph with strong, emphasis and links."""
    return SubsetField(label, features=INLINE_FEATURES, **options)


class SubsetField(RichTextField):
    """Rich text whose form takes nothing but the subset, in its canonical form: a draft is as clean as a pack."""

    def deconstruct(self) -> Any:
        """For migrations it is the library's field: the difference is in the form alone."""
        name, _path, args, options = super().deconstruct()
        return name, "wagtail.fields.RichTextField", args, options

    def formfield(self, **options: Any) -> Any:
        """Return the form's field for a longer text, or for one paragraph."""
        one = self.features == INLINE_FEATURES
        return super().formfield(**{"form_class": ParagraphFormField if one else BodyFormField, **options})


class BodyFormField(forms.CharField):
    """Takes what the editor sends for a longer text."""

    def to_python(self, value: Any) -> str:
        """Return the canonical HTML, "" where there are no words; raises `ValidationError` outside the subset."""
        text = super().to_python(value)
        try:
            return self.canonical(text)
        except RichTextFault as fault:
            raise ValidationError(
                _("This text holds something that pages, cards and translations cannot carry: %(what)s. %(mend)s."),
                params={"what": told(fault.what), "mend": told(fault.mend)},
                code="subset",
            ) from None

    def canonical(self, text: str) -> str:
        """Return blocks as HTML."""
        return html_from_blocks(blocks_from_html(text))


class ParagraphFormField(BodyFormField):
    """Takes what the editor sends for one paragraph: with the paragraph's element around it, or without."""

    def canonical(self, text: str) -> str:
        """Return the paragraph's HTML without `<p>`; raises `ValidationError` where there are two."""
        try:
            blocks = blocks_from_html(text)
        except RichTextFault:
            return html_from_runs(runs_from_html(text))
        if len(blocks) > 1 or any(block.kind != "paragraph" for block in blocks):
            raise ValidationError(
                _("This is one paragraph: join its lines, and leave out headings and lists."), code="one-paragraph"
            )
        return html_from_runs(blocks[0].runs) if blocks else ""
