"""Commands for goals and decisions."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from facilitator.errors import Invalid
from facilitator.model.decisions import Decision
from facilitator.model.goals import Goal, figure
from facilitator.model.when import full_date, leading_day, parse_day
from facilitator.services import attend, decide, goals
from facilitator.services.slash.call import Call, counts, number, whole

_BECAUSE = re.compile(r"(?:^|\s)because(?:\s|$)", re.IGNORECASE)
_TRACK = re.compile(r"^\s*(?:(on|off)[ _-]track|at[ _-](risk))\b", re.IGNORECASE)
_RESULTS = re.compile(r"(not[ _]agreed|agreed|open)(?:\s+(.*))?", re.IGNORECASE)
_FIELDS = {field: field for field in goals.CHANGEABLE if field != "next_review"} | {"review": "next_review"}
_ADJUST = "/adjust attendance target 92 because the board raised it"


def _goal(call: Call) -> str:
    name, _, rest = call.words.partition(" ")
    if not name or not rest:
        raise Invalid("goal", "Give a goal's word and its value: /goal attendance 84 on")
    goal = goals.find(call.store, call.meeting.partnership_id, name)
    value: float | None = None
    rest = _short_status(rest)
    first, _, tail = rest.partition(" ")
    if first.lower() not in goals.STATUS:
        value, rest = number(first), _short_status(tail.strip().removeprefix("% "))
    word, _, tail = rest.partition(" ")
    status = goals.STATUS.get(word.lower(), "")
    note = tail if status else rest
    goal = goals.read(call.store, goal, value, status, note.strip(), call.meeting.id)
    parts = [goal.statement, figure(goal.current) if value is not None else "", goal.state.replace("_", " ")]
    return " · ".join(part for part in parts if part)


def _short_status(words: str) -> str:
    """`on track` as `on`, `at risk` as `risk`, at the start of `words`."""
    return _TRACK.sub(lambda found: found[1] or found[2], words, count=1).strip()


def _propose(call: Call) -> str:
    goals.propose(call.store, call.meeting.id, call.words)
    return f"Proposed: {call.words} · /goal gives it a reading or a status"


def _adjust(call: Call) -> str:
    name, _, rest = call.words.partition(" ")
    typed, _, rest = rest.strip().partition(" ")
    fields = [key for key in _FIELDS if typed and key.startswith(typed.lower())]
    if not name or len(fields) != 1:
        raise Invalid("field", f"Give a goal, one of {', '.join(_FIELDS)}, and the value: {_ADJUST}")
    goal = goals.find(call.store, call.meeting.partnership_id, name)
    field = _FIELDS[fields[0]]
    value, reason = _new_value(call, goal, field, rest.strip())
    goal = goals.adjust(call.store, goal, field, value, reason, call.meeting.id)
    shown = full_date(value) if isinstance(value, date) else figure(value) if isinstance(value, float) else value
    return f"{goal.statement} · {fields[0]}: {shown}"


def _new_value(call: Call, goal: Goal, field: str, words: str) -> tuple[float | date | str, str]:
    """The value at the start of `words`, or up to “because”, and the reason behind it."""
    if field in ("baseline", "target"):
        first, _, reason = words.partition(" ")
        return number(first), _BECAUSE.sub("", reason, count=1).strip()
    if field in ("due", "next_review"):
        on, _, reason = leading_day(words, call.context.days)
        if on is None:
            raise Invalid("when", f"Say when: /adjust {goal.statement.split()[0].lower()} due 30 jun because WHY")
        return on, _BECAUSE.sub("", reason, count=1).strip()
    value, *reasons = _BECAUSE.split(words, maxsplit=1)
    if not value.strip():
        raise Invalid(field, f"Write what it becomes: {_ADJUST}")
    return value.strip(), " ".join(reasons).strip()


def _decision(call: Call) -> tuple[Decision, str]:
    """The decision a leading `#N` names, else the latest of the meeting, and the other words."""
    named, words = _named_decision(call)
    return named or decide.latest(call.store, call.meeting.id), words


def _named_decision(call: Call) -> tuple[Decision | None, str]:
    first, _, rest = call.words.partition(" ")
    if first.startswith("#") and (wanted := whole(first[1:])) is not None:
        return decide.numbered(call.store, call.meeting.id, wanted), rest.strip()
    return None, call.words


def _tally(method: str) -> Callable[[Call], str]:
    def lean(call: Call) -> str:
        decision = decide.latest(call.store, call.meeting.id)
        decision = decide.lean(call.store, call.meeting.id, decision, method, counts(call.words))
        return f"Decision {decision.number}: {decision.result.replace('_', ' ')}."

    return lean


def _concern(call: Call) -> str:
    named, words = _named_decision(call)
    decision = decide.concern(call.store, call.meeting.id, words, named)
    return f"A concern with decision {decision.number}." if decision else "A concern, kept as feedback."


def _review(call: Call) -> str:
    decision, words = _decision(call)
    on = parse_day(words, call.context.days)
    if on is None:
        raise Invalid("when", "Say when: /review 1 feb, /review in 3 months")
    decide.review(call.store, call.meeting.id, decision, on)
    return f"Decision {decision.number} comes back on {full_date(on)}."


def _overrule(call: Call) -> str:
    decision, words = _decision(call)
    found = _RESULTS.fullmatch(words)
    if found is None:
        raise Invalid("result", "Say the result and why: /overrule not agreed the board must see it first")
    result = found[1].lower().replace(" ", "_")
    reason = _BECAUSE.sub("", found[2] or "", count=1).strip()
    decide.overrule(call.store, call.meeting.id, decision, result, reason)
    return f"Decision {decision.number}: {result.replace('_', ' ')}."


def _affected(call: Call) -> str:
    decision, words = _decision(call)
    if not words:
        raise Invalid("group", "Name the groups that are affected and not here: /affected students families")
    typed = [] if words.lower() == "none" else words.replace(",", " ").split()
    named = [attend.group_called(call.store, word).key for word in typed]
    keys = tuple(dict.fromkeys((*decision.groups_absent, *named))) if typed else ()
    decide.absent_groups(call.store, call.meeting.id, decision, keys)
    return f"Decision {decision.number}, affected but absent: {', '.join(keys) or 'nobody'}."


COMMANDS: dict[str, Callable[[Call], str]] = {
    "goal": _goal,
    "propose": _propose,
    "adjust": _adjust,
    "lean": _tally("gradients"),
    "fist": _tally("fist"),
    "concern": _concern,
    "review": _review,
    "overrule": _overrule,
    "affected": _affected,
}
