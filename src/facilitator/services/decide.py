"""How far the room stands behind a decision, its concerns and its review date."""

from __future__ import annotations

from datetime import date

from facilitator.db import Store
from facilitator.errors import Invalid, NotFound
from facilitator.model.decisions import LEVELS, METHODS, Decision, result_of
from facilitator.services.run import open_for_lines

RESULTS = ("agreed", "not_agreed", "open")


def numbered(store: Store, meeting_id: str, number: int) -> Decision:
    """The meeting's decision with this number. Raises NotFound."""
    for decision in store.decisions.of_meeting(meeting_id):
        if decision.number == number:
            return decision
    raise NotFound(f"There is no decision {number} in this meeting.")


def latest(store: Store, meeting_id: str) -> Decision:
    """The decision written last in the meeting. Raises NotFound."""
    decisions = store.decisions.of_meeting(meeting_id)
    if not decisions:
        raise NotFound("There is no decision yet; write it down first: = what we agree")
    return decisions[-1]


def lean(store: Store, meeting_id: str, decision: Decision, method: str, tally: tuple[int, ...]) -> Decision:
    """Keeps the counts; they set the method and the result."""
    open_for_lines(store, meeting_id)
    wanted = len(LEVELS[method][0])
    if len(tally) != wanted or any(not 0 <= count <= 100_000 for count in tally):
        scale = "fist 0 to 5" if method == "fist" else "gradients 1 to 8"
        command = "/fist" if method == "fist" else "/lean"
        raise Invalid("tally", f"Give {wanted} counts, for {scale}: {command} {' '.join(['0'] * wanted)}")
    if not any(tally):
        raise Invalid("tally", "Nobody is counted yet; give at least one count above 0.")
    with store.write(f"how the room leans on decision {decision.number}", meeting_id):
        store.decisions.update(decision.id, method=method, tally=tally, result=result_of(method, tally), reason="")
    return _fresh(store, decision)


def overrule(store: Store, meeting_id: str, decision: Decision, result: str, reason: str) -> Decision:
    """Sets another result than the counts say, with a reason."""
    open_for_lines(store, meeting_id)
    if result not in RESULTS:
        raise Invalid("result", "The result is agreed, not agreed or open.")
    if not reason and result != _counted(decision.method, decision.tally):
        raise Invalid("reason", "Say why: /overrule not agreed the board must see it first")
    with store.write(f"decision {decision.number}: {result.replace('_', ' ')}", meeting_id):
        store.decisions.update(decision.id, result=result, reason=reason)
    return _fresh(store, decision)


def set_method(store: Store, meeting_id: str, decision: Decision, method: str) -> Decision:
    """Says how it is decided, and takes away the counts of another way.

    With gradients or fist it is open until somebody is counted; else it is agreed, unless a reason was given for
    another result.
    """
    open_for_lines(store, meeting_id)
    if method not in METHODS:
        raise Invalid("method", f"A decision is made by one of: {', '.join(METHODS)}.")
    with store.write(f"decision {decision.number}: {method}", meeting_id):
        store.decisions.update(
            decision.id, method=method, tally=(), result=decision.result if decision.reason else _counted(method, ())
        )
    return _fresh(store, decision)


def concern(store: Store, meeting_id: str, text: str, decision: Decision | None = None) -> Decision | None:
    """Keeps a concern, word for word: with `decision`, the latest of the step in hand, else as feedback.

    Returns the decision, or None where it became feedback.
    """
    meeting = open_for_lines(store, meeting_id)
    if not text:
        raise Invalid("text", "Write the concern in the words it was said: /concern drivers need a second person")
    step_id = meeting.current_step_id
    if step_id is None:
        raise NotFound("The agenda has no step yet; add one: /step TITLE MINUTES")
    decision = decision or next(iter(reversed(store.decisions.of_step(step_id))), None)
    with store.write("concern", meeting_id):
        if decision:
            store.decisions.add_concern(decision.id, text)
            return _fresh(store, decision)
        store.notes.add_feedback(meeting_id, step_id, "concern", text)
    return None


def review(store: Store, meeting_id: str, decision: Decision, on: date | None) -> Decision:
    """Sets the day on which the decision comes back."""
    open_for_lines(store, meeting_id)
    with store.write(f"decision {decision.number}: look again", meeting_id):
        store.decisions.update(decision.id, review_on=on)
    return _fresh(store, decision)


def absent_groups(store: Store, meeting_id: str, decision: Decision, groups: tuple[str, ...]) -> Decision:
    """Names the groups the decision affects that are not in the room."""
    open_for_lines(store, meeting_id)
    with store.write(f"decision {decision.number}: affected but absent", meeting_id):
        store.decisions.update(decision.id, groups_absent=" ".join(groups))
    return _fresh(store, decision)


def _counted(method: str, tally: tuple[int, ...]) -> str:
    """The result without anybody's word against it; open while counts are wanted and nobody is counted."""
    return "open" if method in LEVELS and not tally else result_of(method, tally)


def _fresh(store: Store, decision: Decision) -> Decision:
    found = store.decisions.get(decision.id)
    if found is None:
        raise NotFound(f"Decision {decision.number} is not there any more; look again.")
    return found
