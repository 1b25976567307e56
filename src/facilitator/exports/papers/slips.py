"""Makes the slips of a meeting: what each person takes home, in words that may leave."""

from __future__ import annotations

from collections.abc import Iterator

from facilitator.exports.extract import THERE, Extract, Record
from facilitator.exports.minutes.build import asked_of, promise_of
from facilitator.exports.minutes.model import Said
from facilitator.exports.papers.model import Head, Slip, Slips
from facilitator.exports.papers.side import Side, day_met, next_meeting, person_side, told_apart

BEFORE = frozenset({"meetings", "people", "groups", "actions", "action_helpers", "questions"})
"""Files of the partnership's record that slips and half-pages are made from, beside the meeting's own."""


def slips(meeting_record: Extract, partnership_record: Extract, *, language: str) -> Slips:
    """One slip for everybody who was there, and for those who were not but promised, helped, asked or were thanked.

    `partnership_record` holds `BEFORE`: what is still open from earlier meetings.
    """
    meeting = meeting_record.records["meetings"][0]
    there = {it["person_id"] for it in meeting_record.of("attendance") if it["status"] in THERE}
    made, unnamed = [], 0
    for person in sorted(meeting_record.of("people"), key=lambda it: (it["group"], it["name"], it["id"])):
        slip = _slip(meeting_record, partnership_record, meeting, person)
        if person["id"] in there or not slip.is_empty:
            made.append(slip)
            unnamed += person["id"] not in meeting_record.named
    names = told_apart(it.whose for it in made)
    return Slips(
        Head(
            level=meeting_record.level,
            language=language,
            partnership=meeting_record.records["partnerships"][0]["name"],
            title=meeting["title"],
            day=day_met(meeting),
        ),
        tuple(_called(slip, name) for slip, name in zip(made, names, strict=True)),
        next_meeting(meeting, partnership_record.of("meetings")),
        unnamed,
    )


def _slip(here: Extract, before: Extract, meeting: Record, person: Record) -> Slip:
    side = person_side(here, person)
    whole = Side(organisation=person["organisation_id"])
    now = here.of("actions")
    earlier = list(open_before(before, meeting))
    questions = here.of("questions", state="open")
    return Slip(
        whose=person["name"],
        promises=tuple(promise_of(it) for it in now if side.has(here, it, "owner")),
        earlier=tuple(promise_of(it) for it in earlier if side.has(before, it, "owner")),
        helping=tuple(
            promise_of(it)
            for extract, actions in ((here, now), (before, earlier))
            for it in actions
            if it["state"] == "open" and side.has(extract, it, "helper") and not side.has(extract, it, "owner")
        ),
        thanks=tuple(
            Said("thanks", "" if side.has(here, it, "receiver") else it["to"], it["text"])
            for it in here.of("appreciations")
            if side.has(here, it, "receiver") or whole.has(here, it, "receiver")
        ),
        to_answer=tuple(
            asked_of(it) for it in questions if side.is_named_in(it["text"]) and not side.has(here, it, "asker")
        ),
        asked=tuple(
            asked_of(it)
            for extract, found in ((here, questions), (before, open_questions_before(before, meeting)))
            for it in found
            if side.has(extract, it, "asker")
        ),
    )


def open_before(before: Extract, meeting: Record) -> Iterator[Record]:
    """Promises from before a meeting that are still open."""
    until = meeting["ended_at"]
    for it in before.of("actions", state="open"):
        if it["meeting_id"] != meeting["id"] and (not until or it["created_at"] <= until):
            yield it


def open_questions_before(before: Extract, meeting: Record) -> Iterator[Record]:
    """Questions from before a meeting that are still open."""
    until = meeting["ended_at"]
    for it in before.of("questions", state="open"):
        if it["meeting_id"] != meeting["id"] and (not until or it["at"] <= until):
            yield it


def _called(slip: Slip, name: str) -> Slip:
    return Slip(name, slip.promises, slip.earlier, slip.helping, slip.thanks, slip.to_answer, slip.asked)
