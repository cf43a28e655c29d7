"""Languages of a campaign: found, looked at, added, ordered, taken out; what is open stays as it is."""

from dataclasses import replace
from datetime import UTC, datetime

import msgspec
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from newsroom_screens import speak

from people_entering import signed_in_strongly
from unisono.campaigns.languages import LanguageRefused, add_language, order_languages, remove_language
from unisono.campaigns.models import Campaign, CampaignLanguage, Moment
from unisono.languages.models import EarlierText, SettledCopy, Translation
from unisono.launch.operations import freeze, open_now
from unisono.launch.reading import read_snapshot
from unisono.launch.store import Store
from unisono.ledger.models import Entry
from unisono.newsroom.languages.facts import Facts, needs_of
from unisono.packs.checking import check_pack
from unisono.packs.exporting import export_pack
from unisono.packs.importing import import_pack
from unisono.packs.pieces import pieces
from unisono.people.models import Grant, Role

AT = datetime(2031, 3, 1, 12, tzinfo=UTC)


def address(campaign, rest: str = "") -> str:
    return f"/newsroom/campaign-languages/{campaign.public_id}/{rest}"


def said(answer) -> str:
    assert answer.status_code == 200
    return answer.content.decode()


def add(campaign, code):
    return add_language(campaign=campaign, code=code, at=AT, by="test")


def remove(campaign, code):
    remove_language(campaign=campaign, code=code, at=AT, by="test")


def codes_of(campaign) -> tuple[str, ...]:
    return Campaign.objects.get(pk=campaign.pk).language_codes


@pytest.fixture
def client(person, browse):
    return browse(person("organiser"))


# -- who may


ROLES = ["organiser", "editor", "translator", "reviewer", "moderator", "press-officer"]


@pytest.mark.parametrize("role", ROLES)
def test_only_organisers_see_add_and_take_out(river, person, browse, role):
    client = browse(person(role))
    may = role == "organiser"
    for path in ("", "?q=persian", "fa/", "fa/sample.webp", "fr/out/"):
        assert (client.get(address(river, path)).status_code == 200) == may, path
    client.post(address(river, "fa/"))
    assert ("fa" in codes_of(river)) == may
    client.post(address(river, "fr/out/"))
    assert ("fr" in codes_of(river)) != may
    client.post(address(river, "order/"), {"code": "en", "to": "earlier"})
    client.post(address(river, "reviewed/"), {"code": "en", "reviewed": "no"})
    assert (codes_of(river)[0] == "en") == may
    assert CampaignLanguage.objects.get(code="en").is_reviewed != may


def test_organisers_of_another_campaign_and_strangers_see_nothing(river, person, browse, client):
    other = Campaign.objects.create(slug="other", source_language="en")
    stranger = browse(person("organiser", campaign=other))
    for path in ("", "fa/", "fr/out/", "fa/sample.webp"):
        assert stranger.get(address(river, path)).status_code in (302, 403)
        assert stranger.post(address(river, path)).status_code in (302, 403, 405)
    assert codes_of(river) == ("ar", "en", "fr")


def test_those_who_have_one_campaign_come_to_its_languages_at_once(river, client):
    assert client.get("/newsroom/campaign-languages/")["Location"] == address(river)


# -- adding


@pytest.mark.parametrize(
    ("written", "code"),
    [("fa", "fa"), ("IW", "he"), ("in", "id"), ("tl", "fil"), ("zh-Hant", "zh-hant"), ("sr_Latn", "sr-latn"),
     ("ckb", "ckb"), ("yue", "yue"), ("zgh", "zgh"), ("la", "la")],
)  # fmt: skip
def test_any_language_of_cldr_is_added_under_its_usual_code(river, written, code):
    assert add(river, written).code == code
    assert code in codes_of(river)
    entry = Entry.objects.get(act="language.added")
    assert (entry.details, entry.by) == ({"language": code}, "test")


@pytest.mark.parametrize("written", ["ar", "AR", "ara", "fr-FR", "eng"])
def test_a_language_is_there_once_whatever_it_is_called(river, written):
    with pytest.raises(LanguageRefused, match="already"):
        add(river, written)
    assert codes_of(river) == ("ar", "en", "fr")


@pytest.mark.parametrize("written", ["", "qq", "klingon", "sm", "fa-latn", "../fa", "a" * 200, "فارسی", "<script>"])
def test_what_is_no_language_is_refused_in_words(river, written):
    with pytest.raises(LanguageRefused, match="Search for it by its name"):
        add(river, written)
    assert codes_of(river) == ("ar", "en", "fr")
    assert not Entry.objects.filter(act="language.added").exists()


@pytest.mark.parametrize("path", ["qq/", "sm/", "fa-latn/", "qq/out/", "fa/out/", "qq/sample.webp"])
def test_addresses_of_what_is_no_language_lead_nowhere(river, client, path):
    assert client.get(address(river, path)).status_code == 404


def test_a_language_of_an_alias_is_the_same_language(river, client):
    assert "العربية" in said(client.get(address(river, "ara/")))
    assert "has this language already" in said(client.get(address(river, "ara/")))


@pytest.mark.parametrize("screen", ["en", "ar", "hi"])
def test_adding_takes_a_search_and_a_button(river, person, browse, screen):
    client = browse(speak(person("organiser"), screen))
    page = said(client.get(address(river, "?q=فارسی")))
    assert f'action="{address(river, "fa/")}"' in page
    answer = client.post(address(river, "fa/"), follow=True)
    assert "فارسی" in said(answer)
    assert codes_of(river) == ("ar", "en", "fa", "fr")
    assert CampaignLanguage.objects.get(code="fa").is_reviewed is False


def test_several_finds_are_listed_and_what_has_but_a_name_says_so(river, client):
    page = said(client.get(address(river, "?q=serb")))
    assert f'href="{address(river, "sr-latn/")}"' in page
    page = said(client.get(address(river, "?q=samoan")))
    assert f'href="{address(river, "sm/")}"' not in page
    assert "CLDR has its name and nothing else yet" in page
    assert "No language is called “<bdi>&lt;b&gt;</bdi>”" in said(client.get(address(river, "?q=<b>")))


def test_what_is_known_is_shown_before_anything_is_added(river, client):
    page = said(client.get(address(river, "fa/")))
    for part in ("from right to left", "۱٬۲۳۴٬۵۶۷٬۸۹۰", "2 forms:", "Iran", "Afghanistan", "Noto Sans Arabic"):
        assert part in page, part
    needs = needs_of(river)
    assert f"{needs.texts} texts, {needs.words} words" in page
    assert "Not proved yet" not in page
    facts = Facts(river, "fa")
    assert (facts.interface.done, facts.missing_words) == (0, facts.interface.messages)
    assert f"0 of {facts.interface.messages} are there." in page
    assert "<bdi>English</bdi>" in page


def test_needs_are_counted_from_what_is_approved(river):
    segments = [one for piece in pieces(river).values() for one in piece.segments() if not one.optional]
    captions = 1
    assert needs_of(river).texts == len(segments) + captions


def test_a_language_that_is_not_proved_shows_words_of_its_own(river, client):
    page = said(client.get(address(river, "lv/")))
    assert "Not proved yet: look at the samples." in page
    assert "pirmdiena" in page
    drawn = client.get(address(river, "lv/sample.webp"))
    assert (drawn["Content-Type"], drawn.content[8:12]) == ("image/webp", b"WEBP")


def test_a_language_without_a_font_can_be_added_and_says_what_cards_need(river, client):
    page = said(client.get(address(river, "zgh/")))
    assert "No font on this server draws “<bdi>ⵜ</bdi>”" in page
    assert "fonts-noto-core" in page
    assert "sample.webp" not in page
    assert client.get(address(river, "zgh/sample.webp")).status_code == 404
    client.post(address(river, "zgh/"))
    assert "zgh" in codes_of(river)


def test_words_of_a_language_inherit_from_its_nearest_kin(river, client):
    page = said(client.get(address(river, "pt-pt/")))
    assert "<bdi>Portuguese</bdi>" in page
    assert "<bdi>English</bdi>" in page


def test_a_late_rule_is_told_as_it_is(river, client):
    assert "shown in the source language, with a note" in said(client.get(address(river, "fa/")))
    Campaign.objects.update(late="hold")
    assert "it stays closed until" in said(client.get(address(river, "fa/")))


def test_an_opening_that_names_its_languages_is_told(river, client):
    assert "this one is in none" not in said(client.get(address(river, "fa/")))
    Moment.objects.update(languages=["en", "ar"])
    assert "this one is in none" in said(client.get(address(river, "fa/")))


# -- what is open and what comes next


@pytest.mark.slow
@pytest.mark.parametrize("late", ["source", "hold"])
def test_what_is_open_stays_and_the_next_edition_has_the_language_by_the_rule(river, client, place, late):
    from unisono.base.home import home

    Campaign.objects.update(late=late)
    river.refresh_from_db()

    def frozen():
        return freeze(
            campaign=Campaign.objects.get(), at=AT, by="test", home=home(), origin="https://river.example.org"
        )

    before = frozen().edition
    open_now(edition=before, at=AT, by="test", home=home())
    files = {path: path.read_bytes() for path in (place / "editions" / "manifests").glob(f"{before.name}*")}
    doors = (place / "public" / "doors.json").read_bytes()
    assert files
    client.post(address(river, "fa/"))
    client.post(address(river, "zgh/"))  # whose script no font here draws
    assert {path: path.read_bytes() for path in files} == files
    assert (place / "public" / "doors.json").read_bytes() == doors
    after = frozen()
    opened = Store(home().editions).index(after.edition.name).snapshot.languages
    assert {"fa", "zgh"} & set(opened) == ({"fa", "zgh"} if late == "source" else set())
    assert {path: path.read_bytes() for path in files} == files


def test_an_edition_shows_the_source_words_in_a_new_language_and_marks_them(river, place):
    add(river, "fa")
    snapshot, late = read_snapshot(campaign=Campaign.objects.get(), at=AT, origin="", blobs=Store(place / "editions"))
    assert snapshot.languages == ("ar", "en", "fa", "fr")
    persian = snapshot.in_language("fa")
    assert (persian.texts.language, persian.reviewed, persian.news) == ("en", False, ())
    assert ("texts", "fa", "source") in {(one.piece, one.language, one.outcome) for one in late}


# -- order


def test_languages_stand_in_the_order_that_was_chosen_here_in_packs_and_in_editions(river, client, place):
    client.post(address(river, "order/"), {"code": "fr", "to": "earlier"})
    client.post(address(river, "order/"), {"code": "fr", "to": "earlier"})
    assert codes_of(river) == ("fr", "ar", "en")
    client.post(address(river, "order/"), {"code": "fr", "to": "earlier"})
    client.post(address(river, "order/"), {"code": "xx", "to": "later"})
    assert codes_of(river) == ("fr", "ar", "en")
    campaign = Campaign.objects.get()
    assert campaign.target_codes == ("fr", "ar")
    snapshot, _ = read_snapshot(campaign=campaign, at=AT, origin="", blobs=Store(place / "editions"))
    assert snapshot.languages == ("fr", "ar", "en")
    pack = export_pack(campaign)
    assert pack.campaign.languages == ("fr", "ar", "en")
    order_languages(campaign=campaign, codes=["ar", "en", "fr"], at=AT, by="test")
    import_pack(pack=pack, at=AT, by="test")
    assert codes_of(river) == ("ar", "en", "fr")  # it was changed here since the pack was written
    anew = msgspec.structs.replace(pack.campaign, slug="anew")
    taken = import_pack(pack=replace(pack, campaign=anew, base=None, links=[]), at=AT, by="test").campaign
    assert codes_of(taken) == ("fr", "ar", "en")
    assert add(taken, "de").position == 4
    assert codes_of(taken) == ("fr", "ar", "en", "de")
    page = said(client.get(address(river)))
    assert page.index('id="language-ar"') < page.index('id="language-fr"')


def test_an_order_of_other_languages_is_refused(river):
    for codes in (["ar", "en"], ["ar", "en", "fr", "fr"], ["ar", "en", "de"]):
        with pytest.raises(LanguageRefused, match="meanwhile"):
            order_languages(campaign=river, codes=codes, at=AT, by="test")
    assert order_languages(campaign=river, codes=["ar", "en", "fr"], at=AT, by="test") is False


# -- taking out


def everything(language: str):
    models = (Translation, SettledCopy, EarlierText, Grant)
    return [list(model.objects.filter(language=language).order_by("pk").values()) for model in models]


def test_what_is_taken_out_is_kept_and_comes_back(river, client, person, place):
    Grant.objects.create(person=person("editor"), campaign_id=river.public_id, role=Role.TRANSLATOR, language="ar")
    before = everything("ar")
    page = said(client.get(address(river, "ar/out/")))
    assert f"{len(before[0])} translated texts are kept" in page
    assert "<bdi>Ben</bdi>" in page
    assert "is taken out. Its translations are kept" in said(client.post(address(river, "ar/out/"), follow=True))
    assert codes_of(river) == ("en", "fr")
    assert everything("ar") == before
    snapshot, _ = read_snapshot(campaign=Campaign.objects.get(), at=AT, origin="", blobs=Store(place / "editions"))
    assert snapshot.languages == ("en", "fr")
    assert f"{len(before[0])} texts are kept in this language from before" in said(client.get(address(river, "ar/")))
    page = said(client.post(address(river, "ar/"), follow=True))
    assert "What was translated before is there again." in page
    assert everything("ar") == before
    assert [entry.act for entry in Entry.objects.filter(act__startswith="language.").order_by("pk")] == [
        "language.removed",
        "language.added",
    ]


def test_translations_stay_in_step_while_their_language_is_out(river):
    remove(river, "ar")
    statement = pieces(river)["statement"]
    statement.title = "The river belongs to everybody"
    statement.save_revision().publish()
    assert Translation.objects.get(object_id=statement.public_id, language="ar", key="title").state == "stale"


def test_the_source_language_stays(river, client):
    with pytest.raises(LanguageRefused, match="written in this language"):
        remove(river, "en")
    page = said(client.get(address(river, "en/out/")))
    assert "cannot be taken out" in page
    assert "Yes, take out" not in page
    client.post(address(river, "en/out/"))
    assert "en" in codes_of(river)


def test_an_opening_for_one_language_keeps_it_and_others_lose_it_from_theirs(river):
    Moment.objects.update(languages=["ar", "fr"])
    remove(river, "fr")
    assert Moment.objects.get().languages == ["ar"]
    with pytest.raises(LanguageRefused, match="for this language alone"):
        remove(river, "ar")
    assert codes_of(river) == ("ar", "en")


def test_a_campaign_without_one_of_its_languages_is_still_a_pack_without_a_fault(river):
    remove(river, "fr")
    campaign = Campaign.objects.get()
    pack = export_pack(campaign)
    assert [fault for fault in check_pack(pack, {}) if fault.level == "error" and "fr" in str(fault)] == []


def test_translators_are_told_that_their_language_is_out(river, person):
    translator = person("editor")
    Grant.objects.filter(person=translator).delete()
    Grant.objects.create(person=translator, campaign_id=river.public_id, role=Role.TRANSLATOR, language="ar")
    client = signed_in_strongly(translator)
    assert "has been taken out of the campaign" not in said(client.get("/newsroom/languages/"))
    remove(river, "ar")
    page = said(client.get("/newsroom/languages/"))
    assert "has been taken out of the campaign" in page
    assert "/newsroom/desk/" not in page
    add(river, "ar")
    assert "has been taken out of the campaign" not in said(client.get("/newsroom/languages/"))


def test_taking_out_twice_is_taking_out_once(river, client):
    client.post(address(river, "fr/out/"))
    assert client.post(address(river, "fr/out/")).status_code == 404
    assert Entry.objects.filter(act="language.removed").count() == 1


# -- where it is found, and how much it asks


def test_board_steps_and_settings_lead_there(river, client):
    for page in (
        f"/newsroom/board/{river.public_id}/",
        f"/newsroom/steps/{river.public_id}/",
        f"/newsroom/snippets/campaigns/campaign/edit/{river.pk}/",
    ):
        assert f'href="{address(river)}"' in said(client.get(page)), page


def test_the_activity_tells_of_languages(river, client):
    client.post(address(river, "fa/"))
    client.post(address(river, "fr/out/"))
    page = said(client.get(f"/newsroom/people/{river.public_id}/activity/"))
    assert "added a language: Persian." in page
    assert "took a language out: French." in page


CODES = ["am", "az", "bn", "bs", "ckb", "de", "el", "es", "fa", "fi", "ga", "ha", "he", "hi", "hu", "id", "it", "ja"]


@pytest.mark.parametrize("languages", [1, 3, 18])
@pytest.mark.parametrize("posts", [1, 9])
def test_adding_and_showing_take_as_many_queries_whatever_there_is(river, client, languages, posts):
    from unisono.campaigns.operations import approve
    from unisono.words.models import NewsPost

    for number in range(posts):
        post = NewsPost(campaign=river, slug=f"post-{number}", title="One more", summary="More.", date=AT)
        post.save()
        approve(piece=post, at=AT, by="test")
    for code in CODES[: languages - 1]:
        add(river, code)
    client.get(address(river, "?q=fa"))
    with CaptureQueriesContext(connection) as adding:
        add(river, "sw")
    assert len(adding) == ADDING
    with CaptureQueriesContext(connection) as listing:
        client.get(address(river))
    assert len(listing) == LISTING
    with CaptureQueriesContext(connection) as looking:
        client.get(address(river, "pl/"))
    assert len(looking) == LOOKING


ADDING, LISTING, LOOKING = 7, 41, 59
