"""Versions of a film: made together, kept by their content, found by the freeze, asked for on the command line."""

import zipfile
from dataclasses import replace
from io import BytesIO

import pytest
from click.testing import CliRunner
from tests.launch.river import AT, ORIGIN

from unisono.base.tasks import errands, run_worker
from unisono.cli.film import film_command
from unisono.kit.models import Film
from unisono.launch.films import make_versions
from unisono.launch.freezing import CannotMake, _Run
from unisono.launch.reading import read_snapshot
from unisono.launch.store import Store
from unisono.launch.tasks import ask_for_films
from unisono.site.broadcast import plan_broadcast, script_lines
from unisono.site.media import plan_media
from unisono.site.media.film import plan_film
from unisono.site.media.versions import film_versions
from unisono.site.outputs import Assets, FileRef

pytestmark = pytest.mark.django_db


@pytest.fixture
def store(home) -> Store:
    return Store(home.editions)


@pytest.fixture
def snapshot(river, store):
    """The river campaign as it is approved, with two versions of its film."""
    Film.objects.update(versions=["en:landscape", "ar:landscape"])
    return read_snapshot(campaign=river, at=AT, origin=ORIGIN, blobs=store)[0]


def wanted(snapshot, *versions: tuple[str, str]):
    return replace(snapshot, film=replace(snapshot.film, versions=versions))


def with_words(snapshot, code: str, **changes: str):
    """The snapshot with other texts in one language."""
    words = [replace(one, texts=replace(one.texts, **changes)) if one.code == code else one for one in snapshot.words]
    return replace(snapshot, words=tuple(words))


def test_versions_are_made_once_and_then_found(snapshot, store):
    told: list[tuple[str, int, int]] = []
    versions = film_versions(snapshot, store)
    made, failed = make_versions(versions, store, lambda *how_far: told.append(how_far))
    assert (made, failed) == (["film:ar:landscape", "film:en:landscape"], {})
    assert told[-1] == ("films", 200, 200)
    assert [done for _, done, _ in told] == sorted(done for _, done, _ in told)
    assert make_versions(versions, store) == ([], {})
    (file,) = store.made(versions[0].key)
    assert (file.name, file.type) == ("river-film-ar-landscape-1280x720.mp4", "video/mp4")
    # A freeze looks them up under the same keys.
    outputs = {output.name: output.key for output in plan_media(snapshot, store)}
    assert {one.name: one.key for one in versions}.items() <= outputs.items()
    run = _Run(store, lambda *how_far: None)
    run.film(snapshot)
    assert run.made == []


def test_another_slogan_makes_a_new_end_card_and_keeps_the_body(snapshot, store, monkeypatch):
    make_versions(film_versions(wanted(snapshot, ("ar", "landscape")), store), store)
    (before,) = film_versions(wanted(snapshot, ("ar", "landscape")), store)
    (after,) = film_versions(with_words(wanted(snapshot, ("ar", "landscape")), "ar", slogan="نهر واحد"), store)
    assert after.body_key == before.body_key
    assert after.key != before.key
    monkeypatch.setattr("unisono.launch.films.make_bodies", lambda *given: pytest.fail("the body is there already"))
    assert make_versions([after], store) == (["film:ar:landscape"], {})
    assert store.made(after.key) != store.made(before.key)


def test_other_captions_or_another_film_make_everything_anew(snapshot, store):
    (before,) = film_versions(wanted(snapshot, ("ar", "story")), store)
    other = store.put("WEBVTT\n\n00:01.000 --> 00:04.000\nنهر آخر.\n".encode())
    film = replace(snapshot.film, captions=(("ar", other),), versions=(("ar", "story"),))
    (after,) = film_versions(replace(snapshot, film=film), store)
    assert after.body_key != before.body_key
    film = replace(snapshot.film, master=replace(snapshot.film.master, sha256="0" * 64), versions=(("ar", "story"),))
    (after,) = film_versions(replace(snapshot, film=film), store)
    assert after.body_key != before.body_key
    (after,) = film_versions(with_words(wanted(snapshot, ("ar", "story")), "ar", name="نهر للجميع!"), store)
    assert after.body_key != before.body_key  # its name stands above the picture


def test_versions_without_captions_or_in_closed_languages_are_left_out(snapshot, store):
    asked = (("ar", "story"), ("sw", "story"), ("en", "oval"), ("en", "square"))
    assert [one.name for one in film_versions(wanted(snapshot, *asked), store)] == ["film:ar:story", "film:en:square"]
    without = replace(snapshot, film=replace(snapshot.film, captions=(), versions=asked))
    assert film_versions(without, store) == []
    assert film_versions(replace(snapshot, film=None), store) == []


def test_a_caption_that_has_no_room_fails_alone_and_stops_a_freeze(snapshot, store):
    long = "word " * 90
    captions = store.put(f"WEBVTT\n\n00:00.500 --> 00:04.900\n{long}\n".encode())
    kept = tuple(pair for pair in snapshot.film.captions if pair[0] != "en")
    film = replace(snapshot.film, captions=(*kept, ("en", captions)))
    snapshot = replace(snapshot, film=film)
    made, failed = make_versions(film_versions(snapshot, store), store)
    assert made == ["film:ar:landscape"]
    assert list(failed) == ["film:en:landscape"]
    assert "too long for the shape landscape: shorten it, or divide it into two captions" in failed["film:en:landscape"]
    with pytest.raises(CannotMake, match="film:en:landscape: the caption “word word"):
        _Run(store, lambda *how_far: None).film(snapshot)


def test_asking_for_films_makes_those_of_the_draft_in_the_background(river, home, monkeypatch):
    monkeypatch.setenv("UNISONO_HOME", str(home.root))
    monkeypatch.setattr("django_tasks_db.management.commands.db_worker.close_old_connections", lambda: None)
    film = Film.objects.get()
    film.versions = ["ar:landscape"]
    film.save_revision()
    ask_for_films(campaign=river, by="test")
    run_worker(until_empty=True)
    (errand,) = [one for one in errands(river.public_id) if one.name == "make_film_versions"]
    assert (errand.state, errand.result) == ("done", {"ready": ["film:ar:landscape"], "failed": {}})
    assert Film.objects.get().versions == []  # the draft is not approved by it


def test_the_command_writes_films_and_says_what_there_is(river, home, monkeypatch, tmp_path):
    monkeypatch.setenv("UNISONO_HOME", str(home.root))
    out = tmp_path / "films"
    given = ["river", "--language", "ar", "--shape", "landscape", "--out", str(out)]
    done = CliRunner().invoke(film_command, given)
    assert (done.exit_code, done.exception) == (0, None)
    assert [path.name for path in out.iterdir()] == ["river-film-ar-landscape-1280x720.mp4"]
    for wrong, said in (
        (["--shape", "oval"], "no shape called “oval”. There are: landscape, square, story."),
        (["--language", "sw"], "no language with captions called “sw”. There are: ar, en, fr."),
    ):
        refused = CliRunner().invoke(film_command, ["river", "--out", str(out), *wrong])
        assert refused.exit_code == 1
        assert said in refused.output


def made(outputs, store) -> dict[str, tuple[FileRef, ...]]:
    found = {}
    for output in outputs:
        files = output.make()
        for _, content, _ in files:
            store.put(content)
        found[output.name] = tuple(FileRef.of(path, content, type) for path, content, type in files)
    return found


def test_the_broadcast_kit_holds_film_scripts_and_a_note(snapshot, store):
    files = made(plan_film(wanted(snapshot), store), store)
    (output,) = plan_broadcast(snapshot, Assets(files, store.get), store)
    ((path, content, type),) = output.make()
    assert path.endswith("/river-broadcast.zip")
    assert type == "application/zip"
    with zipfile.ZipFile(BytesIO(content)) as opened:
        assert opened.testzip() is None
        names = [name.removeprefix("river-broadcast/") for name in opened.namelist()]
        assert names == [
            "README.txt", "film/river-film-320x180.mp4",
            "script/river-script-ar.txt", "script/river-script-en.txt", "script/river-script-fr.txt",
        ]  # fmt: skip
        script = opened.read("river-broadcast/script/river-script-en.txt").decode("utf-8-sig")
        readme = opened.read("river-broadcast/README.txt").decode("utf-8-sig")
        assert opened.read("river-broadcast/film/river-film-320x180.mp4") == store.get(files["film:master"][0].sha256)
    assert script.splitlines()[-3:] == ["0:00.5 – 0:03.3 (2.8 s)", "The river rises.", ""]
    assert "The film: 320 × 180 pixels, 12 pictures a second, 0:05.0 minutes." in readme
    assert "The film has no sound: its captions are the script." in readme
    assert "press@river.example.org" in readme
    assert output.make()[0][1] == content


def test_scripts_say_seconds_in_the_digits_of_the_language():
    lines = script_lines("WEBVTT\n\n00:00.500 --> 00:03.000\nنهر\nواحد.\n", "ar")
    assert lines == ["0:00.5 – 0:03.0 (٢٫٥ ث)", "نهر واحد.", ""]


def test_a_transcript_can_be_taken_along(snapshot, store):
    files = made([one for one in plan_film(snapshot, store) if one.name.startswith("transcript:")], store)
    (english,), (arabic,) = files["transcript:en"], files["transcript:ar"]
    assert (english.name, english.type) == ("river-film-en.txt", "text/plain; charset=utf-8")
    assert store.get(english.sha256).decode("utf-8-sig").split("\r\n") == [
        "A river for all", "The river", "Five seconds of water.", "https://river.example.org/en/film/", "",
        "0:00  The river rises.", "",
    ]  # fmt: skip
    assert "\u200f0:00  النهر يرتفع." in store.get(arabic.sha256).decode()
