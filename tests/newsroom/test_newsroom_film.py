"""The screen of the film: uploads are looked into, nothing is lost, versions are made in the background."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from newsroom_screens import Form, speak

from stories import FILM
from unisono.base.tasks import errands, run_worker
from unisono.kit.models import Film
from unisono.launch.tasks import ask_for_films, make_film_versions
from unisono.newsroom import film_form

BAD_CAPTIONS = "WEBVTT\n\n00:00:00,500 --> 00:00:03,300\nThe river.\n"


@pytest.fixture
def client(person, browse):
    return browse(person())


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="application/octet-stream")


def said(answer) -> str:
    return answer.content.decode()


def test_a_film_is_measured_and_what_viewers_notice_is_said(river, client, edit):
    answer = edit(client, Film.objects.get(), master_upload=upload("new.mp4", FILM + b"more"))
    assert answer.status_code == 302
    assert Film.objects.get().get_latest_revision_as_object().seconds == 5.0
    page = said(client.get(answer.url))
    assert "The film has only 320 × 180 pixels. Export it in 1080p (1920 × 1080), or in 720p at least." in page
    assert "The film has 12 pictures a second" in page
    assert "The film has no sound. That is fine where it is meant so" in page


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"#EXTM3U\nfile:///etc/passwd\n", "This is a text file, not a film: it begins with “#EXTM3U”."),
        (FILM[:-900], "The file breaks off in the middle."),
        (bytes(5000), "This is no film that can be read here."),
    ],
)
def test_what_is_no_film_is_refused_in_plain_words(river, client, edit, content, sentence):
    film = Film.objects.get()
    answer = edit(client, film, master_upload=upload("film.mp4", content), title="Another river", summary="Kept.")
    page = said(answer)
    assert (answer.status_code, sentence in page) == (200, True)
    assert 'value="Another river"' in page  # the rest of the form stays
    assert "Kept." in page
    assert Film.objects.get().title == film.title


def test_a_film_stays_where_something_else_is_refused(river, client, edit):
    """Nobody uploads a film twice: the form that comes back knows it, and the next one takes it up."""
    film = Film.objects.get()
    sent = {"master_upload": upload("new.mp4", FILM + b"more"), "captions-0-webvtt": BAD_CAPTIONS}
    answer = edit(client, film, publish=True, **sent)
    page = said(answer)
    assert "Captions ar, line 3:" in page
    assert "The file “new.mp4” is kept: you need not choose it again." in page
    token = page.partition('name="master_kept" value="')[2].partition('"')[0]
    assert token
    answer = edit(client, film, publish=True, master_kept=token)
    assert answer.status_code == 302
    with Film.objects.get().master.open() as master:
        assert master.read() == FILM + b"more"


def test_a_forged_token_takes_no_file(river, client, edit):
    film = Film.objects.get()
    edit(client, film, publish=True, master_kept="eyJuYW1lIjoiLi4vc2VjcmV0In0:forged")
    assert Film.objects.get().master.name == film.master.name


def test_captions_beyond_the_end_of_the_film_are_refused(river, client, edit):
    late = "WEBVTT\n\n00:03.000 --> 00:09.000\nThe river.\n"
    page = said(edit(client, Film.objects.get(), publish=True, **{"captions-1-webvtt": late}))
    assert "Captions en, line 3: The caption ends at 9 s, but the film at 5 s. Change its times." in page


def test_wrong_captions_are_refused_in_the_language_of_the_screen(river, person, browse, edit):
    client = browse(speak(person(), "ar"))
    page = said(edit(client, Film.objects.get(), publish=True, **{"captions-0-webvtt": BAD_CAPTIONS}))
    assert "لا يمكن قراءة الأوقات: «\u206800:00:00,500 --&gt; 00:00:03,300\u2069»" in page
    assert "اكتبوا قبل أجزاء الألف من الثانية نقطة لا فاصلة: " in page
    assert "cannot be read" not in page


def test_what_the_worker_could_not_make_is_said_to_each_reader_in_their_language(river, person, browse):
    film = Film.objects.get()
    caption = film.captions.get(language="ar")
    caption.webvtt = f"WEBVTT\n\n00:00.500 --> 00:04.800\n{'كلمة ' * 60}\n"
    caption.save()
    film.versions = ["ar:story"]
    film.save_revision()
    ask_for_films(campaign=river, by="test")
    run_worker(until_empty=True)
    progress = reverse("filming:progress", args=[film.pk])
    in_english = said(browse(person()).get(progress))
    assert "in Arabic is too long for the shape Story 9:16, for telephones: shorten it" in in_english
    in_french = said(browse(speak(person(), "fr")).get(progress))
    assert "(arabe) est trop long pour la forme" in in_french
    assert "too long" not in in_french


def test_versions_need_captions(river, client, edit):
    film = Film.objects.get()
    film.captions.filter(language="fr").delete()
    page = said(edit(client, film, publish=True, versions=["fr:story"]))
    assert "There are no captions yet in: fr." in page


def test_versions_are_made_in_the_background_and_their_screen_says_so(river, client, edit):
    film = Film.objects.get()
    answer = edit(client, film, publish=True, versions=["ar:landscape", "en:landscape"])
    assert answer.status_code == 302
    assert Film.objects.get().versions == ["ar:landscape", "en:landscape"]
    progress = reverse("filming:progress", args=[film.pk])
    waiting = client.get(progress)
    assert waiting["X-Newsroom-Over"] == "no"
    assert "The versions wait for the worker." in said(waiting)
    # The films come before the edition, which would otherwise wait for the same work.
    run_worker(until_empty=True)
    names = {errand.name: errand.state for errand in errands(river.public_id)}
    assert names == {"make_film_versions": "done", "prepare_edition": "done", "bring_languages_in_step": "done"}
    done = client.get(progress)
    assert done["X-Newsroom-Over"] == "quietly"
    assert "Ready for the next edition:" in said(done)
    assert "العربية · Landscape 16:9" in said(done)
    page = said(client.get(reverse("wagtailsnippets_kit_film:edit", args=[film.pk])))
    assert 'value="ar:landscape" aria-label="العربية (ar), Landscape 16:9, for pages and screens" checked' in page


def test_nothing_is_made_of_what_saves_itself_while_somebody_types(river, client):
    film = Film.objects.get()
    url = reverse("wagtailsnippets_kit_film:edit", args=[film.pk])
    form = Form()
    form.feed(said(client.get(url)))
    data = {name: [one.removeprefix("\n") for one in lines] for name, lines in form.data.items() if name != "q"}
    answer = client.post(url, data | {"versions": ["ar:story"]}, headers={"accept": "application/json"})
    assert answer.json()["success"]
    assert Film.objects.get().get_latest_revision_as_object().versions == ["ar:story"]
    assert [one.name for one in errands(river.public_id)] == []


def test_progress_is_for_those_who_may_edit(river, person, browse):
    film = Film.objects.get()
    stranger = browse(person("translator"))
    assert stranger.get(reverse("filming:progress", args=[film.pk])).status_code in (302, 403)


def test_a_machine_without_ffmpeg_says_what_to_install(river, client, edit, monkeypatch):
    monkeypatch.setattr("unisono.kit.film.ffmpeg._path", lambda: "")
    film_form._probed.clear()
    page = said(edit(client, Film.objects.get(), master_upload=upload("new.mp4", FILM + b"another")))
    assert "This machine cannot look into films. Install Unisono with the extra “video”" in page


def test_making_films_of_a_campaign_without_a_film_says_so(river):
    Film.objects.all().delete()
    assert make_film_versions.func(str(river.public_id), "test") == {"refused": "The film is no more."}
