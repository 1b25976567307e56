"""Reviewing goals: readings, status, changes with a reason."""

from __future__ import annotations

from collections.abc import Sequence

from facilitator.clock import today
from facilitator.db import Store
from facilitator.errors import Invalid, NotFound
from facilitator.model.goals import Goal, figure
from facilitator.model.text import folded_words
from facilitator.services import prepare
from facilitator.services.run import open_for_lines

STATUS = {
    "on": "on_track",
    "risk": "at_risk",
    "off": "off_track",
    "reached": "reached",
    "retired": "retired",
}
"""Status words of the line, and the states they set."""

CHANGEABLE = ("statement", "why", "measure", "unit", "baseline", "target", "due", "next_review")
"""Fields that are changed with a reason, which stays in the goal's history."""

_NO_AGREEMENT = "next_review"
"""When a goal is looked at again is a plan; it moves after every look."""


def find(store: Store, partnership_id: str, typed: str) -> Goal:
    """The goal meant by the start of one of its words. Raises NotFound, or Invalid when several are meant."""
    goals = store.goals.all(partnership_id)
    wanted = "".join(folded_words(typed.lstrip("#")))
    whole = [g for g in goals if wanted and wanted in folded_words(g.statement)]
    found = whole or [g for g in goals if wanted and any(w.startswith(wanted) for w in folded_words(g.statement))]
    if len(found) == 1:
        return found[0]
    if found:
        raise Invalid("goal", f'"{typed}" could be: {"; ".join(goal.statement for goal in found)}. Use another word.')
    raise NotFound(f'No goal has a word that starts with "{typed}".')


def word_for(goals: Sequence[Goal], goal: Goal) -> str:
    """A word of the goal that `find` takes for it alone, a long one, which says most; else its first word."""
    words = folded_words(goal.statement)
    others = {word for other in goals if other.id != goal.id for word in folded_words(other.statement)}
    telling = [word for word in words if word not in others]
    return max(telling, key=len) if telling else words[0] if words else ""


def propose(store: Store, meeting_id: str, statement: str) -> str:
    """Adds a goal that the room thinks of; returns its id. It is agreed once it has a status."""
    meeting = open_for_lines(store, meeting_id)
    if not statement:
        raise Invalid("statement", "Write the goal: /propose raise ninth grade attendance")
    with store.write(f"propose a goal: {statement[:40]}", meeting_id):
        return prepare.add_goal(store, meeting.partnership_id, statement)


def read(
    store: Store, goal: Goal, value: float | None, status: str = "", note: str = "", meeting_id: str | None = None
) -> Goal:
    """Adds a reading and sets the status (a state's key).

    Off track parks the goal as a topic, once a meeting. A proposed goal to which a room gives a status is agreed.
    """
    if value is None and not status:
        raise Invalid("value", "Give a value or a status: on, risk, off or reached.")
    if meeting_id:
        open_for_lines(store, meeting_id)
    on = today(store.clock)
    with store.write(f"reading: {goal.statement}", meeting_id):
        store.goals.add_reading(goal.id, on, value, meeting_id=meeting_id, status=status, note=note)
        if status and status != goal.state:
            is_agreed = meeting_id and goal.state == "proposed" and status != "retired"
            store.goals.update(goal.id, state=status, agreed_on=goal.agreed_on or (on if is_agreed else None))
        if status == "off_track" and meeting_id:
            park_off_track(store, goal, meeting_id)
    return _fresh(store, goal)


def park_off_track(store: Store, goal: Goal, meeting_id: str) -> None:
    """Puts a goal that is off track among the parked topics of the meeting, once."""
    meeting = open_for_lines(store, meeting_id)
    topic = f"Off track: {goal.statement}"
    if meeting.current_step_id and all(parked.text != topic for parked in store.notes.parked(meeting_id)):
        store.notes.add_parked(meeting.partnership_id, meeting_id, meeting.current_step_id, topic, None, goal.id)


def adjust(store: Store, goal: Goal, field: str, new: object, reason: str, meeting_id: str | None = None) -> Goal:
    """Changes one field of a goal; what it was and the reason stay in its history.

    What was empty, and the date of the next look, need no reason.
    """
    if field not in CHANGEABLE:
        raise Invalid("field", f"Change one of: {', '.join(CHANGEABLE)}.")
    if meeting_id:
        open_for_lines(store, meeting_id)
    old = getattr(goal, field)
    if old == new:
        return goal
    if not reason and old not in (None, "") and field != _NO_AGREEMENT:
        raise Invalid("reason", "Say why the goal changes: the value, then because and the reason.")
    if field == "statement" and not new:
        raise Invalid("statement", "A goal needs its words.")
    with store.write(f"change a goal: {field}", meeting_id):
        store.goals.update(goal.id, **{field: new})
        store.goals.add_change(goal.id, field, _words(old), _words(new), reason, meeting_id)
    return _fresh(store, goal)


def _words(value: object) -> str:
    if isinstance(value, int | float):
        return figure(float(value))
    return "" if value is None else str(value)


def _fresh(store: Store, goal: Goal) -> Goal:
    found = store.goals.get(goal.id)
    assert found is not None
    return found
