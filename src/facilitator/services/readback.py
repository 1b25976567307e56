"""The read-back: what a meeting agreed and promised, and what still has a gap."""

from __future__ import annotations

from datetime import date

from facilitator.db import Store
from facilitator.frozen import frozen
from facilitator.model.actions import Action
from facilitator.model.decisions import Decision, standing
from facilitator.model.meeting import Meeting, Step
from facilitator.model.notes import Feedback, Item, Note, Parked, Question, Rating
from facilitator.model.when import full_date
from facilitator.services.run import meeting_of
from facilitator.steps.kinds import kind_of


@frozen
class Readback:
    """Everything that is read aloud before a meeting closes, and the gaps to mend first."""

    meeting: Meeting
    decisions: tuple[Decision, ...]
    promises: tuple[Action, ...]
    unanswered: tuple[Question, ...]
    unconfirmed: tuple[Note, ...]
    unknown: tuple[Item, ...]
    """Lines with a name nobody was found for."""
    without_record: tuple[Step, ...]
    """Steps that were held and left nothing."""
    parked: tuple[Parked, ...]
    feedback: tuple[Feedback, ...]
    worth: tuple[Rating, ...]
    next_on: date | None

    @property
    def gaps(self) -> int:
        """How many things are still to be mended."""
        lacking = sum(bool(promise.gaps) for promise in self.promises if promise.state == "open")
        return (
            lacking
            + len(self.unanswered)
            + len(self.unconfirmed)
            + len(self.without_record)
            + sum(item.kind != "action" for item in self.unknown)
        )


def gather(store: Store, meeting_id: str) -> Readback:
    """Reads a meeting's read-back from the record."""
    meeting = meeting_of(store, meeting_id)
    return Readback(
        meeting=meeting,
        decisions=tuple(store.decisions.of_meeting(meeting_id)),
        promises=tuple(store.actions.of_meeting(meeting_id)),
        unanswered=tuple(q for q in store.notes.questions(meeting_id) if q.state == "open"),
        unconfirmed=tuple(store.notes.waiting(meeting_id)),
        unknown=tuple(store.timeline.unknown_names(meeting_id)),
        without_record=tuple(steps_without_record(store, meeting_id)),
        parked=tuple(store.notes.parked(meeting_id)),
        feedback=tuple(store.notes.feedback(meeting_id)),
        worth=tuple(r for r in store.notes.ratings(meeting_id) if r.instrument == "time_worth"),
        next_on=store.meetings.next_date(meeting_id),
    )


def steps_without_record(store: Store, meeting_id: str) -> list[Step]:
    """Steps that began and left none of the records their kind asks for."""
    return [
        step
        for step in store.meetings.steps(meeting_id)
        if step.started_at is not None
        and step.state in ("done", "running", "waiting")
        and kind_of(step.kind).leaves
        and not store.meetings.left_record(step, kind_of(step.kind).leaves)
    ]


def text(store: Store, meeting: Meeting) -> str:
    """The read-back as plain lines, under `We agreed`, `We promised`, `Still open`."""
    found = gather(store, meeting.id)
    lines = ["We agreed"]
    for decision in found.decisions:
        again = f" · look again {full_date(decision.review_on)}" if decision.review_on else ""
        lines.append(f"  {decision.number}  {decision.text} ({standing(decision)}{again})")
        lines += [f"     concern: “{concern}”" for concern in decision.concerns]
    lines += ["  nothing yet"] if not found.decisions else []
    lines += ["", "We promised"]
    for promise in found.promises:
        owner = promise.owner.name if promise.owner else "no owner"
        due = full_date(promise.due) if promise.due else promise.due_words or "no date"
        lines.append(f"  {promise.number}  {owner}: {promise.text} · {due}")
    lines += ["  nothing yet"] if not found.promises else []
    lines += ["", "Still open"]
    still = still_open(found)
    lines += [f"  {line}" for line in still] or ["  nothing"]
    return "\n".join(lines) + "\n"


def still_open(found: Readback) -> list[str]:
    """What waits for an answer, a yes, or another day, in words."""
    lines = []
    for question in found.unanswered:
        who = question.asked_by.name if question.asked_by else "Somebody"
        lines.append(f"{who} asked ({question.number}): {question.text}")
    for note in found.unconfirmed:
        whose = f" · {note.speaker.name}" if note.speaker else ""
        lines.append(f"a paraphrase not confirmed{whose}: “{note.text}”")
    lines += [f"parked: {parked.text}" for parked in found.parked if parked.state == "parked"]
    return lines
