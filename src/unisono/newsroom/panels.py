"""What each editing screen shows, in the order in which people think of it."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    Panel,
    TitleFieldPanel,
)

from unisono.campaigns.models import Campaign
from unisono.coalition.models import SignOn
from unisono.facts.models import Correction, Fact
from unisono.kit.models import Card, Film
from unisono.media.models import Picture
from unisono.newsroom import coalition_forms, widgets
from unisono.newsroom import forms as ours
from unisono.newsroom.card_strip import CardStrip
from unisono.newsroom.film_form import FilmForm
from unisono.newsroom.posts import PLACES
from unisono.newsroom.sources.forms import SourcedFactForm
from unisono.press.models import PressDesk
from unisono.words.models import NewsPost, Statement, Texts


def direct(rows: int = 0, **attributes: object) -> forms.Widget:
    """Return an input whose direction is that of its words."""
    given = {"dir": "auto", **attributes}
    return forms.Textarea({**given, "rows": rows}) if rows else forms.TextInput(given)


class CampaignChoice(FieldPanel):
    """The campaign of a piece; not shown where there is but one."""

    class BoundPanel(FieldPanel.BoundPanel):
        """Shown only where there is a choice."""

        def is_shown(self) -> bool:
            """Say whether there is something to choose."""
            return super().is_shown() and not self.bound_field.field.widget.is_hidden


def _list(panels: list[Panel], form: type) -> ObjectList:
    return ObjectList([CampaignChoice("campaign"), *panels], base_form_class=form)


def _pictures() -> InlinePanel:
    return InlinePanel(
        "pictures", [FieldPanel("picture", widget=forms.Select)], heading=_("Pictures"), label=_("Picture")
    )


TEXTS = _list(
    [
        MultiFieldPanel(
            [
                FieldPanel("name", widget=direct()),
                FieldPanel("slogan", widget=direct()),
                FieldRowPanel([FieldPanel("hashtag", widget=direct()), FieldPanel("action", widget=direct())]),
                FieldPanel("summary", widget=direct(2)),
            ],
            heading=_("On every page"),
        ),
        FieldPanel("about"),
        InlinePanel(
            "ways",
            [FieldPanel("title", widget=direct()), FieldPanel("text", widget=direct(2))],
            heading=_("Ways to take part"),
            label=_("Way to take part"),
        ),
        InlinePanel(
            "posts",
            [
                FieldPanel("place", widget=forms.Select(choices=list(PLACES.items()))),
                FieldPanel("text", widget=widgets.PostWords),
            ],
            heading=_("Post texts"),
            label=_("Post text"),
            help_text=_(
                "One text for any network, and one of its own for a network where you want. The address of the page "
                "stands where you write {link}; it is counted as the network counts it."
            ),
        ),
    ],
    ours.TextsForm,
)

STATEMENT = _list(
    [
        MultiFieldPanel(
            [
                FieldPanel("title", widget=direct()),
                FieldRowPanel([FieldPanel("date"), FieldPanel("number"), FieldPanel("place", widget=direct())]),
                FieldPanel("byline", widget=direct()),
            ],
            heading=_("Heading"),
        ),
        FieldPanel("lead"),
        InlinePanel("aims", [FieldPanel("text")], heading=_("Aims"), label=_("Aim")),
        InlinePanel("affirmations", [FieldPanel("text")], heading=_("Affirmations"), label=_("Affirmation")),
        FieldPanel("closing"),
        InlinePanel(
            "signatories", [FieldPanel("name", widget=direct())], heading=_("Signatories"), label=_("Signatory")
        ),
        MultiFieldPanel([FieldPanel("show_film")], heading=_("Under the statement")),
        _pictures(),
        MultiFieldPanel(
            [FieldPanel("claims", widget=widgets.Claims)],
            heading=_("Counts that the signed words mention"),
            help_text=_("The signed words stay as they are; what is counted here is shown beside them."),
            classname="collapsed",
        ),
        MultiFieldPanel([FieldPanel("unplaced", widget=direct(3))], heading=_("Not placed yet"), classname="collapsed"),
    ],
    ours.StatementForm,
)

NEWS = _list(
    [
        TitleFieldPanel("title", targets=["slug"], classname=""),
        FieldRowPanel([FieldPanel("date"), FieldPanel("slug")]),
        FieldPanel("summary", widget=direct(2), help_text=_("One or two sentences; lists and link previews show it.")),
        FieldPanel("body"),
        FieldPanel("show_film"),
        _pictures(),
    ],
    ours.NewsForm,
)

FACT = _list(
    [
        FieldPanel(
            "claim",
            widget=direct(2),
            help_text=_("A full sentence that contains its figure and can stand alone."),
        ),
        FieldPanel("caveat", widget=direct(2)),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("qualifier"), FieldPanel("value"), FieldPanel("value_to")]),
                FieldRowPanel([FieldPanel("unit"), FieldPanel("notation"), FieldPanel("as_of")]),
            ],
            heading=_("Figure"),
            help_text=_("Digits alone: each language writes them in its own way."),
        ),
        MultiFieldPanel(
            [
                FieldPanel("source_title", widget=direct()),
                FieldRowPanel([FieldPanel("source_publisher", widget=direct()), FieldPanel("source_date")]),
                FieldPanel("source_url"),
                FieldPanel("source_via", widget=direct()),
            ],
            heading=_("Source"),
        ),
        MultiFieldPanel(
            [
                HelpPanel(template="newsroom/sources/copies.html"),
                FieldRowPanel([FieldPanel("copy_upload"), FieldPanel("copy_date", heading=_("Made on"))]),
                FieldPanel(
                    "copy_address",
                    heading=_("Address in a public archive"),
                    help_text=_("Such as https://web.archive.org/web/… – a copy that others keep. Nothing is fetched."),
                ),
                FieldPanel(
                    "copy_is_public",
                    heading=_("The file may be published"),
                    help_text=_("Only where its owner allows it, and nobody's private data are in it."),
                ),
            ],
            heading=_("Copy of the source"),
        ),
        FieldRowPanel([FieldPanel("status"), FieldPanel("position"), FieldPanel("key")]),
    ],
    SourcedFactForm,
)

CORRECTION = _list(
    [
        FieldPanel("fact", widget=forms.Select),
        FieldPanel("date"),
        FieldPanel("text", widget=direct(3)),
        FieldPanel("key"),
    ],
    ours.CorrectionForm,
)

CARD = _list(
    [
        CardStrip(classname="newsroom-strip"),
        FieldPanel("design", widget=widgets.designs()),
        FieldPanel("fact", widget=forms.Select),
        FieldPanel("fields", widget=widgets.DesignWords),
        FieldPanel("options", widget=widgets.DesignChoices, classname="newsroom-options"),
        InlinePanel(
            "rows",
            [
                FieldPanel("label", widget=direct(), classname="newsroom-row-label"),
                FieldPanel("country", widget=widgets.countries(), classname="newsroom-row-country"),
                FieldPanel("fact", widget=forms.Select),
            ],
            heading=_("Rows"),
            label=_("Row"),
            classname="newsroom-rows",
            help_text=_("Bars: figures of one unit. Timeline: dates and years. A map without rows counts who joined."),
        ),
        FieldPanel("alt", widget=direct(2), help_text=_("Says all that the card says, for those who cannot see it.")),
        FieldPanel("formats", widget=widgets.formats()),
        FieldRowPanel([FieldPanel("position"), FieldPanel("key")]),
    ],
    ours.CardForm,
)

PICTURE = _list(
    [
        MultiFieldPanel([HelpPanel(template="newsroom/picture_shown.html"), FieldPanel("upload")], heading=_("File")),
        FieldPanel("alt", widget=direct(2), help_text=_("What the picture shows, for those who cannot see it.")),
        FieldPanel("caption", widget=direct(2)),
        FieldRowPanel([FieldPanel("credit", widget=direct()), FieldPanel("licence")]),
        FieldRowPanel([FieldPanel("name"), FieldPanel("key")]),
    ],
    ours.PictureForm,
)

FILM = _list(
    [
        FieldPanel("title", widget=direct()),
        FieldPanel("summary", widget=direct(2)),
        MultiFieldPanel(
            [
                HelpPanel(template="newsroom/film_shown.html"),
                FieldRowPanel([FieldPanel("master_upload"), FieldPanel("poster_upload")]),
            ],
            heading=_("Files"),
        ),
        InlinePanel(
            "captions",
            [
                FieldPanel("language", widget=forms.Select(choices=widgets.language_choices)),
                FieldPanel("webvtt", widget=direct(8)),
            ],
            heading=_("Captions"),
            label=_("Captions"),
            help_text=_("WebVTT, one file a language."),
        ),
        MultiFieldPanel(
            [
                HelpPanel(template="newsroom/film_versions.html"),
                FieldPanel("versions", widget=widgets.FilmVersions),
            ],
            heading=_("Versions with captions in the picture"),
        ),
    ],
    FilmForm,
)

PRESS = _list(
    [
        FieldPanel("boilerplate", widget=direct(5)),
        InlinePanel(
            "contacts",
            [
                FieldRowPanel([FieldPanel("name", widget=direct()), FieldPanel("role", widget=direct())]),
                FieldRowPanel([FieldPanel("email"), FieldPanel("phone")]),
                FieldPanel("languages", widget=widgets.languages()),
            ],
            heading=_("Press contacts"),
            label=_("Press contact"),
            help_text=_("Published with the person's consent."),
        ),
    ],
    ours.PressForm,
)

SIGN_ON = _list(
    [
        MultiFieldPanel(
            [
                FieldPanel("organisation_name", widget=direct()),
                FieldRowPanel([FieldPanel("organisation_country"), FieldPanel("organisation_website")]),
                FieldPanel("logo_upload"),
            ],
            heading=_("Organisation"),
        ),
        FieldRowPanel([FieldPanel("role"), FieldPanel("basis")]),
        FieldPanel("languages", widget=widgets.languages()),
        FieldPanel("key"),
    ],
    coalition_forms.SignOnForm,
)

CAMPAIGN = ObjectList(
    [
        FieldRowPanel([FieldPanel("slug"), FieldPanel("source_language")]),
        MultiFieldPanel(
            [
                FieldPanel("responsible_name", widget=direct()),
                FieldPanel("responsible_address", widget=direct(3)),
                FieldRowPanel(
                    [
                        FieldPanel("responsible_country", widget=widgets.countries()),
                        FieldPanel("responsible_email"),
                    ]
                ),
                FieldPanel("responsible_website"),
            ],
            heading=_("Responsible body"),
            help_text=_("Someone must answer for a campaign: without this it cannot open."),
        ),
        MultiFieldPanel(
            [FieldPanel("licence"), FieldPanel("licence_url")],
            heading=_("Licence"),
            help_text=_(
                "How what the campaign publishes may be used, such as CC BY 4.0. Without one, all rights stay with "
                "the responsible body, and what is offered may be passed on unchanged."
            ),
        ),
        HelpPanel(template="newsroom/languages/settings.html", heading=_("Languages")),
        InlinePanel(
            "moments",
            [
                FieldRowPanel([FieldPanel("kind"), FieldPanel("at"), FieldPanel("zone")]),
                FieldPanel(
                    "languages", widget=widgets.languages(), help_text=_("For an opening; none ticked means all.")
                ),
            ],
            heading=_("Moments"),
            label=_("Moment"),
            help_text=_("Local times of the zone beside them, such as Europe/Paris."),
        ),
        MultiFieldPanel(
            [
                FieldPanel("colours", widget=widgets.Colours),
                HelpPanel(template="newsroom/logo_shown.html"),
                FieldPanel("logo_upload"),
                FieldPanel("theme_upload"),
                FieldPanel("theme_removed", classname="newsroom-theme-files"),
            ],
            heading=_("Theme"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("opens_by_itself", help_text=_("Only after the campaign has opened for the first time.")),
                FieldPanel(
                    "four_eyes",
                    help_text=_(
                        "Nobody approves a draft in which they have written themselves. Leave it off in a team of one."
                    ),
                ),
                FieldPanel("late"),
                FieldPanel("care"),
                FieldPanel("is_sample"),
                FieldPanel("hosts", widget=widgets.JsonLines, help_text=_("One host name a line.")),
            ],
            heading=_("How it behaves"),
        ),
    ],
    base_form_class=coalition_forms.CampaignForm,
)

BY_MODEL = {
    Texts: TEXTS,
    Statement: STATEMENT,
    NewsPost: NEWS,
    Fact: FACT,
    Correction: CORRECTION,
    Card: CARD,
    Picture: PICTURE,
    Film: FILM,
    PressDesk: PRESS,
    SignOn: SIGN_ON,
    Campaign: CAMPAIGN,
}
