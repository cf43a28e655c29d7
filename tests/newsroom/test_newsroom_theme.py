"""Files of a theme on the campaign's screen, and its designs on that of a card."""

import io
import re
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from newsroom_screens import speak

from theme_samples import CALL, call_theme, font_file
from unisono.campaigns.queries import theme_files
from unisono.coalition.models import SignOn
from unisono.kit.models import Card
from unisono.ledger.models import Entry


def zipped(files: dict[str, bytes], folder: str = "theme/") -> SimpleUploadedFile:
    """A ZIP of the folder, as people make it."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for path, content in files.items():
            archive.writestr(folder + path, content)
    return SimpleUploadedFile("theme.zip", held.getvalue())


def errors_of(answer) -> str:
    """What the screen says is wrong."""
    assert answer.status_code == 200
    return " ".join(re.findall(r"error-message[^>]*>(.*?)</", answer.content.decode(), re.DOTALL))


def paths(campaign) -> list[str]:
    return [path for path, _ in theme_files(campaign)]


@pytest.fixture
def organiser(person, browse):
    return browse(person("organiser"))


@pytest.fixture
def themed(river, organiser, edit):
    """The campaign, with a theme that an organiser has uploaded."""
    assert edit(organiser, river, theme_upload=[zipped(call_theme())]).status_code == 302
    return river


def test_organiser_uploads_a_zip_of_the_folder(themed, organiser):
    assert paths(themed) == ["call.toml", "call.typ", "pictures/wave.svg"]
    assert Entry.objects.filter(act="theme.changed").count() == 1
    page = organiser.get(reverse(f"{type(themed).snippet_viewset.url_namespace}:edit", args=[themed.pk]))
    assert 'value="pictures/wave.svg"' in page.content.decode()


def test_organiser_uploads_single_files(themed, organiser, edit):
    files = [SimpleUploadedFile("river.ttf", font_file()), SimpleUploadedFile("call.typ", CALL + b"// new\n")]
    before = dict(theme_files(themed))
    assert edit(organiser, themed, theme_upload=files).status_code == 302
    assert paths(themed) == ["call.toml", "call.typ", "fonts/river.ttf", "pictures/wave.svg"]
    assert dict(theme_files(themed))["call.typ"] != before["call.typ"]


def test_what_cannot_be_used_is_said_and_nothing_is_kept(river, organiser, edit):
    broken = edit(organiser, river, theme_upload=[zipped(call_theme() | {"call.typ": CALL + b"#unknown()"})])
    assert "call.typ: cannot be drawn: " in errors_of(broken)
    assert "run.sh: is of a kind that no design can use" in errors_of(
        edit(organiser, river, theme_upload=[SimpleUploadedFile("run.sh", b"rm")])
    )
    assert "leads out of the pack" in errors_of(
        edit(organiser, river, theme_upload=[zipped({"../call.typ": CALL}, folder="")])
    )
    assert paths(river) == []


def test_what_cannot_be_used_is_said_in_the_language_of_the_screen(river, person, browse, edit):
    client = browse(speak(person("organiser"), "ar"))
    wrong = errors_of(edit(client, river, theme_upload=[SimpleUploadedFile("run.sh", b"rm")]))
    assert "\u2068run.sh\u2069: من نوع لا يستطيع أي تصميم استعماله. ضعوا هنا ملفات تنتهي أسماؤها بـ " in wrong
    broken = errors_of(edit(client, river, theme_upload=[zipped(call_theme() | {"call.toml": b"fields = 1"})]))
    assert "لا يمكن قراءة \u2068call.toml\u2069: " in broken
    assert "أصلحوا جدول التصميم." in broken


def test_a_zip_that_cannot_be_read_is_refused_in_the_language_of_the_screen(river, person, browse, edit, marked):
    client = browse(speak(person("organiser"), "ar"))
    wrong = errors_of(edit(client, river, theme_upload=[zipped({"../call.typ": CALL}, folder="")]))
    assert "⟦\u2068../call.typ\u2069: ⟦leads out of the pack⟧⟧. ⟦Use plain paths inside the pack.⟧" in wrong


def test_a_logo_that_cannot_be_used_is_refused_in_the_language_of_the_screen(river, person, browse, edit):
    client = browse(speak(person("organiser"), "fr"))
    sent = {"logo_upload": SimpleUploadedFile("logo.svg", b"<html></html>"), "organisation_name": "Amis du fleuve"}
    page = edit(client, SignOn(), view="add", organisation_country="FR", **sent).content.decode()
    assert "Le logo ne peut pas être utilisé\u202f: le fichier n’est pas du SVG. Il commence par &lt;svg" in page


def test_a_picture_that_a_design_shows_cannot_go(themed, organiser, edit):
    assert "call.typ: cannot be drawn" in errors_of(edit(organiser, themed, theme_removed=["pictures/wave.svg"]))
    assert len(paths(themed)) == 3


def test_a_design_that_cards_use_cannot_go(themed, organiser, edit):
    Card.objects.create(campaign=themed, key="appeal", design="call", fields={"call": "Open!"}, alt="Open!", live=False)
    gone = ["call.toml", "call.typ", "pictures/wave.svg"]
    assert "Cards of this campaign still use these designs: call" in errors_of(
        edit(organiser, themed, theme_removed=gone)
    )
    Card.objects.all().filter(key="appeal").delete()
    assert edit(organiser, themed, theme_removed=gone).status_code == 302
    assert paths(themed) == []


def test_editor_cannot_change_the_theme(river, person, browse):
    client = browse(person("editor"))
    url = reverse(f"{type(river).snippet_viewset.url_namespace}:edit", args=[river.pk])
    assert client.post(url, {"theme_upload": [zipped(call_theme())]}).status_code in (302, 403)
    assert paths(river) == []


def test_editor_makes_a_card_with_the_themes_design(themed, person, browse, edit):
    client = browse(person("editor"))
    page = client.get(reverse(f"{Card.snippet_viewset.url_namespace}:add")).content.decode()
    assert '<option value="call"' in page
    assert 'data-newsroom-for-designs="call"' in page
    values = {"design": "call", "alt": "Open the banks!", "position": "9", "key": "appeal"}
    short = edit(client, Card(), view="add", publish=True, **values)
    assert "This design needs more words: call." in errors_of(short)
    long = edit(client, Card(), view="add", publish=True, **values, fields_call="Open! " * 12)
    assert "These words are too long for a card: call." in errors_of(long)
    answer = edit(client, Card(), view="add", publish=True, **values, fields_call="Open the banks!")
    assert answer.status_code == 302
    card = Card.objects.get(key="appeal")
    assert (card.live, card.design, card.fields) == (True, "call", {"call": "Open the banks!"})
    limits = {segment.key: segment.limit for segment in card.segments()}
    assert limits == {"call": 60, "why": 120, "alt": 400}


def test_a_design_that_the_theme_does_not_have_is_refused(river, person, browse, edit):
    answer = edit(browse(person("editor")), Card(), view="add", publish=True, design="call", alt="x", position="9")
    assert "The theme of this campaign has no design “call”" in errors_of(answer)
