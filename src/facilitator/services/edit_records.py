"""Changing partnerships, goals, promises and planned meetings from a form, and taking the latest act back.

Each function is one act.
"""

from __future__ import annotations

from datetime import date, datetime
from math import isfinite

from facilitator.db import Store
from facilitator.errors import Invalid, NotFound, Refused
from facilitator.model.actions import Action
from facilitator.model.goals import Goal
from facilitator.model.meeting import Meeting
from facilitator.model.names import Names
from facilitator.model.people import Partnership, Party
from facilitator.model.template import Template, TemplateStep, fit
from facilitator.model.text import clean, tidy
from facilitator.model.when import NEXT_MEETING
from facilitator.services import goals, prepare, promises
from facilitator.services.prepare import from_local, words

MOST_MONTHS = 1200
"""A century: who keeps records longer says nothing."""


def new_partnership(
    store: Store,
    *,
    name: str,
    vision: str = "",
    cadence: str = "",
    usual_place: str = "",
    data_statement: str = "",
    retention_months: str = "",
) -> str:
    """Adds a partnership; returns its id. Raises Invalid (`name`, `retention_months`) as `change_partnership`."""
    months = _months(retention_months)
    with store.write("New partnership"):
        partnership_id = prepare.new_partnership(store, name, vision)
        store.people.update_partnership(
            partnership_id,
            cadence=tidy(cadence),
            usual_place=tidy(usual_place),
            data_statement=clean(data_statement).strip(),
            retention_months=months,
        )
    return partnership_id


def change_partnership(
    store: Store,
    partnership_id: str,
    *,
    name: str,
    vision: str,
    cadence: str,
    usual_place: str,
    data_statement: str,
    retention_months: str = "",
) -> None:
    """Changes a partnership. `retention_months` is a whole number, or empty where records are kept for good.

    Raises:
        Invalid: (`name`) it is left without one; (`retention_months`) it is no whole number over 0.
        NotFound: it is not there any more.
    """
    months = _months(retention_months)
    partnership_of(store, partnership_id)
    name = words("name", name, "the partnership’s name")
    with store.write("Change the partnership"):
        store.people.update_partnership(
            partnership_id,
            name=name,
            vision=clean(vision).strip(),
            cadence=tidy(cadence),
            usual_place=tidy(usual_place),
            data_statement=clean(data_statement).strip(),
            retention_months=months,
        )


def _months(text: str) -> int | None:
    text = tidy(text)
    if not text:
        return None
    if not text.isdecimal() or not 0 < int(text) <= MOST_MONTHS:
        raise Invalid(
            "retention_months", f"write how many months, such as 36, at most {MOST_MONTHS}; or leave it empty"
        )
    return int(text)


def change_goal(store: Store, goal_id: str, *, reason: str, owners: tuple[str, ...], **values: object) -> None:
    """Changes a goal. `values` are fields of `goals.CHANGEABLE`; `owners` are names of organisations, found or added.

    What changes about a goal the room works on stays in its history with the reason, which only what was empty needs
    not; a proposed one is only reworded.

    Raises:
        Invalid: (`reason`) an agreed goal changes and no reason is given; (`statement`) no words are left; (`baseline`,
            `target`) no finite number.
        NotFound: the goal is not there any more.
    """
    goal = goal_of(store, goal_id)
    values["statement"] = words("statement", str(values["statement"]), "the goal")
    for field in ("baseline", "target"):
        value = values.get(field)
        if isinstance(value, float) and not isfinite(value):
            raise Invalid(field, f"the {field} must be a number")
    changed = {field: value for field, value in values.items() if getattr(goal, field) != value}
    reason = tidy(reason)
    if not reason and goal.state != "proposed" and any(getattr(goal, field) not in (None, "") for field in changed):
        raise Invalid("reason", "say why the goal changes; the reason stays in its history")
    with store.write("Change a goal"):
        if goal.state == "proposed":
            if changed:
                store.goals.update(goal_id, **changed)
        else:
            for field, value in changed.items():
                goals.adjust(store, goal, field, value, reason)
        organisation_ids = dict.fromkeys(
            prepare.add_organisation(store, goal.partnership_id, name) for name in owners if tidy(name)
        )
        store.goals.set_owners(goal_id, tuple(organisation_ids))


def change_promise(
    store: Store,
    action: Action,
    *,
    text: str,
    owner: Party | None,
    due: date | None,
    due_words: str = "",
    state: str = "open",
    reason: str = "",
) -> None:
    """Changes a promise. `due_words` is `next meeting` where that day is not known yet.

    The date first promised stays. Another owner who is `unknown` is added to the partnership by the name as typed.

    Raises:
        Invalid: (`text`) no words are left; (`due`) a date is taken away, or one that is done or dropped and stays so
            gets another; (`reason`) moved or dropped without one.
    """
    text = words("text", text, "the promise")
    reason = tidy(reason)
    is_moved = (due, due_words if due is None else "") != (action.due, action.due_words)
    if is_moved and due is None and due_words != NEXT_MEETING:
        raise Invalid("due", "a promise keeps a date: give another one, or drop the promise")
    if is_moved and state == action.state != "open":
        raise Invalid("due", f"this promise is {state} and keeps its date: open it again to give it another one")
    if is_moved and action.due is not None and not reason:
        raise Invalid("reason", "say what got in the way; the reason stays with the promise")
    if state == "dropped" and action.state != "dropped" and not reason:
        raise Invalid("reason", "say why it is no longer needed; the reason stays with the promise")
    with store.write(f"Change promise {action.number}"):
        if text != action.text:
            promises.edit(store, action, text=text)
        if owner != action.owner:
            if owner is not None and owner.kind == "unknown":
                added = prepare.add_person(store, action.partnership_id, owner.name)
                owner = Party("person", added, owner.name)
            store.actions.set_owner(action.id, owner)
        if state != action.state != "open":
            action = promises.reopen(store, action)
        if is_moved and action.state == "open":
            action = promises.move(store, action, due, reason, words=due_words)
        if state == "done" and action.state == "open":
            promises.done(store, action)
        if state == "dropped" and action.state == "open":
            promises.drop(store, action, reason)


def owner_called(store: Store, partnership_id: str, typed: str) -> Party | None:
    """Whose a promise is, from a name as it is typed; None for nothing typed, unknown where nobody is found."""
    if not tidy(typed):
        return None
    return names_of(store, partnership_id).find(typed) or Party("unknown", "", tidy(typed))


def names_of(store: Store, partnership_id: str) -> Names:
    """Everybody a name outside a meeting can mean: the partnership's people and organisations, and the groups."""
    people = store.people.people(partnership_id)
    return Names(people, store.people.organisations(partnership_id), store.people.groups(), {it.id for it in people})


def change_meeting(
    store: Store, meeting: Meeting, *, title: str, at: datetime | None, minutes: int | None, place: str
) -> None:
    """Changes a meeting. `at` is local time in its zone; `minutes` fits the agenda in proportion, never under a floor.

    Raises:
        Refused: it is closed; or it has begun and would get another time or length.
        Invalid: (`title`, `at`, `minutes`) as for a new meeting.
    """
    if meeting.state == "closed":
        raise Refused("This meeting is closed and locked; open it and reopen it first, with a reason.")
    title = words("title", title, "the meeting’s title")
    start = from_local(at, meeting.time_zone) if at else meeting.planned_start
    length = minutes if minutes is not None else meeting.planned_minutes
    if meeting.is_open and (start, length) != (meeting.planned_start, meeting.planned_minutes):
        raise Refused("This meeting has begun; its time is changed there, with /extend and /fit.")
    with store.write("Change a meeting"):
        store.meetings.update(meeting.id, title=title, planned_start=start, place=tidy(place))
        if length != meeting.planned_minutes:
            _fit_agenda(store, meeting, length)


def _fit_agenda(store: Store, meeting: Meeting, minutes: int) -> None:
    steps = store.meetings.steps(meeting.id)
    agenda = Template(
        key=meeting.template,
        title=meeting.title,
        when="",
        built_on="",
        version=1,
        steps=tuple(TemplateStep(it.kind, it.title, it.planned_minutes, it.floor_minutes) for it in steps),
    )
    for step, fitted in zip(steps, fit(agenda, minutes).steps, strict=True):
        if fitted.minutes != step.planned_minutes:
            store.meetings.update_step(step.id, planned_minutes=fitted.minutes)
    store.meetings.update(meeting.id, planned_minutes=minutes)


def partnership_of(store: Store, partnership_id: str) -> Partnership:
    """The partnership as it stands. Raises NotFound."""
    found = store.people.partnership(partnership_id)
    if found is None:
        raise NotFound("That partnership is not there any more; look again.")
    return found


def goal_of(store: Store, goal_id: str) -> Goal:
    """The goal as it stands. Raises NotFound."""
    found = store.goals.get(goal_id)
    if found is None:
        raise NotFound("That goal is not there any more; look again.")
    return found


def promise_of(store: Store, action_id: str) -> Action:
    """The promise as it stands. Raises NotFound."""
    found = store.actions.get(action_id)
    if found is None:
        raise NotFound("That promise is not there any more; look again.")
    return found
