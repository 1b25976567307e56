"""docs/file-format.md says exactly what a new data file holds, and its questions can be asked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from facilitator.db import Store
from facilitator.db.journal import NOT_JOURNALLED
from facilitator.db.schema import APPLICATION_ID, VERSION
from file_schema import Column, tables
from rows import ROWS
from support import make_store

DOC = (Path(__file__).parents[2] / "docs" / "file-format.md").read_text(encoding="utf-8")
TYPES = {"TEXT": "text", "INTEGER": "whole number", "REAL": "number", "ANY": "any"}
QUESTIONS = re.findall(r"```sql\n(.*?)```", DOC, re.DOTALL)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with make_store(tmp_path_factory.mktemp("doc")) as opened:
        with opened.write("one of each"):
            for table, row in ROWS.items():
                opened.insert(table, **row)
        yield opened


def section(title: str) -> str:
    """What stands under a heading of the second level."""
    return DOC.split(f"\n## {title}\n", 1)[1].split("\n## ", 1)[0]


def table_rows(text: str) -> list[list[str]]:
    """The cells of a table, without its head."""
    lines = [line for line in text.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def documented() -> dict[str, list[list[str]]]:
    found = {}
    for part in DOC.split("\n### ")[1:]:
        name, _, text = part.partition("\n")
        found[name.strip("`")] = table_rows(text.split("\n## ", 1)[0])
    return found


def may_be(column: Column) -> str:
    words = ["key"] if column.is_key else []
    words += [f"→ `{column.refers}`"] if column.refers else []
    words += [" ".join(f"`{value}`" for value in column.values if value)] if column.values else []
    words += ["0 or 1"] if column.is_flag else []
    words += ["or empty"] if "" in column.values or not (column.is_required or column.is_key) else []
    return ", ".join(words)


def test_every_table_is_described_once_and_no_other(store: Store) -> None:
    assert sorted(re.findall(r"\n### `(\w+)`\n", DOC)) == sorted(tables(store))


def test_every_column_is_described_as_the_file_itself_does(store: Store) -> None:
    for table, columns in tables(store).items():
        assert documented()[table] == [
            [f"`{column.name}`", TYPES[column.type], may_be(column), column.meaning] for column in columns
        ]


def test_every_view_is_described(store: Store) -> None:
    views = [name for (name,) in store.rows("SELECT name FROM sqlite_master WHERE type = 'view' ORDER BY rowid")]
    described = {view.strip("`"): columns for view, columns, _ in table_rows(section("Views"))}
    assert list(described) == views
    for view, columns in described.items():
        names = [name for (name,) in store.rows("SELECT name FROM pragma_table_info(?)", view)]
        assert columns == " ".join(f"`{name}`" for name in names)


def test_what_is_not_journalled_is_said(store: Store) -> None:
    outside = set(re.findall(r"\n### `(\w+)`\n", section("Outside the record") + section("The journal")))
    assert outside == NOT_JOURNALLED - {"_sqlite_migrations"}


def test_the_head_of_the_file_is_said() -> None:
    assert f"0x{APPLICATION_ID:08x}" in DOC
    assert f"the version of this description: **{VERSION}**" in DOC


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_question_can_be_asked(store: Store, question: str) -> None:
    store.rows(question)


def test_the_questions_find_what_they_are_about(store: Store) -> None:
    with store.write("another name"):
        store.meetings.update("m", title="Spring check-in")
        store.notes.delete("parked", "k")
    answers = [store.rows(question) for question in QUESTIONS]
    assert len(answers) == 7
    assert [row[2:] for row in answers[0]] == [("T", "Spring check-in")]
    assert answers[1] == [("S", "on_track")]
    assert ("parked", "text", "T") in [row[2:] for row in answers[2]]
    assert answers[4:] == [
        [("O", 1, 0)],
        [("Spring check-in", 1, "T", 5, 0.0)],
        [(1, "T", "g", "g")],
    ]
