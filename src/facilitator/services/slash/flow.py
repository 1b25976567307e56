"""Commands for steps, clocks and the next date, and for taking back."""

from __future__ import annotations

from collections.abc import Callable

from facilitator.clock import local
from facilitator.errors import Invalid, NotFound
from facilitator.model.agenda import to_minute
from facilitator.model.when import full_date, parse_day
from facilitator.services import close, edit, history, run
from facilitator.services.slash.call import Call, numbered, only_number, whole


def _start(call: Call) -> str:
    run.start(call.store, call.meeting.id)
    return "The meeting has begun."


def _next(call: Call) -> str:
    step = run.go_next(call.store, call.meeting.id, call.meeting)
    return f"Now: {step.title}" if step else "That was the last step: /end reads back and closes."


def _back(call: Call) -> str:
    return f"Back to: {run.go_back(call.store, call.meeting.id, call.meeting).title}"


def _goto(call: Call) -> str:
    return f"Now: {run.go_to(call.store, call.meeting.id, only_number(call, 'the step: /goto 5')).title}"


def _pause(call: Call) -> str:
    if call.meeting.state == "paused":
        return _resume(call)
    run.pause(call.store, call.meeting.id)
    return "Paused: both clocks stand."


def _resume(call: Call) -> str:
    run.resume(call.store, call.meeting.id)
    return "The clocks go on."


def _extend(call: Call) -> str:
    minutes = only_number(call, "the minutes: /extend 5") if call.words else 5
    return _lengthened(call, minutes)


def _shrink(call: Call) -> str:
    return _lengthened(call, -only_number(call, "the minutes: /shrink 5"))


def _lengthened(call: Call, minutes: int) -> str:
    if not minutes:
        raise Invalid("minutes", "Give at least one minute.")
    step = run.lengthen(call.store, call.meeting.id, minutes)
    return f"{step.title}: {step.planned_minutes} minutes."


def _fit(call: Call) -> str:
    way = run.take_way_out(call.store, call.meeting.id, only_number(call, "the way: /fit 1"))
    ends = local(to_minute(way.ends_at), call.meeting.time_zone)
    return f"{way.name}: the meeting ends at {ends:%H:%M}."


def _skip(call: Call) -> str:
    after = run.leave_out(call.store, call.meeting.id, moved=False, seen=call.meeting)
    return f"Skipped. Now: {after.title}" if after else "Skipped. That was the last step: /end closes."


def _defer(call: Call) -> str:
    after = run.leave_out(call.store, call.meeting.id, moved=True, seen=call.meeting)
    return f"Moved to the next meeting. Now: {after.title}" if after else "Moved. That was the last step: /end closes."


def _order(call: Call) -> str:
    wanted, rest = numbered(call, "the step and its new place: /order 6 4")
    place = whole(rest)
    steps = call.store.meetings.steps(call.meeting.id)
    if place is None or not (1 <= wanted <= len(steps) and 1 <= place <= len(steps)):
        raise Invalid("step", f"Give a step and its new place, both 1 to {len(steps)}: /order 6 4")
    step = steps[wanted - 1]
    run.move_step(call.store, call.meeting.id, step.id, place - wanted)
    return f"{step.title} is step {place} now."


def _step(call: Call) -> str:
    title, _, last = call.words.rpartition(" ")
    minutes = whole(last) if title else None
    if minutes is None:
        title, minutes = call.words, 5
    run.add_step(call.store, call.meeting.id, title.strip(), minutes)
    return f"Added after this step: {title.strip()}, {minutes} minutes."


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
    return f"Undone: {history.undo_in_meeting(call.store, call.meeting.id)}"


def _redo(call: Call) -> str:
    return f"Done again: {history.redo_in_meeting(call.store, call.meeting.id)}"


def _reopen(call: Call) -> str:
    close.reopen(call.store, call.meeting.id, call.words)
    return "Open again, the clocks stand: /resume starts them, /end closes again."


COMMANDS: dict[str, Callable[[Call], str]] = {
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
    "order": _order,
    "share": _visibility("shared"),
    "private": _visibility("private"),
    "meet": _meet,
    "undo": _undo,
    "redo": _redo,
    "reopen": _reopen,
}
