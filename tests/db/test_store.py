from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from facilitator.db import Store
from facilitator.errors import Conflict, DiskTrouble, FileTrouble, Refused
from support import NOW, FixedClock, make_meeting, make_partnership, make_store


def notes(store: Store) -> list[str]:
    return [text for (text,) in store.rows("SELECT text FROM norm ORDER BY id")]


def agree(store: Store, text: str) -> None:
    with store.write(f"agree {text}"):
        store.people.add_norm(store.people.partnerships()[0].id, text, NOW.date())


# Reading


def test_reads_give_all_the_first_or_a_cell(store: Store) -> None:
    assert store.rows("SELECT key FROM tag WHERE position < ? ORDER BY position", 3) == [("success",), ("concern",)]
    assert store.row("SELECT key, position FROM tag ORDER BY position") == ("success", 1)
    assert store.value("SELECT count(*) FROM tag") == 5
    assert store.row("SELECT 1 WHERE 0") is None
    assert store.value("SELECT 1 WHERE 0") is None


def test_values_are_kept_as_the_file_holds_them(store: Store) -> None:
    lisbon_summer = timezone(timedelta(hours=1))
    assert store.row("SELECT ?, ?, ?", datetime(2026, 7, 1, 9, 30, tzinfo=lisbon_summer), date(2026, 7, 1), True) == (
        "2026-07-01T08:30:00.000Z",
        "2026-07-01",
        1,
    )
    with pytest.raises(TypeError, match="tuple"):
        store.rows("SELECT ?", (1, 2))


def test_a_mistaken_question_is_told_in_words(store: Store) -> None:
    with pytest.raises(FileTrouble, match="no such table"):
        store.rows("SELECT * FROM nowhere")


def test_sqlite_utils_sees_the_same_connection(store: Store) -> None:
    with store.write("a partnership"):
        make_partnership(store)
        assert [row["name"] for row in store.database["partnership"].rows] == ["Northside Works"]


# Writing


def test_an_insert_makes_an_id_and_gives_it_back(store: Store) -> None:
    with store.write("two"):
        made = store.insert("partnership", name="P")
        given = store.insert("partnership", id="mine", name="Q")
        group = store.insert("tag", key="hope", label="Hope", position=6)
    assert (given, group) == ("mine", "hope")
    assert store.rows("SELECT id FROM partnership ORDER BY name") == [(made,), ("mine",)]


def test_a_column_that_is_not_there_is_a_mistake_of_the_program(store: Store) -> None:
    partnership_id = make_partnership(store)
    with store.write("wrong"):
        with pytest.raises(TypeError, match="no column naem"):
            store.insert("partnership", naem="P")
        with pytest.raises(TypeError, match="no column naem"):
            store.update("partnership", partnership_id, naem="P")
        with pytest.raises(KeyError):
            store.insert("act", name="P")


def test_a_record_that_is_gone_is_named_so(store: Store) -> None:
    with store.write("gone"):
        with pytest.raises(Refused, match="not there any more"):
            store.update("partnership", "nobody", name="P")
        with pytest.raises(Refused, match="not there any more"):
            store.delete("partnership", "nobody")


def test_a_record_others_belong_to_is_not_taken_away(store: Store) -> None:
    partnership_id = make_partnership(store)
    with pytest.raises(Conflict, match="another record"), store.write("away"):
        store.delete("partnership", partnership_id)
    assert store.people.partnership(partnership_id) is not None


def test_a_key_that_is_taken_is_refused(store: Store) -> None:
    with pytest.raises(Conflict, match="already"), store.write("the same group"):
        store.people.add_group("school", "school", "schools")


def test_numbers_are_given_once(store: Store) -> None:
    one, two = make_partnership(store), make_partnership(store, "Southside Works")

    def add(partnership_id: str) -> int:
        with store.write("a promise"):
            action = store.actions.get(store.actions.add(partnership_id, "send the map"))
        assert action is not None
        return action.number

    assert [add(one), add(one), add(two)] == [1, 2, 1]
    store.undo()
    store.undo()
    assert add(one) == 3
    with store.write("labels"):
        assert [store.people.next_minor_number(one, key) for key in ("student", "student", "family")] == [1, 2, 1]


def test_what_is_kept_outside_the_journal_needs_no_act(store: Store) -> None:
    store.drafts.save("line", "half a word", 4)
    with store.write("together"):
        make_partnership(store)
        store.drafts.save("line", "half a word more", 4)
    store.undo()
    assert store.drafts.draft("line") == ("half a word more", 4)


def test_those_who_listen_hear_which_tables_changed_after_the_commit(store: Store, tmp_path: Path) -> None:
    heard: list[frozenset[str]] = []

    def listener(tables: frozenset[str]) -> None:
        with make_store(tmp_path, passphrase=store.passphrase) as elsewhere:
            assert len(elsewhere.people.partnerships()) == (0 if len(heard) == 1 else 1)
        heard.append(tables)

    store.listen(listener)
    with store.write("outer"), store.write("inner"):
        store.people.add_partnership("P")
    with contextlib.suppress(Refused), store.write("failed"):
        store.people.add_partnership("Q")
        raise Refused("no")
    with store.write("nothing"):
        pass
    assert heard == [{"partnership"}]
    store.undo()
    assert heard == [{"partnership"}, {"partnership"}]


def test_a_write_elsewhere_is_noticed_once(store: Store, other: Store) -> None:
    assert not store.changed_elsewhere()
    make_partnership(store)
    assert not store.changed_elsewhere()
    agree(other, "one at a time")
    assert store.changed_elsewhere()
    assert not store.changed_elsewhere()
    assert notes(store) == ["one at a time"]


def test_two_terminals_write_in_turn(store: Store, other: Store, clock: FixedClock) -> None:
    make_partnership(store)
    for number in range(6):
        clock.forward(seconds=1)
        agree(other if number % 2 else store, str(number))
    assert notes(store) == notes(other) == list("012345")
    clocks = store.rows("SELECT clock FROM act ORDER BY id")
    assert clocks == [(clock,) for clock in range(1, 8)]


# Trouble with the disk


@contextlib.contextmanager
def full_disk(store: Store) -> Iterator[None]:
    """The file may not grow any more: SQLite itself says that the disk is full."""
    pages = store.value("PRAGMA page_count")
    store._conn.execute(f"PRAGMA max_page_count = {pages}").fetchall()
    yield
    store._conn.execute("PRAGMA max_page_count = 1000000").fetchall()


@pytest.mark.parametrize("nested", [False, True])
def test_a_full_disk_is_named_and_nothing_is_lost(store: Store, nested: bool) -> None:
    make_partnership(store)
    agree(store, "before")
    before = store.rows("SELECT * FROM act")
    with full_disk(store):
        part = store.write("part") if nested else contextlib.nullcontext()
        with pytest.raises(DiskTrouble, match="disk is full"), store.write("too much"), part:
            store.people.add_norm(store.people.partnerships()[0].id, "x" * 1_000_000, NOW.date())
        assert notes(store) == ["before"]
    assert store.rows("SELECT * FROM act") == before
    agree(store, "after")
    assert notes(store) == ["before", "after"]


@pytest.mark.parametrize("replaced", [False, True])
def test_a_file_that_was_deleted_or_replaced_takes_no_write(store: Store, blank: Path, replaced: bool) -> None:
    make_partnership(store)
    if replaced:
        fresh = store.path.parent / "fresh.db"
        fresh.write_bytes(blank.read_bytes())
        os.replace(fresh, store.path)
    else:
        store.path.unlink()
    with pytest.raises(DiskTrouble, match="moved or replaced"):
        agree(store, "into the void")
    assert store.people.partnerships()[0].name == "Northside Works"


def test_a_listener_is_told_nothing_that_is_not_on_disk(store: Store) -> None:
    heard: list[frozenset[str]] = []
    store.listen(heard.append)
    make_partnership(store)
    with full_disk(store), pytest.raises(DiskTrouble):
        agree(store, "x" * 1_000_000)
    assert len(heard) == 1


# The history of a row


def test_the_journal_tells_what_a_row_looked_like_before(store: Store, clock: FixedClock) -> None:
    """The example of docs/file-format.md."""
    meeting = make_meeting(store)
    for title in ("Spring check-in", "Late check-in"):
        clock.forward(days=1)
        with store.write(f"call it {title}"):
            store.meetings.update(meeting.id, title=title)
    rows = store.rows(
        "SELECT act.at, act.name, change.field, change.old, change.new FROM change JOIN act ON act.id = change.act"
        " WHERE change.tbl = 'meeting' AND change.row = ? AND change.op = 'update' AND change.field = 'title'"
        " ORDER BY change.id",
        meeting.id,
    )
    assert rows == [
        ("2026-11-22T15:00:00.000Z", "call it Spring check-in", "title", "Check-in", "Spring check-in"),
        ("2026-11-23T15:00:00.000Z", "call it Late check-in", "title", "Spring check-in", "Late check-in"),
    ]
