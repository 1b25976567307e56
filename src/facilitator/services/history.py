"""Taking acts back and doing them again: the latest of a screen, or any one from the history.

What was done in a closed meeting stays: it is locked. Only the close itself can be taken back, which opens the meeting
again and stays in its history; in the meeting that is done with a reason.
"""

from __future__ import annotations

from facilitator.db import Store
from facilitator.errors import NotFound, Refused
from facilitator.model.history import Deed
from facilitator.services.run import open_for_lines


def undo_in_meeting(store: Store, meeting_id: str) -> str:
    """Takes back the latest act this screen did in the meeting; returns its name. Raises Refused or Conflict."""
    open_for_lines(store, meeting_id)
    return store.undo(meeting_id)


def redo_in_meeting(store: Store, meeting_id: str) -> str:
    """Does the latest act that was taken back in the meeting again; returns its name. Raises Refused or Conflict."""
    open_for_lines(store, meeting_id)
    return store.redo(meeting_id)


def undo(store: Store) -> str:
    """Takes back the latest act of this screen, done outside meetings or the close of one; returns its name.

    Raises:
        Refused: there is none, it cannot be taken back, or something was done in a meeting since.
        Conflict: it was changed since by somebody else.
    """
    act = store.history.next_undo()
    if act is not None:
        _refuse_in_meeting(store, act.id, act.name, act.meeting_id, "takes it back")
    return store.undo()


def redo(store: Store) -> str:
    """Does the latest act that was taken back again; returns its name. Raises Refused or Conflict, as `undo`."""
    act = store.history.next_redo()
    if act is not None:
        _refuse_in_meeting(store, act.id, act.name, act.meeting_id, "does it again")
    return store.redo()


def take_back(store: Store, act_id: int) -> str:
    """Takes any act back, whoever did it; returns its name.

    Raises:
        NotFound: there is no such act.
        Refused: it is taken back already, it cannot be, or its meeting is closed.
        Conflict: what it changed was changed since; the message names the act that did.
    """
    _refuse_locked(store, act_id, is_undo=False)
    return store.reverse(act_id)


def do_again(store: Store, act_id: int) -> str:
    """Does an act that was taken back again; returns its name. Raises NotFound, Refused or Conflict, as `take_back`."""
    _refuse_locked(store, act_id, is_undo=True)
    return store.reverse(act_id)


def deed_of(store: Store, act_id: int) -> Deed:
    """An act. Raises NotFound."""
    found = store.history.deed(act_id)
    if found is None:
        raise NotFound("That act is not in the file any more.")
    return found


def _refuse_in_meeting(store: Store, act_id: int, name: str, meeting_id: str | None, what: str) -> None:
    if meeting_id and not store.history.opened_or_closed(act_id):
        raise Refused(f"“{name}” was done in a meeting: open that meeting, or the history (y), which {what} there.")


def _refuse_locked(store: Store, act_id: int, *, is_undo: bool) -> None:
    standing = store.history.standing(act_id)
    if standing is None:
        raise NotFound("That act is not in the file any more.")
    if standing.is_undo != is_undo:
        raise Refused(
            f"“{standing.name}” " + ("is not taken back." if is_undo else "is taken back already; r does it.")
        )
    closed_by_it = {meeting for meeting, is_closed in store.history.opened_or_closed(standing.id) if is_closed}
    for meeting_id, title in store.history.locked(standing.id):
        if meeting_id not in closed_by_it:
            raise Refused(f"“{title}” is closed and locked; open it and reopen it first, with a reason: /reopen REASON")
