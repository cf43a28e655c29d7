"""`links.csv`: codes that are printed survive a move to another server, and nothing else can slip in with them."""

import pytest
from importing_packs import AT, imported
from test_checking import errors_of

from stories import river_files
from unisono.campaigns.models import Campaign
from unisono.ledger.models import Entry
from unisono.links.models import Link
from unisono.links.operations import ensure_links
from unisono.links.queries import Target, links_by_target
from unisono.packs.exporting import export_pack
from unisono.packs.faults import PackRefused
from unisono.packs.writing import written

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media_folder")]

HEADER = "code,language,place,organisation,network\n"
ROWS = "7fq2mc,en,,,\n8gr3wq,en,,reed,print\n9hv4xf,en,news/the-call/,,radio\ncccccc,sw,,gone,\n"


def with_links(rows: str = ROWS, header: str = HEADER) -> dict[str, bytes]:
    return river_files() | {"links.csv": (header + rows).encode()}


# -- its form


@pytest.mark.parametrize(
    ("rows", "line", "what", "mend"),
    [
        ("7fo2mc,en,,,\n", 2, "“7fo2mc” is no code of a short link",
         "It has 6 of the characters 23456789cfghjmpqrvwx."),
        ("7FQ2MC,en,,,\n", 2, "“7FQ2MC” is no code of a short link",
         "It has 6 of the characters 23456789cfghjmpqrvwx."),
        ("7fq2mc,EN,,,\n", 2, "“EN” is no language code", "Use a lower-case BCP 47 code: “en”."),
        ("7fq2mc,en,,,\n8gr3wq,en,//evil.example/,,\n", 3, "“//evil.example/” is no place",
         "Write one such as statement/ or news/the-call/, or nothing for the home page."),
        ("7fq2mc,en,statement,,\n", 2, "“statement” is no place",
         "Write one such as statement/ or news/the-call/, or nothing for the home page."),
        ("7fq2mc,en,,Reed & Sons,\n", 2, "“Reed & Sons” is no key",
         "Use small letters a-z, digits and single hyphens: first-call"),
        ("7fq2mc,en,,,WhatsApp\n", 2, "there is no network “WhatsApp”", "Did you mean “whatsapp”?"),
        ("7fq2mc,en,,,fax\n", 2, "there is no network “fax”",
         "Known are: print, whatsapp, telegram, facebook, x, bluesky, mastodon, linkedin, email, instagram, threads, "
         "tiktok, youtube, reddit, line, sms, radio; or nothing."),
        ("7fq2mc,en,,,\n7fq2mc,ar,,,\n", 3, "the code “7fq2mc” stands there twice", "Take one of the rows out."),
        ("7fq2mc,en,,,\n8gr3wq,en,,,\n", 3, "this link has the code “7fq2mc” already",
         "Keep the row whose code is printed."),
        ("7fq2mc,en\n", 2, "has more or fewer columns than the first line",
         'Give every row the same columns; a field with a comma stands between quotation marks: "…".'),
    ],
)  # fmt: skip
def test_fault_is_named_with_its_place(rows, line, what, mend):
    assert errors_of(with_links(rows)) == [("links.csv", line, what, mend)]


def test_other_columns_are_refused():
    mend = "The first line is: code,language,place,organisation,network"
    assert errors_of(with_links(header="code,where\n")) == [("links.csv", 1, "has other columns", mend)]


def test_links_of_what_is_gone_are_no_fault():
    assert errors_of(with_links()) == []


# -- in and out of the database


def test_codes_are_kept_where_there_are_none_yet():
    campaign = imported(river_files()).campaign
    ensure_links(campaign=campaign, at=AT, by="command:test")
    held = links_by_target(campaign)
    files = written(export_pack(campaign))
    Link.objects.all().delete()
    assert links_by_target(imported(files).campaign) == held


def test_links_are_taken_and_no_other_is_taken_away():
    campaign = imported(with_links()).campaign
    assert links_by_target(campaign) == {
        Target("", "en"): "7fq2mc",
        Target("", "en", "reed", "print"): "8gr3wq",
        Target("news/the-call/", "en", "", "radio"): "9hv4xf",
        Target("", "sw", "gone"): "cccccc",
    }
    assert imported(river_files()).changed == []
    assert imported(with_links("fffff2,ar,,,\n")).changed == ["links"]
    assert Link.objects.count() == 5


def test_same_links_again_change_nothing():
    imported(with_links())
    entries = Entry.objects.count()
    report = imported(with_links())
    assert (report.added, report.changed, report.removed) == ([], [], [])
    assert Entry.objects.count() == entries


def test_code_that_leads_elsewhere_is_refused_and_nothing_is_taken_in():
    imported(with_links("7fq2mc,en,,,\n"))
    lake = {name: body.replace(b'slug = "river"', b'slug = "lake"') for name, body in with_links().items()}
    with pytest.raises(PackRefused, match=r"links\.csv: the code “7fq2mc” leads elsewhere on this installation"):
        imported(lake)
    assert not Campaign.objects.filter(slug="lake").exists()


def test_link_that_has_another_code_here_is_refused():
    imported(with_links("7fq2mc,en,,,\n"))
    with pytest.raises(PackRefused, match=r"has the code “7fq2mc” here, which may be printed too\. Take its row out"):
        imported(with_links("8gr3wq,en,,,\n"))
