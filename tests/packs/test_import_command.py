"""`unisono pack import` into a campaign that has moved on: what it prints, what it writes, how it ends."""

import json

import pytest
from click.testing import CliRunner
from importing_packs import AT, imported

from stories import river_files
from unisono.campaigns.models import Campaign
from unisono.campaigns.operations import approve
from unisono.cli.pack import pack_command
from unisono.packs.exporting import export_pack
from unisono.packs.files import write_files
from unisono.packs.writing import written
from unisono.words.models import Texts

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media_folder")]


@pytest.fixture
def folder(tmp_path):
    """A pack that was exported and changed since, of a campaign that was changed since."""
    campaign = imported(river_files()).campaign
    files = written(export_pack(Campaign.objects.get()))
    files["texts/en.toml"] = files["texts/en.toml"].replace(b"A river for all", b"A river of theirs")
    texts = Texts.objects.get(campaign=campaign)
    texts.name = "A river of ours"
    texts.save()
    approve(piece=texts, at=AT, by="command:test")
    write_files(files, tmp_path / "river")
    return tmp_path / "river"


def run(*args):
    return CliRunner().invoke(pack_command, ["import", *map(str, args)])


def test_conflicts_are_told_with_both_texts_and_end_with_three(folder, tmp_path):
    report = tmp_path / "report.json"
    result = run(folder, "--into", "river", "--report", report)
    assert result.exit_code == 3
    assert "1 conflicts" in result.output
    assert "! en:texts/name: changed here and in the pack" in result.output
    assert "here (command:test, 2031-03-01 12:00 UTC): A river of ours" in result.output
    assert "pack: A river of theirs" in result.output
    table = json.loads(report.read_text())
    assert (table["format"], table["trial"], table["base"]) == (1, False, True)
    assert [(one["id"], one["ours"], one["theirs"]) for one in table["conflicts"]] == [
        ("en:texts/name", "A river of ours", "A river of theirs")
    ]
    assert Texts.objects.get().name == "A river of ours"


def test_a_trial_says_the_same_and_changes_nothing(folder):
    result = run(folder, "--dry-run", "--theirs")
    assert (result.exit_code, Texts.objects.get().name) == (0, "A river of ours")
    assert "Nothing was changed: this was a trial." in result.output
    assert run(folder, "--dry-run").exit_code == 3


def test_conflicts_are_settled_for_all_or_by_name(folder):
    assert run(folder, "--theirs", "--ours-at", "en:texts/name").exit_code == 0
    assert Texts.objects.get().name == "A river of ours"
    assert run(folder, "--theirs", "--ours").exit_code == 2


def test_theirs_takes_the_packs_text(folder):
    assert run(folder, "--theirs-at", "texts/*").exit_code == 0
    assert Texts.objects.get().name == "A river of theirs"
    again = run(folder)
    assert (again.exit_code, "everything in the pack is here already" in again.output) == (0, True)


def test_a_campaign_that_is_not_there_and_a_fault_end_with_one(folder):
    result = run(folder, "--into", "lake")
    assert (result.exit_code, Campaign.objects.count()) == (1, 1)
    (folder / "base.toml").write_text("format = 2\n")
    result = run(folder)
    assert result.exit_code == 1
    assert "base.toml:1: “format” is not 1" in result.output


def test_a_pack_is_taken_into_a_campaign_that_has_another_short_name_now(folder):
    Campaign.objects.update(slug="stream")
    assert run(folder, "--into", "stream", "--theirs").exit_code == 0
    assert (Campaign.objects.get().slug, Texts.objects.get().name) == ("stream", "A river of theirs")
