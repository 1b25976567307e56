"""Meetings as events and open promises as to-dos, for other people's calendars (RFC 5545, by icalendar)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from icalendar import Calendar, Component, Event, Todo, vText

from facilitator.clock import local
from facilitator.exports.extract import Extract, Record, day_of, moment_of

_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
_YEARS_AROUND = 2
"""So many years before and after what is in it, the time zones are written out."""


def calendar(extract: Extract) -> bytes:
    """The bytes of an `.ics` file.

    Ids stay, and a number rises with every change: read in again, it updates what is there and adds nothing twice.
    """
    made = Calendar()
    made.add("prodid", "-//facilitator//meetings//EN")
    made.add("version", "2.0")
    made.add("x-wr-calname", "; ".join(it["name"] for it in extract.records["partnerships"]))
    days = []
    for meeting in extract.records["meetings"]:
        if meeting["state"] != "draft":
            event = _event(extract, meeting)
            made.add_component(event)
            days.append(event.decoded("dtstart").date())
    for action in extract.of("actions", state="open"):
        made.add_component(_todo(extract, action))
    if days:
        made.add_missing_timezones(
            date(min(days).year - _YEARS_AROUND, 1, 1), date(max(days).year + _YEARS_AROUND, 12, 31)
        )
    content: bytes = made.to_ical()
    return content


def _event(extract: Extract, meeting: Record) -> Event:
    event = Event()
    _stamp(event, extract, meeting["id"], "meeting")
    planned = datetime.fromisoformat(meeting["planned_start"])
    began, ended = moment_of(meeting["started_at"]), moment_of(meeting["ended_at"])
    start = planned if began is None or ended is None else began
    end = ended or start + timedelta(minutes=int(meeting["planned_minutes"]))
    event.add("dtstart", _shown(start, meeting))
    event.add("dtend", _shown(max(end, start + timedelta(minutes=1)), meeting))
    partnership = _name_of(extract, meeting["partnership_id"])
    event.add("summary", f"{meeting['title']} – {partnership}")
    if meeting["place"]:
        event.add("location", meeting["place"])
    event.add("description", "\n".join(_agenda(extract, meeting)))
    event.add("status", "CONFIRMED")
    return event


def _shown(moment: datetime, meeting: Record) -> datetime:
    """The minute on the wall clock where people meet."""
    return local(moment, meeting["time_zone"]).replace(second=0, microsecond=0)


def _agenda(extract: Extract, meeting: Record) -> list[str]:
    lines = [meeting["purpose"], ""] if meeting["purpose"] else []
    for step in extract.of("steps", meeting_id=meeting["id"]):
        lines.append(f"{step['position']}. {step['title']} ({step['planned_minutes']} min)")
    return lines


def _todo(extract: Extract, action: Record) -> Todo:
    todo = Todo()
    _stamp(todo, extract, action["id"], "action")
    owner = f"{action['owner']}: " if action["owner"] else ""
    todo.add("summary", f"{owner}{action['text']}")
    if due := day_of(action["due"]):
        todo.add("due", due)
    todo.add("status", "NEEDS-ACTION")
    about = [f"Promise {action['number']} of {_name_of(extract, action['partnership_id'])}"]
    if action["helpers"]:
        about.append(f"with {action['helpers']}")
    if not due and action["due_words"]:
        about.append(f"by {action['due_words']}")
    todo.add("description", "\n".join(about))
    return todo


def _stamp(component: Component, extract: Extract, record: str, kind: str) -> None:
    sequence, changed = extract.revisions.get(record, (0, _EPOCH))
    component.add("uid", vText(f"{kind}-{record}@facilitator"))
    component.add("sequence", sequence)
    component.add("dtstamp", changed.replace(microsecond=0))
    component.add("last-modified", changed.replace(microsecond=0))


def _name_of(extract: Extract, partnership_id: str) -> str:
    return next(it["name"] for it in extract.records["partnerships"] if it["id"] == partnership_id)
