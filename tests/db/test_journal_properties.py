"""Whatever people do, undo and redo lead back and forth through the same states."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from facilitator.db import Store
from facilitator.errors import Conflict, Refused
from facilitator.model.people import Party
from rows import ROWS
from support import FixedClock, make_partnership, make_store

DAY = FixedClock().now().date()
State = dict[str, list[tuple[Any, ...]]]
Part = tuple[str, int]
Act = tuple[str, tuple[Part, ...]]


def state(store: Store) -> State:
    return {table: store.rows(f"SELECT * FROM {table} ORDER BY 1") for table in ROWS}


def some(store: Store, table: str, number: int) -> str | None:
    """One of the rows of a table, None when it is empty."""
    ids = [row[0] for row in store.rows(f"SELECT id FROM {table} ORDER BY id")]
    return ids[number % len(ids)] if ids else None


def add_organisation(store: Store, number: int) -> None:
    store.people.add_organisation(str(some(store, "partnership", 0)), f"Organisation {number}", "business")


def rename_person(store: Store, number: int) -> None:
    if person := some(store, "person", number):
        store.people.update_person(person, name=f"Person {number}", organisation_id=some(store, "organisation", number))


def drop_person(store: Store, number: int) -> None:
    if person := some(store, "person", number):
        for table, column in (("action_helper", "helper_person_id"), ("action", "owner_person_id")):
            for (row,) in store.rows(f"SELECT id FROM {table} WHERE {column} = ?", person):
                store.update(table, row, **{column: None})
        store.delete("person", person)


def add_action(store: Store, number: int) -> None:
    partnership = str(some(store, "partnership", 0))
    helpers = tuple(Party("group", key, key, "", key) for key in ("family", "student")[: number % 3])
    store.actions.add(partnership, f"Promise {number}", helpers=helpers, goal_id=some(store, "goal", number), due=DAY)


def change_helpers(store: Store, number: int) -> None:
    if action := some(store, "action", number):
        person = some(store, "person", number)
        store.actions.set_helpers(action, (Party("person", person, ""),) if person and number % 2 else ())


def finish_action(store: Store, number: int) -> None:
    if action := some(store, "action", number):
        store.actions.update(action, state="done" if number % 2 else "open", done_on=DAY if number % 2 else None)


def drop_action(store: Store, number: int) -> None:
    if action := some(store, "action", number):
        store.actions.delete(action)


def add_goal(store: Store, number: int) -> None:
    goal = store.goals.add(str(some(store, "partnership", 0)), f"Goal {number}", target=number / 2)
    if organisation := some(store, "organisation", number):
        store.goals.add_owner(goal, organisation)


def read_goal(store: Store, number: int) -> None:
    if goal := some(store, "goal", number):
        store.goals.add_reading(goal, DAY, number / 4, status="on_track")
        store.goals.update(goal, state="on_track")


PARTS: dict[str, Callable[[Store, int], None]] = {
    function.__name__: function
    for function in (
        add_organisation,
        rename_person,
        drop_person,
        add_action,
        change_helpers,
        finish_action,
        drop_action,
        add_goal,
        read_goal,
    )
}

PART = st.tuples(st.sampled_from(sorted(PARTS)), st.integers(0, 7))
DO = st.tuples(st.just("do"), st.lists(PART, min_size=1, max_size=4).map(tuple))
BACK = st.tuples(st.sampled_from(["undo", "redo"]), st.just(()))


def do(store: Store, parts: tuple[Part, ...]) -> bool:
    """One act of several parts; whether it changed anything."""
    before = store.value("SELECT max(id) FROM act")
    with store.write("an act"):
        for name, number in parts:
            PARTS[name](store, number)
    return bool(store.value("SELECT max(id) FROM act") != before)


@contextlib.contextmanager
def room(blank: Path) -> Any:
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(blank, folder)
        with make_store(Path(folder)) as store:
            make_partnership(store)
            store.origin = "screen"
            yield store


@settings(max_examples=80, deadline=None)
@given(acts=st.lists(st.one_of(DO, DO, BACK), max_size=14))
def test_undo_and_redo_walk_through_the_same_states(blank: Path, acts: list[Act]) -> None:
    with room(blank) as store:
        past, future = [state(store)], list[State]()
        for what, parts in acts:
            if what == "do" and do(store, parts):
                past.append(state(store))
                future = []
            elif what == "undo" and len(past) > 1:
                store.undo()
                future.append(past.pop())
            elif what == "redo" and future:
                store.redo()
                past.append(future.pop())
            assert state(store) == past[-1]
        end = past[-1]
        for expected in reversed(past[:-1]):
            store.undo()
            assert state(store) == expected
        for _ in past[1:]:
            store.redo()
        assert state(store) == end
        assert store.rows("PRAGMA foreign_key_check") == []


@settings(max_examples=60, deadline=None)
@given(acts=st.lists(st.tuples(st.booleans(), st.one_of(DO, BACK)), max_size=14))
def test_two_terminals_never_tear_the_record(blank: Path, acts: list[tuple[bool, Act]]) -> None:
    with room(blank) as one, make_store(one.path.parent, origin="other") as two:
        for is_two, (what, parts) in acts:
            store = two if is_two else one
            before = state(store)
            try:
                if what == "do":
                    do(store, parts)
                else:
                    store.undo() if what == "undo" else store.redo()
            except (Conflict, Refused):
                assert state(store) == before
            assert store.rows("PRAGMA foreign_key_check") == []
            assert one.value("SELECT count(*) FROM act_open") == 0
