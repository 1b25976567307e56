"""What becomes of promises: done, moved, dropped, and who owns them."""

from __future__ import annotations

from datetime import date

from facilitator.clock import today
from facilitator.db import Store
from facilitator.errors import Invalid, NotFound, Refused
from facilitator.model.actions import Action
from facilitator.model.people import Party
from facilitator.model.when import NEXT_MEETING
from facilitator.services.run import open_for_lines


def by_number(store: Store, partnership_id: str, number: int) -> Action:
    """The promise with this number. Raises NotFound."""
    action = store.actions.by_number(partnership_id, number)
    if action is None:
        raise NotFound(f"There is no promise {number} in this partnership.")
    return action


def done(store: Store, action: Action, meeting_id: str | None = None) -> Action:
    """The promise is kept."""
    _may_change(store, meeting_id)
    _open(action)
    with store.write(f"promise {action.number} done", meeting_id):
        store.actions.update(action.id, state="done", done_on=today(store.clock))
    return _fresh(store, action)


def drop(store: Store, action: Action, reason: str, meeting_id: str | None = None) -> Action:
    """The promise is no longer needed; the reason stays in the record."""
    _may_change(store, meeting_id)
    _open(action)
    if not reason:
        raise Invalid("reason", f"Say why it is dropped: /drop {action.number} REASON")
    with store.write(f"promise {action.number} dropped", meeting_id):
        store.actions.update(action.id, state="dropped", reason=reason)
    return _fresh(store, action)


def move(
    store: Store, action: Action, due: date | None, reason: str, meeting_id: str | None = None, *, words: str = ""
) -> Action:
    """The promise gets an honest date. The date first promised stays; the reason is kept."""
    _may_change(store, meeting_id)
    _open(action)
    if due is None and words != NEXT_MEETING:
        raise Invalid("when", f"Say by when: /move {action.number} fri REASON")
    if not reason and action.due is not None:
        raise Invalid("reason", f"Say what got in the way: /move {action.number} WHEN REASON")
    with store.write(f"promise {action.number} moved", meeting_id):
        store.actions.update(
            action.id,
            due=due,
            due_first=action.due_first or due,
            due_words=words if due is None else "",
            reason=reason,
        )
    return _fresh(store, action)


def set_owner(store: Store, action: Action, owner: Party, meeting_id: str | None = None) -> Action:
    """Says who owns the promise."""
    _may_change(store, meeting_id)
    with store.write(f"promise {action.number}: {owner.name}", meeting_id):
        store.actions.set_owner(action.id, owner)
    return _fresh(store, action)


def reopen(store: Store, action: Action, meeting_id: str | None = None) -> Action:
    """Opens a promise again that was done or dropped."""
    _may_change(store, meeting_id)
    if action.state == "open":
        raise Refused(f"Promise {action.number} is open.")
    with store.write(f"promise {action.number} open again", meeting_id):
        store.actions.update(action.id, state="open", done_on=None)
    return _fresh(store, action)


def edit(store: Store, action: Action, **values: object) -> Action:
    """Changes a promise's words."""
    with store.write(f"change promise {action.number}"):
        store.actions.update(action.id, **values)
    return _fresh(store, action)


def fill_next_meeting(store: Store, partnership_id: str, on: date, meeting_id: str | None = None) -> None:
    """Gives promises `by next meeting` their day, now that it is known."""
    with store.write("next meeting's date", meeting_id):
        for action in store.actions.open(partnership_id):
            if action.due is None and action.due_words == NEXT_MEETING:
                store.actions.update(action.id, due=on, due_first=action.due_first or on, due_words="")


def _may_change(store: Store, meeting_id: str | None) -> None:
    """Between meetings promises change freely; on a meeting's screen not once it is closed."""
    if meeting_id:
        open_for_lines(store, meeting_id)


def _open(action: Action) -> None:
    if action.state != "open":
        raise Refused(f"Promise {action.number} is {action.state} already.")


def _fresh(store: Store, action: Action) -> Action:
    found = store.actions.get(action.id)
    if found is None:
        raise NotFound(f"Promise {action.number} is not there any more; look again.")
    return found
