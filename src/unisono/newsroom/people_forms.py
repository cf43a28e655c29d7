"""The forms of the screen “People”: whom to invite, and what somebody is in the campaign."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from unisono.campaigns.models import Campaign
from unisono.languages.rules import rules_for
from unisono.newsroom.naming import language_names
from unisono.people.models import LANGUAGE_ROLES, Role
from unisono.people.queries import Member

SPOKEN = frozenset(code for code, _name in settings.LANGUAGES)
#: What a role may do, in a sentence; the table itself is `people.queries.ROLES_FOR`.
ROLE_WORDS = {
    Role.ORGANISER: gettext_lazy("may do everything: settings, people, opening"),
    Role.EDITOR: gettext_lazy("writes and approves the source texts: statement, news, facts, cards, film"),
    Role.TRANSLATOR: gettext_lazy("translates into the languages chosen, and sees nothing else"),
    Role.REVIEWER: gettext_lazy("translates and reviews in the languages chosen, and sees nothing else"),
    Role.MODERATOR: gettext_lazy("reads messages and looks after organisations"),
    Role.PRESS_OFFICER: gettext_lazy("looks after the press room and journalists"),
}


def _language_choices(campaign: Campaign) -> list[tuple[str, str]]:
    codes = campaign.target_codes
    return sorted(zip(codes, language_names(codes), strict=True), key=lambda one: one[1].casefold())


def _role_choices() -> list[tuple[str, str]]:
    return [(role.value, f"{role.label}: {ROLE_WORDS[role]}") for role in Role]


class InviteForm(forms.Form):
    """Whom, as what, in which languages."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=150)
    role = forms.ChoiceField(label=gettext_lazy("Role"), widget=forms.RadioSelect, initial=Role.TRANSLATOR)
    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Languages"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("For translators and reviewers. All other roles are for the whole campaign."),
    )  # fmt: skip
    email = forms.EmailField(
        label=gettext_lazy("E-mail address"), required=False,
        help_text=gettext_lazy("Not needed: any messenger carries the link. With it, a new link can be sent later."),
    )  # fmt: skip
    language = forms.ChoiceField(
        label=gettext_lazy("Language of the invitation"), required=False,
        help_text=gettext_lazy("Left open: the first language chosen above that the newsroom speaks."),
    )  # fmt: skip

    def __init__(self, *args: Any, campaign: Campaign, **options: Any) -> None:
        super().__init__(*args, **options)
        self.campaign = campaign
        self.fields["role"].choices = _role_choices()
        self.fields["languages"].choices = _language_choices(campaign)
        spoken = [(code, rules_for(code).endonym) for code, _name in settings.LANGUAGES]
        self.fields["language"].choices = [("", _("as it fits")), *spoken]

    def clean(self) -> dict[str, Any]:
        """Ask translators for a language; find the language of the invitation."""
        cleaned = super().clean() or {}
        if cleaned.get("role") in LANGUAGE_ROLES and not cleaned.get("languages"):
            self.add_error("languages", _("Choose at least one language."))
        if cleaned.get("role") not in LANGUAGE_ROLES:
            cleaned["languages"] = []
        wanted = [cleaned.get("language"), *cleaned.get("languages", []), self.campaign.source_language]
        cleaned["language"] = next((code for code in wanted if code in SPOKEN), "en")
        return cleaned


class RolesForm(forms.Form):
    """What a person is in the campaign."""

    roles = forms.MultipleChoiceField(label=gettext_lazy("Roles"), widget=forms.CheckboxSelectMultiple)
    translator = forms.MultipleChoiceField(
        label=gettext_lazy("Translates into"), required=False, widget=forms.CheckboxSelectMultiple
    )
    reviewer = forms.MultipleChoiceField(
        label=gettext_lazy("Reviews in"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, campaign: Campaign, member: Member, **options: Any) -> None:
        choices = _language_choices(campaign)
        every = [code for code, _name in choices]
        held = {role: list(member.languages[role]) or every for role in LANGUAGE_ROLES if role in member.languages}
        super().__init__(*args, initial={"roles": member.roles, **held}, **options)
        self.fields["roles"].choices = _role_choices()
        self.fields["translator"].choices = self.fields["reviewer"].choices = choices

    def clean(self) -> dict[str, Any]:
        """Ask for the languages of the roles that are held for languages."""
        cleaned = super().clean() or {}
        for role in LANGUAGE_ROLES:
            if role in cleaned.get("roles", []) and not cleaned.get(role):
                self.add_error(role, _("Choose at least one language."))
        return cleaned

    @property
    def wanted(self) -> dict[str, list[str]]:
        """Role → languages."""
        given = self.cleaned_data
        return {role: given[role] if role in LANGUAGE_ROLES else [] for role in given["roles"]}
