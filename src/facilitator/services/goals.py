"""Reviewing goals: readings, status, changes with a reason."""

from __future__ import annotations

from facilitator.clock import today
from facilitator.db import Store
from facilitator.errors import Invalid, NotFound
from facilitator.model.goals import Goal, figure
from facilitator.model.text import folded_words
from facilitator.services.run import meeting_of

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


def read(
    store: Store, goal: Goal, value: float | None, status: str = "", note: str = "", meeting_id: str | None = None
) -> Goal:
    """Adds a reading and sets the status (a state's key). Off track parks the goal as a topic, once a meeting."""
    if value is None and not status:
        raise Invalid("value", "Give a value or a status: on, risk, off or reached.")
    with store.write(f"reading: {goal.statement}", meeting_id):
        store.goals.add_reading(goal.id, today(store.clock), value, meeting_id=meeting_id, status=status, note=note)
        if status and status != goal.state:
            store.goals.update(goal.id, state=status)
        if status == "off_track" and meeting_id:
            park_off_track(store, goal, meeting_id)
    return _fresh(store, goal)


def park_off_track(store: Store, goal: Goal, meeting_id: str) -> None:
    """Puts a goal that is off track among the parked topics of the meeting, once."""
    meeting = meeting_of(store, meeting_id)
    topic = f"Off track: {goal.statement}"
    if meeting.current_step_id and all(parked.text != topic for parked in store.notes.parked(meeting_id)):
        store.notes.add_parked(meeting.partnership_id, meeting_id, meeting.current_step_id, topic, None, goal.id)


def adjust(store: Store, goal: Goal, field: str, new: object, reason: str, meeting_id: str | None = None) -> Goal:
    """Changes one field of a goal for a reason; both stay in its history."""
    if field not in CHANGEABLE:
        raise Invalid("field", f"Change one of: {', '.join(CHANGEABLE)}.")
    if not reason:
        raise Invalid("reason", "Say why the goal changes; the reason stays in its history.")
    if field == "statement" and not new:
        raise Invalid("statement", "A goal needs its words.")
    old = getattr(goal, field)
    if old == new:
        return goal
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
