"""The database itself refuses to change or remove what is in the ledger."""

from django.db import migrations

from unisono.base.append_only import append_only


class Migration(migrations.Migration):
    """Triggers, one pair an engine."""

    dependencies = [("ledger", "0001_initial")]
    operations = [
        append_only("ledger_entry", "the ledger is append-only: its entries are never changed or removed"),
    ]
