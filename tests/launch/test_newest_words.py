"""With drafts, one sees the newest words, finished or not, is told what is missing, and nothing is left behind."""

import dataclasses
import os
import threading
from datetime import timedelta

import pytest
from django.apps import apps
from tests.launch.river import AT
from wagtail.log_actions import log

from unisono.campaigns.models import Late
from unisono.coalition.models import Organisation
from unisono.facts.models import Fact
from unisono.kit.models import Card, Film
from unisono.languages.catalogues import translations
from unisono.languages.models import SettledCopy, Translation
from unisono.launch import looking
from unisono.launch.looking import Look, page, read
from unisono.launch.models import Wording
from unisono.launch.preview import NoPreview
from unisono.launch.preview_store import PreviewStore
from unisono.launch.turns import Busy, Turns
from unisono.ledger.operations import record
from unisono.words.models import NewsPost, Statement, Texts

#: What a French page says where some of its words are English.
SOME_IN_ENGLISH = translations("fr").gettext(
    "Some words on this page are not available in %(own)s yet. They are shown in %(others)s."
)


def rows() -> dict[str, list]:
    """Everything in the database."""
    return {model._meta.label: list(model._default_manager.order_by("pk").values()) for model in apps.get_models()}


def shown(river, home, language="en", where="", wording=Wording.NEWEST, languages=None) -> str:
    look = Look(river, str(wording), languages or river.language_codes)
    return page(look, language, where, at=AT, place=home).html


def draft(piece, **values):
    """Save a draft of a piece, as the editor does."""
    for name, value in values.items():
        setattr(piece, name, value)
    piece.save_revision()


def test_drafts_are_shown_with_drafts_alone_and_leave_nothing_behind(river, home):
    draft(Texts.objects.get(), slogan="A slogan nobody has approved")
    draft(Statement.objects.get(), title="A title nobody has approved")
    before = rows()
    assert "A slogan nobody has approved" in shown(river, home)
    assert "A title nobody has approved" in shown(river, home, where="statement/")
    for wording in (Wording.APPROVED, Wording.TRANSLATED):
        assert "nobody has approved" not in shown(river, home, wording=wording)
        assert "nobody has approved" not in shown(river, home, where="statement/", wording=wording)
    assert rows() == before


def test_a_post_never_published_has_its_page_with_drafts(river, home):
    post = NewsPost(campaign=river, slug="new", title="Not out yet", summary="S", body="<p>B</p>", date=AT, live=False)
    post.has_unpublished_changes = True
    post.save()
    post.save_revision()
    assert "Not out yet" in shown(river, home, where="news/new/")
    assert "Not out yet" in shown(river, home, "fr", where="news/new/")  # never translated: the source, with the note
    with pytest.raises(NoPreview):
        shown(river, home, where="news/new/", wording=Wording.APPROVED)


def test_what_was_taken_out_stays_out_until_somebody_writes_on(river, home):
    post = NewsPost.objects.get()
    post.save_revision()
    post.unpublish(log_action=False)
    post.refresh_from_db()
    withdrawn = post.latest_revision.created_at + timedelta(seconds=1)
    record(at=withdrawn, by="test", act="piece.withdrawn", of=post, campaign_id=river.public_id)
    with pytest.raises(NoPreview):
        shown(river, home, where="news/the-call/")
    draft(post, title="Once more")
    type(post.latest_revision).objects.filter(pk=post.latest_revision_id).update(
        created_at=withdrawn + timedelta(seconds=1)
    )
    assert "Once more" in shown(river, home, where="news/the-call/")


def test_translations_are_shown_whatever_their_state(river, home):
    statement = Statement.objects.get()
    row = Translation.objects.get(object_id=statement.public_id, language="ar", key="title")
    row.text = "عنوان لم ينته"
    row.version += 1
    row.save()
    assert row.state == "draft"
    assert "عنوان لم ينته" not in shown(river, home, "ar", "statement/", Wording.APPROVED)
    assert "عنوان لم ينته" in shown(river, home, "ar", "statement/", Wording.TRANSLATED)
    assert "عنوان لم ينته" in shown(river, home, "ar", "statement/")


def test_missing_texts_fall_back_to_the_source_and_the_page_says_so(river, home):
    html = shown(river, home, "fr")
    assert "Un fleuve pour tous" in html  # the one text that is there
    assert "Let the banks be open" in html
    own = SOME_IN_ENGLISH % {"own": "français", "others": "anglais"}
    assert own in html.replace("&#39;", "'")
    assert "Un fleuve pour tous" not in shown(river, home, "fr", wording=Wording.APPROVED).partition("<body")[2]


def test_missing_texts_that_run_the_other_way_keep_their_direction(river, home):
    statement = Statement.objects.get()
    Translation.objects.filter(object_id=statement.public_id, language="ar", key="aim.a1").delete()
    html = shown(river, home, "ar", "statement/")
    assert "\u2068Open the banks.\u2069" in html
    assert "النهر ملك الجميع" in html


def test_a_card_is_never_mixed(river, home):
    card = Card.objects.get(key="aims")
    Translation.objects.filter(object_id=card.public_id, language="ar", key="title").delete()
    SettledCopy.objects.filter(object_id=card.public_id, language="ar").delete()
    reading = read(Look(river, "newest", river.language_codes), at=AT, place=home)
    words = next(one for one in reading.snapshot.in_language("ar").cards if one.key == "aims")
    assert words.language == "en"
    assert dict(words.fields)["title"] == "Two aims"


def test_missing_texts_are_counted(river, home):
    reading = read(Look(river, "newest", river.language_codes), at=AT, place=home)
    assert reading.unfinished.missing["ar"] == 0
    wanted = sum(
        bool(one.text) and not one.optional
        for piece in (Texts.objects.get(), Statement.objects.get())
        for one in piece.segments()
    )
    assert reading.unfinished.missing["fr"] > wanted - 1  # all of both but the name, and all of the others


def test_a_language_that_would_be_held_back_is_shown_with_drafts(river, home):
    river.late = Late.HOLD
    river.save()
    assert "Un fleuve pour tous" in shown(river, home, "fr")
    with pytest.raises(NoPreview):
        shown(river, home, "fr", wording=Wording.APPROVED)


def test_only_the_languages_asked_for_are_there(river, home):
    html = shown(river, home, "ar", languages=("ar", "en"))
    assert 'hreflang="en"' in html
    assert 'hreflang="fr"' not in html
    with pytest.raises(NoPreview):
        shown(river, home, "fr", languages=("ar", "en"))


def test_a_card_that_cannot_be_drawn_is_named_and_the_rest_is_shown(river, home):
    Fact.objects.update(live=False)  # taken out, and a card still shows it
    draft(Texts.objects.get(), slogan="A slogan nobody has approved")
    reading = read(Look(river, "newest", river.language_codes), at=AT, place=home)
    assert reading.unfinished.left_out == ("card.closed",)
    assert [card.key for card in reading.snapshot.cards] == ["aims"]
    assert "A slogan nobody has approved" in shown(river, home)


def test_a_draft_that_cannot_be_taken_is_named_and_the_approved_words_stand(river, home):
    draft(Statement.objects.get(), title="A title nobody has approved")
    draft(Film.objects.get(), title="A film nobody has approved")
    revision = Film.objects.get().latest_revision
    revision.content["seconds"] = None
    revision.save()
    reading = read(Look(river, "newest", river.language_codes), at=AT, place=home)
    assert reading.unfinished.left_out == ("film",)
    assert "The river" in shown(river, home, where="film/")
    assert "A title nobody has approved" in shown(river, home, where="statement/")


def test_without_texts_there_is_nothing_to_show(river, home):
    Texts.objects.all().delete()
    with pytest.raises(NoPreview, match="approve its name and slogan first"):
        shown(river, home)


# -- what was made is looked up


def test_a_page_is_rendered_once_for_the_same_words(river, home, monkeypatch):
    made: list[str] = []
    page_at = looking.page_at
    monkeypatch.setattr(looking, "page_at", lambda *given, **named: made.append(given[3]) or page_at(*given, **named))
    first = shown(river, home)
    assert shown(river, home) == first
    assert made == [""]
    draft(Texts.objects.get(), slogan="Other words")
    assert "Other words" in shown(river, home)
    assert made == ["", ""]


def test_what_the_editor_saves_is_seen_at_once(river, home):
    assert "Eel Watch" in shown(river, home, where="coalition/", wording=Wording.APPROVED)
    organisation = Organisation.objects.get(name="Eel Watch")
    organisation.name = "Eel and Otter Watch"
    organisation.save()
    log(organisation, "wagtail.edit")
    assert "Eel and Otter Watch" in shown(river, home, where="coalition/", wording=Wording.APPROVED)


def test_a_look_may_ask_for_the_files_it_has_shown_and_for_no_others(river, home):
    english, arabic = (Look(river, "approved", (code,)) for code in ("en", "ar"))
    page(arabic, "ar", "kit/closed/", at=AT, place=home)
    store = PreviewStore(home)
    files = list((home.root / "preview" / "seen" / arabic.name).iterdir())
    assert len(files) > 5
    assert all(store.may_see(arabic.name, one.name) for one in files)
    assert not any(store.may_see(english.name, one.name) for one in files)
    assert not store.may_see(arabic.name, "0" * 16)


def test_what_is_still_shown_is_not_thrown_away(river, home):
    shown(river, home)
    store = PreviewStore(home)
    for path in home.root.glob("preview/*/*/*"):
        os.utime(path, (0, 0))
    looking._PAGES._held.clear()
    html = shown(river, home)
    (store.folder / "tidied").unlink()
    store.tidy()
    starts = {part.split("/")[0] for part in html.split("assets/")[1:]}
    assert starts
    assert all(store.find(start) for start in starts)


def test_nobody_does_twice_what_another_is_doing():
    turns, log = Turns(at_once=2, waiting=5, seconds=20), []
    inside = threading.Event()
    go_on = threading.Event()

    def first() -> None:
        with turns.turn("a"):
            inside.set()
            go_on.wait(20)
            log.append("first")

    def second() -> None:
        with turns.turn("a"):
            log.append("second")

    threads = [threading.Thread(target=first), threading.Thread(target=second)]
    threads[0].start()
    assert inside.wait(20)
    threads[1].start()
    with turns.turn("b"):
        log.append("other")
    go_on.set()
    for thread in threads:
        thread.join(20)
    assert log == ["other", "first", "second"]


def test_who_would_wait_too_long_or_behind_too_many_is_turned_away():
    now = [0.0]
    turns = Turns(at_once=1, waiting=0, seconds=10, clock=lambda: now[0])
    with turns.turn("a"), pytest.raises(Busy), turns.turn("b"):
        pass
    patient = Turns(at_once=1, waiting=5, seconds=0)
    with patient.turn("a"), pytest.raises(Busy), patient.turn("b"):
        pass
    with turns.turn("b"):  # whoever was turned away has left nothing behind
        pass


def test_the_name_of_a_look_tells_everything_apart(river):
    look = Look(river, "approved", ("ar", "en"))
    others = [dataclasses.replace(look, wording="newest"), dataclasses.replace(look, languages=("ar",))]
    assert len({one.name for one in (look, *others)}) == 3
