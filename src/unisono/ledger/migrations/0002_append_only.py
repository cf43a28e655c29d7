"""The database itself refuses to change or remove what is in the ledger."""

from django.db import migrations

REFUSED = "the ledger is append-only: its entries are never changed or removed"

SQLITE = (
    f"""CREATE TRIGGER ledger_entry_no_update BEFORE UPDATE ON ledger_entry
        BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END""",
    f"""CREATE TRIGGER ledger_entry_no_delete BEFORE DELETE ON ledger_entry
        BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END""",
)
POSTGRESQL = (
    f"""CREATE FUNCTION ledger_entry_refuse() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION '{REFUSED}' USING ERRCODE = 'integrity_constraint_violation'; END $$""",
    """CREATE TRIGGER ledger_entry_append_only BEFORE UPDATE OR DELETE ON ledger_entry
        FOR EACH ROW EXECUTE FUNCTION ledger_entry_refuse()""",
)
SQLITE_BACK = ("DROP TRIGGER ledger_entry_no_update", "DROP TRIGGER ledger_entry_no_delete")
POSTGRESQL_BACK = ("DROP TRIGGER ledger_entry_append_only ON ledger_entry", "DROP FUNCTION ledger_entry_refuse()")


def _run(editor, sqlite, postgresql):
    statements = {"sqlite": sqlite, "postgresql": postgresql}[editor.connection.vendor]
    for statement in statements:
        editor.execute(statement)


def refuse(apps, editor):
    """Add the triggers."""
    _run(editor, SQLITE, POSTGRESQL)


def allow(apps, editor):
    """Take the triggers away again."""
    _run(editor, SQLITE_BACK, POSTGRESQL_BACK)


class Migration(migrations.Migration):
    """Triggers, one pair an engine."""

    dependencies = [("ledger", "0001_initial")]
    operations = [migrations.RunPython(refuse, allow)]
