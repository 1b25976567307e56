"""Stakeholder groups, organisations, people, and who a line is about."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Literal

from facilitator.frozen import frozen

PRESENT = frozenset({"present", "late", "guest"})
"""Attendance states of somebody who is in the meeting now."""


@frozen
class Group:
    """A stakeholder group, such as `family`. The key is what lines and CSV files use."""

    key: str
    label: str
    plural: str
    position: int
    is_family: bool = False
    is_student: bool = False
    is_priority_voice: bool = False


@frozen
class Partnership:
    """A school and its partners, who meet."""

    id: str
    name: str
    vision: str = ""
    model: str = ""
    state: str = "active"
    started_on: date | None = None
    review_on: date | None = None
    cadence: str = ""
    usual_place: str = ""
    data_statement: str = ""
    retention_months: int | None = None
    """How long the record is kept; None while nobody said."""


@frozen
class Organisation:
    """A partner: a school, a business, a council. `group` is a stakeholder group's key."""

    id: str
    partnership_id: str
    name: str
    group: str = ""
    mission: str = ""
    joined_on: date | None = None
    left_on: date | None = None


@frozen
class Person:
    """Somebody who takes part. A minor's `name` is a role label (`student 1`), never a name.

    `group` is the person's own stakeholder group, or else that of the organisation; may be empty.
    """

    id: str
    partnership_id: str
    name: str
    organisation_id: str | None = None
    organisation: str = ""
    role: str = ""
    group: str = ""
    email: str = ""
    is_minor: bool = False
    may_be_named: Literal["yes", "no", ""] = ""


@frozen
class Party:
    """Whose something is: a person, an organisation, a group, or a name nobody could be found for.

    `id` is the person's or organisation's id or the group's key; empty for `unknown`, where `name` is what was
    typed. `organisation` and `group` are those of the person (or of the organisation), for display.
    """

    kind: Literal["person", "organisation", "group", "unknown"]
    id: str
    name: str
    organisation: str = ""
    group: str = ""


@frozen
class Attendee:
    """One person, or a head-count of a group, at one meeting."""

    id: str
    meeting_id: str
    person_id: str | None
    name: str
    organisation: str
    group: str
    status: str
    mode: str
    head_count: int | None
    arrived_at: datetime | None
    left_at: datetime | None
    heard: bool
    """Has spoken in this meeting: yes or not yet, never how often."""

    @property
    def is_present(self) -> bool:
        """In the meeting now, in the room or remote."""
        return self.status in PRESENT

    @property
    def party(self) -> Party:
        """Whose a turn or a line of theirs is: the person's, or the counted group's."""
        if self.person_id is None:
            return Party("group", self.group, self.name, "", self.group)
        return Party("person", self.person_id, self.name, self.organisation, self.group)


def not_heard(attendance: Iterable[Attendee], groups_with_turns: Collection[str]) -> list[Attendee]:
    """Who is here and has not spoken: counted groups of which nobody has, then persons."""
    here = [it for it in attendance if it.is_present]
    counted = [it for it in here if it.head_count and it.group not in groups_with_turns]
    return counted + [it for it in here if it.head_count is None and not it.heard]
