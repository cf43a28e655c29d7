"""How a campaign stands: what is open, what is planned, what has been prepared, what keeps it from opening."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from unisono.base.said import Said
from unisono.base.tasks import Errand, errands
from unisono.campaigns.models import Campaign
from unisono.campaigns.queries import openings
from unisono.languages.rules import rules_for
from unisono.languages.screen import told
from unisono.launch.models import Edition, ScheduleEntry
from unisono.launch.operations import missing_to_open
from unisono.launch.queries import edition_at, edition_before, latest_edition
from unisono.launch.tasks import prepare_edition
from unisono.ledger.models import Entry
from unisono.newsroom.naming import PIECE_WORDS, campaign_name
from unisono.people.models import User
from unisono.people.queries import Action, can

#: How many editions the screen lists.
LISTED = 8
#: The screens of a campaign: name, route, what one must be allowed to do.
_WAYS: tuple[tuple[str, str, Action], ...] = (
    (gettext_lazy("Statement"), "wagtailsnippets_words_statement:list", "edit"),
    (gettext_lazy("News"), "wagtailsnippets_words_newspost:list", "edit"),
    (gettext_lazy("Facts"), "wagtailsnippets_facts_fact:list", "edit"),
    (gettext_lazy("Cards"), "wagtailsnippets_kit_card:list", "edit"),
    (gettext_lazy("Coalition"), "wagtailsnippets_coalition_signon:list", "organisations"),
    (gettext_lazy("Press"), "wagtailsnippets_press_pressdesk:list", "press"),
    (gettext_lazy("Preview"), "showing:index", "edit"),
    (gettext_lazy("Editions"), "editions:index", "edit"),
    (gettext_lazy("Languages"), "languages:index", "settings"),
    (gettext_lazy("People"), "people:index", "settle-people"),
    (gettext_lazy("Folder"), "folder:index", "settings"),
)


@dataclass(frozen=True, slots=True)
class LatePiece:
    """A piece that is late: what it is, what happens about it, in which languages."""

    piece: str
    outcome: str
    languages: tuple[str, ...]


class Standing:
    """One campaign as the screen of editions shows it, at one instant, for one person."""

    def __init__(self, campaign: Campaign, person: Any, at: datetime) -> None:
        self.campaign, self.person, self.at = campaign, person, at

    @cached_property
    def name(self) -> str:
        """The campaign's approved name; its short name before there is one."""
        return campaign_name(self.campaign)

    @cached_property
    def open_edition(self) -> Edition | None:
        """What the public sees now."""
        return edition_at(self.campaign, self.at)

    @cached_property
    def open_since(self) -> datetime | None:
        """Since when the public sees it."""
        entry = self.campaign.schedule.filter(at__lte=self.at).order_by("at", "pk").last()
        return entry.at if entry and entry.edition_id else None

    @cached_property
    def zone(self) -> str:
        """The time zone in which the campaign opens; UTC before it has been said."""
        return next((zone for _moment, zone, _languages in openings(self.campaign)), "UTC")

    @cached_property
    def planned(self) -> list[ScheduleEntry]:
        """What will open without anybody doing anything more, with the local time of its opening."""
        found = list(self.campaign.schedule.filter(at__gt=self.at).select_related("edition"))
        for entry in found:
            entry.local = local_time(entry.at, self.zone)
        return found

    @cached_property
    def openings(self) -> list[tuple[str, str]]:
        """The opening moments of the campaign that are still to come: local time, zone."""
        coming = [one for one in openings(self.campaign) if one[0] > self.at]
        return [(local_time(moment, zone), zone) for moment, zone, _languages in coming]

    @cached_property
    def latest(self) -> Edition | None:
        """The edition prepared last."""
        return latest_edition(self.campaign)

    @cached_property
    def before(self) -> Edition | None:
        """What going back would open."""
        return edition_before(self.campaign, self.at)

    @cached_property
    def editions(self) -> list[Edition]:
        """The last editions, each with its late list and who prepared it."""
        found = list(self.campaign.editions.all()[:LISTED])
        for edition in found:
            edition.late = late_list(edition)
            edition.who = person_name(edition.frozen_by)
        return found

    @cached_property
    def late(self) -> list[LatePiece]:
        """What would be late if the latest edition opened now."""
        return late_list(self.latest) if self.latest else []

    @cached_property
    def missing(self) -> list[str]:
        """What keeps the campaign from opening."""
        return missing_to_open(self.campaign)

    @cached_property
    def has_newer_words(self) -> bool:
        """Whether something was approved, changed or taken back after the latest edition was begun."""
        since = self.latest.frozen_at if self.latest else None
        acts = Entry.objects.filter(campaign_id=self.campaign.public_id).exclude(
            act__regex=r"^(edition|people|preview)\."
        )
        return since is not None and acts.filter(at__gt=since).exists()

    @cached_property
    def errand(self) -> Errand | None:
        """The preparation that was asked for last."""
        return next(iter(errands(self.campaign.public_id, prepare_edition, limit=1)), None)

    @property
    def is_preparing(self) -> bool:
        """Whether an edition is being prepared."""
        return self.errand is not None and not self.errand.is_over

    @property
    def refused(self) -> str:
        """Why the last preparation could not be done; "" where it could."""
        if self.errand is None or not self.errand.is_over:
            return ""
        if self.errand.state == "failed":
            return _("The preparation broke off. The worker's log says why; you can start it again.")
        result = self.errand.result
        return told(Said.again(result.get("refused", ""))) if isinstance(result, dict) else ""

    @property
    def ways(self) -> list[tuple[str, str]]:
        """Where the person works on this campaign: the name of each screen, and its address."""
        return [(name, reverse(url)) for name, url, action in _WAYS if self._may(action)]

    @property
    def can_edit(self) -> bool:
        """Whether the person may see how the editions stand."""
        return self._may("edit")

    def _may(self, action: Action) -> bool:
        return can(self.person, action, campaign_id=self.campaign.public_id)

    @property
    def can_prepare(self) -> bool:
        """Whether the person may have an edition prepared."""
        return self._may("approve")

    @property
    def can_open(self) -> bool:
        """Whether the person may open and go back."""
        return self._may("open")

    @property
    def is_up_to_date(self) -> bool:
        """Whether the latest edition is the open one."""
        return self.latest is not None and self.latest == self.open_edition


def standing_of(campaign: Campaign, person: Any) -> Standing:
    """Return how a campaign stands now."""
    return Standing(campaign, person, datetime.now(UTC))


def local_time(moment: datetime, zone: str) -> str:
    """Write an instant as people of a zone read it, to the minute: `2026-02-21 00:01`."""
    return f"{moment.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}"


def late_list(edition: Edition) -> list[LatePiece]:
    """Return what was late in an edition, one line a piece and outcome."""
    grouped: dict[tuple[str, str], list[str]] = {}
    for one in edition.report.get("late", []):
        grouped.setdefault((one["piece"], one["outcome"]), []).append(one["language"])
    return [
        LatePiece(piece_name(piece), outcome_name(outcome), tuple(rules_for(code).endonym for code in codes))
        for (piece, outcome), codes in grouped.items()
    ]


def piece_name(name: str) -> str:
    """Return a piece's name in a pack (`news.the-call`) as people say it."""
    kind, _dot, key = name.partition(".")
    called = PIECE_WORDS.get(kind, kind)
    return f"{called} “{key}”" if key else str(called)


def outcome_name(outcome: str) -> str:
    """Return what an edition does about something late."""
    return {
        "behind": _("the last complete translation is shown, marked as made from an earlier text"),
        "source": _("the source text is shown, with a note"),
        "held-back": _("left out in this language"),
        "language-held-back": _("the language does not open"),
    }.get(outcome, outcome)


def person_name(by: str) -> str:
    """Return who did something: a person's name, or the command."""
    if ":" in by or by == "command":
        return by.removeprefix("command:")
    person = User.objects.filter(pk=by).first()
    return person.name if person else _("somebody who is no more")
