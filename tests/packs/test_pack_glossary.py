"""The glossary in packs and PO files: everything of it comes along, nothing of it is lost by coming in."""

import shutil
import subprocess
import tomllib
from datetime import UTC, datetime

import pytest
from importing_packs import imported

from stories import river_files
from unisono.languages.glossary.operations import Given, add_term, remove_term, settle
from unisono.languages.models import Rendering, Standing, Term, Translation
from unisono.ledger.models import Entry
from unisono.packs.checking import check_pack
from unisono.packs.exporting import export_pack
from unisono.packs.po.exporting import export_po
from unisono.packs.po.importing import import_po
from unisono.packs.reading import read_pack
from unisono.packs.writing import written

AT = datetime(2031, 3, 1, 12, tzinfo=UTC)
GLOSSARY = b"""[[terms]]
term = "Eel Watch"
stays = true

[[terms]]
term = "river"
note = "Never a stream."
"""
GLOSSARY_AR = """[river]
text = "نهر"
forms = [
    "أنهار",
]
earlier = [
    "جدول",
]

[[river.proposed]]
text = "وادٍ"
""".encode()


def files() -> dict[str, bytes]:
    return river_files() | {"glossary.toml": GLOSSARY, "glossary/ar.toml": GLOSSARY_AR}


def faults(**changed: bytes) -> list[str]:
    given = files() | {name.replace("__", "/") + ".toml": body for name, body in changed.items()}
    pack, found = read_pack(given)
    return [str(one) for one in sorted({*found, *check_pack(pack, given)}) if "glossary" in one.file]


@pytest.mark.django_db
def test_glossary_comes_back_as_it_went(media_folder):
    once = written(read_pack(files())[0])
    assert tomllib.loads(once["glossary.toml"].decode()) == tomllib.loads(GLOSSARY.decode())
    assert tomllib.loads(once["glossary/ar.toml"].decode()) == tomllib.loads(GLOSSARY_AR.decode())
    campaign = imported(files()).campaign
    again = written(export_pack(campaign))
    assert again.pop("base.toml")  # what an export writes about itself
    assert again == once
    entries = Entry.objects.count()
    assert "glossary" not in imported(files()).changed
    assert Entry.objects.count() == entries


@pytest.mark.django_db
def test_pack_changes_terms_and_keeps_what_it_lacks_and_what_was_agreed(media_folder):
    campaign = imported(files()).campaign
    own = add_term(campaign_id=campaign.public_id, given=Given("bank"), at=AT, by="olga")
    settle(term=own, language="ar", text="ضفة", may_settle=True, at=AT, by="olga")
    remove_term(term=Term.objects.get(text="Eel Watch"), at=AT, by="olga")
    other = GLOSSARY_AR.replace('text = "نهر"'.encode(), 'text = "النهر"'.encode())
    report = imported(files() | {"glossary/ar.toml": other})
    assert report.changed == ["glossary"]
    assert list(Term.objects.filter(removed_at=None).order_by("text").values_list("text", flat=True)) == [
        "Eel Watch",
        "bank",
        "river",
    ]
    rows = Rendering.objects.filter(term__text="river").values_list("standing", "text")
    assert sorted(rows) == [
        (Standing.AGREED, "النهر"),
        (Standing.EARLIER, "جدول"),
        (Standing.EARLIER, "نهر"),
        (Standing.PROPOSED, "وادٍ"),
    ]
    assert Translation.objects.filter(version__gt=1).count() == 0


def test_good_glossary_has_no_fault():
    assert faults() == []


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        (
            {"glossary": GLOSSARY + b'[[terms]]\nterm = "river"\n'},
            [
                "glossary.toml:5: “river” stands there twice. Keep one of them.",
                "glossary.toml:8: “river” stands there twice. Keep one of them.",
            ],
        ),
        (
            {"glossary__ar": b'[rivers]\ntext = "x"\n'},
            ["glossary/ar.toml:1: there is nothing called “rivers”. Did you mean “river”?"],
        ),
        (
            {"glossary__ar": b'[river]\nforms = ["a"]\n'},
            [
                "glossary/ar.toml:1: “forms” without “text”. Write the agreed words as text, and other forms of them as"
                " forms."
            ],
        ),
        (
            {"glossary__ar": b'[river]\ntext = "a  b"\n'},
            ["glossary/ar.toml:1: “a  b” is not words on one line. Write words, parted by single spaces."],
        ),
        (
            {"glossary__en": b'[river]\ntext = "x"\n'},
            ["glossary/en.toml: is not part of a pack. Remove it, or mend its name."],
        ),
        (
            {"glossary": GLOSSARY + b"keep = 1\n"},
            ["glossary.toml:8: “keep” is not known here. Known here: term, stays, match_case, note."],
        ),
    ],
)
def test_what_is_wrong_is_said_with_its_line(changed, expected):
    assert [one for one in faults(**changed) if "state" not in one] == expected


# -- PO files


@pytest.fixture
def river(db, media_folder):
    return imported(files()).campaign


def test_po_file_tells_translators_the_agreed_words(river):
    text = export_po(campaign=river, language="ar", at=AT).decode()
    entry = next(one for one in text.split("\n\n") if 'msgctxt "statement/title"' in one)
    assert "#. Glossary: “river” → نهر, also: أنهار (Never a stream.)\n" in entry
    french = export_po(campaign=river, language="fr", at=AT).decode()
    assert "#. Glossary: “river” → no words agreed yet (Never a stream.)\n" in french
    assert "#. Glossary: “Eel Watch” stays as it is\n" in text
    again = import_po(campaign=river, content=text.encode(), at=AT, by="nour")
    assert (again.changed, again.off_glossary) == (0, [])


@pytest.mark.skipif(shutil.which("msgfmt") is None, reason="there is no msgfmt here")
@pytest.mark.parametrize("language", ["ar", "fr"])
def test_po_file_with_agreed_words_is_one_that_gettext_reads(river, tmp_path, language):
    add_term(campaign_id=river.public_id, given=Given('the "banks" \\n', note="a\nb “c” \\"), at=AT, by="olga")
    add_term(campaign_id=river.public_id, given=Given("banks", note="#, fuzzy"), at=AT, by="olga")
    path = tmp_path / "river.po"
    path.write_bytes(export_po(campaign=river, language=language, at=AT))
    told = subprocess.run(["msgfmt", "--check", "-o", "/dev/null", str(path)], capture_output=True, text=True)
    assert (told.returncode, told.stderr) == (0, "")


def test_po_file_without_agreed_words_comes_in_and_says_so(river):
    text = export_po(campaign=river, language="ar", at=AT).decode()
    was = next(one for one in text.split("\n\n") if 'msgctxt "statement/title"' in one)
    new = was.replace("#, fuzzy, ", "#, ").split("msgstr ")[0] + 'msgstr "الماء ملك الجميع"'
    report = import_po(campaign=river, content=text.replace(was, new).encode(), at=AT, by="nour", may_settle=True)
    assert dict(report.taken) == {"ready": 1}
    assert [(one.place, str(one.said)) for one in report.off_glossary] == [
        (
            "statement/title",
            "“river” is agreed as “نهر”: not found as agreed. Another form of it may be right.",
        )
    ]
    assert report.as_table()["off_glossary"][0]["place"] == "statement/title"
