"""A campaign's texts out as PO and in again: the same, or said; refused files change nothing."""

import json
import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from stories import river_files
from unisono.base.said import Said
from unisono.campaigns.models import Campaign, CampaignLanguage
from unisono.campaigns.operations import approve, named
from unisono.cli.main import main
from unisono.facts.models import Fact
from unisono.languages.models import SettledCopy, State, Translation
from unisono.languages.operations import Given, take_translations
from unisono.languages.po import PoRefused
from unisono.ledger.models import Entry as LedgerEntry
from unisono.packs.importing import import_pack
from unisono.packs.pieces import pieces
from unisono.packs.po.exporting import export_po
from unisono.packs.po.importing import import_po
from unisono.packs.reading import read_pack
from unisono.words.models import NewsPost, Statement, Texts

AT = datetime(2031, 3, 1, 12, tzinfo=UTC)
LATER = AT + timedelta(hours=2)


@pytest.fixture
def river(db, media_folder, tmp_path, monkeypatch):
    monkeypatch.setenv("UNISONO_HOME", str(tmp_path))
    pack, faults = read_pack(river_files())
    assert faults == []
    return import_pack(pack=pack, at=AT, by="test").campaign


def out(campaign, language: str = "ar") -> str:
    return export_po(campaign=campaign, language=language, at=LATER).decode()


def take(campaign, text: str, **options):
    return import_po(campaign=campaign, content=text.encode(), at=LATER, by="nour", **options)


def rows() -> list[tuple]:
    names = ("object_id", "key", "language", "source_text", "text", "state", "version", "changed_at", "changed_by")
    return list(Translation.objects.order_by("pk").values_list(*names))


def everything() -> tuple[list[tuple], list[tuple], int]:
    settled = list(SettledCopy.objects.order_by("pk").values_list("language", "segments", "source_version"))
    return rows(), settled, LedgerEntry.objects.count()


def block(text: str, place: str) -> str:
    return next(part for part in text.split("\n\n") if f'msgctxt "{place}"\n' in part)


def changed(text: str, place: str, new: str, *, fuzzy: bool | None = None) -> str:
    """Translate one entry as a program would: another msgstr, the fuzzy mark set or taken away."""
    was = block(text, place)
    head = was.split("msgstr ")[0]
    if fuzzy is False:
        head = "\n".join(line for line in head.split("\n") if not line.startswith(("#|", "#, fuzzy")))
    if fuzzy is True and "#, fuzzy" not in head:
        head = f"#, fuzzy\n{head}"
    return text.replace(was, f'{head}msgstr "{new}"')


def row_of(place: str, language: str = "ar") -> Translation:
    name, _slash, key = place.partition("/")
    piece = pieces(Campaign.objects.get(slug="river"))[name]
    return Translation.objects.get(object_id=piece.public_id, key=key, language=language)


# -- out


def test_a_file_has_every_text_with_what_translators_must_know(river):
    text = out(river)
    assert '"Language: ar\\n"' in text
    assert f'"X-Unisono-Campaign: {river.public_id}\\n"' in text
    assert '"Plural-Forms: nplurals=6;' in text
    assert text.count("msgctxt ") == sum(
        bool(segment.text) for piece in pieces(river).values() for segment in piece.segments()
    )
    assert block(text, "texts/action").split("\n") == [
        "#. texts, action",
        "#. at most 30 characters",
        "#. version 1",
        "#, max-length:30",
        'msgctxt "texts/action"',
        'msgid "Open the banks"',
        'msgstr "افتحوا الضفاف"',
    ]
    assert "{link} stands for the address" in block(text, "texts/post.default")
    assert "one paragraph, Markdown" in block(text, "statement/aim.a1")
    assert "news “the-call”, body.2" in block(text, "news.the-call/body.2")


def test_stale_texts_are_fuzzy_and_say_the_source_they_were_made_from(river):
    lines = block(out(river), "texts/slogan").split("\n")
    assert "#, fuzzy, max-length:120" in lines
    assert '#| msgid "Open the banks!"' in lines
    assert 'msgid "Let the banks be open"' in lines


def test_drafts_are_fuzzy_and_missing_ones_empty(river):
    assert "#, fuzzy" in block(out(river), "statement/title")
    missing = block(out(river, "fr"), "statement/title")
    assert ("fuzzy" in missing, missing.endswith('msgstr ""')) == (False, True)


@pytest.mark.skipif(shutil.which("msgfmt") is None, reason="there is no gettext here (apt install gettext)")
@pytest.mark.parametrize("language", ["ar", "fr"])
def test_gettext_accepts_what_goes_out(river, language, tmp_path: Path):
    (tmp_path / "it.po").write_text(out(river, language))
    command = ["msgfmt", "--check", "-o", str(tmp_path / "it.mo"), str(tmp_path / "it.po")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_there_is_no_file_of_the_source_or_of_a_language_that_is_not_there(river):
    for code in ("en", "de"):
        with pytest.raises(ValueError, match=f"not translated into {code}"):
            out(river, code)


def test_no_person_is_named_in_a_file(river):
    Translation.objects.update(changed_by="0b5c1d9e-aaaa-4bbb-8ccc-1234567890ab")
    assert "0b5c1d9e" not in out(river)


# -- out and in


def test_a_file_that_comes_back_as_it_went_changes_nothing(river):
    before = everything()
    for language in ("ar", "fr"):
        report = take(river, out(river, language), may_settle=True)
        assert (report.changed, report.kept, report.doubtful, report.unknown, report.absent) == (0, [], [], [], 0)
    assert everything() == before


WORDS = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"), min_size=1, max_size=30
)


@settings(max_examples=25, phases=[Phase.generate], suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_whatever_is_translated_comes_back_as_it_went(river, data):
    held = list(Translation.objects.filter(language="ar"))
    for row in data.draw(st.lists(st.sampled_from(held), max_size=6)):
        row.text = data.draw(
            WORDS.filter(str.strip) | st.sampled_from(["a\nb", '"\\n', "\n x", "\r\n y \r\n", "#, fuzzy"])
        )
        row.state = data.draw(st.sampled_from(State.values))
        row.source_text = data.draw(st.sampled_from([row.source_text, "Something older", 'Older\n"words"']))
        row.save()
    before = everything()
    report = take(river, out(river), may_settle=data.draw(st.booleans()), overwrite=data.draw(st.booleans()))
    assert (report.changed, report.kept, report.replaced, report.unknown) == (0, [], [], [])
    assert everything() == before


def test_a_new_translation_goes_to_review_or_is_ready_for_those_who_may_settle(river):
    text = changed(out(river, "fr"), "fact.river/claim", "40 % des rives sont fermées.")
    report = take(river, text)
    assert (dict(report.taken), report.language) == ({"review": 1}, "fr")
    row = row_of("fact.river/claim", "fr")
    assert (row.text, row.state, row.changed_at, row.changed_by) == (
        "40 % des rives sont fermées.",
        State.REVIEW,
        LATER,
        "nour",
    )
    text = changed(out(river, "fr"), "fact.river/claim", "40 % de toutes les rives sont fermées.")
    assert dict(take(river, text, may_settle=True).taken) == {"ready": 1}
    assert SettledCopy.objects.filter(object_id=Fact.objects.get().public_id, language="fr").exists()
    entry = LedgerEntry.objects.filter(act="po.imported").last()
    assert (entry.by, entry.details) == ("nour", {"language": "fr", "ready": 1})


def test_fuzzy_texts_come_in_as_drafts(river):
    text = changed(out(river, "fr"), "fact.river/claim", "40 % des rives …", fuzzy=True)
    assert dict(take(river, text, may_settle=True).taken) == {"draft": 1}
    assert row_of("fact.river/claim", "fr").state == State.DRAFT


def test_a_stale_text_that_was_looked_at_is_of_todays_source(river):
    text = changed(out(river), "texts/slogan", "لتكن الضفاف مفتوحة", fuzzy=False)
    assert dict(take(river, text, may_settle=True).taken) == {"ready": 1}
    row = row_of("texts/slogan")
    assert (row.state, row.source_text) == (State.READY, "Let the banks be open")


def test_a_stale_text_that_is_still_fuzzy_stays_stale(river):
    text = changed(out(river), "texts/slogan", "لتكن ضفافنا مفتوحة")
    report = take(river, text, may_settle=True)
    assert (dict(report.taken), len(report.older)) == ({"stale": 1}, 1)
    assert row_of("texts/slogan").source_text == "Open the banks!"


def test_an_empty_translation_takes_nothing_away(river):
    before = rows()
    report = take(river, changed(out(river), "texts/name", ""))
    assert (report.changed, report.empty, rows()) == (0, 1, before)


# -- what happened here meanwhile


def edit_here(place: str, text: str) -> None:
    name, _slash, key = place.partition("/")
    piece = pieces(Campaign.objects.get(slug="river"))[name]
    take_translations(
        named=named(piece), language="ar", source=piece.segments(), given={key: Given(text)}, at=LATER, by="lina"
    )


def test_a_newer_text_here_is_kept_and_both_are_named(river):
    text = changed(out(river), "fact.river/claim", "من الملف")
    edit_here("fact.river/claim", "من هنا")
    report = take(river, text, may_settle=True)
    assert report.changed == 0
    assert [(one.place, one.theirs, one.ours) for one in report.kept] == [("fact.river/claim", "من الملف", "من هنا")]
    assert report.kept[0].line == text[: text.index('msgctxt "fact.river/claim"')].count("\n") + 1
    assert row_of("fact.river/claim").text == "من هنا"


def test_a_newer_text_here_is_replaced_only_when_asked_and_named(river):
    text = changed(out(river), "fact.river/claim", "من الملف")
    edit_here("fact.river/claim", "من هنا")
    report = take(river, text, may_settle=True, overwrite=True)
    assert (report.kept, [one.ours for one in report.replaced]) == ([], ["من هنا"])
    assert row_of("fact.river/claim").text == "من الملف"


def test_a_file_without_versions_never_replaces_what_is_here(river):
    text = changed(out(river), "fact.river/claim", "من الملف")
    text = "\n".join(line for line in text.split("\n") if not line.startswith("#. version"))
    report = take(river, text, may_settle=True)
    assert (report.changed, len(report.kept)) == (0, 1)


def change_source(model, **values) -> None:
    piece = model.objects.get()
    for name, value in values.items():
        setattr(piece, name, value)
    piece.save()
    approve(piece=piece, at=LATER, by="test")


def test_a_text_made_from_an_older_source_is_stale_and_said(river):
    text = changed(out(river), "fact.river/claim", "أربعون بالمئة")
    change_source(Fact, claim="41 percent of the banks are closed.")
    report = take(river, text, may_settle=True)
    assert (dict(report.taken), [note.place for note in report.older]) == ({"stale": 1}, ["fact.river/claim"])
    row = row_of("fact.river/claim")
    assert (row.text, row.state, row.source_text) == (
        "أربعون بالمئة",
        State.STALE,
        "40 percent of the banks are closed.",
    )


def test_an_older_text_does_not_replace_one_of_todays_source(river):
    text = changed(out(river), "fact.river/claim", "أربعون بالمئة")
    change_source(Fact, claim="41 percent of the banks are closed.")
    edit_here("fact.river/claim", "٤١٪ من الضفاف مغلقة.")
    report = take(river, text, may_settle=True)
    assert (report.changed, len(report.kept), row_of("fact.river/claim").state) == (0, 1, State.READY)


def test_a_paragraph_that_has_moved_is_found(river):
    text = changed(out(river), "news.the-call/body.1", "اليوم نبدأ.")
    change_source(NewsPost, body="<p>First of all.</p><p>Today it begins.</p><ol><li>First.</li><li>Second.</li></ol>")
    report = take(river, text, may_settle=True)
    assert dict(report.taken) == {"ready": 1}
    assert str(report.moved[0].said) == "It stands at “body.2” now."
    assert row_of("news.the-call/body.2").text == "اليوم نبدأ."


def test_the_order_of_a_file_says_nothing(river):
    head, *blocks = changed(out(river), "fact.river/claim", "من الملف").strip().split("\n\n")
    before = rows()
    report = take(river, "\n\n".join([*reversed(blocks), head]), may_settle=True)
    assert (dict(report.taken), len(rows())) == ({"ready": 1}, len(before))


def test_unknown_and_absent_texts_are_said(river):
    text = out(river)
    text = text.replace(block(text, "texts/name"), "") + '\nmsgctxt "news.gone/title"\nmsgid "Gone"\nmsgstr "x"\n'
    report = take(river, text)
    assert ([note.place for note in report.unknown], report.absent, report.changed) == (["news.gone/title"], 1, 0)


def test_words_that_the_source_leaves_empty_are_in_no_file_and_stay(river):
    """In PO the empty source is the header: such words are written at the desk alone."""
    before = row_of("card.closed/before")
    assert (before.text, before.source_text) == ("نحو", "")
    text = out(river)
    assert "card.closed/before" not in text
    report = take(river, changed(text, "texts/name", "اسم آخر"))
    assert (report.beside, report.absent, report.changed) == (1, 0, 1)
    assert report.as_table()["beside"] == 1
    assert row_of("card.closed/before") == before
    assert take(river, out(river, "fr")).beside == 0


def test_an_entry_for_words_that_the_source_leaves_empty_is_not_taken(river):
    text = out(river) + '\nmsgctxt "card.closed/before"\nmsgid "About"\nmsgstr "x"\n'
    report = take(river, text)
    assert [note.place for note in report.unknown] == ["card.closed/before"]
    assert row_of("card.closed/before").text == "نحو"


# -- what does not fit


@pytest.mark.parametrize(
    ("place", "new", "what"),
    [
        ("texts/action", "x" * 31, "It has 31 characters; at most 30 fit."),
        ("texts/post.default", "no address", "It must have {link} just as often"),
        ("texts/post.default", "{link} {Link}", "It must have {link} just as often"),
        ("texts/name", r"two\nlines", "It has several lines; the source has one."),
    ],
)
def test_what_does_not_fit_comes_in_as_a_draft(river, place, new, what):
    report = take(river, changed(out(river), place, new), may_settle=True)
    assert dict(report.taken) == {"draft": 1}
    assert str(report.doubtful[0].said).startswith(what)
    assert row_of(place).state == State.DRAFT


@pytest.mark.parametrize("new", ["[x](javascript:alert)", "<b>x</b>", r"a\n\nb"])
def test_markdown_that_cannot_be_kept_refuses_the_file_by_line(river, new):
    text = changed(changed(out(river), "statement/aim.a1", new), "fact.river/claim", "من الملف")
    before = everything()
    with pytest.raises(PoRefused) as refused:
        take(river, text)
    line = text[: text.index('msgctxt "statement/aim.a1"')].count("\n") + 1
    assert [fault.line for fault in refused.value.faults] == [line]
    assert "Its Markdown cannot be read" in str(refused.value)
    (fault,) = refused.value.faults
    assert {type(said) for said in fault.said.values.values()} == {Said}
    assert everything() == before


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("X-Unisono-Campaign: ", "X-Unisono-Campaign: 1", "does not say of which campaign"),
        ('msgid ""\nmsgstr ""\n"Project', '"x', "belong to nothing"),
        ("Language: ar", "Language: de", "not translated into the language of the file, “de”"),
        ("Language: ar", "Language: en", "not translated into the language of the file"),
        ("charset=UTF-8", "charset=ISO-8859-6", "not UTF-8"),
    ],
)
def test_files_that_are_not_for_this_campaign_are_refused(river, old, new, what):
    before = everything()
    with pytest.raises(PoRefused, match=what) as refused:
        take(river, out(river).replace(old, new, 1))
    assert refused.value.faults[0].line in (3, 4)
    assert everything() == before


def test_a_file_of_another_campaign_is_refused(river):
    other = Campaign.objects.create(slug="lake", source_language="en")
    CampaignLanguage.objects.create(campaign=other, code="ar")
    with pytest.raises(PoRefused, match="The file is of another campaign"):
        take(other, out(river))


def test_a_file_in_another_language_than_asked_for_is_refused(river):
    with pytest.raises(PoRefused, match="The file is in ar, not in fr"):
        take(river, out(river), language="fr")


ODD = [b'"', b"\\", b"\n\n", b"<b>", b"#~ ", b"#| ", b"msgid "]


@settings(max_examples=40, phases=[Phase.generate], suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_damaged_file_changes_nothing_when_refused_and_never_stumbles(river, data):
    content = bytearray(changed(out(river), "fact.river/claim", "من الملف").encode())
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, 999_999)) % (len(content) + 1)
        if data.draw(st.booleans()):
            content[place:place] = data.draw(st.binary(max_size=6) | st.sampled_from(ODD))
        else:
            del content[place : place + data.draw(st.sampled_from([1, 30, 10**6]))]
    before, is_changed, faults = everything(), False, None
    try:
        report = import_po(campaign=river, content=bytes(content), at=LATER, by="nour", may_settle=True)
        is_changed = bool(report.changed)
    except PoRefused as refused:
        faults = refused.faults
    assert faults is None or len(faults) > 0
    assert is_changed or everything() == before


# -- the commands


def unisono(*words: str):
    return CliRunner().invoke(main, ["po", *words])


def test_commands_take_a_language_out_and_in(river, tmp_path: Path):
    path = tmp_path / "ar.po"
    done = unisono("export", "river", "ar", "--out", str(path))
    assert (done.exit_code, done.stdout) == (0, f"{path}: {path.read_text().count('msgctxt ')} texts.\n")
    path.write_text(changed(path.read_text(), "fact.river/claim", "من الملف"))
    done = unisono("import", "river", str(path), "--json")
    said = json.loads(done.stdout)
    assert (done.exit_code, said["language"], said["taken"]) == (0, "ar", {"ready": 1})
    assert "river, ar: 0 texts taken." in unisono("import", "river", str(path)).stdout


def test_commands_refuse_with_the_line_and_what_to_do(river, tmp_path: Path):
    path = tmp_path / "ar.po"
    path.write_text(out(river)[:-4])
    done = unisono("import", "river", str(path))
    assert done.exit_code == 1
    assert f"{path}: line " in done.stderr
    assert "Nothing was changed." in done.stderr
    done = unisono("export", "river", "de")
    assert (done.exit_code, "Its languages are: ar, fr." in done.stderr) == (1, True)
    assert "cannot be written" in unisono("export", "river", "ar", "--out", str(tmp_path / "no" / "x.po")).stderr


def test_the_command_names_what_it_did_not_take(river, tmp_path: Path):
    path = tmp_path / "ar.po"
    path.write_text(changed(out(river), "fact.river/claim", "من الملف") + '\nmsgctxt "x/y"\nmsgid "x"\nmsgstr "y"\n')
    edit_here("fact.river/claim", "من هنا")
    said = unisono("import", "river", str(path)).stdout
    assert "changed here after the file was written; kept: من هنا" in said
    assert "x/y: The campaign has no such text" in said
    assert "replaced; here it said: من هنا" in unisono("import", "river", str(path), "--overwrite").stdout


def test_texts_and_statement_are_untouched_by_files(river):
    before = (Texts.objects.get().name, Statement.objects.get().title)
    take(river, changed(out(river), "texts/name", "نهر"))
    assert (Texts.objects.get().name, Statement.objects.get().title) == before
