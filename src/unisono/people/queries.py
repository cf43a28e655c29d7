"""Who may do what: one function answers for every door of the newsroom."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, get_args
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from unisono.people.links import hash_of, is_same
from unisono.people.models import LANGUAGE_ROLES, Grant, Invitation, LinkState, Membership, Role, User

Action = Literal[
    "edit",  # source texts, news, facts, cards, film, pictures, short links
    "approve",  # publish them for the next edition, send drafts back; have editions prepared
    "lock",  # lock a piece, such as while it is signed, and unlock it
    "translate",
    "review",
    "organisations",  # who is in the coalition
    "messages",  # what supporters write
    "press",  # the press room
    "see-personal-data",  # of supporters, representatives, journalists
    "open",  # open an edition, go back
    "share-preview",  # let people without an account see the campaign before it opens
    "settings",  # the campaign's own: languages, moments, responsible body
    "settle-people",  # invite, change roles, remove
]
ACTIONS: tuple[Action, ...] = get_args(Action)

#: The whole of it. An organiser may do everything.
ROLES_FOR: dict[Action, frozenset[str]] = {
    "edit": frozenset({Role.ORGANISER, Role.EDITOR}),
    "approve": frozenset({Role.ORGANISER, Role.EDITOR}),
    "lock": frozenset({Role.ORGANISER}),
    "translate": frozenset({Role.ORGANISER, Role.TRANSLATOR, Role.REVIEWER}),
    "review": frozenset({Role.ORGANISER, Role.REVIEWER}),
    "organisations": frozenset({Role.ORGANISER, Role.MODERATOR}),
    "messages": frozenset({Role.ORGANISER, Role.MODERATOR}),
    "press": frozenset({Role.ORGANISER, Role.PRESS_OFFICER}),
    "see-personal-data": frozenset({Role.ORGANISER, Role.MODERATOR, Role.PRESS_OFFICER}),
    "open": frozenset({Role.ORGANISER}),
    "share-preview": frozenset({Role.ORGANISER}),
    "settings": frozenset({Role.ORGANISER}),
    "settle-people": frozenset({Role.ORGANISER}),
}
#: What nobody does without a passkey or a second factor. Approving is among them: where a campaign lets approved
#: changes open by themselves, approving is opening.
GUARDED_ACTIONS: tuple[Action, ...] = (
    "approve",
    "see-personal-data",
    "open",
    "share-preview",
    "settings",
    "settle-people",
)
#: Roles that need a second factor: those that may do any guarded action. The others work by link alone.
GUARDED_ROLES: frozenset[str] = frozenset().union(*(ROLES_FOR[action] for action in GUARDED_ACTIONS))


def can(
    user: User | AnonymousUser, action: Action, *, campaign_id: UUID | None = None, language: str | None = None
) -> bool:
    """Say whether `user` may do `action` in the campaign and language (None: in general, in any)."""
    return _is_at_work(user) and (_may_everything(user, campaign_id) or _grants(user, action, campaign_id, language))


def campaigns_where(user: User | AnonymousUser, action: Action | None = None) -> frozenset[UUID] | None:
    """Return the public ids of the campaigns where a person may do `action` (None: anything); None means all."""
    if not _is_at_work(user):
        return frozenset()
    if _may_everything(user, None):
        return None
    return frozenset(_held(user, action).values_list("campaign_id", flat=True))


def languages_where(user: User | AnonymousUser, action: Action, campaign_id: UUID) -> frozenset[str] | None:
    """Return the languages in which a person may do `action` in a campaign; None means all."""
    if not _is_at_work(user):
        return frozenset()
    if _may_everything(user, campaign_id):
        return None
    codes = frozenset(_held(user, action).filter(campaign_id=campaign_id).values_list("language", flat=True))
    return None if "" in codes else codes


def holders_of(action: Action, campaign_id: UUID) -> list[User]:
    """Return everybody who has been given a role for `action` in the whole campaign, in a stable order."""
    held = Grant.objects.filter(campaign_id=campaign_id, role__in=ROLES_FOR[action], language="")
    return list(User.objects.filter(pk__in=held.values("person_id"), is_active=True).order_by("date_joined", "pk"))


def has_reviewer(campaign_id: UUID, language: str) -> bool:
    """Say whether somebody has been made reviewer of the language; where nobody has, translators finish."""
    held = Grant.objects.filter(campaign_id=campaign_id, role=Role.REVIEWER, language__in=["", language])
    return held.filter(person__is_active=True).exists()


def may_finish(user: User | AnonymousUser, campaign_id: UUID, language: str) -> bool:
    """Say whether what a person translates is ready at once: who reviews, and everybody where nobody reviews."""
    return can(user, "review", campaign_id=campaign_id, language=language) or not has_reviewer(campaign_id, language)


def who_may(action: Action, campaign_id: UUID) -> frozenset[str]:
    """Return the public ids of all who may do `action` in a campaign, whatever they signed in with; in one query."""
    granted = Q(grants__campaign_id=campaign_id, grants__role__in=ROLES_FOR[action])
    people = User.objects.filter(Q(is_superuser=True) | granted, is_active=True)
    return frozenset(map(str, people.values_list("pk", flat=True)))


def _is_at_work(user: Any) -> bool:
    return bool(user.is_authenticated and user.is_active)


def _may_everything(user: Any, campaign_id: UUID | None) -> bool:
    return user.is_superuser and user.signed_in_for in (None, campaign_id)


def _held(user: Any, action: Action | None) -> QuerySet[Grant]:
    grants = user.grants.all() if action is None else user.grants.filter(role__in=ROLES_FOR[action])
    return grants if user.signed_in_for is None else grants.filter(campaign_id=user.signed_in_for)


def _grants(user: Any, action: Action, campaign_id: UUID | None, language: str | None) -> bool:
    grants = _held(user, action)
    if campaign_id is not None:
        grants = grants.filter(campaign_id=campaign_id)
    if language is not None:
        grants = grants.filter(language__in=["", language])
    return grants.exists()


# -- the second factor


def has_second_factor(user: User) -> bool:
    """Say whether an account has a passkey or an app that makes codes (recovery codes alone are neither)."""
    return user.authenticator_set.exclude(type="recovery_codes").exists()


def needs_second_factor(user: User) -> bool:
    """Say whether an account reaches anything that must not hang on one secret.

    That is: a guarded role anywhere, the whole installation, or more than one campaign. The last, because the link
    of one campaign is in the hands of its organisers, and must not lead into another.
    """
    if user.is_superuser:
        return True
    grants = list(user.grants.values_list("role", "campaign_id"))
    return any(role in GUARDED_ROLES for role, _ in grants) or len({campaign for _, campaign in grants}) > 1


# -- links


def invitation_by(token: str) -> Invitation | None:
    """Return the invitation whose link bears `token`."""
    wanted = hash_of(token)
    found = Invitation.objects.select_related("person").filter(token_hash=wanted).first()
    return found if found is not None and is_same(found.token_hash, wanted) else None


def link_state(invitation: Invitation, at: datetime) -> LinkState:
    """Return what a link does now: the link of somebody who needs a second factor works once."""
    state = invitation.state(at)
    if state != LinkState.SIGNS_IN:
        return state
    person = invitation.person
    if person is None or not person.is_active or not _belongs(person, invitation):
        return LinkState.WITHDRAWN
    if needs_second_factor(person) and (invitation.used_at is not None or leads_too_far(invitation)):
        return LinkState.USED
    return state


def _belongs(person: User, invitation: Invitation) -> bool:
    if invitation.campaign_id is None:
        return person.is_superuser or person.grants.exists()
    return person.grants.filter(campaign_id=invitation.campaign_id).exists()


def leads_too_far(invitation: Invitation) -> bool:
    """Say whether a campaign's link would open an account that reaches beyond the campaign and has no second factor.

    With such a link the campaign's organisers could set up a passkey of their own, and come in everywhere.
    """
    person = invitation.person
    if invitation.campaign_id is None or person is None:
        return False
    beyond = person.is_superuser or person.grants.exclude(campaign_id=invitation.campaign_id).exists()
    return beyond and not has_second_factor(person)


def links_for_address(email: str, at: datetime) -> list[Invitation]:
    """Return the links, one a campaign, of which a new one may be sent to an address: accepted and not taken back."""
    found = (
        Invitation.objects.filter(email__iexact=email.strip(), withdrawn_at__isnull=True, accepted_at__isnull=False)
        .select_related("person")
        .order_by("campaign_id", "-accepted_at")
    )
    newest: dict[UUID | None, Invitation] = {}
    for one in found:
        if one.person is not None and one.person.is_active and _belongs(one.person, one):
            newest.setdefault(one.campaign_id, one)
    return list(newest.values())


def addresses_of(people: Iterable[User], campaign_id: UUID) -> dict[UUID, str]:
    """Return where letters about a campaign reach people: their own address, else the one to which the invitation that
    they accepted last was sent. Who has neither, or wants no such letters, is not among them."""
    everybody = {person.pk: person for person in people}
    invited = Invitation.objects.filter(
        person__in=everybody, campaign_id=campaign_id, withdrawn_at__isnull=True, accepted_at__isnull=False
    )
    found = {one.person_id: one.email for one in invited.order_by("accepted_at") if one.email}
    found |= {pk: person.email for pk, person in everybody.items() if person.email}
    silent = not_reminded(everybody.values(), campaign_id)
    return {pk: address for pk, address in found.items() if pk not in silent}


def not_reminded(people: Iterable[User], campaign_id: UUID) -> frozenset[UUID]:
    """Return which of some people want no letters about what is left to do in a campaign."""
    held = Membership.objects.filter(person__in=list(people), campaign_id=campaign_id, is_reminded=False)
    return frozenset(held.values_list("person_id", flat=True))


# -- who is in


@dataclass(frozen=True, slots=True)
class Member:
    """One person in a campaign, as the screen "People" shows them. `languages` are by role; empty means all."""

    person: User
    languages: dict[str, tuple[str, ...]]
    membership: Membership | None
    has_second_factor: bool

    @property
    def roles(self) -> tuple[str, ...]:
        """The roles, in the order in which the table of roles has them."""
        return tuple(role for role in Role.values if role in self.languages)

    @property
    def needs_second_factor(self) -> bool:
        """Whether a role of theirs here needs one."""
        return any(role in GUARDED_ROLES for role in self.languages)

    @property
    def last_seen_at(self) -> datetime | None:
        """When they were last here."""
        return self.membership.last_seen_at if self.membership else self.person.last_login

    @property
    def credit(self) -> str:
        """How they are named in credits."""
        return self.membership.credited_as if self.membership else ""


def members_of(campaign_id: UUID) -> list[Member]:
    """Return who is in a campaign, by name, in three queries however many there are."""
    grants = Grant.objects.filter(campaign_id=campaign_id, person__is_active=True).select_related("person")
    people: dict[UUID, User] = {}
    roles: dict[UUID, dict[str, list[str]]] = {}
    for grant in grants.order_by("role", "language"):
        people[grant.person_id] = grant.person
        roles.setdefault(grant.person_id, {}).setdefault(grant.role, []).append(grant.language)
    memberships = {
        one.person_id: one for one in Membership.objects.filter(campaign_id=campaign_id).select_related("person")
    }
    secured = set(
        User.objects.filter(pk__in=people, authenticator__type__in=["totp", "webauthn"]).values_list("pk", flat=True)
    )
    found = [
        Member(
            person, {role: _languages(codes) for role, codes in roles[pk].items()}, memberships.get(pk), pk in secured
        )
        for pk, person in people.items()
    ]
    return sorted(found, key=lambda member: (member.person.name.casefold(), str(member.person.pk)))


def _languages(codes: Iterable[str]) -> tuple[str, ...]:
    known = tuple(codes)
    return () if "" in known else known


def member_of(campaign_id: UUID, person_id: UUID) -> Member | None:
    """Return one person of a campaign; None where they are not in it."""
    return next((one for one in members_of(campaign_id) if one.person.pk == person_id), None)


def open_invitations(campaign_id: UUID) -> QuerySet[Invitation]:
    """Return the invitations of a campaign that nobody has accepted yet, expired ones among them, newest first."""
    return Invitation.objects.filter(
        campaign_id=campaign_id, accepted_at__isnull=True, withdrawn_at__isnull=True
    ).order_by("-made_at")


def is_last_organiser(campaign_id: UUID, person_id: UUID) -> bool:
    """Say whether a campaign would have no organiser without a person."""
    organisers = Grant.objects.filter(campaign_id=campaign_id, role=Role.ORGANISER, person__is_active=True)
    held = set(organisers.values_list("person_id", flat=True))
    return held == {person_id}


def languages_asked(role: str, languages: Iterable[str]) -> list[str]:
    """Return for which languages a role is granted: "" for a role that is held for the whole campaign, or for all."""
    return (sorted(set(languages)) or [""]) if role in LANGUAGE_ROLES else [""]
