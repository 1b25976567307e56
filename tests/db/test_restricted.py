"""What restricted meetings did to other records is undone in the copy that leaves, however it was taken back since."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from every_record import Filled, fill
from facilitator.db import Store
from facilitator.db.bundle import snapshot
from facilitator.db.passphrase import Passphrase
from facilitator.errors import Conflict
from support import NOW, make_partnership, make_store


@pytest.fixture
def filled(tmp_path: Path, blank_of_kind: Path, passphrase: Passphrase | None) -> Iterator[Filled]:
    shutil.copy(blank_of_kind, tmp_path / "record.db")
    it = fill(tmp_path, passphrase)
    yield it
    it.store.close()


def leaving(it: Filled, file: str, *, everything: bool = False) -> list[dict[str, Any]]:
    with snapshot(it.store, partnership_id=None, meeting_id=None, everything=everything) as record:
        columns, rows = record.rows(file)
        return [dict(zip(columns, row, strict=True)) for piece in rows for row in piece]


def the_action(it: Filled, *, everything: bool = False) -> dict[str, Any]:
    return next(row for row in leaving(it, "actions", everything=everything) if row["id"] == it["action"])


def reason(it: Filled) -> str:
    return str(the_action(it)["reason"])


def give_reason(it: Filled, words: str, meeting: str | None = "repair") -> None:
    with it.store.write(f"because {words}", it[meeting] if meeting else None):
        it.store.actions.update(it["action"], reason=words)


def newest_act(store: Store) -> int:
    return int(store.value("SELECT max(id) FROM act"))


def test_the_oldest_of_several_changes_counts(filled: Filled) -> None:
    for words in ("HIDDEN one", "HIDDEN two"):
        give_reason(filled, words)
    assert reason(filled) == "ill"
    assert the_action(filled, everything=True)["reason"] == "HIDDEN two"
    assert filled.store.value("SELECT reason FROM action WHERE id = ?", filled["action"]) == "HIDDEN two"


def test_a_later_change_outside_stands(filled: Filled) -> None:
    give_reason(filled, "HIDDEN")
    give_reason(filled, "told to all", "running")
    assert reason(filled) == "told to all"
    give_reason(filled, "HIDDEN again")
    assert reason(filled) == "told to all"
    give_reason(filled, "from the list", None)
    assert reason(filled) == "from the list"


def test_taken_back_and_done_again(filled: Filled) -> None:
    give_reason(filled, "HIDDEN")
    act = newest_act(filled.store)
    for _ in range(3):
        filled.store.reverse(act)
        assert reason(filled) == "ill"


def test_a_later_change_that_was_taken_back_counts_no_more(filled: Filled) -> None:
    give_reason(filled, "HIDDEN")
    give_reason(filled, "told to all", "running")
    act = newest_act(filled.store)
    filled.store.reverse(act)
    assert filled.store.value("SELECT reason FROM action WHERE id = ?", filled["action"]) == "HIDDEN"
    assert reason(filled) == "ill"
    filled.store.reverse(act)
    assert reason(filled) == "told to all"


def test_what_was_taken_out_is_back(filled: Filled) -> None:
    helpers = the_action(filled)["helpers"]
    with filled.store.write("other helpers", filled["repair"]):
        filled.store.actions.set_helpers(filled["action"], (filled.person("Walter"),))
    assert filled["Walter"] in the_action(filled, everything=True)["helpers"]
    assert the_action(filled)["helpers"] == helpers
    filled.store.reverse(newest_act(filled.store))
    assert the_action(filled)["helpers"] == helpers


def test_what_was_taken_out_and_brought_back_from_there_stays(filled: Filled) -> None:
    norm = filled.store.value("SELECT id FROM norm WHERE partnership_id = ?", filled["other"])
    with filled.store.write("take it out", filled["repair"]):
        filled.store.delete("norm", norm)
    act = newest_act(filled.store)
    for _ in range(3):
        assert norm in {row["id"] for row in leaving(filled, "norms")}
        filled.store.reverse(act)


def test_what_hangs_on_a_goal_goes_and_what_points_at_it_stays(filled: Filled) -> None:
    store = filled.store
    with store.write("propose", filled["repair"]):
        goal = store.goals.add(filled["p"], "HIDDEN goal")
        store.goals.add_owner(goal, filled["School"])
    with store.write("read it", filled["running"]):
        store.goals.add_reading(goal, date(2026, 12, 5), 3.0, meeting_id=filled["running"])
        store.goals.add_change(goal, "why", "", "x", "y", filled["running"])
        note = store.notes.add(filled["running"], filled["listen"], "note", "about it", goal_id=goal)
    for file in ("goals", "goal_owners", "goal_readings", "goal_changes"):
        assert not [row for row in leaving(filled, file) if goal in (row.get("id"), row.get("goal_id"))], file
        assert [row for row in leaving(filled, file, everything=True) if goal in (row.get("id"), row.get("goal_id"))]
    (kept,) = [row for row in leaving(filled, "notes") if row["id"] == note]
    assert kept["goal_id"] is None


def test_a_step_added_in_the_room_goes_with_no_line_uncounted(filled: Filled) -> None:
    store = filled.store
    first = store.meetings.steps(filled["repair"])[0]
    with store.write("a step", filled["repair"]):
        step = store.meetings.add_step(
            filled["repair"], 1, kind="discuss", title="HIDDEN step", planned_minutes=5, floor_minutes=3
        )
        store.meetings.update(filled["repair"], current_step_id=step)
        store.meetings.update_step(first.id, title="HIDDEN title", state="done", planned_minutes=4)
        store.notes.add(filled["repair"], step, "note", "HIDDEN note", visibility="restricted")
    (kept,) = [row for row in leaving(filled, "steps") if row["meeting_id"] == filled["repair"]]
    assert (kept["title"], kept["position"], kept["state"], kept["planned_minutes"]) == ("The listen", 1, "done", 4)
    meeting = next(row for row in leaving(filled, "meetings") if row["id"] == filled["repair"])
    assert meeting["current_step_id"] is None
    with snapshot(store, partnership_id=None, meeting_id=None, everything=False) as record:
        assert record.lines_held_back() == 1 + 7 + 1 + 2, "the note, the step and the title"


def held_back(it: Filled, partnership: str | None = None, meeting: str | None = None) -> int:
    """How many lines do not leave, which are as many as are told where everything does."""
    found = set()
    for everything in (False, True):
        scope = {"partnership_id": partnership and it[partnership], "meeting_id": meeting and it[meeting]}
        with snapshot(it.store, **scope, everything=everything) as record:
            found.add(record.lines_held_back())
    (lines,) = found
    return lines


def test_records_reworded_or_made_there_are_counted_with_the_lines(filled: Filled) -> None:
    scopes: list[tuple[str | None, str | None]] = [(None, None), ("p", None), ("other", None), ("p", "running")]
    before = [held_back(filled, *scope) for scope in scopes]
    store = filled.store
    with store.write("in the room", filled["repair"]):
        goal = store.goals.add(filled["p"], "HIDDEN goal")
        store.goals.add_reading(goal, date(2026, 12, 5), 3.0, meeting_id=filled["repair"])
        store.people.add_norm(filled["p"], "HIDDEN norm", date(2026, 12, 5))
        store.actions.update(filled["action"], reason="HIDDEN reason", state="dropped")
    assert [held_back(filled, *scope) - was for scope, was in zip(scopes, before, strict=True)] == [4, 4, 0, 1]
    give_reason(filled, "said outside", "closed")
    with store.write("and its state", filled["closed"]):
        store.actions.update(filled["action"], state="open")
    assert held_back(filled) - before[0] == 3, "what was changed outside since is told"
    with store.write("in the room again", filled["repair"]):
        step = store.meetings.steps(filled["repair"])[0].id
        store.notes.add(filled["repair"], step, "note", "HIDDEN", visibility="restricted")
    assert held_back(filled) - before[0] == 4, "a line counts once"


def test_without_a_restricted_meeting_the_copy_is_not_touched(tmp_path: Path) -> None:
    with make_store(tmp_path) as store:
        make_partnership(store)
        with snapshot(store, partnership_id=None, meeting_id=None, everything=False) as record:
            assert record._all("SELECT count(*) FROM sqlite_master WHERE type = 'trigger'") != [(0,)]


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, str, str]]:
    """A data file, its partnership, and a repair meeting in it."""
    with make_store(tmp_path_factory.mktemp("room")) as store:
        p = make_partnership(store)
        with store.write("meet"):
            repair = store.meetings.add(
                partnership_id=p,
                title="Repair",
                template_key="repair",
                planned_start=NOW,
                time_zone="UTC",
                planned_minutes=60,
                is_restricted=True,
            )
        yield store, p, repair


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(["in the room", "outside", "undo"]), max_size=8), st.data())
def test_words_of_the_room_never_leave(room: tuple[Store, str, str], deeds: list[str], data: Any) -> None:
    store, p, repair = room
    with store.write("propose"):
        goal = store.goals.add(p, "outside 0")
    told = ["outside 0"]
    acts: list[int] = []
    for number, deed in enumerate(deeds, start=1):
        if deed == "undo":
            with contextlib.suppress(Conflict):  # then nothing was changed
                if acts:
                    store.reverse(data.draw(st.sampled_from(acts)))
            continue
        words = f"{deed} {number}"
        with store.write(words, repair if deed == "in the room" else None):
            store.goals.update(goal, statement=words)
        acts.append(newest_act(store))
        told += [words] if deed == "outside" else []
    with snapshot(store, partnership_id=None, meeting_id=None, everything=False) as record:
        columns, rows = record.rows("goals")
        found = {row[columns.index("id")]: row[columns.index("statement")] for piece in rows for row in piece}
    assert found[goal] in told
