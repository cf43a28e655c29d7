"""The forms of the glossary."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from unisono.languages.glossary.limits import LONGEST, LONGEST_NOTE
from unisono.languages.glossary.operations import Given
from unisono.languages.models import Rendering, Term


class TermForm(forms.Form):
    """A term: what editors say of it."""

    text = forms.CharField(label=_("Term"), max_length=LONGEST, help_text=_("As it stands in the source texts."))
    stays = forms.BooleanField(
        label=_("stays as it is in every language"), required=False,
        help_text=_("For names, acronyms and hashtags. Otherwise each language agrees on its own words."),
    )  # fmt: skip
    match_case = forms.BooleanField(
        label=_("capitals count"), required=False,
        help_text=_("Then “Who” is found and “who” is not; a name that stays keeps its capitals."),
    )  # fmt: skip
    note = forms.CharField(
        label=_("Note for translators"), max_length=LONGEST_NOTE, required=False,
        widget=forms.Textarea({"rows": 2}), help_text=_("In plain words: what is meant, what to avoid."),
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, campaign_language: tuple[str, str], term: Term | None = None, **options: Any
    ) -> None:
        if term is not None:
            values = {name: getattr(term, name) for name in ("text", "stays", "match_case", "note", "version")}
            options["initial"] = values
        super().__init__(*args, **options)
        self.fields["text"].widget.attrs |= dict(zip(("lang", "dir"), campaign_language, strict=True))
        self.fields["note"].widget.attrs["dir"] = "auto"

    @property
    def given(self) -> Given:
        """What was filled in."""
        one = self.cleaned_data
        return Given(one["text"], one["stays"], one["match_case"], one["note"])


class WordsForm(forms.Form):
    """The words of one language."""

    text = forms.CharField(label=_("Words"), max_length=LONGEST)
    forms = forms.CharField(
        label=_("Other forms that are fine too"), required=False, widget=forms.Textarea({"rows": 3}),
        help_text=_("One on each line: another case, the plural, a shorter form."),
    )  # fmt: skip

    def __init__(self, *args: Any, language: tuple[str, str], agreed: Rendering | None = None, **options: Any) -> None:
        if agreed is not None:
            options["initial"] = {"text": agreed.text, "forms": "\n".join(agreed.forms)}
        super().__init__(*args, **options)
        for field in self.fields.values():
            field.widget.attrs |= dict(zip(("lang", "dir"), language, strict=True))

    @property
    def others(self) -> list[str]:
        """The other forms."""
        return str(self.cleaned_data["forms"]).splitlines()
