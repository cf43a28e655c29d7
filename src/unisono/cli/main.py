"""`unisono`: the one command. Each command's module is loaded when the command is asked for."""

import importlib

import click

COMMANDS = {
    "demo": "unisono.cli.demo",
    "serve": "unisono.cli.processes",
    "worker": "unisono.cli.processes",
    "doctor": "unisono.cli.doctor",
    "pack": "unisono.cli.pack",
    "po": "unisono.cli.po",
    "kit": "unisono.cli.kit",
    "freeze": "unisono.cli.editions",
    "open": "unisono.cli.editions",
    "rollback": "unisono.cli.editions",
    "edition": "unisono.cli.editions",
    "counts": "unisono.cli.counts",
    "people": "unisono.cli.people",
    "manage": "unisono.cli.processes",
}


class Commands(click.Group):
    """Commands in the order in which a campaign needs them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in our order, not the alphabet's."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """Load the module of a command; None for an unknown name, so that click can say what is near."""
        if name not in COMMANDS:
            return None
        module = importlib.import_module(COMMANDS[name])
        command: click.Command = getattr(module, f"{name}_command")
        return command


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="unisono", message="%(version)s")
def main() -> None:
    """Open one campaign everywhere at once.

    \b
    A first look:         unisono demo
    Your own campaign:    unisono pack new my-campaign --from-statement statement.txt
                          unisono pack check my-campaign
                          unisono pack import my-campaign
                          unisono freeze my-campaign
                          unisono open my-campaign
                          unisono serve
    """


if __name__ == "__main__":
    main()
