"""The desk by hand, without a script: who may open what, what is shown, what a form does."""

import json
import re

import pytest
from desk_hands import ask, fields, messages_of, row, segment_of, send, sit, url
from django.db import connection
from django.test.utils import CaptureQueriesContext
from newsroom_screens import AT

from unisono.campaigns.models import Campaign, CampaignLanguage
from unisono.languages.desk import digest
from unisono.languages.models import EarlierText, Remark, SettledCopy, State, Translation
from unisono.languages.operations import Given, Named, source_approved, take_translations
from unisono.languages.segments import Segment
from unisono.ledger.models import Entry
from unisono.people.models import Grant, User
from unisono.words.models import NewsPost, Statement, Texts

__all__ = ["sit"]

# -- who may


@pytest.mark.parametrize(
    "path", ["", "{piece}/", "{piece}/history/?key=title", "{piece}/picture/", "{piece}/?similar=title"]
)
def test_translator_of_another_language_or_campaign_opens_nothing(river, sit, path):
    lake = Campaign.objects.create(slug="lake", source_language="en")
    piece = Statement.objects.get()
    address = url(river) + path.format(piece=piece.public_id)
    for client in (sit(language="fr"), sit(language="", campaign=lake), sit(role="editor", language="")):
        answer = client.get(address)
        assert answer.status_code == 403
        answer = client.get(address, headers={"X-Requested-With": "XMLHttpRequest"})
        assert (answer.status_code, "النهر" in answer.content.decode()) == (403, False)


@pytest.mark.parametrize("act", ["save", "undo:title", "accept:title", "say:title", "fill", "hand-in", "accept-all"])
def test_translator_of_another_language_writes_nothing(river, sit, act):
    piece = Statement.objects.get()
    before = list(Translation.objects.order_by("pk").values())
    client = sit(language="fr")
    given = {
        "version:title": "1",
        "source:title": digest("The river belongs to all"),
        "text:title": "x",
        "remark:title": "y",
    }
    assert ask(client, url(river, "ar", piece), act, **given).status_code == 403
    assert list(Translation.objects.order_by("pk").values()) == before
    assert Remark.objects.count() == 0


def test_nobody_opens_the_source_language_or_one_that_the_campaign_does_not_have(river, sit):
    client = sit(language="")
    for language in ("en", "hi", "..", "xx"):
        assert client.get(url(river, language, Statement.objects.get())).status_code in (403, 404)


def test_piece_of_another_campaign_is_not_found_at_the_own_desk(river, sit):
    lake = Campaign.objects.create(slug="lake", source_language="en")
    CampaignLanguage.objects.create(campaign=lake, code="en")
    texts = Texts.objects.create(
        campaign=lake, name="A lake", slogan="S", hashtag="#L", summary="S", action="A", live=True
    )
    assert sit().get(url(river, "ar", texts)).status_code == 404


def test_visitor_is_asked_to_sign_in(river, client):
    answer = client.get(url(river), HTTP_HOST="127.0.0.1")
    assert answer.status_code == 302
    assert "/login/" in answer.headers["Location"]


def test_first_screen_and_index_lead_to_the_own_languages_only(river, sit):
    for address in ("/newsroom/", "/newsroom/desk/"):
        page = sit().get(address, follow=True).content.decode()
        assert f"/newsroom/desk/{river.public_id}/ar/" in page
        assert f"/newsroom/desk/{river.public_id}/fr/" not in page
        assert "comments/" not in page


def test_somebody_without_a_language_is_told_what_to_do(river, sit):
    page = sit(role="moderator", language="").get("/newsroom/desk/").content.decode()
    assert "No language is yours to translate." in page


# -- what is shown


def test_list_counts_states_of_every_approved_piece(river, sit):
    page = sit().get(url(river)).content.decode()
    text = " ".join(re.sub(r"<[^>]+>", " ", page).split())
    assert "press statement The river belongs to all draft 1 ready 9" in text
    assert "texts A river for all stale 1 ready" in text
    assert "news post The call ready" in text
    fresh = " ".join(re.sub(r"<[^>]+>", " ", sit(language="fr").get(url(river, "fr")).content.decode()).split())
    assert "press statement The river belongs to all missing 10 not complete yet" in fresh


def test_drafts_of_the_source_are_shown_nowhere(river, sit):
    post = NewsPost.objects.get()
    post.title = "Secret draft title"
    post.body = "<p>Secret draft body.</p>"
    post.save_revision()
    new = NewsPost(
        campaign=river, slug="secret", title="Secret new post", summary="S", date=AT, body="<p>Hush.</p>", live=False
    )
    new.save()
    new.save_revision()
    client = sit()
    for address in (url(river), url(river, "ar", post)):
        assert "ecret" not in client.get(address).content.decode()
    assert client.get(url(river, "ar", new)).status_code == 404


def test_words_changed_in_the_row_without_approval_are_not_shown(river, sit):
    """A piece that is live but whose row was written to: only the settled source counts."""
    Statement.objects.update(title="Secret title")
    page = sit().get(url(river, "ar", Statement.objects.get())).content.decode()
    assert "Secret title" not in page
    assert "The river belongs to all" in page


def test_source_and_target_have_their_own_language_and_direction(river, sit):
    page = segment_of(sit().get(url(river, "ar", Statement.objects.get())), "lead.2")
    assert (
        'id="s-lead-2-source" lang="en" dir="ltr">The water is <a href="https://river.example.org/water">clean</a>.'
        in page
    )
    assert 'id="s-lead-2-text" lang="ar" dir="rtl"' in page
    assert 'الماء <a href="https://river.example.org/water">نظيف</a>.</div>' in page
    assert "الماء [نظيف](https://river.example.org/water).</textarea>" in page


def test_stale_text_shows_what_moved_and_keeps_the_old_translation(river, sit):
    page = segment_of(sit().get(url(river, "ar", Texts.objects.get())), "slogan")
    assert "The source has changed since this was translated:" in page
    assert "Let the banks be open" in page
    assert re.search(r"<del>.*</del>", page)
    assert "لتكن الضفاف مفتوحة</textarea>" in page
    assert 'value="confirm:slogan"' in page


def test_page_is_strict_about_scripts(river, sit):
    answer = sit().get(url(river, "ar", Statement.objects.get()))
    policy = answer.headers["Content-Security-Policy"]
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy
    page = answer.content.decode()
    assert re.findall(r"<script[^>]*>", page) == [
        '<script src="/newsroom/static/newsroom/keeping.js" defer>',
        '<script src="/newsroom/static/newsroom/desk.js" defer>',
    ]
    assert "style=" not in page
    assert not re.search(r"\son[a-z]+=", page)


def test_words_of_a_translation_cannot_run_anything(river, sit):
    piece = Statement.objects.get()
    client = sit()
    send(
        client,
        url(river, "ar", piece),
        **{"text:title": '</textarea><script>alert("x")</script>', "text:aim.a1": "a &lt;b> <i>"},
    )
    page = client.get(url(river, "ar", piece)).content.decode()
    assert "<script>alert" not in page
    assert row(piece, "title").text == '</textarea><script>alert("x")</script>'


def test_long_page_takes_as_many_queries_as_a_short_one(river, sit):
    client = sit()
    post = NewsPost.objects.get()
    taken = []
    for paragraphs in (3, 300):
        source = tuple(Segment(f"body.{n}", f"Paragraph {n} of water.", "paragraph") for n in range(1, paragraphs + 1))
        named = Named(river.public_id, "words.NewsPost", post.public_id)
        source_approved(named=named, language="en", segments=source, at=AT, by="x")
        given = {one.key: Given(f"نص {n}", State.DRAFT) for n, one in enumerate(source) if n % 2}
        take_translations(named=named, language="ar", source=source, given=given, at=AT, by="x")
        client.get(url(river, "ar", post))
        with CaptureQueriesContext(
            connection,
        ) as found:
            page = client.get(url(river, "ar", post))
        assert page.content.decode().count("<section") == paragraphs
        taken.append(len(found))
    assert taken[0] == taken[1] <= 30


# -- what a form does


def test_form_saves_what_was_changed_and_nothing_else(river, sit):
    piece = Statement.objects.get()
    before = {one.key: one.version for one in Translation.objects.filter(object_id=piece.public_id, language="ar")}
    answer = send(sit(), url(river, "ar", piece), **{"text:title": "النهر لنا", "text:lead.2": "الماء **نظيف**."})
    assert answer.status_code == 302
    after = {one.key: one.version for one in Translation.objects.filter(object_id=piece.public_id, language="ar")}
    assert {key for key in after if after[key] != before[key]} == {"title", "lead.2"}
    assert (row(piece, "title").text, row(piece, "title").state) == ("النهر لنا", "draft")
    assert row(piece, "lead.2").text == "الماء **نظيف**."
    assert row(piece, "title").changed_by == str(User.objects.get(first_name="Nour").public_id)


def test_form_keeps_both_texts_where_somebody_else_was_faster(river, sit):
    piece, address = Statement.objects.get(), url(river, "ar", Statement.objects.get())
    slow, quick = sit(name="Slow"), sit(name="Quick")
    data = fields(slow.get(address))
    send(quick, address, **{"text:title": "كلمات سريعة"})
    answer = slow.post(address, data | {"text:title": ["كلمات بطيئة"], "text:aim.a1": ["هدف"], "act": ["save"]})
    assert answer.status_code == 409
    shown = segment_of(answer, "title")
    assert "كلمات بطيئة</textarea>" in shown
    assert "كلمات سريعة" in shown
    assert "Quick" in shown
    assert row(piece, "title").text == "كلمات سريعة"
    assert row(piece, "aim.a1").text == "هدف"
    again = fields(answer)
    assert slow.post(address, again | {"act": ["save"]}).status_code == 302
    assert row(piece, "title").text == "كلمات بطيئة"
    assert EarlierText.objects.filter(key="title", text="كلمات سريعة").exists()


def test_form_does_not_quarrel_about_what_it_did_not_touch(river, sit):
    address = url(river, "ar", Statement.objects.get())
    slow, quick = sit(), sit()
    data = fields(slow.get(address))
    send(quick, address, **{"text:title": "كلمات سريعة"})
    assert slow.post(address, data | {"text:aim.a1": ["هدف"], "act": ["save"]}).status_code == 302
    assert row(Statement.objects.get(), "title").text == "كلمات سريعة"


def test_marks_that_cannot_be_kept_come_back_with_the_words(river, sit):
    address = url(river, "ar", Statement.objects.get())
    answer = send(sit(), address, **{"text:aim.a1": "افتحوا [هنا](javascript:alert(1))"})
    assert answer.status_code == 422
    assert "cannot be read" in segment_of(answer, "aim.a1")
    assert "افتحوا [هنا](javascript:alert(1))</textarea>" in segment_of(answer, "aim.a1")
    assert row(Statement.objects.get(), "aim.a1").text == "افتحوا الضفاف."


def test_script_gets_both_texts_as_json(river, sit):
    piece, address = Statement.objects.get(), url(river, "ar", Statement.objects.get())
    source = digest("Open the banks.")
    client = sit()
    answer = ask(
        client, address, **{"version:aim.a1": "1", "source:aim.a1": source, "html:aim.a1": "افتحوا <b>الضفاف</b>"}
    )
    told = answer.json()["segments"]["aim.a1"]
    assert (answer.status_code, told["version"], told["state"]) == (200, 2, "draft")
    assert row(piece, "aim.a1").text == "افتحوا **الضفاف**"
    answer = ask(sit(), address, **{"version:aim.a1": "1", "source:aim.a1": source, "html:aim.a1": "آخر"})
    told = answer.json()["segments"]["aim.a1"]
    assert (answer.status_code, told["conflict"], told["version"]) == (409, True, 2)
    assert (told["html"], told["yours"]) == ("افتحوا <b>الضفاف</b>", "آخر")
    assert "Nour" in told["aside"]
    answer = ask(client, address, **{"version:aim.a1": "2", "source:aim.a1": digest("older"), "html:aim.a1": "آخر"})
    assert answer.status_code == 409
    assert "The source text has changed" in answer.json()["segments"]["aim.a1"]["aside"]


def test_translator_hands_in_and_reviewer_sends_back_and_accepts(river, sit):
    piece, address = Statement.objects.get(), url(river, "ar", Statement.objects.get())
    reviewer, translator = sit("reviewer", name="Lina"), sit()
    send(translator, address, **{"text:title": "النهر لنا جميعا"})
    page = translator.get(address).content.decode()
    assert 'value="hand-in"' in page
    assert 'value="ready"' not in page
    assert 'value="accept' not in page
    answer = send(translator, address, "hand-in")
    assert messages_of(translator.get(answer.headers["Location"])) == ["1 text handed in for review."]
    assert row(piece, "title").state == "review"
    send(translator, address, "accept:title")
    assert row(piece, "title").state == "review"
    refused = send(reviewer, address, "send-back:title")
    assert "Say in a comment what should be different" in segment_of(refused, "title")
    send(reviewer, address, "send-back:title", **{"remark:title": "Is it ours?"})
    assert row(piece, "title").state == "draft"
    thread = segment_of(translator.get(address), "title")
    assert "Is it ours?" in thread
    assert "Lina" in thread
    send(translator, address, "hand-in", **{"text:title": "النهر ملكنا"})
    send(translator, address, "resolve:title")
    answer = send(reviewer, address, "accept-all")
    assert messages_of(reviewer.get(answer.headers["Location"])) == [
        "1 text is ready.",
        "Everything here is ready: the next edition shows it in this language.",
    ]
    copy = SettledCopy.objects.get(object_id=piece.public_id, language="ar")
    assert {key: text for key, _, text in copy.segments}["title"] == "النهر ملكنا"
    before, _closed, closed = segment_of(translator.get(address), "title").partition("Resolved comments")
    assert "Is it ours?" not in before
    assert "Is it ours?" in closed  # closed, and still to be read
    assert [one.act for one in Entry.objects.filter(act__startswith="translation.")] == [
        "translation.handed-in",
        "translation.sent-back",
        "translation.handed-in",
        "translation.accepted",
    ]


def test_reviewer_is_told_where_a_text_has_changed_unseen(river, sit):
    piece, address = Statement.objects.get(), url(river, "ar", Statement.objects.get())
    reviewer, translator = sit("reviewer"), sit()
    send(translator, address, "hand-in")
    data = fields(reviewer.get(address))
    send(translator, address, **{"text:title": "نهر آخر"})
    send(translator, address, "hand-in")
    answer = reviewer.post(address, data | {"act": ["accept-all"]})
    assert answer.status_code == 409
    assert "This text has changed since you saw it: read it again." in segment_of(answer, "title")
    assert row(piece, "title").state == "review"


def test_settling_asks_for_an_edition(river, sit):
    from unisono.base.tasks import errands

    before = len(errands(river.public_id))
    send(sit(), url(river, "ar", Statement.objects.get()), "ready")
    assert len(errands(river.public_id)) == before + 1


def test_translator_finishes_where_there_is_no_reviewer(river, sit):
    address = url(river, "ar", Statement.objects.get())
    translator = sit()
    assert 'value="ready"' in translator.get(address).content.decode()
    sit("reviewer", language="fr")
    assert 'value="ready"' in translator.get(address).content.decode()
    sit("reviewer", language="")
    assert 'value="ready"' not in translator.get(address).content.decode()
    User.objects.filter(grants__role="reviewer").update(is_active=False)
    send(translator, address, "ready")
    assert row(Statement.objects.get(), "title").state == "ready"


def test_fault_keeps_the_piece_from_being_handed_in_and_says_where(river, sit):
    address = url(river, "ar", Texts.objects.get())
    client = sit()
    answer = send(client, address, "ready", **{"text:post.default": "بلا رابط", "text:action": "ا" * 31})
    assert answer.status_code == 422
    assert messages_of(answer) == ["Not yet: something below must be mended first."]
    assert "Missing: {link}. An address is put there." in segment_of(answer, "post.default")
    assert "1 character too long: at most 30 fit." in segment_of(answer, "action")
    assert row(Texts.objects.get(), "post.default").text == "بلا رابط"


def test_stale_text_is_confirmed_with_one_press(river, sit):
    piece, address = Texts.objects.get(), url(river, "ar", Texts.objects.get())
    answer = send(sit(), address, "confirm:slogan")
    assert answer.headers["Location"].endswith("#s-slogan")
    assert (row(piece, "slogan").state, row(piece, "slogan").source_text) == ("ready", "Let the banks be open")


def test_history_shows_who_wrote_what_and_puts_it_back(river, sit):
    piece, address = Statement.objects.get(), url(river, "ar", Statement.objects.get())
    client = sit()
    send(client, address, **{"text:title": "أ"})
    send(sit(name="Salma"), address, **{"text:title": "ب"})
    send(client, address, **{"text:title": "ج"})
    page = client.get(f"{address}history/?key=title")
    text = " ".join(re.sub(r"<[^>]+>", " ", page.content.decode()).split())
    assert text.index("Now") < text.index("Salma") < text.rindex("Nour") < text.index("test")
    first = EarlierText.objects.get(text="أ")
    data = fields(page)
    data = {name: lines[:1] for name, lines in data.items()}
    assert client.post(address, data | {"act": [f"restore:title:{first.pk}"]}).status_code == 302
    assert row(piece, "title").text == "أ"
    send(client, address, "undo:title")
    assert row(piece, "title").text == "ج"
    assert client.get(f"{address}history/?key=nothing").status_code == 404


def test_identical_texts_fill_each_other(river, sit):
    post, statement = NewsPost.objects.get(), Statement.objects.get()
    named = Named(river.public_id, "words.NewsPost", post.public_id)
    source = (Segment("title", "The call"), Segment("body.9", "Open the banks.", "paragraph"))
    source_approved(named=named, language="en", segments=source, at=AT, by="x")
    address, client = url(river, "ar", post), sit()
    page = client.get(address)
    assert "Fill in 1 text translated before" in page.content.decode()
    assert "100 %" in segment_of(page, "body.9")
    answer = send(client, address, "fill")
    assert messages_of(client.get(answer.headers["Location"])) == ["1 text filled in as a draft."]
    filled = row(post, "body.9")
    assert (filled.text, filled.state) == (row(statement, "aim.a1").text, "draft")


def other_campaign(state=State.READY) -> Campaign:
    lake = Campaign.objects.create(slug="lake", source_language="en")
    for code in ("en", "fr", "ar"):
        CampaignLanguage.objects.create(campaign=lake, code=code)
    named = Named(lake.public_id, "words.NewsPost", lake.public_id)
    source = (Segment("body.1", "Keep them open always.", "paragraph"),)
    take_translations(
        named=named, language="fr", source=source, given={"body.1": Given("Mot du lac.", state)}, at=AT, by="x"
    )
    return lake


def test_memory_of_another_campaign_is_offered_only_to_those_who_translate_there(river, sit):
    lake, address = other_campaign(), url(river, "fr", Statement.objects.get())
    other = sit(language="fr")
    shown = other.get(f"{address}?similar=aim.a2")
    assert "Mot du lac" not in shown.content.decode()
    person = User.objects.get(first_name="Nour")
    Grant.objects.create(person=person, campaign_id=lake.public_id, role="translator", language="ar")
    assert "Mot du lac" not in other.get(f"{address}?similar=aim.a2").content.decode()
    match = Translation.objects.get(text="Mot du lac.")
    given = {"version:aim.a2": "0", "source:aim.a2": digest("Keep them open.")}
    assert "Mot du lac" not in ask(other, address, f"take:aim.a2:{match.pk}", **given).content.decode()
    assert row(Statement.objects.get(), "aim.a2", "fr") is None
    Grant.objects.create(person=person, campaign_id=lake.public_id, role="translator", language="fr")
    told = other.get(f"{address}?similar=aim.a2", headers={"X-Requested-With": "XMLHttpRequest"}).json()
    assert "Mot du lac" in told["segments"]["aim.a2"]["aside"]
    assert re.search(r"\d\d %", told["segments"]["aim.a2"]["aside"])
    assert "<del>" in told["segments"]["aim.a2"]["aside"]
    ask(other, address, f"take:aim.a2:{match.pk}", **given)
    assert row(Statement.objects.get(), "aim.a2", "fr").text == "Mot du lac."


def test_drafts_of_another_campaign_are_offered_to_nobody(river, sit):
    lake = other_campaign(State.DRAFT)
    client = sit(language="fr")
    Grant.objects.create(
        person=User.objects.get(first_name="Nour"), campaign_id=lake.public_id, role="translator", language="fr"
    )
    assert (
        "Mot du lac" not in client.get(f"{url(river, 'fr', Statement.objects.get())}?similar=aim.a2").content.decode()
    )


def test_editor_answers_comments_of_the_own_campaign_and_closes_them(river, sit):
    address = url(river, "ar", Statement.objects.get())
    translator, editor = sit(), sit("editor", language="", name="Ed")
    send(translator, address, "say:title", **{"remark:title": "Whose river?"})
    comments = f"/newsroom/desk/{river.public_id}/comments/"
    assert translator.get(comments).status_code == 403
    page = editor.get(comments)
    assert "Whose river?" in page.content.decode()
    assert "The river belongs to all" in page.content.decode()
    thread = fields(page)["thread"]
    editor.post(comments, {"thread": thread, "remark": "Everybody's.", "act": "say"})
    assert "Everybody&#x27;s." in segment_of(translator.get(address), "title")
    editor.post(comments, {"thread": thread, "act": "resolve"})
    assert Remark.objects.filter(resolved_at=None).count() == 0
    assert "No comment is open." in editor.get(comments).content.decode()
    lake = Campaign.objects.create(slug="lake", source_language="en")
    foreign = sit("editor", language="", campaign=lake)
    assert foreign.get(comments).status_code == 403
    send(translator, address, "say:title", **{"remark:title": "Again?"})
    foreign.post(f"/newsroom/desk/{lake.public_id}/comments/", {"thread": thread, "act": "resolve"})
    assert Remark.objects.filter(resolved_at=None).count() == 1


def test_answers_of_the_desk_are_kept_by_no_shared_store(river, sit):
    kept = sit().get(url(river)).headers["Cache-Control"].split(", ")
    assert {"private", "no-store"} <= set(kept)


def test_unknown_act_does_nothing(river, sit):
    answer = ask(sit(), url(river, "ar", Statement.objects.get()), "destroy:title")
    assert (answer.status_code, json.loads(answer.content)["segments"]) == (200, {})
