"""What the room says about its meetings: plus, delta, time-worth; and answers to questions."""

from __future__ import annotations

from facilitator.clock import today
from facilitator.db import Store
from facilitator.errors import Invalid, NotFound, Refused
from facilitator.model.notes import Feedback, Question
from facilitator.services.run import meeting_of, open_for_lines

WORTH = ("worthless", "lost time", "broke even", "gained", "superb")
"""Return on time invested, 0 to 4, after Derby and Larsen's scale in our own words."""


def say(store: Store, meeting_id: str, kind: str, text: str) -> None:
    """Keeps a plus (to keep) or a delta (to change)."""
    meeting = open_for_lines(store, meeting_id)
    if not text:
        raise Invalid("text", f"Write what it is: /{kind} start on time")
    if meeting.current_step_id is None:
        raise Refused("The agenda has no step yet; add one: /step TITLE MINUTES")
    with store.write(f"{kind} “{text[:40]}”", meeting_id):
        store.notes.add_feedback(meeting_id, meeting.current_step_id, kind, text)


def rate(store: Store, meeting_id: str, counts: tuple[int, ...]) -> None:
    """Keeps how many rated the meeting 0 to 4 worth their time."""
    open_for_lines(store, meeting_id)
    if len(counts) != len(WORTH) or any(not 0 <= count <= 100_000 for count in counts):
        raise Invalid("counts", "Give five counts, for 0 (worthless) to 4 (superb): /rate 0 0 1 4 2")
    with store.write("worth the time", meeting_id):
        store.notes.set_ratings(meeting_id, "time_worth", counts)


def last_deltas(store: Store, meeting_id: str) -> list[Feedback]:
    """What the room asked to change at the partnership's last closed meeting."""
    meeting = meeting_of(store, meeting_id)
    last = store.meetings.latest_closed(meeting.partnership_id, meeting.planned_start)
    return [f for f in store.notes.feedback(last.id) if f.kind == "delta"] if last else []


def tell_back(store: Store, meeting_id: str, feedback: Feedback, *, changed: bool, reason: str = "") -> None:
    """Says whether a delta was changed, and that the room was told today."""
    open_for_lines(store, meeting_id)
    state = "changed" if changed else "not_changed"
    with store.write(f"{state.replace('_', ' ')}: {feedback.text[:40]}", meeting_id):
        store.notes.answer_feedback(feedback.id, state, reason, today(store.clock))


def answer(store: Store, meeting_id: str, number: int, text: str) -> Question:
    """Answers a question by its number."""
    meeting = open_for_lines(store, meeting_id)
    question = store.notes.question_by_number(meeting.partnership_id, number)
    if question is None:
        raise NotFound(f"There is no question {number} in this partnership.")
    if not text:
        raise Invalid("answer", f"Write the answer: /answer {number} TEXT")
    with store.write(f"answer to question {number}", meeting_id):
        store.notes.update("question", question.id, state="answered", answer=text, answered_at=store.now())
    found = store.notes.question_by_number(meeting.partnership_id, number)
    assert found is not None
    return found
