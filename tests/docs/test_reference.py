"""What the documentation says of commands, settings, addresses and files is what there is."""

import json
import re
import shlex
import tomllib

import click
import pytest
from tests.docs import commands_page
from tests.docs.pages import DOCS, ROOT, anchors, command_lines, links, pages
from tests.site.river_story import river_story, store_in

from unisono.cli.main import main
from unisono.door import replies
from unisono.door.app import WATCH_EVERY
from unisono.door.editions import FileRecord, Manifest
from unisono.door.schedule import CampaignDoor, Doors, Row, read_doors
from unisono.site.feeds import plan_feeds
from unisono.site.outputs import Assets
from unisono.site.pages import kind_of, page_kinds, plan_pages

COMMANDS = dict(commands_page.commands())


def test_commands_page_is_what_the_commands_say():
    assert commands_page.PAGE.read_text() == commands_page.written(), (
        "write it anew: python -m tests.docs.commands_page"
    )


@pytest.mark.parametrize("page", pages(), ids=lambda page: str(page.relative_to(ROOT)))
def test_every_command_shown_can_be_typed(page):
    for line in command_lines(page.read_text()):
        words = shlex.split(line, comments=True)
        called = _called(words)
        if called is not None:
            command, rest = called
            known = {name for option in command.params if isinstance(option, click.Option) for name in option.opts}
            unknown = [word for word in rest if word.startswith("--") and word != "--help" and word not in known]
            assert command.context_settings.get("ignore_unknown_options") or not unknown, f"{page}: {line}: {unknown}"


def _called(words: list[str]) -> tuple[click.Command, list[str]] | None:
    """The command that these words call and what is left of them; None where only a group is named."""
    command: click.Command = main
    for number, word in enumerate(words[1:], 1):
        if word.startswith("-"):
            return command, words[number:]
        assert isinstance(command, click.Group)
        found = command.get_command(click.Context(command), word.rstrip(",.:"))
        assert found is not None, f"there is no command {' '.join(words[: number + 1])}"
        if not isinstance(found, click.Group):
            return found, words[number + 1 :]
        command = found
    return None


# -- settings


def _variables(text: str) -> set[str]:
    return set(re.findall(r"\bUNISONO_[A-Z_]+\b", text))


def test_settings_are_the_same_in_code_example_and_reference():
    code = ROOT / "src" / "unisono"
    read = {
        f"UNISONO_{name}"
        for name in re.findall(r'env\.(?!prefixed)\w+\("([A-Z_]+)"', (code / "settings.py").read_text())
    }
    read |= {
        name
        for path in code.rglob("*.py")
        for name in re.findall(r'environ(?:\.get\(|\[)"(UNISONO_[A-Z_]+)"', path.read_text())
    }
    assert len(read) >= 8
    example = set(re.findall(r"^#?(UNISONO_[A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
    reference = set(
        re.findall(r"^\| `(UNISONO_[A-Z_]+)` \|", (DOCS / "reference" / "settings.md").read_text(), re.MULTILINE)
    )
    assert example == read
    assert reference == read


@pytest.mark.parametrize("page", pages(), ids=lambda page: str(page.relative_to(ROOT)))
def test_no_page_names_a_setting_that_is_not_there(page):
    reference = _variables((DOCS / "reference" / "settings.md").read_text())
    assert _variables(page.read_text()) - reference == set()


def test_defaults_of_settings_are_those_of_the_code():
    said = dict(
        re.findall(r"^\| `UNISONO_([A-Z_]+)` \| `([^`]*)` \|", (DOCS / "reference" / "settings.md").read_text(), re.M)
    )
    source = (ROOT / "src" / "unisono" / "settings.py").read_text()
    for name in ("PUBLIC_ORIGIN", "TIME_ZONE"):
        assert f'env.str("{name}", "{said[name]}")' in source
    assert f'env.list("ALLOWED_HOSTS", {str(said["ALLOWED_HOSTS"].split(",")).replace(chr(39), chr(34))})' in source
    assert said["DEBUG"] == "false"
    assert 'env.bool("DEBUG", False)' in source


# -- the site


def _table(page: str, heading: str) -> list[list[str]]:
    """The rows of the table under a heading."""
    part = page.split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]
    rows = [line.strip("|").split("|") for line in part.splitlines() if line.startswith("|")]
    return [[cell.strip().strip("`") for cell in row] for row in rows[2:]]


@pytest.fixture(scope="module")
def paths(tmp_path_factory):
    """Every path but assets' of an edition that has everything a campaign may have, with general parts in braces."""
    store = store_in(tmp_path_factory.mktemp("river"))
    story, assets = river_story(store), Assets({}, store.get)
    found = {output.name.removeprefix("page:") for output in plan_pages(story, assets)}
    found |= {path for output in plan_feeds(story, assets) for path, _, _ in output.make()}
    return {_general(path, story.languages) for path in found}


def _general(path: str, languages: tuple[str, ...]) -> str:
    code, slash, rest = path.partition("/")
    if slash and code in languages:
        path = "{lang}/" + re.sub(r"^kit/(?!frame/).+/$", "kit/{card}/", re.sub(r"^news/.+/$", "news/{slug}/", rest))
    return f"/{path}"


def test_site_page_names_every_address_of_an_edition(paths):
    page = (DOCS / "reference" / "site.md").read_text()
    said = {row[0] for heading in ("Pages of a language", "Files of a language") for row in _table(page, heading)}
    said |= {row[0] for row in _table(page, "For the whole campaign")} - {"/", "/assets/{hash}/{name}"}
    assert said == paths


def test_site_page_names_the_kind_of_every_page():
    rows = _table((DOCS / "reference" / "site.md").read_text(), "Pages of a language")
    assert [kind for _, kind, *_ in rows] == page_kinds()
    for address, kind, *_ in rows:
        assert kind_of(f"page:{address.strip('/')}/" if address.endswith("/") else f"page:{address.strip('/')}") == kind


# -- editions


def test_editions_page_names_every_field_the_door_reads():
    page = (DOCS / "reference" / "editions.md").read_text()
    blocks = [json.loads(block) for block in re.findall(r"^```json\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)]
    [manifest] = [block for block in blocks if "source_language" in block]
    [doors] = [block for block in blocks if "campaigns" in block]
    assert set(manifest) == set(Manifest.__struct_fields__)
    assert set(manifest["files"]["en/index.html"]) == set(FileRecord.__struct_fields__)
    assert set(doors) == set(Doors.__struct_fields__)
    assert set(doors["campaigns"][0]) == set(CampaignDoor.__struct_fields__)
    assert set(doors["campaigns"][0]["schedule"][0]) == set(Row.__struct_fields__)
    for name in (*Manifest.__struct_fields__, *CampaignDoor.__struct_fields__, *Row.__struct_fields__):
        if name != "campaign":
            assert f"| `{name}` |" in page


def test_example_of_a_schedule_is_one_the_door_takes():
    page = (DOCS / "reference" / "editions.md").read_text()
    blocks = re.findall(r"^```json\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    [shown] = [block for block in blocks if '"campaigns"' in block]
    doors = read_doors(shown.replace("…64 hex digits…", "5" * 64).encode())
    assert [row.edition for row in doors.campaigns[0].schedule] == ["5" * 64, None]


def test_times_on_the_editions_page_are_the_doors():
    page = (DOCS / "reference" / "editions.md").read_text()
    assert f"at most {replies.PAGE_AGE} seconds" in page
    assert WATCH_EVERY == 0.25
    assert "four times a second" in page


# -- the pages among themselves


@pytest.mark.parametrize("page", pages(), ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page):
    for link in links(page.read_text()):
        target, _, anchor = link.partition("#")
        if not target.startswith(("http:", "https:", "mailto:")):
            path = (page.parent / target).resolve() if target else page
            assert path.exists(), f"{page.relative_to(ROOT)}: {link}"
            assert path.is_relative_to(ROOT)
            assert not anchor or anchor in anchors(path.read_text()), f"{page.relative_to(ROOT)}: {link}"


def test_index_leads_to_every_page():
    index = DOCS / "README.md"
    reached = {(index.parent / link).resolve() for link in links(index.read_text()) if not link.startswith("http")}
    assert {page for page in DOCS.rglob("*.md") if page != index} - reached == set()


@pytest.mark.parametrize("page", pages(), ids=lambda page: str(page.relative_to(ROOT)))
def test_toml_shown_can_be_read(page):
    for block in re.findall(r"^```toml[^\n]*\n(.*?)^```$", page.read_text(), re.MULTILINE | re.DOTALL):
        tomllib.loads(block)


def test_licence_is_whole():
    text = (ROOT / "LICENSE").read_text()
    assert text.startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2\n")
    assert re.findall(r"^(\d+)\.", text, re.MULTILINE) == [str(number) for number in range(1, 16)]
    assert "Appendix" in text
    assert "Affero" in text
    with (ROOT / "pyproject.toml").open("rb") as file:
        assert tomllib.load(file)["project"]["license"] == "EUPL-1.2"
