"""The journal: who changed what, and taking it back."""

from __future__ import annotations

import contextlib
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from facilitator.db import Store
from facilitator.db.connection import connect
from facilitator.db.driver import integrity_errors
from facilitator.db.journal import NOT_JOURNALLED
from facilitator.errors import Conflict, Refused
from file_schema import Column, tables
from rows import AT, DAY, ROWS
from support import FixedClock, make_meeting, make_partnership, make_store

KEY = {table: next(iter(row)) for table, row in ROWS.items()}


def fill(store: Store) -> None:
    with store.write("fill"):
        for table, row in ROWS.items():
            store.insert(table, **row)


def journal(store: Store, table: str) -> list[tuple[Any, ...]]:
    """What the newest act wrote down about a table."""
    return store.rows(
        "SELECT op, row, field, old, new FROM change WHERE tbl = ? AND act = (SELECT max(id) FROM act) ORDER BY id",
        table,
    )


def everything(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    """All that is journalled."""
    return {table: store.rows(f"SELECT * FROM {table} ORDER BY 1") for table in ROWS}


def acts(store: Store) -> list[tuple[Any, ...]]:
    return store.rows("SELECT name, kind, origin, meeting_id FROM act ORDER BY id")


def another(column: Column, value: object) -> object:
    """A value the column takes that is not `value`."""
    if column.values:
        return next(choice for choice in column.values if choice not in ("", value))
    if column.is_flag:
        return 0 if value else 1
    if column.type == "INTEGER":
        return 7
    if column.type == "REAL":
        return 7.25
    return {AT: "2027-01-01T00:00:00.000Z", DAY: "2027-01-01"}.get(str(value), "something else")


# What is written down


def test_every_table_is_journalled_or_named_as_not(store: Store) -> None:
    assert set(tables(store)) == set(ROWS) | (NOT_JOURNALLED - {"_sqlite_migrations"})


def test_every_column_is_tried(store: Store) -> None:
    for table, found in tables(store).items():
        if table in ROWS:
            # A person and a head-count exclude each other.
            assert {column.name for column in found} - {"head_count"} == set(ROWS[table])


@pytest.mark.parametrize("table", ROWS)
def test_an_insert_is_one_row_without_values(store: Store, table: str) -> None:
    fill(store)
    assert journal(store, table) == [("insert", ROWS[table][KEY[table]], None, None, None)]


@pytest.mark.parametrize("table", ROWS)
def test_an_update_keeps_each_field_before_and_after(store: Store, table: str) -> None:
    fill(store)
    store._conn.execute("PRAGMA foreign_keys = OFF")  # so that any text will do
    row = ROWS[table]
    for column in tables(store)[table]:
        if column.name == KEY[table] or column.name not in row:
            continue
        old, new = row[column.name], another(column, row[column.name])
        with store.write("change"):
            store.update(table, str(row[KEY[table]]), **{column.name: new})
        assert journal(store, table) == [("update", row[KEY[table]], column.name, old, new)]
        store.undo()
        assert journal(store, table) == [("update", row[KEY[table]], column.name, new, old)]


@pytest.mark.parametrize("table", ROWS)
def test_a_delete_keeps_every_field(store: Store, table: str) -> None:
    fill(store)
    row = ROWS[table]
    before = everything(store)
    store._conn.execute("PRAGMA foreign_keys = OFF")  # so that it can be taken out alone
    with store.write("away"):
        store.delete(table, str(row[KEY[table]]))
    names = [name for (name,) in store.rows("SELECT name FROM pragma_table_info(?)", table)]
    assert journal(store, table) == [("delete", row[KEY[table]], name, row.get(name), None) for name in names]
    store.undo()
    assert everything(store) == before


def test_a_head_count_is_journalled(store: Store) -> None:
    fill(store)
    with store.write("a head-count"):
        row = store.insert("attendance", meeting_id="m", group_key="g", status="present", head_count=12)
    with store.write("more"):
        store.update("attendance", row, head_count=14)
    assert journal(store, "attendance") == [("update", row, "head_count", 12, 14)]


def test_values_keep_their_types(store: Store) -> None:
    fill(store)
    with store.write("a whole number in a column of fractions"):
        store.update("goal", "G", baseline=2, target=None)
    assert journal(store, "goal") == [("update", "G", "baseline", 1.5, 2.0), ("update", "G", "target", 9.5, None)]
    store.undo()
    assert store.row("SELECT baseline, target FROM goal") == (1.5, 9.5)


def test_an_act_says_what_when_where_and_by_whom(store: Store, clock: FixedClock) -> None:
    partnership_id = make_partnership(store)
    clock.forward(minutes=3)
    with store.write("Rename", "the-meeting"):
        store.people.update_partnership(partnership_id, name="Southside Works")
    row = store.row("SELECT name, at, clock, device, origin, meeting_id, kind, is_final, undoes FROM act WHERE id = 2")
    assert row == ("Rename", "2026-11-21T15:03:00.000Z", 2, store.device, "test", "the-meeting", "do", 0, None)


def test_an_act_that_changes_nothing_leaves_no_trace(store: Store) -> None:
    partnership_id = make_partnership(store)
    with store.write("nothing"):
        store.people.update_partnership(partnership_id, name="Northside Works")
    with store.write("less than nothing"):
        pass
    assert [name for name, *_ in acts(store)] == ["a partnership"]


# No act, no write


@pytest.mark.parametrize("table", ROWS)
def test_nothing_writes_around_the_journal(store: Store, table: str) -> None:
    fill(store)
    before = everything(store)
    row = {**ROWS[table], KEY[table]: "new"}
    insert = f"INSERT INTO {table} ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})"
    with contextlib.closing(connect(store.path, create=False, passphrase=store.passphrase)) as raw:
        # What is unique is checked before the trigger: that refuses the second row of such tables.
        with pytest.raises(integrity_errors(), match=r"no act is open|UNIQUE"):
            raw.execute(insert, list(row.values()))
        for statement in (f"UPDATE {table} SET {KEY[table]} = 'other'", f"DELETE FROM {table}"):
            with pytest.raises(integrity_errors(), match="no act is open"):
                raw.execute(statement)
    assert everything(store) == before


def has_shell() -> bool:
    """Whether there is a sqlite3 shell, and one new enough for strict tables."""
    if shutil.which("sqlite3") is None:
        return False
    tried = subprocess.run(["sqlite3", ":memory:", "CREATE TABLE t (x TEXT) STRICT"], capture_output=True, check=False)
    return tried.returncode == 0


@pytest.mark.skipif(not has_shell(), reason="no sqlite3 shell on this machine that knows strict tables")
def test_the_sqlite_shell_cannot_write_around_it_either(store: Store) -> None:
    if store.passphrase is not None:
        pytest.skip("the shell cannot open an encrypted file")
    make_partnership(store)
    shell = ["sqlite3", str(store.path), "UPDATE partnership SET name = 'X'"]
    done = subprocess.run(shell, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "no act is open" in done.stderr
    assert store.value("SELECT name FROM partnership") == "Northside Works"


# Undo and redo, as people expect them


def rename(store: Store, partnership_id: str, name: str, meeting_id: str | None = None) -> None:
    with store.write(f"call it {name}", meeting_id):
        store.people.update_partnership(partnership_id, name=name)


def name_of(store: Store) -> str:
    return str(store.value("SELECT name FROM partnership"))


def test_undo_goes_back_step_by_step_and_redo_forward_again(store: Store) -> None:
    partnership_id = make_partnership(store)
    for name in "ABC":
        rename(store, partnership_id, name)
    seen = []
    for turn in "uuuruurrr":
        what = store.undo() if turn == "u" else store.redo()
        seen.append((what, name_of(store)))
    a, b, c = "call it A", "call it B", "call it C"
    assert seen == [
        (c, "B"), (b, "A"), (a, "Northside Works"), (a, "A"), (a, "Northside Works"), ("a partnership", "None"),
        ("a partnership", "Northside Works"), (a, "A"), (b, "B"),
    ]  # fmt: skip


def test_a_new_act_ends_redo(store: Store) -> None:
    partnership_id = make_partnership(store)
    rename(store, partnership_id, "A")
    rename(store, partnership_id, "B")
    store.undo()
    rename(store, partnership_id, "C")
    with pytest.raises(Refused, match="nothing to redo"):
        store.redo()
    assert store.undo() == "call it C"
    assert store.undo() == "call it A"
    assert store.redo() == "call it A"
    assert store.redo() == "call it C"
    with pytest.raises(Refused):
        store.redo()


def test_with_nothing_done_there_is_nothing_to_undo(store: Store) -> None:
    with pytest.raises(Refused, match="nothing to undo"):
        store.undo()
    with pytest.raises(Refused, match="nothing to redo"):
        store.redo()


def test_undo_takes_back_what_this_screen_did(store: Store, other: Store) -> None:
    partnership_id = make_partnership(store)
    rename(store, partnership_id, "mine")
    with other.write("theirs"):
        other.people.update_partnership(partnership_id, vision="theirs")
    assert store.undo() == "call it mine"
    assert store.row("SELECT name, vision FROM partnership") == ("Northside Works", "theirs")
    assert other.undo() == "theirs"


def test_undo_goes_on_after_a_restart(store: Store, tmp_path: Path, clock: FixedClock) -> None:
    rename(store, make_partnership(store), "A")
    store.close()
    with make_store(tmp_path, clock, passphrase=store.passphrase) as again:
        assert again.undo() == "call it A"
    with make_store(tmp_path, clock, passphrase=store.passphrase) as store:
        assert store.redo() == "call it A"
        assert name_of(store) == "A"


def test_undo_keeps_to_one_meeting_when_asked(store: Store) -> None:
    partnership_id = make_partnership(store)
    rename(store, partnership_id, "A", "first")
    with store.write("vision", "second"):
        store.people.update_partnership(partnership_id, vision="B")
    assert store.undo("first") == "call it A"
    assert store.value("SELECT vision FROM partnership") == "B"
    with pytest.raises(Refused):
        store.undo("first")
    assert store.redo("first") == "call it A"
    assert store.undo() == "call it A"
    assert store.undo() == "vision"


def test_an_undo_is_an_act_of_the_meeting_it_undoes(store: Store) -> None:
    rename(store, make_partnership(store), "A", "first")
    store.undo()
    store.redo()
    assert acts(store)[1:] == [("call it A", kind, "test", "first") for kind in ("do", "undo", "redo")]
    assert store.rows("SELECT id, undoes, undone_by FROM act WHERE id > 1") == [(2, None, 3), (3, 2, 4), (4, 3, None)]


def test_what_somebody_else_changed_since_is_not_overwritten(store: Store, other: Store) -> None:
    partnership_id = make_partnership(store)
    rename(store, partnership_id, "mine")
    rename(other, partnership_id, "theirs")
    with pytest.raises(Conflict):
        store.undo()
    assert name_of(store) == "theirs"
    other.undo()
    assert store.undo() == "call it mine"


def test_a_record_others_added_to_is_not_taken_away(store: Store, other: Store) -> None:
    partnership_id = make_partnership(store)
    with store.write("a goal"):
        goal_id = store.goals.add(partnership_id, "Raise attendance")
    with other.write("a reading"):
        other.goals.add_reading(goal_id, FixedClock().now().date(), 84.0)
    with pytest.raises(Conflict, match="another record"):
        store.undo()
    assert store.goals.get(goal_id) is not None


def test_a_record_others_changed_is_not_taken_away(store: Store, other: Store) -> None:
    partnership_id = make_partnership(store)
    with store.write("a goal"):
        goal_id = store.goals.add(partnership_id, "Raise attendance")
    with other.write("why"):
        other.goals.update(goal_id, why="because")
    with pytest.raises(Conflict, match="why"):
        store.undo()


def test_a_record_whose_place_is_taken_is_not_brought_back(store: Store, other: Store) -> None:
    with store.write("a group"):
        store.people.add_group("parents", "parent", "parents")
    with store.write("away"):
        store.delete("stakeholder_group", "parents")
    with other.write("the same group"):
        other.people.add_group("parents", "parent or guardian", "parents")
    with pytest.raises(Conflict, match="in its place"):
        store.undo()
    assert store.value("SELECT label FROM stakeholder_group WHERE key = 'parents'") == "parent or guardian"


def test_a_conflict_leaves_the_record_and_the_journal_as_they_were(store: Store, other: Store) -> None:
    partnership_id = make_partnership(store)
    rename(store, partnership_id, "mine")
    rename(other, partnership_id, "theirs")
    before, done = everything(store), acts(store)
    with pytest.raises(Conflict):
        store.undo()
    assert (everything(store), acts(store)) == (before, done)


def test_a_final_act_cannot_be_taken_back(store: Store) -> None:
    partnership_id = make_partnership(store)
    with store.write("for good", final=True):
        store.people.update_partnership(partnership_id, name="A")
    with pytest.raises(Refused, match="for good"):
        store.undo()
    assert name_of(store) == "A"


def test_an_act_with_a_final_part_is_final(store: Store) -> None:
    partnership_id = make_partnership(store)
    with store.write("outer"), store.write("inner", final=True):
        store.people.update_partnership(partnership_id, name="A")
    with pytest.raises(Refused, match="outer"):
        store.undo()


def test_a_part_that_fails_is_taken_back_alone(store: Store) -> None:
    partnership_id = make_partnership(store)
    with store.write("outer"):
        store.people.update_partnership(partnership_id, name="A")
        with contextlib.suppress(Refused), store.write("inner", final=True):
            store.people.update_partnership(partnership_id, vision="lost")
            raise Refused("no")
    assert store.row("SELECT name, vision <> 'lost' FROM partnership") == ("A", 1)
    assert store.undo() == "outer"


def test_an_act_that_fails_leaves_nothing(store: Store) -> None:
    partnership_id = make_partnership(store)
    with contextlib.suppress(Refused), store.write("outer"):
        store.people.update_partnership(partnership_id, name="A")
        raise Refused("no")
    assert name_of(store) == "Northside Works"
    assert [name for name, *_ in acts(store)] == ["a partnership"]
    rename(store, partnership_id, "B")


def test_a_row_put_in_changed_and_taken_out_in_one_act(store: Store) -> None:
    partnership_id = make_partnership(store)
    before = everything(store)
    with store.write("back and forth"):
        norm = store.people.add_norm(partnership_id, "one at a time", FixedClock().now().date())
        store.update("norm", norm, text="one person at a time")
        store.delete("norm", norm)
        store.people.update_partnership(partnership_id, name="A")
        store.people.update_partnership(partnership_id, name="B")
    after = everything(store)
    store.undo()
    assert everything(store) == before
    store.redo()
    assert everything(store) == after


def test_a_whole_partnership_can_be_taken_back_and_brought_again(store: Store) -> None:
    """Also when a screen was open and numbers were given, which is kept outside the journal."""
    start = everything(store)
    meeting = make_meeting(store)
    with store.write("a promise"):
        store.actions.add(meeting.partnership_id, "send the map")
    store.drafts.seen(meeting.id, store.now())
    end = everything(store)
    for _ in range(3):
        store.undo()
    assert everything(store) == start
    for _ in range(3):
        store.redo()
    assert everything(store) == end
    with store.write("another promise"):
        store.actions.add(meeting.partnership_id, "print the map")
    assert [action.number for action in store.actions.all()] == [1, 2]


# Who spoke is forgotten


def count_a_turn(store: Store, meeting_id: str, step_id: str) -> str:
    person = store.people.people()[0]
    with store.write("a turn", meeting_id):
        store.meetings.add_turn(meeting_id, step_id, "school", person.id)
        found = store.meetings.attendee(meeting_id, person.id)
        assert found is not None
        store.meetings.update_attendance(found[0], heard=True)
    return person.id


def test_who_spoke_is_taken_out_of_the_journal_of_that_meeting_alone(store: Store) -> None:
    one = make_meeting(store)
    two = make_meeting(store, one.partnership_id)
    for meeting in (one, two):
        step = store.meetings.steps(meeting.id)[0]
        count_a_turn(store, meeting.id, step.id)
        count_a_turn(store, meeting.id, step.id)
        store.undo(meeting.id)
    with store.write("close", one.id, final=True):
        store.meetings.forget_who_spoke(one.id)
    assert [(group, person, turns) for _, group, person, turns in store.meetings.turns(one.id)] == [("school", None, 1)]
    kept = store.rows(
        "SELECT DISTINCT tbl, row FROM change WHERE tbl IN ('turn', 'attendance') AND field IN ('person_id', 'heard')"
    )
    of_two = {row for (row,) in store.rows("SELECT id FROM attendance WHERE meeting_id = ?", two.id)}
    undone = store.value("SELECT row FROM change WHERE tbl = 'turn' AND field = 'meeting_id' AND old = ?", two.id)
    assert {row for _, row in kept} <= of_two | {undone}
    assert ("turn", undone) in kept
    assert store.undo(two.id) == "a turn"
    assert not any(attendee.heard for attendee in store.meetings.attendance(two.id))
