"""Meetings as events and promises as to-dos, for other people's calendars (RFC 5545, by icalendar)."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from dateutil.relativedelta import relativedelta
from icalendar import Calendar, Component, Event, Todo, vText

from facilitator.clock import local
from facilitator.exports.extract import Extract, Record, day_of, moment_of
from facilitator.exports.minutes.build import place_of
from facilitator.frozen import frozen
from facilitator.model.revisions import Gone, Revision
from facilitator.model.text import tidy

_UNCHANGED = Revision(0, datetime(2000, 1, 1, tzinfo=UTC))
_YEARS_AROUND = 2
"""So many years before and after what is in it, the time zones are written out."""
_KEPT = relativedelta(years=1)
"""So long a promise that was done or dropped, or what was taken out, is told of."""
_NOON = time(12, tzinfo=UTC)
"""A day as a moment: on the same day nearly everywhere."""


@frozen
class Made:
    """A calendar as it leaves. `text` is all that people read in it; `restricted` counts promises of repair meetings.

    `finished` are promises done or dropped.
    """

    content: bytes
    text: str
    meetings: int
    promises: int
    finished: int
    restricted: int


def calendar(extract: Extract, today: date) -> Made:
    """Makes the bytes of an `.ics` file.

    Ids stay, and a number rises with every change: read in again, it updates what is there and adds nothing twice.
    What was done, dropped or taken out of the record in the last year is said to be, so that it does not stay open.
    """
    made = Calendar()
    made.add("prodid", "-//facilitator//meetings//EN")
    made.add("version", "2.0")
    made.add("x-wr-calname", "; ".join(tidy(it["name"]) for it in extract.records["partnerships"]))
    meetings = [it for it in extract.records["meetings"] if it["state"] != "draft"]
    since = today - _KEPT
    actions = [it for it in extract.records["actions"] if it["state"] == "open" or _ended(extract, it) >= since]
    gone = [it for it in extract.gone if it.revision.at.date() >= since]
    entries = [
        *(_event(extract, it) for it in meetings),
        *(_todo(extract, it) for it in actions),
        *(_cancelled(extract, it) for it in gone),
    ]
    for entry in entries:
        made.add_component(entry)
    days = [it.decoded("dtstart").date() for it in entries if "dtstart" in it]
    if days:
        made.add_missing_timezones(
            date(min(days).year - _YEARS_AROUND, 1, 1), date(max(days).year + _YEARS_AROUND, 12, 31)
        )
    read = (str(it[part]) for it in entries for part in ("summary", "location", "description") if part in it)
    restricted = {it["id"] for it in meetings if it["is_restricted"] == "true"}
    promises = sum(it["state"] == "open" for it in actions)
    return Made(
        content=made.to_ical(),
        text="\n".join((str(made["x-wr-calname"]), *read)),
        meetings=len(meetings),
        promises=promises,
        finished=len(actions) - promises,
        restricted=sum(it["meeting_id"] in restricted for it in actions),
    )


def _event(extract: Extract, meeting: Record) -> Event:
    event = Event()
    _stamp(event, "meeting", meeting["id"], extract.revisions.get(meeting["id"], _UNCHANGED))
    planned = datetime.fromisoformat(meeting["planned_start"])
    began, ended = moment_of(meeting["started_at"]), moment_of(meeting["ended_at"])
    start = planned if began is None or ended is None else began
    end = ended or start + timedelta(minutes=int(meeting["planned_minutes"]))
    _span(event, start, end, meeting["time_zone"])
    partnership = _name_of(extract, meeting["partnership_id"])
    event.add("summary", f"{tidy(meeting['title'])} – {partnership}")
    if place := place_of(meeting):
        event.add("location", place)
    event.add("description", "\n".join(_agenda(extract, meeting)))
    event.add("status", "CONFIRMED")
    return event


def _agenda(extract: Extract, meeting: Record) -> list[str]:
    lines = [meeting["purpose"], ""] if meeting["purpose"] else []
    for step in extract.of("steps", meeting_id=meeting["id"]):
        lines.append(f"{step['position']}. {step['title']} ({step['planned_minutes']} min)")
    return lines


def _todo(extract: Extract, action: Record) -> Todo:
    todo = Todo()
    _stamp(todo, "action", action["id"], extract.revisions.get(action["id"], _UNCHANGED))
    owner = f"{action['owner']}: " if action["owner"] else ""
    todo.add("summary", tidy(f"{owner}{action['text']}"))
    if due := day_of(action["due"]):
        todo.add("due", due)
    if action["state"] == "done":
        todo.add("status", "COMPLETED")
        todo.add("completed", datetime.combine(_ended(extract, action), _NOON))
        todo.add("percent-complete", 100)
    else:
        todo.add("status", "NEEDS-ACTION" if action["state"] == "open" else "CANCELLED")
    about = [f"Promise {action['number']} of {_name_of(extract, action['partnership_id'])}"]
    if action["helpers"]:
        about.append(f"with {action['helpers']}")
    if not due and action["due_words"]:
        about.append(f"by {action['due_words']}")
    todo.add("description", "\n".join(about))
    return todo


def _ended(extract: Extract, action: Record) -> date:
    """The day a promise was done, or dropped."""
    revision = extract.revisions.get(action["id"], _UNCHANGED)
    return day_of(action["done_on"]) or (revision.state_at or revision.at).date()


def _cancelled(extract: Extract, gone: Gone) -> Component:
    """What was taken out of the record. Its words went with it."""
    partnership = _name_of(extract, gone.partnership_id)
    entry: Component
    if gone.start is None:
        entry = Todo()
        entry.add("summary", f"Promise {gone.number} – {partnership}")
    else:
        entry = Event()
        _span(entry, gone.start, gone.start + timedelta(minutes=gone.minutes), gone.time_zone)
        entry.add("summary", f"Meeting – {partnership}")
    _stamp(entry, gone.kind, gone.id, gone.revision)
    entry.add("status", "CANCELLED")
    return entry


def _span(event: Component, start: datetime, end: datetime, zone: str) -> None:
    """From when to when, by the minute on the wall clock where people meet."""
    for name, moment in (("dtstart", start), ("dtend", max(end, start + timedelta(minutes=1)))):
        event.add(name, local(moment, zone).replace(second=0, microsecond=0))


def _stamp(component: Component, kind: str, record: str, revision: Revision) -> None:
    component.add("uid", vText(f"{kind}-{record}@facilitator"))
    component.add("sequence", revision.number)
    component.add("dtstamp", revision.at.replace(microsecond=0))
    component.add("last-modified", revision.at.replace(microsecond=0))


def _name_of(extract: Extract, partnership_id: str) -> str:
    return tidy(next(it["name"] for it in extract.records["partnerships"] if it["id"] == partnership_id))
