"""PO files on the board: out, in, what is said of them, and by whom."""

from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from unisono.base.tasks import errands
from unisono.campaigns.operations import named
from unisono.facts.models import Fact
from unisono.languages.models import State, Translation
from unisono.languages.operations import Given, take_translations
from unisono.people.models import Grant, Role, User

AT = datetime(2031, 3, 1, 12, tzinfo=UTC)


def address(campaign, code: str = "ar", rest: str = "") -> str:
    return f"/newsroom/board/{campaign.public_id}/po/{code}/{rest}"


def send(client, campaign, text: str, code: str = "ar", **more):
    file = SimpleUploadedFile("it.po", text.encode(), content_type="text/x-gettext-translation")
    return client.post(address(campaign, code, "in/"), {"file": file, **more})


def with_claim(text: str, new: str) -> str:
    return text.replace('msgstr "٤٠٪ من الضفاف مغلقة."', f'msgstr "{new}"', 1)


def claim() -> Translation:
    return Translation.objects.get(object_id=Fact.objects.get().public_id, key="claim", language="ar")


@pytest.fixture
def translator(river):
    user = User.objects.create_user("t@example.org", "secret")
    Grant.objects.create(person=user, campaign_id=river.public_id, role=Role.TRANSLATOR, language="ar")
    return user


def test_a_translator_takes_a_language_out_and_in(river, translator, person, browse):
    person("reviewer")
    client = browse(translator)
    assert address(river) in client.get(f"/newsroom/board/{river.public_id}/?into=ar").content.decode()
    answer = client.get(address(river))
    assert answer["Content-Disposition"] == 'attachment; filename="river-ar.po"'
    answer = send(client, river, with_claim(answer.content.decode(), "من الملف"))
    assert answer.status_code == 200
    assert "1 text was taken" in answer.content.decode()
    row = claim()
    assert (row.text, row.state, row.changed_by) == ("من الملف", State.REVIEW, str(translator.public_id))
    assert errands(river.public_id)[0].name == "prepare_edition"


def test_where_nobody_reviews_what_a_translator_takes_in_is_ready(river, translator, browse):
    client = browse(translator)
    send(client, river, with_claim(client.get(address(river)).content.decode(), "من الملف"))
    assert claim().state == State.READY


def test_what_a_reviewer_takes_in_is_ready(river, person, browse):
    client = browse(person("reviewer"))
    send(client, river, with_claim(client.get(address(river)).content.decode(), "من الملف"))
    assert claim().state == State.READY


def test_a_broken_file_is_refused_by_line_and_nothing_changes(river, translator, browse):
    client = browse(translator)
    text = with_claim(client.get(address(river)).content.decode(), "من الملف")
    answer = send(client, river, text[:-10])
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Nothing was taken from this file." in page
    assert f"Line <bdi>{text[:-10].count(chr(10)) + 1}</bdi>:" in page
    assert claim().text == "٤٠٪ من الضفاف مغلقة."


def test_a_file_in_another_language_is_refused_in_words(river, person, browse):
    client = browse(person())
    answer = send(client, river, client.get(address(river, "fr")).content.decode())
    assert "The file is in French, not in Arabic." in answer.content.decode()


def test_sending_no_file_says_so(river, translator, browse):
    answer = browse(translator).post(address(river, rest="in/"), {})
    assert (answer.status_code, "Choose a file first." in answer.content.decode()) == (422, True)


def test_a_file_that_is_too_large_is_refused(river, translator, browse, monkeypatch):
    monkeypatch.setattr("unisono.languages.po.LARGEST", 1_000_000)
    monkeypatch.setattr("unisono.newsroom.board.screens.LARGEST", 1_000_000)
    answer = send(browse(translator), river, "x" * 1_000_002)
    assert "The file is larger than 1 MB." in answer.content.decode()


def test_texts_changed_here_meanwhile_are_shown_beside_those_of_the_file(river, translator, browse):
    client = browse(translator)
    text = with_claim(client.get(address(river)).content.decode(), "من الملف")
    fact = Fact.objects.get()
    given = {"claim": Given("من <هنا>")}
    take_translations(named=named(fact), language="ar", source=fact.segments(), given=given, at=AT, by="lina")
    page = send(client, river, text).content.decode()
    assert "The texts here are kept:" in page
    assert 'dir="rtl">من &lt;هنا&gt;</bdi>' in page
    assert 'dir="rtl">من الملف</bdi>' in page
    assert claim().text == "من <هنا>"
    assert "have replaced them:" in send(client, river, text, overwrite="on").content.decode()
    assert claim().text == "من الملف"


def test_what_belongs_to_nothing_and_what_does_not_fit_is_listed(river, translator, browse):
    client = browse(translator)
    text = with_claim(client.get(address(river)).content.decode(), "x" * 401)
    page = send(client, river, text + '\nmsgctxt "x/<y>"\nmsgid "a"\nmsgstr "b"\n').content.decode()
    assert "It has 401 characters; at most 400 fit." in page
    assert "<code>x/&lt;y&gt;</code>" in page


@pytest.mark.parametrize("code", ["fr", "en", "de"])
def test_only_ones_own_languages_go_out_and_in(river, translator, browse, code):
    client = browse(translator)
    assert client.get(address(river, code)).status_code in (302, 403)
    before = list(Translation.objects.values_list("text", "state"))
    assert send(client, river, "", code).status_code in (302, 403)
    assert list(Translation.objects.values_list("text", "state")) == before


def test_an_editor_has_no_part_in_it(river, person, browse):
    client = browse(person("editor"))
    assert client.get(address(river)).status_code in (302, 403)
    assert "PO file" not in client.get(f"/newsroom/board/{river.public_id}/?into=ar").content.decode()
