"""An import reads a whole campaign, decides, and writes: nobody may write in between."""

import time

from django.apps import apps
from django.db import OperationalError, connection, transaction

#: Seconds for which an import waits for those who are writing, before it simply stands in line.
PATIENCE = 20.0
PAUSE = 0.05
#: Rooms whose tables hold what a pack holds; the editor's drafts lie in one of its own.
ROOMS = ("campaigns", "coalition", "facts", "kit", "languages", "media", "press", "words")


def hold_writers() -> None:
    """Let whoever saves something wait until the end of this transaction: they come before the import, or after it.

    SQLite has one writer at a time anyway. PostgreSQL is asked for all tables at once, again and again: waiting for
    one while holding another could make two wait for each other.
    """
    if connection.vendor != "postgresql":
        return
    names = ", ".join(connection.ops.quote_name(name) for name in _tables())
    deadline = time.monotonic() + PATIENCE
    while True:
        is_patient = time.monotonic() < deadline
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                # The names are those of our own tables.
                cursor.execute(f"LOCK TABLE {names} IN SHARE ROW EXCLUSIVE MODE{' NOWAIT' if is_patient else ''}")
            return
        except OperationalError:
            if not is_patient:
                raise
            time.sleep(PAUSE)


def _tables() -> list[str]:
    found = {
        model._meta.db_table
        for room in ROOMS
        for model in apps.get_app_config(room).get_models(include_auto_created=True)
        if not model._meta.proxy
    }
    return sorted([*found, "wagtailcore_revision"])
