from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from every_record import Filled, fill
from facilitator.db import Store, open_store
from facilitator.db.bundle import Snapshot, snapshot
from facilitator.db.bundle_queries import QUERIES
from facilitator.db.passphrase import Passphrase
from facilitator.exports.tables import TABLES


@pytest.fixture
def filled(tmp_path: Path, blank_of_kind: Path, passphrase: Passphrase | None) -> Iterator[Filled]:
    shutil.copy(blank_of_kind, tmp_path / "record.db")
    it = fill(tmp_path, passphrase)
    yield it
    it.store.close()


def records(record: Snapshot, file: str) -> list[dict[str, Any]]:
    columns, rows = record.rows(file)
    return [dict(zip(columns, row, strict=True)) for piece in rows for row in piece]


def open_again(it: Filled) -> Store:
    return open_store(it.store.path, clock=it.clock, passphrase=it.store.passphrase)


def everything(it: Filled, **scope: str | None) -> Any:
    return snapshot(it.store, **({"partnership_id": None, "meeting_id": None} | scope), everything=True)


def shareable(it: Filled, **scope: str | None) -> Any:
    return snapshot(it.store, **({"partnership_id": None, "meeting_id": None} | scope), everything=False)


def test_every_file_of_the_bundle_has_its_select_with_the_columns_it_needs(filled: Filled) -> None:
    assert [table.name for table in TABLES] == sorted(QUERIES, key=[table.name for table in TABLES].index)
    with everything(filled) as record:
        for table in TABLES:
            columns, rows = record.rows(table.name)
            assert list(rows), f"no {table.name} to test with"
            for column in table.columns:
                assert (f"{column.whose}_person_id" if column.whose else column.name) in columns
            for whose in {column.whose or column.if_named for column in table.columns} - {""}:
                first = columns.index(f"{whose}_person_id")
                assert columns[first : first + 4] == tuple(
                    f"{whose}_{part}" for part in ("person_id", "organisation_id", "group", "text")
                )


def test_what_is_written_meanwhile_is_neither_seen_nor_held_up(filled: Filled) -> None:
    with everything(filled) as record, open_again(filled) as other:
        _, rows = record.rows("notes")
        first = next(rows)
        with other.write("a line"):
            other.notes.add(filled["running"], filled["listen"], "note", "written meanwhile")
        texts = [row[5] for piece in (first, *rows) for row in piece]
    assert "written meanwhile" not in texts
    assert len(texts) == 11


def test_private_lines_and_repair_meetings_are_held_back(filled: Filled) -> None:
    with everything(filled) as all_of_it, shareable(filled) as shared:
        assert all_of_it.lines_held_back() == shared.lines_held_back() == 1 + 7
        assert {note["visibility"] for note in records(shared, "notes")} == {"shared"}
        for table in TABLES:
            text = str(records(shared, table.name))
            assert "HIDDEN" not in text
            assert "SECRET" not in text
        assert [meeting["title"] for meeting in records(shared, "meetings")][-1] == "Repair"
        assert [goal["current"] for goal in records(shared, "goals")] == [86.25, None]
        assert [goal["current"] for goal in records(all_of_it, "goals")] == [99.0, None]


def test_one_partnership(filled: Filled) -> None:
    with everything(filled, partnership_id=filled["other"]) as record:
        held = {table.name: len(records(record, table.name)) for table in TABLES}
    assert {name: count for name, count in held.items() if count and name not in ("groups", "tags")} == {
        "partnerships": 1,
        "people": 1,
        "norms": 1,
        "settings": 1,
    }


def test_one_meeting_takes_only_what_it_touches(filled: Filled) -> None:
    with shareable(filled, partnership_id=filled["p"], meeting_id=filled["running"]) as record:
        assert [row["title"] for row in records(record, "meetings")] == ["Next round"]
        people = {row["id"] for row in records(record, "people")}
        assert people == {filled[name] for name in ("Ana Ruiz", "Tomasz Żółć", "Rosa Quispe", "Carla Mendes")}
        assert {row["id"] for row in records(record, "organisations")} == {filled["School"], filled["Parents"]}
        assert records(record, "goals") == records(record, "actions") == []
    with shareable(filled, partnership_id=filled["p"], meeting_id=filled["closed"]) as record:
        people = {row["id"] for row in records(record, "people")}
        assert filled["José María Peña"] in people  # asked a question
        assert filled["Walter"] not in people
        assert [row["id"] for row in records(record, "goals")] == [filled["goal"]]
        assert len(records(record, "goal_readings")) == 1
        assert [row["number"] for row in records(record, "actions")] == [1, 2, 3]
    with shareable(filled, partnership_id=filled["p"], meeting_id=filled["repair"]) as record:
        assert records(record, "people") == records(record, "attendance") == []


def test_a_running_step_counts_until_its_latest_pause(filled: Filled) -> None:
    """Else the same record would look different every second."""
    filled.clock.move(12.5)
    with everything(filled) as record:
        assert [step["active_seconds"] for step in records(record, "steps")] == [150.25, 0.0, 0.0, 0.0]
    with filled.store.write("pause"):
        filled.store.meetings.close_stretch(filled["running"], filled.clock.at)
    with everything(filled) as record:
        assert [step["active_seconds"] for step in records(record, "steps")] == [150.25, 0.0, 12.5, 0.0]


def test_orders_do_not_depend_on_names(filled: Filled) -> None:
    with everything(filled) as record:
        for file in ("people", "organisations", "notes", "actions", "goals"):
            ids = [row["id"] for row in records(record, file)]
            assert ids == sorted(ids)


def test_the_latest_answer_of_each_scope_counts(filled: Filled) -> None:
    people, today = filled.store.people, date(2026, 12, 3)
    with filled.store.write("answers"):
        people.add_consent(filled["Ana Ruiz"], "notes", "refused", date(2026, 1, 1))
        people.add_consent(filled["Ana Ruiz"], "notes", "given", date(2026, 2, 1))
        people.add_consent(filled["Rosa Quispe"], "attendance", "given", date(2026, 2, 1))
        people.add_consent(filled["Rosa Quispe"], "notes", "withdrawn", date(2026, 2, 1))
        people.add_consent(filled["Lena Frost"], "photo", "refused", date(2026, 2, 1))
        ended = people.add_consent(filled["Walter"], "notes", "given", date(2026, 1, 1))
        filled.store.update("consent", ended, until=date(2026, 12, 2))
        lasting = people.add_consent(filled["Otto Berg"], "notes", "given", date(2026, 1, 1))
        filled.store.update("consent", lasting, until=today)
    with shareable(filled) as record:
        assert record.unwilling(today) == {filled["Rosa Quispe"], filled["Walter"]}
    with filled.store.write("a yes since"):
        people.update_person(filled["Rosa Quispe"], may_be_named="yes")
    with shareable(filled) as record:
        assert record.unwilling(today) == {filled["Walter"]}
    with filled.store.write("not on the list"):
        people.add_consent(filled["Rosa Quispe"], "attendance", "withdrawn", date(2026, 3, 1))
    with shareable(filled) as record:
        assert record.unwilling(today) == {filled["Rosa Quispe"], filled["Walter"]}


def test_whom_the_data_file_knows(filled: Filled) -> None:
    with shareable(filled, partnership_id=filled["other"]) as record:
        assert {person.name for person in record.people()} >= {"Ana Ruiz", "Walter", "Otto Berg"}
        assert {person.group for person in record.people() if person.name == "Ana Ruiz"} == {"school"}
        assert record.people_in_the_bundle() == {filled["Otto Berg"]}
        assert len(record.organisations()) == 4
        assert record.groups()[0].key == "school"
        assert record.names_as_typed() == {"tomaz", "zed; x"}
        assert record.facilitators() == {"Nadia Haddad"}
        assert record.heads()[filled["closed"], "family"] == 7
        assert record.setting("small_number_threshold") == "4"
        assert record.setting("nothing") is None
