"""Commands for promises, questions, and what the room says about its meetings."""

from __future__ import annotations

from collections.abc import Callable

from facilitator.errors import NotFound
from facilitator.model.when import NEXT_MEETING, full_date, leading_day
from facilitator.services import feedback, promises
from facilitator.services.slash.call import Call, counts, numbered, one, only_number, yes


def _own(call: Call) -> str:
    wanted, who = numbered(call, "the promise: /own 3 ben")
    action = promises.by_number(call.store, call.meeting.partnership_id, wanted)
    owner = one(call, who, f"/own {wanted} ben")
    promises.set_owner(call.store, action, owner, call.meeting.id)
    return f"Promise {wanted} is {owner.name}'s."


def _done(call: Call) -> str:
    action = promises.by_number(call.store, call.meeting.partnership_id, only_number(call, "the promise: /done 3"))
    return f"Promise {promises.done(call.store, action, call.meeting.id).number} is done."


def _drop(call: Call) -> str:
    wanted, reason = numbered(call, "the promise: /drop 3 no longer needed")
    action = promises.by_number(call.store, call.meeting.partnership_id, wanted)
    return f"Promise {promises.drop(call.store, action, reason, call.meeting.id).number} is dropped."


def _move(call: Call) -> str:
    wanted, rest = numbered(call, "the promise: /move 3 fri waiting for the board")
    action = promises.by_number(call.store, call.meeting.partnership_id, wanted)
    on, words, reason = leading_day(rest, call.context.days)
    action = promises.move(call.store, action, on, reason, call.meeting.id, words=words)
    return f"Promise {action.number}: {full_date(on) if on else NEXT_MEETING}."


def _answer(call: Call) -> str:
    wanted, text = numbered(call, "the question: /answer 2 the district does")
    return f"Question {feedback.answer(call.store, call.meeting.id, wanted, text).number} is answered."


def _say(kind: str) -> Callable[[Call], str]:
    def say(call: Call) -> str:
        feedback.say(call.store, call.meeting.id, kind, call.words)
        return f"{kind.title()}: {call.words}"

    return say


def _rate(call: Call) -> str:
    answers = counts(call.words)
    feedback.rate(call.store, call.meeting.id, answers)
    return f"Worth the time: {sum(answers)} answers."


def _told(call: Call) -> str:
    wanted, rest = numbered(call, "the change asked for: /told 1 yes")
    asked = feedback.last_deltas(call.store, call.meeting.id)
    if not 1 <= wanted <= len(asked):
        raise NotFound(f"Last time {len(asked)} changes were asked for; there is no {wanted}.")
    said, _, reason = rest.partition(" ")
    changed = yes(said, "/told 1 no the room was taken")
    feedback.tell_back(call.store, call.meeting.id, asked[wanted - 1], changed=changed, reason=reason.strip())
    return f"{'Changed' if changed else 'Not changed'}: {asked[wanted - 1].text}"


COMMANDS: dict[str, Callable[[Call], str]] = {
    "own": _own,
    "done": _done,
    "drop": _drop,
    "move": _move,
    "answer": _answer,
    "plus": _say("plus"),
    "delta": _say("delta"),
    "rate": _rate,
    "told": _told,
}
