"""How people come in, change what they do, and leave. Each act is one transaction with its entry in the ledger."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import QuerySet

from unisono.ledger.operations import record
from unisono.people.links import hash_of, new_token
from unisono.people.models import Credit, Grant, Invitation, LinkState, Membership, Role, User
from unisono.people.queries import is_last_organiser, languages_asked, leads_too_far, link_state

#: How long an invitation waits to be accepted.
INVITED_FOR = timedelta(days=14)
#: How long a personal link goes on after it was last used.
LINK_LASTS = timedelta(days=90)
#: How long a link waits that somebody has asked for by e-mail.
ASKED_FOR = timedelta(days=1)


class LinkRefused(ValueError):
    """A link does not let in; `state` says why."""

    def __init__(self, state: LinkState) -> None:
        super().__init__(str(state))
        self.state = state


class LastOrganiser(ValueError):
    """A campaign must keep an organiser."""


class NoRole(ValueError):
    """Somebody without a role is not in the campaign: then they are removed, which is another act."""


class WorksElsewhere(ValueError):
    """An account that reaches more than this campaign is not this campaign's organisers' to reset."""


class NameMissing(ValueError):
    """Somebody wants to be credited by another name and gives none."""


@transaction.atomic
def invite(
    *, campaign_id: UUID | None, role: str, languages: list[str], name: str, email: str, language: str,
    at: datetime, by: str, lasts: timedelta = INVITED_FOR,
) -> tuple[Invitation, str]:  # fmt: skip
    """Invite one person; returns the invitation and the secret of its link, which is not kept.

    `languages` may be empty for all; `language` is that of the page which the link opens. Without a campaign the
    invitation is to the whole installation, for the operator's command alone.
    """
    token = new_token()
    kept = languages_asked(role, languages)
    invitation = Invitation.objects.create(
        campaign_id=campaign_id,
        role=Role(role),
        languages=[] if kept == [""] else kept,
        name=name.strip(),
        email=email.strip().lower(),
        language=language,
        invited_by=by,
        made_at=at,
        token_hash=hash_of(token),
        expires_at=at + lasts,
    )
    record(
        at=at, by=by, act="people.invited", of=invitation, campaign_id=campaign_id, role=role,
        languages=invitation.languages,
    )  # fmt: skip
    return invitation, token


@transaction.atomic
def renew_link(*, invitation: Invitation, at: datetime, by: str, lasts: timedelta = INVITED_FOR) -> str:
    """Give an invitation, or a person's sign-in link, a new secret; the old one is worth nothing from then on.

    Returns the new secret. Sessions that began with an old link end. Raises `LinkRefused` where it was taken back,
    `WorksElsewhere` where it would open more than the campaign.
    """
    invitation = _locked(invitation)
    if invitation.withdrawn_at is not None:
        raise LinkRefused(LinkState.WITHDRAWN)
    if leads_too_far(invitation):
        raise WorksElsewhere
    token = new_token()
    invitation.token_hash, invitation.expires_at, invitation.used_at = hash_of(token), at + lasts, None
    invitation.save(update_fields=["token_hash", "expires_at", "used_at"])
    for other in _other_links(invitation):
        _withdraw(other, at)
    record(at=at, by=by, act="people.link-renewed", of=invitation, campaign_id=invitation.campaign_id)
    return token


@transaction.atomic
def another_link(*, invitation: Invitation, at: datetime) -> str:
    """Make one more sign-in link for the person of an accepted invitation, who has asked for it; returns its secret.

    The link they have goes on working: anybody may ask in their name, and must not lock them out by it.
    """
    invitation = _locked(invitation)
    person = invitation.person
    if person is None or invitation.withdrawn_at is not None:
        raise LinkRefused(LinkState.WITHDRAWN)
    by, token = str(person.public_id), new_token()
    asked_before = person.invitations.filter(campaign_id=invitation.campaign_id, invited_by=by, used_at__isnull=True)
    asked_before.exclude(pk=invitation.pk).delete()
    invitation.pk, invitation.public_id, invitation._state.adding = None, uuid4(), True
    invitation.invited_by, invitation.made_at, invitation.used_at = by, at, None
    invitation.token_hash, invitation.expires_at = hash_of(token), at + ASKED_FOR
    invitation.save()
    record(at=at, by=by, act="people.link-renewed", of=invitation, campaign_id=invitation.campaign_id)
    return token


@transaction.atomic
def take_back(*, invitation: Invitation, at: datetime, by: str) -> None:
    """Take an invitation, or a person's sign-in links, back: they let nobody in, and their sessions end."""
    invitation = _locked(invitation)
    if invitation.withdrawn_at is None:
        for one in [invitation, *_other_links(invitation)]:
            _withdraw(one, at)
        record(at=at, by=by, act="people.link-taken-back", of=invitation, campaign_id=invitation.campaign_id)


def _other_links(invitation: Invitation) -> QuerySet[Invitation]:
    if invitation.person is None:
        return Invitation.objects.none()
    standing = invitation.person.invitations.filter(campaign_id=invitation.campaign_id, withdrawn_at__isnull=True)
    return standing.exclude(pk=invitation.pk)


@transaction.atomic
def link_for(*, person: User, campaign_id: UUID | None, language: str, at: datetime, by: str) -> str:
    """Give a person of a campaign a new sign-in link, whether they had one or not; returns its secret.

    Raises `WorksElsewhere`. Without a campaign it is the operator who asks, and the link leads everywhere.
    """
    held = person.invitations.filter(campaign_id=campaign_id, withdrawn_at__isnull=True).order_by("-accepted_at")
    invitation = held.first() or Invitation.objects.create(
        campaign_id=campaign_id,
        role=_first_role(person, campaign_id),
        name=person.own_name,
        email=person.email or "",
        language=language,
        invited_by=by,
        made_at=at,
        token_hash=hash_of(new_token()),
        expires_at=at,
        person=person,
        accepted_at=at,
    )
    return renew_link(invitation=invitation, at=at, by=by)


def _first_role(person: User, campaign_id: UUID | None) -> str:
    held = set(person.grants.filter(campaign_id=campaign_id).values_list("role", flat=True))
    return next((role for role in Role.values if role in held), Role.ORGANISER)


def _withdraw(invitation: Invitation, at: datetime) -> None:
    invitation.withdrawn_at = at
    invitation.name = invitation.email = ""  # nobody needs them any more
    invitation.save(update_fields=["withdrawn_at", "name", "email"])


def _locked(invitation: Invitation) -> Invitation:
    return Invitation.objects.select_for_update().get(pk=invitation.pk)


@transaction.atomic
def accept(
    *, invitation: Invitation, at: datetime, credit: str = Credit.NONE, credit_name: str = "", name: str = "",
    person: User | None = None,
) -> User:  # fmt: skip
    """Let the one who was invited in, with the account `person` or a new one; returns the account.

    Whoever is given as `person` has proved with a second factor who they are: the caller sees to that. Raises
    `LinkRefused` where the link lets nobody in (any more), `NameMissing` where the credits' name is missing.
    """
    invitation = _locked(invitation)
    state = link_state(invitation, at)
    if state != LinkState.OPEN:
        raise LinkRefused(LinkState.USED if state == LinkState.SIGNS_IN else state)
    person = person or _new_account(name.strip() or invitation.name, invitation.email)
    _grant_invited(invitation, person)
    if invitation.campaign_id is not None:
        _join(person, invitation.campaign_id, credit, credit_name, at)
    invitation.person, invitation.accepted_at, invitation.used_at = person, at, at
    invitation.expires_at = at + LINK_LASTS
    invitation.save(update_fields=["person", "accepted_at", "used_at", "expires_at"])
    record(
        at=at, by=str(person.public_id), act="people.joined", of=invitation, campaign_id=invitation.campaign_id,
        role=invitation.role, languages=invitation.languages,
    )  # fmt: skip
    return person


def _new_account(name: str, email: str) -> User:
    taken = not email or User.objects.filter(email=email).exists()
    return User.objects.create_user(None if taken else email, None, first_name=name)


def _grant_invited(invitation: Invitation, person: User) -> None:
    if invitation.campaign_id is None:
        person.is_staff = person.is_superuser = True
        person.save(update_fields=["is_staff", "is_superuser"])
        return
    for code in languages_asked(invitation.role, invitation.languages):
        Grant.objects.get_or_create(
            person=person, campaign_id=invitation.campaign_id, role=invitation.role, language=code
        )


def _join(person: User, campaign_id: UUID, credit: str, credit_name: str, at: datetime) -> None:
    values = {**_credit(credit, credit_name), "left_at": None, "last_seen_at": at}
    Membership.objects.update_or_create(
        person=person, campaign_id=campaign_id, defaults=values, create_defaults={**values, "joined_at": at}
    )


def _credit(credit: str, credit_name: str) -> dict[str, str]:
    chosen, named = Credit(credit), credit_name.strip()
    if chosen == Credit.OTHER and not named:
        raise NameMissing
    return {"credit": chosen, "credit_name": named if chosen == Credit.OTHER else ""}


def choose_credit(*, person: User, campaign_id: UUID, credit: str, credit_name: str, at: datetime) -> None:
    """Let a person say how they are named in the credits of a campaign. Raises `NameMissing`."""
    _keep(person, campaign_id, _credit(credit, credit_name), at)


def choose_reminders(*, person: User, campaign_id: UUID, wanted: bool, at: datetime) -> None:
    """Let a person say whether letters tell them what is left to do in a campaign."""
    _keep(person, campaign_id, {"is_reminded": wanted}, at)


def _keep(person: User, campaign_id: UUID, values: Mapping[str, object], at: datetime) -> None:
    """Keep what is a person's own in a campaign; whoever holds a role there may have nothing of the kind yet."""
    Membership.objects.update_or_create(
        person=person, campaign_id=campaign_id, defaults=values, create_defaults={**values, "joined_at": at}
    )


@transaction.atomic
def use_link(*, invitation: Invitation, at: datetime) -> User:
    """Note that a personal link signs its person in; returns the account. Raises `LinkRefused`."""
    invitation = _locked(invitation)
    state = link_state(invitation, at)
    if state != LinkState.SIGNS_IN or invitation.person is None:
        raise LinkRefused(state)
    invitation.used_at, invitation.expires_at = at, at + LINK_LASTS
    invitation.save(update_fields=["used_at", "expires_at"])
    return invitation.person


@transaction.atomic
def change_roles(*, person: User, campaign_id: UUID, roles: Mapping[str, list[str]], at: datetime, by: str) -> None:
    """Give a person exactly these roles in a campaign: role → languages (empty: all, or no matter).

    It holds from the next request on. Raises `NoRole` and `LastOrganiser`.
    """
    if not roles:
        raise NoRole
    _lock_roles(campaign_id)
    if Role.ORGANISER not in roles and is_last_organiser(campaign_id, person.pk):
        raise LastOrganiser
    wanted = {(Role(role).value, code) for role, codes in roles.items() for code in languages_asked(role, codes)}
    held = {(grant.role, grant.language): grant.pk for grant in person.grants.filter(campaign_id=campaign_id)}
    if wanted == set(held):
        return
    Grant.objects.filter(pk__in=[pk for one, pk in held.items() if one not in wanted]).delete()
    Grant.objects.bulk_create(
        Grant(person=person, campaign_id=campaign_id, role=role, language=code)
        for role, code in sorted(wanted - set(held))
    )
    details = {role: [code for code in sorted(codes) if code] for role, codes in sorted(roles.items())}
    record(at=at, by=by, act="people.roles-changed", of=person, campaign_id=campaign_id, roles=details)


@transaction.atomic
def remove(*, person: User, campaign_id: UUID, at: datetime, by: str) -> None:
    """Take a person out of a campaign: roles, links and sessions end at once, their work and their credit stay.

    Where this was their only campaign, the account is closed: passkeys, codes, password and address are forgotten.
    Raises `LastOrganiser`.
    """
    _lock_roles(campaign_id)
    if is_last_organiser(campaign_id, person.pk):
        raise LastOrganiser
    person = User.objects.select_for_update().get(pk=person.pk)
    person.grants.filter(campaign_id=campaign_id).delete()
    person.memberships.filter(campaign_id=campaign_id).update(left_at=at)
    for invitation in person.invitations.filter(campaign_id=campaign_id, withdrawn_at__isnull=True):
        _withdraw(invitation, at)
    person.session_number += 1
    if not person.is_superuser and not person.grants.exists():
        _close(person)
    person.save()
    record(at=at, by=by, act="people.removed", of=person, campaign_id=campaign_id)


def _close(person: User) -> None:
    person.authenticator_set.all().delete()
    person.set_unusable_password()
    person.is_active, person.email = False, None


def _lock_roles(campaign_id: UUID) -> None:
    """Let nobody else change roles of the campaign meanwhile: two organisers must not remove each other."""
    list(Grant.objects.select_for_update().filter(campaign_id=campaign_id, role=Role.ORGANISER).order_by("pk"))


@transaction.atomic
def reset_factors(*, person: User, campaign_id: UUID | None, at: datetime, by: str) -> None:
    """Forget the passkeys, codes and password of somebody who has lost them, and end their sessions.

    They come in again by a renewed link. Raises `WorksElsewhere` where the account reaches more than this campaign:
    then only the operator can (`unisono people open --again`), who names no campaign.
    """
    person = User.objects.select_for_update().get(pk=person.pk)
    beyond = person.is_superuser or person.grants.exclude(campaign_id=campaign_id).exists()
    if campaign_id is not None and beyond:
        raise WorksElsewhere
    person.authenticator_set.all().delete()
    person.set_unusable_password()
    person.session_number += 1
    person.save(update_fields=["password", "session_number"])
    record(at=at, by=by, act="people.factors-reset", of=person, campaign_id=campaign_id)


def note_factor(*, person: User, kind: str, is_set: bool, at: datetime) -> None:
    """Note that a person has set or removed a second factor, in the ledger of each campaign where they work."""
    act = "people.factor-set" if is_set else "people.factor-removed"
    campaigns: set[UUID | None] = set(person.grants.values_list("campaign_id", flat=True))
    for campaign_id in sorted(campaigns, key=str) or [None]:
        record(at=at, by=str(person.public_id), act=act, of=person, campaign_id=campaign_id, kind=kind)


def note_seen(*, person: User, campaign_id: UUID | None, at: datetime) -> None:
    """Note that a person was here: in one campaign, or in all of theirs."""
    here = person.memberships.filter(left_at__isnull=True)
    (here.filter(campaign_id=campaign_id) if campaign_id else here).update(last_seen_at=at)
