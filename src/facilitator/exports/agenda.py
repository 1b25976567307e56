"""The agenda of one meeting, for people to hold in their hands, from what may leave of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from facilitator.clock import local, zone_of
from facilitator.exports.extract import Extract
from facilitator.exports.minutes.build import facilitator_of, place_of
from facilitator.frozen import frozen

_DECIDES = "the people in the room"
_MODES = {"remote": "remote", "hybrid": "in the room and remote"}


@frozen
class AgendaStep:
    """A step as it is planned. `start` is local time, such as `15:10`."""

    position: int
    title: str
    start: str
    minutes: int
    prompt: str = ""
    """What is asked of the room, where the step says it."""
    decides: str = ""
    """Who decides, where something is decided."""


@frozen
class Agenda:
    """The agenda of one meeting, times local."""

    language: str
    partnership: str
    title: str
    day: date
    start: str
    end: str
    minutes: int
    place: str
    mode: str
    """In words, where not everybody comes: `in the room and remote`."""
    facilitator: str
    purpose: str
    steps: tuple[AgendaStep, ...]
    norms: tuple[str, ...]
    """How the room wants to work together."""


def agenda(extract: Extract, *, language: str) -> Agenda:
    """The agenda of the one meeting in `extract`: as planned, whatever has happened since."""
    meeting = extract.records["meetings"][0]
    zone = meeting["time_zone"]
    begins = datetime.fromisoformat(meeting["planned_start"])
    start = local(begins, zone)
    minutes = int(meeting["planned_minutes"])
    return Agenda(
        language=language,
        partnership=extract.records["partnerships"][0]["name"],
        title=meeting["title"],
        day=start.date(),
        start=f"{start:%H:%M}",
        end=f"{local(begins + timedelta(minutes=minutes), zone):%H:%M}",
        minutes=minutes,
        place=place_of(meeting),
        mode=_MODES.get(meeting["mode"], ""),
        facilitator=facilitator_of(meeting),
        purpose=meeting["purpose"],
        steps=tuple(_steps(extract, begins, zone)),
        norms=tuple(it["text"] for it in extract.of("norms", until="")),
    )


def _steps(extract: Extract, begins: datetime, zone: str) -> Iterator[AgendaStep]:
    """One after the other from `begins`, in UTC; one with a fixed time begins then, and those behind it follow."""
    at = begins
    for row in extract.of("steps"):
        if row["state"] in ("skipped", "moved") and not row["started_at"]:
            continue
        if row["fixed_start"]:
            fixed = time.fromisoformat(row["fixed_start"])
            at = datetime.combine(local(begins, zone).date(), fixed, zone_of(zone)).astimezone(UTC)
        minutes = int(row["planned_minutes"])
        yield AgendaStep(
            position=int(row["position"]),
            title=row["title"],
            start=f"{local(at, zone):%H:%M}",
            minutes=minutes,
            prompt=row["prompt"],
            decides=_DECIDES if row["kind"] == "decide" else "",
        )
        at = at + timedelta(minutes=minutes)
