"""The screen “Folder”: a campaign goes out as a ZIP and comes back; nothing is changed before it was looked at."""

import html
import io
import stat
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from newsroom_screens import Form, speak

from stories import river_files
from unisono.base.tasks import errands
from unisono.languages.models import EarlierText, Translation
from unisono.packs.models import WaitingPack
from unisono.packs.waiting import KEPT, place_of, put_away_old
from unisono.words.models import NewsPost, Texts


def address(campaign, rest: str = "") -> str:
    return f"/newsroom/folder/{campaign.public_id}/{rest}"


def taken_out(client, campaign) -> dict[str, bytes]:
    answer = client.get(address(campaign, "out/"))
    assert answer["Content-Disposition"] == 'attachment; filename="river.zip"'
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as archive:
        return {name.removeprefix("river/"): archive.read(name) for name in archive.namelist()}


def zipped(files: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in files.items():
            archive.writestr(f"river/{name}", content)
    return file.getvalue()


def bring(client, campaign, content: bytes, name: str = "river.zip"):
    return client.post(address(campaign, "in/"), {"file": SimpleUploadedFile(name, content)})


def form_of(client, url: str) -> dict[str, list[str]]:
    form = Form()
    form.feed(client.get(url).content.decode())
    return {name: lines for name, lines in form.data.items() if name.startswith(("choice:", "remove"))}


def summary() -> str:
    return Translation.objects.get(object_id=NewsPost.objects.get().public_id, language="ar", key="summary").text


@pytest.fixture
def organiser(person, browse):
    return browse(person("organiser"))


@pytest.fixture
def brought(river, organiser, edit):
    """A pack with two texts changed, of which the newsroom has changed one."""
    files = taken_out(organiser, river)
    assert "base.toml" in files
    files["news/the-call/en.md"] = files["news/the-call/en.md"].replace(b"The call", b"Their call")
    files["news/the-call/ar.md"] = files["news/the-call/ar.md"].replace("لقد بدأ.".encode(), "بدأ الآن.".encode())
    edit(organiser, NewsPost.objects.get(), title="Our call", publish=True)
    answer = bring(organiser, river, zipped(files))
    assert answer.status_code == 302
    return answer["Location"]


def test_a_report_is_seen_before_anything_is_changed(river, organiser, brought):
    page = organiser.get(brought).content.decode()
    for words in ("Nothing has been changed yet", "Our call", "Their call", "Ben", "Take in", "Would be taken from"):
        assert words in page
    assert NewsPost.objects.get().title == "Our call"
    assert summary() == "لقد بدأ."


def test_what_is_not_chosen_stays_and_the_pack_is_put_away(river, organiser, brought):
    waiting = WaitingPack.objects.get()
    answer = organiser.post(brought, {"act": "take", **form_of(organiser, brought)})
    page = answer.content.decode()
    assert "This was taken in:" in page
    assert "Taken from the pack" in page
    assert "Would be" not in page
    assert NewsPost.objects.get().title == "Our call"
    assert summary() == "بدأ الآن."
    assert (WaitingPack.objects.count(), errands(river.public_id)[0].name) == (0, "prepare_edition")
    history = organiser.get(f"/newsroom/snippets/words/newspost/history/{NewsPost.objects.get().pk}/").content.decode()
    assert "What a pack says; nothing of it was taken" in history
    assert organiser.get(brought).status_code == 302
    assert waiting.name == "river.zip"


def test_a_conflict_is_settled_for_the_pack(river, organiser, brought):
    data = form_of(organiser, f"{brought}?all=theirs")
    assert [name for name in data if name.startswith("choice:")] == ["choice:en:news.the-call/title"]
    organiser.post(brought, {"act": "take", **data})
    assert NewsPost.objects.get().title == "Their call"


def test_a_choice_does_not_hold_for_a_text_that_came_after_it(river, organiser, brought, edit):
    data = form_of(organiser, f"{brought}?all=theirs")
    edit(organiser, NewsPost.objects.get(), title="A newer call", publish=True)
    answer = organiser.post(brought, {"act": "take", **data})
    assert NewsPost.objects.get().title == "A newer call"
    assert "A newer call" in answer.content.decode()


def test_nobody_approves_by_a_pack_what_a_second_person_must_approve(river, organiser):
    files = taken_out(organiser, river)
    type(river).objects.update(four_eyes=True)
    translated = files["news/the-call/ar.md"].replace("لقد بدأ.".encode(), "بدأ الآن.".encode())
    bring(organiser, river, zipped({**files, "news/the-call/ar.md": translated}))
    place = address(river, f"{WaitingPack.objects.get().public_id}/")
    assert organiser.post(place, {"act": "take"}).status_code == 200
    assert summary() == "بدأ الآن."
    changed = files["news/the-call/en.md"].replace(b"The call", b"Their call")
    bring(organiser, river, zipped({**files, "news/the-call/en.md": changed}))
    answer = organiser.post(address(river, f"{WaitingPack.objects.get().public_id}/"), {"act": "take"})
    assert answer.status_code == 422
    assert "wants a second person to approve" in answer.content.decode()
    assert NewsPost.objects.get().title == "The call"


def test_a_pack_is_put_away(river, organiser, brought, django_capture_on_commit_callbacks):
    place = place_of(WaitingPack.objects.get().public_id)
    assert place.exists()
    with django_capture_on_commit_callbacks(execute=True):
        organiser.post(brought, {"act": "away"})
    assert (WaitingPack.objects.count(), place.exists(), NewsPost.objects.get().title) == (0, False, "Our call")


def test_what_waits_for_a_week_is_forgotten(river, organiser, brought, django_capture_on_commit_callbacks):
    waiting = WaitingPack.objects.get()
    put_away_old(waiting.brought_at + KEPT)
    assert WaitingPack.objects.exists()
    with django_capture_on_commit_callbacks(execute=True):
        put_away_old(waiting.brought_at + 2 * KEPT)
    assert (WaitingPack.objects.count(), place_of(waiting.public_id).exists()) == (0, False)


def test_what_was_taken_out_of_the_pack_goes_only_when_asked(river, organiser):
    files = {name: body for name, body in taken_out(organiser, river).items() if not name.startswith("news/")}
    url = bring(organiser, river, zipped(files))["Location"]
    assert "Not in the pack; they stay" in organiser.get(url).content.decode()
    data = form_of(organiser, f"{url}?remove=on")
    organiser.post(url, {"act": "take", **data})
    assert NewsPost.objects.get().live is False


def test_the_same_again_changes_nothing(river, organiser):
    url = bring(organiser, river, zipped(taken_out(organiser, river)))["Location"]
    page = organiser.get(url).content.decode()
    assert "Everything in this pack is here already." in page
    assert 'value="take"' not in page


def test_a_pack_of_another_campaign_is_named(river, organiser):
    files = taken_out(organiser, river)
    files["campaign.toml"] = files["campaign.toml"].replace(b'slug = "river"', b'slug = "lake"')
    url = bring(organiser, river, zipped(files))["Location"]
    assert "The pack calls its campaign “<bdi>lake</bdi>”" in organiser.get(url).content.decode()


def hostile(name: str, *, link: bool = False, content: bytes = b"x") -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        entry = zipfile.ZipInfo(name)
        entry.external_attr = (stat.S_IFLNK if link else stat.S_IFREG) << 16
        archive.writestr(entry, content, zipfile.ZIP_DEFLATED)
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"no zip", "river.zip</code></bdi> cannot be read as a ZIP"),
        (hostile("../campaign.toml"), "leads out of the pack"),
        (hostile("river/campaign.toml", link=True), "is a symbolic link"),
        (hostile("river/campaign.toml", content=b"0" * 1_000_000), "would unpack to"),
        (zipped({"campaign.toml": b"format = "}), "campaign.toml:1"),
        (zipped(river_files() | {"odd.exe": b"x"}), "is not part of a pack"),
    ],
)
def test_what_is_no_pack_is_refused_in_words_and_leaves_nothing(river, organiser, place, content, says):
    answer = bring(organiser, river, content)
    page = answer.content.decode()
    assert (answer.status_code, WaitingPack.objects.count()) == (422, 0)
    assert "Nothing was taken from this pack." in page
    assert says in page


def river_with(name: str, old: str, new: str) -> bytes:
    """A ZIP of the river with one passage of one file changed."""
    files = river_files()
    assert files[name].decode().count(old) == 1
    return zipped(files | {name: files[name].replace(old.encode(), new.encode())})


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (
            b"no zip",
            "river.zip</code></bdi> ⟦cannot be read as a ZIP (⟦\u2068File is not a zip file\u2069⟧)⟧."
            " ⟦Make the ZIP again, without a password.⟧",
        ),
        (hostile("../campaign.toml"), "⟦leads out of the pack⟧. ⟦Use plain paths inside the pack.⟧"),
        (
            river_with("campaign.toml", '"BE"', '"Belgum"'),
            "campaign.toml:12</code></bdi> ⟦“\u2068Belgum\u2069” is no country code⟧."
            " ⟦Did you mean ⟦\u2068BE\u2069 (بلجيكا)⟧?⟧",
        ),
        (
            river_with("texts/en.toml", "### Why", "## Why"),
            "texts/en.toml:9</code></bdi> ⟦a heading of another level⟧. ⟦Write \u2068###\u2069 before headings⟧",
        ),
    ],
    ids=["zip", "entry", "pack", "rich text"],
)
def test_what_is_wrong_is_said_in_the_language_of_the_screen(river, person, browse, marked, content, says):
    answer = bring(browse(speak(person("organiser"), "ar")), river, content)
    page = html.unescape(answer.content.decode())
    assert answer.status_code == 422
    assert says in page
    assert 'lang="en"' not in page


def test_blocks_are_called_as_people_call_them(river, organiser):
    page = bring(organiser, river, river_with("texts/ar.toml", "### لماذا", "- لماذا")).content.decode()
    assert "block 2 of “about” is a bullet point, in the source a heading. Write it as in the source." in page


def test_a_pack_that_is_too_large_is_refused(river, organiser, monkeypatch, place):
    monkeypatch.setattr("unisono.packs.waiting.LARGEST", 1000)
    answer = bring(organiser, river, b"0" * 1001)
    assert "have it taken in with the command" in answer.content.decode().lower()
    assert list(place.glob("waiting/*")) == []


@pytest.mark.parametrize("role", ["editor", "translator", "reviewer", "moderator", "press-officer"])
def test_only_an_organiser_carries_folders(river, person, browse, role):
    client = browse(person(role))
    for url in (address(river), address(river, "out/"), "/newsroom/folder/"):
        assert client.get(url).status_code in (302, 403)
    assert bring(client, river, zipped(river_files())).status_code in (302, 403)
    assert WaitingPack.objects.count() == 0


def test_an_organiser_of_another_campaign_sees_nothing(river, person, browse):
    from unisono.campaigns.models import Campaign

    lake = Campaign.objects.create(slug="lake", source_language="en")
    client = browse(person("organiser", campaign=lake))
    assert client.get(address(river, "out/")).status_code in (302, 403)


def test_an_organiser_finds_the_folder_on_the_first_screen(river, organiser):
    assert 'href="/newsroom/folder/"' in organiser.get("/newsroom/").content.decode()
    assert organiser.get("/newsroom/folder/")["Location"] == address(river)


def test_the_packs_translation_can_be_put_in_force_at_the_desk(river, organiser):
    files = taken_out(organiser, river)
    files["texts/ar.toml"] = files["texts/ar.toml"].replace('نهر للجميع"'.encode(), 'نهرهم"'.encode())
    row = Translation.objects.get(object_id=Texts.objects.get().public_id, key="name", language="ar")
    Translation.objects.filter(pk=row.pk).update(text="نهرنا", version=2)
    url = bring(organiser, river, zipped(files))["Location"]
    organiser.post(url, {"act": "take", **form_of(organiser, url)})
    assert Translation.objects.get(pk=row.pk).text == "نهرنا"
    assert EarlierText.objects.filter(object_id=row.object_id, key="name", text="نهرهم").exists()
