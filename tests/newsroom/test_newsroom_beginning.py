"""From a pasted statement to a campaign, and the steps that are left until it opens."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.urls import reverse
from newsroom_screens import speak

from unisono.campaigns.models import Campaign, Moment
from unisono.newsroom.steps import steps_of
from unisono.people.models import Grant
from unisono.words.models import Statement, Texts

STATEMENTS = Path(__file__).parents[1] / "packs" / "statements"
ARABIC = (STATEMENTS / "ar.txt").read_text(encoding="utf-8")
AHEAD = (datetime.now(UTC) + timedelta(days=60)).strftime("%Y-%m-%dT09:30")


def confirmed(statement: str, **changed: str) -> dict[str, str]:
    """What the second screen sends."""
    said = {"statement": statement, "language": "ar", "name": "نهر للجميع", "slug": "rivers", "opens": AHEAD}
    return {**said, "zone": "Asia/Amman", "confirm": "yes", **changed}


def test_statement_is_read_and_nothing_is_made_before_it_is_confirmed(river, person, browse):
    client = browse(person())
    before = Campaign.objects.count()
    answer = client.post(reverse("begin:index"), {"statement": ARABIC, "language": ""})
    page = answer.content.decode()
    read = answer.context["read"]
    assert (answer.status_code, read.language) == (200, "ar")
    assert len(read.aims) >= 2
    for _key, text in (*read.aims, *read.affirmations):
        assert text in page
    assert '<ol lang="ar" dir="rtl">' in page
    assert Campaign.objects.count() == before


def test_what_was_guessed_is_said_in_the_language_of_the_screen_without_words_of_packs(river, person, browse, marked):
    client = browse(speak(person(), "fr"))
    page = client.post(reverse("begin:index"), {"statement": ARABIC, "language": ""}).content.decode()
    assert "<p>⟦The language was not given; it reads as “arabe”⟧</p>" in page
    assert "--language" not in page
    sure = client.post(reverse("begin:index"), {"statement": ARABIC, "language": "ar"}).content.decode()
    assert "⟦The language" not in sure


def test_what_no_pack_can_hold_is_said_in_the_language_of_the_screen(river, person, browse, marked):
    statement = f"# {'نهر ' * 80}\n\nالنهر للجميع، ونحن نقول ذلك اليوم."
    answer = browse(speak(person(), "ar")).post(reverse("begin:index"), confirmed(statement))
    assert answer.status_code == 422
    assert "⟦“\u2068title\u2069” has 319 characters; at most 250⟧. ⟦Shorten it.⟧" in answer.content.decode()
    assert not Campaign.objects.filter(slug="rivers").exists()


def test_confirmed_statement_becomes_a_campaign_of_its_maker(river, person, browse):
    maker = person("organiser")
    answer = browse(maker).post(reverse("begin:index"), confirmed(ARABIC))
    campaign = Campaign.objects.get(slug="rivers")
    assert answer.url == reverse("steps:of", args=[campaign.public_id])
    assert Texts.objects.get(campaign=campaign).name == "نهر للجميع"
    assert Statement.objects.get(campaign=campaign).live
    moment = Moment.objects.get(campaign=campaign)
    assert (moment.kind, moment.zone) == ("opening", "Asia/Amman")
    assert moment.at.astimezone(UTC).strftime("%H:%M") == "06:30"
    assert Grant.objects.filter(person=maker, campaign_id=campaign.public_id, role="organiser").count() == 1


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"slug": "Ströme!"}, "Use small Latin letters"),
        ({"slug": "river"}, "Another campaign has this short name"),
        ({"zone": "Mars/Base"}, "no time zone"),
        ({"opens": "2020-01-01T00:00"}, "This moment is past"),
        ({"name": ""}, "This field is required"),
    ],
)
def test_what_cannot_be_taken_is_said_and_the_statement_stays(river, person, browse, changed, said):
    taken = Campaign.objects.get(pk=river.pk).slug
    changed = {name: taken if value == "river" else value for name, value in changed.items()}
    answer = browse(person()).post(reverse("begin:index"), confirmed(ARABIC, **changed))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    assert ARABIC.strip()[:40] in page
    assert Campaign.objects.count() == 1


def test_empty_text_is_refused_in_words(river, person, browse):
    answer = browse(person()).post(reverse("begin:index"), {"statement": "  \n ", "language": ""})
    assert answer.status_code == 422
    assert "Paste the text of the press statement." in answer.content.decode()


@pytest.mark.parametrize("role", ["editor", "translator", "reviewer", "moderator", "press-officer"])
def test_only_organisers_begin_campaigns(river, person, browse, role):
    client = browse(person(role))
    client.post(reverse("begin:index"), confirmed(ARABIC))
    assert not Campaign.objects.filter(slug="rivers").exists()


def test_steps_are_looked_up_and_counted_back_from_the_opening(river, person):
    organiser = person()
    at = datetime.now(UTC)
    Moment.objects.filter(campaign=river).delete()
    assert {step.due for step in steps_of(river, organiser, at)} == {None}
    Moment.objects.create(campaign=river, kind="opening", at=at + timedelta(days=20), zone="UTC")
    steps = steps_of(river, organiser, at)
    assert steps[0].is_done
    dues = [step.due for step in steps]
    assert dues == sorted(dues)
    late = [step for step in steps if step.is_late]
    assert late
    assert all(step.due < at.date() and not step.is_done for step in late)
    invite = next(step for step in steps if "translator" in step.what)
    assert not invite.is_done
    Grant.objects.create(person=organiser, campaign_id=river.public_id, role="translator", language="")
    again = steps_of(river, organiser, at)
    assert next(step for step in again if "translator" in step.what).is_done


def test_steps_of_another_campaign_are_not_shown(river, person, browse):
    stranger = person("organiser", campaign=Campaign.objects.create(slug="other", source_language="en"))
    answer = browse(stranger).get(reverse("steps:of", args=[river.public_id]))
    assert answer.status_code in (302, 403)
    assert "Approve the statement" not in answer.content.decode()
