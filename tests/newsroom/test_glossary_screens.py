"""The glossary by hand: who may what, what is listed and counted, tables out and in, and what the desk shows of it."""

import re

import pytest
from desk_hands import ask, segment_of, sit, url
from django.core.files.uploadedfile import SimpleUploadedFile
from newsroom_screens import AT

from unisono.campaigns.models import Campaign, CampaignLanguage
from unisono.languages.desk import digest
from unisono.languages.glossary.operations import Given, add_term, settle
from unisono.languages.models import Rendering, Term, Translation
from unisono.people.models import Grant, Role, User
from unisono.words.models import Statement

__all__ = ["sit"]


@pytest.fixture
def terms(river):
    """A name that stays, and a term with agreed words in Arabic."""
    for text, stays in (("Eel Watch", True), ("river", False), ("unheard of", False)):
        add_term(campaign_id=river.public_id, given=Given(text, stays, note=f"About {text}."), at=AT, by="olga")
    found = {one.text: one for one in Term.objects.all()}
    settle(term=found["river"], language="ar", text="نهر", forms=("أنهار",), may_settle=True, at=AT, by="olga")
    return found


def place(campaign, term=None, more="") -> str:
    return f"/newsroom/glossary/{campaign.public_id}/" + (f"{term.public_id}/" if term else "") + more


def plain(page) -> str:
    """The words of a page."""
    text = re.sub(r"<(script|style|head).*?</\1>", " ", page.content.decode(), flags=re.S)
    return " ".join(re.sub(r"<[^>]+>", " ", text).replace("\u2068", "").replace("\u2069", "").split())


def do(client, campaign, term, act, into="", **fields):
    return client.post(place(campaign, term, f"?into={into}" if into else ""), {"act": act, **fields})


def done(answer) -> bool:
    """Whether something was done: it leads on; who may not is sent to the first screen, or refused."""
    assert answer.status_code in (302, 403)
    return answer.status_code == 302 and answer.headers["Location"] != "/newsroom/"


def row(term, language="ar"):
    return [(one.standing, one.text) for one in Rendering.objects.filter(term=term, language=language)]


# -- who may


@pytest.mark.parametrize(
    ("role", "language", "edits", "writes"),
    [
        ("organiser", "", True, "agreed"),
        ("editor", "", True, None),
        ("reviewer", "ar", False, "agreed"),
        ("translator", "ar", False, "proposed"),
        ("translator", "fr", False, None),
        ("reviewer", "fr", False, None),
        ("moderator", "", False, None),
        ("press-officer", "", False, None),
    ],
)
def test_each_role_does_what_is_its_own(river, terms, sit, role, language, edits, writes):
    sit(role="reviewer", language="ar")  # Arabic has one
    client = sit(role=role, language=language)
    seen = role not in ("moderator", "press-officer")
    assert (client.get(place(river)).status_code == 200) is seen
    assert done(client.post(place(river, more="new/"), {"text": "bank"})) is edits
    assert Term.objects.filter(text="bank").exists() is edits
    assert done(do(client, river, terms["river"], "save", text="rivers", version=1)) is edits
    assert Term.objects.filter(text="rivers").exists() is edits
    assert done(do(client, river, terms["unheard of"], "settle", "ar", text="كلمة")) is bool(writes)
    assert row(terms["unheard of"]) == ([(writes, "كلمة")] if writes else [])
    assert done(do(client, river, terms["river"], "none", "ar")) is (writes == "agreed")
    assert done(do(client, river, terms["river"], "remove")) is edits
    assert done(do(client, river, terms["river"], "put-back")) is edits
    csv = {"file": SimpleUploadedFile("t.csv", b"term\nshore\n")}
    assert done(client.post(place(river, more="in/"), csv)) is edits
    assert Term.objects.filter(text="shore").exists() is edits


def test_where_nobody_reviews_translators_agree_themselves(river, terms, sit):
    client = sit()
    assert "Agree on these words" in plain(client.get(place(river, terms["unheard of"], "?into=ar")))
    do(client, river, terms["unheard of"], "settle", "ar", text="كلمة")
    assert row(terms["unheard of"]) == [("agreed", "كلمة")]


def test_people_of_another_campaign_see_and_write_nothing(river, terms, sit):
    lake = Campaign.objects.create(slug="lake", source_language="en")
    for code in ("en", "ar"):
        CampaignLanguage.objects.create(campaign=lake, code=code)
    own = add_term(campaign_id=lake.public_id, given=Given("lake"), at=AT, by="eve")
    client = sit(role="organiser", language="", campaign=lake)
    for address in (place(river), place(river, terms["river"]), place(river, terms["river"], "ar/")):
        assert not done(client.get(address))
    assert client.get(place(lake, terms["river"])).status_code == 404
    assert do(client, lake, terms["river"], "save", text="x", version=1).status_code == 404
    assert client.get(place(lake, own)).status_code == 200


def test_translators_see_the_words_of_their_own_language_alone(river, terms, sit):
    settle(term=terms["river"], language="fr", text="fleuve", may_settle=True, at=AT, by="x")
    client = sit()
    addresses = [place(river), place(river, more="?into=fr"), place(river, more="glossary.csv")]
    addresses += [
        place(river, terms["river"]),
        place(river, terms["river"], "?into=fr"),
        place(river, more="?q=fleuve"),
    ]
    for address in addresses:
        page = client.get(address).content.decode()
        assert "fleuve" not in page.replace('value="fleuve"', "")
        assert "river" in page.casefold()
    assert client.get(place(river, terms["river"], "fr/")).status_code == 404


def test_proposal_of_another_term_or_language_is_not_agreed_from_here(river, terms, sit):
    other = settle(term=terms["river"], language="fr", text="fleuve", may_settle=False, at=AT, by="x")
    client = sit(role="reviewer")
    do(client, river, terms["river"], f"agree:{other.pk}", "ar")
    do(client, river, terms["unheard of"], f"decline:{other.pk}", "ar")
    assert row(terms["river"], "fr") == [("proposed", "fleuve")]


# -- the list


def test_list_counts_terms_in_the_approved_source_and_searches(river, terms, sit):
    client = sit(role="editor", language="")
    page = plain(client.get(place(river)))
    assert "Eel Watch stays as it is 1 time in the approved source About Eel Watch." in page
    assert "unheard of agreed in 0 of 2 languages 0 times in the approved source" in page
    assert re.search(r"river agreed in 1 of 2 languages \d+ times in the approved source", page)
    assert "Eel Watch" not in plain(client.get(place(river, more="?q=RIVER")))
    assert "river" in plain(client.get(place(river, more="?q=نهر")))
    arabic = plain(client.get(place(river, more="?into=ar")))
    assert "river · نهر" in arabic
    assert "also: أنهار" in arabic
    assert "unheard of no words agreed yet" in arabic
    left = plain(client.get(place(river, more="?into=ar&show=open")))
    assert ("unheard of" in left, "About river" in left) == (True, False)


def test_counting_counts_what_the_page_of_the_term_says(river, terms, sit):
    number = re.search(r"(\d+) times in the approved source", plain(sit().get(place(river, terms["river"]))))
    found = sum(
        len(re.findall(r"\brivers?\b", re.sub(r"\(https:.*?\)", "", segment[2]), re.I))
        for copy in river_sources(river)
        for segment in copy
    )  # fmt: skip
    assert int(number[1]) == found > 5


def river_sources(river):
    from unisono.languages.models import SettledCopy

    return SettledCopy.objects.filter(campaign_id=river.public_id, language="en").values_list("segments", flat=True)


def test_withdrawn_pieces_do_not_count(river, terms, sit):
    client = sit()
    before = plain(client.get(place(river, terms["Eel Watch"])))
    Statement.objects.update(live=False)
    after = plain(client.get(place(river, terms["Eel Watch"])))
    assert ("1 time in" in before, "0 times in" in after) == (True, True)


def test_list_takes_the_same_queries_however_long_it_is(river, sit, django_assert_num_queries):
    client = sit()
    for number in (1, 3):
        for more in range(number):
            one = add_term(campaign_id=river.public_id, given=Given(f"word {number} {more}"), at=AT, by="olga")
            settle(term=one, language="ar", text="كلمة", may_settle=True, at=AT, by="olga")
        client.get(place(river))
        with django_assert_num_queries(22):
            client.get(place(river))


def test_removed_term_stands_apart_and_comes_back(river, terms, sit):
    client = sit(role="editor", language="")
    page = client.post(place(river, terms["river"]), {"act": "remove"}, follow=True)
    assert "Removed. It stands here" in plain(page)
    assert "About river." in plain(page)
    assert "About river." not in plain(client.get(place(river)))
    assert "has been removed" in plain(client.get(place(river, terms["river"])))
    client.post(place(river, terms["river"]), {"act": "put-back"})
    assert "About river." in plain(client.get(place(river)))


def test_term_that_somebody_else_has_changed_is_not_written_over(river, terms, sit):
    client = sit(role="editor", language="")
    do(client, river, terms["river"], "save", text="stream", version=1)
    answer = do(client, river, terms["river"], "save", text="brook", version=1)
    assert answer.status_code == 422
    assert "Somebody else has changed this term meanwhile." in plain(answer)
    assert 'value="brook"' in answer.content.decode()
    assert 'name="version" value="2"' in answer.content.decode()
    assert Term.objects.get(pk=terms["river"].pk).text == "stream"


def test_refused_term_is_shown_again_with_the_reason(river, terms, sit):
    client = sit(role="editor", language="")
    answer = client.post(place(river, more="new/"), {"text": "river", "note": "mine"})
    assert answer.status_code == 422
    assert "“river” stands in the glossary already." in plain(answer)
    assert "mine" in plain(answer)


# -- words of a language


def test_reviewer_agrees_to_a_proposal_and_sees_what_still_has_earlier_words(river, terms, sit):
    reviewer, translator = sit(role="reviewer"), sit(name="Salma")
    do(translator, river, terms["river"], "settle", "ar", text="الوادي", forms="وديان\n\nالأودية")
    page = plain(reviewer.get(place(river, terms["river"], "?into=ar")))
    assert "Salma proposes: الوادي · وديان · الأودية Agree Decline" in page
    proposal = Rendering.objects.get(standing="proposed")
    before = list(Translation.objects.order_by("pk").values())
    done = reviewer.post(place(river, terms["river"], "?into=ar"), {"act": f"agree:{proposal.pk}"}, follow=True)
    assert row(terms["river"]) == [("earlier", "نهر"), ("agreed", "الوادي")]
    number = int(re.search(r"(\d+) translations still have earlier words", plain(done))[1])
    listed = reviewer.get(place(river, terms["river"], "ar/")).content.decode()
    assert listed.count("Open at the desk") == number > 3
    assert f"{url(river, 'ar', Statement.objects.get())}#s-title" in listed
    assert list(Translation.objects.order_by("pk").values()) == before


# -- tables


def test_table_goes_out_and_in_without_a_change(river, terms, sit):
    add_term(campaign_id=river.public_id, given=Given("=1+1 river", match_case=True), at=AT, by="olga")
    settle(term=terms["river"], language="fr", text="fleuve", may_settle=True, at=AT, by="olga")
    client = sit(role="organiser", language="")
    out = client.get(place(river, more="glossary.csv")).content
    assert out.decode("utf-8-sig").splitlines() == [
        "term,stays,capitals,note,ar,ar forms,fr,fr forms",
        "'=1+1 river,,yes,,,,,",
        "Eel Watch,yes,,About Eel Watch.,,,,",
        "river,,,About river.,نهر,أنهار,fleuve,",
        "unheard of,,,About unheard of.,,,,",
    ]
    before = [list(model.objects.order_by("pk").values()) for model in (Term, Rendering)]
    page = client.post(place(river, more="in/"), {"file": SimpleUploadedFile("t.csv", out)}, follow=True)
    assert "0 terms and wordings were taken in." in plain(page)
    assert [list(model.objects.order_by("pk").values()) for model in (Term, Rendering)] == before


def test_editors_table_changes_terms_and_leaves_languages_alone(river, terms, sit):
    table = "term;note;ar\nriver;New note.;وادي\nbank;;ضفة\n".encode()
    sit(role="editor", language="").post(place(river, more="in/"), {"file": SimpleUploadedFile("t.csv", table)})
    assert Term.objects.get(text="river").note == "New note."
    assert row(terms["river"]) == [("agreed", "نهر")]
    assert Term.objects.filter(text="bank").exists()


@pytest.mark.parametrize(
    ("table", "says"),
    [
        (b"word\nriver\n", "Line 1: The first line must name the columns; one of them is “term”."),
        (b"term,xx\nriver,\n", "Line 1: There is no column “xx”."),
        (b"term,stays\nriver,maybe\n", "Line 2: “stays” is “maybe”: write yes or nothing."),
        (b"term\nriver\nriver\n", "Line 3: “river” stands in the table twice."),
        (b"term\nshore\n" + b"x" * 130 + b"\n", "Line 3: “xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…” has 130 characters"),
        ("term\nflüsse\n".encode("latin-1"), "This is not UTF-8"),
        (b"", "The first line must name the columns"),
        (b'term\n"river\n', "The table cannot be read"),
    ],
)
def test_wrong_table_changes_nothing_and_is_told_by_line(river, terms, sit, table, says):
    client = sit(role="editor", language="")
    before = list(Term.objects.order_by("pk").values())
    answer = client.post(place(river, more="in/"), {"file": SimpleUploadedFile("t.csv", table)})
    assert answer.status_code == 422
    assert says in plain(answer)
    assert list(Term.objects.order_by("pk").values()) == before


def test_no_table_says_so(river, sit):
    assert "Choose a file first." in plain(sit(role="editor", language="").post(place(river, more="in/")))


# -- at the desk


def test_desk_shows_agreed_words_beside_the_source(river, terms, sit):
    page = sit().get(url(river, "ar", Statement.objects.get()))
    part = segment_of(page, "title")
    assert 'data-term="نهر"' in part
    assert '<bdi class="desk-term-words" lang="ar" dir="rtl">نهر</bdi>' in part
    assert "About river." in part
    assert f"{place(river, terms['river'])}?into=ar" in part
    assert "Eel Watch" not in part
    assert "desk-terms" not in segment_of(page, "closing.1")
    assert 'data-term="Eel Watch"' in segment_of(page, "signatory.2")
    french = segment_of(sit(language="fr").get(url(river, "fr", Statement.objects.get())), "title")
    assert "no words agreed yet" in french


def test_desk_says_what_is_not_as_agreed_and_takes_it_all_the_same(river, terms, sit):
    client, piece = sit(), Statement.objects.get()
    version = Translation.objects.get(object_id=piece.public_id, key="title", language="ar").version
    given = {
        "version:title": str(version),
        "source:title": digest("The river belongs to all"),
        "text:title": "الماء ملك الجميع",
    }
    told = ask(client, url(river, "ar", piece), "save", **given).json()["segments"]["title"]
    assert "“river” is agreed as “نهر”: not found as agreed." in told["aside"].replace("&quot;", '"')
    given |= {"version:title": str(told["version"]), "text:title": "النهر ملك الجميع"}
    told = ask(client, url(river, "ar", piece), "save", **given).json()["segments"]["title"]
    assert "agreed" not in told["aside"]


def test_menu_leads_editors_to_the_glossary_and_moderators_nowhere(river, browse):
    for role, there in ((Role.EDITOR, True), (Role.MODERATOR, False)):
        user = User.objects.create_user(f"{role}@example.org", "secret", first_name="Eve")
        Grant.objects.create(person=user, campaign_id=river.public_id, role=role)
        assert ("/newsroom/glossary/" in browse(user).get("/newsroom/").content.decode()) is there
