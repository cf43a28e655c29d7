"""How the editor looks to a person: its language, time zone and colours."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.account import AccountView, NameEmailSettingsPanel, NotificationsSettingsPanel


class LanguageAndLook(AccountView):
    """The editor's own screen without what does not hold here.

    It wants a first and a last name, where people have one name, given under “Your account”; and it offers letters
    about reviews of pages, of which there are none.
    """

    page_title = _("Language and look")

    def get_panels(self) -> list[Any]:
        """Return what can be chosen."""
        left_out = (NameEmailSettingsPanel, NotificationsSettingsPanel)
        return [panel for panel in super().get_panels() if not isinstance(panel, left_out)]
