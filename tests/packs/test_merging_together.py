"""Saves in the newsroom while a pack comes in: before it or after it, and nothing lost."""

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from importing_packs import AT, imported
from wagtail.models import Revision

from own_databases import own_database
from stories import river_files
from unisono.campaigns.models import Campaign
from unisono.campaigns.operations import named
from unisono.languages.desk import Desk, Seen, digest, save
from unisono.languages.models import EarlierText, Translation
from unisono.packs.exporting import export_pack
from unisono.packs.pieces import pieces
from unisono.packs.writing import written
from unisono.words.models import Texts

LINES = ("name", "slogan", "hashtag", "action")


def exported() -> dict[str, bytes]:
    return written(export_pack(Campaign.objects.get()))


def with_words(files: dict[str, bytes], language: str, words: dict[str, str]) -> dict[str, bytes]:
    """The pack with other lines in its texts."""
    name = f"texts/{language}.toml"
    rows = files[name].decode().split("\n")
    for key, text in words.items():
        rows = [f'{key} = "{text}"' if row.startswith(f"{key} = ") else row for row in rows]
    return files | {name: "\n".join(rows).encode()}


def save_at_the_desk(key: str, text: str, seen: Seen | None = None) -> Translation | None:
    piece = pieces(Campaign.objects.get())["texts"]
    row = Translation.objects.get(object_id=piece.public_id, key=key, language="ar")
    desk = Desk(named(piece), "ar", piece.segments(), "ada", True)
    seen = seen or Seen(row.version, digest(desk.segment(key).text))
    return save(desk=desk, key=key, text=text, seen=seen, at=AT + timedelta(hours=1))


def edit(words: dict[str, str]) -> None:
    texts = Texts.objects.get()
    for name, text in words.items():
        setattr(texts, name, text)
    texts.save_revision(clean=False).publish()


def everything(report) -> set[str]:
    """Every text that is in force, in a history, or in the report."""
    found = set(Translation.objects.values_list("text", flat=True))
    found |= set(EarlierText.objects.values_list("text", flat=True))
    found |= {str(one.content.get(name)) for one in Revision.objects.all() for name in LINES}
    found |= {getattr(Texts.objects.get(), name) for name in LINES}
    for item in (*report.conflicts, *report.taken, *report.kept, *report.drafts):
        found |= {item.ours, item.theirs}
    return found


some = st.dictionaries(st.sampled_from(LINES), st.sampled_from(("A", "B", "C")), max_size=4)


@pytest.mark.django_db
@given(here=some, there=some, desk=some, folder=some, draft=some)
@settings(max_examples=12, phases=(Phase.explicit, Phase.generate), suppress_health_check=list(HealthCheck))
def test_no_text_is_lost_in_the_database(media_folder, here, there, desk, folder, draft):
    with transaction.atomic():
        imported(river_files())
        files = exported()
        mine = {key: f"here {text}" for key, text in here.items()}
        edit(mine)
        drafted = {key: f"draft {text}" for key, text in draft.items()}
        if drafted:
            texts = Texts.objects.get()
            for name, text in drafted.items():
                setattr(texts, name, text)
            texts.save_revision(clean=False)
        for key, text in desk.items():
            save_at_the_desk(key, f"مكتب {text}")
        other = {key: f"there {text}" for key, text in there.items()}
        pack = with_words(with_words(files, "en", other), "ar", {key: f"ملف {text}" for key, text in folder.items()})
        report = imported(pack)
        now = Texts.objects.get()
        for name in LINES:
            wanted = mine.get(name) or other.get(name)
            assert wanted is None or getattr(now, name) == wanted
        if drafted:
            open_draft = now.get_latest_revision_as_object()
            assert {name: getattr(open_draft, name) for name in drafted} == drafted
        for key in folder.keys() | desk.keys():
            row = Translation.objects.get(object_id=now.public_id, key=key, language="ar")
            assert row.text == (f"مكتب {desk[key]}" if key in desk else f"ملف {folder[key]}")
        told = everything(report)
        said = {*mine.values(), *drafted.values(), *other.values()}
        said |= {f"مكتب {text}" for text in desk.values()} | {f"ملف {text}" for text in folder.values()}
        assert said <= told
        transaction.set_rollback(True)


# -- two processes

IMPORT = """
import sys, time
from pathlib import Path
from importing_packs import imported
from stories import river_files
from test_merging_together import exported, with_words
pack = with_words(exported(), "ar", {"name": "من الملف"})
print("read", flush=True)
sys.stdin.readline()
def wait(step):
    if step == "organisations":
        print("wrote", flush=True)
        time.sleep(1.5)
report = imported(pack, progress=wait)
print(sorted(one.id for one in report.conflicts), flush=True)
"""
SAVE = """
import sys
from django.db import transaction
from test_merging_together import row_now, save_at_the_desk, seen_now
from unisono.languages.desk import NewerText
seen = seen_now("name")
print("seen", flush=True)
sys.stdin.readline()
try:
    with transaction.atomic():
        save_at_the_desk("name", "من المكتب", seen)
        print("wrote", flush=True)
        {then}
    print("saved", flush=True)
except NewerText:
    print("newer", flush=True)
print(row_now("name"), flush=True)
"""


def row_now(key: str) -> str:
    return Translation.objects.get(object_id=Texts.objects.get().public_id, key=key, language="ar").text


def seen_now(key: str) -> Seen:
    texts = Texts.objects.get()
    row = Translation.objects.get(object_id=texts.public_id, key=key, language="ar")
    return Seen(row.version, digest(getattr(texts, key)))


class Process:
    """A Python of its own on the test's installation, led by its standard input."""

    def __init__(self, environment: dict[str, str], script: str) -> None:
        begin = "import unisono.base.sqlite, django; django.setup()\n"
        self.process = subprocess.Popen(
            [sys.executable, "-c", begin + script], env=environment, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip

    def says(self) -> str:
        return self.process.stdout.readline().strip()

    def go_on(self) -> None:
        self.process.stdin.write("\n")
        self.process.stdin.flush()

    def ends(self) -> list[str]:
        said, _ = self.process.communicate(timeout=120)
        assert self.process.returncode == 0
        return said.split()


@pytest.fixture
def start(tmp_path):
    """Start processes on an installation that has the river."""
    paths = [str(Path(__file__).parent), str(Path(__file__).parents[1]), *sys.path]
    with own_database(tmp_path, "packs") as url:
        environment = {
            **os.environ, "UNISONO_HOME": str(tmp_path), "UNISONO_DATABASE": url, "PYTHONPATH": os.pathsep.join(paths),
        }  # fmt: skip
        prepare = 'from django.core.management import call_command\ncall_command("migrate", verbosity=0)\n'
        prepare += "from importing_packs import imported\nfrom stories import river_files\nimported(river_files())\n"
        Process(environment, prepare).ends()
        yield lambda script: Process(environment, script)


@pytest.mark.database
def test_a_save_during_an_import_comes_after_it_and_is_told(start):
    importing, saving = start(IMPORT), start(SAVE.format(then="pass"))
    assert (importing.says(), saving.says()) == ("read", "seen")
    importing.go_on()
    assert importing.says() == "wrote"
    saving.go_on()  # the import has written, and is not over
    assert saving.ends() == ["newer", "من", "الملف"]
    assert importing.ends() == ["[]"]


@pytest.mark.database
def test_a_save_that_has_begun_comes_before_the_import(start):
    importing = start(IMPORT)
    saving = start(SAVE.format(then="__import__('time').sleep(1.5)"))
    assert (importing.says(), saving.says()) == ("read", "seen")
    saving.go_on()
    assert saving.says() == "wrote"
    importing.go_on()
    assert saving.ends() == ["saved", "من", "المكتب"]
    assert importing.ends() == ["wrote", "['ar:texts/name']"]
