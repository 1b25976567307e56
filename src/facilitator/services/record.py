"""What the typed line writes down: one line, one act."""

from __future__ import annotations

from dataclasses import replace

from facilitator.clock import local, today
from facilitator.db import Store
from facilitator.errors import Conflict, Invalid, Refused
from facilitator.frozen import frozen
from facilitator.model.cadence import next_meeting_on
from facilitator.model.line import GoalRef, Line, LineContext, LineKind, Waiting
from facilitator.model.meeting import Meeting
from facilitator.model.names import Names
from facilitator.model.notes import Item, NoteKind, Visibility
from facilitator.model.people import Party
from facilitator.model.when import NEXT_MEETING, Days
from facilitator.services.run import open_for_lines

_NOTES: dict[LineKind, NoteKind] = {
    LineKind.NOTE: "note",
    LineKind.SAID: "said",
    LineKind.PARAPHRASE: "paraphrase",
    LineKind.SUMMARY: "summary",
    LineKind.QUESTION: "question",
}


@frozen
class Recorded:
    """What a line became: the record as the list shows it, or the paraphrase it answered."""

    item: Item
    is_new: bool


def context(store: Store, meeting: Meeting, *, day_first: bool = False) -> LineContext:
    """All that the line's meaning depends on, read once and again only when the record changes."""
    people = store.people.people(meeting.partnership_id)
    present = {a.person_id for a in store.meetings.attendance(meeting.id) if a.person_id and a.is_present}
    names = Names(people, store.people.organisations(meeting.partnership_id), store.people.groups(), frozenset(present))
    goals = tuple(GoalRef(goal.id, goal.statement) for goal in store.goals.all(meeting.partnership_id))
    return LineContext(
        names=names,
        goals=goals,
        tags=store.people.tags(),
        days=days(store, meeting, day_first=day_first),
        waiting=waiting(store, meeting.id),
        last_speaker=_last_speaker(store, meeting),
    )


def context_after_lines(store: Store, meeting: Meeting, before: LineContext) -> LineContext:
    """The context once more where only lines were written since `before`: people, goals and tags are as they were."""
    return replace(
        before,
        days=days(store, meeting, day_first=before.days.day_first),
        waiting=waiting(store, meeting.id),
        last_speaker=_last_speaker(store, meeting),
    )


def _last_speaker(store: Store, meeting: Meeting) -> Party | None:
    return store.notes.latest_speaker(meeting.current_step_id) if meeting.current_step_id else None


def waiting(store: Store, meeting_id: str) -> tuple[Waiting, ...]:
    """The paraphrases of a meeting that wait for a yes, the oldest first."""
    return tuple(Waiting(n.id, n.speaker, n.text) for n in store.notes.waiting(meeting_id))


def days(store: Store, meeting: Meeting, *, day_first: bool = False) -> Days:
    """What due phrases are read against: today, and the next meeting as planned or as the cadence gives it."""
    now = today(store.clock)
    agreed = store.meetings.next_date(meeting.id)
    planned = store.meetings.next_planned(meeting.partnership_id, max(store.now(), meeting.planned_start), meeting.id)
    upcoming = agreed
    if upcoming is None and planned is not None:
        upcoming = local(planned.planned_start, planned.time_zone).date()
    if upcoming is None:
        partnership = store.people.partnership(meeting.partnership_id)
        if partnership and partnership.cadence:
            upcoming = next_meeting_on(partnership.cadence, now)
    return Days(today=now, day_first=day_first, next_meeting=upcoming)


def save(store: Store, meeting_id: str, line: Line, *, typed_in: str = "") -> Recorded:
    """Writes a parsed line into the step in hand. Commands and empty lines are not for here.

    `typed_in` names the draft the line was kept as; it goes in the same transaction, so that a line is never both.

    Raises Refused when the meeting is closed or has no step, and the store's errors when nothing could be saved.
    """
    if line.kind in (LineKind.YES, LineKind.NO):
        return _confirm(store, meeting_id, line)
    with store.write(_name(line), meeting_id):
        # Looked at inside the transaction: another screen may go on or close the meeting at any moment.
        meeting = open_for_lines(store, meeting_id)
        if meeting.current_step_id is None:
            raise Refused("The agenda has no step yet; add one: /step TITLE MINUTES")
        table, record_id = _write(store, meeting, meeting.current_step_id, line)
        if line.counts_turn and line.party is not None:
            count_turn(store, meeting, line.party)
        if typed_in:
            store.drafts.save(typed_in, "", 0)
    item = store.timeline.get(table, record_id)
    assert item is not None
    return Recorded(item, is_new=True)


def count_turn(store: Store, meeting: Meeting, party: Party) -> None:
    """Counts one turn for the party's group, and marks a person as heard."""
    if meeting.current_step_id is None:
        raise Refused("The agenda has no step yet; add one: /step TITLE MINUTES")
    person_id = party.id if party.kind == "person" else None
    with store.write(f"a turn for {party.name}", meeting.id):
        store.meetings.add_turn(
            meeting.id, meeting.current_step_id, party.group, person_id if meeting.counts_by_person else None
        )
        if person_id:
            found = store.meetings.attendee(meeting.id, person_id)
            if found:
                store.meetings.update_attendance(found[0], heard=True)
            else:
                store.meetings.add_attendance(meeting.id, person_id=person_id, status="expected", heard=True)


def groups_in_room(store: Store, meeting_id: str) -> str:
    """The keys of the groups present, in the groups' order, separated by blanks."""
    there = {
        a.group
        for a in store.meetings.attendance(meeting_id)
        if a.is_present and (a.head_count is None or a.head_count)
    }
    return " ".join(group.key for group in store.people.groups() if group.key in there)


def confirm(store: Store, meeting_id: str, note_id: str, *, correction: str | None, waits: bool = False) -> Recorded:
    """Marks a paraphrase confirmed (`correction` None) or corrected, keeping what its speaker meant.

    With `waits` it is one that waits for a yes. Raises Conflict when it was answered meanwhile.
    """
    name = "paraphrase confirmed" if correction is None else "paraphrase corrected"
    with store.write(name, meeting_id):
        open_for_lines(store, meeting_id)
        note = store.notes.get(note_id)
        if note is None or note.kind != "paraphrase":
            raise Invalid("line", "That paraphrase is not there any more.")
        if waits and note.confirmed:
            meant = f": {note.correction}" if note.correction else ""
            raise Conflict(f"on another terminal it was {'corrected' if meant else 'confirmed'} meanwhile{meant}")
        store.notes.update(
            "note", note_id, confirmed="yes" if correction is None else "corrected", correction=correction or ""
        )
    item = store.timeline.get("note", note_id)
    assert item is not None
    return Recorded(item, is_new=False)


def _confirm(store: Store, meeting_id: str, line: Line) -> Recorded:
    assert line.waiting_id is not None
    return confirm(
        store,
        meeting_id,
        line.waiting_id,
        correction=None if line.kind is LineKind.YES else line.correction,
        waits=True,
    )


def _write(store: Store, meeting: Meeting, step_id: str, line: Line) -> tuple[str, str]:
    goal_id = line.goal.id if line.goal else None
    if line.kind is LineKind.ASKED:
        return "question", store.notes.add_question(meeting.partnership_id, meeting.id, step_id, line.text, line.party)
    if line.kind is LineKind.APPRECIATION:
        return "appreciation", store.notes.add_appreciation(meeting.id, step_id, line.text, line.party)
    if line.kind is LineKind.PARKED:
        return "parked", store.notes.add_parked(meeting.partnership_id, meeting.id, step_id, line.text, line.party)
    if line.kind is LineKind.DECISION:
        return "decision", store.decisions.add(
            meeting.partnership_id,
            meeting.id,
            step_id,
            line.text,
            groups_present=groups_in_room(store, meeting.id),
            goal_id=goal_id,
        )
    if line.kind is LineKind.ACTION:
        return "action", store.actions.add(
            meeting.partnership_id,
            line.text,
            owner=line.party,
            helpers=line.helpers,
            meeting_id=meeting.id,
            step_id=step_id,
            goal_id=goal_id,
            due_first=line.due,
            due=line.due,
            due_words=NEXT_MEETING if line.due is None and line.due_words == NEXT_MEETING else "",
        )
    return "note", store.notes.add(
        meeting.id,
        step_id,
        _NOTES[line.kind],
        line.text,
        speaker=line.party if line.kind is not LineKind.NOTE else None,
        is_open_question=line.is_open_question,
        visibility=visibility(meeting, is_private=line.is_private),
        tags=line.tags,
        goal_id=goal_id,
    )


def visibility(meeting: Meeting, *, is_private: bool) -> Visibility:
    """Who may see a new note: everything in a repair meeting is restricted."""
    if meeting.is_restricted:
        return "restricted"
    return "private" if is_private else "shared"


def _name(line: Line) -> str:
    words = {
        LineKind.NOTE: "note",
        LineKind.SAID: "remark",
        LineKind.PARAPHRASE: "paraphrase",
        LineKind.SUMMARY: "summary",
        LineKind.QUESTION: "question to the room",
        LineKind.ASKED: "question",
        LineKind.APPRECIATION: "thanks",
        LineKind.ACTION: "promise",
        LineKind.DECISION: "decision",
        LineKind.PARKED: "parked topic",
    }
    start = line.text if len(line.text) <= 40 else line.text[:39] + "…"
    return f"{words[line.kind]} “{start}”"
