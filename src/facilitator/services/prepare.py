"""Getting ready: partnerships, organisations, people, goals, and meetings with their agenda."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from math import isfinite

from facilitator.clock import local, zone_of
from facilitator.db import Store
from facilitator.errors import Invalid, NotFound
from facilitator.model.agenda import to_minute
from facilitator.model.groups import by_word
from facilitator.model.meeting import Meeting
from facilitator.model.people import Group, Partnership
from facilitator.model.template import Template, fit
from facilitator.model.text import LINE_LIMIT, clean, fold, folded_words, one_line, tidy
from facilitator.services.promises import fill_next_meeting

MINOR_GROUP = "student"
"""The group of a minor when none is said."""

RESTRICTED = frozenset({"repair"})
"""Templates whose meetings keep every line `restricted`."""

_AT = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})[ T]([0-9]{2}):([0-9]{2})")


def new_partnership(store: Store, name: str, vision: str = "") -> str:
    """Adds a partnership; returns its id.

    Raises:
        Invalid: (`name`) it is empty or too long.
    """
    name = words("name", name, "the partnership’s name")
    with store.write("New partnership"):
        return store.people.add_partnership(name, clean(vision).strip())


def new_meeting(
    store: Store,
    partnership_id: str,
    template: Template,
    *,
    title: str = "",
    at: datetime | None = None,
    minutes: int | None = None,
    place: str = "",
    facilitator: str = "",
) -> str:
    """Adds a ready meeting with the template's agenda; returns its id.

    `at` is the local time of the clock's zone without a zone of its own, None for now; the meeting keeps the zone.
    `minutes` fits the agenda, None leaves the template's. Title and place default to the template's title and the
    partnership's usual place. Everybody who takes part in the partnership is expected.

    Raises:
        NotFound: there is no such partnership.
        Invalid: (`minutes`) under the template's floors; (`at`) a time the clocks leave out that day.
    """
    partnership = _partnership(store, partnership_id)
    agenda = fit(template, minutes) if minutes is not None else template
    zone = store.clock.zone_name()
    with store.write("New meeting"):
        meeting_id = store.meetings.add(
            partnership_id=partnership_id,
            title=words("title", title or agenda.title, "the meeting’s title"),
            template_key=agenda.key,
            template_version=agenda.version,
            state="ready",
            place=tidy(place) or partnership.usual_place,
            facilitator=tidy(facilitator),
            planned_start=from_local(at, zone) if at else to_minute(store.now()),
            time_zone=zone,
            planned_minutes=agenda.minutes,
            is_restricted=agenda.key in RESTRICTED,
        )
        for position, step in enumerate(agenda.steps, start=1):
            store.meetings.add_step(
                meeting_id,
                position,
                kind=step.kind,
                title=step.title,
                prompt=step.prompt,
                planned_minutes=step.minutes,
                floor_minutes=step.floor,
                fixed_start=step.fixed_start,
            )
        ensure_expected(store, meeting_id)
        planned = store.meetings.next_planned(partnership_id, store.now())
        if planned is not None and planned.id == meeting_id:
            fill_next_meeting(store, partnership_id, local(planned.planned_start, zone).date(), meeting_id)
    return meeting_id


def ensure_expected(store: Store, meeting_id: str) -> int:
    """Expects everybody of the partnership who is not on the meeting's list yet; returns how many were added.

    A closed meeting stays as it is.
    """
    meeting: Meeting | None = store.meetings.get(meeting_id)
    uninvited = store.meetings.uninvited(meeting_id) if meeting and meeting.state != "closed" else []
    if uninvited:
        with store.write("Expect everybody", meeting_id):
            for person_id in uninvited:
                store.meetings.add_attendance(meeting_id, person_id=person_id, status="expected")
    return len(uninvited)


def parse_at(text: str) -> datetime:
    """A local time such as `2026-12-03 15:00` or `2026-12-03T15:00`, without a zone.

    Raises:
        Invalid: (`at`) written otherwise, or no such day or time.
    """
    found = _AT.fullmatch(text.strip())
    if not found:
        raise Invalid("at", f"“{one_line(text)[:40]}” is no date and time: write it like 2026-12-03 15:00")
    year, month, day, hour, minute = map(int, found.groups())
    try:
        at = datetime(year, month, day, hour, minute)
    except ValueError as mistake:
        raise Invalid("at", f"there is no {found[0]}: {mistake}") from mistake
    if not 1970 <= year < 3000:
        raise Invalid("at", f"{found[0]} is too far away for a meeting: look at the year")
    return at


def from_local(at: datetime, zone: str) -> datetime:
    """The moment, in UTC, at which the clocks of `zone` show `at`; the first one when they show it twice.

    Raises:
        Invalid: (`at`) the clocks go forward and leave that time out.
    """
    moment = at.replace(tzinfo=zone_of(zone), fold=0).astimezone(UTC)
    shown = moment.astimezone(zone_of(zone)).replace(tzinfo=None, fold=0)
    if shown != at.replace(tzinfo=None, fold=0):
        raise Invalid("at", f"the clocks go forward then, there is no {at:%Y-%m-%d %H:%M}: take {shown:%H:%M}")
    return moment


def add_organisation(store: Store, partnership_id: str, name: str, group: str = "") -> str:
    """The id of the partnership's organisation called `name`, case and accents aside; added when there is none.

    `group` is a stakeholder group's key and counts for a new one only.

    Raises:
        Invalid: (`organisation`) the name is empty or too long.
    """
    name = words("organisation", name, "the organisation’s name")
    for known in store.people.organisations(partnership_id):
        if fold(known.name) == fold(name):
            return known.id
    with store.write("Add an organisation"):
        return store.people.add_organisation(partnership_id, name, group)


def add_person(
    store: Store,
    partnership_id: str,
    name: str,
    *,
    organisation_id: str | None = None,
    group: str = "",
    role: str = "",
    email: str = "",
    is_minor: bool = False,
    may_be_named: str = "",
) -> str:
    """Adds a person; returns the id. `group` is a key; `may_be_named` is `yes`, `no` or empty.

    Of a minor neither name nor address is kept: the person is stored and shown as group and number (`student 1`),
    a student where no group is given.

    Raises:
        Invalid: (`name`) it is empty or too long; (`group`) there is none with that key.
    """
    group = group or (MINOR_GROUP if is_minor else "")
    label = _label(store, group) if group else ""
    name = "" if is_minor else words("name", name, "the person’s name")
    with store.write("Add a person"):
        if is_minor:
            name = f"{label} {store.people.next_minor_number(partnership_id, group)}"
        return store.people.add_person(
            partnership_id,
            name,
            organisation_id=organisation_id,
            group=group,
            role=tidy(role),
            email="" if is_minor else tidy(email),
            is_minor=is_minor,
            may_be_named=may_be_named,
        )


def add_group(store: Store, label: str) -> Group:
    """The stakeholder group called `label` by its key, label, plural or everyday word; added when there is none.

    Raises:
        Invalid: (`group`) there is no word in the label.
    """
    label = words("group", label, "the group’s name")
    groups = store.people.groups()
    if known := by_word(groups).get(fold(label)):
        return known
    # One word, because a line names a group by its key and records hold keys separated by blanks.
    key = "_".join(folded_words(label))
    if not key:
        raise Invalid("group", f"“{label[:40]}” has no word that could name a group")
    for group in groups:
        if group.key == key:
            return group
    with store.write("Add a group"):
        store.people.add_group(key, label, label)
    return Group(key, label, label, len(groups) + 1)


def add_goal(
    store: Store,
    partnership_id: str,
    statement: str,
    *,
    why: str = "",
    measure: str = "",
    unit: str = "",
    baseline: float | None = None,
    target: float | None = None,
    due: date | None = None,
    owners: tuple[str, ...] = (),
) -> str:
    """Adds a proposed goal; returns its id. `owners` are names of organisations, found or added.

    Raises:
        Invalid: (`statement`) it is empty or too long; (`baseline`, `target`) no finite number.
    """
    statement = words("statement", statement, "the goal")
    for field, value in (("baseline", baseline), ("target", target)):
        if value is not None and not isfinite(value):
            raise Invalid(field, f"the {field} must be a number")
    with store.write("Add a goal"):
        goal_id = store.goals.add(
            partnership_id,
            statement,
            why=clean(why).strip(),
            measure=tidy(measure),
            unit=tidy(unit),
            baseline=baseline,
            target=target,
            due=due,
        )
        for organisation_id in dict.fromkeys(add_organisation(store, partnership_id, name) for name in owners):
            store.goals.add_owner(goal_id, organisation_id)
    return goal_id


def words(field: str, text: str, what: str) -> str:
    """`text` made tidy, which must leave something.

    Raises:
        Invalid: (`field`) nothing is left of it, or it is over `LINE_LIMIT` characters.
    """
    kept = tidy(text)
    if not kept:
        raise Invalid(field, f"{what} is empty")
    if len(kept) > LINE_LIMIT:
        raise Invalid(field, f"{what} is too long: {len(kept)} characters, at most {LINE_LIMIT}")
    return kept


def _partnership(store: Store, partnership_id: str) -> Partnership:
    found = store.people.partnership(partnership_id)
    if found is None:
        raise NotFound("that partnership is not there any more; look again")
    return found


def _label(store: Store, key: str) -> str:
    for group in store.people.groups():
        if group.key == key:
            return group.label
    raise Invalid("group", f"there is no group “{one_line(key)[:40]}”: add it first")
