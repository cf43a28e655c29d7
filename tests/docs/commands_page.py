"""Writes docs/reference/commands.md from the commands themselves: `python -m tests.docs.commands_page`."""

import inspect
from collections.abc import Iterator
from pathlib import Path

import click

from unisono.cli.main import main

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "commands.md"
HEAD = """# Commands

Made from the commands themselves (`python -m tests.docs.commands_page`); `--help` behind any of them says the same.

What holds for all:

- Everything is written under `UNISONO_HOME` (default: the folder `var` where you stand); [settings](settings.md) \
are read from `UNISONO_HOME/settings.env` and the environment, which wins.
- `CAMPAIGN` is the short name of a campaign, its `slug`.
- The exit status is 0 if the command did what it says, 1 if it could not or found faults, 2 if it was not understood; \
3 if a pack was taken in and conflicts are left.
- What a command found goes to standard output, progress and refusals to standard error. \
`--json` prints one JSON document for machines.
"""


def commands(group: click.Command = main, path: tuple[str, ...] = ("unisono",)) -> Iterator[tuple[str, click.Command]]:
    """Yield every command that does something, with the words that call it, in the order of `--help`."""
    if not isinstance(group, click.Group):
        yield " ".join(path), group
        return
    context = click.Context(group)
    for name in group.list_commands(context):
        found = group.get_command(context, name)
        assert found is not None
        yield from commands(found, (*path, name))


def section(words: str, command: click.Command) -> str:
    """Return what the page says of one command."""
    arguments = [_argument(one) for one in command.params if isinstance(one, click.Argument)]
    options = [one for one in command.params if isinstance(one, click.Option) and not one.hidden]
    lines = [
        f"## `{words}`",
        "",
        "```sh",
        " ".join([words, *(["[OPTIONS]"] if options else []), *arguments]),
        "```",
        "",
    ]
    lines += [inspect.cleandoc(command.help or "").replace("\n", " "), ""]
    if options:
        lines += ["| option | what it does |", "|---|---|", *map(_row, options), ""]
    return "\n".join(lines)


def _argument(one: click.Argument) -> str:
    name = one.metavar or (one.name or "").upper()
    name = f"{name}…" if one.nargs == -1 else name
    return name if one.required else f"[{name}]"


def _row(one: click.Option) -> str:
    value = "" if one.is_flag else f" {one.name.upper() if one.type.name == 'choice' else one.type.name.upper()}"
    default = f" Default: `{one.default}`." if one.show_default else ""
    needed = " Required." if one.required else ""
    return f"| `{', '.join(one.opts)}{value}` | {one.help or ''}{needed}{default} |"


def written() -> str:
    """Return the whole page."""
    return "\n".join([HEAD, *(section(*one) for one in commands())]).rstrip() + "\n"


if __name__ == "__main__":
    PAGE.write_text(written())
