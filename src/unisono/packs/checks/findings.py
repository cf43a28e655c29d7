"""Gathers what the checks find: each fault at its place."""

from collections.abc import Mapping
from contextlib import suppress
from functools import cached_property

from unisono.base.said import Said
from unisono.packs.checks.places import Places
from unisono.packs.document import Pack
from unisono.packs.faults import Fault


class Findings:
    """The pack that is checked, its places, and the faults found so far."""

    def __init__(self, pack: Pack, files: Mapping[str, bytes]) -> None:
        self.pack, self.files, self.places = pack, files, Places(files)
        self.faults: list[Fault] = []

    @cached_property
    def theme_folder(self) -> str:
        """The folder in which the theme's own files lie for the engine; "" where there are none, or where one of
        them must not even be read."""
        from unisono.kit.theme_faults import file_faults
        from unisono.kit.themes import laid_out_for_now

        return "" if file_faults(self.pack.theme) else laid_out_for_now(self.pack.theme)

    @cached_property
    def designs(self) -> tuple[str, ...]:
        """The designs that cards may have: ours, and those of the theme whose tables can be read."""
        from unisono.kit.engine import DesignFault, design_names, design_table

        found = []
        for name in design_names(self.theme_folder):
            with suppress(DesignFault):
                design_table(name, self.theme_folder)
                found.append(name)
        return tuple(found)

    def error(self, place: tuple[str, int], what: Said, mend: Said) -> None:
        """Note what stops an import."""
        self.faults.append(Fault(*place, what, mend))

    def gap(self, place: tuple[str, int], what: Said, mend: Said) -> None:
        """Note what is still missing."""
        self.faults.append(Fault(*place, what, mend, "gap"))

    def at(self, file: str, *path: str | int) -> tuple[str, int]:
        """Return the place of a key of a TOML file."""
        return file, self.places.file(file).line(*path)

    def row(self, file: str, table: str, key: str, field: str = "") -> tuple[str, int]:
        """Return the place of the row of `table` with this key, or of one field of it."""
        return file, self.places.file(file).row(table, key, field)

    def organisation(self, key: str) -> tuple[str, int]:
        """Return the place of a row of `organisations.csv`."""
        return "organisations.csv", self.places.file("organisations.csv").csv_lines.get(key, 0)

    def link(self, code: str) -> tuple[str, int]:
        """Return the place of a row of `links.csv`."""
        return "links.csv", self.places.file("links.csv").csv_lines.get(code, 0)

    def keys(self, file: str, table: str) -> list[str]:
        """Return the keys of all rows of a table, also of those that could not be read: one fault is enough."""
        rows = self.places.file(file).table.get(table, [])
        return [str(row.get("key")) for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
