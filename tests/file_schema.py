"""What a data file says about its own tables: columns, closed lists, relations and the comments that explain them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from facilitator.db import Store

GOLDEN = Path(__file__).parent / "db" / "schema.golden.txt"
"""The whole schema, as `schema_of` gives it."""

_LINE = re.compile(r"^\s+(?P<name>\w+) (?P<rest>(?:TEXT|INTEGER|REAL|ANY)\b.*?),? -- (?P<meaning>.*)$", re.MULTILINE)
_LIST = re.compile(r"CHECK \((\w+) IN \(([^)]*)\)\)")


@dataclass(frozen=True, slots=True)
class Column:
    """`values` are the texts of a closed list, `refers` the table that the column points to; a flag is 0 or 1."""

    name: str
    type: str
    is_key: bool
    is_required: bool
    refers: str
    values: tuple[str, ...]
    is_flag: bool
    meaning: str


def tables(store: Store) -> dict[str, list[Column]]:
    """Every table of the file, apart from SQLite's own and the list of migrations."""
    found = store.rows(
        "SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
        " AND name <> '_sqlite_migrations'"
    )
    return {name: columns(store, name, sql) for name, sql in found}


def columns(store: Store, table: str, sql: str) -> list[Column]:
    """The columns of a table in their order. A column without a comment fails."""
    written = {match["name"]: match for match in _LINE.finditer(sql)}
    refers = dict(store.rows('SELECT "from", "table" FROM pragma_foreign_key_list(?)', table))
    lists = dict(_LIST.findall(sql))
    return [
        Column(
            name,
            type_,
            bool(key),
            bool(required),
            refers.get(name, ""),
            tuple(re.findall(r"'([^']*)'", lists.get(name, ""))),
            lists.get(name) == "0, 1",
            written[name]["meaning"],
        )
        for name, type_, required, key in store.rows(
            'SELECT name, type, "notnull", pk FROM pragma_table_info(?)', table
        )
    ]


def schema_of(store: Store) -> str:
    """Every statement that made the file, in a stable order."""
    rows = store.rows(
        "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL"
        " ORDER BY type = 'trigger', type = 'view', tbl_name, type DESC, name"
    )
    return "".join(f"-- {kind} {name}\n{sql};\n\n" for kind, name, sql in rows)
