"""Put a current SQLite in the place of Python's own, before anybody imports it.

SQLite before 3.51.3 has a rare corruption bug in WAL mode, and two SQLite libraries in one process
drop each other's locks: so there is one, the newer, everywhere. Import this module first.
"""

import sys

import pysqlite3
import pysqlite3.dbapi2

sys.modules["sqlite3"] = pysqlite3
sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2
