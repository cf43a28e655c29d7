"""How people come in, change what they do, and leave."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from allauth.mfa.models import Authenticator

from people_entering import with_app
from unisono.ledger.models import Entry
from unisono.people import operations
from unisono.people.links import hash_of
from unisono.people.models import Credit, Grant, Invitation, LinkState, Membership, Role, User
from unisono.people.queries import invitation_by, link_state, links_for_address, members_of, open_invitations

RIVER, LAKE = uuid4(), uuid4()
AT = datetime(2031, 3, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)

pytestmark = pytest.mark.django_db


def invited(role=Role.TRANSLATOR, languages=("ar",), campaign=RIVER, **given):
    values = {"name": "Ines", "email": "ines@example.org", "language": "ar", "at": AT, "by": "command:test", **given}
    return operations.invite(campaign_id=campaign, role=role, languages=list(languages), **values)


def joined(role=Role.TRANSLATOR, languages=("ar",), campaign=RIVER, **given) -> tuple[User, Invitation, str]:
    invitation, token = invited(role, languages, campaign, **given)
    person = operations.accept(invitation=invitation, at=AT)
    invitation.refresh_from_db()
    return person, invitation, token


def acts() -> list[str]:
    return list(Entry.objects.order_by("pk").values_list("act", flat=True))


# -- invitations


def test_link_is_kept_as_a_hash_alone():
    invitation, token = invited()
    assert invitation.token_hash == hash_of(token)
    assert token not in str(Invitation.objects.values().get())
    assert token not in str(list(Entry.objects.values()))
    assert invitation_by(token) == invitation
    assert invitation_by(invitation.token_hash) is None
    assert len(token) == 43


def test_accepting_makes_an_account_with_the_roles_and_the_credit():
    invitation, _token = invited(languages=["fr", "ar"])
    person = operations.accept(invitation=invitation, at=AT, name="Inès", credit=Credit.OTHER, credit_name=" Rivière ")
    assert (person.first_name, person.email) == ("Inès", "ines@example.org")
    assert not person.has_usable_password()
    assert sorted(person.grants.values_list("role", "language")) == [("translator", "ar"), ("translator", "fr")]
    assert person.memberships.get().credited_as == "Rivière"
    assert acts() == ["people.invited", "people.joined"]
    assert [entry.campaign_id for entry in Entry.objects.all()] == [RIVER, RIVER]


def test_ledger_names_nobody():
    person, _invitation, _token = joined()
    operations.remove(person=person, campaign_id=RIVER, at=AT, by="command:test")
    written = str(list(Entry.objects.values()))
    assert "Ines" not in written
    assert "ines@example.org" not in written


def test_accepting_twice_is_refused():
    _person, invitation, _token = joined()
    with pytest.raises(operations.LinkRefused) as refused:
        operations.accept(invitation=invitation, at=AT)
    assert refused.value.state == LinkState.USED
    assert User.objects.count() == 1


def test_expired_and_withdrawn_invitations_let_nobody_in():
    invitation, _token = invited()
    with pytest.raises(operations.LinkRefused) as refused:
        operations.accept(invitation=invitation, at=AT + 14 * DAY)
    assert refused.value.state == LinkState.EXPIRED
    operations.take_back(invitation=invitation, at=AT, by="command:test")
    with pytest.raises(operations.LinkRefused) as refused:
        operations.accept(invitation=invitation, at=AT)
    assert refused.value.state == LinkState.WITHDRAWN
    invitation.refresh_from_db()
    assert (invitation.name, invitation.email) == ("", "")
    assert list(open_invitations(RIVER)) == []


def test_other_name_must_be_given():
    invitation, _token = invited()
    with pytest.raises(operations.NameMissing):
        operations.accept(invitation=invitation, at=AT, credit=Credit.OTHER, credit_name=" ")
    assert User.objects.count() == 0
    invitation.refresh_from_db()
    assert invitation.accepted_at is None


def test_renewing_voids_the_old_link():
    invitation, old = invited()
    new = operations.renew_link(invitation=invitation, at=AT + DAY, by="command:test")
    assert invitation_by(old) is None
    assert invitation_by(new).expires_at == AT + 15 * DAY
    operations.take_back(invitation=invitation, at=AT, by="command:test")
    with pytest.raises(operations.LinkRefused):
        operations.renew_link(invitation=invitation, at=AT, by="command:test")


def test_address_of_another_account_is_not_taken():
    User.objects.create_user("ines@example.org")
    person, _invitation, _token = joined()
    assert person.email is None


# -- links that sign in


def test_translators_link_signs_in_again_and_again():
    person, invitation, _token = joined()
    assert link_state(invitation, AT + DAY) == LinkState.SIGNS_IN
    assert operations.use_link(invitation=invitation, at=AT + 60 * DAY) == person
    invitation.refresh_from_db()
    assert invitation.expires_at == AT + 150 * DAY
    assert link_state(invitation, AT + 149 * DAY) == LinkState.SIGNS_IN
    assert link_state(invitation, AT + 150 * DAY) == LinkState.EXPIRED


def test_link_of_whoever_needs_a_second_factor_works_once():
    _person, invitation, _token = joined(Role.MODERATOR, ())
    assert link_state(invitation, AT) == LinkState.USED
    with pytest.raises(operations.LinkRefused):
        operations.use_link(invitation=invitation, at=AT)
    operations.renew_link(invitation=invitation, at=AT, by="command:test")
    invitation.refresh_from_db()
    operations.use_link(invitation=invitation, at=AT)
    invitation.refresh_from_db()
    assert link_state(invitation, AT) == LinkState.USED


def test_link_of_one_campaign_does_not_open_an_account_of_two_without_a_second_factor():
    person, invitation, _token = joined()
    Grant.objects.create(person=person, campaign_id=LAKE, role=Role.ORGANISER)
    with pytest.raises(operations.WorksElsewhere):
        operations.renew_link(invitation=invitation, at=AT, by="command:test")
    invitation.used_at = None
    assert link_state(invitation, AT) == LinkState.USED
    with_app(person)
    operations.renew_link(invitation=invitation, at=AT, by="command:test")
    invitation.refresh_from_db()
    assert link_state(invitation, AT) == LinkState.SIGNS_IN  # and then asks for the second factor


def test_link_asked_for_leaves_the_present_one_alone():
    person, invitation, token = joined()
    first = operations.another_link(invitation=invitation, at=AT)
    second = operations.another_link(invitation=invitation, at=AT)
    assert invitation_by(first) is None
    assert link_state(invitation_by(token), AT) == LinkState.SIGNS_IN
    asked = invitation_by(second)
    assert (asked.person, link_state(asked, AT)) == (person, LinkState.SIGNS_IN)
    assert link_state(asked, AT + DAY) == LinkState.EXPIRED
    operations.use_link(invitation=asked, at=AT)
    operations.another_link(invitation=invitation, at=AT)
    assert invitation_by(second) == asked  # used, so it is theirs
    operations.take_back(invitation=invitation, at=AT, by="command:test")
    assert {one.state(AT) for one in Invitation.objects.all()} == {LinkState.WITHDRAWN}
    invitation.refresh_from_db()
    with pytest.raises(operations.LinkRefused):
        operations.another_link(invitation=invitation, at=AT)


def test_links_for_an_address_are_those_of_people_who_are_still_in():
    person, invitation, _token = joined()
    invited()  # the same address, not accepted
    joined(campaign=LAKE, email="other@example.org")
    assert links_for_address(" INES@example.org", AT) == [invitation]
    assert links_for_address("nobody@example.org", AT) == []
    operations.remove(person=person, campaign_id=RIVER, at=AT, by="command:test")
    assert links_for_address("ines@example.org", AT) == []


def test_person_without_a_link_is_given_one():
    person = User.objects.create_user("b@example.org", "secret", first_name="Ben")
    Grant.objects.create(person=person, campaign_id=RIVER, role=Role.REVIEWER)
    token = operations.link_for(person=person, campaign_id=RIVER, language="en", at=AT, by="command:test")
    assert operations.use_link(invitation=invitation_by(token), at=AT) == person
    again = operations.link_for(person=person, campaign_id=RIVER, language="en", at=AT, by="command:test")
    assert invitation_by(token) is None
    assert invitation_by(again).role == Role.REVIEWER


# -- roles


def test_roles_are_changed_to_exactly_those_given():
    person, _invitation, _token = joined(languages=["ar", "fr"])
    operations.change_roles(
        person=person, campaign_id=RIVER, roles={"reviewer": ["fr"], "editor": []}, at=AT, by="command:test"
    )
    assert sorted(person.grants.values_list("role", "language")) == [("editor", ""), ("reviewer", "fr")]
    assert Entry.objects.last().details == {"roles": {"editor": [], "reviewer": ["fr"]}}
    count = Entry.objects.count()
    operations.change_roles(
        person=person, campaign_id=RIVER, roles={"reviewer": ["fr"], "editor": []}, at=AT, by="command:test"
    )
    assert Entry.objects.count() == count
    with pytest.raises(operations.NoRole):
        operations.change_roles(person=person, campaign_id=RIVER, roles={}, at=AT, by="command:test")


def test_last_organiser_stays():
    first, _invitation, _token = joined(Role.ORGANISER, ())
    with pytest.raises(operations.LastOrganiser):
        operations.remove(person=first, campaign_id=RIVER, at=AT, by="command:test")
    with pytest.raises(operations.LastOrganiser):
        operations.change_roles(person=first, campaign_id=RIVER, roles={"editor": []}, at=AT, by="command:test")
    assert first.grants.get().role == Role.ORGANISER
    second, _invitation, _token = joined(Role.ORGANISER, (), email="")
    operations.remove(person=first, campaign_id=RIVER, at=AT, by="command:test")
    with pytest.raises(operations.LastOrganiser):
        operations.remove(person=second, campaign_id=RIVER, at=AT, by="command:test")


# -- leaving


def test_removal_closes_the_account_and_keeps_the_credit():
    person, _invitation, token = joined(Role.MODERATOR, ())
    operations.choose_credit(person=person, campaign_id=RIVER, credit=Credit.NAME, credit_name="", at=AT)
    with_app(person)
    person.set_password("secret")
    person.save()
    before = person.get_session_auth_hash()
    operations.remove(person=person, campaign_id=RIVER, at=AT + DAY, by="command:test")
    person.refresh_from_db()
    assert (person.is_active, person.email, person.has_usable_password()) == (False, None, False)
    assert person.get_session_auth_hash() != before
    assert not Authenticator.objects.exists()
    assert not person.grants.exists()
    assert link_state(invitation_by(token), AT) == LinkState.WITHDRAWN
    membership = Membership.objects.get()
    assert (membership.left_at, membership.credited_as) == (AT + DAY, "Ines")
    assert members_of(RIVER) == []


def test_removal_from_one_campaign_leaves_the_other():
    person, _invitation, _token = joined()
    Grant.objects.create(person=person, campaign_id=LAKE, role=Role.EDITOR)
    with_app(person)
    before = person.get_session_auth_hash()
    operations.remove(person=person, campaign_id=RIVER, at=AT, by="command:test")
    person.refresh_from_db()
    assert person.is_active
    assert person.get_session_auth_hash() != before
    assert person.grants.get().campaign_id == LAKE
    assert Authenticator.objects.count() == 1


def test_factors_are_reset_by_organisers_only_where_the_account_is_theirs_alone():
    person, _invitation, _token = joined(Role.MODERATOR, ())
    with_app(person)
    Grant.objects.create(person=person, campaign_id=LAKE, role=Role.EDITOR)
    with pytest.raises(operations.WorksElsewhere):
        operations.reset_factors(person=person, campaign_id=RIVER, at=AT, by="command:test")
    assert Authenticator.objects.count() == 1
    operations.reset_factors(person=person, campaign_id=None, at=AT, by="command:people")
    assert not Authenticator.objects.exists()


# -- the list


def test_members_are_read_in_three_queries_however_many_they_are(django_assert_num_queries):
    for number in range(3):
        person, _invitation, _token = joined(languages=["fr", "ar"], email=f"p{number}@example.org", name=f"P{number}")
        Grant.objects.create(person=person, campaign_id=RIVER, role=Role.EDITOR)
    with_app(person)
    with django_assert_num_queries(3):
        members = members_of(RIVER)
        assert [one.person.name for one in members] == ["P0", "P1", "P2"]
        assert [one.roles for one in members] == [("editor", "translator")] * 3
        assert members[0].languages == {"editor": (), "translator": ("ar", "fr")}
        assert [one.has_second_factor for one in members] == [False, False, True]
        assert members[0].needs_second_factor
        assert members[0].last_seen_at == AT
        assert members[0].credit == ""
