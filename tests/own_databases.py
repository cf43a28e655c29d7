"""A database of a test's own, for tests that need several processes or connections at once."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def own_database(home: Path, name: str) -> Iterator[str]:
    """The address of an empty database: a file, or one on the PostgreSQL that the tests use."""
    given = os.environ.get("UNISONO_DATABASE", "")
    if not given.startswith("postgres"):
        yield f"sqlite:///{home}/unisono.sqlite3"
        return
    import psycopg

    name = f"unisono_{name}_{os.getpid()}"
    with psycopg.connect(given, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        try:
            yield re.sub(r"/[^/]*$", f"/{name}", given)
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")
