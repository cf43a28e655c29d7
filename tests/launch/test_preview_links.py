"""Preview links: made with a secret nobody keeps, never longer than they may last, stopped at once."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.launch.river import AT

from unisono.campaigns.models import Campaign, CampaignLanguage, Moment
from unisono.launch.models import PreviewLink, Wording
from unisono.launch.preview_links import (
    LASTS,
    LONGEST,
    Ends,
    LinkState,
    UnknownLanguages,
    languages_of_link,
    latest_end,
    link_state,
    make_preview_link,
    note_opened,
    preview_link_by,
    preview_link_of,
    visitor_key,
    withdraw_preview_link,
)
from unisono.ledger.models import Entry
from unisono.people.models import Grant, Role, User
from unisono.people.operations import remove
from unisono.people.queries import can, who_may


@pytest.fixture
def olga(river) -> User:
    """The organiser."""
    return organiser(river, "olga")


def organiser(campaign: Campaign, name: str) -> User:
    user = User.objects.create_user(f"{name}@example.org", first_name=name.title())
    Grant.objects.create(person=user, campaign_id=campaign.public_id, role=Role.ORGANISER)
    return user


def made(river, by, until=AT + LASTS, languages=(), wording=Wording.APPROVED) -> tuple[PreviewLink, str]:
    return make_preview_link(
        campaign=river, languages=languages, wording=wording, note=" The board ", until=until, at=AT, by=str(by.pk)
    )


def test_a_link_keeps_a_hash_and_says_so_in_the_ledger_without_its_note(river, olga):
    link, token = made(river, olga, languages=["en", "ar"])
    assert len(token) >= 43  # 32 bytes of chance
    assert token not in str(PreviewLink.objects.values().get())
    assert preview_link_by(token) == link
    assert preview_link_by(f"{token}x") is None
    assert (link.note, link.languages, link.opened) == ("The board", ["ar", "en"], 0)
    entry = Entry.objects.get(act="preview.shared")
    assert (entry.by, entry.object_id, entry.campaign_id) == (str(olga.pk), str(link.public_id), river.public_id)
    assert entry.details == {"languages": ["ar", "en"], "wording": "approved", "until": link.expires_at.isoformat()}


def test_two_links_never_share_a_secret(river, olga):
    assert len({made(river, olga)[1] for _ in range(20)}) == 20


@pytest.mark.parametrize("languages", [["de"], ["en", "de"]])
def test_a_link_shows_no_language_that_the_campaign_has_not(river, olga, languages):
    with pytest.raises(UnknownLanguages, match="de"):
        made(river, olga, languages=languages)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(hours=st.integers(-100, 2000), opening=st.none() | st.integers(-100, 2000))
def test_no_link_outlasts_sixty_days_or_the_opening(river, olga, hours, opening):
    until = AT + timedelta(hours=hours)
    with transaction.atomic():
        Moment.objects.all().delete()
        if opening is not None:
            when = AT + timedelta(hours=opening)
            Moment.objects.create(campaign=river, kind="opening", at=when, zone="UTC", languages=[])
        fits = 0 < hours <= 60 * 24 and (opening is None or opening <= 0 or hours <= opening)
        try:
            link, _token = made(river, olga, until=until)
        except Ends:
            assert not fits
        else:
            assert fits
            assert link.expires_at == until


def test_a_link_that_would_last_too_long_is_refused_with_the_latest_end(river, olga):
    for until in (AT, AT - timedelta(days=1), AT + LONGEST + timedelta(seconds=1)):
        with pytest.raises(Ends) as refused:
            made(river, olga, until=until)
        assert refused.value.latest == AT + LONGEST
    assert not PreviewLink.objects.exists()
    assert made(river, olga, until=AT + LONGEST)[0].expires_at == AT + LONGEST


def test_a_link_ends_with_the_opening_of_the_last_language(river, olga):
    Moment.objects.all().delete()
    assert latest_end(river, AT) == AT + LONGEST
    for days, codes in ((-1, ["en"]), (5, ["en"]), (9, ["ar"])):
        Moment.objects.create(
            campaign=river, kind="opening", at=AT + timedelta(days=days), zone="Europe/Brussels", languages=codes
        )
    assert latest_end(river, AT) == AT + timedelta(days=9)
    with pytest.raises(Ends):
        made(river, olga, until=AT + timedelta(days=10))
    Moment.objects.filter(at__gt=AT).delete()
    assert latest_end(river, AT) == AT + LONGEST  # it has opened: what comes next may be looked at as well


def test_the_database_itself_refuses_a_link_without_time(river, olga):
    link, _token = made(river, olga)
    with pytest.raises(IntegrityError), transaction.atomic():
        PreviewLink.objects.filter(pk=link.pk).update(expires_at=AT)


def test_a_link_stops_at_its_end_and_when_it_is_withdrawn(river, olga):
    link, _token = made(river, olga)
    assert link_state(link, AT) == LinkState.OPEN
    assert link_state(link, link.expires_at - timedelta(seconds=1)) == LinkState.OPEN
    assert link_state(link, link.expires_at) == LinkState.EXPIRED
    for _ in range(2):  # once more changes nothing
        withdraw_preview_link(link=link, at=AT + timedelta(hours=1), by=str(olga.pk))
    assert link_state(link, AT) == LinkState.WITHDRAWN
    assert link_state(link, link.expires_at) == LinkState.WITHDRAWN
    assert Entry.objects.filter(act="preview.withdrawn").count() == 1
    assert link.withdrawn_at == AT + timedelta(hours=1)


def test_a_link_stops_when_its_maker_may_no_longer_make_one(river, olga):
    other = organiser(river, "other")
    link, _token = made(river, olga)
    remove(person=olga, campaign_id=river.public_id, at=AT, by=str(other.pk))
    assert link_state(link, AT) == LinkState.ORPHANED
    theirs, _token = made(river, other)
    Grant.objects.filter(person=other).update(role=Role.EDITOR)
    assert link_state(theirs, AT) == LinkState.ORPHANED
    by_command, _token = make_preview_link(
        campaign=river, languages=[], wording="newest", note="N", until=AT + LASTS, at=AT, by="command:preview"
    )
    assert link_state(by_command, AT) == LinkState.OPEN


def test_those_who_may_are_those_who_can(river, olga):
    everybody = [olga, User.objects.create_superuser("root@example.org", "secret")]
    for role in Role:
        user = User.objects.create_user(f"{role}@example.org")
        Grant.objects.create(person=user, campaign_id=river.public_id, role=role)
        everybody.append(user)
    gone = organiser(river, "gone")
    gone.is_active = False
    gone.save()
    able = {str(one.pk) for one in [*everybody, gone] if can(one, "share-preview", campaign_id=river.public_id)}
    assert who_may("share-preview", river.public_id) == able
    assert len(able) == 3


def test_a_link_goes_with_its_campaign(river, olga):
    lake = Campaign.objects.create(slug="lake", source_language="en")
    CampaignLanguage.objects.create(campaign=lake, code="en")
    _link, token = made(lake, organiser(lake, "lena"))
    lake.delete()
    assert preview_link_by(token) is None


def test_openings_are_counted_and_nothing_else(river, olga):
    link, _token = made(river, olga)
    note_opened(link=link)
    note_opened(link=link)
    link.refresh_from_db()
    assert link.opened == 2
    assert Entry.objects.filter(object_id=str(link.public_id)).count() == 1


def test_a_visitors_key_is_good_for_its_link_alone(river, olga):
    link, token = made(river, olga)
    other, _token = made(river, olga)
    key = visitor_key(link)
    assert token not in key
    assert preview_link_of(link.public_id, key) == link
    assert preview_link_of(other.public_id, key) is None
    assert preview_link_of(link.public_id, "") is None


def test_a_link_shows_what_the_campaign_still_has(river, olga):
    link, _token = made(river, olga)
    assert languages_of_link(link) == ["en", "ar", "fr"]
    french, _token = made(river, olga, languages=["fr"])
    assert languages_of_link(french) == ["fr"]
    CampaignLanguage.objects.filter(campaign=river, code="fr").delete()
    assert languages_of_link(PreviewLink.objects.get(pk=french.pk)) == []  # and not all of them
