"""Group agreements: how the people of a partnership want to work together."""

from __future__ import annotations

from facilitator.clock import today
from facilitator.db import Store
from facilitator.errors import Invalid, NotFound, Refused
from facilitator.model.text import fold, one_line
from facilitator.services.run import open_for_lines


def agree(store: Store, meeting_id: str, text: str) -> str:
    """Adds an agreement from today on; returns its id."""
    meeting = open_for_lines(store, meeting_id)
    text = one_line(text).strip()
    if not text:
        raise Invalid("text", "Write what you agree: /agree one speaks at a time")
    if any(fold(text) == fold(known) for _, known in store.people.norms(meeting.partnership_id)):
        raise Refused("That is agreed already.")
    with store.write(f"agreement “{text[:40]}”", meeting_id):
        return store.people.add_norm(meeting.partnership_id, text, today(store.clock))


def end(store: Store, meeting_id: str, norm_id: str) -> str:
    """An agreement that no longer holds from today on; it stays in the record. Returns its words."""
    meeting = open_for_lines(store, meeting_id)
    words = dict(store.people.norms(meeting.partnership_id)).get(norm_id)
    if words is None:
        raise NotFound("That agreement does not hold any more.")
    with store.write(f"end of the agreement “{words[:40]}”", meeting_id):
        store.people.end_norm(norm_id, today(store.clock))
    return words
