"""Tables that only grow: the database itself refuses to change or remove their rows, whichever door asks."""

from collections.abc import Mapping
from typing import Any

from django.db import migrations


def append_only(table: str, refused: str) -> migrations.RunPython:
    """Return the migration step that lets `table` only grow; `refused` (without quotation marks) says why.

    On SQLite a later migration that makes the table anew drops the triggers: it must add this step again.
    """
    sqlite = (
        f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} BEGIN SELECT RAISE(ABORT, '{refused}'); END",
        f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} BEGIN SELECT RAISE(ABORT, '{refused}'); END",
    )
    postgresql = (
        f"""CREATE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN RAISE EXCEPTION '{refused}' USING ERRCODE = 'integrity_constraint_violation'; END $$""",
        f"""CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}
            FOR EACH ROW EXECUTE FUNCTION {table}_refuse()""",
    )
    back = {
        "sqlite": (f"DROP TRIGGER {table}_no_update", f"DROP TRIGGER {table}_no_delete"),
        "postgresql": (f"DROP TRIGGER {table}_append_only ON {table}", f"DROP FUNCTION {table}_refuse()"),
    }
    there = {"sqlite": sqlite, "postgresql": postgresql}

    def run(editor: Any, statements: Mapping[str, tuple[str, ...]]) -> None:
        for statement in statements[editor.connection.vendor]:
            editor.execute(statement)

    return migrations.RunPython(lambda apps, editor: run(editor, there), lambda apps, editor: run(editor, back))
