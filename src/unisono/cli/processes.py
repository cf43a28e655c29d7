"""`unisono serve | worker | manage`: the running processes, and Django's own commands."""

import os
import sys

import click

from unisono.cli.environment import read_settings_file, start_django


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on (0.0.0.0: all).")
@click.option("--port", default=8000, show_default=True, help="Port to listen on.")
def serve_command(host: str, port: int) -> None:
    """Run door, web and worker until Ctrl-C."""
    read_settings_file()
    prepare_to_serve()
    become_server(host, port)


def prepare_to_serve() -> None:
    """Bring database and public folder up to date; starts Django for that."""
    from django.core.management import call_command

    home = start_django()
    call_command("migrate", verbosity=0, interactive=False)
    from unisono.launch.doors import write_doors
    from unisono.launch.standing import write_standing_pages

    (home.root / "static").mkdir(exist_ok=True)
    write_standing_pages(home)
    write_doors(home)


def become_server(host: str, port: int) -> None:
    """Replace this process by the supervisor, so that nothing of Django stays in memory."""
    sys.stdout.flush()
    sys.stderr.flush()
    command = [sys.executable, "-m", "unisono.cli.serve", "--host", host, "--port", str(port)]
    os.execv(sys.executable, command)  # noqa: S606  our own interpreter, no shell


@click.command("worker")
def worker_command() -> None:
    """Run the worker alone: background tasks, freezes."""
    start_django()
    from unisono.base.tasks import run_worker

    if run_worker():
        os.execv(sys.executable, [sys.executable, "-m", "unisono.cli.main", "worker"])  # noqa: S606  our own interpreter


@click.command("manage", context_settings={"ignore_unknown_options": True, "help_option_names": []})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def manage_command(arguments: tuple[str, ...]) -> None:
    """Run one of Django's own commands."""
    start_django()
    from django.core.management import execute_from_command_line

    execute_from_command_line(["unisono manage", *arguments])
