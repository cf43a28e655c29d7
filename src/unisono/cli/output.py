"""How commands speak: tables and progress for people, JSON for machines, faults on standard error."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

console = Console(highlight=False)
errors = Console(stderr=True, highlight=False)


class Refused(click.ClickException):
    """A command that could not do what was asked; exit status 1."""

    def show(self, file: object = None) -> None:
        """Print the message without decoration, so that it can be copied."""
        print(self.format_message(), file=sys.stderr)


def say(text: str) -> None:
    """Print one line for people."""
    console.print(text, markup=False, soft_wrap=True)


def as_json(value: object) -> None:
    """Print one JSON document for machines."""
    print(json.dumps(value, ensure_ascii=False, indent=2, default=str))


@contextmanager
def progress_bars(quiet: bool = False) -> Iterator[Callable[[str, int, int], None]]:
    """Show a bar for each step; yields `progress(what, done, of)`."""
    columns = (TextColumn("{task.description:>24}"), BarColumn(), TextColumn("{task.completed}/{task.total}"))
    with Progress(*columns, TimeElapsedColumn(), console=errors, disable=quiet) as bars:
        tasks: dict[str, object] = {}

        def progress(what: str, done: int, of: int) -> None:
            if what not in tasks:
                tasks[what] = bars.add_task(what, total=of)
            bars.update(tasks[what], completed=done, total=of)

        yield progress
