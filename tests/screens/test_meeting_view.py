"""What is read again after a line is what a whole look would find."""

from __future__ import annotations

from dataclasses import replace

from facilitator.model.line import Waiting
from facilitator.screens import meeting_view as view_of
from facilitator.services import record
from meeting_room import Room, room_fixture, waiting_room_fixture  # noqa: F401

LINES = (
    "the room went quiet",
    "@ana buses stop at four :need",
    "@ and nobody can stay",
    "< so without a car nobody can stay late",
    "y",
    "<@ben shifts end at six",
    "n they end at seven",
    "< one that waits",
    "<< two barriers",
    "? what would make staying possible",
    "?@ben who pays",
    "?? who else",
    "+@ben found two drivers",
    "!@ben draft the agreement by 2027-3-5 #attendance",
    "!@ana @ben call the depot next meeting",
    "= pilot two late buses",
    "> cafeteria menu",
    "~@ana is worried",
    "@nobody who is this",
    "/turn ana",
    "/queue ana ben",
    "/queue",
    "/here ana",
    "/done 1",
    "/concern the cost",
    "/count family 4",
    "/next",
    "@amina in the next step",
    "/undo",
    "/redo",
    "/pause",
    "a note in the pause",
    "/resume",
    "/back",
    "/plus good pace",
)


def test_after_each_line_and_command_it_is_as_if_all_was_read(room: Room) -> None:
    changed: set[str] = set()
    room.store.listen(changed.update)
    view = view_of.read(room.store, room.meeting_id)
    context = room.context
    partly = 0
    for line in LINES:
        changed.clear()
        if line == "/undo":
            room.undo()
        elif line == "/redo":
            room.store.redo(room.meeting_id)
        else:
            room.type(line)
        tables = frozenset(changed)
        view = view_of.read_again(room.store, view, tables)
        assert view == view_of.read(room.store, room.meeting_id), line
        if tables <= view_of.LINE_TABLES:
            partly += 1
            context = record.context_after_lines(room.store, view.meeting, context)
        else:
            context = room.context
        # Names are looked up, not compared: what they are made of is in no table that a line writes to.
        now = room.context
        assert replace(context, names=now.names) == now, line
    assert partly > 15
    assert isinstance(view.waiting[-1], Waiting)
