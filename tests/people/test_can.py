"""One function decides who may do what, where: every role, every action, in the campaign and outside it."""

from uuid import uuid4

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction

from unisono.people.models import Grant, Role, User
from unisono.people.queries import (
    ACTIONS,
    GUARDED_ACTIONS,
    GUARDED_ROLES,
    ROLES_FOR,
    campaigns_where,
    can,
    languages_where,
    needs_second_factor,
)

RIVER, LAKE = uuid4(), uuid4()
#: Written down once more, so that a slip in the table is noticed.
MAY = {
    Role.ORGANISER: set(ACTIONS),
    Role.EDITOR: {"edit", "approve"},
    Role.TRANSLATOR: {"translate"},
    Role.REVIEWER: {"translate", "review"},
    Role.MODERATOR: {"organisations", "messages", "see-personal-data"},
    Role.PRESS_OFFICER: {"press", "see-personal-data"},
}


def holding(role: str, language: str = "", campaign=RIVER) -> User:
    user = User.objects.create_user()
    Grant.objects.create(person=user, campaign_id=campaign, role=role, language=language)
    return user


@pytest.mark.django_db
@pytest.mark.parametrize("role", Role)
def test_every_role_may_exactly_what_is_written_and_nothing_elsewhere(role):
    language = "ar" if role in (Role.TRANSLATOR, Role.REVIEWER) else ""
    user = holding(role, language)
    assert {action for action in ACTIONS if can(user, action)} == MAY[role]
    assert {action for action in ACTIONS if can(user, action, campaign_id=RIVER)} == MAY[role]
    assert {action for action in ACTIONS if can(user, action, campaign_id=RIVER, language="ar")} == MAY[role]
    others = {action for action in ACTIONS if can(user, action, campaign_id=RIVER, language="fr")}
    assert others == (set() if language else MAY[role])
    assert {action for action in ACTIONS if can(user, action, campaign_id=LAKE)} == set()


@pytest.mark.django_db
def test_translators_and_reviewers_reach_no_personal_data_and_no_settings():
    for role in (Role.TRANSLATOR, Role.REVIEWER):
        user = holding(role)
        assert not any(can(user, action) for action in GUARDED_ACTIONS)
        assert not needs_second_factor(user)


@pytest.mark.django_db
def test_whoever_may_do_something_guarded_needs_a_second_factor():
    assert set(Role) - GUARDED_ROLES == {Role.TRANSLATOR, Role.REVIEWER}
    for role in GUARDED_ROLES:
        assert needs_second_factor(holding(role))


@pytest.mark.django_db
def test_two_campaigns_need_a_second_factor():
    user = holding(Role.TRANSLATOR, "ar")
    Grant.objects.create(person=user, campaign_id=LAKE, role=Role.TRANSLATOR, language="ar")
    assert needs_second_factor(user)


@pytest.mark.django_db
def test_campaigns_and_languages_are_those_of_the_role():
    user = holding(Role.TRANSLATOR, "ar")
    Grant.objects.create(person=user, campaign_id=LAKE, role=Role.REVIEWER)
    assert campaigns_where(user, "translate") == {RIVER, LAKE}
    assert campaigns_where(user, "review") == {LAKE}
    assert campaigns_where(user) == {RIVER, LAKE}
    assert campaigns_where(user, "open") == frozenset()
    assert languages_where(user, "translate", RIVER) == {"ar"}
    assert languages_where(user, "review", RIVER) == frozenset()
    assert languages_where(user, "review", LAKE) is None


@pytest.mark.django_db
def test_session_of_a_link_is_limited_to_the_links_campaign():
    user = holding(Role.TRANSLATOR, "ar")
    Grant.objects.create(person=user, campaign_id=LAKE, role=Role.EDITOR)
    user.signed_in_for = RIVER
    assert can(user, "translate", campaign_id=RIVER)
    assert not can(user, "edit", campaign_id=LAKE)
    assert not can(user, "edit")
    assert campaigns_where(user) == {RIVER}
    assert languages_where(user, "translate", LAKE) == frozenset()


@pytest.mark.django_db
def test_superuser_may_everything_everywhere_but_not_through_a_campaigns_link():
    root = User.objects.create_superuser("root@example.org")
    assert all(can(root, action, campaign_id=LAKE, language="fr") for action in ACTIONS)
    assert campaigns_where(root) is None
    assert languages_where(root, "review", LAKE) is None
    root.signed_in_for = RIVER
    assert not can(root, "open", campaign_id=LAKE)
    assert not can(root, "open")


@pytest.mark.django_db
def test_nobody_and_whoever_has_left_may_nothing():
    gone = holding(Role.ORGANISER)
    gone.is_active = False
    for user in (gone, AnonymousUser()):
        assert not any(can(user, action) for action in ACTIONS)
        assert campaigns_where(user) == frozenset()
        assert languages_where(user, "translate", RIVER) == frozenset()


@pytest.mark.django_db
def test_database_refuses_a_language_for_a_role_that_has_none():
    user = User.objects.create_user()
    with pytest.raises(IntegrityError), transaction.atomic():
        Grant.objects.create(person=user, campaign_id=RIVER, role=Role.EDITOR, language="ar")


def test_organiser_may_everything():
    assert all(Role.ORGANISER in roles for roles in ROLES_FOR.values())
