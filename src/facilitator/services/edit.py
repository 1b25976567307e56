"""Mending earlier lines: other words, another kind, away with it. All of it can be taken back."""

from __future__ import annotations

from facilitator.db import Store
from facilitator.db.timeline import PREFIX
from facilitator.errors import Invalid, LineChanged, LineGone, Refused
from facilitator.model.meeting import Meeting
from facilitator.model.notes import Item, NoteKind
from facilitator.model.people import Party
from facilitator.model.text import one_line
from facilitator.services.record import groups_in_room, visibility
from facilitator.services.run import open_for_lines

KINDS = ("note", "said", "question", "asked", "action", "decision", "parked", "appreciation")
"""What a line can be turned into."""

LEVELS = ("objective", "reflective", "interpretive", "decisional")
"""The four levels of a focused conversation (ORID, Institute of Cultural Affairs)."""

_NOTE_KINDS: dict[str, NoteKind] = {"note": "note", "said": "said", "question": "question"}


def reword(store: Store, meeting_id: str, item: Item, text: str) -> Item:
    """Gives a line other words. `item` is the line as it was when its editing began.

    Raises LineChanged when it has other words by now, LineGone when it was taken away; nothing is overwritten.
    """
    text = one_line(text).strip()
    if not text:
        raise Invalid("text", "A line needs words; to take it away press d on it.")
    with store.write(f"change “{item.text[:40]}”", meeting_id):
        _as_seen(store, meeting_id, item)
        store.notes.update(item.table, item.id, text=text)
    return _fresh(store, item.table, item.id)


def take_away(store: Store, meeting_id: str, item: Item) -> None:
    """Takes a line out of the record; undo brings it back. Raises LineChanged or LineGone as `reword`."""
    with store.write(f"take away “{item.text[:40]}”", meeting_id):
        _as_seen(store, meeting_id, item)
        _delete(store, item)


def turn_into(store: Store, meeting_id: str, item: Item, kind: str) -> Item:
    """Makes a line another kind of record, in its step, with its words and whose it is.

    Raises LineChanged or LineGone as `reword`.
    """
    meeting = open_for_lines(store, meeting_id)
    if kind not in KINDS:
        raise Invalid("kind", f"A line can become: {', '.join(KINDS)}.")
    if kind == item.kind:
        return item
    if item.table == "feedback":
        raise Refused("Feedback stays feedback; take it away and write it again.")
    if item.visibility == "private" and kind not in _NOTE_KINDS:
        raise Refused("This note is private; share it first: /share")
    with store.write(f"“{item.text[:40]}” is a {kind}", meeting_id):
        _as_seen(store, meeting_id, item)
        if item.table == "note" and kind in _NOTE_KINDS:
            store.notes.update("note", item.id, kind=kind, confirmed=None, correction="", is_open_question=None)
            return _fresh(store, "note", item.id)
        _delete(store, item)
        table, record_id = _add(store, meeting, item, kind)
    return _fresh(store, table, record_id)


def set_visibility(store: Store, meeting_id: str, item: Item, value: str) -> Item:
    """Makes a note private or shared. In a repair meeting everything stays restricted."""
    meeting = open_for_lines(store, meeting_id)
    if item.table != "note":
        raise Refused("This is shared by nature; only notes can be private.")
    if meeting.is_restricted:
        raise Refused("This is a repair meeting: everything in it stays restricted.")
    with store.write(f"{value}: “{item.text[:40]}”", meeting_id):
        _as_seen(store, meeting_id, item)
        store.notes.update("note", item.id, visibility=value)
    return _fresh(store, "note", item.id)


def flip_question(store: Store, meeting_id: str, item: Item) -> Item:
    """Marks an own question open where it was closed (or unknown), and closed where it was open."""
    open_for_lines(store, meeting_id)
    note = store.notes.get(item.id) if item.table == "note" else None
    if note is None or note.kind != "question":
        raise Refused("Only a question to the room is open or closed.")
    with store.write("open or closed question", meeting_id):
        store.notes.update("note", item.id, is_open_question=not note.is_open_question)
    return _fresh(store, "note", item.id)


def set_level(store: Store, meeting_id: str, note_id: str, level: str) -> Item:
    """Says at which of the four levels of a discussion a note stands; empty for none."""
    open_for_lines(store, meeting_id)
    if level and level not in LEVELS:
        raise Invalid("level", f"The levels of a discussion are: {', '.join(LEVELS)}.")
    with store.write(f"level: {level or 'none'}", meeting_id):
        store.notes.update("note", note_id, orid=level)
    return _fresh(store, "note", note_id)


def name_party(store: Store, meeting_id: str, item: Item, party: Party) -> Item:
    """Says whose a line is."""
    open_for_lines(store, meeting_id)
    prefix = PREFIX.get(item.table)
    if prefix is None:
        raise Refused("This line belongs to the room, not to one person.")
    with store.write(f"this is {party.name}", meeting_id):
        store.notes.name_party(item.table, item.id, prefix, party)
    return _fresh(store, item.table, item.id)


def as_it_stands(store: Store, item: Item) -> Item | None:
    """The line as it is now; None when it was taken away."""
    return store.timeline.get(item.table, item.id)


def _as_seen(store: Store, meeting_id: str, item: Item) -> None:
    """Inside the transaction: the line still has the words that were on the screen."""
    open_for_lines(store, meeting_id)
    now = as_it_stands(store, item)
    if now is None:
        raise LineGone("that line was taken away on another terminal")
    if now.text != item.text:
        raise LineChanged(f"that line was changed on another terminal, to “{now.text}”; look again")


def _delete(store: Store, item: Item) -> None:
    if item.table == "action":
        store.actions.delete(item.id)
    elif item.table == "decision":
        store.decisions.delete(item.id)
    else:
        store.notes.delete(item.table, item.id)


def _add(store: Store, meeting: Meeting, item: Item, kind: str) -> tuple[str, str]:
    at = (meeting.id, item.step_id)
    if kind in _NOTE_KINDS:
        return "note", store.notes.add(
            *at,
            _NOTE_KINDS[kind],
            item.text,
            speaker=item.party,
            visibility=visibility(meeting, is_private=False),
        )
    if kind == "asked":
        return "question", store.notes.add_question(meeting.partnership_id, *at, item.text, item.party)
    if kind == "action":
        return "action", store.actions.add(
            meeting.partnership_id, item.text, owner=item.party, meeting_id=meeting.id, step_id=item.step_id
        )
    if kind == "decision":
        return "decision", store.decisions.add(
            meeting.partnership_id, *at, item.text, groups_present=groups_in_room(store, meeting.id)
        )
    if kind == "parked":
        return "parked", store.notes.add_parked(meeting.partnership_id, *at, item.text, item.party)
    return "appreciation", store.notes.add_appreciation(*at, item.text, item.party)


def _fresh(store: Store, table: str, record_id: str) -> Item:
    item = store.timeline.get(table, record_id)
    assert item is not None
    return item
