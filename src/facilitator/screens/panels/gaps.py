"""Gaps of the read-back, and the keys that mend them in place."""

from __future__ import annotations

from facilitator.db import Store
from facilitator.model.agenda import numbers
from facilitator.screens.panels.base import Complete, Row, Says
from facilitator.screens.panels.rows import column, whose, wrapped
from facilitator.services import record, run
from facilitator.services.readback import Readback

_LACK_CELLS = 23


def gap_rows(store: Store, found: Readback, width: int) -> list[Row]:
    """What is still to be mended, a row or more each: what it lacks, then its words."""
    rows: list[Row] = []

    def gap(row_id: str, lack: str, text: str) -> None:
        rows.extend(wrapped((column(lack, _LACK_CELLS, "warning"),), text, width, id=row_id))

    for action in found.promises:
        if action.state == "open" and action.gaps:
            who = f"{whose(action.owner)}: " if action.owner else ""
            gap(f"promise:{action.id}", ", ".join(action.gaps), f"{action.number}  {who}{action.text}")
    for item in reversed(found.unknown):
        if item.kind != "action":
            gap(f"unknown:{item.id}", "whose name?", f"{whose(item.party)} “{item.text}”")
    for note in reversed(found.unconfirmed):
        name = whose(note.speaker) if note.speaker else "the room"
        gap(f"note:{note.id}", "not confirmed", f"{name}: “{note.text}”")
    for question in found.unanswered:
        who = f"{whose(question.asked_by)} asked: " if question.asked_by else ""
        gap(f"question:{question.id}", "not answered", f"{question.number}  {who}{question.text}")
    shown = numbers(store.meetings.steps(found.meeting.id)) if found.without_record else {}
    for step in found.without_record:
        if step.id in shown:  # else another program has just taken it off the agenda
            gap(f"step:{step.id}", "left no record", f"{shown[step.id]}  {step.title}")
    return rows


def mend(store: Store, found: Readback, key: str, row_id: str) -> Says | Complete | None:
    """What a key does to the gap with this id; None when it means nothing there."""
    kind, _, record_id = row_id.partition(":")
    if kind == "note":
        return answer_paraphrase(store, found.meeting.id, record_id, key)
    action = store.actions.get(record_id) if kind in ("promise", "made") else None
    if action is not None:
        if key == "enter":
            key = "w" if action.gaps and action.gaps[0] != "no date" else "m"
        command = {"w": "own", "m": "move", "x": "drop"}.get(key)
        return Complete(f"/{command} {action.number} ") if command else None
    if kind == "question" and key in ("enter", "a"):
        numbered = (question.number for question in found.unanswered if question.id == record_id)
        return next((Complete(f"/answer {number} ") for number in numbered), None)
    if kind == "unknown" and key in ("enter", "w"):
        return _who(found, record_id)
    if kind == "step" and key == "enter":
        number = numbers(store.meetings.steps(found.meeting.id)).get(record_id)
        return Complete(f"/goto {number}") if number else None
    return None


def _who(found: Readback, record_id: str) -> Complete | None:
    """`/who` is about the latest unknown name; an earlier one is said."""
    for item in found.unknown:
        if item.id == record_id and item.party is not None:
            return Complete("/who " if item is found.unknown[-1] else f"/who {item.party.name} is ")
    return None


def answer_paraphrase(store: Store, meeting_id: str, note_id: str, key: str) -> Says | Complete | None:
    """`y` confirms a paraphrase, `n` marks it corrected, `c` writes what was meant instead."""
    if key == "y":
        record.confirm(store, meeting_id, note_id, correction=None)
        return Says("Confirmed: heard right.")
    if key == "n":
        record.confirm(store, meeting_id, note_id, correction="")
        return Says("Kept as not quite right.")
    if key == "c":
        return _correct(store, meeting_id, note_id)
    if key == "enter":
        return Says("y when they say yes, n when it was not quite that, c for what they meant.")
    return None


def _correct(store: Store, meeting_id: str, note_id: str) -> Says | Complete:
    """The line that corrects this paraphrase: `n `, or `n@ana ` where a later one waits."""
    meeting = run.meeting_of(store, meeting_id)
    context = record.context(store, meeting)
    if context.waiting and context.waiting[-1].note_id == note_id:
        return Complete("n ")
    asked = next((waiting for waiting in context.waiting if waiting.note_id == note_id), None)
    latest_of = [waiting.note_id for waiting in context.waiting if asked and waiting.party == asked.party]
    handle = context.names.handle(asked.party) if asked and asked.party else ""
    if handle and latest_of[-1] == note_id:
        return Complete(f"n@{handle} ")
    return Says("A later one waits first: answer that, then this one can be corrected in the line.")
