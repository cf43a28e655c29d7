"""Copies of sources in the newsroom: kept as they are, replaced without loss, given out as downloads alone."""

import hashlib
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from unisono.facts import evidence
from unisono.facts.models import Fact, SourceCopy
from unisono.ledger.models import Entry
from unisono.newsroom.sources import forms

PAGE = b"<!doctype html><script>fetch('/newsroom/')</script>A page."
PDF = b"%PDF-1.7\nA report.\n"


@pytest.fixture
def client(person, browse):
    return browse(person())


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="text/html")


def said(answer) -> str:
    return answer.content.decode()


def draft() -> Fact:
    return Fact.objects.get(key="river").get_latest_revision_as_object()


def kept(client, edit, name="report.pdf", content=PDF, **values):
    answer = edit(
        client, Fact.objects.get(key="river"), copy_upload=upload(name, content), copy_date="2025-02-21", **values
    )
    assert answer.status_code == 302, said(answer)
    return SourceCopy.objects.get(sha256=hashlib.sha256(content).hexdigest())


def test_a_copy_is_kept_byte_for_byte_with_its_day_hash_and_size(river, client, edit):
    copy = kept(client, edit)
    assert (copy.name, copy.size, copy.fact.key) == ("report.pdf", len(PDF), "river")
    with copy.file.open() as file:
        assert file.read() == PDF
    assert (draft().copy_sha256, draft().copy_date, draft().copy_is_public) == (copy.sha256, date(2025, 2, 21), False)
    page = said(client.get(reverse("wagtailsnippets_facts_fact:edit", args=[copy.fact.pk])))
    assert copy.sha256 in page
    assert "report.pdf" in page
    entry = Entry.objects.get(act="fact.copy-kept")
    assert entry.details == {"sha256": copy.sha256}


def test_nothing_is_public_before_it_is_approved(river, client, edit):
    kept(client, edit)
    assert Fact.objects.get(key="river").copy_sha256 == ""
    kept(client, edit, publish=True)
    assert Fact.objects.get(key="river").copy_sha256 == hashlib.sha256(PDF).hexdigest()
    assert SourceCopy.objects.count() == 1


def test_a_new_fact_can_bring_its_copy(river, client, edit):
    answer = edit(
        client, Fact(campaign=river), view="add", claim="All 3 mills stand still.", value="3", unit="count",
        notation="plain", status="current", position="0", source_title="Mills", source_publisher="The Mill Office",
        copy_upload=upload("mills.txt", b"three\n"), copy_date="2025-02-01",
    )  # fmt: skip
    assert answer.status_code == 302, said(answer)
    copy = SourceCopy.objects.get()
    assert copy.fact.claim == "All 3 mills stand still."
    assert copy.fact.copy_sha256 == copy.sha256


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("report.exe", b"MZ", "Files of this kind are not kept."),
        ("page.svg", b"<svg/>", "Files of this kind are not kept."),
        ("report.pdf", b"<html>", "“report.pdf” is not what its ending says."),
        ("page.html", b"\x00\x01\x02binary", "“page.html” is not what its ending says."),
    ],
)
def test_other_kinds_of_files_are_refused_in_plain_words(river, client, edit, name, content, sentence):
    answer = edit(client, Fact.objects.get(key="river"), copy_upload=upload(name, content), copy_date="2025-02-21")
    assert answer.status_code == 200
    assert sentence in said(answer)
    assert SourceCopy.objects.count() == 0


def test_a_file_that_is_too_large_is_refused(river, client, edit, monkeypatch):
    monkeypatch.setattr(evidence, "LARGEST", 10)
    answer = edit(client, Fact.objects.get(key="river"), copy_upload=upload("a.pdf", PDF), copy_date="2025-02-21")
    assert "The file is larger than 40 MB." in said(answer)


def test_a_file_stays_where_something_else_is_refused(river, client, edit):
    fact = Fact.objects.get(key="river")
    page = said(edit(client, fact, publish=True, copy_upload=upload("report.pdf", PDF)))
    assert "Say on which day the copy was made." in page
    assert "The file “report.pdf” is kept: you need not choose it again." in page
    token = page.partition('name="copy_kept" value="')[2].partition('"')[0]
    answer = edit(client, fact, publish=True, copy_kept=token, copy_date="2025-02-21")
    assert answer.status_code == 302
    assert SourceCopy.objects.get().sha256 == Fact.objects.get(key="river").copy_sha256


def test_a_forged_token_takes_no_file(river, client, edit):
    edit(client, Fact.objects.get(key="river"), copy_kept="eyJmaWxlIjoiLi4vc2VjcmV0In0:forged")
    assert draft().copy_sha256 == ""


def test_a_day_to_come_is_refused(river, client, edit):
    answer = edit(client, Fact.objects.get(key="river"), copy_date="2999-01-01", copy_address="https://archive.org/x")
    assert "This day is still to come" in said(answer)


def test_a_copy_that_is_replaced_goes_on_being_kept_and_can_be_put_back(river, client, edit):
    old = kept(client, edit, copy_is_public="on")
    new = kept(client, edit, "page.html", PAGE)
    assert draft().copy_sha256 == new.sha256
    page = said(client.get(reverse("wagtailsnippets_facts_fact:edit", args=[old.fact.pk])))
    assert "1 other copy that is kept" in page
    back = reverse("newsroom_source_back", args=[old.fact.public_id, old.public_id])
    assert "Yes, put it back" in said(client.get(back))
    assert draft().copy_sha256 == new.sha256
    assert client.post(back).status_code == 302
    assert (draft().copy_sha256, draft().copy_is_public) == (old.sha256, False)


def test_a_copy_is_taken_away_after_a_question_and_in_the_draft_alone(river, client, edit):
    copy = kept(client, edit, publish=True)
    away = reverse("newsroom_source_away", args=[copy.fact.public_id])
    assert "Yes, take it away" in said(client.get(away))
    assert draft().copy_sha256 == copy.sha256
    client.post(away)
    assert (draft().copy_sha256, draft().copy_date) == ("", None)
    assert Fact.objects.get(key="river").copy_sha256 == copy.sha256
    assert SourceCopy.objects.count() == 1
    assert Entry.objects.filter(act="fact.copy-removed").count() == 1


def test_a_locked_fact_keeps_its_copy(river, client, edit):
    from newsroom_screens import AT

    from unisono.campaigns.models import PieceLock

    copy = kept(client, edit, publish=True)
    PieceLock.objects.create(object_id=copy.fact.public_id, campaign=river, locked_at=AT, locked_by="mira")
    answer = client.post(reverse("newsroom_source_away", args=[copy.fact.public_id]), follow=True)
    assert "This piece is locked" in said(answer)
    assert draft().copy_sha256 == copy.sha256


def test_a_copy_leaves_the_newsroom_as_a_download_that_can_do_nothing(river, client, edit):
    copy = kept(client, edit, "page.html", PAGE)
    answer = client.get(reverse("newsroom_source_copy", args=[copy.public_id]))
    assert b"".join(answer.streaming_content) == PAGE
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"] == 'attachment; filename="page.html"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert client.get(reverse("stored", args=[copy.file.name])).status_code == 404
    assert client.get(reverse("stored", args=[f"original_images/../{copy.file.name}"])).status_code == 404


def test_a_copy_is_for_those_who_may_edit_in_its_campaign(river, client, edit, person, browse):
    from unisono.campaigns.models import Campaign

    copy = kept(client, edit)
    other = Campaign.objects.create(slug="other", source_language="en")
    stranger = browse(person("editor", campaign=other))
    translator = browse(person("translator"))
    for address in (
        reverse("newsroom_source_copy", args=[copy.public_id]),
        reverse("newsroom_source_away", args=[copy.fact.public_id]),
        reverse("newsroom_source_back", args=[copy.fact.public_id, copy.public_id]),
    ):
        assert stranger.get(address).status_code in (302, 403)
        assert stranger.post(address).status_code in (302, 403, 405)
        assert translator.get(address).status_code in (302, 403)
    assert draft().copy_sha256 == copy.sha256


def test_a_copy_of_another_fact_cannot_be_put_back(river, client, edit):
    copy = kept(client, edit)
    other = Fact.objects.create(campaign=river, key="mill", value="3", unit="count", claim="Three.", live=False)
    assert client.post(reverse("newsroom_source_back", args=[other.public_id, copy.public_id])).status_code == 404


def test_the_list_says_of_which_facts_there_is_no_copy(river, client, edit):
    kept(client, edit, publish=True)
    address = reverse("wagtailsnippets_facts_fact:list")
    assert "a file" in said(client.get(address))
    claim = Fact.objects.get(key="river").claim
    assert claim not in said(client.get(address, {"kept": "none"}))
    assert claim in said(client.get(address, {"kept": "file"}))
    assert claim not in said(client.get(address, {"kept": "address"}))


def test_the_list_names_what_is_kept():
    assert str(forms.said_of_copy(Fact())) == "no copy"
    assert str(forms.said_of_copy(Fact(copy_address="https://archive.org/x"))) == "in a public archive"
    assert str(forms.said_of_copy(Fact(copy_sha256="ab", copy_is_public=True))) == "public file"
