"""Changes to partnerships, goals, promises and planned meetings, each one act."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest

from facilitator.db import Store
from facilitator.errors import Invalid, NotFound, Refused
from facilitator.model.actions import Action
from facilitator.model.goals import Goal
from facilitator.services import edit_records, prepare, run, templates
from support import make_meeting, make_partnership, make_store

MONDAY = date(2026, 11, 23)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with make_store(tmp_path) as made:
        yield made


@pytest.fixture
def partnership_id(store: Store) -> str:
    return make_partnership(store)


@pytest.fixture
def goal(store: Store, partnership_id: str) -> Goal:
    goal_id = prepare.add_goal(
        store, partnership_id, "Raise attendance", baseline=81.0, target=90.0, owners=("Northside High",)
    )
    return edit_records.goal_of(store, goal_id)


@pytest.fixture
def promise(store: Store, partnership_id: str) -> Action:
    with store.write("a promise"):
        action_id = store.actions.add(partnership_id, "draft it", due=MONDAY, due_first=MONDAY)
    return edit_records.promise_of(store, action_id)


def change_goal(store: Store, goal: Goal, reason: str = "", **values: object) -> Goal:
    given: dict[str, object] = {
        name: getattr(goal, name) for name in ("statement", "why", "measure", "unit", "baseline", "target", "due")
    }
    owners = values.pop("owners", goal.owners)
    edit_records.change_goal(store, goal.id, reason=reason, owners=owners, **{**given, **values})  # type: ignore[arg-type]
    return edit_records.goal_of(store, goal.id)


def change_promise(store: Store, action: Action, **values: object) -> Action:
    given: dict[str, object] = {name: getattr(action, name) for name in ("text", "owner", "due", "due_words", "state")}
    edit_records.change_promise(store, action, **{**given, **values})  # type: ignore[arg-type]
    return edit_records.promise_of(store, action.id)


def test_a_partnership_is_made_and_changed_in_one_act_each(store: Store) -> None:
    partnership_id = edit_records.new_partnership(store, name="Harbor", cadence="monthly", usual_place="Library")
    edit_records.change_partnership(
        store, partnership_id, name="Harbor Works", vision="v", cadence="weekly", usual_place="", data_statement="d"
    )
    changed = edit_records.partnership_of(store, partnership_id)
    assert (changed.name, changed.cadence, changed.usual_place) == ("Harbor Works", "weekly", "")
    assert store.undo() == "Change the partnership"
    assert edit_records.partnership_of(store, partnership_id).cadence == "monthly"
    assert store.undo() == "New partnership"
    with pytest.raises(NotFound):
        edit_records.partnership_of(store, partnership_id)


def test_a_proposed_goal_is_reworded_without_a_reason(store: Store, goal: Goal) -> None:
    changed = change_goal(store, goal, statement="Raise ninth grade attendance", owners=("City Library",))
    assert (changed.statement, changed.owners) == ("Raise ninth grade attendance", ("City Library",))
    assert store.goals.changes(goal.id) == []
    assert store.undo() == "Change a goal"
    assert edit_records.goal_of(store, goal.id) == goal


def test_an_agreed_goal_changes_for_a_reason_that_stays(store: Store, goal: Goal) -> None:
    with store.write("agreed"):
        store.goals.update(goal.id, state="on_track")
    goal = edit_records.goal_of(store, goal.id)
    with pytest.raises(Invalid, match="why the goal changes") as caught:
        change_goal(store, goal, target=88.0)
    assert caught.value.field == "reason"
    changed = change_goal(store, goal, "two schools closed", target=88.0, due=date(2027, 6, 30))
    assert (changed.target, changed.due) == (88.0, date(2027, 6, 30))
    history = [(it.field, it.old, it.new, it.reason) for it in store.goals.changes(goal.id)]
    assert ("target", "90", "88", "two schools closed") in history
    store.undo()
    assert edit_records.goal_of(store, goal.id) == goal


def test_owners_of_an_agreed_goal_need_no_reason(store: Store, goal: Goal) -> None:
    with store.write("agreed"):
        store.goals.update(goal.id, state="on_track")
    goal = edit_records.goal_of(store, goal.id)
    assert change_goal(store, goal, owners=("northside high", "City Library")).owners == (
        "Northside High",
        "City Library",
    )


def test_a_goal_needs_words_and_finite_figures(store: Store, goal: Goal) -> None:
    with pytest.raises(Invalid, match="the goal is empty"):
        change_goal(store, goal, statement=" ")
    with pytest.raises(Invalid, match="must be a number"):
        change_goal(store, goal, target=float("inf"))


def test_a_promise_moves_for_a_reason_and_keeps_its_first_date(store: Store, promise: Action) -> None:
    with pytest.raises(Invalid, match="got in the way") as caught:
        change_promise(store, promise, due=date(2026, 12, 1))
    assert caught.value.field == "reason"
    moved = change_promise(store, promise, due=date(2026, 12, 1), reason="the printer broke", text="draft it again")
    assert (moved.due, moved.due_first, moved.reason, moved.text) == (
        date(2026, 12, 1), MONDAY, "the printer broke", "draft it again",
    )  # fmt: skip
    assert store.undo() == "Change promise 1"
    assert edit_records.promise_of(store, promise.id) == promise


def test_a_promise_is_kept_dropped_and_opened_again(store: Store, promise: Action) -> None:
    done = change_promise(store, promise, state="done")
    assert (done.state, done.done_on) == ("done", date(2026, 11, 21))
    again = change_promise(store, done, state="open")
    assert (again.state, again.done_on) == ("open", None)
    with pytest.raises(Invalid, match="no longer needed"):
        change_promise(store, again, state="dropped")
    assert change_promise(store, again, state="dropped", reason="nobody asks for it").reason == "nobody asks for it"


def test_a_date_that_cannot_be_kept_is_refused_with_a_reason(store: Store, promise: Action) -> None:
    later = date(2026, 12, 1)
    done = change_promise(store, promise, state="done")
    with pytest.raises(Invalid, match="open it again"):
        change_promise(store, done, due=later, reason="waiting for the board")
    assert edit_records.promise_of(store, promise.id) == done
    again = change_promise(store, done, due=later, state="open", reason="waiting for the board")
    assert (again.state, again.due) == ("open", later)


def test_a_kept_promise_becomes_a_dropped_one(store: Store, promise: Action) -> None:
    done = change_promise(store, promise, state="done")
    dropped = change_promise(store, done, state="dropped", reason="it was another one")
    assert (dropped.state, dropped.done_on, dropped.reason) == ("dropped", None, "it was another one")


def test_a_promise_loses_neither_its_words_nor_its_date(store: Store, promise: Action) -> None:
    with pytest.raises(Invalid, match="the promise is empty"):
        change_promise(store, promise, text="")
    with pytest.raises(Invalid, match="keeps a date"):
        change_promise(store, promise, due=None)
    waits = change_promise(store, promise, due=None, due_words="next meeting", reason="together")
    assert (waits.due, waits.due_words) == (None, "next meeting")


@pytest.mark.parametrize(
    ("typed", "kind", "name"),
    [("ana", "person", "Ana Ruiz"), ("Ben O'Connor", "person", "Ben O'Connor"), ("zz top", "unknown", "zz top")],
)
def test_an_owner_is_found_by_the_start_of_a_name(
    store: Store, partnership_id: str, typed: str, kind: str, name: str
) -> None:
    owner = edit_records.owner_called(store, partnership_id, typed)
    assert owner is not None
    assert (owner.kind, owner.name) == (kind, name)
    assert edit_records.owner_called(store, partnership_id, " ") is None


def test_a_planned_meeting_moves_and_its_agenda_fits(store: Store, partnership_id: str) -> None:
    meeting_id = prepare.new_meeting(store, partnership_id, templates.find("check_in", None))
    meeting = run.meeting_of(store, meeting_id)
    edit_records.change_meeting(
        store, meeting, title="Winter", at=datetime(2026, 12, 3, 16, 30), minutes=75, place="Library"
    )
    changed = run.meeting_of(store, meeting_id)
    assert (changed.title, changed.place, changed.planned_minutes) == ("Winter", "Library", 75)
    assert changed.planned_start.isoformat() == "2026-12-03T16:30:00+00:00"
    assert sum(step.planned_minutes for step in store.meetings.steps(meeting_id)) == 75
    assert store.undo() == "Change a meeting"
    assert run.meeting_of(store, meeting_id) == meeting


def test_a_meeting_is_never_too_short_for_its_steps(store: Store, partnership_id: str) -> None:
    meeting_id = prepare.new_meeting(store, partnership_id, templates.find("check_in", None))
    with pytest.raises(Invalid, match="at least"):
        edit_records.change_meeting(store, run.meeting_of(store, meeting_id), title="x", at=None, minutes=5, place="")


def test_a_meeting_that_has_begun_keeps_its_time_and_a_closed_one_everything(store: Store) -> None:
    meeting = run.enter(store, make_meeting(store).id)
    edit_records.change_meeting(store, meeting, title="New name", at=None, minutes=None, place="Hall")
    assert run.meeting_of(store, meeting.id).title == "New name"
    with pytest.raises(Refused, match="has begun"):
        edit_records.change_meeting(store, meeting, title="x", at=datetime(2026, 12, 3, 9, 0), minutes=None, place="")
    with store.write("closed"):
        store.meetings.update(meeting.id, state="closed")
    with pytest.raises(Refused, match="closed and locked"):
        edit_records.change_meeting(
            store, run.meeting_of(store, meeting.id), title="x", at=None, minutes=None, place=""
        )
