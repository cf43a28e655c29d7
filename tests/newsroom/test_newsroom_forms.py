"""Forms: what people fill in becomes what the rooms hold; what cannot be is refused in plain words."""

import json
from datetime import UTC, date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from stories import FILM, LOGO, png
from unisono.base.tasks import errands
from unisono.campaigns.models import Campaign, Moment
from unisono.coalition.models import Basis, Organisation, SignOn
from unisono.facts.models import Correction, Fact
from unisono.kit.asked import choice_fields, word_fields
from unisono.kit.engine import FORMATS, design_names
from unisono.kit.models import Card, Film
from unisono.ledger.models import Entry
from unisono.media.models import Picture, StoredImage
from unisono.newsroom.forms import free_name
from unisono.newsroom.item_keys import keys_given, number_items
from unisono.newsroom.panels import BY_MODEL
from unisono.newsroom.widgets import CHOICE_LABELS, DESIGN_LABELS, FORMAT_LABELS, WORD_LABELS
from unisono.press.models import PressDesk
from unisono.words.models import Aim, NewsPost, Statement, Texts


@pytest.fixture
def client(person, browse):
    return browse(person("organiser"))


def said(answer) -> str:
    return answer.content.decode()


def file(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


@pytest.mark.parametrize("kind", list(BY_MODEL), ids=lambda kind: kind.__name__)
def test_save_without_a_change_changes_nothing(river, client, edit, kind):
    row = kind.objects.order_by("pk").last()
    before = row.segments() if hasattr(row, "segments") else list(kind.objects.filter(pk=row.pk).values())
    answer = edit(client, row, publish=True)
    assert answer.status_code == 302, said(answer)
    row = kind.objects.get(pk=row.pk)
    assert (row.segments() if hasattr(row, "segments") else list(kind.objects.filter(pk=row.pk).values())) == before


@pytest.mark.parametrize("kind", list(BY_MODEL), ids=lambda kind: kind.__name__)
def test_list_shows_the_campaigns_rows(river, client, kind):
    answer = client.get(reverse(f"{kind.snippet_viewset.url_namespace}:list"))
    assert answer.status_code == 200
    assert answer.context["object_list"].count() == kind.objects.count()


def test_labels_are_there_for_every_format_design_and_word():
    assert set(FORMAT_LABELS) == set(FORMATS)
    assert set(DESIGN_LABELS) == set(design_names())
    assert set(WORD_LABELS) == {field.name for design in design_names() for field in word_fields(design)}
    chosen = {field.name: set(field.choices) for design in design_names() for field in choice_fields(design)}
    assert {name: set(labels) for name, (_, labels) in CHOICE_LABELS.items()} == chosen


# -- keys -------------------------------------------------------------------------------------------------------


def test_free_name_is_the_first_that_is_not_taken():
    assert free_name("boat", set()) == "boat"
    assert free_name("boat", {"boat", "boat-2"}) == "boat-3"


def test_key_is_made_from_the_words_and_stays(river, client, edit):
    values = {"claim": "Half of the eels are gone: 50 percent!", "value": "50", "unit": "percent"}
    source = {"source_title": "T", "source_publisher": "P", "status": "current", "notation": "plain", "position": "1"}
    assert edit(client, Fact(), view="add", publish=True, **values, **source).status_code == 302
    fact = Fact.objects.get(value="50")
    assert (fact.key, fact.live) == ("half-of-the-eels-are", True)
    edit(client, fact, publish=True, key="other", claim="Half of the eels are gone.")
    fact.refresh_from_db()
    assert (fact.key, fact.claim) == ("half-of-the-eels-are", "Half of the eels are gone.")


def one_more_aim(number: int, text: str) -> dict[str, str]:
    """What a browser sends of an aim that was added as the form's `number`th, counted from nought."""
    block = {"key": "k", "type": "unstyled", "text": text, "depth": 0, "inlineStyleRanges": [], "entityRanges": []}
    own = {"text": json.dumps({"blocks": [block], "entityMap": {}}), "ORDER": str(number + 1), "DELETE": "", "id": ""}
    return {"aims-TOTAL_FORMS": str(number + 1)} | {f"aims-{number}-{name}": value for name, value in own.items()}


def test_new_items_get_the_next_key(river, client, edit):
    statement = Statement.objects.get()
    aims = one_more_aim(2, "A third aim") | {"aims-1-DELETE": "on"}
    assert edit(client, statement, publish=True, **aims).status_code == 302
    assert [(aim.key, aim.text) for aim in Statement.objects.get().aims.all()] == [
        ("a1", "Open the banks."),
        ("a3", "A third aim"),
    ]


@pytest.mark.parametrize("publish", [True, False])
def test_a_key_is_never_given_twice(river, client, edit, publish):
    """Not even where the aim with the greatest one was removed and saved: its history would show under another."""
    statement = Statement.objects.get()
    edit(client, statement, publish=publish, **{"aims-1-DELETE": "on"})
    edit(client, statement, publish=publish, **one_more_aim(1, "Another aim"))
    edit(client, statement, publish=publish, **{"aims-1-DELETE": "on"})
    edit(client, statement, publish=publish, **one_more_aim(1, "And another"))
    draft = Statement.objects.get().get_latest_revision_as_object()
    assert [(aim.key, aim.text) for aim in draft.aims.all()] == [("a1", "Open the banks."), ("a4", "And another")]


def test_an_aim_in_the_place_of_one_that_went_has_no_history(river, client, edit):
    from unisono.languages.models import EarlierText, Translation

    statement = Statement.objects.get()
    edit(client, statement, publish=True, **{"aims-1-DELETE": "on"})
    edit(client, statement, publish=True, **one_more_aim(1, "Another aim"))
    for model in (EarlierText, Translation):
        assert not model.objects.filter(object_id=statement.public_id, key="aim.a3").exists()
    assert EarlierText.objects.filter(object_id=statement.public_id, key="aim.a2").exists()


def test_keys_are_remembered_by_what_was_said_of_them(river):
    from newsroom_screens import AT

    from unisono.languages.models import Remark

    statement = Statement.objects.get()
    assert keys_given(Statement(campaign=river), "aims") == set()
    Remark.objects.create(
        campaign_id=river.public_id, label="words.Statement", object_id=statement.public_id, key="aim.a17",
        language="ar", text="?", said_at=AT, said_by="nour",
    )  # fmt: skip
    items = [Aim(key="a1"), Aim(key="")]
    number_items(items, "a", keys_given(statement, "aims"))
    assert [item.key for item in items] == ["a1", "a18"]


def test_signatories_that_move_keep_their_translations(river, client, edit):
    from unisono.languages.models import Translation

    statement = Statement.objects.get()
    names = list(statement.signatories.values_list("name", flat=True))
    mine = Translation.objects.filter(object_id=statement.public_id, language="ar", key__startswith="signatory.")
    before = {row.source_text: (row.pk, row.text, row.state) for row in mine.all()}
    assert len(before) == len(names) == 2
    added = {"TOTAL_FORMS": "3", "2-name": "Zoe, ferrywoman", "2-ORDER": "1", "2-DELETE": "", "2-id": ""}
    order = {"0-ORDER": "3", "1-ORDER": "2"}
    sent = {f"signatories-{name}": value for name, value in (added | order).items()}
    assert edit(client, statement, publish=True, **sent).status_code == 302
    now = list(Statement.objects.get().signatories.values_list("name", flat=True))
    assert now == ["Zoe, ferrywoman", *reversed(names)]
    assert {row.source_text: (row.pk, row.text, row.state) for row in mine.all()} == before
    assert {row.key: row.source_text for row in mine.all()} == {"signatory.2": names[1], "signatory.3": names[0]}


def test_aims_that_change_places_keep_their_translations(river, client, edit):
    from unisono.languages.models import SettledCopy, Translation

    statement = Statement.objects.get()
    mine = Translation.objects.filter(object_id=statement.public_id, language="ar")
    mine.filter(key="title").update(state="ready")  # the one draft; now the statement is complete
    before = {row.source_text: (row.pk, row.text, row.state) for row in mine.all()}
    order = {"aims-0-ORDER": "2", "aims-1-ORDER": "1"}
    assert edit(client, statement, publish=True, **order).status_code == 302
    assert [aim.key for aim in Statement.objects.get().aims.all()] == ["a2", "a1"]
    assert {row.source_text: (row.pk, row.text, row.state) for row in mine.all()} == before
    copy = SettledCopy.objects.get(object_id=statement.public_id, language="ar")
    assert [key for key, _kind, _text in copy.segments if key.startswith("aim.")] == ["aim.a2", "aim.a1"]


def test_an_aim_that_is_removed_takes_only_its_own_translation(river, client, edit):
    from unisono.languages.models import Translation

    statement = Statement.objects.get()
    mine = Translation.objects.filter(object_id=statement.public_id, language="ar", key__startswith="aim.")
    second = mine.get(key="aim.a2")
    assert edit(client, statement, publish=True, **{"aims-0-DELETE": "on"}).status_code == 302
    assert [(row.pk, row.key, row.text, row.state) for row in mine.all()] == [
        (second.pk, "aim.a2", second.text, second.state)
    ]


def test_short_name_of_a_published_post_stays(river, client, edit):
    edit(client, NewsPost.objects.get(), publish=True, slug="another")
    assert NewsPost.objects.get().slug == "the-call"


# -- kinds of pieces ----------------------------------------------------------------------------------------------


def test_one_set_of_texts_a_campaign(river, client, edit):
    values = {"name": "N", "slogan": "S", "hashtag": "#H", "summary": "S", "action": "A"}
    answer = edit(client, Texts(), view="add", **values)
    assert answer.status_code == 200
    assert "This campaign has its texts already: edit that one." in said(answer)


def test_post_texts_that_stand_twice_are_refused(river, client, edit):
    answer = edit(client, Texts.objects.get(), publish=True, **{"posts-1-place": "default"})
    assert "There are two post texts for “Any network”. Keep one." in said(answer)


def test_claims_of_the_statement(river, client, edit):
    statement = Statement.objects.get()
    edit(client, statement, publish=True, claims_organisations="", claims_countries="nine countries")
    assert Statement.objects.get().claims == [{"counts": "countries", "said": "nine countries"}]


@pytest.mark.parametrize(
    ("unit", "value"), [("percent", "forty"), ("year", "99"), ("date", "21.2.1999"), ("count", "8,324")]
)
def test_figures_that_cannot_be_written_everywhere_are_refused(river, client, edit, unit, value):
    answer = edit(client, Fact.objects.get(), publish=True, unit=unit, value=value)
    assert "Write digits alone" in said(answer)


def test_words_of_another_design_are_left_out(river, client, edit):
    card = Card.objects.get(key="closed")
    edit(client, card, publish=True, fields_before="Nearly", fields_title="Left over")
    card.refresh_from_db()
    assert card.fields == {"before": "Nearly", "text": "of the banks are closed"}
    assert card.formats == ["square", "story"]


def test_formats_of_a_card(river, client, edit):
    card = Card.objects.get(key="closed")
    edit(client, card, publish=True, formats=["link", "poster"])
    card.refresh_from_db()
    assert card.formats == ["link", "poster"]


def test_card_without_the_words_of_its_design_is_refused(river, client, edit):
    card = Card.objects.get(key="closed")
    answer = edit(client, card, publish=True, fields_text="", fact="")
    assert "This design needs more words: Sentence that explains." in said(answer)
    assert "This design shows a figure: choose the fact it comes from." in said(answer)
    answer = edit(client, card, publish=True, fields_text="x" * 161)
    assert "These words are too long for a card: Sentence that explains." in said(answer)
    assert edit(client, card, fields_text="").status_code == 302  # as a draft it may be unfinished


def test_choices_are_of_the_same_campaign(river, person, browse, edit):
    lake = Campaign.objects.create(slug="lake", source_language="en")
    other = Fact.objects.create(
        campaign=lake,
        key="l",
        value="1",
        unit="count",
        claim="A lake",
        source_title="T",
        source_publisher="P",
        live=True,
    )
    client = browse(person())
    card = Card.objects.get(key="closed")
    page = said(client.get(reverse("wagtailsnippets_kit_card:edit", args=[card.pk])))
    assert "A lake" not in page
    assert "40 percent of the banks are closed." in page
    answer = edit(client, card, publish=True, fact=str(other.pk))
    assert "Select a valid choice" in said(answer)
    picture = Picture.objects.create(campaign=lake, key="l", image=StoredImage.objects.first(), name="l.png", alt="x")
    answer = edit(client, Statement.objects.get(), publish=True, **{"pictures-0-picture": str(picture.pk)})
    assert "Select a valid choice" in said(answer)


def test_correction_names_a_fact_of_the_campaign(river, client, edit):
    fact = Fact.objects.get()
    answer = edit(
        client, Correction(), view="add", publish=True, fact=str(fact.pk), date="2031-04-01", text="It was 39."
    )
    assert answer.status_code == 302
    assert Correction.objects.get(text="It was 39.").key == "2031-04-01"


def test_press_contacts(river, client, edit):
    contacts = {
        "contacts-TOTAL_FORMS": "2",
        "contacts-1-name": "Nour",
        "contacts-1-email": "nour@river.example.org",
        "contacts-1-languages": ["ar", "fr"],
        "contacts-1-ORDER": "2",
        "contacts-1-DELETE": "",
        "contacts-1-id": "",
    }
    assert edit(client, PressDesk.objects.get(), publish=True, **contacts).status_code == 302
    first, second = PressDesk.objects.get().contacts.all()
    assert (first.key, first.languages) == ("desk", ["en"])
    assert (second.key, second.languages) == ("c1", ["ar", "fr"])


# -- files ----------------------------------------------------------------------------------------------------------


def test_picture_is_uploaded_once_however_often_it_is_sent(river, client, edit):
    held = StoredImage.objects.count()
    for text in ("A boat", "A boat on the river"):
        answer = edit(client, Picture(), view="add", alt=text, name="", upload=file("boat.png", png("brown", 9)))
        assert answer.status_code == 302
    assert StoredImage.objects.count() == held + 1
    one, two = Picture.objects.filter(name="boat.png").order_by("pk")
    assert (one.image, one.key, two.key) == (two.image, "picture", "picture-2")
    assert not one.live


def test_picture_in_a_draft_leaves_the_approved_one(river, client, edit):
    picture = Picture.objects.get()
    edit(client, picture, upload=file("new.png", png("orange", 8)))
    was, draft = Picture.objects.get(), Picture.objects.get().get_latest_revision_as_object()
    assert was.image == picture.image
    assert draft.image != picture.image
    assert draft.image.file.read() == png("orange", 8)
    draft.image.file.close()


def test_picture_needs_a_file_of_a_known_kind(river, client, edit):
    assert "Choose a file." in said(edit(client, Picture(), view="add", alt="x"))
    answer = edit(client, Picture(), view="add", alt="x", upload=file("x.gif", png()))
    assert "File extension “gif” is not allowed" in said(answer)
    answer = edit(client, Picture(), view="add", alt="x", upload=file("x.png", b"no picture"))
    assert "Upload a valid image" in said(answer)


def test_film_in_a_draft_leaves_the_approved_one(river, client, edit):
    film = Film.objects.get()
    answer = edit(client, film, master_upload=file("new.mp4", FILM + b"more"), title="Another river")
    assert answer.status_code == 302
    with film.master.open() as master:
        assert master.read() == FILM
    draft = Film.objects.get().get_latest_revision_as_object()
    with draft.master.open() as master:
        assert master.read() == FILM + b"more"
    assert (draft.title, [track.language for track in draft.captions.all()]) == ("Another river", ["ar", "en", "fr"])
    edit(client, film, publish=True, master_upload=file("new.mp4", FILM + b"more"))
    assert Film.objects.get().master.name == draft.master.name


def test_captions_with_a_fault_are_refused(river, client, edit):
    bad = "WEBVTT\n\n00:00:00,500 --> 00:00:03,300\nThe river.\n"
    answer = edit(client, Film.objects.get(), publish=True, **{"captions-0-webvtt": bad})
    assert "Captions ar, line 3:" in said(answer)
    assert "Write a point before the thousandths" in said(answer)


# -- the campaign and its organisations -------------------------------------------------------------------------------


def test_settings_are_kept_and_told(river, client, edit):
    answer = edit(
        client,
        river,
        responsible_name="River Office",
        licence="CC BY 4.0",
        licence_url="https://creativecommons.org/licenses/by/4.0/",
        opens_by_itself="on",
        hosts="river.example.org\n\nr.example.org",
        colours_voice="#ffcc33",
    )
    assert answer.status_code == 302
    now = Campaign.objects.get()
    assert (now.responsible_name, now.opens_by_itself) == ("River Office", True)
    assert (now.licence, now.licence_url) == ("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/")
    assert now.hosts == ["river.example.org", "r.example.org"]
    assert now.colours["voice"] == "#ffcc33"
    assert now.language_codes == ("ar", "en", "fr")
    assert Entry.objects.get(act="campaign.changed").object_id == str(river.public_id)
    assert len(errands(river.public_id)) == 1


def test_moments_are_local_times(river, client, edit):
    page = said(client.get(reverse("wagtailsnippets_campaigns_campaign:edit", args=[river.pk])))
    assert 'value="2031-03-22 00:01"' in page
    edit(client, river)
    assert Moment.objects.get().at == datetime(2031, 3, 21, 23, 1, tzinfo=UTC)
    edit(client, river, **{"moments-0-at": "2031-07-01 09:30", "moments-0-languages": ["ar"]})
    moment = Moment.objects.get()
    assert (moment.at, moment.languages) == (datetime(2031, 7, 1, 7, 30, tzinfo=UTC), ["ar"])


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"colours_ink": "#eeeeee"}, "ink on paper has a contrast of"),
        ({"moments-0-zone": "Brussels"}, "“Brussels” is no time zone"),
        ({"licence_url": "https://free.example.org/"}, "Name the licence as it is to be shown, such as CC BY 4.0."),
        ({"licence": "Free", "licence_url": "free"}, "Enter a valid URL."),
        ({"source_language": "sw"}, "Add this language to the campaign first."),
    ],
)
def test_settings_that_cannot_be_are_refused(river, client, edit, values, sentence):
    answer = edit(client, river, **values)
    assert answer.status_code == 200
    assert sentence in said(answer)


def test_logo_is_taken_in(river, client, edit):
    new = LOGO.replace(b"circle", b"circle fill='teal'")
    edit(client, river, logo_upload=file("logo.svg", new))
    assert Campaign.objects.get().logo_svg == new.decode()
    page = said(client.get(reverse("wagtailsnippets_campaigns_campaign:edit", args=[river.pk])))
    assert 'src="data:image/svg+xml;base64,' in page


@pytest.mark.parametrize(
    ("svg", "sentence"),
    [
        (b"no drawing", "This is not an SVG file"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script>x</script></svg>', "The logo holds &lt;script&gt;"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"><foreignObject/></svg>', "The logo holds &lt;foreignObject&gt;"),
        (b'<svg xmlns="http://www.w3.org/2000/svg" onload="x()"/>', "The logo has onload=“x()”"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"><use href="https://x.org/a.svg#b"/></svg>', "The logo has href="),
        (b'<svg xmlns="http://www.w3.org/2000/svg"><path fill="url(https://x.org/p)"/></svg>', "The logo has fill="),
        (b'<svg xmlns="http://www.w3.org/2000/svg"><style>@import "x";</style></svg>', "style leads elsewhere"),
        (b'<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg">&a;</svg>', "not an SVG file"),
        (b"<g/>", "This is not an SVG file"),
        (b" " * 500_001, "larger than 500 kB"),
    ],
)
def test_logo_that_is_more_than_a_drawing_is_refused(river, client, edit, svg, sentence):
    answer = edit(client, river, logo_upload=file("logo.svg", svg))
    assert sentence in said(answer)
    assert Campaign.objects.get().logo_svg == LOGO.decode()


def test_organisation_joins(river, client, edit):
    values = {"organisation_name": "Heron & Friends", "organisation_country": "FR", "organisation_website": ""}
    answer = edit(
        client, SignOn(), view="add", **values, role="partner", basis="named", languages=["fr"],
        logo_upload=file("heron.png", png("grey", 5)),
    )  # fmt: skip
    assert answer.status_code == 302, said(answer)
    joined = SignOn.objects.get(key="heron-friends")
    assert (joined.organisation.name, joined.organisation.country) == ("Heron & Friends", "FR")
    assert (joined.languages, joined.organisation.logo_name) == (["fr"], "heron.png")
    assert bytes(joined.organisation.logo) == png("grey", 5)
    assert Entry.objects.get(act="signon.changed").object_id == str(joined.public_id)
    answer = edit(client, SignOn(), view="add", **values, role="partner", basis="named")
    assert "This organisation is in the list already." in said(answer)


def test_organisation_is_changed_and_leaves(river, client, edit):
    joined = SignOn.objects.get(key="reed")
    edit(client, joined, organisation_name="Reed and Sons")
    assert Organisation.objects.get(pk=joined.organisation_id).name == "Reed and Sons"
    assert client.post(reverse("wagtailsnippets_coalition_signon:delete", args=[joined.pk])).status_code == 302
    assert not SignOn.objects.filter(key="reed").exists()
    assert Entry.objects.filter(act="signon.deleted").exists()


def test_nobody_is_confirmed_by_others(river, client, edit):
    joined = SignOn.objects.get(key="reed")
    answer = edit(client, joined, basis=Basis.CONFIRMED)
    assert "Select a valid choice" in said(answer)
    SignOn.objects.filter(pk=joined.pk).update(basis=Basis.CONFIRMED)
    edit(client, joined, basis=Basis.NAMED, role="partner")
    joined.refresh_from_db()
    assert (joined.basis, joined.role) == (Basis.CONFIRMED, "partner")


def test_menu_shows_the_rooms_and_nothing_of_pages(river, client):
    page = said(client.get("/newsroom/"))
    for shown in ("Campaign", "Words", "Facts", "Kit", "Coalition", "Press", "Editions"):
        assert f'"{shown}"' in page, shown
    for hidden in ("explorer", "images", "documents", "reports", "snippets", "help", "collections", "sites", "groups"):
        assert f'"name": "{hidden}"' not in page, hidden
    assert '"name": "editions"' in page
    assert "wagtail.org" not in page
    assert "wagtail.sidebar.SearchModule" not in page


def test_statement_date_is_a_day(river, client, edit):
    edit(client, Statement.objects.get(), publish=True, date="2031-04-01")
    assert Statement.objects.get().date == date(2031, 4, 1)
