"""Mending an earlier line from the notes list: one key each, all of it undoable."""

from __future__ import annotations

from facilitator.db import Store
from facilitator.errors import Refused
from facilitator.model.notes import Item
from facilitator.services import edit, record

MENDING = (
    ("e", "edit"),
    ("d", "take away"),
    ("y", "confirmed"),
    ("a", "→ promise"),
    ("c", "→ decision"),
    ("q", "→ question asked"),
    ("n", "→ note"),
    ("l", "→ later"),
    ("t", "→ thanks"),
    ("f", "open/closed"),
    ("p", "private/shared"),
)
"""Keys and what they do to the line under the cursor."""

_KINDS = {"a": "action", "c": "decision", "q": "asked", "n": "note", "l": "parked", "t": "appreciation"}
_WORDS = {
    "action": "a promise",
    "decision": "a decision",
    "asked": "a question to be answered",
    "note": "a note",
    "parked": "parked for later",
    "appreciation": "thanks",
}


def mend(store: Store, meeting_id: str, item: Item, key: str) -> str:
    """Does what a key means to a line (all but editing its words); returns what to say. Raises FacilitatorError."""
    if key in _KINDS:
        edit.turn_into(store, meeting_id, item, _KINDS[key])
        return f"Now {_WORDS[_KINDS[key]]} · Esc u takes it back"
    if key == "d":
        edit.take_away(store, meeting_id, item)
        return "Taken away · Esc u brings it back"
    if key == "y":
        if item.kind != "paraphrase":
            raise Refused("Only a paraphrase is confirmed.")
        record.confirm(store, meeting_id, item.id, correction=None)
        return "Confirmed"
    if key == "f":
        edit.flip_question(store, meeting_id, item)
        return "Open and closed changed places"
    edit.set_visibility(store, meeting_id, item, "shared" if item.visibility == "private" else "private")
    return "Private: it leaves only with --names full" if item.visibility == "shared" else "Shared"
