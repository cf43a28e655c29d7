"""The screens of mail: where letters stand and why, who may see addresses, letters as their readers see them."""

from dataclasses import replace
from uuid import uuid4

import pytest
from newsroom_screens import AT

from unisono.base.tasks import run_worker
from unisono.mail.content import Content
from unisono.mail.delivery import ATTEMPTS
from unisono.mail.models import Bounce, Letter, PostOffice, Sender, State
from unisono.mail.operations import erase_old, hashed_address, post
from unisono.mail.senders import From, sender_for
from unisono.mail.ways import Way

SCREEN = "/newsroom/mail/"
ARABIC = Content(
    subject="دعوة إلى ترجمة Unisono",
    paragraphs=("تدعوك Ada إلى الترجمة.",),
    button="ابدأ",
    address="https://river.example/begin/secret-7f3a",
    why="لأن Ada كتبت عنوانك.",
)


@pytest.fixture
def letter(river):
    """Post a letter of the river's campaign, and let it stand somewhere."""

    def made(to="reader@example.org", *, content=ARABIC, campaign=river, **stands):
        posted = post(
            to=to, language="ar", kind="invitation", content=content, at=AT, by="command:test",
            campaign_id=campaign and campaign.public_id,
        )  # fmt: skip
        if stands:
            Letter.objects.filter(pk=posted.pk).update(**stands)
            posted.refresh_from_db()
        return posted

    return made


def failed(**more):
    return {"state": State.FAILED, "rested_at": AT, "reason": "no-mailbox", "attempts": 1} | more


def said(answer) -> str:
    return answer.content.decode()


def sends(settings, kind="smtp"):
    settings.MAIL = Way(kind, "post@river.example", host="mail.river.example", port=587, security="tls")


def test_organiser_sees_where_letters_stand_and_why(letter, person, browse, settings):
    sends(settings)
    letter("a@example.org")
    letter("b@example.org", **failed(answer="550 5.1.1 no such user"))
    letter("c@example.org", **failed(reason="deferred", attempts=ATTEMPTS))
    letter("d@example.org", state=State.HELD, rested_at=AT, reason="bounced")
    page = said(browse(person("organiser")).get(SCREEN))
    assert "Letters leave through the mail server" in page
    assert "mail.river.example" in page
    for number, name in ((4, "All"), (1, "Waiting"), (0, "Sent"), (1, "Held"), (2, "Failed")):
        assert f'{name} <bdi class="newsroom-number">{number}</bdi>' in page
    assert "There is no such mailbox. Look for a slip in the address." in page
    assert "550 5.1.1 no such user" in page
    assert f"It was tried {ATTEMPTS} times." in page
    assert "An earlier letter to this address came back: it takes no letters." in page
    assert "a@example.org" in page
    assert ARABIC.address not in page
    assert "secret-7f3a" not in page


def test_one_box_shows_its_letters_alone(letter, person, browse):
    letter("a@example.org")
    letter("b@example.org", **failed())
    client = browse(person("organiser"))
    page = said(client.get(SCREEN, {"box": "failed"}))
    assert ("a@example.org" in page, "b@example.org" in page) == (False, True)
    assert "There are no letters here." in said(client.get(SCREEN, {"box": "held"}))


@pytest.mark.parametrize("role", ["editor"])
def test_others_see_how_many_but_no_address_and_no_button(letter, person, browse, role):
    stuck = letter(**failed(answer="550 reader@example.org unknown"))
    client = browse(person(role))
    page = said(client.get(SCREEN))
    assert "There is no such mailbox" in page
    assert "reader@example.org" not in page
    assert "Try again" not in page
    assert "The address is shown to organisers only." in page
    for act in ("again", "believe"):
        assert client.post(f"{SCREEN}{stuck.public_id}/{act}/").status_code in (302, 403)
    stuck.refresh_from_db()
    assert stuck.state == State.FAILED


def test_organiser_of_another_campaign_sees_and_moves_nothing(letter, person, browse, river):
    stuck = letter(**failed())
    general = letter("g@example.org", campaign=None, **failed())
    other = type(river).objects.create(slug="lake", source_language="en")
    client = browse(person("organiser", campaign=other))
    page = said(client.get(SCREEN))
    assert 'All <bdi class="newsroom-number">0</bdi>' in page
    assert "example.org" not in page.replace("p0@example.org", "")
    for one in (stuck, general):
        client.post(f"{SCREEN}{one.public_id}/again/")
        one.refresh_from_db()
        assert one.state == State.FAILED
    assert client.get(f"{SCREEN}inbox/{stuck.public_id}/").status_code == 404


def test_letters_of_no_campaign_are_for_those_who_may_do_everything(letter, person, browse):
    letter("general@example.org", campaign=None, **failed())
    assert "general@example.org" not in said(browse(person("organiser")).get(SCREEN))
    assert "general@example.org" in said(browse(person()).get(SCREEN))


def test_stuck_letter_is_sent_again(letter, person, browse, place):
    stuck = letter(**failed())
    client = browse(person("organiser"))
    answer = client.post(f"{SCREEN}{stuck.public_id}/again/", follow=True)
    assert "The letter is sent again." in said(answer)
    run_worker(until_empty=True)
    stuck.refresh_from_db()
    assert (stuck.state, stuck.reason, stuck.attempts) == (State.SENT, "", 1)
    assert "neither held nor failed" in said(client.post(f"{SCREEN}{stuck.public_id}/again/", follow=True))


def test_address_is_believed_in_again(letter, person, browse, place):
    stuck = letter(**failed())
    Bounce.objects.create(recipient_hash=hashed_address("reader@example.org"), reason="bounced", at=AT)
    client = browse(person("organiser"))
    assert "The address is right: send it" in said(client.get(SCREEN))
    client.post(f"{SCREEN}{stuck.public_id}/believe/")
    run_worker(until_empty=True)
    stuck.refresh_from_db()
    assert (stuck.state, Bounce.objects.count()) == (State.SENT, 0)


def test_erased_letter_says_so_and_has_no_button(letter, person, browse):
    letter(**failed())
    erase_old(at=AT.replace(year=2026))
    page = said(browse(person("organiser")).get(SCREEN))
    assert "Address and words have been erased." in page
    assert "Try again" not in page


def test_server_that_is_away_is_told_and_can_be_tried_at_once(letter, person, browse, settings):
    sends(settings)
    letter()
    PostOffice.objects.create(pk=1, closed_until=AT.replace(year=2099), failures=3, trouble="mail.river.example:587 …")
    client = browse(person("organiser"))
    page = said(client.get(SCREEN))
    assert "Letters cannot be sent at present. They wait, and none is lost." in page
    assert "mail.river.example:587 …" in page
    client.post(f"{SCREEN}server/")
    assert PostOffice.objects.get().closed_until is None
    editor = browse(person("editor"))
    assert "Try the mail server now" not in said(editor.get(SCREEN))
    assert editor.post(f"{SCREEN}server/").status_code in (302, 403)


def test_letter_in_a_file_is_shown_as_its_reader_sees_it(letter, person, browse, place):
    sent = letter()
    run_worker(until_empty=True)
    client = browse(person("organiser"))
    assert ARABIC.subject in said(client.get(f"{SCREEN}inbox/"))
    page = said(client.get(f"{SCREEN}inbox/{sent.public_id}/"))
    assert f'<iframe class="newsroom-letter" sandbox src="{SCREEN}inbox/{sent.public_id}/html/"' in page
    assert '<pre class="newsroom-text" lang="ar" dir="rtl"' in page
    assert "تدعوك \u2066Ada\u2069 إلى الترجمة." in page
    assert 'href="https://river.example/begin/secret-7f3a"' in page
    framed = client.get(f"{SCREEN}inbox/{sent.public_id}/html/")
    assert framed["Content-Security-Policy"] == (
        "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox"
    )
    assert '<html lang="ar" dir="rtl">' in said(framed)


def test_letters_cannot_be_read_by_others_nor_where_they_are_really_sent(letter, person, browse, place, settings):
    sent = letter()
    run_worker(until_empty=True)
    places = [f"{SCREEN}inbox/{sent.public_id}/", f"{SCREEN}inbox/{sent.public_id}/html/"]
    editor = browse(person("editor"))
    assert [editor.get(one).status_code for one in places] == [404, 404]
    assert ARABIC.subject not in said(editor.get(f"{SCREEN}inbox/"))
    sends(settings)
    organiser = browse(person())
    assert [organiser.get(one).status_code for one in [*places, f"{SCREEN}inbox/"]] == [404, 404, 404]


def test_letter_whose_file_is_gone_is_not_found(letter, person, browse, place):
    sent = letter()
    assert browse(person("organiser")).get(f"{SCREEN}inbox/{uuid4()}/").status_code == 404
    run_worker(until_empty=True)
    for path in (place / "mail").iterdir():
        path.unlink()
    assert browse(person("organiser")).get(f"{SCREEN}inbox/{sent.public_id}/").status_code == 404


def test_sender_follows_the_responsible_body_until_it_is_chosen(river, person, browse, settings):
    river.responsible_name, river.responsible_email = "River Network", "office@river.example"
    river.save()
    assert sender_for(river.public_id) == From("River Network", settings.MAIL.sender, "office@river.example")
    client = browse(person("organiser"))
    page = said(client.get(SCREEN))
    assert "River Network" in page
    url = f"{SCREEN}sender/{river.public_id}/"
    assert client.get(url).status_code == 200
    client.post(url, {"name": "River for all", "reply_to": "hello@river.example", "address": ""})
    assert sender_for(river.public_id) == From("River for all", settings.MAIL.sender, "hello@river.example")
    kept = said(client.post(url, {"name": 'The "River"', "reply_to": "hello@river.example", "address": "no address"}))
    assert 'value="no address"' in kept
    assert "The &quot;River&quot;" in kept
    refused = said(client.post(url, {"name": 'The "River"', "reply_to": "", "address": ""}))
    assert "without quotation marks" in refused
    assert Sender.objects.get().name == "River for all"


def test_editor_does_not_choose_the_sender(river, person, browse):
    client = browse(person("editor"))
    assert "Change the sender" not in said(client.get(SCREEN))
    assert client.post(f"{SCREEN}sender/{river.public_id}/", {"name": "x"}).status_code in (302, 403)
    assert not Sender.objects.exists()


def test_outbox_asks_the_database_the_same_for_one_letter_and_for_three(letter, person, browse):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = browse(person("organiser"))
    client.get(SCREEN)
    asked = []
    for number in (1, 2):
        for _ in range(number):
            letter(f"r{uuid4().hex[:6]}@example.org", **failed())
        with CaptureQueriesContext(connection) as queries:
            client.get(SCREEN)
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_menu_has_mail(river, person, browse):
    assert f'"url": "{SCREEN}"' in said(browse(person("organiser")).get("/newsroom/"))


def test_subject_with_markup_is_shown_as_words(letter, person, browse, place):
    sent = letter(content=replace(ARABIC, subject="<b>hi</b>", paragraphs=("<script>alert(1)</script>",)))
    run_worker(until_empty=True)
    client = browse(person("organiser"))
    for url in (f"{SCREEN}inbox/", f"{SCREEN}inbox/{sent.public_id}/", f"{SCREEN}inbox/{sent.public_id}/html/"):
        assert "<script>alert" not in said(client.get(url))
        assert "<b>hi" not in said(client.get(url))
