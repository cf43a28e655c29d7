"""Comments on a source and translators' questions in one place; whoever is answered hears of it once."""

from desk_hands import messages_of, send, sit, url  # noqa: F401  a fixture
from newsroom_screens import speak
from piece_hands import address, do

from unisono.languages.models import Remark
from unisono.ledger.models import Entry
from unisono.mail.models import Letter
from unisono.people.models import User
from unisono.words.models import NewsPost


def ask_at_the_desk(client, river, piece, text):
    return send(client, url(river, piece=piece), act="say:title", **{"remark:title": text})


def test_an_editor_sees_all_questions_of_a_piece_answers_and_resolves(river, person, browse, sit):  # noqa: F811
    piece = NewsPost.objects.get()
    nour = sit("translator", "ar")
    speak(User.objects.get(first_name="Nour"), "ar")
    ask_at_the_desk(nour, river, piece, "Which call is meant?")
    editor = browse(person("editor"))
    do(editor, piece, "say", **{"remark:summary": "Shorter?"})

    page = editor.get(address(piece)).content.decode()
    assert "Which call is meant?" in page and "Shorter?" in page  # noqa: PT018
    assert page.count('class="piece-thread"') == 2
    assert '<bdi lang="ar">العربية</bdi>' in page

    assert do(editor, piece, "answer", thread="ar title", answer="  ").status_code == 409
    assert do(editor, piece, "answer", thread="ar title", answer="The one of May.").status_code == 302
    letter = Letter.objects.get(kind="answer")
    assert (letter.recipient, letter.language) == (User.objects.get(first_name="Nour").email, "ar")
    assert "The one of May." in letter.content["paragraphs"]
    assert letter.content["address"].endswith(url(river, piece=piece))

    do(editor, piece, "resolve", thread="ar title")
    assert not Remark.objects.filter(language="ar", resolved_at=None).exists()
    assert Letter.objects.filter(kind="answer").count() == 1
    at_desk = nour.get(url(river, piece=piece)).content.decode()
    assert "Resolved comments" in at_desk or "The one of May." in at_desk
    assert "The one of May." in at_desk  # closed, and still to be read
    assert "Shorter?" not in at_desk  # what editors say to each other about a draft
    assert do(editor, piece, "answer", thread="ar title", answer="More.").status_code == 409


def test_the_list_of_the_campaign_answers_in_the_same_way(river, person, browse, sit):  # noqa: F811
    piece = NewsPost.objects.get()
    ask_at_the_desk(sit("translator", "ar"), river, piece, "Which call is meant?")
    editor = browse(person("editor"))
    thread = f"{piece.public_id} ar title"
    editor.post(f"/newsroom/desk/{river.public_id}/comments/", {"thread": thread, "remark": "May.", "act": "say"})
    assert Letter.objects.filter(kind="answer").count() == 1


def test_nobody_is_told_of_their_own_answer(river, person, browse):
    piece = NewsPost.objects.get()
    editor = browse(person("editor"))
    do(editor, piece, "say", **{"remark:title": "Is it?"})
    do(editor, piece, "answer", thread="en title", answer="It is.")
    assert not Letter.objects.exists()


def test_comments_are_part_of_what_was_done(river, person, browse):
    piece = NewsPost.objects.get()
    editor = browse(person("editor"))
    do(editor, piece, "say", **{"remark:title": "Is it?"})
    do(editor, piece, "resolve", thread="en title")
    page = editor.get(address(piece)).content.decode()
    assert "Ben commented on News post “The call” (title, English)." in page
    assert "Ben closed the comments on News post “The call” (title, English)." in page
    assert Entry.objects.filter(act__startswith="remark.").count() == 2
    assert "Is it?" not in str(list(Entry.objects.values("details")))
