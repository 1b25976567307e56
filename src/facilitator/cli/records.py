"""Every record of a kind with all its fields, as `list --csv` and `list --json` give them.

The columns begin as those of the same file in the CSV bundle; names of what an id points at follow.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from facilitator.cli.tables import Record
    from facilitator.model.actions import Action
    from facilitator.model.goals import Goal
    from facilitator.model.meeting import Meeting
    from facilitator.model.people import Partnership, Person

COLUMNS = {
    "partnerships": "id name vision model state started_on review_on",
    "meetings": (
        "id partnership_id title template state mode place facilitator planned_start time_zone planned_minutes"
        " started_at ended_at purpose partnership"
    ),
    "actions": (
        "id meeting_id step_id goal_id number text owner helpers organisation due_first due state done_on reason"
        " created_at partnership"
    ),
    "goals": (
        "id partnership_id statement why owner_organisations measure unit baseline target current due state agreed_on"
        " next_review partnership"
    ),
    "people": "id partnership_id organisation_id name role group is_minor may_be_named organisation partnership",
}
"""The columns of each kind, in order."""


def of_partnership(it: Partnership) -> Record:
    """A partnership's fields."""
    return {name: getattr(it, name) for name in COLUMNS["partnerships"].split()}


def of_meeting(it: Meeting) -> Record:
    """A meeting's fields."""
    return {name: getattr(it, name) for name in COLUMNS["meetings"].split()}


def of_action(it: Action) -> Record:
    """A promise's fields; the owner by name."""
    return {
        "id": it.id,
        "meeting_id": it.meeting_id,
        "step_id": it.step_id,
        "goal_id": it.goal_id,
        "number": it.number,
        "text": it.text,
        "owner": it.owner.name if it.owner else "",
        "helpers": tuple(helper.name for helper in it.helpers),
        "organisation": it.owner.organisation if it.owner else "",
        "due_first": it.due_first,
        "due": it.due,
        "state": it.state,
        "done_on": it.done_on,
        "reason": it.reason,
        "created_at": it.created_at,
        "partnership": it.partnership,
    }


def of_goal(it: Goal, partnership: str) -> Record:
    """A goal's fields."""
    return {
        "id": it.id,
        "partnership_id": it.partnership_id,
        "statement": it.statement,
        "why": it.why,
        "owner_organisations": it.owners,
        "measure": it.measure,
        "unit": it.unit,
        "baseline": it.baseline,
        "target": it.target,
        "current": it.current,
        "due": it.due,
        "state": it.state,
        "agreed_on": it.agreed_on,
        "next_review": it.next_review,
        "partnership": partnership,
    }


def of_person(it: Person, partnership: str) -> Record:
    """A person's fields, but for the address, which never leaves the data file."""
    return {
        "id": it.id,
        "partnership_id": it.partnership_id,
        "organisation_id": it.organisation_id,
        "name": it.name,
        "role": it.role,
        "group": it.group,
        "is_minor": it.is_minor,
        "may_be_named": it.may_be_named,
        "organisation": it.organisation,
        "partnership": partnership,
    }
