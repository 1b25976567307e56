"""What the newest data file looks like, and how an older one becomes it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from facilitator.db.driver import sqlite3
from facilitator.db.journal import trigger_statements

if TYPE_CHECKING:
    from sqlite_utils import Database, Migrations

APPLICATION_ID = 0x66616369
"""`faci` in SQLite's header: the file is ours."""

ENCRYPTED_MARK = b"\x8efac"
"""The first bytes of an encrypted data file, whose head nobody can read. No text in UTF-8 begins with 0x8e."""

VERSION = 2
"""The schema this program writes, kept in `user_version`."""

GROUPS = (
    ("school", "school", "schools"),
    ("educator", "educator", "educators"),
    ("student", "student", "students"),
    ("family", "family", "families"),
    ("business", "business", "businesses"),
    ("nonprofit", "nonprofit", "nonprofits"),
    ("community", "community organisation", "community organisations"),
    ("government", "government", "government"),
    ("civic", "civic group", "civic groups"),
    ("health", "health provider", "health providers"),
    ("university", "university", "universities"),
    ("cultural", "cultural institution", "cultural institutions"),
    ("leader", "community leader", "community leaders"),
    ("volunteer", "volunteer", "volunteers"),
    ("resident", "resident", "residents"),
    ("media", "media", "media"),
)
"""Seeded stakeholder groups (practice S047): key, label, plural."""

TAGS = ("success", "concern", "idea", "need", "strength")
"""Seeded tags."""


def migrations() -> Migrations:
    """The changes of the schema, oldest first; one function a change, never edited after a release."""
    from importlib.resources import files

    from sqlite_utils import Migrations

    steps = Migrations("facilitator")

    def run(db: Database, script: str) -> None:
        for statement in statements(files(__package__).joinpath(script).read_text("utf-8")):
            db.execute(statement)

    @steps()
    def m001_first(db: Database) -> None:
        run(db, "schema_001.sql")
        for position, (key, label, plural) in enumerate(GROUPS, start=1):
            db.execute(
                "INSERT INTO stakeholder_group (key, label, plural, position, is_family, is_student)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                [key, label, plural, position, key == "family", key == "student"],
            )
        for position, key in enumerate(TAGS, start=1):
            db.execute("INSERT INTO tag (key, label, position) VALUES (?, ?, ?)", [key, key, position])

    @steps()
    def m002_screens(db: Database) -> None:
        run(db, "schema_002.sql")

    return steps


def migrate(conn: sqlite3.Connection) -> None:
    """Brings the file to `VERSION` in one transaction: the old schema or the new one, never between."""
    from sqlite_utils import Database

    db = Database(conn, strict=True, execute_plugins=False)
    conn.execute("BEGIN IMMEDIATE")
    try:
        migrations().apply(db)
        for statement in trigger_statements(conn):
            conn.execute(statement)
        conn.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        conn.execute(f"PRAGMA user_version = {VERSION}")
        conn.execute("COMMIT")
    except BaseException:
        if conn.in_transaction:
            conn.execute("ROLLBACK")
        raise


def statements(script: str) -> Iterator[str]:
    """The statements of an SQL script, one by one."""
    pending = ""
    for line in script.splitlines(keepends=True):
        pending += line
        if sqlite3.complete_statement(pending):
            yield pending.strip()
            pending = ""
