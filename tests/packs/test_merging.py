"""A pack comes into a campaign that has moved on: what happens to each text, and what is said of it."""

import datetime as dt
from hashlib import sha256

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from importing_packs import AT, imported, settled_for

from stories import river_files
from unisono.campaigns.models import Campaign
from unisono.campaigns.operations import approve, named
from unisono.facts.models import Fact
from unisono.kit.models import Card
from unisono.languages.desk import Desk, Seen, digest, save
from unisono.languages.models import EarlierText, Translation
from unisono.ledger.models import Entry
from unisono.packs.exporting import export_pack
from unisono.packs.importing import Settling
from unisono.packs.models import TakenPack
from unisono.packs.pieces import pieces
from unisono.packs.writing import written
from unisono.people.models import User
from unisono.words.models import NewsPost, Statement, Texts

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media_folder")]
LATER = AT + dt.timedelta(days=1)


@pytest.fixture
def river() -> Campaign:
    return imported(river_files()).campaign


def exported(campaign: Campaign) -> dict[str, bytes]:
    return written(export_pack(Campaign.objects.get(pk=campaign.pk)))


def changed(files: dict[str, bytes], name: str, old: str, new: str) -> dict[str, bytes]:
    text = files[name].decode()
    assert old in text
    return files | {name: text.replace(old, new).encode()}


def piece(campaign: Campaign, name: str):
    return pieces(campaign)[name]


def edit(piece, **values) -> None:
    """What the newsroom does: change a piece and approve it."""
    for name, value in values.items():
        setattr(piece, name, value)
    piece.save_revision(clean=False).publish()


def translate(campaign: Campaign, name: str, key: str, text: str, by: str = "ada") -> None:
    found = piece(campaign, name)
    row = Translation.objects.filter(object_id=found.public_id, key=key, language="ar").first()
    desk = Desk(named(found), "ar", found.segments(), by, True)
    save(desk=desk, key=key, text=text, seen=Seen(row.version if row else 0, digest(desk.segment(key).text)), at=LATER)


def arabic(campaign: Campaign, name: str, key: str) -> Translation:
    return Translation.objects.get(object_id=piece(campaign, name).public_id, key=key, language="ar")


def ids(items) -> list[str]:
    return sorted(one.id for one in items)


def aims(campaign: Campaign) -> list[tuple[str, str]]:
    return [(one.key, one.text) for one in piece(campaign, "statement").segments() if one.key.startswith("aim.")]


# -- source pieces


def test_what_was_changed_here_and_what_was_changed_there_stand_together(river):
    files = exported(river)
    edit(Texts.objects.get(), slogan="Open every bank")
    report = imported(changed(files, "texts/en.toml", "A river for all", "A river for everybody"))
    texts = Texts.objects.get()
    assert (texts.name, texts.slogan) == ("A river for everybody", "Open every bank")
    assert (ids(report.taken), ids(report.kept), report.conflicts) == (["en:texts/name"], ["en:texts/slogan"], [])


def test_both_changed_alike_is_no_conflict(river):
    files = exported(river)
    edit(Texts.objects.get(), slogan="Open every bank")
    report = imported(changed(files, "texts/en.toml", 'Let the banks be open"', 'Open every bank"'))
    assert (report.conflicts, report.kept, report.changed) == ([], [], [])


def test_a_conflict_keeps_the_newsrooms_text_and_the_packs_in_the_history(river):
    files = exported(river)
    ada = User.objects.create_user("ada@example.org", "secret")
    approve_by(Texts.objects.get(), ada, name="A river of ours")
    pack = changed(files, "texts/en.toml", "A river for all", "A river of theirs")
    report = imported(pack)
    assert Texts.objects.get().name == "A river of ours"
    (item,) = report.conflicts
    assert (item.id, item.ours, item.theirs) == ("en:texts/name", "A river of ours", "A river of theirs")
    assert (item.by, item.at) == (str(ada.public_id), LATER)
    names = [one.as_object().name for one in Texts.objects.get().revisions.order_by("pk")]
    assert "A river of theirs" in names
    assert names[-1] == "A river of ours"
    before = rows()
    again = imported(pack)
    assert (ids(again.conflicts), again.has_changed) == (["en:texts/name"], False)
    assert rows() == before


def approve_by(piece, person: User, **values) -> None:
    for name, value in values.items():
        setattr(piece, name, value)
    piece.save()
    approve(piece=piece, at=LATER, by=str(person.public_id))


@pytest.mark.parametrize("pattern", ["*", "en:texts/*", "texts/name"])
def test_a_conflict_is_settled_for_the_pack(river, pattern):
    files = changed(exported(river), "texts/en.toml", "A river for all", "A river of theirs")
    edit(Texts.objects.get(), name="A river of ours")
    report = imported(files, settling=settled_for(pattern))
    assert (Texts.objects.get().name, report.conflicts) == ("A river of theirs", [])
    assert "A river of ours" in [one.as_object().name for one in Texts.objects.get().revisions.all()]


def test_a_conflict_that_is_settled_for_the_newsroom_is_not_asked_again(river):
    files = changed(exported(river), "texts/en.toml", "A river for all", "A river of theirs")
    edit(Texts.objects.get(), name="A river of ours")
    imported(files, settling=Settling(ours=("*",)))
    again = imported(files)
    assert (Texts.objects.get().name, again.conflicts) == ("A river of ours", [])


def test_a_choice_made_in_front_of_another_text_does_not_hold(river):
    files = changed(exported(river), "texts/en.toml", "A river for all", "A river of theirs")
    edit(Texts.objects.get(), name="A river of ours")
    (seen,) = imported(files, is_trial=True).conflicts
    edit(Texts.objects.get(), name="A newer river")
    report = imported(files, settling=Settling(chosen={seen.id: ("theirs", seen.token)}))
    assert (Texts.objects.get().name, ids(report.conflicts)) == ("A newer river", ["en:texts/name"])


def test_what_the_newsroom_took_back_does_not_come_again_with_the_same_pack(river):
    files = changed(exported(river), "texts/en.toml", "A river for all", "A river of theirs")
    imported(files)
    edit(Texts.objects.get(), name="A river for all")
    report = imported(files)
    assert (Texts.objects.get().name, ids(report.kept)) == ("A river for all", ["en:texts/name"])


def test_two_translators_work_on_the_same_export(river):
    files = exported(river)
    imported(changed(files, "texts/ar.toml", 'نهر للجميع"', 'نهرنا"'))
    report = imported(changed(files, "texts/ar.toml", 'افتحوا الضفاف"', 'افتحوها"'))
    assert (arabic(river, "texts", "name").text, arabic(river, "texts", "action").text) == ("نهرنا", "افتحوها")
    assert report.conflicts == []


def test_paragraphs_are_followed_wherever_they_stand(river):
    files = exported(river)
    statement = Statement.objects.get()
    edit(statement, lead="<p>A new first one.</p>" + statement.lead)
    pack = changed(
        files, "statement/en.md", "We are two organisations and say so.", "We are two organisations, indeed."
    )
    report = imported(pack)
    lead = [one.text for one in piece(river, "statement").segments() if one.key.startswith("lead.")]
    assert lead[:2] == ["A new first one.", "We are two organisations, indeed."]
    assert (report.conflicts, arabic(river, "statement", "lead.2").state) == ([], "stale")


def test_aims_are_known_by_their_keys(river):
    files = exported(river)
    statement = Statement.objects.get()
    first, second = statement.aims.all()
    first.sort_order, second.sort_order = 1, 0
    statement.aims = [second, first]
    edit(statement)
    report = imported(
        changed(files, "statement/en.md", "1. Open the banks. {#a1}", "1. Open all banks. {#a1}\n2. And then? {#a9}")
    )
    assert aims(river) == [("aim.a2", "Keep them open."), ("aim.a1", "Open all banks."), ("aim.a9", "And then?")]
    assert report.conflicts == []


def test_where_both_changed_the_order_ours_stays_and_that_is_said(river):
    signed = changed(
        exported(river), "statement/en.md", "2. Keep them open. {#a2}", "2. Keep them open. {#a2}\n3. C. {#a3}"
    )
    imported(signed)
    files = exported(river)
    statement = Statement.objects.get()
    order(statement, "a3", "a1", "a2")
    pack = changed(files, "statement/en.md", "1. Open the banks. {#a1}\n2. Keep them open. {#a2}\n3. C. {#a3}",
                   "1. Keep them open. {#a2}\n2. Open the banks. {#a1}\n3. C. {#a3}")  # fmt: skip
    report = imported(pack)
    assert ids(report.conflicts) == ["statement#order.aim"]
    assert [key for key, _ in aims(river)] == ["aim.a3", "aim.a1", "aim.a2"]
    imported(pack, settling=settled_for("*"))
    assert [key for key, _ in aims(river)] == ["aim.a2", "aim.a1", "aim.a3"]


def order(statement: Statement, *keys: str) -> None:
    held = {aim.key: aim for aim in statement.aims.all()}
    for number, key in enumerate(keys):
        held[key].sort_order = number
    statement.aims = [held[key] for key in keys]
    edit(statement)


def test_deleted_here_and_changed_there_is_a_conflict(river):
    files = exported(river)
    NewsPost.objects.get().unpublish()
    untouched = imported(files)
    assert (untouched.gone, untouched.conflicts, NewsPost.objects.get().live) == (["news.the-call"], [], False)
    pack = changed(files, "news/the-call/en.md", "Today it begins.", "Tomorrow it begins.")
    report = imported(pack)
    assert (ids(report.conflicts), NewsPost.objects.get().live) == (["news.the-call"], False)
    assert "Tomorrow it begins." in report.conflicts[0].theirs
    assert imported(pack, settling=settled_for("news.the-call")).added == ["news.the-call"]
    assert "Tomorrow" in NewsPost.objects.get().body


def test_changed_here_and_deleted_there_is_a_conflict(river):
    files = {name: body for name, body in exported(river).items() if not name.startswith("news/")}
    edit(NewsPost.objects.get(), title="Our call")
    assert imported(files).missing == ["news.the-call"]
    report = imported(files, remove_missing=True)
    assert (ids(report.conflicts), NewsPost.objects.get().live) == (["news.the-call"], True)
    assert imported(files, remove_missing=True, settling=settled_for("*")).removed == ["news.the-call"]
    assert NewsPost.objects.get().title == "Our call"


def test_a_fact_that_a_card_still_shows_is_not_taken_back(river):
    files = exported(river)
    for name in ("facts/en.toml", "facts/ar.toml", "facts.toml"):
        files.pop(name)
    files = {name: body for name, body in files.items() if not name.startswith("cards")}
    edit(Card.objects.get(key="closed"), alt="Another alternative text.")
    report = imported(files, remove_missing=True)
    assert Fact.objects.get().live is True
    assert "fact.river" not in report.removed
    assert "card.closed" in ids(report.conflicts)


def test_a_post_that_was_renamed_in_the_pack_is_the_same_post(river):
    files = exported(river)
    moved = {name.replace("news/the-call/", "news/first-call/"): body for name, body in files.items()}
    edit(NewsPost.objects.get(), title="Our call")
    report = imported(moved)
    post = NewsPost.objects.get()
    assert (post.slug, post.title, report.changed, report.added) == ("first-call", "Our call", ["news.first-call"], [])
    assert arabic(river, "news.first-call", "summary").text == "لقد بدأ."


def test_a_post_that_was_renamed_here_gets_what_the_pack_says(river):
    files = exported(river)
    edit(NewsPost.objects.get(), slug="first-call")
    report = imported(changed(files, "news/the-call/en.md", "Today it begins.", "Tomorrow it begins."))
    post = NewsPost.objects.get()
    assert (post.slug, "Tomorrow it begins." in post.body, report.missing) == ("first-call", True, [])


# -- drafts


def draft(piece, **values) -> None:
    for name, value in values.items():
        setattr(piece, name, value)
    piece.save_revision(clean=False)


def test_an_open_draft_is_carried_on(river):
    files = exported(river)
    draft(Texts.objects.get(), slogan="A slogan that nobody has approved")
    imported(changed(files, "texts/en.toml", "A river for all", "A river for everybody"))
    texts = Texts.objects.get()
    assert (texts.name, texts.slogan, texts.has_unpublished_changes) == (
        "A river for everybody", "Let the banks be open", True,
    )  # fmt: skip
    now = texts.get_latest_revision_as_object()
    assert (now.name, now.slogan) == ("A river for everybody", "A slogan that nobody has approved")
    texts.latest_revision.publish()
    assert (Texts.objects.get().name, Texts.objects.get().slogan) == (now.name, now.slogan)
    assert Texts.objects.get().has_unpublished_changes is False


def test_a_draft_that_says_something_else_stays_and_is_said(river):
    files = exported(river)
    draft(Texts.objects.get(), name="A drafted river")
    report = imported(changed(files, "texts/en.toml", "A river for all", "A river for everybody"))
    texts = Texts.objects.get()
    assert (texts.name, texts.get_latest_revision_as_object().name) == ("A river for everybody", "A drafted river")
    assert ids(report.drafts) == ["en:texts/name"]


def test_a_draft_of_which_the_pack_changes_nothing_is_not_touched(river):
    files = exported(river)
    draft(Texts.objects.get(), name="A drafted river")
    before = rows()
    assert imported(files).has_changed is False
    assert rows() == before


def test_a_post_that_was_never_approved_stays_as_the_draft_of_the_packs(river):
    files = exported(river) | {"news/second/en.md": river_files()["news/the-call/en.md"]}
    NewsPost.objects.create(campaign=river, slug="second", title="Ours", date=AT, summary="Ours", live=False)
    report = imported(files)
    post = NewsPost.objects.get(slug="second")
    assert (post.live, post.title, report.added) == (True, "The call", ["news.second"])
    assert post.get_latest_revision_as_object().title == "Ours"


def test_a_draft_of_rows_and_pictures_is_carried_on(river):
    files = exported(river)
    statement = Statement.objects.get()
    draft(statement, aims=[*statement.aims.all()][:1], number="2/2031")
    imported(changed(files, "statement/en.md", "We affirm the eel.", "We affirm every eel."))
    now = Statement.objects.get().get_latest_revision_as_object()
    assert ([one.key for one in now.aims.all()], now.number) == (["a1"], "2/2031")
    assert "every eel" in now.affirmations.all()[0].text
    assert [one.picture.key for one in now.pictures.all()] == ["bank"]
    assert len(aims(river)) == 2


@pytest.mark.parametrize("number", [1, 3])
def test_history_reads_all_pieces_and_hashes_the_film_as_often_for_one_post_as_for_three(river, monkeypatch, number):
    film, hashed = river_files()["film/master.mp4"], []
    monkeypatch.setattr("unisono.packs.parts.sha256", lambda content: hashed.append(content) or sha256(content))
    files = exported(river)
    call = files["news/the-call/en.md"]
    for place in range(number):
        files[f"news/call-{place}/en.md"] = call.replace(b"The call", b"One more call")
    imported(files)
    files = exported(river)
    for place in range(number):
        post = NewsPost.objects.get(slug=f"call-{place}")
        edit(post, title="A call of ours")
        draft(post, summary="A draft that nobody has approved.")
        files = changed(files, f"news/call-{place}/en.md", "One more call", "A call of theirs")
        files = changed(files, f"news/call-{place}/en.md", "It has begun.", "It has begun at last.")
    hashed.clear()
    with CaptureQueriesContext(connection) as asked:
        report = imported(files)
    assert (len(report.conflicts), len(report.taken)) == (number, number)
    assert hashed.count(film) == 4
    assert sum('FROM "press_pressdesk"' in one["sql"] for one in asked) == 7


# -- translations


def test_a_translation_that_was_changed_here_stays_and_the_packs_is_among_the_earlier_texts(river):
    files = exported(river)
    translate(river, "fact.river", "claim", "نص من هنا")
    pack = changed(files, "facts/ar.toml", "٤٠٪ من الضفاف مغلقة.", "نص من الملف")
    report = imported(pack)
    row = arabic(river, "fact.river", "claim")
    (item,) = report.conflicts
    assert (row.text, item.id, item.theirs, item.by, item.at) == (
        "نص من هنا", "ar:fact.river/claim", "نص من الملف", "ada", LATER,
    )  # fmt: skip
    kept = EarlierText.objects.filter(object_id=row.object_id, key="claim").values_list("text", flat=True)
    assert "نص من الملف" in kept
    before = rows()
    assert (ids(imported(pack).conflicts), rows()) == (["ar:fact.river/claim"], before)
    imported(pack, settling=settled_for("ar:*"))
    assert arabic(river, "fact.river", "claim").text == "نص من الملف"
    assert "نص من هنا" in EarlierText.objects.values_list("text", flat=True)


def test_a_pack_never_makes_less_of_a_ready_text(river):
    files = exported(river)
    state = files["state/ar.toml"].decode()
    lowered = (
        f'{state}\n[segments."fact.river/claim"]\nstate = "draft"\nsource = "40 percent of the banks are closed."\n'
    )
    report = imported(files | {"state/ar.toml": lowered.encode()})
    assert (arabic(river, "fact.river", "claim").state, ids(report.kept)) == ("ready", ["ar:fact.river/claim"])
    pack = changed(files | {"state/ar.toml": lowered.encode()}, "facts/ar.toml", "٤٠٪ من الضفاف مغلقة.", "نص آخر")
    report = imported(pack)
    assert (arabic(river, "fact.river", "claim").text, ids(report.conflicts)) == (
        "٤٠٪ من الضفاف مغلقة.", ["ar:fact.river/claim"],
    )  # fmt: skip
    imported(pack, settling=settled_for("*"))
    assert (arabic(river, "fact.river", "claim").text, arabic(river, "fact.river", "claim").state) == (
        "نص آخر",
        "draft",
    )


def test_a_pack_makes_a_text_ready_only_for_those_who_could(river):
    files = exported(river)
    pack = changed(files, "facts/ar.toml", "٤٠٪ من الضفاف مغلقة.", "نص آخر")
    imported(pack, may_settle=lambda campaign, language: False)
    assert arabic(river, "fact.river", "claim").state == "review"
    again = imported(pack)
    assert (again.translations, ids(again.kept)) == (0, ["ar:fact.river/claim"])
    assert arabic(river, "fact.river", "claim").state == "review"


def test_a_text_of_an_older_source_is_stale(river):
    files = exported(river)
    edit(Fact.objects.get(), claim="41 percent of the banks are closed.")
    report = imported(changed(files, "facts/ar.toml", "٤٠٪ من الضفاف مغلقة.", "نص آخر"))
    row = arabic(river, "fact.river", "claim")
    assert (row.text, row.state, row.source_text, report.conflicts) == (
        "نص آخر", "stale", "40 percent of the banks are closed.", [],
    )  # fmt: skip


def test_a_translation_that_was_emptied_here_stays_empty(river):
    files = exported(river)
    translate(river, "fact.river", "claim", "")
    assert imported(files).translations == 0
    report = imported(changed(files, "facts/ar.toml", "٤٠٪ من الضفاف مغلقة.", "نص آخر"))
    assert ids(report.conflicts) == ["ar:fact.river/claim"]
    assert not Translation.objects.filter(object_id=Fact.objects.get().public_id, language="ar").exists()


# -- what is no text


def test_fields_settings_and_organisations_follow_the_same_rule(river):
    files = exported(river)
    edit(Fact.objects.get(), value="41")
    Campaign.objects.filter(pk=river.pk).update(responsible_name="Friends of all rivers", late="hold")
    sign_on = river.sign_ons.get(key="eel")
    sign_on.organisation.name = "Eel Watchers"
    sign_on.organisation.save()
    pack = changed(files, "facts.toml", 'value = "40"', 'value = "42"')
    pack = changed(pack, "facts.toml", 'as_of = "2030"', 'as_of = "2029"')
    pack = changed(pack, "campaign.toml", "Friends of the River", "The river's friends")
    pack = changed(pack, "campaign.toml", "00:01:00", "00:02:00")
    pack = changed(pack, "organisations.csv", "Eel Watch,NL", "Eels,BE")
    report = imported(pack)
    fact, campaign = Fact.objects.get(), Campaign.objects.get()
    assert ids(report.conflicts) == [
        "campaign#responsible.name", "fact.river#value", "organisations#rows.eel.name",
    ]  # fmt: skip
    assert (fact.value, fact.as_of) == ("41", "2029")
    assert (campaign.responsible_name, campaign.late, f"{campaign.moments.get().at:%M}") == (
        "Friends of all rivers", "hold", "02",
    )  # fmt: skip
    organisation = river.sign_ons.get(key="eel").organisation
    assert (organisation.name, organisation.country) == ("Eel Watchers", "BE")


def test_a_language_is_added_by_a_pack_and_taken_away_only_when_asked(river):
    files = exported(river)
    more = changed(files, "campaign.toml", '"ar",\n    "en"', '"ar",\n    "bn",\n    "en"')
    imported(more)
    assert Campaign.objects.get().language_codes == ("ar", "bn", "en", "fr")
    imported(files)
    assert Campaign.objects.get().language_codes == ("ar", "bn", "en", "fr")
    fewer = changed(exported(river), "campaign.toml", '    "bn",\n', "")
    imported(fewer, remove_missing=True)
    assert Campaign.objects.get().language_codes == ("ar", "en", "fr")


# -- without a base, again, trials


def test_a_pack_by_hand_fills_what_is_missing_and_what_is_as_it_was_taken_in(river):
    translate(river, "fact.river", "claim", "نص من هنا")
    pack = changed(river_files(), "facts/ar.toml", "٤٠٪ من الضفاف مغلقة.", "نص من الملف")
    pack = changed(pack, "texts/ar.toml", 'نهر للجميع"', 'نهرنا"')
    pack |= {"texts/fr.toml": b'name = "Un fleuve pour tous"\nslogan = "Ouvrez"\n'}
    report = imported(pack)
    assert (arabic(river, "texts", "name").text, ids(report.conflicts)) == ("نهرنا", ["ar:fact.river/claim"])
    assert Translation.objects.get(language="fr", key="slogan").text == "Ouvrez"


def test_a_pack_of_which_nothing_is_known_changes_nothing_that_is_there(river):
    TakenPack.objects.all().delete()
    before = exported(river)
    pack = changed(river_files(), "texts/en.toml", "A river for all", "A river of theirs")
    pack = changed(pack, "statement/en.md", "Thank you.", "Thanks.\n\nAnd goodbye.")
    pack = changed(pack, "facts/ar.toml", "٤٠٪ من الضفاف مغلقة.", "نص من الملف")
    report = imported(pack)
    assert exported(river) == before
    assert len(report.conflicts) == 4
    assert report.has_base is False


def test_importing_what_is_here_already_changes_nothing_at_all(river):
    files = exported(river)
    before = rows()
    report = imported(files)
    assert (report.has_changed, report.conflicts, report.kept, report.taken, report.missing) == (False, [], [], [], [])
    assert rows() == before


def test_a_trial_says_what_would_be_and_does_nothing(river, media_folder):
    files = changed(exported(river), "texts/en.toml", "A river for all", "A river for everybody")
    before, stored = rows(), sorted(media_folder.rglob("*"))
    report = imported(files, is_trial=True)
    assert (report.changed, ids(report.taken)) == (["texts"], ["en:texts/name"])
    assert (rows(), sorted(media_folder.rglob("*"))) == (before, stored)


def test_a_trial_of_a_new_campaign_leaves_no_campaign():
    assert imported(river_files(), is_trial=True).is_new
    assert Campaign.objects.count() == Entry.objects.count() == 0


def rows() -> dict[str, list]:
    """Everything that the rooms and the editor's history hold."""
    from django.apps import apps

    rooms = ("campaigns", "media", "facts", "words", "coalition", "kit", "press", "languages", "ledger", "packs")
    models = [model for room in rooms for model in apps.get_app_config(room).get_models()]
    models += [apps.get_model("wagtailcore", name) for name in ("Revision", "ModelLogEntry")]
    return {model.__name__: sorted(map(str, model.objects.values_list())) for model in models}
