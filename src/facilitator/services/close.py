"""Closing a meeting, and opening it again with a trace."""

from __future__ import annotations

from collections import Counter
from datetime import date

from facilitator.clock import local
from facilitator.db import Store
from facilitator.errors import Invalid, Refused
from facilitator.model.decisions import Decision
from facilitator.model.measures import DecisionFacts, GroupVoice, MeetingFacts, StepTime, after_meeting
from facilitator.model.meeting import Meeting
from facilitator.services.promises import fill_next_meeting
from facilitator.services.readback import steps_without_record
from facilitator.services.run import meeting_of, open_for_lines
from facilitator.steps.kinds import kind_of

FOLDED = ("voices_heard", "evenness")
"""Figures made of what is known by person; kept from the first close when a meeting is closed again."""


def set_next_date(store: Store, meeting_id: str, on: date) -> None:
    """Keeps the date agreed for the next meeting; promises `by next meeting` get their day."""
    meeting = open_for_lines(store, meeting_id)
    if on <= local(meeting.planned_start, meeting.time_zone).date():
        raise Invalid("when", "The next meeting must be on a later day than this one.")
    with store.write("next meeting's date", meeting_id):
        store.meetings.update(meeting_id, next_meeting_on=on)
        fill_next_meeting(store, meeting.partnership_id, on, meeting_id)


def close(store: Store, meeting_id: str) -> Meeting:
    """Closes the meeting: steps never begun are skipped, figures are kept, counts by person become group totals.

    Taking it back leaves a trace in the meeting's history. One that counted by person cannot be taken back: the counts
    are taken out of the journal too.
    """
    now = store.now()
    has_counted = store.meetings.has_counted_by_person(meeting_id)
    with store.write("close the meeting", meeting_id, final=has_counted):
        meeting = meeting_of(store, meeting_id)
        if not meeting.is_open:
            raise Refused(
                "The meeting has not begun." if meeting.state != "closed" else "The meeting is closed already."
            )
        store.meetings.close_stretch(meeting_id, now)
        for step in store.meetings.steps(meeting_id):
            if step.state == "running" or (step.state == "waiting" and step.started_at):
                store.meetings.update_step(step.id, state="done", ended_at=step.ended_at or now)
            elif step.state == "waiting":
                store.meetings.update_step(step.id, state="skipped")
        store.meetings.update(meeting_id, state="closed", ended_at=now)
        store.meetings.add_event(meeting_id, "closed")
        keep_measures(store, meeting_id)
        for attendee in store.meetings.attendance(meeting_id):
            if attendee.heard:
                store.meetings.update_attendance(attendee.id, heard=False)
        if has_counted:
            store.meetings.forget_who_spoke(meeting_id)
    return meeting_of(store, meeting_id)


def reopen(store: Store, meeting_id: str, reason: str) -> Meeting:
    """Opens a closed meeting again; the reason stays in its history. The clocks stand."""
    meeting = meeting_of(store, meeting_id)
    if meeting.state != "closed":
        raise Refused("The meeting is not closed.")
    if not reason:
        raise Invalid("reason", "Say why it is opened again; that stays in its history.")
    with store.write("reopen the meeting", meeting_id):
        store.meetings.update(meeting_id, state="paused", ended_at=None)
        store.meetings.add_event(meeting_id, "reopened", reason)
    return meeting_of(store, meeting_id)


def keep_measures(store: Store, meeting_id: str) -> None:
    """Works the meeting's figures out and keeps them with it."""
    found = after_meeting(facts(store, meeting_id))
    earlier = {row[0]: row for row in store.meetings.measures(meeting_id) if row[0].partition(":")[0] in FOLDED}
    rows = [(m.name, m.numerator, m.denominator, m.value) for m in found if m.name not in earlier]
    store.meetings.save_measures(meeting_id, rows + list(earlier.values()))


def facts(store: Store, meeting_id: str) -> MeetingFacts:
    """What the measures of a meeting are made of, read from the record."""
    meeting = meeting_of(store, meeting_id)
    now = store.now()
    steps = [
        s for s in store.meetings.steps(meeting_id) if s.started_at is not None and s.state not in ("skipped", "moved")
    ]
    notes = store.notes.of_meeting(meeting_id)
    kinds = Counter(note.kind for note in notes)
    questions = [note.is_open_question for note in notes if note.kind == "question"]
    confirmations = Counter(note.confirmed for note in notes if note.kind == "paraphrase")
    needing = [step for step in steps if kind_of(step.kind).leaves]
    without = {step.id for step in steps_without_record(store, meeting_id)}
    worth = {r.score: r.count for r in store.notes.ratings(meeting_id) if r.instrument == "time_worth"}
    return MeetingFacts(
        planned_start=meeting.planned_start,
        planned_end=meeting.planned_end,
        started_at=meeting.started_at,
        ended_at=meeting.ended_at,
        steps=tuple(StepTime(step.planned_minutes, step.active_seconds(now) / 60) for step in steps),
        paraphrases=kinds["paraphrase"],
        summaries=kinds["summary"],
        open_questions=questions.count(True),
        closed_questions=questions.count(False),
        confirmed=confirmations["yes"],
        corrected=confirmations["corrected"],
        groups=_voices(store, meeting_id),
        turns_by_person=_by_person(store, meeting),
        facilitator_turns=kinds["question"] + kinds["paraphrase"] + kinds["summary"],
        decisions=tuple(_decision(d) for d in store.decisions.of_meeting(meeting_id)),
        outcomes=len(needing) - len(without),
        steps_done=len(needing),
        ratings=tuple(worth.get(score, 0) for score in range(5)),
    )


def _voices(store: Store, meeting_id: str) -> tuple[GroupVoice, ...]:
    people: Counter[str] = Counter()
    heard: Counter[str] = Counter()
    heads: Counter[str] = Counter()
    for attendee in store.meetings.attendance(meeting_id):
        if attendee.head_count is not None:
            heads[attendee.group] += attendee.head_count
        elif attendee.is_present or attendee.status == "left":
            people[attendee.group] += 1
            heard[attendee.group] += attendee.heard
    turns: Counter[str] = Counter()
    for _, group, _, count in store.meetings.turns(meeting_id):
        turns[group] += count
    order = {group.key: group.position for group in store.people.groups()}
    keys = sorted(people.keys() | heads.keys() | turns.keys(), key=lambda key: order.get(key, 0))
    return tuple(GroupVoice(key, people[key], heard[key], heads[key], turns[key]) for key in keys)


def _by_person(store: Store, meeting: Meeting) -> tuple[int, ...] | None:
    if not meeting.counts_by_person:
        return None
    turns: Counter[str] = Counter()
    for _, _, person_id, count in store.meetings.turns(meeting.id):
        if person_id:
            turns[person_id] += count
    there = (a for a in store.meetings.attendance(meeting.id) if a.person_id and (a.is_present or a.status == "left"))
    return tuple(turns[a.person_id or ""] for a in there)


def _decision(decision: Decision) -> DecisionFacts:
    return DecisionFacts(
        number=decision.number,
        method=decision.method,
        tally=decision.tally,
        open_objections=len(decision.concerns),
        has_review_date=decision.review_on is not None,
    )
