"""What the commands of a meeting do to the record. What only concerns the screen is left to the screen."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches

from facilitator.clock import local
from facilitator.commands import BY_SLASH
from facilitator.db import Store
from facilitator.errors import Invalid, NotFound
from facilitator.model.agenda import to_minute
from facilitator.model.goals import figure
from facilitator.model.line import LineContext
from facilitator.model.meeting import Meeting
from facilitator.model.when import NEXT_MEETING, full_date, leading_day, parse_day
from facilitator.services import attend, close, decide, edit, feedback, goals, promises, record, run

SCREEN_ONLY = frozenset({"blank", "recap", "end", "quit", "help", "export", "fit", "gap"})
"""Commands the screen does itself (`fit` with a number comes here)."""


@dataclass(frozen=True, slots=True)
class Call:
    """One command as typed in a meeting."""

    store: Store
    meeting: Meeting
    words: str
    context: LineContext


def execute(store: Store, meeting: Meeting, command: str, words: str, context: LineContext) -> str:
    """Does a command and returns what to say. Raises a FacilitatorError when it cannot be done."""
    action = _ACTIONS.get(command)
    if action is None:
        near = get_close_matches(command, BY_SLASH, n=1)
        raise NotFound(f"There is no /{command}." + (f" Did you mean /{near[0]}?" if near else " / lists all."))
    return action(Call(store, meeting, words.strip(), context))


# Steps and clocks


def _start(call: Call) -> str:
    run.start(call.store, call.meeting.id)
    return "The meeting has begun."


def _next(call: Call) -> str:
    step = run.go_next(call.store, call.meeting.id)
    return f"Now: {step.title}" if step else "That was the last step: /end reads back and closes."


def _back(call: Call) -> str:
    return f"Back to: {run.go_back(call.store, call.meeting.id).title}"


def _goto(call: Call) -> str:
    return f"Now: {run.go_to(call.store, call.meeting.id, _number(call, 'the step: /goto 5')).title}"


def _pause(call: Call) -> str:
    if call.meeting.state == "paused":
        return _resume(call)
    run.pause(call.store, call.meeting.id)
    return "Paused: both clocks stand."


def _resume(call: Call) -> str:
    run.resume(call.store, call.meeting.id)
    return "The clocks go on."


def _extend(call: Call) -> str:
    minutes = _number(call, "the minutes: /extend 5") if call.words else 5
    return _lengthened(call, minutes)


def _shrink(call: Call) -> str:
    return _lengthened(call, -_number(call, "the minutes: /shrink 5"))


def _lengthened(call: Call, minutes: int) -> str:
    if not minutes:
        raise Invalid("minutes", "Give at least one minute.")
    step = run.lengthen(call.store, call.meeting.id, minutes)
    return f"{step.title}: {step.planned_minutes} minutes."


def _fit(call: Call) -> str:
    way = run.take_way_out(call.store, call.meeting.id, _number(call, "the way: /fit 1"))
    ends = local(to_minute(way.ends_at), call.meeting.time_zone)
    return f"{way.name}: the meeting ends at {ends:%H:%M}."


def _skip(call: Call) -> str:
    after = run.leave_out(call.store, call.meeting.id, moved=False)
    return f"Skipped. Now: {after.title}" if after else "Skipped. That was the last step: /end closes."


def _defer(call: Call) -> str:
    after = run.leave_out(call.store, call.meeting.id, moved=True)
    return f"Moved to the next meeting. Now: {after.title}" if after else "Moved. That was the last step: /end closes."


def _step(call: Call) -> str:
    title, _, last = call.words.rpartition(" ")
    minutes = int(last) if title and last.isascii() and last.isdigit() else 5
    title = title if title and last.isascii() and last.isdigit() else call.words
    run.add_step(call.store, call.meeting.id, title.strip(), minutes)
    return f"Added after this step: {title.strip()}, {minutes} minutes."


# People


def _attendance(status: str, said: str, mode: str | None = None) -> Callable[[Call], str]:
    def mark(call: Call) -> str:
        people = attend.parties(call.context.names, call.words)
        attend.mark(call.store, call.meeting.id, people, status, mode)
        return f"{said}: {', '.join(party.name for party in people)}"

    return mark


def _walk_in(call: Call) -> str:
    return f"Guest: {attend.walk_in(call.store, call.meeting.id, call.words).name}"


def _count(call: Call) -> str:
    name, _, number = call.words.rpartition(" ")
    if not name or not (number.isascii() and number.isdigit()):
        raise Invalid("count", "Give a group and a number: /count students 12")
    group = attend.group_called(call.store, name)
    attend.count(call.store, call.meeting.id, group.key, int(number))
    return f"{group.plural}: {int(number)} by head-count."


def _who(call: Call) -> str:
    item = attend.latest_unknown(call.store, call.meeting.id)
    assert item.party is not None
    typed = item.party.name
    first, _, rest = call.words.partition(" ")
    if not first:
        raise Invalid("who", f'Who is "{typed}"? /who NAME, or /who new for somebody new')
    if first.lower() == "new":
        party = attend.walk_in(call.store, call.meeting.id, rest or typed)
    elif first.isascii() and first.isdigit():
        candidates = call.context.names.candidates(typed)
        if not 1 <= int(first) <= len(candidates):
            raise Invalid("who", f'There is no choice {first} for "{typed}"; /who NAME says it by name.')
        party = candidates[int(first) - 1]
    else:
        named = attend.parties(call.context.names, call.words)
        if len(named) != 1:
            raise Invalid("who", "Name one: /who ana")
        party = named[0]
    attend.name_unknown(call.store, call.meeting.id, item, party)
    return f'"{typed}" is {party.name}.'


def _turn(call: Call) -> str:
    people = attend.parties(call.context.names, call.words)
    with call.store.write(f"a turn for {', '.join(party.name for party in people)}", call.meeting.id):
        for party in people:
            record.count_turn(call.store, run.open_for_lines(call.store, call.meeting.id), party)
    return f"A turn for {', '.join(party.name for party in people)}."


def _queue(call: Call) -> str:
    if not call.words:
        return f"The word to {attend.call_next(call.store, call.meeting.id).name}."
    people = attend.parties(call.context.names, call.words)
    attend.join_queue(call.store, call.meeting.id, people)
    return f"In the queue: {', '.join(party.name for party in people)}."


def _by_person(call: Call) -> str:
    off = call.words.lower() == "off"
    run.count_turns_by_person(call.store, call.meeting.id, not off)
    return (
        "Turns are counted by group only." if off else "The room agreed: turns count by person, until the close."
    )


# Goals, decisions, promises


def _goal(call: Call) -> str:
    name, _, rest = call.words.partition(" ")
    if not name or not rest:
        raise Invalid("goal", "Give a goal's word and its value: /goal attendance 84 on")
    goal = goals.find(call.store, call.meeting.partnership_id, name)
    value: float | None = None
    first, _, tail = rest.strip().partition(" ")
    if first.lower() not in goals.STATUS:
        value, rest = number(first), tail
    word, _, tail = rest.strip().partition(" ")
    status = goals.STATUS.get(word.lower(), "")
    note = tail if status else rest
    goal = goals.read(call.store, goal, value, status, note.strip(), call.meeting.id)
    parts = [goal.statement, figure(goal.current) if value is not None else "", goal.state.replace("_", " ")]
    return " · ".join(part for part in parts if part)


def _tally(method: str) -> Callable[[Call], str]:
    def lean(call: Call) -> str:
        decision = decide.latest(call.store, call.meeting.id)
        decision = decide.lean(call.store, call.meeting.id, decision, method, _counts(call.words))
        return f"Decision {decision.number}: {decision.result.replace('_', ' ')}."

    return lean


def _concern(call: Call) -> str:
    decision = decide.concern(call.store, call.meeting.id, call.words)
    return f"A concern with decision {decision.number}." if decision else "A concern, kept as feedback."


def _review(call: Call) -> str:
    decision = decide.latest(call.store, call.meeting.id)
    on = parse_day(call.words, call.context.days)
    if on is None:
        raise Invalid("when", "Say when: /review 1 feb, /review in 3 months")
    decide.review(call.store, call.meeting.id, decision, on)
    return f"Decision {decision.number} comes back on {full_date(on)}."


def _done(call: Call) -> str:
    action = promises.by_number(call.store, call.meeting.partnership_id, _number(call, "the promise: /done 3"))
    return f"Promise {promises.done(call.store, action, call.meeting.id).number} is done."


def _drop(call: Call) -> str:
    wanted, reason = _numbered(call, "the promise: /drop 3 no longer needed")
    action = promises.by_number(call.store, call.meeting.partnership_id, wanted)
    return f"Promise {promises.drop(call.store, action, reason, call.meeting.id).number} is dropped."


def _move(call: Call) -> str:
    wanted, rest = _numbered(call, "the promise: /move 3 fri waiting for the board")
    action = promises.by_number(call.store, call.meeting.partnership_id, wanted)
    on, words, reason = leading_day(rest, call.context.days)
    action = promises.move(call.store, action, on, reason, call.meeting.id, words=words)
    return f"Promise {action.number}: {full_date(on) if on else NEXT_MEETING}."


def _answer(call: Call) -> str:
    wanted, text = _numbered(call, "the question: /answer 2 the district does")
    return f"Question {feedback.answer(call.store, call.meeting.id, wanted, text).number} is answered."


# Feedback, visibility, the next date, undo


def _say(kind: str) -> Callable[[Call], str]:
    def say(call: Call) -> str:
        feedback.say(call.store, call.meeting.id, kind, call.words)
        return f"{kind.title()}: {call.words}"

    return say


def _rate(call: Call) -> str:
    counts = _counts(call.words)
    feedback.rate(call.store, call.meeting.id, counts)
    return f"Worth the time: {sum(counts)} answers."


def _visibility(value: str) -> Callable[[Call], str]:
    def set_visibility(call: Call) -> str:
        item = call.store.timeline.latest(call.meeting.id)
        if item is None:
            raise NotFound("There is no note yet.")
        edit.set_visibility(call.store, call.meeting.id, item, value)
        return f"{value.title()}: “{item.text[:60]}”"

    return set_visibility


def _meet(call: Call) -> str:
    on = parse_day(call.words, call.context.days)
    if on is None:
        raise Invalid("when", "Say when the next meeting is: /meet 17 dec")
    close.set_next_date(call.store, call.meeting.id, on)
    return f"Next meeting: {full_date(on)}."


def _undo(call: Call) -> str:
    return f"Undone: {call.store.undo(call.meeting.id)}"


def _redo(call: Call) -> str:
    return f"Done again: {call.store.redo(call.meeting.id)}"


def _reopen(call: Call) -> str:
    close.reopen(call.store, call.meeting.id, call.words)
    return "Open again, the clocks stand: /resume starts them, /end closes again."


def number(typed: str) -> float:
    """A value as people type it: `84`, `84.5`, `84,5`, `84%`. Raises Invalid."""
    try:
        value = float(typed.removesuffix("%").replace(",", "."))
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise Invalid("value", f'"{typed}" is no number; write it like 84 or 84.5')
    return value


def _number(call: Call, what: str) -> int:
    return _numbered(call, what)[0]


def _numbered(call: Call, what: str) -> tuple[int, str]:
    first, _, rest = call.words.partition(" ")
    first = first.lstrip("#")
    if not (first.isascii() and first.isdigit() and len(first) < 10):
        raise Invalid("number", f"Give the number of {what}")
    return int(first), rest.strip()


def _counts(words: str) -> tuple[int, ...]:
    parts = words.replace(",", " ").split()
    if not parts or not all(part.isascii() and part.isdigit() and len(part) < 7 for part in parts):
        raise Invalid("counts", "Give whole numbers with blanks between them, one for each level.")
    return tuple(int(part) for part in parts)


_ACTIONS: dict[str, Callable[[Call], str]] = {
    "start": _start,
    "next": _next,
    "back": _back,
    "goto": _goto,
    "pause": _pause,
    "resume": _resume,
    "extend": _extend,
    "shrink": _shrink,
    "fit": _fit,
    "skip": _skip,
    "defer": _defer,
    "step": _step,
    "here": _attendance("present", "Here"),
    "late": _attendance("late", "Late"),
    "remote": _attendance("present", "Here, remote", "remote"),
    "left": _attendance("left", "Left"),
    "absent": _attendance("absent", "Absent"),
    "apologies": _attendance("apologies", "Apologies"),
    "walkin": _walk_in,
    "count": _count,
    "who": _who,
    "turn": _turn,
    "queue": _queue,
    "bypeople": _by_person,
    "goal": _goal,
    "lean": _tally("gradients"),
    "fist": _tally("fist"),
    "concern": _concern,
    "review": _review,
    "done": _done,
    "drop": _drop,
    "move": _move,
    "answer": _answer,
    "plus": _say("plus"),
    "delta": _say("delta"),
    "rate": _rate,
    "share": _visibility("shared"),
    "private": _visibility("private"),
    "meet": _meet,
    "undo": _undo,
    "redo": _redo,
    "reopen": _reopen,
}
