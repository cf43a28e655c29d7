"""The database itself refuses to change or remove a published version of the statement."""

from django.db import migrations

from unisono.base.append_only import append_only


class Migration(migrations.Migration):
    """Triggers, one pair an engine."""

    dependencies = [("words", "0001_initial")]
    operations = [
        append_only("words_statementversion", "a published version of the statement is never changed or removed"),
    ]
